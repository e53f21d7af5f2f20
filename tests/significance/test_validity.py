"""Where nothing but chance, news or copying is at work, nobody is found; where a ring is, it is found.

The p-values are checked where the null is drawn directly, with seeds, over thousands of pairs. The rest are whole
scans of a village in which every post is there for a reason.
"""

import numpy as np
import pytest

from overt.model.co_use import CO_USE_COLUMNS, CoUses
from overt.model.scale import SCALES, SECOND, Scale
from overt.significance.background import HubTotals
from overt.significance.edges import family
from overt.significance.strangers import Ties
from overt.significance.synchrony import Origin, pair_test, trials
from significance.village import START, Village, members, roles, synchronised

pytestmark = pytest.mark.long
NO_HUBS = HubTotals(*[np.zeros(0, np.int64)] * 3)
LEVELS = (0.001, 0.01, 0.05, 0.1, 0.25)


def co_uses(account, object_, seconds, window):
    """All co-uses within the window, of uses given as arrays; every use is a post of its own."""
    t = np.asarray(seconds, np.int64) * SECOND
    order = np.lexsort([account, t, object_])
    account, object_, t = account[order], object_[order], t[order]
    left, right = [], []
    for step in range(1, len(t)):
        near = (object_[step:] == object_[:-step]) & (t[step:] - t[:-step] <= window * SECOND)
        if not near.any():
            break
        rows = np.flatnonzero(near & (account[step:] != account[:-step]))
        left.append(rows)
        right.append(rows + step)
    i, j = np.concatenate(left), np.concatenate(right)
    table = {
        "trace": np.zeros(len(i), np.int64),
        "object": object_[i],
        "t_first": t[i],
        "t_second": t[j],
        "first": account[i],
        "second": account[j],
        "post_first": i,
        "post_second": j,
    }
    by = np.lexsort([table[name] for name in reversed(CO_USE_COLUMNS)])
    return CoUses(**{name: values[by] for name, values in table.items()}, accounts=int(account.max()) + 1)


def judged(co, scale):
    everybody = np.ones(co.accounts, np.int64)
    days = np.full((co.accounts, 24), 1 / 24)
    nobody = Origin(*(np.full(int(keys.max()) + 1, -1, np.int64) for keys in (co.object, co.post_second)))
    made = trials(
        co, 0, scale, everybody, days, Ties(np.zeros(len(co), bool), np.zeros(len(co), bool)), NO_HUBS, nobody, 1 << 24
    )
    return pair_test(made, 3)


def at_most(p, level):
    """At most the level, give or take three standard errors."""
    return (p <= level).mean() <= level + 3 * np.sqrt(level * (1 - level) / len(p))


@pytest.mark.parametrize("scale", SCALES, ids=lambda s: s.name)
def test_under_interval_jitter_p_is_no_smaller_than_uniform(scale):
    """Pairs of accounts with 5 to 24 objects each; both times uniform in the object's own window, whole seconds."""
    rng = np.random.default_rng([11, scale.within])
    number = rng.integers(5, 25, 3_000)
    pair = np.repeat(np.arange(3_000), number)
    window = rng.integers(0, 5_000, len(pair)) * 2
    account = np.concatenate([2 * pair, 2 * pair + 1])
    object_ = np.tile(np.arange(len(pair)), 2)
    seconds = (np.tile(window, 2) + rng.random(2 * len(pair))) * scale.window
    test = judged(co_uses(account, object_, seconds, scale.window), scale)
    assert len(test.p) == 3_000
    assert all(at_most(test.p, level) for level in LEVELS)
    if scale.habit == 1:  # valid and no more careful than discrete counts and a bound make it
        expected = (test.n * test.chance).sum()
        assert abs(test.x.sum() - expected) < 3.5 * np.sqrt(expected)
    assert not family([test], 0.01).rejected.any()


def test_where_many_share_the_same_objects_p_is_no_smaller_than_uniform():
    """Forty accounts, everybody uses half of 150 objects at a uniform moment of each object's own two windows."""
    rng, scale = np.random.default_rng(5), Scale(60, 3_600)
    used = np.argwhere(rng.random((40, 150)) < 0.5)
    account, object_ = used[:, 0], used[:, 1]
    window = object_ * 4 + rng.integers(0, 2, len(used))
    seconds = (window + rng.random(len(used))) * scale.window
    test = judged(co_uses(account, object_, seconds, scale.window), scale)
    assert len(test.p) == 780
    assert all(at_most(test.p, level) for level in LEVELS)
    assert (test.p <= 0.5).mean() > 0.05


