"""What is left out because very many use it, against plain loops; and whose an object is."""

import itertools

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from overt.engine import Session
from overt.model.action import ACTIONS_SCHEMA
from overt.model.post import posts_schema
from overt.pairs import compared, generic, margins, reference, whose
from overt.pairs.reference import Use

NUMBERS = ("account", "object", "t", "post_key", "source")
USES = pa.schema([("trace", pa.string()), ("lang", pa.string()), *((name, pa.int64()) for name in NUMBERS)])
OBJECTS = pa.schema([("trace", pa.string()), ("object", pa.string()), ("id", pa.int64())])
LEAST = 4
WORDED = ("text",)
relaxed = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

# Ends and middles from few pieces, so that many texts begin and end alike, some shorter than two ends.
piece = st.sampled_from(["", "a", "ab", "abcd", "wir 12", "wir 7", "é😀ä", "…", "0"])
texts = st.lists(st.builds("{}{}{}".format, piece, piece, piece), min_size=4, max_size=4)
one_use = st.builds(
    Use,
    trace=st.sampled_from(["text", "url", "hashtag_sequence"]),
    account=st.integers(0, 5),
    object=st.integers(0, 3),
    t=st.just(0),
    post_key=st.integers(0, 7),
    lang=st.just(None),
    source=st.just(-1),
)


@pytest.fixture(scope="module")
def engine(tmp_path_factory):
    number = itertools.count()
    with Session(tmp_path_factory.mktemp("work"), threads=1) as session:

        def stored(rows, schema):
            stage = f"stage_{next(number)}"
            session.store(stage, pa.Table.from_pylist(rows, schema=schema))
            return session.table(stage)

        yield session, stored


@relaxed
@given(
    uses=st.lists(one_use, min_size=1, max_size=40, unique=True),
    names=st.fixed_dictionaries(dict.fromkeys(("text", "url", "hashtag_sequence"), texts)),
    cap=st.integers(1, 4),
    most=st.integers(1, 9),
    own=st.sets(st.integers(0, 7)),
)
def test_what_is_left_out(engine, uses, names, cap, most, own):
    session, stored = engine
    caps, times = {"text": cap, "hashtag_sequence": cap, "url": cap + 1}, {"url": most}
    named = {(trace, place): name for trace, four in names.items() for place, name in enumerate(four)}
    every = stored([use._asdict() for use in uses], USES)
    objects = stored([{"trace": t, "object": n, "id": i} for (t, i), n in named.items()], OBJECTS)
    posts = stored([{"post_key": key} for key in own], pa.schema([("post_key", pa.int64())]))
    common = generic.common(margins.object_margins(every), caps, times, WORDED)
    made = generic.templates(every, generic.frames(objects, WORDED, LEAST), cap)
    first = generic.with_templates(common, made)
    beside = generic.beside(every, first.filter(first.why != generic.COMMON), posts, WORDED, cap)
    rows = session.fetch(generic.also(first, beside)).to_pylist()
    found = {(row["trace"], row["object"]): row["why"] for row in rows}
    assert len(found) == len(rows)
    assert found == reference.left_out(uses, named, own, caps, times, WORDED, LEAST, cap)


def test_the_most_used_stand_first_and_a_template_for_all_its_texts(engine):
    session, stored = engine
    names = ["good morning", "my day 3 steps", "my day 41 steps", "own words here"]
    users = {0: range(6), 1: range(4), 2: range(3, 8), 3: range(2)}
    uses = [Use("text", a, o, a, 10 * o + a, None, -1) for o, accounts in users.items() for a in accounts]
    every = stored([use._asdict() for use in uses], USES)
    objects = stored([{"trace": "text", "object": n, "id": i} for i, n in enumerate(names)], OBJECTS)
    popularity = margins.object_margins(every)
    made = generic.templates(every, generic.frames(objects, ["text"], 5), 5)
    all_ = generic.with_templates(generic.common(popularity, {"text": 5}, {}, ["text"]), made)
    rows = session.fetch(generic.most_used(all_, popularity, made, objects, 2)).to_pylist()
    rows.sort(key=lambda row: row["place"])
    assert [(r["why"], r["name"], r["accounts"], r["uses"], r["texts"]) for r in rows] == [
        ("template", "my da … steps", 8, None, 2),
        ("phrase", "good morning", 6, 6, None),
    ]


