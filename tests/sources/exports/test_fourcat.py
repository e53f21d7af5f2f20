"""4CAT's CSV files: local times, columns that are called like others, sets without order, ids of two kinds."""

from datetime import UTC, datetime
from typing import Any

import pytest

from overt.sources.exports import EXPORTS
from overt.sources.exports.cells import table

from ..conftest import Files

EIGHT = datetime(2024, 3, 1, 8, tzinfo=UTC)
BY_NAME = {e.name: e for e in EXPORTS}


def columns(name: str) -> list[str]:
    """The header of an example."""
    data = next(iter(BY_NAME[name].examples().values()))
    return data.decode().splitlines()[0].split(",")


def read(files: Files, name: str, *rows: dict[str, str], header: list[str] | None = None) -> tuple[Any, Any]:
    reading = files.open(files.write("4cat.csv", table(header or columns(name), list(rows))), timezone="Asia/Tokyo")
    found = files.rows(reading)
    assert reading.files[0].format == name
    return found, reading


def accounts(reading: Any) -> dict[str, dict[str, Any]]:
    return {a["account_id"]: a for a in reading.profiles.table().to_pylist()}


def media(row: dict[str, Any]) -> list[tuple[str | None, str]]:
    return [(m["kind"], m["url"]) for m in row["media"]]


TIKTOK = {
    "id": "7345678901234567891",
    "author": "one",
    "body": "a #B, c",
    "unix_timestamp": "1709280000",
    "timestamp": "2024-03-01 08:00:00",
}


def test_tiktok(files: Files) -> None:
    row = {
        **TIKTOK,
        "music_id": "7040000000000000123",
        "hashtags": "b,c",
        "challenges": "d",
        "effects": "Glow,Green Screen",
        "video_url": "https://e.org/v.mp4?a=1,2",
        "likes": "1,234",
        "shares": "2",
        "comments": "3",
        "plays": "4",
        "author_full": "One",
        "author_followers": "5",
        "author_videos": "6",
        "author_avatar": "https://e.org/1",
    }
    rows, reading = read(files, "4cat-tiktok", row)
    found = rows[0]
    assert (found["platform"], found["post_id"], found["account_id"]) == ("tiktok", "7345678901234567891", "one")
    assert (found["created_at"], found["kind"]) == (EIGHT, "post")
    assert (found["hashtags"], found["effects"]) == (["B", "c", "d"], ["Glow", "Green Screen"])
    assert (found["sound_id"], media(found)) == ("7040000000000000123", [("video", "https://e.org/v.mp4?a=1,2")])
    assert [found[n] for n in ("likes", "shares", "comments", "views")] == [1234, 2, 3, 4]
    one = accounts(reading)["one"]
    assert [one[n] for n in ("handle", "display_name", "followers", "posts_total", "avatar")] == [
        "one",
        "One",
        5,
        6,
        "https://e.org/1",
    ]


@pytest.mark.parametrize(
    ("said", "kind"), [("yes", "quote"), ("True", "quote"), ("no", "post"), ("False", "post"), ("", "post")]
)
def test_a_duet_is_a_quote_of_something(files: Files, said: str, kind: str) -> None:
    rows, _ = read(files, "4cat-tiktok", {**TIKTOK, "is_duet": said, "music_id": "0"})
    assert (rows[0]["kind"], rows[0]["quote_of"], rows[0]["sound_id"]) == (kind, None, None)


def test_tiktok_of_older_versions(files: Files) -> None:
    header = (
        "id thread_id author author_full author_id body timestamp is_harmful music_id tiktok_url amount_likes "
        "amount_comments amount_shares amount_plays hashtags"
    ).split()
    row = {
        **TIKTOK,
        "author_id": "6812345678901234567",
        "timestamp": "1709280000",
        "amount_likes": "7",
        "amount_plays": "8",
    }
    rows, reading = read(files, "4cat-tiktok", row, {**row, "author_id": "", "id": "2"}, header=header)
    assert [(r["account_id"], r["likes"], r["views"], r["created_at"]) for r in rows] == [
        ("6812345678901234567", 7, 8, EIGHT),
        ("one", 7, 8, EIGHT),
    ]
    assert accounts(reading)["6812345678901234567"]["handle"] == "one"


