"""InputFile: what was read from one file, and what was not."""

from dataclasses import dataclass, field
from typing import Any


@dataclass
class InputFile:
    """One input file after reading. `time_resolution` is in seconds; `sha256` is of the file's bytes."""

    path: str
    name: str
    format: str
    sha256: str = ""
    rows_read: int = 0
    rows_rejected: int = 0
    accounts_read: int = 0  # rows that tell of an account and are no post; not among rows_read
    time_resolution: int = 1
    platforms: list[str] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)  # field of posts -> column of the file

    def facts(self) -> dict[str, Any]:
        """What findings.json says of this file: no path, so that a moved file gives the same bytes."""
        return {
            "name": self.name,
            "sha256": self.sha256,
            "format": self.format,
            "rows_read": self.rows_read,
            "rows_rejected": self.rows_rejected,
            "accounts_read": self.accounts_read,
            "time_resolution_seconds": self.time_resolution,
            "platforms": sorted(self.platforms),
            "columns": dict(sorted(self.columns.items())),
        }
