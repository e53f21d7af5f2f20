"""The operations in reports, each once: every entry of it, where it stands, and why the entries are one."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from overt.disclosure.audit.entries import Gathered, gather
from overt.disclosure.audit.places import shown
from overt.disclosure.audit.same import groups, joins, judgements
from overt.disclosure.operation import fact


def listing(paths: Sequence[Path], platform: str = "", judged: Path | None = None) -> dict[str, Any]:
    """Operations with their entries, as plain JSON values. `platform`: only those that a report sees there.

    Raises InputError where a path is not there.
    """
    platform = platform.strip().lower()
    found = gather(paths, platform)
    operations = _operations(found, judged)
    if platform:
        operations = [each for each in operations if platform in each["touches"]]
    return {
        "entries": len(found.entries),
        "operations": operations,
        "left": list(found.left),
        "not_read": [path.name for path in found.others],
    }


def _operations(found: Gathered, judged: Path | None) -> list[dict[str, Any]]:
    entries = found.entries
    joined = joins(entries, judgements(judged) if judged else ())
    why: dict[int, list[str]] = {}
    for join in joined:
        why.setdefault(join.one, []).append(join.why)
    told = []
    for group in groups(len(entries), joined):
        held = [entries[place] for place in group]
        days = sorted(day for entry in held if (day := entry.dated))
        touches = {
            p for e in held for p in (*e.operation.touched, *(c.what.split(" ")[0] for c in e.operation.surfaces))
        }
        told.append(
            {
                "name": next((entry.name for entry in held if entry.operation.aliases), held[0].name),
                "reporters": list(dict.fromkeys(entry.operation.reporter for entry in held)),
                "origins": sorted({shown(place) for entry in held for place in entry.origins}),
                "dated": days[0].isoformat() if days else None,
                "touches": sorted(touches),
                "sources": [source for entry in held for source in entry.sources()],
                "why_one": [line for place in group for line in why.get(place, ())],
                "entries": [fact(entry.operation) for entry in held],
            }
        )
    return told
