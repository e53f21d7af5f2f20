"""`overt bench media --quick`: it runs, says what it counts, and the plain edits are found."""

import json

import numpy as np
import pytest

from overt.evaluate.media import _compared, _together, media

pytestmark = pytest.mark.long


@pytest.fixture(scope="module")
def lines(overt):
    done = overt("bench", "media", "--quick", "--json", "--quiet")
    assert done.code == 0, done.err
    return json.loads(done.out)


def test_every_edit_has_a_line(lines):
    copies = [line for line in lines if "edit" in line]
    assert {line["what"] for line in copies} == {"picture", "film", "sound"}
    assert all(line["found"] + line["wrong"] <= line["copies"] for line in copies)
    assert all(0 <= line["recall"] <= 1 for line in copies)


def test_plain_copies_are_found_and_strangers_are_not(lines):
    recall = {(line["what"], line["edit"]): line["recall"] for line in lines if "edit" in line}
    assert recall["picture", "half the size"] >= 0.75
    assert recall["picture", "mirror"] >= 0.75
    assert recall["film", "encoded again, half the size"] == recall["sound", "mirror"] == 1
    strangers = {line["kind"]: line for line in lines if "kind" in line}
    assert strangers["of different kinds"]["together"] == 0
    assert strangers["of different kinds"]["pairs"] == 64 * 63 // 2
    assert strangers["same layout, other words"]["together"] == 0


def test_counting():
    assert _together(np.array([0, 0, 2, 0, 4])) == (10, 3)

    def first_letters(pile):
        return np.array([[p[0] for p in pile].index(p[0]) for p in pile])

    line = _compared("picture", "an edit", ["a", "b", "c"], ["a1", "a2", "d"], first_letters)
    assert (line.copies, line.found, line.wrong) == (3, 1, 1)
    beside = _compared("film", "split", ["a", "b", "c"], ["b1", None, "a2"], first_letters, beside=1)
    assert (beside.found, beside.wrong) == (2, 0)


@pytest.mark.nightly
def test_films_may_be_left_out():
    lines = list(media(2, 2, 8, lambda stage, detail: None, only=("mirror",)))
    assert {line.edit for line in lines if hasattr(line, "edit") and line.what == "film"} == {"mirror"}
