"""From edges to networks: drop the targets, find communities, keep those that stand, give each its own p."""

from collections.abc import Callable, Sequence

import numpy as np

from overt.model.co_use import Ints
from overt.model.edge import Edges
from overt.model.network import Network, Networks
from overt.networks.communities import communities, standing
from overt.networks.layout import layout
from overt.networks.permutation import network_p
from overt.networks.roles import belonging, targets
from overt.networks.stability import stands_without

Copies = Callable[[], tuple[list[Ints], list[Ints]]]
"""() -> per scale: the pairs that it alone rejects in the data; the largest network of each jittered copy."""


def find(edges: Edges, least: int, seed: int, accounts: int, copies: Copies) -> Networks:
    """The networks among the synchronised edges. `least`: accounts that a network needs."""
    sync = edges.sync()
    a, b = edges.a[sync], edges.b[sync]
    copied = targets(a, b, edges.low_first[sync], edges.untied[sync])
    free = sync[~np.isin(a, list(copied)) & ~np.isin(b, list(copied))]
    core, attached = belonging(edges.a[free], edges.b[free], edges.low_first[free], edges.untied[free])
    ends = [(int(edges.a[e]), int(edges.b[e])) for e in free]
    held = core | attached
    free = free[[x in held and y in held and (x in core or y in core) for x, y in ends]] if len(free) else free
    community = communities(edges.a[free], edges.b[free], edges.p[free], seed)
    network_of = standing(community, edges.a[free], edges.b[free], least)
    if not network_of:
        return Networks((), tuple(int(e) for e in sync))
    observed, largest = copies()
    inside = [e for e in free if network_of.get(int(edges.a[e]), -1) == network_of.get(int(edges.b[e]), -2)]
    aims = _targets_by_network(edges, sync, copied, network_of)
    networks = []
    for number in range(max(network_of.values()) + 1):
        members = tuple(sorted(x for x, n in network_of.items() if n == number))
        mine = tuple(int(e) for e in inside if network_of[int(edges.a[e])] == number)
        keys = edges.a[list(mine)] * accounts + edges.b[list(mine)]
        sizes = [int(np.isin(keys, pairs).sum()) for pairs in observed]
        networks.append(Network(number, members, tuple(sorted(aims.get(number, ()))), mine, network_p(sizes, largest)))
    held = {e for network in networks for e in network.edges}
    leads = tuple(int(e) for e in sync if e not in held)
    return Networks(tuple(networks), leads, _places(edges, networks, seed), _stands(edges, networks))


def _stands(edges: Edges, networks: Sequence[Network]) -> dict[int, int]:
    """Every member's stability within its own network; 0 where it hangs by an edge to another one."""
    result: dict[int, int] = {}
    for network in networks:
        mine = np.array(network.edges, np.int64)
        found = stands_without(edges.a[mine], edges.b[mine], edges.low_first[mine], edges.untied[mine])
        result |= {member: found.get(member, 0) for member in network.members}
    return result


def _targets_by_network(edges: Edges, sync: Ints, copied: set[int], network_of: dict[int, int]) -> dict[int, set[int]]:
    """Each target goes to the network that copies it on most edges; those copied by no network are left out."""
    votes: dict[int, dict[int, int]] = {}
    for e in sync:
        for target, copier in ((int(edges.a[e]), int(edges.b[e])), (int(edges.b[e]), int(edges.a[e]))):
            if target in copied and copier in network_of:
                mine = votes.setdefault(target, {})
                mine[network_of[copier]] = mine.get(network_of[copier], 0) + 1
    result: dict[int, set[int]] = {}
    for target, mine in votes.items():
        result.setdefault(min(mine, key=lambda n: (-mine[n], n)), set()).add(target)
    return result


def _places(edges: Edges, networks: Sequence[Network], seed: int) -> dict[int, tuple[float, float]]:
    place: dict[int, tuple[float, float]] = {}
    for network in networks:
        place.update(layout([(int(edges.a[e]), int(edges.b[e])) for e in network.edges], seed))
    return place
