"""The compiled parts against plain Python."""

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.traces.similar_text.anchors import ANCHORS, anchored, text_bits
from overt.traces.similar_text.candidates import LEADERS, SHELF, shelves
from overt.traces.similar_text.distance import cost, forget, learn, room
from overt.traces.similar_text.letters import LONGEST, Texts, decoded
from overt.traces.similar_text.outlines import LANES, agreeing, outlines
from overt.traces.similar_text.reference import distance
from overt.traces.similar_text.shingles import words
from overt.traces.similar_text.stars import stars
from overt.traces.similar_text.verify import Similar

anything = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


def letters_of(text):
    out = np.empty(LONGEST, np.uint64)
    data = np.frombuffer(text.encode(), np.uint8)
    return out[: decoded(data, 0, len(data), out)]


@given(anything)
@settings(deadline=None)
def test_letters_are_code_points(text):
    assert letters_of(text).tolist() == [ord(letter) for letter in text]


@given(st.binary(max_size=60))
@settings(deadline=None)
def test_bytes_that_are_no_text_do_no_harm(data):
    out = np.empty(LONGEST, np.uint64)
    assert 0 <= decoded(np.frombuffer(data, np.uint8), 0, len(data), out) <= len(data)


def test_no_more_letters_than_fit():
    assert letters_of("世" * (LONGEST + 10)).tolist() == [ord("世")] * LONGEST


@given(st.lists(st.text("ab世 7", max_size=60), min_size=1, max_size=8))
@settings(deadline=None)
def test_equal_words_have_equal_hashes(made):
    out = np.empty(2 * LONGEST, np.uint64)
    known: dict[int, str] = {}
    for text in made:
        found = letters_of(text)
        number = words(found, len(found), out)
        spelt = [w for part in text.replace("世", " 世 ").split() for w in [part] * (3 if part.strip("7") == "" else 1)]
        assert number == len(spelt)
        for hash_, word in zip(out[:number].tolist(), spelt, strict=True):
            assert known.setdefault(hash_, word) == word


@given(st.lists(st.lists(st.integers(0, 9), max_size=80), min_size=2, max_size=5), st.integers(0, 200))
@settings(deadline=None)
def test_cost_is_twice_the_distance_up_to_the_limit(sequences, limit):
    known = room()
    first, *rest = [np.array(one, np.uint64) for one in sequences]
    if not len(first):
        return
    known.keys[: len(first)] = first
    learn(known, len(first))
    for other in rest:
        exact = 2 * distance("".join(map(str, first)), "".join(map(str, other)))
        said = cost(known, other, len(other), limit)
        assert said == exact if exact <= limit else said > limit
    forget(known)
    assert not known.ids.any()
    assert not known.masks.any()


@given(st.lists(st.text("abc ", min_size=5, max_size=50), min_size=2, max_size=6))
@settings(deadline=None)
def test_outlines_agree_where_their_bytes_do(made):
    found = outlines(Texts.of(pa.array(made)))
    assert found.shape == (len(made), LANES)
    for a in range(len(made)):
        for b in range(len(made)):
            assert agreeing(found.view(np.uint64), a, b) == (found[a] == found[b]).sum()


def test_anchors_are_shared_and_shelves_hold_them():
    rng = np.random.default_rng(1)
    made = ["".join(rng.choice(list("abcdefghij "), 60)) for _ in range(40)]
    texts = pa.array(sorted(made + [f"{text} and more" for text in made[:25]]))
    found = anchored(Texts.of(texts))
    assert len(found.keys) <= ANCHORS * len(texts)
    owners = (found.keys & np.uint64((1 << text_bits(len(texts))) - 1)).tolist()
    assert sorted(owners) == owners
    keys = found.keys.copy()
    held = shelves(found)
    wanted: dict[int, list[int]] = {}
    for key, owner in zip((keys >> np.uint64(text_bits(len(texts)))).tolist(), owners, strict=True):
        wanted.setdefault(key, []).append(owner)
    several = sorted(sorted(texts_) for texts_ in wanted.values() if len(texts_) > 1)
    listed = [held.texts[a:b].tolist() for a, b in zip(held.starts, held.starts[1:], strict=False)]
    assert sorted(listed) == several
    for text in range(len(texts)):
        mine = held.mine[held.firsts[text] : held.firsts[text + 1]]
        assert all(text in listed[shelf] for shelf in mine)
    assert sum(map(len, listed)) == len(held.mine)


def test_the_most_typical_lead_a_large_shelf():
    texts = pa.array(sorted(f"this is the same old text every day {i:03d}" for i in range(5 * SHELF)))
    found = anchored(Texts.of(texts))
    held = shelves(found)
    large = np.flatnonzero(np.diff(held.starts) > SHELF)
    assert len(large)
    for shelf in large:
        mine = held.texts[held.starts[shelf] : held.starts[shelf + 1]]
        order = sorted(mine.tolist(), key=lambda text: (-int(found.typical[text]), text))
        assert mine[:LEADERS].tolist() == order[:LEADERS]
        assert sorted(mine[LEADERS:].tolist()) == sorted(order[LEADERS:])


@given(st.integers(2, 12).flatmap(lambda n: st.tuples(st.just(n), st.sets(st.tuples(*[st.integers(0, n - 1)] * 2)))))
@settings(deadline=None)
def test_stars_take_the_most_connected_first(case):
    number, edges = case
    edges = sorted({(min(e), max(e)) for e in edges if e[0] != e[1]})
    near = {i: {a + b - i for a, b in edges if i in (a, b)} for i in range(number)}
    wanted = list(range(number))
    free = set(range(number))
    for leader in sorted(range(number), key=lambda i: (-len(near[i]), i)):
        if leader in free:
            for text in (near[leader] & free) | {leader}:
                wanted[text] = leader
                free.discard(text)
    keys = np.array([(a << 32) | (b << 1) for a, b in edges], np.int64)
    degree = np.array([len(near[i]) for i in range(number)], np.int32)
    assert stars(Similar(keys, degree, degree)).tolist() == wanted


def test_a_frame_leads_only_what_is_nearly_the_same():
    keys = np.array([(0 << 32) | (1 << 1), (0 << 32) | (2 << 1) | 1], np.int64)
    compared = np.array([40, 2, 2], np.int32)
    alike = np.array([2, 1, 1], np.int32)
    assert stars(Similar(keys, compared, alike)).tolist() == [1, 1, 0] or stars(
        Similar(keys, compared, alike)
    ).tolist() == [0, 1, 0]
    assert stars(Similar(keys, alike, alike)).tolist() == [0, 0, 0]
