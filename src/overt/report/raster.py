"""The synchrony raster: one row per member, one tick per co-action, time from left to right.

Ticks that stand above one another are accounts acting at the same moment. One SVG path holds a row's ticks of
one trace, so that 200,000 ticks stay a small picture; ticks that would fall on the same pixel are drawn once.
"""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from overt.model.scale import DAY_SCALE, SCALES
from overt.report import svg
from overt.report.escape import one_line
from overt.report.network_picture import Node
from overt.report.palette import Palette
from overt.report.results import Edge, Key
from overt.report.time_axis import Axis
from overt.report.words import some

MAX_ROWS = 120
"""Accounts drawn, those with most links."""
_SECOND = 1_000_000
_WIDTH = 860.0

Ticks = dict[Key, dict[str, "array[int]"]]
"""Per account and trace, the microseconds of its co-actions."""


@dataclass(frozen=True)
class Window:
    """A stretch of time: microseconds since 1970, both ends included."""

    first: int
    last: int


def neighbours(nodes: Sequence[Node], edges: Sequence[Edge]) -> list[Node]:
    """The accounts in such an order that each follows the one it acts with most, as far as that goes."""
    close: dict[Key, dict[Key, int]] = {node.key: {} for node in nodes}
    for edge in edges:
        if edge.a in close and edge.b in close:
            close[edge.a][edge.b] = close[edge.b][edge.a] = edge.within or 0
    left = {node.key: node for node in nodes}
    ordered: list[Node] = []
    while left:
        near = [key for key in close[ordered[-1].key] if key in left] if ordered else []
        chosen = max(near, key=lambda key: (close[ordered[-1].key][key], -left[key].number), default=next(iter(left)))
        ordered.append(left.pop(chosen))
    return ordered


def whole(ticks: Ticks) -> Window | None:
    """From the first co-action to the last; None where there is none."""
    arrays = [times for traces in ticks.values() for times in traces.values() if len(times)]
    return Window(min(map(min, arrays)), max(map(max, arrays))) if arrays else None


def busiest(ticks: Ticks, edges: Sequence[Edge]) -> Window | None:
    """The stretch in which most members act, six windows of the commonest scale long.

    None where it would show more than two thirds of the whole.
    """
    everything = whole(ticks)
    length = 6 * _SECOND * _usual_window(edges)
    if everything is None or length > (everything.last - everything.first) * 2 / 3:
        return None
    members = sorted(ticks)
    rows = [_moments(ticks[key]) for key in members]
    times = np.concatenate(rows)
    owners = np.concatenate([np.full(len(row), place) for place, row in enumerate(rows)])
    order = np.lexsort((owners, times))
    times, owners = times[order], owners[order]
    ends = np.searchsorted(times, times + length, side="right")
    inside = np.zeros(len(members), dtype=np.int64)
    best, chosen, end = (0, 0), 0, 0
    present = 0
    for start in range(len(times)):
        while end < ends[start]:
            present += inside[owners[end]] == 0
            inside[owners[end]] += 1
            end += 1
        if (present, end - start) > best:
            best, chosen = (int(present), end - start), start
        inside[owners[start]] -= 1
        present -= inside[owners[start]] == 0
    margin = length // 50
    return Window(int(times[chosen]) - margin, int(times[chosen]) + length + margin)


def _moments(traces: "dict[str, array[int]]") -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    return np.unique(np.concatenate([np.asarray(times, dtype=np.int64) for times in traces.values()]))


def _usual_window(edges: Sequence[Edge]) -> int:
    windows = {scale.name: scale.window for scale in (*SCALES, DAY_SCALE)}
    seen = [windows[edge.scale] for edge in edges if edge.scale in windows]
    return max(sorted(set(seen)), key=seen.count, default=3_600)


def draw(identity: str, title: str, *, nodes: Sequence[Node], ticks: Ticks, window: Window, palette: Palette) -> Markup:
    """SVG of the members' co-actions within the window."""
    rows = list(nodes)[:MAX_ROWS]
    step = 17.0 if len(rows) <= 30 else 10.0 if len(rows) <= 60 else 6.0
    bottom = 6 + step * len(rows)
    labels = [_label(node, place, step) for place, node in enumerate(rows)]
    left = 14 + 6.0 * max(map(len, labels), default=0)
    axis = Axis(window.first, window.last, left + 6, _WIDTH - 8)
    quantum = 0.5 if sum(len(times) for row in ticks.values() for times in row.values()) <= 20_000 else 1.0
    inside: list[Markup] = axis.draw(4, bottom)
    for place, node in enumerate(rows):
        top = 6 + place * step
        if labels[place]:
            inside.append(
                svg.tag("text", labels[place], x=left - 4, y=top + step / 2 + 3.5, text_anchor="end", class_="row")
            )
        for trace in sorted(ticks.get(node.key, {}), key=palette.of):
            path = _path(ticks[node.key][trace], axis, quantum, top, step)
            if path:
                inside.append(svg.tag("path", d=path, class_=f"tick {palette.of(trace)}"))
    described = (
        f"One row for each of {some(len(rows), 'account')}, one tick per co-action. Ticks above one another "
        "are accounts acting at the same moment. The table below gives each account's counts and times."
    )
    return svg.picture(identity, title, described, (_WIDTH, bottom + 22), *inside, class_="raster")


def _label(node: Node, place: int, step: float) -> str:
    if step >= 17:
        return f"{one_line(node.called, 17).split('… [')[0]}  {node.number}"
    return str(node.number) if step >= 10 or place % 5 == 0 else ""


def _path(times: "array[int]", axis: Axis, quantum: float, top: float, step: float) -> str:
    """All ticks of one row and trace as one path, by relative moves; empty where none lies on the axis."""
    values = np.asarray(times, dtype=np.int64)
    values = values[(values >= axis.first) & (values <= axis.last)]
    if not len(values):
        return ""
    pixels = axis.left + (values - axis.first) / axis.length * (axis.right - axis.left)
    places = np.unique(np.round(pixels / quantum)) * quantum
    height = svg.place(step - (3 if step >= 10 else 1))
    parts = [f"M{svg.place(float(places[0]))} {svg.place(top + 1)}v{height}"]
    parts += [f"m{svg.place(float(gap))}-{height}v{height}" for gap in np.diff(places)]
    return "".join(parts)
