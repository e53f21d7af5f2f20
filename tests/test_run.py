"""The state of a scan on disk: what is kept, what is done again, what never mixes."""

import json
from pathlib import Path
from typing import Any

import pytest

from overt.errors import OutputError
from overt.findings.write import whole, write_text
from overt.run import Run
from overt.scan import Request, scan
from overt.sources import ReadOptions


class Stopped(Exception):
    """Stands for whatever ends a run."""


def stop_at(wanted: str) -> Any:
    def step(stage: str, detail: str) -> None:
        if stage == wanted:
            raise Stopped

    return step


def stopped(ring: Any, out: Path, stage: str = "report") -> Path:
    """The work folder of a scan that ended at a stage."""
    with pytest.raises(Stopped):
        scan(Request([ring.path], out), stop_at(stage))
    (work,) = (out / ".work").iterdir() if stage != "read" else ((out / ".work"),)
    return work


def same(ring: Any, out: Path) -> bool:
    names = ("findings.json", "report.html", "graph.gexf", "rejected.csv")
    return all((out / n).read_bytes() == (ring.results / n).read_bytes() for n in names)


def resumed(ring: Any, out: Path) -> list[str]:
    """The stages that a resumed scan went through."""
    stages: list[str] = []
    scan(Request([ring.path], out, resume=True), lambda stage, detail: stages.append(stage))
    assert same(ring, out)
    assert len(list(out.iterdir())) == 9
    return stages


def test_resume_reads_nothing_again(ring: Any, tmp_path: Path) -> None:
    work = stopped(ring, tmp_path)
    before = {p.name: p.stat().st_mtime_ns for p in work.glob("*.parquet")}
    assert {"posts.parquet", "actions.parquet", "co_uses.parquet"} <= before.keys()
    assert not any(p.name != ".work" for p in tmp_path.iterdir()), "nothing in place before all is whole"
    assert "read" not in resumed(ring, tmp_path)


def damage(work: Path, kind: str) -> None:
    if kind == "a stage cut short":
        path = work / "uses.parquet"
        path.write_bytes(path.read_bytes()[:-20])
    elif kind == "posts cut short":
        (work / "posts.parquet").write_bytes(b"PAR1")
    elif kind == "actions gone":
        (work / "actions.parquet").unlink()
    elif kind == "note cut short":
        (work / "read.json").write_text('{"files": [')
    elif kind == "note of another kind":
        (work / "read.json").write_text('{"files": [{"a": 1}], "first": 1}')
    elif kind == "rejected rows gone":
        (work / "rejected.csv").unlink()
    elif kind == "leftovers":
        (work / "results").mkdir(exist_ok=True)
        (work / "results" / ".findings.json.part").write_text("half")
        (work / ".uses.parquet").write_text("half")
    else:
        for path in work.glob("*.parquet"):
            path.write_bytes(b"")


@pytest.mark.parametrize(
    "kind",
    [
        "a stage cut short",
        "posts cut short",
        "actions gone",
        "note cut short",
        "note of another kind",
        "rejected rows gone",
        "leftovers",
        "all empty",
    ],
)
def test_damaged_work(kind: str, ring: Any, tmp_path: Path) -> None:
    """What is not whole is done again."""
    damage(stopped(ring, tmp_path), kind)
    resumed(ring, tmp_path)


@pytest.mark.parametrize("resume", [False, True])
@pytest.mark.parametrize("kind", ["file", "link", "dangling", "folder of junk"])
def test_something_else_in_the_place_of_the_work(kind: str, resume: bool, ring: Any, tmp_path: Path) -> None:
    out, aside = tmp_path / "o", tmp_path / "aside"
    out.mkdir()
    aside.mkdir()
    (aside / "precious").write_text("mine")
    work = out / ".work"
    if kind == "file":
        work.write_text("junk")
    elif kind == "link":
        work.symlink_to(aside)
    elif kind == "dangling":
        work.symlink_to(tmp_path / "nowhere")
    else:
        (work / "0123456789abcdef").mkdir(parents=True)
        (work / "0123456789abcdef" / "read.json").write_text("{}")
    scan(Request([ring.path], out, resume=resume))
    assert same(ring, out)
    assert not work.exists()
    assert (aside / "precious").read_text() == "mine"


def test_the_work_belongs_to_its_inputs(ring: Any, tmp_path: Path) -> None:
    """Another parameter, another file or another option begins anew, even with --resume."""

    def digest(**changed: Any) -> str:
        given = {
            "paths": [ring.path],
            "out": tmp_path,
            "settings": {"q": 0.01},
            "read": ReadOptions(),
            "only": [],
            "resume": True,
            "step": lambda stage, detail: None,
        }
        return Run(**{**given, **changed}).work.name

    other = tmp_path / "posts.parquet"
    other.write_bytes(ring.path.read_bytes())
    same_bytes = digest(paths=[other])
    names = [
        digest(),
        digest(settings={"q": 0.02}),
        digest(only=["url"]),
        digest(read=ReadOptions(timezone="Asia/Tokyo")),
        digest(paths=[ring.path, other]),
    ]
    assert len(set(names)) == len(names)
    assert same_bytes == names[0], "a moved file is the same input"


def test_results_never_mix(ring: Any, tmp_path: Path) -> None:
    """Whoever reads while a second scan runs sees all of the first, until all of the second is there."""
    scan(Request([ring.path], tmp_path, {"seed": 4}))
    before = {p.name: p.read_bytes() for p in tmp_path.iterdir()}
    seen = []

    def look(stage: str, detail: str) -> None:
        seen.append(stage)
        assert {p.name: p.read_bytes() for p in tmp_path.iterdir() if p.is_file()} == before

    scan(Request([ring.path], tmp_path), look)
    assert "report" in seen
    assert same(ring, tmp_path)


def test_the_last_step_cut_off(ring: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped between two of the last renames: no findings.json stands beside tables that are not its own."""
    scan(Request([ring.path], tmp_path, {"seed": 4}))
    move, done = Path.replace, []

    def once(self: Path, target: Any) -> Any:
        if Path(target).parent == tmp_path:
            done.append(Path(target).name)
            if len(done) == 4:
                raise Stopped
        return move(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", once)
        with pytest.raises(Stopped):
            scan(Request([ring.path], tmp_path))
    assert not (tmp_path / "findings.json").exists()
    resumed(ring, tmp_path)


def test_whole_or_not_there(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    write_text(path, "one\n")
    with pytest.raises(Stopped), whole(path) as aside:
        aside.write_text("half")
        raise Stopped
    assert [p.name for p in tmp_path.iterdir()] == ["a.json"]
    assert path.read_text() == "one\n"
    with pytest.raises(OutputError, match=r"b.json: cannot be written: No such file or directory; choose another"):
        write_text(tmp_path / "no" / "b.json", "x")


def test_run_json_counts_every_stage(ring: Any) -> None:
    facts = json.loads((ring.results / "run.json").read_text())
    parts = [s for name, s in facts["seconds"].items() if name != "total"]
    assert sum(parts) == pytest.approx(facts["seconds"]["total"], rel=0.5)
    assert facts["peak_memory_mb"].keys() == facts["seconds"].keys()
