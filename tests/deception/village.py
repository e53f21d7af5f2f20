"""A made-up crowd of accounts with profiles, and a network in it that may hide or show something."""

from typing import Any

import numpy as np
import pyarrow as pa

from overt.deception.people import DAY, People
from overt.model.account import ACCOUNT_FIELDS, PROFILE_FIELDS
from overt.model.hours import Hours
from overt.model.network import Network

MEMBERS = tuple(range(12))
SIZE = 400
START = 1_700_000_000_000_000


def people(seed: int = 0, deeds: list[dict[str, Any]] | None = None, **profile: Any) -> People:
    """400 accounts, the first twelve of them the network. `profile`: field -> function of key and random source."""
    rng = np.random.default_rng(seed)
    made = START - rng.integers(30, 3_000, SIZE) * DAY
    columns: dict[str, Any] = {
        "account": pa.array(range(SIZE), pa.int64()),
        "platform": pa.array(["x"] * SIZE),
        "account_id": pa.array([f"a{i:03}" for i in range(SIZE)]),
        "posts": pa.array(rng.integers(16, 32, SIZE)),
        "lang": pa.array(["en"] * SIZE),
        "first_post": pa.array(np.full(SIZE, START)).cast(pa.timestamp("us", tz="UTC")),
    }
    for field in ACCOUNT_FIELDS[2:]:
        values = [profile[field.name](i, rng) for i in range(SIZE)] if field.name in profile else [None] * SIZE
        columns[field.name] = pa.array(values, field.type)
    if "created_at" not in profile:
        columns["created_at"] = pa.array(made).cast(pa.timestamp("us", tz="UTC"))
    hours = np.sort(rng.integers(0, 168, (SIZE, 20)), axis=1)
    account = np.repeat(np.arange(SIZE), 20)
    number, word = pa.int64(), pa.string()
    schema = pa.schema({"account": number, "whom": number, "domain": word, "n": number, "alone": number}.items())
    table = pa.table(columns).select(
        ["account", "platform", "account_id", "posts", "lang", "first_post", *PROFILE_FIELDS]
    )
    return People(
        table,
        Hours(account, hours.ravel(), np.ones(len(account), np.int64)),
        pa.Table.from_pylist(deeds or [], schema=schema),
    )


def network(p: float = 0.01) -> Network:
    """The first twelve."""
    return Network(0, MEMBERS, (), (), p)
