"""Posts of Junkipedia: pages of its API (`data[].attributes`), and its table as CSV, for many platforms.

The names of the attributes are not documented where they could be read; those here were found in public code, in
several spellings. An author is a channel: its id on the platform where that is given, else Junkipedia's id of it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from overt.sources.aliases import fold
from overt.sources.columns import Made
from overt.sources.exports.base import (
    ColumnExport,
    Record,
    RecordExport,
    Row,
    Unreadable,
    at,
    first,
    ident,
    items,
    signed,
    text,
    texts,
    whole,
)
from overt.sources.exports.cells import count, filled, links, table
from overt.sources.exports.named_platforms import platform

_CANNOT = (
    "more than 10,000 posts of one query; who reposted; media beyond a thumbnail; profiles beyond the names of "
    "channels. "
    "Names of fields were found in public code, in several spellings; none was seen in an export"
)
_PLATFORMS = (
    "search_data_fields.platform_name",
    "platform_name",
    "platform",
    "channel.platform_name",
    "channel.platform",
)
_UIDS = (
    "channel.channel_uid",
    "channel.uid",
    "channel_uid",
    "search_data_fields.channel_data.channel_uid",
    "channel_id",
)
_CHANNELS = (
    "search_data_fields.channel_name",
    "search_data_fields.channel_data.channel_name",
    "channel.channel_name",
    "channel_name",
)
_ADDRESSES = ("search_data_fields.channel_data.channel_url_external", "channel.channel_url_external", "channel_url")
_TEXTS = (
    "complete_post_text",
    "post_body_text",
    "post_data.full_text",
    "search_data_fields.sanitized_text",
    "search_data_fields.description",
    "sanitized_text",
    "description",
    "text",
)
_URLS = ("url", "post_data.url", "post_url")


def _counts(*names: str) -> tuple[str, ...]:
    return tuple(f"{held}.{name}" for held in ("engagement_data", "engagement_fields") for name in names)


_LIKES = _counts("like_count", "likes_count", "favorite_count")
_SHARES = _counts("share_count", "shares_count", "retweet_count")
_COMMENTS = _counts("comment_count", "comments_count", "reply_count")
_VIEWS = _counts("view_count", "views_count", "play_count")


def _platform(word: Any) -> str | None:
    """overt's name of a platform; others (Gab, Rumble, VK) in small letters as they stand."""
    return platform(word) or (word.strip().lower() or None if isinstance(word, str) else None)


class Junkipedia(RecordExport):
    """Posts as JSON, known by `type: posts` and the attributes."""

    name = "junkipedia"
    reads = "posts of Junkipedia's API: pages, or one post a line"
    cannot = _CANNOT
    unique = True
    supplies: ClassVar[frozenset[str]] = frozenset(
        "platform post_id account_id created_at kind text lang media likes shares comments views collected_at".split()
    )
    known: ClassVar[frozenset[str]] = frozenset(
        "id post_uid published_at created_at updated_at url post_data search_data_fields channel channel_id "
        "channel_uid channel_name channel_url platform platform_name engagement_data engagement_fields image_text "
        "thumbnail_url complete_post_text post_body_text sanitized_text description text transcript_text post_url lang "
        "language published post_type issues tags lists".split()
    )
    expected: ClassVar[tuple[str, ...]] = ("published_at",)

    def recognise(self, document: Record) -> bool:
        """A post, or a page whose first item is one."""
        data = at(document, "data")
        held = data if isinstance(data, Mapping) else next(items(data), document)
        names = set(at(held, "attributes") or ()) if isinstance(at(held, "attributes"), Mapping) else set()
        return "published_at" in names and bool(
            names & {"search_data_fields", "post_uid", "engagement_data", "engagement_fields", "channel_id", "channel"}
        )

    def records(self, document: Record) -> Iterator[tuple[Record, Any]]:
        """The posts of a page, or the post."""
        data = document.get("data")
        if "attributes" in document or data is None:
            yield document, None
            return
        for post in [data] if isinstance(data, Mapping) else items(data):
            yield post, None

    def fields(self, record: Record) -> Record:
        """The attributes."""
        held = at(record, "attributes")
        return held if isinstance(held, Mapping) else record

    def rows(self, record: Record, context: Any) -> Iterator[Row]:
        """One post and its channel."""
        held = at(record, "attributes")
        account = ident(first(held, *_UIDS, *_CHANNELS))
        if account is None:
            raise Unreadable("no channel")
        picture = text(at(held, "thumbnail_url"))
        yield Row(
            {
                "platform": _platform(first(held, *_PLATFORMS)),
                "post_id": ident(first(held, "post_uid", "post_data.id_str") or first(record, "id")),
                "account_id": account,
                "created_at": first(held, "published_at"),
                "kind": _kind(held),
                "text": text(first(held, *_TEXTS)),
                "lang": text(first(held, "lang", "language", "search_data_fields.language_code")),
                "media": [{"kind": "image", "url": picture}] if picture else None,
                "likes": whole(first(held, *_LIKES)),
                "shares": whole(first(held, *_SHARES)),
                "comments": whole(first(held, *_COMMENTS)),
                "views": whole(first(held, *_VIEWS)),
                "collected_at": at(held, "created_at"),
            },
            {"display_name": text(first(held, *_CHANNELS)), "profile_url": text(first(held, *_ADDRESSES))},
        )

    def examples(self) -> dict[str, bytes]:
        """A page, and posts one a line."""
        page = {"data": _SAMPLE, "links": {"prev": None, "next": None}, "meta": {"total_posts": 2, "posts_count": 2}}
        lines = [json.dumps(post) for post in _SAMPLE]
        return {"junkipedia.json": json.dumps(page).encode(), "junkipedia.ndjson": "\n".join(lines).encode()}


