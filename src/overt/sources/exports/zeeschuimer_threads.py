"""Threads posts that Zeeschuimer captured: items like those of Instagram, with `text_post_app_info` beside.

A repost has its original inside (`share_info.reposted_post`), a quote the quoted one. Links lead over a page of Meta
(l.threads.com), in whose address the one that was meant stands.
"""

from collections.abc import Iterator
from typing import Any, ClassVar

from overt.sources.exports.base import Record, Row, Unreadable, at, first, ident, items, text, whole
from overt.sources.exports.meta_items import account, caption, filled, landed, media, profile
from overt.sources.exports.zeeschuimer import Capture, Zeeschuimer, known, ndjson, wrapped
from overt.sources.lists import text_urls


class ZeeschuimerThreads(Zeeschuimer):
    """Posts, known by the envelope's threads.net or threads.com."""

    name = "zeeschuimer-threads"
    reads = "Threads posts captured with Zeeschuimer (NDJSON), or the same items in 4CAT's NDJSON"
    cannot = (
        "what the browser did not load; views; the post that a reply answers (only its author is named). Posts that "
        "stand inside others are not read as posts. Addresses of media expire. Where an item was captured again, the "
        "counts are those of the first capture"
    )
    platform = "threads"
    modules: ClassVar[frozenset[str]] = frozenset({"threads.net", "threads.com"})
    supplies: ClassVar[frozenset[str]] = frozenset(
        "post_id account_id created_at kind text urls repost_of repost_of_account reply_to_account quote_of media "
        "likes shares comments collected_at".split()
    )
    known: ClassVar[frozenset[str]] = known(
        "pk id code user caption taken_at like_count text_post_app_info carousel_media carousel_media_count "
        "image_versions2 video_versions original_width original_height has_audio audio media_type media_overlay_info "
        "is_paid_partnership caption_is_edited caption_add_on like_and_view_counts_disabled has_liked canonical_url "
        "transcription_data accessibility_caption giphy_media_info meta_place organic_tracking_token "
        "logging_info_token is_fb_only is_internal_only permalink gen_ai_detection_method usertags location "
        "ig_media_sharing_disabled integrity_review_decision can_viewer_reshare boost_unavailable_reason "
        "crosspost_metadata linked_inline_media __typename product_type social_context"
    )
    keeps: ClassVar[frozenset[str]] = frozenset("is_paid_partnership gen_ai_detection_method".split())
    expected: ClassVar[tuple[str, ...]] = ("code", "taken_at", "user.pk", "text_post_app_info")

    def read(self, item: Record, capture: Capture) -> Iterator[Row]:
        """One post with its author, and the authors of what stands inside it."""
        user = at(item, "user")
        if account(user) is None:
            raise Unreadable("no author")
        yield Row(_post(item, account(user), capture), profile(user))
        for other in (_shared(item, "reposted_post"), _shared(item, "quoted_post")):
            if account(at(other, "user")) is not None:
                yield Row(profile={"account_id": account(at(other, "user")), **profile(at(other, "user"))})

    def examples(self) -> dict[str, bytes]:
        """A post with a link, a repost, a quote, a reply; one captured again."""
        return {"zeeschuimer_threads.ndjson": ndjson(wrapped("threads.net", *_ITEMS, _POST))}


def _shared(item: Record, name: str) -> Any:
    found = at(item, "text_post_app_info", "share_info", name)
    return found if filled(found) else None


def _code(item: Any) -> Any:
    return ident(first(item, "code", "pk", "id"))


def _post(item: Record, author: Any, capture: Capture) -> dict[str, Any]:
    original, quoted = _shared(item, "reposted_post"), _shared(item, "quoted_post")
    held = item if original is None else original
    info, words = at(held, "text_post_app_info"), caption(held)
    answered = at(item, "text_post_app_info", "reply_to_author")
    reply = at(item, "text_post_app_info", "is_reply") is True or filled(answered)
    hidden = at(held, "like_and_view_counts_disabled") is True
    return {
        "post_id": _code(item),
        "account_id": author,
        "created_at": ident(at(item, "taken_at")),
        "kind": "repost" if original else "quote" if quoted else "reply" if reply else "post",
        "text": words,
        "urls": list(dict.fromkeys(map(landed, _urls(info, words)))),
        "repost_of": _code(original),
        "repost_of_account": account(at(original, "user")),
        "reply_to_account": ident(first(answered, "pk", "id", "username")) if original is None else None,
        "quote_of": _code(quoted) if original is None else None,
        "media": list(media(held)),
        "likes": None if hidden else whole(at(held, "like_count")),
        "shares": whole(at(info, "repost_count")),
        "comments": whole(at(info, "direct_reply_count")),
        "collected_at": capture.collected_at,
    }


def _urls(info: Any, words: str | None) -> Iterator[str]:
    """Links of the text, of its fragments and of the preview."""
    yield from text_urls(words or "")
    for fragment in items(at(info, "text_fragments", "fragments")):
        if url := text(at(fragment, "link_fragment", "uri")):
            yield url
    if url := text(at(info, "link_preview_attachment", "url")):
        yield url


def _item(number: int, user: str, words: str, **info: Any) -> dict[str, Any]:
    return {
        "pk": str(3312345678901234560 + number),
        "id": f"{3312345678901234560 + number}_{user}",
        "code": f"C31415926a{number}",
        "taken_at": 1709280000 + number,
        "user": {"pk": user, "username": f"user{user[-1]}", "full_name": "Someone", "is_verified": False},
        "caption": {"text": words},
        "like_count": 2,
        "image_versions2": {"candidates": []},
        "video_versions": [],
        "carousel_media": None,
        "text_post_app_info": {
            "direct_reply_count": 1,
            "repost_count": 0,
            "quote_count": 0,
            "is_reply": False,
            "share_info": {"quoted_post": None, "reposted_post": None},
            **info,
        },
    }


_POST = _item(
    1,
    "63000000001",
    "The river #water",
    link_preview_attachment={"url": "https://l.threads.com/?u=https%3A%2F%2Fexample.org%2Fa%3Fb%3D1&e=AT0"},
)
_ITEMS = [
    _POST,
    _item(2, "63000000002", "", share_info={"reposted_post": _POST, "quoted_post": None}),
    _item(3, "63000000002", "so it is", share_info={"reposted_post": None, "quoted_post": _POST}),
    _item(4, "63000000003", "@user1 yes", is_reply=True, reply_to_author={"username": "user1", "id": None}),
]
