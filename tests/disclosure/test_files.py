"""`overt exchange`, and files of every format: told apart, read, checked, written."""

import csv
import io
import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from overt.disclosure.exchange.documents import MAX_DEPTH, json_of, text_of
from overt.disclosure.exchange.files import FOLDERS, SINGLE, check, read, save, written
from overt.disclosure.exchange.record_csv import rows, write_csv
from overt.disclosure.record_json import to_json
from overt.errors import InputError

from .made import example, records

DECISION = {
    "application_date": "2026-03-02",
    "content_date": "2026-03-01",
    "incompatible_content_ground": "Terms, section 4",
    "incompatible_content_explanation": "One operator was hidden.",
}


@pytest.fixture
def case(tmp_path):
    path = tmp_path / "case.json"
    path.write_text(json.dumps(to_json(example())), "utf-8")
    return path


@pytest.mark.parametrize("kind", [k for k in SINGLE if k != "csv"])
def test_every_format_comes_back(overt, case, tmp_path, kind):
    out = tmp_path / "out.json"
    assert overt("exchange", "write", case, "--format", kind, "--out", out).code == 0
    assert read(out).record == example()
    assert not check(out).faults
    done = overt("exchange", "read", out, "--json")
    assert json.loads(done.out)["files"][0]["record"] == to_json(example())
    assert overt("exchange", "check", out).code == 0


def test_opencti_bundles_come_back(overt, case, tmp_path):
    out = tmp_path / "out.json"
    assert overt("exchange", "write", case, "--opencti", "--out", out).code == 0
    assert read(out).record == example()
    assert not check(out).faults


def test_folders(overt, case, tmp_path):
    decision = tmp_path / "decision.json"
    decision.write_text(json.dumps(DECISION), "utf-8")
    for kind in FOLDERS:
        more = ("--decision", decision) if kind == "dsa" else ()
        done = overt("exchange", "write", case, "--format", kind, "--out", tmp_path / kind, *more)
        assert done.code == 0, done.err
    made = tmp_path / "dsa" / "statements-1.json"
    assert overt("exchange", "check", made).code == 0
    broken = json.loads(made.read_text("utf-8"))
    broken["statements"][1]["content_date"] = "1990-01-01"
    made.write_text(json.dumps(broken), "utf-8")
    done = overt("exchange", "check", made)
    assert done.code == 1
    assert "statements[1].content_date" in " ".join(done.out.split())
    assert json.loads((tmp_path / "misp-feed" / "manifest.json").read_text("utf-8"))
    assert (tmp_path / "misp-templates" / "overt-attribution" / "definition.json").exists()


def test_a_broken_bundle_is_told_object_by_object(overt, case, tmp_path):
    out = tmp_path / "out.json"
    overt("exchange", "write", case, "--out", out)
    bundle = json.loads(out.read_text("utf-8"))
    indicator = next(o for o in bundle["objects"] if o["type"] == "indicator")
    indicator["pattern"] = "[broken"
    out.write_text(json.dumps(bundle), "utf-8")
    done = overt("exchange", "check", out, "--json")
    said = json.loads(done.out)
    assert (done.code, said["valid"]) == (1, False)
    assert said["files"][0]["faults"][0].startswith(indicator["id"])


def test_words_for_people_quote_the_claim_and_its_author(overt, case):
    done = overt("exchange", "read", case)
    assert done.code == 0
    assert 'A. Laboratory claims: "Run by an agency for a client in Exampleland" (basis: Payment records)' in done.out


def test_dsa_needs_a_decision_and_people_who_confirmed(overt, case, tmp_path):
    done = overt("exchange", "write", case, "--format", "dsa", "--out", tmp_path / "x")
    assert (done.code, "--decision" in done.err) == (2, True)
    case.write_text(json.dumps(to_json(example("unconfirmed"))), "utf-8")
    decision = tmp_path / "decision.json"
    decision.write_text(json.dumps(DECISION), "utf-8")
    done = overt("exchange", "write", case, "--format", "dsa", "--decision", decision, "--out", tmp_path / "x")
    assert (done.code, "only people confirm" in done.err) == (2, True)
    decision.write_text('{"colour": "red"}', "utf-8")
    assert (
        overt("exchange", "write", case, "--format", "dsa", "--decision", decision, "--out", tmp_path / "x").code == 2
    )


