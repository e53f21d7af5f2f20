"""Contracts that every registered format keeps, and real data."""

import hashlib
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from overt.sources import format_names, reading
from overt.sources.exports import EXPORTS
from overt.sources.exports.coortweet import CooRTweet
from overt.sources.exports.x_archive import XArchive
from overt.sources.formats import FORMATS

from .conftest import Files

EXAMPLES = [(f.name, name, data) for f in FORMATS for name, data in f.examples().items()]


@pytest.mark.parametrize(("form", "name", "data"), EXAMPLES, ids=[f"{f}:{n}" for f, n, _ in EXAMPLES])
def test_examples_are_read_whole(files: Files, form: str, name: str, data: bytes) -> None:
    reading = files.open(files.write(name, data))
    rows = files.rows(reading)
    info = reading.files[0]
    assert rows
    assert (info.format, info.name, info.rows_rejected) == (form, name, 0)
    assert info.sha256 == hashlib.sha256(data).hexdigest()
    assert info.platforms == sorted({r["platform"] for r in rows})
    assert {"account_id", "created_at"} <= set(info.columns)
    assert files.reasons() == []


def test_names() -> None:
    names = format_names()
    assert [n.name for n in names] == ["parquet", "ndjson", "json", "csv", *(e.name for e in EXPORTS)]
    assert all(n.reads and n.cannot for n in names)


def test_imports_of_the_room() -> None:
    """Standard library, what it will hold, pyarrow, numpy, and of overt only model and errors."""
    import ast

    allowed = {"pyarrow", "numpy", "overt.model", "overt.errors", "overt.sources"} | sys.stdlib_module_names
    allowed |= {"compression", "backports"}  # zstd, in the standard library from 3.14 on
    forbidden = {"pickle", "marshal", "socket", "urllib", "http", "subprocess", "ctypes"}
    for file in Path(reading.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            modules = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            modules += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            for module in modules:
                assert any(module == a or module.startswith(a + ".") for a in allowed), (file.name, module)
                assert module == "urllib.parse" or module.split(".")[0] not in forbidden, (file.name, module)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in ("eval", "exec", "compile", "__import__"), file.name


def test_x_archive(files: Files) -> None:
    reading = files.open(files.write("tweets.csv", XArchive().examples()["x_archive.csv"]), timezone="Asia/Tokyo")
    first, second = files.rows(reading)
    assert (first["platform"], first["kind"], first["repost_of"], first["repost_of_account"]) == (
        "x", "repost", "877919995476490000", "24906")  # fmt: skip
    assert first["created_at"].isoformat() == "2017-06-22T16:03:00+00:00"  # its times are UTC by definition
    assert (first["hashtags"], first["urls"], first["mentions"]) == (
        ["один", "два"],
        ["https://example.org/a"],
        ["24906"],
    )
    assert (second["kind"], second["hashtags"], second["urls"], second["mentions"]) == (
        "post",
        ["one", "two"],
        [],
        None,
    )
    assert (second["client"], second["likes"], second["lang"]) == ("TweetDeck", 3, "en")
    assert reading.notices == []


def test_coortweet(files: Files) -> None:
    reading = files.open(files.write("posts.csv", CooRTweet().examples()["coortweet.csv"]))
    rows = files.rows(reading)
    assert [(r["trace_object_id"], r["repost_of"], r["post_id"], r["kind"]) for r in rows] == [
        ("o1", "o1", "c1", "repost"), ("o1", "o1", "c2", "repost"), ("o2", "o2", "c3", "repost")]  # fmt: skip
    assert reading.notices == [
        "posts.csv: has CooRTweet's four columns; object_id was read as the post that is reposted, too"
    ]
    other = files.open(
        files.write("more.csv", "object_id,account_id,content_id,timestamp_share,url_id\no,a,c,1623881091,u\n")
    )
    assert files.rows(other)[0]["repost_of"] is None


@pytest.mark.parametrize(
    ("name", "rows", "resolution", "platforms", "traces"),
    [
        ("ira_2016q4/posts.parquet", 326_980, 60, ["unknown"], []),
        ("mayweather_2017/posts.parquet", 12_118, 1, ["unknown"], []),
        (
            "coortweet/german_elections.parquet",
            218_971,
            1,
            ["fb", "tw"],
            ["domain_id", "hashtag_id", "phash_id", "url_id"],
        ),
        ("coortweet/russian_coord_tweets.parquet", 35_125, 1, ["unknown"], ["object_id"]),
    ],
)
def test_real_data(
    files: Files,
    shared: Callable[[str], Path],
    name: str,
    rows: int,
    resolution: int,
    platforms: list[str],
    traces: list[str],
) -> None:
    reading = files.open(shared(name))
    assert sum(b.num_rows for b in reading.batches()) == rows
    info = reading.files[0]
    assert (info.rows_read, info.rows_rejected, info.time_resolution) == (rows, 0, resolution)
    assert (info.platforms, reading.id_traces) == (platforms, traces)


def test_speed_of_csv(files: Files) -> None:
    """300,000 rows in well under 10 s: here 30,000, by the processor's clock."""
    row = '"{}",user{},2016-09-01 15:{:02}:{:02},"Some text, with #tag and https://e.org/{}","[\'tag\']",https://e.org/{}\n'
    data = "post_id,account_id,created_at,text,hashtags,urls\n" + "".join(
        row.format(i, i % 500, i // 60 % 60, i % 60, i, i) for i in range(30_000)
    )
    reading = files.open(files.write("posts.csv", data))
    start = time.process_time()
    assert sum(b.num_rows for b in reading.batches()) == 30_000
    assert time.process_time() - start < 3
