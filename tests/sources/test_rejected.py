import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overt.sources.base import Reject, cut
from overt.sources.rejected import RejectedFile, safe, shortened


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain, text", "plain, text"),
        ("=cmd|'/C calc'!A0", "'=cmd|'/C calc'!A0"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\\t=1"),
        ("\r=1", "'\\r=1"),
        ("  =1", "'  =1"),
        ("＝1", "'＝1"),
        ("a\nb\x00\x1b[31m\u202e\u200bc", "a\\nb\\x00\\x1b[31m\\u202e\\u200bc"),
        ("\ud800", "\\ud800"),
        ("\U000e0001x", "\\U000e0001x"),
        ("naïve हिन्दी 😀 \u3000", "naïve हिन्दी 😀 \u3000"),
    ],
)
def test_safe(text: str, expected: str) -> None:
    assert safe(text) == expected


@given(st.text())
def test_nothing_unsafe_is_written(text: str) -> None:
    found = safe(text)
    assert not found.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert not any(ord(c) < 32 or 0x7F <= ord(c) < 0xA0 or 0x202A <= ord(c) <= 0x202E for c in found)
    found.encode("utf-8")


def test_long_rows_are_cut_with_a_mark() -> None:
    assert shortened("x" * 10_000) == "x" * 10_000
    assert shortened("x" * 10_001) == "x" * 10_000 + " [cut here, 10,001 characters in all]"
    assert shortened(cut("x" * 20_000, 5_000_000)) == "x" * 10_000 + " [cut here, 5,000,000 characters in all]"


def test_file(tmp_path: Path) -> None:
    path = tmp_path / "rejected.csv"
    with RejectedFile(path) as file:
        assert path.read_bytes() == b"file,line,reason,raw\r\n"
        file.write("=evil.csv", [Reject(3, "why, so", 'a,"b"\nc')])
    with path.open(newline="") as lines:
        assert list(csv.reader(lines))[1:] == [["'=evil.csv", "3", "why, so", 'a,"b"\\nc']]
