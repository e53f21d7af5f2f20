"""Reddit: listings of its API, with the answers inside of comments, and dumps as Pushshift writes them, one a line.

An account is called by its name, which is in every export, never changes and is given to nobody else; its number
(`author_fullname`) is missing in older dumps. Posts and comments are called by kind and number, t3_abc and t1_def.
Text has &amp;, &lt; and &gt; written out. `created_utc` counts, `created` is shifted. A crosspost is a repost.
"""

import json
import re
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
from overt.sources.exports.reddit_fields import KNOWN
from overt.sources.exports.reddit_sample import COMMENTS, DUMP, LISTING
from overt.sources.lists import text_urls

_THINGS = frozenset({"t1", "t2", "t3", "t4", "t5", "t6", "more"})
_GONE = frozenset({"[deleted]", "[removed]", "[deleted by user]", "[ Removed by Reddit ]", "[removed by reddit]"})
_MENTION = re.compile(r"(?<![\w/])/?u/([\w-]{3,20})", re.ASCII)
_FULL = re.compile(r"t[1-6]_[0-9a-z]{1,13}\Z", re.ASCII)
_NUMBER = re.compile(r"[0-9a-z]{1,13}\Z", re.ASCII)
_DECIMAL = re.compile(r"\d{9,15}\Z", re.ASCII)
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_OWN_FILES = ("https://i.redd.it/", "https://v.redd.it/", "https://preview.redd.it/")


class Reddit(RecordExport):
    """Posts and comments, known by their kind, or by `subreddit` beside `author` and `created_utc`."""

    name = "reddit"
    reads = "Reddit's API (listings, comment pages, bare things) and dumps as Pushshift writes them, one a line"
    cannot = (
        "views, languages, who voted; words that were removed before the capture. Likes are the score, which Reddit "
        "blurs, and in dumps that of the first seconds. Posts whose author is deleted belong to nobody and are "
        "rejected: in old dumps they may be more than --max-rejected allows. Comments that a page did not load are "
        "counted only"
    )
    platform = "reddit"
    unique = True
    supplies: ClassVar[frozenset[str]] = frozenset(
        "post_id account_id created_at kind text urls mentions repost_of repost_of_account reply_to reply_to_account "
        "media likes shares comments collected_at".split()
    )
    known: ClassVar[frozenset[str]] = KNOWN
    keeps: ClassVar[frozenset[str]] = frozenset({"subreddit"})
    expected: ClassVar[tuple[str, ...]] = ("author", "created_utc", "subreddit")

    def recognise(self, document: Record) -> bool:
        """A listing, a thing, an object of a dump, or a page of such."""
        kind = at(document, "kind")
        if kind == "Listing" or (isinstance(kind, str) and kind in _THINGS):
            held = at(document, "data")
            return isinstance(held, Mapping) and ("children" in held or "name" in held or "id" in held)
        return _is_flat(document) or _is_flat(next(items(at(document, "data")), None))

    def records(self, document: Record) -> Iterator[tuple[Record, Any]]:
        """The things of a listing, each with the author of what it answers; else the document itself."""
        if at(document, "kind") == "Listing":
            for child in items(at(document, "data", "children")):
                yield from _with_answers(child)
        elif not _is_flat(document) and _is_flat(next(items(at(document, "data")), None)):
            yield from ((record, None) for record in items(at(document, "data")))
        else:
            yield from _with_answers(document)

    def fields(self, record: Record) -> Record:
        """What stands in a thing."""
        return _held(record)

    def rows(self, record: Record, context: Any) -> Iterator[Row]:
        """One post or comment with its author, or one account."""
        thing, held = at(record, "kind"), _held(record)
        if thing == "more":
            raise Passed("marks of comments that were not loaded")
        if thing == "t2":
            yield _account(held)
            return
        if (isinstance(thing, str) and thing in _THINGS - {"t1", "t3"}) or not {"author", "author_fullname"} & set(
            held
        ):
            raise Passed("objects that are no posts or comments")
        author = text(at(held, "author"))
        if author is None or author in _GONE:
            raise Unreadable("its author is deleted")
        comment = _is_comment(record, held)
        made = _comment(held, context) if comment else _post(held)
        post = {
            "post_id": _full(first(held, "name", "id"), "t1" if comment else "t3"),
            "account_id": author,
            "created_at": ident(at(held, "created_utc")),
            "likes": whole(first(held, "score", "ups")),
            "collected_at": ident(first(held, "retrieved_utc", "retrieved_on", "_meta.retrieved_2nd_on")),
            **made,
        }
        yield Row(post, {"handle": author, "created_at": ident(at(held, "author_created_utc"))})

    def examples(self) -> dict[str, bytes]:
        """A listing, a page of comments, a dump."""
        return {
            "reddit_listing.json": json.dumps(LISTING, ensure_ascii=False, indent=1).encode(),
            "reddit_comments.json": json.dumps(COMMENTS, ensure_ascii=False).encode(),
            "reddit_dump.ndjson": "\n".join(json.dumps(thing, ensure_ascii=False) for thing in DUMP).encode(),
        }


def _is_flat(value: Any) -> bool:
    """Whether an object is a post or comment of a dump."""
    if not isinstance(value, Mapping) or not {"author", "subreddit", "created_utc"} <= set(value):
        return False
    return {"body", "link_id"} <= set(value) or (
        "title" in value and bool({"selftext", "permalink", "url"} & set(value))
    )


