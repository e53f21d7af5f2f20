"""Meta's disclosures in Markdown: a heading, prose with counts, and a table of indicators."""

import re
from dataclasses import dataclass

_ROW = re.compile(r"\s*\|(.*)\|\s*")
_RULE = re.compile(r"\s*:?-+:?\s*")
_LINK = re.compile(r"\[([^\]]{0,500})\]\(([^()\s]{0,2000})\)")
_HEADING = re.compile(r"\s{0,3}#{1,6}\s+(.*?)\s*#*\s*")
MAX_LINE = 100_000


@dataclass(frozen=True)
class Table:
    """A table: its columns and its rows, each with the line it stands on."""

    columns: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Page:
    """A page in pieces: headings and paragraphs with the line they begin on, and tables."""

    title: str | None
    headings: tuple[tuple[int, str], ...]
    paragraphs: tuple[tuple[int, str], ...]
    tables: tuple[Table, ...]


def page(text: str) -> Page:
    """The pieces of a Markdown text."""
    headings: list[tuple[int, str]] = []
    paragraphs: list[tuple[int, str]] = []
    blocks: list[list[tuple[int, list[str]]]] = []
    before = ""
    for number, line in enumerate(text.splitlines(), 1):
        row, heading = _ROW.fullmatch(line[:MAX_LINE]), _HEADING.fullmatch(line[:MAX_LINE])
        if row:
            if before != "row":
                blocks.append([])
            blocks[-1].append((number, cells(row[1])))
        elif heading:
            headings.append((number, heading[1]))
        elif line.strip():
            paragraphs.append((number, line.strip()))
        before = "row" if row else ""
    tables = [made for block in blocks if (made := _table(block))]
    return Page(headings[0][1] if headings else None, tuple(headings), tuple(paragraphs), tuple(tables))


def cells(row: str) -> list[str]:
    """The cells of a row; a bar that is escaped belongs to its cell."""
    parts = re.split(r"(?<!\\)\|", row)
    return [part.replace("\\|", "|").strip() for part in parts]


def unlinked(text: str) -> tuple[str, tuple[str, ...]]:
    """The text with its links as plain words, and where they led."""
    return _LINK.sub(r"\1", text), tuple(url for _, url in _LINK.findall(text))


def _table(block: list[tuple[int, list[str]]]) -> Table | None:
    if len(block) < 2 or not all(_RULE.fullmatch(cell) for cell in block[1][1]):
        return None
    columns = tuple(block[0][1])
    return Table(columns, tuple((number, tuple(found)) for number, found in block[2:]))
