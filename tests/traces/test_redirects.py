"""Where links lead: chains, loops, walls, several targets; the traces of links follow them."""

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.model.post import posts_schema
from overt.traces import Redirects, TraceSettings, actions, chosen
from overt.traces.posts import Posts
from overt.traces.redirects import MOST_HOPS

SCHEMA = posts_schema([])
REQUIRED = {"platform": "x", "account_id": "a", "created_at": 0, "kind": "post", "file": 0, "row": 1}


def graph(*links):
    return Redirects((*link, None)[:3] for link in links)


def test_a_chain_is_followed_to_its_end():
    made = graph(
        ("https://t.co/a", "http://bit.ly/b"),
        ("https://bit.ly/b", "https://www.example.org/story?utm_source=x"),
        ("http://ow.ly/c", "https://m.example.org/story#top"),
    )
    assert len(made) == 3
    assert {made.landing(link) for link in ("t.co/a", "bit.ly/b", "ow.ly/c", "example.org/story")} == {
        "example.org/story"
    }
    assert made.landing("t.co/unknown") == "t.co/unknown"


def test_a_loop_leads_nowhere():
    made = graph(("a.org/1", "b.org/2"), ("b.org/2", "c.org/3"), ("c.org/3", "b.org/2"), ("d.org/1", "d.org/1/"))
    assert [made.landing(link) for link in ("a.org/1", "b.org/2", "c.org/3", "d.org/1")] == [
        "a.org/1",
        "b.org/2",
        "c.org/3",
        "d.org/1",
    ]


def test_a_chain_without_end_leads_nowhere():
    made = graph(*((f"a.org/{n}", f"a.org/{n + 1}") for n in range(MOST_HOPS + 2)))
    assert made.landing("a.org/0") == "a.org/0"
    assert made.landing("a.org/2") == f"a.org/{MOST_HOPS + 2}"


def test_the_last_that_was_fetched_counts():
    old, new = ("t.co/a", "a.org/old", 5), ("t.co/a", "a.org/new", 9)
    assert graph(old, new).landing("t.co/a") == graph(new, old).landing("t.co/a") == "a.org/new"
    assert graph(("t.co/a", "a.org/1"), ("t.co/a", "a.org/2")).landing("t.co/a") == "a.org/2"
    assert graph(new, ("t.co/a", "a.org/unknown")).landing("t.co/a") == "a.org/new"


@pytest.mark.parametrize(
    ("target", "landing"),
    [
        ("https://twitter.com/account/suspended", "t.co/a"),
        ("https://www.facebook.com/login/?next=x", "t.co/a"),
        ("https://consent.youtube.com/m?continue=x", "t.co/a"),
        ("https://example.org/", "example.org"),
        ("https://x.com/someone/status/1", "x.com/someone/status/1"),
        ("not a link", "t.co/a"),
        ("", "t.co/a"),
    ],
)
def test_pages_that_nobody_shared(target, landing):
    assert graph(("https://t.co/a", target)).landing("t.co/a") == landing


def test_a_story_that_is_gone_is_not_the_front_page():
    made = graph(("t.co/a", "example.org/2016/story"), ("https://example.org/2016/story", "https://example.org"))
    assert made.landing("t.co/a") == "example.org/2016/story"


names = st.sampled_from([f"{host}.org/{n}" for host in "abc" for n in range(3)])


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(names, names, st.none() | st.integers(0, 3)), max_size=12))
def test_a_landing_is_where_the_next_one_lands(links):
    made = Redirects(links)
    for link in {name for pair in links for name in pair[:2]}:
        end = made.landing(link)
        assert made.landing(end) == end
        follow, seen = link, {link}
        while (following := made._next.get(follow)) and following not in seen:
            follow = following
            seen.add(follow)
        assert end == (link if following else follow)


@pytest.mark.parametrize("name", ["url", "domain"])
def test_links_to_one_page_are_one_object(name):
    posts = [
        {"urls": ["https://t.co/a", "http://example.org/story"]},
        {"urls": ["https://bit.ly/b"]},
        {"urls": ["https://bit.ly/other"]},
        {"urls": None},
    ]
    batch = pa.RecordBatch.from_pylist([{**REQUIRED, **post} for post in posts], schema=SCHEMA)
    led = graph(("t.co/a", "bit.ly/b"), ("bit.ly/b", "https://www.example.org/story/"))
    trace = chosen([], [name], TraceSettings(redirects=led))[0]
    page = {"url": "example.org/story", "domain": "example.org"}[name]
    expected = [(0, page), (1, page)] + ([(2, "bit.ly/other")] if name == "url" else [])
    assert list(trace.objects(batch)) == expected
    uses = trace.uses(Posts(batch))
    texts = uses.objects.dictionary_decode() if pa.types.is_dictionary(uses.objects.type) else uses.objects
    assert list(zip(uses.rows.to_pylist(), texts.to_pylist(), strict=True)) == expected
    sources = [row["source"] for table in actions([batch], [trace]) for row in table.to_pylist()]
    assert sources[:2] == (["example.org"] * 2 if name == "url" else [None] * 2)
