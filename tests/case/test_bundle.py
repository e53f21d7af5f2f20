"""A case that travels: to nobody before two people agree, and to others as what somebody else said."""

import hashlib
import io
import json
import random
import zipfile

import pytest

from overt.case import activity, appeals, bundle, cases, decisions, evidence, imports, judgements, merging, view
from overt.case.cases import Opening
from overt.case.store import Store
from overt.case.tables import accounts, comments, hypotheses, networks, received, votes
from overt.errors import Denied, InputError, OutputError, UsageError

from .desk import ANALYST, OVERSEER, PUBLISHER, REVIEWER, enter_people
from .scan_made import account, ring, scan


@pytest.fixture
def made(desk, tmp_path):
    """A case with a bit of everything, and its network."""
    done = imports.import_scan(desk.store, ANALYST, ring(tmp_path / "scan"))
    (network,) = done.networks
    evidence.add(
        desk.store, ANALYST, done.case, [evidence.Item("note", "what was seen", b"four accounts", "text/plain")]
    )
    judgements.judge(desk.store, ANALYST, network, "positive", "they copy each other")
    judgements.suppose(desk.store, REVIEWER, network, "one office runs them")
    judgements.suppose(desk.store, REVIEWER, network, "they are fans", alternative=True)
    cases.comment(desk.store, REVIEWER, done.case, "look at the hours")
    cases.tag(desk.store, ANALYST, done.case, "spring")
    proposal = decisions.propose(desk.store, ANALYST, network, "class", {"class": "covert"}, "they hide who they are")
    desk.agree(proposal, ANALYST, REVIEWER)
    return done.case, network


def clear(desk, case, **terms):
    proposal = decisions.propose(desk.store, PUBLISHER, case, "disclose", terms, "others need it")
    desk.agree(proposal, PUBLISHER, REVIEWER)


@pytest.fixture
def other(tmp_path, monkeypatch):
    monkeypatch.delenv("OVERT_LEDGER_KEY", raising=False)
    (tmp_path / "other").mkdir()
    store = Store.create(tmp_path / "other" / "overt.db", origin="other.example/log")
    enter_people(store)
    yield store
    store.engine.dispose()


def test_nothing_leaves_before_two_people_agree(desk, made, tmp_path):
    case, _ = made
    path = tmp_path / "case.zip"
    with pytest.raises(Denied, match="two-people"):
        bundle.export(desk.store, PUBLISHER, case, path)
    clear(desk, case)
    with pytest.raises(Denied, match="export case"):
        bundle.export(desk.store, ANALYST, case, path)
    with pytest.raises(Denied, match="disclosure-terms"):
        bundle.export(desk.store, PUBLISHER, case, path, named=True)
    assert not path.exists()
    sha256 = bundle.export(desk.store, PUBLISHER, case, path)
    assert hashlib.sha256(path.read_bytes()).hexdigest() == sha256
    with pytest.raises(OutputError, match="already"):
        bundle.export(desk.store, PUBLISHER, case, path)


def test_a_bundle_without_names_has_none(desk, made, tmp_path):
    case, _ = made
    clear(desk, case)
    bundle.export(desk.store, PUBLISHER, case, tmp_path / "case.zip")
    _, files = bundle.opened(tmp_path / "case.zip")
    text = b"".join(files.values()).decode()
    for n in range(4):
        assert f"member_{n}" not in text
        assert f'"70{n}"' not in text
    assert "acct-" in text
    assert not any(name in text for name in ('"ann"', '"ben"', "person-"))


