"""Messages of Telegram as Telethon and its kin write them (`to_dict`, `to_json`): one a line, arrays, pages.

The class of an object stands in `_` (4CAT's raw files: `_type`). A post of a channel has no `from_id`: the channel is
its author. A forward names the channel and the number that the message has there (`fwd_from.from_id`, `channel_post`);
the original's id is made of both. Places in `entities` count UTF-16 units.
"""

import json
from collections.abc import Iterator, Mapping
from itertools import chain, islice
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
from overt.sources.exports.telegram_names import message, peer, plain_number
from overt.sources.exports.telethon_sample import LINES, PAGE
from overt.sources.lists import ITEM_LIMIT, text_hashtags, text_mentions, text_urls

_CLASSES = frozenset({"message", "messageservice", "messageempty"})
LONGEST = 4_096
"""UTF-16 units of the longest message, and so of what an entity may mark."""
People = Mapping[str, Record]


class Telethon(RecordExport):
    """Messages, known by their class, or by `peer_id` beside `message`."""

    name = "telethon"
    reads = "Telegram messages as Telethon writes them (to_dict, to_json), and 4CAT's raw files: lines, arrays, pages"
    cannot = (
        "the language, deleted messages, addresses of media; handles where senders were not saved beside the "
        "messages; the original of a message that was forwarded from a person or a hidden account"
    )
    platform = "telegram"
    unique = True
    supplies: ClassVar[frozenset[str]] = frozenset(
        "post_id account_id created_at kind text urls hashtags mentions repost_of repost_of_account reply_to client "
        "likes shares comments views".split()
    )
    known: ClassVar[frozenset[str]] = frozenset(
        "_ _type id peer_id to_id date message out mentioned media_unread silent post from_scheduled legacy edit_hide "
        "pinned noforwards invert_media offline from_id from_rank saved_peer_id fwd_from via_bot_id "
        "via_business_bot_id reply_to reply_to_msg_id media reply_markup entities views forwards replies edit_date "
        "post_author grouped_id reactions restriction_reason ttl_period quick_reply_shortcut_id effect factcheck "
        "from_boosts_applied report_delivery_until_date paid_message_stars paid_suggested_post_stars "
        "paid_suggested_post_ton suggested_post video_processing_pending schedule_repeat_period summary_from_language "
        "action chat sender chat_id sender_id _chat _sender text raw_text".split()
    )
    expected: ClassVar[tuple[str, ...]] = ("id", "date")

    def recognise(self, document: Record) -> bool:
        """A message, or a page whose first message is one."""
        return _is_message(next(items(at(document, "messages")), document))

    def records(self, document: Record) -> Iterator[tuple[Record, Any]]:
        """The messages of a page, each with its people; else the document itself."""
        if "messages" not in document:
            yield document, {}
            return
        people: dict[str, Record] = {}
        for key, kind in (("users", "user"), ("chats", "")):
            for one in items(at(document, key)):
                found = _name(one, kind)
                if found:
                    people[found] = one
        for record in items(at(document, "messages")):
            yield record, people

    def rows(self, record: Record, context: Any) -> Iterator[Row]:
        """One message with its author."""
        kind = _class(record)
        if kind == "messageservice" or isinstance(at(record, "action"), Mapping):
            raise Passed("service messages")
        if kind == "messageempty" or (kind not in _CLASSES and not _is_message(record)):
            raise Passed("objects that are no messages")
        people: People = context if isinstance(context, Mapping) else {}
        chat = peer(first(record, "peer_id", "to_id")) or peer(at(record, "chat_id"))
        author = peer(at(record, "from_id")) or peer(at(record, "sender_id"))
        if author is None and chat is not None and not chat.startswith("chat"):
            author = chat if chat.startswith("channel") or at(record, "out") is False else None
        if author is None:
            raise Unreadable("no author")
        known = _sender(record, author, chat) or people.get(author)
        yield Row(_post(record, author, chat), _profile(known) if known else None)

    def examples(self) -> dict[str, bytes]:
        """Messages of a channel and a group of two times, and a page."""
        return {
            "telethon.ndjson": "\n".join(json.dumps(line, ensure_ascii=False) for line in LINES).encode(),
            "telethon_page.json": json.dumps(PAGE, ensure_ascii=False, indent=1).encode(),
        }


def _class(value: Any) -> str:
    return (text(at(value, "_")) or text(at(value, "_type")) or "").lower()


def _is_message(value: Any) -> bool:
    if ident(at(value, "id")) is None:
        return False
    if _class(value) in _CLASSES:
        return True
    return not _class(value) and isinstance(at(value, "peer_id"), Mapping) and "message" in value and "date" in value


