"""Posts of Bluesky as its API shows them: getPosts, searchPosts, getAuthorFeed and other feeds; pages or bare views.

A view holds the record, its author and counts. In a feed, `reason` tells that somebody else has reposted it.
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
    whole,
)
from overt.sources.exports.bluesky_record import POST, acted_at, address, contents, is_did, micros, owner

_NO_LABEL = frozenset({"!no-unauthenticated", "bot"})


class BlueskyViews(RecordExport):
    """Views of posts, known by `uri`, `author.did` and `record`."""

    name = "bluesky-views"
    reads = "posts of Bluesky's API (getPosts, searchPosts, getAuthorFeed, getTimeline): pages or one view a line"
    cannot = (
        "deleted posts; when somebody reposted, beyond when the API saw it; threads. The author's claim (createdAt) "
        "is taken only where it lies within a day of when the API saw the post (indexedAt), else indexedAt, with a "
        "notice. Posts that are only shown as quoted, answered or reposted are not read as posts"
    )
    platform = "bluesky"
    unique = True
    supplies: ClassVar[frozenset[str]] = frozenset(
        "post_id account_id created_at kind text lang urls hashtags mentions repost_of repost_of_account reply_to "
        "reply_to_account quote_of media likes shares comments".split()
    )
    known: ClassVar[frozenset[str]] = frozenset(
        "$type uri cid author record embed replyCount repostCount likeCount quoteCount bookmarkCount indexedAt viewer "
        "labels threadgate debug post reply reason feedContext reqId text createdAt facets entities langs tags "
        "via".split()
    )
    expected: ClassVar[tuple[str, ...]] = ("uri", "author.did", "createdAt", "indexedAt")

    def recognise(self, document: Record) -> bool:
        """A view, or a page whose first item is one."""
        held = next(items(at(document, "posts")), None) or next(items(at(document, "feed")), None) or document
        return _is_view(at(held, "post")) or _is_view(held)

    def records(self, document: Record) -> Iterator[tuple[Record, Any]]:
        """The views of a page, else the document itself."""
        for key in ("posts", "feed"):
            if key in document and "record" not in document:
                for record in items(at(document, key)):
                    yield record, None
                return
        yield document, None

    def fields(self, record: Record) -> Record:
        """The names of the item, of the view and of the record in it."""
        view = at(record, "post")
        held = {**record, **(view if isinstance(view, Mapping) else {})}
        inner = at(held, "record")
        return {**held, **(inner if isinstance(inner, Mapping) else {})}

    def rows(self, record: Record, context: Any) -> Iterator[Row]:
        """One post or repost, with the accounts that are shown."""
        view = at(record, "post") if isinstance(at(record, "post"), Mapping) else record
        shape = text(at(view, "$type")) or ""
        if shape.endswith(("#notFoundPost", "#blockedPost")):
            raise Passed("posts that are gone or hidden")
        if at(view, "record") is None and at(view, "author") is None:
            raise Passed("objects that are no posts")
        author = at(view, "author", "did")
        if not is_did(author):
            raise Unreadable("no author.did")
        by = at(record, "reason", "by")
        if is_did(at(by, "did")):
            yield Row(_reposted(at(record, "reason"), view), _profile(by))
            yield Row(profile={"account_id": author, **_profile(at(view, "author"))})
        else:
            post, remark = _post(view)
            yield Row(post, _profile(at(view, "author")), (remark,) if remark else ())

    def examples(self) -> dict[str, bytes]:
        """A page of posts, and a feed with a repost."""
        feed = {"feed": _FEED, "cursor": "x"}
        return {
            "bluesky_posts.json": json.dumps({"posts": [_VIEW], "hitsTotal": 1}, ensure_ascii=False).encode(),
            "bluesky_feed.json": json.dumps(feed, ensure_ascii=False, indent=1).encode(),
            "bluesky_views.ndjson": "\n".join(json.dumps(v) for v in (_VIEW, _BACKDATED)).encode(),
        }


def _is_view(value: Any) -> bool:
    return (
        address(at(value, "uri")) is not None
        and is_did(at(value, "author", "did"))
        and isinstance(at(value, "record"), Mapping)
    )


def _post(view: Record) -> tuple[dict[str, Any], str | None]:
    record = at(view, "record")
    record = record if isinstance(record, Mapping) else {}
    made, remark = acted_at(at(record, "createdAt"), at(view, "indexedAt"))
    held = contents(record)
    addresses = list(_addresses(at(view, "embed")))
    if len(addresses) == len(held["media"]):
        held["media"] = [{**m, "url": url} for m, url in zip(held["media"], addresses, strict=True)]
    post = {
        "post_id": ident(at(view, "uri")),
        "account_id": at(view, "author", "did"),
        "created_at": made,
        **held,
        "likes": whole(at(view, "likeCount")),
        "shares": whole(at(view, "repostCount")),
        "comments": whole(at(view, "replyCount")),
    }
    return post, remark


def _reposted(reason: Any, view: Record) -> dict[str, Any]:
    """A repost, with the words of the original."""
    post, _ = _post(view)
    return {
        **{name: value for name, value in post.items() if not name.startswith("reply_to") and name != "quote_of"},
        "post_id": address(at(reason, "uri")),
        "account_id": at(reason, "by", "did"),
        "created_at": micros(at(reason, "indexedAt")),
        "kind": "repost",
        "repost_of": address(at(view, "uri")),
        "repost_of_account": owner(at(view, "uri")),
    }


def _addresses(embed: Any) -> Iterator[str | None]:
    """Where the pictures and films are shown, in the order of the record."""
    media = at(embed, "media") if at(embed, "media") is not None else embed
    for image in items(at(media, "images")):
        yield text(first(image, "fullsize", "thumb"))
    if "playlist" in (media if isinstance(media, Mapping) else {}):
        yield text(at(media, "playlist"))


def _profile(author: Any) -> dict[str, Any]:
    handle = text(at(author, "handle"))
    labels = [at(v, "val") for v in items(at(author, "labels")) if at(v, "neg") is not True]
    said = [v for v in labels if isinstance(v, str) and v and v not in _NO_LABEL]
    status = at(author, "verification", "verifiedStatus")
    return {
        "handle": None if handle == "handle.invalid" else handle,
        "display_name": text(at(author, "displayName")),
        "bio": text(at(author, "description")),
        "created_at": ident(at(author, "createdAt")),
        "followers": whole(at(author, "followersCount")),
        "following": whole(at(author, "followsCount")),
        "posts_total": whole(at(author, "postsCount")),
        "verified": None if not isinstance(status, str) else status == "valid",
        "is_bot_declared": True if "bot" in labels else None,
        "label": ", ".join(dict.fromkeys(said)) or None,
        "avatar": text(at(author, "avatar")),
    }


_DID = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"
_OTHER = "did:plc:bbbbbbbbbbbbbbbbbbbbbbbb"
_VIEW: dict[str, Any] = {
    "uri": f"at://{_OTHER}/{POST}/3l3pte3p2e325",
    "cid": "x",
    "author": {
        "did": _OTHER,
        "handle": "two.example.org",
        "displayName": "Two",
        "avatar": "https://cdn.example.org/two.jpg",
        "createdAt": "2023-05-01T10:00:00.000Z",
        "labels": [{"src": _OTHER, "val": "!no-unauthenticated"}, {"src": _OTHER, "val": "bot"}, {"val": "spam"}],
        "verification": {"verifiedStatus": "none"},
    },
    "record": {
        "$type": POST,
        "text": "The level at noon",
        "createdAt": "2024-09-09T10:00:00.000Z",
        "langs": ["en"],
        "embed": {
            "$type": "app.bsky.embed.images",
            "images": [
                {
                    "image": {
                        "ref": {"$link": "bafkreiaaqf3zykd5kz6zzjrc6tamylw6qgnqzr7sq2s7ahmmhqaxqgi22y"},
                        "mimeType": "image/jpeg",
                    }
                }
            ],
        },
        "reply": {"parent": {"uri": f"at://{_DID}/{POST}/3l3pte3p2e300"}},
    },
    "embed": {
        "$type": "app.bsky.embed.images#view",
        "images": [{"thumb": "https://cdn.example.org/t.jpg", "fullsize": "https://cdn.example.org/f.jpg"}],
    },
    "replyCount": 1,
    "repostCount": 2,
    "likeCount": 5,
    "quoteCount": 0,
    "indexedAt": "2024-09-09T10:00:01.250Z",
    "labels": [],
    "new_field": {"a": 1},
}
_BACKDATED = {
    **_VIEW,
    "uri": f"at://{_OTHER}/{POST}/3l3pte3p2e400",
    "record": {"text": "said to be old", "createdAt": "2019-01-01T00:00:00Z"},
    "embed": None,
}
_FEED: list[dict[str, Any]] = [
    {
        "post": _VIEW,
        "reason": {
            "$type": "app.bsky.feed.defs#reasonRepost",
            "by": {"did": _DID, "handle": "handle.invalid", "displayName": "One", "followersCount": 12},
            "uri": f"at://{_DID}/app.bsky.feed.repost/3l3qo34aaaa2b",
            "indexedAt": "2024-09-09T19:46:10.500Z",
        },
    },
    {"post": _BACKDATED, "reply": {"parent": {"$type": "app.bsky.feed.defs#notFoundPost"}}},
    {"post": {"$type": "app.bsky.feed.defs#blockedPost", "uri": f"at://{_DID}/{POST}/x", "blocked": True}},
]
