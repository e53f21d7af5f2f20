"""What the X API v2 says, and where it lies apart: includes, originals, versions, users that are missing."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from overt.sources.exports.snowflake import is_post, made_at
from overt.sources.exports.x_api import XApi
from overt.sources.exports.x_api_sample import SAMPLES

from ..conftest import Files


def by_id(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["post_id"]: row for row in rows}


def people(reading: Any) -> dict[str, dict[str, Any]]:
    return {row["account_id"]: row for row in reading.profiles.table().to_pylist()}


@pytest.mark.parametrize("name", ["x_api_page.json", "x_api_pages.jsonl"])
def test_a_repost_has_the_words_of_the_original(files: Files, name: str) -> None:
    repost = by_id(files.read(name, SAMPLES[name]))["1590000000000000300"]
    assert repost["kind"] == "repost"
    assert repost["repost_of"] == "1590000000000000123"
    assert repost["repost_of_account"] == "24906"
    assert repost["text"].endswith("the people who live there. #water")
    assert repost["hashtags"] == ["water"]
    assert repost["urls"] == ["https://example.org/level"]
    assert repost["mentions"] == []
    assert [(m["kind"], m["url"]) for m in repost["media"]] == [
        ("image", "https://pbs.example.org/9.jpg"),
        ("video", "https://video.example.org/8.mp4"),
    ]
    assert (repost["likes"], repost["shares"], repost["comments"], repost["views"]) == (5, 2, 1, 300)
    assert repost["client"] == "Twitter Web App"
    assert repost["account_id"] == "1519876543210987520"


def test_one_post_may_quote_and_answer(files: Files) -> None:
    post = by_id(files.read("x.jsonl", SAMPLES["x_api_pages.jsonl"]))["1590000000000000400"]
    assert post["kind"] == "quote"
    assert post["quote_of"] == "1590000000000000123"
    assert (post["reply_to"], post["reply_to_account"]) == ("1590000000000000200", "24906")
    assert post["urls"] == ["https://example.org/b"], "the address of the quoted post is no link that was shared"
    assert post["mentions"] == ["24906"]
    assert post["views"] is None, "the API writes 0 where it does not know"
    assert post["collected_at"].isoformat() == "2022-11-09T00:00:00+00:00"


def test_an_original_that_is_gone_leaves_a_text_that_is_cut(files: Files) -> None:
    reading = files.open(files.write("x.jsonl", SAMPLES["x_api_pages.jsonl"]))
    post = by_id(files.rows(reading))["1590000000000000600"]
    assert post["kind"] == "repost"
    assert post["repost_of"] == "1580000000000000000"
    assert post["repost_of_account"] == "1510000000000000001", "the id that goes with the name behind RT @"
    assert post["text"].endswith("…")
    assert (post["likes"], post["shares"]) == (None, 8)
    told = next(n for n in reading.notices if "cut" in n)
    assert told == (
        "x.jsonl: noticed: 3 posts whose author is not included; "
        "1 reposts whose original is not included, so that their text is cut"
    )


def test_users_that_are_missing_lose_no_post(files: Files) -> None:
    reading = files.open(files.write("x.jsonl", SAMPLES["x_api_pages.jsonl"]))
    rows = files.rows(reading)
    assert by_id(rows)["1590000000000000500"]["account_id"] == "1519999999999999999"
    found = people(reading)
    assert set(found) == {"1519876543210987520", "24906"}
    one = found["1519876543210987520"]
    assert (one["handle"], one["display_name"], one["claimed_location"]) == ("one", "One", "Upstream")
    assert (one["followers"], one["following"], one["posts_total"]) == (12, 3, 40)
    assert one["profile_url"] == "https://example.org/one"
    assert one["created_at"].isoformat() == "2022-04-29T03:00:00+00:00"
    assert one["label"] is None
    assert found["24906"]["label"] == "government"


def test_a_time_that_was_not_asked_for_lies_in_the_id(files: Files) -> None:
    post = by_id(files.read("x.json", SAMPLES["x_api_bare.json"]))["1590000000000000500"]
    assert post["created_at"].isoformat(timespec="milliseconds") == "2022-11-08T15:15:15.428+00:00"
    assert post["kind"] == "reply"


def test_the_time_in_an_id_is_the_one_that_the_platform_tells() -> None:
    told = datetime(2018, 10, 10, 20, 19, 24, tzinfo=UTC)  # of the example in the documentation of the API
    for name in (1050118621198921728, "1050118621198921728"):
        assert datetime.fromtimestamp((made_at(name) or 0) // 1000, UTC) == told
    odds: tuple[Any, ...] = (20, "20", "", "1e18", "x", 10**30, -1, None, True, 1.5, [], "１２３４５６７８９０１２３")
    for odd in odds:
        assert made_at(odd) is None


def test_ids_as_numbers_keep_their_digits(files: Files) -> None:
    post = files.read("x.json", SAMPLES["x_api_bare.json"])[0]
    assert (post["post_id"], post["account_id"]) == ("1590000000000000300", "1519876543210987520")
    damaged = SAMPLES["x_api_bare.json"].replace(b"1519876543210987520", b"1.519876543210987e18")
    rows = files.read("y.json", damaged)
    assert [r["post_id"] for r in rows] == ["1590000000000000500"]
    assert "damaged by a float" in files.reasons()[0]


def test_what_two_pages_hold_counts_once(files: Files) -> None:
    reading = files.open(files.write("x.jsonl", SAMPLES["x_api_pages.jsonl"]))
    rows = files.rows(reading)
    assert len(rows) == 5
    assert "x.jsonl: passed over: 1 items that were captured before" in reading.notices


def test_versions_of_an_edited_post_keep_their_own_ids(files: Files) -> None:
    tweet = {"author_id": "1", "text": "a", "created_at": "2022-11-08T14:02:00.000Z"}
    history = ["1590000000000000350", "1590000000000000400"]
    lines = [json.dumps({**tweet, "id": name, "edit_history_tweet_ids": history}) for name in history]
    assert [r["post_id"] for r in files.read("x.jsonl", "\n".join(lines))] == history


def test_flattened_posts_and_a_stream_are_read_alike(files: Files) -> None:
    reading = files.open(files.write("x.jsonl", SAMPLES["x_api_flat.jsonl"]))
    rows = by_id(files.rows(reading))
    flat, streamed = rows["1590000000000000300"], rows["1590000000000000800"]
    assert flat["repost_of_account"] == "24906"
    assert flat["text"].endswith("#water")
    assert [m["url"] for m in flat["media"]] == ["https://pbs.example.org/9.jpg"]
    assert flat["collected_at"] is not None
    assert streamed["kind"] == "quote"
    assert people(reading)["1519876543210987520"]["handle"] == "one"


def test_a_file_of_users_gives_profiles(files: Files) -> None:
    reading = files.open(files.write("x.jsonl", SAMPLES["x_api_users.jsonl"]))
    assert files.rows(reading) == []
    assert set(people(reading)) == {"1519876543210987520", "24906"}
    assert reading.files[0].accounts_read == 2


def test_a_post_without_an_author_is_rejected_with_what_to_ask_for(files: Files) -> None:
    page = {"data": [{"id": "1590000000000000300", "edit_history_tweet_ids": ["1"], "text": "a"}], "meta": {}}
    reading = files.open(files.write("x.jsonl", json.dumps(page)))
    assert files.rows(reading) == []
    assert files.reasons() == ["1: no author_id: ask the API for tweet.fields=author_id,created_at"]


def test_pages_without_posts_are_counted(files: Files) -> None:
    empty = {"meta": {"result_count": 0}, "__twarc": {}}
    reading = files.open(files.write("x.jsonl", SAMPLES["x_api_pages.jsonl"] + b"\n" + json.dumps(empty).encode()))
    files.rows(reading)
    assert any("1 objects that are no posts" in n for n in reading.notices)


def test_others_with_an_author_id_are_left_alone() -> None:
    export = XApi()
    assert not export.recognise({"id": 1, "author_id": "a", "created_at": 1, "text": "b"})
    assert not export.recognise({"data": [{"id": "1", "username": "a", "text": "b"}], "paging": {}})
    assert not export.recognise({"id": "1", "username": "a", "name": "b", "message": "c"})
    assert not export.recognise({"data": "x"})


def test_without_entities_the_text_is_looked_through(files: Files) -> None:
    tweet = {"id": "1590000000000000300", "author_id": "1", "text": "a #b @c https://e.org/d", "lang": "en"}
    (post,) = files.read("x.jsonl", json.dumps({**tweet, "public_metrics": {}}))
    assert (post["urls"], post["hashtags"], post["mentions"]) == (["https://e.org/d"], ["b"], ["c"])


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("https://twitter.com/a/status/12", True),
        ("http://mobile.X.com/a_b/status/12?s=20", True),
        ("https://x.com/i/web/status/12", True),
        ("https://x.com/a/status/123", False),
        ("https://x.com/a/status/1", False),
        ("https://example.org/a/status/12", False),
        ("x.com/a/status/12", False),
    ],
)
def test_the_address_of_a_post(url: str, same: bool) -> None:
    assert is_post(url, "12") == is_post(url, 12) == same
    assert not is_post(url, None)
