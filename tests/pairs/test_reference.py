"""The relational stages against plain loops, on small random tables full of ties, hubs and reposts."""

import itertools
from collections import Counter

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from overt.engine import Session
from overt.pairs import co_use, hub_sweep, margins, plain_counts, reference
from overt.pairs.reference import Use
from overt.pairs.sweep import Uses as SweepUses
from overt.pairs.sweep import kept as sweep_kept
from overt.pairs.sweep import sweep

SECOND, HOUR = 1_000_000, 3_600 * 1_000_000
SCHEMA = pa.schema(
    [
        ("trace", pa.string()),
        ("account", pa.int64()),
        ("object", pa.int64()),
        ("t", pa.int64()),
        ("post_key", pa.int64()),
        ("lang", pa.string()),
        ("source", pa.int64()),
    ]
)
CO_USE = reference.CoUse._fields

# Times on a coarse grid around a window's edge, so that ties, equal gaps and neighbouring windows are common; the
# far ones are other weeks.
times = st.one_of(
    st.integers(-3, 9).map(lambda step: step * 30 * SECOND),
    st.sampled_from([59_999_999, 60_000_001, 120_000_001, 400 * HOUR, 401 * HOUR, 1_700_000_000 * SECOND]),
)
one_use = st.builds(
    Use,
    trace=st.sampled_from(["text", "url"]),
    account=st.integers(0, 4),
    object=st.integers(0, 3),
    t=times,
    post_key=st.integers(0, 6),
    lang=st.sampled_from([None, "de", "en"]),
    source=st.sampled_from([-1, -1, -1, 0, 1]),
)
tables = st.lists(one_use, min_size=1, max_size=32, unique=True)
relaxed = settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    number = itertools.count()
    with Session(tmp_path_factory.mktemp("work"), threads=1) as session:

        def table(uses):
            stage = f"uses_{next(number)}"
            rows = [use._asdict() for use in uses]
            session.store(stage, pa.Table.from_pylist(rows, schema=SCHEMA))
            return session.table(stage)

        yield session, table


def rows(session, expression, *names):
    fetched = session.fetch(expression)
    return sorted(tuple(row[name] for name in names) for row in fetched.to_pylist())


@relaxed
@given(uses=tables, window=st.sampled_from([1, 30, 60, 90, 3_600]))
def test_co_uses(engine, uses, window):
    session, table = engine
    found = rows(session, co_use.co_uses(table(uses), window), *CO_USE)
    assert found == [tuple(c) for c in reference.co_uses(uses, window)]


def test_a_post_and_its_own_repost_are_no_co_use(engine):
    session, table = engine
    original = Use("text", 0, 7, 0, 0, None, -1)
    first, second = Use("text", 1, 7, 5 * SECOND, 1, None, 0), Use("text", 2, 7, 9 * SECOND, 2, None, 0)
    found = rows(session, co_use.co_uses(table([original, first, second]), 60), "first", "second")
    assert found == [(1, 2)]  # the two who pass it on are one; neither is one with the author
    early = first._replace(t=-5 * SECOND)  # passed on, then posted once more by its author
    assert rows(session, co_use.co_uses(table([original, early]), 60), "first", "second") == []
    stranger = first._replace(source=-1)
    found = rows(session, co_use.co_uses(table([original, stranger]), 60), "first", "second")
    assert found == [(0, 1)]


def test_the_gap_may_be_as_long_as_the_window_and_no_longer(engine):
    session, table = engine
    at = [Use("url", account, 0, t, account, None, -1) for account, t in enumerate([0, 60 * SECOND, 120 * SECOND + 1])]
    assert rows(session, co_use.co_uses(table(at), 60), "first", "second") == [(0, 1)]


@relaxed
@given(uses=tables, interval=st.sampled_from([0, 10, 30, 60]), least=st.integers(1, 3))
def test_plain_counts(engine, uses, interval, least):
    """Three plans, one answer: the bucketed join, the prefix filter, the sweep over arrays."""
    session, table = engine
    uses = [use._replace(trace="url", source=-1) for use in uses]  # one trace at a time, as the command does
    counted = reference.plain_counts(uses, interval, least)
    expected = sorted((a, b, shared, within) for (a, b), (shared, within) in counted.items())
    names = ("a", "b", "shared", "within")
    used = table(uses)
    assert rows(session, plain_counts.plain_counts(used, interval, least), *names) == expected
    close = plain_counts.pruned(used, interval, least)
    candidates = plain_counts.prefix_candidates(close, interval, least)
    assert rows(session, plain_counts.verified(used, close, candidates, interval, least), *names) == expected
    arrays = (np.array([getattr(u, name) for u in uses]) for name in ("account", "object", "t"))
    account, object_, t = arrays
    packed = SweepUses(account.astype(np.int32), object_.astype(np.int32), t, 5, 4)
    swept = sweep(packed, sweep_kept(packed, interval, least), interval, least)
    assert sorted(zip(*(getattr(swept, name).tolist() for name in names), strict=True)) == expected


def structure_stages(table, uses, cap):
    used = table(uses)
    per_object = margins.object_margins(used)
    strata = margins.object_strata(used, per_object)
    return used, strata, margins.tested_objects(per_object, strata, cap)


