"""Activity: who did what in a case, and when; each line with its entry in the ledger."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from overt.case import policy
from overt.case.cases import case_of
from overt.case.people import Who
from overt.case.store import BY_ITSELF, Reading, Record
from overt.case.tables import RECORDS, cases, decisions, grants, people, proposals, signatures, votes
from overt.errors import UsageError

SAID = ("status", "title", "verdict", "confidence", "agrees", "outcome", "question", "kind", "tag", "text", "statement",
        "standing", "appellant", "purpose", "name", "how", "allowed", "rows")  # fmt: skip
"""Columns that a line tells, where a record has them."""


@dataclass(frozen=True)
class Step:
    """One version of one record. what: entered, changed or withdrawn."""

    at: Any
    person: str
    role: str | None
    what: str
    kind: str
    root: str
    says: dict[str, Any]
    because: str | None
    entry: str


def of_case(reading: Reading, who: Who, case: str) -> list[Step]:
    """Everything that was done in a case, the first thing first. Raises Denied, UsageError."""
    row = case_of(reading, case)
    policy.allowed(reading, who, "view_case", policy.case(row))
    asked = select(proposals.c.root).where(proposals.c.case == row.root)
    held = select(grants.c.root).where(grants.c.case == row.root)
    where = {cases: cases.c.root == row.root, votes: votes.c.proposal.in_(asked),
             decisions: decisions.c.proposal.in_(asked), signatures: signatures.c.grant.in_(held)}  # fmt: skip
    found: list[Record] = []
    for table in RECORDS.values():
        if table in where:
            condition = where[table]
        elif "case" in table.c:
            condition = table.c.case == row.root
        elif "one" in table.c and "kind" in table.c:
            condition = or_(table.c.one == row.root, table.c.other == row.root)
        else:
            continue
        found += reading.connection.execute(select(table).where(condition))
    names = _names(reading)
    return [_step(r, names) for r in sorted(found, key=lambda r: (r.at, r.id.rpartition("-")[2]))]


def history(reading: Reading, who: Who, record: str) -> list[Step]:
    """Every version of a record. Raises Denied, UsageError."""
    rows = reading.versions(record)
    case = rows[-1].root if rows[-1].root.startswith("case-") else getattr(rows[-1], "case", None)
    if case:
        policy.allowed(reading, who, "view_case", policy.case(reading.get(str(case), withdrawn=True)))
    elif rows[-1].root.partition("-")[0] in ("request", "review", "watch", "vote", "decision", "proposal"):
        policy.allowed(reading, who, "view_request", policy.database())
    else:
        raise UsageError(f"the history of {record} is not shown", mend="see `overt ledger prove`")
    names = _names(reading)
    return [_step(row, names) for row in rows]


def _names(reading: Reading) -> dict[str, str]:
    return {row.root: row.name for row in reading.all(people, withdrawn=True)} | {BY_ITSELF: "overt"}


def _step(row: Record, names: dict[str, str]) -> Step:
    says = {name: getattr(row, name) for name in SAID if getattr(row, name, None) is not None}
    what = "withdrawn" if row.withdrawn else "changed" if row.version else "entered"
    kind = row.root.partition("-")[0]
    return Step(row.at, names.get(row.actor, row.actor), row.role, what, kind, row.root, says, row.because, row.entry)