def post(number, text=None, kind="post"):
    return {"platform": "x", "account_id": "a", "created_at": number, "kind": kind, "text": text, "post": number}


def action(number, trace, thing, source=None):
    same = {"platform": "x", "account_id": "a", "acted_at": number, "lang": None}
    return {"trace": trace, "object": thing, "post": number, "source": source, **same}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Bridge closed via @Harl_Post https://t.co/a #news", "@harl_post"),
        ("Bridge closed @harl.post", "@harl.post"),
        ("@harl_post you closed the bridge", None),
        ("write to me@harl.example", None),
        ("@harl_post #a#b#c word", None),
        ("@" + "#a" * 5_000 + " word", None),
        ("", None),
        (None, None),
    ],
)
def test_a_share_button_names_its_site_at_the_end(engine, text, named):
    session, stored = engine
    schema = posts_schema([]).append(pa.field("post", pa.int64()))
    posts = stored([{**post(0, text), "file": 0, "row": 1}], schema)
    found = session.fetch(whose.sites(posts, stored([], ACTIONS_SCHEMA))).to_pylist()
    assert found == ([{"post": 0, "whose": named}] if named else [])


def test_whose_an_object_is(engine):
    session, stored = engine
    rows = [
        (post(0, "t via @one"), [("text", "t", None), ("url", "a.example/1", "a.example")]),  # the link, not the name
        (post(1, "t via @one"), [("text", "t", None), ("url", "a.example/1", "a.example")]),
        (post(2, "u @one"), [("text", "u", None)]),
        (post(3, "u"), [("text", "u", None)]),  # half of the posts tell: enough
        (post(4, "v @one"), [("text", "v", None)]),
        (post(5, "v @two"), [("text", "v", None)]),  # they do not agree
        (post(6, "w @one", "repost"), [("text", "w", None), ("repost", "x:9", "@9")]),  # a repost is its author's
        (
            post(7, "z @one"),
            [("text", "z", None), ("url", "a.example/2", "a.example"), ("url", "b.example", "b.example")],
        ),
        (post(8, "y"), [("text", "y", None)]),
        (post(9, "y"), [("text", "y", None)]),
        (post(10, "y @one"), [("text", "y", None)]),  # a third tells: not enough
    ]
    schema = posts_schema([]).append(pa.field("post", pa.int64()))
    posts = stored([{**row, "file": 0, "row": 1} for row, _ in rows], schema)
    actions = stored([action(row["post"], *one) for row, used in rows for one in used], ACTIONS_SCHEMA)
    found = session.fetch(whose.objects(actions, whose.sites(posts, actions))).to_pylist()
    assert {(row["trace"], row["object"]): row["named"] for row in found} == {
        ("text", "t"): "a.example",
        ("url", "a.example/1"): "a.example",
        ("url", "a.example/2"): "a.example",
        ("url", "b.example"): "b.example",
        ("text", "u"): "@one",
        ("text", "v"): None,
        ("text", "w"): None,
        ("repost", "x:9"): "@9",
        ("text", "z"): None,
        ("text", "y"): None,
    }


@pytest.mark.parametrize(
    ("frame", "said"),
    [
        ("i signed the petitio … day will you sign", "i signed the … will you sign"),
        ("i signed the petition …", "i signed the …"),
        ("… day will you sign", "… will you sign"),
        ("i sign  …  will you", "i sign … will you"),
        ("petitionpetition … signsign", "petitionpetition … signsign"),
    ],
)
def test_a_frame_is_named_by_whole_words(frame, said):
    assert compared._short(compared._whole_words(frame)) == said
