"""Two accounts have the same picture."""

import re
from collections.abc import Iterator
from typing import ClassVar

import pyarrow as pa

from overt.traces.account import AccountTrace
from overt.traces.base import Example, column
from overt.traces.canonical_url import canonical_url

DEFAULT = re.compile(
    r"default_?(?:profile|avatar|user)|avatars/original/missing|/missing\.png|blank[-_]profile|no[-_]?avatar|gravatar\.com/avatar/0*(?:\?|$)",
    re.IGNORECASE,
)
"""Addresses of the pictures that platforms give to accounts without one."""
PDQ = re.compile(r"[0-9a-f]{64}")
LEAST_BITS, MOST_BITS = 64, 192
"""Set bits of a PDQ hash outside which the picture is nearly of one colour: half of the 256 are the rule."""


class Avatar(AccountTrace):
    """The PDQ hash of the picture, else its address. Pictures of one colour and those of the platform are none."""

    name = "avatar"
    plural = "profile pictures"
    meaning = "the same profile picture, by its PDQ hash or its address, which few accounts in the data have"
    innocent: ClassVar[tuple[str, ...]] = (
        "one person or one firm with several accounts that say so",
        "a flag, a frame or a ribbon that supporters of a cause put up",
        "fans with the picture of their idol, characters of a film or a game",
        "a default picture that overt does not know",
    )
    rare_only = True
    known = ("avatar", "avatar_pdq")

    def objects(self, batch: pa.RecordBatch) -> Iterator[tuple[int, str]]:
        """At most one use per account."""
        hashes = column(batch, "avatar_pdq")
        for row, address in enumerate(column(batch, "avatar")):
            found = _hash(str(hashes[row] or "")) or _address(str(address or ""))
            if found:
                yield row, found

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """See Trace.examples."""
        return (
            Example({"avatar_pdq": "F0" * 32, "avatar": "https://e.org/a.png"}, ("pdq " + "f0" * 32,)),
            Example({"avatar": "https://www.example.org/u/7/face.jpg"}, ("example.org/u/7/face.jpg",)),
            Example({"avatar": "https://abs.twimg.com/sticky/default_profile_images/default_profile_normal.png"}, ()),
            Example({"avatar_pdq": "0" * 64}, ()),
            Example({}, ()),
        )


def _hash(text: str) -> str:
    folded = text.strip().lower()
    if not PDQ.fullmatch(folded) or not LEAST_BITS <= int(folded, 16).bit_count() <= MOST_BITS:
        return ""
    return f"pdq {folded}"


def _address(text: str) -> str:
    return "" if DEFAULT.search(text) else canonical_url(text) or ""
