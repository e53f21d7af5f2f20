"""The Meta Content Library and Junkipedia: several spellings of every field, whatever platform."""

import json
from typing import Any

import pytest

from overt.sources.exports.junkipedia import Junkipedia, JunkipediaTable
from overt.sources.exports.meta_content_library import MetaContentLibrary, MetaContentLibraryTable

from ..conftest import Files

POST: dict[str, Any] = {
    "id": 9007199254740993,
    "creation_time": "2024-03-01T08:00:00+00:00",
    "text": "x",
    "post_owner": {"id": 9007199254740995},
    "statistics": {"like_count": 1},
}


def read(files: Files, *posts: Any) -> list[dict[str, Any]]:
    return files.read("posts.ndjson", "\n".join(json.dumps(p) for p in [*posts, {}]))


@pytest.mark.parametrize("name", ["mcl_facebook.json", "mcl_facebook.csv"])
def test_facebook_by_both_spellings(files: Files, name: str) -> None:
    data = {**MetaContentLibrary().examples(), **MetaContentLibraryTable().examples()}[name]
    page, group = files.read(name, data)
    assert (page["platform"], group["platform"]) == ("facebook", "facebook")
    assert (page["account_id"], group["account_id"]) == ("100000000000000001", "100000000000000003")
    assert (page["post_id"], page["urls"]) == ("9007199254740993", ["https://example.org/seeds"])
    assert (page["likes"], page["shares"], page["comments"], page["views"]) == (5, 1, 0, 350)
    assert (group["kind"], group["repost_of"], group["shares"]) == ("repost", "9007199254740993", None)


@pytest.mark.parametrize("name", ["mcl_instagram.ndjson", "mcl_instagram.csv"])
def test_instagram(files: Files, name: str) -> None:
    data = {**MetaContentLibrary().examples(), **MetaContentLibraryTable().examples()}[name]
    (row,) = files.read(name, data)
    assert (row["platform"], row["account_id"], row["hashtags"]) == (
        "instagram",
        "200000000000000001",
        ["tulips", "spring"],
    )
    assert (row["mentions"], row["views"]) == (["rain"], 1200)


def test_numbers_and_texts_as_ids(files: Files) -> None:
    owned = {**POST, "id": "9007199254740994", "post_owner": {"data": [{"id": "9007199254740995"}]}}
    rows = read(files, POST, owned, {**POST, "id": "9007199254740994"})
    assert [(r["post_id"], r["account_id"]) for r in rows] == [
        ("9007199254740993", "9007199254740995"),
        ("9007199254740994", "9007199254740995"),
    ]


@pytest.mark.parametrize(
    ("change", "platform"),
    [
        ({}, "unknown"),
        ({"statistics": {"like_count": 1, "reaction_count": 0}}, "facebook"),
        ({"post_owner": {"id": 1, "type": "FACEBOOK_PAGE"}}, "facebook"),
        ({"post_owner": {"id": 1, "type": "creator"}}, "instagram"),
        ({"is_branded_content": False}, "instagram"),
    ],
)
def test_the_platform_is_told_or_unknown(files: Files, change: dict[str, Any], platform: str) -> None:
    assert read(files, {**POST, **change})[0]["platform"] == platform


def test_a_platform_that_is_not_told_may_be_given(files: Files) -> None:
    text = json.dumps(POST) + "\n{}"
    assert files.read("posts.ndjson", text, platform="threads")[0]["platform"] == "threads"


def test_a_post_without_owner_is_rejected(files: Files) -> None:
    assert len(read(files, POST, {**POST, "id": 5, "post_owner": None})) == 1
    assert "2: no owner of the post" in files.reasons()


def test_a_shared_post_with_words_is_a_quote(files: Files) -> None:
    (row,) = read(files, {**POST, "shared_post_id": 7})
    assert (row["kind"], row["repost_of"]) == ("quote", None)
    assert row["quote_of"] == "7"


def test_times_of_the_year_2024_only_by_their_name(files: Files) -> None:
    assert not MetaContentLibrary().recognise({"data": []})
    assert not MetaContentLibrary().recognise({"creation_time": 1, "name": "x"})
    assert not MetaContentLibraryTable().recognise(["creation_time", "owner", "text"])


@pytest.mark.parametrize(("name", "data"), Junkipedia().examples().items())
def test_junkipedia(files: Files, name: str, data: bytes) -> None:
    reading = files.open(files.write(name, data))
    tweet, reply = files.rows(reading)
    assert (tweet["platform"], tweet["post_id"], tweet["account_id"]) == ("x", "9007199254740993", "9007199254740995")
    assert (tweet["likes"], tweet["shares"], tweet["comments"], tweet["views"]) == (4, 1002, 0, None)
    assert (tweet["urls"], tweet["hashtags"]) == (["https://example.org/t"], ["spring"])
    assert (reply["platform"], reply["kind"], reply["account_id"]) == ("gab", "reply", "4142")
    assert reading.notices == [f"{name}: fields that this reader does not know were kept in raw: another"]
    assert json.loads(reply["raw"]) == {"another": "new"}


def test_junkipedia_as_a_table(files: Files) -> None:
    (row,) = files.read("j.csv", JunkipediaTable().examples()["junkipedia.csv"])
    assert (row["platform"], row["account_id"], row["likes"]) == ("instagram", "4141", 1200)
    assert row["text"] == "Tulips https://example.org/t"


def test_other_answers_of_that_shape_are_not_junkipedia() -> None:
    page = {"data": [{"id": 1, "type": "posts", "attributes": {"title": "x", "published_at": "2020-01-01"}}]}
    assert not Junkipedia().recognise(page)
    assert not JunkipediaTable().recognise(["published_at", "title", "author"])
