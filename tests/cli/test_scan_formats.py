"""`overt scan` end to end on the same small data in every format: all files, their schemas, receipts that hold."""

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from overt.model.tables import ACCOUNTS_SCHEMA, EDGES_SCHEMA, NETWORKS_SCHEMA, RECEIPTS_SCHEMA
from overt.sources.exports.x_archive import COLUMNS

FILES = {
    "findings.json",
    "networks.parquet",
    "accounts.parquet",
    "edges.parquet",
    "receipts.parquet",
    "run.json",
    "graph.gexf",
    "report.html",
    "rejected.csv",
}
SCHEMAS = {
    "networks": NETWORKS_SCHEMA,
    "accounts": ACCOUNTS_SCHEMA,
    "edges": EDGES_SCHEMA,
    "receipts": RECEIPTS_SCHEMA,
}
Rows = list[dict[str, Any]]


def plain(posts: pa.Table) -> Rows:
    return [
        {
            "account_id": p["account_id"],
            "created_at": p["created_at"].strftime("%Y-%m-%dT%H:%M:%S%z"),
            "post_id": p["post_id"],
            "text": (p["text"] or "") + " caf\u00e9",
            "urls": " ".join(p["urls"] or []),
            "hashtags": " ".join(p["hashtags"] or []),
        }
        for p in posts.to_pylist()
    ]


def parquet(rows: Rows, folder: Path) -> tuple[Path, Rows]:
    path = folder / "posts.parquet"
    pq.write_table(pa.Table.from_pylist(rows), path)
    return path, rows


def delimited(rows: Rows, folder: Path) -> tuple[Path, Rows]:
    path = folder / "posts.csv"
    with path.open("w", encoding="cp1252", errors="replace", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    with path.open(encoding="cp1252", newline="") as file:
        return path, list(csv.DictReader(file, delimiter=";"))


def ndjson(rows: Rows, folder: Path) -> tuple[Path, Rows]:
    path = folder / "posts.ndjson"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path, rows


def array(rows: Rows, folder: Path) -> tuple[Path, Rows]:
    path = folder / "posts.json"
    path.write_text(json.dumps({"data": rows}), encoding="utf-8")
    return path, rows


def coortweet(rows: Rows, folder: Path) -> tuple[Path, Rows]:
    import datetime

    shares = [
        {
            "object_id": row["urls"] or row["text"],
            "account_id": row["account_id"],
            "content_id": row["post_id"],
            "timestamp_share": int(datetime.datetime.fromisoformat(row["created_at"]).timestamp()),
        }
        for row in rows
    ]
    path = folder / "shares.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(shares[0]))
        writer.writeheader()
        writer.writerows(shares)
    return path, [{**s, "post_id": s["content_id"], "text": None} for s in shares]


def x_archive(rows: Rows, folder: Path) -> tuple[Path, Rows]:
    path = folder / "example_tweets_csv_hashed.csv"
    lines = []
    for row in rows:
        tags, urls = row["hashtags"].split(), row["urls"].split()
        known = {
            "tweetid": row["post_id"],
            "userid": row["account_id"],
            "tweet_time": row["created_at"][:16].replace("T", " "),
            "tweet_text": row["text"],
            "is_retweet": "False",
            "hashtags": f"[{', '.join(tags)}]",
            "urls": f"[{', '.join(urls)}]",
        }
        lines.append({name: known.get(name, "") for name in COLUMNS})
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, quoting=csv.QUOTE_ALL)
        writer.writeheader()
        writer.writerows(lines)
    return path, rows


@pytest.mark.parametrize("form", [parquet, delimited, ndjson, array, coortweet, x_archive], ids=lambda f: f.__name__)
def test_scan(form: Any, ring: Any, overt: Any, members: Any, tmp_path: Path) -> None:
    path, rows = form(plain(ring.posts), tmp_path)
    out = tmp_path / "results"
    done = overt("scan", path, "--out", out, "--quiet")
    assert (done.code, done.err) == (0, "")
    assert {p.name for p in out.iterdir()} == FILES
    tables = {name: pq.read_table(out / f"{name}.parquet") for name in SCHEMAS}
    assert all(tables[name].schema.equals(schema) for name, schema in SCHEMAS.items())
    found = json.loads((out / "findings.json").read_text("utf-8"))
    assert members(found) == ring.members, "the ring and nobody else"
    assert found["run"]["rows_read"] == len(rows)
    assert found["run"]["rows_rejected"] == 0
    assert found["totals"]["networks"] == len(found["networks"]) == tables["networks"].num_rows > 0
    receipts_name_the_very_posts(tables["receipts"], rows, form is x_archive)
    roles(tables["accounts"], ring.members, {row["account_id"] for row in rows})
    nothing_of_the_machine(found, tmp_path)


