"""`overt label` with a database of cases: each change is a leaf, and registry and ledger can be compared."""

import json
from pathlib import Path

import pytest

from case.scan_made import ring
from overt.case.store import Store
from overt.case.tables import labels

LIST = "kind,name,handle_x,source,key\nnewsroom,The Daily Example,daily_example,A list,1\nother,Two,two,A list,2\n"
NEW = ("--kind", "newsroom", "--name", "The Example", "--domain", "the.example", "--source", "Its imprint")


@pytest.fixture
def desk(overt, tmp_path, monkeypatch):
    """Commands in a folder with a database; the registry is beside it."""
    monkeypatch.chdir(tmp_path)
    for name in ("OVERT_PERSON", "OVERT_DATABASE", "OVERT_LEDGER_KEY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    said(overt("db", "init", "--admin", "ana"))
    said(overt("db", "person", "cas", "--role", "publisher", "--as", "ana"))
    Path("own.csv").write_text(LIST, "utf-8")
    return overt


@pytest.fixture
def named(desk, monkeypatch):
    """The same with the database and who acts in the environment."""
    monkeypatch.setenv("OVERT_DATABASE", "overt.db")
    monkeypatch.setenv("OVERT_PERSON", "ana")
    return desk


def said(done):
    assert (done.code, done.err) == (0, ""), done.err
    return done.out


def whats():
    with Store.open("overt.db").reading() as reading:
        return [row.what for row in reading.all(labels)]


def test_each_verb_leaves_its_leaf(named):
    number = json.loads(said(named("label", "add", *NEW, "--json")))["label_id"]
    said(named("label", "correct", number, "--country", "Atlantis", "--reason", "it says so"))
    said(named("label", "appeal", number, "--reason", "it is a shop"))
    said(named("label", "appeal", number, "--reason", "it is none", "--decide", "upheld"))
    said(named("label", "withdraw", number, "--reason", "it is gone"))
    said(named("label", "import", "own.csv"))
    said(named("label", "import", "own.csv"))
    assert whats() == ["label", "correction", "appeal", "decision upheld", "withdrawal", "label", "label"]
    text = said(named("label", "verify"))
    assert "The ledger has a leaf of each record, and no other of this registry (7)." in text
    assert said(named("ledger", "fsck"))


def test_without_a_database_it_says_nothing_of_one(desk, monkeypatch):
    monkeypatch.setenv("OVERT_PERSON", "ana")
    text = said(desk("label", "add", *NEW)) + said(desk("label", "verify"))
    assert "ledger" not in text
    assert "ledger" not in json.loads(said(desk("label", "verify", "--json")))
    assert whats() == []


def test_what_is_entered_without_the_database_is_found_and_can_be_recorded_later(desk):
    with_it = ("--database", "overt.db", "--as", "ana")
    said(desk("label", "add", *NEW, *with_it))
    said(desk("label", "import", "own.csv"))
    done = desk("label", "verify", "--database", "overt.db")
    assert done.code == 1
    assert "2 records without a leaf on the ledger:" in done.out
    found = desk("label", "verify", "--database", "overt.db", "--json")
    facts = json.loads(found.out)
    assert (found.code, facts["holds"], facts["ledger"]["holds"]) == (1, False, False)
    assert [row["line"] for row in facts["ledger"]["without_leaf"]] == [3, 4]
    text = said(desk("label", "verify", "--add-missing", *with_it))
    assert "2 records had no leaf and got one, which says that it came later." in text
    assert json.loads(said(desk("label", "verify", "--database", "overt.db", "--json")))["holds"]


def test_a_registry_that_lost_its_end_or_is_gone(named):
    said(named("label", "import", "own.csv"))
    file = Path("data/overt/labels.ndjson")
    whole = file.read_bytes()
    file.write_bytes(b"".join(whole.splitlines(keepends=True)[:2]))
    done = named("label", "verify")
    assert done.code == 1
    assert "1 record on the ledger and not in the registry (any more):" in done.out
    file.unlink()
    done = named("label", "verify")
    assert done.code == 1
    assert "The ledger has 2 records of another registry" in done.out
    file.write_bytes(whole)
    said(named("label", "verify"))


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("--database", "overt.db"), "nobody who acts"),
        (("--database", "overt.db", "--as", "zoe"), "nobody is called 'zoe'"),
        (("--database", "overt.db", "--as", "cas"), "may not record label"),
        (("--database", "none.db", "--as", "ana"), "no such database"),
    ],
)
def test_who_may_not_is_told_before_anything_is_entered(desk, words, why):
    for command in (("add", *NEW), ("import", "own.csv")):
        done = desk("label", *command, *words)
        assert done.code == 2
        assert why in done.line
    assert not Path("data").exists()


def test_missing_leaves_need_a_database(desk):
    done = desk("label", "verify", "--add-missing")
    assert (done.code, "--add-missing needs a database" in done.line) == (2, True)


def test_what_a_failing_import_entered_is_recorded(named):
    Path("bad.csv").write_text("this,is\nno,list\n", "utf-8")
    done = named("label", "import", "own.csv", "bad.csv")
    assert done.code == 2
    assert whats() == ["label", "label"]
    said(named("label", "verify"))


def test_a_ledger_that_cannot_be_written_is_told(named, monkeypatch):
    from overt.case import labels as page
    from overt.errors import InputError

    def broken(*_, **__):
        raise InputError("cannot be used: it is locked")

    with monkeypatch.context() as patch:
        patch.setattr(page, "record", broken)
        done = named("label", "add", *NEW)
    assert done.code == 2
    assert "the registry has what was entered, the ledger has not" in done.line
    assert named("label", "verify").code == 1
    said(named("label", "verify", "--add-missing"))


def test_show_says_that_scans_were_made_with_other_parameters(named):
    case = ""
    for n, q in enumerate((0.01, 0.05)):
        path = ring(Path(f"scan{n}"), seed=n) / "findings.json"
        findings = json.loads(path.read_text("utf-8"))
        findings["run"]["parameters"] = {"q": q, "permutations": 999}
        path.write_text(json.dumps(findings), "utf-8")
        said(named("case", "import", path.parent, *(["--case", case] if case else [])))
        case = json.loads(said(named("case", "list", "--json")))["cases"][0]["id"]
        text = said(named("case", "show", case))
        assert ("made with other parameters" in text) == (n == 1)
    assert "q: 0.01 in scan-" in text
    assert "; 0.05 in scan-" in text
    assert "permutations" not in text
