"""4CAT's CSV of comments on TikTok posts. `timestamp` is in the zone of the server, `post_id` is the video."""

from typing import Any, ClassVar

from overt.sources.columns import Made
from overt.sources.exports.base import ColumnExport, signed
from overt.sources.exports.cells import table

COLUMNS = (
    "id thread_id author author_full author_avatar_url body timestamp unix_timestamp likes replies post_id post_url "
    "post_body comment_url is_liked_by_post_author is_sticky is_comment_on_comment language_guess"
).split()


def _language(cell: Any) -> Any:
    return None if cell == "un" else cell


class FourCatTikTokComments(ColumnExport):
    """Comments, known by `is_comment_on_comment` and `comment_url`."""

    name = "4cat-tiktok-comments"
    reads = "4CAT's CSV of comments on TikTok posts"
    cannot = (
        "ids of accounts (handles only); which answer an answer answers, beyond the comment above both; the posts "
        "that were commented on, beyond their ids. 4CAT's NDJSON of the same comments has more"
    )
    platform = "tiktok"
    signature: ClassVar[frozenset[str]] = signed("thread_id", "unix_timestamp", "comment_url", "is_comment_on_comment")
    fields: ClassVar[dict[str, str | tuple[str, ...]]] = {
        "post_id": "id",
        "account_id": "author",
        "created_at": "unix_timestamp",
        "text": "body",
        "reply_to": "thread_id",
        "comments": "replies",
    }
    made: ClassVar[dict[str, Made]] = {
        "kind": Made(("id",), lambda cell: "comment"),
        "lang": Made(("language_guess",), _language),
    }
    profile: ClassVar[dict[str, str | tuple[str, ...]]] = {
        "handle": "author",
        "display_name": "author_full",
        "avatar": "author_avatar_url",
    }

    def examples(self) -> dict[str, bytes]:
        """A comment, and an answer to it."""
        first = {
            "id": "7345678901234567999",
            "thread_id": "7345678901234567891",
            "author": "two",
            "author_full": "Two",
            "author_avatar_url": "https://example.org/2.jpeg",
            "body": "It is high #water",
            "timestamp": "2024-03-01 09:16:40",
            "unix_timestamp": "1709281000",
            "likes": "1",
            "replies": "1",
            "post_id": "7345678901234567891",
            "post_url": "https://m.tiktok.com/v/7345678901234567891",
            "post_body": "The river",
            "comment_url": "https://m.tiktok.com/v/7345678901234567891.html?_d=1",
            "is_comment_on_comment": "no",
            "language_guess": "en",
        }
        answer = {
            **first,
            "id": "7345678901234568000",
            "thread_id": "7345678901234567999",
            "author": "one",
            "is_comment_on_comment": "yes",
            "language_guess": "un",
        }
        return {"4cat_tiktok_comments.csv": table(COLUMNS, [first, answer])}
