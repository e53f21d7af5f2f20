"""Who acts first, and who is only being copied (METHOD section 5: being copied is never evidence).

A target is an account that acted first in at least 90% of the untied co-actions on each of its edges, and whose
only partners are therefore its copiers; no edge joins two targets. Adding copiers can make an account a target; it
can never make it a member.
"""

from collections import defaultdict

import numpy as np

from overt.model.co_use import Floats, Ints

ALWAYS = 0.9
ENOUGH = 3
"""Untied co-actions that an edge needs before it can say who leads."""


def targets(a: Ints, b: Ints, low_first: Ints, untied: Ints) -> set[int]:
    """The accounts that are targets, given every synchronised edge (a < b) and who was first on it."""
    share: Floats = low_first / np.maximum(untied, 1)
    decided = untied >= ENOUGH
    always_a = decided & (share >= ALWAYS)
    always_b = decided & (1 - share >= ALWAYS)
    leads: dict[int, list[bool]] = defaultdict(list)
    for i in range(len(a)):
        leads[int(a[i])].append(bool(always_a[i]))
        leads[int(b[i])].append(bool(always_b[i]))
    return {account for account, each in leads.items() if all(each)}
