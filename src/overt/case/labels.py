"""Labels on the ledger: what was entered into a registry is a leaf here too, so that both can be compared.

The registry is a file with a chain of its own. A record of it and its leaf are two writes: where the second one fails,
the record stands without a leaf, and comparing says so.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from overt.case import policy
from overt.case.people import Who
from overt.case.store import Reading, Store, Writing, canonical
from overt.case.tables import labels
from overt.ledger import leaf
from overt.ledger.tables import LEAVES, PENDING
from overt.registry.record import DECISION, Line

KIND = labels.info["prefix"]
SAYS = f'"kind":"{KIND}"'.encode()
"""What the bytes of such a leaf have somewhere."""
AT_ONCE = 10_000
COMPARED = ("line", "what", "label", "entered_at")
"""What a leaf says in the clear of the record whose digest it names."""
Clear = dict[str, Any]


def may(store: Store, who: Who) -> None:
    """Asks before the registry is changed. Raises Denied, UsageError."""
    with store.reading() as reading:
        policy.allowed(reading, who, "record_label", policy.database())


def record(store: Store, who: Who, registry: str, lines: Sequence[Line], *, late: bool = False) -> int:
    """A leaf for each of these records that has none yet; returns how many were written.

    registry: the SHA-256 of its first line. late: the records were entered at another time. Raises Denied, UsageError.
    """
    if not lines:
        return 0
    first = min(line.record.n for line in lines)

    def work(writing: Writing) -> int:
        person = policy.allowed(writing, who, "record_label", policy.database())
        known = {row.sha256 for row in writing.all(labels, labels.c.line >= first, registry=registry)}
        rows = [_row(line) | {"registry": registry, "late": late} for line in lines if line.sha256 not in known]
        return len(writing.add_all(labels, person.acting, rows))

    return store.write(work)


def _row(line: Line) -> dict[str, Any]:
    held = line.record
    what = f"{held.type} {held.body['decision']}" if held.type == DECISION else held.type
    name, reason = held.body.get("says", {}).get("name"), held.body.get("reason")
    return {
        "line": held.n,
        "what": what[:255],
        "label": held.label,
        "sha256": line.sha256,
        "entered_at": held.at,
        "entered_by": held.by,
        "name": None if name is None else str(name),
        "because": None if reason is None else str(reason),
    }


@dataclass(frozen=True)
class Compared:
    """A registry against the ledger. Each list is of plain facts, in the order of the registry or of the ledger."""

    records: int
    leaves: int
    """Leaves of this registry."""
    without_leaf: list[Clear]
    """Records of the registry that no leaf speaks of."""
    without_record: list[Clear]
    """Leaves of this registry whose record is not in it (any more)."""
    different: list[Clear]
    """Leaves that name a record's digest, and say something else of it."""
    others: dict[str, int]
    """Other registries that have leaves here, by the SHA-256 of their first line, and how many."""

    @property
    def holds(self) -> bool:
        """Whether each record has a leaf and each leaf a record; a registry that is gone holds nothing that has one."""
        gone = not self.records and self.others
        return not (gone or self.without_leaf or self.without_record or self.different)

    def facts(self) -> dict[str, Any]:
        """For programs."""
        return {**self.__dict__, "holds": self.holds}


def compared(reading: Reading, registry: str | None, lines: Sequence[Line]) -> Compared:
    """Compares every record with the leaves themselves, not with the tables beside them.

    registry: the SHA-256 of the first line, or None for an empty registry: then no leaf is taken for its own.
    """
    ours: list[Clear] = []
    others: dict[str, int] = {}
    for clear in _leaves(reading):
        if clear.get("registry") == registry:
            ours.append(clear)
        else:
            name = str(clear.get("registry"))
            others[name] = others.get(name, 0) + 1
    held = {line.sha256: canonical(_row(line)) for line in lines}
    said = {clear.get("sha256") for clear in ours}
    return Compared(
        records=len(lines),
        leaves=len(ours),
        without_leaf=[
            {name: row[name] for name in ("line", "what", "label", "sha256")}
            for row in held.values()
            if row["sha256"] not in said
        ],
        without_record=[_told(clear) for clear in ours if clear.get("sha256") not in held],
        different=[
            _told(clear)
            for clear in ours
            if (row := held.get(clear.get("sha256", ""))) and any(clear.get(n) != row[n] for n in COMPARED)
        ],
        others=others,
    )


def _told(clear: Clear) -> Clear:
    return {name: clear.get(name) for name in ("line", "what", "label", "sha256", "entry")}


def _leaves(reading: Reading) -> Iterable[Clear]:
    """The clear fields of every leaf of a label, sequenced or waiting, with the id of its entry."""
    for table, order in ((LEAVES, LEAVES.c.idx), (PENDING, PENDING.c.ticket)):
        rows = reading.connection.execute(select(table.c.leaf).order_by(order)).yield_per(AT_ONCE)
        for (data,) in rows:
            if SAYS in bytes(data):
                fields = leaf.read(bytes(data))
                if fields["kind"] == KIND:
                    yield fields["clear"] | {"entry": fields["id"]}
