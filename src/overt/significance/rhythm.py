"""Two people who are awake and free at the same hours meet more often: the correction for daily rhythm.

For windows longer than an hour the interval-jitter chance is multiplied by 24 sum_h f_a(h) f_b(h), where f is an
account's share of posts by hour of day, shrunk towards that of everybody and never below 1 in total.
"""

import numpy as np

from overt.model.co_use import Floats, Ints

HOURS = 24
MOST_OF_ALL = 0.01
PRIOR_POSTS = 24.0
"""Weight, in posts, of everybody's rhythm in an account's own."""


def profiles(account: Ints, hour_of_week: Ints, posts: Ints, accounts: int, everybody: Floats | None = None) -> Floats:
    """Matrix accounts x 24: each row sums to 1. Smoothed over neighbouring hours (weights 1, 2, 1).

    `everybody`: shares of posts by hour from a frozen reference, instead of those of these very posts.
    """
    counts = np.zeros((accounts, HOURS))
    np.add.at(counts, (account, hour_of_week % HOURS), posts)
    if everybody is None:
        everybody = of_everybody(counts)
    smooth = (np.roll(counts, 1, axis=1) + 2 * counts + np.roll(counts, -1, axis=1)) / 4
    return np.asarray(
        (smooth + PRIOR_POSTS * everybody) / (counts.sum(axis=1, keepdims=True) + PRIOR_POSTS), dtype=float
    )


def overlap(profile: Floats, a: Ints, b: Ints) -> Floats:
    """The factor for each pair: 1 for flat or complementary days, 24 if both act in one same hour only."""
    result = np.empty(len(a))
    step = 500_000
    for start in range(0, len(a), step):
        part = slice(start, start + step)
        result[part] = HOURS * np.einsum("ij,ij->i", profile[a[part]], profile[b[part]])
    return np.maximum(result, 1.0)


def of_everybody(counts: Floats) -> Floats:
    """Shares of posts by hour of day, given a matrix accounts x 24. No account counts for more than a hundredth of
    the posts of all others, or than twice their mean where they are few."""
    posts = counts.sum(axis=1)
    others = posts.sum() - posts
    most = others * max(MOST_OF_ALL, 2 / max((posts > 0).sum() - 1, 1))
    share = np.where(others > 0, np.minimum(1.0, most / np.maximum(posts, 1.0)), 1.0)
    weighted = (counts * share[:, None]).sum(axis=0)
    return np.asarray(weighted / max(weighted.sum(), 1.0), dtype=float)
