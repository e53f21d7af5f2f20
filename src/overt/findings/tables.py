"""Edges, networks and accounts of a scan as the tables that it leaves behind."""

import numpy as np
import pyarrow as pa

from overt.model.edge import Edges, always_first
from overt.model.network import Networks
from overt.model.tables import ACCOUNTS_SCHEMA, EDGES_SCHEMA, NETWORKS_SCHEMA


def edges_table(edges: Edges, networks: Networks, accounts: pa.Table, traces: list[str]) -> pa.Table:
    """edges.parquet: every synchronised and every shared-interest edge."""
    network_of = np.full(len(edges), None, object)
    for network in networks.networks:
        network_of[list(network.edges)] = network.id
    best, sync = edges.strongest, edges.synchronised
    share = np.where(edges.untied > 0, edges.low_first / np.maximum(edges.untied, 1), np.nan)
    columns = {
        "platform_a": accounts["platform"].take(pa.array(edges.a)),
        "account_a": accounts["account_id"].take(pa.array(edges.a)),
        "platform_b": accounts["platform"].take(pa.array(edges.b)),
        "account_b": accounts["account_id"].take(pa.array(edges.b)),
        "trace": [traces[t] if t >= 0 else None for t in best.trace],
        "scale": [edges.scales[s].name if s >= 0 else None for s in best.scale],
        "shared": edges.shared,
        "expected_shared": _or_null(edges.expected_shared),
        "within": pa.array(np.maximum(best.hits, 0), mask=~sync),
        "trials": pa.array(np.maximum(best.trials, 0), mask=~sync),
        "expected_within": _or_null(best.expected),
        "occasions": pa.array(edges.occasions, mask=~sync),
        "p_structure": edges.p_structure,
        "p_synchrony": pa.array(edges.p_synchrony),
        "p": edges.p,
        "q": edges.q,
        "kind": np.where(sync, "synchronised", "shared-interest"),
        "lead": _or_null(share),
        "untied": pa.array(edges.untied, mask=~sync),
        "network_id": pa.array(network_of, pa.string()),
    }
    arrays = [_cast(columns[field.name], field.type) for field in EDGES_SCHEMA]
    return pa.Table.from_arrays(arrays, schema=EDGES_SCHEMA)


def _or_null(values: np.ndarray) -> pa.Array:
    return pa.array(np.nan_to_num(values), mask=np.isnan(values))


def _cast(values: object, kind: pa.DataType) -> pa.ChunkedArray | pa.Array:
    array = values if isinstance(values, pa.Array | pa.ChunkedArray) else pa.array(values)
    return array.cast(kind)


def accounts_table(edges: Edges, networks: Networks, accounts: pa.Table) -> pa.Table:
    """accounts.parquet: one row per account that was read, with its network and role, if any.

    `accounts`: platform, account_id, handle, display_name, posts, in the order of the accounts' keys.
    p is the smallest p of its synchronised edges, times the number of them (Bonferroni over its edges). Edges on
    which it always acted first do not count, for being copied is never evidence.
    """
    number = accounts.num_rows
    sync = edges.sync()
    ends = np.concatenate([edges.a[sync], edges.b[sync]])
    degree = np.bincount(ends, minlength=number)
    counts = ~np.concatenate(always_first(edges.low_first[sync], edges.untied[sync]))
    told = np.bincount(ends[counts], minlength=number)
    smallest = np.ones(number)
    np.minimum.at(smallest, ends[counts], np.concatenate([edges.p[sync], edges.p[sync]])[counts])
    roles = networks.of()
    role = [roles[i][1] if i in roles else "lead" if degree[i] else None for i in range(number)]
    place = [networks.place.get(i) for i in range(number)]
    columns = [
        accounts["platform"],
        accounts["account_id"],
        accounts["handle"],
        accounts["display_name"],
        accounts["posts"],
        pa.array([roles[i][0] if i in roles else None for i in range(number)], pa.string()),
        pa.array(role, pa.string()),
        pa.array(degree),
        pa.array(np.minimum(smallest * told, 1.0), mask=told == 0),
        pa.array([networks.stands.get(i) for i in range(number)], pa.int64()),
        pa.array([xy[0] if xy else None for xy in place], pa.float64()),
        pa.array([xy[1] if xy else None for xy in place], pa.float64()),
    ]
    return pa.Table.from_arrays(
        [_cast(c, f.type) for c, f in zip(columns, ACCOUNTS_SCHEMA, strict=True)], schema=ACCOUNTS_SCHEMA
    )


def networks_table(facts: list[dict[str, object]]) -> pa.Table:
    """networks.parquet from the networks of findings.json."""
    import datetime

    def when(value: object) -> datetime.datetime:
        return datetime.datetime.fromisoformat(str(value))

    rows = [
        {
            "network_id": n["id"],
            "class": n["class"],
            "members": sum(a["role"] == "member" for a in n["accounts"]),  # type: ignore[attr-defined]
            "targets": sum(a["role"] == "target" for a in n["accounts"]),  # type: ignore[attr-defined]
            "edges": n["edges"],
            "platforms": n["platforms"],
            "traces": sorted(n["traces"]),  # type: ignore[call-overload]
            "p": n["p"],
            "first_action": when(n["first_action"]),
            "last_action": when(n["last_action"]),
        }
        for n in facts
    ]
    return pa.Table.from_pylist(rows, schema=NETWORKS_SCHEMA)