@relaxed
@given(uses=tables, cap=st.integers(2, 5))
def test_margins_and_strata(engine, uses, cap):
    session, table = engine
    used, strata, tested = structure_stages(table, uses, cap)
    assert rows(session, strata, "trace", "object", "stratum") == sorted(
        (*key, name) for key, name in reference.strata(uses).items()
    )
    assert rows(session, margins.account_margins(used, tested), "trace", "stratum", "account", "k") == sorted(
        (*key, k) for key, k in reference.account_margins(uses, cap).items()
    )
    assert rows(session, margins.stratum_margins(tested), "trace", "stratum", "d", "objects") == sorted(
        (*key, number) for key, number in reference.stratum_margins(uses, cap).items()
    )


@relaxed
@given(uses=tables, cap=st.integers(2, 6))
def test_shared_objects(engine, uses, cap):
    session, table = engine
    used, _, tested = structure_stages(table, uses, cap)
    found = rows(session, margins.shared_objects(used, tested), "trace", "a", "b", "shared")
    assert found == sorted((*pair, shared) for pair, shared in reference.shared_objects(uses, cap).items())


def test_five_objects_of_one_post_are_one_choice(engine):
    session, table = engine
    uses = [Use("url", account, object_, 0, account, None, -1) for account in (0, 1) for object_ in range(5)]
    uses += [Use("url", account, 9, HOUR, 2 + account, None, -1) for account in (0, 1)]
    used, _, tested = structure_stages(table, uses, 100)
    assert rows(session, margins.shared_objects(used, tested), "a", "b", "shared") == [(0, 1, 2)]


@pytest.mark.parametrize("hoarder", [0, 1])
def test_one_post_of_either_side_is_one_choice(engine, hoarder):
    """One account links to five pages in one post, the other to each in a post of its own."""
    session, table = engine
    uses = [Use("url", a, o, 0, 99 if a == hoarder else o, None, -1) for a in (0, 1) for o in range(5)]
    used, _, tested = structure_stages(table, uses, 100)
    assert rows(session, margins.shared_objects(used, tested), "a", "b", "shared") == [(0, 1, 1)]


@relaxed
@given(uses=tables, occasions=st.integers(2, 4), window=st.sampled_from([30, 60, 3_600]))
def test_no_busy_pair_is_lost(engine, uses, occasions, window):
    session, table = engine
    found = rows(session, co_use.candidates(co_use.kept_items(table(uses), window, occasions)), "trace", "a", "b")
    assert reference.busy_pairs(uses, window, occasions) <= set(found)


def test_a_pair_is_kept_if_it_has_just_the_occasions_and_each_across_two_windows(engine):
    """The tightest case: as many common items as occasions, and nothing else."""
    session, table = engine
    edge = 60 * SECOND
    uses = [Use("url", a, o, edge - 1 + a, 2 * o + a, None, -1) for a in (0, 1) for o in range(3)]
    assert reference.busy_pairs(uses, 60, 3) == {("url", 0, 1)}
    assert rows(session, co_use.candidates(co_use.kept_items(table(uses), 60, 3)), "a", "b") == [(0, 1)]
    assert rows(session, co_use.candidates(co_use.kept_items(table(uses[:2] + uses[3:5]), 60, 3)), "a", "b") == []


def test_the_filter_leaves_out_pairs_that_met_on_one_viral_object_only(engine):
    session, table = engine
    uses = [Use("url", account, 0, account, account, None, -1) for account in range(40)]
    busy = [Use("url", a, o, o * HOUR, 100 + 2 * o + a, None, -1) for a in (0, 1) for o in (1, 2, 3)]
    found = rows(session, co_use.candidates(co_use.kept_items(table([*uses, *busy]), 60, 3)), "a", "b")
    assert found == [(0, 1)]


@relaxed
@given(uses=tables, enough=st.integers(1, 4), hub=st.integers(0, 3))
def test_co_uses_of_candidates(engine, uses, enough, hub):
    """As expressions and as a merge of arrays: the co-uses on the hub of pairs with enough co-uses in all."""
    session, table = engine
    every, on_hub = table(uses), [use for use in uses if use.object == hub]
    ordinary = [use for use in uses if use.object != hub]
    chosen = co_use.with_listed(co_use.candidates(co_use.kept_items(every, 60, 2)), co_use.co_uses(table(ordinary), 60))
    stage = f"candidates_{len(list(session.work.iterdir()))}"
    pairs = session.materialise(stage, chosen)
    known = set(rows(session, pairs, "trace", "a", "b"))
    number = Counter((c.trace, *sorted((c.first, c.second))) for c in reference.co_uses(uses, 60))
    expected = [
        tuple(c)
        for c in reference.co_uses(on_hub, 60)
        if (pair := (c.trace, *sorted((c.first, c.second)))) in known and number[pair] >= enough
    ]
    assert rows(session, co_use.of_candidates(table(on_hub), pairs, 60, enough), *CO_USE) == expected
    merged = hub_sweep.of_candidates(session.fetch(table(on_hub)), session.path(stage), 60, enough)
    assert sorted(tuple(row[name] for name in CO_USE) for row in merged.to_pylist()) == expected
