"""YouTube's Data API: videos, comments, threads of comments, results of a search, channels; pages or bare items.

Every object tells its `kind`. A video's text is its title and its description; that of a search result is cut and its
title is written as HTML. Counts come as text. A comment answers a video, an answer the comment on top of its thread.
"""

import html
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
from overt.sources.exports.markup import plain
from overt.sources.exports.youtube_sample import COMMENTS, ITEMS, THREADS
from overt.sources.lists import text_urls

_PREFIX = "youtube#"
_CHANNEL = re.compile(r"/channel/(UC[\w-]{1,64})", re.ASCII)
_SIZES = ("maxres", "standard", "high", "medium", "default")


class YouTubeApi(RecordExport):
    """Items of the API, known by their `kind`."""

    name = "youtube-api"
    reads = "YouTube's Data API: videos, comments, threads, search results, playlist items, channels; pages or bare"
    cannot = (
        "who watched or liked; deleted and held comments; answers beyond those that a thread holds (the API sends "
        "five); whom an answer answers within its thread. The description of a search result is cut, numbers of "
        "subscribers are rounded to three figures, keywords of videos are not read as hashtags"
    )
    platform = "youtube"
    unique = True
    supplies: ClassVar[frozenset[str]] = frozenset(
        "post_id account_id created_at kind text lang urls reply_to reply_to_account media likes comments views".split()
    )
    known: ClassVar[frozenset[str]] = frozenset(
        "kind etag id snippet contentDetails statistics status topicDetails brandingSettings localizations player "
        "liveStreamingDetails recordingDetails fileDetails processingDetails suggestions auditDetails "
        "contentOwnerDetails paidProductPlacementDetails replies "
        "publishedAt channelId title description thumbnails channelTitle tags categoryId liveBroadcastContent "
        "defaultLanguage localized defaultAudioLanguage publishTime playlistId position resourceId "
        "videoOwnerChannelTitle videoOwnerChannelId customUrl country videoId topLevelComment canReply "
        "totalReplyCount isPublic authorDisplayName authorProfileImageUrl authorChannelUrl authorChannelId "
        "textDisplay textOriginal parentId canRate viewerRating likeCount moderationStatus updatedAt".split()
    )
    expected: ClassVar[tuple[str, ...]] = ("id", "publishedAt")

    def recognise(self, document: Record) -> bool:
        """An object of the API, or a page whose first item is one."""
        return any(
            (text(at(held, "kind")) or "").startswith(_PREFIX)
            for held in (document, next(items(at(document, "items")), None))
        )

    def records(self, document: Record) -> Iterator[tuple[Record, Any]]:
        """The items of a page; of a thread its comments, after the thread itself."""
        for item in items(at(document, "items")) if "items" in document else [document]:
            yield item, None
            top = at(item, "snippet", "topLevelComment")
            if isinstance(top, Mapping):
                yield top, {"comments": at(item, "snippet", "totalReplyCount"), "video": at(item, "snippet", "videoId")}
            for answer in items(at(item, "replies", "comments")):
                yield answer, {"video": at(item, "snippet", "videoId"), "answered": _author(at(top, "snippet"))}

    def fields(self, record: Record) -> Record:
        """The names of an item and of its snippet."""
        snippet = at(record, "snippet")
        return {**record, **(snippet if isinstance(snippet, Mapping) else {})}

    def rows(self, record: Record, context: Any) -> Iterator[Row]:
        """One video or comment with its author, or a channel; nothing for a thread, whose comments follow it."""
        kind = (text(at(record, "kind")) or "").removeprefix(_PREFIX)
        part = (text(at(record, "id", "kind")) or "").removeprefix(_PREFIX)
        if kind == "commentThread":
            return
        if kind == "comment" or (not kind and at(record, "snippet", "textDisplay") is not None):
            yield _comment(record, context if isinstance(context, Mapping) else {})
        elif kind in ("video", "playlistItem") or (kind == "searchResult" and part == "video"):
            yield _video(record, kind)
        elif kind == "channel" or (kind == "searchResult" and part == "channel"):
            name = ident(first(record, "id.channelId", "snippet.channelId")) if part else ident(at(record, "id"))
            if name is None:
                raise Unreadable("no channel id")
            yield Row(profile={"account_id": name, **_channel(record)})
        else:
            raise Passed("objects that are no videos, comments or channels")

    def examples(self) -> dict[str, bytes]:
        """Pages of threads, of answers and of a search; items one a line."""
        return {
            "youtube_threads.json": json.dumps(THREADS, ensure_ascii=False, indent=1).encode(),
            "youtube_comments.ndjson": "\n".join(json.dumps(c, ensure_ascii=False) for c in COMMENTS).encode(),
            "youtube_items.ndjson": "\n".join(json.dumps(i, ensure_ascii=False) for i in ITEMS).encode(),
        }


