"""What is known of accounts: the last value of each field, whatever stands in other rows."""

import json
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.sources.base import Chunk
from overt.sources.columns import Plan
from overt.sources.profiles import Profiles, profiles
from overt.sources.times import TimeReader, zone

from .conftest import Files

HELD = {"handle": "h", "followers": "f", "deleted_at": "d"}
WHEN = datetime(2024, 3, 1, tzinfo=UTC)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "platform": st.sampled_from(["x", "reddit"]),
            "account": st.sampled_from(["1", "2", "3"]),
            "good": st.booleans(),
            "h": st.sampled_from([None, "", "one", "two", False]),
            "f": st.sampled_from([None, 0, 7]),
            "d": st.sampled_from([None, "2024-03-01T00:00:00Z", False]),
        }
    ),
    max_size=12,
)


def slow(rows: list[dict[str, Any]]) -> dict[tuple[str, str], dict[str, Any]]:
    """The obvious way: row by row, value by value."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in rows:
        handle = None if row["h"] == "" else row["h"]
        values = {"handle": handle, "followers": row["f"], "deleted_at": row["d"]}
        if row["good"] and any(v is not None for v in values.values()):
            known = found.setdefault((row["platform"], row["account"]), dict.fromkeys(HELD))
            known.update({name: value for name, value in values.items() if value is not None})
    for known in found.values():
        known["deleted_at"] = WHEN if known["deleted_at"] else None
        known["handle"] = known["handle"] or None
    return found


@given(st.lists(ROWS, max_size=3), st.booleans())
@settings(max_examples=150, deadline=None)
def test_the_last_value_of_each_field_counts(parts: list[list[dict[str, Any]]], arrow: bool) -> None:
    plan, times, kept = Plan(profile=HELD), TimeReader(zone("UTC")), Profiles()
    for rows in parts:
        columns: dict[str, Any] = {name: [row[name] for row in rows] for name in "hfd"}
        if arrow and False not in columns["h"]:
            columns["h"], columns["f"] = pa.array(columns["h"], pa.string()), pa.array(columns["f"], pa.int64())
        numbers = np.arange(len(rows), dtype=np.int64)
        chunk = Chunk(columns, numbers, numbers, lambda i: "")
        platforms = pa.array([row["platform"] for row in rows], pa.string())
        accounts = pa.array([row["account"] for row in rows], pa.string())
        good = np.array([row["good"] for row in rows], np.bool_)
        kept.add(profiles(plan, chunk, platforms, accounts, good, times))
    told = {(r["platform"], r["account_id"]): {n: r[n] for n in HELD} for r in kept.table().to_pylist()}
    assert told == slow([row for rows in parts for row in rows])
    assert kept.table().equals(kept.table())


def test_a_row_that_tells_less_hides_nothing(files: Files) -> None:
    rows = [
        {"id": 1, "user_id": "a", "created_at": "2024-01-01", "followers": 7},
        {"id": 2, "user_id": "a", "created_at": "2024-01-02", "followers": None},
    ]
    reading = files.open(files.write("posts.ndjson", "\n".join(map(json.dumps, rows))))
    assert len(files.rows(reading)) == 2
    assert reading.profiles.table()["followers"].to_pylist() == [7]


def test_handles_stand_without_a_sign(files: Files) -> None:
    rows = [{"user_id": n, "created_at": "2024-01-01", "user_handle": h} for n, h in enumerate(("@one", "two@e.org"))]
    text = "\n".join(json.dumps(row) for row in rows).replace("user_handle", "username")
    reading = files.open(files.write("posts.ndjson", text))
    files.rows(reading)
    assert reading.profiles.table()["handle"].to_pylist() == ["one", "two@e.org"]
