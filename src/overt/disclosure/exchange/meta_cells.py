"""What one row of a published indicator list says: an account, an address, a count, or a sentence about behaviour."""

import re
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from overt.disclosure.exchange.defang import Value, value_of, values_in
from overt.disclosure.exchange.meta_quantities import Quantity, quantity_of
from overt.registry.addresses import Named, named

KINDS = {
    "domain_name": "domain",
    "domain": "domain",
    "url": "url",
    "phishing_url": "url",
    "cib_url": "url",
    "telegram_url": "account",
    "social media account": "account",
    "ip": "ip",
    "proxy ip": "ip",
    "md5": "md5",
    "sha1": "sha1",
    "sha256": "sha256",
    "email": "email",
    "email address": "email",
    "android_package_name": "android_package",
    "ios_app_id": "ios_app",
}
"""Types that Meta's own lists state -> kinds of overt."""
PLACES = {
    "0.9.1": "facebook",
    "0.9.2": "instagram",
    "0.9.3": "threads",
    "0.9.4": "x",
    "0.9.5": "youtube",
    "0.9.6": "tiktok",
    "0.9.7": "telegram",
    "7.2.2": "facebook",
    "7.2.3": "facebook",
    "7.2.4": "instagram",
}
"""Procedures of the kill chain that are about one platform."""
_NO_ACCOUNT = frozenset(
    "watch playlist shorts hashtag search i home share sharer groups group r login p reel reels explore intent "
    "story.php permalink.php events watch.php photo embed live results feed about help tag topics topic".split()
)
_OWN_PAGE = re.compile(r"/@([\w.-]{1,100})/?")
_RELATIONS = {**dict.fromkeys("01369", "asset"), **dict.fromkeys("457", "used"), **dict.fromkeys("28", "target")}
"""Digit of a tactic of the kill chain -> what a value of such a row is to the network."""


@dataclass(frozen=True)
class MetaRow:
    """One row as published, and what it says. `text` is the cell itself; `line` is where the row begins in the file."""

    line: int
    text: str
    kind: str
    tactic: str | None = None
    technique: str | None = None
    procedure: str | None = None
    note: str | None = None
    day: str | None = None
    value: str | None = None
    account: Named | None = None
    quantity: Quantity | None = None
    mentioned: tuple[Value, ...] = ()
    relation: str = "asset"

    @property
    def step(self) -> str | None:
        """The number of its procedure in the kill chain, such as 0.9.6."""
        return step_of(self.procedure) or step_of(self.technique) or step_of(self.tactic)


def step_of(text: str | None) -> str | None:
    """The number with which a tactic, technique or procedure begins."""
    found = re.match(r"\s*(\d+(?:\.\d+)*)", text or "")
    return found[1] if found else None


def row_of(line: int, text: str, declared: str | None = None, **told: str | None) -> MetaRow:
    """The row of a cell. `declared`: the type that the list itself states; `told`: the other columns."""
    given = {name: (value.strip() or None) if value else None for name, value in told.items()}
    step = step_of(given.get("procedure"))
    relation = _RELATIONS.get((step_of(given.get("tactic")) or step or "0")[0], "asset")
    made = MetaRow(line, text, "text", relation=relation, **given)  # type: ignore[arg-type]
    kind = KINDS.get((declared or "").strip().lower())
    plain = text.strip().strip("`").strip()
    if not plain:
        return _with(made, kind="procedure")
    quantity = quantity_of(plain, PLACES.get(step or ""))
    if quantity and kind is None:
        return _with(made, kind="count", quantity=quantity)
    if kind in ("android_package", "ios_app"):
        return _with(made, kind=kind, value=plain)
    value = value_of(plain)
    if value is None:
        found = tuple(values_in(plain))
        return _with(made, kind="text", mentioned=found, relation="mentioned" if found else relation)
    return _valued(made, value, kind, step)


def account_in(address: str) -> Named | None:
    """The account whose profile an address is; None where it leads to a post, a group, a search or to no platform."""
    address = address if "://" in address else f"https://{address}"
    parts = urlsplit(address)
    first = next((p for p in parts.path.split("/") if p), "")
    if not first or first.lower() in _NO_ACCOUNT:
        return None
    found = named(address)
    if found is not None:
        return found
    own = _OWN_PAGE.fullmatch(parts.path)
    host = (parts.hostname or "").removeprefix("www.")
    return Named(host.rsplit(".", 1)[0], own[1]) if own and host.count(".") == 1 else None


def _valued(made: MetaRow, value: Value, declared: str | None, step: str | None) -> MetaRow:
    if declared == "domain" and value.kind == "url":
        parts = urlsplit(value.text if "://" in value.text else f"https://{value.text}")
        if parts.hostname and parts.path in ("", "/") and not parts.query:
            return _with(made, kind="domain", value=parts.hostname)
    if value.kind in ("url", "domain") and (declared == "account" or (step or "").startswith("0.9.")):
        account = account_in(value.text)
        if account:
            return _with(made, kind="account", value=value.text, account=account)
    return _with(made, kind=value.kind, value=value.text)


def _with(row: MetaRow, **changes: object) -> MetaRow:
    return replace(row, **changes)  # type: ignore[arg-type]
