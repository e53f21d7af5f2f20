"""`overt case`, `request`, `grant` and `db`: every verb as people and programs use it; the story of the docs runs."""

import datetime
import json
import re
import shlex
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from case.scan_made import account, ring, scan
from overt.case import policy
from overt.case.people import ROLES

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture
def desk(overt, tmp_path, monkeypatch):
    """Commands in a folder of their own, with a database and people in it."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OVERT_PERSON", raising=False)
    monkeypatch.delenv("OVERT_LEDGER_KEY", raising=False)
    said(overt("db", "init", "--admin", "ana"))
    for name, *more in (
        ("ben", "--role", "reviewer", "--market", "north"),
        ("cas", "--role", "publisher"),
        ("bea", "--role", "reviewer", "--market", "south"),
        ("dor", "--role", "overseer", "--team", "oversight"),
        ("eve", "--role", "regulator"),
    ):
        said(overt("db", "person", name, *more, "--as", "ana"))
    return overt


def said(done):
    assert (done.code, done.err) == (0, ""), done.err
    return done.out


def answer(done):
    return json.loads(said(done))


def variables(text):
    """Commands of a block of shell: (variable or None, words)."""
    for line in text.strip().splitlines():
        if line.strip():
            found = re.fullmatch(r"(\w+)=\$\((.*)\)", line)
            name, command = found.groups() if found else (None, line)
            yield name, shlex.split(command)[1:]


def test_the_story_of_the_docs(overt, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OVERT_LEDGER_KEY", raising=False)
    Path("words.txt").write_text("An office would like an account.\nNobody is to see that it is an office.\n", "utf-8")
    scan(
        tmp_path / "results",
        [account("tiktok", "1", "daily_bread"), account("tiktok", "2", "lovely_n\u043erthland")],
    )
    text = (DOCS / "requests.md").read_text("utf-8")
    (story,) = re.findall(r"<!-- story -->\n```sh\n(.*?)```\n<!-- /story -->", text, re.S)
    known, outs = {}, []
    for name, words in variables(story):
        out = said(overt(*[re.sub(r"\$(\w+)", lambda m: known[m[1]], word) for word in words]))
        outs.append(out)
        if name:
            known[name] = out.strip()
    assert [o.strip() for o in outs if o.strip() in ("pending", "declined")] == ["pending", "declined"]
    imported = next(o for o in outs if "found no network" in o)
    assert re.search(r"^case-[0-9a-f]{18}: an account looks like what a request asked for$", imported, re.M)
    shown = next(o for o in outs if "watched for" in o)
    assert "look-alike letters: case-" in shown
    assert "clean" in outs[-1]
    register = json.loads(Path("register.json").read_text("utf-8"))
    assert register["requests"][0]["decision"] == "declined"
    assert "friend" not in Path("register.json").read_text("utf-8")


def test_a_case_from_a_scan_to_a_bundle(desk, tmp_path):
    ring(tmp_path / "results")
    done = answer(desk("case", "import", "results", "--title", "A ring", "--as", "ana", "--role", "analyst", "--json"))
    case, (network,) = done["case"], done["networks"]
    me = ("--as", "ana", "--role", "analyst")
    for words in (("judge", network, "positive", "--because", "They copy each other"),
                  ("suppose", network, "They are fans", "--alternative"), ("comment", case, "Look at the hours"),
                  ("tag", case, "spring")):  # fmt: skip
        said(desk("case", *words, *me))
    Path("note.txt").write_text("what was seen", "utf-8")
    assert "note.txt" in said(desk("case", "evidence", case, "note.txt", "--kind", "note", *me))
    proposal = said(desk("case", "propose", network, "--class", "covert", "--because", "They hide", *me)).strip()
    assert said(desk("case", "vote", proposal, "yes", "--because", "I saw it", *me)) == "open: 1 for it, 0 against\n"
    refused = desk("case", "vote", proposal, "yes", "--because", "Again", "--as", "eve")
    assert refused.code == 2
    assert "[policy nothing-permits-it]" in refused.line
    assert "agreed" in said(desk("case", "vote", proposal, "yes", "--because", "So did I", "--as", "ben"))
    found = answer(desk("case", "show", case, "--as", "eve", "--json"))
    assert found["networks"][0]["class"] == "covert"
    assert all(a["name"].startswith("acct-") for a in found["networks"][0]["accounts"])
    assert "member_0" in said(desk("case", "show", case, "--named", *me))
    assert "member_0" not in said(desk("case", "show", case, *me))
    assert "entered" in said(desk("case", "activity", case, "--as", "dor"))
    steps = answer(desk("case", "history", network, "--as", "dor", "--json"))["steps"]
    assert [s["what"] for s in steps] == ["entered"]
    out = desk("case", "export", case, "--out", "case.zip", "--as", "cas")
    assert "[policy two-people]" in out.line
    proposal = said(desk("case", "propose", case, "--disclose", "--because", "Others need it", "--as", "cas")).strip()
    for name in ("cas", "ben"):
        said(desk("case", "vote", proposal, "yes", "--because", "They do", "--as", name))
    assert "SHA-256" in said(desk("case", "export", case, "--out", "case.zip", "--as", "cas"))
    for format in ("record", "stix", "misp", "csv"):
        said(desk("case", "export", case, "--format", format, "--out", f"case.{format}", "--as", "cas"))
        assert "member_0" not in Path(f"case.{format}").read_text("utf-8")
    said(desk("exchange", "check", "case.stix", "case.misp", "case.record"))
    received = answer(desk("case", "import", "case.zip", *me, "--json"))["case"]
    assert answer(desk("case", "show", received, *me, "--json"))["networks"][0]["class"] == "unconfirmed"
    assert len(answer(desk("case", "list", *me, "--json"))["cases"]) == 2
    said(desk("case", "merge", received, "--into", case, "--because", "The same ring", *me))
    two = [n["id"] for n in answer(desk("case", "show", case, *me, "--json"))["networks"]]
    split = ("--network", two[1], "--title", "Apart", "--because", "Not ours")
    made = said(desk("case", "split", case, *split, *me)).strip()
    appeal = said(
        desk("case", "appeal", network, "--from", "Its people", "--because", "We say it", "--as", "dor")
    ).strip()
    asked = said(desk("case", "propose", appeal, "--outcome", "granted", "--because", "They do", "--as", "cas")).strip()
    assert "[policy independent-appeal]" in desk("case", "vote", asked, "yes", "--because", "x", "--as", "ben").line
    said(desk("case", "undo", asked, "--because", "To be asked again", "--as", "cas"))
    said(desk("case", "close", made, "--because", "All is said", "--as", "cas"))
    assert "key was destroyed" in said(desk("case", "show", made, *me))
    words = said(desk("case", "comment", case, "A name", *me)).strip()
    assert "erased in 1 version" in said(desk("case", "erase", words, "--because", "Asked for", "--as", "dor"))
    assert "A name" not in said(desk("case", "activity", case, *me))
    assert "clean" in said(desk("ledger", "fsck"))


def test_grants(desk, tmp_path):
    ring(tmp_path / "results")
    me = ("--as", "ana", "--role", "analyst")
    case = answer(desk("case", "import", "results", *me, "--json"))["case"]
    pq.write_table(
        pa.table({"platform": ["x"] * 3, "account_id": ["700", "701", "900"], "ip": ["=1+1", "b", "c"]}), "d.parquet"
    )
    ask = ("--purpose", "audit", "--field", "account_id", "--field", "ip", "--necessity", "To see who runs it", *me)
    grant = said(desk("grant", "ask", case, *ask, "--starts", "2020-01-01", "--ends", "2020-02-01")).strip()
    assert "[policy self-approval]" in desk("grant", "approve", grant, "--because", "Fine", *me).line
    look = ("d.parquet", "--purpose", "audit", "--field", "account_id", "--field", "ip", "--out", "seen.csv", *me)
    assert "missing-countersign" in desk("grant", "read", grant, *look).line
    said(desk("grant", "approve", grant, "--because", "Fine", "--as", "ben"))
    assert "ended" in said(desk("grant", "countersign", grant, "--because", "Fine", "--as", "dor"))
    assert "expired-grant" in desk("grant", "read", grant, *look).line
    second = said(
        desk("grant", "ask", case, *ask, "--starts", "2026-01-01", "--ends", "2026-01-02", "--emergency")
    ).strip()
    assert said(desk("grant", "review", second, "confirm", "--because", "It was one", "--as", "dor"))
    assert said(desk("grant", "revoke", second, "--because", "It is over", "--as", "dor")) == f"{second}: revoked\n"
    ends = (datetime.datetime.now(datetime.UTC) + datetime.timedelta(days=9)).isoformat()
    third = said(desk("grant", "ask", case, *ask, "--ends", ends)).strip()
    for verb, name in (("approve", "ben"), ("countersign", "dor")):
        said(desk("grant", verb, third, "--because", "Fine", "--as", name))
    assert "2 rows" in said(desk("grant", "read", third, *look))
    seen = Path("seen.csv").read_text("utf-8")
    assert "acct-" in seen
    assert ",'=1+1" in seen
    assert "already" in desk("grant", "read", third, *look).line
    assert [g["state"] for g in answer(desk("grant", "list", *me, "--json"))["grants"]] == [
        "ended",
        "revoked",
        "in force",
    ]
    (row,) = answer(desk("grant", "reads", "--account", "x:700", "--as", "eve", "--json"))["looks"]
    assert (row["who"], row["rows"], row["allowed"]) == ("ana", 2, True)
    assert "3 looks" in said(desk("grant", "reads", "--as", "dor"))
    said(desk("grant", "reads", "--account", "x:700", "--as", "dor", "--out", "reads.csv"))
    assert len(Path("reads.csv").read_text("utf-8").splitlines()) == 2
    assert "may not view reads" in desk("grant", "reads", "--account", "x:700", *me).line


def test_people_and_policies(desk):
    assert "knows anna and" in desk_pair(desk)
    people = answer(desk("db", "people", "--json"))["people"]
    assert {p["name"] for p in people} == {"ana", "ben", "bea", "cas", "dor", "eve", "hal"}
    said(desk("db", "person", "hal", "--role", "publisher", "--take", "reviewer", "--as", "ana"))
    said(desk("db", "same", "hal", "ben", "--because", "One login", "--as", "ana"))
    assert [p["same_as"] for p in answer(desk("db", "people", "--json"))["people"] if p["same_as"]]
    assert "self-approval" in said(desk("db", "policies"))
    said(desk("db", "policies", "--out", "policies"))
    path = Path("policies/grants.cedar")
    path.write_text(path.read_text("utf-8").replace("the grant has ended", "the grant is over"), "utf-8")
    said(desk("db", "policies", "--put", path, "--because", "Plainer", "--as", "ana"))
    assert "the grant is over" in said(desk("db", "policies"))
    path.write_text("permit(", "utf-8")
    assert "cannot be used" in desk("db", "policies", "--put", path, "--because", "x", "--as", "ana").line
    assert "up to date" in said(desk("db", "upgrade"))
    assert "there is a database" in desk("db", "init", "--admin", "ana").line


def desk_pair(desk):
    """Two accounts that the identity provider knows as one; what the second one is told."""
    told = ("--issuer", "https://login.example", "--subject", "s-1", "--as", "ana")
    said(desk("db", "person", "hal", "--role", "reviewer", *told))
    return desk("db", "person", "anna", "--role", "publisher", *told).line


@pytest.mark.parametrize("verb", ["case list", "request list", "grant list", "db people", "request due", "grant reads"])
def test_no_database_is_one_line(overt, tmp_path, monkeypatch, verb):
    monkeypatch.chdir(tmp_path)
    who = () if verb == "db people" else ("--as", "ana")
    done = overt(*verb.split(), *who)
    assert done.code == 2
    assert "run `overt db init` first" in done.line


def test_the_tables_of_the_docs_are_those_of_the_code():
    text = (DOCS / "case.md").read_text("utf-8")
    (roles,) = re.findall(r"<!-- roles -->\n(.*?)<!-- /roles -->", text, re.S)
    assert re.findall(r"^\| `(\w+)` \|", roles, re.M) == list(ROLES)
    (denials,) = re.findall(r"<!-- denials -->\n(.*?)<!-- /denials -->", (DOCS / "grants.md").read_text("utf-8"), re.S)
    told = dict(re.findall(r"^\| `([a-z-]+)` \| (.*) \|$", denials, re.M))
    rules = "".join(policy.shipped().values())
    says = dict(re.findall(r'@id\("([a-z-]+)"\)\n@says\("(.*)"\)\nforbid', rules))
    others = {"self-review", "closed-case"}
    assert told == {name: why for name, why in says.items() if name not in others}
