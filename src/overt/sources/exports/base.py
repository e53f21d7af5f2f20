"""What every reader of a known export says and does.

An export is known by its columns (ColumnExport: CSV and the like, read column by column) or by its JSON objects
(RecordExport: taken apart in Python, object by object). Each stands in a file of its own and in the list EXPORTS.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

from overt.sources.aliases import fold
from overt.sources.columns import Made, Plan, find

Record = Mapping[str, Any]
"""A JSON object, as it stands in the file."""


class Passed(Exception):  # noqa: N818 - the name says what happened
    """A record that is no post and no account, such as a like. Its message is the plural noun for the notice."""


class Unreadable(Exception):  # noqa: N818 - the name says what happened
    """A record that should be a post and cannot be read. Its message is the reason for rejected.csv."""


@dataclass(frozen=True, slots=True)
class Row:
    """What one record gives: a post (fields of model/post.py), a profile (model/account.py), or both.

    Values may be of any plain type: ids as numbers or text, times as text or epoch numbers, lists of texts. A profile
    without a post names its `account_id`, too. Missing is left out or None, never 0 or "". `remarks` say what was
    noticed of it, as plural nouns that a notice counts.
    """

    post: Mapping[str, Any] | None = None
    profile: Mapping[str, Any] | None = None
    remarks: tuple[str, ...] = ()


class Export(ABC):
    """A known export: its name, what it reads, what it cannot supply, its platform, how its times are to be read."""

    name: ClassVar[str]
    reads: ClassVar[str]
    cannot: ClassVar[str]
    """What the export does not hold, and its limits, for people."""
    platform: ClassVar[str] = ""
    utc: ClassVar[bool] = True
    """Whether times without a zone are UTC."""

    @abstractmethod
    def examples(self) -> dict[str, bytes]:
        """Small files by name, made from the list of fields, with the documented traps in them."""


class ColumnExport(Export):
    """An export known by the names of its columns."""

    signature: ClassVar[frozenset[str]]
    """Columns that tell it from all others, folded (`signed`)."""
    fields: ClassVar[Mapping[str, str | tuple[str, ...]]] = {}
    """Field of posts -> column, or columns of which the first that is there counts; beyond what names alone say."""
    without: ClassVar[frozenset[str]] = frozenset()
    """Fields of posts that names alone would find and that are something else here."""
    made: ClassVar[Mapping[str, Made]] = {}
    """Field of posts -> what makes it of the cells of a row, where no column holds it as it is."""
    profile: ClassVar[Mapping[str, str | tuple[str, ...]]] = {}
    """Field of accounts -> column."""
    hidden: ClassVar[frozenset[str]] = frozenset()
    """Fields of accounts that repeat the account's id where the publisher has hidden them."""
    posts: ClassVar[bool] = True
    """Whether its rows are posts; if not, they are accounts."""

    def recognise(self, columns: Sequence[str]) -> bool:
        """Whether these are the columns of the export."""
        return set(map(fold, columns)) >= self.signature

    def adapt(self, plan: Plan, columns: Sequence[str], shown: str) -> None:
        """Adds to the plan what names alone do not say. What the user said (`plan.said`) stays."""
        plan.utc = self.utc
        plan.posts = self.posts
        if self.platform:
            plan.platform = self.platform
        for name in self.without - plan.said:
            plan.fields.pop(name, None)
        plan.fields.update({f: c for f, c in chosen(self.fields, columns).items() if f not in plan.said})
        for name, made in self.made.items():
            places = tuple(find(c, columns) if c else None for c in made.columns)
            if name not in plan.said and any(places):
                plan.fields.pop(name, None)
                plan.made[name] = Made(places, made.make)
        plan.profile.update(chosen(self.profile, columns))
        plan.hidden = self.hidden


def signed(*columns: str) -> frozenset[str]:
    """The names as a signature."""
    return frozenset(map(fold, columns))


def chosen(wanted: Mapping[str, str | tuple[str, ...]], columns: Sequence[str]) -> dict[str, str]:
    """Field -> the first of its columns that the file has."""
    found: dict[str, str] = {}
    for name, names in wanted.items():
        column = next((c for n in ((names,) if isinstance(names, str) else names) if (c := find(n, columns))), None)
        if column:
            found[name] = column
    return found


