"""Groups are stars: no chains, whatever the order, and every item has one representative."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.media.star import Comparison, Proposed, stars


class OnALine(Comparison):
    """Items are numbers; those at most `reach` apart are alike."""

    def __init__(self, places, reach):
        self.places, self.reach = places, reach
        self.chosen, self.compared = [], 0

    def choose(self, item):
        self.chosen.append(item)

    def near(self, item, representatives_only):
        among = self.chosen if representatives_only else range(len(self.places))
        return [Proposed(i, (item, i)) for i in among if i != item and abs(self.places[i] - self.places[item]) < 50]

    def likeness(self, guess):
        self.compared += 1
        apart = abs(self.places[guess[0]] - self.places[guess[1]])
        return 1 - apart / 100 if apart <= self.reach else 0.0


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 200), min_size=1, max_size=40), st.integers(0, 40), st.randoms())
def test_every_member_is_like_its_representative(places, reach, random):
    order = list(range(len(places)))
    random.shuffle(order)
    group = stars(order, OnALine(places, reach))
    for item, other in enumerate(group):
        assert group[other] == other
        assert abs(places[item] - places[other]) <= reach
    apart = sorted({int(g) for g in group})
    assert all(abs(places[a] - places[b]) > reach for a in apart for b in apart if a < b)


def test_a_chain_makes_no_group():
    assert stars([0, 1, 2], OnALine([0, 10, 20], 10)).tolist() == [0, 0, 2]
    assert stars([1, 0, 2], OnALine([0, 10, 20], 10)).tolist() == [1, 1, 1]


def test_ten_thousand_copies_are_compared_once_each():
    compared = OnALine(list(np.zeros(10_000, int)), 5)
    assert set(stars(range(10_000), compared).tolist()) == {0}
    assert compared.compared < 20_001
