"""The background resembles what it is laid under, and holds innocents only."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from overt.errors import UsageError
from overt.simulate import CrowdSpec, answers_of, background_like, crowd, laid_under


@pytest.fixture(scope="module")
def given_posts():
    hours = 20 * 24
    volume = np.random.default_rng(0).lognormal(0, 0.9, hours)
    volume[300:310] *= 12
    return crowd(
        CrowdSpec(
            accounts=500,
            days=20,
            start="2016-09-01",
            repost_share=0.73,
            time_resolution=60,
            languages={"English": 0.8, "Russian": 0.2},
            posts_median=40,
            hourly_volume=volume.tolist(),
            platform="x",
            newswires=1,
            seed=21,
        )
    )


@pytest.fixture(scope="module")
def background(given_posts):
    return background_like(given_posts, 900, 4)


def times(table):
    return table["created_at"].cast(pa.int64()).to_numpy()


def activity(table):
    return pc.value_counts(table["account_id"]).field("counts").to_numpy()


def repost_share(table):
    return pc.mean(pc.equal(table["kind"], "repost")).as_py()


def test_activity_quantiles(given_posts, background):
    at = [0.1, 0.25, 0.5, 0.75, 0.9, 0.99]
    np.testing.assert_allclose(
        np.quantile(activity(background), at), np.quantile(activity(given_posts), at), rtol=0.1, atol=1.5
    )


def test_repost_share_platform_languages(given_posts, background):
    assert abs(repost_share(background) - repost_share(given_posts)) < 0.03
    assert background["platform"].unique().to_pylist() == ["x"]
    assert set(background["lang"].unique().to_pylist()) == {"English", "Russian"}


def test_period_and_resolution(given_posts, background):
    assert (times(background) % 60_000_000 == 0).all()
    assert times(background).min() >= times(given_posts).min()
    assert times(background).max() <= times(given_posts).max()
    assert times(background).max() - times(background).min() > 0.98 * (
        times(given_posts).max() - times(given_posts).min()
    )


def test_bursts(given_posts, background):
    start = times(given_posts).min() // 3_600_000_000
    volumes = [
        np.bincount(times(table) // 3_600_000_000 - start, minlength=481)[:481] for table in (given_posts, background)
    ]
    assert np.corrcoef(*volumes)[0, 1] > 0.85


def test_other_people_all_innocent(given_posts, background):
    assert not set(background["account_id"].to_pylist()) & set(given_posts["account_id"].to_pylist())
    assert set(answers_of(background)["role"].to_pylist()) == {"organic", "fandom"}
    assert not set(background["text"].to_pylist()) & set(given_posts["text"].to_pylist())


def test_same_seed(given_posts, background):
    assert background_like(given_posts, 900, 4).equals(background, check_metadata=True)
    assert not background_like(given_posts, 900, 5).equals(background)


def test_reposts_without_ids(given_posts):
    plain = background_like(given_posts, 100, 4, repost_ids=False)
    assert plain["repost_of"].null_count == plain.num_rows
    assert repost_share(plain) > 0.5


def test_changes_override_what_was_measured(given_posts):
    assert background_like(given_posts, 50, 4, time_resolution=3600)["created_at"][0].as_py().minute == 0


def test_followers_pass_on_what_is_said(given_posts, background):
    followed = background_like(given_posts, 900, 4, mixing=0.2)
    assert followed["post_id"].equals(background["post_id"])
    assert repost_share(followed) == repost_share(background)
    said = dict(zip(given_posts["post_id"].to_pylist(), times(given_posts), strict=True))
    rows = [row for row, of in enumerate(followed["repost_of"].to_pylist()) if of in said]
    assert len(rows) > 500
    for row in rows[:500]:
        assert times(followed)[row] >= said[followed["repost_of"][row].as_py()]
    known = pc.is_in(followed["text"], value_set=pc.unique(given_posts["text"]))
    assert pc.sum(known).as_py() > 0.12 * pc.sum(pc.equal(followed["kind"], "repost")).as_py()


def test_laid_under(given_posts, background):
    both = laid_under(given_posts, background)
    assert both.num_rows == given_posts.num_rows + background.num_rows
    assert (np.diff(times(both)) >= 0).all()
    assert both["row"].to_pylist() == list(range(1, both.num_rows + 1))


def test_nothing_to_resemble(given_posts):
    with pytest.raises(UsageError):
        background_like(given_posts.slice(0, 0), 10, 0)
