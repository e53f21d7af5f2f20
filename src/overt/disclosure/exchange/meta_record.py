"""A file of Meta as a case record: every row of it is an account, an indicator or a note. What Meta says, Meta says."""

from datetime import UTC, datetime, time
from typing import Any

from overt.disclosure.exchange.meta_cells import MetaRow
from overt.disclosure.exchange.meta_indicators import INDEX, REPORTS, STEPS, MetaFile
from overt.disclosure.exchange.reading import Gathering, Read, moment, safe_id
from overt.disclosure.record import KINDS, Member
from overt.disclosure.record_json import time_text

PUBLISHER = "Meta"
NETWORK = "n1"
_LIST_ONLY = (INDEX, REPORTS, STEPS)
"""Forms that tell of many networks or of none."""


def meta_record(file: MetaFile) -> Read:
    """The record of a file. It is not confirmed: what a platform published is a claim of that platform."""
    at = _when(file)
    gathered = Gathering()
    gathered.found.update(file.counts)
    members: list[str] = []
    for number, row in enumerate(file.rows, 1):
        part = _row(gathered, row, f"row{number}", time_text(at))
        if row.account is not None and part is not None and row.relation == "asset":
            members.append(part)
    shown = [{"account": a, "role": Member(a).role} for a in dict.fromkeys(members)]
    if file.form not in _LIST_ONLY:
        network = {"id": NETWORK, "name": file.named.title, "summary": file.summary, "members": shown}
        gathered.add("networks", network, file.name)
        _claims(gathered, file, time_text(at))
    for quantity in file.quantities:
        told = f"{quantity.measure}: {quantity.number:,.0f} {quantity.unit or ''} {quantity.surface}"
        note = {"text": told, "author": PUBLISHER, "at": time_text(at)}
        gathered.add("notes", note | ({"of": NETWORK} if file.form not in _LIST_ONLY else {}), file.name)
    source = {"title": file.named.title, "publisher": PUBLISHER, "published_at": time_text(at)}
    gathered.add("sources", source, file.name)
    facts = {
        "id": safe_id(file.name, "meta"),
        "title": " ".join(filter(None, (file.named.title, file.named.period))),
        "status": "unconfirmed",
        "created": at,
        "modified": at,
        "aliases": file.named.aliases,
    }
    return Read(gathered.record(facts), "meta", dict(file.counts), tuple(gathered.left_out))


def _when(file: MetaFile) -> datetime:
    """The day that the rows name, else the last day of the period; the first day of 2000 where neither is known."""
    days = [found for row in file.rows if row.day and (found := moment(row.day))]
    if days:
        return max(days)
    last = file.named.last_day
    return datetime.combine(last, time(), UTC) if last else datetime(2000, 1, 1, tzinfo=UTC)


def _row(gathered: Gathering, row: MetaRow, identity: str, at: str) -> str | None:
    """One part of the record for one row; what is neither an account nor an indicator is a note."""
    what = f"line {row.line}: {row.text[:80]}"
    told = "\n".join(filter(None, (row.procedure, row.text.strip(), row.note)))
    if row.account is not None:
        named = row.account
        shown = {"platform": named.platform, "handle": named.handle, "account_id": named.account_id, "url": row.value}
        return gathered.add("accounts", {"id": identity, **shown}, what)
    if row.value is not None and row.kind in KINDS:
        shown = {"kind": row.kind, "value": row.value, "relation": row.relation, "technique": row.procedure}
        return gathered.add("indicators", {"id": identity, **shown, "note": row.note}, what)
    part = gathered.add("notes", {"id": identity, "text": told, "author": PUBLISHER, "at": at}, what)
    for place, value in enumerate(row.mentioned, 1):
        named_only: dict[str, Any] = {"kind": value.kind, "value": value.text, "relation": "mentioned"}
        named_only |= {"id": f"{identity}.{place}", "technique": row.procedure, "note": row.text.strip()[:500]}
        gathered.add("indicators", named_only, what)
    return part


def _claims(gathered: Gathering, file: MetaFile, at: str) -> None:
    """Where Meta says that a network is based: its claim, from the name of its file."""
    if file.named.origins:
        claim = f"Based in {', '.join(file.named.origins)}"
        basis = f"The name or heading of {file.name}: {file.named.title}"
        gathered.add("attributions", {"of": NETWORK, "claim": claim, "author": PUBLISHER, "basis": basis, "at": at}, "")
