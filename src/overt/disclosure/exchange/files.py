"""Files of any exchange format: which one it is, what it holds, whether it is valid, and records written to files."""

import contextlib
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from overt.disclosure.exchange import documents, meta_indicators
from overt.disclosure.exchange.meta_record import meta_record
from overt.disclosure.exchange.reading import Read
from overt.disclosure.exchange.record_csv import write_csv
from overt.disclosure.record import PARTS, CaseRecord
from overt.disclosure.record_json import from_json, to_json
from overt.errors import InputError, UsageError, unwritable

RECORD, STIX, MISP, META, DSA = "record", "stix", "misp", "meta", "dsa"
"""Formats that are read."""
SINGLE = ("record", "stix", "misp", "csv")
"""Formats that are written as one file."""
FOLDERS = ("misp-feed", "misp-templates", "dsa")
"""Formats that are written as the files of a folder."""


@dataclass(frozen=True)
class Checked:
    """A file and the faults that were found in it, each in words."""

    path: str
    format: str
    found: dict[str, int]
    faults: tuple[str, ...]


def read(path: Path) -> Read:
    """The record in a file of any format. Raises InputError."""
    kind, value, text = _opened(path)
    if kind == META:
        return meta_record(meta_indicators.parse(path.name, text))
    if kind == DSA:
        mend = "`overt exchange check` checks them"
        raise InputError("holds statements of reasons, which tell of no case", where=str(path), mend=mend)
    if kind == STIX:
        from overt.disclosure.exchange.stix_read import read_stix

        return read_stix(value, str(path))
    if kind == MISP:
        from overt.disclosure.exchange.misp_read import read_misp

        return read_misp(value, str(path))
    record = from_json(value)
    found = {name: len(getattr(record, name)) for name in PARTS if getattr(record, name)}
    return Read(record, RECORD, found)


def check(path: Path) -> Checked:
    """Every fault of a file by the rules of its format. Raises InputError where it is of none that overt knows."""
    kind, value, text = _opened(path)
    if kind == STIX:
        return _check_stix(path, value)
    if kind == DSA:
        from overt.disclosure.exchange.dsa_rules import faults, faults_of_call

        found = faults_of_call(value["statements"]) if "statements" in value else faults(value)
        number = len(value["statements"]) if isinstance(value.get("statements"), list) else 1
        return Checked(str(path), DSA, {"statement": number}, tuple(map(str, found)))
    try:
        done = meta_record(meta_indicators.parse(path.name, text)) if kind == META else read(path)
    except InputError as error:
        return Checked(str(path), kind, {}, (error.line(),))
    left = [f"{each.what}: {each.why}" for each in done.left_out] if kind == META else []
    return Checked(str(path), kind, done.found, tuple(left))


def _check_stix(path: Path, value: Any) -> Checked:
    from overt.disclosure.exchange.stix_pattern import faults_of
    from overt.disclosure.exchange.stix_read import fault_of

    objects = value.get("objects")
    if not isinstance(objects, list):
        return Checked(str(path), STIX, {}, ("objects: a bundle has a list of objects",))
    faults: list[str] = []
    found: Counter[str] = Counter()
    for place, each in enumerate(objects):
        if not isinstance(each, dict):
            faults.append(f"objects[{place}]: it is no object")
            continue
        name = str(each.get("id", f"objects[{place}]"))[:200]
        found[str(each.get("type"))[:60]] += 1
        fault = fault_of(each)
        faults += [f"{name}: {fault}"] if fault else []
        if not fault and each.get("type") == "indicator" and each.get("pattern_type") == "stix":
            faults += [f"{name}: pattern: {said}" for said in faults_of(str(each["pattern"]))]
    return Checked(str(path), STIX, dict(sorted(found.items())), tuple(faults))


def written(record: CaseRecord, kind: str, opencti: bool = False, **dsa: Any) -> dict[str, str]:
    """The files of a format, name -> content; a format of one file has it under the name "". Raises UsageError."""
    if kind == RECORD:
        return {"": json.dumps(to_json(record), indent=1, ensure_ascii=False) + "\n"}
    if kind == "csv":
        return {"": write_csv(record)}
    if kind == STIX:
        from overt.disclosure.exchange.stix_write import write_stix

        return {"": write_stix(record, opencti)}
    if kind in (MISP, "misp-feed", "misp-templates"):
        from overt.disclosure.exchange import misp_write

        if kind == MISP:
            return {"": misp_write.write_misp(record)}
        return misp_write.write_feed([record]) if kind == "misp-feed" else misp_write.templates()
    if kind == DSA:
        from overt.disclosure.exchange.dsa_statement import calls, statements

        bodies = calls(statements(record, **dsa))
        return {f"statements-{number}.json": body for number, body in enumerate(bodies, 1)}
    raise UsageError(f"--format {kind[:60]} is not known", mend=f"it is one of {', '.join((*SINGLE, *FOLDERS))}")


def decision_of(path: Path) -> Any:
    """The decision of a JSON file, for statements of reasons. Raises InputError."""
    from overt.disclosure.exchange.dsa_statement import Decision

    value = documents.json_of(documents.text_of(documents.read_bytes(path)), str(path))
    if not isinstance(value, dict):
        raise InputError("is no decision", where=str(path), mend="it is an object with fields of a statement")
    try:
        return Decision(**value)
    except TypeError as error:
        raise InputError(f"is no decision: {error}", where=str(path), mend="see docs/exchange.md") from error


def save(files: dict[str, str], out: Path) -> list[Path]:
    """Writes the files at `out`, each as a whole or not at all, and says where. Raises OutputError."""
    made = []
    for name, content in files.items():
        path = out / name if name else out
        aside = path.with_name(f".{path.name}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            aside.write_text(content, encoding="utf-8", newline="")
            aside.replace(path)
        except OSError as error:
            raise unwritable(error, path) from error
        finally:
            with contextlib.suppress(OSError):
                aside.unlink(missing_ok=True)
        made.append(path)
    return made


def _opened(path: Path) -> tuple[str, Any, str]:
    """Format, JSON value and text of a file."""
    text = documents.text_of(documents.read_bytes(path))
    start = text.lstrip("\ufeff \t\r\n")[:1]
    if start == "{":
        value = documents.json_of(text, str(path))
        if value.get("type") == "bundle":
            return STIX, value, text
        if "Event" in value:
            return MISP, value, text
        if "schema" in value:
            return RECORD, value, text
        if "statements" in value or "decision_ground" in value or "puid" in value:
            return DSA, value, text
    elif meta_indicators.looks_like(path.name, text) or path.suffix.lower() in (".csv", ".md", ".json"):
        return META, None, text
    raise InputError(
        "is none of the formats that are exchanged",
        where=str(path),
        mend="STIX bundles, MISP events, case records, statements of reasons and Meta's lists are read",
    )
