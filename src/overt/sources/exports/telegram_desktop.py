"""Telegram Desktop's result.json: one chat, or all of them (`chats.list`, `left_chats.list`).

`date` is the clock of the computer that exported, `date_unixtime` the time; exports of before 2022 have the former
only, which is read in the zone of `--timezone`. A text is one string, or a list of strings and parts with a type. A
message that was forwarded names its source by the name that is shown, which is no id.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
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
from overt.sources.exports.telegram_names import message, peer, plain_number

_TYPES = frozenset({"message", "service", "unsupported"})
_KINDS = {
    "video_file": "video",
    "animation": "video",
    "video_message": "video",
    "audio_file": "audio",
    "voice_message": "audio",
    "sticker": "image",
}
_OLD = ((0, "user"), (1, "chat"), (2, "channel"))
"""Exports of before 2021 wrote ids as numbers whose upper half told the kind."""


@dataclass(frozen=True)
class _Chat:
    """The chat that a message stands in."""

    number: int | None
    title: str | None
    kind: str

    @property
    def publishes(self) -> bool:
        """Whether what has no author is the chat's own."""
        return self.kind.endswith("channel")

    @property
    def sort(self) -> str:
        """What its id counts: people, small groups, or channels, among which are the large groups."""
        if self.kind in ("personal_chat", "bot_chat"):
            return "user"
        return "channel" if self.kind.endswith(("channel", "supergroup")) else "chat"

    @property
    def name(self) -> str | None:
        """The name of the chat, which is also that of a person or channel."""
        return f"{self.sort}{self.number}" if self.number is not None else None


class TelegramDesktop(RecordExport):
    """Messages, known by a chat's `messages` with `type` and `date`."""

    name = "telegram-desktop"
    reads = "Telegram Desktop's result.json of one chat or of all chats"
    cannot = (
        "views, handles, deleted messages, the id of the message that was forwarded (its source is a name only, so "
        "forwards meet by their text); the language. Without date_unixtime (exports of before 2022) times are those "
        "of a local clock: say --timezone. Files are named only where they were exported"
    )
    platform = "telegram"
    utc = False
    unique = True
    supplies: ClassVar[frozenset[str]] = frozenset(
        "post_id account_id created_at kind text urls hashtags mentions repost_of_account reply_to media client "
        "likes".split()
    )
    known: ClassVar[frozenset[str]] = frozenset(
        "id type date date_unixtime edited edited_unixtime from from_id author forwarded_from forwarded_from_id "
        "saved_from saved_from_id reply_to_message_id reply_to_peer_id via_bot photo photo_file_size width height "
        "file file_name file_size thumbnail thumbnail_file_size media_type mime_type sticker_emoji performer title "
        "duration_seconds self_destruct_period_seconds media_spoiler contact_information contact_vcard "
        "contact_vcard_file_size location_information live_location_period_seconds place_name address game_title "
        "game_description game_link game_message_id invoice_information poll text text_entities reactions "
        "inline_bot_buttons giveaway_information giveaway_results paid_stars_amount".split()
    )
    keeps: ClassVar[frozenset[str]] = frozenset({"forwarded_from"})
    expected: ClassVar[tuple[str, ...]] = ("date_unixtime",)

    def recognise(self, document: Record) -> bool:
        """A chat whose first message has a type and a date."""
        chat = document if "messages" in document else next(_chats(document), None)
        held = next(items(at(chat, "messages")), None)
        return at(held, "type") in list(_TYPES) and ("date" in (held or {}) or at(held, "type") == "unsupported")

    def records(self, document: Record) -> Iterator[tuple[Record, Any]]:
        """The chats, and after each its messages."""
        for chat in [document] if "messages" in document else _chats(document):
            held = _Chat(plain_number(at(chat, "id")), text(at(chat, "name")), text(at(chat, "type")) or "")
            yield chat, held
            for record in items(at(chat, "messages")):
                yield record, held

    def rows(self, record: Record, context: Any) -> Iterator[Row]:
        """What a chat tells of itself, or one message with its author."""
        chat = context if isinstance(context, _Chat) else _Chat(None, None, "")
        if "messages" in record:
            if chat.name and chat.sort != "chat" and chat.title:
                yield Row(profile={"account_id": chat.name, "display_name": chat.title})
            return
        if at(record, "type") == "service":
            raise Passed("service messages")
        if chat.kind == "saved_messages":
            raise Passed("messages that were saved for oneself")
        if at(record, "type") == "unsupported":
            raise Unreadable("Telegram Desktop left its content out")
        author = _old(at(record, "from_id")) or (chat.name if chat.publishes else None)
        if author is None:
            raise Unreadable("no author")
        shown = text(at(record, "from")) or (chat.title if author == chat.name else None)
        yield Row(_post(record, author, chat), {"display_name": shown})

    def examples(self) -> dict[str, bytes]:
        """A channel, a group of before 2021, and a full export."""
        return {
            "telegram_channel.json": json.dumps(_CHANNEL, ensure_ascii=False, indent=1).encode(),
            "telegram_old_group.json": json.dumps(_GROUP, ensure_ascii=False).encode(),
            "telegram_all.json": json.dumps(
                {
                    "about": "Here is the data you requested.",
                    "personal_information": {"user_id": 5, "first_name": "A"},
                    "contacts": {"about": "", "list": [{"user_id": 6, "date": "2021-01-01T00:00:00"}]},
                    "chats": {"about": "", "list": [_SAVED, _CHANNEL, _PERSON]},
                    "left_chats": {"about": "", "list": [{**_GROUP, "id": 30, "type": "private_supergroup"}]},
                },
                ensure_ascii=False,
            ).encode(),
        }


