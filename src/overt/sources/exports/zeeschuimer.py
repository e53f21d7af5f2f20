"""What Zeeschuimer wraps around every item that a browser captured, and 4CAT puts beside it as `__import_meta`.

Which platform an item is of stands in `source_platform`; the item itself, as the platform sent it, in `data`. An item
that was seen twice stands twice: the first one counts, with the newer profile of its author.
"""

import json
from abc import abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from overt.sources.exports.base import Record, RecordExport, Row, Unreadable, at, ident, text
from overt.sources.strict_json import NotStrict, load

META = "__import_meta"
"""Where 4CAT keeps the envelope in an item of its own NDJSON."""
EMBEDDED_LIMIT = 1 << 20
"""Characters of an object that stands as text."""


@dataclass(frozen=True)
class Capture:
    """Of which module an item is, and when it was captured (milliseconds)."""

    module: str = ""
    collected_at: Any = None


class Zeeschuimer(RecordExport):
    """Items of one platform that Zeeschuimer captured."""

    modules: ClassVar[frozenset[str]]
    """Names of the modules of Zeeschuimer whose items it reads."""
    unique = True

    def recognise(self, document: Record) -> bool:
        """An envelope, or an item of 4CAT with the envelope in it, of one of the modules."""
        return _opened(document)[1].module in self.modules

    def records(self, document: Record) -> Iterator[tuple[Record, Any]]:
        """The item, and what the envelope says of it."""
        yield _opened(document)

    def rows(self, record: Record, context: Any) -> Iterator[Row]:
        """What an item gives, if it is one of this platform."""
        capture = context if isinstance(context, Capture) else Capture()
        if not capture.module:
            raise Unreadable("is no item that Zeeschuimer captured")
        if capture.module not in self.modules:
            raise Unreadable(f"is an item of {capture.module[:40]}: give the items of each platform as a file")
        yield from self.read(record, capture)

    @abstractmethod
    def read(self, item: Record, capture: Capture) -> Iterator[Row]:
        """What an item of this platform gives. Raises Passed and Unreadable."""


def known(names: str) -> frozenset[str]:
    """Names between blanks, and that under which 4CAT keeps the envelope."""
    return frozenset([*names.split(), META])


def embedded(value: Any) -> Record:
    """An object, also one that stands as the text of its JSON; empty for anything else."""
    if isinstance(value, Mapping):
        return value
    if isinstance(value, str) and value[:1] == "{" and len(value) <= EMBEDDED_LIMIT:
        try:
            return load(value)
        except NotStrict:
            return {}
    return {}


def _opened(document: Record) -> tuple[Record, Capture]:
    meta, inner = at(document, META), at(document, "data")
    envelope, item = (meta, document) if isinstance(meta, Mapping) else (document, embedded(inner))
    module = text(at(envelope, "source_platform"))
    if module is None or (item is not document and not item):
        return document, Capture()
    return item, Capture(module.lower().removeprefix("www."), ident(at(envelope, "timestamp_collected")))


def wrapped(module: str, *items: Record, start: int = 1_709_300_000_000) -> list[dict[str, Any]]:
    """Envelopes around items, for samples."""
    return [
        {
            "id": number,
            "nav_index": "1:2:0",
            "item_id": item.get("id"),
            "timestamp_collected": start + 1000 * number,
            "last_updated": start + 1000 * number,
            "source_platform": module,
            "source_platform_url": f"https://www.{module}/",
            "source_url": f"https://www.{module}/api/",
            "user_agent": "Mozilla/5.0",
            "data": item,
        }
        for number, item in enumerate(items, start=1)
    ]


def ndjson(documents: list[dict[str, Any]]) -> bytes:
    """Objects one a line, for samples."""
    return "\n".join(json.dumps(document, ensure_ascii=False) for document in documents).encode()
