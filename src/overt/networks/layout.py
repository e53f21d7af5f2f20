"""Where to draw each account: a force-directed picture (Fruchterman & Reingold 1991) of each network."""

import networkx as nx

LARGEST = 600
"""Networks with more accounts than this are drawn on a circle by degree: a hairball says nothing."""


def layout(edges: list[tuple[int, int]], seed: int) -> dict[int, tuple[float, float]]:
    """Account -> (x, y) in -1..1, the same for the same edges and seed."""
    graph = nx.Graph()
    graph.add_nodes_from(sorted({account for edge in edges for account in edge}))
    graph.add_edges_from(sorted(edges))
    if graph.number_of_nodes() > LARGEST:
        places = nx.circular_layout(sorted(graph, key=lambda n: (-graph.degree[n], n)))
    else:
        places = nx.spring_layout(graph, seed=seed, iterations=60)
    # Six decimals: the picture needs no more, and no platform's last bit shows.
    return {int(n): (round(float(xy[0]), 6), round(float(xy[1]), 6)) for n, xy in places.items()}