def _chats(document: Record) -> Iterator[Record]:
    return chain(items(at(document, "chats", "list")), items(at(document, "left_chats", "list")))


def _old(value: Any) -> str | None:
    """The name of an author, also where it is a number of before 2021."""
    if isinstance(value, int) and not isinstance(value, bool) and 0 < value >> 32 <= len(_OLD) - 1:
        return f"{dict(_OLD)[value >> 32]}{value & 0xFFFFFFFF}"
    return peer(value)


def _post(record: Record, author: str, chat: _Chat) -> dict[str, Any]:
    parts = _parts(record)
    forwarded = "forwarded_from" in record or "forwarded_from_id" in record
    answered = message(peer(at(record, "reply_to_peer_id")) or chat.name, at(record, "reply_to_message_id"))
    return {
        "post_id": message(chat.name, at(record, "id")),
        "account_id": author,
        "created_at": ident(first(record, "date_unixtime", "date")),
        "kind": "repost" if forwarded else "reply" if answered else None,
        "text": "".join(t for _, t, _ in parts) or None,
        "urls": [url for kind, t, part in parts if (url := _link(kind, t, part))],
        "hashtags": [t.lstrip("#") for kind, t, _ in parts if kind == "hashtag"],
        "mentions": [name for kind, t, part in parts if (name := _mention(kind, t, part))],
        "repost_of_account": peer(at(record, "forwarded_from_id")),
        "reply_to": answered,
        "media": list(_media(record)),
        "client": text(at(record, "via_bot")),
        "likes": _reactions(at(record, "reactions")),
    }


def _parts(record: Record) -> list[tuple[str, str, Any]]:
    """The parts of a text: their type, their words, and all that is known of them."""
    held = at(record, "text") or at(record, "text_entities")
    if isinstance(held, str):
        return [("plain", held, None)]
    found: list[tuple[str, str, Any]] = []
    if not isinstance(held, list) and not list(items(held)):
        return found
    for part in held:
        words = part if isinstance(part, str) else text(at(part, "text"))
        if words:
            found.append((text(at(part, "type")) or "plain", words, part))
    return found


def _link(kind: str, words: str, part: Any) -> str | None:
    return words if kind == "link" else text(at(part, "href")) if kind == "text_link" else None


def _mention(kind: str, words: str, part: Any) -> str | None:
    if kind == "mention_name":
        return peer({"user_id": at(part, "user_id")})
    return words.lstrip("@") if kind == "mention" else None


