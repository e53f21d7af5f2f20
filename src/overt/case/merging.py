"""Merge and split: records move from one case to another, as new versions of themselves; nothing is copied or lost."""

from overt.case import cases, policy
from overt.case.cases import MERGED, Opening, case_of, text_of
from overt.case.people import Who
from overt.case.pseudonyms import has_key
from overt.case.store import Acting, Record, Store, Writing
from overt.case.tables import RECORDS, evidence, networks, scans, tags
from overt.errors import UsageError

STAYING = ("scans", "tags", "grants", "reads", "hits", "parameters")
"""What stays where it is: a scan is entered once in each case, and a grant and its reads are about one case."""
MOVING = tuple(
    RECORDS[name]
    for name in ("networks", "accounts", "hypotheses", "appeals", "proposals", "judgements", "comments", "evidence",
                 "received")
)  # fmt: skip
"""What moves, in an order in which nothing comes before what it is about."""


def merge(store: Store, who: Who, case: str, into: str, because: str) -> None:
    """Moves everything of one open case into another open one. Raises Denied, UsageError."""

    def work(writing: Writing) -> None:
        source, target = case_of(writing, case), case_of(writing, into)
        if source.root == target.root:
            raise UsageError("a case is not merged into itself")
        for row in (source, target):
            person = policy.allowed(writing, who, "merge", policy.case(row))
            has_key(writing, row.root)
            if row.status != cases.OPEN:
                raise UsageError(f"{row.root} is {row.status}")
            writing.lock(row)
        reason = text_of(because, "the reason")
        for table in MOVING:
            for row in writing.all(table, case=source.root, withdrawn=True):
                _move(writing, person.acting, row, target.root, reason)
        for row in writing.all(scans, case=source.root):
            cases.link(writing, person.acting, target.root, row.root, "has the scan")
        for row in writing.all(tags, case=source.root):
            if writing.first(tags, case=target.root, tag=row.tag, withdrawn=True) is None:
                writing.add(tags, person.acting, case=target.root, tag=row.tag)
        cases.link(writing, person.acting, source.root, target.root, "merged into")
        writing.amend(source, person.acting, because=reason, status=MERGED)

    store.write(work)


def split(store: Store, who: Who, case: str, apart: list[str], title: str, because: str) -> str:
    """Moves some networks of a case, with all that is about them, into a new one, and returns it.

    Evidence of the whole case stays, and is linked. Raises Denied, UsageError.
    """

    def work(writing: Writing) -> str:
        row = case_of(writing, case)
        person = policy.allowed(writing, who, "split", policy.case(row))
        writing.lock(row)
        reason = text_of(because, "the reason")
        chosen = {writing.get(n).root for n in apart}
        own = {n.root for n in writing.all(networks, case=row.root)}
        if not chosen or not chosen <= own:
            raise UsageError("what is split off are networks of the case", mend=f"see `overt case show {case}`")
        opening = Opening(title, row.nonpublic, row.region, cases.SPLIT)
        made = cases.begin(writing, person.acting, opening, because=reason)
        about = set(chosen)
        for table in MOVING:
            if table is evidence:
                rows = [
                    e for e in writing.all(table, case=row.root, withdrawn=True) if e.facts.get("network") in chosen
                ]
            else:
                every = writing.all(table, case=row.root, withdrawn=True)
                rows = [r for r in every if r.root in about or _refers(r) & about]
            for moved in rows:
                about.add(moved.root)
                _move(writing, person.acting, moved, made, reason)
        for scan in writing.all(scans, case=row.root):
            cases.link(writing, person.acting, made, scan.root, "has the scan")
        cases.link(writing, person.acting, made, row.root, "split from")
        return made

    return store.write(work)


def _refers(row: Record) -> set[str]:
    return {str(getattr(row, name)) for name in ("network", "about") if getattr(row, name, None)}


def _move(writing: Writing, acting: Acting, row: Record, case: str, because: str) -> None:
    writing.amend(row, acting, because=because, withdrawn=row.withdrawn, case=case)
