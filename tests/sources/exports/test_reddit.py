"""Reddit: listings and dumps name the same things alike; marks in the place of words and people are none."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overt.sources.exports.reddit import Reddit, _parent

from ..conftest import Files

SAMPLES = Reddit().examples()


def by_id(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["post_id"]: row for row in rows}


def people(reading: Any) -> dict[str, dict[str, Any]]:
    return {row["account_id"]: row for row in reading.profiles.table().to_pylist()}


def test_a_link(files: Files) -> None:
    post = by_id(files.read("listing.json", SAMPLES["reddit_listing.json"]))["t3_1b3abc"]
    assert (post["account_id"], post["kind"]) == ("one", "post")
    assert post["text"] == "The level & the bridge"
    assert post["urls"] == ["https://example.org/level?a=1&b=2"]
    assert post["created_at"].isoformat() == "2024-03-01T08:00:00+00:00", "not `created`, which is shifted"
    assert (post["likes"], post["shares"], post["comments"]) == (5, 1, 2)
    assert json.loads(post["raw"]) == {"new_field": {"a": 1}, "subreddit": "rivers"}


def test_a_crosspost_is_a_repost(files: Files) -> None:
    post = by_id(files.read("listing.json", SAMPLES["reddit_listing.json"]))["t3_1b3abd"]
    assert (post["kind"], post["repost_of"], post["repost_of_account"]) == ("repost", "t3_1b3abc", "one")
    assert post["text"] == "The level at the bridge"
    assert post["urls"] == ["https://example.org/level?a=1&b=2"], "that of the original"


def test_a_gallery_has_files_and_no_link(files: Files) -> None:
    post = by_id(files.read("listing.json", SAMPLES["reddit_listing.json"]))["t3_1b3abe"]
    assert post["text"] == "Three bridges", "[removed] is no text"
    assert post["urls"] == []
    assert [(m["kind"], m["url"]) for m in post["media"]] == [("image", "https://preview.redd.it/m1.jpg?width=1&s=x")]


@pytest.mark.parametrize(
    ("fields", "links", "files_there"),
    [
        ({"url": "https://i.redd.it/x.jpg"}, [], [("image", "https://i.redd.it/x.jpg")]),
        (
            {
                "url": "https://v.redd.it/x",
                "secure_media": {"reddit_video": {"fallback_url": "https://v.redd.it/x/D?a"}},
            },
            [],
            [("video", "https://v.redd.it/x/D?a")],
        ),
        ({"url": "https://www.reddit.com/r/a/comments/1b/x/", "permalink": "/r/a/comments/1b/x/"}, [], []),
        ({"url": "https://www.reddit.com/r/b/comments/2c/y/", "permalink": "/r/a/comments/1b/x/"}, None, []),
        ({"url": "https://e.org/", "is_self": True, "selftext": "[a](https://e.org/b)"}, ["https://e.org/b"], []),
    ],
)
def test_where_a_post_points(files: Files, fields: dict[str, Any], links: Any, files_there: list[Any]) -> None:
    thing = {"id": "1b", "author": "a", "title": "t", "subreddit": "s", "created_utc": 1709280000, **fields}
    (post,) = files.read("dump.ndjson", json.dumps(thing))
    assert post["urls"] == ([fields["url"]] if links is None else links)
    assert [(m["kind"], m["url"]) for m in post["media"]] == files_there


def test_a_page_of_comments_with_answers_inside(files: Files) -> None:
    reading = files.open(files.write("page.json", SAMPLES["reddit_comments.json"]))
    rows = by_id(files.rows(reading))
    assert set(rows) == {"t3_1b3abc", "t1_kt00001", "t1_kt00002"}
    top, answer = rows["t1_kt00001"], rows["t1_kt00002"]
    assert (top["kind"], top["reply_to"], top["reply_to_account"]) == ("comment", "t3_1b3abc", None)
    assert (answer["reply_to"], answer["reply_to_account"]) == ("t1_kt00001", "two")
    assert answer["text"] == "> since when?\n\nSee u/three and https://example.org/b"
    assert (answer["urls"], answer["mentions"]) == (["https://example.org/b"], ["three"])
    assert top["likes"] is None, "a score below zero is no number of likes"
    assert any("1 marks of comments that were not loaded" in n for n in reading.notices)
    assert [r.partition(": ")[2] for r in files.reasons()] == ["its author is deleted"]


def test_a_dump(files: Files) -> None:
    reading = files.open(files.write("dump.ndjson", SAMPLES["reddit_dump.ndjson"]), timezone="Asia/Tokyo")
    rows = by_id(files.rows(reading))
    assert set(rows) == {"t3_1b3abc", "t1_kt00001", "t1_kt00002", "t3_1007046"}
    post, top, answer, digits = rows.values()
    assert post["created_at"].isoformat() == "2024-03-01T08:00:00+00:00", "a number in letters"
    assert post["collected_at"].isoformat() == "2024-03-01T10:46:40+00:00"
    assert (top["reply_to"], answer["reply_to"]) == ("t3_1b3abc", "t1_kt00001"), "null and a number in digits"
    assert answer["text"] is None
    assert answer["created_at"].isoformat() == "2024-03-01T08:06:00+00:00"
    assert (digits["text"], digits["urls"]) == ("A name of digits\n\nx", [])
    assert files.reasons() == ["5: its author is deleted"]
    assert people(reading)["one"]["created_at"].year == 2017


def test_dump_and_api_meet(files: Files) -> None:
    paths = [files.write(name, SAMPLES[name]) for name in ("reddit_comments.json", "reddit_dump.ndjson")]
    rows = files.rows(files.open(*paths))
    for name in ("t3_1b3abc", "t1_kt00001"):
        first, second = (r for r in rows if r["post_id"] == name)
        for field in ("platform", "account_id", "created_at", "text", "urls", "kind", "reply_to"):
            assert first[field] == second[field]


def test_an_account(files: Files) -> None:
    reading = files.open(files.write("listing.json", SAMPLES["reddit_listing.json"]))
    files.rows(reading)
    one = people(reading)["one"]
    assert (one["handle"], one["display_name"], one["bio"], one["label"]) == ("one", "One", "Rivers.", None)
    assert one["avatar"] == "https://styles.example.org/one.png?a=1&b=2"
    assert one["created_at"].isoformat() == "2017-07-14T02:40:00+00:00"


def test_pages_of_pushshift_and_things_by_themselves(files: Files) -> None:
    dump = [json.loads(line) for line in SAMPLES["reddit_dump.ndjson"].splitlines()]
    assert len(files.read("page.json", json.dumps({"data": dump, "metadata": {}}))) == 4
    assert len(files.read("again.ndjson", "\n".join(json.dumps(d) for d in [*dump, *dump]))) == 4
    things = json.loads(SAMPLES["reddit_listing.json"])["data"]["children"]
    assert len(files.read("things.ndjson", "\n".join(json.dumps(t) for t in things))) == 3


def test_answers_nested_deeply_are_all_read(files: Files) -> None:
    """Lines may nest to 64 levels, of which an answer takes five; Reddit sends ten answers deep."""
    answer: Any = ""
    for n in range(12, 0, -1):
        thing: dict[str, Any] = {
            "name": f"t1_a{n}",
            "author": f"a{n}",
            "body": "x",
            "link_id": "t3_b",
            "subreddit": "s",
        }
        thing |= {"created_utc": 1709280000 + n, "parent_id": f"t1_a{n - 1}", "replies": answer}
        answer = {"kind": "Listing", "data": {"children": [{"kind": "t1", "data": thing}]}}
    rows = files.read("page.ndjson", json.dumps(answer))
    assert [r["reply_to_account"] for r in rows] == [None, *(f"a{n}" for n in range(1, 12))]


@given(st.integers(1, 2**53 - 1))
def test_a_number_in_digits_is_the_name(number: int) -> None:
    name = _parent(number, None)
    assert name is not None
    assert int(name.removeprefix("t1_"), 36) == number
    assert _parent(float(number), None) == name
    if 10**8 <= number < 10**15:
        assert _parent(str(number), None) == name


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("t1_kt00001", "t1_kt00001"),
        ("T1_KT00001", "t1_kt00001"),
        ("kt00001", "t1_kt00001"),
        ("1b3abc", "t3_1b3abc"),
        ("41497293111", "t1_j2af0af"),
        ("", "t3_1b3abc"),
        ("?", None),
        ([], None),
        (True, None),
        (-1, None),
        (1.5, None),
    ],
)
def test_what_a_comment_answers(value: Any, found: str | None) -> None:
    assert _parent(value, "t3_1b3abc") == found


def test_others_are_left_alone() -> None:
    export = Reddit()
    for odd in ({}, {"kind": "t1"}, {"kind": "Listing", "data": 7}, {"author": "a", "created_utc": 1, "title": "t"}):
        assert not export.recognise(odd)
