"""The bipartite configuration model of maximum entropy: Saracco et al. 2017, doi:10.1088/1367-2630/aa6b38.

P(account uses object) = x y / (1 + x y), with x per account degree and y per object degree such that expected
degrees are the observed ones. Accounts (objects) of one degree share one x (y), so the fit is over degrees.
"""

import numpy as np

from overt.model.co_use import Floats, Ints

ROUNDS = 500
TOLERANCE = 1e-9


def connection_probabilities(k: Ints, accounts: Ints, d: Ints, objects: Ints) -> Floats:
    """Matrix len(k) x len(d): the chance that an account of degree k uses an object of degree d.

    `accounts` counts the accounts of each k, `objects` the objects of each d. Fixed-point iteration from the
    Chung-Lu solution; stops when no expected degree is off by more than a relative 1e-9 or after 500 rounds.
    """
    k_, d_ = k.astype(float), d.astype(float)
    total = float((k_ * accounts).sum()) or 1.0
    x, y = k_ / np.sqrt(total), d_ / np.sqrt(total)
    for _ in range(ROUNDS):
        before = x
        x = k_ / (objects * y / (1 + np.outer(x, y))).sum(axis=1)
        y = d_ / (accounts[:, None] * x[:, None] / (1 + np.outer(x, y))).sum(axis=0)
        if np.allclose(x, before, rtol=TOLERANCE, atol=0):
            break
    product = np.outer(x, y)
    return np.asarray(product / (1 + product), dtype=float)
