"""The Cauchy combination of dependent p-values: Liu & Xie 2020, doi:10.1080/01621459.2018.1554485."""

import numpy as np

from overt.model.co_use import Floats, Ints

CAP = 0.99
"""A p of 1 has an infinite score and would swamp every other part, so p is capped here."""
TINY = 1e-300


def score(p: Floats) -> Floats:
    """The Cauchy score tan((1/2 - p) pi), computed without cancellation for tiny p."""
    return 1.0 / np.tan(np.pi * np.clip(p, TINY, CAP))


def from_score(mean: Floats) -> Floats:
    """The p that belongs to a mean score."""
    return np.where(mean > 0, np.arctan2(1.0, np.abs(mean)) / np.pi, 1 - np.arctan2(1.0, np.abs(mean)) / np.pi)


def cauchy(p: Floats, group: Ints, groups: int) -> Floats:
    """One combined p per group, all parts weighing the same; groups without a part get 1."""
    n = np.bincount(group, minlength=groups)
    total = np.bincount(group, weights=score(p), minlength=groups)
    combined = from_score(total / np.maximum(n, 1))
    return np.where(n > 0, combined, 1.0)
