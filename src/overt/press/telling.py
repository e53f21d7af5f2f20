"""The comparison in lines for people: short, and each with file, line and offset."""

from typing import Any

WIDEST = 160
"""Characters of a quoted stretch on a line."""
MOST = 12
"""Lines of one kind; the JSON has all."""


def told(result: dict[str, Any]) -> list[str]:
    """The lines."""
    lines: list[str] = []
    for incident in result["incidents"]:
        number = incident["id"]
        lines += _incident(incident)
        own = [
            q for q in result["quotations"] if q["incident"] == number and (len(q["files"]) > 1 or q["without_marks"])
        ]
        lines += _quotations(own)
        lines += _contradictions([c for c in result["contradictions"] if c["incident"] == number])
        lines.append("")
    lines += [f"Note: {limit}" for limit in result["limits"]]
    return lines


def _incident(incident: dict[str, Any]) -> list[str]:
    files = incident["files"]
    lines = [f"Incident {incident['id']}: {_count(len(files), 'report')}: {', '.join(files)}"]
    for other in incident["related"]:
        apart = f", {other['days_apart']} days apart" if other["days_apart"] is not None else ""
        lines.append(
            f"  Related to incident {other['incident']}, but another event: {_count(other['shared_names'], 'name')} "
            f"in common{apart}."
        )
    for source in [s for s in incident["sources"] if len(s["reports"]) > 1 or s["name"] == incident["primary_source"]]:
        lines.append(f"  Source: {source['name']} for {_count(len(source['reports']), 'report')}.")
        seen: set[str] = set()
        for each in source["named"]:
            if each["file"] not in seen:
                seen.add(each["file"])
                lines.append(f"    {each['way']}: {_where(each)}")
        lines += [f"    its own account, it seems: {name}" for name in source["first_hand"]]
    for copy in incident["copies"]:
        if copy["later"]:
            lines.append(f"  {copy['later']} shares {copy['words']} words with {copy['earlier']} ({copy['why']}).")
        else:
            one, two = copy["files"]
            lines.append(f"  {one} and {two} share {copy['words']} words; {copy['why']}.")
    across = [a for a in incident["aligned"] if a["languages"][0] != a["languages"][1]]
    if across:
        lines.append(f"  {_count(len(across), 'sentence')} told in two languages:")
        lines += [f"    {_where(a['at'][0])} = {_where(a['at'][1])}" for a in across[:MOST]]
        lines += _more(across)
    return lines


def _quotations(found: list[dict[str, Any]]) -> list[str]:
    lines = ["  Words that several reports hold, in quotation marks in one of them at least:"] if found else []
    for quotation in found[:MOST]:
        lines.append(
            f"    {quotation['kind']}, {_count(quotation['words'], 'word')}: {_short(quotation['at'][0]['text'])}"
        )
        for at in quotation["at"]:
            by = f", by {_short(at['speaker']['text'])}" if at["speaker"] else ", speaker not found"
            lines.append(f"      {_where(at)}{by}")
        lines += [f"      {_where(at)}, without quotation marks" for at in quotation["without_marks"]]
    return lines + _more(found)


def _contradictions(found: list[dict[str, Any]]) -> list[str]:
    lines = [f"  {_count(len(found), 'matter')} on which reports differ:"] if found else []
    for number, each in enumerate(found, 1):
        lines.append(f"  {number}. {each['question']} ({each['strength']}, {each['kind']})")
        for position, side in enumerate(each["sides"]):
            start = "    " if not position else "    differs from "
            lines.append(f"{start}{_short(side['side'])}:")
            shown = list({at["file"]: at for at in reversed(side["at"])}.values())[::-1][:MOST]
            lines += [f"      {_where(at)}: {_short(at['text'])}" for at in shown]
            if len(side["at"]) > len(shown):
                lines.append(f"      and {_count(len(side['at']) - len(shown), 'more place')}")
    return lines


def _where(at: dict[str, Any]) -> str:
    return f"{at['file']} line {at['line']}, offset {at['start']}"


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= WIDEST else flat[: WIDEST - 1] + "…"


def _count(number: int, what: str) -> str:
    return f"{number} {what}" + ("" if number == 1 else "s")


def _more(found: list[Any]) -> list[str]:
    return [f"    and {len(found) - MOST} more (--json has all)"] if len(found) > MOST else []
