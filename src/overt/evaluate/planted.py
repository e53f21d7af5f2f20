"""Scores of a scan against the answers of a simulation."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import pyarrow as pa


@dataclass(frozen=True)
class Score:
    """How many accounts of a group are members of some network."""

    group: str
    role: str
    accounts: int
    found: int


def members(findings: dict[str, Any]) -> set[tuple[str, str]]:
    """(platform, account_id) of every member of every network; targets are no members."""
    return {
        (a["platform"], a["account_id"])
        for network in findings["networks"]
        for a in network["accounts"]
        if a["role"] == "member"
    }


def score(findings: dict[str, Any], answers: pa.Table) -> list[Score]:
    """One row per group of the answers (platform, account_id, role, group), planted operations first."""
    found = members(findings)
    total: Counter[tuple[str, str]] = Counter()
    hit: Counter[tuple[str, str]] = Counter()
    for row in answers.to_pylist():
        key = (row["role"], row["group"] or row["role"])
        total[key] += 1
        hit[key] += (row["platform"], row["account_id"]) in found
    order = sorted(total, key=lambda k: (k[0] != "operation", k[0], k[1]))
    return [Score(group, role, total[role, group], hit[role, group]) for role, group in order]
