"""Registry: open it, ask it, and enter what sources say. Nothing that was entered is ever erased."""

import getpass
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from overt.errors import UsageError
from overt.registry.imports import Imported, Options, import_list, lists_in
from overt.registry.label import Label, checked, from_facts
from overt.registry.lookup import Found, lookup
from overt.registry.match import Asked, match, match_addresses
from overt.registry.merge import label_id
from overt.registry.record import (
    APPEAL,
    CORRECTION,
    DECISION,
    GRANTED,
    LABEL,
    REGISTRY,
    UPHELD,
    WITHDRAWAL,
    Line,
    Record,
    written,
)
from overt.registry.replay import WITHDRAWN, Entry, moment, of_label, replay
from overt.registry.sentences import listed
from overt.registry.store import Store

Day = str | None
DECISIONS = (UPHELD, GRANTED)
MAX_BY = 100


def default_path() -> Path:
    """labels.ndjson in the user's data directory."""
    home = os.environ.get("XDG_DATA_HOME", "")
    folder = Path(home) if home.startswith("/") else Path.home() / ".local" / "share"
    return folder / "overt" / "labels.ndjson"


def somebody(by: str | None) -> str:
    """Who enters it: the name given, or that of the login. Raises UsageError."""
    if by is None:
        try:
            return getpass.getuser()
        except (OSError, KeyError, ImportError):
            return "unknown"
    name = " ".join(by.split())
    if not name or len(name) > MAX_BY:
        raise UsageError(f"--by is empty or has more than {MAX_BY} characters")
    return name


