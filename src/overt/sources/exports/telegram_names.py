"""Names of accounts, chats and messages of Telegram, the same in every export of it.

People are user1, channels and large groups channel1, small groups chat1, as Telegram Desktop writes them. A message is
channel1/42: its number counts within its chat only.
"""

import re
from collections.abc import Mapping
from typing import Any

from overt.sources.exports.base import ident

_NAME = re.compile(r"(?:user|chat|channel)\d{1,20}\Z", re.ASCII)
_NUMBER = re.compile(r"-?\d{1,20}\Z", re.ASCII)
_KEYS = (("channel_id", "channel"), ("chat_id", "chat"), ("user_id", "user"))
_MARK = 10**12
"""Bots and clients write channel 7 as -1000000000007, the small group 7 as -7."""


def peer(value: Any) -> str | None:
    """The name of an account or chat, from an object with its id, a marked number or a name; None for anything else."""
    if isinstance(value, Mapping):
        for key, kind in _KEYS:
            number = plain_number(value.get(key))
            if number is not None:
                return f"{kind}{abs(number) % _MARK if number < 0 else number}"
        return None
    if isinstance(value, str) and _NAME.match(value):
        return value
    number = plain_number(value)
    if number is None or number == 0:
        return None
    if number > 0:
        return f"user{number}"
    return f"channel{-number - _MARK}" if number < -_MARK else f"chat{-number}"


def message(chat: str | None, number: Any) -> str | None:
    """The name of a message, from that of its chat and its number there; None where one of them is missing."""
    found = plain_number(number)
    return None if chat is None or found is None else f"{chat}/{found}"


def plain_number(value: Any) -> int | None:
    """A whole number, as such or in digits; None for anything else."""
    value = ident(value)
    if isinstance(value, str):
        return int(value) if _NUMBER.match(value) else None
    return value if isinstance(value, int) and abs(value) < 1 << 63 else None
