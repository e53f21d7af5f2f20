"""What every command prints: help with an example that works, JSON with stable keys, one plain line a stage."""

import csv
import json
import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from overt.model.parameter import PARAMETERS
from overt.sources import open_posts

COMMANDS = (
    "scan",
    "pairs",
    "demo",
    "convert",
    "sources",
    "traces",
    "simulate",
    "bench calibration",
    "bench overlay",
)
HEAVY = {"demo", "bench calibration", "bench overlay"}


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory, overt: Any) -> Path:
    """A very small simulated data set."""
    folder = tmp_path_factory.mktemp("tiny")
    options = ("--accounts", 40, "--days", 8, "--fandoms", 0, "--operation", "5,12,30", "--out", folder)
    assert overt("simulate", *options).code == 0
    return folder / "posts.parquet"


def example(overt: Any, command: str) -> list[str]:
    done = overt(*command.split(), "--help")
    assert (done.code, done.err) == (0, "")
    text = " ".join(done.out.split())
    assert text.count("Example: overt ") == 1
    words = shlex.split(text.split("Example: overt ")[1])
    assert words[: len(command.split())] == command.split()
    return words


@pytest.mark.parametrize("command", [c for c in COMMANDS if c not in HEAVY])
def test_example(command: str, overt: Any, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The example of its help works as it stands, on files of these names."""
    monkeypatch.chdir(tmp_path)
    shutil.copy(tiny, "posts.parquet")
    Path("export.csv").write_text("account_id,created_at,text\na,2024-03-01T00:00:00Z,something\n")
    words = example(overt, command)
    before = set(tmp_path.iterdir())
    done = overt(*words)
    assert done.code == 0, done.err
    assert done.out
    if "--out" in words:
        made = tmp_path / words[words.index("--out") + 1]
        assert made.exists()
        assert made not in before or command == "convert"


@pytest.mark.parametrize("command", sorted(HEAVY))
def test_example_of_a_long_command(command: str, overt: Any) -> None:
    """Its words are right; they run below with smaller numbers."""
    assert len(example(overt, command)) > len(command.split())


def test_help_of_groups(overt: Any) -> None:
    for words in (["--help"], ["bench", "--help"]):
        done = overt(*words)
        assert done.code == 0
        assert "Example: overt " in done.out
    assert all(c.split()[0] in overt("--help").out for c in COMMANDS)


def test_every_parameter_is_an_option(overt: Any) -> None:
    text = overt("scan", "--help").out
    assert all(f"--{p.name.replace('_', '-')}" in text for p in PARAMETERS)


def test_scan_json(ring: Any, overt: Any, tmp_path: Path) -> None:
    done = overt("scan", ring.path, "--out", tmp_path / "o", "--json", "--quiet")
    answer = json.loads(done.out)
    assert done.err == ""
    assert set(answer) == {"out", "totals", "networks", "notices"}
    assert set(answer["totals"]) == {
        "networks",
        "members",
        "targets",
        "synchronised_edges",
        "shared_interest_edges",
    }
    keys = {"network", "class", "members", "targets", "platforms", "traces", "p", "sentence"}
    assert all(keys <= set(n) for n in answer["networks"])
    assert answer["networks"][0]["members"] == 8


def test_progress_without_a_terminal(ring: Any, overt: Any, tmp_path: Path) -> None:
    """One plain line a stage on standard error, no more; none with --quiet (tested everywhere else)."""
    done = overt("scan", ring.path, "--out", tmp_path / "o")
    lines = done.err.splitlines()
    stages = [re.fullmatch(r"\[ *[\d.]+ s\] ([a-z-]+): \S.*", line) for line in lines]
    assert all(stages), lines
    names = [s[1] for s in stages if s]
    assert names[:3] == ["read", "uses", "margins"]
    assert names[-2:] == ["findings", "report"]
    assert len(names) == len(set(names)) <= 14
    assert "\x1b" not in done.err + done.out


def test_convert(ring: Any, overt: Any, tmp_path: Path) -> None:
    (tmp_path / "in.csv").write_text(
        "who;when;body\na;2024-03-01 10:00;=1+1\nb;never;x\n" + "".join(f"c;2024-03-0{i} 11:00;t{i}\n" for i in (2, 3))
    )
    out = tmp_path / "out.parquet"
    options = ("--map", "account_id=who", "--map", "created_at=when", "--map", "text=body", "--platform", "forum")
    done = overt("convert", tmp_path / "in.csv", *options, "--out", out, "--json")
    answer = json.loads(done.out)
    assert set(answer) == {"out", "files", "notices"}
    assert (answer["files"][0]["rows_read"], answer["files"][0]["rows_rejected"]) == (4, 1)
    table = pq.read_table(out)
    assert table["account_id"].to_pylist() == ["a", "c", "c"]
    assert set(table["platform"].to_pylist()) == {"forum"}
    assert table["text"][0].as_py() == "=1+1"
    with (tmp_path / "out.rejected.csv").open(newline="") as file:
        assert [row[1] for row in csv.reader(file)] == ["line", "3"]


def test_convert_loses_nothing(ring: Any, overt: Any, tmp_path: Path) -> None:
    """A scan of what convert wrote finds the same; and converting twice changes nothing."""
    done = overt("convert", ring.path, "--out", tmp_path / "posts.parquet")
    assert done.code == 0
    assert f"posts.parquet: parquet, {ring.posts.num_rows:,} rows read, 0 rejected" in done.out
    from overt.sources import ReadOptions

    first, second = (
        list(open_posts([path], ReadOptions(), tmp_path / "r.csv").batches())
        for path in (ring.path, tmp_path / "posts.parquet")
    )
    assert [b.to_pylist() for b in first] == [b.to_pylist() for b in second]


def test_lists(overt: Any) -> None:
    sources, traces = json.loads(overt("sources", "--json").out), json.loads(overt("traces", "--json").out)
    assert {"parquet", "x-archive", "coortweet"} <= {s["name"] for s in sources}
    assert all(set(s) == {"name", "reads", "cannot"} for s in sources)
    assert {"url", "domain", "repost", "hashtag", "hashtag_sequence", "text"} <= {t["name"] for t in traces}
    assert all(t["innocent"] and t["meaning"] for t in traces)
    shown = overt("sources").out + overt("traces").out
    assert all(row["name"] in shown for row in sources + traces)


def test_simulate(overt: Any, tmp_path: Path) -> None:
    options = ("--accounts", 30, "--days", 3, "--fandoms", 0, "--operation", "4,5,60,1,2", "--seed", 9)
    answers = [json.loads(overt("simulate", *options, "--out", tmp_path / n, "--json").out) for n in "ab"]
    assert set(answers[0]) == {"out", "posts", "accounts"}
    assert answers[0]["posts"] == pq.read_metadata(tmp_path / "a" / "posts.parquet").num_rows
    roles = pq.read_table(tmp_path / "a" / "answers.parquet")["role"].to_pylist()
    assert roles.count("operation") == 4
    assert (tmp_path / "a" / "posts.parquet").read_bytes() == (tmp_path / "b" / "posts.parquet").read_bytes()


def test_demo(overt: Any, tmp_path: Path) -> None:
    """What `make demo` shows: what was planted, what was found, nobody innocent."""
    done = overt("demo", "--out", tmp_path / "demo", "--quiet")
    assert (done.code, done.err) == (0, "")
    assert (tmp_path / "demo" / "report.html").exists()
    assert "Innocent accounts in findings: 0." in done.out
    rows = re.findall(r"(operation-\w+)\s*\S\s*operation\s*\S\s*(\d+)\s*\S\s*(\d+)", done.out)
    assert len(rows) == 4
    assert all(int(found) >= 0.7 * int(planted) for _, planted, found in rows)


def test_calibration(tiny: Path, overt: Any, tmp_path: Path) -> None:
    """One line a trace and kind of copy; no edges where all coordination was taken away."""
    done = overt("bench", "calibration", tiny, "--copies", 2, "--kind", "jitter", "--json", "--quiet")
    rows = json.loads(done.out)
    assert done.err == ""
    assert {r["kind"] for r in rows} == {"jitter"}
    assert all(r["copies"] == 2 for r in rows)
    (total,) = [r for r in rows if r["trace"] == "all traces"]
    assert total["edges_in_data"] > 0
    assert all(r["edges_a_copy"] <= 0.5 for r in rows), "one edge in two copies would be much"
    shown = overt("bench", "calibration", tiny, "--copies", 1, "--kind", "jitter", "--quiet")
    assert "edges in data" in shown.out


def test_overlay(tiny: Path, overt: Any) -> None:
    done = overt("bench", "overlay", tiny, "--seeds", 1, "--json", "--quiet")
    alone, laid = json.loads(done.out)
    assert done.err == ""
    assert alone["seed"] is None
    assert laid["seed"] == 100
    assert laid["innocents"] == pytest.approx(len(pq.read_table(tiny)["account_id"].unique()), rel=0.1)
    assert laid["active"] == alone["active"] > 0
    assert laid["accused"] == 0
    assert laid["recall"] == laid["found"] / laid["active"]
