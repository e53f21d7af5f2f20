"""What crosses platforms, against plain loops; and names that come again."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.findings import namesakes
from overt.findings.crossing import across_platforms, crossings
from overt.findings.sentences import about
from overt.model.account import ACCOUNTS_SCHEMA
from overt.model.co_use import CO_USE_COLUMNS, CoUses
from overt.model.network import Network, Networks
from overt.model.scale import SECOND

PLATFORMS = ["mastodon", "mastodon", "tiktok", "tiktok", "x", "x"]
NETWORK = Network(0, (0, 2, 3, 4), (5,), (), 0.01)


def accounts(**names):
    columns = {"platform": PLATFORMS, "account_id": [f"a{n}" for n in range(6)]}
    columns |= {kind: names.get(kind, [None] * 6) for kind in ("handle", "display_name")}
    return pa.table({**columns, "account": range(6)}, schema=pa.schema(
        [(name, pa.string()) for name in columns] + [("account", pa.int64())]
    ))  # fmt: skip


def co_uses(rows):
    return CoUses.from_table(pa.Table.from_pylist(rows, schema=pa.schema([(c, pa.int64()) for c in CO_USE_COLUMNS])), 6)


one_use = st.tuples(st.integers(0, 1), st.integers(0, 2), st.integers(0, 5), st.integers(0, 400), st.integers(0, 9))


@settings(deadline=None)
@given(
    uses=st.lists(one_use, max_size=14, unique_by=lambda use: use[:3]),
    resolution=st.sampled_from([[1] * 6, [1, 1, 1, 1, 60, 60], [1, 1, 60, 60, 60, 1]]),
)
def test_against_loops(uses, resolution):
    """`uses`: trace, object, account, seconds, post; every two of one object are a co-use."""
    rows = []
    for i, one in enumerate(uses):
        for other in uses[i + 1 :]:
            if one[:2] == other[:2] and one[2] != other[2]:
                (_, _, a, t, p), (_, _, b, u, q) = sorted((one, other), key=lambda use: (use[3], use[2]))
                row = {"trace": one[0], "object": one[1], "t_first": t * SECOND, "t_second": u * SECOND}
                rows.append(row | {"first": a, "second": b, "post_first": p, "post_second": q})
    found = across_platforms(co_uses(rows), accounts(), np.array(resolution), NETWORK)
    things = {}
    by_members = [use for use in uses if use[2] in NETWORK.members]
    for key in sorted({use[:2] for use in by_members}, key=lambda k: (min(u[3] for u in by_members if u[:2] == k), k)):
        mine = [u for u in by_members if u[:2] == key]
        firsts = {}
        for use in sorted(mine, key=lambda u: (u[3], u[2])):
            firsts.setdefault(PLATFORMS[use[2]], use)
        if len(firsts) > 1:
            (name, one), (_, other) = sorted(firsts.items(), key=lambda item: (item[1][3], item[0]))[:2]
            lag, clock = other[3] - one[3], max(resolution[one[2]], resolution[other[2]])
            things.setdefault(one[4], (name, lag if lag > 0 and lag >= clock else None))
    told = [(name, lag) for name, lag in things.values() if lag is not None]
    assert found["things"] == len(things) >= found["ties"] == len(things) - len(told)
    assert found["first"] == {name: sum(n == name for n, _ in told) for name in found["first"]}
    assert set(found["first"]) == {name for name, _ in told}
    if told:
        lags = sorted(lag for _, lag in told)
        assert lags[0] <= found["lag_seconds"]["half"] <= found["lag_seconds"]["nine_in_ten"] <= lags[-1]
        assert 2 * sum(lag <= found["lag_seconds"]["half"] for lag in lags) >= len(lags)
        assert 10 * sum(lag <= found["lag_seconds"]["nine_in_ten"] for lag in lags) >= 9 * len(lags)
    else:
        assert found["lag_seconds"] == {"half": None, "nine_in_ten": None}


def test_a_target_elsewhere_makes_no_network_of_several_platforms():
    alone = Network(0, (2, 3), (4,), (), 0.01)
    assert across_platforms(co_uses([]), accounts(), np.ones(6, np.int64), alone) is None


def test_nothing_is_said_where_all_is_on_one_platform():
    one = accounts().set_column(0, "platform", pa.array(["x"] * 6))
    assert crossings(co_uses([]), one, np.ones(6, np.int64), Networks((NETWORK,), ())) == {}


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("@Green_Hill", "greenhill"),
        ("green.hill", "greenhill"),
        ("Green Hill 🌳", "greenhill"),
        ("green_hill@social.example.org", "greenhill"),
        ("ＧＲＥＥＮ hill", "greenhill"),
        ("hill", "hill"),
        ("abc", ""),
        ("🌳🌳🌳🌳🌳", ""),
        ("", ""),
        (None, ""),
        ("Зелёный холм", "зелёныйхолм"),
        ("a" * 10_000, "a" * 500),
    ],
)
def test_names_are_the_same_whatever_a_platform_allows_in_them(name, letters):
    assert namesakes.folded(name) == letters


def test_names_that_come_again():
    people = accounts(
        handle=["green_hill", None, "green.hill", "low_ford", "other", "green.hill"],
        display_name=["Green Hill", "Low Ford", "Sunny Side", None, "Sunny Side", "Low Ford"],
    )
    # green hill: two accounts on X bear neither; the one on x (5) is a target. low ford: 1, 3, 5; sunny side: 2, 4.
    found = namesakes.namesakes(people)
    assert {name: sorted(mine) for name, mine in found.bearers.items()} == {
        "greenhill": [0, 2, 5],
        "lowford": [1, 3, 5],
        "sunnyside": [2, 4],
    }
    listed = namesakes.across(found, NETWORK.members)
    assert [[a["account_id"] for a in one["accounts"]] for one in listed] == [["a0", "a2"], ["a2", "a4"]]
    assert [a["what"] for a in listed[0]["accounts"]] == ["handle", "handle"]
    assert listed[1]["accounts"][0]["name"] == "Sunny Side"
    said = namesakes.sentence(found, NETWORK.members)
    assert said.startswith("3 of 4 members have a namesake among the members on another platform; of 2 other accounts")
    assert "2 have one anywhere in the data" in said


def test_a_name_that_two_accounts_of_a_platform_bear_says_nothing():
    people = accounts(display_name=["Maria", None, "maria", "Maria", None, None])
    found = namesakes.namesakes(people)
    assert not found.bearers and namesakes.across(found, [0, 2]) == []
    assert namesakes.sentence(found, [0, 2]) == ""


def test_names_are_put_beside_the_accounts_that_were_read():
    read = pa.table({"account": [0, 1], "platform": ["x", "x"], "account_id": ["a", "b"], "posts": [3, 4]})
    known = pa.Table.from_pylist([{"platform": "x", "account_id": "b", "handle": "bee"}], schema=ACCOUNTS_SCHEMA)
    named = namesakes.with_names(read, known)
    assert named["account_id"].to_pylist() == ["a", "b"] and named["handle"].to_pylist() == [None, "bee"]
    assert named["posts"].to_pylist() == [3, 4]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "0 s"),
        (0.5, "0.5 s"),
        (40, "40 s"),
        (89, "89 s"),
        (90, "2 min"),
        (200, "3 min"),
        (5_400, "2 h"),
        (2e5, "2 d"),
    ],
)
def test_lengths_of_time(seconds, said):
    assert about(seconds) == said
