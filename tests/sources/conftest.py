from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from overt.sources import Reading, ReadOptions, open_posts

REPOSITORY = Path(__file__).parents[2]


class Files:
    """Writes small files and reads them, with the invariant that no row is lost checked at every reading."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.rejected = folder / "rejected.csv"

    def write(self, name: str, data: str | bytes) -> Path:
        path = self.folder / name
        path.write_bytes(data if isinstance(data, bytes) else data.encode())
        return path

    def open(self, *paths: Path | str, **options: Any) -> Reading:
        return open_posts(list(paths), ReadOptions(**options), self.rejected)

    def rows(self, reading: Reading) -> list[dict[str, Any]]:
        batches = list(reading.batches())
        assert all(b.schema.equals(reading.schema) for b in batches)
        rows = [row for b in batches for row in b.to_pylist()]
        for number, file in enumerate(reading.files):
            kept = sum(1 for row in rows if row["file"] == number)
            assert file.rows_read == kept + file.rows_rejected
            assert len({row["row"] for row in rows if row["file"] == number}) == kept
        return rows

    def read(self, name: str, data: str | bytes, **options: Any) -> list[dict[str, Any]]:
        return self.rows(self.open(self.write(name, data), **options))

    def reasons(self) -> list[str]:
        import csv

        with self.rejected.open(encoding="utf-8", newline="") as file:
            lines = list(csv.reader(file))
        assert lines[0] == ["file", "line", "reason", "raw"]
        return [f"{line[1]}: {line[2]}" for line in lines[1:]]


@pytest.fixture
def files(tmp_path: Path) -> Files:
    return Files(tmp_path)


@pytest.fixture
def shared(shared_data: Callable[[str], Path]) -> Callable[[str], Path]:
    """The data sets outside the repository."""
    return shared_data
