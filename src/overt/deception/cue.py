"""Cue: one question about a network, what was seen, and what it cannot show."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from overt.deception.group_test import Bools, GroupTest, Ints, group_test
from overt.deception.people import People

DIMENSIONS = ("identity", "location", "relationships", "popularity", "purpose")


@dataclass(frozen=True)
class Seen:
    """What a cue showed for one network.

    `strength` (an odds ratio, or how far a figure lies above what random comparable groups show) with its interval;
    `p` alone, `q` among all cues of all networks; None where there was not enough data. `sentence`: in plain words.
    """

    cue: "Cue"
    sentence: str
    p: float | None = None
    strength: float | None = None
    low: float | None = None
    high: float | None = None
    q: float | None = None

    @property
    def enough(self) -> bool:
        """Whether there was enough data to say anything."""
        return self.p is not None

    def facts(self) -> dict[str, Any]:
        """For findings.json."""
        return {
            "cue": self.cue.name,
            "dimension": self.cue.dimension,
            "asks": self.cue.question,
            "needs": self.cue.needs,
            "kind": self.cue.kind,
            "says": self.sentence,
            "enough_data": self.enough,
            "strength": self.strength,
            "low": self.low,
            "high": self.high,
            "p": self.p,
            "q": self.q,
            "cannot_show": self.cue.cannot,
            "innocent": list(self.cue.innocent),
            "disarm": list(self.cue.disarm),
        }


class Cue(ABC):
    """A question. Its answer is about the group, and comes with what an innocent reading would be."""

    name: ClassVar[str]
    kind: ClassVar[str]
    """What its strength is: flag (an odds ratio) or figure (of the group)."""
    dimension: ClassVar[str]
    meaning: ClassVar[str]
    """What it would mean, as the end of a sentence: "... of its accounts have ..."."""
    question: ClassVar[str]
    """What is asked, as the end of "It was asked ..."."""
    needs: ClassVar[str]
    """What has to be known for an answer, as the end of "That takes ..."."""
    cannot: ClassVar[str]
    innocent: ClassVar[tuple[str, ...]]
    disarm: ClassVar[tuple[str, ...]] = ()
    """Techniques of the DISARM red framework that it resembles (external ids, deception/disarm.py)."""

    @abstractmethod
    def look(self, people: People, members: Ints, control: Bools, stratum: Ints, rng: np.random.Generator) -> Seen:
        """What it shows for the network of `members` (keys). `control`: accounts to compare with."""


class Flag(Cue):
    """A cue that each account has, has not, or of which nothing is known. Its strength is an odds ratio."""

    kind = "flag"

    @abstractmethod
    def flags(self, people: People) -> tuple[Bools, Bools]:
        """Who has it, and of whom it is known."""

    def look(self, people: People, members: Ints, control: Bools, stratum: Ints, rng: np.random.Generator) -> Seen:
        """See Cue.look: a stratified group test."""
        cue, known = self.flags(people)
        member = np.zeros(len(people), np.bool_)
        member[members] = True
        found = group_test(cue, known, member, control & ~member, stratum)
        return Seen(self, said(self, found), found.p, found.odds_ratio, found.low, found.high)


def said(cue: Cue, found: GroupTest) -> str:
    """The counts in plain words."""
    if not found.enough:
        return f"Not enough data: {cue.meaning} is known of {found.members} members and {found.controls} others."
    rest = f"{found.controls_with_cue} of {found.controls} comparable others"
    return f"{found.with_cue} of {found.members} members have {cue.meaning}; {rest}."


class Drawn(Cue):
    """A cue that only a group has. Its figure is compared with those of groups drawn from comparable accounts.

    Its strength is that figure; the interval holds the figures of 95% of the drawn groups.
    """

    kind = "figure"
    draws: ClassVar[int] = 999
    least: ClassVar[int] = 3

    @abstractmethod
    def figure(self, people: People, group: Ints) -> float | None:
        """The figure of a group of accounts; None where nothing is known of it. The larger, the more it speaks."""

    @abstractmethod
    def words(self, figure: float, usual: float) -> str:
        """The sentence for a figure, and for the median figure of comparable groups."""

    def look(self, people: People, members: Ints, control: Bools, stratum: Ints, rng: np.random.Generator) -> Seen:
        """See Cue.look: the share of random groups, drawn account for account from the same stratum, that reach it."""
        pools = {s: np.flatnonzero(control & (stratum == s)) for s in np.unique(stratum[members]).tolist()}
        held = np.array([m for m in members if len(pools[int(stratum[m])]) >= 1], np.int64)
        figure = self.figure(people, held) if len(held) >= self.least else None
        if figure is None or sum(map(len, pools.values())) < 2 * len(held):
            return Seen(self, f"Not enough data for {self.meaning}: too few comparable accounts, or too little known.")
        drawn = [
            f for _ in range(self.draws) if (f := self.figure(people, _draw(held, stratum, pools, rng))) is not None
        ]
        if len(drawn) < self.draws // 2:
            return Seen(self, f"Not enough data for {self.meaning}: too little is known of comparable accounts.")
        p = (1 + sum(f >= figure for f in drawn)) / (1 + len(drawn))
        low, usual, high = np.quantile(drawn, [0.025, 0.5, 0.975])
        return Seen(self, self.words(figure, float(usual)), p, figure, float(low), float(high))


def _draw(members: Ints, stratum: Ints, pools: dict[int, Ints], rng: np.random.Generator) -> Ints:
    """One comparable account for each member, no account twice where the pools allow it."""
    found: list[Ints] = []
    for s, number in zip(*np.unique(stratum[members], return_counts=True), strict=True):
        pool = pools[int(s)]
        found.append(rng.choice(pool, int(number), replace=len(pool) < number))
    return np.concatenate(found)
