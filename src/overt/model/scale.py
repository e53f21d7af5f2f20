"""Scale: a pair of durations (w, B). Closer than `w` is a co-action; within `B` timing is free under the null."""

from dataclasses import dataclass

SECOND = 1_000_000
"""Microseconds in a second: the unit of all times inside overt."""


@dataclass(frozen=True, order=True)
class Scale:
    """One scale of the synchrony test, in seconds.

    `habit` bounds what the data cannot show: shared habits (notifications, promptness, a common app) may raise the
    odds of a co-action by this factor before it counts as evidence (Rosenbaum's sensitivity parameter, 2002,
    doi:10.1007/978-1-4757-3692-2). The longer the window, the more a habit can do.
    """

    within: int
    window: int
    habit: float = 1.0

    @property
    def by_day(self) -> bool:
        """Whether times of day play no part: a day apart is still close."""
        return self.within >= 86_400

    @property
    def name(self) -> str:
        """The way a person would say it, such as "1 min / 1 h"."""
        return f"{duration(self.within)} / {duration(self.window)}"


SCALES = (Scale(10, 600, 1.0), Scale(60, 3_600, 1.0), Scale(300, 21_600, 1.0), Scale(1_800, 86_400, 3.0))
DAY_SCALE = Scale(86_400, 14 * 86_400, 3.0)
"""The one scale that data with day resolution can carry."""


def duration(seconds: float) -> str:
    """Seconds in the largest unit that leaves a whole number: 3600 becomes "1 h"."""
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= size and seconds % size == 0:
            return f"{int(seconds // size)} {unit}"
    return f"{seconds:g} s"
