"""What makes a field of cells takes any cell: tables come as Parquet, too."""

import datetime
import decimal
import random
from typing import Any

import pytest

from overt.sources.exports import EXPORTS, ColumnExport

from ..fuzz_changes import ODD

CELLS = [*ODD, b"\xff", datetime.datetime(2020, 1, 1), datetime.date(2020, 1, 1), decimal.Decimal("NaN"), 1j, (1,)]
MADE = [(e.name, field, made) for e in EXPORTS if isinstance(e, ColumnExport) for field, made in e.made.items()]


@pytest.mark.parametrize(("export", "field", "made"), MADE, ids=[f"{name}:{field}" for name, field, _ in MADE])
def test_cells_may_be_anything(export: str, field: str, made: Any) -> None:
    draw = random.Random(export + field)
    for cell in CELLS:
        made.make(*[cell] * len(made.columns))
    for _ in range(300):
        made.make(*draw.choices(CELLS, k=len(made.columns)))
