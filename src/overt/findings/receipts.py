"""Receipts: the very posts behind each synchronised edge."""

from collections.abc import Callable, Sequence

import numpy as np
import pyarrow as pa

from overt.model.co_use import CoUses, Ints
from overt.model.edge import Edges
from overt.model.network import Networks
from overt.model.scale import SECOND
from overt.model.tables import RECEIPTS_SCHEMA

TEXT = 1_000
"""Characters of a post's text that a receipt holds."""

PostsOf = Callable[[Ints], pa.Table]
"""Post keys -> a table key, post_id, created_at, text, file, row sorted by key."""
NamesOf = Callable[[Ints], pa.Table]
"""Object keys -> a table id, object sorted by id."""


def co_actions(co: CoUses, edges: Edges, accounts: int) -> tuple[Ints, Ints]:
    """(rows of co, places of edges): co-uses of each synchronised edge closer than the w of its strongest scale."""
    sync = edges.sync()
    keys = edges.a[sync] * accounts + edges.b[sync]
    if not len(keys):
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    pair = co.pair
    spot = np.minimum(np.searchsorted(keys, pair), len(keys) - 1)
    within = np.array([edges.scales[s].within for s in edges.strongest.scale[sync]], np.int64) * SECOND
    rows = np.flatnonzero((keys[spot] == pair) & (co.gap <= within[spot]))
    return rows, sync[spot[rows]]


def receipts_table(
    co: CoUses,
    edges: Edges,
    networks: Networks,
    accounts: pa.Table,
    traces: Sequence[str],
    posts_of: PostsOf,
    names_of: NamesOf,
) -> pa.Table:
    """receipts.parquet: one row per co-action, a the lower account, sorted by network, edge and time."""
    rows, edge = co_actions(co, edges, accounts.num_rows)
    here = co.select(rows)
    order = np.lexsort([here.post_second, here.post_first, here.trace, here.t_second, here.t_first, edge])
    here, edge = here.select(order), edge[order]
    swapped = here.first > here.second
    post_a = np.where(swapped, here.post_second, here.post_first)
    post_b = np.where(swapped, here.post_first, here.post_second)
    network_of = np.full(len(edges), None, object)
    for network in networks.networks:
        network_of[list(network.edges)] = network.id
    a, b = pa.array(edges.a[edge]), pa.array(edges.b[edge])
    objects, which = np.unique(here.object, return_inverse=True)
    names = names_of(objects)["object"].combine_chunks().take(pa.array(which))
    scales = pa.array([*(s.name for s in edges.scales), ""], pa.string())
    columns = [
        pa.array(network_of[edge], pa.string()),
        accounts["platform"].take(a),
        accounts["account_id"].take(a),
        accounts["platform"].take(b),
        accounts["account_id"].take(b),
        pa.array([*traces, ""], pa.string()).take(pa.array(here.trace)),
        names,
        scales.take(pa.array(edges.strongest.scale[edge])),
        pa.array(here.gap / SECOND),
        *_post_columns(post_a, posts_of),
        *_post_columns(post_b, posts_of),
    ]
    return pa.Table.from_arrays(
        [c.cast(f.type) for c, f in zip(columns, RECEIPTS_SCHEMA, strict=True)], schema=RECEIPTS_SCHEMA
    )


def _post_columns(keys: Ints, posts_of: PostsOf) -> list[pa.ChunkedArray]:
    wanted, which = np.unique(keys, return_inverse=True)
    posts = posts_of(wanted).take(pa.array(which))
    text = pa.compute.utf8_slice_codeunits(posts["text"], 0, TEXT)
    return [posts["post_id"], posts["created_at"], text, posts["file"], posts["row"]]