def _name(one: Record, kind: str) -> str | None:
    """The name of a user or chat object, by its class."""
    number = plain_number(at(one, "id"))
    shape = _class(one)
    kind = kind or ("channel" if shape.startswith("channel") else "chat" if shape.startswith("chat") else "user")
    return f"{kind}{number}" if number is not None and number > 0 else peer(number)


def _sender(record: Record, author: str, chat: str | None) -> Record | None:
    """What is saved of the author beside the message."""
    held = [first(record, "_sender", "sender")]
    if author == chat:
        held.append(first(record, "_chat", "chat"))
    for one in held:
        if isinstance(one, Mapping) and plain_number(at(one, "id")) is not None:
            kind = author.rstrip("0123456789")
            if _name(one, kind) == author:
                return one
    return None


def _post(record: Record, author: str, chat: str | None) -> dict[str, Any]:
    header = at(record, "fwd_from")
    forwarded = isinstance(header, Mapping) and bool(header) and truth(at(header, "imported")) is not True
    source = peer({"channel_id": at(header, "channel_id")}) or peer(at(header, "from_id"))
    words = text(first(record, "message", "text", "raw_text"))
    links, tags, names = _marked(record, words or "")
    page = text(at(record, "media", "webpage", "url"))
    answered = _answered(record, chat)
    bot = plain_number(at(record, "via_bot_id"))
    reactions = [n for r in items(at(record, "reactions", "results")) if (n := whole(at(r, "count"))) is not None]
    return {
        "post_id": message(chat, at(record, "id")),
        "account_id": author,
        "created_at": ident(at(record, "date")),
        "kind": "repost" if forwarded else "reply" if answered else None,
        "text": words,
        "urls": links or ([page] if page else []),
        "hashtags": tags,
        "mentions": names,
        "repost_of": message(source, at(header, "channel_post")) if forwarded else None,
        "repost_of_account": source if forwarded else None,
        "reply_to": answered,
        "client": f"user{bot}" if bot else None,
        "likes": sum(reactions) if reactions else None,
        "shares": whole(at(record, "forwards")),
        "comments": whole(at(record, "replies", "replies")),
        "views": whole(at(record, "views")),
    }


def _answered(record: Record, chat: str | None) -> str | None:
    """The message that is answered; in a forum, what only says the topic is no answer."""
    header = at(record, "reply_to")
    if not isinstance(header, Mapping):
        return message(chat, at(record, "reply_to_msg_id"))
    if truth(at(header, "forum_topic")) and at(header, "reply_to_top_id") is None:
        return None
    return message(peer(at(header, "reply_to_peer_id")) or chat, at(header, "reply_to_msg_id"))


def _marked(record: Record, words: str) -> tuple[list[str], list[str], list[str]]:
    """Links, hashtags and mentions, as the entities mark them; without entities those that the text shows."""
    if "entities" not in record:
        return text_urls(words), text_hashtags(words), text_mentions(words)
    links: list[str] = []
    tags: list[str] = []
    names: list[str] = []
    units = words.encode("utf-16-le", "surrogatepass")
    for entity in islice(items(at(record, "entities")), ITEM_LIMIT):
        kind = _class(entity).removeprefix("messageentity")
        start, length = whole(at(entity, "offset")), whole(at(entity, "length"))
        if start is None or length is None or length > LONGEST:
            continue
        held = units[2 * start : 2 * (start + length)].decode("utf-16-le", "replace").strip()
        if kind == "url" and held:
            links.append(held)
        elif kind == "texturl" and (url := text(at(entity, "url"))):
            links.append(url)
        elif kind == "hashtag" and held.lstrip("#"):
            tags.append(held.lstrip("#"))
        elif kind == "mention" and held.lstrip("@"):
            names.append(held.lstrip("@"))
        elif kind == "mentionname" and (user := peer({"user_id": at(entity, "user_id")})):
            names.append(user)
    return links, tags, names


def _profile(one: Record) -> dict[str, Any]:
    """What is known of a person or a channel."""
    names = [text(at(one, "first_name")), text(at(one, "last_name"))]
    others = [text(at(u, "username")) for u in items(at(one, "usernames"))]
    label = next((word for word in ("scam", "fake", "deleted") if truth(at(one, word))), None)
    return {
        "handle": text(at(one, "username")) or next(chain(filter(None, others)), None),
        "display_name": text(at(one, "title")) or " ".join(n for n in names if n) or None,
        "bio": text(at(one, "about")),
        "followers": whole(at(one, "participants_count")),
        "verified": truth(at(one, "verified")),
        "is_bot_declared": truth(at(one, "bot")),
        "label": label,
    }
