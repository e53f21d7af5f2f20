"""Urls, hashtags and mentions: from lists, from texts that look like lists, and from the text of the post."""

import json
import math
import re
import sys
import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache, reduce
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from overt.sources.base import Column
from overt.sources.values import MISSING, clean, is_text, valid_text

ITEM_LIMIT = 1_000
"""Items kept of one list."""
_KEYS = (
    "expanded_url",
    "unwound_url",
    "url",
    "text",
    "tag",
    "name",
    "screen_name",
    "username",
    "id_str",
    "id",
    "href",
)
_QUOTED = re.compile(r"""'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)\"""", re.DOTALL)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_URL_START = re.compile(r"[\s,;|]+(?=https?://)", re.IGNORECASE)
_SPLIT = re.compile(r"[\s,;|]+")
_TEXT_URL = re.compile(r"https?://[^\s<>\"'`{}|\\^\x00-\x20\u2026]{1,4096}", re.IGNORECASE)
_MENTION = re.compile(r"(?<![\w@/.])[@＠](\w+(?:[.-]\w+)*\.\w+|\w+)(?:@([\w-]+(?:\.[\w-]+)+))?")
_TAIL = ".,;:!?'\"»”’*)]"


@lru_cache(maxsize=1)
def _hashtag_pattern() -> re.Pattern[str]:
    """Letters, digits, _ and combining marks (without which Devanagari or Thai tags would be cut)."""
    marks: list[str] = []
    start = last = -2
    for point in [p for p in range(sys.maxunicode + 1) if unicodedata.category(chr(p)).startswith("M")] + [-1]:
        if point == last + 1:
            last = point
            continue
        if start >= 0:
            marks.append(f"{chr(start)}-{chr(last)}")
        start = last = point
    return re.compile(r"(?<![\w&/])[#＃]([\w" + "".join(marks) + "\u200c\u200d]{1,256})")


def text_hashtags(text: str) -> list[str]:
    """Hashtags of a text in order, without '#'. A number alone is none."""
    if "#" not in text and "＃" not in text:
        return []
    return [t for t in _hashtag_pattern().findall(text)[:ITEM_LIMIT] if not t.isdigit()]


def text_urls(text: str) -> list[str]:
    """Web addresses of a text in order, without the punctuation that follows them."""
    if "://" not in text:
        return []
    return [_trimmed(u) for u in _TEXT_URL.findall(text)[:ITEM_LIMIT]]


def _trimmed(url: str) -> str:
    while url and url[-1] in _TAIL:
        if url[-1] == ")" and url.count("(") >= url.count(")"):
            break
        url = url[:-1]
    return url


def text_mentions(text: str) -> list[str]:
    """Accounts that a text addresses with '@', in order, without '@'."""
    if "@" not in text and "＠" not in text:
        return []
    return [f"{name}@{host}" if host else name for name, host in _MENTION.findall(text)[:ITEM_LIMIT]]


def split_list(text: str) -> list[str] | None:
    """Items of a list written as text: JSON, Python-like, bare in brackets, or separated. None if missing."""
    text = text.strip()
    if text in MISSING:
        return None
    if text[0] in "[{(" and text[-1] in "]})":
        return _bracketed(text)
    return _separated(text)


def _bracketed(text: str) -> list[str]:
    inner = text[1:-1].strip()
    if not inner:
        return []
    if inner[0] in '"{[-0123456789' or text[0] == "{":
        try:
            return items(json.loads(text)) or []
        except (ValueError, RecursionError):
            pass
    if inner[0] in "'\"":
        found = [a or b for a, b in _QUOTED.findall(inner)]
        if found:
            return [_ESCAPE.sub(r"\1", v) for v in found] if "\\" in inner else found
    return _separated(inner)


def _separated(text: str) -> list[str]:
    if "://" in text:
        return [part.strip(" ,;'\"") for part in _URL_START.split(text)]
    separator = next((s for s in (",", ";", "|") if s in text), None)
    parts = text.split(separator) if separator else _SPLIT.split(text)
    return [part.strip().strip("'\"") for part in parts]


def items(value: Any) -> list[str] | None:
    """Items of one value of any type, none of them empty; None where missing."""
    if isinstance(value, str):
        return [] if value == "[]" else (found := split_list(value)) and [v for v in found if v]
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, dict):
        value = [value]
    if isinstance(value, list | tuple):
        found = [_item(v) for v in value[:ITEM_LIMIT]]
        return [v for v in found if v]
    return [_item(value)]


def _item(value: Any) -> str:
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, dict):
        for key in _KEYS:
            inner = value.get(key)
            if isinstance(inner, str | int) and not isinstance(inner, bool) and inner != "":
                return str(inner)
        return ""
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else ""
    return "" if value is None or isinstance(value, bool | list) else str(value)


def lists(column: Column, strip: str = "") -> pa.ListArray:
    """A list column; `strip` holds characters taken off the front of each item ('#' of hashtags)."""
    if not isinstance(column, list):
        fast = _typed(column, strip)
        if fast is not None:
            return fast
        if is_text(column.type):
            found = valid_text(column).dictionary_encode()
            return lists([*found.dictionary.to_pylist(), None], strip).take(
                found.indices.fill_null(len(found.dictionary))
            )
        column = column.to_pylist()
    split = [items(v) for v in column]
    if strip:
        split = [v and [x for i in v if (x := i.lstrip(strip))] for v in split]
    return as_lists(split)


def from_texts(texts: pa.StringArray, marks: Sequence[str], extract: Callable[[str], list[str]]) -> pa.ListArray:
    """What is extracted from each text; null for none. A text without any of the marks holds nothing."""
    marked = pc.fill_null(reduce(pc.or_, (pc.match_substring(texts, mark) for mark in marks)), False)
    found = as_lists([*(extract(text) for text in texts.filter(marked).to_pylist()), [], None])
    here = marked.to_numpy(zero_copy_only=False)
    order = np.where(texts.is_valid().to_numpy(zero_copy_only=False), len(found) - 2, len(found) - 1)
    order[here] = np.arange(int(here.sum()))
    return found.take(pa.array(order))


def as_lists(values: list[list[str] | None]) -> pa.ListArray:
    """Python lists of text as an Arrow column."""
    capped = [v[:ITEM_LIMIT] if v and len(v) > ITEM_LIMIT else v for v in values]
    try:
        return pa.array(capped, pa.list_(pa.string()))
    except UnicodeEncodeError:
        return pa.array([v and [clean(x) for x in v] for v in capped], pa.list_(pa.string()))


def _typed(column: pa.Array, strip: str) -> pa.ListArray | None:
    """The vectorised path for Arrow lists of text; None where a value needs a closer look."""
    kind = column.type
    if not (pa.types.is_list(kind) and pa.types.is_string(kind.value_type)):
        return None
    try:
        column.validate(full=True)
    except pa.ArrowInvalid:
        return None
    values = pc.utf8_trim_whitespace(column.flatten())
    if strip:
        values = pc.utf8_ltrim(values, characters=strip)
    lengths = pc.fill_null(pc.list_value_length(column), 0)
    longest = pc.max(lengths).as_py() or 0
    if values.null_count or longest > ITEM_LIMIT or pc.any(pc.equal(pc.binary_length(values), 0)).as_py():
        return None
    offsets = pa.concat_arrays([pa.array([0], pa.int32()), pc.cumulative_sum(lengths).cast(pa.int32())])
    return pa.ListArray.from_arrays(offsets, values, mask=column.is_null())
