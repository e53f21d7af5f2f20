"""Portable cases: a zip that another installation of overt opens, with every record, its evidence and digests.

What people of the other installation said is kept as what they said (`received`): it counts for no decision here, where
two people of this desk have to agree again. A bundle leaves the house only after two people agreed to disclose the
case.
"""

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from overt.case import appeals, cases, decisions, evidence, policy, pseudonyms
from overt.case.cases import Opening, case_of
from overt.case.decisions import DISCLOSE
from overt.case.evidence import Item
from overt.case.moment import moment_of, stamp
from overt.case.people import Who
from overt.case.store import Acting, Reading, Record, Store, Writing, canonical
from overt.case.tables import (
    accounts,
    comments,
    disclosures,
    hypotheses,
    judgements,
    networks,
    received,
    tags,
)
from overt.errors import Denied, InputError, OutputError, unwritable
from overt.version import __version__

SCHEMA = "overt.case/1"
MANIFEST = "manifest.json"
MOST_FILES = 100_000
MOST_BYTES = 4 * 2**30
LARGEST_LIST = 256 * 2**20
MOST_RECORDS = 2_000_000
LISTS = ("networks", "accounts", "evidence", "hypotheses", "judgements", "comments", "decisions", "appeals", "tags")
SHOWN_FACTS = ("class", "p", "edges", "traces", "platforms", "first_action", "last_action")
"""What is said of a network without naming an account."""
NAMING = ("application/json", "application/x-ndjson")
"""findings.json and receipts hold account ids."""
FIRST_MOMENT = (1980, 1, 1, 0, 0, 0)
"""The same bytes for the same case: files in a bundle have no times of their own."""


def export(store: Store, who: Who, case: str, path: Path, *, named: bool = False) -> str:
    """Writes a case as a bundle and returns its SHA-256. Accounts go by their pseudonyms unless the terms of the agreed
    disclosure name them. Raises Denied where two people have not agreed, OutputError, UsageError.
    """

    def work(writing: Writing) -> bytes:
        row = case_of(writing, case)
        person = policy.allowed(writing, who, "export_case", policy.case(row))
        decision = cleared(writing, row, named)
        data = _zipped(_files(writing, row, named))
        sha256 = hashlib.sha256(data).hexdigest()
        said = {"about": row.root, "decision": decision.root, "kind": "bundle", "sha256": sha256}
        writing.add(disclosures, person.acting, **said)
        return data

    if path.exists():
        raise OutputError("is there already", where=str(path), mend="name a new file")
    data = store.write(work)
    try:
        path.write_bytes(data)
    except OSError as error:
        raise unwritable(error, path) from error
    return hashlib.sha256(data).hexdigest()


def cleared(reading: Reading, case: Record, named: bool) -> Record:
    """The decision by which a case may be disclosed. Raises Denied."""
    decision = decisions.agreed(reading, case.root, DISCLOSE)
    if decision is None:
        raise Denied(
            f"two people in two roles have not agreed to disclose {case.root} [policy two-people]",
            policies=("two-people",),
        )
    if named and not decisions.terms_of(reading, decision).get("named"):
        raise Denied(
            "the agreed disclosure does not name accounts [policy disclosure-terms]", policies=("disclosure-terms",)
        )
    return decision


