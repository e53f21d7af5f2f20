"""Cells of a row of a table as values: the first that is filled, counts, links, ids within addresses."""

import re
from typing import Any

from overt.sources.exports.base import whole
from overt.sources.lists import items, text_hashtags, text_mentions, text_urls

_IDS = (
    (re.compile(r"(?:twitter|x)\.com/(?:[^/\s]+|i/web)/status(?:es)?/(\d{1,20})", re.ASCII), ""),
    (re.compile(r"instagram\.com/(?:[^/\s]+/)?(?:p|reel|reels|tv)/([\w-]{1,64})", re.ASCII), ""),
    (re.compile(r"tiktok\.com/@[^/\s]+/(?:video|photo)/(\d{1,20})", re.ASCII), ""),
    (
        re.compile(
            r"(?:youtube\.com/(?:watch\?(?:[^\s#]{0,500}&)?v=|shorts/|live/)|youtu\.be/)([\w-]{11})(?![\w-])", re.ASCII
        ),
        "",
    ),
    (re.compile(r"reddit\.com/(?:r|user)/[^/\s]+/comments/\w+/[^/\s]*/(\w{1,16})", re.ASCII), "t1_"),
    (re.compile(r"reddit\.com/(?:(?:r|user)/[^/\s]+/)?comments/(\w{1,16})", re.ASCII), "t3_"),
)
"""Where the addresses of posts have the id, and what stands before it in the ids of the platform's own exports."""
_STATUS_AUTHOR = re.compile(r"(?:twitter|x)\.com/(?!i/)(\w{1,64})/status", re.ASCII)
_QUOTED = re.compile(r"^[\"'=\s]+|[\"'\s]+$")


def filled(*cells: Any) -> Any:
    """The first cell that holds something."""
    return next((c for c in cells if c is not None and str(c).strip()), None)


def bare(cell: Any) -> Any:
    """An id without the quotes or the apostrophe that guard it from a spreadsheet."""
    return _QUOTED.sub("", cell) or None if isinstance(cell, str) else cell


def count(*cells: Any) -> int | None:
    """The first cell that is a whole number."""
    return next((n for c in cells if (n := whole(c.strip() if isinstance(c, str) else c)) is not None), None)


def links(given: Any, text: Any) -> list[str]:
    """The addresses of a cell, then those of the text, each once."""
    found = [u for u in items(given) or [] if "://" in u] + (text_urls(text) if isinstance(text, str) else [])
    return list(dict.fromkeys(found))


def hashtags(given: Any, text: Any) -> list[str]:
    """The hashtags of a cell; of the text where there are none."""
    return items(given) or (text_hashtags(text) if isinstance(text, str) else [])


def mentions(given: Any, text: Any) -> list[str]:
    """The accounts in a cell; those in the text where there are none."""
    return items(given) or (text_mentions(text) if isinstance(text, str) else [])


def post_id(address: Any) -> str | None:
    """The id of the post that an address leads to, as other exports of its platform have it."""
    if not isinstance(address, str):
        return None
    found = ((before, pattern.search(address)) for pattern, before in _IDS)
    return next((before + match[1] for before, match in found if match), None)


def status_author(address: Any) -> str | None:
    """The handle in the address of a post of X."""
    found = _STATUS_AUTHOR.search(address) if isinstance(address, str) else None
    return found[1] if found else None


def table(columns: list[str], rows: list[dict[str, str]]) -> bytes:
    """Rows as CSV, for examples."""
    quoted = [[row.get(c, "").replace('"', '""') for c in columns] for row in rows]
    lines = [",".join(columns), *(",".join(f'"{cell}"' for cell in row) for row in quoted)]
    return "\n".join(lines).encode()
