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
    """Per kind of name: name -> accounts (keys) that bear it on several platforms, no two of them on one.

    known: how many accounts have such a name at all.
    """

    accounts: pa.Table
    bearers: dict[str, dict[str, list[int]]]
    known: dict[str, int]

    def handles(self) -> set[int]:
        """Accounts with a handle that another platform knows."""
        return {account for mine in self.bearers["handle"].values() for account in mine}


def namesakes(accounts: pa.Table) -> Namesakes:
    """All names that come again on another platform. `accounts`: platform, handle, display_name, sorted by key."""
    platforms = accounts["platform"].to_pylist()
    bearers: dict[str, dict[str, list[int]]] = {}
    known: dict[str, int] = {}
    for kind in WHAT:
        by_name: dict[str, list[int]] = {}
        for account, name in enumerate(accounts[kind].to_pylist()):
            if letters := folded(name):
                by_name.setdefault(letters, []).append(account)
        known[kind] = sum(map(len, by_name.values()))
        bearers[kind] = {
            name: mine
            for name, mine in by_name.items()
            if len(mine) > 1 and len({platforms[account] for account in mine}) == len(mine)
        }
    return Namesakes(accounts, bearers, known)


def across(found: Namesakes, members: Sequence[int]) -> list[dict[str, Any]]:
    """The names that several members bear on different platforms: what, name, accounts; handles first."""
    inside, seen, result = set(members), list[set[int]](), []
    for kind, what in WHAT.items():
        for mine in found.bearers[kind].values():
            here = [account for account in mine if account in inside]
            if len(here) < 2 or any(set(here) <= other for other in seen):
                continue
            seen.append(set(here))
            result.append((what, found.accounts[kind][here[0]].as_py(), here))
    result.sort(key=lambda row: (row[0] != "handle", -len(row[2]), row[2]))
    rows = found.accounts.select(["platform", "account_id"])
    return [
        {"what": what, "name": name, "accounts": rows.take(pa.array(here)).to_pylist()}
        for what, name, here in result[:LONGEST]
    ]


def sentence(found: Namesakes, members: Sequence[int]) -> str:
    """How many members share a handle with another member elsewhere, and how usual that is; empty if none does."""
    inside = set(members)
    mine = {a for same in found.bearers["handle"].values() if len(inside & set(same)) > 1 for a in same} & inside
    if not mine:
        return ""
    elsewhere = len(found.handles() - inside)
    named = sum(bool(folded(h)) for h in found.accounts["handle"].take(pa.array(list(members))).to_pylist())
    others = found.known["handle"] - named
    usual = f"; of {some(others, 'other account')} whose handle is known, {elsewhere:,} have a namesake elsewhere"
    return (
        f"{len(mine):,} of {some(len(inside), 'member')} have the handle of another member on another platform"
        f"{usual if others else ''}. This supports the network; it was not used to find it."
    )