def receipts_name_the_very_posts(receipts: pa.Table, rows: Rows, minutes: bool) -> None:
    """Every receipt points at two rows of the input, and what stands there is what it says."""
    import datetime

    assert receipts.num_rows > 0
    for receipt in receipts.to_pylist():
        for side in ("a", "b"):
            assert receipt[f"file_{side}"] == 0
            row = rows[receipt[f"row_{side}"] - 1]
            assert row["account_id"] == receipt[f"account_{side}"]
            assert row["post_id"] == receipt[f"post_id_{side}"]
            assert (row["text"] or "")[:1000] == (receipt[f"text_{side}"] or "")
            stamp = row.get("created_at") or row["timestamp_share"]
            zone = datetime.UTC
            when = (
                datetime.datetime.fromisoformat(stamp)
                if isinstance(stamp, str)
                else datetime.datetime.fromtimestamp(stamp, zone)
            )
            assert receipt[f"time_{side}"] == (when.replace(second=0) if minutes else when)
        gap = abs((receipt["time_a"] - receipt["time_b"]).total_seconds())
        assert receipt["gap_seconds"] == gap
        assert receipt["account_a"] != receipt["account_b"]


def roles(accounts: pa.Table, ring: set[str], everyone: set[str]) -> None:
    rows = {a["account_id"]: a for a in accounts.to_pylist()}
    assert rows.keys() == everyone, "one row per account, its id as it was read"
    assert {a for a, row in rows.items() if row["role"] == "member"} == ring
    for row in rows.values():
        assert row["role"] in ("member", "target", "lead", None)
        assert (row["network_id"] is not None) == (row["role"] in ("member", "target"))
        assert (row["p"] is None) == (row["edges"] == 0) == (row["role"] is None)


def nothing_of_the_machine(found: dict[str, Any], folder: Path) -> None:
    """No path, engine, plan, thread or duration in findings.json."""
    text = json.dumps(found)
    assert str(folder) not in text
    assert "duckdb" not in text
    keys: set[str] = set()

    def collect(value: Any) -> None:
        if isinstance(value, dict):
            keys.update(value)
            for item in value.values():
                collect(item)
        elif isinstance(value, list):
            for item in value:
                collect(item)

    collect(found)
    assert not keys & {"engine", "plan", "threads", "path", "paths", "out", "seconds", "duration", "peak_memory_mb"}


def test_several_files_are_one_scan(ring: Any, overt: Any, members: Any, tmp_path: Path) -> None:
    rows = plain(ring.posts)
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    first, _ = ndjson(rows[::2], tmp_path / "one")
    second, _ = delimited(rows[1::2], tmp_path / "two")
    done = overt("scan", first, second, "--out", tmp_path / "o", "--quiet")
    found = json.loads((tmp_path / "o" / "findings.json").read_text("utf-8"))
    assert done.code == 0
    assert members(found) == ring.members
    assert [f["name"] for f in found["run"]["inputs"]] == ["posts.ndjson", "posts.csv"]
    halves = [rows[::2], rows[1::2]]
    for receipt in pq.read_table(tmp_path / "o" / "receipts.parquet").to_pylist():
        for side in ("a", "b"):
            assert halves[receipt[f"file_{side}"]][receipt[f"row_{side}"] - 1]["post_id"] == receipt[f"post_id_{side}"]


def test_the_report_is_of_these_findings(ring: Any) -> None:
    page = (ring.results / "report.html").read_text("utf-8")
    graph = (ring.results / "graph.gexf").read_text("utf-8")
    assert all(account in page and account in graph for account in ring.members)


def test_run_json_says_how(ring: Any) -> None:
    run = json.loads((ring.results / "run.json").read_text("utf-8"))
    assert run["inputs"] == [str(ring.path)]
    assert run["engine"].startswith("duckdb ")
    assert {"read", "uses", "co-uses", "findings", "report", "total"} <= run["seconds"].keys()
    assert run["peak_memory_mb"]["total"] > 50
