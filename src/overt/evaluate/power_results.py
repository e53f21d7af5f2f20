"""A power run and its files: power.json, power.svg, and the dossier drawn again where one lies there."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from overt import report
from overt.errors import UsageError, unwritable
from overt.evaluate.power import PowerSpec, Step, power
from overt.findings.canonical import dumps
from overt.findings.write import write_text
from overt.report import power_curve, power_view
from overt.sources import ReadOptions

UNFINISHED = ".power"
"""In the results: what is done of a run that was interrupted."""


def run(
    paths: Sequence[str | Path],
    spec: PowerSpec,
    parameters: dict[str, Any],
    read: ReadOptions,
    only: Sequence[str],
    also: Sequence[str],
    out: Path | None,
    resume: bool,
    step: Step,
    note: Callable[[str], None],
) -> dict[str, Any]:
    """Runs it and returns what it says. With `out`, writes power.json and power.svg into it, and draws report.html
    again if a scan's results are there: of the same files and settings, else UsageError, before anything is planted.
    """
    if out is None:
        if resume:
            raise UsageError("--resume has nothing to go on from", mend="give the same --out as before")
        return power(paths, spec, parameters, read, only, also, step=step, note=note)
    scanned = _scanned(out)
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise unwritable(error, out, "made") from error

    def accept(asked: dict[str, Any]) -> None:
        if scanned is not None and (other := power_view.differs(scanned, asked)):
            raise UsageError(
                f"the results there are of {other}",
                where=str(out),
                mend="give what they were made with, or another --out",
            )

    kept = out / UNFINISHED
    found = power(paths, spec, parameters, read, only, also, kept, resume, accept, step, note)
    write_text(out / power_view.NAME, dumps(found))
    write_text(out / "power.svg", power_curve.alone(found))
    if scanned is not None:
        step("report", "drawing the dossier again")
        report.write(out)
    try:
        kept.unlink(missing_ok=True)
    except OSError as error:
        raise unwritable(error, kept) from error
    return found


def _scanned(out: Path) -> dict[str, Any] | None:
    """The `run` part of the findings in a directory; None where there are none."""
    try:
        found = json.loads((out / "findings.json").read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValueError, RecursionError):
        return {}
    return dict(found.get("run") or {}) if isinstance(found, dict) else {}
