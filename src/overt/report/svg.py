"""A few lines to write SVG with: everything escaped, numbers short, the same bytes each time."""

from typing import Any

from markupsafe import Markup, escape

from overt.report.escape import visible


def place(number: float) -> str:
    """A coordinate with at most one decimal: 12, 12.5, -3."""
    return f"{number:.1f}".removesuffix(".0").replace("-0.0", "0")


def tag(name: str, *inside: Markup | str, **attributes: Any) -> Markup:
    """One element. Attribute names: `_` becomes `-`, `class_` is class; None is left out."""
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{escape(visible(_text(value)))}"'
        for key, value in attributes.items()
        if value is not None
    )
    content = "".join(str(escape(part if hasattr(part, "__html__") else visible(part))) for part in inside)
    return Markup(f"<{name}{written}>{content}</{name}>" if content else f"<{name}{written}/>")  # noqa: S704


def _text(value: Any) -> str:
    return place(value) if isinstance(value, float) else str(value)


def picture(
    identity: str, title: str, description: str, size: tuple[float, float], *inside: Markup, class_: str = ""
) -> Markup:
    """A whole picture with the title and description that a screen reader reads out."""
    width, height = size
    return tag(
        "svg",
        tag("title", title, id=f"{identity}-t"),
        tag("desc", description, id=f"{identity}-d"),
        *inside,
        id=identity, class_=class_, viewBox=f"0 0 {place(width)} {place(height)}", role="img",
        aria_labelledby=f"{identity}-t {identity}-d", width=place(width), height=place(height),
    )  # fmt: skip
