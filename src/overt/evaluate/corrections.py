"""What each correction costs and buys: edges, networks and accounts found with and without it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from overt.evaluate.bare import related
from overt.scan import decide, scales_of
from overt.significance.synchrony import CORRECTIONS

ACTIVE = 20
"""Posts from which an account is counted."""


@dataclass(frozen=True)
class Correction:
    """Accounts with 20 or more posts that are members of a network, or have a synchronised edge at all."""

    without: str
    edges: int
    networks: int
    active: int
    members: int
    tied: int


def corrections(paths: Sequence[str | Path], step: Callable[[str, str], None]) -> list[Correction]:
    """All corrections, each one left out, all left out, and all of them without the longest scale."""
    choices = [("nothing", frozenset[str](), False)]
    choices += [(name, frozenset({name}), False) for name in CORRECTIONS]
    choices += [("all corrections", frozenset(CORRECTIONS), False), ("the longest scale", frozenset[str](), True)]
    rows = []
    with related(paths) as (made, run, defaults):
        posts = made.accounts["posts"].to_numpy()
        settings = defaults | {"permutations": 0}
        for name, without, shorter in choices:
            step("corrections", f"without {name}")
            scales = scales_of(run)[:-1] if shorter else scales_of(run)
            judged, networks = decide(made, scales, settings, run, without)
            sync = judged.edges.sync()
            tied = {int(a) for a in (*judged.edges.a[sync], *judged.edges.b[sync])}
            members = {a for network in networks.networks for a in network.members}
            rows.append(
                Correction(
                    name,
                    len(sync),
                    len(networks.networks),
                    int((posts >= ACTIVE).sum()),
                    sum(posts[a] >= ACTIVE for a in members),
                    sum(posts[a] >= ACTIVE for a in tied),
                )
            )
    return rows
