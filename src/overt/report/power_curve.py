"""Recall of planted operations by size, one line for each closeness in time: in the page, or as a file of its own."""

import math
from collections.abc import Sequence
from typing import Any

from markupsafe import Markup

from overt.model.scale import duration
from overt.report import marks, svg
from overt.report.palette import COLOURS

_WIDTH, _HEIGHT = 720.0, 320.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 52.0, 560.0, 14.0, 262.0
_OWN = "text{font:12px sans-serif;fill:#1d1b18}.axis,.grid{stroke:none}.grid{stroke:#d8d1c2}.goal{stroke:#857c6c;" + (
    "stroke-dasharray:6 4}.line,.whisker{stroke:var(--c);fill:none}.line{stroke-width:2}.whisker{stroke-opacity:.45}"
    ".spot{fill:var(--c)}"
)
_TITLE = "How small an operation would be found here"


def draw(identity: str, power: dict[str, Any]) -> Markup | None:
    """SVG for the page; None where there is nothing to draw."""
    inside = _inside(power)
    return None if inside is None else _picture(identity, power, inside)


def alone(power: dict[str, Any]) -> str:
    """The same as a file of its own, with its colours; an empty text where there is nothing to draw."""
    inside = _inside(power)
    if inside is None:
        return ""
    colours = "".join(f".c{place}{{--c:{colour}}}" for place, colour in enumerate(COLOURS))
    style = Markup(f"<style>{_OWN}{colours}</style>")  # noqa: S704 - our own text
    paper = svg.tag("rect", width=_WIDTH, height=_HEIGHT, fill="#fbf9f4")
    drawn = str(_picture("power", power, [style, paper, *inside]))
    return drawn.replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1) + "\n"


def _picture(identity: str, power: dict[str, Any], inside: Sequence[Markup]) -> Markup:
    described = " ".join(str(line) for line in power.get("sentences") or [])
    return svg.picture(identity, _TITLE, described, (_WIDTH, _HEIGHT), *inside, class_="power")


def _inside(power: dict[str, Any]) -> list[Markup] | None:
    cells = [cell for cell in power.get("cells") or [] if isinstance(cell, dict)]
    sizes = sorted({int(cell["accounts"]) for cell in cells})
    if not sizes:
        return None
    share = float((power.get("planted") or {}).get("share") or 0.95)
    inside = _axes(sizes, share)
    times = sorted({int(cell["within_seconds"]) for cell in cells})
    for place, within in enumerate(times):
        mine = sorted((c for c in cells if c["within_seconds"] == within), key=lambda c: int(c["accounts"]))
        inside.append(_line(mine, sizes, place, len(times)))
        inside += _legend(within, place)
    return inside


def _x(size: int, sizes: Sequence[int]) -> float:
    """Sizes stand by their logarithm: the small ones matter most."""
    low, high = math.log(sizes[0]), math.log(sizes[-1])
    return _LEFT + 18 + (_RIGHT - _LEFT - 36) * ((math.log(size) - low) / (high - low) if high > low else 0.5)


def _y(share: float) -> float:
    return _BOTTOM - (_BOTTOM - _TOP) * share


def _axes(sizes: Sequence[int], share: float) -> list[Markup]:
    across = f"H{svg.place(_RIGHT)}"
    drawn = []
    for part in (0.0, 0.25, 0.5, 0.75, 1.0):
        drawn.append(svg.tag("path", d=f"M{svg.place(_LEFT)} {svg.place(_y(part))}{across}", class_="grid"))
        drawn.append(svg.tag("text", f"{part:.0%}", x=_LEFT - 8, y=_y(part) + 4, text_anchor="end", class_="axis"))
    drawn.append(svg.tag("path", d=f"M{svg.place(_LEFT)} {svg.place(_y(share))}{across}", class_="goal"))
    drawn.append(svg.tag("text", f"{share:.0%}: found", x=_RIGHT + 6, y=_y(share) + 4, class_="axis"))
    for size in sizes:
        drawn.append(svg.tag("text", str(size), x=_x(size, sizes), y=_BOTTOM + 18, text_anchor="middle", class_="axis"))
    label = "accounts of the planted operation"
    drawn.append(svg.tag("text", label, x=(_LEFT + _RIGHT) / 2, y=_BOTTOM + 40, text_anchor="middle", class_="axis"))
    return drawn


def _line(cells: Sequence[dict[str, Any]], sizes: Sequence[int], place: int, of: int) -> Markup:
    """One closeness: a line, a mark for each size, and its interval; lines stand a little apart, not to hide others."""
    aside = 5.0 * (place - (of - 1) / 2)
    spots = [(_x(int(c["accounts"]), sizes) + aside, _y(float(c["recall"]))) for c in cells]
    path = "L".join(f"{svg.place(x)} {svg.place(y)}" for x, y in spots)
    parts = [svg.tag("path", d=f"M{path}", class_="line")]
    for (x, _), cell in zip(spots, cells, strict=True):
        low, high = _y(float(cell["low"])), _y(float(cell["high"]))
        parts.append(svg.tag("path", d=f"M{svg.place(x)} {svg.place(low)}V{svg.place(high)}", class_="whisker"))
    spotted = svg.tag("g", *(marks.form(_form(place), x, y, 4.0) for x, y in spots), class_="spot")
    return svg.tag("g", *parts, spotted, class_=_colour(place))


def _legend(within: int, place: int) -> list[Markup]:
    y = _TOP + 60 + 22.0 * place
    key = svg.tag("g", marks.form(_form(place), _RIGHT + 14, y - 4, 4.0), class_=f"spot {_colour(place)}")
    return [key, svg.tag("text", f"within {duration(within)}", x=_RIGHT + 26, y=y, class_="axis")]


def _form(place: int) -> str:
    return marks.FORMS[place % len(marks.FORMS)]


def _colour(place: int) -> str:
    return f"c{place % len(COLOURS)}"