def _kind(held: Any) -> str | None:
    """The kind of a post as far as it is told."""
    if at(held, "search_data_fields", "is_reply") is True:
        return "reply"
    told = at(held, "search_data_fields", "post_type")
    words = texts(told) if isinstance(told, list) else [told] if isinstance(told, str) else []
    return next((kind for word in words if (kind := _KINDS.get(word.strip().lower()))), None)


_KINDS = {
    "retweet": "repost",
    "repost": "repost",
    "share": "repost",
    "quote": "quote",
    "reply": "reply",
    "comment": "comment",
}


class JunkipediaTable(ColumnExport):
    """The same as CSV with dotted names, or with those of its web pages."""

    name = "junkipedia-csv"
    reads = "posts of Junkipedia as CSV"
    cannot = _CANNOT
    signature: ClassVar[frozenset[str]] = signed("published_at")
    fields: ClassVar[dict[str, str | tuple[str, ...]]] = {
        "created_at": "published_at",
        "post_id": ("post_uid", "id"),
        "lang": ("lang", "language", "search_data_fields.language_code"),
    }
    without: ClassVar[frozenset[str]] = frozenset({"urls", "client", "media"})
    made: ClassVar[dict[str, Made]] = {
        "platform": Made(_PLATFORMS, lambda *cells: _platform(filled(*cells))),
        "account_id": Made((*_UIDS, *_CHANNELS), filled),
        "text": Made(_TEXTS, filled),
        "urls": Made(_TEXTS, lambda *cells: links(None, filled(*cells))),
        "likes": Made((*_LIKES, "likes_count", "likes"), count),
        "shares": Made((*_SHARES, "shares_count", "shares"), count),
        "comments": Made((*_COMMENTS, "comments_count", "comments"), count),
        "views": Made((*_VIEWS, "views_count", "views"), count),
    }
    profile: ClassVar[dict[str, str | tuple[str, ...]]] = {"display_name": _CHANNELS, "profile_url": _ADDRESSES}

    def recognise(self, columns: Sequence[str]) -> bool:
        """When it was published, and a channel or a platform as Junkipedia calls them."""
        names = set(map(fold, columns))
        of_junkipedia = any(n.startswith(("searchdatafields", "engagementfields", "engagementdata")) for n in names)
        named = names >= signed("post_uid", "channel_id") or names >= signed("channel_name", "platform_name")
        return names >= self.signature and (of_junkipedia or named)

    def examples(self) -> dict[str, bytes]:
        """A table with dotted names."""
        columns = [
            "id",
            "post_uid",
            "published_at",
            "search_data_fields.platform_name",
            "search_data_fields.channel_data.channel_name",
            "channel_id",
            "complete_post_text",
            "engagement_fields.likes_count",
            "engagement_fields.comments_count",
            "url",
        ]
        cells = (
            "81|9007199254740993|2023-05-01T10:00:00.000Z|InstagramDirect|gardennews|4141|"
            "Tulips https://example.org/t|1,200|3|https://www.instagram.com/p/CAbc/"
        ).split("|")
        return {"junkipedia.csv": table(columns, [dict(zip(columns, cells, strict=True))])}


_SAMPLE: list[dict[str, Any]] = [
    {
        "id": "80",
        "type": "posts",
        "attributes": {
            "post_uid": "9007199254740993",
            "published_at": "2023-05-01T10:00:00.000Z",
            "created_at": "2023-05-01T12:00:00.000Z",
            "url": "https://twitter.com/one/status/9007199254740993",
            "channel_id": 4141,
            "channel": {"id": 4141, "channel_name": "one", "channel_uid": "9007199254740995"},
            "search_data_fields": {
                "platform_name": "Twitter",
                "post_type": ["tweet"],
                "sanitized_text": "Tulips https://example.org/t #spring",
                "channel_data": {"channel_name": "one", "channel_url_external": "https://twitter.com/one"},
            },
            "engagement_data": {"like_count": 4, "retweet_count": "1,002", "reply_count": 0},
            "thumbnail_url": "https://cdn.example/t.jpg",
        },
    },
    {
        "id": 81,
        "type": "posts",
        "attributes": {
            "published_at": "2023-05-01T10:00:05.000Z",
            "url": "https://gab.example/two/81",
            "channel_id": 4142,
            "search_data_fields": {
                "platform_name": "Gab",
                "channel_name": "two",
                "description": "rivers",
                "is_reply": True,
            },
            "engagement_fields": {"likes_count": 2, "shares_count": 0},
            "another": "new",
        },
    },
]
