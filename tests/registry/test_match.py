"""Accounts beside labels: what is a match, what only looks like one, and the fast way beside the slow."""

import datetime
import tempfile
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.errors import UsageError
from overt.registry import Registry
from overt.registry.match import ADDRESSES, HOW, MATCHES, MEANS

from . import slow
from .made import accounts, label, registry

OUTLET = label(
    name="Atlantis Daily",
    kind="state_controlled_media",
    handles={"x": ("atlantis_daily",), "tiktok": ("atlantis.daily",), "bluesky": ("atlantis.example",)},
    ids={"youtube": ("UC0123456789abcdefghijkl",)},
    domains=("atlantis.example",),
)
PERSON = label(name="Candidate One", kind="politician", handles={"x": ("candidate_1",)}, ids={"x": ("777",)})
SITE = label(name=None, kind="indicator", domains=("listed.example",), statement="A List")


@pytest.fixture(scope="module")
def held(tmp_path_factory):
    return registry(tmp_path_factory.mktemp("held"), OUTLET, PERSON, SITE)


def found(held, **row):
    rows = held.match(accounts(row)).to_pylist()
    return [(r["means"], r["how"]) for r in rows]


@pytest.mark.parametrize(
    ("row", "hits"),
    [
        ({"handle": "@Atlantis_Daily"}, [("match", "handle")]),
        ({"handle": "atlantis_daily", "platform": "Twitter"}, [("match", "handle")]),
        ({"handle": None, "account_id": "ATLANTIS_DAILY"}, [("match", "handle")]),  # exports that know no other id
        ({"platform": "youtube", "account_id": "UC0123456789abcdefghijkl"}, [("match", "account id")]),
        ({"platform": "youtube", "account_id": "uc0123456789abcdefghijkl"}, []),  # ids have a case
        ({"platform": "x", "account_id": "777", "handle": "renamed"}, [("match", "account id")]),
        ({"platform": "tiktok", "account_id": "777"}, []),  # another platform's number
        ({"handle": "candidate_1", "account_id": "778"}, [("name only", "same handle, other account id")]),
        ({"handle": "candidate_1", "account_id": "777"}, [("match", "account id")]),
        ({"handle": "atlantis_daily", "platform": "telegram"}, [("name only", "same handle, other platform")]),
        ({"handle": "atlantis_daily", "platform": None}, [("name only", "same handle, platform not stated")]),
        ({"handle": "atlantis_daily", "platform": "unknown"}, [("name only", "same handle, platform not stated")]),
        ({"handle": "at1antis_daily"}, [("looks like", "look-alike letters")]),
        ({"handle": "atlantis_dai1y", "platform": "telegram"}, [("looks like", "look-alike letters")]),
        ({"handle": "atlantis_dailly"}, [("looks like", "one letter")]),
        ({"handle": "atlantis\u200b_daily"}, [("looks like", "hidden characters")]),
        ({"handle": "somebody", "display_name": "Atlantis Daily"}, [("name only", "same name")]),
        ({"handle": "somebody", "display_name": "Аtlantis Daily"}, [("looks like", "look-alike letters")]),
        ({"handle": "Atlantis_Daily", "display_name": "Аtlantis Daily"}, [("match", "handle")]),  # it is itself
        ({"handle": "somebody", "domain": "https://de.atlantis.example/"}, [("match", "domain")]),
        ({"platform": "news", "account_id": "www.atlantis.example"}, [("match", "domain")]),
        ({"platform": "bluesky", "handle": "news.atlantis.example"}, [("match", "domain")]),
        ({"platform": "bluesky", "handle": "atlantis.example"}, [("match", "handle")]),
        ({"platform": "mastodon", "handle": "press@atlantis.example"}, [("match", "domain")]),
        ({"platform": "mastodon", "handle": "atlantis.example@evil.example"}, []),
        ({"platform": "x", "handle": "atlantis.example"}, [("name only", "same handle, other platform")]),
        ({"handle": "s", "profile_url": "https://atlantis.example/x"}, [("declares", "own site in its profile")]),
        (
            {"handle": "s", "profile_url": "https://tiktok.com/@atlantis.daily"},
            [("declares", "own site in its profile")],
        ),
        ({"handle": "s", "profile_url": "https://x.com/somebody_else"}, []),
        ({"handle": "s", "profile_url": "https://listed.example/"}, []),
        ({"handle": "s", "domain": "natlantis.example"}, []),
        ({"handle": "s", "domain": "atlantis.example.evil.example"}, []),
        ({"handle": "s", "domain": "atlantis-example.evil.example"}, []),
        ({"handle": "s", "domain": "xatlantis.example"}, []),
        ({"handle": "s", "domain": "listed.example"}, [("indicator", "domain")]),
        ({"handle": "", "display_name": "", "account_id": "5"}, []),
        ({"handle": None, "display_name": None, "profile_url": None}, []),
    ],
)
def test_one_account(held, row, hits):
    assert found(held, **row) == hits


