import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.sources.base import FIELD_LIMIT, QUOTED_LINES
from overt.sources.records import Record, Records


def read(text: str, width: int, delimiter: str = ",") -> list[Record]:
    return list(Records(iter(text.split("\n")), delimiter, width))


def told(records: list[Record]) -> list[tuple[int, object]]:
    return [(r.line, r.reason or r.cells) for r in records]


ROW = "1,2020-01-01 10:00,x"


def test_plain_and_quoted() -> None:
    assert told(read('a,b\n"a, ""x""",b\n,\n"",""\n"a\nb",c\n\na "b",c', 2)) == [
        (1, ["a", "b"]),
        (2, ['a, "x"', "b"]),
        (3, ["", ""]),
        (4, ["", ""]),
        (5, ["a\nb", "c"]),
        (8, ['a "b"', "c"]),
    ]


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ('1,2020-01-01 10:00,"x', "a quote opens here and never closes"),
        ('1,"2020-01-01 10:00,x', "a quote opens here and never closes"),
        ('1,2020-01-01 10:00,"x "y" z"', "a quote inside a quoted cell is not doubled"),
        ('1,2020-01-01 10:00,"x"y', "a quote inside a quoted cell is not doubled"),
        ("1,2020-01-01 10:00", "2 cells where the header has 3"),
        ("1,2020-01-01 10:00,x,y", "4 cells where the header has 3"),
    ],
)
def test_a_bad_row_costs_one_line(bad: str, reason: str) -> None:
    records = read("\n".join([ROW, bad, ROW, ROW]), 3)
    assert told(records) == [(1, ROW.split(",")), (2, reason), (3, ROW.split(",")), (4, ROW.split(","))]
    assert records[1].raw == bad


def test_a_wrong_quote_does_not_meet_a_later_one() -> None:
    quoted = '2,2020-01-01 10:00,"fine"'
    told_reasons = [r.reason for r in read("\n".join(['1,2020-01-01 10:00,"x', quoted, ROW]), 3)]
    assert told_reasons == ["a quote inside a quoted cell is not doubled", "", ""]
    inches = '4,2020-01-01 10:00,5"'
    records = read("\n".join(['1,2020-01-01 10:00,"x', ROW, ROW, inches]), 3)
    assert [r.reason for r in records] == ["a quote opens here and swallows the rows that follow", "", "", ""]
    other_width = read('1,"x\n2,y\n3",z,w\n4,y', 3)
    assert other_width[0].reason == (
        "a quoted cell that begins here runs over 3 lines, and the row then has 4 cells, not 3"
    )
    assert [r.line for r in other_width] == [1, 2, 3, 4]
    wide = read('1,"x\n2,y\n3",z,w,v,u\n4,y', 2)
    assert wide[0].reason == "more than 2 cells"


def test_limits() -> None:
    lines = ['1,2020-01-01 10:00,"x'] + ["text"] * (QUOTED_LINES + 5)
    records = read("\n".join(lines), 3)
    assert records[0].reason == "a quote opens here and does not close within 1,000 lines"
    assert len(records) == len(lines)
    legal = read('1,2020-01-01 10:00,"' + "\n".join(["text"] * QUOTED_LINES) + '"', 3)
    assert [r.reason for r in legal] == [""]
    long = read(f"1,2020-01-01 10:00,{'x' * (FIELD_LIMIT + 1)}\n{ROW}", 3)
    assert [r.reason for r in long] == ["a cell holds more than 1,048,576 characters", ""]
    quoted = read(f'1,2020-01-01 10:00,"{"x" * (FIELD_LIMIT + 1)}\n{ROW}', 3)
    assert quoted[0].reason.startswith("a quote opens here and does not close")
    assert quoted[1].cells == ROW.split(",")


def test_quotes_that_open_on_every_line_take_no_quadratic_time() -> None:
    records = read("\n".join(['q",x,"'] * 20_000), 31)
    assert len(records) == 20_000
    assert all(r.reason for r in records)


@settings(max_examples=300)
@given(
    st.lists(st.lists(st.text(alphabet='ab ,;"\n\t', max_size=6), min_size=3, max_size=3), min_size=1, max_size=8),
    st.sampled_from([",", ";", "\t", "|"]),
)
def test_whatever_csv_writes_is_read_back(rows: list[list[str]], delimiter: str) -> None:
    sink = io.StringIO()
    csv.writer(sink, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    assert [r.cells for r in read(sink.getvalue(), 3, delimiter)] == rows


@settings(max_examples=300)
@given(st.lists(st.text(alphabet='a1,""\\ ', max_size=12), max_size=12))
def test_every_line_is_in_exactly_one_record(lines: list[str]) -> None:
    records = list(Records(iter(lines), ",", 3))
    found = "\n".join(r.raw for r in records).split("\n") if records else []
    assert [line for line in found if line.strip()] == [line for line in lines if line.strip()]
    assert [r.line for r in records] == sorted({r.line for r in records})


def test_quotes_behind_a_backslash_are_escaped_where_nothing_else_fits() -> None:
    """As PHP's fputcsv leaves them, and thus YouTube Data Tools."""
    assert told(read('1,"said \\"yes\\", then ""no""",z\n2,"a, \\"b\\"",c', 3)) == [
        (1, ["1", 'said "yes", then "no"', "z"]),
        (2, ["2", 'a, "b"', "c"]),
    ]
    assert told(read('1,"over \\"two\n lines\\", and",z\n2,b,c', 3)) == [
        (1, ["1", 'over "two\n lines", and', "z"]),
        (3, ["2", "b", "c"]),
    ]
    assert told(read('"C:\\",b\n"\\\\",c', 2)) == [(1, ["C:\\", "b"]), (2, ["\\\\", "c"])], "no quote is escaped here"
    broken = '1,"x \\" y,z'
    assert told(read(f"{broken}\n2,b,c", 3)) == [
        (1, "a quote inside a quoted cell is not doubled"),
        (2, ["2", "b", "c"]),
    ]


@settings(max_examples=300)
@given(st.lists(st.lists(st.text('ab"\\ ', max_size=5), min_size=3, max_size=3), min_size=1, max_size=5))
def test_whatever_is_written_with_backslashes_is_read_back(rows: list[list[str]]) -> None:
    sink = io.StringIO()
    csv.writer(sink, quoting=csv.QUOTE_ALL, doublequote=False, escapechar="\\", lineterminator="\n").writerows(rows)
    found = [r.cells for r in read(sink.getvalue().removesuffix("\n"), 3)]
    assert found == [[cell.replace("\\", "\\\\") for cell in row] for row in rows]
