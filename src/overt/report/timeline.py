"""When the networks acted: one row per network over the whole time that was read."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup

from overt.report import svg
from overt.report.raster import Ticks
from overt.report.time_axis import Axis

_LEFT, _WIDTH, _STEP, _BIN = 60.0, 860.0, 22.0, 3.0


@dataclass(frozen=True)
class Row:
    """One network of the timeline: its label, the anchor of its section, and its co-actions."""

    label: str
    anchor: str
    ticks: Ticks


def draw(identity: str, rows: Sequence[Row]) -> Markup | None:
    """SVG with bars as high as the root of a network's co-actions in each bin; None without any co-action."""
    times = [_times(row.ticks) for row in rows]
    filled = [one for one in times if len(one)]
    if not filled:
        return None
    axis = Axis(int(min(one[0] for one in filled)), int(max(one[-1] for one in filled)), _LEFT, _WIDTH - 8)
    bottom = 4 + _STEP * len(rows)
    inside: list[Markup] = axis.draw(2, bottom)
    for place, (row, moments) in enumerate(zip(rows, times, strict=True)):
        base = 4 + _STEP * (place + 1) - 4
        label = svg.tag("text", row.label, x=_LEFT - 8, y=base - 3, text_anchor="end", class_="row")
        inside.append(svg.tag("a", label, href=f"#{row.anchor}"))
        if len(moments):
            inside.append(svg.tag("path", d=_bars(moments, axis, base), class_="bar"))
    described = "One row per network; the higher a bar, the more co-actions. Dates stand in the table above."
    return svg.picture(
        identity, "When the networks acted", described, (_WIDTH, bottom + 22), *inside, class_="timeline"
    )


def _times(ticks: Ticks) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    parts = [np.asarray(times, dtype=np.int64) for traces in ticks.values() for times in traces.values()]
    return np.sort(np.concatenate(parts)) if parts else np.zeros(0, dtype=np.int64)


def _bars(moments: "np.ndarray[tuple[int], np.dtype[np.int64]]", axis: Axis, base: float) -> str:
    pixels = (moments - axis.first) / axis.length * (axis.right - axis.left)
    bins, counts = np.unique((pixels // _BIN).astype(np.int64), return_counts=True)
    heights = np.maximum(1.5, (_STEP - 7) * np.sqrt(counts / counts.max()))
    return "".join(
        f"M{svg.place(axis.left + float(place) * _BIN + 1)} {svg.place(base)}v-{svg.place(float(height))}"
        for place, height in zip(bins, heights, strict=True)
    )
