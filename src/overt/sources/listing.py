"""What `overt sources` prints: every format and shape, what it reads, what it cannot supply."""

from dataclasses import dataclass

from overt.sources.formats import FORMATS
from overt.sources.shapes import SHAPES


@dataclass(frozen=True)
class FormatName:
    """One line of `overt sources`."""

    name: str
    reads: str
    cannot: str


def format_names() -> list[FormatName]:
    """The container formats, then the exports that are known by their columns."""
    containers = [FormatName(f.name, f.reads, f.cannot) for f in FORMATS]
    return containers + [FormatName(s.NAME, s.READS, s.CANNOT) for s in SHAPES]
