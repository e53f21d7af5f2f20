"""What an importer is: it reads the rows of one list and says of whom the list says what."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from overt.errors import UsageError
from overt.registry.addresses import Named, account, named
from overt.registry.label import Label, Names, Source, checked
from overt.registry.platforms import MAX_HANDLE

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Draft:
    """A label that a list would have. `keys` tell its row again in a later version of the list; `list`: which one."""

    list: str
    keys: tuple[str, ...]
    label: Label
    id: str | None = None


@dataclass
class Drafts:
    """What was read: drafts, rows that make no label, and what was left out of rows that do."""

    made: list[Draft] = field(default_factory=list)
    rows: int = 0
    rejected: list[tuple[int, str]] = field(default_factory=list)
    remarks: list[tuple[int, str]] = field(default_factory=list)


class Importer(ABC):
    """One list of labels, known by its columns."""

    name: ClassVar[str]
    reads: ClassVar[str]
    source: ClassVar[Source | None] = None
    """What is known of the source; None where the rows or the user say it."""

    @classmethod
    @abstractmethod
    def recognises(cls, columns: Sequence[str]) -> bool:
        """Whether a file with these columns is such a list."""

    @abstractmethod
    def draft(self, row: Row, source: Source, remark: Any) -> Draft | None:
        """The label of one row; None where the row is empty. `remark(text)` tells what was left out.

        Raises UsageError where the row makes no label.
        """

    @classmethod
    @abstractmethod
    def examples(cls) -> list[dict[str, Any]]:
        """Rows of such a list, for the tests that every importer has to pass."""

    def drafts(self, rows: Iterable[tuple[int, Row]], source: Source) -> Drafts:
        """Everything that the rows say; rows that mean one actor are one draft."""
        found = Drafts()
        made: list[Draft] = []
        for number, row in rows:
            found.rows += 1

            def remark(text: str, number: int = number) -> None:
                found.remarks.append((number, text))

            try:
                draft = self.draft(row, source, remark)
                if draft is None:
                    found.rejected.append((number, "the row is empty"))
                    continue
                made.append(replace(draft, label=checked(draft.label)))
            except UsageError as error:
                found.rejected.append((number, str(error)))
        found.made = joined(made)
        return found


class Accounts:
    """Handles, ids and domains of a row as they are gathered. What names no account is remarked on, not kept."""

    def __init__(self, remark: Any) -> None:
        self.handles: dict[str, list[str]] = {}
        self.ids: dict[str, list[str]] = {}
        self._remark = remark

    def add(self, platform: str, text: str | None) -> None:
        """An account by the last part of its address; several stand on lines of their own."""
        for part in (text or "").splitlines():
            if part.strip():
                self._keep(account(platform, part), part)

    def add_address(self, text: str | None) -> None:
        """An account by the address of its profile."""
        if text and text.strip():
            self._keep(named(text), text)

    def _keep(self, found: Named | None, text: str) -> None:
        if found and found.handle and len(found.handle) <= MAX_HANDLE:
            self.handles.setdefault(found.platform, []).append(found.handle)
        if found and found.account_id:
            self.ids.setdefault(found.platform, []).append(found.account_id)
        if not found or not (found.handle or found.account_id):
            where = f" on {found.platform}" if found else ""
            self._remark(f"{text.strip()[:80]} names no account{where}")

    def names(self) -> tuple[Names, Names]:
        """Handles and ids for a label."""
        return {k: tuple(v) for k, v in self.handles.items()}, {k: tuple(v) for k, v in self.ids.items()}


def cell(row: Row, column: str) -> str | None:
    """The text of a cell on one line, or None where nothing stands there."""
    value = row.get(column)
    text = " ".join(str(value).split()) if value is not None else ""
    return text or None


def joined(drafts: list[Draft]) -> list[Draft]:
    """Drafts of one list that have a key in common, as one each, in the order of their first rows."""
    root: dict[tuple[str, str], int] = {}
    parent = list(range(len(drafts)))

    def top(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, draft in enumerate(drafts):
        for key in draft.keys:
            other = root.setdefault((draft.list, key), i)
            a, b = sorted((top(i), top(other)))
            parent[b] = a
    groups: dict[int, list[Draft]] = {}
    for i, draft in enumerate(drafts):
        groups.setdefault(top(i), []).append(draft)
    return [_one(group) for group in groups.values()]


def _one(group: list[Draft]) -> Draft:
    if len(group) == 1:
        return group[0]
    labels = [d.label for d in group]
    first = labels[0]
    names = dict.fromkeys(n for label in labels for n in (label.name, *label.other_names) if n)
    name = next(iter(names), None)
    told = {f: _first(labels, f) for f in ("actor", "country", "statement", "note", "valid_from", "valid_to")}
    label = replace(
        first,
        name=name,
        other_names=tuple(n for n in names if n != name),
        organisation="; ".join(dict.fromkeys(x.organisation for x in labels if x.organisation)) or None,
        handles=_union([x.handles for x in labels]),
        ids=_union([x.ids for x in labels]),
        domains=tuple(dict.fromkeys(d for x in labels for d in x.domains)),
        **told,
    )
    return Draft(group[0].list, tuple(dict.fromkeys(k for d in group for k in d.keys)), checked(label), group[0].id)


def _first(labels: list[Label], name: str) -> Any:
    return next((v for x in labels if (v := getattr(x, name)) is not None), None)


def _union(given: list[Names]) -> Names:
    found: dict[str, dict[str, None]] = {}
    for names in given:
        for platform, values in names.items():
            found.setdefault(platform, {}).update(dict.fromkeys(values))
    return {platform: tuple(values) for platform, values in found.items()}
