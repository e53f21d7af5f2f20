"""What is done of a power run, so that an interrupted one can go on: one line for every finished copy."""

import contextlib
import hashlib
import json
from pathlib import Path
from typing import Any

from overt.errors import unwritable
from overt.evaluate.power_words import Copy


class Kept:
    """Results by size, closeness and repeat; in a file as well, if one is given.

    What an earlier run left counts only where that run asked the very same (`asked`). A line that was cut off half-way
    is done again. Raises OutputError where the file cannot be written.
    """

    def __init__(self, path: Path | None, asked: dict[str, Any], resume: bool) -> None:
        self._path = path
        self._digest = hashlib.sha256(json.dumps(asked, sort_keys=True).encode()).hexdigest()
        self._done = self._read() if path and resume else {}
        if path:
            lines = [json.dumps([*key, copy.found, copy.others]) for key, copy in sorted(self._done.items())]
            self._write("w", "".join(f"{line}\n" for line in [json.dumps(self._digest), *lines]))

    def has(self, size: int, within: int, repeat: int) -> bool:
        """Whether the copy is done."""
        return (size, within, repeat) in self._done

    def of(self, size: int, within: int, repeat: int) -> Copy:
        """What came of the copy."""
        return self._done[size, within, repeat]

    def add(self, size: int, within: int, repeat: int, found: int, others: int) -> None:
        """One more copy is done: planted members found, and others who are members only because of the ring."""
        self._done[size, within, repeat] = Copy(found, others)
        if self._path:
            self._write("a", json.dumps([size, within, repeat, found, others]) + "\n")

    def _write(self, mode: str, text: str) -> None:
        assert self._path is not None  # noqa: S101 - both callers look
        try:
            with self._path.open(mode, encoding="utf-8", newline="\n") as file:
                file.write(text)
        except OSError as error:
            raise unwritable(error, self._path) from error

    def _read(self) -> dict[tuple[int, int, int], Copy]:
        assert self._path is not None  # noqa: S101
        found: dict[tuple[int, int, int], Copy] = {}
        with contextlib.suppress(OSError, ValueError, TypeError, RecursionError):
            first, *lines = self._path.read_text("utf-8").splitlines()
            if json.loads(first) != self._digest:
                return {}
            for line in lines:
                size, within, repeat, members, others = (int(n) for n in json.loads(line))
                found[size, within, repeat] = Copy(members, others)
        return found
