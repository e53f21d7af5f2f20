"""The words: a source says it, never overt, and no state acts in them."""

import pytest

from overt.registry import KINDS, Typology
from overt.registry.label import typology_of
from overt.registry.match import HOW, MEANS
from overt.registry.sentences import changed, headline, listed, origin, standing, told, typology, way

from .made import label, registry

ACCUSATIONS = ("fake", " troll", "inauthentic", "propaganda", "disinformation", "guilty", "covert", "operation")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_said_by_its_source(kind, tmp_path):
    held = registry(
        tmp_path, label(kind=kind, domains=("daily.example",), country="Atlantis", statement="in its words")
    )
    (entry,) = held.labels()
    text = " ".join([listed(entry.label), *standing(entry)])
    assert "A list" in listed(entry.label)
    assert text.startswith(("The Daily Example is listed by A list as ", "The Daily Example stands on the list "))
    assert not any(word in text.lower() for word in ACCUSATIONS)
    assert "Country, as the source states it: Atlantis." in text
    assert ".." not in text


def test_an_indicator_says_that_it_is_none():
    text = listed(label(kind="indicator", statement="Sites"))
    assert text == (
        'The Daily Example stands on the list "Sites" of A list. '
        "That is an indicator for people to look into, and no label of what anybody is openly."
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (typology_of("SC")[0], "Class there: SC. According to the source, the state holds funding, governance and "
         "editorial control."),
        (typology_of("IP")[0], "Class there: IP. According to the source, the state does not hold funding, governance "
         "and editorial control."),
        (typology_of("CaPr")[0], "Class there: CaPr. According to the source, the state holds editorial control; "
         "it does not hold governance; of funding the source says nothing, or both."),
        (typology_of("ISFM?")[0], "Class there: ISFM?. According to the source, the state holds funding and "
         "governance; it does not hold editorial control. The source itself puts a question mark behind it."),
        (Typology(None, True), "According to the source, the state holds funding; of governance and editorial control "
         "the source says nothing, or both."),
    ],
)  # fmt: skip
def test_typologies(given, said):
    assert typology(given) == said


def test_what_looks_alike_is_said_not_to_be(tmp_path):
    held = registry(tmp_path, label(handles={"x": ("daily_example",)}))
    (found,) = held.lookup("dai1y_example")
    assert way(found) == (
        "It looks like daily_example, which is listed (look-alike letters). "
        "A likeness is a cue of impersonation for people to look into, and never a sign of openness."
    )
    (found,) = held.lookup("@Daily_Example")
    assert way(found) == "Found by the handle daily_example on x."
    (found,) = held.lookup("the daily example")
    assert way(found) == "Found by the name The Daily Example."


def test_origin():
    assert origin(label()) == "Source: A list, https://list.example, licence CC0-1.0, retrieved on 2026-01-31."
    bare = label(source=label().source.__class__("A list"))
    assert origin(bare) == "Source: A list, licence not stated, day of retrieval not stated."


def test_history(tmp_path):
    held = registry(tmp_path, label())
    (entry,) = held.labels()
    held.correct(entry.id, {"country": "Atlantis"}, "seen there", "ann")
    held.appeal(entry.id, "it is none", "the outlet")
    held.decide(entry.id, "upheld", "its imprint", "ben")
    held.withdraw(entry.id, "taken back", "ann")
    said, before = [], {}
    for record in held.history(entry.id):
        said.append(told(record, before).split(" UTC, ")[1])
        before = record.body.get("says", before)
    assert said == [
        "by a tester: the label was entered.",
        "by ann: it was corrected (country from nothing to Atlantis). Reason: seen there.",
        "by the outlet: an appeal was entered. Reason: it is none.",
        "by ben: the appeal was decided, it was not granted and the label stands. Reason: its imprint.",
        "by ann: it was withdrawn. Reason: taken back.",
    ]
    assert headline(held.entry(entry.id)).startswith("No longer listed: ")


def test_long_changes_are_cut():
    assert len(changed({}, {"note": "x" * 1_000})[0]) < 200


def test_the_meanings_are_said_plainly():
    assert len(HOW) == len(set(HOW))
    assert not any(word in text.lower() for text in MEANS.values() for word in ACCUSATIONS)
