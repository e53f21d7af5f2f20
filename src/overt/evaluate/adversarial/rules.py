"""The two rules in common use: a fixed threshold, and a percentile of the weights of edges."""

import time

import numpy as np

from overt.evaluate.adversarial.data import Data, Floats, Ints, Uses
from overt.evaluate.adversarial.verdict import Verdict

WINDOW = 60.0
LEAST = 3
"""Objects that two accounts have to share within the window (fixed threshold)."""
PARTICIPATION = 2
PERCENTILE = 0.5
"""Of the weights of edges: kept are those above (CooRTweet's default)."""


def threshold(data: Data, window: float = WINDOW, least: int = LEAST) -> Verdict:
    """Two accounts that shared at least `least` objects of one trace within `window` seconds of each other.

    An account's score is the largest number of objects so shared with any other.
    """
    began = time.process_time()
    score = np.zeros(len(data.accounts))
    for uses in data.uses.values():
        pair, shared = shared_objects(uses, window, len(score))
        raise_to(score, pair, shared)
    flagged = score >= least
    return Verdict(score, flagged, flagged, time.process_time() - began)


def percentile(
    data: Data, window: float = WINDOW, participation: int = PARTICIPATION, above: float = PERCENTILE
) -> Verdict:
    """CooRTweet's rule, trace by trace: edges whose weight (pairs of posts within the window) is above the percentile.

    Accounts with fewer than `participation` uses are left out; of the rest a pair of posts counts if either belongs to
    an account with as many posts in such pairs, as CooRTweet 2.1 has it. An account's score is its heaviest edge.
    """
    began = time.process_time()
    score, flagged = np.zeros(len(data.accounts)), np.zeros(len(data.accounts), bool)
    for uses in data.uses.values():
        pair, weight = weights(uses, window, participation, len(score))
        if not len(pair):
            continue
        raise_to(score, pair, weight)
        kept = pair[weight > np.quantile(weight, above)]
        flagged[kept // len(score)] = flagged[kept % len(score)] = True
    return Verdict(score, flagged, flagged, time.process_time() - began)


def shared_objects(uses: Uses, window: float, accounts: int) -> tuple[Ints, Ints]:
    """Pairs of accounts (a * accounts + b, a < b) and how many objects they shared within the window."""
    parts = [np.unique(pairs(uses, a, b, accounts) * uses.objects + uses.object[a]) for a, b in uses.near(window)]
    keys = np.unique(np.concatenate(parts)) if parts else np.zeros(0, np.int64)
    pair, number = np.unique(keys // max(uses.objects, 1), return_counts=True)
    return pair, number


def weights(uses: Uses, window: float, participation: int, accounts: int) -> tuple[Ints, Ints]:
    """Pairs of accounts and the number of pairs of their posts that CooRTweet counts."""
    busy = np.bincount(uses.account, minlength=accounts) >= participation
    uses = uses.of(np.flatnonzero(busy[uses.account]))
    posts = int(uses.post.max(initial=-1)) + 1
    met = np.zeros(posts, bool)
    for a, b in uses.near(window):
        met[uses.post[a]] = met[uses.post[b]] = True
    often = np.bincount(uses.account[met[uses.post]], minlength=accounts) >= participation
    kept = np.zeros(posts, bool)
    kept[uses.post[often[uses.account] & met[uses.post]]] = True
    keys, numbers = [], []
    for a, b in uses.near(window):
        counted = kept[uses.post[a]] | kept[uses.post[b]]
        key, number = np.unique(pairs(uses, a[counted], b[counted], accounts), return_counts=True)
        keys.append(key)
        numbers.append(number)
    if not keys:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    pair, place = np.unique(np.concatenate(keys), return_inverse=True)
    return pair, np.bincount(place, weights=np.concatenate(numbers), minlength=len(pair)).astype(np.int64)


def pairs(uses: Uses, a: Ints, b: Ints, accounts: int) -> Ints:
    """The pairs of accounts of pairs of uses."""
    first, second = uses.account[a], uses.account[b]
    found: Ints = np.minimum(first, second) * accounts + np.maximum(first, second)
    return found


def raise_to(score: Floats, pair: Ints, weight: Ints) -> None:
    """Raises the score of both ends of each pair to its weight, where that is more."""
    for ends in (pair // len(score), pair % len(score)):
        np.maximum.at(score, ends, weight.astype(float))
