"""QQ picture of p-values: are they as small as chance makes them, or smaller?"""

from pathlib import Path

import numpy as np

from overt.findings.write import write_text
from overt.model.co_use import Floats

POINTS = 400


def draw(p: Floats, path: Path, title: str) -> None:
    """Writes an SVG: observed against expected -log10 p, the diagonal for exact calibration, one series."""
    import altair as alt
    import vl_convert

    ordered = np.sort(np.maximum(p, 1e-20))
    if not len(ordered):
        ordered = np.ones(1)
    expected = (np.arange(len(ordered)) + 0.5) / len(ordered)
    picked = np.unique(np.geomspace(1, len(ordered), min(POINTS, len(ordered))).astype(int) - 1)
    rows = [{"expected": float(-np.log10(expected[i])), "observed": float(-np.log10(ordered[i]))} for i in picked]
    top = max(*(r["expected"] for r in rows), *(r["observed"] for r in rows), 1.0)
    axis = {"scale": alt.Scale(domain=[0, top])}
    points = (
        alt.Chart(alt.Data(values=rows))
        .mark_circle(color="#0072B2", size=18)
        .encode(
            x=alt.X("expected:Q", title="-log10 p expected by chance", **axis),
            y=alt.Y("observed:Q", title="-log10 p observed", **axis),
        )
    )
    line = alt.Chart(alt.Data(values=[{"v": 0}, {"v": top}])).mark_line(color="#999999").encode(x="v:Q", y="v:Q")
    chart = (line + points).properties(width=320, height=320, title=title)
    path.parent.mkdir(parents=True, exist_ok=True)
    write_text(path, vl_convert.vegalite_to_svg(chart.to_json()))
