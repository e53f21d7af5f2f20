"""Cases: opened, named, closed; and the tags, comments and links that people put on them."""

from dataclasses import dataclass
from typing import Any

from overt.case import policy, pseudonyms
from overt.case.people import Who
from overt.case.store import Acting, Reading, Record, Store, Writing
from overt.case.tables import accounts, cases, comments, links, networks, tags
from overt.errors import UsageError

OPEN, CLOSED, MERGED = "open", "closed", "merged"
BY_HAND, SCAN, WATCH, BUNDLE, SPLIT = "person", "scan", "watch", "bundle", "split"
"""Where a case comes from."""
LONGEST = 20_000
"""Characters of a text that a person enters."""


@dataclass(frozen=True)
class Opening:
    """What a case is about. nonpublic: it holds data that is not public, so accounts are named under a grant only."""

    title: str
    nonpublic: bool = False
    region: str | None = None
    origin: str = BY_HAND


def text_of(text: str, what: str) -> str:
    """A text that a person entered. Raises UsageError where it is empty or too long."""
    kept = text.strip()
    if not kept:
        raise UsageError(f"{what} is empty")
    if len(kept) > LONGEST:
        raise UsageError(f"{what} has {len(kept):,} characters, at most {LONGEST:,} are kept")
    return kept


def case_of(reading: Reading, id: str) -> Record:
    """The case with that id. Raises UsageError."""
    row = reading.get(id)
    if not row.root.startswith("case-"):
        raise UsageError(f"{id[:60]} is no case")
    return row


def case_about(reading: Reading, about: str) -> Record:
    """The case that a record belongs to, or the case itself. Raises UsageError."""
    row = reading.get(about)
    return row if row.root.startswith("case-") else case_behind(reading, row)


def case_behind(reading: Reading, row: Record) -> Record:
    """The case that a record belongs to. Raises UsageError."""
    return row if row.root.startswith("case-") else case_of(reading, str(getattr(row, "case", None) or row.root))


def begin(writing: Writing, acting: Acting, opening: Opening, because: str | None = None) -> str:
    """Opens a case and makes the key of its pseudonyms; the caller has looked whether it is allowed."""
    title = text_of(opening.title, "the title")
    facts: dict[str, Any] = {
        "title": title,
        "nonpublic": opening.nonpublic,
        "region": opening.region,
        "origin": opening.origin,
    }
    made = writing.add(cases, acting, because=because, status=OPEN, **facts)
    pseudonyms.make_key(writing, made)
    return made


def open_case(store: Store, who: Who, opening: Opening, because: str | None = None) -> str:
    """Opens a case and returns its id. Raises Denied, UsageError."""

    def work(writing: Writing) -> str:
        person = policy.allowed(writing, who, "open_case", policy.database())
        return begin(writing, person.acting, opening, because)

    return store.write(work)


def close(store: Store, who: Who, case: str, because: str) -> None:
    """Closes a case and destroys the key of its pseudonyms, for ever. Raises Denied, UsageError."""

    def work(writing: Writing) -> None:
        row = case_of(writing, case)
        person = policy.allowed(writing, who, "close_case", policy.case(row))
        if row.status != OPEN:
            raise UsageError(f"{case} is {row.status} already")
        writing.amend(row, person.acting, because=text_of(because, "the reason"), status=CLOSED)
        writing.destroy_key(row.root)

    store.write(work)


def comment(store: Store, who: Who, about: str, text: str) -> str:
    """Puts a comment on a case or on anything in it. Raises Denied, UsageError."""

    def work(writing: Writing) -> str:
        row = case_about(writing, about)
        person = policy.allowed(writing, who, "comment", policy.case(row))
        said = text_of(text, "the comment")
        return writing.add(comments, person.acting, case=row.root, about=writing.get(about).root, text=said)

    return store.write(work)


def tag(store: Store, who: Who, case: str, word: str, *, remove: bool = False) -> None:
    """Puts a tag on a case, or takes it away. Raises Denied, UsageError."""

    def work(writing: Writing) -> None:
        row = case_of(writing, case)
        person = policy.allowed(writing, who, "tag", policy.case(row))
        name = text_of(word, "the tag")[:100]
        before = writing.first(tags, case=row.root, tag=name, withdrawn=True)
        if before is None and not remove:
            writing.add(tags, person.acting, case=row.root, tag=name)
        elif before is not None and before.withdrawn != remove:
            writing.amend(before, person.acting, because=None, withdrawn=remove)
        else:
            raise UsageError(f"{name} is {'no' if remove else 'a'} tag of {case} {'' if remove else 'already'}".strip())

    store.write(work)


def link(writing: Writing, acting: Acting, one: str, other: str, kind: str) -> None:
    """Notes that two records belong together."""
    if writing.first(links, one=one, other=other, kind=kind) is None:
        writing.add(links, acting, one=one, other=other, kind=kind)


def networks_of(reading: Reading, case: str) -> list[Record]:
    """The networks of a case."""
    return reading.all(networks, case=case)


def accounts_of(reading: Reading, case: str, network: str | None = None) -> list[Record]:
    """The accounts of a case, or of one of its networks."""
    return reading.all(accounts, case=case) if network is None else reading.all(accounts, case=case, network=network)


def listed(reading: Reading, *, closed: bool = True) -> list[Record]:
    """Every case, in the order of their opening."""
    return reading.all(cases) if closed else reading.all(cases, status=OPEN)