def _author(snippet: Any) -> Any:
    """The channel of whoever wrote a comment, also where only its address is told."""
    told = ident(first(snippet, "authorChannelId.value")) or text(at(snippet, "authorChannelId"))
    found = _CHANNEL.search(text(at(snippet, "authorChannelUrl")) or "")
    return told or (found[1] if found else None)


def _comment(record: Record, thread: Mapping[str, Any]) -> Row:
    snippet = at(record, "snippet")
    author = _author(snippet)
    if author is None:
        raise Unreadable("no author: authorChannelId is missing")
    parent = ident(at(snippet, "parentId"))
    video = ident(at(snippet, "videoId")) or ident(thread.get("video"))
    shown = text(at(snippet, "authorDisplayName"))
    called = shown is not None and shown.startswith("@")
    words = text(at(snippet, "textOriginal")) or plain(text(at(snippet, "textDisplay")))
    post = {
        "post_id": ident(at(record, "id")),
        "account_id": author,
        "created_at": ident(at(snippet, "publishedAt")),
        "kind": "comment",
        "text": words,
        "urls": text_urls(words or ""),
        "reply_to": parent or video,
        "reply_to_account": thread.get("answered") if parent else ident(at(snippet, "channelId")),
        "likes": whole(at(snippet, "likeCount")),
        "comments": whole(thread.get("comments")),
    }
    profile = {
        "handle": shown if called else None,
        "display_name": None if called else shown,
        "profile_url": text(at(snippet, "authorChannelUrl")),
        "avatar": text(at(snippet, "authorProfileImageUrl")),
    }
    return Row(post, profile)


def _video(record: Record, kind: str) -> Row:
    snippet, numbers = at(record, "snippet"), at(record, "statistics")
    listed, result = kind == "playlistItem", kind == "searchResult"
    owner, moment = ("videoOwnerChannelId", "contentDetails.videoPublishedAt") if listed else ("channelId", "")
    author = ident(at(snippet, owner))
    if author is None:
        raise Unreadable(f"no author: {owner} is missing")
    title, about = text(at(snippet, "title")), text(at(snippet, "description"))
    if result:
        title, about = (html.unescape(t) if t else None for t in (title, about))
    words = "\n\n".join(t for t in (title, about) if t) or None
    post = {
        "post_id": ident(first(record, "id.videoId", "contentDetails.videoId", "snippet.resourceId.videoId"))
        if listed or result
        else ident(at(record, "id")),
        "account_id": author,
        "created_at": ident(first(record, moment) if listed else first(snippet, "publishedAt", "publishTime")),
        "kind": "post",
        "text": words,
        "lang": text(first(snippet, "defaultAudioLanguage", "defaultLanguage")),
        "urls": text_urls(_uncut(words or "") if result else words or ""),
        "media": _picture(at(snippet, "thumbnails")),
        "likes": whole(at(numbers, "likeCount")),
        "comments": whole(at(numbers, "commentCount")),
        "views": whole(at(numbers, "viewCount")),
    }
    shown = text(first(snippet, "videoOwnerChannelTitle")) if listed else text(at(snippet, "channelTitle"))
    cut = ("videos whose description was cut by the search",) if result and _uncut(about or "") != (about or "") else ()
    return Row(post, {"display_name": html.unescape(shown) if shown and result else shown}, cut)


def _uncut(words: str) -> str:
    """The text without its last word, where that was cut."""
    bare = words.rstrip()
    return bare[: max(bare.rfind(" "), bare.rfind("\n")) + 1] if bare.endswith(("...", "…")) else words


def _picture(sizes: Any) -> list[dict[str, Any]]:
    """The largest picture of a video."""
    found = next((url for size in _SIZES if (url := text(at(sizes, size, "url")))), None)
    return [{"kind": "image", "url": found}] if found else []


def _channel(record: Record) -> dict[str, Any]:
    snippet, numbers = at(record, "snippet"), at(record, "statistics")
    hidden = truth(at(numbers, "hiddenSubscriberCount"))
    return {
        "handle": text(at(snippet, "customUrl")),
        "display_name": text(at(snippet, "title")),
        "bio": text(at(snippet, "description")),
        "created_at": ident(at(snippet, "publishedAt")),
        "followers": None if hidden else whole(at(numbers, "subscriberCount")),
        "posts_total": whole(at(numbers, "videoCount")),
        "country": text(first(record, "snippet.country", "brandingSettings.channel.country")),
        "avatar": next((m["url"] for m in _picture(at(snippet, "thumbnails"))), None),
    }
