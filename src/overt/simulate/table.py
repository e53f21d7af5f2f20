"""From acts to a posts table: ids, order, resolution, and the roles that travel with it.

The roles of accounts that are not ordinary (fandom, newswire, operation) stand in the schema's metadata, so
that the table itself gives nothing away.
"""

import json
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from overt.model.post import posts_schema
from overt.simulate.rhythm import SECOND

Ints = npt.NDArray[np.int64]

ROLES_KEY = b"overt.simulate.roles"

ANSWERS_SCHEMA = pa.schema(
    [
        pa.field("platform", pa.string(), nullable=False),
        pa.field("account_id", pa.string(), nullable=False),
        pa.field("role", pa.string(), nullable=False),  # organic | fandom | newswire | operation
        pa.field("group", pa.string()),  # null for organic accounts
    ]
)


def account_ids(rng: np.random.Generator, count: int, taken: frozenset[str] = frozenset()) -> Any:
    """`count` distinct ids of digits, none of them in `taken`; an Arrow string array."""
    found: dict[str, None] = {}
    while len(found) < count:
        for number in rng.integers(10**8, 4 * 10**18, count - len(found)):
            if str(number) not in taken:
                found[str(number)] = None
    return pa.array(list(found), pa.string())


def post_ids(time: Ints, first: int = 0) -> Any:
    """Ids that grow with time, as snowflakes do: milliseconds and a counter that starts at `first`."""
    numbers = ((time // 1000 - 1_000_000_000_000) << 22) | ((np.arange(len(time)) + first) % 2**22)
    return pa.array(numbers).cast(pa.string())


def new_post_ids(time: Ints, taken: Any, first: int) -> Any:
    """Ids for posts at these times that are not among the ids `taken`; the counter starts at `first` or later."""
    ids = post_ids(time, first)
    while pc.any(pc.is_in(ids, value_set=taken)).as_py():
        first += len(time)
        ids = post_ids(time, first)
    return ids


def floored(time: Ints, resolution: int) -> Ints:
    """Times as a platform that keeps `resolution` seconds would show them."""
    step = resolution * SECOND
    return time // step * step


def posts_table(columns: dict[str, Any]) -> Any:
    """The posts schema, filled: given columns as they are, lists empty, everything else null."""
    schema = posts_schema([])
    rows = len(columns["account_id"])
    filled = dict(columns)
    filled.setdefault("file", pa.array(np.zeros(rows, dtype=np.int32)))
    filled.setdefault("row", pa.array(np.arange(1, rows + 1)))
    if "mentions" not in filled:
        filled["mentions"] = pa.ListArray.from_arrays(
            pa.array(np.zeros(rows + 1, dtype=np.int32)), pa.array([], pa.string())
        )
    arrays = [
        filled[field.name].cast(field.type) if field.name in filled else pa.nulls(rows, field.type) for field in schema
    ]
    return pa.Table.from_arrays(arrays, schema=schema)


def with_roles(posts: Any, roles: dict[str, tuple[str, str]]) -> Any:
    """The same table with {account_id: (role, group)} in its metadata."""
    text = json.dumps({account: list(role) for account, role in sorted(roles.items())})
    return posts.replace_schema_metadata({ROLES_KEY: text.encode()})


def roles_of(posts: Any) -> dict[str, tuple[str, str]]:
    """Roles that travel with a table; empty if it carries none."""
    text = (posts.schema.metadata or {}).get(ROLES_KEY)
    return {} if text is None else {account: (role, group) for account, (role, group) in json.loads(text).items()}


def answers_of(posts: Any) -> Any:
    """One row per account of the table, ordinary accounts as "organic"."""
    roles = roles_of(posts)
    pairs = posts.select(["platform", "account_id"]).group_by(["platform", "account_id"]).aggregate([])
    pairs = pairs.sort_by([("platform", "ascending"), ("account_id", "ascending")])
    known = [roles.get(account, ("organic", None)) for account in pairs["account_id"].to_pylist()]
    return pa.Table.from_arrays(
        [
            pairs["platform"].combine_chunks(),
            pairs["account_id"].combine_chunks(),
            pa.array([role for role, _ in known], pa.string()),
            pa.array([group for _, group in known], pa.string()),
        ],
        schema=ANSWERS_SCHEMA,
    )
