"""What the X API v2 sends, made from its list of fields: one page in five shapes."""

import json
from typing import Any

_USERS: list[dict[str, Any]] = [
    {
        "id": "1519876543210987520",
        "name": "One",
        "username": "one",
        "description": "Rivers. https://t.co/h",
        "created_at": "2022-04-29T03:00:00.000Z",
        "location": "Upstream",
        "profile_image_url": "https://pbs.example.org/1.jpg",
        "protected": False,
        "verified": False,
        "verified_type": "none",
        "url": "https://t.co/h",
        "entities": {"url": {"urls": [{"url": "https://t.co/h", "expanded_url": "https://example.org/one"}]}},
        "public_metrics": {"followers_count": 12, "following_count": 3, "tweet_count": 40, "listed_count": 0},
    },
    {
        "id": "24906",
        "name": "Three",
        "username": "three",
        "verified": True,
        "verified_type": "government",
        "public_metrics": {"followers_count": 900, "following_count": 1, "tweet_count": 7_000},
    },
]
_TWEETS: list[dict[str, Any]] = [
    {
        "id": "1590000000000000123",
        "edit_history_tweet_ids": ["1590000000000000123"],
        "author_id": "24906",
        "created_at": "2022-11-08T14:00:00.000Z",
        "text": "The level of the river at noon, at the old bridge and at the new one, as measured by the people who…",
        "note_tweet": {
            "text": "The level of the river at noon, at the old bridge and at the new one, as measured by the people "
            "who live there. #water",
            "entities": {"hashtags": [{"start": 0, "end": 6, "tag": "water"}]},
        },
        "lang": "en",
        "entities": {
            "urls": [
                {
                    "url": "https://t.co/a",
                    "expanded_url": "https://sho.example/a",
                    "unwound_url": "https://example.org/level",
                    "status": 200,
                },
                {"url": "https://t.co/m", "expanded_url": "https://x.com/three/status/1/photo/1", "media_key": "3_9"},
            ]
        },
        "attachments": {"media_keys": ["3_9", "7_8"]},
        "public_metrics": {
            "retweet_count": 2,
            "reply_count": 1,
            "like_count": 5,
            "quote_count": 1,
            "impression_count": 300,
            "bookmark_count": 0,
        },
    }
]
_MEDIA: list[dict[str, Any]] = [
    {"media_key": "3_9", "type": "photo", "url": "https://pbs.example.org/9.jpg", "width": 10, "height": 10},
    {
        "media_key": "7_8",
        "type": "video",
        "preview_image_url": "https://pbs.example.org/8.jpg",
        "variants": [
            {"content_type": "application/x-mpegURL", "url": "https://video.example.org/8.m3u8"},
            {"bit_rate": 256000, "content_type": "video/mp4", "url": "https://video.example.org/8-low.mp4"},
            {"bit_rate": 2176000, "content_type": "video/mp4", "url": "https://video.example.org/8.mp4"},
        ],
    },
]
_DATA: list[dict[str, Any]] = [
    {
        "id": "1590000000000000300",
        "edit_history_tweet_ids": ["1590000000000000300"],
        "author_id": "1519876543210987520",
        "created_at": "2022-11-08T14:01:00.000Z",
        "text": "RT @three: The level of the river at noon, at the old bridge and at the new one, as measured by…",
        "referenced_tweets": [{"type": "retweeted", "id": "1590000000000000123"}],
        "entities": {"mentions": [{"start": 3, "end": 9, "username": "three", "id": "24906"}]},
        "public_metrics": {"retweet_count": 2, "reply_count": 0, "like_count": 0, "quote_count": 0},
        "source": "Twitter Web App",
        "lang": "en",
    },
    {
        "id": "1590000000000000400",
        "edit_history_tweet_ids": ["1590000000000000350", "1590000000000000400"],
        "author_id": "1519876543210987520",
        "created_at": "2022-11-08T14:02:00.000Z",
        "text": "@three and upstream? https://t.co/q https://t.co/b",
        "in_reply_to_user_id": "24906",
        "referenced_tweets": [
            {"type": "quoted", "id": "1590000000000000123"},
            {"type": "replied_to", "id": "1590000000000000200"},
        ],
        "entities": {
            "urls": [
                {"url": "https://t.co/q", "expanded_url": "https://twitter.com/three/status/1590000000000000123"},
                {"url": "https://t.co/b", "expanded_url": "https://example.org/b", "unwound_url": "x", "status": 404},
            ],
            "mentions": [{"username": "three", "id": "24906"}],
        },
        "public_metrics": {"retweet_count": 0, "reply_count": 0, "like_count": 1, "impression_count": 0},
        "new_field": {"a": 1},
    },
    {
        "id": "1590000000000000500",
        "author_id": "1519999999999999999",
        "text": "no one is known who wrote this",
        "in_reply_to_user_id": "24906",
        "referenced_tweets": [{"type": "replied_to", "id": "1590000000000000123"}],
    },
    {
        "id": "1590000000000000600",
        "author_id": "1519999999999999999",
        "created_at": "2022-11-08T14:04:00.000Z",
        "text": "RT @gone: what was said by one who is gone…",
        "referenced_tweets": [{"type": "retweeted", "id": "1580000000000000000"}],
        "entities": {"mentions": [{"username": "Gone", "id": "1510000000000000001"}]},
        "public_metrics": {"retweet_count": 8, "reply_count": 0, "like_count": 0},
    },
]
_PAGE = {
    "data": _DATA,
    "includes": {"users": _USERS, "tweets": _TWEETS, "media": _MEDIA},
    "errors": [{"title": "Not Found Error", "resource_id": "1580000000000000000"}],
    "meta": {"newest_id": "1590000000000000600", "oldest_id": "1590000000000000300", "result_count": 4},
    "__twarc": {"url": "https://api.example.org/2", "version": "2.13.0", "retrieved_at": "2022-11-09T00:00:00+00:00"},
}
_NEXT = {
    "data": [
        _DATA[0],
        {**_DATA[1], "id": "1590000000000000700", "edit_history_tweet_ids": ["1590000000000000700"]},
    ],
    "meta": {"result_count": 2},
}
_FLAT = {
    **_DATA[0],
    "author": _USERS[0],
    "referenced_tweets": [
        {
            **_TWEETS[0],
            "type": "retweeted",
            "author": _USERS[1],
            "attachments": {"media_keys": ["3_9"], "media": _MEDIA[:1]},
        }
    ],
    "__twarc": _PAGE["__twarc"],
}
_STREAM = {
    "data": {**_DATA[1], "id": "1590000000000000800"},
    "includes": {"users": _USERS},
    "matching_rules": [{"id": "1", "tag": "water"}],
}
_BARE = [
    {**_DATA[0], "id": 1590000000000000300, "author_id": 1519876543210987520},
    _DATA[2],
]


def _lines(*values: Any) -> bytes:
    return "\n".join(json.dumps(v, ensure_ascii=False) for v in values).encode()


SAMPLES = {
    "x_api_pages.jsonl": _lines(_PAGE, _NEXT),
    "x_api_page.json": json.dumps(_PAGE, indent=1).encode(),
    "x_api_flat.jsonl": _lines(_FLAT, _STREAM),
    "x_api_bare.json": json.dumps(_BARE).encode(),
    "x_api_users.jsonl": _lines(*_USERS),
}
