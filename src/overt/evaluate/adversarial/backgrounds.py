"""Backgrounds: the public among which scenarios are played, simulated or from files."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pyarrow as pa

from overt.simulate import CrowdSpec, crowd

SIMULATED = "simulated"
ACCOUNTS, DAYS, FEW, SHORT = 600, 20, 200, 10

Background = Callable[[int], pa.Table]
"""Seed -> posts."""


def backgrounds(given: Sequence[str], quick: bool, read: Callable[[str], pa.Table]) -> dict[str, Background]:
    """Name -> background, for `simulated` and files of posts, which `read` reads. Raises what that raises.

    A simulated crowd is drawn anew for every seed; a file is the same for all of them.
    """
    return {
        name_of(item): simulated(quick) if item == SIMULATED else always(read(item)) for item in given or (SIMULATED,)
    }


def name_of(item: str) -> str:
    """`simulated`, or the last part of a path that says something."""
    path = Path(item)
    return item if item == SIMULATED else path.parent.name if path.stem == "posts" and path.parent.name else path.stem


def simulated(quick: bool) -> Background:
    """A crowd per seed."""
    size, days = (FEW, SHORT) if quick else (ACCOUNTS, DAYS)
    return lambda seed: crowd(CrowdSpec(accounts=size, days=days, seed=100 + seed))


def always(posts: pa.Table) -> Background:
    """The same posts for every seed."""
    return lambda seed: posts
