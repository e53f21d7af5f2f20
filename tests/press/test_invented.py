"""The invented incidents: what is one incident, who leans on whom, and the differences that were planted."""

from itertools import pairwise

import pytest

from overt.press.compare import side_by_side
from overt.press.document import Document
from overt.press.language import guessed
from overt.press.telling import told

from . import held_out, invented


def laid(texts):
    return side_by_side([Document(name, text, guessed(text)) for name, text in texts.items()])


def incidents(result):
    return [set(incident["files"]) for incident in result["incidents"]]


def sides(result, *words):
    """Whether one contradiction holds each of the words on a side of its own."""
    for found in result["contradictions"]:
        held = [" | ".join(at["text"] for at in side["at"]) for side in found["sides"]]
        places = [{n for n, text in enumerate(held) if word in text} for word in words]
        if all(places) and all(a != b for a, b in pairwise(places)):
            return True
    return False


def every_place(value):
    """Every cited place in the JSON."""
    if isinstance(value, dict):
        if {"file", "start", "end", "line", "text"} <= value.keys():
            yield value
        for inner in value.values():
            yield from every_place(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from every_place(inner)


ALL = {name: getattr(module, name) for module, names in (
    (invented, ("PIER", "LIBRARY", "WELL")), (held_out, ("TRAM", "CHEESE", "ARCHIVE", "SAME"))
) for name in names}  # fmt: skip


@pytest.fixture(scope="module")
def results():
    return {name: laid(texts) for name, texts in ALL.items()}


def test_reports_of_one_incident_come_together_and_others_stay_apart(results):
    assert incidents(results["PIER"]) == [set(invented.PIER)]
    assert incidents(results["LIBRARY"]) == [set(invented.LIBRARY) - {"pont_fr.txt"}, {"pont_fr.txt"}]
    assert incidents(results["WELL"]) == [{"well_one.txt", "well_two.txt"}, {"well_later.txt"}]
    for name in ("TRAM", "CHEESE", "ARCHIVE", "SAME"):
        assert incidents(results[name]) == [set(ALL[name])], name


def test_a_later_report_on_the_same_place_is_related_and_a_report_on_another_is_not(results):
    related = {i["id"]: [r["incident"] for r in i["related"]] for i in results["WELL"]["incidents"]}
    assert related == {1: [2], 2: [1]}
    assert all(not incident["related"] for incident in results["LIBRARY"]["incidents"])


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("PIER", ("12 mars 2024", "14 March 2024")),
        ("PIER", ("14", "24")),
        ("PIER", ("paid", "unpaid")),
        ("PIER", ("A diver", "un pêcheur")),
        ("LIBRARY", ("bought", "gift")),
        ("LIBRARY", ("300", "350")),
        ("LIBRARY", ("approved", "refusé")),
        ("LIBRARY", ("confirmed", "denied")),
        ("WELL", ("61", "16")),
        ("WELL", ("voluntary", "compulsory")),
        ("WELL", ("a chemist", "an engineer")),
        *((name, (one, two)) for name, one, two in held_out.PLANTED),
    ],
)
def test_what_was_planted_is_found(results, name, words):
    assert sides(results[name], *words)


def test_reports_that_agree_in_two_languages_are_not_told_apart(results):
    assert results["SAME"]["contradictions"] == []


def test_hardly_anything_is_listed_that_was_not_planted(results):
    listed = {name: len(result["contradictions"]) for name, result in results.items()}
    assert listed["PIER"] <= 4
    assert listed["LIBRARY"] <= 4
    assert listed["WELL"] <= 3
    assert listed["TRAM"] <= 5
    assert listed["CHEESE"] <= 4
    assert listed["ARCHIVE"] <= 2


def test_the_source_and_its_own_account(results):
    (pier,) = results["PIER"]["incidents"]
    assert pier["primary_source"] == "Harbour Gazette"
    source = pier["sources"][0]
    assert set(source["reports"]) == set(invented.PIER)
    assert source["first_hand"] == ["pier_gazette.txt"]
    copy = next(c for c in pier["copies"] if set(c["files"]) == {"pier_gazette.txt", "pier_post.txt"})
    assert (copy["earlier"], copy["later"]) == ("pier_gazette.txt", "pier_post.txt")


def test_quotations_near_verbatim_and_translated(results):
    kinds = {(q["kind"], tuple(q["files"])) for q in results["PIER"]["quotations"]}
    assert ("near-verbatim", ("pier_gazette.txt", "pier_post.txt")) in kinds
    assert ("translation", ("jetee_courrier.txt", "pier_gazette.txt")) in kinds
    speakers = [
        at["speaker"]["text"] for q in results["PIER"]["quotations"] if q["kind"] == "translation" for at in q["at"]
    ]
    assert any("spokeswoman" in s for s in speakers)
    assert any("porte-parole" in s for s in speakers)


def test_every_place_is_where_it_says(results):
    for name, result in results.items():
        texts = ALL[name]
        places = list(every_place(result))
        assert places
        for place in places:
            text = texts[place["file"]]
            assert text[place["start"] : place["end"]] == place["text"]
            assert text.count("\n", 0, place["start"]) + 1 == place["line"]


def test_the_order_of_the_files_does_not_change_what_is_found(results):
    for name, texts in ALL.items():
        turned = laid(dict(reversed(texts.items())))
        assert sorted(map(sorted, incidents(turned))) == sorted(map(sorted, incidents(results[name])))
        questions = [sorted(c["question"] for c in r["contradictions"]) for r in (turned, results[name])]
        assert questions[0] == questions[1], name


def test_no_line_accuses(results):
    for result in results.values():
        text = " ".join(told(result)).lower()
        assert not any(word in text for word in (" lie ", " lies ", " lied ", "false claim", "liar", "fake"))
        assert "differs from" in text or not result["contradictions"]


APPEAL = (
    "The Lennavik Post is read by all. Reporting from Lennavik and Drost costs money, and your gift lets our people go "
    "on telling every side of every story, whatever it is about.\n"
)
CHOIR = (
    "The choir of Alvento sang on the square. It was a mild evening and many people came to listen.\n"
    "A second concert is planned for the spring, when the new hall will be ready. Tickets cost little and are "
    "sold now.\n"
)
FROST = (
    "Frost has harmed the plums near Sarlune. Growers expect to lose a third of what they hoped for.\n"
    "Some had covered their trees with cloth, but the wind took most of it away. Older trees bore the cold better.\n"
)


def test_an_appeal_that_all_reports_of_an_outlet_have_makes_no_incident():
    assert len(laid({"a.txt": APPEAL + CHOIR, "b.txt": APPEAL + FROST})["incidents"]) == 2
    assert len(laid({"a.txt": APPEAL + CHOIR, "b.txt": CHOIR + "It was late."})["incidents"]) == 1
