"""The text benchmark: how groups are judged, and that the figures that are promised are reached."""

import os
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from overt.evaluate.peer_environment import peer_python
from overt.evaluate.text import PACKAGES, PEERS, text
from overt.evaluate.text_truth import NEEDED, judged
from overt.simulate.edited_texts import EditedTexts
from overt.simulate.text_edits import EDITS

EDIT = {name: i for i, name in enumerate(EDITS)}


def silent(stage: str, detail: str) -> None:
    """No progress."""


def truth(rows: list[tuple[str, int, str, int, float]]) -> EditedTexts:
    """Posts from (text, family, edit or "", template, share of fixed words)."""
    texts, family, edits, template, fixed = zip(*rows, strict=True)
    edit = [EDIT.get(name, -1) for name in edits]
    columns = [np.zeros(len(rows), np.int64), *(np.array(c, np.int64) for c in (family, edit, template))]
    return EditedTexts(pa.array(texts), *columns, np.array(fixed))


def test_how_groups_are_judged():
    made = truth(
        [
            ("a", 0, "", -1, 0),
            ("a1", 0, "20% of words", -1, 0),
            ("a2", 0, "20% of words", -1, 0),
            ("a3", 0, "emoji", -1, 0),
            ("b", 1, "", -1, 0),
            ("b1", 1, "5% of words", -1, 0),
            ("t1", -1, "", 0, 0.5),
            ("t2", -1, "", 0, 0.5),
            ("u1", -1, "", 1, 0.8),
            ("u2", -1, "", 1, 0.8),
            ("lone", -1, "", -1, 0),
        ]
    )
    groups = np.array([0, 0, 2, 0, 4, 0, 6, 6, 8, 8, 10])
    found = judged(made, np.arange(11), groups)
    assert found.recall["20% of words"] == 0.5
    assert found.recall["5% of words"] == 0
    assert found.recall["emoji"] == 1
    assert np.isnan(found.recall["another link"])
    # members a1, a3 (right), b1 in the group of a (wrong), t2 (wrong), u2 (counts neither way)
    assert found.right == 2 / 4
    # pairs: three of a's and three with b1, t's one; u's left out
    assert found.right_pairs == 3 / 7
    assert found.grouped == 8
    assert found.templates["0.5"] == found.templates["0.8"] == 1
    assert not found.enough


def test_posts_with_one_text_are_together():
    made = truth([("a", 0, "", -1, 0), ("a", 0, "another link", -1, 0), ("x", -1, "", -1, 0)])
    found = judged(made, np.array([0, 0, 1]), np.arange(2))
    assert found.recall["another link"] == 1
    assert found.grouped == 0
    assert np.isnan(found.right)


def test_what_is_promised_is_reached_on_a_small_set(tmp_path: Path):
    (size,) = text([20_000], tmp_path, {}, 11, silent)
    (ours,) = size.runs
    assert ours.quality.enough, ours.quality.recall
    assert ours.quality.right > 0.99
    assert ours.quality.right_pairs > 0.99
    assert all(ours.quality.recall[name] > 0.95 for name in ("look-alikes .3", "tags appended", "emoji"))
    assert not any(size.exact.recall[name] > 0.1 for name in NEEDED)
    facts = size.facts()
    assert facts["cheapest_peer"] is None
    assert facts["runs"][0]["cpu_per_million"] == pytest.approx(ours.cpu / size.texts * 1e6)
    assert ours.memory < 700


def test_the_command(overt: Any, tmp_path: Path):
    done = overt("bench", "text", "--posts", 2_000, "--no-peers", "--work", tmp_path, "--quiet")
    assert done.code == 0, done.err
    assert "20% of words" in done.out
    assert "Recall by language: en" in done.out
    done = overt("bench", "text", "--posts", 2_000, "--no-peers", "--json", "--quiet")
    assert '"cpu_per_million"' in done.out


@pytest.mark.nightly
def test_a_million_posts_and_peers(tmp_path: Path):
    home = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "overt"
    python = peer_python(home, "text-peers", PACKAGES, "check the package index")
    pythons = {peer.name: python for peer in PEERS if peer.name != "d3lta"}
    for size in text([100_000, 1_000_000], tmp_path, pythons, 1, silent):
        ours = size.runs[0]
        assert ours.quality.enough
        assert ours.quality.right > 0.99
        assert ours.memory < 1_000 + ours.memory_before
        assert size.cheapest is not None
        assert size.cheapest.cpu > 2 * ours.cpu
