"""What a record of Bluesky says, in whatever wrapping it comes: words, links, answers, pictures, and when it was made.

Posts are called by their address, at://DID/app.bsky.feed.post/KEY. The time that a record claims (`createdAt`) is its
author's word; the time at which somebody else first saw it is the witness time. The claim counts where it lies within a
day of that, else the witness time does.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from overt.sources.exports.base import Record, at, first, items, text, texts
from overt.sources.lists import text_hashtags, text_mentions, text_urls
from overt.sources.time_text import NAIVE, SECOND, parse

POST, REPOST = "app.bsky.feed.post", "app.bsky.feed.repost"
DAY = 86_400 * SECOND
DOUBTED = "posts whose own date is more than a day off were dated by when they were first seen"
LATE = "posts that were first seen more than a day late kept their own date, which their keys bear out"
_ADDRESS = re.compile(r"at://(did:[a-z]+:[^/\s]{1,256})/([a-zA-Z0-9.-]{1,300})/([^/\s?#]{1,512})\Z")
_DID = re.compile(r"did:[a-z]+:[^/\s]{1,256}\Z")
_KEY = re.compile(r"[234567a-j][234567a-z]{12}\Z")
_DIGITS = {char: n for n, char in enumerate("234567abcdefghijklmnopqrstuvwxyz")}
_CID = re.compile(r"b([a-z2-7]{58})\Z", re.ASCII)
_BASE32 = str.maketrans("abcdefghijklmnopqrstuvwxyz234567", "0123456789abcdefghijklmnopqrstuv")
_RAW_SHA256 = b"\x01\x55\x12\x20"
"""How the bytes of a CID begin that is the SHA-256 of a file."""


def is_did(value: Any) -> bool:
    """Whether a value is the number of an account."""
    return isinstance(value, str) and _DID.match(value) is not None


def address(value: Any) -> str | None:
    """The value if it is the address of a record."""
    return value if isinstance(value, str) and _ADDRESS.match(value) else None


def owner(value: Any) -> str | None:
    """Whose record an address names."""
    found = _ADDRESS.match(value) if isinstance(value, str) else None
    return found[1] if found else None


def collection(value: Any) -> str | None:
    """The kind of record that an address names."""
    found = _ADDRESS.match(value) if isinstance(value, str) else None
    return found[2] if found else None


def micros(value: Any) -> int | None:
    """A time as microseconds of 1970, UTC unless it says otherwise; None for anything else."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value if 10**15 <= value < 10**16 else None
    try:
        wall, offset = parse(value) if isinstance(value, str) else (NAIVE, 0)
    except (ValueError, OverflowError, IndexError, TypeError):
        return None
    return None if wall <= NAIVE + 1 else wall - (0 if offset == NAIVE else offset)


def key_micros(key: Any) -> int | None:
    """The time in the key of a record, which whoever made the record has put there; None where it holds none."""
    if not isinstance(key, str) or not _KEY.match(key):
        return None
    number = 0
    for char in key:
        number = number * 32 + _DIGITS[char]
    return number >> 10


def acted_at(claim: Any, witness: Any, key: Any = None) -> tuple[int | None, str | None]:
    """When a record was made, in microseconds, and what is to be remarked.

    The claim where it lies within a day of the witness time, else the witness time. `key` is given where the witness
    may have read old records long afterwards (an archive, a repository that moved): a claim that the key bears out
    within a day stands then, too.
    """
    said, seen = micros(claim), micros(witness)
    if said is None or seen is None or abs(said - seen) <= DAY:
        return (said if said is not None else seen), None
    made = key_micros(key)
    if made is not None and said < seen and abs(said - made) <= DAY:
        return said, LATE
    return seen, DOUBTED


def contents(record: Record) -> dict[str, Any]:
    """Fields of a post that its record holds."""
    words = text(at(record, "text"))
    links, tags, names = _marked(record, words or "")
    embed = at(record, "embed")
    media = at(embed, "media") if at(embed, "media") is not None else embed
    answered = address(at(record, "reply", "parent", "uri"))
    quoted = _quoted(embed)
    outside = text(at(media, "external", "uri"))
    return {
        "kind": "quote" if quoted else "reply" if answered else None,
        "text": words,
        "lang": next(iter(texts(at(record, "langs"))), None),
        "urls": list(dict.fromkeys([*links, *([outside] if outside else [])])),
        "hashtags": list(dict.fromkeys([*tags, *(t.lstrip("#") for t in texts(at(record, "tags")))])),
        "mentions": names,
        "reply_to": answered,
        "reply_to_account": owner(answered),
        "quote_of": quoted,
        "media": list(_files(media)),
    }


def _quoted(embed: Any) -> str | None:
    """The post that is quoted; lists, feeds and the like are embedded in the same way and are none."""
    for uri in (at(embed, "record", "uri"), at(embed, "record", "record", "uri")):
        if collection(uri) == POST:
            return address(uri)
    return None


def _marked(record: Record, words: str) -> tuple[list[str], list[str], list[str]]:
    """Links, hashtags and mentions as they are marked; of a text without any marks, those that it shows."""
    features = [f for facet in items(at(record, "facets")) for f in items(at(facet, "features"))]
    old = list(items(at(record, "entities")))
    if not features and not old:
        return text_urls(words), text_hashtags(words), text_mentions(words)
    links = [u for f in features if (u := text(at(f, "uri")))]
    links += [u for e in old if at(e, "type") == "link" and (u := text(at(e, "value")))]
    names = [d for f in features if (d := text(at(f, "did")))]
    names += [d for e in old if at(e, "type") == "mention" and (d := text(at(e, "value")))]
    return links, [t.lstrip("#") for f in features if (t := text(at(f, "tag")))], names


def _files(media: Any) -> Iterator[dict[str, Any]]:
    """Pictures and films: their kind and SHA-256, which is their name in the network."""
    for image in items(at(media, "images")):
        yield {"kind": "image", "url": None, "sha256": sha256_of(_name(at(image, "image")))}
    if isinstance(at(media, "video"), Mapping):
        yield {"kind": "video", "url": None, "sha256": sha256_of(_name(at(media, "video")))}


def _name(blob: Any) -> Any:
    return first(blob, "ref.$link", "cid") if isinstance(at(blob, "ref"), Mapping) else first(blob, "ref", "cid")


def sha256_of(name: Any) -> str | None:
    """The SHA-256 that a CID of a file holds, in hexadecimal digits; None for any other name."""
    found = _CID.match(name) if isinstance(name, str) else None
    if found is None:
        return None
    bits = int(found[1].translate(_BASE32), 32) >> 2  # 58 digits of 5 bits are 36 bytes and 2 bits
    data = bits.to_bytes(36, "big")
    return data[4:].hex() if data.startswith(_RAW_SHA256) else None
