"""All relational stages in order, from posts and actions, against plain loops over the uses they make."""

from collections import Counter
from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from overt.engine import Session
from overt.model.action import ACTIONS_SCHEMA
from overt.model.post import posts_schema
from overt.pairs import Limits, reference, relate
from overt.pairs.uses import named_objects, named_posts

SECOND, HOUR = 1_000_000, 3_600 * 1_000_000
START = 1_700_000_000 * SECOND
LIMITS = Limits(
    hub_cap=3,
    widest=3_600,
    occasions=2,
    rare=("hashtag",),
    rare_cap=4,
    rare_uses=6,
    generic=(),
    generic_share=0.005,
    generic_floor=200,
)


def tables(seed, posts=70, accounts=7):
    """Random posts of two platforms, some of them reposts and exact repeats, and one or two objects of each."""
    rng = np.random.default_rng(seed)
    rows, actions = [], []
    for number in range(posts):
        who, at = int(rng.integers(accounts)), START + int(rng.integers(0, 48)) * HOUR // 4
        passed = int(rng.integers(accounts)) if rng.random() < 0.4 else None
        row = {
            "platform": "x" if who % 2 else "y",
            "post_id": str(number) if rng.random() < 0.8 else None,
            "account_id": f"u{who}",
            "created_at": at,
            "kind": "post" if passed is None else "repost",
            "text": f"text {rng.integers(4)}",
            "lang": [None, "de", "en"][rng.integers(3)],
            "repost_of_account": None if passed is None else f"u{passed}",
            "file": 0,
            "row": number + 1,
            "post": number,
        }
        rows += [row, {**row, "row": 1_000 + number, "post": posts + number}] if rng.random() < 0.1 else [row]
    for place, row in enumerate(rows):
        row["post"] = place
        for trace in ("hashtag", "url"):
            if rng.random() < 0.8:
                actions.append(
                    {
                        "trace": trace,
                        "platform": row["platform"],
                        "account_id": row["account_id"],
                        "object": f"{trace} {rng.integers(5)}",
                        "acted_at": row["created_at"],
                        "post": place,
                        "lang": row["lang"],
                        "source": "@a" if rng.random() < 0.3 else None,
                    }
                )
    schema = posts_schema([]).append(pa.field("post", pa.int64()))
    return pa.Table.from_pylist(rows, schema=schema), pa.Table.from_pylist(actions, schema=ACTIONS_SCHEMA)


@pytest.mark.parametrize("seed", range(3))
def test_against_loops(tmp_path, seed):
    posts, actions = tables(seed)
    with Session(tmp_path, threads=1) as session:
        session.store("posts", posts)
        session.store("actions", actions)
        made = relate(session, LIMITS, [1], lambda stage, detail: None)
        uses = [reference.Use(**row) for row in session.fetch(session.table("uses")).to_pylist()]
        keys = session.fetch(session.table("post_keys")).to_pylist()
    assert len(uses) == len(set(uses)) > 40
    assert made.trace_names == ["hashtag", "url"]

    # Every co-use of ordinary objects; of hubs those of pairs that could reach the occasions, and only real ones.
    users = reference.popularity(uses)
    every = reference.co_uses(uses, 3_600)
    names = dict(enumerate(made.trace_names))
    co = made.co_uses
    columns = (co.object, co.t_first, co.t_second, co.first, co.second, co.post_first, co.post_second)
    found = [
        reference.CoUse(names[int(trace)], *map(int, rest)) for trace, *rest in zip(co.trace, *columns, strict=True)
    ]
    assert found == sorted(set(found))
    assert set(found) <= set(every)
    number = Counter((c.trace, *sorted((c.first, c.second))) for c in every)  # the filter counts passed-on posts, too
    busy = {pair for pair in reference.busy_pairs(uses, 3_600, 2) if number[pair] >= 2}
    needed = {c for c in every if users[c.trace, c.object] <= 3 or (c.trace, *sorted((c.first, c.second))) in busy}
    assert needed <= set(found)
    assert any(users[c.trace, c.object] > 3 for c in found)

    # Shared objects and margins, trace by trace.
    shared = {
        (names[int(t)], int(a), int(b)): int(n)
        for t, a, b, n in zip(*(made.shared[n] for n in ("trace", "a", "b", "shared")), strict=True)
    }
    assert shared == reference.shared_objects(uses, 3)
    k = reference.account_margins(uses, 3)
    for place, name in names.items():
        margins = made.margins[place]
        mine = sorted(number for (trace, _, _), number in k.items() if trace == name)
        assert sorted(margins.k.tolist()) == mine
        # Both sides count the same uses: E is the sum of k and the sum of d.
        assert margins.k.sum() == (margins.class_d * margins.class_objects).sum()

    # Accounts, hours and rows.
    assert made.accounts["account"].to_pylist() == list(range(made.accounts.num_rows))
    assert made.hours.posts.sum() == sum(made.hours.of(range(made.accounts.num_rows))) == posts.num_rows
    assert made.posts == len({row["key"] for row in keys})
    assert made.exact_repeats == posts.num_rows - made.posts
    hubs = {(names[int(t)], int(o)) for t, o in zip(made.hubs["trace"], made.hubs["object"], strict=True)}
    assert hubs == {key for key, d in users.items() if d > 3}


