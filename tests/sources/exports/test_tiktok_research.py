"""The Research API of TikTok: each contradiction of its documentation, pages and bare records, what it leaves out."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from overt.sources.exports.tag_order import in_order
from overt.sources.exports.tiktok_research import TikTokResearch

from ..conftest import Files

BIG = 7345678901234567891
VIDEO: dict[str, Any] = {
    "id": BIG,
    "create_time": 1709280000,
    "username": "one",
    "video_description": "a #b @c",
    "region_code": "NL",
}


def read(files: Files, *documents: Any, whole: bool = False) -> tuple[list[dict[str, Any]], Any]:
    text = json.dumps(documents[0], indent=1) if whole else "\n".join(map(json.dumps, documents))
    reading = files.open(files.write("tiktok.json" if whole else "tiktok.ndjson", text))
    rows = files.rows(reading)
    assert reading.files[0].format == "tiktok-research"
    return rows, reading


def page(name: str, *records: Any, **more: Any) -> dict[str, Any]:
    return {"data": {name: list(records), "cursor": 1, "has_more": False, **more}, "error": {"code": "ok"}}


@pytest.mark.parametrize("name", ["id", "video_id", "item_id"])
@pytest.mark.parametrize("value", [BIG, str(BIG)])
def test_ids_beyond_2_53_under_every_name(files: Files, name: str, value: Any) -> None:
    video = {k: v for k, v in VIDEO.items() if k != "id"} | {name: value}
    rows, _ = read(files, page("videos", video))
    assert [r["post_id"] for r in rows] == [str(BIG)]


def test_an_id_that_went_through_a_float_is_rejected(files: Files) -> None:
    text = json.dumps(page("videos", VIDEO)).replace(str(BIG), "7.345678901234568e18")
    assert files.read("t.ndjson", text) == []
    assert "damaged by a float" in files.reasons()[0]


def test_a_video(files: Files) -> None:
    video = {
        **VIDEO,
        "music_id": BIG + 1,
        "effect_ids": ["0", "1805988"],
        "like_count": 3,
        "share_count": 2,
        "comment_count": 1,
        "view_count": "4,000",
    }
    rows, reading = read(files, page("videos", video))
    row = rows[0]
    assert (row["platform"], row["account_id"], row["kind"]) == ("tiktok", "one", "post")
    assert row["created_at"] == datetime(2024, 3, 1, 8, tzinfo=UTC)
    assert (row["likes"], row["shares"], row["comments"], row["views"]) == (3, 2, 1, 4000)
    assert row["sound_id"] == str(BIG + 1)
    assert row["effects"] == ["1805988"]
    assert (row["hashtags"], row["mentions"], row["urls"]) == (["b"], ["c"], [])
    account = reading.profiles.table().to_pylist()[0]
    assert (account["account_id"], account["handle"], account["country"]) == ("one", "one", "NL")


@pytest.mark.parametrize(
    ("sound", "expected"), [(0, None), ("0", None), ("", None), (None, None), ({}, None), (str(BIG), str(BIG))]
)
def test_no_sound_is_none(files: Files, sound: Any, expected: Any) -> None:
    rows, _ = read(files, {**VIDEO, "music_id": sound})
    assert rows[0]["sound_id"] == expected


@pytest.mark.parametrize("photo", ["effect_photo_url", "effect_photo_URI"])
def test_effects_from_their_details(files: Files, photo: str) -> None:
    rows, _ = read(files, {**VIDEO, "effect_info_list": [{"effect_id": "5", photo: "x"}, {"effect_id": 6}]})
    assert rows[0]["effects"] == ["5", "6"]


def test_effects_that_were_not_asked_for_are_missing(files: Files) -> None:
    rows, _ = read(files, VIDEO, {**VIDEO, "id": 1, "effect_ids": ["0"]})
    assert [r["effects"] for r in rows] == [None, []]


def test_hashtags_stand_in_the_order_of_the_text(files: Files) -> None:
    video = {**VIDEO, "video_description": "lol #Pov #avengers", "hashtag_names": ["avengers", "pov", "more"]}
    info = {**VIDEO, "id": 1, "video_description": "", "hashtag_info_list": [{"hashtag_name": "z"}, {"hashtag_id": 1}]}
    rows, _ = read(files, video, info)
    assert [r["hashtags"] for r in rows] == [["Pov", "avengers", "more"], ["z"]]


def test_in_order() -> None:
    assert in_order([], None) == []
    assert in_order(["#b", " a ", "", "B"], "x #A") == ["A", "B"]
    assert in_order(["ß"], "#SS") == ["SS"]


@pytest.mark.parametrize("tag", [{"type": "AIGC Type", "number": 1}, {"video_tag_type": "AIGC", "video_tag_number": 2}])
def test_aigc_numbers_stay_in_raw(files: Files, tag: Any) -> None:
    rows, reading = read(files, {**VIDEO, "video_tag": tag, "voice_to_text": "v"})
    assert json.loads(rows[0]["raw"]) == {"video_tag": tag, "voice_to_text": "v"}
    assert not reading.notices


@pytest.mark.parametrize("name", ["favorites_count", "favourites_count", "stem_verified", "duration_type"])
def test_both_spellings_are_known(files: Files, name: str) -> None:
    _, reading = read(files, {**VIDEO, name: 1})
    assert not reading.notices


@pytest.mark.parametrize("name", ["user_reposted_videos", "reposted_videos", "user_liked_videos", "user_pinned_videos"])
def test_pages_of_other_lists_give_videos_of_those_who_made_them(files: Files, name: str) -> None:
    rows, _ = read(files, page(name, VIDEO, {**VIDEO, "id": 2, "username": None}))
    assert [(r["account_id"], r["kind"], r["repost_of"]) for r in rows] == [("one", "post", None)]
    assert "no username" in files.reasons()[0]


def test_comments_have_no_author_and_are_counted(files: Files) -> None:
    comment = {
        "id": BIG,
        "video_id": 7,
        "parent_comment_id": 7,
        "text": "x",
        "create_time": 1709280000,
        "like_count": 1,
    }
    named = {**comment, "id": 8, "username": "a", "parent_comment_id": BIG, "reply_count": 4}
    first = {**comment, "id": 9, "username": "b", "parent_comment_id": 0}
    rows, reading = read(files, page("comments", comment, comment, named, first))
    assert [(r["post_id"], r["kind"], r["reply_to"], r["comments"]) for r in rows] == [
        ("8", "comment", str(BIG), 4),
        ("9", "comment", "7", None),
    ]
    assert "tiktok.ndjson: passed over: 2 comments, whose authors the API does not name" in reading.notices


def test_accounts_need_a_name_beside_them(files: Files) -> None:
    user = {
        "display_name": "Three",
        "bio_description": "b",
        "avatar_url": "https://example.org/a",
        "is_verified": True,
        "follower_count": 20,
        "following_count": 4,
        "video_count": 6,
        "bio_url": "https://example.org",
    }
    error = {"code": "ok"}
    _, reading = read(
        files,
        {"data": user, "error": error},
        {"username": "three", "data": user, "error": error},
        {**user, "username": "videos"},
        page("user_followers", {"username": "four", "display_name": "Four"}),
        page("user_following", {"username": "five", "display_name": "Five"}),
    )
    accounts = {a["account_id"]: a for a in reading.profiles.table().to_pylist()}
    assert set(accounts) == {"three", "videos", "four", "five"}
    three = accounts["three"]
    assert (three["display_name"], three["bio"], three["verified"]) == ("Three", "b", True)
    assert (three["followers"], three["following"], three["posts_total"]) == (20, 4, 6)
    assert (three["avatar"], three["profile_url"]) == ("https://example.org/a", "https://example.org")
    assert accounts["four"]["display_name"] == "Four"
    assert "1 accounts without a username" in reading.notices[0]


def test_pages_in_one_piece_in_an_array_and_one_a_line(files: Files) -> None:
    pages = [page("videos", VIDEO), page("videos", {**VIDEO, "id": 2}, {**VIDEO, "id": 3})]
    one, _ = read(files, pages[1], whole=True)
    array, _ = read(files, pages, whole=True)
    lines, _ = read(files, *pages)
    bare, _ = read(files, VIDEO, {**VIDEO, "id": 2}, {**VIDEO, "id": 3})
    unwrapped, _ = read(files, pages[0]["data"] | {"search_id": ""}, pages[1]["data"])
    names = [str(BIG), "2", "3"]
    assert [r["post_id"] for r in one] == names[1:]
    for rows in (array, lines, bare, unwrapped):
        assert [r["post_id"] for r in rows] == names


def test_a_video_of_two_pages_is_one_post(files: Files) -> None:
    rows, reading = read(files, page("videos", VIDEO), page("videos", VIDEO))
    assert len(rows) == 1
    assert "captured before" in reading.notices[0]


def test_answers_without_data_are_counted(files: Files) -> None:
    rows, reading = read(
        files, page("videos", VIDEO), page("videos"), {"data": {}, "error": {"code": "rate_limit_exceeded"}}
    )
    assert len(rows) == 1
    assert reading.notices == ["tiktok.ndjson: passed over: 1 answers without data"]


@pytest.mark.parametrize(
    "other",
    [
        {"data": {"videos": [{"videoId": "1"}]}, "error": {"code": 1}},
        {"data": {"comments": [{"body": "x"}], "has_more": True}},
        {"data": {"followers": [{"login": "x"}], "has_more": True}},
        {"id": 1, "create_time": 1, "text": "x"},
        {"data": [{"id": "1", "text": "x"}]},
        {"videos": [VIDEO]},
        {"display_name": "x", "is_verified": True},
    ],
)
def test_what_is_of_another_kind_is_not_taken(other: Any) -> None:
    assert not TikTokResearch().recognise(other)
