"""The adversarial benchmark: rules of others against slow obvious references, counts, curves, and whole small plays."""

import json
import math
from collections import Counter, defaultdict
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import sparse

from overt.errors import UsageError
from overt.evaluate.adversarial import centrality as graph_room
from overt.evaluate.adversarial import data as data_room
from overt.evaluate.adversarial.backgrounds import backgrounds, name_of
from overt.evaluate.adversarial.centrality import eigenvector, joined, similarities
from overt.evaluate.adversarial.data import Data, Uses
from overt.evaluate.adversarial.mixed import LEAST, Kind, Outcome, cut
from overt.evaluate.adversarial.play import Tally, chosen_scenarios, judged, keep, kept, tallied
from overt.evaluate.adversarial.power import curves
from overt.evaluate.adversarial.recall import curve, interval
from overt.evaluate.adversarial.rules import percentile, shared_objects, threshold, weights
from overt.evaluate.adversarial.summary import summed
from overt.evaluate.adversarial.toolkit import write_posts
from overt.evaluate.adversarial.verdict import Verdict
from overt.model.account import ACCOUNTS_SCHEMA
from overt.simulate import CrowdSpec, crowd
from overt.simulate.scenarios import SCENARIOS, Planted, play

ACCOUNTS = 6
WINDOW = 60


def uses(rows: list[tuple[int, int, int]]) -> Uses:
    """Uses from (object, account, seconds), a post each."""
    columns = np.array(rows, np.int64).reshape(-1, 3)
    return Uses(columns[:, 0], columns[:, 1], columns[:, 2] * 1000, np.arange(len(rows)))


some_uses = st.lists(st.tuples(st.integers(0, 4), st.integers(0, ACCOUNTS - 1), st.integers(0, 300)), max_size=40)


def met(rows: list[tuple[int, int, int]]) -> list[tuple[int, int]]:
    """Places of two uses of one object by two accounts within the window, by looking at all."""
    return [
        (i, j)
        for i, j in combinations(range(len(rows)), 2)
        if rows[i][0] == rows[j][0] and rows[i][1] != rows[j][1] and abs(rows[i][2] - rows[j][2]) <= WINDOW
    ]


def pair_of(rows: list[tuple[int, int, int]], i: int, j: int) -> int:
    a, b = sorted((rows[i][1], rows[j][1]))
    return a * ACCOUNTS + b


@given(some_uses, st.integers(1, 50))
def test_near_is_every_pair_within_the_window_once(rows, part):
    before, data_room.PART = data_room.PART, part
    try:
        found = [
            tuple(sorted(ij)) for a, b in uses(rows).near(WINDOW) for ij in zip(a.tolist(), b.tolist(), strict=True)
        ]
    finally:
        data_room.PART = before
    assert sorted(found) == met(rows)


@given(some_uses)
def test_fixed_threshold_counts_distinct_objects(rows):
    expected = defaultdict(set)
    for i, j in met(rows):
        expected[pair_of(rows, i, j)].add(rows[i][0])
    pair, shared = shared_objects(uses(rows), WINDOW, ACCOUNTS)
    assert dict(zip(pair.tolist(), shared.tolist(), strict=True)) == {k: len(v) for k, v in expected.items()}


@given(some_uses)
def test_percentile_rule_counts_as_coortweet_does(rows):
    """Its three steps: busy accounts; pairs within the window; pairs with a post of somebody who takes part often."""
    number = Counter(account for _, account, _ in rows)
    pairs = [(i, j) for i, j in met(rows) if number[rows[i][1]] >= 2 and number[rows[j][1]] >= 2]
    contents = {i for pair in pairs for i in pair}
    often = Counter(rows[i][1] for i in contents)
    kept = {i for i in contents if often[rows[i][1]] >= 2}
    expected = Counter(pair_of(rows, i, j) for i, j in pairs if i in kept or j in kept)
    pair, weight = weights(uses(rows), WINDOW, 2, ACCOUNTS)
    assert dict(zip(pair.tolist(), weight.tolist(), strict=True)) == dict(expected)


