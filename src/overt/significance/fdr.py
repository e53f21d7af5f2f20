"""False discovery rate over discrete tests: Benjamini-Hochberg after Tarone and Gilbert.

Benjamini & Hochberg 1995, doi:10.1111/j.2517-6161.1995.tb02031.x; Tarone 1990, doi:10.2307/2531456; Gilbert 2005,
doi:10.1111/j.1467-9876.2005.00475.x. A test whose smallest attainable p is too large can never be rejected, so
it need not be paid for; what is attainable depends on the conditioned counts alone, never on the timing tested.
"""

from collections.abc import Callable

import numpy as np

from overt.model.co_use import Bools, Floats


def tarone(count_attainable: Callable[[float], int], q: float, most: int) -> int:
    """The number of hypotheses to correct for: the smallest m with #{attainable p <= q / m} <= m.

    `count_attainable(threshold)` must not grow as the threshold falls. At least 1, at most `most`.
    """
    low, high = 1, max(1, most)
    while low < high:
        middle = (low + high) // 2
        if count_attainable(q / middle) <= middle:
            high = middle
        else:
            low = middle + 1
    return low


def q_values(p: Floats, m: int) -> Floats:
    """Benjamini-Hochberg adjusted p for m hypotheses, of which `p` are those with a count (the rest have p = 1)."""
    if not len(p):
        return np.zeros(0)
    order = np.argsort(p, kind="stable")
    raw = p[order] * max(m, len(p)) / np.arange(1, len(p) + 1)
    adjusted = np.minimum(np.minimum.accumulate(raw[::-1])[::-1], 1.0)
    result = np.empty(len(p))
    result[order] = adjusted
    return result


def rejected(p: Floats, attainable: Floats, q: float) -> tuple[Bools, Floats, int]:
    """(rejected, q-values, m) for tests whose smallest attainable p is known.

    Hypotheses whose attainable p exceeds q/m are left out and never rejected; their q-value is 1.
    """
    ordered = np.sort(attainable)
    m = tarone(lambda t: int(np.searchsorted(ordered, t, side="right")), q, max(1, len(p)))
    tested = attainable <= q / m
    values = np.ones(len(p))
    values[tested] = q_values(p[tested], max(m, int(tested.sum())))
    return values <= q, values, m
