"""Power curves as pictures: the share of an operation that is found, as it spreads out, takes part less, or hides."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from overt.evaluate.adversarial.play import METHODS
from overt.evaluate.adversarial.summary import Line
from overt.findings.write import write_text
from overt.simulate.scenarios import SCENARIOS

COLOURS = ("#0072B2", "#D55E00", "#E69F00", "#009E73", "#CC79A7")
"""One per method (Okabe and Ito: told apart by colour-blind readers)."""
WIDTHS = (6, 2, 2, 2, 2)
DASHES = ([1, 0], [8, 4], [2, 3], [10, 3, 2, 3], [4, 4])
TITLES = {
    "E1": ("by the time within which a link is shared", "within"),
    "E2": ("by size, number of links and participation", "accounts x links - share that takes part"),
    "E10": ("by organic posts per covert one", "organic posts per covert post"),
}


def curves(lines: Sequence[Line], directory: Path) -> list[Path]:
    """Writes one SVG per family (E1, E2, E10) and background that has two points or more; returns them.

    Lines: the median seed; bars: from the worst seed to the best. Raises OutputError.
    """
    order = {scenario.id: place for place, scenario in enumerate(SCENARIOS)}
    written = []
    for background in dict.fromkeys(line.background for line in lines):
        for family, (title, axis) in TITLES.items():
            mine = [x for x in lines if x.background == background and x.scenario.startswith(family + "-")]
            points = [x for x in mine if x.recall is not None and not x.scenario.endswith("-ln")]
            labels = sorted({x.scenario for x in points}, key=lambda name: order.get(name, 0))
            if len(labels) > 1:
                path = directory / f"power-{family}-{background}.svg"
                directory.mkdir(parents=True, exist_ok=True)
                short = [name.partition("-")[2] for name in labels]
                write_text(path, _drawn([_row(x) for x in points], short, title, axis, background))
                written.append(path)
    return written


def _row(line: Line) -> dict[str, Any]:
    shares = [t.found / t.operation for t in line.tallies if t.operation]
    point = line.scenario.partition("-")[2]
    return {"at": point, "method": line.method, "recall": line.recall, "low": min(shares), "high": max(shares)}


def _drawn(rows: list[dict[str, Any]], labels: list[str], title: str, axis: str, background: str) -> str:
    """One series per method: overt broad and behind, the others thin and dashed before it, so that all are seen."""
    import altair as alt
    import vl_convert

    methods = [m for m in METHODS if any(r["method"] == m for r in rows)]
    places = [METHODS.index(m) for m in methods]
    legend = alt.Legend(symbolType="stroke", symbolOpacity=1, symbolStrokeWidth=3)
    up = {"scale": alt.Scale(domain=[0, 1]), "title": "share of the operation that is found"}
    base = alt.Chart(alt.Data(values=rows)).encode(
        x=alt.X("at:O", title=axis, sort=labels, axis=alt.Axis(labelAngle=0), scale=alt.Scale(type="point")),
        color=alt.Color(
            "method:N",
            title=None,
            legend=legend,
            scale=alt.Scale(domain=methods, range=[COLOURS[i] for i in places]),
        ),
    )
    lines = base.mark_line(point={"size": 45}).encode(
        y=alt.Y("recall:Q", **up),
        strokeWidth=alt.StrokeWidth(
            "method:N", legend=None, scale=alt.Scale(type="ordinal", domain=methods, range=[WIDTHS[i] for i in places])
        ),
        strokeDash=alt.StrokeDash(
            "method:N", legend=None, scale=alt.Scale(domain=methods, range=[DASHES[i] for i in places])
        ),
    )
    bars = base.mark_rule(opacity=0.4).encode(y=alt.Y("low:Q", **up), y2="high:Q")
    chart = (bars + lines).properties(width=420, height=260, title=f"Recall {title} ({background})")
    svg: str = vl_convert.vegalite_to_svg(chart.to_json())
    return svg
