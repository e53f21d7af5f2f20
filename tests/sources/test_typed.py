"""Columns as Arrow holds them and as plain values give the same posts."""

from typing import Any

import numpy as np
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.sources import canonical as module
from overt.sources.base import Chunk
from overt.sources.canonical import Canonical
from overt.sources.columns import Plan
from overt.sources.times import TimeReader, zone
from overt.sources.values import SAFE_WHOLE, typed

FIELDS = (
    *("account_id", "created_at", "post_id", "repost_of", "sound_id", "platform", "text", "lang", "urls", "hashtags"),
    *("mentions", "kind", "is_repost", "is_reply", "likes", "views", "media", "client", "collected_at"),
)
words = st.sampled_from(
    [
        *("", " ", "a", " a ", "nan", "None", "7", "7.0", "1.5", "1.23E+17", "9007199254740993.0", "\ud800", "\u00a0b"),
        *(
            "true",
            "0",
            "Retweet",
            "tweet",
            "reply",
            "x",
            "RT @bob: hi #tag https://e.org/a @me",
            "#one ＃two",
            "<a>B</a>",
        ),
        *("['a', '#b']", "[]", "a,b", '[{"url": "u"}]', "https://e.org/a.jpg", "1,234", "-1", "\u202e\x00", "e\u0301"),
        *(
            "2016-09-01 15:12",
            "2016-09-01T15:12:00Z",
            "2016-09-01T15:12:00+02:00",
            "1472742720",
            "0000-01-01",
            "9999-12-31",
        ),
    ]
)
whole = st.integers(-(2**70), 2**70) | st.integers(1_400_000_000, 1_500_000_000) | st.integers(-5, 5)
mixed = st.none() | words | whole | st.floats() | st.booleans() | st.lists(words, max_size=2)
columns = st.sampled_from([st.none() | words, words, st.none() | whole, whole, mixed])


@st.composite
def chunks(draw: st.DrawFn) -> Chunk:
    size = draw(st.integers(1, 6))
    named = draw(st.sets(st.sampled_from(FIELDS[2:]), max_size=6)) | {"account_id", "created_at"}
    cells = {name: draw(st.lists(draw(columns), min_size=size, max_size=size)) for name in sorted(named)}
    rows = np.arange(1, size + 1)
    return Chunk(cells, rows, rows, lambda i: repr([c[i] for c in cells.values()]))


def posts(chunk: Chunk) -> tuple[list[dict[str, Any]], Any]:
    plan = Plan({name: name for name in chunk.columns}, {})
    made, rejects = Canonical(plan, TimeReader(zone("Europe/Berlin")), 0, []).posts(chunk)
    made.validate(full=True)
    return made.to_pylist(), rejects


@settings(max_examples=400, deadline=None)
@given(chunks())
def test_plain_values_and_typed_columns(chunk: Chunk) -> None:
    real, module.typed = module.typed, lambda column: column
    try:
        plain = posts(chunk)
    finally:
        module.typed = real
    assert posts(chunk) == plain


def test_what_is_typed() -> None:
    assert typed(["a", None]).type == pa.string()
    assert typed([1, None]).type == pa.int64()
    for column in (["a "], ["a", 1], [True], [1, True], [1.0], [None], [], [SAFE_WHOLE], ["\ud800"], [["a"]]):
        assert typed(column) is column
