"""The ids and names of DISARM techniques are those of the framework."""

import json
import os
from pathlib import Path

import pytest

from overt.deception.disarm import TECHNIQUES, VERSION, matched

SHARED = Path(os.environ.get("OVERT_SHARED", Path(__file__).parents[3] / "shared")) / "data" / "disarm"


def test_each_technique_once_with_the_cues_that_resemble_it():
    found = matched([("b", ("T0150.008", "T0144.002")), ("a", ("T0150.008",)), ("c", ())])
    assert [(t["id"], t["name"], t["cues"]) for t in found] == [
        ("T0144.002", "Persona Template", ["b"]),
        ("T0150.008", "Bulk Created Asset", ["b", "a"]),
    ]
    assert {t["framework"] for t in found} == {f"DISARM {VERSION}"}
    assert matched([]) == []


def test_the_names_are_those_of_the_framework():
    path = SHARED / "DISARM_stix.json"
    if not path.exists():
        pytest.skip("the shared data is absent: set OVERT_SHARED")
    objects = json.loads(path.read_text("utf-8"))["objects"]
    techniques = [o for o in objects if o["type"] == "attack-pattern"]
    names = {o["external_references"][0]["external_id"]: o["name"] for o in techniques}
    assert {t: names.get(t) for t in TECHNIQUES} == TECHNIQUES
    assert {o["created"][:10] for o in techniques} == {VERSION}
