"""The reference of an earlier period: what it allows, and how far the present has drifted from it (METHOD section 7).

Somebody who knows the tests can make their own behaviour ordinary beforehand: enough accounts that share decoys
raise what activity and popularity explain, until a ring looks like everybody. So the reference can be frozen from a
period that is trusted. What was usual then is a ceiling: where uses are now more concentrated than in any week of
that period, its largest concentration is what popularity may explain. Where they are less, the present stands.
Drift is told, and people decide which of the two to believe.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from overt.model.co_use import Floats
from overt.model.frozen_reference import Reference
from overt.model.hours import Hours
from overt.model.margins import Margins
from overt.significance.rhythm import HOURS, of_everybody

ENOUGH = 200
"""Uses of a trace that a week in one language needs, then and now, before it can say what is usual."""
SLACK = 1.5
"""How far a week may exceed every week of the reference: weeks differ."""
MOVED = 0.15
"""Share of posts at other hours of day from which a rhythm counts as drifted."""
TIMES = 2.0
"""Factor by which the activity of busy accounts has to differ to count as drifted."""


@dataclass(frozen=True)
class Drift:
    """One thing in which the present is not what it was. `what`: popularity, rhythm or activity."""

    what: str
    trace: str | None
    language: str | None
    now: float
    then: float

    @property
    def times(self) -> float:
        """How many times what it was; infinite where it was nothing."""
        return self.now / self.then if self.then else float("inf")


def under(margins: list[Margins], names: Sequence[str], reference: Reference) -> list[Margins]:
    """The same margins with the reference's ceilings. `names`: of the traces."""
    return [
        replace(each, ceiling=_ceilings(each, trace, reference)) for each, trace in zip(margins, names, strict=True)
    ]


def _ceilings(margins: Margins, trace: str, reference: Reference) -> Floats:
    found = [reference.ceiling(trace, language_of(stratum)) for stratum in margins.names]
    most = np.array([np.inf if c is None else SLACK * c for c in found])
    return np.where(uses(margins) >= ENOUGH, most, np.inf)


def uses(margins: Margins) -> Floats:
    """Distinct uses of tested objects in each stratum."""
    counted = margins.class_objects * margins.class_d.astype(float)
    return np.asarray(np.bincount(margins.class_stratum, counted, margins.strata), dtype=float)


def language_of(stratum: str) -> str:
    """The language in "language|week"."""
    return stratum.rpartition("|")[0]


def rhythm(hours: Hours, accounts: int) -> Floats:
    """Everybody's shares of posts by hour of day, with the cap on each account."""
    counts = np.zeros((accounts, HOURS))
    np.add.at(counts, (hours.account, hours.hour % HOURS), hours.posts)
    return of_everybody(counts)


def activity(margins: Margins) -> list[float]:
    """Distinct objects of an account in a week: the median, 9 in 10, 99 in 100."""
    if not len(margins.k):
        return [0.0, 0.0, 0.0]
    weeks = np.array([int(name.rpartition("|")[2]) for name in margins.names], np.int64)
    week = weeks[margins.stratum]
    _, place = np.unique(margins.account * (int(week.max()) + 1) + week, return_inverse=True)
    each = np.bincount(place, weights=margins.k)
    return [float(x) for x in np.quantile(each, (0.5, 0.9, 0.99), method="higher")]


def drifts(margins: list[Margins], names: Sequence[str], everybody: Floats, reference: Reference) -> list[Drift]:
    """In what the present is not what it was: `margins` with ceilings, `everybody` the present's rhythm."""
    found = []
    for each, trace in zip(margins, names, strict=True):
        found += _of_popularity(each, trace)
        then = reference.activity.get(trace)
        now = activity(each)[1]
        if then and then[1] and now and not 1 / TIMES <= now / then[1] <= TIMES:
            found.append(Drift("activity", trace, None, now, then[1]))
    moved = float(np.abs(everybody - np.array(reference.rhythm)).sum() / 2)
    return [*found, Drift("rhythm", None, None, moved, MOVED)] if moved > MOVED else found


def _of_popularity(margins: Margins, trace: str) -> list[Drift]:
    """Per language the week that exceeds its ceiling most."""
    now, worst = margins.present_rates(), dict[str, Drift]()
    for stratum, name in enumerate(margins.names):
        most = np.inf if margins.ceiling is None else float(margins.ceiling[stratum])
        if now[stratum] > most:
            language = language_of(name)
            one = Drift("popularity", trace, language, float(now[stratum]), most / SLACK)
            if language not in worst or one.times > worst[language].times:
                worst[language] = one
    return [worst[language] for language in sorted(worst)]
