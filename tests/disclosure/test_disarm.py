"""DISARM: the names that overt carries are those of the framework's own build, keyed on external ids."""

import json

import pytest

from overt.deception.disarm import TECHNIQUES
from overt.disclosure.exchange.disarm import Technique, id_of, ids_by_name, read_bundle, technique, techniques
from overt.errors import InputError


def test_the_names_are_those_of_the_framework(shared_data):
    bundle = json.loads(shared_data("disarm/DISARM_stix.json").read_text("utf-8"))
    assert read_bundle(bundle) == techniques()


def test_every_technique_is_there_once():
    assert len(techniques()) == 391
    assert sum("." in each for each in techniques()) == 288
    assert all(technique(each).external_id == each for each in techniques())
    assert {k: technique(k).name for k in TECHNIQUES} == TECHNIQUES
    assert technique("T9999") == Technique("T9999", "T9999")
    assert all(techniques()[external_id].name.casefold() == name for name, external_id in ids_by_name().items())


@pytest.mark.parametrize(
    ("references", "found"),
    [
        (
            [{"source_name": "mitre-attack", "url": "https://github.com/DISARMFoundation/x", "external_id": "T0002"}],
            "T0002",
        ),
        ([{"source_name": "DISARM", "external_id": "T0097.101"}], "T0097.101"),
        ([{"source_name": "mitre-ics-attack", "url": "https://attack.example/T0817", "external_id": "T0817"}], None),
        ([{"source_name": "mitre-attack", "external_id": "T1566.001"}], None),
        ([{"source_name": "DISARM", "external_id": "TA01"}], None),
        ([3, {}], None),
        (None, None),
    ],
)
def test_whose_id_it_is(references, found):
    assert id_of(references) == found


@pytest.mark.parametrize("value", [None, {}, {"objects": 3}, {"objects": [{"type": "attack-pattern"}, 4]}])
def test_other_bundles_are_refused(value):
    with pytest.raises(InputError, match="holds no DISARM technique"):
        read_bundle(value)
