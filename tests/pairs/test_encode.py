"""Names become whole numbers in the order of their UTF-8 bytes, whatever the pieces they come in."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from overt.model.action import ACTIONS_SCHEMA
from overt.pairs.encode import encoded
from overt.pairs.sweep import kept, sweep

ROWS = [("x", "b", "o1", 5), ("x", "é", "o2", 1), ("y", "b", "o1", 9), ("x", "Z", "o2", 3), ("x", "b", "o2", 2)]


def actions(rows: list[tuple[str, str, str, int]], path: Path, group: int) -> Path:
    columns = dict(zip(("platform", "account_id", "object", "acted_at"), zip(*rows, strict=True), strict=True))
    columns |= {"trace": ["url"] * len(rows), "post": range(len(rows)), "lang": [None] * len(rows)}
    columns |= {"source": columns["lang"]}
    table = pa.table({name: pa.array(columns[name], ACTIONS_SCHEMA.field(name).type) for name in ACTIONS_SCHEMA.names})
    pq.write_table(table.cast(ACTIONS_SCHEMA), path, row_group_size=group)
    return path


@pytest.mark.parametrize("group", [1, 2, 100])
def test_codes(group: int, tmp_path: Path) -> None:
    uses, accounts = encoded(actions(ROWS, tmp_path / "a.parquet", group))
    named = list(zip(accounts["platform"].to_pylist(), accounts["account_id"].to_pylist(), strict=True))
    assert named == [("x", "Z"), ("x", "b"), ("x", "é"), ("y", "b")]
    assert [named[code] for code in uses.account] == [row[:2] for row in ROWS]
    assert uses.t.tolist() == [row[3] for row in ROWS]
    objects = dict(zip(uses.object.tolist(), (row[2] for row in ROWS), strict=True))
    assert [objects[code] for code in uses.object.tolist()] == [row[2] for row in ROWS]
    assert uses.objects == len(objects) == 2
    sweep(uses, kept(uses, 1, 1), 1, 1)  # compiled code takes the arrays, whatever they were made of


def test_nothing(tmp_path: Path) -> None:
    pq.write_table(ACTIONS_SCHEMA.empty_table(), tmp_path / "a.parquet")
    uses, accounts = encoded(tmp_path / "a.parquet")
    assert (uses.accounts, uses.objects, accounts.num_rows) == (0, 0, 0)
    assert len(sweep(uses, kept(uses, 10, 1), 10, 1).a) == 0
