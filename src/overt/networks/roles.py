"""Who acts first, and who is only being copied (METHOD section 5: being copied is never evidence).

A target is an account that acted first in at least 90% of the untied co-actions on each of its edges, and whose
only partners are therefore its copiers; no edge joins two targets.

Membership needs more than an edge: a core account stands in a triangle and does not always act first on either of
its two edges in it; any other member has an edge to a core account on which it does not always act first. An account
that somebody copies gains edges on which it always leads, and those count for nothing. So adding copiers can make an
account a target; it can never make it a member, whatever friends it has.
"""

from collections import defaultdict

from overt.model.co_use import Ints
from overt.model.edge import always_first


def targets(a: Ints, b: Ints, low_first: Ints, untied: Ints) -> set[int]:
    """The accounts that are targets, given every synchronised edge (a < b) and who was first on it."""
    always_a, always_b = always_first(low_first, untied)
    leads: dict[int, list[bool]] = defaultdict(list)
    for i in range(len(a)):
        leads[int(a[i])].append(bool(always_a[i]))
        leads[int(b[i])].append(bool(always_b[i]))
    return {account for account, each in leads.items() if all(each)}


def belonging(a: Ints, b: Ints, low_first: Ints, untied: Ints) -> tuple[set[int], set[int]]:
    """(core accounts, accounts with an edge to one of them on which they do not always act first)."""
    always_a, always_b = always_first(low_first, untied)
    partners: dict[int, set[int]] = defaultdict(set)
    follows: dict[int, set[int]] = defaultdict(set)
    for i in range(len(a)):
        x, y = int(a[i]), int(b[i])
        partners[x].add(y)
        partners[y].add(x)
        if not always_a[i]:
            follows[x].add(y)
        if not always_b[i]:
            follows[y].add(x)
    core = {x for x, mine in follows.items() if any(partners[y] & mine for y in mine)}
    return core, {x for x, mine in follows.items() if mine & core} - core
