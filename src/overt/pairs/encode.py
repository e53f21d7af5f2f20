"""From the actions table to the arrays of the sweep: every account and every object as a whole number."""

from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from overt.pairs.sweep import Codes, Uses


def encoded(actions: Path) -> tuple[Uses, pa.Table]:
    """The uses of an actions file that holds one trace; and platform, account_id of each account code.

    Accounts are numbered in the order of (platform, account_id), objects in no order that matters. One column at a
    time is held as text.
    """
    account, accounts = _accounts(*_codes(actions, "platform"), *_codes(actions, "account_id"))
    object_, objects = _codes(actions, "object")
    t = pq.read_table(actions, columns=["acted_at"])["acted_at"].to_numpy()
    writable = np.require(t, requirements="W")  # compiled code takes no array that belongs to Arrow
    return Uses(account, object_, writable, accounts.num_rows, len(objects)), accounts


def _codes(actions: Path, column: str) -> tuple[Codes, pa.Array]:
    """The column as codes from 0, and what each code stands for."""
    encoded = pc.dictionary_encode(pq.read_table(actions, columns=[column])[column])
    if not encoded.num_chunks:
        return np.zeros(0, np.int32), pa.array([], pa.string())
    codes = [chunk.indices.to_numpy(zero_copy_only=False) for chunk in encoded.chunks]
    return np.concatenate(codes).astype(np.int32, copy=False), encoded.chunks[-1].dictionary


def _accounts(platform: Codes, platforms: pa.Array, name: Codes, names: pa.Array) -> tuple[Codes, pa.Table]:
    """Each row's account, numbered in the order of platform and name, and the accounts in that order."""
    if len(platforms) > 1:
        both = platform.astype(np.int64) * len(names) + name
        known, code = np.unique(both, return_inverse=True)
        platforms, names = platforms.take(known // len(names)), names.take(known % len(names))
    else:
        code, platforms = name, platforms.take(np.zeros(len(names), np.int64))
    accounts = pa.table({"platform": platforms, "account_id": names})
    order = pc.sort_indices(accounts, [("platform", "ascending"), ("account_id", "ascending")]).to_numpy()
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    return rank[code], accounts.take(order)
