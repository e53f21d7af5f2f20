"""Posts of the X (Twitter) API v1.1, which streams, searches and hydrated archives of until 2023 hold.

A repost has its original inside (`retweeted_status`), a long post its full text in `extended_tweet` or `full_text`.
Ids stand twice: as numbers, which many programs have rounded, and as text (`id_str`), which is what counts.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from overt.sources.exports.base import (
    Passed,
    Record,
    RecordExport,
    Row,
    Unreadable,
    at,
    first,
    ident,
    items,
    text,
    truth,
    whole,
)
from overt.sources.exports.snowflake import is_post, made_at
from overt.sources.lists import text_hashtags, text_mentions, text_urls

_KINDS = {"photo": "image", "video": "video", "animated_gif": "video"}
_NOTICES = frozenset(
    "limit warning disconnect scrub_geo status_withheld user_withheld event friends friends_str control".split()
)
"""What a stream says besides posts and their deletions."""


class XClassic(RecordExport):
    """Posts, known by `id_str` beside a text and a user or entities."""

    name = "x-classic"
    reads = "posts of the X (Twitter) API v1.1 and its streams: one a line, in an array, in pages of a search"
    cannot = (
        "views; deleted posts (deletions are counted). In streams the counts are those of the first second. "
        "A post without its user is rejected"
    )
    platform = "x"
    unique = True
    supplies: ClassVar[frozenset[str]] = frozenset(
        "post_id account_id created_at kind text lang urls hashtags mentions repost_of repost_of_account reply_to "
        "reply_to_account quote_of media client likes shares comments".split()
    )
    known: ClassVar[frozenset[str]] = frozenset(
        "created_at id id_str text full_text truncated display_text_range entities extended_entities extended_tweet "
        "source in_reply_to_status_id in_reply_to_status_id_str in_reply_to_user_id in_reply_to_user_id_str "
        "in_reply_to_screen_name user geo coordinates place contributors is_quote_status quoted_status "
        "quoted_status_id quoted_status_id_str quoted_status_permalink retweeted_status retweet_count favorite_count "
        "reply_count quote_count favorited retweeted possibly_sensitive possibly_sensitive_appealable filter_level "
        "lang timestamp_ms metadata matching_rules withheld_copyright withheld_in_countries withheld_scope scopes "
        "current_user_retweet supplemental_language contributors_enabled".split()
    )
    expected: ClassVar[tuple[str, ...]] = ("id_str", "created_at", "user", "entities")

    def recognise(self, document: Record) -> bool:
        """A post of v1.1, or a page that holds some."""
        held = next(items(at(document, "statuses")), document)
        words = text(at(held, "full_text")) or text(at(held, "text"))
        parts = isinstance(at(held, "user"), Mapping) or isinstance(at(held, "entities"), Mapping)
        return text(at(held, "id_str")) is not None and words is not None and parts

    def records(self, document: Record) -> Iterator[tuple[Record, Any]]:
        """The posts of a page of a search, else the document itself."""
        if "statuses" in document and "id_str" not in document:
            yield from ((record, None) for record in items(at(document, "statuses")))
        else:
            yield document, None

    def rows(self, record: Record, context: Any) -> Iterator[Row]:
        """One post, and its author."""
        if not {"id_str", "id", "full_text", "text"} & set(record):
            if "delete" in record:
                raise Passed("deletions")
            raise Passed("messages of the stream" if _NOTICES & set(record) else "objects that are no posts")
        author = ident(first(record, "user.id_str", "user.id", "user_id_str"))
        if author is None:
            raise Unreadable("no user")
        yield Row(_post(record, author), _profile(at(record, "user")))

    def examples(self) -> dict[str, bytes]:
        """A stream, and a page of a search."""
        lines = [json.dumps(s, ensure_ascii=False) for s in _STREAM]
        page = {"statuses": [_FULL], "search_metadata": {"count": 1}}
        return {"x_classic.jsonl": "\n".join(lines).encode(), "x_classic_page.json": json.dumps(page).encode()}


def _post(tweet: Record, author: Any) -> dict[str, Any]:
    original = at(tweet, "retweeted_status")
    repost = isinstance(original, Mapping) and bool(original)
    held = original if repost else tweet
    long = at(held, "extended_tweet")
    entities = first(held, "extended_tweet.entities") or at(held, "entities")
    media = first(long, "extended_entities.media", "entities.media") or first(
        held, "extended_entities.media", "entities.media"
    )
    words = text(at(long, "full_text")) or text(at(held, "full_text")) or text(at(held, "text"))
    quoted = None if repost else ident(first(tweet, "quoted_status_id_str", "quoted_status.id_str", "quoted_status_id"))
    answered = None if repost else ident(first(tweet, "in_reply_to_status_id_str", "in_reply_to_status_id"))
    links, tags, names = _marked(entities, words or "", quoted)
    return {
        "post_id": ident(first(tweet, "id_str", "id")),
        "account_id": author,
        "created_at": ident(first(tweet, "created_at", "timestamp_ms")) or made_at(at(tweet, "id_str")),
        "kind": "repost" if repost else "quote" if quoted else "reply" if answered else None,
        "text": words,
        "lang": text(at(held, "lang")),
        "urls": links,
        "hashtags": tags,
        "mentions": names,
        "repost_of": ident(first(original, "id_str", "id")) if repost else None,
        "repost_of_account": ident(first(original, "user.id_str", "user.id")) if repost else None,
        "reply_to": answered,
        "reply_to_account": None if repost else ident(first(tweet, "in_reply_to_user_id_str", "in_reply_to_user_id")),
        "quote_of": quoted,
        "media": [{"kind": _KINDS.get(str(at(m, "type"))), "url": _address(m)} for m in items(media)],
        "client": text(at(tweet, "source")),
        "likes": whole(at(held, "favorite_count")),
        "shares": whole(at(held, "retweet_count")),
        "comments": whole(at(held, "reply_count")),
    }


def _marked(entities: Any, words: str, quoted: Any) -> tuple[list[str], list[str], list[str]]:
    """Links, hashtags and mentions; without entities those that the text shows."""
    if not isinstance(entities, Mapping):
        return text_urls(words), text_hashtags(words), text_mentions(words)
    tags = [t for h in items(at(entities, "hashtags")) if (t := text(at(h, "text")))]
    names = [ident(first(u, "id_str", "id", "screen_name")) for u in items(at(entities, "user_mentions"))]
    return list(_urls(entities, quoted)), tags, [str(n) for n in names if n is not None]


def _urls(entities: Any, quoted: Any) -> Iterator[str]:
    """Where links lead, without that of the quoted post."""
    for link in items(at(entities, "urls")):
        landed = text(at(link, "unwound", "url")) if whole(at(link, "unwound", "status")) == 200 else None
        url = landed or text(first(link, "expanded_url", "url"))
        if url and not is_post(url, quoted):
            yield url


def _address(media: Record) -> str | None:
    """Of a video the variant with the highest bit rate, else the picture."""
    rated = [(whole(at(v, "bitrate")), text(at(v, "url"))) for v in items(at(media, "video_info", "variants"))]
    best = max(((rate, url) for rate, url in rated if rate is not None and url), default=(0, None))[1]
    return best or text(first(media, "media_url_https", "media_url"))


def _profile(user: Any) -> dict[str, Any]:
    links = items(at(user, "entities", "url", "urls"))
    return {
        "handle": text(at(user, "screen_name")),
        "display_name": text(at(user, "name")),
        "bio": text(at(user, "description")),
        "created_at": ident(at(user, "created_at")),
        "followers": whole(at(user, "followers_count")),
        "following": whole(at(user, "friends_count")),
        "posts_total": whole(at(user, "statuses_count")),
        "claimed_location": text(at(user, "location")),
        "verified": truth(at(user, "verified")),
        "profile_url": next((text(at(u, "expanded_url")) for u in links), None) or text(at(user, "url")),
        "avatar": text(first(user, "profile_image_url_https", "profile_image_url")),
    }


_USER: dict[str, Any] = {
    "id": 1519876543210987500,
    "id_str": "1519876543210987520",
    "screen_name": "one",
    "name": "One",
    "description": "Rivers.",
    "location": "Upstream",
    "created_at": "Fri Apr 29 03:00:00 +0000 2022",
    "followers_count": 12,
    "friends_count": 3,
    "statuses_count": 40,
    "verified": False,
    "url": "https://t.co/h",
    "entities": {"url": {"urls": [{"url": "https://t.co/h", "expanded_url": "https://example.org/one"}]}},
    "profile_image_url_https": "https://pbs.example.org/1.jpg",
}
_ORIGINAL: dict[str, Any] = {
    "created_at": "Tue Nov 08 14:00:00 +0000 2022",
    "id": 1590000000000000000,
    "id_str": "1590000000000000123",
    "text": "The level of the river at noon, at the old bridge and at the new one, as… https://t.co/x",
    "truncated": True,
    "extended_tweet": {
        "full_text": "The level of the river at noon, at the old bridge and at the new one, as measured. #water "
        "https://t.co/a",
        "entities": {
            "hashtags": [{"text": "water", "indices": [1, 2]}],
            "urls": [
                {
                    "url": "https://t.co/a",
                    "expanded_url": "https://sho.example/a",
                    "unwound": {"url": "https://example.org/level", "status": 200},
                }
            ],
            "user_mentions": [],
        },
        "extended_entities": {
            "media": [
                {
                    "type": "video",
                    "media_url_https": "https://pbs.example.org/8.jpg",
                    "video_info": {
                        "variants": [
                            {"content_type": "application/x-mpegURL", "url": "https://video.example.org/8.m3u8"},
                            {"bitrate": 0, "url": "https://video.example.org/8.mp4"},
                        ]
                    },
                }
            ]
        },
    },
    "entities": {"urls": [{"url": "https://t.co/x", "expanded_url": "https://x.com/i/web/status/1590000000000000123"}]},
    "user": {"id": 24906, "id_str": "24906", "screen_name": "three", "name": "Three"},
    "lang": "en",
    "retweet_count": 2,
    "favorite_count": 5,
    "reply_count": 1,
    "quoted_status_id_str": "1580000000000000001",
}
_FULL: dict[str, Any] = {
    "created_at": "Tue Nov 08 14:02:00 +0000 2022",
    "id": 1590000000000000400,
    "id_str": "1590000000000000400",
    "full_text": "@three and upstream? https://t.co/q https://t.co/b",
    "in_reply_to_status_id": 1590000000000000000,
    "in_reply_to_status_id_str": "1590000000000000200",
    "in_reply_to_user_id_str": "24906",
    "is_quote_status": True,
    "quoted_status_id_str": "1590000000000000123",
    "entities": {
        "hashtags": [],
        "urls": [
            {"url": "https://t.co/q", "expanded_url": "https://twitter.com/three/status/1590000000000000123"},
            {"url": "https://t.co/b", "expanded_url": "https://example.org/b"},
        ],
        "user_mentions": [{"id_str": "24906", "id": 24906, "screen_name": "three"}],
    },
    "extended_entities": {"media": [{"type": "photo", "media_url_https": "https://pbs.example.org/9.jpg"}]},
    "source": '<a href="https://mobile.twitter.com" rel="nofollow">Twitter Web App</a>',
    "user": _USER,
    "favorite_count": 1,
}
_STREAM: list[dict[str, Any]] = [
    {
        "created_at": "Tue Nov 08 14:01:00 +0000 2022",
        "id": 1590000000000000300,
        "id_str": "1590000000000000300",
        "text": "RT @three: The level of the river at noon, at the old bridge and at the new one, as…",
        "retweeted_status": _ORIGINAL,
        "quoted_status_id_str": "1580000000000000001",
        "entities": {"hashtags": [], "urls": [], "user_mentions": [{"id_str": "24906", "screen_name": "three"}]},
        "user": _USER,
        "timestamp_ms": "1667916060123",
        "new_field": {"a": 1},
    },
    {"delete": {"status": {"id": 1, "id_str": "1", "user_id": 3}, "timestamp_ms": "1667916060999"}},
    {"limit": {"track": 4}},
    _FULL,
    {"id": 9, "id_str": "9", "text": "no one is known who wrote this", "entities": {}},
]
