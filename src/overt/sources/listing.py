"""What `overt sources` prints: every container format and known export, what it reads, what it cannot supply."""

from dataclasses import dataclass

from overt.sources.exports import EXPORTS
from overt.sources.formats import FORMATS


@dataclass(frozen=True)
class FormatName:
    """One line of `overt sources`."""

    name: str
    reads: str
    cannot: str


def format_names() -> list[FormatName]:
    """The container formats, then the known exports."""
    containers = [FormatName(f.name, f.reads, f.cannot) for f in FORMATS]
    return containers + [FormatName(e.name, e.reads, e.cannot) for e in EXPORTS]