def test_only_a_match_is_openness(held):
    rows = held.match(
        accounts(
            {"handle": "atlantis_daily"},
            {"handle": "at1antis_daily"},
            {"handle": "s", "domain": "listed.example"},
            {"handle": "s", "profile_url": "https://atlantis.example"},
            {"handle": "atlantis_daily", "platform": "telegram"},
        )
    ).to_pylist()
    assert [(r["means"], r["openness"]) for r in rows] == [
        ("match", "affiliation"),
        ("looks like", None),
        ("indicator", None),
        ("declares", None),
        ("name only", None),
    ]


def test_the_table(held):
    rows = held.match(accounts({"handle": "@ATLANTIS_daily", "account_id": "12", "platform": "Twitter"}), "2026-01-01")
    assert rows.schema == MATCHES
    assert rows.num_rows == 0  # nothing was entered then
    (row,) = held.match(accounts({"handle": "@ATLANTIS_daily", "account_id": "12", "platform": "Twitter"})).to_pylist()
    assert row["platform"] == "Twitter"  # as the table has it
    assert (row["seen"], row["listed"]) == ("@ATLANTIS_daily", "atlantis_daily")
    assert row["source"] == "A list"
    assert row["as_of"] == datetime.datetime.now(datetime.UTC).date()
    assert set(MEANS) >= {row["means"]}
    assert row["how"] in HOW


def test_tables_of_other_types(held):
    large = pa.table({"account_id": pa.array(["atlantis_daily"], pa.large_string()), "platform": ["x"]})
    coded = pa.table({"account_id": pa.array(["atlantis_daily"]).dictionary_encode(), "platform": ["x"]})
    numbers = pa.table({"account_id": pa.array([777]), "platform": ["x"]})
    chunks = pa.table(
        {"account_id": pa.chunked_array([["a"], [], ["777"]]), "platform": pa.chunked_array([["x", "x"]])}
    )
    assert [held.match(t).num_rows for t in (large, coded, numbers, chunks)] == [1, 1, 1, 1]
    assert held.match(large.slice(0, 0)).schema == MATCHES
    with pytest.raises(UsageError, match="needs a column account_id"):
        held.match(pa.table({"name": ["a"]}))


def test_more_accounts_than_a_batch(held, monkeypatch):
    monkeypatch.setattr("overt.registry.match.BATCH", 3)
    rows = [{"handle": "atlantis_daily" if n % 4 == 0 else f"somebody{n}"} for n in range(11)]
    assert held.match(accounts(*rows))["account_id"].to_pylist() == ["1000", "1004", "1008"]


def test_an_appeal_shows(tmp_path):
    held = registry(tmp_path, OUTLET)
    (entry,) = held.labels()
    held.appeal(entry.id, "it is independent", "the outlet")
    assert held.match(accounts({"handle": "atlantis_daily"}))["under_appeal"].to_pylist() == [True]


def test_several_sources_are_several_rows(tmp_path):
    other = label(kind="newsroom", name="Atlantis Daily", handles={"x": ("Atlantis_Daily",)})
    held = registry(tmp_path, OUTLET, other)
    rows = held.match(accounts({"handle": "atlantis_daily"})).to_pylist()
    assert sorted(r["kind"] for r in rows) == ["newsroom", "state_controlled_media"]


def test_what_is_said_of_those_that_match(held):
    rows = ({"handle": "atlantis_daily"}, {"handle": "at1antis_daily"}, {"handle": "s", "domain": "listed.example"})
    assert held.openly(accounts(*rows)) == {
        ("x", "1000"): ["Atlantis Daily is listed by A list as state-controlled media."]
    }
    assert list(held.sites(["state_controlled_media"])) == ["atlantis.example"]
    assert list(held.sites(["indicator"])) == ["listed.example"]
    assert held.sites([]) == {}


