"""Communities, what makes one stand, who is only copied, and a network's own p."""

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.model.edge import Edges, Strongest
from overt.networks.communities import communities, standing
from overt.networks.find import find
from overt.networks.layout import LARGEST, layout
from overt.networks.permutation import largest_network, network_p
from overt.networks.roles import targets

modest = settings(max_examples=80, deadline=None)


def ints(values):
    return np.array(list(values), np.int64)


graphs = st.sets(
    st.tuples(st.integers(0, 14), st.integers(0, 14)).filter(lambda p: p[0] < p[1]), min_size=0, max_size=40
).map(sorted)


def clique(*members):
    return [(a, b) for i, a in enumerate(members) for b in members[i + 1 :]]


def columns(pairs):
    return ints(a for a, _ in pairs), ints(b for _, b in pairs)


def found_in(pairs, p=1e-8, seed=0):
    return communities(*columns(pairs), np.full(len(pairs), p), seed)


def test_two_groups_with_a_thin_bridge():
    pairs = [*clique(5, 6, 7, 8, 9, 10), *clique(0, 1, 2, 3), (3, 5)]
    found = found_in(pairs)
    assert {found[a] for a in (5, 6, 7, 8, 9, 10)} == {0}  # the larger one comes first
    assert {found[a] for a in (0, 1, 2, 3)} == {1}


def test_no_edge_no_community():
    assert found_in([]) == {}


@modest
@given(graphs, st.integers(0, 3))
def test_communities_are_the_same_every_time_and_cover_everybody(pairs, seed):
    found = found_in(pairs, seed=seed)
    assert found == found_in(list(reversed(pairs)), seed=seed)
    assert set(found) == {account for pair in pairs for account in pair}
    sizes = [list(found.values()).count(c) for c in range(max(found.values(), default=-1) + 1)]
    assert sizes == sorted(sizes, reverse=True)
    # No community holds accounts that no path of edges joins.
    graph = nx.Graph(pairs)
    for number in range(len(sizes)):
        members = [a for a, c in found.items() if c == number]
        assert nx.is_connected(graph.subgraph(members))


def test_strength_beyond_the_cap_weighs_no_more():
    pairs = [*clique(0, 1, 2), *clique(3, 4, 5), (2, 3)]
    a, b = columns(pairs)
    p = np.where((a == 2) & (b == 3), 0.0, 1e-60)  # a p of zero is no infinite weight
    assert set(communities(a, b, p, 0)) == set(range(6))


@pytest.mark.parametrize(
    ("pairs", "least", "stands"),
    [
        (clique(0, 1, 2), 3, True),
        (clique(0, 1, 2), 4, False),
        ([(0, 1)], 2, False),
        ([(0, 1), (1, 2), (2, 3)], 3, False),  # a chain
        ([(0, 1), (0, 2), (0, 3), (0, 4)], 3, False),  # a star
        ([(0, 1), (1, 2), (2, 3), (0, 3)], 3, False),  # a square
        ([*clique(0, 1, 2), (2, 3)], 4, True),
    ],
)
def test_a_network_needs_a_triangle(pairs, least, stands):
    accounts = {account for pair in pairs for account in pair}
    together = dict.fromkeys(accounts, 0)
    found = standing(together, *columns(pairs), least)
    assert found == (together if stands else {})


@modest
@given(graphs, st.integers(2, 5))
def test_standing(pairs, least):
    community = found_in(pairs)
    found = standing(community, *columns(pairs), least)
    graph = nx.Graph(pairs)
    for number in set(community.values()):
        members = {a for a, c in community.items() if c == number}
        inner = graph.subgraph(members)
        closed = any(t for t in nx.triangles(inner).values())
        stands = closed and len(members) >= least
        assert all((a in found) == stands for a in members)
        assert len({found[a] for a in members if a in found}) <= 1
    assert set(found.values()) == set(range(len(set(found.values()))))


def roles(edges):
    """edges: (a, b, low_first, untied)."""
    return targets(*(ints(column) for column in zip(*edges, strict=True))) if edges else set()


def test_targets():
    assert roles([]) == set()
    assert roles([(0, 1, 9, 10), (0, 2, 10, 10)]) == {0}
    assert roles([(0, 1, 1, 10)]) == {1}  # the higher account of an edge may lead as well
    assert roles([(0, 1, 8, 10)]) == set()  # eight of ten is not always
    assert roles([(0, 1, 2, 2)]) == set()  # two are too few to tell
    assert roles([(0, 1, 0, 0)]) == set()  # all ties: nobody leads
    assert roles([(0, 1, 10, 10), (0, 2, 5, 10)]) == set()  # once among equals, it is no longer only copied


