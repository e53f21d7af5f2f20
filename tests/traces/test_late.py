"""Traces that need everything to have been read: the same objects whatever the batches, and with a kept state."""

from pathlib import Path
from typing import Any, ClassVar

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from overt.model.account import ACCOUNTS_SCHEMA
from overt.model.action import ACTIONS_SCHEMA
from overt.model.post import posts_schema
from overt.scan import Request, scan
from overt.simulate import CrowdSpec, ExtrasSpec, OperationSpec, crowd, plant, profiles, with_extras
from overt.traces import AccountTrace, Example, Similar, Whole, is_late, late_actions
from overt.traces.base import Uses
from overt.traces.posts import Posts
from overt.traces.url import Url

SCHEMA = posts_schema([]).append(pa.field("post", pa.int64()))
SECOND = 1_000_000
NO_ACCOUNTS = ACCOUNTS_SCHEMA.empty_table()


class SameStart(Similar):
    """Texts that begin with the same letter: a stand-in for what is similar."""

    name = "same_start"
    plural = "texts of one letter"
    meaning = "texts that begin alike"
    innocent: ClassVar[tuple[str, ...]] = ("chance",)
    single: ClassVar[bool] = False

    def items(self, posts: Posts) -> Uses:
        return Uses.of_rows(posts.texts)

    def groups(self, items: pa.StringArray) -> Any:
        starts = [text[0] for text in items.to_pylist()]
        return np.array([starts.index(letter) for letter in starts])

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return ()


class AlsoAlone(SameStart):
    """The same, and texts that are alone are objects, too."""

    name = "also_alone"
    single = True


class SecondPost(Whole):
    """The second post of each account is an object."""

    name = "second_post"
    plural = "second posts"
    meaning = "having posted twice"
    innocent: ClassVar[tuple[str, ...]] = ("chance",)
    reads = ("account_id",)

    def found(self, posts: pa.Table) -> Uses:
        seen: dict[str, int] = {}
        rows = []
        for row, account in enumerate(posts["account_id"].to_pylist()):
            seen[account] = seen.get(account, 0) + 1
            if seen[account] == 2:
                rows.append(row)
        return Uses(pa.array(rows, pa.int64()), pa.array(["twice"] * len(rows), pa.string()))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return ()


class FirstLetter(AccountTrace):
    """The first letter of the handle."""

    name = "first_letter"
    plural = "first letters"
    meaning = "handles that begin alike"
    innocent: ClassVar[tuple[str, ...]] = ("chance",)
    known = ("handle",)

    def objects(self, batch: pa.RecordBatch) -> Any:
        for row, handle in enumerate(batch["handle"].to_pylist()):
            if handle:
                yield row, handle[0]

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        return ()


TEXTS = ("alpha", "Beta", "axis", None, "gamma", "ALPHA!", "bravo", "", "axis")


def posts(folder: Path, size: int) -> Path:
    """Nine posts of three accounts in row groups of `size`, one second apart, the last first in time."""
    rows = [
        {
            "platform": "x",
            "post_id": str(n),
            "account_id": "abc"[n % 3],
            "created_at": (len(TEXTS) - n) * SECOND,
            "kind": "post",
            "text": text,
            "lang": "en" if n % 2 else None,
            "file": 0,
            "row": n + 1,
            "post": n,
        }
        for n, text in enumerate(TEXTS)
    ]
    path = folder / f"posts-{size}.parquet"
    pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), path, row_group_size=size)
    return path


def found(path: Path, trace: Any, accounts: pa.Table = NO_ACCOUNTS) -> list[dict[str, Any]]:
    tables = list(late_actions(path, accounts, [trace]))
    assert all(table.schema == ACTIONS_SCHEMA for table in tables)
    return [row for table in tables for row in table.to_pylist()]


def test_which_traces_are_late() -> None:
    assert [is_late(trace) for trace in (SameStart(), SecondPost(), FirstLetter(), Url())] == [True, True, True, False]


@pytest.mark.parametrize("size", [1, 2, 4, 100])
def test_groups_are_made_of_all_posts_whatever_the_batches(tmp_path: Path, size: int) -> None:
    rows = found(posts(tmp_path, size), SameStart())
    assert [(r["post"], r["object"]) for r in rows] == [
        (0, "alpha"),
        (1, "beta"),
        (2, "alpha"),
        (5, "alpha"),
        (6, "beta"),
        (8, "alpha"),
    ]
    first = rows[1]
    assert (first["trace"], first["platform"], first["account_id"], first["acted_at"], first["lang"]) == (
        "same_start",
        "x",
        "b",
        8 * SECOND,
        "en",
    )
    alone = found(posts(tmp_path, size), AlsoAlone())
    assert [(r["post"], r["object"]) for r in alone if r["object"] == "gamma"] == [(4, "gamma")]
    assert len(alone) == len(rows) + 1


