"""When a post was made, read from its id: several platforms put the time into it."""

import re

FIRST, LAST = 1_104_537_600_000, 4_102_444_800_000
"""Milliseconds of 2005 and 2100: an id that says another time says none."""
_X_EPOCH = 1_288_834_974_657
_X = ("x", "twitter")
_DIGITS = re.compile(r"[0-9]{15,20}")
_TID = re.compile(r"[234567a-j][234567a-z]{12}")
_BASE32 = "234567abcdefghijklmnopqrstuvwxyz"


def made_at(platform: str | None, post_id: str) -> int | None:
    """Microseconds since 1970, or None where the id does not say. X keeps milliseconds, TikTok seconds, Bluesky
    microseconds of the author's own clock."""
    name = (platform or "").casefold()
    if name in _X and _DIGITS.fullmatch(post_id):
        return _checked(((int(post_id) >> 22) + _X_EPOCH) * 1_000)
    if name == "tiktok" and _DIGITS.fullmatch(post_id):
        return _checked((int(post_id) >> 32) * 1_000_000)
    if name == "bluesky" and _TID.fullmatch(post_id.rpartition("/")[2]):
        number = 0
        for char in post_id.rpartition("/")[2]:
            number = number * 32 + _BASE32.index(char)
        return _checked(number >> 10)
    return None


def _checked(time: int) -> int | None:
    return time if FIRST * 1_000 <= time < LAST * 1_000 else None
