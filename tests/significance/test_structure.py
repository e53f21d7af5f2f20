"""The structure test against plain loops."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from overt.model.margins import Margins
from overt.significance import reference, structure
from overt.significance.bicm import connection_probabilities

modest = settings(max_examples=60, deadline=None)


def margins_of(used, strata):
    """Margins of a 0/1 table of accounts x objects; `strata`: stratum of each object."""
    account, stratum, k = [], [], []
    for i in range(used.shape[0]):
        for s in range(strata.max() + 1):
            number = int(used[i, strata == s].sum())
            if number:
                account.append(i)
                stratum.append(s)
                k.append(number)
    classes = {}
    for j in range(used.shape[1]):
        if used[:, j].any():
            key = (int(strata[j]), int(used[:, j].sum()))
            classes[key] = classes.get(key, 0) + 1
    rows = sorted((*key, number) for key, number in classes.items())
    columns = [np.array(c, np.int64) for c in zip(*rows, strict=True)] or [np.zeros(0, np.int64)] * 3
    return Margins(np.array(account, np.int64), np.array(stratum, np.int64), np.array(k, np.int64), *columns, len(used))


@st.composite
def tables(draw):
    shape = (draw(st.integers(2, 7)), draw(st.integers(1, 9)))
    used = draw(hnp.arrays(bool, shape))
    strata = draw(hnp.arrays(np.int64, shape[1], elements=st.integers(0, 2)))
    return used, strata


def pairs(accounts):
    return np.triu_indices(accounts, 1)


@modest
@given(tables())
def test_expected_shared(table):
    margins = margins_of(*table)
    if not len(margins.k):
        return
    a, b = pairs(len(table[0]))
    expected = [reference.expected_shared(margins, int(i), int(j)) for i, j in zip(a, b, strict=True)]
    np.testing.assert_allclose(structure.expected_shared(margins, a, b), expected, rtol=1e-12, atol=1e-15)


def test_expected_shared_by_hand():
    # Three accounts, one stratum: d = 3, 2, 2; E = 7, S = 6 + 2 + 2 = 10; k = 3, 2, 2.
    used = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 1]], bool)
    margins = margins_of(used, np.zeros(3, np.int64))
    lam = structure.expected_shared(margins, np.array([0, 1]), np.array([1, 2]))
    np.testing.assert_allclose(lam, [60 / 49, 40 / 49])


def test_the_shared_counts_are_what_is_expected_under_the_model():
    """Chung-Lu tables drawn with given margins share, on average, as many objects as expected_shared says."""
    rng = np.random.default_rng(1)
    k, d = rng.integers(5, 30, 40), rng.integers(2, 8, 300)
    chance = np.outer(k, d) / d.sum() * (d.sum() / k.sum())
    chance = np.minimum(chance, 1.0)
    real, told = 0.0, 0.0
    for _ in range(30):
        used = rng.random(chance.shape) < chance
        margins = margins_of(used, np.zeros(300, np.int64))
        a, b = pairs(40)
        told += structure.expected_shared(margins, a, b).sum()
        real += (used[a] & used[b]).sum()
    assert told == pytest.approx(real, rel=0.05)


@modest
@given(st.integers(0, 40), st.floats(1e-6, 30))
def test_poisson_tail(count, mean):
    assert structure.tail(np.array([count]), np.array([mean]))[0] == pytest.approx(
        reference.poisson_tail(count, mean), rel=1e-9
    )


@modest
@given(tables(), st.sampled_from([1e-6, 1e-4, 1e-2, 0.1, 0.5]))
def test_hypotheses_are_all_pairs_that_can_be_rejected(table, threshold):
    margins = margins_of(*table)
    if not len(margins.k):
        return
    assert structure.hypotheses(margins, threshold) == reference.reachable_pairs(margins, threshold)


@modest
@given(tables(), st.sampled_from([1e-4, 1e-2, 0.1, 0.5]))
def test_no_pair_that_can_be_rejected_is_unpaid(table, threshold):
    """m counts at least the pairs whose real shared count could give p <= threshold."""
    margins = margins_of(*table)
    if not len(margins.k):
        return
    used = table[0]
    a, b = pairs(len(used))
    p = structure.tail((used[a] & used[b]).sum(axis=1), structure.expected_shared(margins, a, b))
    attained = (used[a] & used[b]).any(axis=1) & (p <= threshold)
    assert attained.sum() <= structure.hypotheses(margins, threshold)


@modest
@given(tables())
def test_attainable_is_never_above_the_p_seen(table):
    margins = margins_of(*table)
    if not len(margins.k):
        return
    a, b = pairs(len(table[0]))
    expected = structure.expected_shared(margins, a, b)
    seen = structure.tail((table[0][a] & table[0][b]).sum(axis=1), expected)
    assert (structure.attainable(margins, a, b, expected) <= seen + 1e-12).all()


@st.composite
def sparse_tables(draw):
    """No account uses everything and nothing is used by everybody: the maximum-entropy model then has a solution."""
    used = draw(hnp.arrays(bool, (draw(st.integers(4, 9)), draw(st.integers(4, 9)))))
    while True:
        rows = used.any(axis=1) & ~used.all(axis=1)
        used = used[rows]
        columns = used.any(axis=0) & ~used.all(axis=0) if len(used) else np.zeros(used.shape[1], bool)
        if rows.all() and columns.all():
            return used
        used = used[:, columns]


@modest
@given(sparse_tables())
def test_bicm_by_degree_is_bicm_by_node(used):
    if used.size == 0:
        return
    k, d = used.sum(axis=1), used.sum(axis=0)
    sizes, accounts = np.unique(k, return_counts=True)
    widths, objects = np.unique(d, return_counts=True)
    fast = connection_probabilities(sizes, accounts, widths, objects)
    slow = reference.bicm([int(x) for x in k], [int(x) for x in d], 500)
    np.testing.assert_allclose(
        fast[np.searchsorted(sizes, k)][:, np.searchsorted(widths, d)], slow, rtol=1e-5, atol=1e-7
    )


def test_bicm_gives_back_the_degrees():
    rng = np.random.default_rng(3)
    used = rng.random((60, 90)) < 0.12 * rng.random((60, 1)) + 0.02
    used = used[used.any(axis=1)][:, used.any(axis=0)]
    sizes, accounts = np.unique(used.sum(axis=1), return_counts=True)
    widths, objects = np.unique(used.sum(axis=0), return_counts=True)
    p = connection_probabilities(sizes, accounts, widths, objects)
    np.testing.assert_allclose(p @ objects, sizes, rtol=1e-6)
    np.testing.assert_allclose(accounts @ p, widths, rtol=1e-6)
    assert ((p >= 0) & (p <= 1)).all()


@modest
@given(tables())
def test_refit_never_expects_more_than_all(table):
    margins = margins_of(*table)
    if not len(margins.k):
        return
    a, b = pairs(len(table[0]))
    refitted = structure.refit(margins, a, b)
    totals = table[0].sum(axis=1)
    # Where somebody used everything the model has its solution at infinity, and the fit stops on the way there.
    assert (refitted <= 1.02 * np.minimum(totals[a], totals[b])).all()
    assert (refitted >= 0).all()


@modest
@given(sparse_tables())
def test_refit_is_the_sum_of_joint_chances(used):
    if used.size == 0:
        return
    k, d = used.sum(axis=1), used.sum(axis=0)
    p = reference.bicm([int(x) for x in k], [int(x) for x in d], 500)
    a, b = pairs(len(used))
    expected = [(p[i] * p[j])[d >= 2].sum() for i, j in zip(a, b, strict=True)]
    margins = margins_of(used, np.zeros(used.shape[1], np.int64))
    np.testing.assert_allclose(structure.refit(margins, a, b), expected, rtol=1e-4, atol=1e-6)


def test_a_pair_with_the_same_rare_taste_stands_out_and_nobody_else():
    rng = np.random.default_rng(7)
    used = rng.random((40, 400)) < 0.03
    used[0, 380:], used[1, 380:] = True, True
    margins = margins_of(used, np.zeros(400, np.int64))
    a, b = pairs(40)
    shared = (used[a] & used[b]).sum(axis=1)
    some = shared > 0
    a, b, shared = a[some], b[some], shared[some].astype(np.int64)
    expected = structure.expected_shared(margins, a, b)
    tests = structure.StructureTest(
        np.zeros(len(a), np.int64),
        a * 40 + b,
        shared,
        expected,
        structure.tail(shared, expected),
        structure.attainable(margins, a, b, expected),
    )
    pair, p, q, m = structure.combined(tests, [margins], 0.01)
    assert pair[q <= 0.01].tolist() == [1]
    assert m <= 40 * 39 // 2
    assert (q >= p - 1e-15).all()
