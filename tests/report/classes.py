"""A scan of a simulated crowd with a ring of every kind: open, automatic, plain, mixed, and one that hides itself."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from overt.scan import Request, scan
from overt.simulate import CrowdSpec, OperationSpec, crowd, plant, profiles

RINGS = {"plain": 6, "staff": 8, "bots": 7, "mixed": 9, "hidden": 10}
"""Group -> accounts."""


def scanned(directory: Path) -> dict[str, Any]:
    """findings.json of the scan in `directory`; beside it the members of each group, as `groups`."""
    spec = OperationSpec(objects=20, jitter=60, cover=1, traces=("url", "text"))
    rings = [replace(spec, accounts=size, name=name) for name, size in RINGS.items()]
    posts, answers = plant(crowd(CrowdSpec(accounts=300, days=14, seed=5)), rings, 1)
    groups = {name: [] for name in RINGS}
    for row in answers.to_pylist():
        if row["group"] in groups:
            groups[row["group"]].append(row["account_id"])
    drawn = profiles(posts, 3, [groups["hidden"]], ["bio", "created_at", "avatar"])
    rows = {row["account_id"]: row for row in drawn.to_pylist()}
    for number, account in enumerate(groups["hidden"]):
        rows[account]["handle"] = f"resident{number * 7919 + 10_000}"
    for account in groups["staff"]:
        rows[account]["bio"] = "I keep the books at @acme_works"
    for account in groups["bots"]:
        rows[account] |= {"bio": "A bot that posts a feed", "is_bot_declared": True}
    for account in groups["mixed"][:3]:
        rows[account]["bio"] = "Automated: a feed of the weather"
    directory.mkdir(parents=True, exist_ok=True)
    pq.write_table(posts, directory / "posts.parquet")
    pq.write_table(pa.Table.from_pylist(list(rows.values()), schema=drawn.schema), directory / "accounts_in.parquet")
    found = scan(Request([directory / "posts.parquet", directory / "accounts_in.parquet"], directory))
    return found | {"groups": groups}


def network_of(found: dict[str, Any], group: str) -> dict[str, Any]:
    """The network that most accounts of a group are in."""
    wanted = set(found["groups"][group])
    return max(found["networks"], key=lambda n: len(wanted & {a["account_id"] for a in n["accounts"]}))
