"""A file of delimited text read by blocks gives what it gives row by row."""

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from overt.sources import blocks as blocks_module
from overt.sources.base import PLAIN_ROWS
from overt.sources.delimited import DelimitedSource
from overt.sources.encoding import Encoding
from overt.sources.plain_rows import plain_rows

cell = st.sampled_from(["", "a", "é", "2020-01-01", "x y", " pad", "\x1c", "\0", ";", "'", "\u2028"])
wild = cell | st.sampled_from(['"', '""', ",", "\n", "\r", "\r\n", 'q"q'])
line = st.lists(cell, min_size=3, max_size=3).map(",".join)
quoted = st.lists(cell | st.just(","), min_size=3, max_size=3).map(lambda c: ",".join(f'"{v}"' for v in c))
broken = st.lists(wild, max_size=6).map("".join)


@st.composite
def written(draw: st.DrawFn) -> str:
    """A row as a program writes it, quotes doubled and feeds in quotes."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="").writerow(draw(st.lists(wild, min_size=3, max_size=3)))
    return out.getvalue()


lines = st.lists(st.one_of(line, line, quoted, written(), broken), max_size=25)


def everything(path: Path, rows: int, encoding: Encoding) -> list[list[Any]]:
    source = DelimitedSource(path, encoding, ",", ["a", "b", "c"], True)
    found: list[list[Any]] = []
    for chunk in source.chunks(["c", "a"], rows):
        held = {n: c if isinstance(c, list) else c.to_pylist() for n, c in chunk.columns.items()}
        at = zip(chunk.rows.tolist(), chunk.lines.tolist(), strict=True)
        found += [[row, no, held["a"][i], held["c"][i], str(chunk.raw(i))] for i, (row, no) in enumerate(at)]
        found += [[r.line, r.reason, str(r.raw)] for r in chunk.rejects]
    return sorted(found, key=str)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lines, st.sampled_from(["\n", "\r\n"]), st.booleans(), st.integers(8, 200), st.sampled_from([b"", b"\xef\xbb\xbf"])
)
def test_by_blocks_and_row_by_row(
    tmp_path: Path, rows: list[str], end: str, ended: bool, part: int, mark: bytes
) -> None:
    path = tmp_path / "posts.csv"
    path.write_bytes(mark + end.join(["a,b,c", *rows]).encode() + (end.encode() if ended else b""))
    encoding = Encoding("utf-8", len(mark))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks_module, "PART", part)
        patch.setattr(blocks_module, "BLOCK", part + 3)
        fast = everything(path, PLAIN_ROWS + 1, encoding)
    assert fast == everything(path, PLAIN_ROWS, encoding)


def test_endless_lines(tmp_path: Path) -> None:
    path = tmp_path / "posts.csv"
    path.write_text("a,b,c\n" + "1,2,3\n" * 3 + "x" * (17 << 20) + "\n" + "4,5,6\n" * 3)
    fast = everything(path, PLAIN_ROWS + 1, Encoding("utf-8"))
    assert fast == everything(path, PLAIN_ROWS, Encoding("utf-8"))
    assert len(fast) == 7


@pytest.mark.parametrize(
    ("data", "plain"),
    [
        (b"1,2,3\n4,5,6\n", True),
        (b'"1","2,2",3\r\n4,,"6"\r\n', True),
        (b'"","",""\n', True),
        (b"1,2\n4,5,6,7\n", False),
        (b"1,2,3,4\n5,6\n", False),
        (b"1,2,3\n\n4,5,6\n", False),
        (b'1,"2\n2",3\n', False),
        (b'1,"2""2",3\n', False),
        (b'1,2"2",3\n', False),
        (b'1,"2"2,3\n', False),
        (b'1,"2,3\n', False),
        (b"1,2\r2,3\n", False),
    ],
)
def test_what_is_plain(data: bytes, plain: bool) -> None:
    found = plain_rows(data, ",", 3)
    assert (found is not None) is plain
    if found is not None:
        kept = list(csv.reader(io.StringIO(data.decode())))
        assert [list(row) for row in zip(*(found.cells(i).to_pylist() for i in range(3)), strict=True)] == kept
