"""A network on several platforms: when it acted on each, and how its things went from one to the next.

The lanes have one row per platform over all of the time. The relay has one row per thing and starts at its first use;
a mark stands where a platform used it first. Where the times of a platform are coarse a bar begins at its mark: the
thing came somewhere along it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from overt.report import marks, svg
from overt.report.escape import one_line
from overt.report.raster import Ticks
from overt.report.receipts import time_of
from overt.report.time_axis import Axis
from overt.report.words import MONTHS

MAX_THINGS = 16
_WIDTH, _LEFT, _STEP, _BIN, _SECOND = 860.0, 120.0, 34.0, 3.0, 1_000_000
_ROW = 20.0
_NICE = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400)


@dataclass(frozen=True)
class Thing:
    """One thing that went across platforms: platform -> microseconds of its first use there."""

    trace: str
    name: str
    first: Mapping[str, int]
    accounts: int

    @property
    def order(self) -> list[tuple[str, int]]:
        """Platforms with their times, the earliest first."""
        return sorted(self.first.items(), key=lambda item: (item[1], item[0]))


def chosen(things: Sequence[Thing]) -> list[Thing]:
    """The things to draw: those on most platforms, then those of most accounts; of several in the same posts one."""
    kept: dict[frozenset[tuple[str, int]], Thing] = {}
    for thing in sorted(things, key=lambda one: (-len(one.first), -one.accounts, one.trace, one.name)):
        kept.setdefault(frozenset(thing.first.items()), thing)
    return sorted(list(kept.values())[:MAX_THINGS], key=lambda one: (one.order[0][1], one.name))


def lanes(identity: str, title: str, ticks: Ticks, platforms: Sequence[str]) -> Markup | None:
    """SVG with one row per platform; a bar is as high as the root of the co-actions there. None without any."""
    times = {name: _times(ticks, name) for name in platforms}
    filled = [one for one in times.values() if len(one)]
    if not filled:
        return None
    axis = Axis(int(min(one[0] for one in filled)), int(max(one[-1] for one in filled)), _LEFT, _WIDTH - 8)
    most = max(int(np.unique(_bins(one, axis), return_counts=True)[1].max()) for one in filled)
    forms = marks.shapes(platforms)
    inside: list[Markup] = axis.draw(2, 4 + _STEP * len(platforms))
    for place, name in enumerate(platforms):
        base = 4 + _STEP * (place + 1) - 4
        inside.append(_platform(name, forms[name], base - 9))
        inside.append(
            svg.tag("path", class_="floor", d=f"M{svg.place(_LEFT)} {svg.place(base)}H{svg.place(_WIDTH - 8)}")
        )
        if len(times[name]):
            inside.append(svg.tag("path", d=_bars(times[name], axis, base, most), class_="bar"))
    described = (
        "One row per platform; the higher a bar, the more co-actions. The table below gives the counts and times."
    )
    size = (_WIDTH, 4 + _STEP * len(platforms) + 22)
    return svg.picture(identity, title, described, size, *inside, class_="lanes")


def relay(
    identity: str, title: str, things: Sequence[Thing], platforms: Sequence[str], clocks: Mapping[str, int]
) -> Markup | None:
    """SVG with one row per thing. `clocks`: seconds to which a platform's times are known. None without any thing."""
    if not things:
        return None
    forms = marks.shapes(platforms)
    last = max(time + clocks.get(name, 1) * _SECOND - one.order[0][1] for one in things for name, time in one.order)
    scale = (_WIDTH - 24 - _LEFT) / max(last, _SECOND)
    bottom = 8 + _ROW * len(things)
    inside: list[Markup] = list(_since(last, scale, bottom))
    for place, thing in enumerate(things):
        y, start = 8 + _ROW * (place + 0.5), thing.order[0][1]
        day = time_of(start)
        label = f"{day.day} {MONTHS[day.month - 1][:3]} {day:%H:%M}"
        inside.append(svg.tag("text", label, x=_LEFT - 14, y=y + 4, text_anchor="end", class_="row"))
        inside += _row(thing, y, start, scale, forms, clocks)
    described = (
        "One row per thing that crossed platforms; time runs from its first use; each mark is the first use on one "
        "platform. The table below gives the same."
    )
    return svg.picture(identity, title, described, (_WIDTH, bottom + 24), *inside, class_="relay")


