"""Power: rings beside one's own posts, scanned as a scan would; what came back is counted and said plainly."""

import json
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.errors import InputError, UsageError
from overt.evaluate import power as power_room
from overt.evaluate.power import PowerSpec, power
from overt.evaluate.power_kept import Kept
from overt.evaluate.power_ring import Around, RingSpec, ring, shared
from overt.evaluate.power_words import Cell, Copy, condition, facts, interval, sentence, smallest
from overt.model.parameter import defaults
from overt.model.post import posts_schema
from overt.scan import Request, scan
from overt.simulate import CrowdSpec, crowd
from overt.sources import ReadOptions

SPEC = PowerSpec(sizes=(8, 3), within=(30,), repeats=2, objects=10)


@pytest.fixture(scope="module")
def posts():
    return crowd(CrowdSpec(accounts=80, days=6, fandoms=0, posts_median=6, seed=4))


@pytest.fixture(scope="module")
def path(posts, tmp_path_factory):
    place = tmp_path_factory.mktemp("power") / "posts.parquet"
    pq.write_table(posts.replace_schema_metadata(None), place)
    return place


def run(path, spec=SPEC, **options):
    return power([path], spec, defaults(), ReadOptions(), **options)


@pytest.fixture(scope="module")
def told():
    """What the undisturbed run said as it went on."""
    return []


@pytest.fixture(scope="module")
def whole(path, told):
    return run(path, step=lambda stage, detail: told.append(stage), note=told.append)


# the ring


@settings(max_examples=25, deadline=None)
@given(
    st.integers(3, 12), st.sampled_from([1, 60, 3_600]), st.integers(1, 8), st.sampled_from([0, 1, 2.5]),
    st.sampled_from(["url", "text", "hashtag_sequence"]), st.integers(0, 99),
)  # fmt: skip
def test_a_ring_does_what_is_asked(posts, accounts, within, objects, cover, through, seed):
    spec = RingSpec(accounts, within, objects, cover, through)
    made = ring(Around(posts), spec, posts, np.random.default_rng(seed))
    assert made.num_rows == accounts * (objects + round(cover * objects))
    names = set(made["account_id"].to_pylist())
    assert len(names) == accounts
    assert not names & set(posts["account_id"].to_pylist())
    assert not set(made["post_id"].to_pylist()) & set(posts["post_id"].to_pylist())
    assert len(set(made["post_id"].to_pylist())) == made.num_rows
    span, mine = pc.min_max(posts["created_at"]).as_py(), pc.min_max(made["created_at"]).as_py()
    assert span["min"] <= mine["min"] <= mine["max"] <= span["max"]
    covert = made.slice(0, accounts * objects).to_pylist()
    for place in range(objects):
        together = covert[place * accounts : (place + 1) * accounts]
        what = {"url": "urls", "text": "text", "hashtag_sequence": "hashtags"}[through]
        assert len({str(row[what]) for row in together}) == 1
        times = [row["created_at"] for row in together]
        assert (max(times) - min(times)).total_seconds() <= within


def test_new_links_are_pages_of_sites_that_are_linked_to(posts):
    links = [link for links in posts["urls"].to_pylist() for link in links]
    sites = {link.split("/")[2] for link in links}
    made = ring(Around(posts), RingSpec(3, 60, 9, 0, "url"), posts, np.random.default_rng(0))
    new = [link for links in made["urls"].to_pylist() for link in links]
    assert new
    assert {link.split("/")[2] for link in new} <= sites
    assert not set(new) & set(links)


def table(**columns):
    rows = [
        {"platform": "x", "post_id": str(n), "account_id": f"a{n % 7}", "created_at": n * 10**8, "kind": "post",
         "file": 0, "row": n, **{name: values[n] for name, values in columns.items()}}
        for n in range(40)
    ]  # fmt: skip
    return pa.Table.from_pylist(rows, schema=posts_schema(["object_id"]))


def test_what_is_shared_is_what_the_posts_have():
    assert shared(table(urls=[["https://a.example/1"]] * 40), ["object_id"], "") == "url"
    assert shared(table(text=["some words"] * 40), ["object_id"], "") == "text"
    assert shared(table(hashtags=[["a"]] * 40), ["object_id"], "") == "hashtag_sequence"
    ids = table(trace_object_id=["7"] * 40)
    assert shared(ids, ["object_id"], "") == "object_id"
    assert shared(ids, ["object_id"], "text") == "text"
    with pytest.raises(UsageError, match="--through nope is not there"):
        shared(ids, ["object_id"], "nope")
    with pytest.raises(UsageError, match="no links, texts, tags or ids"):
        shared(table(), ["object_id"], "")


