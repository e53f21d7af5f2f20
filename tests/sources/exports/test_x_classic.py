"""What the X API v1.1 says: ids twice, long posts in a part of their own, originals inside of reposts."""

import json
from typing import Any

import pytest

from overt.sources.exports.x_classic import XClassic

from ..conftest import Files

SAMPLES = XClassic().examples()


@pytest.fixture
def stream(files: Files) -> dict[str, dict[str, Any]]:
    return {row["post_id"]: row for row in files.read("x.jsonl", SAMPLES["x_classic.jsonl"])}


def test_the_id_in_letters_counts(stream: dict[str, dict[str, Any]]) -> None:
    assert set(stream) == {"1590000000000000300", "1590000000000000400"}
    repost = stream["1590000000000000300"]
    assert repost["repost_of"] == "1590000000000000123", "not the number beside it, which was rounded"
    assert repost["account_id"] == "1519876543210987520"
    assert stream["1590000000000000400"]["reply_to"] == "1590000000000000200"


def test_a_repost_has_the_full_text_of_the_original(stream: dict[str, dict[str, Any]]) -> None:
    repost = stream["1590000000000000300"]
    assert repost["kind"] == "repost"
    assert repost["repost_of_account"] == "24906"
    assert "as measured. #water" in repost["text"]
    assert repost["hashtags"] == ["water"]
    assert repost["urls"] == ["https://example.org/level"]
    assert repost["quote_of"] is None, "v1.1 repeats what the original quotes"
    assert repost["mentions"] == []
    assert [(m["kind"], m["url"]) for m in repost["media"]] == [("video", "https://video.example.org/8.mp4")]
    assert (repost["likes"], repost["shares"], repost["comments"]) == (5, 2, 1)
    assert repost["created_at"].isoformat() == "2022-11-08T14:01:00+00:00"
    assert json.loads(repost["raw"]) == {"new_field": {"a": 1}}


def test_a_quote_that_answers(stream: dict[str, dict[str, Any]]) -> None:
    post = stream["1590000000000000400"]
    assert post["kind"] == "quote"
    assert post["quote_of"] == "1590000000000000123"
    assert post["reply_to_account"] == "24906"
    assert post["urls"] == ["https://example.org/b"]
    assert post["mentions"] == ["24906"]
    assert post["client"] == "Twitter Web App"
    assert post["media"][0]["url"] == "https://pbs.example.org/9.jpg"


def test_what_is_no_post_is_counted_and_what_has_no_user_is_rejected(files: Files) -> None:
    reading = files.open(files.write("x.jsonl", SAMPLES["x_classic.jsonl"]))
    files.rows(reading)
    assert "x.jsonl: passed over: 1 deletions, 1 messages of the stream" in reading.notices
    assert files.reasons() == ["5: no user"]


def test_authors_are_known(files: Files) -> None:
    reading = files.open(files.write("x.jsonl", SAMPLES["x_classic.jsonl"]))
    files.rows(reading)
    (one,) = reading.profiles.table().to_pylist()
    assert (one["account_id"], one["handle"], one["followers"], one["posts_total"]) == (
        "1519876543210987520",
        "one",
        12,
        40,
    )
    assert one["profile_url"] == "https://example.org/one"
    assert one["created_at"].isoformat() == "2022-04-29T03:00:00+00:00"


def test_a_page_of_a_search_is_read(files: Files) -> None:
    (post,) = files.read("page.json", SAMPLES["x_classic_page.json"])
    assert post["post_id"] == "1590000000000000400"


def test_an_id_that_only_stands_as_a_damaged_number_is_not_used(files: Files) -> None:
    post = json.loads(SAMPLES["x_classic_page.json"])["statuses"][0]
    broken = {k: v for k, v in post.items() if k != "id_str"} | {"id": 1.5900000000000004e18}
    rows = files.read("x.jsonl", json.dumps(post) + "\n" + json.dumps(broken))
    assert len(rows) == 1
    assert "damaged by a float" in files.reasons()[0]


def test_the_same_post_again_is_no_other_post(files: Files) -> None:
    line = SAMPLES["x_classic.jsonl"].splitlines()[0]
    assert len(files.read("x.jsonl", line + b"\n" + line)) == 1


def test_without_entities_the_text_is_looked_through(files: Files) -> None:
    tweet = {"id_str": "1590000000000000300", "user": {"id_str": "1"}, "text": "a #b @c https://e.org/d"}
    (post,) = files.read("x.jsonl", json.dumps({**tweet, "created_at": "Tue Nov 08 14:02:00 +0000 2022"}))
    assert (post["urls"], post["hashtags"], post["mentions"]) == (["https://e.org/d"], ["b"], ["c"])
