"""Answering somebody is an act towards that account: no co-use with what is answered, one author for all."""

import pyarrow as pa
import pytest

from overt.engine import Session
from overt.model.action import ACTIONS_SCHEMA
from overt.model.post import posts_schema
from overt.pairs import Limits, relate

SECOND = 1_000_000
LIMITS = Limits(
    hub_cap=100,
    widest=3_600,
    occasions=2,
    rare=(),
    rare_cap=4,
    rare_uses=6,
    generic=(),
    generic_share=0.005,
    generic_floor=200,
)


def related(tmp_path, rows, limits=LIMITS):
    """rows: (account, seconds, fields of the post). Every post uses the same link."""
    base = {"platform": "x", "kind": "post", "file": 0}
    posts = [
        {**base, "post_id": f"p{n}", "account_id": account, "created_at": t * SECOND, "row": n + 1, "post": n, **more}
        for n, (account, t, more) in enumerate(rows)
    ]
    actions = [
        {
            "trace": "url",
            "platform": "x",
            "account_id": post["account_id"],
            "object": "e.org/1",
            "acted_at": post["created_at"],
            "post": post["post"],
        }
        for post in posts
    ]
    schema = posts_schema([]).append(pa.field("post", pa.int64()))
    with Session(tmp_path, threads=1) as session:
        session.store("posts", pa.Table.from_pylist(posts, schema=schema))
        session.store("actions", pa.Table.from_pylist(actions, schema=ACTIONS_SCHEMA))
        return relate(session, limits, [1], lambda stage, detail: None)


def pairs(made):
    names = made.accounts["account_id"].to_pylist()
    return {frozenset((names[a], names[b])) for a, b in zip(made.co_uses.first, made.co_uses.second, strict=True)}


@pytest.mark.parametrize(
    "answer", [{"reply_to": "p0"}, {"reply_to_account": "author"}, {"repost_of": "p0"}, {"repost_of_account": "author"}]
)
def test_an_answer_and_what_it_answers_are_no_co_use(tmp_path, answer):
    rows = [("author", 0, {}), ("reader", 5, answer), ("other", 9, {})]
    assert pairs(related(tmp_path, rows)) == {frozenset(("author", "other")), frozenset(("reader", "other"))}


def test_all_answers_to_one_account_have_one_author(tmp_path):
    told = [{"reply_to_account": "author"}, {"repost_of_account": "author"}, {"reply_to_account": "someone"}, {}]
    made = related(tmp_path, [(f"u{n}", n, more) for n, more in enumerate(told)])
    first, second, third, none = made.authors.tolist()
    assert first == second != third
    assert none == -1


def test_a_weak_trace_has_no_co_uses(tmp_path):
    rows = [("a", 0, {}), ("b", 5, {})]
    made = related(tmp_path / "all", rows)
    assert len(made.co_uses) == 1
    assert made.weak == frozenset()
    weak = related(tmp_path / "weak", rows, Limits(**{**LIMITS.__dict__, "weak": ("url",)}))
    assert len(weak.co_uses) == 0
    assert weak.weak == {0}
    assert weak.shared["shared"].tolist() == [1], "it is counted in the structure test all the same"
