"""Scale: a pair of durations (w, B). Closer than `w` is a co-action; within `B` timing is free under the null."""

from dataclasses import dataclass

SECOND = 1_000_000
"""Microseconds in a second: the unit of all times inside overt."""


@dataclass(frozen=True, order=True)
class Scale:
    """One scale of the synchrony test, in seconds."""

    within: int
    window: int

    @property
    def name(self) -> str:
        """The way a person would say it, such as "60 s / 1 h"."""
        return f"{duration(self.within)} / {duration(self.window)}"


SCALES = (Scale(10, 600), Scale(60, 3_600), Scale(300, 21_600), Scale(1_800, 86_400))
DAY_SCALE = Scale(86_400, 14 * 86_400)
"""The one scale that data with day resolution can carry."""


def duration(seconds: float) -> str:
    """Seconds in the largest unit that leaves a whole number: 3600 becomes "1 h"."""
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= size and seconds % size == 0:
            return f"{int(seconds // size)} {unit}"
    return f"{seconds:g} s"
