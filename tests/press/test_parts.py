"""Single stages: passages against a slow reference, speakers, offices, words turned round, a model."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from safetensors.numpy import save_file
from tokenizers import Tokenizer, models, pre_tokenizers

from overt.press.alignment import Closeness, aligned
from overt.press.compare import side_by_side
from overt.press.document import Document
from overt.press.parts import Parts
from overt.press.passages import LEAST, SEED, passages
from overt.press.sentences import sentences
from overt.press.times import dates, disagree
from overt.traces.reworded.model import load

WORDS = st.lists(st.sampled_from("aa bb cc".split()), min_size=0, max_size=40)


def laid(*texts, language="en"):
    return side_by_side([Document(f"{n}", text, language) for n, text in enumerate(texts)])


def longest_run(one, two):
    """The slow way: the longest run of words that both hold."""
    return max(
        (
            length
            for a in range(len(one))
            for b in range(len(two))
            for length in range(min(len(one) - a, len(two) - b) + 1)
            if one[a : a + length] == two[b : b + length]
        ),
        default=0,
    )


@given(WORDS, WORDS)
def test_a_long_common_run_is_a_passage_and_no_passage_is_without_one(one, two):
    told = [
        s for n, words in enumerate((one, two)) for s in sentences(Document(f"{n}", "x " + " ".join(words), "en"), n)
    ]
    found = passages(told, 2)
    run = longest_run(one, two)
    if run >= LEAST:
        assert found
    if found:
        assert run + 1 >= SEED  # the x in front of both belongs to a run, too
        assert all(p.words >= LEAST for p in found)


@given(st.integers(1, 12), st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=15))
def test_parts_are_what_hangs_together(number, joins):
    joins = [(a % number, b % number) for a, b in joins]
    parts = Parts(number)
    for a, b in joins:
        parts.join(a, b)
    slow = [{n} for n in range(number)]
    for a, b in joins:
        one, two = (next(s for s in slow if x in s) for x in (a, b))
        if one is not two:
            slow.remove(two)
            one |= two
    assert [parts.of(n) for n in range(number)] == [min(next(s for s in slow if n in s)) for n in range(number)]


@pytest.mark.parametrize(
    ("text", "language", "who"),
    [
        ("“The pier is shut until the summer,” said the harbour master.", "en", "the harbour master"),
        ("“The pier is shut until the summer,” the harbour master told the Gazette.", "en", "the harbour master"),
        ("According to the harbour master, “the pier is shut until the summer”.", "en", "the harbour master"),
        ('The harbour master said: "The pier is shut until the summer".', "en", "The harbour master"),
        ("« La jetée est fermée jusqu’à l’été », a déclaré le capitaine du port.", "fr", "le capitaine du port"),
        ("Selon le capitaine du port, « la jetée est fermée jusqu’à l’été ».", "fr", "le capitaine du port"),
        ("The pier, he thought, was “shut until the summer”.", "en", None),
    ],
)
def test_speakers(text, language, who):
    (quotation,) = laid(text, language=language)["quotations"]
    speaker = quotation["at"][0]["speaker"]
    assert (speaker and speaker["text"]) == who


def test_words_of_a_quotation_without_its_marks():
    found = laid(
        "A clerk called it “a favour for an old neighbour of ours” on Monday.",
        "It was a favour for an old neighbour of ours, the Gazette reported on Monday.",
    )
    (quotation,) = found["quotations"]
    assert [at["file"] for at in quotation["without_marks"]] == ["1"]
    assert quotation["without_marks"][0]["text"] == "a favour for an old neighbour of ours"


def test_who_somebody_is():
    one = "Placeholder Person, mayor of Orvelle, opened the new bridge over the Sarl in Orvelle on 3 May 2023."
    two = "Placeholder Person, a judge in Orvelle, opened the new bridge over the Sarl in Orvelle on 3 May 2023."
    (found,) = [c for c in laid(one, two)["contradictions"] if c["kind"] == "identity"]
    assert {side["side"] for side in found["sides"]} == {"mayor", "judge"}
    assert not laid(one, one)["contradictions"]


def test_a_report_that_doubts_what_it_quotes():
    found = laid(
        "The clerk called the visit an “informal chat”. The visitors paid the clerk, which does not sound like an "
        "“informal chat”."
    )
    (doubt,) = [c for c in found["contradictions"] if c["kind"] == "said by a report itself"]
    assert [side["side"] for side in doubt["sides"]] == ["says so", "may be meant"]
    assert doubt["sides"][1]["at"][0]["start"] == 0


@pytest.mark.parametrize(
    ("one", "two", "differ"),
    [
        ("2024-03-12", "12 March 2024", False),
        ("12 mars 2024", "March 12, 2024", False),
        ("March 2024", "12 mars 2024", False),
        ("March 2024", "12 avril 2024", True),
        ("1er mai 2020", "2 May", True),
        ("1er mai 2020", "May 1st", False),
    ],
)
def test_dates_that_can_be_one(one, two, differ):
    a, b = (dates(Document("x", text, "en"), 0)[0] for text in (one, two))
    assert disagree(a, b) == differ


def test_a_model_aligns_what_shares_no_word(tmp_path: Path):
    words = "[UNK] ducks nest quietly canards nichent calmement".split()
    tokenizer = Tokenizer(models.WordLevel({w: i for i, w in enumerate(words)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    rows = np.zeros((7, 3), np.float32)
    for i, meaning in enumerate((0, 1, 2, 0, 1, 2), 1):
        rows[i, meaning] = 1
    save_file({"embeddings": rows}, str(tmp_path / "model.safetensors"))
    reports = [Document("a", "The ducks nest quietly.", "en"), Document("b", "Les canards nichent calmement.", "fr")]
    told = [s for n, report in enumerate(reports) for s in sentences(report, n)]
    closeness = Closeness(reports, told)
    assert aligned(closeness, reports) == []
    closeness.use(load(tmp_path).directions([s.text.lower() for s in told]))
    (pair,) = aligned(closeness, reports)
    assert pair.closeness > 0.9
    assert side_by_side(reports, tmp_path)["schema"] == "overt.press/1"
