"""The form of an account's mark says its platform: forms, not colours, so that everybody can tell them apart."""

import math
from collections.abc import Iterable

from markupsafe import Markup

from overt.report import svg

FORMS = ("circle", "square", "triangle", "diamond", "hexagon", "cross")
"""In the order of the platforms' names; a seventh platform is a circle again."""


def shapes(platforms: Iterable[str]) -> dict[str, str]:
    """The form for each platform."""
    names = sorted(set(platforms))
    return {name: FORMS[place] if place < len(FORMS) else "circle" for place, name in enumerate(names)}


def form(shape: str, x: float, y: float, r: float) -> Markup:
    """The mark of about the area of a circle with radius r."""
    if shape == "square":
        return svg.tag("rect", x=x - 0.9 * r, y=y - 0.9 * r, width=1.8 * r, height=1.8 * r)
    if shape in _CORNERS:
        points = " ".join(f"{svg.place(x + r * a)},{svg.place(y + r * b)}" for a, b in _CORNERS[shape])
        return svg.tag("polygon", points=points)
    return svg.tag("circle", cx=x, cy=y, r=r)


_A, _B = 0.5, 1.2  # half the width and half the length of the arms of the cross
_CORNERS = {
    "triangle": ((0, -1.45), (-1.4, 0.95), (1.4, 0.95)),
    "diamond": ((0, -1.35), (1.35, 0), (0, 1.35), (-1.35, 0)),
    "hexagon": tuple((1.1 * math.cos(math.pi * k / 3), 1.1 * math.sin(math.pi * k / 3)) for k in range(6)),
    "cross": (
        *((-_A, -_B), (_A, -_B), (_A, -_A), (_B, -_A), (_B, _A), (_A, _A)),
        *((_A, _B), (-_A, _B), (-_A, _A), (-_B, _A), (-_B, -_A), (-_A, -_A)),
    ),
}


def middle(shape: str, y: float, r: float) -> float:
    """Where a number stands in a mark: a triangle has more room below."""
    return y + (0.3 * r if shape == "triangle" else 0)


def key(shape: str) -> Markup:
    """The mark alone, for legends and tables."""
    return svg.tag("svg", form(shape, 8, 8, 5.0), width="16", height="16", aria_hidden="true", class_="mark")
