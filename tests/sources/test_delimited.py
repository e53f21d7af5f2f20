import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from overt.errors import InputError

from .conftest import Files

ROWS = [
    ["User ID", "Created At", "Text"],
    ["a", "2016-09-01 15:12", "one, two; three | four"],
    ["b", "2016-09-01 15:13", "naïve “é”"],
]


def text(delimiter: str, end: str = "\n", quote: bool = True) -> str:
    return end.join(delimiter.join(f'"{c}"' if quote else c for c in row) for row in ROWS) + end


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_dialects(files: Files, delimiter: str, end: str, encoding: str) -> None:
    reading = files.open(files.write("posts.csv", text(delimiter, end).encode(encoding)))
    rows = files.rows(reading)
    assert [(r["account_id"], r["text"], r["row"]) for r in rows] == [
        ("a", ROWS[1][2], 1),
        ("b", ROWS[2][2], 2),
    ]
    assert reading.files[0].format == "csv"
    assert any("Windows-1252" in n for n in reading.notices) is (encoding == "cp1252")


def test_late_bytes_decide_the_encoding(files: Files) -> None:
    plain = "user_id,created_at,text\n" + "a,2020-01-01,x\n" * 80_000
    assert files.read("a.csv", plain.encode() + "b,2020-01-01,é\n".encode())[-1]["text"] == "é"
    assert files.read("b.csv", plain.encode() + "b,2020-01-01,é\n".encode("cp1252"))[-1]["text"] == "é"


def test_a_few_broken_characters_do_not_change_the_encoding(files: Files) -> None:
    reading = files.open(
        files.write(
            "a.csv",
            ("user_id,created_at,text\n" + "a,2020-01-01,сообщение\n" * 50).encode() + b"a,2020-01-01,x\xff\n",
        )
    )
    rows = files.rows(reading)
    assert rows[0]["text"] == "сообщение"
    assert rows[-1]["text"] == "x\ufffd"
    assert reading.notices[0] == "a.csv: 1 broken characters of UTF-8 were read as U+FFFD"


def test_characters_over_the_edge_of_a_block(files: Files) -> None:
    for shift in range(4):
        line = "a,2020-01-01," + "я" * 300_000 + "\n"
        rows = files.read("a.csv", "user_id,created_at,text\n" + "x" * shift + line * 4)
        assert {r["text"] for r in rows} == {"я" * 300_000}


def test_wrong_quote_half_way(files: Files) -> None:
    lines = [f"a{i},2020-01-01 10:00:{i % 60:02},text {i}" for i in range(5_000)]
    lines[2_500] = 'a2500,2020-01-01 10:00:00,"text'
    rows = files.read("posts.csv", "user_id,created_at,text\n" + "\n".join(lines))
    assert len(rows) == 4_999
    assert files.reasons() == ["2502: a quote opens here and does not close within 1,000 lines"]


def test_ten_megabytes_in_one_field(files: Files) -> None:
    rows = files.read("posts.csv", "user_id,created_at,text\na,2020-01-01," + "x" * 10_000_000 + "\nb,2020-01-01,ok\n")
    assert [r["account_id"] for r in rows] == ["b"]
    assert files.reasons() == ["2: a cell holds more than 1,048,576 characters"]
    assert files.rejected.stat().st_size < 11_000


def test_a_line_beyond_all_limits(files: Files) -> None:
    rows = files.read("posts.csv", "user_id,created_at,text\na,2020-01-01," + "x" * (17 << 20) + "\nb,2020-01-01,ok\n")
    assert [r["account_id"] for r in rows] == ["b"]
    assert files.reasons() == ["2: a line of more than 16,777,216 characters"]
    assert "[cut here, 17,825,805 characters in all]" in files.rejected.read_text()


def test_oddities_of_spreadsheets(files: Files) -> None:
    assert len(files.read("sep.csv", "sep=;\nuser_id;created_at;text\na;2020-01-01;x\n")) == 1
    assert len(files.read("trail.csv", "user_id,created_at,text\na,2020-01-01,x,\n")) == 1
    assert len(files.read("trail2.csv", "user_id,created_at,text,\na,2020-01-01,x\na,2020-01-01,x,\n")) == 2
    assert len(files.read("double.csv", "user_id,created_at,text,text\na,2020-01-01,x,y\n")) == 1
    assert files.read("nul.csv", "user_id,created_at,text\na,2020-01-01,x\0y\n")[0]["text"] == "x\0y"


