"""The two tests of a whole scan, and the edges that survive error control."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from overt.model.co_use import CoUses, Floats, Ints
from overt.model.edge import Edges, Strongest
from overt.model.hours import Hours
from overt.model.margins import Margins
from overt.model.scale import SECOND, Scale
from overt.model.trial import PairTest, Trials
from overt.significance import strangers, structure
from overt.significance.background import hub_totals
from overt.significance.edges import Synchrony, family, first_acts, occasions, second_stage
from overt.significance.rhythm import profiles
from overt.significance.synchrony import Origin, pair_test, trials

WINDOWS = 1 << 24
"""More than the number of windows of any scale between 1970 and 2100: object * WINDOWS + window is one key."""


@dataclass(frozen=True)
class Counts:
    """What the tests need from the relational stages.

    resolution: seconds per account; sources: source key per object, -1 unknown;
    authors: key per post of the account whose post it passes on, -1 unknown. weak: traces that have no say in the test
    of synchrony, not even in whom it takes for strangers: their objects may have been chosen by time.
    everybody: shares of posts by hour of day from a frozen reference, if there is one.
    """

    co_uses: CoUses
    hubs: dict[str, Ints]
    margins: list[Margins]
    shared: dict[str, Ints]
    hours: Hours
    resolution: Ints
    sources: Ints
    authors: Ints
    weak: frozenset[int] = frozenset()
    everybody: Floats | None = None


@dataclass(frozen=True)
class StructureFamily:
    """The structure family: per pair and trace the test, and per pair the combined p and q."""

    tests: structure.StructureTest
    pair: Ints
    p: Floats
    q: Floats
    m: int


@dataclass(frozen=True)
class Judged:
    """Both families, their parts and the edges."""

    structure: StructureFamily
    synchrony: Synchrony
    trials: list[Trials]
    tests: list[PairTest]
    edges: Edges
    scales: tuple[Scale, ...]


def structure_family(counts: Counts, q: float) -> StructureFamily:
    """Tests every pair that shares an object, in every trace; survivors are refitted under the exact model."""
    accounts = counts.co_uses.accounts
    a, b, trace = counts.shared["a"], counts.shared["b"], counts.shared["trace"]
    expected, best = np.zeros(len(a)), np.ones(len(a))
    for place, margins in enumerate(counts.margins):
        mine = trace == place
        expected[mine] = structure.expected_shared(margins, a[mine], b[mine])
        best[mine] = structure.attainable(margins, a[mine], b[mine], expected[mine])
    pair, shared = a * accounts + b, counts.shared["shared"]
    tests = structure.StructureTest(trace, pair, shared, expected, structure.tail(shared, expected), best)
    pairs, _, values, m = structure.combined(tests, counts.margins, q)
    again = np.isin(pair, pairs[values <= q])
    for place, margins in enumerate(counts.margins):
        mine = again & (trace == place)
        expected[mine] = np.maximum(expected[mine], structure.refit(margins, a[mine], b[mine]))
    tests = structure.StructureTest(trace, pair, shared, expected, structure.tail(shared, expected), best)
    return StructureFamily(tests, *structure.combined(tests, counts.margins, q)[:3], m)


def judge(
    counts: Counts,
    scales: Sequence[Scale],
    settings: dict[str, float],
    step: Callable[[str, str], None],
    without: frozenset[str] = frozenset(),
) -> Judged:
    """Runs both tests over all traces and scales. `settings`: q, min_occasions; `without`: see `trials`."""
    q, least = float(settings["q"]), int(settings["min_occasions"])
    step("structure", "do two accounts share more than their activity explains?")
    by_structure = structure_family(counts, q)
    step("synchrony", "are they closer in time than chance explains?")
    co = counts.co_uses
    telling = ~np.isin(by_structure.tests.trace, list(counts.weak))
    ties = strangers.ties(by_structure.tests, counts.margins, co.pair, telling, co.accounts)
    hours = counts.hours
    profile = profiles(hours.account, hours.hour, hours.posts, co.accounts, counts.everybody)
    all_trials, tests = [], []
    for trace in range(len(counts.margins)):
        mine = counts.hubs["trace"] == trace
        hubs = {name: values[mine] for name, values in counts.hubs.items()}
        for scale in scales:
            totals = hub_totals(
                hubs["object"],
                hubs["account"],
                hubs["t"],
                scale.window * SECOND,
                scale.within * SECOND,
                WINDOWS,
            )
            origin = Origin(counts.sources, counts.authors)
            made = trials(co, trace, scale, counts.resolution, profile, ties, totals, origin, WINDOWS, without)
            all_trials.append(made)
            tests.append(pair_test(made, least))
    step("edges", "which pairs survive error control")
    by_synchrony = family(tests, q)
    edges = _edges(co, by_structure, by_synchrony, all_trials, tests, scales, q, least)
    return Judged(by_structure, by_synchrony, all_trials, tests, edges, tuple(scales))


def extended(judged: Judged, counts: Counts, members: Ints, settings: dict[str, float]) -> Judged:
    """The same judgement with a second stage: who else belongs to the networks whose `members` are given."""
    q, least = float(settings["q"]), int(settings["min_occasions"])
    accounts = counts.co_uses.accounts
    family_ = second_stage(judged.synchrony, judged.tests, members, accounts, q)
    edges = _edges(counts.co_uses, judged.structure, family_, judged.trials, judged.tests, judged.scales, q, least)
    return Judged(judged.structure, family_, judged.trials, judged.tests, edges, judged.scales)


def _edges(
    co: CoUses,
    by_structure: StructureFamily,
    by_synchrony: Synchrony,
    all_trials: list[Trials],
    tests: list[PairTest],
    scales: Sequence[Scale],
    q: float,
    least: int,
) -> Edges:
    candidates = by_synchrony.pair[by_synchrony.rejected]
    number = occasions(co, candidates, scales)
    sync = candidates[number >= least]
    interest = np.setdiff1d(by_structure.pair[by_structure.q <= q], sync)
    pair = np.sort(np.concatenate([sync, interest]))
    synchronised = np.isin(pair, sync)
    p_sync = _looked_up(by_synchrony.pair, by_synchrony.p, pair, 1.0)
    q_sync = _looked_up(by_synchrony.pair, by_synchrony.q, pair, 1.0)
    p_struct = _looked_up(by_structure.pair, by_structure.p, pair, 1.0)
    q_struct = _looked_up(by_structure.pair, by_structure.q, pair, 1.0)
    strongest = _strongest(pair, synchronised, by_structure, tests, scales)
    shared, expected = _shared(pair, strongest.trace, by_structure.tests)
    low_first, untied = first_acts(co, all_trials, pair[synchronised])
    spread = np.full((3, len(pair)), 0, np.int64)
    spread[0, synchronised], spread[1, synchronised] = low_first, untied
    spread[2, synchronised] = number[number >= least]
    return Edges(
        a=pair // co.accounts,
        b=pair % co.accounts,
        synchronised=synchronised,
        p=np.where(synchronised, p_sync, p_struct),
        q=np.where(synchronised, q_sync, q_struct),
        p_structure=p_struct,
        p_synchrony=p_sync,
        strongest=strongest,
        shared=shared,
        expected_shared=expected,
        occasions=spread[2],
        low_first=spread[0],
        untied=spread[1],
        scales=tuple(scales),
    )


def _looked_up(keys: Ints, values: Floats, wanted: Ints, otherwise: float) -> Floats:
    """values[keys == wanted], or `otherwise`; keys are sorted and distinct."""
    if not len(keys):
        return np.full(len(wanted), otherwise)
    spot = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[spot] == wanted, values[spot], otherwise)


def _strongest(
    pair: Ints,
    synchronised: np.ndarray,
    by_structure: StructureFamily,
    tests: list[PairTest],
    scales: Sequence[Scale],
) -> Strongest:
    """The part with the smallest p; for edges of structure alone the trace with the smallest p."""
    best = np.full(len(pair), np.inf)
    whole = {name: np.full(len(pair), -1, np.int64) for name in ("trace", "scale", "trials", "hits")}
    expected = np.full(len(pair), np.nan)
    for test in tests:
        spot = np.minimum(np.searchsorted(pair, test.pair), max(len(pair) - 1, 0))
        found = (pair[spot] == test.pair) if len(pair) else np.zeros(len(test.pair), bool)
        found &= synchronised[spot] if len(pair) else found
        better = np.flatnonzero(found)[test.p[found] < best[spot[found]]]
        at = spot[better]
        best[at] = test.p[better]
        whole["trace"][at], whole["scale"][at] = test.trace, scales.index(test.scale)
        whole["trials"][at], whole["hits"][at] = test.n[better], test.x[better]
        expected[at] = test.n[better] * test.chance[better]
    _by_structure(pair, synchronised, by_structure.tests, whole["trace"])
    return Strongest(whole["trace"], whole["scale"], whole["trials"], whole["hits"], expected)


def _by_structure(pair: Ints, synchronised: np.ndarray, tests: structure.StructureTest, trace: Ints) -> None:
    order = np.argsort(-tests.p, kind="stable")  # the smallest p is written last and stays
    spot = np.minimum(np.searchsorted(pair, tests.pair[order]), max(len(pair) - 1, 0))
    if len(pair):
        found = (pair[spot] == tests.pair[order]) & ~synchronised[spot]
        trace[spot[found]] = tests.trace[order][found]


def _shared(pair: Ints, trace: Ints, tests: structure.StructureTest) -> tuple[Ints, Floats]:
    """Shared objects and their expectation in each edge's trace; 0 where only hubs are shared."""
    traces = int(max(trace.max(initial=0), tests.trace.max(initial=0))) + 1
    keys = tests.pair * traces + tests.trace
    order = np.argsort(keys, kind="stable")
    wanted = pair * traces + trace
    shared = _looked_up(keys[order], tests.shared[order].astype(float), wanted, 0.0).astype(np.int64)
    return shared, _looked_up(keys[order], tests.expected[order], wanted, np.nan)
