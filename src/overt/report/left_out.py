"""What was left out because very many use it: which, by how many, why."""

from typing import Any

from overt.report.escape import one_line
from overt.report.words import count, some

WHY = {
    "phrase": "a generic phrase",
    "template": "a template that a machine fills in",
    "common": "too common",
    "beside": "stands beside generic texts",
}
"""Why a thing was left out, in words."""


def rows(run: dict[str, Any]) -> list[tuple[str, str, str, str]]:
    """Trace, thing, by how many it was used, and why it was left out; of each trace the most used things first."""
    everybody = count(run.get("accounts"))
    found = []
    for trace in run.get("traces") or []:
        for thing in trace.get("left_out") or []:
            if isinstance(thing, dict) and thing.get("name"):
                texts = thing.get("texts")
                filled = f", in {some(texts, 'different text')}" if isinstance(texts, int) else ""
                used = f"used by {count(thing.get('accounts'))} of {everybody} accounts{filled}"
                why = WHY.get(str(thing.get("why")), "generic")
                found.append((str(trace.get("name")), one_line(thing.get("name"), 130), used, why))
    return found