def _media(record: Record) -> Iterator[dict[str, Any]]:
    """The files of a message that were exported; in place of the others stands a sentence in brackets."""
    for name, kind in (("photo", "image"), ("file", _KINDS.get(str(at(record, "media_type"))))):
        path = text(at(record, name))
        if path and "(File " not in path and "(Photo " not in path:
            yield {"kind": kind, "url": path}


def _reactions(value: Any) -> int | None:
    counts = [n for r in items(value) if (n := whole(at(r, "count"))) is not None]
    return sum(counts) if counts else None


_CHANNEL: dict[str, Any] = {
    "name": "River levels",
    "type": "public_channel",
    "id": 1234567890,
    "messages": [
        {
            "id": 1,
            "type": "service",
            "date": "2024-03-01T09:00:00",
            "date_unixtime": "1709280000",
            "actor": "River levels",
            "actor_id": "channel1234567890",
            "action": "create_channel",
            "title": "River levels",
            "text": "",
            "text_entities": [],
        },
        {
            "id": 2,
            "type": "message",
            "date": "2024-03-01T09:05:00",
            "date_unixtime": "1709280300",
            "edited": "2024-03-01T10:00:00",
            "edited_unixtime": "1709283600",
            "from": "River levels",
            "from_id": "channel1234567890",
            "photo": "photos/photo_1@01-03-2024_09-05-00.jpg",
            "width": 10,
            "height": 10,
            "text": [
                "Noon: ",
                {"type": "bold", "text": "3.1"},
                " ",
                {"type": "hashtag", "text": "#water"},
                " ",
                {"type": "link", "text": "example.org/level"},
                " and ",
                {"type": "text_link", "text": "more", "href": "https://example.org/more"},
                " ",
                {"type": "mention", "text": "@one"},
                {"type": "mention_name", "text": "Two", "user_id": 7123456789},
            ],
            "text_entities": [{"type": "plain", "text": "Noon: "}],
            "reactions": [{"type": "emoji", "count": 3, "emoji": "👍"}, {"type": "paid", "count": 2}],
            "new_field": {"a": 1},
        },
        {
            "id": 3,
            "type": "message",
            "date": "2024-03-01T09:06:00",
            "date_unixtime": "1709280360",
            "forwarded_from": None,
            "reply_to_message_id": 2,
            "file": "(File not included. Change data exporting settings to download.)",
            "media_type": "video_file",
            "text": "Upstream it is two.",
            "text_entities": [{"type": "plain", "text": "Upstream it is two."}],
        },
        {"id": 4, "type": "unsupported"},
    ],
}
_GROUP: dict[str, Any] = {
    "name": "Anglers",
    "type": "private_group",
    "id": 20,
    "messages": [
        {"id": 1, "type": "message", "date": "2020-07-01T12:00:00", "from": "One", "from_id": 777, "text": "Morning"},
        {
            "id": 2,
            "type": "message",
            "date": "2020-07-01T12:01:00",
            "from": "Anglers",
            "from_id": 2 * 2**32 + 20,
            "forwarded_from": "River levels",
            "text": "Noon",
        },
        {"id": 3, "type": "message", "date": "2020-07-01T12:02:00", "from": None, "text": "no one"},
    ],
}
_PERSON: dict[str, Any] = {
    "name": "Two",
    "type": "personal_chat",
    "id": 7123456789,
    "messages": [
        {
            "id": 9,
            "type": "message",
            "date": "2024-03-01T09:07:00",
            "date_unixtime": "1709280420",
            "from": None,
            "from_id": "user7123456789",
            "via_bot": "@gif",
            "text": "",
            "text_entities": [],
        }
    ],
}
_SAVED: dict[str, Any] = {
    "type": "saved_messages",
    "id": 5,
    "messages": [
        {
            "id": 8,
            "type": "message",
            "date": "2024-03-01T09:08:00",
            "date_unixtime": "1709280480",
            "from": "A",
            "from_id": "user5",
            "forwarded_from": "River levels",
            "text": "Noon",
        }
    ],
}
