"""Bad input through the command line: one clear line each, nothing lost, nothing that harms a terminal or a sheet."""

import csv
import json
import re
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

HEADER = "account_id,created_at,post_id,text\n"
BIDI, ESCAPE = "\u202e\u2066\u200f", "\x1b]0;owned\x07\x1b[2J\x9b31m"
SCRIPT = "<script>alert(1)</script><img src=x onerror=alert(1)>"
FORMULAS = ("=HYPERLINK(1)", "+1+1", "-2+3", "@SUM(A1)", "\t=1", " =1", "\uff1d1")
UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def good(number: int) -> str:
    return "".join(f"a{i % 7},2024-03-01T00:{i % 60:02}:00Z,{i},a text like any other {i}\n" for i in range(number))


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def nothing_lost(out: Path, expected: int, rejected: int) -> dict[str, Any]:
    """Rows read = rows of accounts' posts and repeats + rejected rows, each of them in rejected.csv."""
    found = json.loads((out / "findings.json").read_text("utf-8"))
    run = found["run"]
    assert (run["rows_read"], run["rows_rejected"]) == (expected, rejected)
    assert len(rows(out / "rejected.csv")) == rejected
    posts = sum(a["posts"] for a in pq.read_table(out / "accounts.parquet").to_pylist())
    assert posts == run["posts"] == expected - rejected
    return found


def test_golden(overt: Any, golden: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be read at all: one line, exit 2."""
    monkeypatch.chdir(tmp_path)
    whole = tmp_path / "whole.parquet"
    pq.write_table(pa.table({"account_id": ["a"] * 500, "created_at": ["2020-01-01"] * 500}), whole)
    files: dict[str, str | bytes] = {
        "empty.csv": b"",
        "truncated.parquet": whole.read_bytes()[:700],
        "notime.csv": "account_id,text\na,b\n",
        "year0.csv": HEADER + "a,0000-01-01T00:00:00Z,1,x\n" * 3,
        "year9999.csv": HEADER + "a,9999-12-31T23:59:59Z,1,x\n" * 3,
        "quote.csv": '"account_id,created_at\na,2020-01-01\n',
        "\u202egnp.csv": b"",
        "posts.csv": HEADER + good(10),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    (tmp_path / "folder").mkdir()
    given = [["missing.csv"], ["folder"], *([name] for name in list(files)[:-1])]
    given += [
        ["posts.csv", *words.split()]
        for words in (
            "--trace zip",
            "--q 0.5",
            "--q nan",
            "--min-members 1",
            "--map text",
            "--map text=body",
            "--map author=account_id",
            "--trace-column sound=music",
            "--timezone Mars/Base",
            "--memory lots",
            "--threads 5000",
            "--out posts.csv",
            "--reference nowhere.json",
            "--reference folder",
            "--reference posts.csv",
        )
    ]
    lines = []
    for words in given:
        done = overt("scan", *words, *([] if "--out" in words else ["--out", "out"]), "--quiet")
        assert (done.code, done.out) == (2, ""), words
        assert not UNSAFE.search(done.line)
        lines.append(f"scan {' '.join(words)} | {done.line}".replace("\u202e", "<RLO>"))
    words = ["pairs", "posts.csv", "--trace", "url", "--out", "p.xlsx"]
    lines.append(f"{' '.join(words)} | {overt(*words).line}")
    lines.append(f"simulate | {overt('simulate', '--operation', 'many', '--out', 's').line}")
    golden("bad_input.txt", "\n".join(lines) + "\n")


@pytest.mark.parametrize(
    "words",
    [
        "scan posts.csv --nope",
        "scan posts.csv --threads 0",
        "scan posts.csv --hub-cap many",
        "scan posts.csv --max-rejected 2",
        "scan",
        "pairs posts.csv",
        "bench nope",
        "bench calibration",
        "simulate --seed x",
        "convert",
        "nope",
    ],
)
def test_misuse(words: str, overt: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Worded by the library that reads options: one line that says where help is, exit 2, nothing made."""
    monkeypatch.chdir(tmp_path)
    done = overt(*words.split())
    assert (done.code, done.out) == (2, "")
    assert re.fullmatch(r"overt: .*; see overt[ a-z]* --help", done.line)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("bad", "reason"),
    [
        ("a1,0000-03-01T00:00:00Z,7,x\n", "year"),
        ("a1,9999-12-31T23:59:59Z,7,x\n", "year"),
        ("a1,NaN,7,x\n", "time"),
        ("a1,inf,7,x\n", "time"),
        ("a1,,7,x\n", "time"),
        (",2024-03-01T00:00:00Z,7,x\n", "no account id"),
        ("NaN,2024-03-01T00:00:00Z,7,x\n", "account"),
        ("1.2345678901234567E+18,2024-03-01T00:00:00Z,7,x\n", "2^53"),
        ("a1,2024-03-01T00:00:00Z,1.2345678901234567E+18,x\n", "2^53"),
        (f"a1,2024-03-01T00:00:00Z,7,{'x' * 10_000_000}\n", "1,048,576"),
        ("a1,2024-03-01T00:00:00Z,7,x,y,z\n", ""),
    ],
)
def test_one_bad_row(bad: str, reason: str, overt: Any, tmp_path: Path) -> None:
    """It goes to rejected.csv with its line and reason; the others are read."""
    (tmp_path / "posts.csv").write_text(HEADER + good(30) + bad + good(30))
    done = overt("scan", tmp_path / "posts.csv", "--out", tmp_path / "o", "--quiet")
    assert (done.code, done.err) == (0, "")
    run = json.loads((tmp_path / "o" / "findings.json").read_text())["run"]
    assert (run["rows_read"], run["rows_rejected"]) == (61, 1)
    ((name, line, why, raw),) = rows(tmp_path / "o" / "rejected.csv")
    assert (name, line) == (str(tmp_path / "posts.csv"), "32")
    assert reason in why
    assert raw[:3] == bad[:3]
    assert len(raw) < 20_000
    assert "1 rows rejected (see rejected.csv)" in done.out or "1 row rejected" in done.out


