"""The tables that a scan leaves behind: edges, networks, accounts, receipts."""

import pyarrow as pa

EDGES_SCHEMA = pa.schema(
    [
        ("platform_a", pa.string()),
        ("account_a", pa.string()),
        ("platform_b", pa.string()),
        ("account_b", pa.string()),
        ("trace", pa.string()),  # the trace with the strongest synchrony, or structure where there is none
        ("scale", pa.string()),  # "60 s / 1 h"; null for an edge of structure alone
        ("shared", pa.int64()),  # distinct objects both used, at any gap
        ("expected_shared", pa.float64()),
        ("within", pa.int64()),  # B-windows with a co-action closer than w
        ("trials", pa.int64()),  # B-windows with a co-use closer than B
        ("expected_within", pa.float64()),
        ("occasions", pa.int64()),  # distinct co-action occasions over all traces
        ("p_structure", pa.float64()),
        ("p_synchrony", pa.float64()),
        ("p", pa.float64()),  # p of the family that made it an edge, all traces and scales combined
        ("q", pa.float64()),
        ("kind", pa.string()),  # synchronised | shared-interest
        ("lead", pa.float64()),  # share of untied co-actions in which account_a acted first; null if all tied
        ("untied", pa.int64()),
        ("network_id", pa.string()),
    ]
)

NETWORKS_SCHEMA = pa.schema(
    [
        ("network_id", pa.string()),
        ("class", pa.string()),
        ("members", pa.int64()),
        ("targets", pa.int64()),
        ("edges", pa.int64()),
        ("platforms", pa.list_(pa.string())),
        ("traces", pa.list_(pa.string())),
        ("p", pa.float64()),
        ("first_action", pa.timestamp("us", tz="UTC")),
        ("last_action", pa.timestamp("us", tz="UTC")),
    ]
)

ACCOUNTS_SCHEMA = pa.schema(
    [
        ("platform", pa.string()),
        ("account_id", pa.string()),
        ("handle", pa.string()),  # null where no export tells; account_id is the key
        ("display_name", pa.string()),
        ("posts", pa.int64()),
        ("network_id", pa.string()),
        ("role", pa.string()),  # member | target | lead; null for everybody else
        ("edges", pa.int64()),
        ("p", pa.float64()),
        ("stands_without", pa.int64()),  # other accounts that may be taken away; null for all but members
        ("x", pa.float64()),  # place in the network picture, -1 to 1; null outside networks
        ("y", pa.float64()),
    ]
)

RECEIPTS_SCHEMA = pa.schema(
    [
        ("network_id", pa.string()),  # null where the edge is a lead outside networks
        ("platform_a", pa.string()),
        ("account_a", pa.string()),
        ("platform_b", pa.string()),
        ("account_b", pa.string()),
        ("trace", pa.string()),
        ("object", pa.string()),
        ("scale", pa.string()),
        ("gap_seconds", pa.float64()),
        ("post_id_a", pa.string()),
        ("time_a", pa.timestamp("us", tz="UTC")),
        ("text_a", pa.string()),
        ("file_a", pa.int32()),
        ("row_a", pa.int64()),
        ("post_id_b", pa.string()),
        ("time_b", pa.timestamp("us", tz="UTC")),
        ("text_b", pa.string()),
        ("file_b", pa.int32()),
        ("row_b", pa.int64()),
    ]
)