def test_tiktok_comments(files: Files) -> None:
    row = {
        "id": "7345678901234567999",
        "thread_id": "7345678901234567891",
        "post_id": "7345678901234567891",
        "author": "two",
        "body": "x",
        "timestamp": "2024-03-01 17:00:00",
        "unix_timestamp": "1709280000",
        "likes": "1",
        "replies": "2",
        "language_guess": "en",
        "author_avatar_url": "https://e.org/2",
        "comment_url": "https://e.org/c",
    }
    answer = {**row, "id": "8", "thread_id": row["id"], "language_guess": "un"}
    rows, reading = read(files, "4cat-tiktok-comments", row, answer)
    assert [(r["post_id"], r["reply_to"], r["kind"], r["lang"]) for r in rows] == [
        ("7345678901234567999", "7345678901234567891", "comment", "en"),
        ("8", "7345678901234567999", "comment", None),
    ]
    assert (rows[0]["created_at"], rows[0]["likes"], rows[0]["comments"], rows[0]["urls"]) == (EIGHT, 1, 2, [])
    assert accounts(reading)["two"]["avatar"] == "https://e.org/2"
    assert not reading.notices


TELEGRAM = {
    "id": "rivers-7",
    "chat": "rivers",
    "thread_id": "rivers",
    "author": "1234567890",
    "author_username": "rivers",
    "body": "a #b @c https://e.org/1",
    "timestamp": "2024-03-01 17:00:00",
    "unix_timestamp": "1709280000",
}


def test_telegram(files: Files) -> None:
    row = {
        **TELEGRAM,
        "link_attached": "https://e.org/2",
        "attachment_type": "photo",
        "attachment_filename": "rivers-7.jpeg",
        "views": "300",
        "author_is_bot": "yes",
        "author_name": "Rivers",
    }
    rows, reading = read(files, "4cat-telegram", row)
    found = rows[0]
    assert (found["platform"], found["post_id"], found["account_id"]) == ("telegram", "rivers/7", "1234567890")
    assert (found["created_at"], found["kind"], found["views"]) == (EIGHT, "post", 300)
    assert (found["hashtags"], found["mentions"]) == (["b"], ["c"])
    assert found["urls"] == ["https://e.org/2", "https://e.org/1"]
    assert media(found) == [("image", "rivers-7.jpeg")]
    one = accounts(reading)["1234567890"]
    assert (one["handle"], one["display_name"], one["is_bot_declared"]) == ("rivers", "Rivers", True)


def test_messages_of_telegram_are_called_by_their_chat(files: Files) -> None:
    older = {**TELEGRAM, "id": "7"}
    number = {**TELEGRAM, "id": "1555-8", "chat": "1555", "is_reply": "True", "reply_to": "7"}
    dashed = {**TELEGRAM, "id": "9", "chat": "a-9", "is_reply": "False", "reply_to": ""}
    rows, _ = read(files, "4cat-telegram", older, number, dashed)
    assert [(r["post_id"], r["reply_to"], r["kind"]) for r in rows] == [
        ("rivers/7", None, "post"),
        ("1555/8", "1555/7", "reply"),
        ("a-9/9", None, "post"),
    ]


@pytest.mark.parametrize(
    ("header", "account"),
    [
        ({"author_forwarded_from_id": "77", "author_forwarded_from_username": "u"}, "77"),
        ({"author_forwarded_from_username": "u"}, "u"),
        ({"author_forwarded_from_name": "Hidden"}, None),
        ({"unix_timestamp_forwarded_from": "1709270000"}, None),
    ],
)
def test_forwards_of_telegram(files: Files, header: dict[str, str], account: str | None) -> None:
    rows, _ = read(files, "4cat-telegram", {**TELEGRAM, **header, "is_reply": "True", "reply_to": "3"})
    assert (rows[0]["kind"], rows[0]["repost_of_account"], rows[0]["repost_of"]) == ("repost", account, None)


def test_a_message_without_its_sender_is_rejected(files: Files) -> None:
    assert read(files, "4cat-telegram", {**TELEGRAM, "author": ""})[0] == []
    assert files.reasons() == ["2: no account id"]


X = {
    "id": "1763500000000000001",
    "thread_id": "1763500000000000000",
    "timestamp": "2024-03-01 08:00:00",
    "unix_timestamp": "1709312400",
    "body": "a #B #c",
    "author": "one",
    "author_id": "1500000000000000001",
}


