"""Finished results, made up: what a scan leaves, small, large, hostile or without a finding."""

import json
import random
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from overt.model.parameter import defaults
from overt.model.tables import ACCOUNTS_SCHEMA, EDGES_SCHEMA, NETWORKS_SCHEMA, RECEIPTS_SCHEMA

from .sample_network import HOSTILE, Made, add_network


def write(
    directory: Path,
    *,
    hostile: bool = False,
    networks: int = 3,
    members: int = 9,
    co_actions: int = 14,
    places: bool = True,
    one_big: int = 0,
) -> Path:
    """Write a plausible set of results; the first network has a target, the second is on two platforms."""
    directory.mkdir(parents=True, exist_ok=True)
    made = Made()
    draw = random.Random(7)
    for place in range(networks):
        size = one_big if one_big and place == 0 else max(4, members - 2 * (place % 3))
        add_network(made, draw, place, size, co_actions, hostile, places)
    _write(directory, made, _findings(made, hostile))
    return directory


def write_large(directory: Path) -> Path:
    """About 30 networks, 300 accounts, 3,000 edges and 100,000 receipts."""
    return write(directory, networks=30, members=12, co_actions=34, one_big=70)


def write_empty(directory: Path) -> Path:
    """A scan that found nothing."""
    directory.mkdir(parents=True, exist_ok=True)
    made = Made()
    findings = _findings(made, False)
    findings["leads"] = {"pairs": [], "shared_interest_edges": 12, "note": ""}
    findings["totals"]["shared_interest_edges"] = 12
    _write(directory, made, findings)
    return directory


def _findings(made: Made, hostile: bool) -> dict:
    say = (lambda text: HOSTILE) if hostile else (lambda text: text)
    lead = {
        "platform_a": "x",
        "account_a": say("lone_one"),
        "platform_b": "x",
        "account_b": say("lone_two"),
        "kind": "synchronised",
        "p": 1e-5,
        "q": 4e-3,
        "sentence": say("shared 4 of 9 urls, expected 0.2; 3 within 60 s, expected 0.1; q = 4e-3"),
    }
    return {
        "schema": "overt.findings/1",
        "run": _run(say, len(made.edges)),
        "networks": made.found,
        "leads": {
            "pairs": [lead] * 3,
            "shared_interest_edges": 131,
            "note": say("These pairs did not reach three separate occasions or three members."),
        },
        "totals": {
            "networks": len(made.networks),
            "members": sum(one["members"] for one in made.networks),
            "targets": sum(one["targets"] for one in made.networks),
            "synchronised_edges": len(made.edges),
            "shared_interest_edges": 131,
        },
    }


def _run(say: Callable[[str], str], edges: int) -> dict:
    return {
        "overt": "0.1.0",
        "parameters": {**defaults(), "seed": 3},
        "seed": 3,
        "inputs": [
            {
                "name": say("harl_posts.csv"),
                "sha256": "0f" * 32,
                "format": say("csv"),
                "rows_read": 48_210,
                "rows_rejected": 12,
                "time_resolution_seconds": 1,
                "platforms": ["facebook", "x"],
                "columns": {"text": say("body")},
            }
        ],
        "platforms": ["facebook", say("x")],
        "rows_read": 48_210,
        "rows_rejected": 12,
        "posts": 48_198,
        "accounts": 2_301,
        "exact_repeats": 4,
        "time_resolution_seconds": 1,
        "span": {"first": "2021-03-01T00:00:00Z", "last": "2021-05-30T00:00:00Z"},
        "traces": [
            {
                "name": name,
                "actions": 9_000,
                "objects": 3_000,
                "accounts": 1_500,
                "generic_objects_left_out": 3,
                "left_out": [
                    {"name": say("good morning to all of you"), "why": "phrase", "accounts": 1_203, "uses": 4_000},
                    {"name": say("my day 0 steps … with the app"), "why": "template", "accounts": 900, "texts": 310},
                ]
                if name == "text"
                else [],
            }
            for name in ("url", "text", "hashtag_sequence", "repost")
        ],
        "scales": ["10 s / 10 min", "60 s / 1 h", "5 min / 6 h", "30 min / 1 d"],
        "notices": [say("times have no zone: read as UTC")],
        "families": {
            "structure": {"hypotheses": 2_645_150, "pairs_with_a_count": 8_120, "edges": 143},
            "synchrony": {"pairs_tested": 6_022, "hypotheses": 1_208, "edges": edges},
        },
        "methods": say(
            "Posts were reduced to uses of objects in four traces. Pairs were tested for shared use "
            "and for closeness in time, and accepted at a false discovery rate of 1%."
        ),
    }


def _write(directory: Path, made: Made, findings: dict) -> None:
    (directory / "findings.json").write_text(json.dumps(findings), encoding="utf-8")
    tables = {
        "networks": (made.networks, NETWORKS_SCHEMA),
        "accounts": (made.accounts, ACCOUNTS_SCHEMA),
        "edges": (made.edges, EDGES_SCHEMA),
        "receipts": (made.receipts, RECEIPTS_SCHEMA),
    }
    for name, (rows, schema) in tables.items():
        pq.write_table(pa.Table.from_pylist(rows, schema=schema), directory / f"{name}.parquet")