def _files(reading: Reading, case: Record, named: bool) -> dict[str, bytes]:
    lists = {name: _lines(rows) for name, rows in _lists(reading, case, named).items()}
    files = {f"{name}.jsonl": data for name, data in lists.items()}
    for item in evidence.of_case(reading, case.root):
        if named or (item.kind in ("note", "report") and item.media_type not in NAMING):
            files[f"evidence/{item.sha256}"] = evidence.data_of(reading, item.root)
    head = reading.versions(case.root)[0]
    manifest = {
        "schema": SCHEMA, "overt": __version__, "case": case.root, "title": case.title, "status": case.status,
        "opened_at": stamp(head.at), "named": named, "entry": head.entry,
        "files": {name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
                  for name, data in sorted(files.items())},
    }  # fmt: skip
    files[MANIFEST] = (json.dumps(manifest, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
    return files


def _lines(rows: list[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(canonical(r), ensure_ascii=False, sort_keys=True) + "\n" for r in rows).encode()


def _lists(reading: Reading, case: Record, named: bool) -> dict[str, list[dict[str, Any]]]:
    names = None if named else pseudonyms.has_key(reading, case.root)
    people = _writers()
    found: dict[str, list[dict[str, Any]]] = {name: [] for name in LISTS}
    for n in cases.networks_of(reading, case.root):
        facts = n.facts if named else {k: n.facts[k] for k in SHOWN_FACTS if k in n.facts}
        said = {"id": n.root, "name": n.name, "found": n.found, "summary": n.summary, "facts": facts}
        found["networks"].append(said | {"class": appeals.standing_class(reading, n.root)})
        decided = decisions.agreed(reading, n.root, decisions.CLASS)
        if decided is not None:
            found["decisions"].append({"about": n.root, "at": decided.at, "class": decisions.class_of(reading, n.root),
                                       "votes": len(decided.votes), "entry": decided.entry})  # fmt: skip
        on = appeals.on(reading, n.root)
        found["appeals"] += [{"about": n.root, "at": a.at, "outcome": outcome} for a, outcome in on]
    for a in cases.accounts_of(reading, case.root):
        id_ = names.of(a.platform, a.account_id) if names else a.account_id
        more = {"handle": a.handle, "display_name": a.display_name} if named else {}
        found["accounts"].append({"id": a.root, "network": a.network, "platform": a.platform, "account_id": id_,
                                  "part": a.part, "p": a.p} | more)  # fmt: skip
    for e in evidence.of_case(reading, case.root):
        found["evidence"].append({"id": e.root, "kind": e.kind, "title": e.title, "sha256": e.sha256, "size": e.size,
                                  "media_type": e.media_type, "source": e.source, "tool": e.tool,
                                  "captured_at": e.captured_at, "entered_at": e.at, "entry": e.entry,
                                  "facts": {k: v for k, v in e.facts.items() if k != "network"}})  # fmt: skip
    for h in reading.all(hypotheses, case=case.root):
        found["hypotheses"].append({"network": h.network, "statement": h.statement, "alternative": h.alternative,
                                    "standing": h.standing, "at": h.at})  # fmt: skip
    for j in reading.all(judgements, case=case.root):
        found["judgements"].append({"about": j.about, "by": people(j.person), "verdict": j.verdict, "at": j.at,
                                    "confidence": j.confidence, "because": j.because, "entry": j.entry})  # fmt: skip
    for c in reading.all(comments, case=case.root):
        found["comments"].append({"about": c.about, "by": people(c.actor), "text": c.text, "at": c.at})
    found["tags"] = [{"tag": t.tag} for t in reading.all(tags, case=case.root)]
    return found


def _writers() -> Any:
    """Colleagues are not named to others: person 1, person 2 in the order in which they are met."""
    met: dict[str, str] = {}
    return lambda person: met.setdefault(person, f"person {len(met) + 1}")


def _zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name in sorted(files):
            info = zipfile.ZipInfo(name, FIRST_MOMENT)
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            made.writestr(info, files[name])
    return out.getvalue()


def receive(store: Store, who: Who, path: Path) -> str:
    """Opens a bundle of another installation as a new case, and returns it. Raises Denied, InputError, UsageError."""
    manifest, files = opened(path)
    lists = {name: _parsed(files.get(f"{name}.jsonl", b""), f"{name}.jsonl") for name in LISTS}
    try:
        return store.write(lambda writing: _enter(writing, who, manifest, lists, files))
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise InputError(f"a record of it is not as {SCHEMA} has it: {type(error).__name__} {str(error)[:80]}",
                         where=str(path)) from error  # fmt: skip


def _enter(
    writing: Writing,
    who: Who,
    manifest: Mapping[str, Any],
    lists: Mapping[str, list[dict[str, Any]]],
    files: Mapping[str, bytes],
) -> str:
    person = policy.allowed(writing, who, "import_scan", policy.database())
    acting = person.acting
    made = cases.begin(writing, acting, Opening(str(manifest["title"]), origin=cases.BUNDLE), "a bundle was received")
    new: dict[str, str] = {}
    for n in lists["networks"]:
        said: dict[str, Any] = {
            "name": str(n["name"]),
            "found": str(n["found"]),
            "summary": str(n["summary"]),
            "facts": dict(n["facts"]),
        }
        new[str(n["id"])] = writing.add(networks, acting, case=made, scan=None, **said)
    rows = [
        {"case": made, "network": new.get(str(a["network"]), ""), "platform": str(a["platform"]),
         "account_id": str(a["account_id"]), "handle": a.get("handle"), "display_name": a.get("display_name"),
         "part": str(a["part"]), "p": a.get("p")}
        for a in lists["accounts"]
    ]  # fmt: skip
    for a, root in zip(lists["accounts"], writing.add_all(accounts, acting, rows), strict=True):
        new[str(a["id"])] = root
    for e in lists["evidence"]:
        _evidence(writing, acting, made, e, files)
    for h in lists["hypotheses"]:
        writing.add(hypotheses, acting, case=made, network=new.get(str(h["network"])), statement=str(h["statement"]),
                    alternative=bool(h["alternative"]), standing="open")  # fmt: skip
    kept = [("manifest", dict(manifest))]
    kept += [(name, row) for name in ("judgements", "comments", "decisions", "appeals", "tags", "networks")
             for row in lists[name]]  # fmt: skip
    for row in kept:
        if "about" in row[1]:
            row[1]["about"] = new.get(str(row[1]["about"]), row[1]["about"])
    writing.add_all(received, acting, [{"case": made, "kind": kind, "body": body} for kind, body in kept])
    return made


def _evidence(writing: Writing, acting: Acting, case: str, e: Mapping[str, Any], files: Mapping[str, bytes]) -> None:
    kind, title, media_type = str(e["kind"]), str(e["title"]), str(e["media_type"])
    data = files.get(f"evidence/{e['sha256']}")
    if data is None:  # only its digest came
        writing.add_all(received, acting, [{"case": case, "kind": "evidence", "body": dict(e)}])
        return
    if hashlib.sha256(data).hexdigest() != e["sha256"]:
        raise InputError("an item of evidence is not what its digest says", where=title[:60])
    at, facts = moment_of(e.get("captured_at")), dict(e.get("facts") or {})
    item = Item(kind, title, data, media_type, e.get("source"), e.get("tool"), at, facts)
    evidence.keep(writing, acting, case, item, because="received in a bundle")


def opened(path: Path) -> tuple[dict[str, Any], dict[str, bytes]]:
    """The manifest and files of a bundle, every digest checked. Raises InputError."""
    where = str(path)
    try:
        with zipfile.ZipFile(path) as zipped:
            infos = zipped.infolist()
            names = [i.filename for i in infos]
            if len(infos) > MOST_FILES or sum(i.file_size for i in infos) > MOST_BYTES or len(set(names)) < len(names):
                raise InputError("holds too much, or two files of one name", where=where)
            if MANIFEST not in names:
                raise InputError(f"has no {MANIFEST}", where=where, mend="give a file that `overt case export` wrote")
            manifest = json.loads(_bounded(zipped, MANIFEST, LARGEST_LIST))
            if not isinstance(manifest, dict) or manifest.get("schema") != SCHEMA:
                schema = manifest.get("schema") if isinstance(manifest, dict) else None
                raise InputError(f"the schema is {str(schema)[:40]!r}, expected {SCHEMA!r}", where=where)
            listed = manifest["files"]
            if set(names) != {*listed, MANIFEST}:
                raise InputError("does not hold the files that its manifest lists", where=where)
            files = {}
            for name, says in listed.items():
                files[name] = _bounded(zipped, name, LARGEST_LIST if "/" not in name else evidence.LARGEST)
                if hashlib.sha256(files[name]).hexdigest() != says["sha256"]:
                    raise InputError(f"{name[:80]} is not the file whose digest is listed", where=where)
            return manifest, files
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror or error}", where=where) from error
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, KeyError,
            TypeError, AttributeError, RecursionError) as error:  # fmt: skip
        raise InputError(f"is no bundle of a case: {str(error)[:100]}", where=where) from error


def _bounded(zipped: zipfile.ZipFile, name: str, most: int) -> bytes:
    with zipped.open(name) as source:
        data = source.read(most + 1)
    if len(data) > most:
        raise InputError(f"{name[:80]} is larger than {most:,} bytes")
    return data


def _parsed(data: bytes, name: str) -> list[dict[str, Any]]:
    try:
        rows = [json.loads(line) for line in data.decode("utf-8").splitlines() if line]
    except (ValueError, RecursionError) as error:
        raise InputError(f"cannot be read as JSON: {str(error)[:100]}", where=name) from error
    if len(rows) > MOST_RECORDS or not all(isinstance(row, dict) for row in rows):
        raise InputError("does not hold records, or too many", where=name)
    return rows
