"""A scan that adds to an earlier one gives what a scan of everything gives."""

import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from overt.errors import InputError, TooManyRejected
from overt.scan import Request, scan

pytestmark = pytest.mark.long
SAME = ("findings.json", "report.html", "graph.gexf", "rejected.csv")
TABLES = ("edges.parquet", "accounts.parquet", "networks.parquet", "receipts.parquet")


@pytest.fixture(scope="module")
def halves(ring: Any, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The ring's posts in two files: an early Parquet file, and a late CSV file with another trace and a bad row."""
    folder = tmp_path_factory.mktemp("halves")
    posts = pq.read_table(ring.path).to_pandas()
    posts = posts.sort_values("created_at")
    early, late = posts.iloc[: len(posts) // 2], posts.iloc[len(posts) // 2 :].copy()
    early.to_parquet(folder / "early.parquet")
    late["object_id"] = [f"o{n % 7}" for n in range(len(late))]
    late["created_at"] = late["created_at"].astype(str)
    late.iloc[3, late.columns.get_loc("created_at")] = "no time"
    listed = late.map(lambda value: hasattr(value, "__len__") and not isinstance(value, str)).any()
    scalars = [name for name in late.columns if not listed[name]]
    late[scalars].to_csv(folder / "late.csv", index=False)
    return folder / "early.parquet", folder / "late.csv"


def results(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in SAME} | {
        name: str(pq.read_table(out / name).to_pylist()).encode() for name in TABLES
    }


def test_adding_equals_scanning_everything(halves: tuple[Path, Path], tmp_path: Path) -> None:
    early, late = halves
    whole = scan(Request([early, late], tmp_path / "whole"))
    assert whole["networks"], "there must be something to compare"
    assert whole["run"]["rows_rejected"] == 1
    scan(Request([early], tmp_path / "one", keep_state=True))
    stages: list[str] = []
    request = Request([late], tmp_path / "two", since=tmp_path / "one", keep_state=True)
    scan(request, lambda stage, detail: stages.append(stage))
    assert results(tmp_path / "two") == results(tmp_path / "whole")
    # and once more, from the state that the second scan left: a file of no posts of its own adds none
    again = tmp_path / "again.csv"
    again.write_text("account_id,created_at,text\nx,2016-01-01T00:00:00Z,hello there everybody\n")
    third = scan(Request([again], tmp_path / "three", since=tmp_path / "two"))
    everything = scan(Request([early, late, again], tmp_path / "all"))
    assert third == everything
    assert not (tmp_path / "three" / "state").exists()


def test_an_interrupted_addition_is_resumed(halves: tuple[Path, Path], tmp_path: Path) -> None:
    class Stopped(Exception):
        pass

    def stop(stage: str, detail: str) -> None:
        if stage == "edges":
            raise Stopped

    early, late = halves
    scan(Request([early, late], tmp_path / "whole"))
    scan(Request([early], tmp_path / "one", keep_state=True))
    request = Request([late], tmp_path / "two", since=tmp_path / "one")
    with pytest.raises(Stopped):
        scan(request, stop)
    stages: list[str] = []
    scan(Request([late], tmp_path / "two", since=tmp_path / "one", resume=True), lambda stage, _: stages.append(stage))
    assert "read" not in stages
    assert results(tmp_path / "two") == results(tmp_path / "whole")


def test_what_cannot_be_added_to(halves: tuple[Path, Path], tmp_path: Path) -> None:
    early, late = halves
    scan(Request([early], tmp_path / "one", keep_state=True))
    with pytest.raises(InputError, match="holds no state of an earlier scan"):
        scan(Request([late], tmp_path / "two", since=tmp_path))
    with pytest.raises(InputError, match="min_text"):
        scan(Request([late], tmp_path / "two", since=tmp_path / "one", parameters={"min_text": 5}))
    with pytest.raises(InputError, match="traces"):
        scan(Request([late], tmp_path / "two", since=tmp_path / "one", only=["url"]))
    facts = tmp_path / "one" / "state" / "state.json"
    facts.write_text(json.dumps(json.loads(facts.read_text()) | {"first": "no time"}))
    with pytest.raises(InputError, match="holds no state"):
        scan(Request([late], tmp_path / "two", since=tmp_path / "one"))


def test_only_the_new_file_is_held_to_the_share_of_bad_rows(tmp_path: Path, ring: Any) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text("account_id,created_at,text\nx,never,a\ny,2016-01-01T00:00:00Z,b\n")
    with pytest.raises(TooManyRejected):
        scan(Request([bad], tmp_path / "one", keep_state=True))
    scan(Request([ring.path], tmp_path / "two", since=tmp_path / "one"))
    assert "never" in (tmp_path / "two" / "rejected.csv").read_text()
