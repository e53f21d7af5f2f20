"""Names that come again on other platforms: what may support a network, and never makes one.

Two names are the same if their letters and digits are: case, dots and underscores differ from platform to platform,
since what a name may hold does. A name that several accounts of one platform bear, such as a common first name, says
nothing.
"""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pyarrow as pa

from overt.findings.sentences import some

LEAST = 4
"""Letters and digits of a name that is looked at."""
MOST = 500
"""Characters of a name that are looked at."""
LONGEST = 50
"""Names that a network lists."""
WHAT = {"handle": "handle", "display_name": "display name"}
CAUTION = (
    "A name that comes again on another platform made nobody a member: people use one name everywhere, and a name can "
    "be taken by somebody else, an impersonator among them."
)


def with_names(accounts: pa.Table, profiles: pa.Table) -> pa.Table:
    """The accounts of a scan with handle and display_name, null where nothing is known; in the order of their keys."""
    key = ["platform", "account_id"]
    known = profiles.select([*key, "handle", "display_name"])
    return accounts.join(known, key, use_threads=False).sort_by("account")


def folded(name: str | None) -> str:
    """Letters and digits of a name; of a Fediverse handle those before the server. Empty where there are too few."""
    plain = unicodedata.normalize("NFKC", (name or "")[:MOST]).casefold().strip().lstrip("@")
    letters = "".join(c for c in unicodedata.normalize("NFKC", plain.partition("@")[0]) if c.isalnum())
    return letters if len(letters) >= LEAST else ""


@dataclass(frozen=True)
class Namesakes:
    """bearers: name -> account (key) -> what it is there, for names on several platforms and once on each.

    known: the accounts that have a handle or a display name that is looked at.
    """

    accounts: pa.Table
    bearers: dict[str, dict[int, str]]
    known: frozenset[int]

    def elsewhere(self) -> set[int]:
        """Accounts with a name that comes again on another platform."""
        return {account for mine in self.bearers.values() for account in mine}


def namesakes(accounts: pa.Table) -> Namesakes:
    """All names that come again on another platform. `accounts`: platform, handle, display_name, sorted by key."""
    platforms = accounts["platform"].to_pylist()
    by_name: dict[str, dict[int, str]] = {}
    for kind, what in WHAT.items():
        for account, name in enumerate(accounts[kind].to_pylist()):
            if letters := folded(name):
                by_name.setdefault(letters, {}).setdefault(account, what)
    bearers = {
        name: mine
        for name, mine in by_name.items()
        if len(mine) > 1 and len({platforms[account] for account in mine}) == len(mine)
    }
    return Namesakes(accounts, bearers, frozenset(account for mine in by_name.values() for account in mine))


def across(found: Namesakes, members: Sequence[int]) -> list[dict[str, Any]]:
    """The names that several members bear on different platforms: name and accounts, those with most accounts first."""
    inside = set(members)
    groups: list[tuple[str, dict[int, str]]] = []
    for name, mine in found.bearers.items():
        here = {account: what for account, what in sorted(mine.items()) if account in inside}
        if len(here) > 1:
            groups.append((name, here))
    groups.sort(key=lambda group: (-len(group[1]), group[0]))
    kept: list[tuple[str, dict[int, str]]] = []
    for name, here in groups:  # of two names of the same accounts, such as handle and display name, one is enough
        if not any(here.keys() <= other.keys() for _, other in kept):
            kept.append((name, here))
    return [{"name": name, "accounts": [_bearer(found, *one) for one in here.items()]} for name, here in kept[:LONGEST]]


def _bearer(found: Namesakes, account: int, what: str) -> dict[str, Any]:
    key = {name: found.accounts[name][account].as_py() for name in ("platform", "account_id")}
    kind = next(kind for kind, said in WHAT.items() if said == what)
    return {**key, "what": what, "name": found.accounts[kind][account].as_py()}


def sentence(found: Namesakes, members: Sequence[int]) -> str:
    """How many members share a name with another member elsewhere, and how usual that is; empty if none does."""
    inside = set(members)
    mine = {a for same in found.bearers.values() if len(inside & same.keys()) > 1 for a in same} & inside
    if not mine:
        return ""
    others = len(found.known - inside)
    usual = f"; of {some(others, 'other account')} whose name is known {len(found.elsewhere() - inside):,} have one"
    return (
        f"{len(mine):,} of {some(len(inside), 'member')} have a namesake among the members on another platform"
        f"{f'{usual} anywhere in the data' if others else ''}. That supports the network; it was not used to find it."
    )
