"""X as Zeeschuimer captures it: objects of each age, missing users, originals inside reposts, damaged numbers."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from overt.sources.exports.zeeschuimer import ndjson, wrapped

from ..conftest import Files

ID = "1763500000000000001"
USER: dict[str, Any] = {"rest_id": "5", "core": {"screen_name": "one", "name": "One"}}


def tweet(name: str = ID, user: Any = USER, author: Any = "5", **legacy: Any) -> dict[str, Any]:
    return {
        "rest_id": name,
        "core": {"user_results": {"result": user} if user is not None else {}},
        "legacy": {
            "created_at": "Fri Mar 01 08:00:00 +0000 2024",
            "full_text": "x",
            "user_id_str": author,
            "entities": {},
            **legacy,
        },
    }


def read(files: Files, *items: Any, module: str = "x.com") -> tuple[list[dict[str, Any]], Any]:
    reading = files.open(files.write("x.ndjson", ndjson(wrapped(module, *items))))
    return files.rows(reading), reading


def accounts(reading: Any) -> dict[str, dict[str, Any]]:
    return {a["account_id"]: a for a in reading.profiles.table().to_pylist()}


def test_a_post(files: Files) -> None:
    item = tweet(
        full_text="#b #a @two https://t.co/x",
        lang="de",
        favorite_count=2,
        retweet_count=3,
        reply_count=4,
        entities={
            "hashtags": [{"text": "a", "indices": [3, 5]}, {"text": "b", "indices": [0, 2]}],
            "urls": [{"url": "https://t.co/x", "expanded_url": "https://e.org/x"}, {"url": "https://t.co/y"}],
            "user_mentions": [{"screen_name": "two", "id_str": "6"}, {"screen_name": "gone"}],
        },
    )
    item |= {"views": {"count": "1234"}, "source": '<a href="https://e.org">Some App</a>', "promoted": True}
    rows, reading = read(files, item)
    row = rows[0]
    assert reading.files[0].format == "zeeschuimer-x"
    assert (row["platform"], row["post_id"], row["account_id"], row["kind"]) == ("x", ID, "5", "post")
    assert (row["created_at"], row["lang"]) == (datetime(2024, 3, 1, 8, tzinfo=UTC), "de")
    assert (row["likes"], row["shares"], row["comments"], row["views"]) == (2, 3, 4, 1234)
    assert (row["hashtags"], row["mentions"]) == (["b", "a"], ["6", "gone"])
    assert (row["urls"], row["client"]) == (["https://e.org/x", "https://t.co/y"], "Some App")
    assert (row["collected_at"], row["raw"]) == (datetime(2024, 3, 1, 13, 33, 21, tzinfo=UTC), '{"promoted": true}')


@pytest.mark.parametrize("name", [1763500000000000001, "1763500000000000001"])
def test_ids_as_numbers_and_as_text(files: Files, name: Any) -> None:
    rows, _ = read(files, tweet(name=name, author=name))
    assert rows[0]["post_id"] == rows[0]["account_id"] == ID


def test_an_adaptive_item_is_known_by_the_id_that_is_not_damaged(files: Files) -> None:
    item = {
        "id": 1580000000000000000,
        "type": "adaptive",
        "legacy": {**tweet()["legacy"], "id_str": "1580000000000000123", "source": "Some App"},
        "ext_views": {"count": "7"},
        "user": {"id_str": "5", "screen_name": "one", "name": "One", "followers_count": 9, "location": "Here"},
    }
    rows, reading = read(files, item, module="twitter.com")
    assert (rows[0]["post_id"], rows[0]["views"], rows[0]["client"]) == ("1580000000000000123", 7, "Some App")
    one = accounts(reading)["5"]
    assert (one["handle"], one["display_name"], one["followers"], one["claimed_location"]) == ("one", "One", 9, "Here")


@pytest.mark.parametrize(
    "user",
    [
        {"legacy": {"screen_name": "one", "name": "One", "followers_count": 9, "friends_count": 8, "description": "b"}},
        {
            "core": {"screen_name": "one", "name": "One"},
            "relationship_counts": {"followers": 9, "following": 8},
            "profile_bio": {"description": "b"},
        },
        {
            "core": {"screen_name": "one", "name": "One"},
            "legacy": {"followers_count": 9, "friends_count": 8, "description": "b"},
        },
    ],
)
def test_users_of_each_age(files: Files, user: Any) -> None:
    _, reading = read(files, tweet(user=user))
    one = accounts(reading)["5"]
    assert (one["handle"], one["display_name"], one["bio"]) == ("one", "One", "b")
    assert (one["followers"], one["following"]) == (9, 8)


def test_labels_of_the_platform(files: Files) -> None:
    label = {"label": {"description": "Automated by @two", "userLabelType": "AutomatedLabel"}}
    _, reading = read(
        files,
        tweet(user={**USER, "affiliates_highlighted_label": label, "is_blue_verified": True}),
        tweet("2", {"rest_id": "6", "verification": {"verified": False, "verified_type": "Government"}}, "6"),
    )
    bot, office = accounts(reading)["5"], accounts(reading)["6"]
    assert (bot["label"], bot["is_bot_declared"], bot["verified"]) == ("Automated by @two", True, True)
    assert (office["label"], office["is_bot_declared"], office["verified"]) == ("Government", None, False)


@pytest.mark.parametrize("user", [None, {}, {"__typename": "UserUnavailable"}])
def test_a_missing_user_leaves_the_id_and_the_handle_of_attached_media(files: Files, user: Any) -> None:
    media = [
        {
            "type": "photo",
            "media_url_https": "https://e.org/p",
            "expanded_url": f"https://x.com/one/status/{ID}/photo/1",
        }
    ]
    rows, reading = read(files, tweet(user=user, entities={"media": media}), tweet("2", user))
    assert [r["account_id"] for r in rows] == ["5", "5"]
    assert accounts(reading)["5"]["handle"] == "one"


def test_media_of_another_post_say_nothing_of_a_missing_user(files: Files) -> None:
    media = [
        {"type": "photo", "media_url_https": "https://e.org/p", "expanded_url": "https://x.com/other/status/9/photo/1"}
    ]
    _, reading = read(files, tweet(user=None, entities={"media": media}))
    assert accounts(reading) == {}


def test_without_any_author_it_is_rejected(files: Files) -> None:
    assert read(files, tweet(user=None, author=None))[0] == []
    assert files.reasons() == ["1: no author"]


ORIGINAL = tweet("7", {"rest_id": "6", "core": {"screen_name": "two"}}, "6", full_text="all of it", favorite_count=50)


@pytest.mark.parametrize("result", [ORIGINAL, {"__typename": "TweetWithVisibilityResults", "tweet": ORIGINAL}])
def test_a_repost_has_the_words_and_counts_of_its_original(files: Files, result: Any) -> None:
    item = tweet(full_text="RT @two: all …", favorite_count=0, retweeted_status_result={"result": result})
    rows, reading = read(files, item)
    assert len(rows) == 1
    row = rows[0]
    assert (row["kind"], row["repost_of"], row["repost_of_account"]) == ("repost", "7", "6")
    assert (row["text"], row["likes"], row["post_id"], row["account_id"]) == ("all of it", 50, ID, "5")
    assert accounts(reading)["6"]["handle"] == "two"


@pytest.mark.parametrize("result", [None, {}, {"tombstone": {"text": "x"}}, {"__typename": "TweetUnavailable"}])
def test_a_repost_whose_original_is_gone(files: Files, result: Any) -> None:
    mentions = {"user_mentions": [{"screen_name": "Two", "id_str": "6"}]}
    rows, _ = read(
        files,
        tweet(full_text="RT @two: all …", retweeted_status_result={"result": result}, entities=mentions),
        tweet("2", retweeted_status_id_str="7"),
        tweet("3", full_text="RT @two: all …"),
    )
    assert [(r["kind"], r["repost_of"], r["repost_of_account"]) for r in rows] == [
        ("repost", None, "6"),
        ("repost", "7", None),
        ("repost", None, None),
    ]


def test_a_quote(files: Files) -> None:
    urls = {"urls": [{"expanded_url": "https://x.com/two/status/7"}, {"expanded_url": "https://e.org"}]}
    inside = {
        **tweet(quoted_status_id_str=None, entities=urls),
        "quoted_status_result": {"result": {"tweet": ORIGINAL}},
    }
    named = tweet("2", quoted_status_id_str="7", in_reply_to_status_id_str="8")
    gone = {**tweet("3", is_quote_status=True), "quoted_status_result": {"result": {"tombstone": {}}}}
    rows, reading = read(files, inside, named, gone)
    assert [(r["kind"], r["quote_of"], r["reply_to"]) for r in rows] == [
        ("quote", "7", None),
        ("quote", "7", "8"),
        ("quote", None, None),
    ]
    assert rows[0]["urls"] == ["https://e.org"]
    assert accounts(reading)["6"]["handle"] == "two"


def test_a_reply_and_an_answer_of_the_comments_module(files: Files) -> None:
    answers = {"in_reply_to_status_id_str": "7", "in_reply_to_user_id_str": "6"}
    item = tweet(**answers) | {"comment_id": ID, "user": {"id": "5", "unique_id": "one"}, "core": {}}
    rows, reading = read(files, item, module="twitter-comments")
    assert (rows[0]["kind"], rows[0]["reply_to"], rows[0]["reply_to_account"]) == ("reply", "7", "6")
    assert accounts(reading)["5"]["handle"] == "one"


def test_a_long_post_is_whole(files: Files) -> None:
    note = {"text": "long enough #end", "entity_set": {"hashtags": [{"text": "end"}]}}
    short = {"text": "", "entity_set": {"hashtags": [{"text": "no"}]}}
    rows, _ = read(
        files,
        tweet(full_text="long …") | {"note_tweet": {"note_tweet_results": {"result": note}}},
        tweet("2") | {"note_tweet": {"note_tweet_results": {"result": short}}},
    )
    assert [(r["text"], r["hashtags"]) for r in rows] == [("long enough #end", ["end"]), ("x", [])]


def test_the_best_file_of_a_video(files: Files) -> None:
    video = {
        "type": "animated_gif",
        "media_url_https": "https://e.org/p.jpg",
        "video_info": {
            "variants": [
                {"url": "https://e.org/p.m3u8"},
                {"bitrate": 256000, "url": "https://e.org/low.mp4"},
                {"bitrate": 832000, "url": "https://e.org/high.mp4"},
            ]
        },
    }
    photo = {"type": "photo", "media_url_https": "https://e.org/q.jpg"}
    rows, _ = read(files, tweet(extended_entities={"media": [video, photo]}, entities={"media": [video]}))
    assert [(m["kind"], m["url"]) for m in rows[0]["media"]] == [
        ("video", "https://e.org/high.mp4"),
        ("image", "https://e.org/q.jpg"),
    ]


def test_a_time_that_is_missing_is_in_the_id(files: Files) -> None:
    rows, _ = read(files, tweet("1212092628029698048", created_at=None))
    assert rows[0]["created_at"].replace(microsecond=0) == datetime(2019, 12, 31, 19, 26, 16, tzinfo=UTC)


def test_what_x_did_not_show_is_counted(files: Files) -> None:
    rows, reading = read(
        files, tweet(), {"__typename": "TweetUnavailable"}, {"id": 1, "tombstone": {"text": {}}}, {"id": 2}
    )
    assert len(rows) == 1
    assert reading.notices == ["x.ndjson: passed over: 2 posts that X did not show"]
    assert files.reasons() == ["4: has no object legacy, in which X keeps a post"]


def test_captured_again_and_new_fields(files: Files) -> None:
    rows, reading = read(files, tweet(), tweet() | {"id": 5}, tweet("2") | {"brand_new": 1})
    assert [(r["post_id"], r["raw"]) for r in rows] == [(ID, None), ("2", json.dumps({"brand_new": 1}))]
    assert "x.ndjson: passed over: 1 items that were captured before" in reading.notices
    assert "kept in raw: brand_new" in reading.notices[-1]
