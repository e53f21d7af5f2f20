"""Margins of the table of accounts and objects: how active, how popular, in each stratum."""

from dataclasses import dataclass

import numpy as np

from overt.model.co_use import Floats, Ints


@dataclass(frozen=True)
class Margins:
    """Margins of one trace, by stratum (keys from 0).

    account, stratum, k: distinct objects of each account in each stratum.
    class_stratum, class_d, class_objects: how many objects of a stratum d accounts used.
    names: of each stratum, "language|week". ceiling: per stratum what a frozen reference allows of the rate; infinite
    where it says nothing.
    """

    account: Ints
    stratum: Ints
    k: Ints
    class_stratum: Ints
    class_d: Ints
    class_objects: Ints
    accounts: int
    names: tuple[str, ...] = ()
    ceiling: Floats | None = None

    @property
    def strata(self) -> int:
        """Number of strata."""
        return int(self.class_stratum.max()) + 1 if len(self.class_stratum) else 0

    def rates(self) -> Floats:
        """S / E^2 of each stratum, no more than the ceiling: the expected shared count is k_i k_j times this."""
        found = self.present_rates()
        return found if self.ceiling is None else np.minimum(found, self.ceiling)

    def present_rates(self) -> Floats:
        """S / E^2 of each stratum in these very data."""
        d = self.class_d.astype(float)
        total = np.bincount(self.class_stratum, weights=self.class_objects * d, minlength=self.strata)
        close = np.bincount(self.class_stratum, weights=self.class_objects * d * (d - 1), minlength=self.strata)
        return np.asarray(close / np.maximum(total, 1.0) ** 2, dtype=float)
