"""Rows of delimited text that need no second look, all of a block at once.

Such rows have one line and one width each; a cell that has quotes has them around it and none inside. What is made of
them is what `Records` makes of them; a block with any other row is left to it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from overt.sources.base import Chunk, Column, Ints

QUOTE, FEED, RETURN = ord('"'), ord("\n"), ord("\r")
Bytes = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class PlainRows:
    """A block of whole lines, and where each row and each of its cells begins and ends."""

    data: bytes
    starts: Ints  # one row a line, one column a cell
    ends: Ints

    def __len__(self) -> int:
        return len(self.starts)

    def cells(self, column: int) -> pa.StringArray:
        """The cells of one column without their quotes."""
        starts, ends = self.starts[:, column], self.ends[:, column]
        quoted = np.frombuffer(self.data, np.uint8)[starts] == QUOTE
        bounds = np.empty(2 * len(starts), np.int32)
        bounds[0::2], bounds[1::2] = starts + quoted, ends - quoted
        # Every other value is what lies between the cells.
        both = pa.StringArray.from_buffers(len(bounds) - 1, pa.py_buffer(bounds), pa.py_buffer(self.data))
        return both.take(pa.array(np.arange(0, len(bounds), 2)))

    def line(self, row: int) -> str:
        """The text of one row."""
        return self.data[self.starts[row, 0] : self.ends[row, -1]].decode()


def plain_rows(data: bytes, delimiter: str, width: int) -> PlainRows | None:
    """The rows of a block that ends with a line feed, or None where one of them needs a second look."""
    block = np.frombuffer(data, np.uint8)
    feeds = np.flatnonzero(block == FEED)
    begins = np.concatenate([[0], feeds[:-1] + 1])
    marks = np.flatnonzero(block == ord(delimiter))
    stops = feeds
    if b"\r" in data:
        returns = np.flatnonzero(block == RETURN)
        if (block[returns + 1] != FEED).any():
            return None
        stops = feeds - (block[feeds - 1] == RETURN)
    if b'"' in data:
        quotes = np.flatnonzero(block == QUOTE)
        if not _well_quoted(block, quotes, ord(delimiter)) or (np.searchsorted(quotes, feeds) & 1).any():
            return None
        marks = marks[np.searchsorted(quotes, marks) & 1 == 0]
    if width < 2 or len(marks) != len(feeds) * (width - 1):
        return None
    inner = marks.reshape(len(feeds), width - 1)
    if (inner[:, 0] < begins).any() or (inner[:, -1] > feeds).any():
        return None
    return PlainRows(data, np.column_stack([begins, inner + 1]), np.column_stack([inner, stops]))


def _well_quoted(block: Bytes, quotes: Ints, delimiter: int) -> bool:
    """Whether quotes stand by turns at the beginning and at the end of a cell."""
    opening, closing = quotes[0::2], quotes[1::2]
    before, after = block[np.maximum(opening - 1, 0)], block[closing + 1]
    opens = (before == delimiter) | (before == FEED) | (opening == 0)
    closes = (after == delimiter) | (after == FEED) | (after == RETURN)
    return bool(opens.all() and closes.all())


def chunk_of(blocks: Sequence[PlainRows], places: dict[str, int], row: int, line: int) -> Chunk:
    """A chunk of consecutive blocks whose first row and line have these numbers."""
    size = sum(map(len, blocks))
    edges = np.cumsum([len(b) for b in blocks])

    def raw(i: int) -> str:
        at = int(np.searchsorted(edges, i, side="right"))
        return blocks[at].line(i - int(edges[at]) + len(blocks[at]))

    columns = {name: _tidy(pa.concat_arrays([b.cells(at) for b in blocks])) for name, at in places.items()}
    count = np.arange(size, dtype=np.int64)
    return Chunk(columns, count + row, count + line, raw, bounded=True)


def _tidy(texts: pa.StringArray) -> Column:
    """The cells; as plain values where blanks stand around one, which messages show as they are."""
    return texts if pc.utf8_trim_whitespace(texts).equals(texts) else texts.to_pylist()
