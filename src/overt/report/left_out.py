"""What was left out because very many use it, in words: "“good morning” (used by 1,203 of 9,000 accounts)"."""

from typing import Any

from overt.report.escape import one_line
from overt.report.words import count, some

WHY = {
    "phrase": "generic phrases",
    "template": "templates that a machine fills in",
    "common": "too common",
    "beside": "links and tags that stand beside generic texts",
}
"""Why a thing was left out, as a heading of its examples; the order in which they are said."""


def rows(run: dict[str, Any]) -> list[tuple[str, str]]:
    """Trace and line: what was left out of each trace, a line for each reason, the most used things first."""
    found = []
    for trace in run.get("traces") or []:
        things = [one for one in trace.get("left_out") or [] if isinstance(one, dict)]
        for why, heading in WHY.items():
            named = [_one(one, run.get("accounts")) for one in things if one.get("why") == why]
            if named:
                found.append((str(trace.get("name")), f"{heading}: {', '.join(named)}"))
    return found


def _one(thing: dict[str, Any], accounts: Any) -> str:
    who = f"used by {count(thing.get('accounts'))} of {count(accounts)} accounts"
    texts = thing.get("texts")
    filled = f", in {some(texts, 'different text')}" if isinstance(texts, int) else ""
    return f"“{one_line(thing.get('name'), 130)}” ({who}{filled})"
