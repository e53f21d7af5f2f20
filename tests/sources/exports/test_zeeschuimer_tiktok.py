"""TikTok as Zeeschuimer captures it: the envelope, authors in three ways, counts in two, comments and their answers."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from overt.sources.exports.zeeschuimer import ndjson, wrapped

from ..conftest import Files

VIDEO: dict[str, Any] = {
    "id": "7345678901234567891",
    "desc": "a #B @two",
    "createTime": 1709280000,
    "author": {"id": "6812345678901234567", "uniqueId": "one", "nickname": "One"},
}
COMMENT: dict[str, Any] = {
    "cid": "7345678901234567999",
    "aweme_id": "7345678901234567891",
    "reply_id": "0",
    "text": "x",
    "create_time": 1709281000,
    "user": {"uid": "6812345678901234567", "unique_id": "two"},
}


def read(files: Files, *items: Any, module: str = "tiktok.com") -> tuple[list[dict[str, Any]], Any]:
    reading = files.open(files.write("z.ndjson", ndjson(wrapped(module, *items))))
    return files.rows(reading), reading


def accounts(reading: Any) -> dict[str, dict[str, Any]]:
    return {a["account_id"]: a for a in reading.profiles.table().to_pylist()}


def test_a_video(files: Files) -> None:
    item = {
        **VIDEO,
        "music": {"id": "7040000000000000123"},
        "stats": {"diggCount": 3, "commentCount": 2, "shareCount": 1, "playCount": 400},
        "effectStickers": [{"ID": "1805988", "name": "Glow"}, {"name": "no id"}],
        "textExtra": [{"hashtagName": "b"}, {"hashtagName": "", "userUniqueId": "two"}],
        "challenges": [{"title": "c"}],
        "textLanguage": "en",
        "video": {"cover": "https://example.org/c", "downloadAddr": "", "playAddr": "https://example.org/v.mp4"},
        "stickersOnItem": [{"stickerText": ["high"]}],
    }
    rows, reading = read(files, item)
    row = rows[0]
    assert reading.files[0].format == "zeeschuimer-tiktok"
    assert (row["post_id"], row["account_id"]) == ("7345678901234567891", "6812345678901234567")
    assert (row["created_at"], row["kind"], row["lang"]) == (datetime(2024, 3, 1, 8, tzinfo=UTC), "post", "en")
    assert row["collected_at"] == datetime(2024, 3, 1, 13, 33, 21, tzinfo=UTC)
    assert (row["likes"], row["comments"], row["shares"], row["views"]) == (3, 2, 1, 400)
    assert (row["hashtags"], row["mentions"]) == (["B", "c"], ["two"])
    assert (row["sound_id"], row["effects"]) == ("7040000000000000123", ["1805988"])
    assert [(m["kind"], m["url"]) for m in row["media"]] == [("video", "https://example.org/v.mp4")]
    assert json.loads(row["raw"]) == {"stickersOnItem": [{"stickerText": ["high"]}]}


@pytest.mark.parametrize("number", [7345678901234567891, "7345678901234567891"])
def test_ids_as_numbers_and_as_text(files: Files, number: Any) -> None:
    rows, _ = read(files, {**VIDEO, "id": number, "music": {"id": number}, "duetInfo": {"duetFromId": number}})
    assert rows[0]["post_id"] == rows[0]["sound_id"] == rows[0]["quote_of"] == "7345678901234567891"


@pytest.mark.parametrize(
    ("author", "beside", "expected"),
    [
        ({"id": "5", "uniqueId": "one", "nickname": "One"}, {}, ("5", "one", "One")),
        ({"id": 5, "uniqueId": "one"}, {"nickname": "One"}, ("5", "one", "One")),
        ("one", {"authorId": "5", "nickname": "One"}, ("5", "one", "One")),
        ("one", {"nickname": "One"}, ("one", "one", "One")),
        ('{"id": "5", "uniqueId": "one", "nickname": "One"}', {}, ("5", "one", "One")),
        ('{"id": "5", "uniqueId": "one"', {"authorId": "6"}, ("6", None, None)),
    ],
)
def test_the_author_in_each_way(files: Files, author: Any, beside: Any, expected: Any) -> None:
    rows, reading = read(files, {**VIDEO, "author": author, **beside})
    assert rows[0]["account_id"] == expected[0]
    profile = accounts(reading).get(expected[0], {})
    assert (profile.get("handle"), profile.get("display_name")) == expected[1:]


@pytest.mark.parametrize("author", [None, "", {}, [], "{}"])
def test_without_an_author_it_is_rejected(files: Files, author: Any) -> None:
    rows, _ = read(files, {**VIDEO, "author": author})
    assert not rows
    assert files.reasons() == ["1: no author"]


def test_counts_as_text_in_the_newer_place(files: Files) -> None:
    newer = {"diggCount": "1234567", "playCount": "9"}
    item = {**VIDEO, "statsV2": newer, "authorStatsV2": {"followerCount": "8"}}
    rows, reading = read(files, item, {**item, "id": "2", "stats": {"diggCount": 5}})
    assert [(r["likes"], r["views"], r["shares"]) for r in rows] == [(1234567, 9, None), (5, 9, None)]
    assert accounts(reading)["6812345678901234567"]["followers"] == 8


def test_parts_that_stand_as_the_text_of_their_json(files: Files) -> None:
    item = {**VIDEO, "stats": '{"diggCount": 4}', "music": '{"id": "9"}', "video": '{"playAddr": "https://e.org/v"}'}
    rows, _ = read(files, item)
    assert (rows[0]["likes"], rows[0]["sound_id"], rows[0]["media"][0]["url"]) == (4, "9", "https://e.org/v")


@pytest.mark.parametrize("duet", [{"duetFromId": "0"}, {"duetFromId": 0}, {}, None, {"duetFromId": ""}])
def test_no_duet(files: Files, duet: Any) -> None:
    rows, _ = read(files, {**VIDEO, "duetInfo": duet})
    assert (rows[0]["kind"], rows[0]["quote_of"]) == ("post", None)


def test_a_duet_quotes(files: Files) -> None:
    rows, _ = read(files, {**VIDEO, "duetInfo": {"duetFromId": "77"}})
    assert (rows[0]["kind"], rows[0]["quote_of"]) == ("quote", "77")


def test_photo_posts(files: Files) -> None:
    image = {"imageURL": {"urlList": ["https://example.org/1.jpeg", "https://example.org/1.webp"]}}
    rows, _ = read(files, {**VIDEO, "imagePost": {"images": [image, {"imageURL": {"urlList": []}}]}, "video": {}})
    assert [(m["kind"], m["url"]) for m in rows[0]["media"]] == [("image", "https://example.org/1.jpeg")]


def test_hashtags_and_mentions_without_marks_come_from_the_text(files: Files) -> None:
    rows, _ = read(files, VIDEO, {**VIDEO, "id": "2", "textExtra": []})
    assert [(r["hashtags"], r["mentions"]) for r in rows] == [(["B"], ["two"]), (["B"], [])]


def test_an_item_captured_again_counts_once_and_renews_the_profile(files: Files) -> None:
    later = {**VIDEO, "stats": {"diggCount": 9}, "authorStats": {"followerCount": 2}}
    rows, reading = read(files, {**VIDEO, "stats": {"diggCount": 1}, "authorStats": {"followerCount": 1}}, later)
    assert [r["likes"] for r in rows] == [1]
    assert accounts(reading)["6812345678901234567"]["followers"] == 2
    assert reading.notices == ["z.ndjson: passed over: 1 items that were captured before"]


def test_live_streams_and_new_fields(files: Files) -> None:
    rows, reading = read(files, {**VIDEO, "brandNew": [1]}, {"id": "3", "liveRoomInfo": {"x": 1}})
    assert json.loads(rows[0]["raw"]) == {"brandNew": [1]}
    assert reading.notices == [
        "z.ndjson: passed over: 1 live streams",
        "z.ndjson: fields that this reader does not know were kept in raw: brandNew",
    ]


def test_4cat_keeps_the_envelope_in_the_item(files: Files) -> None:
    meta = {"source_platform": "tiktok.com", "timestamp_collected": 1709300000000}
    reading = files.open(files.write("4cat.ndjson", ndjson([{**VIDEO, "__import_meta": meta}])))
    rows = files.rows(reading)
    assert reading.files[0].format == "zeeschuimer-tiktok"
    assert (rows[0]["post_id"], rows[0]["raw"]) == ("7345678901234567891", None)
    assert rows[0]["collected_at"] == datetime(2024, 3, 1, 13, 33, 20, tzinfo=UTC)


def test_the_item_as_the_text_of_its_json(files: Files) -> None:
    lines = [{**e, "data": json.dumps(e["data"])} for e in wrapped("tiktok.com", VIDEO)]
    assert [r["account_id"] for r in files.read("z.ndjson", ndjson(lines))] == ["6812345678901234567"]


def test_items_of_another_platform_are_rejected_by_name(files: Files) -> None:
    lines = [*wrapped("tiktok.com", VIDEO), *wrapped("instagram.com", {"id": 1}), {"id": 5}]
    rows = files.read("z.ndjson", ndjson(lines))
    assert len(rows) == 1
    assert files.reasons() == [
        "2: is an item of instagram.com: give the items of each platform as a file",
        "3: is no item that Zeeschuimer captured",
    ]


def test_envelopes_in_an_array(files: Files) -> None:
    text = json.dumps(wrapped("tiktok.com", VIDEO, {**VIDEO, "id": "2", "author": None}), indent=1)
    reading = files.open(files.write("z.json", text))
    assert [r["post_id"] for r in files.rows(reading)] == ["7345678901234567891"]
    assert files.reasons() == [f"{text[: text.rindex(chr(10) + ' {')].count(chr(10)) + 2}: no author"]


def test_comments(files: Files) -> None:
    item = {**COMMENT, "digg_count": 2, "reply_comment_total": 1, "comment_language": "en", "text": "a #b @c"}
    item["user"] = {
        **item["user"],
        "nickname": "Two",
        "avatar_thumb": {"url_list": ["https://e.org/2"]},
        "follower_count": 0,
    }
    rows, reading = read(files, item, module="tiktok-comments")
    row = rows[0]
    assert reading.files[0].format == "zeeschuimer-tiktok-comments"
    assert (row["kind"], row["post_id"], row["reply_to"]) == ("comment", "7345678901234567999", "7345678901234567891")
    assert (row["likes"], row["comments"], row["lang"], row["hashtags"], row["mentions"]) == (2, 1, "en", ["b"], ["c"])
    profile = accounts(reading)["6812345678901234567"]
    assert (profile["handle"], profile["display_name"], profile["avatar"]) == ("two", "Two", "https://e.org/2")
    assert profile["followers"] is None


@pytest.mark.parametrize(
    ("parents", "expected"),
    [
        ({"reply_id": "0"}, "7345678901234567891"),
        ({"reply_id": 0}, "7345678901234567891"),
        ({"reply_id": "5"}, "5"),
        ({"reply_id": "5", "reply_to_reply_id": "0"}, "5"),
        ({"reply_id": "5", "reply_to_reply_id": "6"}, "6"),
        ({"reply_id": None}, "7345678901234567891"),
    ],
)
def test_what_a_comment_answers(files: Files, parents: Any, expected: str) -> None:
    rows, _ = read(files, {**COMMENT, **parents}, module="tiktok-comments")
    assert (rows[0]["kind"], rows[0]["reply_to"]) == ("comment", expected)


def test_answers_inside_a_comment_are_posts_once(files: Files) -> None:
    answer = {**COMMENT, "cid": "8", "reply_id": COMMENT["cid"]}
    rows, _ = read(files, {**COMMENT, "reply_comment": [answer]}, answer, module="tiktok-comments")
    assert [(r["post_id"], r["reply_to"]) for r in rows] == [
        (COMMENT["cid"], COMMENT["aweme_id"]),
        ("8", COMMENT["cid"]),
    ]


def test_a_comment_without_its_user_is_rejected(files: Files) -> None:
    assert read(files, {**COMMENT, "user": None}, module="tiktok-comments")[0] == []
    assert files.reasons() == ["1: no author"]
