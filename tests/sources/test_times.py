from datetime import UTC, datetime, timedelta, timezone

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from overt.errors import UsageError
from overt.sources.time_text import EPOCH, MICROSECOND, NAIVE, number_to_micros, parse
from overt.sources.times import Resolution, TimeReader, zone


def utc(text: str, day_first: bool = False, where: str = "UTC") -> str:
    times = TimeReader(zone(where), day_first).read([text], 1)
    return times.bad.get(0) or datetime.fromtimestamp(times.utc[0] / 1e6, UTC).isoformat()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2016-09-01 15:12", "2016-09-01T15:12:00+00:00"),
        ("2016-09-01T15:12:00Z", "2016-09-01T15:12:00+00:00"),
        ("2016-09-01T15:12:00.123+02:00", "2016-09-01T13:12:00.123000+00:00"),
        ("2016-09-01T15:12:00.123456789Z", "2016-09-01T15:12:00.123456+00:00"),
        ("2016-09-01 15:12 UTC", "2016-09-01T15:12:00+00:00"),
        ("2016-09-01 15:12:00 EDT", "2016-09-01T19:12:00+00:00"),
        ("2016-09-01 15:12:00 CEST", "2016-09-01T13:12:00+00:00"),
        ("2016-09-01 15:12:00 AEST", "2016-09-01T05:12:00+00:00"),
        ("01-Sep-2016 03:12PM", "2016-09-01T15:12:00+00:00"),
        ("2016-09-01 15:12:00 +0000", "2016-09-01T15:12:00+00:00"),
        ("2016-09-01 15:12:00+00", "2016-09-01T15:12:00+00:00"),
        ("2016-9-1 5:02", "2016-09-01T05:02:00+00:00"),
        ("2016/09/01 15:12:30", "2016-09-01T15:12:30+00:00"),
        ("20160901", "2016-09-01T00:00:00+00:00"),
        ("20160901151200", "2016-09-01T15:12:00+00:00"),
        ("2016-09-01", "2016-09-01T00:00:00+00:00"),
        ("Wed Aug 27 13:08:45 +0000 2008", "2008-08-27T13:08:45+00:00"),
        ("Thu, 01 Sep 2016 15:12:00 +0200", "2016-09-01T13:12:00+00:00"),
        ("Thu, 01 Sep 2016 15:12:00 GMT", "2016-09-01T15:12:00+00:00"),
        ("Feb 25, 2020", "2020-02-25T00:00:00+00:00"),
        ("25 February 2020 3:04 pm", "2020-02-25T15:04:00+00:00"),
        ("1/2/2020 12:05 AM", "2020-01-02T00:05:00+00:00"),
        ("31.12.2020, 10:00", "time '31.12.2020, 10:00' is not one that overt reads"),
        ("1472742720", "2016-09-01T15:12:00+00:00"),
        ("1472742720.5", "2016-09-01T15:12:00.500000+00:00"),
        ("1.47274272E9", "2016-09-01T15:12:00+00:00"),
        ("1472742720000", "2016-09-01T15:12:00+00:00"),
        ("1472742720000000", "2016-09-01T15:12:00+00:00"),
        ("1472742720000000000", "2016-09-01T15:12:00+00:00"),
        ("", "no time"),
        ("soon", "time 'soon' is not one that overt reads"),
        ("NaN", "time 'NaN' is not one that overt reads"),
        ("inf", "time 'inf' is not one that overt reads"),
        ("0000-01-01", "time '0000-01-01' lies outside the years 1990 to 2100"),
        ("0001-01-01", "time '0001-01-01' lies outside the years 1990 to 2100"),
        ("1989-12-31 23:59", "time '1989-12-31 23:59' lies outside the years 1990 to 2100"),
        ("2101-01-01", "time '2101-01-01' lies outside the years 1990 to 2100"),
        ("9999-12-31", "time '9999-12-31' lies outside the years 1990 to 2100"),
        ("0", "time '0' lies outside the years 1990 to 2100"),
        ("2016-13-01", "time '2016-13-01' is not one that overt reads"),
        ("2016-09-01T25:00", "time '2016-09-01T25:00' is not one that overt reads"),
        ("15:12", "time '15:12' is not one that overt reads"),
        ("9" * 400, "time '" + "9" * 60 + "' is not one that overt reads"),
    ],
)
def test_texts(text: str, expected: str) -> None:
    assert utc(text) == expected


def test_day_first() -> None:
    assert utc("31.12.2020, 10:00", day_first=True) == "2020-12-31T10:00:00+00:00"
    assert utc("01/02/2020", day_first=True) == "2020-02-01T00:00:00+00:00"


