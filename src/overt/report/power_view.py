"""What `overt power` left beside a scan's results, if it is of the same posts and settings."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from markupsafe import Markup

from overt.model.scale import duration
from overt.report import power_curve

NAME, SCHEMA = "power.json", "overt.power/1"
FREE = ("permutations", "seed")
"""Parameters of a scan that change nothing of who is a member."""


@dataclass(frozen=True)
class PowerView:
    """What the page prints."""

    sentences: list[str]
    condition: str
    picture: Markup
    rows: list[tuple[str, int, str, str, str]]
    """Within, accounts, members that came back, 95% interval, rings found."""


def differs(run: dict[str, Any], power: dict[str, Any]) -> str:
    """In what a power run is not about the scan whose `run` part is given; empty where it is."""
    sums = [[str(file.get("sha256")) for file in part.get("inputs") or []] for part in (run, power)]
    if sums[0] != sums[1]:
        return "other files"
    ours, theirs = run.get("parameters") or {}, power.get("parameters") or {}
    for name in sorted({*ours, *theirs} - set(FREE)):
        if ours.get(name) != theirs.get(name):
            return f"another --{name.replace('_', '-')}"
    return ""


def read(directory: Path, run: dict[str, Any]) -> PowerView | None:
    """The view, or None where no power.json lies there, it cannot be read or it is of something else."""
    try:
        power = json.loads((directory / NAME).read_bytes())
        if power["schema"] != SCHEMA or differs(run, power):
            return None
        return view(power)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None


def view(power: dict[str, Any]) -> PowerView | None:
    """The view of a power run; None where nothing was planted."""
    picture = power_curve.draw("power-curve", power)
    if picture is None:
        return None
    rows = [
        (
            duration(cell["within_seconds"]),
            int(cell["accounts"]),
            f"{cell['members_found']:,} of {cell['members_planted']:,}",
            f"{cell['low']:.0%} to {cell['high']:.0%}",
            f"{cell['rings_found']} of {cell['repeats']}",
        )
        for cell in power["cells"]
    ]
    return PowerView([str(line) for line in power["sentences"]], str(power["condition"]), picture, rows)
