"""What was compared in each trace, and what was left out of it because very many use it."""

from typing import Any

from overt.engine import Session
from overt.pairs import generic

MOST_EXAMPLES = 5
"""Things left out that are named, per trace."""
LONGEST = 120
"""Characters of such a name."""


def trace_facts(session: Session) -> list[dict[str, object]]:
    """Per trace, by name: name, actions, objects, accounts, generic_objects_left_out, left_out.

    `left_out` names the things left out that most accounts used: name, why, accounts and, for one object, its uses,
    for a template, how many texts fill it in.
    """
    every, left_out = session.table("every_use"), session.table("left_out")
    counted = every.group_by("trace").agg(
        actions=every.count(), objects=every.object.nunique(), accounts=every.account.nunique()
    )
    rows = session.fetch(left_out.group_by("trace").agg(n=left_out.count())).to_pylist()
    gone, examples = {row["trace"]: row["n"] for row in rows}, _examples(session)
    return [
        {
            **{"name": row["trace"], "actions": row["actions"], "objects": row["objects"], "accounts": row["accounts"]},
            "generic_objects_left_out": gone.get(row["trace"], 0),
            "left_out": examples.get(row["trace"], []),
        }
        for row in sorted(session.fetch(counted).to_pylist(), key=lambda row: str(row["trace"]))
    ]


def _examples(session: Session) -> dict[str, list[dict[str, Any]]]:
    names = ("left_out", "popularity", "templates", "objects")
    left_out, popularity, templates, objects = (session.table(name) for name in names)
    most = generic.most_used(left_out, popularity, templates, objects, MOST_EXAMPLES)
    rows = session.fetch(most).to_pylist()
    found: dict[str, list[dict[str, Any]]] = {}
    for row in sorted(rows, key=lambda row: (str(row["trace"]), row["place"])):
        counts = {name: row[name] for name in ("accounts", "uses", "texts") if row[name] is not None}
        name = _whole_words(row["name"]) if row["why"] == generic.TEMPLATE else row["name"]
        found.setdefault(row["trace"], []).append({"name": _short(name), "why": row["why"], **counts})
    return found


def _whole_words(frame: str) -> str:
    """A frame without the words that its cut went through, where others are left."""
    head, gap, tail = frame.partition(generic.GAP.strip())
    head = head.rstrip() if head.endswith(" " * 2) or " " not in head.strip() else head.strip().rpartition(" ")[0]
    tail = tail.lstrip() if tail.startswith(" " * 2) or " " not in tail.strip() else tail.strip().partition(" ")[2]
    return f"{head} {gap} {tail}".strip()


def _short(name: str) -> str:
    name = " ".join(name.split())
    return name if len(name) <= LONGEST else f"{name[:LONGEST]}…"
