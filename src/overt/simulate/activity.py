"""How much each account posts: a lognormal body with a Pareto tail, or a given set of accounts copied."""

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]


def drawn_activity(rng: np.random.Generator, accounts: int, median: float, sigma: float, most: int) -> Ints:
    """Posts per account, 1 to `most`: lognormal, and for one account in fifty a Pareto multiple of it."""
    posts = rng.lognormal(np.log(median), sigma, accounts)
    prolific = rng.random(accounts) < 0.02
    posts = np.where(prolific, posts * (1 - rng.random(accounts)) ** (-1 / 1.2) * 3, posts)
    return np.clip(np.round(posts), 1, most).astype(np.int64)


def copied_activity(rng: np.random.Generator, accounts: int, given: Ints) -> Ints:
    """Posts per account with the same quantiles as `given`, in random order."""
    order = np.sort(np.asarray(given, dtype=np.int64))
    place = ((np.arange(accounts) + 0.5) / accounts * len(order)).astype(np.int64)
    return rng.permutation(order[place])
