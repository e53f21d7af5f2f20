"""The lines of a UTF-8 file, one by one or many at once: whoever reads them may change over at any line."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import TracebackType

from overt.sources.base import LINE_LIMIT
from overt.sources.encoding import BLOCK, Encoding, lines

PART = 1 << 18
"""Bytes that are offered at once, at most: less than a single cell may hold, so none of them need be measured."""


class Blocks:
    """The lines of one file without their ends, as `encoding.lines` gives them; `ahead` shows those that follow."""

    def __init__(self, path: Path, encoding: Encoding) -> None:
        self._path = path
        self._encoding = encoding
        self._file = path.open("rb")
        self._file.seek(encoding.skip)
        self._data = b""
        self._at = 0
        self._offset = encoding.skip  # of the data in the file
        self._endless: Iterator[str] | None = None  # from the first endless line on

    def __enter__(self) -> "Blocks":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self._file.close()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        while self._endless is None and (end := self._data.find(b"\n", self._at)) < 0:
            if len(self._data) - self._at > LINE_LIMIT:
                self._endless = lines(self._path, replace(self._encoding, skip=self._offset + self._at))
            elif not self._more():
                end = len(self._data)
                break
        if self._endless is not None:
            return next(self._endless)
        if end == self._at == len(self._data):
            raise StopIteration
        line = self._data[self._at : end].decode("utf-8", "replace")
        self._at = min(end + 1, len(self._data))
        return line[:-1] if line.endswith("\r") else line

    def ahead(self) -> bytes:
        """Whole lines that follow, up to PART bytes; nothing where a line is too long or the last one does not end."""
        while self._endless is None and len(self._data) - self._at < PART and self._more():
            pass
        end = self._data.rfind(b"\n", self._at, self._at + PART)
        return b"" if self._endless is not None or end < 0 else self._data[self._at : end + 1]

    def skip(self, size: int) -> None:
        """Goes on after bytes that `ahead` has shown."""
        self._at += size

    def _more(self) -> bool:
        block = self._file.read(BLOCK)
        self._offset += self._at
        self._data = self._data[self._at :] + block
        self._at = 0
        return bool(block)
