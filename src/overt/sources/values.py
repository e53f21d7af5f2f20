"""Single-valued fields: texts, counts and yes-or-no flags from whatever type the file holds them in."""

import math
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from overt.sources.base import Column

SAFE_FLOAT = 2**53
SAFE_WHOLE = 10**17
"""Epoch numbers from here on are nanoseconds, which are rounded one by one."""
MISSING = frozenset({"", "nan", "NaN", "<NA>", "NULL", "null", "None"})
"""Texts that exports write for a missing id, flag or list."""

_TRUE = frozenset({"true", "t", "1", "1.0", "yes", "y"})
_FALSE = frozenset({"false", "f", "0", "0.0", "no", "n"})


def clean(text: str) -> str:
    """The text with lone surrogates replaced by U+FFFD, as UTF-8 cannot hold them."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def strings(values: list[str | None]) -> pa.StringArray:
    """An Arrow string array; lone surrogates become U+FFFD."""
    try:
        return pa.array(values, pa.string())
    except UnicodeEncodeError:
        return pa.array([v if v is None else clean(v) for v in values], pa.string())


def is_text(kind: pa.DataType) -> bool:
    """Whether the type holds text."""
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def valid_text(column: pa.Array) -> pa.Array:
    """A text or binary column as `string`; bytes that are not UTF-8 become U+FFFD."""
    kind = column.type
    if is_text(kind):
        try:
            column.validate(full=True)
            return column if pa.types.is_string(kind) else column.cast(pa.string())
        except pa.ArrowInvalid:
            column = column.cast(pa.large_binary() if not pa.types.is_string(kind) else pa.binary())
    values = [None if v is None else bytes(v).decode("utf-8", "replace") for v in column.to_pylist()]
    return pa.array(values, pa.string())


def each_distinct(column: pa.StringArray, made: Callable[[Any], Any], kind: pa.DataType) -> pa.Array:
    """What is made of each value; of a value that stands in many rows it is made once."""
    found = column.dictionary_encode()
    values = [made(value) for value in found.dictionary.to_pylist()]
    return pa.array([*values, made(None)], kind).take(found.indices.fill_null(len(values)))


def typed(column: Column) -> Column:
    """Plain values as an Arrow column where that says the same: all of them tidy texts, or moderate whole numbers."""
    kinds = set(map(type, column)) - {type(None)} if isinstance(column, list) else set()
    try:
        if kinds == {str}:
            texts = pa.array(column, pa.string())
            return texts if pc.utf8_trim_whitespace(texts).equals(texts) else column
        if kinds == {int} and max(abs(v) for v in column if v is not None) < SAFE_WHOLE:
            return pa.array(column, pa.int64())
    except (UnicodeEncodeError, pa.ArrowInvalid):
        return column
    return column


def _plain_text(value: Any) -> str | None:  # noqa: PLR0911 - one line a type
    """A value of unknown type as text; a list of parts (as Telegram writes texts) is joined."""
    if value is None:
        return None
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        return str(int(value)) if value.is_integer() and abs(value) < SAFE_FLOAT else repr(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, list):
        parts = [v.get("text") if isinstance(v, dict) else v for v in value]
        return "".join(p for p in parts if isinstance(p, str)) or None
    if isinstance(value, dict):
        inner = value.get("text")
        return inner if isinstance(inner, str) else None
    return str(value)


def texts(column: Column) -> pa.StringArray:
    """Text as it stands; empty is null."""
    if isinstance(column, list):
        return strings([_plain_text(v) or None for v in column])
    kind = column.type
    if pa.types.is_dictionary(kind):
        return texts(column.dictionary_decode())
    if pa.types.is_null(kind):
        return pa.nulls(len(column), pa.string())
    if is_text(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        found = valid_text(column)
        empty = pc.equal(pc.binary_length(found), 0)
        return pc.if_else(pc.fill_null(empty, False), pa.scalar(None, pa.string()), found)
    return strings([_plain_text(v) or None for v in column.to_pylist()])


def flags(column: Column) -> pa.BooleanArray:
    """Yes or no; null where the value says neither."""
    if not isinstance(column, list):
        if pa.types.is_boolean(column.type):
            return column
        if is_text(column.type):
            return each_distinct(valid_text(column), _flag, pa.bool_())
        column = column.to_pylist()
    return pa.array([_flag(v) for v in column], pa.bool_())


def _flag(value: Any) -> bool | None:
    if value is None or isinstance(value, bool):
        return value
    word = str(value).strip().lower()
    if word in _TRUE:
        return True
    return False if word in _FALSE else None


def counts(column: Column) -> pa.Int64Array:
    """Numbers of likes and the like; null where the value is not a whole number of 0 or more."""
    if not isinstance(column, list):
        if pa.types.is_signed_integer(column.type):
            found = column.cast(pa.int64())
            return pc.if_else(pc.less(found, 0), pa.scalar(None, pa.int64()), found)
        if is_text(column.type):
            return each_distinct(valid_text(column), _count, pa.int64())
        column = column.to_pylist()
    return pa.array([_count(v) for v in column], pa.int64())


def _count(value: Any) -> int | None:
    if value is None or isinstance(value, bool):
        return None
    if isinstance(value, str):
        text = value.strip().replace(",", "")
        if text.isascii() and text.isdigit() and len(text) <= 18:
            return int(text)
        try:
            value = float(text) if len(text) <= 32 else None
        except ValueError:
            return None
    if isinstance(value, int | float | Decimal) and math.isfinite(value) and 0 <= value < 2**62 and value == int(value):
        return int(value)
    return None
