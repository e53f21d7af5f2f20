"""rejected.csv: every row that could not be read, written so that a spreadsheet shows it and runs nothing."""

import csv
import unicodedata
from pathlib import Path
from types import TracebackType
from typing import IO

from overt.errors import OutputError, unwritable
from overt.sources.base import RAW_LIMIT, LongText, Reject

HEADER = ("file", "line", "reason", "raw")
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def safe(text: str) -> str:
    """The text with control and direction characters escaped and a formula defused by an apostrophe."""
    danger = text.lstrip(" ").startswith(_FORMULA)
    if not text.isprintable():
        text = "".join(c if c.isprintable() else _escaped(c) for c in text)
    return "'" + text if danger else text


def _escaped(char: str) -> str:
    known = {"\n": "\\n", "\r": "\\r", "\t": "\\t"}
    if char in known:
        return known[char]
    if unicodedata.category(char) in ("Zs", "Cn", "Co"):
        return char
    point = ord(char)
    return f"\\x{point:02x}" if point < 256 else f"\\u{point:04x}" if point < 65_536 else f"\\U{point:08x}"


def shortened(raw: str) -> str:
    """The first RAW_LIMIT characters, with a mark where there was more."""
    length = raw.length if isinstance(raw, LongText) else len(raw)
    return raw if length <= RAW_LIMIT else f"{raw[:RAW_LIMIT]} [cut here, {length:,} characters in all]"


class RejectedFile:
    """The open rejected.csv. The header is written at once. Raises OutputError if that fails."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._file: IO[str] = path.open("w", encoding="utf-8", newline="")
        except OSError as error:
            raise self._failed(error) from error
        self._writer = csv.writer(self._file)
        self._row(HEADER)
        self._flush()

    def write(self, shown: str, rejects: list[Reject]) -> None:
        """Append rows of the file that the user knows as `shown`."""
        for reject in rejects:
            self._row((safe(shown), str(reject.line), safe(reject.reason), safe(shortened(reject.raw))))
        if rejects:
            self._flush()

    def _row(self, cells: tuple[str, ...]) -> None:
        try:
            self._writer.writerow(cells)
        except OSError as error:
            raise self._failed(error) from error

    def _flush(self) -> None:
        try:
            self._file.flush()
        except OSError as error:
            raise self._failed(error) from error

    def _failed(self, error: OSError) -> OutputError:
        return unwritable(error, self.path)

    def __enter__(self) -> "RejectedFile":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        try:
            self._file.close()
        except OSError as failure:
            if error is None:
                raise self._failed(failure) from failure
