"""One text for one value: RFC 8785 canonical JSON, with caps on depth and size."""

import math
from typing import Any

import rfc8785

from overt.ledger.errors import BadRecord

DEEPEST = 32
"""Levels of lists and objects in a value."""


def canonical(value: Any, where: str = "record") -> bytes:
    """The canonical JSON of a value, UTF-8. Raises BadRecord for what JSON cannot hold exactly."""
    _check(value, where, DEEPEST)
    try:
        return rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, ValueError, TypeError) as error:
        raise BadRecord(f"not JSON: {error}", where=where) from error


def _check(value: Any, where: str, levels: int) -> None:
    if value is None or isinstance(value, bool | str):
        return
    if isinstance(value, int):
        if abs(value) >= 2**53:
            raise BadRecord(f"{value} is too large for JSON", where=where, mend="write it as a text")
    elif isinstance(value, float):
        if not math.isfinite(value):
            raise BadRecord(f"{value} is not a JSON number", where=where, mend="leave the field out or say null")
    elif isinstance(value, dict | list | tuple):
        if not levels:
            raise BadRecord(f"more than {DEEPEST} levels deep", where=where)
        if isinstance(value, dict) and not all(isinstance(key, str) for key in value):
            raise BadRecord("a name that is not a text", where=where)
        for inner in value.values() if isinstance(value, dict) else value:
            _check(inner, where, levels - 1)
    else:
        raise BadRecord(f"a {type(value).__name__} is not JSON", where=where, mend="write it as a text")
