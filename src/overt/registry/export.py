"""Listed labels as a file: NDJSON with everything, or CSV and Parquet with the columns of a list of one's own."""

import contextlib
import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from overt.errors import UsageError, unwritable
from overt.registry.importers.own_list import BITS, COLUMNS
from overt.registry.label import Label
from overt.registry.replay import Entry

SUFFIXES = (".ndjson", ".csv", ".parquet")
_FORMULA = tuple("=+-@\t\r＝＋－＠")


def export(entries: Sequence[Entry], path: Path) -> int:
    """Writes the labels and says how many. What is at `path` is replaced as a whole, or not at all.

    Raises UsageError for another ending, and OutputError.
    """
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise UsageError(f"{path.name} ends in none of {', '.join(SUFFIXES)}")
    aside = path.with_name(f".{path.name}.part")
    try:
        if suffix == ".ndjson":
            aside.write_bytes(b"".join(map(_line, entries)))
        else:
            rows = [row(e) for e in entries]
            names = list(dict.fromkeys((*COLUMNS[:1], "label_id", *COLUMNS[1:], *sorted({k for r in rows for k in r}))))
            _csv(aside, names, rows) if suffix == ".csv" else _parquet(aside, names, rows)
        aside.replace(path)
    except OSError as error:
        raise unwritable(error, path) from error
    finally:
        with contextlib.suppress(OSError):
            aside.unlink(missing_ok=True)
    return len(entries)


def _line(entry: Entry) -> bytes:
    facts = {"label_id": entry.id, "status": entry.status, "under_appeal": entry.appeal is not None}
    text = json.dumps(facts | {"says": entry.label.facts()}, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8") + b"\n"


def row(entry: Entry) -> dict[str, str]:
    """A label as the row of a list; several values of one cell stand between semicolons."""
    label = entry.label
    found: dict[str, Any] = {
        n: getattr(label, n) for n in COLUMNS if hasattr(label, n) and n not in ("source", "typology")
    }
    found |= {"label_id": entry.id, "key": entry.id, **_source(label)}
    found |= {n: ";".join(getattr(label, n)) for n in ("other_names", "domains")}
    found |= {f"handle_{p}": ";".join(v) for p, v in label.handles.items()}
    found |= {f"id_{p}": ";".join(v) for p, v in label.ids.items()}
    if label.typology:
        bits = {n: getattr(label.typology, n) for n in BITS}
        found |= {
            "typology": label.typology.code,
            **{n: "yes" if b else "no" for n, b in bits.items() if b is not None},
        }
    return {n: str(v) for n, v in found.items() if v}


def _source(label: Label) -> dict[str, str | None]:
    source = label.source
    return {
        "source": source.title,
        "source_url": source.url,
        "licence": source.licence,
        "retrieved_on": source.retrieved_on,
    }


def defused(text: str) -> str:
    """The text as a spreadsheet shows it and does not run it."""
    risky = text.lstrip(" '").startswith(_FORMULA)
    return "'" + text if risky else text


def _csv(path: Path, names: list[str], rows: list[dict[str, str]]) -> None:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(names)
    writer.writerows([[defused(r.get(n, "")) for n in names] for r in rows])
    path.write_text(file.getvalue(), encoding="utf-8", newline="")


def _parquet(path: Path, names: list[str], rows: list[dict[str, str]]) -> None:
    columns = {n: pa.array([r.get(n) for r in rows], pa.string()) for n in names}
    pq.write_table(pa.table(columns), path, compression="zstd")
