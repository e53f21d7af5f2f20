"""An organic crowd in the likeness of given posts, to be laid under them.

Same period, posts per account, repost share, languages, time resolution, platform and hourly volume; other
people.
"""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from overt.errors import UsageError
from overt.simulate.cover import time_resolution
from overt.simulate.crowd import crowd
from overt.simulate.mixing import mixed
from overt.simulate.rhythm import DAY, HOUR, SECOND
from overt.simulate.spec import CrowdSpec


def background_like(
    posts: Any, accounts: int, seed: int, *, repost_ids: bool = True, mixing: float = 0.0, **changes: Any
) -> Any:
    """Innocent posts that resemble `posts` in everything but coordination; no account id occurs in both.

    `mixing` is the share of the innocents' reposts that pass on what accounts of `posts` said, as followers
    of theirs would. `repost_ids=False` leaves `repost_of` and `repost_of_account` null, as in exports that
    lack them. `changes` are fields of CrowdSpec that override what was measured. Raises UsageError when
    there is nothing to resemble.
    """
    spec = replace(measured(posts, accounts, seed), **changes)
    made = crowd(spec)
    if mixing > 0:
        made = mixed(made, posts, mixing, seed)
    if not repost_ids:
        metadata = made.schema.metadata
        for name in ("repost_of", "repost_of_account"):
            place = made.schema.get_field_index(name)
            made = made.set_column(place, made.schema.field(name), pa.nulls(made.num_rows, pa.string()))
        made = made.replace_schema_metadata(metadata)
    return made


def measured(posts: Any, accounts: int, seed: int) -> CrowdSpec:
    """The CrowdSpec that resembles given posts: without newswires, for those are coordinated."""
    if posts.num_rows == 0:
        raise UsageError("there are no posts to resemble", mend="give a posts table with rows")
    time = posts["created_at"].cast(pa.timestamp("us", tz="UTC")).cast(pa.int64()).to_numpy()
    start = int(time.min()) // SECOND * SECOND
    resolution = time_resolution(time)
    end = int(time.max()) // SECOND * SECOND + resolution * SECOND
    volume = np.bincount((time - start // HOUR * HOUR) // HOUR)
    activity = pc.value_counts(posts["account_id"]).field("counts").to_numpy()
    known = pc.value_counts(posts["lang"].drop_null())
    languages = dict(sorted(zip(known.field("values").to_pylist(), known.field("counts").to_pylist(), strict=True)))
    reposts = pc.sum(pc.equal(posts["kind"], "repost")).as_py() or 0
    return CrowdSpec(
        accounts=accounts,
        days=(end - start) / DAY,
        start=datetime.fromtimestamp(start // SECOND, UTC).isoformat(),
        activity=activity.tolist(),
        languages=languages or {"und": 1.0},
        topics=40 + len(languages),
        repost_share=reposts / posts.num_rows,
        hourly_volume=volume.tolist(),
        time_resolution=resolution,
        platform=posts["platform"][0].as_py(),
        newswires=0,
        taken_ids=frozenset(pc.unique(posts["account_id"]).to_pylist()),
        seed=seed,
    )


def laid_under(posts: Any, background: Any) -> Any:
    """Both tables as one, sorted by time, rows numbered anew; roles of the background stay."""
    metadata = background.schema.metadata
    table = pa.concat_tables(
        [posts.replace_schema_metadata(None), background.replace_schema_metadata(None)],
        promote_options="default",
    )
    order = np.argsort(table["created_at"].cast(pa.int64()).to_numpy(), kind="stable")
    table = table.take(pa.array(order)).combine_chunks()
    numbers = {
        "file": pa.array(np.zeros(len(order), dtype=np.int32)),
        "row": pa.array(np.arange(1, len(order) + 1)),
    }
    for name, values in numbers.items():
        table = table.set_column(table.schema.get_field_index(name), table.schema.field(name), values)
    return table.replace_schema_metadata(metadata)