def test_ids_are_shared_and_their_cover_uses_those_that_go_round():
    posts = table(trace_object_id=[str(n % 5) for n in range(40)])
    made = ring(Around(posts), RingSpec(4, 60, 3, 1, "object_id"), posts, np.random.default_rng(0))
    ids = made["trace_object_id"].to_pylist()
    assert [len(set(ids[n : n + 4])) for n in (0, 4, 8)] == [1, 1, 1]
    assert not set(ids[:12]) & set("01234")
    assert set(ids[12:]) <= set("01234")
    assert len(ids) == 24


def test_hostile_links_are_no_sites():
    links = ["http://[", "javascript:alert(1)", "", None, "//a", "https://", "ftp://a.example/x"]
    around = Around(table(urls=[links] * 40))
    assert around.url(np.random.default_rng(0)).split("/")[2].endswith(".example")


# the run


def test_a_copy_is_scanned_as_a_scan_would(path, posts, tmp_path, monkeypatch):
    """With the planted posts in one more file, the real scan finds the very same members."""
    seen = []
    plain = power_room.Ground.members

    def members(self, planted):
        found = plain(self, planted)
        if planted is not None:
            seen.append((planted, found))
        return found

    monkeypatch.setattr(power_room.Ground, "members", members)
    run(path, replace(SPEC, within=(300,), repeats=1))
    assert len(seen) == 2
    for number, (planted, found) in enumerate(seen):
        beside = tmp_path / f"{number}.parquet"
        pq.write_table(planted, beside)
        real = scan(Request([path, beside], tmp_path / f"o{number}", parameters={"permutations": 20}))
        names = {(a["platform"], a["account_id"]) for n in real["networks"] for a in n["accounts"]
                 if a["role"] == "member"}  # fmt: skip
        assert names == found
    assert any(found for _, found in seen)


def test_the_posts_are_never_changed_and_the_same_run_says_the_same(path, whole):
    before = path.read_bytes()
    assert json.dumps(run(path)) == json.dumps(whole)
    assert path.read_bytes() == before
    assert [(c["within_seconds"], c["accounts"]) for c in whole["cells"]] == [(30, 3), (30, 8)]
    assert whole["cells"][1]["recall"] == 1.0
    assert whole["cells"][1]["others_drawn_in"] == 0
    assert whole["planted"]["through"] == "url"
    assert whole["members_as_it_is"] == 0


def test_how_long_it_takes_is_said_before_the_first_copy(whole, told):
    estimate = next(n for n, line in enumerate(told) if line.startswith("4 copies of your data at about "))
    assert told.index("as it is") < estimate < told.index("copies")


def test_what_the_data_cannot_show_is_not_tried():
    told = []
    assert power_room._possible(PowerSpec(within=(60, 7_200, 86_400)), Coarse(), told.append) == (7_200, 86_400)
    with pytest.raises(UsageError, match="none of the times of --within"):
        power_room._possible(PowerSpec(within=(30,)), Coarse(), told.append)
    assert told == [
        "Not tried: 1 min. The times of these posts are to 1 h, and they span 10 d.",
        "Not tried: 30 s. The times of these posts are to 1 h, and they span 10 d.",
    ]


class Coarse:
    """Hour times, ten days of them."""

    class around:
        resolution = 3_600

    class run:
        span_seconds = 864_000.0


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"sizes": ()}, "--sizes is "), ({"sizes": (2,)}, "--sizes is 2"), ({"sizes": (201,)}, "--sizes is 201"),
        ({"within": (0,)}, "--within is 0"), ({"within": (90_000,)}, "--within is 90000"),
        ({"repeats": 0}, "--repeats is 0"), ({"objects": 0}, "--objects is 0"), ({"cover": -1}, "--cover is -1"),
        ({"cover": float("nan")}, "--cover is nan"), ({"share": 0}, "--share is 0"), ({"share": 1.1}, "--share is 1.1"),
    ],
)  # fmt: skip
def test_bounds(changes, said):
    with pytest.raises(UsageError, match=said):
        PowerSpec(**changes).checked()


def test_no_file_is_one_line(tmp_path):
    with pytest.raises(InputError, match="no such file"):
        run(tmp_path / "nothing.parquet")


# going on