@given(some_uses)
def test_similarities_are_cosines_of_tf_idf(rows):
    counts = Counter((account, item) for item, account, _ in rows)
    busy = {a for a in range(ACCOUNTS) if len({item for account, item in counts if account == a}) >= 2}
    users = Counter(item for account, item in counts if account in busy)
    idf = {item: math.log((1 + len(busy)) / (1 + n)) + 1 for item, n in users.items()}
    vector = {a: {item: n * idf[item] for (who, item), n in counts.items() if who == a} for a in busy}
    found = similarities(uses(rows), ACCOUNTS).toarray()
    for a in range(ACCOUNTS):
        for b in range(ACCOUNTS):
            expected = 0.0
            if a != b and a in busy and b in busy:
                dot = sum(w * vector[b].get(item, 0) for item, w in vector[a].items())
                expected = dot / math.hypot(*vector[a].values()) / math.hypot(*vector[b].values())
            assert found[a, b] == pytest.approx(expected, abs=1e-9)


def test_eigenvector_centrality_is_that_of_the_matrix():
    rng = np.random.default_rng(4)
    upper = np.triu(rng.random((12, 12)) < 0.4, 1)
    whole = np.zeros((14, 14))
    whole[:12, :12] = upper | upper.T  # the last two have no edge
    values, vectors = np.linalg.eigh(whole)
    assert eigenvector(sparse.csr_matrix(whole)) == pytest.approx(np.abs(vectors[:, values.argmax()]), abs=1e-6)
    assert not eigenvector(sparse.csr_matrix((3, 3))).any()
    star = np.zeros((4, 4))
    star[0, 1:] = star[1:, 0] = 1  # bipartite: without a shift the iteration would swing for ever
    assert eigenvector(sparse.csr_matrix(star)) == pytest.approx([2**-0.5, *([6**-0.5] * 3)], abs=1e-6)


def test_the_most_similar_are_joined():
    cosine = sparse.csr_matrix(np.array([[0, 0.9, 0.2], [0.9, 0, 0.1], [0.2, 0.1, 0]]))
    assert joined(cosine, graph_room.SIMILAR).toarray().tolist() == [[0, 1, 0], [1, 0, 0], [0, 0, 0]]


@given(st.lists(st.integers(0, 5), min_size=1, max_size=20), st.lists(st.integers(0, 5), min_size=1, max_size=20))
def test_recall_at_every_rate_that_a_threshold_gives(covert, innocent):
    roc = curve(np.array(covert, float), np.array(innocent, float))
    for cut_ in (5, 4, 3, 2, 1):
        rate = sum(x >= cut_ for x in innocent) / len(innocent)
        best = max(
            sum(x >= c for x in covert) for c in range(1, 6) if sum(x >= c for x in innocent) / len(innocent) <= rate
        )
        assert roc.recall_at(rate) == pytest.approx(best / len(covert))
    steps = [roc.recall_at(r) for r in np.linspace(0, 1, 21)]
    assert all(a <= b + 1e-12 for a, b in pairwise(steps))
    assert steps[-1] == pytest.approx(sum(x > 0 for x in covert) / len(covert)), "what has no score is never taken"


def test_accused_at_equal_recall():
    roc = curve(np.array([5.0, 5, 3, 0]), np.array([5.0, 3, 3, 1, 0, 0, 0, 0, 0, 0]))
    assert roc.wrong_at(0.25) == pytest.approx(0.05), "half of those with 5"
    assert roc.wrong_at(0.5) == pytest.approx(0.1)
    assert roc.wrong_at(0.75) == pytest.approx(0.3)
    assert roc.wrong_at(1.0) is None


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3)), min_size=1, max_size=15))
def test_weights_count_as_copies_do(rows):
    scores, times = np.array([r[0] for r in rows], float), np.array([r[1] for r in rows])
    other = np.array([1.0, 3, 5])
    weighted = curve(scores, other, times.astype(float))
    if times.sum():
        copies = curve(np.repeat(scores, times), other)
        assert all(weighted.recall_at(r) == pytest.approx(copies.recall_at(r)) for r in (0, 1 / 3, 2 / 3, 1))


