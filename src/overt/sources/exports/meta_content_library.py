"""Posts of the Meta Content Library: its API's JSON, and CSV with the same names, dotted.

The documentation gives a post of Facebook `post_owner.data.id` where other copies have `post_owner.id`, and names
change with the version, so several spellings of every field are read. Ids are the library's own: they match no other
export. Whether a post is of Facebook, Instagram or Threads is told by what only one of them has.
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
    text,
    texts,
    truth,
    whole,
)
from overt.sources.exports.cells import filled, hashtags, links, table

_CANNOT = (
    "ids that other exports know (they are the library's own), comments as posts, who shared or liked, views below 100 "
    "or of the last days, deleted posts. Names of fields were taken from the documentation and public code, in several "
    "spellings; none was seen in an export. What is neither Facebook nor Instagram by its fields has the platform "
    "unknown: give it with --platform"
)
_TIMES = ("creation_time", "created_time", "create_time", "creation_date")
_OWNERS = ("post_owner", "post_owner.data", "post_owner.data.0", "owner", "producer", "author")
_SHARED = ("shared_post_id", "shared_post.id", "text")
_TEXTS = ("text", "message", "caption")
_OF_FACEBOOK = (
    "love_count",
    "wow_count",
    "haha_count",
    "sad_count",
    "angry_count",
    "care_count",
    "reaction_count",
    "share_count",
)
_FACEBOOK_OWNERS = frozenset({"page", "profile", "group", "event", "user"})
_INSTAGRAM_OWNERS = frozenset({"business", "creator", "personal"})
_KINDS = {"photo": "image", "photos": "image", "image": "image", "video": "video", "videos": "video", "reel": "video"}


def _owner(record: Record, *names: str) -> Any:
    """A field of the owner of a post, in the place where this version has it."""
    owners = [at(record, *(int(s) if s.isdigit() else s for s in path.split("."))) for path in _OWNERS]
    return next((v for o in owners for n in names if (v := ident(at(o, n))) is not None), None)


def _platform(kind: Any, instagram: Any, facebook: Any) -> str | None:
    word = kind.strip().lower().removeprefix("facebook_").removeprefix("instagram_") if isinstance(kind, str) else ""
    if word in _FACEBOOK_OWNERS or facebook:
        return "facebook"
    return "instagram" if word in _INSTAGRAM_OWNERS or instagram else None


class MetaContentLibrary(RecordExport):
    """Posts as JSON, known by `creation_time` beside an owner or the statistics."""

    name = "meta-content-library"
    reads = "posts of the Meta Content Library's API: pages, arrays or one post a line"
    cannot = _CANNOT
    unique = True
    supplies: ClassVar[frozenset[str]] = frozenset(
        "platform post_id account_id created_at kind text lang urls hashtags repost_of quote_of media likes shares "
        "comments views".split()
    )
    known: ClassVar[frozenset[str]] = frozenset(
        "id mcl_url creation_time created_time create_time creation_date modified_time text message caption lang "
        "language statistics post_owner owner producer author surface multimedia media_type content_type hashtags "
        "link_attachment link_attachment_fields shared_post_id shared_post is_branded_content branded_content_page_id "
        "view_date_last_refreshed views_date_last_refreshed match_type place".split()
    )
    expected: ClassVar[tuple[str, ...]] = ("id", "creation_time", "post_owner", "text")

    def recognise(self, document: Record) -> bool:
        """A post, or a page whose first item is one."""
        held = next(items(at(document, "data")), document)
        timed = any(name in held for name in _TIMES)
        return timed and (_owner(held, "id", "name", "username") is not None or _counted(held))

    def records(self, document: Record) -> Iterator[tuple[Record, Any]]:
        """The posts of a page, or the post."""
        data = document.get("data")
        if data is None or any(name in document for name in _TIMES):
            yield document, None
            return
        for post in [data] if isinstance(data, Mapping) else items(data):
            yield post, None

    def rows(self, record: Record, context: Any) -> Iterator[Row]:
        """One post and its owner."""
        account = _owner(record, "id", "username", "name")
        if account is None:
            raise Unreadable("no owner of the post")
        yield Row(_post(record, account), _profile(record))

    def examples(self) -> dict[str, bytes]:
        """A page of Facebook posts, and posts of Instagram one a line."""
        page = {"data": _FACEBOOK, "paging": {"next": "x"}}
        return {
            "mcl_facebook.json": json.dumps(page).encode(),
            "mcl_instagram.ndjson": "\n".join(json.dumps(post) for post in _INSTAGRAM).encode(),
        }


def _counted(held: Any) -> bool:
    names = ("like_count", "views", "reaction_count", "view_count")
    return any(at(held, "statistics", name) is not None for name in names)


def _post(record: Record, account: Any) -> dict[str, Any]:
    said = text(first(record, *_TEXTS))
    shared = ident(first(record, "shared_post_id", "shared_post.id"))
    link = first(record, "link_attachment.link", "link_attachment_fields.link", "link_attachment.url")
    statistics = at(record, "statistics")
    facebook = any(at(statistics, name) is not None for name in _OF_FACEBOOK)
    instagram = at(record, "is_branded_content") is not None or isinstance(at(record, "hashtags"), list)
    given = at(record, "hashtags")
    return {
        "platform": _platform(_owner(record, "type"), instagram, facebook),
        "post_id": ident(at(record, "id")),
        "account_id": account,
        "created_at": first(record, *_TIMES),
        "kind": "repost" if shared is not None and not said else "quote" if shared is not None else "post",
        "text": said,
        "lang": text(first(record, "lang", "language")),
        "urls": links([link] if isinstance(link, str) else None, said),
        "hashtags": hashtags([t.lstrip("#") for t in texts(given)], said),
        "repost_of": None if said else shared,
        "quote_of": shared if said else None,
        "media": [_medium(m) for m in items(held)] if (held := at(record, "multimedia")) is not None else None,
        "likes": whole(first(record, "statistics.like_count", "statistics.likes")),
        "shares": whole(first(record, "statistics.share_count", "statistics.shares")),
        "comments": whole(first(record, "statistics.comment_count", "statistics.comments")),
        "views": whole(first(record, "statistics.views", "statistics.view_count")),
    }


def _medium(medium: Record) -> dict[str, Any]:
    kind = text(first(medium, "type", "media_type"))
    return {
        "kind": _KINDS.get(kind.lower(), kind.lower()) if kind else None,
        "url": text(first(medium, "url", "media_url")),
    }


def _profile(record: Record) -> dict[str, Any]:
    return {
        "handle": text(_owner(record, "username", "handle")),
        "display_name": text(_owner(record, "name")),
        "followers": whole(_owner(record, "follower_count", "followers_count")),
        "verified": truth(_owner(record, "is_verified", "verified")),
    }


class MetaContentLibraryTable(ColumnExport):
    """The same as CSV: dotted names, or the names that the web interface shows."""

    name = "meta-content-library-csv"
    reads = "posts of the Meta Content Library as CSV: the names of the API, dotted"
    cannot = _CANNOT
    signature: ClassVar[frozenset[str]] = frozenset(map(fold, _TIMES))
    fields: ClassVar[dict[str, str | tuple[str, ...]]] = {
        "post_id": ("id", "Meta Content Library ID", "post_id"),
        "created_at": _TIMES,
        "text": _TEXTS,
        "lang": ("lang", "language"),
        "likes": ("statistics.like_count", "statistics.likes", "likes"),
        "shares": ("statistics.share_count", "statistics.shares", "shares"),
        "comments": ("statistics.comment_count", "statistics.comments", "comments"),
        "views": ("statistics.views", "statistics.view_count", "views"),
    }
    without: ClassVar[frozenset[str]] = frozenset({"urls", "media", "client"})
    made: ClassVar[dict[str, Made]] = {
        "platform": Made(
            (
                "post_owner.type",
                "post_owner.data.type",
                "is_branded_content",
                "hashtags",
                *(f"statistics.{name}" for name in _OF_FACEBOOK),
            ),
            lambda own, data, branded, tags, *counts: _platform(
                filled(own, data), filled(branded, tags), filled(*counts)
            ),
        ),
        "account_id": Made(
            (
                *(f"{owner}.id" for owner in ("post_owner", "post_owner.data", "owner")),
                *("post_owner.username", "post_owner.name", "post_owner.data.name"),
            ),
            filled,
        ),
        "urls": Made(
            ("link_attachment.link", "link_attachment_fields.link", "text"),
            lambda link, other, said: links(filled(link, other), said),
        ),
        "hashtags": Made(("hashtags", "text"), hashtags),
        "kind": Made(
            ("shared_post_id", "shared_post.id", "text", "id"),
            lambda shared, other, said, _: ("quote" if said else "repost") if filled(shared, other) else "post",
        ),
        "repost_of": Made(_SHARED, lambda shared, other, said: None if said else filled(shared, other)),
        "quote_of": Made(_SHARED, lambda shared, other, said: filled(shared, other) if said else None),
    }
    profile: ClassVar[dict[str, str | tuple[str, ...]]] = {
        "handle": ("post_owner.username", "post_owner.handle"),
        "display_name": ("post_owner.name", "post_owner.data.name"),
    }

    def recognise(self, columns: Sequence[str]) -> bool:
        """A time, and an owner of the post."""
        names = set(map(fold, columns))
        owned = any(name.startswith("postowner") for name in names)
        return bool(names & self.signature) and owned

    def examples(self) -> dict[str, bytes]:
        """Posts of both platforms."""
        rows = [{**_flat(post)} for post in _FACEBOOK]
        other = [{**_flat(post)} for post in _INSTAGRAM]
        return {
            "mcl_facebook.csv": table(list(dict.fromkeys(n for r in rows for n in r)), rows),
            "mcl_instagram.csv": table(list(dict.fromkeys(n for r in other for n in r)), other),
        }


def _flat(value: Mapping[str, Any], before: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for name, held in value.items():
        if isinstance(held, Mapping):
            found |= _flat(held, f"{before}{name}.")
        else:
            found[before + name] = held if isinstance(held, str) else json.dumps(held)
    return found


_FACEBOOK: list[dict[str, Any]] = [
    {
        "id": "9007199254740993",
        "creation_time": "2024-03-01T08:00:00+00:00",
        "modified_time": "2024-03-01T09:00:00+00:00",
        "text": "Seeds #garden",
        "lang": "en",
        "post_owner": {"type": "page", "id": "100000000000000001", "name": "Garden News", "username": "gardennews"},
        "link_attachment": {"link": "https://example.org/seeds", "name": "Seeds"},
        "statistics": {"like_count": 5, "reaction_count": 7, "share_count": 1, "comment_count": 0, "views": 350},
        "multimedia": [{"type": "photo", "id": "3"}],
    },
    {
        "id": "9007199254740995",
        "creation_time": "2024-03-01T08:00:30+00:00",
        "text": "",
        "post_owner": {"data": {"type": "group", "id": "100000000000000003", "name": "Rivers"}},
        "shared_post_id": "9007199254740993",
        "statistics": {"like_count": 0, "reaction_count": 0},
    },
]
_INSTAGRAM: list[dict[str, Any]] = [
    {
        "id": "9007199254740999",
        "creation_time": "2024-03-01T08:01:00+00:00",
        "text": "Three tulips @rain",
        "hashtags": ["tulips", "spring"],
        "is_branded_content": False,
        "media_type": "PHOTO",
        "post_owner": {"type": "creator", "id": "200000000000000001", "username": "tulip"},
        "statistics": {"like_count": 12, "comment_count": 1, "views": 1200},
        "new_field": 1,
    },
]
