"""Single-valued fields: ids, texts, counts and yes-or-no flags from whatever type the file holds them in.

Each function returns an Arrow array and, where a value cannot be used, the reason by position.
"""

import math
import re
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from overt.sources.base import Column

SAFE_FLOAT = 2**53
DAMAGED = "was damaged by a float: numbers beyond 2^53 lose their last digits; export it as text"
MISSING = frozenset({"", "nan", "NaN", "<NA>", "NULL", "null", "None"})
"""Texts that exports write for a missing id, flag or list."""

_MISSING_ARRAY = pa.array(sorted(MISSING), pa.string())
_FLOAT_TEXT = re.compile(r"-?(\d+)\.0+\Z", re.ASCII)
_SCIENTIFIC = re.compile(r"-?\d\.\d+[eE]\+?\d{1,3}\Z", re.ASCII)
_FLOAT_LIKE = r"^-?\d+\.0+$|^-?\d\.\d+[eE]\+?\d{1,3}$"
_TRUE = frozenset({"true", "t", "1", "1.0", "yes", "y"})
_FALSE = frozenset({"false", "f", "0", "0.0", "no", "n"})

Problems = dict[int, str]


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


def id_text(value: Any) -> str | None:  # noqa: PLR0911, PLR0912 - one branch a type
    """One id as text, None where missing. Raises ValueError with the reason where it cannot be used."""
    if value is None or isinstance(value, bool):
        if value is None:
            return None
        raise ValueError("is true or false, not an id")
    if isinstance(value, str):
        text = value.strip()
        if text in MISSING:
            return None
        if "." in text:
            return _float_text(text)
        return text
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float | Decimal):
        if math.isnan(value):
            return None
        if not math.isfinite(value):
            raise ValueError("is infinite")
        if isinstance(value, float) and abs(value) >= SAFE_FLOAT:
            raise ValueError(DAMAGED)
        if value != int(value):
            raise ValueError("is not a whole number")
        return str(int(value))
    if isinstance(value, bytes):
        return id_text(value.decode("utf-8", "replace"))
    if isinstance(value, list | dict):
        raise ValueError("is a list or an object, not an id")
    return str(value)


def _float_text(text: str) -> str:
    """Text with a point: `123.0` is 123, `1.23E+17` has lost its digits. Raises ValueError."""
    if m := _FLOAT_TEXT.match(text):
        if int(m[1][:20]) >= SAFE_FLOAT:
            raise ValueError(DAMAGED)
        return text.split(".", 1)[0]
    if _SCIENTIFIC.match(text):
        value = float(text)
        if abs(value) >= SAFE_FLOAT:
            raise ValueError(DAMAGED)
        if value.is_integer():
            return str(int(value))
    return text


def ids(column: Column, name: str) -> tuple[pa.StringArray, Problems]:  # noqa: PLR0911 - one line a type
    """Ids as text. `name` is the column of the file, for the reasons."""
    if isinstance(column, list):
        return _slow_ids(column, name)
    kind = column.type
    if pa.types.is_dictionary(kind):
        return ids(column.dictionary_decode(), name)
    if pa.types.is_null(kind):
        return pa.nulls(len(column), pa.string()), {}
    if pa.types.is_integer(kind):
        return column.cast(pa.string()), {}
    if pa.types.is_floating(kind):
        return _float_ids(column, name)
    if is_text(kind):
        found = pc.utf8_trim_whitespace(valid_text(column))
        if pc.any(pc.match_substring_regex(found, _FLOAT_LIKE)).as_py():
            return _slow_ids(found.to_pylist(), name)
        return pc.if_else(pc.is_in(found, _MISSING_ARRAY), pa.scalar(None, pa.string()), found), {}
    return _slow_ids(column.to_pylist(), name)


def _slow_ids(values: list[Any], name: str) -> tuple[pa.StringArray, Problems]:
    found: list[str | None] = []
    problems: Problems = {}
    for i, value in enumerate(values):
        if type(value) is str and "." not in value:
            text: str | None = value.strip()
            found.append(None if text in MISSING else text)
            continue
        try:
            found.append(id_text(value))
        except ValueError as error:
            problems[i] = _reason(value, name, str(error))
            found.append(None)
    return strings(found), problems


def _reason(value: Any, name: str, why: str) -> str:
    if why == DAMAGED:
        return f"id beyond 2^53 ({name} {str(value)[:40]}) {DAMAGED}"
    return f"{name} {str(value)[:40]!r} {why}"


def _float_ids(column: pa.Array, name: str) -> tuple[pa.StringArray, Problems]:
    values = column.cast(pa.float64()).fill_null(math.nan).to_numpy(zero_copy_only=False)
    with np.errstate(invalid="ignore"):
        good = (np.abs(values) < SAFE_FLOAT) & (values == np.rint(values))
    whole = pa.array(np.where(good, values, 0).astype(np.int64), mask=~good)
    problems: Problems = {}
    for i in np.flatnonzero(~good & ~np.isnan(values)).tolist():
        try:
            id_text(float(values[i]))
        except ValueError as error:
            problems[i] = _reason(values[i], name, str(error))
    return whole.cast(pa.string()), problems


def flags(column: Column) -> pa.BooleanArray:
    """Yes or no; null where the value says neither."""
    if not isinstance(column, list):
        if pa.types.is_boolean(column.type):
            return column
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
