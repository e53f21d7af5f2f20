"""Planted operations: what was asked for is there, and everybody is answered for."""

import unicodedata

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from overt.errors import UsageError
from overt.simulate import CrowdSpec, OperationSpec, crowd, demo_scenario, plant
from overt.simulate.edits import EDITS, edited


@pytest.fixture(scope="module")
def ground():
    return crowd(CrowdSpec(accounts=400, days=10, seed=11))


def planted(posts, answers):
    members = answers.filter(pc.equal(answers["role"], "operation"))["account_id"]
    return posts.filter(pc.is_in(posts["account_id"], members.combine_chunks()))


def times(table):
    return table["created_at"].cast(pa.int64()).to_numpy()


def test_what_was_there_stays(ground):
    posts, _ = plant(ground, [OperationSpec()], 1)
    old = posts.filter(pc.is_in(posts["post_id"], ground["post_id"].combine_chunks()))
    assert old.drop_columns(["row"]).equals(ground.drop_columns(["row"]))
    assert (np.diff(times(posts)) >= 0).all()
    assert posts["row"].to_pylist() == list(range(1, posts.num_rows + 1))
    posts.validate(full=True)


def test_same_seed_same_tables(ground):
    first, second, third = (plant(ground, [OperationSpec(traces=("url+text", "repost"))], seed) for seed in (1, 1, 2))
    assert first[0].equals(second[0], check_metadata=True)
    assert first[1].equals(second[1])
    assert not first[0].equals(third[0])


def test_links_are_shared_within_the_jitter(ground):
    posts, answers = plant(ground, [OperationSpec(accounts=10, objects=12, jitter=90, cover=0, traces=("url",))], 3)
    own = planted(posts, answers)
    assert own.num_rows == 120
    links = pa.table({"url": pc.list_flatten(own["urls"]), "time": times(own), "who": own["account_id"]})
    stats = links.group_by("url").aggregate([("time", "min"), ("time", "max"), ("who", "count_distinct")])
    assert stats.num_rows == 12
    assert set(stats["who_count_distinct"].to_pylist()) == {10}
    assert ((stats["time_max"].to_numpy() - stats["time_min"].to_numpy()) <= 90e6).all()
    assert not set(links["url"].to_pylist()) & set(pc.list_flatten(ground["urls"]).to_pylist())


def test_copied_texts_differ_only_by_edits(ground):
    spec = OperationSpec(accounts=10, objects=6, cover=0, traces=("text",), edits=EDITS)
    own = planted(*plant(ground, [spec], 3))
    folded = {_skeleton(text) for text in own["text"].to_pylist()}
    assert len(folded) == 6
    assert len(set(own["text"].to_pylist())) > 20


def _skeleton(text):
    text = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) != "Cf").lower()
    return text.translate(str.maketrans("аеорсху", "aeopcxy"))


def test_edits_leave_links_alone():
    rng = np.random.default_rng(0)
    for kind in EDITS:
        assert "https://a.example/x" in edited(rng, "https://a.example/x bade core", (kind,))


def test_sequences_have_three_tags_or_more(ground):
    own = planted(*plant(ground, [OperationSpec(accounts=5, objects=8, cover=0, traces=("hashtag_sequence",))], 3))
    sequences = {tuple(tags) for tags in own["hashtags"].to_pylist()}
    assert len(sequences) == 8
    assert all(len(tags) >= 3 for tags in sequences)


def test_reposts_are_of_public_posts(ground):
    own = planted(*plant(ground, [OperationSpec(accounts=8, objects=9, jitter=20, cover=0, traces=("repost",))], 3))
    when = dict(zip(ground["post_id"].to_pylist(), times(ground), strict=True))
    assert set(own["kind"].to_pylist()) == {"repost"}
    for of, time in zip(own["repost_of"].to_pylist(), times(own), strict=True):
        assert time >= when[of]


def test_lognormal_jitter_reaches_further(ground):
    def spread(law):
        spec = OperationSpec(accounts=40, objects=10, jitter=600, jitter_law=law, cover=0, traces=("url",))
        own = planted(*plant(ground, [spec], 4))
        stats = (
            pa.table({"url": pc.list_flatten(own["urls"]), "time": times(own)})
            .group_by("url")
            .aggregate([("time", "min"), ("time", "max")])
        )
        return np.median(stats["time_max"].to_numpy() - stats["time_min"].to_numpy()) / 1e6

    assert spread("uniform") <= 600 < spread("lognormal")


