"""Statuses of Mastodon's API, as arrays, as pages or one a line (docs.joinmastodon.org/entities/Status).

The text is HTML: tags are taken out, and links, hashtags and mentions come from their own fields. A boost (`reblog`)
has the boosted status inside. Ids are numbers of one server, so `uri` names a post across servers.
"""

import html
import json
import re
from collections.abc import Iterator
from typing import Any, ClassVar

from overt.sources.exports.base import (
    Record,
    RecordExport,
    Row,
    Unreadable,
    at,
    first,
    items,
    text,
    texts,
    truth,
    whole,
)
from overt.sources.exports.markup import plain

_LINK = re.compile(
    r"""<a\b(?![^<>]{0,2000}class="[^"]{0,200}(?:mention|hashtag))[^<>]{0,2000}?href="([^"]{1,2000})\""""
)


class Mastodon(RecordExport):
    """Statuses, known by `account.acct` and `uri`."""

    name = "mastodon"
    reads = "statuses of Mastodon's API: one a line, in an array, or in pages"
    cannot = "views; who saw or deleted a post; posts that the asked server does not know"
    platform = "mastodon"
    supplies: ClassVar[frozenset[str]] = frozenset(
        "post_id account_id created_at kind text lang urls hashtags mentions repost_of repost_of_account reply_to "
        "reply_to_account quote_of media client likes shares comments".split()
    )
    known: ClassVar[frozenset[str]] = frozenset(
        "id uri url created_at edited_at account content visibility sensitive spoiler_text language in_reply_to_id "
        "in_reply_to_account_id reblog quote application media_attachments mentions tags card poll emojis "
        "replies_count reblogs_count favourites_count quotes_count favourited reblogged muted bookmarked pinned "
        "filtered quote_approval text".split()
    )
    expected: ClassVar[tuple[str, ...]] = ("id", "created_at", "account.id", "content")

    def recognise(self, document: Record) -> bool:
        """A status has an account with `acct`, and a `uri`."""
        return isinstance(at(document, "account", "acct"), str) and "uri" in document and "content" in document

    def rows(self, record: Record, context: Any) -> Iterator[Row]:
        """One post, and its author."""
        account = at(record, "account")
        if not at(account, "id"):
            raise Unreadable("no account id")
        yield Row(_post(record), _profile(account))

    def examples(self) -> dict[str, bytes]:
        """A reply with a link, and a boost of another server's status."""
        return {"mastodon.ndjson": "\n".join(json.dumps(s, ensure_ascii=False) for s in _SAMPLE).encode()}


def _post(status: Record) -> dict[str, Any]:
    boosted, quoted = at(status, "reblog"), first(status, "quote.quoted_status", "quote")
    held = boosted if isinstance(boosted, dict) else status
    content = text(at(held, "content")) or ""
    replies = first(held, "in_reply_to_id") if held is status else None
    return {
        "post_id": first(status, "uri", "id"),
        "account_id": at(status, "account", "acct"),
        "created_at": at(status, "created_at"),
        "kind": "repost" if boosted else "quote" if quoted else "reply" if replies else "post",
        "text": plain(content),
        "lang": first(held, "language"),
        "urls": [html.unescape(u) for u in _LINK.findall(content)] or texts([at(held, "card")], "url"),
        "hashtags": texts(at(held, "tags"), "name"),
        "mentions": texts(at(held, "mentions"), "acct"),
        "repost_of": first(boosted, "uri", "id"),
        "repost_of_account": at(boosted, "account", "acct"),
        "reply_to": replies,
        "reply_to_account": first(held, "in_reply_to_account_id") if replies else None,
        "quote_of": first(quoted, "uri", "id"),
        "media": [
            {"kind": text(at(m, "type")), "url": first(m, "url", "remote_url")}
            for m in items(at(held, "media_attachments"))
        ],
        "client": at(held, "application", "name"),
        "likes": whole(at(held, "favourites_count")),
        "shares": whole(at(held, "reblogs_count")),
        "comments": whole(at(held, "replies_count")),
    }


def _profile(account: Record) -> dict[str, Any]:
    return {
        "handle": at(account, "acct"),
        "display_name": text(at(account, "display_name")),
        "bio": plain(text(at(account, "note")) or ""),
        "created_at": at(account, "created_at"),
        "followers": whole(at(account, "followers_count")),
        "following": whole(at(account, "following_count")),
        "posts_total": whole(at(account, "statuses_count")),
        "is_bot_declared": truth(at(account, "bot")),
        "profile_url": text(at(account, "url")),
        "avatar": text(at(account, "avatar")),
    }


_SAMPLE: list[dict[str, Any]] = [
    {
        "id": "109348576239871234",
        "uri": "https://example.social/users/one/statuses/109348576239871234",
        "created_at": "2024-03-01T08:00:00.123Z",
        "account": {
            "id": "7",
            "acct": "one",
            "display_name": "One",
            "bot": False,
            "note": "<p>Rivers.</p>",
            "created_at": "2022-11-05T00:00:00.000Z",
            "followers_count": 12,
            "following_count": 3,
            "statuses_count": 40,
        },
        "content": '<p><a class="mention hashtag" href="https://example.social/tags/Water">#<span>Water</span></a> is '
        '<a href="https://example.org/a?b=1&amp;c=2">example.org</a></p>',
        "visibility": "public",
        "language": "en",
        "in_reply_to_id": "109348576239870000",
        "in_reply_to_account_id": "9",
        "reblog": None,
        "application": {"name": "Web"},
        "media_attachments": [],
        "mentions": [],
        "tags": [{"name": "Water", "url": "https://example.social/tags/Water"}],
        "card": None,
        "replies_count": 0,
        "reblogs_count": 1,
        "favourites_count": 2,
    },
    {
        "id": "109348576239871300",
        "uri": "https://example.social/users/two/statuses/109348576239871300/activity",
        "created_at": "2024-03-01T08:01:00.000Z",
        "account": {"id": "8", "acct": "two", "display_name": "", "bot": True, "note": ""},
        "content": "",
        "reblog": {
            "id": "1",
            "uri": "https://other.example/notes/9xk",
            "created_at": "2024-02-29T10:00:00.000Z",
            "account": {"id": "77", "acct": "three@other.example"},
            "content": "<p>first<br>second</p>",
            "language": "en",
            "media_attachments": [{"type": "image", "url": "https://other.example/p.png"}],
            "mentions": [],
            "tags": [],
            "favourites_count": 5,
            "reblogs_count": 4,
            "replies_count": 0,
        },
        "new_field": {"a": 1},
    },
]
