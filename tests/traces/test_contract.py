"""What every registered trace promises: its examples, objects that say something, no error on odd input."""

import string

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.errors import UsageError
from overt.model.account import ACCOUNTS_SCHEMA
from overt.model.action import ACTIONS_SCHEMA
from overt.model.post import posts_schema
from overt.traces import ON_REQUEST, TRACES, AccountTrace, IdColumn, Similar, Trace, TraceSettings, actions, chosen

KINDS = tuple(kind for kind in (*TRACES, *ON_REQUEST, IdColumn) if not kind.needs)
POST_KINDS = tuple(kind for kind in KINDS if not issubclass(kind, AccountTrace))
ACCOUNT_KINDS = tuple(kind for kind in KINDS if issubclass(kind, AccountTrace))
SCHEMA = posts_schema(["id"])
REQUIRED = {"platform": "x", "account_id": "a", "created_at": 0, "kind": "post", "file": 0, "row": 1}


def known(*accounts):
    rows = [{"platform": "x", "account_id": f"a{i}", **account} for i, account in enumerate(accounts)]
    return pa.RecordBatch.from_pylist(rows, schema=ACCOUNTS_SCHEMA)


def batch(*posts):
    rows = [{**REQUIRED, **post} for post in posts]
    return pa.RecordBatch.from_pylist(rows, schema=SCHEMA)


every_trace = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
maybe = st.none() | text
odd_posts = st.fixed_dictionaries(
    {},
    optional={
        "text": maybe,
        "urls": st.none() | st.lists(maybe, max_size=4),
        "hashtags": st.none() | st.lists(maybe, max_size=5),
        "mentions": st.none() | st.lists(maybe, max_size=2),
        "kind": st.sampled_from(["post", "repost", "quote", "reply", "comment", "odd"]),
        "repost_of": maybe,
        "repost_of_account": maybe,
        "trace_id": maybe,
        "lang": maybe,
    },
)


@every_trace
def test_names_and_words(kind):
    assert kind.name
    assert set(kind.name) <= set(string.ascii_lowercase + "_")
    assert kind.plural
    assert kind.meaning
    assert kind.innocent, "a trace without an innocent explanation accuses"
    assert all(isinstance(line, str) and line for line in kind.innocent)
    assert issubclass(kind, Trace)


def test_names_are_distinct():
    assert len({kind.name for kind in KINDS}) == len(KINDS)


@every_trace
def test_examples(kind):
    examples = kind.examples()
    assert any(example.objects for example in examples), "an example with an object"
    assert any(not example.objects for example in examples) or len(examples) > 1
    rows = known if issubclass(kind, AccountTrace) else batch
    if not issubclass(kind, Similar):
        for example in examples:
            found = list(kind().objects(rows(example.post)))
            assert found == [(0, name) for name in example.objects]
    # All of them at once: rows do not run into one another.
    together = list(kind().objects(rows(*(e.post for e in examples))))
    assert together == [(row, name) for row, e in enumerate(examples) for name in e.objects]


@every_trace
@settings(max_examples=60, deadline=None)
@given(posts=st.lists(odd_posts, max_size=4))
def test_odd_input(kind, posts):
    made = batch(*posts) if posts else batch({}).slice(0, 0)
    found = list(kind().objects(made))
    assert found == list(kind().objects(made)), "the same twice"
    assert found == [(row, name) for row, post in enumerate(posts) for _, name in kind().objects(batch(post))]
    for row, name in found:
        assert 0 <= row < len(posts)
        assert isinstance(name, str)
        assert name
        source = kind().source(name, posts[row].get("repost_of_account"))
        assert source is None or source
    assert len(set(found)) == len(found), "an object counts once a post"


@every_trace
def test_columns_that_are_not_there(kind):
    table = pa.RecordBatch.from_pydict({"platform": ["x"], "account_id": ["a"]})
    assert list(kind().objects(table)) == []


@every_trace
def test_very_long_input(kind):
    long = "Ж\u200bé " * 2_500
    post = {"text": long, "urls": ["https://e.org/" + long], "hashtags": [long] * 5, "trace_id": long, "kind": "repost"}
    for _, name in kind().objects(batch(post)):
        assert name


def test_actions_table():
    first = batch({"text": "something long enough to count", "urls": ["http://e.org/a"], "lang": "en"}, {})
    second = batch({"account_id": "b", "created_at": 5, "urls": ["http://www.e.org/a#x"], "repost_of_account": "a"})
    tables = list(actions([first, second], chosen([], ["url", "text"]), offset=10))
    rows = pa.concat_tables(tables)
    assert rows.schema == ACTIONS_SCHEMA
    urls = rows.filter(pc.equal(rows["trace"], "url")).to_pylist()
    assert [(r["account_id"], r["object"], r["acted_at"], r["post"], r["lang"], r["source"]) for r in urls] == [
        ("a", "e.org/a", 0, 10, "en", "e.org"),
        ("b", "e.org/a", 5, 12, None, "e.org"),
    ]
    assert rows.num_rows == 3


def test_the_source_of_a_short_link_is_the_author_it_came_from():
    url = next(t for t in chosen([]) if t.name == "url")
    assert url.source("example.org/a", "someone") == "example.org"
    assert url.source("bit.ly/a", "someone") == "@someone"
    assert url.source("bit.ly/a", None) is None


def test_chosen():
    assert [t.name for t in chosen([])] == [kind.name for kind in TRACES if not kind.needs]
    assert [t.name for t in chosen(["phash", "sound"])][-2:] == ["phash", "sound"]
    assert [t.name for t in chosen(["phash"], ["phash"])] == ["phash"]
    with pytest.raises(UsageError, match="no trace is called nope"):
        chosen([], ["nope"])


def test_min_text_is_heeded():
    post = {"text": "exactly twenty chars"}
    for least, objects in ((20, 1), (21, 0)):
        trace = next(t for t in chosen([], ["text"], TraceSettings(least)))
        assert len(list(trace.objects(batch(post)))) == objects


def test_two_reposts_without_an_id_need_the_same_author_and_words():
    trace = next(t for t in chosen([], ["repost"]))
    posts = [
        {"kind": "repost", "text": "RT @x: Read this now!", "repost_of_account": "x"},
        {"kind": "repost", "text": "read THIS now", "repost_of_account": "x"},
        {"kind": "repost", "text": "read this now", "repost_of_account": "y"},
    ]
    first, second, third = (name for _, name in trace.objects(batch(*posts)))
    assert first == second != third
