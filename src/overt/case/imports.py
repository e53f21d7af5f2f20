"""A scan becomes a case: its networks, accounts and receipts, and everybody in it is looked at by the watch."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from overt.case import cases, evidence, parameters, policy, watch
from overt.case.cases import Opening, case_of
from overt.case.evidence import Item
from overt.case.people import Who
from overt.case.scan_files import ScanFiles, read_scan
from overt.case.store import Acting, Store, Writing
from overt.case.tables import accounts, networks, scans
from overt.errors import InputError, UsageError

LONGEST_HANDLE = 255
NO_CASE = ""
"""The case of a scan that found no network."""


@dataclass(frozen=True)
class Imported:
    """What came of it: the case (None if the scan found nothing), its networks, and the cases that a watch opened."""

    case: str | None
    networks: tuple[str, ...]
    watched: tuple[str, ...]


def import_scan(
    store: Store, who: Who, directory: Path, case: str | None = None, opening: Opening | None = None
) -> Imported:
    """Enters a scan into a new case, or into an open one. The watch looks at everybody in it, also where it found
    nothing.

    A scan that is in the case already is refused. Raises Denied, InputError, UsageError.
    """
    files = read_scan(directory)
    found = list(watch_of(store, files))

    def work(writing: Writing) -> Imported:
        person = policy.allowed(writing, who, "import_scan", policy.database())
        into = case_of(writing, case) if case else None
        if into is not None:
            policy.allowed(writing, who, "import_scan", policy.case(into))
            if writing.first(scans, case=into.root, findings_sha256=files.sha256):
                raise UsageError("this scan is in the case already", where=str(directory))
        made = into.root if into is not None else None
        acting, named = person.acting, files.named()
        kept: list[str] = []
        if files.networks or made:
            title = f"Scan of {directory.name}: {len(files.networks)} networks"
            made = made or cases.begin(writing, acting, opening or Opening(title, origin=cases.SCAN))
        scan = _scan(writing, acting, made, files)
        if made:
            parameters.note(writing, acting, scan)
            kept = [_network(writing, acting, (made, scan), files, n, named) for n in files.networks]
        return Imported(made, tuple(kept), tuple(watch.notice(writing, found, scan)))

    return store.write(work)


def watch_of(store: Store, files: ScanFiles) -> list[watch.Hit]:
    """The accounts of a scan that look like something that is watched for."""
    with store.reading() as reading:
        lookout = watch.lookout(reading)
    return list(lookout.hits(files.seen())) if lookout else []


def _scan(writing: Writing, acting: Acting, case: str | None, files: ScanFiles) -> str:
    """That the scan was taken in; also where it found nothing, so that it is known what the watch has seen."""
    run = files.findings.get("run") or {}
    version = str(run.get("overt", ""))[:50]
    if case is None:
        before = writing.first(scans, case=NO_CASE, findings_sha256=files.sha256)
        if before is not None:
            return str(before.root)
    else:
        tool = f"overt {version}".strip()
        item = Item("report", "findings.json", files.raw, "application/json", files.directory.name, tool)
        evidence.keep(writing, acting, case, item)
    known: dict[str, Any] = {"findings_sha256": files.sha256, "overt": version, "run": run, "files": files.files()}
    return writing.add(scans, acting, case=case or NO_CASE, **known)


def _network(
    writing: Writing,
    acting: Acting,
    place: tuple[str, str],
    files: ScanFiles,
    facts: dict[str, Any],
    named: Mapping[tuple[str, str], Mapping[str, Any]],
) -> str:
    case, scan = place
    try:
        name, found, summary = str(facts["id"]), str(facts["class"]), str(facts.get("summary") or "")
        rows = [_account(a, named) for a in facts["accounts"]]
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise InputError(f"has a network that is not as a scan writes it: {str(error)[:60]}", where="findings.json",
                         mend="scan again") from error  # fmt: skip
    made = writing.add(networks, acting, case=case, scan=scan, name=name, found=found, summary=summary, facts=facts)
    writing.add_all(accounts, acting, [row | {"case": case, "network": made} for row in rows])
    receipts = files.receipts(name)
    if receipts:
        item = Item("post", f"receipts of {name}", receipts, "application/x-ndjson", source="receipts.parquet",
                    tool="overt scan", facts={"network": made})  # fmt: skip
        evidence.keep(writing, acting, case, item)
    return made


def _account(says: Mapping[str, Any], named: Mapping[tuple[str, str], Mapping[str, Any]]) -> dict[str, Any]:
    platform, account, p = str(says.get("platform") or ""), str(says["account_id"]), says.get("p")
    known = named.get((platform, account), {})
    handle, name = known.get("handle"), known.get("display_name")
    return {
        "platform": platform,
        "account_id": account,
        "handle": handle[:LONGEST_HANDLE] if handle else None,
        "display_name": name,
        "part": str(says.get("role") or "member"),
        "p": None if p is None else float(p),
    }
