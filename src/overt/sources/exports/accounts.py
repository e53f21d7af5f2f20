"""overt's own table of accounts, as `overt convert` writes it beside the posts."""

from typing import ClassVar

import pyarrow as pa
import pyarrow.parquet as pq

from overt.model.account import ACCOUNTS_SCHEMA, PROFILE_FIELDS
from overt.sources.exports.base import ColumnExport, signed


class Accounts(ColumnExport):
    """The accounts table, known by all of its columns."""

    name = "accounts"
    reads = "the accounts table of overt (docs/sources.md), written by `overt convert`"
    cannot = "posts: it is read beside files that have them"
    posts = False
    signature: ClassVar[frozenset[str]] = signed(*ACCOUNTS_SCHEMA.names)
    profile: ClassVar[dict[str, str]] = {name: name for name in PROFILE_FIELDS}

    def examples(self) -> dict[str, bytes]:
        """One account."""
        sink = pa.BufferOutputStream()
        row = dict.fromkeys(ACCOUNTS_SCHEMA.names) | {
            "platform": "x",
            "account_id": "877919995476496385",
            "handle": "one",
        }
        pq.write_table(pa.Table.from_pylist([row], schema=ACCOUNTS_SCHEMA), sink)
        return {"accounts.parquet": sink.getvalue().to_pybytes()}
