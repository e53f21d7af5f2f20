"""`overt power` at the command line: its example, its answers, what it writes, and Ctrl-C."""

import json
import shutil
import signal
from pathlib import Path
from typing import Any

import pytest

from overt.cli.power import numbers, times
from overt.errors import UsageError

from .process import run, started

LINE = "overt: interrupted; what is done is kept, the same command with --resume goes on\n"
PLAN = ("--sizes", "3,8", "--within", "30s", "--repeats", "1")


@pytest.fixture(scope="module")
def results(ring: Any, overt: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Any]:
    """The results of a scan with a power run added, and what the command said."""
    folder = tmp_path_factory.mktemp("power") / "results"
    shutil.copytree(ring.results, folder)
    return folder, overt("power", ring.path, *PLAN, "--out", folder)


def test_the_example(overt: Any, ring: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(ring.path, "posts.parquet")
    text = " ".join(overt("power", "--help").out.split())
    words = text.split("Example: overt ")[1].split()
    before = Path("posts.parquet").read_bytes()
    done = overt(*words)
    assert done.code == 0, done.err
    assert Path("posts.parquet").read_bytes() == before
    assert {p.name for p in Path("results").iterdir()} == {"power.json", "power.svg"}
    assert "report.html" not in done.out


def test_it_says_what_would_be_missed(results: Any) -> None:
    folder, done = results
    assert done.code == 0, done.err
    words = " ".join(done.out.split())
    assert (
        "Here you would find operations of 3 accounts or more acting within 30 s, the fewest that were tried" in words
    )
    assert "This holds for rings whose accounts all share 10 links" in words
    assert "The curve is in" in words
    assert "report.html" in words
    assert "2 copies of your data at about " in done.err
    assert not (folder / ".power").exists()


def test_the_dossier_shows_the_curve_and_the_findings_stay(results: Any, ring: Any) -> None:
    folder, _ = results
    page = (folder / "report.html").read_text("utf-8")
    assert "How small an operation would be found here" in page
    assert "Here you would find operations of 3 accounts or more acting within 30 s" in page
    for name in ("findings.json", "edges.parquet", "accounts.parquet", "receipts.parquet"):
        assert (folder / name).read_bytes() == (ring.results / name).read_bytes()


def test_a_scan_afterwards_keeps_the_curve_of_the_same_posts_only(
    results: Any, ring: Any, overt: Any, tmp_path: Path
) -> None:
    """It does not matter which of the two comes first."""
    for options, there in (((), True), (("--min-members", 4), False)):
        out = tmp_path / str(there)
        out.mkdir()
        shutil.copy(results[0] / "power.json", out)
        assert overt("scan", ring.path, "--out", out, "--quiet", *options).code == 0
        page = (out / "report.html").read_text("utf-8")
        assert ("How small an operation would be found here" in page) is there
        if there:
            assert page == (results[0] / "report.html").read_text("utf-8")


def test_results_of_other_posts_are_refused_before_anything_is_planted(
    results: Any, overt: Any, tmp_path: Path
) -> None:
    folder, _ = results
    before = {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()}
    other = tmp_path / "other.csv"
    other.write_text(
        "account_id,created_at,text\n" + "".join(f"a{n},2024-03-0{1 + n % 9},some words {n}\n" for n in range(40))
    )
    done = overt("power", other, *PLAN, "--within", "1d", "--out", folder, "--quiet")
    assert (done.code, done.line.split(": ", 2)[2]) == (
        2,
        "the results there are of other files; give what they were made with, or another --out",
    )
    assert {p.name: p.read_bytes() for p in folder.iterdir() if p.is_file()} == before


def test_other_settings_are_refused(results: Any, overt: Any, ring: Any) -> None:
    folder, _ = results
    done = overt("power", ring.path, *PLAN, "--q", "0.05", "--out", folder, "--quiet")
    assert done.code == 2
    assert "the results there are of another --q" in done.line


def test_json(overt: Any, ring: Any) -> None:
    done = overt("power", ring.path, *PLAN, "--json", "--quiet")
    assert (done.code, done.err) == (0, "")
    told = json.loads(done.out)
    assert told["schema"] == "overt.power/1"
    assert told["smallest"] == [{"within_seconds": 30, "accounts": 3}]
    assert set(told["cells"][0]) == {
        "within_seconds", "accounts", "repeats", "members_planted", "members_found", "recall", "low", "high",
        "rings_found", "rings_low", "rings_high", "others_drawn_in",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--sizes", "3,x"), "--sizes 3,x is no list of whole numbers"), (("--sizes", "2"), "--sizes is 2"),
        (("--within", "soon"), "--within soon is no list of times"), (("--within", "1year"), "no list of times"),
        (("--repeats", "0"), "--repeats is 0"), (("--through", "nope"), "--through nope is not there"),
        (("--resume",), "--resume has nothing to go on from"), (("--trace", "nope"), "no trace is called"),
    ],
)  # fmt: skip
def test_misuse_is_one_line(options: tuple[str, ...], said: str, overt: Any, ring: Any) -> None:
    done = overt("power", ring.path, *options, "--quiet")
    assert done.code == 2
    assert said in done.line


def test_lists() -> None:
    assert numbers("3, 5,8") == [3, 5, 8]
    assert times("30s,10min, 1h,90,1d") == [30, 600, 3_600, 90, 86_400]
    for bad in ("", "3,,5", "-3", "1e9", "٣"):
        with pytest.raises(UsageError):
            numbers(bad)
    for bad in ("", "1 year", "1h,", "-1h", "1.5h"):
        with pytest.raises(UsageError):
            times(bad)


def test_interrupted_and_going_on(ring: Any, results: Any, tmp_path: Path) -> None:
    """One line, no half result; the same command with --resume ends in the same bytes."""
    out = tmp_path / "o"
    process = started("power", ring.path, *PLAN, "--out", out)
    assert process.stderr
    while "copies: 1 of 2" not in (line := process.stderr.readline()):
        assert line, "it ended early"
    process.send_signal(signal.SIGINT)
    said, rest = process.communicate()
    assert (process.returncode, said, rest) == (130, "", LINE)
    assert {p.name for p in out.iterdir()} == {".power"}
    done = run("power", ring.path, *PLAN, "--out", out, "--resume", "--quiet")
    assert done.returncode == 0, done.stderr
    assert (out / "power.json").read_bytes() == (results[0] / "power.json").read_bytes()
    assert {p.name for p in out.iterdir()} == {"power.json", "power.svg"}
