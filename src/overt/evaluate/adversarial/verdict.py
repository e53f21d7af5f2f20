"""Verdict: what one method says of every account of one set of data."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Verdict:
    """One row per account, in the order of `Data.accounts`.

    `score`: how suspect it is, 0 where there is nothing to say. `flagged`: accused at the settings that the method
    ships with. `accusing`: flagged in a manner that says more than "they coordinate openly", for those who do (for all
    methods but overt the same as `flagged`). `classes`: networks by class; only overt has classes. `seconds`: of CPU.
    """

    score: Floats
    flagged: Bools
    accusing: Bools
    seconds: float
    classes: Mapping[str, int] = field(default_factory=dict)
