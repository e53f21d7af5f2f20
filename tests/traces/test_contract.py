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
from overt.traces import (
    ON_REQUEST,
    TRACES,
    AccountTrace,
    IdColumn,
    Similar,
    Trace,
    TraceSettings,
    Whole,
    actions,
    chosen,
    is_late,
)

EVERY = (*TRACES, *ON_REQUEST, IdColumn)
KINDS = tuple(kind for kind in EVERY if not kind.needs)
ACCOUNT_KINDS = tuple(kind for kind in KINDS if issubclass(kind, AccountTrace))
GROUP_KINDS = tuple(kind for kind in KINDS if issubclass(kind, Similar | Whole))
"""Traces that look at all posts together."""
POST_KINDS = tuple(kind for kind in KINDS if kind not in (*ACCOUNT_KINDS, *GROUP_KINDS))
SCHEMA = posts_schema(["id"])
REQUIRED = {"platform": "x", "account_id": "a", "created_at": 0, "kind": "post", "file": 0, "row": 1}


def known(*accounts):
    rows = [{"platform": "x", "account_id": f"a{i}", **account} for i, account in enumerate(accounts)]
    return pa.RecordBatch.from_pylist(rows, schema=ACCOUNTS_SCHEMA)


def batch(*posts):
    rows = [{**REQUIRED, **post} for post in posts]
    return pa.RecordBatch.from_pylist(rows, schema=SCHEMA)


def each(kinds):
    return pytest.mark.parametrize("kind", kinds, ids=lambda kind: kind.name)


every_trace = each(KINDS)

text = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
maybe = st.none() | text
times = st.sampled_from([0, 1, 59_999_999, 1_478_691_419_000_000, 253_402_300_800_000_000, -(2**62), 2**62])
odd_posts = st.fixed_dictionaries(
    {},
    optional={
        "platform": st.sampled_from(["x", "unknown", ""]) | text,
        "account_id": st.sampled_from(["a", "b", ""]),
        "post_id": maybe,
        "created_at": times,
        "text": maybe,
        "urls": st.none() | st.lists(maybe, max_size=4),
        "hashtags": st.none() | st.lists(maybe, max_size=5),
        "mentions": st.none() | st.lists(maybe, max_size=4),
        "kind": st.sampled_from(["post", "repost", "quote", "reply", "comment", "odd"]),
        "repost_of": maybe
        | st.sampled_from(["796315640307060738", "9" * 20, "at://did:plc:x/app.bsky.feed.post/3kgd"]),
        "repost_of_account": maybe | st.just("a"),
        "reply_to": maybe,
        "reply_to_account": maybe | st.just("a"),
        "sound_id": maybe,
        "effects": st.none() | st.lists(maybe, max_size=3),
        "client": maybe,
        "trace_id": maybe,
        "lang": maybe,
    },
)
odd_accounts = st.fixed_dictionaries(
    {},
    optional={
        "platform": st.sampled_from(["x", "unknown", ""]),
        "handle": maybe | st.sampled_from(["@", "@@a@b", "Green_Hill_0471", "\u0660\u0661\u0662abcd", "x" * 9_999]),
        "bio": maybe | st.just("long " * 9_999),
        "created_at": st.none() | times,
        "deleted_at": st.none() | times,
        "avatar": maybe | st.sampled_from(["https://e.org/a.png", "https://e.org/default_avatar.png", "//", "x" * 999]),
        "avatar_pdq": maybe | st.sampled_from(["f0" * 32, "0" * 64, "f0" * 31]),
    },
)


@each(EVERY)
def test_names_and_words(kind):
    assert kind.name
    assert set(kind.name) <= set(string.ascii_lowercase + "_")
    assert kind.plural
    assert kind.meaning
    assert kind.innocent, "a trace without an innocent explanation accuses"
    assert all(isinstance(line, str) and line for line in kind.innocent)
    assert issubclass(kind, Trace)


def test_names_are_distinct():
    assert len({kind.name for kind in EVERY}) == len(EVERY)


