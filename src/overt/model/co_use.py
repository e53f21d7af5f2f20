"""CoUse: two accounts used the same object. The timed co-uses of a whole scan, as arrays."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

CO_USE_COLUMNS = ("trace", "object", "t_first", "t_second", "first", "second", "post_first", "post_second")
"""In the order in which rows are sorted, so that every engine gives the same rows in the same order."""


@dataclass(frozen=True)
class CoUses:
    """One row per co-use within the widest window. `first` acted no later than `second`.

    trace, object, first, second, post_first and post_second are keys (whole numbers from 0); times are
    microseconds. Rows are sorted by `CO_USE_COLUMNS`.
    """

    trace: Ints
    object: Ints
    t_first: Ints
    t_second: Ints
    first: Ints
    second: Ints
    post_first: Ints
    post_second: Ints
    accounts: int

    @classmethod
    def from_table(cls, table: pa.Table, accounts: int) -> "CoUses":
        """Rows of an Arrow table with the columns CO_USE_COLUMNS, sorted here."""
        columns: dict[str, Any] = {name: table[name].to_numpy().astype(np.int64) for name in CO_USE_COLUMNS}
        order = np.lexsort([columns[name] for name in reversed(CO_USE_COLUMNS)])
        return cls(**{name: values[order] for name, values in columns.items()}, accounts=accounts)

    def __len__(self) -> int:
        """Number of co-uses."""
        return len(self.trace)

    @property
    def gap(self) -> Ints:
        """Microseconds between the two uses."""
        return self.t_second - self.t_first

    @property
    def pair(self) -> Ints:
        """One key per unordered pair of accounts: lower * accounts + higher."""
        low, high = np.minimum(self.first, self.second), np.maximum(self.first, self.second)
        return low * self.accounts + high

    def select(self, rows: Any) -> "CoUses":
        """The rows of a mask or index, in order."""
        columns: dict[str, Any] = {name: getattr(self, name)[rows] for name in CO_USE_COLUMNS}
        return CoUses(**columns, accounts=self.accounts)