def test_x(files: Files) -> None:
    row = {
        **X,
        "link": "https://twitter.com/one/status/1",
        "author_fullname": "One",
        "author_followers": "5",
        "source": "App",
        "language_guess": "en",
        "retweet_count": "1",
        "reply_count": "-1",
        "like_count": "3",
        "impression_count": "4",
        "is_retweet": "no",
        "is_quote_tweet": "no",
        "is_reply": "no",
        "hashtags": "c,b",
        "urls": "https://e.org/a,b,https://e.org/c",
        "images": "https://e.org/1.jpg,https://e.org/2.jpg",
        "videos": "https://e.org/v.mp4",
        "mentions": "two,three",
    }
    rows, reading = read(files, "4cat-x", row)
    found = rows[0]
    assert (found["post_id"], found["account_id"], found["kind"]) == (
        "1763500000000000001",
        "1500000000000000001",
        "post",
    )
    assert found["created_at"] == EIGHT  # and not that of unix_timestamp, which was made in the zone of the server
    assert (found["hashtags"], found["mentions"], found["lang"], found["client"]) == (
        ["B", "c"],
        ["two", "three"],
        "en",
        "App",
    )
    assert found["urls"] == ["https://e.org/a,b", "https://e.org/c"]
    assert media(found) == [
        ("image", "https://e.org/1.jpg"),
        ("image", "https://e.org/2.jpg"),
        ("video", "https://e.org/v.mp4"),
    ]
    assert [found[n] for n in ("shares", "comments", "likes", "views")] == [1, None, 3, 4]
    one = accounts(reading)["1500000000000000001"]
    assert (one["handle"], one["display_name"], one["followers"]) == ("one", "One", 5)


def test_kinds_of_x(files: Files) -> None:
    repost = {**X, "is_retweet": "yes", "retweeted_user": "two", "is_reply": "yes", "body": "RT @two: b"}
    reply = {**X, "is_reply": "yes", "replied_user": "two"}
    quote = {**X, "is_quote_tweet": "yes", "is_reply": "yes"}
    rows, _ = read(files, "4cat-x", repost, reply, quote)
    assert [(r["kind"], r["repost_of_account"], r["reply_to_account"], r["reply_to"]) for r in rows] == [
        ("repost", "two", None, None),
        ("reply", None, "two", None),
        ("quote", None, None, None),
    ]


def test_x_imported_from_zeeschuimer_and_from_tcat(files: Files) -> None:
    later = [*columns("4cat-x"), "quote_tweet_id", "replied_author", "author_bio", "author_following", "verified"]
    later.remove("replied_user")
    named = {
        **X,
        "is_quote_tweet": "yes",
        "quote_tweet_id": "1763500000000000009",
        "replied_author": "two",
        "verified": "True",
    }
    rows, reading = read(files, "4cat-x", {**named, "author_bio": "b", "author_following": "2"}, header=later)
    assert (rows[0]["quote_of"], rows[0]["reply_to_account"]) == ("1763500000000000009", "two")
    one = accounts(reading)["1500000000000000001"]
    assert (one["bio"], one["following"], one["verified"]) == ("b", 2, True)
    tcat = [c for c in columns("4cat-x") if c not in ("replied_user", "retweeted_user", "videos")] + ["reply_to"]
    rows, _ = read(files, "4cat-x", {**X, "reply_to": "two", "is_reply": "yes"}, header=tcat)
    assert (rows[0]["reply_to"], rows[0]["reply_to_account"]) == (None, "two")


BLUESKY = {
    "id": "at://did:plc:a/app.bsky.feed.post/1",
    "thread_id": "at://did:plc:a/app.bsky.feed.post/1",
    "created_at": "2024-03-01T08:00:00.123000+00:00",
    "timestamp": "1709280000",
    "collected_at": "2024-03-02T19:00:00",
    "author": "one.example.org",
    "author_id": "did:plc:a",
    "body": "a #B #c",
}


def test_bluesky(files: Files) -> None:
    row = {
        **BLUESKY,
        "link": "https://bsky.app/profile/one.example.org/post/1",
        "tags": "c,b,hidden",
        "mentions": "two.example.org",
        "links": "https://e.org/a,https://e.org/b",
        "images": "https://e.org/1",
        "languages": "en,nl",
        "like_count": "1",
        "repost_count": "2",
        "reply_count": "3",
        "quote_count": "4",
        "author_display_name": "One",
        "author_profile": "https://bsky.app/profile/one.example.org",
        "author_avatar": "https://e.org/one",
        "author_created_at": "2023-05-01T00:00:00+00:00",
    }
    rows, reading = read(files, "4cat-bluesky", row)
    found = rows[0]
    assert (found["post_id"], found["account_id"]) == ("at://did:plc:a/app.bsky.feed.post/1", "did:plc:a")
    assert (found["created_at"], found["collected_at"]) == (EIGHT.replace(microsecond=123000), None)
    assert (found["hashtags"], found["mentions"], found["lang"]) == (["B", "c", "hidden"], ["two.example.org"], "en")
    assert (found["urls"], media(found)) == (["https://e.org/a", "https://e.org/b"], [("image", "https://e.org/1")])
    assert [found[n] for n in ("likes", "shares", "comments")] == [1, 2, 3]
    one = accounts(reading)["did:plc:a"]
    assert [one[n] for n in ("handle", "display_name", "bio", "profile_url", "avatar")] == [
        "one.example.org",
        "One",
        None,
        "https://bsky.app/profile/one.example.org",
        "https://e.org/one",
    ]
    assert one["created_at"] == datetime(2023, 5, 1, tzinfo=UTC)
    assert not reading.notices


