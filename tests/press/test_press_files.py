"""The five press reports of the shared data: only offsets and short keys are looked at; their texts are not ours."""

import os
from pathlib import Path

import pytest

from overt.press.compare import compare

SHARED = Path(os.environ.get("OVERT_SHARED", Path(__file__).parents[3] / "shared")) / "data" / "press"


@pytest.fixture(scope="module")
def result():
    files = sorted(SHARED.glob("00?_*.txt"))
    if len(files) != 5:
        pytest.skip("the shared data is absent: set OVERT_SHARED")
    return compare(files)


def short(name):
    return int(name[:3])


def sides_of(result, question):
    found = [c for c in result["contradictions"] if c["question"] == question]
    return [{(short(at["file"]), at["start"]) for at in side["at"]} for c in found for side in c["sides"]]


def test_four_reports_are_one_incident_and_the_commentary_is_related(result):
    first, second = result["incidents"]
    assert sorted(map(short, first["files"])) == [0, 1, 2, 4]
    assert list(map(short, second["files"])) == [3]
    assert [r["incident"] for r in first["related"]] == [2]
    assert [r["incident"] for r in second["related"]] == [1]


def test_one_outlet_is_the_source_of_all_four(result):
    source = result["incidents"][0]["sources"][0]
    assert result["incidents"][0]["primary_source"] == source["name"] == "Bloomberg"
    assert sorted(map(short, source["reports"])) == [0, 1, 2, 4]
    assert list(map(short, source["first_hand"])) == [2]
    later = {(short(c["earlier"]), short(c["later"])) for c in result["incidents"][0]["copies"] if c["later"]}
    assert later == {(2, 0), (2, 1)}


def test_the_french_report_is_aligned_with_its_twin_passages(result):
    pairs = {
        tuple(sorted((short(at["file"]), at["start"]) for at in pair["at"]))
        for pair in result["incidents"][0]["aligned"]
        if sorted(pair["languages"]) == ["en", "fr"]
    }
    for twin in ((0, 956), (1, 1237), (2, 455)):
        assert (twin, (4, 387)) in pairs
    assert ((1, 1555), (4, 858)) in pairs
    assert ((1, 1997), (4, 977)) in pairs


def test_the_long_quotation_is_found_in_all_that_hold_it(result):
    longest = max((q for q in result["quotations"] if len(q["files"]) > 2), key=lambda q: q["words"])
    assert {(short(at["file"]), at["start"]) for at in longest["at"]} == {(0, 1118), (1, 1327), (2, 617), (4, 597)}
    by = {short(at["file"]): at["speaker"]["text"].split()[-1] for at in longest["at"]}
    assert by[0] == by[1] == by[2] == "colleague"


def test_one_statement_in_two_reports_with_its_speakers(result):
    (found,) = [
        q for q in result["quotations"] if {(1, 1818), (2, 1240)} <= {(short(a["file"]), a["start"]) for a in q["at"]}
    ]
    by = {(short(a["file"]), a["start"]): a for a in found["at"]}
    assert by[1, 1818]["speaker"]["text"].endswith("spokesperson")
    assert by[1, 1818]["told_to"].endswith("Independent")
    assert by[2, 1240]["speaker"]["text"].endswith("spokeswoman")


def test_informal_against_paid(result):
    informal, paid = sides_of(result, "informal, formal or paid")
    assert {(0, 1793), (1, 2058), (2, 1436)} <= informal
    assert (0, 1994) in paid


def test_who_the_colleague_was(result):
    sides = sides_of(result, "who asked or told")
    colleague = next(side for side in sides if (0, 1095) in side)
    assert {(1, 1299), (2, 594)} <= colleague
    friend = next(side for side in sides if (1, 2080) in side)
    assert {(0, 1815), (2, 1458)} <= friend
    assert any((4, 1048) in side and side not in (colleague, friend) for side in sides)


def test_what_the_entity_did(result):
    sides = sides_of(result, "wished, asked, tried or demanded")
    demanded = next(side for side in sides if (0, 558) in side)
    tried = next(side for side in sides if (2, 78) in side)
    wished = next(side for side in sides if (1, 6) in side)
    assert demanded != tried != wished
    assert {(1, 1099), (4, 119)} <= tried
    who = sides_of(result, "who wanted or tried")
    assert next(side for side in who if (2, 17) in side) != next(side for side in who if (1, 1076) in side)


def test_who_resisted_and_what_a_report_itself_finds_odd(result):
    sides = sides_of(result, "who resisted")
    assert next(s for s in sides if (1, 1736) in s) != next(s for s in sides if (0, 789) in s)
    says, meant = sides_of(result, "what the report says does not fit")[:2]
    assert says == {(0, 1929)}
    assert {(0, 1749), (1, 1997)} <= meant


def test_not_much_else_is_listed(result):
    assert len(result["contradictions"]) <= 10
    assert {c["incident"] for c in result["contradictions"]} == {1}
