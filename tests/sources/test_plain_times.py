from datetime import datetime

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.sources.plain_times import plain_times
from overt.sources.time_text import NAIVE, parse
from overt.sources.times import TimeReader, _numeric, zone

FORMS = (
    "%Y-%m-%d", "%Y-%m-%d %H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S.%f",
    "%Y-%m-%dT%H:%M:%SZ", "%Y-%m-%dT%H:%MZ", "%Y-%m-%dT%H:%M:%S.%f+00:00", "%Y-%m-%d %H:%M:%S-00:00",
    "%Y-%m-%dT%H:%M:%S+05:30", "%Y-%m-%d %H:%M-23:59", "%d/%m/%Y %H:%M",
)  # fmt: skip
moments = st.datetimes(datetime(1000, 1, 1), datetime(9999, 12, 31))
digits = st.text("0123456789", min_size=1, max_size=20)
shaped = st.from_regex(
    r"(0|1|2|19|20|21|99)\d\d-[0123]\d-[0123]\d"
    r"([ Tt_][012]\d(:[0-6]\d(:[0-6]\d([.,]\d{0,7})?)?)?)?(Z|z|[+-][0-2]\d:[0-6]\d)?",
    fullmatch=True,
)
written = st.builds(lambda m, f: m.strftime(f), moments, st.sampled_from(FORMS))
values = (
    st.none()
    | written
    | shaped
    | digits
    | st.sampled_from(["", " ", "soon", "NaN", "1e9", " 2016-09-01", "٢٠١٦-٠٩-٠١"])
)


def one_by_one(text: str) -> tuple[int, int] | None:
    try:
        return parse(text)
    except (ValueError, OverflowError, IndexError, TypeError):
        return None


@settings(max_examples=400, deadline=None)
@given(st.lists(values, max_size=8))
def test_at_once_and_one_by_one(texts: list[str | None]) -> None:
    wall, offset, opened = plain_times(pa.array(texts, pa.string()), NAIVE, lambda numbers: _numeric(numbers)[0])
    for i in set(range(len(texts))) - set(opened.tolist()):
        assert texts[i] is not None
        assert (wall[i], offset[i]) == one_by_one(texts[i]), texts[i]


@settings(max_examples=200, deadline=None)
@given(st.lists(values, max_size=8), st.sampled_from(["UTC", "Europe/Berlin"]))
def test_a_column_and_its_values(texts: list[str | None], where: str) -> None:
    fast = TimeReader(zone(where)).read(pa.array(texts, pa.string()), len(texts))
    slow = TimeReader(zone(where)).read(list(texts), len(texts))
    assert (fast.bad, fast.naive) == (slow.bad, slow.naive)
    assert np.array_equal(fast.wall, slow.wall)
    assert np.array_equal(fast.utc, slow.utc)


@pytest.mark.parametrize("form", FORMS[:-1])
def test_usual_forms_are_read_at_once(form: str) -> None:
    texts = [datetime(2016, 9, day, 15, 12, 1, 5).strftime(form) for day in range(1, 31)]
    assert not len(plain_times(pa.array(texts), NAIVE, lambda numbers: _numeric(numbers)[0])[2])


def test_one_wrong_day_leaves_the_others_as_they_are() -> None:
    times = TimeReader(zone("UTC")).read(pa.array(["2016-02-29", "2016-02-30", "1472742720"]), 3)
    assert times.bad == {1: "time '2016-02-30' is not one that overt reads"}
