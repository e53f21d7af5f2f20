"""How a network reads: golden sentences, innocent readings first, likelihood and confidence kept apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overt.deception.assess import CLASSES
from overt.findings.confidence import HIDDEN, OPEN, TOGETHER, hidden, together
from overt.findings.reading import (
    DIMENSIONS,
    HEADLINES,
    MIXED,
    NEVER_KNOWN,
    NOTHING_HIDDEN,
    ONE_SIGN,
    ORDINARY,
    Found,
    reading,
)
from overt.model.likelihood import BANDS, likelihood

FLAG = {
    "cue": "handle_template", "dimension": "identity", "kind": "flag", "holds": False, "enough_data": True,
    "asks": "whether the handles look as if a machine had made them", "needs": "handles",
    "says": "1 of 12 members have a handle of letters and five or more digits; 40 of 300 comparable others.",
    "strength": 0.6, "low": 0.1, "high": 4.6, "q": 0.8,
    "cannot_show": "who chose the handle: platforms propose such names to everybody",
    "innocent": ["people who took the handle that the platform proposed"],
}  # fmt: skip
FIGURE = {
    "cue": "creation_burst", "dimension": "identity", "kind": "figure", "holds": False, "enough_data": False,
    "asks": "whether the accounts were made in one go", "needs": "the days on which accounts were made",
    "says": "Not enough data for accounts made in a burst: too few comparable accounts, or too little known.",
    "strength": None, "low": None, "high": None, "q": None,
    "cannot_show": "why they were made then: an event brings new people to a platform, too",
    "innocent": ["people who joined for one event, or when another platform closed"],
}  # fmt: skip


def assessed(*cues, confidence="none", disarm=()):
    dimensions = {d: [c for c in cues if c["dimension"] == d] for d in DIMENSIONS}
    return {"confidence": confidence, "dimensions": dimensions, "disarm": list(disarm), "holding": []}


def found(label="coordinated", assessment=None, **changes):
    known = {
        "summary": "12 accounts did so.", "label": label, "names": ["@a", "@b", "c"], "open": [None, None, None],
        "assessment": assessment, "innocent": ["the same news"], "against": ["a loose group"],
        "coordination": ["66 pairs of 66 acted together."], "q": 0.01, "p": 0.005, "links": 66, "occasions": 7.0,
    } | changes  # fmt: skip
    return Found(**known)


def test_without_evidence_of_deception_a_network_reads_exactly_so():
    assert NOTHING_HIDDEN == "coordinated, nothing hidden was seen"
    for assessment in (None, assessed(), assessed(FLAG), assessed(FIGURE), assessed(FLAG, FIGURE)):
        assert reading(found(assessment=assessment))["headline"] == "coordinated, nothing hidden was seen"


def test_the_whole_reading_of_a_coordinated_network():
    assert reading(found(assessment=assessed(FLAG, FIGURE))) == {
        "headline": "coordinated, nothing hidden was seen",
        "seen": ["12 accounts did so."],
        "innocent": ["the same news"],
        "speaks_for_it": [
            "a loose group",
            "Nothing out of the way: 1 of 12 members have a handle of letters and five or more digits; 40 of 300 "
            "comparable others.",
        ],
        "speaks_against_it": ["66 pairs of 66 acted together."],
        "unknown": [
            "Whether the accounts were made in one go: not enough data. That takes the days on which accounts were "
            "made.",
            NEVER_KNOWN,
        ],
        "confidence": [
            {
                "question": TOGETHER,
                "says": "A link picked at random is almost certainly not chance. A common cause that overt does not "
                "know of is not chance either.",
                "likelihood": "almost certainly",
                "confidence": "high",
                "basis": [
                    "Of a hundred links that this run accepted, 1 may be chance (false discovery rate).",
                    "66 links; the median pair acted together on 7 separate occasions.",
                    "Copies of the data in which only the finer timing was shuffled hardly ever held a network as "
                    "large (p = 0.005).",
                ],
            },
            {
                "question": HIDDEN,
                "says": "Nothing hidden was seen. That is no proof that nothing is hidden.",
                "likelihood": None,
                "confidence": None,
                "basis": [
                    "1 of 2 questions about deception had enough data; in none do the members stand out from "
                    "comparable accounts."
                ],
            },
        ],
        "techniques": [],
    }


def test_a_sign_that_holds():
    flag = FLAG | {"holds": True, "strength": 34.2, "low": 5.1, "high": 210.0, "q": 3e-9}
    figure = FIGURE | {
        "holds": True, "enough_data": True, "strength": 0.83, "low": 0.05, "high": 0.2, "q": 0.01,
        "says": "83% of the members were made within 3 days; of comparable groups as a rule 10%.",
    }  # fmt: skip
    technique = {"id": "T0150.008", "name": "Bulk Created Asset", "framework": "DISARM 1", "cues": ["creation_burst"]}
    said = reading(found("suspected covert", assessed(flag, figure, confidence="moderate", disarm=[technique])))
    assert said["headline"] == (
        "coordinated, and there are signs that something is hidden: a lead for people, not a verdict"
    )
    assert said["innocent"] == ["the same news", *flag["innocent"], *figure["innocent"]]
    assert said["speaks_against_it"][1:] == [
        "A sign (who they are): 1 of 12 members have a handle of letters and five or more digits; 40 of 300 "
        "comparable others. The odds are between 5.1 and 210 times theirs (95% interval; best estimate 34); q = 3e-9. "
        "It cannot show who chose the handle: platforms propose such names to everybody.",
        "A sign (who they are): 83% of the members were made within 3 days; of comparable groups as a rule 10%. Of a "
        "hundred comparable groups, 95 lie between 5% and 20%; q = 0.01. It cannot show why they were made then: an "
        "event brings new people to a platform, too.",
    ]
    assert said["confidence"][1] == {
        "question": HIDDEN,
        "says": "Something may be hidden: a lead for people to check. No likelihood is given, for none was computed.",
        "likelihood": None,
        "confidence": "moderate",
        "basis": [
            "2 of 2 questions about deception had enough data; in 2 the members stand out from comparable accounts "
            "(identity).",
            "Each sign has innocent explanations of its own; they are listed first.",
        ],
    }
    assert said["techniques"] == [technique]
    assert reading(found(assessment=assessed(flag)))["headline"] == ONE_SIGN


def test_a_mixed_network_says_who_is_openly_what_and_who_is_not():
    lines = reading(found(open=["labelled", None, "labelled"]))["speaks_for_it"]
    assert lines[:2] == [
        "2 of 3 members are open about themselves (labelled: @a and c).",
        "Of the other 1 member nothing of the kind is known: @b. That alone is no sign that anything is hidden.",
    ]
    everybody = reading(found("openly affiliated", open=["declared affiliation", "labelled", "labelled"]))
    assert everybody["headline"] == "coordinated, and open about it"
    most = reading(found("openly affiliated", open=["declared affiliation", "labelled", None]))
    assert most["headline"] == "coordinated, and most of the accounts are open about it"
    assert set(MIXED) == set(OPEN)
    assert everybody["speaks_for_it"][0] == (
        "3 of 3 members are open about themselves (declared affiliation: @a; labelled: @b and c)."
    )
    assert not any("nothing of the kind" in line for line in everybody["speaks_for_it"])
    many = reading(found(names=[f"a{n}" for n in range(30)], open=["labelled"] * 30))["speaks_for_it"][0]
    assert many == "30 of 30 members are open about themselves (labelled: a0, a1, a2, a3, a4, a5, a6, a7 and 22 more)."


def test_every_class_of_a_scan_has_a_headline():
    assert set(HEADLINES) == set(CLASSES)
    assert len({*HEADLINES.values(), *MIXED.values(), ONE_SIGN}) == len(HEADLINES) + len(MIXED) + 1


def test_nothing_asked_is_not_nothing_hidden():
    said = reading(found())
    assert said["unknown"][0] == "Whether anything is hidden: nothing was asked."
    nothing = hidden("coordinated", "none", [FIGURE], [])
    assert nothing["basis"] == ["None of the 1 questions about deception had enough data: this says little."]


@pytest.mark.parametrize(
    ("p", "occasions", "level", "word"),
    [(0.005, 5, "high", True), (0.05, 4, "moderate", True), (0.06, 9, "low", False), (None, 9, "low", True)],
)
def test_confidence_that_they_act_together(p, occasions, level, word):
    said = together(0.01, p, 9, occasions)
    assert said["confidence"] == level
    assert (said["likelihood"] is not None) is word


@pytest.mark.parametrize(
    ("share", "said"),
    [(1, "almost certainly"), (0.95, "almost certainly"), (0.949, "very likely"), (0.8, "very likely"),
     (0.55, "probably"), (0.5, "with roughly even chances"), (0.3, "unlikely"), (0.05, "very unlikely"),
     (0.0, "almost certainly not")],
)  # fmt: skip
def test_bands(share, said):
    assert likelihood(share) == said


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_more_is_never_less_likely(one, other):
    order = [words for _, words in BANDS]
    low, high = sorted((one, other))
    assert order.index(likelihood(high)) <= order.index(likelihood(low))


@given(st.sampled_from(CLASSES), st.sampled_from(["none", "low", "moderate"]), st.lists(st.booleans(), max_size=4))
def test_no_likelihood_stands_where_none_was_computed(label, level, holds):
    """Likelihood never, and confidence never beside a likelihood in one sentence, of what is hidden."""
    cues = [FLAG | {"holds": h} for h in holds]
    said = hidden(label, level, cues, [c for c in cues if c["holds"]])
    assert said["likelihood"] is None
    assert said["confidence"] in (None, "low", "moderate")
    words = " ".join([said["says"], *said["basis"]])
    assert not any(word in words for _, word in BANDS)


@given(
    st.sampled_from(CLASSES), st.lists(st.sampled_from([FLAG, FIGURE]), max_size=6), st.lists(st.booleans(), max_size=9)
)
def test_nothing_is_lost_and_nothing_is_counted_twice(label, cues, flags):
    """Every question is ordinary, a sign or unknown; every member is open or of the others."""
    said = reading(found(label, assessed(*cues), names=[f"m{n}" for n in range(len(flags))],
                         open=["labelled" if f else None for f in flags], against=[], coordination=[]))  # fmt: skip
    ordinary = [line for line in said["speaks_for_it"] if line.startswith(ORDINARY)]
    assert len(ordinary) + len(said["speaks_against_it"]) + len(said["unknown"]) - 1 == len(cues)
    open_lines = [line for line in said["speaks_for_it"] if not line.startswith(ORDINARY)]
    assert len(open_lines) == bool(any(flags)) + bool(any(flags) and not all(flags))