PREAMBLE = [["Report:", "One, two"], ["From:", "Thu Jan 02 00:00:00 GMT 2020"], ["Label:"], []]
NAMED = ["Query Name", "Date", "Title", "Url", "Author"]
DATA = [["q", f"2020-01-02 10:00:{i:02}.0", f"title {i}", f"https://example.org/{i}", f"a{i}"] for i in range(60)]


def written(rows: list[list[str]], delimiter: str) -> str:
    return "\n".join(delimiter.join(f'"{c}"' for c in row) for row in rows) + "\n"


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("padded", [False, True])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
@pytest.mark.parametrize("number", [1, 60])
def test_rows_before_the_header(files: Files, delimiter: str, padded: bool, encoding: str, number: int) -> None:
    """Labels and values, as Brandwatch writes them, and as a spreadsheet saves them again."""
    before = [row + [""] * (5 - len(row)) for row in PREAMBLE[:-1]] if padded else PREAMBLE
    text = written([*before, NAMED, *DATA[:number]], delimiter)
    reading = files.open(files.write("mentions.csv", text.encode(encoding)))
    rows = files.rows(reading)
    assert [(r["account_id"], r["row"]) for r in rows] == [(f"a{i}", i + 1) for i in range(number)]
    assert reading.notices[0] == "mentions.csv: 3 rows before the header tell of the export and were passed over"
    wrong = written([*before, NAMED, *DATA[:number], ["x"] * 4], delimiter)
    files.read("mentions.csv", wrong.encode(encoding))
    assert files.reasons() == [f"{len(before) + number + 2}: 4 cells where the header has 5"]


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.lists(st.sampled_from([*NAMED, "", "x", "2020-01-02 10:00", "12"]), max_size=6), max_size=6))
def test_no_row_is_taken_for_a_header_where_the_first_is_one(files: Files, rows: list[list[str]]) -> None:
    """Whatever follows a first row with three names or more, nothing is passed over."""
    text = written([["user_id", "created_at", "text"], ["a", "2020-01-01", "x"], *rows], ",")
    reading = files.open(files.write("posts.csv", text))
    assert reading.files[0].columns["account_id"] == "user_id"
    assert not any("before the header" in notice for notice in reading.notices)


def test_no_header(files: Files) -> None:
    reading = files.open(
        files.write("posts.csv", "a,2020-01-01 10:00,some words\nb,2020-01-02 10:00,more words\n"),
        mapping={"account_id": "column 1"},
    )
    assert [r["account_id"] for r in files.rows(reading)] == ["a", "b"]
    assert reading.notices[0] == "posts.csv: has no header; its columns are called column 1 to column 3"


def test_hostile_texts_pass_as_data(files: Files) -> None:
    texts = [
        "<script>alert(1)</script>",
        "=cmd|' /C calc'!A0",
        "\u202eevil\u2066",
        "\x1b[31mred\x07",
        "{{7*7}}",
        "'; DROP TABLE posts;--",
    ]
    body = "".join(f'"{t}",2020-01-01,"{t}"\n' for t in texts)
    rows = files.read("posts.csv", "user_id,created_at,text\n" + body)
    assert [r["text"] for r in rows] == texts
    assert [r["account_id"] for r in rows] == texts


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(alphabet='ab1,;"\n\r\t\0é€\u202e=2020-', max_size=200))
def test_garbage_loses_no_row(files: Files, garbage: str) -> None:
    header = "user_id,created_at,text\n"
    files.read("posts.csv", header + "a,2020-01-01,x\n" + garbage)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(files: Files, garbage: bytes) -> None:
    for name in ("a.csv", "a.ndjson", "a.json", "a.parquet", "a"):
        try:
            files.read(name, garbage)
        except InputError as error:
            assert "\n" not in str(error)


def test_shuffled_bytes_of_good_files(files: Files) -> None:
    good = bytearray(("user_id,created_at,text\n" + 'a,2020-01-01,"x, ""y"""\n' * 200).encode())
    random.seed(7)
    for _ in range(30):
        bad = bytearray(good)
        for _ in range(20):
            bad[random.randrange(30, len(bad))] = random.choice(b'",\n\0\xff a')
        files.read("posts.csv", bytes(bad))
