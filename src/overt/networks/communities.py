"""Communities by the Leiden algorithm: Traag, Waltman & van Eck 2019, doi:10.1038/s41598-019-41695-z."""

from collections import Counter

import graspologic_native
import networkx as nx
import numpy as np

from overt.model.co_use import Floats, Ints

STRONGEST = 50.0
"""-log10 p above this weighs no more: beyond it, strength says how long two accounts were watched."""
ITERATIONS = 10


def communities(a: Ints, b: Ints, p: Floats, seed: int, resolution: float = 1.0) -> dict[int, int]:
    """Account -> community, for every account with an edge. Edges weigh -log10 p, at most 50.

    Communities are numbered by falling size, then by their lowest account, so that the numbering means something
    and is the same in every run.
    """
    if not len(a):
        return {}
    weight = np.minimum(-np.log10(np.maximum(p, 1e-300)), STRONGEST)
    order = np.lexsort([b, a])
    edges = [(str(a[i]), str(b[i]), float(weight[i])) for i in order]
    _, found = graspologic_native.leiden(
        edges, resolution=resolution, iterations=ITERATIONS, use_modularity=True, seed=seed, trials=1
    )
    members: dict[int, list[int]] = {}
    for account, community in found.items():
        members.setdefault(community, []).append(int(account))
    ranked = sorted(members.values(), key=lambda group: (-len(group), min(group)))
    return {account: number for number, group in enumerate(ranked) for account in group}


def standing(community: dict[int, int], a: Ints, b: Ints, least: int) -> dict[int, int]:
    """Account -> network number, for the communities that stand as a finding.

    A community stands if it has at least `least` accounts and three of them are synchronised each with the other
    two. Chance edges are few and scattered: they make pairs and chains, hardly ever a triangle. Networks are
    numbered from 0 in the order of communities.
    """
    graph = nx.Graph()
    graph.add_edges_from((int(x), int(y)) for x, y in zip(a, b, strict=True) if community[int(x)] == community[int(y)])
    sizes = Counter(community.values())
    closed = {community[node] for node, triangles in nx.triangles(graph).items() if triangles}
    kept = sorted(c for c in closed if sizes[c] >= least)
    number = {c: i for i, c in enumerate(kept)}
    return {account: number[c] for account, c in community.items() if c in number}
