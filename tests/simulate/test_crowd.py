"""The crowd: reproducible, valid, and shaped as it says."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from overt.errors import UsageError
from overt.model.post import KINDS, posts_schema
from overt.simulate import CrowdSpec, answers_of, crowd

SPEC = CrowdSpec(accounts=1200, days=14, newswires=1, seed=5)


@pytest.fixture(scope="module")
def posts():
    return crowd(SPEC)


def times(table):
    return table["created_at"].cast(pa.int64()).to_numpy()


def counts(column):
    return np.sort(pc.value_counts(column.drop_null()).field("counts").to_numpy())[::-1]


def roles(table):
    return dict(zip(*(answers_of(table)[name].to_pylist() for name in ("account_id", "role")), strict=True))


def serialised(table):
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return sink.getvalue().to_pybytes()


def test_same_seed_same_bytes(posts):
    assert serialised(crowd(SPEC)) == serialised(posts)


def test_another_seed_is_another_crowd(posts):
    other = crowd(CrowdSpec(accounts=1200, days=14, newswires=1, seed=6))
    assert not set(other["account_id"].to_pylist()) & set(posts["account_id"].to_pylist())


def test_schema_is_that_of_posts(posts):
    assert posts.schema.equals(posts_schema([]), check_metadata=False)
    posts.validate(full=True)
    for field in posts.schema:
        if not field.nullable:
            assert posts[field.name].null_count == 0, field.name
    assert set(posts["kind"].unique().to_pylist()) <= set(KINDS)


def test_ids_rows_and_order(posts):
    assert pc.count_distinct(posts["post_id"]).as_py() == posts.num_rows
    assert posts["row"].to_pylist() == list(range(1, posts.num_rows + 1))
    assert (np.diff(times(posts)) >= 0).all()


def test_period(posts):
    begin, end = SPEC.period()
    assert times(posts).min() >= begin
    assert times(posts).max() < end


def test_a_repost_repeats_its_original(posts):
    where = {post: row for row, post in enumerate(posts["post_id"].to_pylist())}
    again = [row for row, kind in enumerate(posts["kind"].to_pylist()) if kind == "repost"]
    assert posts["repost_of"].take(again).null_count == 0
    assert posts["repost_of"].null_count == posts.num_rows - len(again)
    inside = [
        (row, where[of])
        for row, of in zip(again, posts["repost_of"].take(again).to_pylist(), strict=True)
        if of in where
    ]
    assert len(inside) > 1000
    rows, originals = (np.array(side) for side in zip(*inside, strict=True))
    for name in ("text", "lang", "urls", "hashtags"):
        assert posts[name].take(rows).to_pylist() == posts[name].take(originals).to_pylist()
    assert posts["repost_of_account"].take(rows).to_pylist() == posts["account_id"].take(originals).to_pylist()
    assert set(posts["kind"].take(originals).to_pylist()) == {"post"}
    assert (times(posts)[rows] >= times(posts)[originals]).all()


def test_nobody_reposts_a_post_twice_or_itself(posts):
    pairs = list(zip(posts["account_id"].to_pylist(), posts["repost_of"].to_pylist(), strict=True))
    reposts = [pair for pair in pairs if pair[1] is not None]
    assert len(reposts) == len(set(reposts))
    assert not any(
        a == b for a, b in zip(posts["account_id"].to_pylist(), posts["repost_of_account"].to_pylist(), strict=True)
    )


def test_repost_share(posts):
    outlets = pa.array([account for account, what in roles(posts).items() if what == "newswire"])
    crowd_only = posts.filter(pc.invert(pc.is_in(posts["account_id"], outlets)))
    assert abs(pc.mean(pc.equal(crowd_only["kind"], "repost")).as_py() - SPEC.repost_share) < 0.03


def test_activity_has_a_tail(posts):
    number = counts(posts["account_id"])
    assert number[0] > 300
    assert np.median(number) < 25
    assert number[: len(number) // 100].sum() > 0.08 * number.sum()


def test_popularity_has_a_tail(posts):
    number = counts(posts["repost_of"])
    assert number[0] > 80
    assert ((number >= 2) & (number <= 6)).sum() > 1000
    assert (number == 1).sum() > 5000


def test_a_big_crowd_has_viral_posts():
    posts = crowd(CrowdSpec(accounts=12_000, days=10, posts_median=15, languages={"en": 1.0}, seed=1))
    assert counts(posts["repost_of"])[0] >= 500


def test_reactions_are_organic(posts):
    when = dict(zip(posts["post_id"].to_pylist(), times(posts), strict=True))
    minutes = np.array(
        [
            (time - when[of]) / 60e6
            for of, time in zip(posts["repost_of"].to_pylist(), times(posts), strict=True)
            if of in when
        ]
    )
    assert 20 < np.median(minutes) < 90
    assert 0.01 < (minutes < 2).mean() < 0.08
    assert np.quantile(minutes, 0.95) > 600


def test_days_have_nights(posts):
    hours = np.bincount(times(posts) // 3_600_000_000 % 24, minlength=24)
    assert hours.max() > 1.8 * hours.min()
    busiest = pc.value_counts(posts["account_id"]).to_pylist()
    busiest = sorted(busiest, key=lambda item: -item["counts"])[5]["values"]
    own = np.bincount(times(posts.filter(pc.equal(posts["account_id"], busiest))) // 3_600_000_000 % 24, minlength=24)
    assert np.sort(own)[:6].sum() < 0.1 * own.sum()


def test_schedulers_keep_the_quarter():
    posts = crowd(CrowdSpec(accounts=1500, days=10, repost_share=0.0, news_share=0, seed=2))
    second = times(posts) // 1_000_000 % 900
    just_after = second < 10
    assert 1.5 < just_after.mean() / (10 / 900) < 12


def test_breaking_links_are_short_lived_and_copied(posts):
    urls = posts["urls"].combine_chunks()
    rows = pc.list_parent_indices(urls).to_numpy()
    links = pc.list_flatten(urls)
    table = pa.table(
        {
            "url": links,
            "time": times(posts)[rows],
            "text": posts["text"].take(rows),
            "kind": posts["kind"].take(rows),
        }
    )
    table = table.filter(pc.equal(table["kind"], "post"))
    stats = table.group_by("url").aggregate(
        [("time", "count"), ("time", "min"), ("time", "max"), ("text", "count_distinct")]
    )
    spread = (stats["time_max"].to_numpy() - stats["time_min"].to_numpy()) / 3.6e9
    shared, texts = stats["time_count"].to_numpy(), stats["text_count_distinct"].to_numpy()
    assert ((shared >= 8) & (spread < 12) & (texts < 0.7 * shared)).sum() > 3


def test_some_phrases_and_tag_sequences_are_everybodys(posts):
    own = posts.filter(pc.equal(posts["kind"], "post"))
    people = own.group_by("text").aggregate([("account_id", "count_distinct")])["account_id_count_distinct"]
    assert pc.max(people).as_py() > 40
    tags = ["|".join(found) for found in own["hashtags"].to_pylist() if len(found) >= 3]
    assert max(tags.count(found) for found in set(tags[:500])) > 50


def test_fandom_takes_part_in_part(posts):
    role = roles(posts)
    fans = {account for account, what in role.items() if what == "fandom"}
    assert 100 < len(fans) <= 201
    idol = pc.value_counts(
        posts.filter(pc.is_in(posts["account_id"], pa.array(sorted(fans))))["repost_of_account"].drop_null()
    ).to_pylist()
    idol = max(idol, key=lambda item: item["counts"])["values"]
    assert role[idol] == "fandom"
    passed = posts.filter(pc.equal(posts["repost_of_account"], idol))
    audience = counts(passed.filter(pc.is_in(passed["account_id"], pa.array(sorted(fans))))["repost_of"])
    assert 5 < audience.max() < 0.8 * len(fans)


def test_newswire_is_within_seconds(posts):
    role = roles(posts)
    outlets = pa.array(sorted(account for account, what in role.items() if what == "newswire"))
    wire = posts.filter(pc.is_in(posts["account_id"], outlets))
    assert len(outlets) == SPEC.outlets
    stories = wire.group_by("text").aggregate([("created_at", "min"), ("created_at", "max"), ("account_id", "count")])
    spread = (
        stories["created_at_max"].cast(pa.int64()).to_numpy() - stories["created_at_min"].cast(pa.int64()).to_numpy()
    )
    assert (spread <= 20e6).all()
    assert np.mean(stories["account_id_count"].to_numpy()) > 0.8 * SPEC.outlets


def test_no_newswire_unless_asked():
    assert set(answers_of(crowd(CrowdSpec(accounts=300, days=5)))["role"].to_pylist()) == {
        "organic",
        "fandom",
    }
    assert set(answers_of(crowd(CrowdSpec(accounts=300, days=5, fandoms=0)))["role"].to_pylist()) == {"organic"}


def test_languages_by_share(posts):
    known = {item["values"]: item["counts"] / posts.num_rows for item in pc.value_counts(posts["lang"]).to_pylist()}
    assert set(known) == set(SPEC.languages)
    assert known["en"] > known["ru"] > 0


@pytest.mark.parametrize("resolution", [60, 3600])
def test_times_are_floored(resolution):
    posts = crowd(CrowdSpec(accounts=200, days=5, time_resolution=resolution, newswires=1))
    assert (times(posts) % (resolution * 1_000_000) == 0).all()
    milliseconds = (np.array(posts["post_id"].to_pylist(), dtype=np.int64) >> 22) + 1_000_000_000_000
    assert (milliseconds % (resolution * 1000) == 0).all()  # the ids give nothing finer away


def test_activity_is_copied():
    given = [1, 1, 2, 3, 5, 8, 13, 400]
    posts = crowd(CrowdSpec(accounts=80, days=20, activity=given, fandoms=0, seed=3))
    assert sorted(counts(posts["account_id"]).tolist()) == sorted(given * 10)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    accounts=st.integers(1, 60),
    days=st.floats(0.05, 9),
    topics=st.integers(1, 9),
    repost_share=st.floats(0, 1),
    fandoms=st.integers(0, 2),
    newswires=st.integers(0, 2),
    resolution=st.sampled_from([1, 60, 86_400]),
    homophily=st.floats(0, 1),
    seed=st.integers(0, 99),
)
def test_any_sensible_spec_gives_a_valid_table(
    accounts, days, topics, repost_share, fandoms, newswires, resolution, homophily, seed
):
    spec = CrowdSpec(
        accounts=accounts,
        days=days,
        topics=topics,
        repost_share=repost_share,
        fandoms=fandoms,
        newswires=newswires,
        time_resolution=resolution,
        homophily=homophily,
        seed=seed,
    )
    posts = crowd(spec)
    posts.validate(full=True)
    assert posts.num_rows >= accounts
    assert pc.count_distinct(posts["post_id"]).as_py() == posts.num_rows
    assert (times(posts) % (resolution * 1_000_000) == 0).all()


@pytest.mark.parametrize(
    "change",
    [
        {"accounts": 0},
        {"days": 0},
        {"days": float("nan")},
        {"repost_share": 1.5},
        {"languages": {}},
        {"languages": {"en": 0}},
        {"start": "yesterday"},
        {"activity": []},
        {"time_resolution": 0},
        {"fans": -1},
    ],
)
def test_nonsense_is_refused(change):
    with pytest.raises(UsageError):
        crowd(CrowdSpec(**change))