def test_floats_in_parquet(overt: Any, tmp_path: Path) -> None:
    """NaN, infinity and ids that a float has damaged, in columns of floats."""
    accounts = [1.0, 2.0, float("nan"), float("inf"), 2.0**53 + 2, 3.0] * 5
    times = [1.7e9 + i for i in range(30)]
    times[0], times[7] = float("inf"), float("nan")
    pq.write_table(pa.table({"account_id": accounts, "timestamp": times}), tmp_path / "f.parquet")
    done = overt("scan", tmp_path / "f.parquet", "--out", tmp_path / "o", "--quiet", "--max-rejected", 1)
    assert (done.code, done.err) == (0, "")
    nothing_lost(tmp_path / "o", 30, 17)
    accounts_read = pq.read_table(tmp_path / "o" / "accounts.parquet")["account_id"].to_pylist()
    assert accounts_read == ["1", "2", "3"], "integral floats are ids, written as whole numbers"


def test_wrong_quote_half_way(overt: Any, tmp_path: Path) -> None:
    (tmp_path / "q.csv").write_text(HEADER + good(40) + 'a1,2024-03-01T00:00:00Z,99,"open\n' + good(40))
    done = overt("scan", tmp_path / "q.csv", "--out", tmp_path / "o", "--quiet")
    assert (done.code, done.err) == (0, "")
    run = json.loads((tmp_path / "o" / "findings.json").read_text())["run"]
    assert run["rows_read"] == 81
    assert run["rows_rejected"] == len(rows(tmp_path / "o" / "rejected.csv")) == 1


def test_too_many_rejected(overt: Any, tmp_path: Path) -> None:
    """Exit 3 beyond --max-rejected, with all results there; exit 0 where more is allowed."""
    path = tmp_path / "posts.csv"
    path.write_text(HEADER + good(18) + "a,never,1,x\n" * 2)
    done = overt("scan", path, "--out", tmp_path / "o", "--quiet")
    assert done.code == 3
    assert f"{path}: 2 of 20 rows could not be read; see {tmp_path / 'o' / 'rejected.csv'}" in done.line
    assert "Read 18 posts of 7 accounts, 2 rows rejected" in done.out
    assert (tmp_path / "o" / "report.html").exists()
    assert not (tmp_path / "o" / ".work").exists()
    nothing_lost(tmp_path / "o", 20, 2)
    assert overt("scan", path, "--out", tmp_path / "o", "--quiet", "--max-rejected", 0.1).code == 0
    assert overt("scan", path, "--out", tmp_path / "o", "--quiet", "--max-rejected", 0).code == 3


