"""Trace: the rule that turns a post into the objects it used."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import pyarrow as pa
import pyarrow.compute as pc

from overt.traces.posts import Items, Posts
from overt.traces.settings import TraceSettings


@dataclass(frozen=True)
class Example:
    """A post, as a dictionary of some of its fields, and the objects that the trace finds in it."""

    post: dict[str, object]
    objects: tuple[str, ...]


@dataclass(frozen=True)
class Uses:
    """Uses of objects in one batch: the row of each, ascending, and the object, as text or as a dictionary of texts."""

    rows: pa.Array
    objects: pa.Array

    @classmethod
    def of_rows(cls, objects: pa.StringArray) -> "Uses":
        """One use for each row that has an object."""
        rows = pc.indices_nonzero(pc.fill_null(pc.not_equal(objects, ""), False))
        return cls(rows, objects if len(rows) == len(objects) else objects.take(rows))

    @classmethod
    def of_texts(cls, texts: pa.StringArray, least: int) -> "Uses":
        """One use for each row whose text has at least so many characters."""
        rows = pc.indices_nonzero(pc.fill_null(pc.greater_equal(pc.utf8_length(texts), least), False))
        return cls(rows, texts.take(rows))

    @classmethod
    def of_items(cls, items: Items) -> "Uses":
        """One use for each distinct item of a row."""
        once = items.once()
        return cls(pa.array(once.rows), pa.DictionaryArray.from_arrays(pa.array(once.codes), once.words))


class Trace(ABC):
    """One kind of behaviour. Subclasses state their name, meaning and innocent explanations.

    `objects` and `source` say what is right, a post at a time. A trace may add `uses` and `sources`, which say the same
    of all posts of a batch at once; the tests compare them.
    """

    name: ClassVar[str]
    plural: ClassVar[str]
    meaning: ClassVar[str]
    innocent: ClassVar[tuple[str, ...]]
    rare_only: ClassVar[bool] = False
    """Whether an object counts only while few accounts use it (`rare_hashtag`)."""
    generic_phrases: ClassVar[bool] = False
    """Whether objects may be generic phrases, left out by document frequency (`generic_share`)."""
    worded: ClassVar[bool] = False
    """Whether objects are texts, which may be templates that a machine filled in."""
    weak: ClassVar[bool] = False
    """Whether using the same objects at the same time says too little to be part of a finding: the trace is counted in
    the structure test and shown, and takes no part in the test of synchrony."""
    author: ClassVar[str] = "repost_of_account"
    """The field of posts that names whose post was passed on or answered."""

    needs: ClassVar[str] = ""
    """The setting (TraceSettings) without which it cannot be looked for; with it, it is looked for unasked."""

    @classmethod
    def made(cls, settings: TraceSettings) -> "Trace":
        """The trace as a scan needs it."""
        return cls()

    @abstractmethod
    def objects(self, batch: pa.RecordBatch) -> Iterator[tuple[int, str]]:
        """Pairs (row of the batch, object) for every use of an object. Raises nothing on odd input."""

    def source(self, found: str, author: object) -> str | None:
        """Whose post or site an object is: the author of the post (see `author`), unless the object itself tells."""
        return f"@{author}" if author else None

    def uses(self, posts: Posts) -> Uses:
        """What `objects` finds, as columns."""
        found = list(self.objects(posts.batch))
        return Uses(pa.array([row for row, _ in found], pa.int64()), pa.array([name for _, name in found], pa.string()))

    def sources(self, objects: pa.Array, authors: pa.StringArray) -> pa.StringArray:
        """What `source` says of each object and its author."""
        known = pc.fill_null(pc.not_equal(authors, ""), False)
        return pc.if_else(known, pc.binary_join_element_wise("@", authors, ""), pa.scalar(None, pa.string()))

    @classmethod
    @abstractmethod
    def examples(cls) -> tuple[Example, ...]:
        """Posts with the objects to be found in them: documentation and contract test at once."""


def column(batch: pa.RecordBatch, name: str) -> list[object]:
    """The values of a column, or all None where the batch has no such column."""
    index = batch.schema.get_field_index(name)
    if index < 0:
        return [None] * batch.num_rows
    values: list[object] = batch.column(index).to_pylist()
    return values
