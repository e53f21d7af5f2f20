"""Rows of the engine as arrays of whole numbers, in an order that does not depend on the engine."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from overt.model.co_use import Ints


def numbered(table: pa.Table, column: str, names: Sequence[str]) -> pa.Table:
    """The table with a column of names replaced by their places in `names`."""
    places = pc.index_in(table[column].cast(pa.string()), value_set=pa.array(names, pa.string()))
    return table.set_column(table.schema.get_field_index(column), column, places.cast(pa.int64()))


def sorted_columns(table: pa.Table, names: Sequence[str]) -> dict[str, Ints]:
    """The columns as int64 arrays, rows sorted by all of them in the order given."""
    columns = {name: table[name].to_numpy().astype(np.int64) for name in names}
    order = np.lexsort([columns[name] for name in reversed(names)])
    return {name: values[order] for name, values in columns.items()}
