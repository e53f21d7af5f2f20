"""Account: who published, as far as an export tells.

Ids are strings, times are UTC. Missing is null, never 0 or "". One row per platform and account_id: for each field the
last value that was read. Handles stand without '@'. `avatar` is the address of the picture, `label` what the platform
says of the account.
"""

import pyarrow as pa

ACCOUNT_FIELDS: list[pa.Field] = [
    pa.field("platform", pa.string(), nullable=False),
    pa.field("account_id", pa.string(), nullable=False),
    pa.field("handle", pa.string()),
    pa.field("display_name", pa.string()),
    pa.field("bio", pa.string()),
    pa.field("created_at", pa.timestamp("us", tz="UTC")),
    pa.field("followers", pa.int64()),
    pa.field("following", pa.int64()),
    pa.field("posts_total", pa.int64()),
    pa.field("claimed_location", pa.string()),
    pa.field("country", pa.string()),
    pa.field("verified", pa.bool_()),
    pa.field("is_bot_declared", pa.bool_()),
    pa.field("label", pa.string()),
    pa.field("profile_url", pa.string()),
    pa.field("avatar", pa.string()),
    pa.field("avatar_pdq", pa.string()),
    pa.field("deleted_at", pa.timestamp("us", tz="UTC")),
]

ACCOUNTS_SCHEMA = pa.schema(ACCOUNT_FIELDS)

PROFILE_FIELDS = tuple(field.name for field in ACCOUNT_FIELDS[2:])
"""What may be known of an account beyond its name."""
