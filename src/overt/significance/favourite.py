"""Fans of one account: the correction for a favourite.

Two people who have notifications on for the same account pass on its posts within the same half hour, day after day,
and no data show the setting. That is one common favourite, not an agreement. So at the scales of five minutes and
more a pair must be close in time on what is left when the reposts of the one account that the two pass on most are set
aside. A ring that serves a single account is still seen within a minute.
"""

import numpy as np

from overt.model.co_use import Bools, Ints

TWICE = 2


def of_favourite(pair: Ints, author: Ints) -> Bools:
    """For each co-use: do both pass on a post of the author on whom the pair has the most co-uses, two at least?

    `author` is -1 where it is unknown or not the same; such co-uses are nobody's. Ties go to the smaller key. An author
    on whom they met once is no favourite.
    The choice looks at how often the two used the same objects, not at how close in time.
    """
    known = np.flatnonzero(author >= 0)
    result = np.zeros(len(pair), bool)
    if not len(known):
        return result
    order = known[np.lexsort([author[known], pair[known]])]
    new = np.concatenate([[True], (np.diff(pair[order]) != 0) | (np.diff(author[order]) != 0)])
    starts = np.flatnonzero(new)
    size = np.diff(np.append(starts, len(order)))
    of_pair = pair[order][starts]
    ranked = np.lexsort([np.arange(len(starts)), -size, of_pair])
    first = ranked[np.concatenate([[True], np.diff(of_pair[ranked]) != 0])]
    chosen = first[size[first] >= TWICE]
    result[order] = np.repeat(np.isin(np.arange(len(starts)), chosen), size)
    return result
