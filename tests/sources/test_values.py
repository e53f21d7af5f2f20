import math

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from overt.sources.ids import ids
from overt.sources.values import counts, flags, texts


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (123, "123"),
        (123.0, "123"),
        (2.0**53 - 1, "9007199254740991"),
        ("123.0", "123"),
        ("123", "123"),
        (" a ", "a"),
        ("007", "007"),
        ("1.5", "1.5"),
        ("85.2.1", "85.2.1"),
        ("1E5", "1E5"),
        ("1.2E+3", "1200"),
        (12345678901234567890, "12345678901234567890"),
        ("", None),
        ("NaN", None),
        (None, None),
        (math.nan, None),
    ],
)
def test_ids(value: object, expected: str | None) -> None:
    found, problems = ids([value], "column")
    assert (found.to_pylist(), problems) == ([expected], {})
    typed = pa.array(
        [value], pa.string() if isinstance(value, str) else pa.uint64() if isinstance(value, int) else None
    )
    assert ids(typed, "column")[0].to_pylist() == [expected]


@pytest.mark.parametrize("value", [2.0**53, -(2.0**60), "1.23E+17", "123456789012345678.0"])
def test_damaged_ids(value: object) -> None:
    for column in ([value], pa.array([value])):
        found, problems = ids(column, "tweetid")
        assert found.to_pylist() == [None]
        assert problems[0].startswith("id beyond 2^53 (tweetid ")
        assert "was damaged by a float" in problems[0]


@pytest.mark.parametrize("value", ["1.00064E+14", "1E+14", "1.2345E+11"])
def test_ids_shortened_by_a_spreadsheet(value: str) -> None:
    """Excel shows numbers of 12 digits and more so: what is left may stand for many accounts."""
    for column in ([value], pa.array([value]), pa.array([value, "7"])):
        found, problems = ids(column, "Facebook Id")
        assert found.to_pylist()[0] is None
        assert (
            problems[0] == f"Facebook Id '{value}' was shortened by a spreadsheet: its last digits are lost; "
            "export it as text"
        )
    assert ids(["1.23456789012E+11", "1e+14", "E+", "7E+3"], "c")[0].to_pylist() == [
        "123456789012",
        "1e+14",
        "E+",
        "7E+3",
    ]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (math.inf, "c 'inf' is infinite"),
        (1.5, "c '1.5' is not a whole number"),
        (True, "c 'True' is true or false, not an id"),
        ([1], "c '[1]' is a list or an object, not an id"),
        ({"a": 1}, "c \"{'a': 1}\" is a list or an object, not an id"),
    ],
)
def test_what_is_no_id(value: object, reason: str) -> None:
    assert ids([value], "c")[1] == {0: reason}
    assert ids(pa.array([value]), "c")[1] == {0: reason} or isinstance(value, dict)


@given(st.lists(st.one_of(st.none(), st.floats())))
def test_float_ids_fast_and_slow_agree(values: list[float | None]) -> None:
    fast = ids(pa.array(values, pa.float64()), "c")
    slow = ids(list(values), "c")
    assert fast[0].to_pylist() == slow[0].to_pylist()
    assert fast[1].keys() == slow[1].keys()


@given(st.lists(st.text(alphabet=st.characters(exclude_categories=("Cs",)))))
def test_text_ids_fast_and_slow_agree(values: list[str]) -> None:
    def canon(found: pa.Array) -> list[str | None]:
        return [v and v.strip() for v in found.to_pylist()]

    assert canon(ids(pa.array(values, pa.string()), "c")[0]) == canon(ids(list(values), "c")[0])


def test_dictionary_and_large_and_view_types() -> None:
    for kind in (pa.large_string(), pa.string_view(), pa.dictionary(pa.int32(), pa.string()), pa.binary()):
        column = pa.array(["a", None, ""], pa.string()).cast(kind)
        assert ids(column, "c")[0].to_pylist() == ["a", None, None]
        assert texts(column).to_pylist() == ["a", None, None]


def test_texts_of_any_type() -> None:
    values = ["a", "", None, 5, 5.0, 1.5, math.nan, True, ["a ", {"text": "b"}], {"text": "c"}, {}]
    assert texts(values).to_pylist() == [
        "a", None, None, "5", "5", "1.5", None, "true", "a b", "c", None]  # fmt: skip
    assert texts(["a\ud800b", "\ud83d\ude00"]).to_pylist() == ["a\ufffdb", "\U0001f600"]


def test_bytes_that_are_no_utf8() -> None:
    column = pa.array([b"a\xffb", None, b"ok"], pa.binary()).view(pa.string())
    assert texts(column).to_pylist() == ["a\ufffdb", None, "ok"]
    assert texts(column.cast(pa.binary()).cast(pa.large_binary())).to_pylist() == ["a\ufffdb", None, "ok"]


def test_flags_and_counts() -> None:
    assert flags(["True", "f", "1", "0.0", "maybe", None, True, 0]).to_pylist() == [
        True, False, True, False, None, None, True, False]  # fmt: skip
    assert counts(["1,234", "5.0", "-1", "x", "", None, 7, 2.5, math.nan, 1e300, True]).to_pylist() == [
        1234, 5, None, None, None, None, 7, None, None, None, None]  # fmt: skip
    assert counts(pa.array([1, -1, None])).to_pylist() == [1, None, None]
