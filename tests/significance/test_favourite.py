"""The account that two people both pass on most: what is close without it?"""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from overt.model.co_use import CO_USE_COLUMNS, CoUses
from overt.model.scale import SECOND, Scale
from overt.significance import reference
from overt.significance.background import HubTotals
from overt.significance.favourite import of_favourite
from overt.significance.strangers import Ties
from overt.significance.synchrony import FOLLOWING_FROM, Origin, pair_test, trials

HALF_HOUR = Scale(1_800, 86_400, 3.0)
MINUTE = Scale(60, 3_600)
DAY = 86_400
NO_HUBS = HubTotals(*[np.zeros(0, np.int64)] * 3)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-1, 3)), max_size=30))
def test_against_counting(rows):
    pair, author = ([r[i] for r in rows] for i in (0, 1))
    found = of_favourite(np.array(pair, np.int64), np.array(author, np.int64))
    assert found.tolist() == reference.of_favourite(pair, author)


def two_people(authors, gap, scale, without=frozenset()):
    """Two accounts meet once a day, `gap` seconds apart, each time on a new post of the author given for the day."""
    n = len(authors)
    days = np.arange(n) * DAY * SECOND
    columns = {
        "trace": np.zeros(n), "object": np.arange(n), "t_first": days, "t_second": days + gap * SECOND,
        "first": np.zeros(n), "second": np.ones(n), "post_first": np.arange(n), "post_second": n + np.arange(n),
    }  # fmt: skip
    co = CoUses(**{name: columns[name].astype(np.int64) for name in CO_USE_COLUMNS}, accounts=2)
    origin = Origin(np.full(n, -1, np.int64), np.tile(np.array(authors, np.int64), 2))
    flat = np.full((2, 24), 1 / 24)
    made = trials(
        co,
        0,
        scale,
        np.ones(2, np.int64),
        flat,
        Ties(np.ones(n, bool), np.ones(n, bool)),
        NO_HUBS,
        origin,
        1 << 24,
        without,
    )
    return pair_test(made, 3)


def test_fans_of_one_account_are_not_synchronised_within_half_an_hour():
    assert two_people([7] * 20, 600, HALF_HOUR).p[0] == 1
    assert two_people([7] * 20, 600, HALF_HOUR, frozenset({"favourite"})).p[0] < 1e-10


def test_what_is_beyond_the_favourite_still_counts():
    beyond = two_people([7] * 20 + [1, 2, 3, 4, 5, 6] * 2, 600, HALF_HOUR)
    assert beyond.p[0] < 1e-6
    assert beyond.n[0] == 32
    assert two_people([-1] * 20, 600, HALF_HOUR).p[0] < 1e-10


def test_who_was_passed_on_once_is_no_favourite():
    apart = two_people([1, 2, 3], 600, HALF_HOUR)
    assert apart.p[0] == two_people([-1] * 3, 600, HALF_HOUR).p[0] < 0.01
    assert two_people([1, 1, 3], 600, HALF_HOUR).p[0] == 1


def test_a_minute_is_too_soon_for_a_habit():
    assert MINUTE.within < FOLLOWING_FROM <= HALF_HOUR.within
    assert two_people([7] * 20, 20, MINUTE).p[0] < 1e-10


def test_what_can_be_reached_is_what_can_be_reached_beyond():
    test = two_people([7] * 20 + [8] * 5, 600, HALF_HOUR)
    assert test.attainable[0] <= test.p[0]
    assert test.attainable[0] == two_people([8] * 5, 600, HALF_HOUR, frozenset({"favourite"})).attainable[0]