def test_where_everybody_shares_within_minutes_p_is_no_smaller_than_uniform():
    """Sixty accounts, forty stories that break; a share of those who see them pass them on, four minutes later."""
    rng, scale = np.random.default_rng(6), Scale(60, 3_600)
    used = np.argwhere(rng.random((60, 40)) < 0.4)
    account, object_ = used[:, 0], used[:, 1]
    seconds = object_ * 40_000 + 600 + rng.exponential(240, len(used))
    test = judged(co_uses(account, object_, seconds, scale.window), scale)
    assert len(test.p) > 1_500
    assert (test.x / test.n).mean() > 0.15  # far above what bare interval jitter expects
    assert all(at_most(test.p, level) for level in LEVELS)
    assert not family([test], 0.01).rejected.any()


def test_copies_of_one_another_are_seen():
    rng, scale = np.random.default_rng(7), Scale(60, 3_600)
    moments = np.arange(12) * 20_000 + rng.uniform(0, 3_600, 12)
    account = np.repeat([0, 1], 12)
    object_ = np.tile(np.arange(12), 2)
    test = judged(co_uses(account, object_, np.concatenate([moments, moments + 20]), scale.window), scale)
    assert test.p[0] < 1e-12


@pytest.fixture
def village():
    made = Village(1)
    made.crowd()
    return made


def test_a_crowd_alone(village):
    found = village.scan()
    assert roles(found) == {}
    assert synchronised(found) == set()


def test_breaking_news():
    village = Village(2)
    for story in range(40):
        breaks = village.at()
        for person in range(60):
            if village.rng.random() < 0.4:
                village.post(f"p{person}", breaks + village.rng.exponential(240), f"news{story % 3}.example/{story}")
    assert synchronised(village.scan()) == set()


@pytest.mark.parametrize(("size", "jitter"), [(3, 30), (6, 60), (6, 300)])
def test_a_planted_ring_and_nobody_else(village, size, jitter):
    ring = {f"ring{n}" for n in range(size)}
    for story in range(30):
        start = village.at()
        for account in sorted(ring):
            village.post(account, start + village.rng.uniform(0, jitter), f"op.example/{story}")
    found = village.scan()
    assert members(found) == ring
    assert set(roles(found)) == ring
    assert all(pair <= ring for pair in synchronised(found))


@pytest.mark.parametrize("copiers", [1, 2, 3, 5])
def test_being_copied_is_never_evidence(village, copiers):
    """Framing by echo: sock puppets copy whatever an innocent account posts, seconds later."""
    before = None if copiers > 1 else roles(village.scan())
    originals = village.own("innocent", 40, "blog")
    for number in range(copiers):
        village.echo(f"echo{number}", originals)
    found = village.scan()
    echoes = {f"echo{number}" for number in range(copiers)}
    assert members(found) == (echoes if copiers >= 3 else set())
    assert set(roles(found)) <= echoes | {"innocent"}
    assert roles(found)["innocent"] == ("target" if copiers >= 3 else "lead")
    assert before in (None, {})
    # Which way it went can be read off every edge.
    for row in found.edges.to_pylist():
        if row["kind"] == "synchronised" and "innocent" in (row["account_a"], row["account_b"]):
            first = row["lead"] if row["account_a"] == "innocent" else 1 - row["lead"]
            assert first >= 0.9


def test_copying_two_strangers_does_not_join_them(village):
    first, second = village.own("first", 30, "blog"), village.own("second", 30, "diary")
    for number in range(4):
        village.echo(f"echo{number}", first)
        village.echo(f"echo{number}", second)
    found = village.scan()
    assert members(found) == {f"echo{number}" for number in range(4)}
    assert frozenset(("first", "second")) not in synchronised(found)


def friends(village, common, least, most):
    """Two people who pass each other's links on, after so many seconds: a pair, hence no network."""
    first, second = village.own("anna", 40, "blog"), village.own("bela", 40, "diary")
    village.echo("bela", first[:common], least, most)
    village.echo("anna", second[:common], least, most)
    return first


def test_copying_one_of_two_friends_makes_nobody_a_member(village):
    originals = friends(village, 8, 20, 200)
    before = village.scan()
    assert roles(before) == {"anna": "lead", "bela": "lead"}
    for number in range(4):
        village.echo(f"echo{number}", originals)
    assert members(village.scan()) == {f"echo{number}" for number in range(4)}


