"""A list of one's own: CSV or Parquet with the columns below, one label a row, as `overt label export` writes it."""

import re
from collections.abc import Sequence
from typing import Any, ClassVar

from overt.errors import UsageError
from overt.registry.importers.base import Accounts, Draft, Importer, Row, cell
from overt.registry.label import Label, Source, Typology, typology_of

TEXTS = ("name", "actor", "country", "organisation", "statement", "note", "valid_from", "valid_to")
LISTS = ("other_names", "domains")
BITS = ("funding", "governance", "editorial")
SOURCE = {"source": "title", "source_url": "url", "licence": "licence", "retrieved_on": "retrieved_on"}
COLUMNS = ("kind", *TEXTS, *LISTS, "profile_urls", "typology", *BITS, *SOURCE, "key")
PER_PLATFORM = ("handle_", "id_")
YES, NO = ("yes", "true", "1", "y"), ("no", "false", "0", "n")
_SPLIT = re.compile(r"\s*;\s*")


class OwnList(Importer):
    """Columns: kind and a name, handle, id or domain; the rest as far as it is known. ';' parts several values."""

    name = "own-list"
    reads = "a list of your own: kind, name, handle_x, handle_tiktok, id_x, domains, country, source, ..."
    needed: ClassVar[tuple[str, ...]] = ("kind",)

    @classmethod
    def recognises(cls, columns: Sequence[str]) -> bool:
        """See Importer.recognises."""
        naming = any(c.startswith(PER_PLATFORM) or c in ("name", "domains", "profile_urls") for c in columns)
        return "kind" in columns and naming

    @staticmethod
    def unknown(columns: Sequence[str]) -> list[str]:
        """Columns that mean nothing in such a list."""
        return [
            c for c in columns if c and c not in (*COLUMNS, "label_id", "status") and not c.startswith(PER_PLATFORM)
        ]

    def draft(self, row: Row, source: Source, remark: Any) -> Draft | None:
        """See Importer.draft. What cannot be read is rejected with its row: it is the user's to mend."""
        held = {c: v for c in row if (v := cell(row, c)) is not None}
        if not held:
            return None
        if "" in held:
            raise UsageError("the row has more cells than there are columns")
        values = {c: tuple(x for x in _SPLIT.split(undefused(held[c])) if x) for c in held}
        accounts = Accounts(_refuse)
        for address in values.get("profile_urls", ()):
            accounts.add_address(address)
        handles, ids = accounts.names()
        for column, given in values.items():
            if column.startswith(PER_PLATFORM):
                names = handles if column.startswith("handle_") else ids
                platform = column.split("_", 1)[1]
                names[platform] = (*names.get(platform, ()), *given)
        told = {SOURCE[c]: undefused(held[c]) for c in SOURCE if c in held}
        known = {n: getattr(source, n) for n in ("title", "url", "licence", "retrieved_on", "file", "sha256")}
        origin = Source(**(known | told))
        if not origin.title:
            raise UsageError("a label names its source", mend="fill the column source, or give --source TITLE")
        label = Label(
            held.get("kind", ""),
            source=origin,
            typology=_typology(held),
            handles=handles,
            ids=ids,
            **{name: undefused(held[name]) if name in held else None for name in TEXTS},  # type: ignore[arg-type]
            **{name: values.get(name, ()) for name in LISTS},  # type: ignore[arg-type]
        )
        first = next((f"{c}={v[0]}" for c, v in sorted(values.items()) if c.startswith(PER_PLATFORM) and v), "")
        domain = values.get("domains", ("",))[0]
        key = held.get("key") or "|".join((held.get("kind", ""), held.get("name", ""), first.lower(), domain.lower()))
        return Draft(f"{self.name}: {origin.title}", (key,), label)

    @classmethod
    def examples(cls) -> list[dict[str, Any]]:
        """See Importer.examples."""
        return [
            {"kind": "newsroom", "name": "The Daily Example", "handle_x": "@daily;daily_en", "domains": "daily.example"}
            | {"source": "The outlet's own imprint", "source_url": "https://daily.example/imprint"},
            {"kind": "declared_bot", "name": "Weather Every Hour", "id_mastodon": "1234", "source": "Its profile"},
            {"kind": "state_controlled_media", "name": "Atlantis One", "typology": "SC", "source": "A list"},
        ]


def undefused(text: str) -> str:
    """The text without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return text[1:] if len(text) > 1 and text[0] == "'" and text[1] in "=+-@'＝＋－＠" else text


def _refuse(text: str) -> None:
    raise UsageError(text)


def _typology(held: dict[str, str]) -> Typology | None:
    code = held.get("typology")
    bits = {name: _bit(held[name], name) for name in BITS if name in held}
    if code is None and not bits:
        return None
    try:
        known = typology_of(code)[0] if code else Typology()
    except UsageError:
        known = Typology(code)  # a typology of the user's own
    return Typology(known.code, **{n: bits.get(n, getattr(known, n)) for n in BITS})


def _bit(text: str, name: str) -> bool:
    if text.lower() in YES:
        return True
    if text.lower() in NO:
        return False
    raise UsageError(f"{name} is {text[:20]}", mend="write yes or no")
