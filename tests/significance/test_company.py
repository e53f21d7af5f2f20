"""A ring that is nearly alone in a trace: its members are no strangers to each other."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest

import overt
from overt.model.margins import Margins
from overt.significance.structure import rare_company

BEGIN = datetime(2021, 3, 1, tzinfo=UTC)


def margins(k: list[int], accounts: int) -> Margins:
    """Account i used k[i] objects of one stratum."""
    one = np.zeros(1, np.int64)
    return Margins(np.arange(len(k)), np.zeros(len(k), np.int64), np.array(k), one, one + 2, one + 1, accounts)


@pytest.mark.parametrize(
    ("accounts", "shared", "k", "expected"),
    [
        (100, 3, [6, 9], True),
        (100, 3, [7, 9], False),  # less than half of the less active one's objects
        (100, 2, [2, 2], False),  # too few to say anything
        (39, 3, [3, 3], False),  # two of 39 accounts are more than one in twenty
        (40, 3, [3, 3], True),
    ],
)
def test_company(accounts: int, shared: int, k: list[int], expected: bool) -> None:
    a, b = np.array([0]), np.array([1])
    assert rare_company(margins(k, accounts), a, b, np.array([shared])).tolist() == [expected]


@pytest.mark.parametrize("alone", [True, False])
def test_a_ring_is_found_whether_or_not_others_post_links(alone: bool) -> None:
    """Twelve accounts share twelve links within a minute each, among 400 who repost, and post links or do not."""
    rng = np.random.default_rng(8)
    rows = []

    def post(account: str, days: float, **fields: object) -> None:
        empty = {"urls": None, "repost_of": None, "kind": "post"}
        rows.append({"account_id": account, "created_at": BEGIN + timedelta(days=days), **empty, **fields})

    for person in range(400):
        for _ in range(8):
            kind = {"kind": "repost", "repost_of": str(int(800 * rng.random() ** 2))}
            post(f"p{person}", rng.uniform(0, 30), **kind)
            if not alone:
                post(
                    f"p{person}",
                    rng.uniform(0, 30),
                    urls=[f"https://site{rng.integers(90)}.example/{rng.integers(900)}"],
                )
    for occasion in range(12):
        day = rng.uniform(0, 30)
        for member in range(12):
            link = [f"https://ring.example/{occasion}"]
            post(f"r{member}", day + rng.uniform(0, 60) / 86_400, urls=link)
    found = overt.scan(pa.Table.from_pylist(rows), permutations=20).findings
    assert [sorted(a["account_id"] for a in n["accounts"]) for n in found["networks"]] == [
        sorted(f"r{m}" for m in range(12))
    ]