@pytest.mark.parametrize("named", [False, True])
def test_another_installation_opens_it(desk, made, other, tmp_path, named):
    case, _ = made
    clear(desk, case, named=named)
    bundle.export(desk.store, PUBLISHER, case, tmp_path / "case.zip", named=named)
    theirs = bundle.receive(other, ANALYST, tmp_path / "case.zip")
    with other.reading() as reading:
        assert reading.get(theirs).origin == "bundle"
        (network,) = reading.all(networks, case=theirs)
        found = reading.all(accounts, case=theirs)
        assert len(found) == 4
        assert ({a.account_id for a in found} == {"700", "701", "702", "703"}) == named
        assert all(a.network == network.root for a in found)
        assert appeals.standing_class(reading, network.root) == "unconfirmed"  # what others decided is not decided here
        assert reading.all(votes) == []
        said = [r for r in reading.all(received, case=theirs) if r.kind == "decisions"]
        assert [(r.body["class"], r.body["about"]) for r in said] == [("covert", network.root)]
        assert "note" in {e.kind for e in evidence.of_case(reading, theirs)}
        assert len(reading.all(hypotheses, case=theirs)) == 2
        assert other.ledger.head().pending == 0


def test_the_same_case_gives_the_same_bytes(desk, made, tmp_path):
    case, _ = made
    clear(desk, case)
    one, two = (bundle.export(desk.store, PUBLISHER, case, tmp_path / f"{n}.zip") for n in "ab")
    assert one == two


def test_every_change_to_a_bundle_is_refused(desk, made, other, tmp_path):
    case, _ = made
    clear(desk, case)
    bundle.export(desk.store, PUBLISHER, case, tmp_path / "case.zip")
    with zipfile.ZipFile(tmp_path / "case.zip") as zipped:
        whole = {name: zipped.read(name) for name in zipped.namelist()}
    manifest = json.loads(whole["manifest.json"])
    chance = random.Random(1)
    changed = [{n: d for n, d in whole.items() if n != gone} for gone in whole]
    changed += [whole | {n: d + b" "} for n, d in whole.items() if n != "manifest.json"]
    changed += [whole | {"more.txt": b"x"}, whole | {"../x": b"x"}]
    for says in ({"schema": "overt.case/9"}, {"files": []}, {"files": {}}, {"files": None}):
        changed.append(whole | {"manifest.json": json.dumps(manifest | says).encode()})
    for text in (b"", b"[]", b"[" * 100_000, b"\xff"):
        changed.append(whole | {"manifest.json": text})
    before = other.ledger.head().size
    for files in changed:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as zipped:
            for name in chance.sample(sorted(files), len(files)):
                zipped.writestr(name, files[name])
        (tmp_path / "changed.zip").write_bytes(out.getvalue())
        with pytest.raises(InputError):
            bundle.receive(other, ANALYST, tmp_path / "changed.zip")
    for junk in (b"", b"PK", b"no zip at all" * 50, (tmp_path / "case.zip").read_bytes()[:-30]):
        (tmp_path / "junk.zip").write_bytes(junk)
        with pytest.raises(InputError):
            bundle.receive(other, ANALYST, tmp_path / "junk.zip")
    assert other.ledger.head().size == before


def test_records_of_wrong_form_are_refused_whole(desk, made, other, tmp_path):
    case, _ = made
    clear(desk, case)
    bundle.export(desk.store, PUBLISHER, case, tmp_path / "case.zip")
    manifest, files = bundle.opened(tmp_path / "case.zip")
    before = other.ledger.head().size
    for name, text in (
        ("networks.jsonl", b'{"id": 7}\n'),
        ("accounts.jsonl", b"[]\n"),
        ("evidence.jsonl", b'{"sha256": []}\n'),
        ("judgements.jsonl", b"{\n"),
    ):
        said = {**files, name: text}
        listed = {n: {"sha256": hashlib.sha256(d).hexdigest(), "bytes": len(d)} for n, d in said.items()}
        with zipfile.ZipFile(tmp_path / "wrong.zip", "w") as zipped:
            zipped.writestr("manifest.json", json.dumps(manifest | {"files": listed}))
            for n, d in said.items():
                zipped.writestr(n, d)
        with pytest.raises(InputError):
            bundle.receive(other, ANALYST, tmp_path / "wrong.zip")
    assert other.ledger.head().size == before


