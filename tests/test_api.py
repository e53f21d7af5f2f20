"""The Python face: tables of every kind go in, findings and tables come out, and importing it costs nothing."""

import subprocess
import sys
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import overt
from overt.errors import InputError, TooManyRejected, UsageError


@pytest.fixture(scope="module")
def posts(ring: Any) -> pa.Table:
    """The plain columns that any frame can hold."""
    columns = ["platform", "account_id", "created_at", "post_id", "text", "urls", "hashtags"]
    return ring.posts.replace_schema_metadata(None).select(columns)


def shapes(posts: pa.Table, folder: Path) -> dict[str, Any]:
    path = folder / "posts.parquet"
    pq.write_table(posts, path)
    return {
        "path": path,
        "text": str(path),
        "list": [path],
        "pyarrow": posts,
        "pandas": posts.to_pandas(),
        "polars": pl.from_arrow(posts),
        "polars lazy": pl.from_arrow(posts).lazy(),
        "duckdb": duckdb.connect().from_arrow(posts),
        "Arrow stream": pa.RecordBatchReader.from_batches(posts.schema, posts.to_batches()),
    }


@pytest.mark.parametrize(
    "kind", ["path", "text", "list", "pyarrow", "pandas", "polars", "polars lazy", "duckdb", "Arrow stream"]
)
def test_scan_of(kind: str, posts: pa.Table, ring: Any, members: Any, tmp_path: Path) -> None:
    found = overt.scan(shapes(posts, tmp_path)[kind], q=0.01)
    assert members(found.findings) == ring.members
    assert found.findings["run"]["posts"] == ring.posts.num_rows


@pytest.fixture(scope="module")
def scan(posts: pa.Table) -> Any:
    return overt.scan(posts)


def test_scan_holds_everything(scan: Any, ring: Any, tmp_path: Path) -> None:
    assert isinstance(scan, overt.Scan)
    assert scan.findings["schema"] == "overt.findings/1"
    assert {"synchronised"} <= set(scan.edges["kind"].to_pylist())
    assert scan.accounts.num_rows == len(ring.answers)
    assert scan.networks.num_rows == len(scan.findings["networks"]) == len(scan.summary()) == 1
    assert scan.receipts.num_rows > 0
    assert (
        scan.report().read_bytes()
        == scan.report(tmp_path / "r.html").read_bytes()
        == (tmp_path / "r.html").read_bytes()
    )
    pairs = scan.findings["totals"]["synchronised_edges"]
    shown = f"<Scan: 1 networks, 8 accounts, {pairs} synchronised pairs among {len(ring.answers)} accounts>"
    assert repr(scan) == shown
    html = scan._repr_html_()
    assert "N1" in html
    assert html.count("<tr>") == 2


def test_the_table_for_notebooks_is_escaped(tmp_path: Path) -> None:
    import datetime

    script = "<script>alert(1)</script>"
    start = datetime.datetime(2024, 3, 1, tzinfo=datetime.UTC)
    rows = [
        {
            "account_id": f"{script}{a}",
            "platform": script,
            "created_at": start + datetime.timedelta(hours=7 * i + i * i % 5, seconds=(a + i) % 4 * 3),
            f"{script[:0]}url_id": str(i),
        }
        for i in range(20)
        for a in range(4)
    ]
    html = overt.scan(pd.DataFrame(rows))._repr_html_()
    assert "N1" in html
    assert "<script" not in html


def test_files_go_where_they_are_sent(posts: pa.Table, tmp_path: Path) -> None:
    found = overt.scan(posts, out=tmp_path / "o", threads=1, traces=["url", "text"], min_members=4)
    assert found.directory == tmp_path / "o"
    assert (tmp_path / "o" / "report.html").exists()
    assert {t["name"] for t in found.findings["run"]["traces"]} <= {"url", "text"}
    assert found.findings["run"]["parameters"]["min_members"] == 4
    assert overt.Scan(tmp_path / "o").findings == found.findings


