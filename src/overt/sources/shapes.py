"""Shapes: exports known by their columns. Each may add to the plan of a file. The visible list."""

from collections.abc import Sequence
from typing import Protocol

from overt.sources import coortweet, x_archive
from overt.sources.columns import Plan


class Shape(Protocol):
    """A module that knows one export."""

    NAME: str
    READS: str
    CANNOT: str

    def recognise(self, columns: Sequence[str]) -> bool:
        """Whether these are the columns of the export."""

    def adapt(self, plan: Plan, shown: str) -> None:
        """Add to the plan what names alone do not say."""

    def examples(self) -> dict[str, bytes]:
        """Small files by name."""


SHAPES: tuple[Shape, ...] = (x_archive, coortweet)
