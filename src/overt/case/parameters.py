"""Parameters: whether the scans of one case were made in the same way. Where not, it is a record, and is told."""

from typing import Any

from overt.case.store import Acting, Reading, Record, Writing, digest
from overt.case.tables import links, parameters, scans

HAS = "has the scan"
"""The link to a scan that came with a merged case, or stayed in the one that was split."""


def of_scan(scan: Record) -> dict[str, Any]:
    """What a scan was made with, as its findings say; nothing where they do not."""
    found = scan.run.get("parameters") if isinstance(scan.run, dict) else None
    return found if isinstance(found, dict) else {}


def changed(one: dict[str, Any], other: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Name -> value before and now, of those that differ. A parameter that is not there has no value, not null."""
    return {
        name: {when: given[name] for when, given in (("before", one), ("now", other)) if name in given}
        for name in sorted({*one, *other})
        if (name in one) != (name in other) or digest(one.get(name)) != digest(other.get(name))
    }


def note(writing: Writing, acting: Acting, scan: str) -> str | None:
    """Records that a scan was made with other parameters than the one that came into its case before it, if so."""
    now = writing.get(scan)
    earlier = [row for row in writing.all(scans, case=now.case) if row.root != now.root]
    if not earlier:
        return None
    before = earlier[-1]
    changes = changed(of_scan(before), of_scan(now))
    if not changes:
        return None
    digests = {"sha256": digest(of_scan(now)), "sha256_before": digest(of_scan(before))}
    said: dict[str, Any] = {"case": now.case, "scan": now.root, "before": before.root, "changes": changes, **digests}
    return writing.add(parameters, acting, **said)


def different(reading: Reading, case: str) -> list[dict[str, Any]]:
    """The parameters that are not the same in all scans of a case, those of merged cases included.

    Of each: its name, and the scans (their ids) with each of its values; a scan that does not say it has no `value`.
    """
    held = reading.all(scans, case=case)
    linked = [x.other for x in reading.all(links, one=case, kind=HAS)]
    held += [reading.get(other) for other in linked if other not in {s.root for s in held}]
    given = [(scan.root, of_scan(scan)) for scan in held]
    found = []
    for name in sorted({name for _, values in given for name in values}):
        values: dict[str, dict[str, Any]] = {}
        for root, said in given:
            key = digest(said[name]) if name in said else ""
            first = {"value": said[name]} if name in said else {}
            values.setdefault(key, first | {"scans": []})["scans"].append(root)
        if len(values) > 1:
            found.append({"name": name, "values": list(values.values())})
    return found
