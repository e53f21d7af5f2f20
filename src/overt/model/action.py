"""Action: one account used one object at one time, in one trace."""

import pyarrow as pa

ACTIONS_SCHEMA = pa.schema(
    [
        pa.field("trace", pa.string(), nullable=False),
        pa.field("platform", pa.string(), nullable=False),
        pa.field("account_id", pa.string(), nullable=False),
        pa.field("object", pa.string(), nullable=False),
        pa.field("acted_at", pa.int64(), nullable=False),  # microseconds since 1970, UTC
        pa.field("post", pa.int64(), nullable=False),  # row of the posts table
        pa.field("lang", pa.string()),
        pa.field("source", pa.string()),  # whose post or site the object is, where that is known
    ]
)
