"""Group test: is something more common among the members of a network than among comparable accounts?

Members are compared with controls of the same stratum (activity, language, age of the account) only. The strength is
the odds ratio of Mantel and Haenszel (1959, doi:10.1093/jnci/22.4.719) with the interval of Robins, Breslow and
Greenland (1986, doi:10.2307/2531052); the p-value is exact: given how many of each stratum have the cue, the number
among the members is a sum of independent hypergeometric counts, whose distribution is convolved.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import hypergeom

Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

LEAST_MEMBERS = 3
"""Members of whom something has to be known before a share of them says anything."""
LEAST_CONTROLS = 10
"""Comparable accounts, likewise."""
LEVEL = 1.959963984540054
"""Standard errors on either side of a 95% interval."""


@dataclass(frozen=True)
class GroupTest:
    """`with_cue` of `members`, `controls_with_cue` of `controls`: accounts of whom it is known, in strata with both.

    `odds_ratio` with its 95% interval (`low`, `high`) and one-sided `p`; all None where there is not enough data.
    """

    members: int
    with_cue: int
    controls: int
    controls_with_cue: int
    odds_ratio: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None

    @property
    def enough(self) -> bool:
        """Whether there was enough data to say anything."""
        return self.p is not None


def group_test(cue: Bools, known: Bools, member: Bools, control: Bools, stratum: Ints) -> GroupTest:
    """Compares members with controls, stratum by stratum. One element per account; `control` and `member` exclude
    each other; accounts of which `cue` is not `known` do not count.
    """
    here = known & (member | control)
    number = int(stratum.max(initial=-1)) + 1
    tables = [
        np.bincount(stratum[here & who & has], minlength=number)
        for who, has in ((member, cue), (member, ~cue), (control, cue), (control, ~cue))
    ]
    both = ((tables[0] + tables[1]) > 0) & ((tables[2] + tables[3]) > 0)
    a, b, c, d = (table[both].astype(float) for table in tables)
    counts = GroupTest(int((a + b).sum()), int(a.sum()), int((c + d).sum()), int(c.sum()))
    if counts.members < LEAST_MEMBERS or counts.controls < LEAST_CONTROLS:
        return counts
    ratio, low, high = odds_ratio(a, b, c, d)
    return GroupTest(*counts_of(counts), ratio, low, high, exact_p(a, b, c, d))


def counts_of(test: GroupTest) -> tuple[int, int, int, int]:
    """The four counts."""
    return test.members, test.with_cue, test.controls, test.controls_with_cue


def odds_ratio(a: Floats, b: Floats, c: Floats, d: Floats) -> tuple[float, float, float]:
    """The odds ratio over all strata and its interval. a, b: members with and without; c, d: controls.

    Half an account is added to each cell of an all-stratum table with an empty cell, so that the ratio is finite.
    """
    if min(a.sum() * d.sum(), b.sum() * c.sum()) == 0:
        a, b, c, d = (np.array([x.sum() + 0.5]) for x in (a, b, c, d))
    n = a + b + c + d
    r, s, p, q = a * d / n, b * c / n, (a + d) / n, (b + c) / n
    if r.sum() == 0 or s.sum() == 0:
        return odds_ratio(*(np.array([x.sum()]) for x in (a, b, c, d)))
    ratio = r.sum() / s.sum()
    variance = (
        (p * r).sum() / (2 * r.sum() ** 2)
        + (p * s + q * r).sum() / (2 * r.sum() * s.sum())
        + (q * s).sum() / (2 * s.sum() ** 2)
    )
    width = LEVEL * np.sqrt(variance)
    return float(ratio), float(ratio * np.exp(-width)), float(ratio * np.exp(width))


def exact_p(a: Floats, b: Floats, c: Floats, d: Floats) -> float:
    """P(as many members with the cue, or more), given each stratum's margins."""
    total = np.ones(1)
    for with_, without, other_with, other_without in zip(a, b, c, d, strict=True):
        members, having = int(with_ + without), int(with_ + other_with)
        everyone = int(members + other_with + other_without)
        total = np.convolve(total, hypergeom.pmf(np.arange(members + 1), everyone, having, members))
    return float(min(1.0, total[int(a.sum()) :].sum()))