def test_nothing_can_be_read(overt: Any, tmp_path: Path) -> None:
    """One line with the first reason, rejected.csv beside it; the results of an earlier scan stay as they were."""
    path, out = tmp_path / "posts.csv", tmp_path / "o"
    path.write_text(HEADER + "a,never,1,x\n" * 3)
    done = overt("scan", path, "--out", out, "--quiet")
    assert done.code == 2
    assert "no row could be read (line 2: " in done.line
    assert len(rows(out / "rejected.csv")) == 3
    other = tmp_path / "good.csv"
    other.write_text(HEADER + good(20))
    assert overt("scan", other, "--out", out, "--quiet").code == 0
    before = {p.name: p.read_bytes() for p in out.iterdir() if p.is_file()}
    done = overt("scan", path, "--out", out, "--quiet")
    assert done.code == 2
    assert {p.name: p.read_bytes() for p in out.iterdir() if p.is_file()} == before
    named = Path(done.line.split("; see ")[1].split(" for each row")[0])
    assert len(rows(named)) == 3


def hostile(text: str) -> pa.Table:
    """Four accounts that post together twenty times among forty others; `text` in every text field there is."""
    import datetime

    start = datetime.datetime(2024, 3, 1, tzinfo=datetime.UTC)
    made = [
        {
            "account_id": f"{text}{account}",
            "platform": text.strip(),
            "created_at": start + datetime.timedelta(hours=7 * i + i * i % 5, seconds=(account + i) % 4 * 3),
            "post_id": f"{text}{account}-{i}",
            "text": f"{text} and the story of the day number {i}",
            "lang": text,
            "urls": [f"https://site{i}.example/{i}?x={text}", text],
            "hashtags": [text, f"b{i}", f"c{i}"],
            "mentions": [text],
            "client": text,
            "url_id": f"{text}{i}",
        }
        for i in range(20)
        for account in range(4)
    ]
    made += [
        {
            "account_id": f"{text}by{account}",
            "platform": text.strip(),
            "created_at": start + datetime.timedelta(hours=3.7 * account + 29 * i),
            "post_id": f"{text}by{account}-{i}",
            "lang": text,
            "urls": [f"https://news{(account * 7 + i * 11) % 60}.example/?x={text}"],
        }
        for i in range(5)
        for account in range(40)
    ]
    return pa.Table.from_pylist(made)


@pytest.mark.parametrize("text", [SCRIPT, BIDI + "x", ESCAPE + "x", *FORMULAS], ids=ascii)
def test_hostile_texts(text: str, overt: Any, tmp_path: Path) -> None:
    """In every field: harmless on the terminal, in the page, in the graph and in every CSV; ids as they were read."""
    path, out = tmp_path / "posts.parquet", tmp_path / "o"
    pq.write_table(hostile(text), path)
    done = overt("scan", path, "--out", out)
    assert done.code == 0, done.err
    assert not UNSAFE.search(done.out + done.err)
    answer = overt("scan", path, "--out", out, "--quiet", "--json")
    assert answer.out.isascii()
    assert not UNSAFE.search(answer.out)
    found = nothing_lost(out, 280, 0)
    assert found["totals"]["members"] == 4
    page = (out / "report.html").read_text("utf-8")
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert not UNSAFE.search(page.replace("\t", " "))
    assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", (out / "graph.gexf").read_text("utf-8"))
    sheet = tmp_path / "p.csv"
    assert overt("pairs", path, "--trace", "url_id", "--interval", 60, "--out", sheet, "--quiet").code == 0
    cells = [cell for row in rows(sheet) for cell in row]
    assert len(rows(sheet)) == 6
    assert not any(cell.lstrip(" ").startswith(tuple("=+-@\t\r\uff1d")) for cell in cells)
    assert not UNSAFE.search("".join(cells))
