"""What posts of Instagram and Threads have in common as Meta's interfaces send them: media, links, authors."""

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import parse_qs, urlsplit

from overt.sources.exports.base import Record, at, first, ident, items, text, truth, whole

_LEAVING = frozenset({"l.threads.net", "l.threads.com", "l.instagram.com", "l.facebook.com", "lm.facebook.com"})
"""Hosts of the pages that a reader passes on the way out; the address that was meant is in `u`."""


def media(item: Record) -> Iterator[dict[str, str]]:
    """Of each part of a post the video, else the picture: the first file, which is the largest."""
    parts = list(items(at(item, "carousel_media"))) or [item]
    for part in parts:
        video = text(at(part, "video_versions", 0, "url"))
        picture = text(at(part, "image_versions2", "candidates", 0, "url")) or text(at(part, "display_uri"))
        if video:
            yield {"kind": "video", "url": video}
        elif picture:
            yield {"kind": "image", "url": picture}


def landed(url: str) -> str:
    """The address that was meant by one that leads over a page of Meta."""
    try:
        parts = urlsplit(url)
        if parts.hostname in _LEAVING:
            return parse_qs(parts.query, max_num_fields=100).get("u", [url])[0]
    except ValueError:
        return url
    return url


def account(user: Any) -> Any:
    """The id of a user."""
    return ident(first(user, "pk", "pk_id", "id"))


def profile(user: Any) -> dict[str, Any]:
    """What is told of a user."""
    return {
        "handle": text(at(user, "username")),
        "display_name": text(at(user, "full_name")),
        "bio": text(at(user, "biography")),
        "followers": whole(first(user, "follower_count", "edge_followed_by.count")),
        "following": whole(first(user, "following_count", "edge_follow.count")),
        "posts_total": whole(at(user, "media_count")),
        "verified": truth(at(user, "is_verified")),
        "profile_url": text(at(user, "external_url")),
        "avatar": text(at(user, "profile_pic_url")),
    }


def caption(item: Record) -> str | None:
    """The text of a post, which is an object, a text, or a list of objects (Graph)."""
    found = at(item, "caption")
    inner = next(items(at(item, "edge_media_to_caption", "edges")), None)
    return text(found) or text(at(found, "text")) or text(at(inner, "node", "text"))


def filled(value: Any) -> bool:
    """Whether it is an object with something in it."""
    return isinstance(value, Mapping) and bool(value)
