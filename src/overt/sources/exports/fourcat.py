"""What the CSV files of 4CAT have in common: lists between commas, some of them sets without order, media in columns.

4CAT writes `timestamp` for people. For some platforms it is in the zone of the server: there `unix_timestamp` counts.
"""

from collections.abc import Callable
from typing import Any

from overt.sources.columns import Made
from overt.sources.exports.tag_order import in_order
from overt.sources.lists import items

EPOCH = ("unix_timestamp", "timestamp")
"""Columns with the time of a post, best first."""
_NONE = frozenset({"0", "0.0"})


def hashtags(*columns: str) -> Made:
    """Hashtags of those columns in the order of the text, which stands in `body`."""
    return Made(("body", *columns), _hashtags)


def media(columns: dict[str, str | None]) -> Made:
    """Media from columns that hold addresses of a kind: column -> kind, None where it may be any."""
    return Made(tuple(columns), _media(tuple(columns.values())))


def _hashtags(body: Any, *cells: Any) -> list[str]:
    return in_order((tag for cell in cells for tag in items(cell) or []), body if isinstance(body, str) else None)


def _media(kinds: tuple[str | None, ...]) -> Callable[..., list[dict[str, str | None]]]:
    def made(*cells: Any) -> list[dict[str, str | None]]:
        found = zip(kinds, cells, strict=True)
        return [{"kind": kind, "url": url} for kind, cell in found for url in items(cell) or []]

    return made


def filled_id(cell: Any) -> Any:
    """An id; None for the zero that stands for none."""
    return None if str(cell).strip() in _NONE else cell


def either(*cells: Any) -> Any:
    """The first cell that is there."""
    return next((cell for cell in cells if cell is not None), None)
