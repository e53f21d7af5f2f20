"""A hundred reviewers at once: no decision is lost, none is made twice, and everything is in the ledger."""

import itertools
import json
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from overt.case import decisions, imports
from overt.case.store import Store
from overt.case.tables import decisions as decided
from overt.case.tables import judgements, proposals, votes
from overt.case.tables import people as people_table
from postgres_server import Server, binaries

from .desk import ANALYST, enter_people
from .reviewers import enter_reviewers, name_of, role_of
from .scan_made import account, scan

REVIEWERS, OFFICES = 100, 4
NETWORKS, MEMBERS = 40, 5


def prepared(url, tmp_path):
    """A case with many networks, a proposal on each, and the reviewers."""
    store = Store.open(url)
    enter_reviewers(store, REVIEWERS)
    people = [
        account("x", f"{n}{m:02d}", None, None, f"N{n}", "member") for n in range(NETWORKS) for m in range(MEMBERS)
    ]
    done = imports.import_scan(store, ANALYST, scan(tmp_path / "scan", people))
    for network in done.networks:
        decisions.propose(store, ANALYST, network, "class", {"class": "covert"}, "it hides who it is")
    return store


def run(url, seconds, think, reviewers=REVIEWERS, offices=OFFICES):
    """What all of them did."""
    each = reviewers // offices
    program = Path(__file__).with_name("reviewers.py")
    working = [
        subprocess.Popen(
            [sys.executable, program, url, str(n * each), str(each), str(seconds), str(think), "7"],
            stdout=subprocess.PIPE,
        )
        for n in range(offices)
    ]
    told = [json.loads(process.communicate(timeout=seconds + 300)[0]) for process in working]
    assert [process.returncode for process in working] == [0] * offices
    return list(itertools.chain.from_iterable(told))


def check(store, told):
    """Against what the reviewers say that they did: each word is there, once, and so is the decision that follows."""
    assert [t["failed"] for t in told if t["failed"]] == []
    written = Counter((name_of(t["who"]), t["about"], t["judging"]) for t in told)
    last = {(name_of(t["who"]), t["about"]): t["word"] for t in told}
    with store.reading() as reading:
        names = {p.root: p.name for p in reading.all(people_table)}
        found = {}
        for table, about, word, judging in (
            (judgements, "about", "verdict", True),
            (votes, "proposal", "agrees", False),
        ):
            rows = reading.all(table)
            assert len({(r.person, getattr(r, about)) for r in rows}) == len(rows)
            for r in rows:
                key = names[r.person], getattr(r, about)
                found[key] = getattr(r, word)
                assert r.version + 1 == written.pop((*key, judging))
        assert not written
        assert found == last
        for proposal in reading.all(proposals):
            cast = [(who, word) for (who, about), word in last.items() if about == proposal.root]
            roles = {role_of(int(who.rpartition("-")[2])) for who, word in cast if word}
            agreed = len(roles) >= 2 and all(word for _, word in cast)
            made = reading.all(decided, proposal=proposal.root)
            assert len(made) <= 1
            assert agreed == (len(made) == 1 and made[0].outcome == "agreed"), proposal.root
    head = store.ledger.head()
    assert head.pending == 0


def p95(told):
    return sorted(t["seconds"] for t in told)[int(len(told) * 0.95)]


@pytest.fixture
def office(made_on_server, postgres, tmp_path, monkeypatch):

    url, key = made_on_server
    shutil.copytree(key.parent, tmp_path / "key")
    monkeypatch.setenv("OVERT_LEDGER_KEY", str(tmp_path / "key" / key.name))
    made = postgres.database(like=url)
    store = prepared(made, tmp_path)
    yield store, made
    store.engine.dispose()


@pytest.mark.long
def test_a_hundred_reviewers_for_ten_seconds(office):
    store, url = office
    told = run(url, 10, 2)
    assert len({t["who"] for t in told}) == REVIEWERS
    check(store, told)


def test_two_offices_on_one_file(made_file, tmp_path):

    shutil.copytree(made_file, tmp_path / "held")
    url = str(tmp_path / "held" / "overt.db")
    store = prepared(url, tmp_path)
    told = run(url, 5, 1, reviewers=8, offices=2)
    check(store, told)
    store.engine.dispose()


@pytest.mark.nightly
def test_a_hundred_reviewers_for_two_minutes_are_answered_in_half_a_second(tmp_path, monkeypatch):
    """On a server that waits for the disk, as one does that is not only for tests."""
    programs = binaries()
    if programs is None:
        pytest.skip("PostgreSQL is missing: see tools/postgres.sh")
    monkeypatch.setenv("OVERT_LEDGER_KEY", str(tmp_path / "ledger.key"))
    server = Server(programs, fsync=True)
    try:
        url = server.database()
        made = Store.create(url)
        enter_people(made)
        made.engine.dispose()
        store = prepared(url, tmp_path)
        told = run(url, 120, 5)
        check(store, told)
        store.engine.dispose()
    finally:
        server.stop()
    print(f"{len(told)} acts of {REVIEWERS} reviewers in 120 s, p95 {p95(told) * 1000:.0f} ms")
    assert p95(told) < 0.5
