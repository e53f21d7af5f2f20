"""Two accounts post again and again at the same minute of the hour."""

from typing import ClassVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from overt.traces.base import Example, Uses
from overt.traces.whole import Whole

HOUR, MINUTE = 3_600_000_000, 60_000_000
LEAST_HOURS = 8
"""Different hours in which an account has to post at the minute."""
LEAST_SHARE = 0.25
"""Share of an account's posts that lie at the minute; chance gives one in sixty."""
COARSE = 0.5
"""Where more than this share of all posts is on the full hour the times are too coarse to tell minutes."""


class Schedule(Whole):
    """A minute of the hour at which an account keeps posting, used once. Minutes that many keep are no object."""

    name = "schedule"
    plural = "minutes of the hour"
    meaning = "posts again and again at the same minute of the hour, at which few others do"
    innocent: ClassVar[tuple[str, ...]] = (
        "a scheduling program whose users choose the same minute",
        "declared bots, weather stations, radio stations and timetables",
        "feeds that are fetched once an hour",
    )
    rare_only = True
    weak = True
    reads = ("platform", "account_id", "created_at", "kind")

    def found(self, posts: pa.Table) -> Uses:
        """See Whole.found. Reposts are left out; the first post at the minute counts as the use."""
        times = posts["created_at"].cast(pa.timestamp("us", tz="UTC")).cast(pa.int64())
        own = pc.fill_null(pc.not_equal(posts["kind"].cast(pa.string()), "repost"), True)
        rows = np.flatnonzero(np.asarray(pc.and_(own, times.is_valid()).to_numpy(), dtype=bool))
        t = np.asarray(pc.fill_null(times, 0).to_numpy(), dtype=np.int64)[rows]
        minute = t // MINUTE % 60
        if not len(rows) or (t % HOUR == 0).mean() > COARSE:
            return Uses(pa.array([], pa.int64()), pa.array([], pa.string()))
        key = _accounts(posts)[rows] * 60 + minute
        keys, which, posted = np.unique(key, return_inverse=True, return_counts=True)
        of_account = np.bincount(keys // 60, weights=posted)[keys // 60]
        order = np.lexsort([rows, t, which])
        first = rows[order[np.concatenate([[0], np.cumsum(posted)[:-1]])]]
        kept = (_hours(which, t) >= LEAST_HOURS) & (posted >= LEAST_SHARE * of_account)
        chosen = np.argsort(first[kept], kind="stable")
        names = [f"minute {m}" for m in (keys[kept] % 60)[chosen].tolist()]
        return Uses(pa.array(first[kept][chosen]), pa.array(names, pa.string()))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """See Trace.examples. All posts together: eight at one minute are a habit, which counts once."""
        hours = [Example({"created_at": hour * HOUR + 17 * MINUTE}, ()) for hour in range(1, LEAST_HOURS)]
        return (Example({"created_at": 17 * MINUTE + 5}, ("minute 17",)), *hours, Example({"created_at": HOUR}, ()))


def _accounts(posts: pa.Table) -> npt.NDArray[np.int64]:
    """A number for the account of each post."""
    blank = pa.scalar("", pa.string())
    parts = [pc.coalesce(posts[name].cast(pa.string()), blank) for name in ("platform", "account_id")]
    named = pc.binary_join_element_wise(*parts, "\x00").combine_chunks()
    return np.asarray(named.dictionary_encode().indices.to_numpy(), dtype=np.int64)


def _hours(which: npt.NDArray[np.int64], t: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """In how many different hours each account and minute occurs."""
    pairs = np.unique(np.stack([which, t // HOUR], axis=1), axis=0)
    return np.bincount(pairs[:, 0])