def test_keys_name_posts_and_objects_again(tmp_path):
    posts, actions = tables(5)
    with Session(tmp_path, threads=1) as session:
        session.store("posts", posts)
        session.store("actions", actions)
        made = relate(session, LIMITS, [1], lambda stage, detail: None)
        co = made.co_uses
        named = {row["key"]: row for row in named_posts(session, np.unique(co.post_first)).to_pylist()}
        objects = {row["id"]: row["object"] for row in named_objects(session, np.unique(co.object)).to_pylist()}
    text_of = {}
    for row in actions.to_pylist():
        text_of.setdefault(row["post"], set()).add(row["object"])
    place = {row: number for number, row in enumerate(posts["row"].to_pylist())}
    assert len(co) > 0
    for i in range(len(co)):
        post = named[int(co.post_first[i])]
        original = place[post["row"]]
        accounts = made.accounts.to_pylist()
        assert posts["account_id"][original].as_py() == accounts[int(co.first[i])]["account_id"]
        assert posts["created_at"][original].cast(pa.int64()).as_py() == co.t_first[i]
        assert objects[int(co.object[i])].startswith(made.trace_names[int(co.trace[i])])


def test_reposts_are_known_by_author_and_by_post_id(tmp_path):
    """A post and its reposts, by id or by name of the author, never meet; two reposts do."""
    schema = posts_schema([]).append(pa.field("post", pa.int64()))
    shape = {"platform": "x", "kind": "repost", "text": "t", "file": 0}
    people = [("author", None, None), ("by_id", "1", None), ("by_name", None, "author"), ("other", None, None)]
    rows = [
        {
            **shape,
            "post_id": str(n + 1),
            "account_id": who,
            "created_at": START + n * SECOND,
            "repost_of": of,
            "repost_of_account": author,
            "row": n + 1,
            "post": n,
        }
        for n, (who, of, author) in enumerate(people)
    ]
    acted = [
        {
            "trace": "text",
            "platform": "x",
            "account_id": row["account_id"],
            "object": "t",
            "acted_at": row["created_at"],
            "post": row["post"],
        }
        for row in rows
    ]
    with Session(tmp_path, threads=1) as session:
        session.store("posts", pa.Table.from_pylist(rows, schema=schema))
        session.store("actions", pa.Table.from_pylist(acted, schema=ACTIONS_SCHEMA))
        made = relate(session, replace(LIMITS, hub_cap=4), [1], lambda stage, detail: None)
    names = made.accounts["account_id"].to_pylist()
    met = {frozenset((names[a], names[b])) for a, b in zip(made.co_uses.first, made.co_uses.second, strict=True)}
    assert met == {
        frozenset(p) for p in (("by_id", "by_name"), ("other", "author"), ("other", "by_id"), ("other", "by_name"))
    }
