"""Innocents under real posts: does a crowd of equal activity, reposts and bursts stay out of the findings?"""

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from overt.evaluate.bare import related
from overt.scan import decide, scales_of
from overt.simulate import background_like, laid_under

ACTIVE = 20
"""Posts from which an account counts in the recall."""


@dataclass(frozen=True)
class Overlay:
    """One seed: real accounts with 20 or more posts and how many of them were found; innocents and how many."""

    seed: int | None
    active: int
    found: int
    innocents: int
    accused: int

    @property
    def recall(self) -> float:
        """Share of the real accounts found."""
        return self.found / max(self.active, 1)


def alone(posts: pa.Table) -> Overlay:
    """The same figures for the real posts by themselves."""
    return _score(posts, set(), None)


def overlays(posts: pa.Table, seeds: range, mixing: float) -> Iterator[Overlay]:
    """One Overlay per seed: as many innocents as real accounts, the same period, activity, reposts and bursts.

    `mixing` is the share of the innocents' reposts that pass on what the real accounts posted.
    """
    number = len(posts["account_id"].unique())
    for seed in seeds:
        crowd = background_like(posts, number, seed, mixing=mixing)
        innocents = set(crowd["account_id"].unique().to_pylist())
        yield _score(laid_under(posts, crowd), innocents, seed)


def _score(posts: pa.Table, innocents: set[str], seed: int | None) -> Overlay:
    with tempfile.TemporaryDirectory(prefix="overt-overlay-") as aside:
        path = Path(aside) / "posts.parquet"
        pq.write_table(posts, path)
        with related([path]) as (made, run, settings):
            _, networks = decide(made, scales_of(run), settings | {"permutations": 0}, run)
    names, number = made.accounts["account_id"].to_pylist(), made.accounts["posts"].to_pylist()
    members = {names[a] for network in networks.networks for a in network.members}
    real = {name for name, n in zip(names, number, strict=True) if name not in innocents and n >= ACTIVE}
    return Overlay(seed, len(real), len(real & members), len(innocents), len(innocents & members))
