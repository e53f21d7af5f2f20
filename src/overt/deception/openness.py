"""Openness: what the accounts say of themselves, or what is said of them in public. Asked first, and shown first."""

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow.compute as pc

from overt.deception.identity import folded
from overt.deception.people import People

LABELLED, AFFILIATED, AUTOMATED, OUTLET = "labelled", "declared affiliation", "declared automation", "own site"
_BOT = re.compile(r"\b(?:bot|automated|automatically|not run by a human|rss feed)\b")
_NAMED = re.compile(r"@[a-z0-9_.]{3,}|\b(?:[a-z0-9-]+\.)+[a-z]{2,}\b")
"""Accounts and sites that a profile names."""
MOST = 2 / 3
OWN_LINKS, OWN_SITE = 0.8, 0.9
"""Of its links so many go to one site, and of the links to that site so many are its own."""
LINKS = 5


@dataclass(frozen=True)
class Open:
    """Why an account is open about itself: one of the kinds above, and the reason in words."""

    kind: str
    reason: str

    def facts(self) -> dict[str, Any]:
        """For findings.json."""
        return {"kind": self.kind, "reason": self.reason}


def openness(people: People, members: tuple[int, ...]) -> dict[int, Open]:
    """What each member is open about; those of whom nothing is known are left out."""
    found: dict[int, Open] = {}
    for member, reason in _affiliated(people, members).items():
        found[member] = Open(AFFILIATED, reason)
    for member, site in _outlets(people, members).items():
        found[member] = Open(OUTLET, f"most of its links go to {site}, which is hardly anybody else's")
    flags, bios = people.table["is_bot_declared"], people.table["bio"]
    for member in members:
        if flags[member].as_py():
            found[member] = Open(AUTOMATED, "the platform marks it as automated, at its owner's word")
        elif _BOT.search(folded(bios[member].as_py())):
            found[member] = Open(AUTOMATED, "its profile says that it is automated")
    for member in (m for m in members if m in people.labels):
        found[member] = Open(AUTOMATED if member in people.machines else LABELLED, people.labels[member])
    return found


def _affiliated(people: People, members: tuple[int, ...]) -> dict[int, str]:
    """Members whose profile names what most members' profiles name: the same account or site."""
    bios = {m: folded(people.table["bio"][m].as_py()) for m in members}
    named = {m: set(_NAMED.findall(bio)) for m, bio in bios.items()}
    counts = Counter(name for names in named.values() for name in names)
    common = {n for n, count in counts.items() if count >= max(3, MOST * len(members))}
    return {m: f"its profile names {', '.join(sorted(n & common))}" for m, n in named.items() if n & common}


def _outlets(people: People, members: tuple[int, ...]) -> dict[int, str]:
    """Members that run a site of their own: most of their links go to it, and hardly anybody else's do."""
    links = people.deeds.filter(pc.is_valid(people.deeds["domain"]))
    totals = dict(zip(*_summed(links, "domain"), strict=True))
    found: dict[int, str] = {}
    accounts = links["account"].to_numpy()
    for member in members:
        low, high = np.searchsorted(accounts, [member, member + 1])
        mine = links.slice(int(low), int(high - low))
        if not mine.num_rows:
            continue
        counts = dict(zip(mine["domain"].to_pylist(), mine["n"].to_pylist(), strict=True))
        site, number = max(counts.items(), key=lambda item: (item[1], item[0]))
        if number >= max(LINKS, OWN_LINKS * sum(counts.values())) and number >= OWN_SITE * totals[site]:
            found[member] = site
    return found


def _summed(table: Any, name: str) -> tuple[list[str], list[int]]:
    summed = table.group_by(name).aggregate([("n", "sum")])
    return summed[name].to_pylist(), summed["n_sum"].to_pylist()
