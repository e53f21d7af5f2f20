"""The lint of statutory reports: clean files have no faults; what cannot be true is flagged with its rows."""

import contextlib
import csv
import io
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overt.disclosure.audit import statutory, templates
from overt.disclosure.exchange.dsa_words import KEYWORDS, OTHER_KEYWORD
from overt.errors import InputError

RESTRICTIONS = (
    "Visibility restriction Removal",
    "Visibility restriction Age restricted",
    "Account restriction Termination",
)
COLUMNS = (
    "Applicability",
    "Service",
    "Reporting period",
    "Category of incompatibility with the provider's terms and conditions",
    'Description of the sub-category "Other"',
    "Number of measures taken at the provider's own initiative ",
    "Number of measures taken after detection with solely automated means ",
    *RESTRICTIONS,
    "Contextual Information on Number of measures taken at the provider's own initiative ",
)
SCAMS = "STATEMENT_CATEGORY_SCAMS_AND_FRAUD"
PARTS = ("measures", "automated", "removed", "age", "banned")


def sheet(cells=(), labels=False):
    """A template with nought in every cell; `cells`: (word, category or None, part) -> text, to put into it."""
    put = dict(cells)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS[:3] + ("Category label",) * labels + COLUMNS[3:])

    def row(word, category=None):
        held = [put.get((word, category, part), "0") for part in PARTS]
        told = put.get((word, category, "told"), "")
        writer.writerow(
            ["All", "Example", "2026-01-01/2026-06-30", *["x"] * labels, word, told, *held, "a note, with 1"]
        )

    row("TOTAL")
    for category, words in KEYWORDS.items():
        row(category)
        for word in (*words, OTHER_KEYWORD):
            row(word, category)
    writer.writerow([""] * 8)
    return out.getvalue()


def found(text, name="6_own_initiative_TC.csv"):
    assert statutory.is_statutory(text)
    return statutory.faults(name, text)


def rules(text):
    return sorted({fault.rule for fault in found(text)})


def whole(measures, automated, removed, age="0", banned="0"):
    return dict(zip(PARTS, (measures, automated, removed, age, banned), strict=True))


def filled(word, category, values):
    return {(word, category, part): value for part, value in values.items()}


def consistent():
    """Figures that go together: TOTAL, one category, two keywords."""
    return (
        filled("TOTAL", None, whole("1,291", "900", "1,000", "291"))
        | filled(SCAMS, None, whole("1,291", "900", "1,000", "291"))
        | filled("KEYWORD_PHISHING", SCAMS, whole("1 000", "800", "1000"))
        | filled("KEYWORD_INAUTHENTIC_ACCOUNTS", SCAMS, whole("291", "100", "0", "291"))
    )


@pytest.mark.parametrize("labels", [False, True])
def test_a_clean_template_has_no_faults(labels):
    assert found(sheet(labels=labels)) == []
    assert found(sheet(consistent(), labels)) == []


def test_measures_that_stand_in_total_alone():
    """The shape of a published report: restrictions in TOTAL that no category has, and the exact gap they leave."""
    blank = {
        (word, category, part): ""
        for category, words in KEYWORDS.items()
        for word, category in ((category, None), *((w, category) for w in (*words, OTHER_KEYWORD)))
        for part in ("age", "banned")
    }
    cells = consistent() | blank | filled("TOTAL", None, whole("1,291", "900", "1,000", "250", "41"))
    cells |= {(SCAMS, None, "measures"): "1000", ("KEYWORD_INAUTHENTIC_ACCOUNTS", SCAMS, "measures"): "0"}
    cells |= {
        ("KEYWORD_INAUTHENTIC_ACCOUNTS", SCAMS, "automated"): "0",
        ("KEYWORD_PHISHING", SCAMS, "automated"): "900",
    }
    faults = found(sheet(cells))
    assert [f.rule for f in faults] == ["total against categories", "total alone", "total alone"]
    assert "291 fewer, exactly 250 (visibility restriction age restricted) and 41 (account" in faults[0].told
    assert faults[0].rows == (2,)


@pytest.mark.parametrize(
    ("changed", "rule", "row"),
    [
        ({("TOTAL", None, "measures"): "1,290"}, "total against categories", 2),
        ({("KEYWORD_PHISHING", SCAMS, "measures"): "999"}, "category against keywords", None),
        ({("KEYWORD_PHISHING", SCAMS, "automated"): "1001"}, "impossible automated share", None),
        ({("KEYWORD_PHISHING", SCAMS, "removed"): "999"}, "fewer restrictions than measures", None),
        ({("KEYWORD_PYRAMID_SCHEMES", SCAMS, part): "" for part in PARTS}, "blank keywords", None),
        ({("TOTAL", None, "removed"): "a thousand"}, "no count", 2),
        ({("TOTAL", None, "removed"): "-4"}, "no count", 2),
    ],
)
def test_each_fault_is_flagged(changed, rule, row):
    faults = [f for f in found(sheet(consistent() | changed)) if f.rule == rule]
    assert faults
    if row:
        assert faults[0].rows[0] == row


def test_blank_keywords_say_how_much_other_holds():
    cells = filled("TOTAL", None, whole("100", "90", "100")) | filled(SCAMS, None, whole("100", "90", "100"))
    cells |= filled(OTHER_KEYWORD, SCAMS, whole("100", "90", "100"))
    cells |= {("KEYWORD_INAUTHENTIC_ACCOUNTS", SCAMS, part): "" for part in PARTS}
    blank, other = found(sheet(cells))
    assert (
        "blank, neither a count nor zero: KEYWORD_INAUTHENTIC_ACCOUNTS; KEYWORD_OTHER has 100, 100.0% of it"
        in blank.told
    )
    assert other.rule == "other not described"
    cells[OTHER_KEYWORD, SCAMS, "told"] = "Fraud and unoriginal content."
    assert [f.rule for f in found(sheet(cells))] == ["blank keywords"]