@modest
@given(graphs, st.data())
def test_no_edge_joins_two_targets(pairs, data):
    edges = []
    for a, b in pairs:
        untied = data.draw(st.integers(0, 12))
        edges.append((a, b, data.draw(st.integers(0, untied)), untied))
    found = roles(edges)
    for a, b, low_first, untied in edges:
        assert not {a, b} <= found
        for account, first in ((a, low_first), (b, untied - low_first)):
            if account in found:
                assert untied >= 3
                assert 10 * first >= 9 * untied


def edges_of(rows):
    """rows: (a, b, low_first, untied), all synchronised."""
    a, b, low_first, untied = (ints(column) for column in zip(*sorted(rows), strict=True))
    n = len(a)
    p, one = np.full(n, 1e-9), np.ones(n, np.int64)
    strongest = Strongest(one, one, one, one, np.ones(n))
    return Edges(a, b, np.ones(n, bool), p, p, p, p, strongest, one, np.ones(n), 5 * one, low_first, untied)


def no_copies():
    return [], []


def test_find_leaves_the_copied_out_and_remembers_who_copied_them():
    ring = [(a, b, 5, 10) for a, b in clique(1, 2, 3, 4)]
    copied = [(0, member, 10, 10) for member in (1, 2, 3, 4)]
    pair = [(8, 9, 5, 10)]
    found = find(edges_of([*ring, *copied, *pair]), 3, 0, 10, no_copies)
    (network,) = found.networks
    assert network.id == "N1"
    assert network.members == (1, 2, 3, 4)
    assert network.targets == (0,)
    assert len(network.edges) == 6
    assert len(found.leads) == 5
    assert found.of()[0] == ("N1", "target")
    assert set(found.place) == {1, 2, 3, 4}


def test_copiers_alone_are_a_network_without_the_copied():
    """However many echo an innocent account, it stays outside."""
    for copiers in range(1, 8):
        echo = [(0, 1 + c, 20, 20) for c in range(copiers)]
        among = [(a, b, 5, 10) for a, b in clique(*range(1, 1 + copiers))]
        found = find(edges_of([*echo, *among]), 3, 0, 20, no_copies)
        assert 0 not in {member for network in found.networks for member in network.members}
        assert len(found.networks) == (copiers >= 3)


def test_nothing_stands_then_everything_is_a_lead():
    def never():
        raise AssertionError("no copies are needed where no network stands")

    found = find(edges_of([(0, 1, 5, 10), (1, 2, 5, 10)]), 3, 0, 5, never)
    assert found.networks == ()
    assert found.leads == (0, 1)


def test_network_p():
    copies = [ints([0] * 150 + [3] * 40 + [8] * 9), ints([0] * 199)]
    assert network_p([8, 0], copies) == 10 / 200
    assert network_p([9, 0], copies) == 1 / 200
    assert network_p([9, 1], copies) == 2 / 200  # two scales were looked at
    assert network_p([3, 1], copies) == 2 / 200
    assert network_p([1, 0], copies) == 50 / 200
    assert network_p([0, 0], copies) == 1.0  # no edge at any scale: nothing to be surprised at
    assert network_p([1, 1], [ints([5] * 19)] * 2) == 1.0


@modest
@given(graphs)
def test_largest_network(pairs):
    keys = ints(a * 20 + b for a, b in pairs)
    graph = nx.Graph(pairs)
    expected = max((graph.subgraph(c).number_of_edges() for c in nx.connected_components(graph)), default=0)
    assert largest_network(keys, 20) == expected


@modest
@given(graphs)
def test_layout_is_the_same_every_time_and_stays_in_the_frame(pairs):
    found = layout(pairs, 3)
    assert found == layout(list(reversed(pairs)), 3)
    assert set(found) == {account for pair in pairs for account in pair}
    assert all(abs(x) <= 1 and abs(y) <= 1 for x, y in found.values())


def test_a_hairball_is_a_circle():
    ring = [(a, a + 1) for a in range(LARGEST + 1)]
    places = np.array(list(layout(ring, 0).values()))
    np.testing.assert_allclose(np.hypot(*places.T), 1, atol=1e-5)
