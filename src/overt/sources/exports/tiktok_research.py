"""TikTok's Research API: pages of videos, comments, accounts, reposted or liked videos, followers; or bare records.

The documentation contradicts itself, so both spellings of a field are read: `id` and `video_id`, `favorites_count` and
`favourites_count`, `user_reposted_videos` and `reposted_videos`. The numbers of `video_tag` (AIGC, Branded) mean the
opposite in two of its pages, so they are not read but kept in raw. Accounts have no id there but the username.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
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
    texts,
    truth,
    whole,
)
from overt.sources.exports.tag_order import in_order
from overt.sources.exports.tiktok_research_sample import SAMPLES
from overt.sources.lists import text_mentions

VIDEOS = (
    "videos",
    "user_reposted_videos",
    "reposted_videos",
    "user_liked_videos",
    "liked_videos",
    "user_pinned_videos",
    "pinned_videos",
    "pinned_videos_list",
)
ACCOUNTS = ("user_followers", "user_following", "followers", "following")
PAGES = (*VIDEOS, "comments", *ACCOUNTS)
"""Names under which a page holds its records."""
VIDEO_SIGNS = frozenset(
    "video_description hashtag_names hashtag_info_list effect_ids effect_info_list voice_to_text video_mention_list "
    "sticker_info_list is_stem_verified stem_verified video_duration region_code".split()
)
ACCOUNT_SIGNS = frozenset("bio_description follower_count following_count video_count likes_count is_verified".split())
_NONE = ("0", 0)
"""What stands for no parent, no sound or no effect."""


@dataclass(frozen=True)
class _Place:
    """Where a record stood: the name of its list, and the account that the page was asked for, if that was saved."""

    page: str = ""
    asked: str | None = None


class TikTokResearch(RecordExport):
    """Videos, comments and accounts of the Research API, known by its pages and by names such as video_description."""

    name = "tiktok-research"
    reads = "the TikTok Research API: pages (one JSON, an array, one a line) or bare videos, comments and accounts"
    cannot = (
        "who wrote a comment (the API does not say, so comments are passed over and counted), who reposted a video and "
        "when (a page of reposted, liked or pinned videos gives the videos as posts of those who made them), who "
        "follows whom, duets and stitches, addresses of videos, the id of an account behind its username; the username "
        "of a page of one account, unless it was saved with it. At most 30 days a query; counts are those of the day "
        "of the query"
    )
    platform = "tiktok"
    unique = True
    supplies: ClassVar[frozenset[str]] = frozenset(
        "post_id account_id created_at kind text hashtags mentions reply_to sound_id effects likes shares comments "
        "views".split()
    )
    known: ClassVar[frozenset[str]] = frozenset(
        "id video_id item_id create_time username region_code video_description music_id like_count comment_count "
        "share_count view_count effect_ids hashtag_names hashtag_info_list sticker_info_list effect_info_list "
        "video_mention_list video_label playlist_id voice_to_text is_stem_verified stem_verified video_duration "
        "duration duration_type favorites_count favourites_count video_tag text reply_count parent_comment_id".split()
    )
    keeps: ClassVar[frozenset[str]] = frozenset("voice_to_text video_label video_tag sticker_info_list".split())
    expected: ClassVar[tuple[str, ...]] = ("create_time", "username")

    def recognise(self, document: Record) -> bool:
        """A page of this API, or one of its records."""
        held = _held(document)
        name = _page(held)
        if not name:
            return _kind(document, "") != "" or ("error" in document and _is_account(held))
        record = next(items(at(held, name)), None)
        paged = bool({"has_more", "search_id"} & set(held)) or "error" in document
        return paged and (record is None or _fits(record, name))

    def records(self, document: Record) -> Iterator[tuple[Record, Any]]:
        """What a page holds, each with the name of its list; what has no list as it is, with the account asked for."""
        held = _held(document)
        names = [name for name in PAGES if at(held, name) is not None]
        for name in names:
            for record in items(at(held, name)):
                yield record, _Place(page=name)
        if not names:
            yield held, _Place(asked=text(first(document, "username", "request.username", "query.username")))

    def rows(self, record: Record, context: Any) -> Iterator[Row]:
        """A video with what the API says of its author, a comment that has an author, or an account."""
        place = context if isinstance(context, _Place) else _Place()
        kind = _kind(record, place.page)
        if kind == "account":
            yield Row(profile=_account(record, place.asked))
        elif kind == "comment":
            yield Row(_comment(record))
        elif kind == "video":
            yield _video(record)
        elif not set(record) - {"data", "error"}:
            raise Passed("answers without data")
        else:
            raise Unreadable("is no video, comment or account of the Research API")

    def examples(self) -> dict[str, bytes]:
        """A page of videos, bare videos, pages one a line, and pages of accounts."""
        return SAMPLES


def _held(document: Record) -> Record:
    """What an answer holds in `data`; else the document itself."""
    data = at(document, "data")
    return data if isinstance(data, Mapping) else document


def _page(held: Record) -> str:
    return next((name for name in PAGES if at(held, name) is not None), "")


def _fits(record: Record, page: str) -> bool:
    """Whether the first record of a page is of this API, and not of another with a list of that name."""
    names = set(record)
    if page in VIDEOS:
        return "create_time" in names or bool(VIDEO_SIGNS & names)
    if page in ACCOUNTS:
        return {"username", "display_name"} <= names
    return _kind(record, "") == "comment"


def _kind(record: Record, page: str) -> str:
    """What a record is: a video, a comment or an account; "" for none of them."""
    names = set(record)
    if page:
        return "account" if page in ACCOUNTS else "video" if page in VIDEOS else "comment"
    if whole(at(record, "create_time")) is None:
        return "account" if _is_account(record) else ""
    if {"text", "video_id"} <= names and {"parent_comment_id", "reply_count", "like_count"} & names:
        return "comment"
    return "video" if _id(record) is not None and VIDEO_SIGNS & names else ""


def _is_account(held: Record) -> bool:
    return "display_name" in held and len(ACCOUNT_SIGNS & set(held)) > 1


def _id(record: Record) -> Any:
    return ident(first(record, "id", "video_id", "item_id"))


def _filled(value: Any) -> Any:
    """An id; None for the zero that stands for none."""
    return None if value in _NONE else ident(value)


def _video(video: Record) -> Row:
    name = text(at(video, "username"))
    if name is None:
        raise Unreadable("no username: ask the API for fields=id,create_time,username,video_description")
    if _id(video) is None:
        raise Unreadable("no id")
    words = text(at(video, "video_description"))
    tags = texts(at(video, "hashtag_names")) or texts(at(video, "hashtag_info_list"), "hashtag_name")
    effects = texts(at(video, "effect_ids")) or texts(at(video, "effect_info_list"), "effect_id")
    post = {
        "post_id": _id(video),
        "account_id": name,
        "created_at": ident(at(video, "create_time")),
        "kind": "post",
        "text": words,
        "hashtags": in_order(tags, words),
        "mentions": texts(at(video, "video_mention_list")) or text_mentions(words or ""),
        "sound_id": _filled(at(video, "music_id")),
        "effects": [e for e in effects if e not in _NONE] if {"effect_ids", "effect_info_list"} & set(video) else None,
        "likes": whole(at(video, "like_count")),
        "shares": whole(at(video, "share_count")),
        "comments": whole(at(video, "comment_count")),
        "views": whole(at(video, "view_count")),
    }
    return Row(post, {"handle": name, "country": text(at(video, "region_code"))})


def _comment(comment: Record) -> dict[str, Any]:
    name = text(at(comment, "username"))
    if name is None:
        raise Passed("comments, whose authors the API does not name")
    parent = _filled(at(comment, "parent_comment_id"))
    return {
        "post_id": ident(at(comment, "id")),
        "account_id": name,
        "created_at": ident(at(comment, "create_time")),
        "kind": "comment",
        "text": text(at(comment, "text")),
        "reply_to": parent if parent is not None else ident(at(comment, "video_id")),
        "likes": whole(at(comment, "like_count")),
        "comments": whole(at(comment, "reply_count")),
    }


def _account(user: Record, asked: str | None) -> dict[str, Any]:
    name = text(at(user, "username")) or asked
    if name is None:
        raise Passed("accounts without a username, which the API does not repeat")
    return {
        "account_id": name,
        "handle": name,
        "display_name": text(at(user, "display_name")),
        "bio": text(at(user, "bio_description")),
        "followers": whole(at(user, "follower_count")),
        "following": whole(at(user, "following_count")),
        "posts_total": whole(at(user, "video_count")),
        "country": text(at(user, "region_code")),
        "verified": truth(at(user, "is_verified")),
        "profile_url": text(at(user, "bio_url")),
        "avatar": text(at(user, "avatar_url")),
    }
