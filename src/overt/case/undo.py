"""Undo: a new record takes the place of the last one. What it said stays in the history."""

from overt.case import decisions, policy, requests
from overt.case.cases import text_of
from overt.case.people import Who, human_of
from overt.case.store import Store, Writing
from overt.errors import UsageError

UNDONE = ("account", "appeal", "comment", "evidence", "hit", "hypothesis", "judgement", "network", "proposal",
          "review", "tag", "vote", "watch")  # fmt: skip
"""What can be undone. Reads, disclosures, decisions, grants and people's roles have ways of their own, or none."""
OWN_WORD = ("judgement", "vote", "review")
"""What only its author can say again."""
_WRITTEN = ("id", "root", "version", "supersedes", "withdrawn", "at", "actor", "role", "because", "entry")


def undo(store: Store, who: Who, record: str, because: str) -> str:
    """Undoes the last version: what stood before it stands again; a record without an earlier version is withdrawn.

    Undoing an undoing brings it back. Raises Denied, UsageError.
    """

    def work(writing: Writing) -> str:
        row = writing.get(record, withdrawn=True)
        kind = row.root.partition("-")[0]
        if kind not in UNDONE:
            raise UsageError(f"a {kind} cannot be undone", mend="enter a new one that says otherwise")
        person = policy.allowed(writing, who, "undo", policy.record(writing, row))
        versions = writing.versions(row.root)
        before = versions[-2] if len(versions) > 1 else None
        gone = before is None or before.withdrawn
        acting = person.acting
        if not gone and kind in OWN_WORD:
            if human_of(writing, row.person) != person.human:
                raise UsageError(f"a {kind} is brought back only by the one whose word it is")
            acting = type(acting)(acting.person, before.role if before is not None else None)
        content = {} if before is None else {n: getattr(before, n) for n in before._fields if n not in _WRITTEN}
        if kind in ("vote", "proposal"):
            writing.lock(writing.get(row.proposal if kind == "vote" else row.root, withdrawn=True))
        done = writing.amend(row, acting, because=text_of(because, "the reason"), withdrawn=gone, **content)
        if kind in ("vote", "proposal"):
            decisions.settle(writing, writing.get(row.proposal if kind == "vote" else row.root, withdrawn=True))
        if kind == "review":
            requests.settle(writing, writing.get(row.request))
        return done

    return store.write(work)
