"""Comments on TikTok videos that Zeeschuimer captured. `reply_id` is "0" for a comment on the video itself.

The counts that stand with a user there (followers and so on) are zeros in place of what was not sent: they are left.
"""

from collections.abc import Iterator
from typing import Any, ClassVar

from overt.sources.exports.base import Record, Row, Unreadable, at, first, ident, items, text, texts, whole
from overt.sources.exports.tag_order import in_order
from overt.sources.exports.zeeschuimer import Capture, Zeeschuimer, known, ndjson, wrapped
from overt.sources.lists import text_mentions

_NONE = ("0", 0, "", None)


class ZeeschuimerTikTokComments(Zeeschuimer):
    """Comments, known by the envelope's tiktok-comments."""

    name = "zeeschuimer-tiktok-comments"
    reads = "comments on TikTok posts captured with Zeeschuimer (NDJSON), or the same items in 4CAT's NDJSON"
    cannot = (
        "comments that the browser did not load; the posts that were commented on, beyond their ids. Where a comment "
        "was captured again, the counts are those of the first capture"
    )
    platform = "tiktok"
    modules: ClassVar[frozenset[str]] = frozenset({"tiktok-comments"})
    supplies: ClassVar[frozenset[str]] = frozenset(
        "post_id account_id created_at kind text lang hashtags mentions reply_to reply_to_account media likes comments "
        "collected_at".split()
    )
    known: ClassVar[frozenset[str]] = known(
        "id cid aweme_id reply_id reply_to_reply_id reply_to_userid reply_to_username text create_time user digg_count "
        "reply_comment_total reply_comment share_info author_pin stick_position comment_language image_list text_extra "
        "status user_digged user_buried is_author_digged no_show collect_stat trans_btn_style label_list label_text "
        "label_type is_high_purchase_intent allow_download_photo comment_post_item_ids forbid_reply_with_video "
        "need_update_style sort_extra_score sort_tags is_comment_translatable comment_type"
    )
    keeps: ClassVar[frozenset[str]] = frozenset("author_pin is_author_digged label_list".split())
    expected: ClassVar[tuple[str, ...]] = ("cid", "aweme_id", "create_time", "user.uid")

    def read(self, item: Record, capture: Capture) -> Iterator[Row]:
        """The comment, and the answers that came inside it."""
        yield _row(item, capture)
        for answer in items(at(item, "reply_comment")):
            yield _row(answer, capture)

    def examples(self) -> dict[str, bytes]:
        """A comment, an answer to it, an answer to that one inside it."""
        return {"zeeschuimer_tiktok_comments.ndjson": ndjson(_LINES)}


def _row(item: Record, capture: Capture) -> Row:
    user = at(item, "user")
    account = ident(first(user, "uid", "unique_id"))
    if account is None:
        raise Unreadable("no author")
    words, marks = text(at(item, "text")), at(item, "text_extra")
    to = [
        ident(at(item, name)) for name in ("reply_to_reply_id", "reply_id", "aweme_id") if at(item, name) not in _NONE
    ]
    answered = at(item, "reply_to_userid")
    post = {
        "post_id": ident(first(item, "cid", "id")),
        "account_id": account,
        "created_at": ident(at(item, "create_time")),
        "kind": "comment",
        "text": words,
        "lang": None if at(item, "comment_language") == "un" else text(at(item, "comment_language")),
        "hashtags": in_order(texts(marks, "hashtag_name"), words),
        "mentions": texts(marks, "user_unique_id") or text_mentions(words or ""),
        "reply_to": next((name for name in to if name is not None), None),
        "reply_to_account": None if answered in _NONE else ident(answered),
        "media": [
            {"kind": "image", "url": url}
            for image in items(at(item, "image_list"))
            if (url := text(at(image, "origin_url", "url_list", 0)))
        ],
        "likes": whole(at(item, "digg_count")),
        "comments": whole(at(item, "reply_comment_total")),
        "collected_at": capture.collected_at,
    }
    profile = {
        "handle": text(at(user, "unique_id")),
        "display_name": text(at(user, "nickname")),
        "bio": text(at(user, "signature")),
        "country": text(at(user, "region")),
        "avatar": text(at(user, "avatar_thumb", "url_list", 0)),
    }
    return Row(post, profile)


_COMMENT: dict[str, Any] = {
    "id": "7345678901234567999",
    "cid": "7345678901234567999",
    "aweme_id": "7345678901234567891",
    "reply_id": "0",
    "text": "It is high #water @one",
    "create_time": 1709281000,
    "user": {
        "uid": "6812345678901234567",
        "unique_id": "two",
        "nickname": "Two",
        "avatar_thumb": {"url_list": ["https://example.org/2.jpeg", "https://example.org/2.webp"]},
    },
    "digg_count": 1,
    "reply_comment_total": 1,
    "share_info": {"url": "https://m.tiktok.com/v/7345678901234567891.html", "title": "The river"},
    "author_pin": False,
    "stick_position": 0,
    "comment_language": "en",
}
_LINES = wrapped(
    "tiktok-comments",
    _COMMENT,
    {
        **_COMMENT,
        "cid": "7345678901234568000",
        "reply_id": "7345678901234567999",
        "reply_to_reply_id": "0",
        "create_time": "1709281100",
        "comment_language": "un",
        "reply_comment": [
            {
                **_COMMENT,
                "cid": "7345678901234568001",
                "reply_id": "7345678901234567999",
                "reply_to_reply_id": "7345678901234568000",
            }
        ],
    },
    _COMMENT,
)
