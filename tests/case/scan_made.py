"""The directory of a small scan, as `overt scan` leaves it, with the accounts that a test asks for."""

import json

import pyarrow as pa
import pyarrow.parquet as pq

from overt.model.tables import ACCOUNTS_SCHEMA, EDGES_SCHEMA, NETWORKS_SCHEMA, RECEIPTS_SCHEMA


def account(platform, account_id, handle=None, display_name=None, network=None, role=None):
    return {
        "platform": platform,
        "account_id": account_id,
        "handle": handle,
        "display_name": display_name,
        "posts": 12,
        "network_id": network,
        "role": role,
        "edges": 2 if role else 0,
        "p": 1e-9 if role else None,
        "x": None,
        "y": None,
    }


def receipt(network, one, other, thing, trace="url"):
    empty = dict.fromkeys(RECEIPTS_SCHEMA.names)
    return empty | {
        "network_id": network,
        "platform_a": one[0],
        "account_a": one[1],
        "platform_b": other[0],
        "account_b": other[1],
        "trace": trace,
        "object": thing,
        "scale": "60 s / 1 h",
        "gap_seconds": 4.0,
        "post_id_a": "1",
        "post_id_b": "2",
    }


def scan(folder, accounts, receipts=(), seed=0):
    """Writes it, with one network for each network id that accounts have."""
    folder.mkdir(parents=True, exist_ok=True)
    networks = []
    for name in sorted({a["network_id"] for a in accounts if a["network_id"]}):
        members = [
            {
                "platform": a["platform"],
                "account_id": a["account_id"],
                "role": a["role"],
                "posts": 12,
                "edges": 2,
                "p": 1e-9,
                "open": None,
            }
            for a in accounts
            if a["network_id"] == name
        ]
        networks.append(
            {
                "id": name,
                "class": "coordinated",
                "platforms": ["x"],
                "p": 0.005,
                "accounts": members,
                "edges": 3,
                "traces": {"url": 3},
                "first_action": "2026-02-01T00:00:00Z",
                "last_action": "2026-02-20T00:00:00Z",
                "summary": f"{len(members)} accounts act together",
                "evidence_for": [],
                "evidence_against": [],
                "innocent_explanations": [],
                "top_receipts": [],
            }
        )
    findings = {
        "schema": "overt.findings/1",
        "networks": networks,
        "leads": {"pairs": []},
        "totals": {},
        "run": {"overt": "0.1.0", "seed": seed, "parameters": {"q": 0.01}, "inputs": [], "methods": "as run"},
    }
    (folder / "findings.json").write_text(json.dumps(findings, indent=1) + "\n", "utf-8")
    pq.write_table(pa.Table.from_pylist(accounts, schema=ACCOUNTS_SCHEMA), folder / "accounts.parquet")
    pq.write_table(pa.Table.from_pylist(list(receipts), schema=RECEIPTS_SCHEMA), folder / "receipts.parquet")
    pq.write_table(NETWORKS_SCHEMA.empty_table(), folder / "networks.parquet")
    pq.write_table(EDGES_SCHEMA.empty_table(), folder / "edges.parquet")
    return folder


def ring(folder, size=4, seed=0):
    """A scan with one network of a few accounts, and two bystanders."""
    members = [account("x", f"70{n}", f"member_{n}", f"Member {n}", "N1", "member") for n in range(size)]
    others = [account("x", "900", "bystander_one", "By Stander"), account("x", "901")]
    found = [receipt("N1", ("x", "700"), ("x", "701"), "https://news.example/a")]
    return scan(folder, members + others, found, seed)
