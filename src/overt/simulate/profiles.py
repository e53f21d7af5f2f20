"""Profiles: what a platform would show of simulated accounts. Rings may have theirs made in one go.

Drawn for each account alone: handles, descriptions, pictures, dates of creation over twelve years with days of many
sign-ups, and a few deletions.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from overt.errors import UsageError
from overt.model.account import ACCOUNTS_SCHEMA
from overt.simulate.rhythm import DAY, HOUR, SECOND

SHARED = ("bio", "avatar", "handle", "created_at", "deleted_at")
"""What the accounts of a ring may have in common."""
_SYLLABLES = "ba de fi go ka lu me no pi ra so tu va wi ze mar len tor".split()
_YEARS = 12


def profiles(posts: Any, seed: int, rings: Sequence[Sequence[str]] = (), shared: Sequence[str] = ()) -> Any:
    """The accounts table (model/account.py) of the accounts of a posts table.

    `rings`: groups of account ids that have the fields named in `shared` in common: one description, one picture, one
    stem with other digits, one day of creation, one hour of deletion. Raises UsageError for other fields.
    """
    if wrong := sorted(set(shared) - set(SHARED)):
        raise UsageError(f"{wrong[0]} cannot be shared", mend="give some of " + ", ".join(SHARED))
    rng = np.random.default_rng([seed, 43])
    keys = posts.select(["platform", "account_id"]).group_by(["platform", "account_id"]).aggregate([])
    keys = keys.sort_by([("platform", "ascending"), ("account_id", "ascending")])
    first = int(pc.min(posts["created_at"]).cast(pa.int64()).as_py())
    last = int(pc.max(posts["created_at"]).cast(pa.int64()).as_py())
    rows = [_drawn(rng, first, last) for _ in range(keys.num_rows)]
    place = {account: n for n, account in enumerate(keys["account_id"].to_pylist())}
    for ring in rings:
        common = _drawn(rng, first, last)
        common["bio"] = " ".join(_word(rng) for _ in range(8))
        common["avatar"] = f"https://img.example/{rng.integers(2**40):x}.jpg"
        common["deleted_at"] = last + int(rng.integers(1, 20)) * DAY
        for account in (a for a in ring if a in place):
            for name in shared:
                rows[place[account]][name] = _alike(rng, name, common)
    columns = {name: [row.get(name) for row in rows] for name in ACCOUNTS_SCHEMA.names[2:]}
    return pa.table({"platform": keys["platform"], "account_id": keys["account_id"], **columns}, schema=ACCOUNTS_SCHEMA)


def _word(rng: np.random.Generator) -> str:
    return "".join(_SYLLABLES[n] for n in rng.integers(0, len(_SYLLABLES), int(rng.integers(2, 4))))


def _drawn(rng: np.random.Generator, first: int, last: int) -> dict[str, Any]:
    """One account."""
    made = first - int(rng.random() ** 1.5 * _YEARS * 365) * DAY - int(rng.integers(0, DAY))
    if rng.random() < 0.1:  # a day on which many signed up
        made = first - int(rng.integers(0, 40)) * 100 * DAY - int(rng.integers(0, DAY))
    stem = _word(rng)
    year, number = rng.integers(1960, 2010), rng.integers(10**7, 10**8)
    ending = ("", f"{rng.integers(10)}", f"{year}", f"{number}", f"_{_word(rng)}")
    return {
        "handle": stem + ending[int(rng.choice(5, p=[0.25, 0.1, 0.2, 0.25, 0.2]))],
        "display_name": stem.title(),
        "bio": " ".join(_word(rng) for _ in range(int(rng.integers(4, 12)))) if rng.random() < 0.7 else None,
        "avatar": f"https://img.example/{rng.integers(2**40):x}.jpg" if rng.random() < 0.9 else None,
        "created_at": datetime.fromtimestamp(made // SECOND, UTC),
        "followers": int(rng.lognormal(5, 2)),
        "following": int(rng.lognormal(5, 1)),
        "deleted_at": datetime.fromtimestamp(last // SECOND, UTC) if rng.random() < 0.01 else None,
    }


def _alike(rng: np.random.Generator, name: str, common: dict[str, Any]) -> Any:
    """The value that one account of a ring gets."""
    if name == "handle":
        return f"{common['display_name'].lower()}_news_{rng.integers(10, 100)}"
    if name == "created_at":
        return common[name].replace(hour=int(rng.integers(24)), minute=int(rng.integers(60)))
    if name == "deleted_at":
        when = common[name] // HOUR * HOUR + int(rng.integers(0, HOUR))
        return datetime.fromtimestamp(when // SECOND, UTC)
    return common[name]
