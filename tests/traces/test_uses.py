"""What a trace finds in a whole batch at once is what it finds post by post."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.model.post import posts_schema
from overt.traces import ON_REQUEST, TRACES, IdColumn, actions, is_late
from overt.traces.posts import Posts

KINDS = tuple(kind for kind in (*TRACES, *ON_REQUEST, IdColumn) if not is_late(kind()))
every_trace = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)

odd = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
texts = odd | st.sampled_from(
    [
        "",
        "RT @bob: They are CLOSING our school! https://t.co/x #now",
        "Th\u0435y are clo\u200bsing our \u0455chool now \U0001f621",
        "A text in which n\u0303othing is simple \u1112\u1161\u11ab",
        "x" * 25_000,
    ]
)
links = odd | st.sampled_from(
    ["https://www.example.org/a/", "http://M.example.org/a", "https://bit.ly/q", "https://youtu.be/abc", "e.org/?b=1"]
)
tags = odd | st.sampled_from(["#One", "one", "ONE", "two", "#", "three", "t\u0435st"])
names = odd | st.sampled_from(["@ann", "Ann", "bob", "b\u200bob", "@", "cy", "dee"])
post = st.fixed_dictionaries(
    {
        "platform": st.sampled_from(["x", "unknown", ""]),
        "account_id": st.sampled_from("ab"),
        "created_at": st.integers(0, 9),
        "kind": st.sampled_from(["post", "quote", "reply", "repost", "odd"]),
        "file": st.just(0),
        "row": st.just(1),
    },
    optional={
        "text": st.none() | texts,
        "urls": st.none() | st.lists(st.none() | links, max_size=4),
        "hashtags": st.none() | st.lists(st.none() | tags, max_size=6),
        "repost_of": st.none() | st.sampled_from(["", "77", "78"]),
        "repost_of_account": st.none() | odd,
        "mentions": st.none() | st.lists(st.none() | names, max_size=5),
        "reply_to": st.none() | st.sampled_from(["", "77", "78"]),
        "reply_to_account": st.none() | st.sampled_from(["", "a", "b"]),
        "sound_id": st.none() | st.sampled_from(["", "5", "6"]),
        "effects": st.none() | st.lists(st.none() | st.sampled_from(["", "5", "6"]), max_size=3),
        "client": st.none() | odd,
        "trace_id": st.none() | st.sampled_from(["", "1", "2"]),
        "lang": st.none() | odd,
    },
)


def batch(posts):
    return pa.RecordBatch.from_pylist(posts, schema=posts_schema(["id"]))


def by_post(made, trace, offset):
    """The actions of one trace as `objects` and `source` say them."""
    rows = made.to_pylist()
    for row, name in trace.objects(made):
        one = rows[row]
        yield {
            "trace": trace.name,
            "platform": one["platform"],
            "account_id": one["account_id"],
            "object": name,
            "acted_at": made["created_at"].cast(pa.int64())[row].as_py(),
            "post": row + offset,
            "lang": one["lang"],
            "source": trace.source(name, one[trace.author]),
        }


@every_trace
@settings(max_examples=150, deadline=None)
@given(posts=st.lists(post, max_size=12), skipped=st.integers(0, 3))
def test_a_batch_at_once_and_post_by_post(kind, posts, skipped):
    made = batch(posts).slice(min(skipped, len(posts)))
    trace = kind()
    found = [row for table in actions([made], [trace], 5) for row in table.to_pylist()]
    assert found == list(by_post(made, trace, 5))


@every_trace
def test_columns_that_are_not_there(kind):
    made = pa.RecordBatch.from_pydict({"platform": ["x"], "account_id": ["a"]})
    assert len(kind().uses(Posts(made)).rows) == 0


def test_a_trace_that_knows_no_batches():
    class First(IdColumn):
        uses = IdColumn.__mro__[1].uses

    made = batch([{"platform": "x", "account_id": "a", "created_at": 0, "kind": "post", "file": 0, "row": 1}] * 2)
    assert len(First().uses(Posts(made)).rows) == 0
    given_ids = made.set_column(made.schema.get_field_index("trace_id"), "trace_id", pa.array(["7", None]))
    found = First().uses(Posts(given_ids))
    assert (found.rows.to_pylist(), found.objects.to_pylist()) == ([0], ["7"])