def test_a_merge_moves_everything_and_keeps_the_history(desk, made, tmp_path):
    case, network = made
    into = desk.case("The other half")
    merging.merge(desk.store, ANALYST, case, into, "the same office")
    with desk.reading() as reading:
        facts = view.facts(reading, ANALYST, into)
        assert [n["id"] for n in facts["networks"]] == [network]
        assert facts["networks"][0]["class"] == "covert"
        assert len(facts["networks"][0]["accounts"]) == 4
        assert facts["tags"] == ["spring"]
        assert len(reading.all(comments, case=into)) == 1
        left = view.facts(reading, ANALYST, case)
        assert (left["status"], left["networks"]) == ("merged", [])
        assert {"kind": "merged into", "to": into} in left["links"]
        assert [v.case for v in reading.versions(network)] == [case, into]
    with pytest.raises(Denied, match="closed-case"):
        merging.merge(desk.store, ANALYST, case, into, "again")
    for one, two in ((into, into), (network, into)):
        with pytest.raises(UsageError):
            merging.merge(desk.store, ANALYST, one, two, "no")


def test_a_split_moves_one_network_and_what_is_about_it(desk, tmp_path):
    people = [account("x", f"{n}", f"h{n}_{n}", None, "N1" if n < 4 else "N2", "member") for n in range(8)]
    done = imports.import_scan(desk.store, ANALYST, scan(tmp_path / "scan", people))
    one, two = done.networks
    with desk.reading() as reading:
        theirs = reading.all(accounts, network=two)[0].root
    judgements.judge(desk.store, ANALYST, theirs, "positive", "it copies")
    judgements.judge(desk.store, ANALYST, one, "unsure", "few posts")
    proposal = decisions.propose(desk.store, ANALYST, two, "class", {"class": "covert"}, "hidden")
    desk.agree(proposal, ANALYST, REVIEWER)
    made = merging.split(desk.store, ANALYST, done.case, [two], "The second one", "another office")
    with desk.reading() as reading:
        mine, other = view.facts(reading, ANALYST, done.case), view.facts(reading, ANALYST, made)
        assert [n["id"] for n in mine["networks"]] == [one]
        assert [n["id"] for n in other["networks"]] == [two]
        assert other["networks"][0]["class"] == "covert"
        assert sum(len(a["judgements"]) for a in other["networks"][0]["accounts"]) == 1
        assert len(mine["networks"][0]["judgements"]) == 1
        names = [{a["name"] for n in facts["networks"] for a in n["accounts"]} for facts in (mine, other)]
        assert not names[0] & names[1]
    with pytest.raises(UsageError, match="networks of the case"):
        merging.split(desk.store, ANALYST, done.case, [two], "Again", "gone already")


def test_the_pseudonyms_of_two_cases_have_nothing_in_common(desk, tmp_path):
    folder = ring(tmp_path / "scan")
    names = []
    for title in ("one", "two"):
        case = imports.import_scan(desk.store, ANALYST, folder, opening=Opening(title)).case
        with desk.reading() as reading:
            names.append({s.name for s in view.shown(reading, case)})
    assert len(names[0]) == len(names[1]) == 4
    assert not names[0] & names[1]


def test_activity_tells_who_did_what(desk, made):

    case, network = made
    with desk.reading() as reading:
        steps = activity.of_case(reading, OVERSEER, case)
        assert (steps[0].kind, steps[0].what, steps[0].person) == ("case", "entered", "ann")
        assert {s.kind for s in steps} >= {
            "scan",
            "network",
            "account",
            "judgement",
            "hypothesis",
            "comment",
            "tag",
            "proposal",
            "vote",
            "decision",
            "evidence",
        }
        decided = next(s for s in steps if s.kind == "decision")
        assert (decided.person, decided.says["outcome"]) == ("overt", "agreed")
        assert [s.what for s in activity.history(reading, OVERSEER, network)] == ["entered"]
        for step in steps:
            assert desk.store.ledger.leaf(reading.connection, step.entry)["clear"]["root"] == step.root
