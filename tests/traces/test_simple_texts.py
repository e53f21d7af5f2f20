"""Texts folded many at once are what they are folded one by one."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.traces import simple_texts as module
from overt.traces.normal_text import MAX_TEXT, normal_text
from overt.traces.simple_texts import simple_texts

PIECES = (
    *(
        "http",
        "HTTPS",
        "http\u017f",
        "://",
        ":",
        "//",
        "/",
        "www.",
        "wWw",
        ".",
        "@",
        "@@",
        "rt",
        " RT @",
        "a",
        "B_",
        "7",
    ),
    *(
        " ",
        "\n",
        "\t",
        "\x1c",
        "\x85",
        "\u00a0",
        "\u2003",
        "\u200b",
        "\ufeff",
        "\u00ad",
        "#",
        "!",
        "\u2026",
        "\U0001f621",
    ),
    *("\u00e9", "e\u0301", "\u0301", "\u0130", "\u00df", "\ufb01", "\u0436", "\u0439", "\u03c3", "\u03c2", "\u0455"),
    *("\uac00", "\u1100", "\u1161", "\u11a8", "\u0915\u093c", "\u3131", "\u314f", "\uff9e", "\uff2b", "\u212a", "\x00"),
)
mixed = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)
odd = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)


def agree(texts):
    column = pa.array(texts, pa.string())
    found, opened = simple_texts(column)
    found.validate(full=True)
    for text, made, still in zip(texts, found.to_pylist(), opened.to_pylist(), strict=True):
        if text is None:
            assert (made, still) == (None, False)
        elif not still:
            assert made == normal_text(text), ascii(text)
    return opened.to_pylist()


@settings(max_examples=400, deadline=None)
@given(st.lists(st.none() | mixed | odd, max_size=8))
def test_at_once_and_one_by_one(texts):
    agree(texts)


@settings(max_examples=100, deadline=None)
@given(st.lists(mixed, min_size=4, max_size=12), st.integers(1, 40))
def test_portions_do_not_matter(texts, size):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "PORTION", size)
        agree(texts)


def test_every_character_between_and_after_others():
    for start in range(0, 0x110000, 0x1000):
        points = [p for p in range(start, start + 0x1000) if not 0xD800 <= p < 0xE000]
        texts = [
            "".join(f"a{chr(p)}b {chr(p)}{chr(p)} @{chr(p)}x " for p in points[at : at + 4])
            for at in range(0, len(points), 4)
        ]
        if texts:
            agree(texts)


def test_ordinary_texts_are_simple():
    ordinary = [
        "RT @a: plain, with a link https://t.co/x",
        "Школу закрывают завтра — утром… 😡",
        "Ça a été très long",
        "学校",
    ]
    assert agree(ordinary) == [False] * 4
    assert agree(["x" * MAX_TEXT, "x" * (MAX_TEXT + 1), "e\u0301"]) == [False, True, True]
