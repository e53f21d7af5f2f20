"""A network's own p: how often does chance alone give a network with as many edges?

Per scale, the statistic is the number of edges in the largest connected network of a jittered copy.
p = (1 + copies that reach it) / (1 + copies), times the number of scales looked at (Bonferroni). It is reported;
it is not a gate.
"""

from collections.abc import Sequence

import numpy as np
from scipy import sparse
from scipy.sparse.csgraph import connected_components

from overt.model.co_use import Ints


def largest_network(pairs: Ints, accounts: int) -> int:
    """Edges of the connected component that has most of them; pairs are keys low * accounts + high."""
    if not len(pairs):
        return 0
    a, b = pairs // accounts, pairs % accounts
    nodes, index = np.unique(np.concatenate([a, b]), return_inverse=True)
    left, right = index[: len(pairs)], index[len(pairs) :]
    shape = (len(nodes), len(nodes))
    graph = sparse.coo_matrix((np.ones(len(pairs), np.int8), (left, right)), shape)
    _, component = connected_components(graph, directed=False)
    return int(np.bincount(component[left]).max())


def network_p(edges_by_scale: Sequence[int], copies_by_scale: Sequence[Ints]) -> float:
    """The p of a network that has so many edges at each scale, given the largest networks of the copies."""
    smallest, looked_at = 1.0, 0
    for edges, copies in zip(edges_by_scale, copies_by_scale, strict=True):
        if edges:
            looked_at += 1
            smallest = min(smallest, (1 + int((copies >= edges).sum())) / (1 + len(copies)))
    return min(1.0, smallest * max(looked_at, 1))
