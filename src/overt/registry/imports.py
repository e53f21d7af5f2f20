"""Lists imported into a registry: one file, or every list in a folder, as one step that may be repeated."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from overt.errors import InputError, UsageError
from overt.registry.importers import IMPORTERS, Drafts, Importer
from overt.registry.importers.own_list import OwnList
from overt.registry.importers.rows import SUFFIXES, Listing, listing
from overt.registry.label import Label, Source, checked
from overt.registry.merge import merge
from overt.registry.replay import Entry
from overt.registry.store import Store

AUTO = "auto"


@dataclass(frozen=True)
class Options:
    """What the user says of a list. What he does not say is what the importer, or the rows, say."""

    format: str = AUTO
    source: str | None = None
    url: str | None = None
    licence: str | None = None
    retrieved_on: str | None = None
    withdraw_missing: bool = False


@dataclass
class Imported:
    """What came of a list. rejected and remarks: (row, why); conflicts: (label id, field)."""

    path: str
    format: str
    source: str
    rows: int = 0
    labels: int = 0
    added: int = 0
    corrected: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    kept_withdrawn: list[str] = field(default_factory=list)
    conflicts: list[tuple[str, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    rejected: list[tuple[int, str]] = field(default_factory=list)
    remarks: list[tuple[int, str]] = field(default_factory=list)
    unknown_columns: list[str] = field(default_factory=list)


def formats() -> dict[str, type[Importer]]:
    """The lists that can be imported, by name."""
    return {i.name: i for i in IMPORTERS}


def lists_in(path: Path) -> list[Path]:
    """The file, or the files of a folder that may be lists, by name. Raises InputError."""
    if not path.is_dir():
        return [path]
    found = sorted(p for p in path.iterdir() if p.suffix.lower() in SUFFIXES and p.is_file())
    if not found:
        raise InputError("holds no list", where=str(path), mend=f"lists end in {', '.join(SUFFIXES)}")
    return found


def recognised(found: Listing, name: str) -> Importer:
    """The importer of a list. Raises InputError and UsageError."""
    known = formats()
    if name != AUTO and name not in known:
        raise UsageError(f"no list is called {name[:40]}", mend=f"one of {AUTO}, {', '.join(known)}")
    if name != AUTO:
        return known[name]()
    for importer in IMPORTERS:
        if importer.recognises(found.columns):
            return importer()
    raise InputError(
        f"is no list that is known; its columns are {', '.join(found.columns[:8])[:200]}",
        where=str(found.path),
        mend="see docs/registry.md for the columns of a list of your own",
    )


def import_list(
    store: Store, entries: Callable[[], dict[str, Entry]], path: Path, by: str, options: Options
) -> Imported:
    """Imports one file: all of it is entered, or nothing. `entries`: how the labels of the store stand.

    Raises InputError, UsageError and OutputError.
    """
    opened = listing(path)
    importer = recognised(opened, options.format)
    source = _source(importer, opened, options)
    read = importer.drafts(opened.rows, source)
    done = Imported(str(path), importer.name, source.title, read.rows, len(read.made))
    done.rejected, done.remarks = read.rejected, read.remarks
    done.unknown_columns = OwnList.unknown(opened.columns) if isinstance(importer, OwnList) else []
    _enter(store, entries, read, by, options, done)
    return done


def _enter(
    store: Store, entries: Callable[[], dict[str, Entry]], read: Drafts, by: str, options: Options, done: Imported
) -> None:
    with store.writing():
        found = merge(entries(), read.made, options.withdraw_missing)
        if found.bodies:
            store.append(by, found.bodies)
    for name in (
        "added", "corrected", "unchanged", "withdrawn", "kept_withdrawn", "conflicts", "missing"
    ):  # fmt: skip
        setattr(done, name, getattr(found, name))


def _source(importer: Importer, opened: Listing, options: Options) -> Source:
    known = importer.source or Source("")
    told: dict[str, Any] = {
        "title": options.source,
        "url": options.url,
        "licence": options.licence,
        "retrieved_on": options.retrieved_on,
        "file": opened.path.name,
        "sha256": opened.sha256,
    }
    found = replace(known, **{k: v for k, v in told.items() if v is not None})
    anybody = Label("other", "anybody", replace(found, title=found.title or "any"))
    checked(anybody)  # what is wrong for all rows is said once
    return found


def summary(done: Sequence[Imported]) -> dict[str, int]:
    """The numbers of several lists together."""
    names = ("rows", "labels", "added", "corrected", "unchanged", "withdrawn")
    return {name: sum(getattr(d, name) for d in done) for name in names}
