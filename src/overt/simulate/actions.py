"""Actions for timing: who used what, when, with popular objects, a viral one and rings; no posts, no texts.

Each day brings new objects; their popularity follows Zipf and Mandelbrot, their uses fade over hours (log-normal).
One object is used by 50,000 accounts within an hour, at a rate that fades over ten minutes. Rings share objects of
their own within seconds. An account uses an object once, as with reposts, so that every peer's way of counting agrees.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]

DAY = 86_400
PER_DAY = 100_000
ACCOUNTS = 200_000
NEW_A_DAY = 30_000
VIRAL_ACCOUNTS = 50_000
VIRAL_SECONDS = 600
RINGS, RING_SIZE, RING_OBJECTS, RING_SECONDS = 60, 15, 20, 10
START = 1_600_000_000


@dataclass(frozen=True)
class ActionStream:
    """account and object as whole numbers from 0, t in seconds since 1970; sorted by t."""

    account: Ints
    object: Ints
    t: Ints

    def __len__(self) -> int:
        """Number of actions."""
        return len(self.t)


def action_stream(number: int, seed: int) -> ActionStream:
    """About `number` actions (repeated uses of an object by one account are taken out), 100,000 of them a day."""
    rng = np.random.default_rng(seed)
    days = max(1, round(number / PER_DAY))
    activity = _cumulated(rng.permutation((np.arange(ACCOUNTS) + 20.0) ** -0.8))
    popularity = _cumulated((np.arange(NEW_A_DAY) + 5.0) ** -1.0)
    ordinary = max(number - VIRAL_ACCOUNTS - RINGS * RING_SIZE * RING_OBJECTS, 0)
    parts = [_day(rng, day, ordinary // days, activity, popularity) for day in range(days)]
    parts.append(_viral(rng, days))
    parts += [_ring(rng, days, ring) for ring in range(RINGS)]
    account, object_, t = (np.concatenate(column) for column in zip(*parts, strict=True))
    _, once = np.unique(object_ * ACCOUNTS + account, return_index=True)
    order = once[np.argsort(t[once], kind="stable")]
    return ActionStream(account[order], object_[order], t[order])


def _cumulated(weight: npt.NDArray[np.floating]) -> npt.NDArray[np.float64]:
    return np.asarray(np.cumsum(weight / weight.sum()))


def _day(
    rng: np.random.Generator,
    day: int,
    number: int,
    activity: npt.NDArray[np.float64],
    popularity: npt.NDArray[np.float64],
) -> tuple[Ints, Ints, Ints]:
    which = np.searchsorted(popularity, rng.random(number)).clip(max=NEW_A_DAY - 1)
    who = np.searchsorted(activity, rng.random(number)).clip(max=ACCOUNTS - 1)
    born = rng.random(NEW_A_DAY) * DAY
    fading = np.exp(rng.normal(np.log(3 * 3600), 1.3, number))
    return who, day * NEW_A_DAY + which, START + (day * DAY + born[which] + fading).astype(np.int64)


def _viral(rng: np.random.Generator, days: int) -> tuple[Ints, Ints, Ints]:
    who = rng.choice(ACCOUNTS, VIRAL_ACCOUNTS, replace=False)
    noon = START + (days // 2) * DAY + 12 * 3600
    after = rng.exponential(VIRAL_SECONDS, 2 * VIRAL_ACCOUNTS)
    after = after[after < 3600][:VIRAL_ACCOUNTS].astype(np.int64)
    return who, np.full(VIRAL_ACCOUNTS, days * NEW_A_DAY), np.asarray(noon + after, np.int64)


def _ring(rng: np.random.Generator, days: int, ring: int) -> tuple[Ints, Ints, Ints]:
    members = rng.choice(ACCOUNTS, RING_SIZE, replace=False)
    first = days * NEW_A_DAY + 1 + ring * RING_OBJECTS
    start = START + rng.integers(0, days * DAY, RING_OBJECTS)
    t = np.repeat(start, RING_SIZE) + rng.integers(0, RING_SECONDS, RING_OBJECTS * RING_SIZE)
    return np.tile(members, RING_OBJECTS), np.repeat(first + np.arange(RING_OBJECTS), RING_SIZE), t
