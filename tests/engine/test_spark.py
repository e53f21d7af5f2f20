"""The same scan on DuckDB, on a Spark cluster and at a Spark Connect endpoint: the same bytes.

All of it stands in one file, so that whoever spreads the tests over processes starts one cluster only.
"""

import contextlib
import dataclasses
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from overt.engine import Session, dense_rank, window
from overt.errors import OutputError, OvertError
from overt.model.parameter import checked
from overt.pairs import relate
from overt.pairs.uses import account_hours, exact_repeats, named_objects, named_posts
from overt.run import Run
from overt.scan import Request, limits, scales_of, scan
from overt.sources import ReadOptions
from overt.traces import TraceSettings, chosen

from .clusters import PATIENCE, SHORT_LIVED, connect_endpoint, spark_cluster, spark_or_skip
from .village import NAMES, posts

pytestmark = pytest.mark.long
SETTINGS = {"permutations": 20, "hub_cap": 10, "generic_floor": 50}
READ = ReadOptions({}, {"Meme": "Meme_id", "meme": "meme_id"})
WORDS = [
    "--permutations",
    "20",
    "--hub-cap",
    "10",
    "--generic-floor",
    "50",
    "--trace-column",
    "Meme=Meme_id",
    "--trace-column",
    "meme=meme_id",
]
SAME = ("findings.json", "report.html", "graph.gexf")
ENGINES = ("cluster", "endpoint")
ODD_NAME = "a b 100% ü'\""
"""Of a work directory: what an engine could take for a quoted address."""


@pytest.fixture(scope="module")
def brief() -> None:
    """Java of this test does not stay long enough for its full compiler."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JAVA_TOOL_OPTIONS", SHORT_LIVED)
        yield


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory, brief: None) -> str:
    with spark_cluster(tmp_path_factory.mktemp("cluster")) as url:
        yield url


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> str:
    with connect_endpoint(tmp_path_factory.mktemp("endpoint")) as url:
        yield url


@pytest.fixture
def place(request: pytest.FixtureRequest) -> dict[str, str]:
    """The options of the engine that the test is to run on."""
    return where(request.param, request)


def where(kind: str, request: pytest.FixtureRequest) -> dict[str, str]:
    name = "master" if kind == "cluster" else "remote"
    return {"engine": "spark", name: request.getfixturevalue(kind)}


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The posts, and beside them what DuckDB finds in them."""
    folder = tmp_path_factory.mktemp("village")
    pq.write_table(posts(), folder / "posts.parquet")
    found = scan(Request([folder / "posts.parquet"], folder / "duckdb", SETTINGS, READ))
    assert found["totals"]["networks"] == 1
    assert found["run"]["exact_repeats"] >= 10
    assert {"Meme", "meme", "repost", "hashtag", "text", "url"} <= {trace["name"] for trace in found["run"]["traces"]}
    return folder


def overt(*words: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "overt", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)


def same(one: Path, other: Path) -> None:
    for name in SAME:
        assert (one / name).read_bytes() == (other / name).read_bytes(), name


@pytest.mark.parametrize("place", ENGINES, indirect=True)
def test_the_same_bytes_and_not_a_word_of_spark(place: dict[str, str], village: Path, tmp_path: Path) -> None:
    options = [word for name, value in place.items() for word in (f"--{name}", value)]
    out = tmp_path / ODD_NAME
    words = [village / "posts.parquet", *WORDS, *options, "--memory", "900MB", "--threads", 2, "--out", out]
    done = overt("scan", *words, "--quiet", "--json")
    assert (done.returncode, done.stderr) == (0, "")
    json.loads(done.stdout)
    same(village / "duckdb", out)
    facts = json.loads((out / "run.json").read_text())
    url = place.get("master") or place["remote"]
    assert facts["engine"].startswith("spark ")
    assert facts["engine"].endswith(f"({url})")
    assert facts["threads"] == (2 if "master" in place else None)
    assert not (out / ".work").exists()


class Halt(Exception):
    """Thrown into a scan."""


HALVES = [("duckdb", "endpoint", "margins"), ("endpoint", "duckdb", "margins"), ("endpoint", "duckdb", "collect")]


