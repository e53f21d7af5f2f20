"""An audit in lines for people. Flags first, each with its sources; then what could not be decided, and the limits."""

from collections.abc import Iterator
from typing import Any

PLACES = 30
"""Places that are compared in words."""
SHOWN = 8
"""Sources that are shown for one line; --json has all."""


def told(result: dict[str, Any]) -> Iterator[str]:
    """The lines of an audit."""
    period = result.get("period")
    when = f"{period['start']} to {period['end']}" if period else "no period: no disclosure with a date is given"
    yield f"Audit of what {result['platform']} disclosed, {when}"
    if period and not period["given"]:
        yield "  (the period of which the disclosures speak; --from and --until name another)"
    seen, counts = result["reported"], result["touching"]
    touching = sum(n for word, n in counts.items() if word != "none named")
    yield (
        f"Others report {seen['operations']:,} operations ({seen['entries']:,} entries), {touching:,} of which name "
        + (
            f"assets on {result['platform']}: {counts['not disclosed']:,} not disclosed, {counts['undecidable']:,} "
            f"undecidable, {counts['disclosed']:,} disclosed"
        )
    )
    own = result["disclosed"]
    yield f"{result['platform']} disclosed {own['operations']:,} operations ({own['entries']:,} entries) in these files"
    yield ""
    yield f"{len(result['flags']):,} flags. A flag is a question for people, not an accusation."
    for flag in result["flags"]:
        yield f"[{flag['check']}] {flag['told']}"
        yield from _sources(flag["sources"])
    yield from _rest(result)
    differing = [d for d in result["reconciliation"] if not d["own"]]
    if differing:
        yield ""
        yield "Reports of others that do not agree among themselves (no flags, but they are the yardstick)"
    for each in differing:
        yield f"  {each['reporter']}, {each['name']}: {each['told']} ({each['why']})"
        yield from _sources(each["sources"])
    yield from _waits(result)
    yield from _shares(result["shares"])
    if result["left"] or result["not_read"]:
        yield ""
        yield f"Not understood: {len(result['left']):,} lines; of no known form: {len(result['not_read']):,} files"
        yield from (f"  {line}" for line in [*result["left"], *result["not_read"]][:SHOWN])


def _rest(result: dict[str, Any]) -> Iterator[str]:
    """Operations without a flag; those outside the period in one line."""
    rest = [v for v in result["omission"] if v["verdict"] != "not disclosed"]
    near = [v for v in rest if v["inside"] or v["verdict"] == "disclosed"]
    if rest:
        yield ""
        yield "Operations without a flag"
    for verdict in near:
        yield f"  {verdict['verdict']}: {verdict['told']}"
        yield from _sources(verdict["disclosed_by"] or verdict["may_be"] or verdict["sources"], 3)
    if len(rest) > len(near):
        yield f"  undecidable: {len(rest) - len(near):,} more are outside the period, or nothing can be compared"


def _sources(sources: list[str], most: int = SHOWN) -> Iterator[str]:
    yield from (f"    {source}" for source in sources[:most])
    if len(sources) > most:
        yield f"    and {len(sources) - most:,} more (--json)"


def _waits(result: dict[str, Any]) -> Iterator[str]:
    waits = [v for v in result["omission"] if "waited" in v]
    if waits:
        yield ""
        yield "From the first dated report of others to the platform's disclosure"
    for verdict in waits:
        wait = verdict["waited"]
        if wait["open"]:
            yield f"  {verdict['name']}: since {wait['notice']}, {wait['least']:,} days to the end of the period, open"
        elif wait["least"] == wait["most"]:
            yield f"  {verdict['name']}: {wait['least']:,} days after {wait['notice']}"
        else:
            yield f"  {verdict['name']}: {wait['least']:,} to {wait['most']:,} days after {wait['notice']}"


def _shares(shares: dict[str, Any]) -> Iterator[str]:
    if not shares["places"]:
        return
    yield ""
    yield f"Where the operations are from ({shares['test']})"
    for place in shares["places"][:PLACES]:
        yield f"  {place['place']}: {place['told']}"
    if len(shares["places"]) > PLACES:
        yield f"  and {len(shares['places']) - PLACES:,} more (--json)"
    yield "  It assumes: " + "; ".join(shares["assumes"]) + "."
    yield "  It cannot show: " + "; ".join(shares["cannot_show"]) + "."
