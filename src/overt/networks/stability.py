"""How much of a membership rests on single other accounts: leave-k-out, without counting anything twice.

An account is a core member because it stands in a triangle and does not always act first on its two edges there; it
stays one as long as one such triangle is left. Triangles that share no other account fall one by one, so where m of
them share nothing but the account itself, taking away any m - 1 other accounts leaves one. Any other member stands
by the core accounts that it does not always lead: where k + 1 of them stand without k others, one is left as core.
The number is safe, not sharp: a membership may stand more than it says. Edges are taken as they were found; the tests
are not run again.
"""

from collections import defaultdict

from overt.model.co_use import Ints
from overt.model.edge import always_first


def stands_without(a: Ints, b: Ints, low_first: Ints, untied: Ints) -> dict[int, int]:
    """Member -> how many other accounts, whichever they are, may be taken away while its membership stands.

    Edges (a < b) are those among members, as `roles.belonging` looks at them.
    """
    always_a, always_b = always_first(low_first, untied)
    joined: set[tuple[int, int]] = set()
    follows: dict[int, set[int]] = defaultdict(set)
    for i in range(len(a)):
        x, y = int(a[i]), int(b[i])
        joined |= {(x, y), (y, x)}
        if not always_a[i]:
            follows[x].add(y)
        if not always_b[i]:
            follows[y].add(x)
    core = {x: n - 1 for x in follows if (n := _disjoint(sorted(follows[x]), joined))}
    found = dict(core)
    for x, mine in follows.items():
        held = sorted((core[y] for y in mine if y in core), reverse=True)
        if x not in core and held:
            found[x] = sum(number >= place for place, number in enumerate(held)) - 1
    return found


def _disjoint(others: list[int], joined: set[tuple[int, int]]) -> int:
    """Pairs among `others` that are joined, no account in two of them: as many as a greedy choice finds."""
    free, number = set(others), 0
    for x in others:
        if x in free:
            partner = next((y for y in others if y in free and y != x and (x, y) in joined), None)
            if partner is not None:
                free -= {x, partner}
                number += 1
    return number
