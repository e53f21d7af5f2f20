"""Scans of one case that were made with other parameters: a leaf, and a word to whoever looks at the case."""

import json

import pytest

from overt.case import cases, imports, merging, view
from overt.case.parameters import changed
from overt.case.store import digest
from overt.case.tables import parameters

from .desk import ANALYST
from .scan_made import ring


def made(folder, seed, **given):
    """A scan with these parameters."""
    path = ring(folder, seed=seed) / "findings.json"
    findings = json.loads(path.read_text("utf-8"))
    findings["run"]["parameters"] = given
    path.write_text(json.dumps(findings), "utf-8")
    return folder


def entered(desk, folders, case=None):
    for folder in folders:
        case = imports.import_scan(desk.store, ANALYST, folder, case).case
    return case


def recorded(desk, case):
    with desk.reading() as reading:
        return reading.all(parameters, case=case)


def shown(desk, case):
    with desk.reading() as reading:
        return view.facts(reading, ANALYST, case)["parameters"]


def test_the_same_parameters_say_nothing(desk, tmp_path):
    case = entered(desk, [made(tmp_path / str(n), n, q=0.01, scales=["a", "b"]) for n in range(3)])
    assert (recorded(desk, case), shown(desk, case)) == ([], [])


def test_other_parameters_are_a_leaf_and_are_told(desk, tmp_path):
    given = [{"q": 0.01, "hub": 50}, {"q": 0.05, "hub": 50}, {"q": 0.05, "hub": 50}, {"q": 0.01}]
    case = entered(desk, [made(tmp_path / str(n), n, **one) for n, one in enumerate(given)])
    first, second = recorded(desk, case)
    assert first.changes == {"q": {"before": 0.01, "now": 0.05}}
    assert second.changes == {"hub": {"before": 50}, "q": {"before": 0.05, "now": 0.01}}
    assert (first.sha256_before, first.sha256) == (digest(given[0]), digest(given[1]))
    with desk.reading() as reading:
        leaf = desk.store.ledger.leaf(reading.connection, first.entry)
        held = desk.store.ledger.private(reading.connection, first.entry)
    assert leaf["kind"] == "parameters"
    said = {name: leaf["clear"][name] for name in ("case", "scan", "before", "sha256", "sha256_before")}
    assert said == {name: getattr(first, name) for name in said}
    assert held["changes"] == first.changes
    hub, q = shown(desk, case)
    assert [value.get("value") for value in hub["values"]] == [50, None]
    assert [(value["value"], len(value["scans"])) for value in q["values"]] == [(0.01, 2), (0.05, 2)]
    assert second.scan in q["values"][0]["scans"]


def test_the_leaf_of_an_import_covers_its_parameters(desk, tmp_path):
    """By the digest of findings.json in the clear, and by that of the whole run as a commitment."""
    from overt.case.tables import scans

    case = entered(desk, [made(tmp_path / "scan", 0, q=0.01)])
    findings = json.loads((tmp_path / "scan" / "findings.json").read_text("utf-8"))
    with desk.reading() as reading:
        row = reading.first(scans, case=case)
        leaf = desk.store.ledger.leaf(reading.connection, row.entry)
        held = desk.store.ledger.private(reading.connection, row.entry)
    assert leaf["clear"]["findings_sha256"] == row.findings_sha256
    assert "run" in leaf["commitments"]
    assert held["run"] == digest(findings["run"]) != digest(findings["run"] | {"parameters": {"q": 0.02}})


def test_cases_that_are_merged(desk, tmp_path):
    one = entered(desk, [made(tmp_path / "a", 0, q=0.01)])
    other = entered(desk, [made(tmp_path / "b", 1, q=0.05)])
    merging.merge(desk.store, ANALYST, one, other, "the same accounts")
    (q,) = shown(desk, other)
    assert {value["value"] for value in q["values"]} == {0.01, 0.05}
    assert desk_status(desk, one) == cases.MERGED


def desk_status(desk, case):
    with desk.reading() as reading:
        return reading.get(case).status


@pytest.mark.parametrize("odd", [None, [], "x", 7, {"q": [1, {"a": None}]}, {"\x00": 1e308, "": "\ud800"}])
def test_odd_parameters_are_taken(desk, tmp_path, odd):
    path = ring(tmp_path / "odd", seed=1) / "findings.json"
    findings = json.loads(path.read_text("utf-8"))
    findings["run"]["parameters"] = odd
    path.write_text(json.dumps(findings), "utf-8")
    case = entered(desk, [made(tmp_path / "first", 0, q=0.01), path.parent])
    assert len(recorded(desk, case)) == 1
    assert shown(desk, case)


def test_a_value_of_null_is_not_the_same_as_none_given():
    assert changed({"a": None}, {}) == {"a": {"before": None}}
    assert changed({"a": 1}, {"a": True}) == {"a": {"before": 1, "now": True}}
    assert changed({"a": {"x": 1, "y": 2}}, {"a": {"y": 2, "x": 1}}) == {}