class Registry:
    """An append-only record of labels. Times are UTC; days are written 2024-12-31.

    `as_of` asks what the registry said at the end of that day; `on`, for which day a label has to be valid (the day of
    `as_of`, or today).
    """

    def __init__(self, store: Store) -> None:
        self._store = store
        self._played: tuple[int, dict[str, Entry]] = (0, {})

    @classmethod
    def open(cls, path: str | Path | None = None) -> "Registry":
        """The registry in a file, or the user's own. One that is not there is empty. Raises InputError."""
        return cls(Store(Path(path) if path else default_path()).read())

    @property
    def path(self) -> Path:
        """Where it lies."""
        return self._store.path

    @property
    def torn(self) -> int:
        """Bytes of a last line that a crash left without its end; the next entry mends it."""
        return len(self._store.torn)

    @property
    def origin(self) -> str | None:
        """The SHA-256 of the first line, which tells this registry from any other; None where it is empty."""
        return self._store.heads[0] if self._store.heads else None

    @property
    def lines(self) -> list[Line]:
        """Every record about a label with the SHA-256 of its line, in their order."""
        held = zip(self._store.records, self._store.heads, strict=True)
        return [Line(record, sha256) for record, sha256 in held if record.type != REGISTRY]

    @property
    def added(self) -> list[Line]:
        """Those of them that were entered here since it was opened, and not by somebody else meanwhile."""
        return [line for line in self._store.added if line.record.type != REGISTRY]

    def entries(self, as_of: Day = None) -> dict[str, Entry]:
        """Label id -> how it stands, withdrawn ones included."""
        records = self._store.records
        if as_of is not None:
            return replay(records, moment(as_of), str(self.path))
        done, before = self._played
        if done != len(records):
            self._played = len(records), replay(records[done:], None, str(self.path), before)
        return self._played[1]

    def labels(self, as_of: Day = None, on: Day = None) -> list[Entry]:
        """The labels that are listed and valid, by id."""
        asked = Asked.at(as_of, on)
        held = self.entries(as_of).values()
        return sorted((e for e in held if not e.ended and e.label.holds(asked.day)), key=lambda e: e.id)

    def lookup(self, what: str, platform: str | None = None, as_of: Day = None, on: Day = None) -> list[Found]:
        """What is listed under a handle, an account id, an address, a domain, a name or a label id; and what only
        looks like it.
        """
        return lookup(self.labels(as_of, on), self.entries(as_of), what, platform, Asked.at(as_of, on))

    def match(self, accounts: pa.Table, as_of: Day = None, on: Day = None) -> pa.Table:
        """Which accounts are listed, and which only look like one: a row per account and label (match.MATCHES)."""
        return match(self.labels(as_of, on), accounts, Asked.at(as_of, on))

    def match_addresses(self, addresses: Sequence[str | None], as_of: Day = None, on: Day = None) -> pa.Table:
        """Which addresses or domains lead to a listed site: a row per address and label (match.ADDRESSES)."""
        return match_addresses(self.labels(as_of, on), addresses, Asked.at(as_of, on))

    def openly(self, accounts: pa.Table, as_of: Day = None, on: Day = None) -> dict[tuple[str | None, str], list[str]]:
        """(platform, account_id) of the accounts that match -> what sources say of them, the strongest match first.

        Accounts that only look like a listed one, or stand on a list of indicators, are not in it.
        """
        entries = self.entries(as_of)
        found: dict[tuple[str | None, str], list[str]] = {}
        for row in self.match(accounts, as_of, on).to_pylist():
            if row["openness"]:
                said = found.setdefault((row["platform"], row["account_id"]), [])
                said.append(listed(entries[row["label_id"]].label))
        return found

    def sites(self, kinds: Sequence[str], as_of: Day = None, on: Day = None) -> dict[str, list[str]]:
        """Domain -> what sources say of it, for labels of these kinds. What stands below a domain is covered by it."""
        found: dict[str, list[str]] = {}
        for entry in self.labels(as_of, on):
            for domain in entry.label.domains if entry.label.kind in kinds else ():
                found.setdefault(domain, []).append(listed(entry.label))
        return found

    def history(self, label: str) -> list[Record]:
        """Every record about a label, the oldest first. Raises UsageError."""
        return of_label(self._store.records, self.entry(label).id)

    def entry(self, label: str) -> Entry:
        """The label of that id, or of the only one that begins so. Raises UsageError."""
        return _named(self.entries(), label)

    def verify(self, head: str | None = None) -> dict[str, Any]:
        """The digest of the last line, and how many records lead to it: `open` has checked each against the one before.

        A `head` that was noted earlier has to be the digest of some line: the record was only added to since then.
        """
        found = self._store.verified()
        return found if head is None else found | {"noted": head, "holds": head in self._store.heads}

    def add(self, label: Label, by: str | None = None) -> str:
        """Enters a label; its id. Raises UsageError where the same one is listed already."""
        right, who = checked(label), somebody(by)
        with self._store.writing() as store:
            held = self.entries()
            if same := next((e.id for e in held.values() if e.label == right and not e.ended), None):
                raise UsageError(f"the same label is listed already as {same}")
            text = f"{right.facts()}\n{len(store.records)}"
            new = label_id(text, set(held))
            store.append(who, [(LABEL, new, {"says": right.facts()})])
        return new

    def correct(self, label: str, changes: Mapping[str, Any], reason: str, by: str | None = None) -> Record:
        """Corrects fields of a label (those of Label.facts; None takes one away). Raises UsageError."""

        def body(entry: Entry) -> tuple[str, dict[str, Any]]:
            facts = entry.label.facts() | dict(changes)
            says = from_facts({k: v for k, v in facts.items() if v is not None}).facts()
            if says == entry.label.facts():
                raise UsageError(f"{entry.id} says that already")
            return CORRECTION, {"of": entry.last.n, "says": says}

        return self._about(label, reason, by, body)

    def withdraw(self, label: str, reason: str, by: str | None = None) -> Record:
        """Withdraws a label: it is not listed from now on, and stays in its history. Raises UsageError."""
        return self._about(label, reason, by, lambda e: (WITHDRAWAL, {"of": e.last.n}))

    def appeal(self, label: str, reason: str, by: str | None = None) -> Record:
        """Enters an appeal against a label, which stays listed until the decision. Raises UsageError."""

        def body(entry: Entry) -> tuple[str, dict[str, Any]]:
            if entry.appeal:
                raise UsageError(f"{entry.id} is under appeal already, since {written(entry.appeal.at)[:10]}")
            return APPEAL, {"of": entry.last.n}

        return self._about(label, reason, by, body)

    def decide(self, label: str, decision: str, reason: str, by: str | None = None) -> Record:
        """Decides on an appeal: `upheld`, the label stands; `granted`, it is withdrawn. Raises UsageError."""

        def body(entry: Entry) -> tuple[str, dict[str, Any]]:
            if decision not in DECISIONS:
                raise UsageError(f"a decision is not {decision}", mend=f"it is {' or '.join(DECISIONS)}")
            if not entry.appeal:
                raise UsageError(f"{entry.id} is not under appeal")
            return DECISION, {"of": entry.appeal.n, "decision": decision}

        return self._about(label, reason, by, body)

    def import_lists(self, path: str | Path, by: str | None = None, options: Options | None = None) -> list[Imported]:
        """Imports a list, or every known list of a folder. What is there already is entered only once.

        Raises InputError, UsageError and OutputError; of a folder, lists that went before stay entered.
        """
        given, who = options or Options(), somebody(by)
        return [import_list(self._store, self.entries, p, who, given) for p in lists_in(Path(path))]

    def _about(self, label: str, reason: str, by: str | None, body: Any) -> Record:
        why, who = " ".join(reason.split()), somebody(by)
        if not why:
            raise UsageError("every change gives its reason")
        with self._store.writing() as store:
            entry = _named(self.entries(), label)
            if entry.status == WITHDRAWN:
                raise UsageError(f"{entry.id} is withdrawn", mend="enter a new label where a source states one")
            kind, rest = body(entry)
            return store.append(who, [(kind, entry.id, rest | {"reason": why[:2_000]})])[-1]


def _named(entries: Mapping[str, Entry], label: str) -> Entry:
    held = [i for i in entries if i == label] or [i for i in entries if len(label) >= 5 and i.startswith(label)]
    if len(held) != 1:
        what = "no label" if not held else f"{len(held)} labels"
        raise UsageError(f"{what} of the id {label[:70]}", mend="overt label lookup shows ids")
    return entries[held[0]]


def facts(entry: Entry) -> dict[str, Any]:
    """A label with its standing, for programs."""
    found: dict[str, Any] = {"label_id": entry.id, "status": entry.status, "openness": entry.label.openness}
    found |= {"entered_at": written(entry.first.at), "entered_by": entry.first.by, "records": [entry.first.n]}
    for record in (entry.last, entry.appeal, entry.ended):
        if record and record.n not in found["records"]:
            found["records"].append(record.n)
    return found | {"under_appeal": entry.appeal is not None, "says": entry.label.facts()}
