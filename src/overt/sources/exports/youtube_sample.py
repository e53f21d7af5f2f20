"""What YouTube's Data API sends, made from its list of fields."""

from typing import Any

_RIVER, _ONE, _TWO = "UCaaaaaaaaaaaaaaaaaaaaaa", "UCbbbbbbbbbbbbbbbbbbbbbb", "UCcccccccccccccccccccccc"
_TOP: dict[str, Any] = {
    "kind": "youtube#comment",
    "etag": "e",
    "id": "Ugxaaaaaaaaaaaaaaaa4AaABAg",
    "snippet": {
        "channelId": _RIVER,
        "videoId": "aaaaaaaaaaa",
        "textDisplay": 'Upstream it is two<br><a href="https://example.org/b">https://example.org/b</a> &lt;3',
        "authorDisplayName": "@one",
        "authorProfileImageUrl": "https://yt.example.org/one.jpg",
        "authorChannelUrl": f"http://www.youtube.com/channel/{_ONE}",
        "authorChannelId": {"value": _ONE},
        "canRate": True,
        "viewerRating": "none",
        "likeCount": 3,
        "publishedAt": "2024-03-01T08:05:00Z",
        "updatedAt": "2024-03-01T09:00:00Z",
    },
}
_ANSWER: dict[str, Any] = {
    "kind": "youtube#comment",
    "etag": "e",
    "id": "Ugxaaaaaaaaaaaaaaaa4AaABAg.9aaaaaaaaaa9aaaaaaaaaa",
    "snippet": {
        "channelId": _RIVER,
        "textDisplay": "since when?",
        "textOriginal": "since when?",
        "parentId": "Ugxaaaaaaaaaaaaaaaa4AaABAg",
        "authorDisplayName": "Two",
        "authorChannelUrl": f"http://www.youtube.com/channel/{_TWO}",
        "likeCount": 0,
        "publishedAt": "2024-03-01T08:06:00Z",
    },
}
_NOBODY: dict[str, Any] = {
    "kind": "youtube#comment",
    "id": "Ugxbbbbbbbbbbbbbbbb4AaABAg",
    "snippet": {"textDisplay": "gone", "authorDisplayName": "", "publishedAt": "2024-03-01T08:07:00Z"},
}
THREADS: dict[str, Any] = {
    "kind": "youtube#commentThreadListResponse",
    "etag": "e",
    "nextPageToken": "x",
    "pageInfo": {"totalResults": 2, "resultsPerPage": 20},
    "items": [
        {
            "kind": "youtube#commentThread",
            "etag": "e",
            "id": "Ugxaaaaaaaaaaaaaaaa4AaABAg",
            "snippet": {
                "channelId": _RIVER,
                "videoId": "aaaaaaaaaaa",
                "topLevelComment": _TOP,
                "canReply": True,
                "totalReplyCount": 1,
                "isPublic": True,
            },
            "replies": {"comments": [_ANSWER]},
        },
        {
            "kind": "youtube#commentThread",
            "id": "Ugxbbbbbbbbbbbbbbbb4AaABAg",
            "snippet": {"videoId": "aaaaaaaaaaa", "topLevelComment": _NOBODY, "totalReplyCount": 0},
        },
    ],
}
COMMENTS = [_ANSWER, {**_ANSWER, "id": "Ugxaaaaaaaaaaaaaaaa4AaABAg.9aaaaaaaaaa9bbbbbbbbbb", "brand_new": 1}]
_VIDEO: dict[str, Any] = {
    "kind": "youtube#video",
    "etag": "e",
    "id": "aaaaaaaaaaa",
    "snippet": {
        "publishedAt": "2024-03-01T08:00:00Z",
        "channelId": _RIVER,
        "title": "The level at noon #water",
        "description": "As measured: https://example.org/level",
        "thumbnails": {
            "default": {"url": "https://i.example.org/default.jpg"},
            "high": {"url": "https://i.example.org/high.jpg"},
        },
        "channelTitle": "River levels",
        "tags": ["rivers", "levels"],
        "categoryId": "28",
        "liveBroadcastContent": "none",
        "defaultAudioLanguage": "en",
    },
    "contentDetails": {"duration": "PT1M"},
    "statistics": {"viewCount": "300", "likeCount": "5", "favoriteCount": "0", "commentCount": "2"},
    "new_field": {"a": 1},
}
ITEMS: list[dict[str, Any]] = [
    _VIDEO,
    {
        "kind": "youtube#searchResult",
        "etag": "e",
        "id": {"kind": "youtube#video", "videoId": "bbbbbbbbbbb"},
        "snippet": {
            "publishedAt": "2024-03-01T09:00:00Z",
            "channelId": _RIVER,
            "title": "One &amp; two &#39;levels&#39;",
            "description": "See https://example.org/a and https://example.org/lo...",
            "thumbnails": {"medium": {"url": "https://i.example.org/medium.jpg"}},
            "channelTitle": "River levels",
            "liveBroadcastContent": "none",
            "publishTime": "2024-03-01T09:00:00Z",
        },
    },
    {
        "kind": "youtube#searchResult",
        "id": {"kind": "youtube#channel", "channelId": _ONE},
        "snippet": {"publishedAt": "2019-01-01T00:00:00Z", "channelId": _ONE, "title": "One", "description": "Brooks."},
    },
    {
        "kind": "youtube#searchResult",
        "id": {"kind": "youtube#playlist", "playlistId": "PLa"},
        "snippet": {"publishedAt": "2019-01-01T00:00:00Z", "channelId": _ONE, "title": "All"},
    },
    {
        "kind": "youtube#channel",
        "etag": "e",
        "id": _RIVER,
        "snippet": {
            "title": "River levels",
            "description": "Levels.",
            "customUrl": "@riverlevels",
            "publishedAt": "2018-01-01T00:00:00.123456Z",
            "country": "FR",
            "thumbnails": {"default": {"url": "https://yt.example.org/river.jpg"}},
        },
        "statistics": {
            "viewCount": "9000",
            "subscriberCount": "1230",
            "hiddenSubscriberCount": False,
            "videoCount": "40",
        },
    },
    {
        "kind": "youtube#channel",
        "id": _TWO,
        "snippet": {"title": "Two"},
        "statistics": {"subscriberCount": "0", "hiddenSubscriberCount": True, "videoCount": "0"},
    },
    {
        "kind": "youtube#playlistItem",
        "id": "UExh",
        "snippet": {
            "publishedAt": "2024-03-05T00:00:00Z",
            "channelId": _TWO,
            "title": "The level at one",
            "description": "",
            "channelTitle": "Two",
            "playlistId": "PLa",
            "position": 0,
            "resourceId": {"kind": "youtube#video", "videoId": "ccccccccccc"},
            "videoOwnerChannelTitle": "River levels",
            "videoOwnerChannelId": _RIVER,
        },
        "contentDetails": {"videoId": "ccccccccccc", "videoPublishedAt": "2024-03-01T10:00:00Z"},
    },
    {"kind": "youtube#video", "id": "ddddddddddd", "statistics": {"viewCount": "1"}},
]