@pytest.mark.parametrize(
    "content",
    [
        "",
        "hello",
        "{}",
        "[",
        "[1]",
        '{"type": "bundle"}',
        '{"Event": 3}',
        '{"schema": "x"}',
        "a,b\n1,2\n",
        "[" * 100_000,
        '{"a": NaN}',
        '{"a":1,"a":2}',
        '{"a":' + "9" * 5_000 + "}",
    ],
)
@pytest.mark.parametrize("name", ["a.json", "a.csv", "a.md", "a"])
def test_other_files_are_refused_in_one_line(tmp_path, content, name):
    path = tmp_path / name
    path.write_text(content, "utf-8")
    with pytest.raises(InputError) as caught:
        read(path)
    assert "\n" not in str(caught.value)


def test_a_file_that_is_not_there(overt, tmp_path):
    done = overt("exchange", "read", tmp_path / "nothing.json")
    assert (done.code, len(done.err.splitlines())) == (2, 1)
    assert overt("exchange", "read", tmp_path).code == 2
    assert overt("exchange", "write", tmp_path / "n", "--format", "nope", "--out", tmp_path / "x").code == 2


FORMULA = tuple("=+-@\t\r＝＋－＠")


def undefused(text):
    """Exactly what was there before an apostrophe was put in front of it."""
    return text[1:] if text[:1] == "'" and text[1:].lstrip(" '")[:1] in FORMULA else text


@given(records())
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_the_table_holds_every_row_and_no_formula(record):
    found = list(csv.DictReader(io.StringIO(write_csv(record), newline="")))
    wanted = [{k: v for k, v in row.items() if v} for row in rows(record)]
    assert [{k: undefused(v) for k, v in row.items() if v} for row in found] == wanted
    for row in found:
        risky = [v for v in row.values() if v.lstrip(" '")[:1] in FORMULA]
        assert all(v.startswith("'") for v in risky)
    assert len(found) >= len(record.indicators) + len(record.accounts)


@given(
    st.recursive(
        st.none() | st.integers(-9, 9) | st.text(max_size=3),
        lambda s: st.lists(s, max_size=3) | st.dictionaries(st.text(max_size=3), s, max_size=3),
    )
)
@settings(max_examples=150, deadline=None)
def test_strict_json_reads_what_json_writes(value):
    assert json_of(json.dumps(value)) == value


def test_depth_is_capped():
    assert json_of("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    for levels in (MAX_DEPTH + 1, 2_000, 200_000):
        with pytest.raises(InputError, match="nested too deeply"):
            json_of("[" * levels + "]" * levels)


@given(st.binary(max_size=200))
def test_any_bytes_are_text(data):
    assert isinstance(text_of(data), str)


def test_what_was_there_stays_when_writing_fails(tmp_path):
    out = tmp_path / "out.json"
    out.write_text("before", "utf-8")
    (tmp_path / "out.json.d").mkdir()
    with pytest.raises(Exception, match="cannot be written"):
        save({"": "x"}, tmp_path / "out.json.d")
    assert out.read_text("utf-8") == "before"
    save(written(example(), "csv"), out)
    assert out.read_text("utf-8").startswith("case,status,type")
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_every_published_file_of_meta_is_read_and_checked(shared_data):
    found = [p for p in sorted(shared_data("meta_cib/raw").rglob("*")) if p.suffix in (".csv", ".json", ".md")]
    assert len(found) == 82
    for path in found:
        done = read(path)
        assert (done.format, done.left_out) == ("meta", ()), path.name
        assert not check(path).faults, path.name


def test_words_for_people_count_in_plain_english(overt, case):
    said = overt("exchange", "read", case).out
    assert "3 accounts, 1 network, 3 indicators, 2 judgements, 1 cue" in said