def test_copying_one_of_two_close_friends_makes_nobody_a_member(village):
    originals = friends(village, 20, 1, 5)
    before = members(village.scan())
    assert before == set()
    for number in range(4):
        village.echo(f"echo{number}", originals, 6, 10)
    after = members(village.scan())
    assert {a for a in after if not a.startswith("echo")} <= before


def test_echoes_touch_no_pair_but_their_own_and_the_copied(village):
    """Members before the echo are members after it, and nobody else but the echoes themselves."""
    ring = {f"ring{n}" for n in range(4)}
    for story in range(20):
        start = village.at()
        for account in sorted(ring):
            village.post(account, start + village.rng.uniform(0, 60), f"op.example/{story}")
    originals = village.own("anna", 40, "blog")
    village.own("bela", 40, "diary")
    before = village.scan()
    assert members(before) == ring
    for number in range(3):
        village.echo(f"echo{number}", originals)
    after = village.scan()
    echoes = {f"echo{number}" for number in range(3)}
    assert members(after) == ring | echoes
    new = synchronised(after) - synchronised(before)
    assert new
    assert all(pair & echoes for pair in new)


def test_a_post_and_its_reposts_never_make_an_edge(village):
    """A fan's app reposts everything at once. The export names the author, or the post, or only the words."""
    originals = village.own("author", 40, "blog")
    ids = [row["post_id"] for row in village.rows if row["account_id"] == "author"]
    for (moment, link), post in zip(originals, ids, strict=True):
        village.post("by_id", moment + village.rng.uniform(1, 5), link, repost_of=post)
        village.post("by_name", moment + village.rng.uniform(1, 5), link, repost_of_account="author")
    found = village.scan()
    assert not {pair for pair in synchronised(found) if "author" in pair}
    assert "author" not in roles(found)
    # The two who pass everything on at the same moments do act together.
    assert frozenset(("by_id", "by_name")) in synchronised(found)


def without_rows(value):
    """Findings without the pointers to rows of the file."""
    if isinstance(value, dict):
        return {key: without_rows(item) for key, item in value.items() if key != "row"}
    return [without_rows(item) for item in value] if isinstance(value, list) else value


def test_the_order_of_the_rows_does_not_matter(village):
    for story in range(12):
        start = village.at()
        for account in "abc":
            village.post(f"ring_{account}", start + village.rng.uniform(0, 40), f"op.example/{story}")
    first = village.scan()
    village.rng.shuffle(village.rows)
    again = village.scan()
    assert first.findings["run"]["inputs"] != again.findings["run"]["inputs"]
    assert without_rows(first.findings["networks"]) == without_rows(again.findings["networks"])
    assert members(first) == {"ring_a", "ring_b", "ring_c"}


def scores(found):
    """Account -> p of accounts.parquet, 1 without one."""
    return {row["account_id"]: 1.0 if row["p"] is None else row["p"] for row in found.accounts.to_pylist()}


@pytest.mark.parametrize("seed", range(6))
def test_copies_raise_nobodys_score(village, seed):
    """Some people's posts, all or a part, are copied by some accounts after some seconds: nobody else gains by it."""
    friends(village, 8, 20, 200)
    before = scores(village.scan())
    rng = np.random.default_rng(seed)
    victims = {f"person{n}" for n in rng.choice(40, int(rng.integers(1, 6)), replace=False)} | {"anna"}
    soon = float(rng.choice([5, 60, 600]))
    originals = [
        (row["created_at"].timestamp() - START, row["urls"][0].removeprefix("https://"))
        for row in village.rows
        if row["account_id"] in victims and rng.random() < 0.9
    ]
    for number in range(int(rng.integers(1, 8))):
        village.echo(f"echo{number}", originals, 1, soon)
    after = scores(village.scan())
    raised = {a for a, p in before.items() if after[a] < p * (1 - 1e-9)}
    assert raised == set()


def test_a_membership_stands_without_as_many_others_as_it_says(village):
    """The posts of others are taken away for good, and everything is tested anew."""
    ring = [f"ring{n}" for n in range(7)]
    for story in range(20):
        start = village.at()
        for account in ring:
            village.post(account, start + village.rng.uniform(0, 60), f"op.example/{story}")
    stands = {row["account_id"]: row["stands_without"] for row in village.scan().accounts.to_pylist()}
    assert {stands[a] for a in ring} == {2}
    assert all(number is None for account, number in stands.items() if account not in ring)
    rows = village.rows
    for gone in [(0, 1), (2, 6), (4, 5)]:
        village.rows = [row for row in rows if row["account_id"] not in {ring[g] for g in gone}]
        assert members(village.scan()) == {a for n, a in enumerate(ring) if n not in gone}
