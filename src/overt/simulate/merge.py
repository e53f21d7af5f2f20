"""Planted rows laid into a posts table."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from overt.simulate.cover import Public
from overt.simulate.rows import Rows
from overt.simulate.table import floored, new_post_ids


def merged(posts: Any, made: list[Rows], public: Public) -> Any:
    """Old and new posts in order of time, new ids that do not collide, rows numbered anew."""
    together = Rows.joined(made)
    if len(together) == 0:
        return posts
    time = floored(np.array(together.time, dtype=np.int64), public.resolution)
    ids = new_post_ids(time, pc.unique(posts["post_id"]), posts.num_rows)
    new = together.table(public.platform, ids, time, posts.schema)
    table = pa.concat_tables([posts.replace_schema_metadata(None), new], promote_options="default")
    order = np.argsort(table["created_at"].cast(pa.int64()).to_numpy(), kind="stable")
    table = table.take(pa.array(order)).combine_chunks()
    place = {
        "file": pa.array(np.zeros(len(order), dtype=np.int32)),
        "row": pa.array(np.arange(1, len(order) + 1)),
    }
    for name, values in place.items():
        table = table.set_column(table.schema.get_field_index(name), table.schema.field(name), values)
    return table