def test_bootstrap_interval_holds_the_value_and_draws_an_account_as_one():
    rng = np.random.default_rng(0)
    covert, innocent = rng.normal(3, 1, 200).clip(0), rng.normal(0, 1, 1000).clip(0)
    each, everybody = np.arange(200), np.arange(1000)
    low, high = interval(covert, innocent, 0.01, each, everybody)
    assert low < curve(covert, innocent).recall_at(0.01) < high
    assert (low, high) == interval(covert, innocent, 0.01, each, everybody)
    twice = (np.repeat(covert, 2), np.repeat(innocent, 2), 0.01)
    assert interval(*twice, np.repeat(each, 2), np.repeat(everybody, 2)) == pytest.approx((low, high))
    narrow = interval(*twice, np.arange(400), np.arange(2000))
    assert narrow[1] - narrow[0] < high - low


@pytest.fixture(scope="module")
def small() -> pa.Table:
    """A small crowd."""
    return crowd(CrowdSpec(accounts=80, days=6, fans=20, seed=3))


def test_traces_are_those_of_overt(small):
    data = Data(small)
    assert set(data.uses) <= {"url", "repost", "hashtag_sequence", "text"}
    assert {"url", "repost"} <= set(data.uses)
    links = data.uses["url"]
    names = small["account_id"].to_pylist()
    assert [data.accounts[a][1] for a in links.account.tolist()] == [names[p] for p in links.post.tolist()]


def test_what_the_toolkit_reads(small, tmp_path: Path):
    write_posts(Data(small), tmp_path / "posts.csv")
    text = pacsv.ConvertOptions(column_types={"repost_id": pa.string(), "urls": pa.string()}, strings_can_be_null=False)
    rows = pacsv.read_csv(tmp_path / "posts.csv", convert_options=text)
    assert rows.column_names[:4] == ["message_id", "user_id", "username", "repost_id"]
    assert rows.num_rows == small.num_rows
    assert rows["repost_id"].to_pylist() == [x or "" for x in small["repost_of"].to_pylist()]
    assert rows["urls"].to_pylist() == [" ".join(x or []) for x in small["urls"].to_pylist()]
    seconds = [int(x.timestamp()) for x in small["created_at"].to_pylist()]
    assert rows["timestamp"].to_pylist() == seconds


def answers(roles: dict[str, str]) -> pa.Table:
    rows = [{"platform": "p", "account_id": a, "role": r, "group": r} for a, r in roles.items()]
    return pa.Table.from_pylist(rows)


def test_counts_by_role():
    roles = {"a": "operation", "b": "operation", "c": "open", "d": "open", "e": "organic", "f": "decoy", "g": "framed"}
    posts = pa.table({"platform": ["p"] * 7, "account_id": list(roles)})
    planted = Planted(posts, answers(roles), ACCOUNTS_SCHEMA.empty_table())
    flagged = np.array([1, 0, 1, 1, 1, 1, 1], bool)
    accusing = np.array([1, 0, 0, 1, 0, 1, 0], bool)  # c and e, g: in networks of a class that says little
    verdict = Verdict(flagged * 1.0, flagged, accusing, 0.5, {"coordinated": 1})
    tally = tallied(Data(posts), planted, ("x", "E1", 1), "overt", verdict)
    assert (tally.operation, tally.found, tally.missed) == (2, 1, 1)
    assert tally.innocents == 4, "helpers of an attack are no innocents"
    assert tally.accused == 3, "d, and e and g whatever the class"
    assert tally.roles == {"framed": 1, "open": 1}


def tally(seed: int, found: int, accused: int, scenario: str = "E1-5m", method: str = "overt") -> Tally:
    return Tally("x", scenario, seed, method, 20, found, 100, accused, {}, {"coordinated": 1}, 1.0)


def test_a_line_tells_the_median_and_the_worst_seed():
    (line,) = summed([tally(1, 20, 0), tally(2, 10, 0), tally(3, 18, 4)])
    facts = line.facts()
    assert (facts["found"], facts["found_least"], facts["accused"], facts["accused_most"]) == (18, 10, 0, 4)
    assert (facts["worst_seed"], facts["recall"], facts["classes"]) == (3, 0.9, {"coordinated": 3})
    assert line.cell() == "18 (10) / 0 (4)"
    (nobody,) = summed([Tally("x", "F1", 1, "overt", 0, 0, 100, 0)])
    assert nobody.cell() == "- / 0"
    assert nobody.recall is None


