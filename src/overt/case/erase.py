"""Erasing: the one way in which something is taken out, for people who have a right to it.

What a record says of a person goes from every version of it, the bytes of an evidence item go, and the key of each
sealed copy in the ledger is destroyed. The leaves, their hashes and a tombstone with the reason stay: that there was
something, when, and who erased it why. Backups, and bundles that others have, are not reached.
"""

from overt.case import policy
from overt.case.cases import text_of
from overt.case.people import Who
from overt.case.store import Store, Writing
from overt.errors import UsageError

ERASED: dict[str, tuple[str, ...]] = {
    "account": ("account_id", "handle", "display_name"),
    "appeal": ("appellant", "grounds"),
    "comment": ("text",),
    "evidence": ("title", "source", "tool", "facts"),
    "hit": ("account_id", "seen", "listed"),
    "label": ("entered_by", "name"),
    "request": ("sender", "relationship", "text"),
}
"""What is erased of each kind of record."""


def erase(store: Store, who: Who, record: str, because: str) -> int:
    """Erases what a record says of a person, in all its versions; returns how many. Raises Denied, UsageError."""

    def work(writing: Writing) -> int:
        row = writing.get(record, withdrawn=True)
        kind = row.root.partition("-")[0]
        if kind not in ERASED:
            raise UsageError(f"a {kind} is not erased", mend=f"what can be erased: {', '.join(ERASED)}")
        person = policy.allowed(writing, who, "erase", policy.record(writing, row))
        reason = text_of(because, "the reason")
        versions = writing.versions(row.root)
        for version in versions:
            writing.erase(version, ERASED[kind], person.acting, reason)
        return len(versions)

    return store.write(work)
