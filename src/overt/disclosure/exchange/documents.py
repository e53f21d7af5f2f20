"""Files of strangers: read within caps, JSON strictly. Nothing that a file says is fetched."""

import json
from pathlib import Path
from typing import Any

from overt.errors import InputError

MAX_BYTES = 256 * 2**20
"""Of one file."""
MAX_DEPTH = 64
"""Of nested lists and objects."""
_ENCODINGS = ("utf-8-sig", "cp1252", "latin-1")


def read_bytes(path: Path) -> bytes:
    """What the file holds. Raises InputError where it cannot be read or is too large."""
    try:
        if not path.is_file():
            raise InputError(
                "is no file" if path.exists() else "does not exist", where=str(path), mend="check the path"
            )
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(path), mend="check the path") from error
    if len(data) > MAX_BYTES:
        raise InputError(f"is larger than {MAX_BYTES >> 20} MB", where=str(path), mend="split it")
    return data


def text_of(data: bytes) -> str:
    """The text of a file: UTF-8 or UTF-16 with a mark, else as Windows writes it. Never fails."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    for encoding in _ENCODINGS:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("utf-8", errors="replace")


def json_of(text: str, where: str = "") -> Any:
    """The value of a JSON text. Raises InputError; NaN, doubled keys and more than 64 levels are refused."""
    try:
        value = json.loads(text, parse_constant=_no_constant, object_pairs_hook=_once)
    except RecursionError as error:
        raise InputError("is nested too deeply", where=where, mend=f"at most {MAX_DEPTH} levels are read") from error
    except ValueError as error:
        raise InputError(f"is no JSON: {error}", where=where, mend="check that the file is whole") from error
    if _depth(value) > MAX_DEPTH:
        raise InputError("is nested too deeply", where=where, mend=f"at most {MAX_DEPTH} levels are read")
    return value


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no number of JSON")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise ValueError("an object has a key twice")
    return made


def _depth(value: Any) -> int:
    level, held = 0, [value]
    while held and level <= MAX_DEPTH:
        level += 1
        held = [
            inner
            for each in held
            if isinstance(each, dict | list)
            for inner in (each.values() if isinstance(each, dict) else each)
            if isinstance(inner, dict | list)
        ]
    return level
