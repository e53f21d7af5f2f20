"""Which report format a file has, and every report in a file or a folder."""

from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from overt.disclosure.exchange import documents
from overt.disclosure.operation import Report
from overt.disclosure.reports import google_tag, meta_report, openai_case, plain_csv, tiktok_eu_code, tiktok_report
from overt.disclosure.reports.page_text import is_page, text_of_page
from overt.errors import InputError

FORMATS: dict[str, ModuleType] = {
    each.NAME: each for each in (tiktok_report, tiktok_eu_code, google_tag, openai_case, meta_report, plain_csv)
}
"""The visible list: name -> the file that parses and emits it. In this order a file is asked whether it is one."""
SUFFIXES = (".csv", ".md", ".txt", ".json", ".html", ".htm", "")
MAX_FILES = 10_000


def read_report(path: Path, format: str = "auto") -> Report:
    """The report in a file. Raises InputError where it is of no known format."""
    text = documents.text_of(documents.read_bytes(path))
    text = text_of_page(text) if is_page(text) else text
    if format != "auto" and format not in FORMATS:
        raise InputError(f"there is no report format {format[:60]}", mend=f"it is one of {', '.join(FORMATS)}")
    chosen = FORMATS.get(format) or format_of(path.name, text)
    if chosen is None:
        raise InputError("is no report of a known format", where=str(path), mend=f"known are {', '.join(FORMATS)}")
    report: Report = chosen.parse(path.name, text)
    return report


def format_of(name: str, text: str) -> ModuleType | None:
    """The first format that the file looks like; None where it looks like none."""
    return next((each for each in FORMATS.values() if each.looks_like(name, text)), None)


def files_in(path: Path) -> Iterator[Path]:
    """The file, or every file of a folder that may be a report, in order of names."""
    if not path.is_dir():
        yield path
        return
    found = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in SUFFIXES)
    if len(found) > MAX_FILES:
        raise InputError(f"holds more than {MAX_FILES:,} files", where=str(path), mend="give a smaller folder")
    yield from found
