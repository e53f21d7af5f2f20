"""Edited copies: what is said of them is true of them."""

import numpy as np
import pytest

from overt.simulate.edited_texts import FIXED, LONGEST, LOOSE, edited_texts
from overt.simulate.text_edits import EDITS, LOOK_ALIKES, Hand
from overt.simulate.tongues import LANGUAGES, UNSPACED, ranks, tongue


@pytest.fixture(scope="module")
def made():
    return edited_texts(6_000, 2)


def test_the_same_seed_gives_the_same_posts(made):
    again = edited_texts(6_000, 2)
    assert again.texts.equals(made.texts)
    assert (again.family == made.family).all()
    assert not edited_texts(6_000, 3).texts.equals(made.texts)


def test_every_row_is_one_thing(made):
    assert 5_900 < len(made) <= 6_000
    assert ((made.family >= 0) & (made.template >= 0)).sum() == 0
    assert set(np.unique(made.language)) == set(range(len(LANGUAGES)))
    assert (made.edit[made.family < 0] == -1).all()
    assert 0.2 < (made.family >= 0).mean() < 0.27
    lengths = np.array([len(text) for text in made.texts.to_pylist()])
    assert (lengths[made.family < 0] <= LONGEST + 90).all(), "a link and a mention come on top"
    assert 40 < np.median(lengths) < 120


def test_families_have_one_original_and_edits_of_it(made):
    originals = made.originals
    assert (made.family[originals] == np.arange(len(originals))).all()
    assert (np.bincount(made.family[made.family >= 0]) > 0).all()
    texts = made.texts.to_pylist()
    for row in np.flatnonzero(made.edit >= 0)[:200].tolist():
        assert made.language[row] == made.language[originals[made.family[row]]]
    links = np.flatnonzero(made.edit == list(EDITS).index("another link"))
    for row in links.tolist():
        assert texts[row].startswith(texts[originals[made.family[row]]] + " https://")


def test_templates_share_what_they_fix(made):
    texts = made.texts.to_pylist()
    known = made.fixed[made.template >= 0]
    assert min(FIXED) - 0.1 < known.min() < LOOSE < known.max() < 1
    for number in np.unique(made.template[made.template >= 0])[::7].tolist():
        rows = np.flatnonzero(made.template == number)
        if len(rows) < 2 or LANGUAGES[made.language[rows[0]]] in UNSPACED:
            continue
        shared = set.intersection(*(set(texts[row].split()) for row in rows))
        size = max(len(texts[row].split()) for row in rows)
        assert len(shared) >= made.fixed[rows[0]] * size * 0.4, "words may repeat, ends may carry a mark"


@pytest.fixture
def hand():
    spoken = tongue("en", 1)
    rng = np.random.default_rng(1)
    words = spoken.words.to_pylist()
    return Hand(rng, lambda: words[int(rng.integers(1_000, 20_000))], spoken.letters, " ")


@pytest.mark.parametrize("share", [5, 10, 20, 30])
def test_as_many_words_change_as_is_said(hand, share):
    words = tongue("en", 1).words.to_pylist()[:40]
    for _ in range(30):
        left = set(EDITS[f"{share}% of words"](hand, words).split())
        assert 0 <= 40 - len(left & set(words)) <= 0.4 * share


@pytest.mark.parametrize("share", [5, 10])
def test_as_many_letters_change_as_is_said(hand, share):
    words = ["x" * 9] * 30
    changed = [300 - EDITS[f"{share}% of characters"](hand, words).count("x") for _ in range(40)]
    spaces = 29
    of_letters = (np.mean(changed) - spaces) / 270
    assert 0.2 * share / 100 < of_letters < 1.2 * share / 100


def test_look_alikes_are_other_letters(hand):
    assert all(letter not in others for letter, others in LOOK_ALIKES.items())
    text = EDITS["look-alikes .3"](hand, ["abcdefghij"] * 40)
    assert len(text) == 40 * 11 - 1
    kept = sum(a == b for a, b in zip(text, " ".join(["abcdefghij"] * 40), strict=True))
    assert 0.6 < kept / len(text) < 0.85


def test_frequent_words_are_short_and_frequent():
    rng = np.random.default_rng(1)
    drawn = np.bincount(ranks(rng, 20_000, 100_000), minlength=20_000)
    assert drawn[:10].sum() > 5 * drawn[1_000:1_010].sum()
    for name in LANGUAGES:
        words = tongue(name, 1).words.to_pylist()
        assert len(set(words)) == len(words) == 20_000
        assert np.mean([len(w) for w in words[:100]]) < np.mean([len(w) for w in words[-1_000:]])