def _row(
    thing: Thing, y: float, start: int, scale: float, forms: Mapping[str, str], known: Mapping[str, int]
) -> list[Markup]:
    places = [(_LEFT + (time - start) * scale, name, time) for name, time in thing.order]
    drawn = [svg.tag("path", class_="way", d=f"M{svg.place(places[0][0])} {svg.place(y)}H{svg.place(places[-1][0])}")]
    for x, name, _ in places:
        if (clock := known.get(name, 1)) > 1:
            length = svg.place(clock * _SECOND * scale)
            drawn.append(svg.tag("path", class_="blur", d=f"M{svg.place(x)} {svg.place(y)}h{length}"))
    for place, (x, name, time) in reversed(list(enumerate(places))):
        title = svg.tag("title", f"{one_line(name, 40)}: {later((time - start) / _SECOND)}")
        filled = place == 0 and certain(thing, known)
        drawn.append(svg.tag("g", title, marks.form(forms[name], x, y, 6.0), class_="n" if filled else "n then"))
    return drawn


def certain(thing: Thing, clocks: Mapping[str, int]) -> bool:
    """Whether the first use came first however coarse the times are."""
    (name, start), (_, then) = thing.order[:2]
    clock = clocks.get(name, 1)
    return then - start >= (clock * _SECOND if clock > 1 else 1)


def _since(last: int, scale: float, bottom: float) -> list[Markup]:
    """Round lengths of time since the first use."""
    step = next((one for one in _NICE if last / _SECOND / one <= 8), _NICE[-1])
    drawn = []
    for count in range(int(last / _SECOND // step) + 1):
        x = _LEFT + count * step * _SECOND * scale
        drawn.append(svg.tag("path", class_="grid", d=f"M{svg.place(x)} 4V{svg.place(bottom)}"))
        said = "first use" if count == 0 else f"+{_seconds(count * step)}"
        drawn.append(svg.tag("text", said, x=x, y=bottom + 15, text_anchor="middle", class_="axis"))
    return drawn


def later(seconds: float) -> str:
    """How much later than the first use: "40 s later"; "at the same time"."""
    return f"{_seconds(seconds)} later" if seconds > 0 else "at the same time"


def _seconds(seconds: float) -> str:
    """A length of time on the axis: 20 s, 3 min, 1 h 30 min."""
    whole = round(seconds)
    parts = [
        f"{whole // 3_600} h" if whole >= 3_600 else "",
        f"{whole % 3_600 // 60} min" if whole % 3_600 >= 60 else "",
    ]
    parts.append(f"{whole % 60} s" if whole % 60 or not whole else "")
    return " ".join(part for part in parts if part)


def _platform(name: str, shape: str, y: float) -> Markup:
    label = svg.tag("text", one_line(name, 14).split("… [")[0], x=_LEFT - 30, y=y + 4, text_anchor="end", class_="row")
    return svg.tag("g", label, svg.tag("g", marks.form(shape, _LEFT - 17, y, 6.0), class_="n"))


def _times(ticks: Ticks, platform: str) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    parts = [
        np.asarray(times, np.int64) for key, traces in ticks.items() if key[0] == platform for times in traces.values()
    ]
    return np.unique(np.concatenate(parts)) if parts else np.zeros(0, np.int64)


def _bins(
    moments: "np.ndarray[tuple[int], np.dtype[np.int64]]", axis: Axis
) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    pixels = (moments - axis.first) / axis.length * (axis.right - axis.left)
    return (pixels // _BIN).astype(np.int64)


def _bars(moments: "np.ndarray[tuple[int], np.dtype[np.int64]]", axis: Axis, base: float, most: int) -> str:
    bins, counts = np.unique(_bins(moments, axis), return_counts=True)
    heights = np.maximum(2.0, (_STEP - 12) * np.sqrt(counts / most))
    return "".join(
        f"M{svg.place(axis.left + float(place) * _BIN + 1)} {svg.place(base)}v-{svg.place(float(height))}"
        for place, height in zip(bins, heights, strict=True)
    )
