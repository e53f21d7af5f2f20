"""A list that is imported again: what is new, what its source corrected, and what people decided in the meantime.

The source's new words meet the registry's field by field: what the source left as it was keeps what people made of
it, what people left alone follows the source; where both changed, people's word stays and the conflict is reported.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from overt.registry.importers import Draft
from overt.registry.record import CORRECTION, LABEL, WITHDRAWAL
from overt.registry.replay import Entry

Body = tuple[str, str, dict[str, Any]]
"""Type, label id and the rest of a record to come."""
PASSING = ("file", "sha256", "retrieved_on")
"""Facts of a source that change with every copy of it: no reason for a correction."""
MIN_ID = 12


@dataclass
class Merged:
    """What an import does, in numbers and in labels."""

    bodies: list[Body] = field(default_factory=list)
    added: int = 0
    corrected: int = 0
    unchanged: int = 0
    withdrawn: int = 0
    kept_withdrawn: list[str] = field(default_factory=list)
    conflicts: list[tuple[str, str]] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)


def merge(entries: dict[str, Entry], drafts: Iterable[Draft], withdraw_missing: bool = False) -> Merged:
    """The records that make the registry say what the drafts say."""
    found = Merged()
    place: dict[tuple[str, str], str] = {}
    for entry in entries.values():
        for key in entry.origin.get("keys", ()):
            place.setdefault((str(entry.origin.get("list")), str(key)), entry.id)
    taken, met, lists = set(entries), set[str](), dict[str, None]()
    for draft in drafts:
        lists[draft.list] = None
        known = sorted({place[draft.list, k] for k in draft.keys if (draft.list, k) in place})
        known = [i for i in known if i not in met]
        if known:
            entry = min((entries[i] for i in known), key=lambda e: e.first.n)
            met.add(entry.id)
            _correct(found, entry, draft)
        elif not any((draft.list, k) in place for k in draft.keys):
            new = _free(draft, taken)
            taken.add(new)
            met.add(new)
            found.added += 1
            found.bodies.append((LABEL, new, {"says": draft.label.facts(), "origin": _origin(draft)}))
        else:
            found.unchanged += 1  # its label was met already: two drafts of one label
    gone = [e for e in entries.values() if e.origin.get("list") in lists and e.id not in met and not e.ended]
    found.missing = [e.id for e in gone]
    if withdraw_missing:
        found.withdrawn = len(gone)
        found.bodies += [
            (WITHDRAWAL, e.id, {"of": e.last.n, "reason": "its source does not list it any more"}) for e in gone
        ]
    return found


def label_id(text: str, taken: set[str]) -> str:
    """An id that the text gives, as short as it can be."""
    digits = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    return next(i for n in range(MIN_ID, 65) if (i := f"L{digits[:n]}") not in taken)


def _free(draft: Draft, taken: set[str]) -> str:
    if draft.id and draft.id not in taken:
        return draft.id
    return label_id(f"{draft.list}\n{min(draft.keys)}", taken)


def _origin(draft: Draft) -> dict[str, Any]:
    return {"list": draft.list, "keys": list(draft.keys)}


def _lasting(facts: dict[str, Any]) -> dict[str, Any]:
    source = {k: v for k, v in facts.get("source", {}).items() if k not in PASSING}
    return facts | {"source": source}


def _correct(found: Merged, entry: Entry, draft: Draft) -> None:
    theirs, base = draft.label.facts(), entry.imported
    if _lasting(theirs) == _lasting(base):
        found.unchanged += 1
        return
    if entry.ended:
        found.kept_withdrawn.append(entry.id)
        return
    ours = entry.label.facts()
    result: dict[str, Any] = {}
    for name in dict.fromkeys((*theirs, *ours)):
        mine, new = ours.get(name), theirs.get(name)
        if name != "source" and new != base.get(name) and mine not in (base.get(name), new):
            found.conflicts.append((entry.id, name))
        value = new if name == "source" or (new != base.get(name) and mine == base.get(name)) else mine
        if value is not None:
            result[name] = value
    body = {"of": entry.last.n, "says": result, "reason": "its source changed", "origin": _origin(draft)}
    found.corrected += 1
    found.bodies.append((CORRECTION, entry.id, body | ({"imported": theirs} if theirs != result else {})))