class RecordExport(Export):
    """An export known by its JSON objects, in NDJSON (an object a line), an array, or one object that holds arrays."""

    supplies: ClassVar[frozenset[str]]
    """Fields of posts that it fills. Links, hashtags and mentions that it does not are looked for in the text."""
    known: ClassVar[frozenset[str]] = frozenset()
    """Top-level names of a record that the reader reads or leaves on purpose; others are reported and kept in raw."""
    keeps: ClassVar[frozenset[str]] = frozenset()
    """Known names whose values go to raw all the same, as no field of posts holds them."""
    expected: ClassVar[tuple[str, ...]] = ()
    """Dotted names that every post should have; how many lack one is reported."""
    unique: ClassVar[bool] = False
    """Whether a post that comes again under the same id is the same item, captured again."""

    @abstractmethod
    def recognise(self, document: Record) -> bool:
        """Whether a document is of this export. It gets what stands in a file at the top: a line, an element, all."""

    def records(self, document: Record) -> Iterator[tuple[Record, Any]]:
        """The records of a document, one a post as a rule, each with what else is needed to read it."""
        yield document, None

    def fields(self, record: Record) -> Record:
        """What is looked through for fields that are lacking or new, where those do not stand in the record itself."""
        return record

    @abstractmethod
    def rows(self, record: Record, context: Any) -> Iterator[Row]:
        """What a record gives. Raises Passed and Unreadable; a value of an unforeseen type is None or left out."""


@dataclass
class Tally:
    """What was noticed while a file was read: counts for its notices."""

    records: int = 0
    lacking: dict[str, int] = field(default_factory=dict)
    unknown: dict[str, int] = field(default_factory=dict)
    passed: dict[str, int] = field(default_factory=dict)
    remarked: dict[str, int] = field(default_factory=dict)

    def add(self, kind: dict[str, int], name: str) -> None:
        """One more."""
        kind[name] = kind.get(name, 0) + 1


def at(record: Any, *path: str | int) -> Any:
    """The value under a path of keys and places; None where there is none, or something else stands in the way."""
    for step in path:
        if isinstance(step, int):
            record = record[step] if isinstance(record, list | tuple) and -len(record) <= step < len(record) else None
        elif isinstance(record, dict):  # nearly always, and faster told than any mapping
            record = record.get(step)
        else:
            record = record.get(step) if isinstance(record, Mapping) else None
    return record


def first(record: Any, *paths: str) -> Any:
    """The first value that is there and not empty, of dotted paths."""
    for path in paths:
        value = at(record, *path.split("."))
        if value is not None and value != "":
            return value
    return None


def text(value: Any) -> str | None:
    """The value if it is a text that is not empty."""
    return value if isinstance(value, str) and value else None


def ident(value: Any) -> str | int | float | None:
    """The value if it may be an id: a text that is not empty, or a number (a damaged one is told later)."""
    return value if isinstance(value, str | int | float) and not isinstance(value, bool) and value != "" else None


def whole(value: Any) -> int | None:
    """A count: a whole number, or a text of digits with or without commas. None for anything else."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and len(value) < 20 and value.replace(",", "").isascii():
        digits = value.replace(",", "").strip()
        return int(digits) if digits.isdigit() else None
    return None


def truth(value: Any) -> bool | None:
    """A yes or no, also as text or 0 and 1; None for anything else."""
    if isinstance(value, bool):
        return value
    return {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}.get(str(value).lower())


def items(value: Any) -> Iterator[Record]:
    """The objects of an array (a list, or one that is read piece by piece); none for anything else."""
    if isinstance(value, Mapping):
        return
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        yield from (v for v in value if isinstance(v, Mapping))


def texts(value: Any, *path: str) -> list[str]:
    """The texts of an array, or of its objects under a path. Empty ones are left out."""
    if isinstance(value, str | bytes | Mapping) or not isinstance(value, Iterable):
        return []
    found = (at(v, *path) if path else v for v in value)
    return [str(v) if isinstance(v, int) and not isinstance(v, bool) else v for v in found if _named(v)]


def _named(value: Any) -> bool:
    return (isinstance(value, str) and bool(value)) or (isinstance(value, int) and not isinstance(value, bool))