def test_cover_is_spread_over_the_period(ground):
    posts, answers = plant(ground, [OperationSpec(accounts=10, objects=20, cover=5, traces=("url",))], 5)
    own = planted(posts, answers)
    assert own.num_rows == 10 * 20 * 6
    days = np.unique(times(own) // 86_400_000_000)
    assert len(days) >= 9
    assert abs(pc.mean(pc.equal(own["kind"], "repost")).as_py() - 0.5 * 5 / 6) < 0.15


def test_cover_in_a_table_that_does_not_name_sources(ground):
    bare = ground
    for name in ("repost_of", "repost_of_account"):
        place = bare.schema.get_field_index(name)
        bare = bare.set_column(place, bare.schema.field(name), pa.nulls(bare.num_rows, pa.string()))
    own = planted(*plant(bare, [OperationSpec(accounts=10, objects=20, cover=5, traces=("url", "repost"))], 5))
    assert own["repost_of"].null_count == own.num_rows
    assert pc.mean(pc.equal(own["kind"], "repost")).as_py() > 0.3


def test_minutes_stay_minutes():
    posts = crowd(CrowdSpec(accounts=200, days=5, time_resolution=60))
    posts, _ = plant(posts, [OperationSpec()], 1)
    assert (times(posts) % 60_000_000 == 0).all()


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    spec=st.builds(
        OperationSpec,
        accounts=st.integers(3, 30),
        objects=st.integers(1, 12),
        jitter=st.sampled_from([0.0, 30.0, 300.0, 3600.0, 86_400.0]),
        jitter_law=st.sampled_from(["uniform", "lognormal"]),
        participation=st.floats(0.3, 1),
        cover=st.floats(0, 4),
        traces=st.lists(st.sampled_from(["url", "text", "hashtag_sequence", "repost", "url+text"]), min_size=1).map(
            tuple
        ),
        edits=st.lists(st.sampled_from(EDITS)).map(tuple),
        seed=st.integers(0, 2**31 - 1),
    )
)
def test_any_operation(ground, spec):
    posts, answers = plant(ground, [spec], 9)
    posts.validate(full=True)
    own = planted(posts, answers)
    assert posts.num_rows == ground.num_rows + own.num_rows
    assert pc.count_distinct(posts["post_id"]).as_py() == posts.num_rows
    assert pc.count_distinct(own["account_id"]).as_py() <= spec.accounts
    assert set(answers["account_id"].to_pylist()) == set(posts["account_id"].to_pylist())
    assert answers.num_rows == pc.count_distinct(posts["account_id"]).as_py()
    if own.num_rows:
        assert times(own).min() >= times(ground).min()
        assert times(own).max() <= times(ground).max()
        expected = spec.accounts * spec.objects * spec.participation
        covert = own.num_rows / (1 + spec.cover)
        assert abs(covert - expected) <= 5 * np.sqrt(expected) + 2 + spec.accounts


@pytest.mark.parametrize(
    "change",
    [
        {"accounts": 2},
        {"accounts": 201},
        {"participation": 0.1},
        {"cover": 21},
        {"jitter": -1},
        {"jitter_law": "normal"},
        {"traces": ()},
        {"traces": ("sound",)},
        {"traces": ("url+repost",)},
        {"edits": ("rewrite",)},
        {"objects": 0},
    ],
)
def test_nonsense_is_refused(ground, change):
    with pytest.raises(UsageError):
        plant(ground, [OperationSpec(**change)], 0)


def test_nothing_to_plant_into(ground):
    with pytest.raises(UsageError):
        plant(ground.slice(0, 0), [OperationSpec()], 0)


def test_the_demo():
    posts, answers = demo_scenario(0)
    roles = {item["values"]: item["counts"] for item in pc.value_counts(answers["role"]).to_pylist()}
    assert roles["operation"] == 25 + 12 + 60 + 8
    assert roles["newswire"] == 20
    assert roles["fandom"] > 150
    assert 1_500 <= roles["organic"] + roles["fandom"] <= 2_000
    assert 60_000 <= posts.num_rows <= 100_000
    assert pc.count_distinct(answers.filter(pc.equal(answers["role"], "operation"))["group"]).as_py() == 4
    assert answers.filter(pc.equal(answers["role"], "organic"))["group"].null_count == roles["organic"]