def test_plays_are_kept(tmp_path: Path):
    path = tmp_path / "plays.ndjson"
    assert kept(path) == []
    keep(path, [tally(1, 20, 0)])
    keep(path, [tally(2, 19, 1)])
    assert kept(path) == [tally(1, 20, 0), tally(2, 19, 1)]
    path.write_text(path.read_text().replace('"overt": "', '"overt": "0.0.0-'))
    assert kept(path) == [], "another version's"
    for wrong in ("{}", "[1]", "no json", '{"missed": 1, "overt": "x", "more": 2'):
        path.write_text(wrong + "\n")
        with pytest.raises(UsageError, match=r"plays\.ndjson:1"):
            kept(path)


def test_power_curves(tmp_path: Path):
    names = [s.id for s in chosen_scenarios(["E1", "E10"], False)]
    lines = summed(
        [tally(seed, 20 - seed, 0, name, m) for name in names for seed in (1, 2) for m in ("overt", "toolkit")]
    )
    drawn = curves(lines, tmp_path)
    assert [path.name for path in drawn] == ["power-E1-x.svg", "power-E10-x.svg"]
    for path in drawn:
        assert path.read_text("utf-8").startswith("<svg")
    assert "toolkit" in drawn[0].read_text("utf-8")
    assert curves(summed([tally(1, 20, 0)]), tmp_path) == [], "one point is no curve"


def test_scenarios_are_chosen_by_id_and_family():
    assert {s.id for s in chosen_scenarios(["E1"], False)} == {s.id for s in SCENARIOS if s.id.startswith("E1-")}
    assert [s.id for s in chosen_scenarios(["F3"], True)] == ["F3"]
    assert chosen_scenarios([], False) == list(SCENARIOS)
    with pytest.raises(UsageError, match="no scenario is called E"):
        chosen_scenarios(["E"], False)


def test_backgrounds_have_names(tmp_path: Path, small):
    folder = tmp_path / "evening"
    folder.mkdir()
    pq.write_table(small, folder / "posts.parquet")
    found = backgrounds(["simulated", str(folder / "posts.parquet")], True, pq.read_table)
    assert list(found) == ["simulated", "evening"]
    assert found["evening"](1).num_rows == found["evening"](2).num_rows == small.num_rows
    assert name_of("there/crowd.csv") == "crowd"


