from datetime import UTC, datetime

import pytest

from overt.report import certainty, words

RUN = {
    "parameters": {"permutations": 200},
    "scales": ["10 s / 10 min", "60 s / 1 h", "5 min / 6 h", "30 min / 1 d"],
}


@pytest.mark.parametrize(
    ("number", "said"),
    [(2e-9, "2e-9"), (0.0312, "0.031"), (0.4, "0.4"), (12.44, "12.4"), (12.0, "12"), (1234.5, "1,234"),
     (0, "0"),     (None, "—"), (float("nan"), "—"), (float("inf"), "—"), ("drop table", "—")],
)  # fmt: skip
def test_decimal(number: object, said: str) -> None:
    assert words.decimal(number) == said


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "in the same second"), (12.0, "12 s apart"), (-12.5, "12.5 s apart"), (200, "3 min 20 s apart"),
     (86_400, "1 d apart"), (90_061, "1 d 1 h apart"),
     (None, "at unknown times"), (float("nan"), "at unknown times")],
)  # fmt: skip
def test_gap(seconds: float | None, said: str) -> None:
    assert words.gap(seconds) == said


def test_times_to_the_minute_say_no_more_than_the_minute() -> None:
    assert words.gap(0, 60) == "in the same minute" and words.gap(0, None) == "in the same moment"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2016-09-01T00:00:00Z", "2016-09-30T23:00:00Z", "1 to 30 September 2016"),
        ("2016-09-01T00:00:00Z", "2016-11-30T00:00:00Z", "1 September to 30 November 2016"),
        ("2015-09-01T00:00:00Z", "2016-11-30T00:00:00Z", "1 September 2015 to 30 November 2016"),
        ("2016-09-01T00:00:00Z", "2016-09-01T05:00:00Z", "1 September 2016"),
        (None, None, "an unknown day"),
        ("yesterday", "today", "an unknown day"),
    ],
)
def test_span(first: object, last: object, said: str) -> None:
    assert words.span(first, last) == said


def test_times_are_told_in_utc() -> None:
    assert words.clock("2016-10-08T16:03:22+02:00") == "2016-10-08 14:03:22 UTC"
    assert words.clock(datetime(2016, 10, 8, 14, 3, 22, 500_000, tzinfo=UTC)) == "2016-10-08 14:03:22.500000 UTC"
    assert words.clock("no time") == "no time"


def test_lists_and_numbers() -> None:
    assert words.listed(["a", "b", "c"]) == "a, b and c"
    assert words.some(1, "link") == "1 link" and words.some(1200, "link") == "1,200 links"
    assert words.count(None) == "unknown"  # missing is not zero
    assert words.spelled(3) == "three" and words.spelled(30) == "30"


@pytest.mark.parametrize(
    ("q", "said"),
    [
        (0.01, "almost certainly"),
        (0.05, "almost certainly"),
        (0.1, "very likely"),
        (0.2, "very likely"),
        (0.4, "probably"),
    ],
)
def test_estimative_words_follow_the_false_discovery_rate(q: float, said: str) -> None:
    assert words.estimate(q) == said


def test_the_false_discovery_rate_in_one_sentence() -> None:
    assert certainty.of_edges(0.01) == (
        "Links between accounts were accepted at a false discovery rate of 1%: of every hundred links shown, "
        "about 1 may be chance. A link picked at random is almost "
        "certainly not chance, which is not the same as not innocent."
    )
    assert "about 2 in 100" in certainty.of_network(0.0199, RUN)
    assert certainty.of_network(None, RUN) == ""


def test_a_p_that_cannot_be_smaller_says_so() -> None:
    assert certainty.of_network(0.0199, RUN).endswith(
        "It is the smallest value that 200 shuffled copies at 4 scales can give."
    )
    assert "smallest" not in certainty.of_network(0.05, RUN) and "smallest" not in certainty.of_network(0.0199, {})
