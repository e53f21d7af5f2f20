"""Trace: the rule that turns a post into the objects it used."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

import pyarrow as pa


@dataclass(frozen=True)
class Example:
    """A post, as a dictionary of some of its fields, and the objects that the trace finds in it."""

    post: dict[str, object]
    objects: tuple[str, ...]


class Trace(ABC):
    """One kind of behaviour. Subclasses state their name, meaning and innocent explanations."""

    name: ClassVar[str]
    plural: ClassVar[str]
    meaning: ClassVar[str]
    innocent: ClassVar[tuple[str, ...]]
    rare_only: ClassVar[bool] = False
    """Whether an object counts only while few accounts use it (`rare_hashtag`)."""
    generic_phrases: ClassVar[bool] = False
    """Whether objects may be generic phrases, left out by document frequency (`generic_share`)."""

    @abstractmethod
    def objects(self, batch: pa.RecordBatch) -> Iterator[tuple[int, str]]:
        """Pairs (row of the batch, object) for every use of an object. Raises nothing on odd input."""

    def source(self, found: str, author: object) -> str | None:
        """Whose post or site an object is: the author of a reposted post, unless the object itself tells."""
        return f"@{author}" if author else None

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
