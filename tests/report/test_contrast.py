"""Contrast of the palette, computed from the style sheet (WCAG 2.2: text 4.5 to 1, marks 3 to 1)."""

import re
from importlib import resources

import pytest

STYLE = resources.files("overt.report").joinpath("static", "dossier.css").read_text(encoding="utf-8")


def variables(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", block))


THEMES = {
    "light": variables(STYLE.split("}")[0]),
    "dark": variables(STYLE.split(':root[data-theme="dark"] {')[1].split("}")[0]),
    "night": variables(STYLE.split("(prefers-color-scheme: dark)")[1].split("}")[0]),
}
THEMES["print"] = THEMES["light"] | variables(STYLE.split("@media print")[1].split("}")[0])


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(2 * one for one in colour[1:])
    parts = [int(digits[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_button_and_the_system_give_the_same_night() -> None:
    assert THEMES["dark"] == THEMES["night"] and set(THEMES["dark"]) == set(THEMES["light"])


@pytest.mark.parametrize("theme", THEMES)
def test_texts_can_be_read(theme: str) -> None:
    of = THEMES[theme]
    for ink in ("ink", "soft", "link", "warm-line"):
        for ground in ("paper", "sheet"):
            assert contrast(of[ink], of[ground]) >= 4.5, (ink, ground)
    assert contrast(of["ink"], of["calm"]) >= 4.5 and contrast(of["soft"], of["calm"]) >= 4.5
    assert contrast(of["mark-ink"], of["mark"]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
def test_marks_can_be_seen(theme: str) -> None:
    of = THEMES[theme]
    for mark in ("c0", "c1", "c2", "c3", "c4", "c5", "c6", "strong", "calm-line"):
        for ground in ("paper", "sheet"):
            assert contrast(of[mark], of[ground]) >= 3, (mark, ground)
