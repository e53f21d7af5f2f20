"""Strict JSON, and objects flattened to columns.

NaN, Infinity, a key that stands twice, and nesting beyond DEPTH_LIMIT are refused, as other readers would
read them differently or fall over them.
"""

import json
from collections.abc import Iterable
from typing import Any

DEPTH_LIMIT = 64
FLATTEN_DEPTH = 4
"""Levels of objects in objects that become columns with dotted names."""


class NotStrict(ValueError):  # noqa: N818 - the name says what happened
    """Why a text is refused."""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise NotStrict(f"the key {key[:40]!r} stands twice")
            seen.add(key)
    return found


def _constant(name: str) -> Any:
    raise NotStrict(f"the value {name} is not JSON")


STRICT = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=_constant)
LENIENT = json.JSONDecoder()


def load(text: str) -> dict[str, Any]:
    """One object. Raises NotStrict with the reason."""
    try:
        value = STRICT.decode(text)
    except NotStrict:
        raise
    except json.JSONDecodeError as error:
        raise NotStrict(f"not JSON: {error.msg} at character {error.pos + 1}") from error
    except RecursionError as error:
        raise NotStrict(f"nested deeper than {DEPTH_LIMIT} levels") from error
    except ValueError as error:
        raise NotStrict("a number with too many digits") from error
    return checked(value, text.count("{") + text.count("["))


def writable(names: Iterable[str]) -> list[str]:
    """The names that UTF-8 can hold; a lone surrogate in a key is no name of a column."""
    return [n for n in names if n == n.encode("utf-8", "replace").decode("utf-8")]


def checked(value: Any, brackets: int) -> dict[str, Any]:
    """The value, if it is an object of bounded depth. Raises NotStrict."""
    if not isinstance(value, dict):
        raise NotStrict("is not a JSON object")
    if brackets > DEPTH_LIMIT and depth(value) > DEPTH_LIMIT:
        raise NotStrict(f"nested deeper than {DEPTH_LIMIT} levels")
    return value


def depth(value: Any) -> int:
    """Levels of nesting; 1 for an object that holds plain values."""
    deepest = 0
    level = [value]
    while level:
        level = [v for v in level if isinstance(v, dict | list)]
        if not level:
            break
        deepest += 1
        level = [inner for v in level for inner in (v.values() if isinstance(v, dict) else v)]
    return deepest


def flatten(value: dict[str, Any], prefix: str = "", level: int = 1) -> dict[str, Any]:
    """Objects in objects become columns with dotted names: {"user": {"id": 1}} is {"user.id": 1}."""
    found: dict[str, Any] = {}
    for key, held in value.items():
        inner = held
        while isinstance(inner, dict) and len(inner) == 1 and next(iter(inner)).startswith("$"):
            inner = next(iter(inner.values()))  # extended JSON of MongoDB: {"$date": ...}
        if isinstance(inner, dict) and level < FLATTEN_DEPTH:
            found.update(flatten(inner, f"{prefix}{key}.", level + 1))
        else:
            found[prefix + key] = inner
    return found
