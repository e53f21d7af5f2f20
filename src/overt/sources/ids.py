"""Ids as text from whatever type the file holds them in, or the reason why one cannot be used."""

import math
import re
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from overt.sources.base import Column
from overt.sources.values import MISSING, SAFE_FLOAT, is_text, strings, valid_text

SHORTENED = "was shortened by a spreadsheet: its last digits are lost; export it as text"
DAMAGED = "was damaged by a float: numbers beyond 2^53 lose their last digits; export it as text"

_MISSING_ARRAY = pa.array(sorted(MISSING), pa.string())
_FLOAT_TEXT = re.compile(r"-?(\d+)\.0+\Z", re.ASCII)
_SCIENTIFIC = re.compile(r"-?\d\.(\d+)[eE]\+?(\d{1,3})\Z", re.ASCII)
_SPREADSHEET = re.compile(r"-?\d(?:\.(\d+))?E\+(1[1-9]|2\d)\Z", re.ASCII)
_FLOAT_LIKE = r"^-?\d+\.0+$|^-?\d(\.\d+)?[eE]\+?\d{1,3}$"

Problems = dict[int, str]
"""Why a value cannot be used, by its position."""


def id_text(value: Any) -> str | None:  # noqa: PLR0911 - one branch a type
    """One id as text, None where missing. Raises ValueError with the reason where it cannot be used."""
    if value is None or isinstance(value, bool):
        if value is None:
            return None
        raise ValueError("is true or false, not an id")
    if isinstance(value, str):
        text = value.strip()
        if text in MISSING:
            return None
        return _float_text(text) if "." in text or "E+" in text else text
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
    """Text with a point: `123.0` is 123, `1.23E+17` has lost its digits, as has `1.00064E+14`. Raises ValueError."""
    if (m := _SPREADSHEET.match(text)) and len(m[1] or "") < int(m[2]):
        raise ValueError(DAMAGED if abs(float(text)) >= SAFE_FLOAT else SHORTENED)
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
        dotted = pc.any(pc.match_substring_regex(found, r"\.|E\+")).as_py()
        if dotted and pc.any(pc.match_substring_regex(found, _FLOAT_LIKE)).as_py():
            return _slow_ids(found.to_pylist(), name)
        return pc.if_else(pc.is_in(found, _MISSING_ARRAY), pa.scalar(None, pa.string()), found), {}
    return _slow_ids(column.to_pylist(), name)


def _slow_ids(values: list[Any], name: str) -> tuple[pa.StringArray, Problems]:
    found: list[str | None] = []
    problems: Problems = {}
    for i, value in enumerate(values):
        if type(value) is str and "." not in value and "E+" not in value:
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