def seconds(posts: pa.Table) -> list[int]:
    return (posts["created_at"].cast(pa.int64()).to_numpy() // 1_000_000).tolist()


@pytest.mark.parametrize("seed", [1, 2])
def test_an_operation_cut_to_the_activity_of_people(seed):
    people, covert = crowd(CrowdSpec(accounts=40, days=1, seed=5)), crowd(CrowdSpec(accounts=30, days=6, seed=6))
    mix = cut(covert, people, seed)
    assert mix.people is people
    assert mix.covert.schema == covert.schema
    sizes = Counter(people["account_id"].to_pylist())
    assert set(Counter(mix.covert["account_id"].to_pylist()).values()) <= {n for n in sizes.values() if n >= LEAST}
    before = dict(zip(covert["post_id"].to_pylist(), seconds(covert), strict=True))
    after = dict(zip(mix.covert["post_id"].to_pylist(), seconds(mix.covert), strict=True))
    (shift,) = {after[post] - before[post] for post in after}
    assert shift % 60 == 0, "times of a resolution of minutes keep it"
    middle = (min(seconds(people)) + max(seconds(people))) / 2 - shift
    kept, left = defaultdict(list), defaultdict(list)
    for account, post in zip(covert["account_id"].to_pylist(), covert["post_id"].to_pylist(), strict=True):
        (kept if post in after else left)[account].append(abs(before[post] - middle))
    assert kept
    assert all(max(kept[a]) <= min(left[a], default=math.inf) + 60 for a in kept), "the posts around one moment"


def kind(scores: list[float], flagged: list[int], posts: int) -> Kind:
    number = len(scores)
    return Kind(np.array(scores, float), np.array(flagged, bool), np.full(number, posts), np.arange(number))


def test_an_outcome_beside_that_of_overt():
    people = kind([0.0] * 10, [0] * 10, 5)
    ours = Outcome("s", "overt", (1,), kind([9, 9, 0, 0], [1, 1, 0, 0], 30), people, 1.0)
    accused = kind([9, 8, 4.5, *[0] * 7], [1] * 10, 5)
    rule = Outcome("s", "fixed threshold", (1,), kind([5, 4, 3, 0], [1] * 4, 30), accused, 1.0)
    facts = rule.facts(ours)
    assert (facts["accused_at_recall_of_overt"], facts["times_overt"]) == pytest.approx((3, 3))
    assert facts["accused"] == 10
    assert ours.facts(ours)["accused_at_recall_of_overt"] == 0
    assert facts["bands"][0] == {"posts_from": 2, "covert": 0, "found": 0, "innocents": 10, "accused": 10}


def test_a_rule_accuses_declared_bots_and_overt_does_not(small):
    (scenario,) = chosen_scenarios(["F5"], False)
    planted = play(scenario, small, 1)
    by = {t.method: t for t in judged(planted, ("small", "F5", 1), None)}
    assert set(by) == {"overt", "fixed threshold", "percentile", "eigenvector"}
    assert by["overt"].accused == 0
    assert by["overt"].classes == {"syndication or declared automation": 1}
    assert by["fixed threshold"].roles["open"] == 30
    assert by["fixed threshold"].accused == threshold(Data(planted.posts)).flagged.sum()
    assert by["percentile"].accused == percentile(Data(planted.posts)).flagged.sum()


def test_the_command(overt: Any, tmp_path: Path):
    """A quick run, as in CI; and the tables of the plays that it kept."""
    done = overt("bench", "adversarial", "--quick", "--keep", tmp_path / "plays", "--json", "--quiet")
    assert (done.code, done.err) == (0, "")
    found = json.loads(done.out)
    by = {(line["scenario"], line["method"]): line for line in found["scenarios"]}
    assert {scenario for scenario, _ in by} == {"E1-5m", "E10-5", "F3", "A1"}
    assert by["E1-5m", "overt"]["found"] >= 19
    assert [by[name, "overt"]["accused"] for name in ("E1-5m", "E10-5")] == [0, 0]
    assert "framed" not in by["A1", "overt"]["accused_by_role"]
    assert by["A1", "fixed threshold"]["accused_by_role"]["framed"] == 10
    assert "left out" in found["left_out"][0]
    assert found["mixed"] == []
    drawn = tmp_path / "pictures"
    again = overt("bench", "adversarial", "--quick", "--keep", tmp_path / "plays", "--pictures", drawn, "--quiet")
    assert again.code == 0, again.err
    assert "Found / innocents accused, simulated" in again.out
    assert len((tmp_path / "plays").read_text().splitlines()) == 16, "nothing was played again"
    assert overt("bench", "adversarial", "--scenario", "E0", "--quiet").code == 2


def test_the_mixed_set_of_the_command(overt: Any, small: pa.Table, tmp_path: Path):
    """Twenty who act together, among the people of a file and a crowd of their own activity."""
    (scenario,) = chosen_scenarios(["E1-30s"], False)
    planted = play(scenario, small, 2)
    covert = planted.posts.filter(
        pa.compute.is_in(planted.posts["account_id"], pa.array(sorted(planted.of("operation"))))
    )
    pq.write_table(covert, tmp_path / "covert.parquet")
    pq.write_table(crowd(CrowdSpec(accounts=80, days=6, seed=9)), tmp_path / "people.parquet")
    options = ("--covert-seeds", 1, "--scenario", "F11", "--seeds", 1, "--no-peer", "--json", "--quiet")
    files = ("--background", tmp_path / "people.parquet", "--covert", tmp_path / "covert.parquet")
    done = overt("bench", "adversarial", *files, *options)
    assert (done.code, done.err) == (0, "")
    by = {(row["set"], row["method"]): row for row in json.loads(done.out)["mixed"]}
    sets = {"simulated, of equal activity", "people, cut to equal activity", "people, as they are"}
    assert {name for name, _ in by} == sets
    ours = by["people, as they are", "overt"]
    assert ours["recall"] == ours["recall_at_0.01"]["recall"] == 1
    assert ours["accused"] == 0
    assert ours["covert_accounts"] == 20
    for row in by.values():
        low, high = row["recall_at_0.01"]["interval"]
        assert 0 <= low <= high <= 1
    assert by["people, as they are", "fixed threshold"]["times_overt"] is not None
