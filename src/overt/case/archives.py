"""Web archives as evidence: WARC and WACZ files, their digests and signatures checked before they are taken.

A digest shows that the file is whole; a signature shows who made it, and when he or she says so. Neither shows that the
site ever served what is in it.
"""

import datetime
import gzip
import io
import zlib
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed

from overt.case.evidence import CAPTURE, LARGEST, Item
from overt.case.moment import moment_of
from overt.errors import InputError, UsageError

MOST_RECORDS = 200_000
MOST_BYTES = 2 * 2**30
"""Bytes of an archive after unpacking."""
PIECE = 1 << 16
SHOWN = 20


@dataclass
class Warc:
    """What a WARC holds. checked: records with a digest that fits; without: records that have none."""

    records: int = 0
    responses: int = 0
    checked: int = 0
    without: int = 0
    first: str | None = None
    last: str | None = None
    addresses: list[str] = field(default_factory=list)
    software: str | None = None
    faults: list[str] = field(default_factory=list)


def read_warc(data: bytes, name: str) -> Warc:
    """Reads all of a WARC and checks every digest that it states. What does not fit is a fault, never an exception."""
    found = Warc()
    size = 0
    try:
        for record in ArchiveIterator(io.BytesIO(data), check_digests=True):
            found.records += 1
            if found.records > MOST_RECORDS:
                found.faults.append(f"{name}: more than {MOST_RECORDS:,} records")
                break
            stream = record.raw_stream if record.rec_type in ("warcinfo", "revisit") else record.content_stream()
            kept = b""
            while piece := stream.read(PIECE):
                size += len(piece)
                kept = kept or piece[:2_000]
                if size > MOST_BYTES:
                    found.faults.append(f"{name}: more than {MOST_BYTES:,} bytes after unpacking")
                    return found
            _note(found, record, name, kept)
    except (ArchiveLoadFailed, EOFError, OSError, ValueError, KeyError, zlib.error, gzip.BadGzipFile) as error:
        found.faults.append(f"{name}: cannot be read after record {found.records}: {str(error)[:200]}")
    except (AttributeError, TypeError, IndexError, RecursionError) as error:  # what the parser makes of wild input
        found.faults.append(f"{name}: is no WARC after record {found.records}: {type(error).__name__}")
    if not found.records and not found.faults:
        found.faults.append(f"{name}: holds no record")
    return found


def _note(found: Warc, record: Any, name: str, kept: bytes) -> None:
    address = record.rec_headers.get_header("WARC-Target-URI")
    at = record.rec_headers.get_header("WARC-Date")
    if record.rec_type == "warcinfo":
        lines = kept.decode("utf-8", "replace").splitlines()
        found.software = next((x.partition(":")[2].strip()[:200] for x in lines if x.startswith("software:")), None)
    if at:
        found.first = min(found.first or at, at)
        found.last = max(found.last or at, at)
    if record.rec_type == "response":
        found.responses += 1
        if address and len(found.addresses) < SHOWN:
            found.addresses.append(str(address)[:2_000])
    checker = record.digest_checker
    stated = any(record.rec_headers.get_header(f"WARC-{kind}-Digest") for kind in ("Block", "Payload"))
    if checker.problems:
        found.faults.append(f"{name}: record {found.records}: {checker.problems[0][:200]}")
    elif stated and checker.passed:
        found.checked += 1
    else:
        found.without += 1


def capture(path: Path, title: str | None = None, *, keep_faulty: bool = False) -> Item:
    """A WARC or WACZ file as evidence, with what its check found. Raises InputError where something does not fit.

    keep_faulty: take it all the same; its faults are kept with it.
    """
    from overt.case.wacz import read_wacz

    try:
        if path.stat().st_size > LARGEST:
            raise UsageError(f"{path.name} has more than {LARGEST:,} bytes")
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(path)) from error
    if data[:4] == b"PK\x03\x04":
        facts = read_wacz(data)
    else:
        warc = read_warc(data, path.name)
        facts = {
            "format": "warc",
            "signature": {"state": "none"},
            "faults": warc.faults,
            "warcs": {path.name: asdict(warc)},
        }
    faults = facts["faults"]
    if faults and not keep_faulty:
        more = f" and {len(faults) - 1:,} more" if len(faults) > 1 else ""
        raise InputError(
            f"does not fit: {faults[0]}{more}", where=str(path), mend="--keep-faulty takes it with its faults"
        )
    warcs = facts["warcs"].values()
    addresses = [a for w in warcs for a in w["addresses"]]
    times = sorted(w["first"] for w in warcs if w["first"])
    tools = [t for t in (facts.get("software"), *(w["software"] for w in warcs)) if t]
    kind = "application/wacz" if facts["format"] == "wacz" else "application/warc"
    source = addresses[0] if addresses else path.name
    tool = str(tools[0])[:200] if tools else None
    return Item(CAPTURE, title or path.name, data, kind, source, tool, _when(times[0]) if times else None, facts)


def _when(text: str) -> datetime.datetime | None:
    try:
        return moment_of(text)
    except UsageError:
        return None
