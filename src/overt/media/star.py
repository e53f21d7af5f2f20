"""Groups of the same thing: stars around representatives, each member compared with its representative itself.

No chain makes a group: if B is like A and C only like B, C is not with A. Items are taken in a given order, those
that show most first; each joins the representative that it is most like, or becomes one. Only representatives are
searched, so a picture that is there ten thousand times costs ten thousand comparisons and not their square.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Guess = TypeVar("Guess")


@dataclass(frozen=True)
class Proposed(Generic[Guess]):
    """Another item that may be the same thing, and what makes one think so."""

    other: int
    guess: Guess


class Comparison(ABC, Generic[Guess]):
    """How items are found and compared."""

    @abstractmethod
    def near(self, item: int, representatives_only: bool) -> list[Proposed[Guess]]:
        """Items that may be the same as this one, whether those chosen so far or all."""

    @abstractmethod
    def choose(self, item: int) -> None:
        """The item is a representative from now on."""

    @abstractmethod
    def likeness(self, guess: Guess) -> float:
        """How alike the two items of a guess are; 0 where they are not the same thing."""


def stars(order: Sequence[int], compared: Comparison[Guess]) -> Ints:
    """For each item the place of its representative; `order` has every item once."""
    group = np.full(len(order), -1, np.int64)
    waiting: dict[int, list[Proposed[Guess]]] = {}
    for item in order:
        proposed = compared.near(item, True) + waiting.pop(item, [])
        group[item] = _most_alike(item, proposed, compared)
        if group[item] == item:
            compared.choose(item)
            for p in compared.near(item, False):
                if group[p.other] < 0:
                    waiting.setdefault(p.other, []).append(Proposed(item, p.guess))
    return group


SURE = 0.9
"""From this likeness on no other guess about the same two items is tried."""


def _most_alike(item: int, proposed: list[Proposed[Guess]], compared: Comparison[Guess]) -> int:
    """The other item that this one is most like, the first of several; the item itself where it is like none."""
    best: dict[int, float] = {}
    for p in proposed:
        if best.get(p.other, 0.0) < SURE:
            best[p.other] = max(best.get(p.other, 0.0), compared.likeness(p.guess))
    found = max(((likeness, -other) for other, likeness in best.items()), default=(0.0, 0))
    return -found[1] if found[0] > 0 else item