def _held(record: Record) -> Record:
    inner = at(record, "data")
    thing = at(record, "kind")
    return inner if isinstance(thing, str) and thing in _THINGS and isinstance(inner, Mapping) else record


def _with_answers(thing: Record) -> Iterator[tuple[Record, Any]]:
    """A thing and the answers inside of it, each with the author of what it answers."""
    stack: list[tuple[Record, Any]] = [(thing, None)]
    while stack:
        found, answered = stack.pop()
        yield found, answered
        inner = list(items(at(_held(found), "replies", "data", "children")))
        stack += [(answer, at(_held(found), "author")) for answer in reversed(inner)]


def _is_comment(record: Record, held: Record) -> bool:
    if at(record, "kind") in ("t1", "t3") and held is not record:
        return bool(at(record, "kind") == "t1")
    return str(at(held, "name")).startswith("t1_") or ("body" in held and "title" not in held)


def _full(value: Any, kind: str) -> str | None:
    """The name of a thing, from a name or its number alone; numbers that a program has read as such are in digits."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 1 << 63:
        value = str(value)
    if not isinstance(value, str):
        return None
    value = value.strip().lower()
    return value if _FULL.match(value) else f"{kind}_{value}" if _NUMBER.match(value) else None


def _post(held: Record) -> dict[str, Any]:
    parent = next(items(at(held, "crosspost_parent_list")), None)
    original = _full(at(held, "crosspost_parent"), "t3")
    words = [_words(at(held, "title")), _words(at(held, "selftext")) or _words(at(parent, "selftext"))]
    shown = "\n\n".join(w for w in words if w) or None
    links, media = _target(held)
    if not links and not media:
        links, media = _target(parent)
    return {
        "kind": "repost" if original else "post",
        "text": shown,
        "urls": list(dict.fromkeys([*links, *text_urls(shown or "")])),
        "mentions": _MENTION.findall(shown or ""),
        "repost_of": original,
        "repost_of_account": _author(at(parent, "author")) if original else None,
        "media": media,
        "shares": whole(at(held, "num_crossposts")),
        "comments": whole(at(held, "num_comments")),
    }


def _comment(held: Record, answered: Any) -> dict[str, Any]:
    shown = _words(at(held, "body"))
    thread = _full(at(held, "link_id"), "t3")
    parent = _parent(at(held, "parent_id"), thread)
    author = _author(answered) or (_author(at(held, "link_author")) if parent == thread else None)
    return {
        "kind": "comment",
        "text": shown,
        "urls": text_urls(shown or ""),
        "mentions": _MENTION.findall(shown or ""),
        "reply_to": parent,
        "reply_to_account": author,
        "media": [],
    }


def _parent(value: Any, thread: str | None) -> str | None:
    """What a comment answers. Pushshift of 2022 and 2023 wrote null for the post, and a comment's number in digits."""
    if value is None or value == "":
        return thread
    if isinstance(value, str) and _DECIMAL.match(value):
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1 << 53:
        digits = ""
        while value:
            value, place = divmod(value, 36)
            digits = _DIGITS[place] + digits
        return f"t1_{digits}"
    found = _full(value, "t1")
    return thread if found and thread and found.removeprefix("t1_") == thread.removeprefix("t3_") else found


def _author(value: Any) -> str | None:
    name = text(value)
    return None if name is None or name in _GONE else name


def _words(value: Any) -> str | None:
    """A text as people see it; None where Reddit has put a mark in its place."""
    found = text(value)
    if found is None or found.strip() in _GONE:
        return None
    return found.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _target(held: Any) -> tuple[list[str], list[dict[str, Any]]]:
    """What a post points to: links, and files that lie with Reddit."""
    media: list[dict[str, Any]] = []
    described = at(held, "media_metadata")
    for part in items(at(held, "gallery_data", "items")):
        name = at(part, "media_id")
        if isinstance(name, str) and (url := _words(at(described, name, "s", "u"))):
            media.append({"kind": "image", "url": url})
    film = _words(first(held, "secure_media.reddit_video.fallback_url", "media.reddit_video.fallback_url"))
    url = _words(first(held, "url_overridden_by_dest", "url"))
    if film:
        media.append({"kind": "video", "url": film})
    elif url and url.startswith(_OWN_FILES):
        media.append({"kind": "video" if url.startswith(_OWN_FILES[1]) else "image", "url": url})
    link = _words(at(held, "url_overridden_by_dest")) or (None if truth(at(held, "is_self")) else url)
    own = at(held, "permalink")
    outside = link and "://" in link and not link.startswith(_OWN_FILES) and "reddit.com/gallery/" not in link
    if not outside or (isinstance(own, str) and own and link and link.endswith(own)):
        return [], media
    return [str(link)], media


def _account(held: Record) -> Row:
    name = _author(at(held, "name"))
    if name is None:
        raise Unreadable("no name")
    profile = {
        "account_id": name,
        "handle": name,
        "display_name": text(at(held, "subreddit", "title")),
        "bio": text(at(held, "subreddit", "public_description")),
        "created_at": ident(at(held, "created_utc")),
        "label": "suspended" if truth(at(held, "is_suspended")) else None,
        "avatar": _words(first(held, "icon_img", "snoovatar_img")),
    }
    return Row(profile=profile)
