"""Hours: how many posts each account wrote in each hour of the week."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from overt.model.co_use import Ints

HOURS = 168


@dataclass(frozen=True)
class Hours:
    """One row per account and hour in which it posted; hour 0 is Monday 0 h UTC. Sorted by account and hour."""

    account: Ints
    hour: Ints
    posts: Ints

    def of(self, members: Sequence[int]) -> list[int]:
        """The posts of the given accounts together, by hour of the week."""
        mine = np.isin(self.account, np.array(members, np.int64))
        counted = np.bincount(self.hour[mine], weights=self.posts[mine], minlength=HOURS)
        return [int(n) for n in counted]
