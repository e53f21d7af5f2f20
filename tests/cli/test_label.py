"""`overt label`: every verb as a person and as a program uses it."""

import json
import re
import shlex
from pathlib import Path

import pyarrow.parquet as pq
import pytest

VERBS = ("lookup", "add", "import", "correct", "withdraw", "appeal", "history", "export", "verify")
LIST = """kind,name,country,handle_x,handle_tiktok,domains,source,key
state_controlled_media,Atlantis One,Atlantis,atlantis_one,atlantis.one,one.example,A list,1
newsroom,The Daily Example,,daily_example,,daily.example,A list,2
"""


@pytest.fixture
def label(overt, tmp_path, monkeypatch):
    """`overt label VERB ...` with a user's data of its own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)
    Path("lists").mkdir()
    Path("lists/own.csv").write_text(LIST, "utf-8")
    return lambda *words: overt("label", *words)


def said(done):
    assert (done.code, done.err) == (0, ""), done.err
    return done.out


def only(label, what):
    (result,) = json.loads(said(label("lookup", what, "--json")))["results"]
    (found,) = result["found"]
    return found


def test_an_empty_registry(label):
    text = said(label("lookup", "anybody"))
    assert "anybody: nothing is listed under it." in text
    assert "overt brings none" in text
    assert not Path("data").exists()


def test_import_and_lookup(label):
    text = said(label("import", "lists", "--by", "ann"))
    assert "own.csv: own-list, 2 rows, 2 labels: 2 added, 0 corrected, 0 as before" in text
    assert "2 labels listed today in " in text
    assert "0 added, 0 corrected, 2 as before" in said(label("import", "lists"))
    text = said(label("lookup", "@Atlantis_One", "https://www.tiktok.com/@atlantis.one", "https://de.one.example/a"))
    assert text.count("Atlantis One is listed by A list as state-controlled media.") == 3
    assert "Found by the handle atlantis_one on x." in text
    assert "Found by the handle atlantis.one on tiktok." in text
    assert "Found by the domain one.example." in text
    assert "Country, as the source states it: Atlantis." in text
    assert "nothing is listed under it" in said(label("lookup", "atlantis_one", "--platform", "telegram"))


def test_lookup_of_what_only_looks_alike(label):
    said(label("import", "lists"))
    text = said(label("lookup", "at1antis_one"))
    assert text.startswith("at1antis_one: nothing is listed under it.")
    assert "never a sign of openness" in text
    found = only(label, "at1antis_one")
    assert (found["means"], found["how"]) == ("looks like", "look-alike letters")
    assert found["listed"] in ("atlantis_one", "atlantis.one")


def test_the_life_of_a_label(label):
    words = ("--kind", "newsroom", "--name", "The Example", "--handle", "x=@example", "--domain", "the.example")
    answer = json.loads(said(label("add", *words, "--source", "Its imprint", "--by", "ann", "--json")))
    number = answer["label_id"]
    assert answer["sentence"] == "The Example is listed by Its imprint as a newsroom."
    assert answer["entered_by"] == "ann"
    assert "Country, as the source states it: Atlantis." in said(
        label("correct", number, "--country", "Atlantis", "--reason", "its imprint says so", "--by", "ben")
    )
    assert "Country" not in said(label("correct", number, "--clear", "country", "--reason", "it does not"))
    assert "Under appeal since" in said(label("appeal", number, "--reason", "it is a shop"))
    assert only(label, "@example")["under_appeal"]
    done = label("appeal", number, "--reason", "it is a shop", "--decide", "granted")
    assert said(done).startswith("No longer listed: ")
    assert "nothing is listed" in said(label("lookup", "@example"))
    lines = [x for x in said(label("history", number)).splitlines() if x.startswith("Record ")]
    assert [re.sub(r"Record \d+, .* UTC, by \S+: ", "", x) for x in lines] == [
        "the label was entered.",
        "it was corrected (country from nothing to Atlantis). Reason: its imprint says so.",
        "it was corrected (country from Atlantis to nothing). Reason: it does not.",
        "an appeal was entered. Reason: it is a shop.",
        "the appeal was decided, it was granted and the label withdrawn. Reason: it is a shop.",
    ]
    history = json.loads(said(label("history", number, "--json")))
    assert [r["type"] for r in history["history"]] == ["label", "correction", "correction", "appeal", "decision"]
    assert history["status"] == "withdrawn"
    assert label("withdraw", number, "--reason", "again").code == 2


def test_export_and_verify(label):
    said(label("import", "lists"))
    for name in ("labels.csv", "labels.ndjson", "labels.parquet"):
        assert said(label("export", "--out", name)) == f"2 labels: {name}\n"
    assert pq.read_table("labels.parquet").num_rows == 2
    assert "2 added" in said(label("import", "labels.ndjson", "--registry", "other.ndjson"))
    text = said(label("verify"))
    head = re.search(r"[0-9a-f]{64}", text)[0]
    said(label("add", "--kind", "other", "--name", "A", "--source", "A list"))
    assert json.loads(said(label("verify", "--head", head, "--json")))["holds"]
    assert label("verify", "--head", "0" * 64).code == 1
    path = Path("data/overt/labels.ndjson")
    path.write_bytes(path.read_bytes().replace(b"Atlantis", b"Lemuria", 1))
    done = label("verify", "--json")
    assert done.code == 1
    assert json.loads(done.out)["holds"] is False
    assert label("lookup", "daily_example").code == 2  # what was changed is not believed


def test_a_torn_line_is_told(label):
    said(label("import", "lists"))
    path = Path("data/overt/labels.ndjson")
    path.write_bytes(path.read_bytes()[:-30])
    assert "the last line has no end" in said(label("lookup", "atlantis_one"))
    assert "1 added, 0 corrected, 1 as before" in said(label("import", "lists"))
    assert "no end" not in said(label("verify"))
    assert path.with_name("labels.ndjson.torn").exists()


def test_terminal_escapes_are_shown_not_obeyed(label):
    name = "A \x1b[31mred\x07 \u202eeman\u200b example"
    said(label("add", "--kind", "other", "--name", name, "--source", "A \x9b31m list", "--handle", "x=red"))
    for done in (label("lookup", "red"), label("lookup", "\x1b[2J"), label("history", only(label, "red")["label_id"])):
        assert done.code == 0
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e]", done.out)
    assert "\\u202e" in label("lookup", "red").out
    assert label("lookup", "red", "--json").out.isascii()


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("lookup",), "Missing argument 'WHAT...'"),
        (("lookup", " "), "there is nothing to look up"),
        (("lookup", "a", "--as-of", "soon"), "soon is no day; write it as 2024-12-31"),
        (("lookup", "a", "--registry", "lists"), "is no file"),
        (("history", "L0123456789ab"), "no label of the id L0123456789ab"),
        (("import", "none.csv"), "none.csv: is not there"),
        (("import", "lists/own.csv", "--format", "nope"), "no list is called nope"),
        (("import", "lists/own.csv", "--retrieved", "soon"), "the day of retrieval is soon"),
        (("add", "--kind", "troll", "--name", "A", "--source", "S"), "no kind of label is called troll"),
        (("add", "--kind", "other", "--name", "A", "--source", " "), "a label names its source"),
        (("add", "--kind", "other", "--source", "S"), "a label names somebody"),
        (("add", "--kind", "other", "--handle", "daily", "--source", "S"), "--handle daily names no platform"),
        (("add", "--kind", "other", "--domain", "medium.com", "--source", "S"), "is no domain of anybody's own"),
        (("add", "--kind", "other", "--name", "A", "--source", "S", "--typology", "XX"), "no model of the typology"),
        (("correct", "L0123456789ab", "--reason", "x"), "nothing is given that would be corrected"),
        (("correct", "L0123456789ab", "--country", "A", "--reason", "x"), "no label of the id"),
        (("appeal", "L0123456789ab", "--reason", "x", "--decide", "perhaps"), "no label of the id"),
        (("export", "--out", "labels.xlsx"), "ends in none of"),
        (("export", "--out", "none/labels.csv"), "cannot be written"),
        (("verify", "--head", "abc"), "--head abc is no SHA-256"),
        (("add", "--kind", "other", "--name", "A", "--source", "S", "--registry", "/proc/none/l.ndjson"), "cannot be"),
    ],
)
def test_mistakes_are_one_line(label, words, why):
    done = label(*words)
    assert done.code == 2
    assert why in done.line
    assert done.out == ""


@pytest.mark.parametrize("verb", VERBS)
def test_the_example_of_the_help_works(label, verb):
    text = " ".join(said(label(verb, "--help")).split())
    words = shlex.split(text.split(f"Example: overt label {verb}")[1])
    said(label("add", "--kind", "other", "--name", "A", "--source", "A list"))
    number = only(label, "A")["label_id"]
    words = [number if w == "L0123456789ab" else w for w in words]
    assert label(verb, *words).code == 0
