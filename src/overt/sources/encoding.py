"""Bytes become lines of text: which encoding, which line ends, and no line beyond a limit in memory."""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from overt.errors import InputError
from overt.sources.base import LINE_LIMIT, cut

BLOCK = 1 << 20
HEAD = 1 << 16
MAGIC = (
    (b"\x1f\x8b", "a gzip archive", "unpack it first"),
    (b"PK\x03\x04", "a zip archive or an Excel workbook", "unpack it, or save the sheet as CSV"),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", "save the sheet as CSV"),
    (b"BZh", "a bzip2 archive", "unpack it first"),
    (b"\xfd7zXZ", "an xz archive", "unpack it first"),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", "unpack it first"),
    (b"7z\xbc\xaf", "a 7-zip archive", "unpack it first"),
    (b"SQLite format 3", "an SQLite database", "export the table as CSV"),
    (b"%PDF", "a PDF document", "give the data behind it"),
    (b"ARROW1", "an Arrow file", "write it as Parquet"),
    (b"Obj\x01", "an Avro file", "write it as Parquet"),
    (b"\x89PNG", "a picture", "give the data behind it"),
)
"""First bytes of files that people give by mistake, what they are, and how to mend. Archives are unpacked before they
come here (unpacked.py): one that does lay inside another.
"""

_C1 = {n: bytes([n]).decode("cp1252", "ignore") or chr(n) for n in range(0x80, 0xA0)}


@dataclass(frozen=True)
class Encoding:
    """How the bytes of a text file are read."""

    codec: str
    skip: int = 0
    newline: str = "\n"
    notice: str = ""

    @property
    def plain(self) -> bool:
        """Whether the file is faultless UTF-8 with line feeds."""
        return self.codec == "utf-8" and self.newline == "\n" and not self.notice


def detect(path: Path, shown: str) -> Encoding:
    """The encoding of a text file, by all its bytes. Raises InputError for what is no text."""
    with path.open("rb") as file:
        head = file.read(HEAD)
    if found := archive_or_document(head):
        raise InputError(f"is {found[0]}", where=shown, mend=found[1])
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise InputError("is written in UTF-32", where=shown, mend="save it as UTF-8")
    wide = _wide(head)
    if wide:
        return Encoding(wide[0], wide[1], _newline(head.decode(wide[0], "replace")))
    skip = 3 if head.startswith(codecs.BOM_UTF8) else 0
    newline = _newline(head.decode("latin-1"))
    good, bad = _utf8(path)
    controls = sum(1 for b in head if b < 9 or (13 < b < 32 and b != 27))
    if controls * 10 > len(head) * 3 or (bad and controls * 50 > len(head)):
        raise InputError(
            "is no text: its bytes fit no encoding",
            where=shown,
            mend="export the posts as CSV, NDJSON, JSON or Parquet",
        )
    if not bad:
        return Encoding("utf-8", skip, newline)
    if skip or bad * 10 <= good:
        return Encoding("utf-8", skip, newline, f"{bad:,} broken characters of UTF-8 were read as U+FFFD")
    return Encoding(
        "cp1252",
        0,
        newline,
        "is not UTF-8 and was read as Windows-1252; if letters look wrong, save it as UTF-8",
    )


def archive_or_document(head: bytes) -> tuple[str, str] | None:
    """What a file is by its first bytes, and how to mend, if it is one of those given by mistake."""
    if head[257:262] == b"ustar":
        return "a tar archive", "unpack it first"
    return next(((what, mend) for magic, what, mend in MAGIC if head.startswith(magic)), None)


def _wide(head: bytes) -> tuple[str, int] | None:
    """UTF-16 by its mark, or by the zero bytes that it gives to plain letters."""
    if head.startswith(codecs.BOM_UTF16_LE):
        return "utf-16-le", 2
    if head.startswith(codecs.BOM_UTF16_BE):
        return "utf-16-be", 2
    half = len(head) // 2
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if half >= 8 and odd * 10 > half * 4 and even * 20 < half:
        return "utf-16-le", 0
    if half >= 8 and even * 10 > half * 4 and odd * 20 < half:
        return "utf-16-be", 0
    return None


def _newline(head: str) -> str:
    """Line feed, unless the file knows carriage returns only (as old Macintosh programs wrote)."""
    return "\r" if "\n" not in head and "\r" in head[:-1] else "\n"


def _utf8(path: Path) -> tuple[int, int]:
    """Characters beyond ASCII that are valid UTF-8, and places that are not."""
    good = bad = 0
    rest = b""
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            block = rest + block
            text, used = codecs.utf_8_decode(block, "replace", False)
            rest = block[used:]
            if not block.isascii():
                broken = text.count("\ufffd") - block.count(b"\xef\xbf\xbd")
                good += len(text) - len(text.encode("ascii", "ignore")) - broken
                bad += broken
    return good, bad + (1 if rest else 0)


def lines(path: Path, encoding: Encoding) -> Iterator[str]:
    """The lines of a text file without their ends. One beyond LINE_LIMIT comes as a LongText."""
    codec = "latin-1" if encoding.codec == "cp1252" else encoding.codec
    decoder = codecs.getincrementaldecoder(codec)("replace")
    rest: list[str] = []
    kept = total = 0
    with path.open("rb") as file:
        file.seek(encoding.skip)
        while True:
            block = file.read(BLOCK)
            text = decoder.decode(block, not block)
            if encoding.codec == "cp1252":
                text = text.translate(_C1)
            parts = text.split(encoding.newline)
            for i, part in enumerate(parts):
                if i:
                    yield _line(rest, total)
                    rest, kept, total = [], 0, 0
                total += len(part)
                if kept <= LINE_LIMIT:
                    rest.append(part)
                    kept += len(part)
            if not block:
                break
    if total:
        yield _line(rest, total)


def _line(rest: list[str], total: int) -> str:
    text = rest[0] if len(rest) == 1 else "".join(rest)
    if total > LINE_LIMIT:
        return cut(text, total)
    return text[:-1] if text.endswith("\r") else text
