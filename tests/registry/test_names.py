"""Names that are the same, names that only look it, and the fast search beside the slow comparison."""

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from overt.registry.likeness import Likeness, shapes, without_one
from overt.registry.lookalikes import LOOKALIKES
from overt.registry.names import (
    ALIKE,
    EDITED,
    HIDDEN,
    SAME,
    fold_handle,
    handle_likeness,
    hides,
    name_likeness,
    one_edit,
    skeleton,
)

LETTERS = "ab1lIioO0_.@ mrnwvWM" + "аеорсАІ" + "\u200b\u200d\ufe0f\u0301\x00" + "éﬁ㎜K\u0130ßﷺ𝐚ａ한글"
TEXT = st.text(st.one_of(st.sampled_from(LETTERS), st.characters(exclude_categories=[])), max_size=14)
SHORT = st.text(st.sampled_from("ab1l_аm"), min_size=4, max_size=8)


@pytest.mark.parametrize(
    ("seen", "how"),
    [
        ("atlantis_one", None),  # the same
        ("@Atlantis_One", None),
        (" ATLANTIS_ONE ", None),
        ("at1antis_one", ALIKE),
        ("atIantis_one", ALIKE),
        ("atlantis_0ne", ALIKE),
        ("atlantisone", ALIKE),
        ("atlantis.one", ALIKE),
        ("аtlantis_one", ALIKE),  # a Cyrillic a
        ("ａｔｌａｎｔｉｓ_one", ALIKE),
        ("atlantіs_one", ALIKE),  # a Ukrainian i
        ("atlántis_one", ALIKE),
        ("atlan\u200btis_one", HIDDEN),
        ("atlantis\u2060_one", HIDDEN),
        ("atlantis_ones", EDITED),
        ("atlantis_on", EDITED),
        ("atlantis_ome", EDITED),
        ("atlanits_one", EDITED),
        ("atlantis_two", None),
        ("the_atlantis_one", None),
        ("", None),
    ],
)
def test_likeness_of_handles(seen, how):
    assert handle_likeness(seen, "atlantis_one") == how


@pytest.mark.parametrize(
    ("seen", "listed", "how"),
    [
        ("rt_c", "rt_d", None),  # too short for anything but a disguise
        ("rtс", "rtc", ALIKE),  # a Cyrillic s in a Latin word
        ("rt\u200bc", "rtc", HIDDEN),
        ("ВВС", "BBC", None),  # a word of its own in Cyrillic
        ("rnodern", "modern", ALIKE),
        ("vvorld", "world", ALIKE),
    ],
)
def test_short_handles_and_letters_of_two(seen, listed, how):
    assert handle_likeness(seen, listed) == how


@pytest.mark.parametrize(
    ("seen", "how"),
    [
        ("Atlantis Daily", SAME),
        ("atlantis  daily!", SAME),
        ("Atlántis-Daily 🌊", SAME),
        ("Atlantis Daily ❤️", SAME),  # with a variation selector, which hides nothing
        ("Аtlantis Daily", ALIKE),
        ("At1antis Daily", ALIKE),
        ("𝐀𝐭𝐥𝐚𝐧𝐭𝐢𝐬 Daily", ALIKE),
        ("Atlan\u200btis Daily", HIDDEN),
        ("Atlan\u00adtis Daily", HIDDEN),
        ("Atlantis Dally", ALIKE),
        ("Atlantis Weekly", None),
        ("Atlantis Dail", None),  # display names are not compared letter by letter
        ("", None),
        ("🌊", None),
    ],
)
def test_likeness_of_names(seen, how):
    assert name_likeness(seen, "Atlantis Daily") == how


def test_a_script_that_needs_unseen_characters_hides_nothing():
    assert not hides("خبرگزاری‌ها")
    assert not hides("\u200eAtlantis\u200f")
    assert name_likeness("خبرگزاری‌ها", "خبرگزاریها") == SAME


def test_the_kelvin_sign_is_no_k():
    assert fold_handle("\u212aelvin") != "kelvin"
    assert handle_likeness("\u212aelvin", "kelvin") == ALIKE
    assert fold_handle("ИВАН") == "иван"


def test_lookalikes_end_in_ascii():
    assert len(LOOKALIKES) > 200
    assert all(len(c) == 1 and not c.isascii() for c in LOOKALIKES)
    assert all(t.isascii() and t.isalnum() and t == t.lower() for t in LOOKALIKES.values())


@given(TEXT)
def test_a_skeleton_is_that_of_its_characters_and_no_case(text):
    assert skeleton(text) == "".join(skeleton(c) for c in text)
    if text.isascii():
        assert skeleton(text) == skeleton(text.upper()) == skeleton(text.lower())


def distance(a: str, b: str) -> int:
    """Edits between two texts, two neighbours that changed places being one (optimal string alignment)."""
    rows = [[i + j if not i or not j else 0 for j in range(len(b) + 1)] for i in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            rows[i][j] = min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + (a[i - 1] != b[j - 1]))
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
    return rows[-1][-1]


@given(SHORT, SHORT)
@example("abba", "baab")
@example("abcd", "bacd")
def test_one_edit_is_distance_one(a, b):
    assert one_edit(a, b) == (distance(a, b) == 1)


@settings(max_examples=300)
@given(st.lists(TEXT, max_size=8))
def test_shapes_are_equal_where_skeletons_are(texts):
    texts = [*texts, "x" * 300, "ﷺ" * 3]
    found = shapes(texts)
    for i, a in enumerate(texts):
        assert (found[i] == 0) == (skeleton(a) == "")
        for j, b in enumerate(texts):
            assert (found[i] == found[j]) == (skeleton(a) == skeleton(b))


@given(st.lists(SHORT, min_size=1, max_size=6))
def test_texts_without_one_letter(texts):
    hashes, there = without_one(texts)
    seen = {}
    for n, text in enumerate(texts):
        shorter = [text, *(text[:i] + text[i + 1 :] for i in range(len(text)))]
        assert there[:, n].sum() == len(shorter)
        for one, value in zip(shorter, hashes[there[:, n], n], strict=True):
            assert seen.setdefault(one, value) == value
    assert len(set(seen.values())) == len(seen)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.one_of(SHORT, TEXT), min_size=1, max_size=8), st.lists(st.one_of(SHORT, TEXT), max_size=12))
def test_the_search_finds_what_comparing_each_with_each_finds(listed, given_):
    handles = sorted({fold_handle(t) for t in listed} - {""})
    names = sorted({t for t in listed if t})
    looks = Likeness(handles, names)
    assert looks.handles(given_) == each(given_, handles, handle_likeness)
    assert looks.names(given_) == each(given_, names, name_likeness)


def each(given_, listed, how):
    pairs = ((i, j) for i in range(len(given_)) for j in range(len(listed)))
    return [(i, j, found) for i, j in pairs if (found := how(given_[i], listed[j])) is not None]


def test_nothing_listed_and_nothing_given():
    assert Likeness([], []).handles(["somebody"]) == []
    assert Likeness(["somebody"], ["Some Body"]).names([]) == []
    assert np.array_equal(shapes([]), np.zeros(0, np.uint64))


def test_long_names_are_cut_not_refused():
    long = "a" * 100_000
    assert Likeness([long], [long]).names([long]) == [(0, 0, SAME)]
    assert Likeness([long], []).handles([long + "b"]) == [(0, 0, ALIKE)]  # the same as far as it is looked at