@pytest.mark.parametrize("size", [1, 2, 4, 100])
def test_a_trace_of_the_whole_gets_all_posts_at_once(tmp_path: Path, size: int) -> None:
    rows = found(posts(tmp_path, size), SecondPost())
    assert [(r["post"], r["account_id"], r["object"], r["acted_at"]) for r in rows] == [
        (n, "abc"[n - 3], "twice", (9 - n) * SECOND) for n in (3, 4, 5)
    ]
    whole = pq.read_table(posts(tmp_path, size)).combine_chunks().to_batches()[0]
    assert list(SecondPost().objects(whole)) == [(r["post"], r["object"]) for r in rows]


def known(*handles: tuple[str, str | None]) -> pa.Table:
    rows = [{"platform": "x", "account_id": account, "handle": handle} for account, handle in handles]
    return pa.Table.from_pylist(rows, schema=ACCOUNTS_SCHEMA)


def test_accounts_count_from_their_first_post_on(tmp_path: Path) -> None:
    accounts = known(("a", "kim"), ("b", "kit"), ("c", None), ("nobody", "kay"))
    rows = found(posts(tmp_path, 4), FirstLetter(), accounts)
    # The posts lie in the file from the last to the first: account a's earliest post is number 6.
    assert [(r["account_id"], r["object"], r["post"], r["acted_at"], r["source"]) for r in rows] == [
        ("a", "k", 6, 3 * SECOND, None),
        ("b", "k", 7, 2 * SECOND, None),
    ]


def test_accounts_of_which_nothing_is_known(tmp_path: Path) -> None:
    assert found(posts(tmp_path, 4), FirstLetter(), known(("a", None))) == []
    assert found(posts(tmp_path, 4), FirstLetter()) == []
    assert found(posts(tmp_path, 4), FirstLetter(), known(("nobody", "kay"))) == []


def test_several_late_traces_at_once(tmp_path: Path) -> None:
    path, accounts = posts(tmp_path, 2), known(("a", "kim"))
    traces = [SameStart(), SecondPost(), FirstLetter()]
    together = [row for table in late_actions(path, accounts, traces) for row in table.to_pylist()]
    assert together == [row for trace in traces for row in found(path, trace, accounts)]
    assert list(late_actions(path, accounts, [])) == []


LATE = ("near_duplicate", "fast_repost", "schedule", "handle", "handle_template", "creation_cohort", "profile_text")


@pytest.mark.long
def test_a_kept_state_gives_what_a_scan_of_everything_gives(tmp_path: Path) -> None:
    """Posts and what is known of accounts come in two parts; groups and habits are those of the whole all the same."""
    people = with_extras(crowd(CrowdSpec(accounts=120, days=8, posts_median=8, seed=3)), ExtrasSpec(seed=3))
    plan = OperationSpec(accounts=8, objects=25, jitter=30, cover=0.5, traces=("text",), edits=("case",), name="ring")
    made, answers = plant(people, [plan], 3)
    ring = [a["account_id"] for a in answers.to_pylist() if a["group"] == "ring"]
    accounts = profiles(made, 1, [ring], ["bio", "handle", "created_at"])
    half, some = made.num_rows // 2, accounts.num_rows // 2
    for name, table in {
        "early.parquet": made.slice(0, half),
        "late.parquet": made.slice(half),
        "known.parquet": accounts.slice(0, some),
        "told_later.parquet": accounts.slice(some),
    }.items():
        pq.write_table(table.replace_schema_metadata(None), tmp_path / name)
    first, second = (
        [tmp_path / name for name in names]
        for names in (("early.parquet", "known.parquet"), ("late.parquet", "told_later.parquet"))
    )
    also = [name for name in LATE if name != "near_duplicate"]
    settings: dict[str, Any] = {"also": also, "parameters": {"permutations": 20}, "keep_state": True}
    whole = scan(Request([*first, *second], tmp_path / "whole", **settings))
    scan(Request(first, tmp_path / "one", **settings))
    added = scan(Request(second, tmp_path / "two", since=tmp_path / "one", **settings))
    assert added == whole
    assert whole["networks"]
    assert state(tmp_path / "two") == state(tmp_path / "whole")
    late = {row[0] for row in state(tmp_path / "whole")} & set(LATE)
    assert {"handle", "creation_cohort", "profile_text"} <= late


def state(out: Path) -> list[tuple[str, ...]]:
    """The kept actions, in an order that does not depend on when they were read."""
    rows = pq.read_table(out / "state" / "actions.parquet").to_pylist()
    return sorted(tuple(str(value) for value in row.values()) for row in rows)
