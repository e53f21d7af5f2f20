"""Reports read from text, HTML and PDF files, within caps on size. Nothing that a file names is fetched."""

import logging
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from overt.errors import InputError, UsageError
from overt.press.document import Document
from overt.press.language import guessed
from overt.press.page import is_page, text_of_page

LARGEST = 32 << 20
"""Bytes of a file."""
LONGEST = 400_000
"""Characters of a report: a book is not a report."""
TOGETHER = 1_000_000
"""Characters of all reports."""
LONGEST_PAGE = 4_000_000
"""Characters of a file of HTML, most of which is not text."""
PAGES = 200
FILES = 100


def read_all(paths: Sequence[Path]) -> list[Document]:
    """The reports in the order given. Raises InputError for what cannot be read, UsageError for too many."""
    if not paths:
        raise UsageError("no report was given", mend="give at least one file of text, HTML or PDF")
    if len(paths) > FILES:
        raise UsageError(f"{len(paths)} files are too many", mend=f"give at most {FILES} at once")
    own = list(dict.fromkeys(paths))  # the same file twice is one report
    names = [path.name for path in own]
    found = [read(path, path.name if names.count(path.name) == 1 else str(path)) for path in own]
    if sum(len(document.text) for document in found) > TOGETHER:
        raise UsageError("the reports are too long together", mend=f"give up to {TOGETHER:,} characters at once")
    return found


def read(path: Path, name: str = "") -> Document:
    """One report. The kind is told by content, not by the ending of the name."""
    try:
        if path.is_file() and path.stat().st_size > LARGEST:
            raise InputError("too large for a report", where=str(path), mend=f"give a file up to {LARGEST >> 20} MB")
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        why = error.strerror or str(error)
        raise InputError(f"cannot be read: {why}", where=str(path), mend="give text, HTML or PDF files") from error
    if len(data) > LARGEST:
        raise InputError("too large for a report", where=str(path), mend=f"give a file up to {LARGEST >> 20} MB")
    if data.lstrip()[:5] == b"%PDF-":
        drawn, text = "pdf", _pdf(data, path)
    else:
        text = _decoded(data, path)
        drawn = "html" if is_page(text) else "plain"
        if drawn == "html" and len(text) > LONGEST_PAGE:
            raise InputError("too long for a page", where=str(path), mend="save the report as text")
        text = text_of_page(text, str(path)) if drawn == "html" else text
    if len(text) > LONGEST:
        raise InputError(f"{len(text):,} characters are too long for a report", where=str(path), mend="give one report")
    if not text.strip():
        raise InputError("holds no text", where=str(path), mend="a scanned page has to be turned into text first")
    return Document(name or path.name, text, guessed(text), drawn)


def _decoded(data: bytes, path: Path) -> str:
    for mark, encoding in ((b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"), (b"\xef\xbb\xbf", "utf-8-sig")):
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    if b"\0" in data[:10_000]:
        raise InputError("is neither text nor HTML nor PDF", where=str(path), mend="give text, HTML or PDF files")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _pdf(data: bytes, path: Path) -> str:
    try:
        from pypdf import PdfReader
    except ImportError as error:
        raise UsageError("reading PDF needs a further part", mend='pip install "overt[press]"') from error
    logging.getLogger("pypdf").setLevel(logging.ERROR)  # what it repairs in silence is not for a reader's terminal
    parts: list[str] = []
    try:
        reader = PdfReader(BytesIO(data))
        if len(reader.pages) > PAGES:
            raise InputError(f"{len(reader.pages)} pages are too many", where=str(path), mend=f"give up to {PAGES}")
        for page in reader.pages:
            parts.append(page.extract_text())
            if sum(map(len, parts)) > LONGEST:
                break
    except InputError:
        raise
    except Exception as error:  # damaged files raise anything, also outside of the library's own errors
        raise InputError(
            f"the PDF cannot be read: {type(error).__name__}", where=str(path), mend="save it as text"
        ) from error
    return "\n".join(parts)