def test_a_category_that_is_blank_above_its_keywords():
    cells = filled("TOTAL", None, whole("43", "0", "43")) | filled(SCAMS, None, dict.fromkeys(PARTS, ""))
    cells |= filled("KEYWORD_PHISHING", SCAMS, whole("43", "0", "43"))
    faults = found(sheet(cells) + "All,Example,2026-01-01/2026-06-30,STATEMENT_CATEGORY_NOT_SPECIFIED_ORDER,,,,,,,\n")
    assert [f.rule for f in faults] == ["category against keywords"] * 2
    assert "STATEMENT_CATEGORY_SCAMS_AND_FRAUD is blank, its keywords add up to 43" in faults[0].told


def test_rows_that_are_missing_or_unknown():
    text = "\n".join(line for line in sheet().splitlines() if "KEYWORD_PHISHING" not in line)
    assert [f.told for f in found(text)] == ["no row for KEYWORD_PHISHING"]
    assert rules(sheet().replace("KEYWORD_PHISHING", "KEYWORD_PFISHING")) == ["rows missing", "unknown word"]


def test_complaints():
    head = "ty,Service,Reporting period,Section,Indicator,Scope,Value,Contextual Information\n"
    lines = [
        ("Internal", "Number of complaints submitted", "Total number", '"37,220"'),
        ("Internal", "Number of complaints submitted", "Decisions upheld", '"25,179"'),
        ("Internal", "Number of complaints submitted", "Decisions reversed", '"11,610"'),
        ("Internal", "Complaint regarding a decision to remove", "Total number", '"38,087"'),
        ("Internal", "Complaint regarding an account ", "Total number", "6"),
        ("Internal", "Complaint regarding an account ", "Decisions upheld", "7"),
        ("Bodies", "Number of disputes", "Percentage of outcomes implemented", "120%"),
        ("Bodies", "Number of disputes", "Median time", "4.5"),
    ]
    text = head + "".join(f"All,Example,2026,{','.join(line)},\n" for line in lines)
    told = {fault.rule: fault.rows for fault in found(text)}
    assert told == {
        "part above the whole": (5,),
        "more outcomes than complaints": (6, 7),
        "impossible percentage": (8,),
    }


def test_identification():
    head = "Applicability,Service,Indicator,Value\n"
    names = (
        "Name of the service provider",
        "Date of the publication of the report",
        "Starting date of reporting period",
        "Ending date of reporting period",
    )

    def text(*values):
        return head + "".join(f"All,Example,{name},{value}\n" for name, value in zip(names, values, strict=True))

    assert found(text("Example", "2026-08-28", "2026-01-01", "2026-06-30")) == []
    assert rules(text("", "2026-09-01", "2026-01-01", "2026-06-30")) == ["blank", "late"]
    assert rules(text("Example", "soon", "2026-07-01", "2026-06-30")) == ["dates", "no date"]


def test_statements_by_the_rules():
    clean = {
        "decision_account": "DECISION_ACCOUNT_TERMINATED",
        "decision_ground": "DECISION_GROUND_INCOMPATIBLE_CONTENT",
        "incompatible_content_ground": "Rule 4",
        "incompatible_content_explanation": "It breaks rule 4.",
        "content_type": ["CONTENT_TYPE_TEXT"],
        "category": SCAMS,
        "category_specification": ["KEYWORD_INAUTHENTIC_ACCOUNTS"],
        "content_date": "2026-03-01",
        "application_date": "2026-03-02",
        "decision_facts": "One of several accounts.",
        "source_type": "SOURCE_VOLUNTARY",
        "automated_detection": "Yes",
        "automated_decision": "AUTOMATED_DECISION_NOT_AUTOMATED",
        "puid": "a1",
    }
    assert found(json.dumps({"statements": [clean, clean | {"puid": "a2"}]}), "s.json") == []
    broken = [clean, clean, clean | {"category": "SCAMS", "puid": "a3"}]
    faults = found(json.dumps(broken), "s.json")
    assert [(f.rule, f.rows) for f in faults] == [("statement: one-of", (3,)), ("statement: unique", ())]
    assert "1 of 3 statements" in faults[0].told


@given(st.text(max_size=400))
def test_any_text_is_faults_or_an_error(text):
    for head in (
        "",
        ",".join(COLUMNS[:3]) + ",Category of illegal content,a,b\n",
        "Indicator,Scope,Value\n",
        "Indicator,Value\n",
    ):
        if statutory.is_statutory(head + text):
            with contextlib.suppress(InputError):
                assert all(fault.told for fault in statutory.faults("x.csv", head + text))


@given(st.lists(st.integers(0, 10**9), min_size=len(KEYWORDS), max_size=len(KEYWORDS)), st.integers(0, 10**10))
def test_totals_against_a_plain_sum(measures, total):
    cells = {("TOTAL", None, "measures"): f"{total:,}"}
    cells |= {(category, None, "measures"): str(number) for category, number in zip(KEYWORDS, measures, strict=True)}
    told = [f for f in found(sheet(cells)) if f.rule == "total against categories"]
    assert bool(told) == (total != sum(measures))
    if told:
        assert f"{abs(total - sum(measures)):,} {'fewer' if sum(measures) < total else 'more'}" in told[0].told


def test_numbers_as_published():
    parsed = templates.parse("x.csv", sheet({("TOTAL", None, "measures"): "291 093,794", ("TOTAL", None, "age"): " "}))
    values = parsed.lines[0].values
    assert next(iter(values.values())) == Decimal(291093794)
    assert values["visibility restriction age restricted"] is None
