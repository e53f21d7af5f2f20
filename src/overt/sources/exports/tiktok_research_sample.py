"""Samples of the Research API, made from its lists of fields, with the contradictions of its documentation in them."""

import json
from typing import Any

_VIDEO: dict[str, Any] = {
    "id": 7345678901234567891,
    "create_time": 1709280000,
    "username": "one",
    "region_code": "NL",
    "video_description": "The river in March #Water #rain @two",
    "music_id": 7040000000000000123,
    "like_count": 12,
    "comment_count": 2,
    "share_count": 1,
    "view_count": 480,
    "effect_ids": ["0"],
    "hashtag_names": ["rain", "water", "nature"],
    "video_mention_list": ["two"],
    "voice_to_text": "the river is high",
    "is_stem_verified": False,
    "video_duration": 15,
    "favorites_count": 1,
    "video_tag": {"type": "AIGC Type", "number": 1},
}
_OLDER: dict[str, Any] = {
    "video_id": 702874395068494965,
    "create_time": 1709283600,
    "username": "two",
    "video_description": "A bridge #water",
    "music_id": 0,
    "effect_info_list": [{"effect_id": "1805988", "effect_name": "Glow", "effect_photo_URI": "tos/a"}],
    "hashtag_info_list": [{"hashtag_id": 5, "hashtag_name": "water", "hashtag_description": ""}],
    "favourites_count": 3,
    "video_tag": {"video_tag_type": "AIGC Type", "video_tag_number": 2},
}
_COMMENT = {
    "id": 7345678901234567999,
    "video_id": 7345678901234567891,
    "parent_comment_id": 7345678901234567891,
    "text": "It is",
    "like_count": 1,
    "reply_count": 0,
    "create_time": 1709281000,
}
_OK = {"code": "ok", "message": "", "log_id": "20240301"}


def _page(name: str, records: list[dict[str, Any]]) -> dict[str, Any]:
    return {"data": {name: records, "cursor": 100, "has_more": True, "search_id": "7201388525814961198"}, "error": _OK}


_USER = {
    "display_name": "Three",
    "bio_description": "Bridges.",
    "avatar_url": "https://example.org/3.jpeg",
    "is_verified": False,
    "follower_count": 20,
    "following_count": 4,
    "likes_count": 90,
    "video_count": 6,
    "bio_url": "https://example.org/three",
}
_LINES = [
    _page("videos", [_OLDER]),
    _page("user_reposted_videos", [{**_VIDEO, "id": "7345678901234560001"}]),
    _page("reposted_videos", [{**_VIDEO, "id": 7345678901234560002, "username": None}]),
    _page("comments", [_COMMENT]),
    _page("user_followers", [{"username": "four", "display_name": "Four"}]),
    {"data": _USER, "error": _OK},
    {"username": "three", "data": _USER, "error": _OK},
    {"data": {}, "error": {"code": "rate_limit_exceeded", "message": "", "log_id": "2"}},
]

SAMPLES = {
    "tiktok_research_page.json": json.dumps(_page("videos", [_VIDEO, _OLDER]), indent=1).encode(),
    "tiktok_research_pages.ndjson": "\n".join(map(json.dumps, _LINES)).encode(),
    "tiktok_research_bare.ndjson": "\n".join(
        map(json.dumps, [_VIDEO, _OLDER, _COMMENT, {**_COMMENT, "username": "five", "id": 7345678901234567998}])
    ).encode(),
}
