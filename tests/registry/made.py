"""Labels and accounts for the tests: made up, neutral and dull."""

from pathlib import Path
from typing import Any

import pyarrow as pa

from overt.registry import Label, Registry, Source

SOURCE = Source("A list", "https://list.example", "CC0-1.0", "2026-01-31")


def label(**given: Any) -> Label:
    """A newsroom, unless something else is given."""
    return Label(**({"kind": "newsroom", "name": "The Daily Example", "source": SOURCE} | given))


def registry(folder: Path, *labels: Label) -> Registry:
    """A registry in a new file with these labels."""
    held = Registry.open(folder / "labels.ndjson")
    for each in labels:
        held.add(each, "a tester")
    return held


def accounts(*rows: dict[str, Any]) -> pa.Table:
    """A table of accounts; ids are counted where none is given."""
    names = ("platform", "account_id", "handle", "display_name", "profile_url", "domain")
    filled = [{"account_id": str(1000 + n), "platform": "x"} | row for n, row in enumerate(rows)]
    return pa.table({name: pa.array([row.get(name) for row in filled], pa.string()) for name in names})