@each(EVERY)
def test_where_a_trace_looks(kind):
    if issubclass(kind, AccountTrace):
        assert kind.weak
        assert kind.known
        assert set(kind.known) <= set(ACCOUNTS_SCHEMA.names)
    if issubclass(kind, Whole):
        assert set(kind.reads) <= set(SCHEMA.names)
    assert is_late(kind()) is issubclass(kind, AccountTrace | Similar | Whole)
    assert kind.author in SCHEMA.names


@every_trace
def test_examples(kind):
    examples = kind.examples()
    assert any(example.objects for example in examples), "an example with an object"
    assert any(not example.objects for example in examples) or len(examples) > 1
    rows = known if issubclass(kind, AccountTrace) else batch
    if kind not in GROUP_KINDS:
        for example in examples:
            found = list(kind().objects(rows(example.post)))
            assert found == [(0, name) for name in example.objects]
    # All of them at once: rows do not run into one another.
    together = list(kind().objects(rows(*(e.post for e in examples))))
    assert together == [(row, name) for row, e in enumerate(examples) for name in e.objects]


def well_formed(kind, found, rows):
    for row, name in found:
        assert 0 <= row < rows
        assert isinstance(name, str)
        assert name
        source = kind().source(name, "someone")
        assert source is None or source
    assert [row for row, _ in found] == sorted(row for row, _ in found)
    assert len(set(found)) == len(found), "an object counts once a post"


@each(POST_KINDS)
@settings(max_examples=60, deadline=None)
@given(posts=st.lists(odd_posts, max_size=4))
def test_odd_posts_one_by_one(kind, posts):
    """What a post means does not depend on the posts around it."""
    made = batch(*posts) if posts else batch({}).slice(0, 0)
    found = list(kind().objects(made))
    assert found == list(kind().objects(made)), "the same twice"
    assert found == [(row, name) for row, post in enumerate(posts) for _, name in kind().objects(batch(post))]
    well_formed(kind, found, len(posts))


@each(GROUP_KINDS)
@settings(max_examples=60, deadline=None)
@given(posts=st.lists(odd_posts, max_size=12), again=st.integers(1, 3), mixer=st.randoms())
def test_odd_posts_together(kind, posts, again, mixer):
    """Posts are looked at together, and which of them come first makes no difference to what they have in common."""
    posts = posts * again
    made = batch(*posts) if posts else batch({}).slice(0, 0)
    found = list(kind().objects(made))
    assert found == list(kind().objects(made)), "the same twice"
    well_formed(kind, found, len(posts))
    order = list(range(len(posts)))
    mixer.shuffle(order)
    mixed = list(kind().objects(batch(*(posts[place] for place in order)))) if posts else []
    assert sorted(name for _, name in mixed) == sorted(name for _, name in found)
    if issubclass(kind, Similar):
        assert sorted((order[row], name) for row, name in mixed) == found


@each(ACCOUNT_KINDS)
@settings(max_examples=60, deadline=None)
@given(accounts=st.lists(odd_accounts, max_size=4))
def test_odd_accounts_one_by_one(kind, accounts):
    made = known(*accounts) if accounts else known({}).slice(0, 0)
    found = list(kind().objects(made))
    assert found == [(row, name) for row, account in enumerate(accounts) for _, name in kind().objects(known(account))]
    well_formed(kind, found, len(accounts))
    kept = (*kind.known, "platform", "account_id")
    told = [{name: value for name, value in account.items() if name in kept} for account in accounts]
    assert found == (list(kind().objects(known(*told))) if accounts else []), "it looks at what it says it looks at"


@every_trace
def test_columns_that_are_not_there(kind):
    table = pa.RecordBatch.from_pydict({"platform": ["x"], "account_id": ["a"]})
    assert list(kind().objects(table)) == []


@each((*POST_KINDS, *GROUP_KINDS))
def test_very_long_posts(kind):
    long = "Ж\u200bé " * 2_500
    post = {"text": long, "urls": ["https://e.org/" + long], "hashtags": [long] * 5, "trace_id": long, "kind": "repost"}
    post |= {"mentions": [long, long + "1", long + "2"], "sound_id": long, "effects": [long], "client": long}
    for _, name in kind().objects(batch(post, post)):
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