def test_the_closest_domain_counts(tmp_path):
    held = registry(tmp_path, OUTLET, label(name="Atlantis in German", domains=("de.atlantis.example",)))
    rows = held.match_addresses(
        ["https://de.atlantis.example/a", "https://fr.atlantis.example/a", "other.example", None]
    )
    assert rows.schema == ADDRESSES
    by_id = {e.id: e.label.title for e in held.labels()}
    assert [(r["address"], by_id[r["label_id"]]) for r in rows.to_pylist()] == [
        ("https://de.atlantis.example/a", "Atlantis in German"),
        ("https://fr.atlantis.example/a", "Atlantis Daily"),
    ]
    assert held.match_addresses([]).schema == ADDRESSES


def test_a_list_of_indicators_hides_no_label(tmp_path):
    held = registry(tmp_path, OUTLET, label(kind="indicator", name=None, domains=("de.atlantis.example",)))
    rows = held.match(accounts({"handle": "s", "domain": "de.atlantis.example"})).to_pylist()
    assert [(r["means"], r["listed"]) for r in rows] == [
        ("match", "atlantis.example"),
        ("indicator", "de.atlantis.example"),
    ]


def test_likenesses_of_one_account_are_few(tmp_path):
    held = registry(tmp_path, *(label(name=f"Outlet {n}", handles={"x": (f"daily_news{n}",)}) for n in range(9)))
    assert found(held, handle="daily_newsx") == [("looks like", "one letter")] * 3


WORDS = [
    "daily_news",
    "dai1y_news",
    "daily.news",
    "daily_new",
    "dаily_news",
    "rt_c",
    "rtс",
    "somebody",
    "11111",
    "DAILY_NEWS",
]
HANDLES = st.sampled_from(WORDS)
PLATFORMS = st.sampled_from(["x", "twitter", "telegram", "vk", None, "unknown"])
LISTED = st.sampled_from([w for w in WORDS if w.isascii() and "." not in w])
DOMAINS = st.sampled_from(["a.example", "b.a.example", "c.example"])
HOSTS = st.sampled_from(
    ["https://a.example/x", "www.b.a.example", "aa.example", "c.example.test", "https://x.com/rt_c"]
)
LABELS = st.lists(
    st.builds(
        label,
        kind=st.sampled_from(["newsroom", "indicator", "politician"]),
        name=st.sampled_from(["Daily News", "Dаily News", "Another", "RT"]),
        handles=st.dictionaries(st.sampled_from(["x", "telegram"]), st.tuples(LISTED), max_size=2),
        ids=st.dictionaries(st.just("x"), st.sampled_from([("11111",), ("22222",)]), max_size=1),
        domains=st.one_of(st.just(()), st.tuples(DOMAINS)),
    ),
    max_size=5,
    unique_by=lambda x: str(x.facts()),
)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "platform": PLATFORMS,
            "account_id": st.sampled_from(["11111", "22222", "33333", "daily_news", "rt_c"]),
            "handle": st.one_of(st.none(), HANDLES),
            "display_name": st.one_of(st.none(), st.sampled_from(["Daily News", "daily-news", "Dai1y News", "RT"])),
            "profile_url": st.one_of(st.none(), st.sampled_from(["https://a.example/x", "b.a.example"])),
            "domain": st.one_of(st.none(), HOSTS),
        }
    ),
    max_size=6,
)


@settings(max_examples=200, deadline=None)
@given(LABELS, ROWS)
def test_the_fast_way_finds_what_the_slow_way_finds(labels, rows):
    with tempfile.TemporaryDirectory() as folder:
        held = registry(Path(folder), *labels)
        table = held.match(accounts(*rows))
        fast = list(zip(*(table[n].to_pylist() for n in ("account_id", "label_id", "means", "how")), strict=True))
        assert fast == slow.matched(held.labels(), rows)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), max_size=20))
def test_hostile_names(texts):
    held = Registry.open(Path("nowhere") / "labels.ndjson")
    rows = [
        {"handle": t, "display_name": t, "profile_url": t, "domain": t, "account_id": t, "platform": t} for t in texts
    ]
    assert held.match(accounts(*rows)).num_rows == 0
    with tempfile.TemporaryDirectory() as folder:
        full = registry(Path(folder), OUTLET, PERSON, SITE)
        for row in full.match(accounts(*rows)).to_pylist():
            assert row["means"] in MEANS