def test_posts_of_bluesky_by_their_address(files: Files) -> None:
    def link(who: str, key: str) -> str:
        return f"https://bsky.app/profile/{who}/post/{key}"

    root = {**BLUESKY, "replied_to_post": link("one.example.org", "1"), "replied_to_user": "one.example.org"}
    other = {**BLUESKY, "replied_to_post": link("two.example.org", "2"), "replied_to_user": "two.example.org"}
    quote = {**BLUESKY, "quoted_post": link("did:plc:b", "3")}
    gone = {**BLUESKY, "quoted_post": "DELETED", "languages": "N/A"}
    rows, _ = read(files, "4cat-bluesky", root, other, quote, gone)
    assert [(r["kind"], r["reply_to"], r["reply_to_account"], r["quote_of"]) for r in rows] == [
        ("reply", "at://did:plc:a/app.bsky.feed.post/1", "one.example.org", None),
        ("reply", "at://two.example.org/app.bsky.feed.post/2", "two.example.org", None),
        ("quote", None, None, "at://did:plc:b/app.bsky.feed.post/3"),
        ("quote", None, None, None),
    ]
    assert rows[3]["lang"] is None


def test_instagram(files: Files) -> None:
    row = {
        "id": "Cab",
        "thread_id": "Cab",
        "parent_id": "Cab",
        "timestamp": "2024-03-01 17:00:00",
        "unix_timestamp": "1709280000",
        "body": "a #b @c",
        "author_id": "314159265358979323",
        "author": "one",
        "author_fullname": "One",
        "verified": "True",
        "media_type": "mixed",
        "num_media": "2",
        "media_urls": "https://e.org/1,https://e.org/2",
        "usertags": "d,c",
        "likes_hidden": "no",
        "num_likes": "3",
        "num_comments": "1",
        "play_count": "9",
    }
    rows, reading = read(files, "4cat-instagram", row, {**row, "likes_hidden": "yes"}, {**row, "num_likes": "-1"})
    found = rows[0]
    assert (found["post_id"], found["account_id"], found["kind"], found["reply_to"]) == (
        "Cab",
        "314159265358979323",
        "post",
        None,
    )
    assert (found["created_at"], found["mentions"], found["hashtags"]) == (EIGHT, ["c", "d"], ["b"])
    assert media(found) == [(None, "https://e.org/1"), (None, "https://e.org/2")]
    assert [r["likes"] for r in rows] == [3, None, None]
    assert (found["comments"], found["views"]) == (1, 9)
    assert accounts(reading)["314159265358979323"]["handle"] == "one"


def test_threads(files: Files) -> None:
    row = {
        "id": "Cth",
        "url": "https://www.threads.net/@one/post/Cth",
        "body": "a #b",
        "timestamp": "2024-03-01 17:00:00",
        "unix_timestamp": "1709280000",
        "author": "one",
        "author_is_verified": "yes",
        "image_url": "https://e.org/1",
        "video_url": "https://e.org/2",
        "link_url": "https://e.org/3",
        "likes": "1",
        "reposts": "2",
        "replies": "3",
    }
    rows, reading = read(files, "4cat-threads", row)
    found = rows[0]
    assert (found["platform"], found["post_id"], found["account_id"], found["created_at"]) == (
        "threads",
        "Cth",
        "one",
        EIGHT,
    )
    assert (found["urls"], media(found)) == (
        ["https://e.org/3"],
        [("image", "https://e.org/1"), ("video", "https://e.org/2")],
    )
    assert [found[n] for n in ("likes", "shares", "comments")] == [1, 2, 3]
    assert accounts(reading)["one"]["verified"] is True
