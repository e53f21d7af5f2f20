"""One text for one value: RFC 8785 canonical JSON, with caps on depth and size."""

import json
import math
from typing import Any

import rfc8785

from overt.ledger.errors import BadRecord

DEEPEST = 32
"""Levels of lists and objects in a value."""
_plain = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), check_circular=False).encode
"""What RFC 8785 asks for where all numbers are ordinary and all names ASCII; several times faster."""


def canonical(value: Any, where: str = "record") -> bytes:
    """The canonical JSON of a value, UTF-8. Raises BadRecord for what JSON cannot hold exactly."""
    plain = _check(value, where, DEEPEST)
    try:
        return _plain(value).encode() if plain else rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, ValueError, TypeError) as error:
        raise BadRecord(f"not JSON: {error}", where=where) from error


def _check(value: Any, where: str, levels: int) -> bool:
    """Whether the value is of the plain kind. Raises BadRecord."""
    if value is None or isinstance(value, bool | str):
        return True
    if isinstance(value, int):
        if abs(value) >= 2**53:
            raise BadRecord(f"{value} is too large for JSON", where=where, mend="write it as a text")
        return True
    if isinstance(value, float):
        if not math.isfinite(value):
            raise BadRecord(f"{value} is not a JSON number", where=where, mend="leave the field out or say null")
        shown = repr(
            value
        )  # the same shortest digits as in RFC 8785; exponents and 1.0 are written in other ways there
        return "e" not in shown and not shown.endswith(".0")
    if not isinstance(value, dict | list | tuple):
        raise BadRecord(f"a {type(value).__name__} is not JSON", where=where, mend="write it as a text")
    if not levels:
        raise BadRecord(f"more than {DEEPEST} levels deep", where=where)
    plain = True
    if isinstance(value, dict):
        for name in value:
            if not isinstance(name, str):
                raise BadRecord("a name that is not a text", where=where)
            plain = plain and name.isascii()
    for inner in value.values() if isinstance(value, dict) else value:
        plain = _check(inner, where, levels - 1) and plain
    return plain
