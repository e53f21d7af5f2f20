"""Samples of posts of X as its web interface sends them, made from the list of fields, of each age."""

from typing import Any

_USER: dict[str, Any] = {
    "rest_id": "1500000000000000001",
    "is_blue_verified": False,
    "core": {"screen_name": "one", "name": "One", "created_at": "Sun Mar 06 00:00:00 +0000 2022"},
    "avatar": {"image_url": "https://example.org/one.jpg"},
    "legacy": {
        "description": "Rivers.",
        "followers_count": 10,
        "friends_count": 4,
        "statuses_count": 90,
        "location": "Utrecht",
    },
}
_OLD_USER: dict[str, Any] = {
    "rest_id": "44196397",
    "is_blue_verified": True,
    "legacy": {
        "screen_name": "two",
        "name": "Two",
        "created_at": "Tue Jun 02 20:12:29 +0000 2009",
        "followers_count": 3,
    },
}


def _tweet(number: int, user: dict[str, Any] | None, author: str, words: str, **legacy: Any) -> dict[str, Any]:
    name = str(1763500000000000000 + number)
    return {
        "__typename": "Tweet",
        "id": name,
        "rest_id": name,
        "core": {"user_results": {"result": user} if user else {}},
        "source": '<a href="https://mobile.twitter.com" rel="nofollow">Twitter Web App</a>',
        "views": {"count": "480", "state": "EnabledWithCount"},
        "legacy": {
            "id_str": name,
            "created_at": "Fri Mar 01 08:00:00 +0000 2024",
            "full_text": words,
            "conversation_id_str": name,
            "user_id_str": author,
            "lang": "en",
            "retweet_count": 1,
            "reply_count": 0,
            "favorite_count": 2,
            "quote_count": 0,
            "entities": {"hashtags": [], "urls": [], "user_mentions": []},
            **legacy,
        },
        "promoted": False,
        "related": False,
    }


_FIRST = _tweet(
    1,
    _USER,
    "1500000000000000001",
    "The river #rain #water https://t.co/a @two",
    entities={
        "hashtags": [{"text": "water", "indices": [16, 22]}, {"text": "rain", "indices": [10, 15]}],
        "urls": [{"url": "https://t.co/a", "expanded_url": "https://example.org/a", "indices": [23, 37]}],
        "user_mentions": [{"screen_name": "two", "id_str": "44196397", "indices": [38, 42]}],
    },
)
_LONG = _tweet(
    2, _OLD_USER, "44196397", "The bridge over …", is_quote_status=True, quoted_status_id_str="1763500000000000001"
)
_LONG["note_tweet"] = {
    "note_tweet_results": {
        "result": {
            "text": "The bridge over the river is long. #bridge",
            "entity_set": {"hashtags": [{"text": "bridge"}]},
        }
    }
}
_LONG["quoted_status_result"] = {"result": {"__typename": "TweetWithVisibilityResults", "tweet": _FIRST}}
_REPOST = _tweet(
    3, _USER, "1500000000000000001", "RT @two: The bridge over …", retweeted_status_result={"result": _LONG}
)
_NO_USER = _tweet(
    4,
    None,
    "1500000000000000009",
    "A picture https://t.co/p",
    in_reply_to_status_id_str="1763500000000000001",
    in_reply_to_user_id_str="1500000000000000001",
    in_reply_to_screen_name="one",
    extended_entities={
        "media": [
            {
                "type": "video",
                "media_url_https": "https://example.org/p.jpg",
                "expanded_url": "https://x.com/nine/status/1763500000000000004/video/1",
                "video_info": {
                    "variants": [
                        {"content_type": "application/x-mpegURL", "url": "https://example.org/p.m3u8"},
                        {"content_type": "video/mp4", "bitrate": 256000, "url": "https://example.org/low.mp4"},
                        {"content_type": "video/mp4", "bitrate": 832000, "url": "https://example.org/high.mp4"},
                    ]
                },
            }
        ]
    },
)
_ADAPTIVE = {
    "id": 1580000000000000000,
    "type": "adaptive",
    "promoted": False,
    "related": False,
    "legacy": {
        "id_str": "1580000000000000123",
        "created_at": "Wed Oct 12 00:00:00 +0000 2022",
        "full_text": "An older one",
        "user_id_str": "44196397",
        "conversation_id_str": "1580000000000000123",
        "lang": "en",
        "source": "Twitter for Android",
        "favorite_count": 5,
        "retweet_count": 0,
        "reply_count": 0,
        "entities": {"hashtags": [], "urls": [], "user_mentions": []},
    },
    "ext_views": {"state": "Enabled"},
    "user": {"id_str": "44196397", "screen_name": "two", "name": "Two", "followers_count": 2, "location": ""},
}
ITEMS = [_FIRST, _LONG, _REPOST, _NO_USER, _ADAPTIVE, {"__typename": "TweetUnavailable", "id": "1"}]