@pytest.mark.parametrize(("first", "second", "stage"), HALVES)
def test_begun_on_one_engine_and_ended_on_another(
    first: str, second: str, stage: str, village: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    def half(engine: str, stop: str) -> None:
        options = {} if engine == "duckdb" else where(engine, request)

        def step(name: str, detail: str) -> None:
            if name == stop:
                raise Halt

        scan(Request([village / "posts.parquet"], tmp_path, SETTINGS, READ, resume=True, **options), step)

    with pytest.raises(Halt):
        half(first, stage)
    (uses,) = tmp_path.glob(".work/*/uses.parquet")
    assert uses.is_dir() == (first != "duckdb")
    if stage == "collect":
        (last,) = tmp_path.glob(".work/*/hub_co_uses.parquet")
        assert rows(last).num_rows > 1_000
        shutil.rmtree(last)  # as if it had been killed there
    left = {path: path.stat().st_mtime_ns for path in uses.parent.glob("*.parquet")}

    def unchanged(name: str, detail: str) -> None:
        if name == "collect":
            assert all(path.stat().st_mtime_ns == time for path, time in left.items())

    options = {} if second == "duckdb" else where(second, request)
    scan(Request([village / "posts.parquet"], tmp_path, SETTINGS, READ, resume=True, **options), unchanged)
    same(village / "duckdb", tmp_path)


@pytest.mark.parametrize("place", ENGINES, indirect=True)
def test_plain_counts_are_the_same(place: dict[str, str], village: Path, tmp_path: Path) -> None:
    words = ["pairs", village / "posts.parquet", "--trace", "url", "--interval", 60, "--min-shared", 2, "--quiet"]
    options = [word for name, value in place.items() for word in (f"--{name}", value)]
    here = overt(*words, "--out", tmp_path / "here.parquet")
    there = overt(*words, "--out", tmp_path / "there.parquet", "--memory", "1GB", *options)
    assert (here.returncode, there.returncode) == (0, 0), there.stderr
    assert pq.read_table(tmp_path / "here.parquet").num_rows
    assert pq.read_table(tmp_path / "here.parquet") == pq.read_table(tmp_path / "there.parquet")
    assert {p.name for p in tmp_path.iterdir() if p.name.startswith(".")} == set()


def rows(path: Path) -> pa.Table:
    """The rows of a stage in an order that does not depend on the engine."""
    table = pq.read_table(path)
    table = pa.table({name: table[name] for name in sorted(table.column_names)})
    return table.sort_by([(name, "ascending") for name in table.column_names])


@dataclasses.dataclass
class Both:
    """One village related by DuckDB and by another engine."""

    plain: Session
    other: Session
    plain_related: Any
    other_related: Any


@pytest.fixture(scope="module", params=ENGINES)
def both(request: pytest.FixtureRequest, village: Path, tmp_path_factory: pytest.TempPathFactory) -> Both:
    folder = tmp_path_factory.mktemp("both")
    settings = checked(SETTINGS)
    run = Run([village / "posts.parquet"], folder, settings, READ, (), False, lambda stage, detail: None)
    with (
        Session(folder / "plain", threads=1) as plain,
        Session(folder / ODD_NAME, **where(request.param, request), memory="900MB") as other,
    ):
        traces = run.read(plain, lambda ids: chosen(ids, (), TraceSettings(settings["min_text"])))
        for stage in ("posts", "actions"):
            other.store(stage, pq.read_table(plain.path(stage)))
        known = limits(settings, traces, scales_of(run))
        made = [relate(session, known, run.resolutions, run.step) for session in (plain, other)]
        yield Both(plain, other, *made)


STAGES = (
    "post_keys accounts sites objects origins every_use popularity frames templates generic_texts left_out uses "
    "object_margins strata tested account_margins stratum_margins shared co_uses hubs hub_uses candidates hub_co_uses"
).split()


@pytest.mark.parametrize("stage", STAGES)
def test_every_stage(stage: str, both: Both) -> None:
    expected, found = rows(both.plain.path(stage)), rows(both.other.path(stage))
    assert expected.num_rows > 0
    assert found.cast(expected.schema).equals(expected)
    assert found.schema.types == expected.schema.types
    assert both.other.path(stage).is_dir()


def test_every_stage_is_compared(both: Both) -> None:
    made = {path.name.removesuffix(".parquet") for path in both.other.work.glob("*.parquet")}
    assert made == {"posts", "actions", *STAGES}


def alike(one: Any, other: Any) -> None:
    assert type(one) is type(other)
    if dataclasses.is_dataclass(one):
        for field in dataclasses.fields(one):
            alike(getattr(one, field.name), getattr(other, field.name))
    elif isinstance(one, np.ndarray):
        assert one.dtype == other.dtype
        assert np.array_equal(one, other)
    elif isinstance(one, dict):
        assert list(one) == list(other)
        alike(list(one.values()), list(other.values()))
    elif isinstance(one, list):
        assert len(one) == len(other)
        for mine, theirs in zip(one, other, strict=True):
            alike(mine, theirs)
    else:
        assert one.equals(other) if isinstance(one, pa.Table) else one == other


def test_what_comes_back_is_the_same(both: Both) -> None:
    alike(*[dataclasses.replace(made, plan={}) for made in (both.plain_related, both.other_related)])
    assert len(both.plain_related.hubs["t"]) > 1_000


def test_names_are_found_again(both: Both) -> None:
    for keys in (np.arange(0, 2_000, 7), np.zeros(0, np.int64)):
        alike(named_posts(both.plain, keys), named_posts(both.other, keys))
        alike(named_objects(both.plain, keys), named_objects(both.other, keys))


def test_names_are_sorted_by_their_bytes(both: Both) -> None:
    names = both.other_related.accounts.filter(pa.compute.equal(both.other_related.accounts["platform"], "simnet"))
    ids = names["account_id"].to_pylist()
    assert set(NAMES[::3]) <= set(ids)
    assert ids == sorted(ids, key=lambda name: name.encode())


def test_times_before_1970(both: Both) -> None:
    seconds = [-1, 0, -3_600, -3_601, -(10**9), 10**9, 4 * 86_400, 2**31 + 5]
    table = pa.table(
        {
            "platform": ["p"] * len(seconds),
            "account_id": [str(s) for s in seconds],
            "created_at": pa.array([s * 10**6 + 999_999 for s in seconds], pa.timestamp("us", "UTC")),
        }
    )
    names = pa.table(
        {"platform": table["platform"], "account_id": table["account_id"], "account": list(range(len(seconds)))}
    )
    counted = [
        session.fetch(account_hours(session.temporary(table), session.temporary(names))).sort_by("account")
        for session in (both.plain, both.other)
    ]
    alike(*[table.select(["account", "hour", "posts"]) for table in counted])
    buckets = []
    for session in (both.plain, both.other):
        every = session.temporary(pa.table({"t": [s * 10**6 + 7 for s in seconds]}))
        buckets.append(session.fetch(every.mutate(bucket=every.t // 60_000_000)).sort_by("t")["bucket"].to_pylist())
    assert buckets == [sorted((s * 10**6 + 7) // 60_000_000 for s in seconds)] * 2


def test_repeats_with_nulls_and_lists(both: Both) -> None:
    row = {
        "platform": "p",
        "account_id": "a",
        "created_at": 0,
        "post_id": None,
        "kind": "post",
        "text": None,
        "urls": ["u", "v"],
        "hashtags": None,
        "trace_a": "1",
        "trace_A": "2",
    }
    different = [
        {**row, "urls": ["v", "u"]},
        {**row, "urls": []},
        {**row, "urls": None},
        {**row, "hashtags": []},
        {**row, "text": ""},
        {**row, "trace_A": "1"},
        {**row, "urls": ["u", None]},
    ]
    kinds = {name: pa.string() for name in row} | {"urls": pa.list_(pa.string()), "hashtags": pa.list_(pa.string())}
    kinds["created_at"] = pa.timestamp("us", "UTC")
    table = pa.Table.from_pylist([row, *different, row, *different[:3], row], schema=pa.schema(kinds))
    for session in (both.plain, both.other):
        session.store("some_posts", table)
        assert session.fetch(exact_repeats(session.table("some_posts")))["repeats"].to_pylist() == [5]
        session.path("some_posts").unlink()


def test_nothing_is_a_table_too(both: Both) -> None:
    for session in (both.plain, both.other):
        accounts = session.table("accounts")
        none = session.materialise("none", accounts.filter(accounts.posts < 0))
        assert session.has("none")
        assert session.fetch(none.count().as_table())[0][0].as_py() == 0
        assert session.fetch(none).column_names == list(accounts.columns)
    assert rows(both.plain.path("none")).schema.types == rows(both.other.path("none")).schema.types
    for session in (both.plain, both.other):
        session.path("none").rename(session.work / "put away")


def test_a_stage_is_there_only_when_whole(both: Both) -> None:
    session = both.other
    accounts = session.table("accounts")
    ranked = accounts.select("account", place=dense_rank().over(window(order_by=[accounts.posts, accounts.account])))
    session.materialise("ranked", ranked)
    expected = rows(session.path("ranked"))
    assert expected.schema.field("place").type == pa.int64()
    part = sorted(session.path("ranked").glob("*.parquet"))[0]
    part.write_bytes(part.read_bytes()[:-1])
    assert not session.has("ranked")
    session.materialise("ranked", ranked)
    assert rows(session.path("ranked")).equals(expected)
    with pytest.raises(OutputError, match="cannot go on"):
        session.materialise("broken", accounts.mutate(number=accounts.account_id.cast("int64")))
    assert not session.has("broken")
    assert not list(session.work.glob(".*"))
    session.path("ranked").rename(session.work / "put away too")


def test_a_cluster_whose_workers_are_too_small(cluster: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from overt.engine import spark_driver

    monkeypatch.setattr(spark_driver, "WORKERS_PATIENCE", 2)
    handler = signal.getsignal(signal.SIGINT)
    with pytest.raises(OvertError) as told:
        Session(tmp_path, engine="spark", master=cluster, memory="3GB")
    assert str(told.value) == (
        f"{cluster}: no worker took up the work within 2 s; check that workers are there with as much memory as "
        "--memory; or leave the work to --engine duckdb"
    )
    assert signal.getsignal(signal.SIGINT) is handler


def test_a_directory_that_only_this_side_sees(tmp_path: Path) -> None:
    hidden = tmp_path / "hidden"
    hidden.mkdir()
    apart = ["unshare", "--mount", "sh", "-c", f"mount -t tmpfs none '{hidden}' && exec \"$@\"", "sh"]
    if os.geteuid() != 0 or subprocess.run([*apart, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no directory can be hidden from another process here")
    with connect_endpoint(tmp_path, apart) as url, pytest.raises(OutputError) as told:
        Session(hidden, engine="spark", remote=url)
    assert str(told.value).startswith(f"{hidden}: spark connect ")
    assert str(told.value).endswith(
        f" ({url}) cannot read and write here; "
        "choose an --out on a file system that the engine shares, and may write to"
    )


def children() -> set[int]:
    """The processes that this one started."""
    return {int(n) for task in Path("/proc/self/task").glob("*/children") for n in task.read_text().split()}


def test_an_endpoint_that_dies(tmp_path: Path) -> None:
    if not Path("/proc/self/task").exists():
        pytest.skip("no /proc here to find the endpoint's process")
    before = children()
    with connect_endpoint(tmp_path) as url, Session(tmp_path / "w", engine="spark", remote=url) as session:
        session.store("some", pa.table({"a": [1, 2]}))
        table = session.table("some")
        (server,) = children() - before
        os.kill(server, signal.SIGKILL)
        with pytest.raises(OutputError, match=r"spark connect .* does not answer any more; run the command again"):
            session.fetch(table)


def test_nothing_of_a_closed_session_is_left_to_the_collector(endpoint: str, tmp_path: Path) -> None:
    """Or it would be closed a second time, perhaps by a thread that holds the lock which closing waits for."""
    from overt.engine.spark_remote import remote

    for answering in (True, False):
        started = remote(endpoint, None)
        started.stop(answering=answering)
        started.session.__del__()
        assert started.session._client is None


def living(group: int) -> list[str]:
    """What still runs of a process group. Those that have ended and wait for somebody to take note do not count."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            name, _, rest = stat.read_text().rpartition(")")
            state, _, its_group = rest.split()[:3]
            if int(its_group) == group and state != "Z":
                found.append(name)
    return found


def test_interrupted_while_spark_starts(village: Path, tmp_path: Path, brief: None) -> None:
    """One line, and no Java process is left."""
    spark_or_skip()
    words = ["scan", village / "posts.parquet", "--engine", "spark", "--master", "local[1]", "--out", tmp_path]
    command = [sys.executable, "-m", "overt", *map(str, words)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        deadline = time.monotonic() + PATIENCE
        while not any(log.stat().st_size for log in tmp_path.glob(".work/*/spill/spark.log")):
            assert time.monotonic() < deadline
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate()
    assert process.returncode == 130
    assert said == "overt: interrupted; what is done is kept, the same command with --resume goes on\n"
    deadline = time.monotonic() + 10
    while living(process.pid):
        assert time.monotonic() < deadline, living(process.pid)
        time.sleep(0.1)