def test_zone_of_naive_times_and_its_gaps() -> None:
    assert utc("2016-09-01 15:12", where="Europe/Berlin") == "2016-09-01T13:12:00+00:00"
    assert utc("2016-10-30 02:30", where="Europe/Berlin") == "2016-10-30T00:30:00+00:00"  # twice: the earlier
    assert utc("2016-09-01 15:12Z", where="Europe/Berlin") == "2016-09-01T15:12:00+00:00"
    with pytest.raises(UsageError, match="no time zone is called 'Mars/Base'"):
        zone("Mars/Base")


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "\x00", "Europe"])
def test_zone_names_that_are_none(name: str) -> None:
    with pytest.raises(UsageError):
        zone(name)


@given(st.datetimes(datetime(1990, 1, 3), datetime(2100, 12, 29)), st.integers(-14 * 60, 14 * 60))
def test_iso_round_trip(moment: datetime, minutes: int) -> None:
    wall, offset = parse(moment.replace(tzinfo=timezone(timedelta(minutes=minutes))).isoformat())
    assert (wall, offset) == ((moment - EPOCH) // MICROSECOND, minutes * 60_000_000)
    assert parse(moment.isoformat()) == (wall, NAIVE)


@given(st.text(max_size=60))
def test_any_text_is_a_time_or_a_reason(text: str) -> None:
    times = TimeReader(zone("UTC")).read([text], 1)
    assert (0 in times.bad) or 631_152_000_000_000 <= times.utc[0] < 4_133_980_800_000_000


@given(st.lists(st.one_of(st.integers(-(2**63), 2**63 - 1), st.none())))
def test_integers_fast_and_slow_agree(values: list[int | None]) -> None:
    fast = TimeReader(zone("UTC")).read(pa.array(values, pa.int64()), len(values))
    slow = TimeReader(zone("UTC")).read(list(values), len(values))
    assert fast.bad.keys() == slow.bad.keys()
    good = [i for i in range(len(values)) if i not in fast.bad]
    assert np.abs(fast.utc[good] - slow.utc[good]).max(initial=0) <= 1  # nanoseconds round


@given(st.lists(st.floats()))
def test_floats_fast_and_slow_agree(values: list[float]) -> None:
    fast = TimeReader(zone("UTC")).read(pa.array(values, pa.float64()), len(values))
    slow = TimeReader(zone("UTC")).read(list(values), len(values))
    assert fast.bad.keys() == slow.bad.keys()
    good = [i for i in range(len(values)) if i not in fast.bad]
    assert np.abs(fast.utc[good] - slow.utc[good]).max(initial=0) <= 1


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_arrow_timestamps(unit: str) -> None:
    moments = [datetime(2016, 9, 1, 15, 12), None]
    for kind, naive in ((pa.timestamp(unit), True), (pa.timestamp(unit, "Europe/Berlin"), False)):
        times = TimeReader(zone("UTC")).read(pa.array(moments, pa.timestamp(unit)).cast(kind), 2)
        assert times.utc[0] == 1472742720_000_000
        assert times.bad == {1: "no time"}
        assert times.naive is naive


def test_arrow_extremes_are_reasons() -> None:
    column = pa.array([2**63 - 1, -(2**63) + 5, 253402300799_000_000, -62167219200_000_000]).cast(pa.timestamp("us"))
    times = TimeReader(zone("Europe/Berlin")).read(column, 4)
    assert sorted(times.bad) == [0, 1, 2, 3]
    assert all("lies outside the years" in reason for reason in times.bad.values())
    dates = TimeReader(zone("UTC")).read(pa.array([17_000, -(2**31), 2**31 - 1], pa.date32()), 3)
    assert sorted(dates.bad) == [1, 2]


def test_numbers_by_magnitude() -> None:
    assert {number_to_micros(1472742720 * 10**k) for k in (0, 3, 6, 9)} == {1472742720_000_000}


def test_resolution() -> None:
    def seconds(step: int, count: int, odd: int = 0) -> int:
        resolution = Resolution()
        start = 1472688000
        walls = [(start + i * step) * 10**6 for i in range(count - odd)] + [(start + 1) * 10**6] * odd
        for at in range(0, len(walls), 7):  # streamed
            resolution.add(np.array(walls[at : at + 7], np.int64))
        return resolution.seconds()

    assert [seconds(step, 100) for step in (1, 60, 3_600, 86_400)] == [1, 60, 3_600, 86_400]
    assert seconds(60, 29) == 1  # too few
    assert seconds(60, 30) == 60
    assert seconds(60, 100, odd=1) == 60
    assert seconds(60, 100, odd=2) == 1