def test_an_interrupted_run_goes_on_and_says_the_same(path, whole, tmp_path):
    kept = tmp_path / "kept"

    class PulledPlugError(Exception):
        """Stands for Ctrl-C."""

    def after_two(stage, detail):
        if detail.startswith("3 of"):
            raise PulledPlugError

    with pytest.raises(PulledPlugError):
        run(path, kept=kept, step=after_two)
    assert len(kept.read_text().splitlines()) == 3
    with kept.open("a") as file:
        file.write("[3, 30")  # cut off half-way
    todo = []
    again = run(path, kept=kept, resume=True, note=todo.append)
    assert again == whole
    assert todo[0].startswith("2 copies")
    assert run(path, kept=kept, resume=True, note=todo.append) == whole
    assert len(todo) == 1


def test_what_is_kept_of_something_else_does_not_count(tmp_path):
    path = tmp_path / "kept"
    Kept(path, {"a": 1}, False).add(3, 60, 0, 2, 0)
    assert Kept(path, {"a": 1}, True).of(3, 60, 0) == Copy(2, 0)
    assert not Kept(path, {"a": 2}, True).has(3, 60, 0)
    Kept(path, {"a": 1}, False).add(3, 60, 0, 2, 0)
    assert not Kept(path, {"a": 1}, False).has(3, 60, 0)
    for bad in (b"\xff\xfe", b"", b"[" * 100_000, b'{"a": 1}\n', b'"x"\n[1]\n'):
        path.write_bytes(bad)
        assert not Kept(path, {"a": 1}, True).has(3, 60, 0)


# what is said


def cell(accounts, found, within=600, repeats=10, others=0):
    shares = [min(accounts, max(0, found - accounts * n)) for n in range(repeats)]
    return Cell(accounts, within, tuple(Copy(n, others) for n in shares))


def test_the_sentence_of_the_issue():
    cells = [cell(5, 10), cell(8, 60), cell(12, 119), cell(20, 200)]
    assert sentence(cells, 0.95) == (
        "Here you would miss operations smaller than 12 accounts acting within 10 min; of rings of 12, 119 of 120 "
        "planted members came back (95% interval 95% to 100%, 10 rings)."
    )
    assert sentence(cells[2:], 0.95) == (
        "Here you would find operations of 12 accounts or more acting within 10 min, the fewest that were tried: 119 "
        "of 120 planted members came back (95% interval 95% to 100%, 10 rings)."
    )
    assert sentence(cells[:2], 0.95) == (
        "Here you would miss operations acting within 10 min, even such of 8 accounts, the most that were tried: 60 of "
        "80 planted members came back (95% interval 64% to 84%, 10 rings)."
    )
    few = sentence([cell(3, 3, repeats=1)], 0.95)
    assert few.endswith(
        "3 of 3 planted members came back (95% interval 29% to 100%, 1 ring). More rings (--repeats) would make that "
        "surer."
    )


def test_a_hole_in_the_curve_counts():
    assert smallest([cell(5, 50), cell(8, 20), cell(12, 120)], 0.95).accounts == 12
    assert smallest([cell(5, 50), cell(8, 80), cell(12, 20)], 0.95) is None


def test_the_condition_is_said():
    said = condition({"through": "url", "objects": 10, "cover": 1.0})
    assert "all share 10 links, each time within the time given, with 1 made-up ordinary post around each" in said
    assert "25 objects of sound_id" not in said
    assert "all share 1 object of sound_id" in condition({"through": "sound_id", "objects": 1, "cover": 0})


@given(st.integers(1, 500), st.data())
def test_intervals_hold_the_share_and_narrow(trials, data):
    hits = data.draw(st.integers(0, trials))
    low, high = interval(hits, trials)
    assert 0 <= low <= hits / trials <= high <= 1
    assert interval(4 * hits, 4 * trials)[1] - interval(4 * hits, 4 * trials)[0] <= high - low


def test_against_tabled_intervals():
    """Clopper and Pearson's, as printed in tables: 0 of 10, 5 of 10, 9 of 10."""
    assert interval(0, 10) == pytest.approx((0, 0.3085), abs=1e-4)
    assert interval(5, 10) == pytest.approx((0.1871, 0.8129), abs=1e-4)
    assert interval(9, 10) == pytest.approx((0.5550, 0.9975), abs=1e-4)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 9)), min_size=1, max_size=6))
def test_counts(copies):
    one = Cell(3, 60, tuple(Copy(*c) for c in copies))
    told = facts({"planted": {"through": "url", "objects": 1, "cover": 1}}, [one], 0, 0.95)["cells"][0]
    assert told["members_found"] == sum(f for f, _ in copies)
    assert told["members_planted"] == 3 * len(copies)
    assert told["rings_found"] == sum(f == 3 for f, _ in copies)
    assert told["others_drawn_in"] == sum(o for _, o in copies)
    assert told["low"] <= told["recall"] <= told["high"]
