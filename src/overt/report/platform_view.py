"""What the page shows of a network on several platforms: pictures with their tables, and names that come again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from overt.report import lanes, marks, words
from overt.report.escape import one_line
from overt.report.lanes import Thing
from overt.report.raster import Ticks
from overt.report.receipts import Use, time_of


@dataclass(frozen=True)
class PlatformView:
    """`clocks`: seconds to which the times of a platform are known."""

    anchor: str
    name: str
    facts: dict[str, Any]
    platforms: list[str]
    members: Sequence[tuple[str, str]]
    ticks: Ticks
    uses: dict[tuple[str, str], Use]
    clocks: dict[str, int]

    @property
    def sentence(self) -> str:
        """Which platform came first, in words."""
        return str((self.facts.get("across_platforms") or {}).get("sentence") or "")

    @property
    def forms(self) -> list[tuple[str, Markup]]:
        """Each platform with its mark."""
        return [(name, marks.key(form)) for name, form in marks.shapes(self.platforms).items()]

    @property
    def coarse(self) -> list[tuple[str, str]]:
        """Platforms whose times are coarser than seconds, and to what they are."""
        return [(name, words.resolution(s)) for name in self.platforms if (s := self.clocks.get(name, 1)) > 1]

    @property
    def things(self) -> list[Thing]:
        """The things that crossed platforms and are drawn."""
        crossed = [
            Thing(trace, name, use.first, len(use.accounts))
            for (trace, name), use in self.uses.items()
            if len(use.first) > 1
        ]
        return lanes.chosen(crossed)

    @property
    def crossed(self) -> int:
        """How many things crossed platforms, those in the same posts counted once."""
        return len({frozenset(use.first.items()) for use in self.uses.values() if len(use.first) > 1})

    def lanes(self) -> Markup | None:
        """When the network acted on each platform."""
        title = f"When {one_line(self.name, 40)} acted on each platform"
        return lanes.lanes(f"{self.anchor}-lanes", title, self.ticks, self.platforms)

    def relay(self) -> Markup | None:
        """How things went from one platform to the next."""
        title = f"How things went from platform to platform in {one_line(self.name, 40)}"
        return lanes.relay(f"{self.anchor}-relay", title, self.things, self.platforms, self.clocks)

    def lane_rows(self) -> list[tuple[str, int, int, Any, str, str]]:
        """The lanes as a table: platform, members, co-action times, things first seen there, first, last."""
        first = (self.facts.get("across_platforms") or {}).get("first") or {}
        rows = []
        for name in self.platforms:
            times = sorted(
                {t for key, kinds in self.ticks.items() if key[0] == name for kind in kinds.values() for t in kind}
            )
            start, end = (words.clock(time_of(time)) for time in (times[0], times[-1])) if times else ("—", "—")
            members = sum(key[0] == name for key in self.members)
            rows.append((name, members, len(times), first.get(name, 0) if first else None, start, end))
        return rows

    def relay_rows(self) -> list[tuple[str, str, list[tuple[str, str]]]]:
        """The relay as a table: trace, thing, and platform with time or time later, in their order."""
        rows = []
        for thing in self.things:
            (name, start), *later = thing.order
            steps = [(name, words.clock(time_of(start)))]
            steps += [(other, lanes.later((time - start) / 1_000_000)) for other, time in later]
            rows.append((thing.trace, one_line(thing.name, 120), steps))
        return rows

    def names(self) -> list[tuple[str, list[tuple[str, str, str]]]]:
        """Names that come again: name, and platform, account id and kind of name of each bearer."""
        found = []
        for row in self.facts.get("handles_across_platforms") or []:
            bearers = row.get("accounts") or []
            shown = one_line(bearers[0].get("name") if bearers else row.get("name"), 80)
            told = [(b.get("platform"), b.get("account_id"), b.get("what")) for b in bearers]
            found.append((shown, [(one_line(p, 40), one_line(a, 80), one_line(w, 40)) for p, a, w in told]))
        return found


def clocks(inputs: Sequence[dict[str, Any]]) -> dict[str, int]:
    """The coarsest time resolution of the files of each platform, in seconds."""
    found: dict[str, int] = {}
    for file in inputs:
        seconds = file.get("time_resolution_seconds")
        for name in file.get("platforms") or []:
            found[str(name)] = max(found.get(str(name), 1), seconds if isinstance(seconds, int) else 1)
    return found
