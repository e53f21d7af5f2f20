"""When accounts are awake: hour-of-week profiles, active spans, sessions, schedulers.

The profile is the account's own; the volume is the public's (bursts of general attention), the same for all.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 3600 * SECOND
DAY = 24 * HOUR
_BLOCK = 512


@dataclass(frozen=True)
class Clock:
    """The period [start, end) in microseconds since 1970 and the public's relative volume in each of its
    hours."""

    start: int
    end: int
    volume: Floats

    @property
    def hours(self) -> int:
        """Hours begun in the period."""
        return -(-(self.end - self.first_hour) // HOUR)

    @property
    def first_hour(self) -> int:
        """The full hour at or before the start."""
        return self.start // HOUR * HOUR

    def hour_of_week(self) -> Ints:
        """0 (Monday 00 h UTC) to 167 for each hour of the period."""
        return (self.first_hour // HOUR + 72 + np.arange(self.hours)) % 168


def weekly_profiles(rng: np.random.Generator, offsets: Floats) -> npt.NDArray[np.float32]:
    """(accounts, 168) shares of the week, UTC, for accounts living `offsets` hours east of Greenwich."""
    count = len(offsets)
    hour = np.arange(168)
    weekend = hour // 24 >= 5
    local = hour % 24
    wake, bed = rng.normal(7.2, 1.2, count), rng.normal(23.3, 1.3, count)
    office = rng.random(count) < 0.15
    wake, bed = np.where(office, 8.5, wake), np.where(office, 18.0, bed)
    late = np.abs(rng.normal(1.0, 0.6, count))
    evening = rng.uniform(0.2, 1.6, count)
    on_weekend = np.where(office, 0.15, rng.lognormal(0, 0.35, count))
    shift = late[:, None] * weekend
    since = (local - wake[:, None] - shift + 0.5) % 24
    awake_hours = (bed - wake)[:, None] % 24
    awake = 1 / (1 + np.exp(-3 * np.minimum(since, awake_hours - since)))
    awake *= (
        1
        + evening[:, None] * np.exp(-0.5 * ((local - 20.5) / 1.8) ** 2)
        + 0.5 * np.exp(-0.5 * ((local - 12.5) / 1.2) ** 2)
    )
    noise = np.repeat(rng.lognormal(0, 0.4, (count, 24))[:, None, :], 7, axis=1).reshape(count, 168)
    local_week = (awake * noise + 0.02) * np.where(weekend, on_weekend[:, None], 1.0)
    place = (hour[None, :] + np.round(offsets).astype(np.int64)[:, None]) % 168
    utc = np.take_along_axis(local_week, place, axis=1)
    shares: npt.NDArray[np.float32] = (utc / utc.sum(axis=1, keepdims=True)).astype(np.float32)
    return shares


class Rhythm:
    """Draws times at which accounts act, and says how awake they are at given times."""

    def __init__(self, clock: Clock, weekly: npt.NDArray[np.float32], first: Ints, last: Ints, weight: Floats) -> None:
        self.clock = clock
        self.weekly = weekly
        self.first = first
        self.last = last
        self._hour_of_week = clock.hour_of_week()
        mean = (weekly * (weight / weight.sum())[:, None]).sum(axis=0)
        usual = np.maximum(mean, 0.1 * mean.mean())[self._hour_of_week]
        self.lift = clock.volume / usual
        self.lift /= self.lift.mean()

    def awake(self, account: Ints, time: Ints) -> Floats:
        """Relative readiness to act; 0 outside the account's active span. Any shape."""
        hour = np.clip((time - self.clock.first_hour) // HOUR, 0, self.clock.hours - 1)
        ready: Floats = self.weekly[account, self._hour_of_week[hour]] * self.lift[hour]
        return np.where((time >= self.first[account]) & (time < self.last[account]), ready, 0.0)

    def draw(self, rng: np.random.Generator, counts: Ints) -> Ints:
        """`counts[i]` times of account i, accounts one after the other, each account's times in random
        order."""
        hours = self.clock.hours
        begins = self.clock.first_hour + HOUR * np.arange(hours)
        drawn = []
        for low in range(0, len(counts), _BLOCK):
            block = slice(low, min(low + _BLOCK, len(counts)))
            weights = self.weekly[block][:, self._hour_of_week] * self.lift
            alive = (begins + HOUR > self.first[block, None]) & (begins < self.last[block, None])
            cumulative = np.cumsum(np.where(alive, weights, 0.0), axis=1)
            cumulative /= cumulative[:, -1:]
            row = np.repeat(np.arange(len(cumulative)), counts[block])
            flat = (cumulative + np.arange(len(cumulative))[:, None]).ravel()
            hour = np.searchsorted(flat, row + rng.random(len(row)), side="right") - row * hours
            drawn.append(begins[np.clip(hour, 0, hours - 1)])
        time = np.concatenate(drawn) + rng.integers(0, HOUR, int(counts.sum()))
        return self._inside(rng, np.repeat(np.arange(len(counts)), counts), time)

    def _inside(self, rng: np.random.Generator, account: Ints, time: Ints) -> Ints:
        low, high = self.first[account], self.last[account]
        anywhere = low + (rng.random(len(time)) * (high - low)).astype(np.int64)
        return np.where((time >= low) & (time < high), time, anywhere)

    def slots(self, rng: np.random.Generator, counts: Ints, in_sessions: npt.NDArray[np.bool_]) -> Ints:
        """Like `draw`, but accounts with `in_sessions` act several times in one sitting."""
        time = self.draw(rng, counts)
        account = np.repeat(np.arange(len(counts)), counts)
        begin = np.concatenate([[0], np.cumsum(counts)[:-1]])
        place = np.arange(len(time)) - begin[account]
        sitting = rng.uniform(2, 9, len(counts))
        pace = rng.uniform(1.5, 10, len(counts)) * MINUTE
        sittings = np.maximum(1, np.ceil(counts / sitting)).astype(np.int64)
        opened = time[begin[account] + place % sittings[account]]
        later = opened + (rng.exponential(1.0, len(time)) * pace[account]).astype(np.int64)
        later = np.where((later < self.last[account]) & (later >= self.first[account]), later, time)
        return np.where(in_sessions[account], later, time)


def on_the_quarter(rng: np.random.Generator, time: Ints) -> Ints:
    """Times moved to the quarter of an hour before, plus the seconds that a posting tool needs."""
    quarter = 15 * MINUTE
    return time // quarter * quarter + (rng.exponential(3.0, len(time)) * SECOND).astype(np.int64)


def active_spans(rng: np.random.Generator, clock: Clock, count: int) -> tuple[Ints, Ints]:
    """First and last moment of each account: most are there throughout, some join late or fall silent."""
    length = clock.end - clock.start
    part = rng.random(count) < 0.25
    share = rng.uniform(0.15, 0.9, count)
    begin = rng.random(count) * (1 - share)
    first = np.where(part, clock.start + begin * length, clock.start).astype(np.int64)
    last = np.where(part, clock.start + (begin + share) * length, clock.end).astype(np.int64)
    return first, last