def test_read(ring: Any, tmp_path: Path) -> None:
    table = overt.read(ring.path)
    assert table["account_id"].to_pylist() == ring.posts["account_id"].to_pylist()
    bad = tmp_path / "posts.csv"
    bad.write_text("who,created_at\na,2024-03-01\nb,never\n")
    options = overt.ReadOptions(mapping={"account_id": "who"})
    table = overt.read(bad, ring.path, options=options, rejected=tmp_path / "r.csv")
    assert table.num_rows == 1 + ring.posts.num_rows
    assert "never" in (tmp_path / "r.csv").read_text()


def test_errors(posts: pa.Table, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"missing.parquet: no such file"):
        overt.scan(tmp_path / "missing.parquet")
    with pytest.raises(UsageError, match="a dict is no table"):
        overt.scan({"a": 1})
    for given, line in (
        ({"qq": 1}, "no parameter is called qq"),
        ({"q": 1}, "--q is 1; give a value from"),
        ({"q": "x"}, "--q is 'x'; give a number"),
        ({"seed": 1.5}, "--seed is 1.5; give a whole number"),
        ({"seed": True}, "--seed is True; give a whole number"),
        ({"threads": 0}, "--threads is 0"),
        ({"memory": "much"}, "--memory much is no amount"),
        ({"traces": ["zip"]}, "no trace is called zip"),
    ):
        with pytest.raises(UsageError) as caught:
            overt.scan(posts, **given)
        assert line in str(caught.value)


def test_whole_numbers_may_come_as_floats(posts: pa.Table) -> None:
    """So that JSON and spreadsheets can hold parameters: the findings say 5, not 5.0."""
    found = overt.scan(posts.slice(0, 50), min_members=5.0)
    assert repr(found.findings["run"]["parameters"]["min_members"]) == "5"


def test_too_many_rejected(tmp_path: Path) -> None:
    path = tmp_path / "posts.csv"
    path.write_text("account_id,created_at\na,2024-03-01\nb,never\n")
    with pytest.raises(TooManyRejected):
        overt.scan(path, out=tmp_path / "o")
    assert (tmp_path / "o" / "findings.json").exists()
    assert overt.scan(path, max_rejected=0.5).findings["run"]["rows_rejected"] == 1


def python(code: str) -> str:
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=100, check=True)
    return done.stdout.strip()


def test_import_is_quick() -> None:
    """`import overt` loads no library: only when something is asked for."""
    heavy = ("numpy", "pyarrow", "duckdb", "ibis", "pandas", "polars", "scipy", "narwhals", "typer", "rich", "jinja2")
    loaded = python("import sys, overt, overt.cli; print(*sys.modules)").split()
    assert not set(loaded) & set(heavy)
    assert "overt.errors" in loaded


@pytest.mark.parametrize(
    "code",
    [
        "import overt; f = overt.scan",
        "from overt import scan as f",
        "import overt.scan; f = overt.scan",
        "import overt.scan; from overt import scan as f",
        "from overt.scan import Request; import overt; f = overt.scan",
        "import overt.api, overt.run, overt.scan, overt.plain; f = overt.scan",
        "from overt import read; import overt.scan; f = overt.scan",
        "import overt; overt.scan; import overt.scan; f = overt.scan",
        "import importlib, overt; importlib.import_module('overt.scan'); f = overt.scan",
    ],
)
def test_scan_is_the_function(code: str) -> None:
    """Whatever was imported before, though a module has the same name."""
    assert python(f"{code}; import overt.api; print(f is overt.api.scan)") == "True"


def test_the_page_of_stages_is_a_module() -> None:
    code = (
        "from overt.scan import scan, Request, scales_of; import sys; print(type(sys.modules['overt.scan']).__name__)"
    )
    assert python(code) == "module"


def test_public_names() -> None:
    """__all__ is what is public, and dir() shows it."""
    from types import ModuleType

    names = {n for n in dir(overt) if not n.startswith("_")}
    modules = {n for n in names if isinstance(getattr(overt, n), ModuleType)}
    hidden = {"Any", "ModuleType", "TYPE_CHECKING"}
    assert names - modules - hidden | {"__version__"} == set(overt.__all__)
    assert overt.__all__ == sorted(overt.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nope'"):
        _ = overt.nope  # type: ignore[attr-defined]
