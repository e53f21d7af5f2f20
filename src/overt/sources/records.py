"""Lines become records of cells. A wrong quote costs the line it stands in, never the rest of the file.

A quoted cell may run over lines, up to QUOTED_LINES of them and FIELD_LIMIT characters. Where it does not
close within these, closes in a wrong place, or gives a row of another width, only its first line is given up
and reading goes on with the next. Before that, a line with a quote behind a backslash is read as programs write it that
escape quotes so (PHP, MySQL, YouTube Data Tools).
"""

import re
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from overt.sources.base import FIELD_LIMIT, LINE_LIMIT, QUOTED_LINES, LongText
from overt.sources.time_text import parse

_QUOTED = re.compile(r'((?:[^"]++|"")*+)"')
_ESCAPED = re.compile(r'((?:[^"\\]++|""|\\.)*+)"', re.DOTALL)
_QUOTE = re.compile(r'""|\\"')


class Record(NamedTuple):
    """One row: its first line, its cells, its text; or the reason why it has no cells."""

    line: int
    cells: list[str]
    raw: str
    reason: str = ""


class _Broken(Exception):  # noqa: N818 - the name says what happened
    """The reason why a record cannot be taken apart."""


class Records:
    """The records of a delimited file. `width` is the number of cells of a row; 0 takes any."""

    def __init__(self, lines: Iterator[str], delimiter: str, width: int = 0) -> None:
        self.lines = lines
        self.delimiter = delimiter
        self.width = width
        self.spare_column = False  # the header ends in a delimiter: a row may leave the last cell out
        self._ahead: deque[str] = deque()
        self.lines_read = 0
        self.ended = False
        mark = re.escape(delimiter)
        # What fits no cell takes the rest with it: looked at from every place, a line of quotes would take for ever.
        self._cells = re.compile(f'"((?:[^"]++|"")*+)"{mark}|([^{mark}"][^{mark}]*+|){mark}|(.+)', re.DOTALL)

    def _next(self) -> str | None:
        line = self._ahead.popleft() if self._ahead else next(self.lines, None)
        self.ended = line is None
        self.lines_read += 1
        return line

    def __iter__(self) -> Iterator[Record]:
        return self.until(None)

    def until(self, last: int | None) -> Iterator[Record]:
        """The records up to that line, or to the end; and on where lines were looked at that are still to be read."""
        while last is None or self.lines_read < last or self._ahead:
            if (line := self._next()) is None:
                return
            number = self.lines_read
            if type(line) is LongText:
                yield Record(number, [], line, f"a line of more than {LINE_LIMIT:,} characters")
                continue
            if not line or (line.isspace() and self.delimiter not in line):
                continue
            if '"' not in line:
                yield self._checked(number, line.split(self.delimiter), line)
            else:
                found = self._quoted(number, line)
                if found.reason and '\\"' in line:
                    other = self._over_lines(number, line, _ESCAPED)
                    found = found if other.reason else other
                yield found

    def _quoted(self, number: int, line: str) -> Record:
        if line[0] == line[-1] == '"' and len(line) > 1:
            cells = line[1:-1].split(f'"{self.delimiter}"')
            if line.count('"') == 2 * len(cells):
                return self._checked(number, cells, line)
        found = self._cells.findall(line + self.delimiter)
        if not any([wrong for _, _, wrong in found]):  # noqa: C419 - a list is faster here
            cells = [q.replace('""', '"') if q else plain for q, plain, _ in found]
            return self._checked(number, cells, line)
        return self._over_lines(number, line, _QUOTED)

    def _over_lines(self, number: int, first: str, quoted: re.Pattern[str]) -> Record:
        """A record whose first line leaves a quote open. Gives all lines but the first back on failure."""
        taken: list[str] = [first]
        try:
            cells = self._collect(first, taken, quoted)
            if len(taken) > 1 and self.width and not self._fits(len(cells), cells):
                raise _Broken(
                    f"a quoted cell that begins here runs over {len(taken)} lines, and the row then has "
                    f"{len(cells)} cells, not {self.width}"
                )
            if any(self._whole_row(line) for line in taken[1:-1]):
                raise _Broken("a quote opens here and swallows the rows that follow")
        except _Broken as broken:
            self._ahead.extendleft(reversed(taken[1:]))
            self.lines_read -= len(taken) - 1
            return Record(number, [], first, str(broken))
        return self._checked(number, cells, "\n".join(taken))

    def _collect(self, first: str, taken: list[str], quoted: re.Pattern[str]) -> list[str]:
        """The cells of a record, reading on while a quote is open. Raises _Broken."""
        cells: list[str] = []
        line, at = first, 0
        while True:
            if at < len(line) and line[at] == '"':
                value, line, at = self._quoted_cell(line, at + 1, taken, quoted)
                cells.append(value)
                if at < len(line) and line[at] != self.delimiter:
                    raise _Broken("a quote inside a quoted cell is not doubled")
            else:
                end = line.find(self.delimiter, at)
                end = len(line) if end < 0 else end
                cells.append(line[at:end])
                at = end
            if at >= len(line):
                return cells
            if self.width and len(cells) > self.width + 1:
                raise _Broken(f"more than {self.width} cells")
            at += 1

    def _quoted_cell(self, line: str, at: int, taken: list[str], quoted: re.Pattern[str]) -> tuple[str, str, int]:
        """The value of a cell after its opening quote, the line it ends in, and where it ends there."""
        parts: list[str] = []
        size = 0
        while not (m := quoted.match(line, at)):
            parts.append(line[at:])
            size += len(line) - at
            following = None if size > FIELD_LIMIT or len(taken) >= QUOTED_LINES else self._next()
            if following is None:
                if size > FIELD_LIMIT or len(taken) >= QUOTED_LINES:
                    raise _Broken(f"a quote opens here and does not close within {QUOTED_LINES:,} lines")
                self.lines_read -= 1
                raise _Broken("a quote opens here and never closes")
            taken.append(following)
            if type(following) is LongText:
                raise _Broken("a quote opens here and does not close before an endless line")
            line, at = following, 0
        parts.append(m[1])
        value = "\n".join(parts)
        return value.replace('""', '"') if quoted is _QUOTED else _QUOTE.sub('"', value), line, m.end()

    def _whole_row(self, line: str) -> bool:
        """Whether a line inside a quoted cell is by itself a row with a time."""
        cells = line.split(self.delimiter)
        return self.width > 2 and len(cells) == self.width and any(is_time(c) for c in cells)

    def _fits(self, count: int, cells: list[str]) -> bool:
        return (
            count == self.width
            or (count == self.width + 1 and not cells[-1])
            or (count == self.width - 1 and self.spare_column)
        )

    def _checked(self, number: int, cells: list[str], raw: str) -> Record:
        count = len(cells)
        if self.width and count != self.width:
            if not self._fits(count, cells):
                return Record(number, [], raw, f"{count} cells where the header has {self.width}")
            cells = cells[: self.width] + [""] * (self.width - count)
        if len(raw) > FIELD_LIMIT and any(len(c) > FIELD_LIMIT for c in cells):
            return Record(number, [], raw, f"a cell holds more than {FIELD_LIMIT:,} characters")
        return Record(number, cells, raw)


def is_time(cell: str) -> bool:
    """Whether a cell of some length is a time."""
    cell = cell.strip().strip('"')
    if not 8 <= len(cell) <= 40:
        return False
    try:
        parse(cell)
    except (ValueError, OverflowError, IndexError, TypeError):
        return False
    return True
