"""Post: one thing that one account published at one time.

Times are UTC with microseconds. Ids are strings. Missing is null, never 0 or "".
Hashtags stand in order of appearance, without '#', case kept.
"""

import pyarrow as pa

POST_FIELDS: list[pa.Field] = [
    pa.field("platform", pa.string(), nullable=False),
    pa.field("post_id", pa.string()),
    pa.field("account_id", pa.string(), nullable=False),
    pa.field("created_at", pa.timestamp("us", tz="UTC"), nullable=False),
    pa.field("kind", pa.string(), nullable=False),  # post | repost | quote | reply | comment
    pa.field("text", pa.string()),
    pa.field("lang", pa.string()),
    pa.field("urls", pa.list_(pa.string())),
    pa.field("hashtags", pa.list_(pa.string())),
    pa.field("mentions", pa.list_(pa.string())),
    pa.field("repost_of", pa.string()),
    pa.field("repost_of_account", pa.string()),
    pa.field("reply_to", pa.string()),
    pa.field("reply_to_account", pa.string()),
    pa.field("quote_of", pa.string()),
    pa.field("sound_id", pa.string()),
    pa.field("effects", pa.list_(pa.string())),  # ids of filters and effects
    pa.field(
        "media",
        pa.list_(
            pa.struct(
                [
                    pa.field("kind", pa.string()),
                    pa.field("url", pa.string()),
                    pa.field("sha256", pa.string()),
                    pa.field("pdq", pa.string()),
                ]
            )
        ),
    ),
    pa.field("client", pa.string()),
    pa.field("likes", pa.int64()),
    pa.field("shares", pa.int64()),
    pa.field("comments", pa.int64()),
    pa.field("views", pa.int64()),
    pa.field("collected_at", pa.timestamp("us", tz="UTC")),
    pa.field("raw", pa.string()),  # as JSON: what the reader of the export does not know
    pa.field("file", pa.int32(), nullable=False),  # which input file, counted from 0
    pa.field("row", pa.int64(), nullable=False),  # row in that file, counted from 1: the pointer to the raw row
]

KINDS = ("post", "repost", "quote", "reply", "comment")

ID_TRACE_PREFIX = "trace_"
"""A column `trace_NAME` of posts holds the object ids of the id trace NAME."""


def posts_schema(id_traces: list[str]) -> pa.Schema:
    """Schema of the posts table with one string column per id trace."""
    extra = [pa.field(ID_TRACE_PREFIX + name, pa.string()) for name in id_traces]
    return pa.schema(POST_FIELDS + extra)
