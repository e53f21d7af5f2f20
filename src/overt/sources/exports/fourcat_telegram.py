"""4CAT's CSV of Telegram messages. Times for people are in the zone of the server; numbers of messages count in a chat.

A message is called by its chat and its number there, `chat/42`, also where it is answered.
"""

from typing import Any, ClassVar

from overt.sources.columns import Made
from overt.sources.exports.base import ColumnExport, signed
from overt.sources.exports.cells import links, table
from overt.sources.exports.fourcat import either

COLUMNS = (
    "id thread_id chat author author_username author_name author_is_bot body body_markdown is_reply reply_to views "
    "reactions timestamp unix_timestamp timestamp_edited unix_timestamp_edited author_forwarded_from_name "
    "author_forwarded_from_username author_forwarded_from_id entities_linked entities_mentioned all_connections "
    "timestamp_forwarded_from unix_timestamp_forwarded_from link_title link_description link_attached attachment_type "
    "attachment_data attachment_filename"
).split()
_KINDS = {"photo": "image", "url": "image", "image": "image", "video": "video", "audio": "audio"}


def _message(chat: Any, number: Any) -> str | None:
    """The name of a message; newer versions write the chat before the number themselves."""
    if chat is None or number is None:
        return None
    name = str(number).strip().removesuffix(".0")
    return f"{chat}/{name.removeprefix(f'{chat}-')}"


def _forwarded(*cells: Any) -> bool:
    return any(cell is not None for cell in cells)


def _media(kind: Any, name: Any) -> list[dict[str, Any]]:
    return [] if name is None else [{"kind": _KINDS.get(str(kind)), "url": name}]


class FourCatTelegram(ColumnExport):
    """Messages, known by `chat`, `author_username` and `attachment_type`."""

    name = "4cat-telegram"
    reads = "4CAT's CSV of Telegram messages, of any version"
    cannot = (
        "whether an author is a person or a channel, and the number of a chat that has a name: ids of accounts are "
        "bare numbers and those of messages hold the name of the chat, so they do not meet those of other exports of "
        "Telegram; the original of a forward (only who wrote it), counts of reactions and forwards, the language. "
        "4CAT's NDJSON of the same messages has more"
    )
    platform = "telegram"
    signature: ClassVar[frozenset[str]] = signed(
        "thread_id", "chat", "author", "author_username", "author_name", "unix_timestamp", "attachment_type"
    )
    fields: ClassVar[dict[str, str | tuple[str, ...]]] = {
        "account_id": "author",
        "created_at": "unix_timestamp",
        "text": "body",
        "is_reply": "is_reply",
    }
    made: ClassVar[dict[str, Made]] = {
        "post_id": Made(("chat", "id"), _message),
        "reply_to": Made(("chat", "reply_to"), _message),
        "repost_of_account": Made(("author_forwarded_from_id", "author_forwarded_from_username"), either),
        "is_repost": Made(
            (
                "author_forwarded_from_id",
                "author_forwarded_from_username",
                "author_forwarded_from_name",
                "unix_timestamp_forwarded_from",
            ),
            _forwarded,
        ),
        "urls": Made(("link_attached", "body"), links),
        "media": Made(("attachment_type", "attachment_filename"), _media),
    }
    profile: ClassVar[dict[str, str | tuple[str, ...]]] = {
        "handle": "author_username",
        "display_name": "author_name",
        "is_bot_declared": "author_is_bot",
    }

    def examples(self) -> dict[str, bytes]:
        """A post of a channel, a forward in a group and an answer to it; older ones without the chat in the id."""
        post = {
            "id": "rivers-7",
            "thread_id": "rivers",
            "chat": "rivers",
            "author": "1234567890",
            "author_username": "rivers",
            "author_is_bot": "no",
            "body": "The river, see https://example.org/a @two #water",
            "is_reply": "False",
            "views": "300",
            "reactions": "👍👍",
            "timestamp": "2024-03-01 09:00:00",
            "unix_timestamp": "1709280000",
            "link_attached": "https://example.org/a",
            "attachment_type": "photo",
            "attachment_filename": "rivers-7.jpeg",
        }
        forward = {
            **post,
            "id": "1555000111-8",
            "thread_id": "1555000111",
            "chat": "1555000111",
            "author": "5123456789",
            "author_username": "two",
            "author_name": "Two",
            "author_forwarded_from_name": "Rivers",
            "author_forwarded_from_username": "rivers",
            "author_forwarded_from_id": "1234567890",
            "unix_timestamp_forwarded_from": "1709280000",
            "attachment_filename": "",
        }
        answer = {**forward, "id": "1555000111-9", "is_reply": "True", "reply_to": "8", "body": "yes"}
        answer |= dict.fromkeys((c for c in COLUMNS if "forwarded" in c), "") | {"link_attached": ""}
        older = [{k: v for k, v in row.items() if k != "is_reply"} | {"id": "7"} for row in (post,)]
        columns = [c for c in COLUMNS if c not in ("is_reply", "link_attached", "author_forwarded_from_id")]
        return {
            "4cat_telegram.csv": table(COLUMNS, [post, forward, answer]),
            "4cat_telegram_older.csv": table(columns, older),
        }
