"""What every format hands over, and the limits that hold for all of them.

A format opens one file and gives chunks: columns as they stand in the file, where each row came from, and the
rows that it could not even take apart. What the columns mean is decided elsewhere (columns.py, canonical.py).
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import numpy.typing as npt

FIELD_LIMIT = 1 << 20
"""Characters (bytes in Parquet) that one field may hold."""
LINE_LIMIT = 16 << 20
"""Characters that one line may hold."""
QUOTED_LINES = 1_000
"""Lines over which one quoted record may run."""
SAMPLE_ROWS = 2_000
"""Rows from the head of a file by which columns are guessed."""
PLAIN_ROWS = 4_096
"""Rows that are held as plain Python values at a time; more would keep the garbage collector busy."""
PLAIN_SIZE = 32 << 20
"""Characters that are held as plain Python values at a time."""
COLUMN_LIMIT = 4_096
"""Columns that one file may have."""

RAW_LIMIT = 10_000
"""Characters of a rejected row that are kept; the rest is told by its number."""

Column = Any
"""A `pyarrow.Array`, or a list of plain Python values where the file does not say the type."""
Item = TypeVar("Item")
Ints = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


class LongText(str):
    """The beginning of a text that is too long to keep; `length` counts all its characters."""

    __slots__ = ("length",)
    length: int


def cut(text: str, length: int) -> LongText:
    """The first RAW_LIMIT characters of a text of that length."""
    kept = LongText(text[:RAW_LIMIT])
    kept.length = length
    return kept


@dataclass(frozen=True)
class Reject:
    """A row that could not be read: where it begins, why, and its text."""

    line: int
    reason: str
    raw: str


@dataclass
class Chunk:
    """Consecutive rows of one file. `rows` counts rows from 1; `lines` is what an editor would show."""

    columns: dict[str, Column]
    rows: Ints
    lines: Ints
    raw: Callable[[int], str]
    rejects: list[Reject] = field(default_factory=list)
    bounded: bool = False  # no field is beyond FIELD_LIMIT, so none need be measured
    posts: bool = True  # else the rows are accounts

    def __len__(self) -> int:
        return len(self.rows)


def portions(items: Iterable[Item], rows: int, weigh: Callable[[Item], int]) -> Iterator[list[Item]]:
    """Items in lists of at most `rows`, and of at most PLAIN_SIZE characters beyond their first item."""
    part: list[Item] = []
    size = 0
    for item in items:
        part.append(item)
        size += weigh(item)
        if len(part) >= rows or size >= PLAIN_SIZE:
            yield part
            part, size = [], 0
    if part:
        yield part


class Source(ABC):
    """One open file. `columns` in file order; `notices` holds lines for the reader of the run."""

    def __init__(self, columns: list[str]) -> None:
        self.columns = columns
        self.notices: list[str] = []
        self.late: list[str] = []  # notices that are known once all chunks were read
        self.empty = True  # until sample() has seen a row
        self._sample: dict[str, Column] | None = None

    @abstractmethod
    def chunks(self, wanted: Sequence[str], batch_rows: int) -> Iterator[Chunk]:
        """The rows from the start of the file, `wanted` columns only, in bounded memory."""

    def sample(self) -> dict[str, Column]:
        """The first rows, all columns, for guessing. Every column has the same length."""
        if self._sample is None:
            self._sample = {name: [] for name in self.columns}
            for chunk in self.chunks(self.columns, SAMPLE_ROWS):
                self.empty = False
                if len(chunk):
                    self._sample = chunk.columns
                    break
        return self._sample

    def forget(self) -> None:
        """Let the sample go once all is guessed."""
        self._sample = None


class Format(ABC):
    """One container format: how it is recognised and opened, and what it cannot supply."""

    name: str
    reads: str
    cannot: str

    @abstractmethod
    def recognise(self, path: Path, head: bytes) -> bool:
        """Whether the file looks like this format, by its first bytes and its name."""

    @abstractmethod
    def open(self, path: Path, shown: str) -> Source:
        """The file as a source. `shown` is the path as the user gave it. Raises InputError."""

    @abstractmethod
    def examples(self) -> dict[str, bytes]:
        """Small files by name that this format reads, for the tests and the documentation."""
