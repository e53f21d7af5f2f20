"""Two accounts pass on the same post within seconds of its being made."""

from typing import ClassVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from overt.traces.base import Example, Uses
from overt.traces.made_at import made_at
from overt.traces.names import platform_id
from overt.traces.whole import Whole

FAST = 10
"""Seconds from a post to its repost; where times are coarser than that nothing can be said."""
NEVER = np.iinfo(np.int64).min // 2


class FastRepost(Whole):
    """The reposted post, where the repost came within seconds. A part of `repost`.

    Such reposts of one post lie within seconds of each other because they were chosen so: their closeness is no
    evidence, and only how many of them two accounts share is counted. That is why the trace is weak.
    """

    name = "fast_repost"
    plural = "fast reposts"
    meaning = f"reposts of the same post within {FAST} seconds of its being made"
    innocent: ClassVar[tuple[str, ...]] = (
        "apps that repost for their users, and which the users installed",
        "declared bots of one site or club",
        "an export that gives reposts the time of the original",
    )
    weak = True
    reads = ("platform", "post_id", "account_id", "created_at", "repost_of", "repost_of_account")

    def found(self, posts: pa.Table) -> Uses:
        """See Whole.found. The time of the original is that in the data, else what its id says."""
        rows = _reposts(posts)
        here = posts.select(["platform", "repost_of"]).take(pa.array(rows)).to_pydict()
        keys = pa.array([_key(p, i) for p, i in zip(here["platform"], here["repost_of"], strict=True)], pa.string())
        original = _in_data(posts, keys)
        for place in np.flatnonzero(original == NEVER):
            said = made_at(here["platform"][place], here["repost_of"][place])
            original[place] = NEVER if said is None else said
        gap = _times(posts)[rows] - original
        fast = (
            (original != NEVER) & (gap >= 0) & (gap <= FAST * 1_000_000) if _fine(posts) else np.zeros(len(rows), bool)
        )
        names = [platform_id(here["platform"][p], here["repost_of"][p]) for p in np.flatnonzero(fast)]
        return Uses(pa.array(rows[fast]), pa.array(names, pa.string()))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """See Trace.examples."""
        at = {"platform": "x", "repost_of": "796315640307060738"}  # made on 9 November 2016 at 11:36:58.597 UTC
        return (
            Example({**at, "created_at": 1_478_691_419_000_000}, ("x:796315640307060738",)),
            Example({**at, "created_at": 1_478_691_479_000_000}, ()),
            Example({**at, "created_at": 1_478_691_419_000_000, "platform": "unknown"}, ()),
            Example({"created_at": 0}, ()),
        )


def _reposts(posts: pa.Table) -> npt.NDArray[np.int64]:
    """The rows that pass on the post of another account, of which the export names the post."""
    named = pc.fill_null(pc.not_equal(posts["repost_of"].cast(pa.string()), ""), False)
    own = pc.fill_null(
        pc.equal(posts["repost_of_account"].cast(pa.string()), posts["account_id"].cast(pa.string())), False
    )
    rows = pc.indices_nonzero(pc.and_(named, pc.invert(own)))
    return np.asarray(rows.to_numpy(), dtype=np.int64)


def _times(posts: pa.Table) -> npt.NDArray[np.int64]:
    times = posts["created_at"].cast(pa.timestamp("us", tz="UTC")).cast(pa.int64())
    return np.asarray(pc.fill_null(times, 0).to_numpy(), dtype=np.int64)


def _fine(posts: pa.Table) -> bool:
    """Whether times are finer than `FAST`: not all on the minute."""
    return not len(posts) or bool((_times(posts) % 60_000_000 != 0).any())


def _key(platform: str | None, post: str | None) -> str:
    return f"{platform or ''}\x00{post or ''}"


def _in_data(posts: pa.Table, keys: pa.StringArray) -> npt.NDArray[np.int64]:
    """The time of the post that each key names, the earliest that was read; NEVER where it is not in the data."""
    wanted = pc.unique(keys)
    blank = pa.scalar("", pa.string())
    held = pc.binary_join_element_wise(
        pc.coalesce(posts["platform"].cast(pa.string()), blank),
        pc.coalesce(posts["post_id"].cast(pa.string()), blank),
        "\x00",
    )
    place = pc.index_in(held, value_set=wanted)
    known = np.flatnonzero(place.is_valid().to_numpy())
    first = np.full(len(wanted), np.iinfo(np.int64).max)
    np.minimum.at(first, pc.drop_null(place).to_numpy(), _times(posts)[known])
    first[first == np.iinfo(np.int64).max] = NEVER
    return first[pc.index_in(keys, value_set=wanted).to_numpy()] if len(keys) else np.zeros(0, np.int64)
