"""STIX bundles: valid by the official libraries, the same for the same record, and back without loss."""

import json

import pytest
import stix2
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stix2patterns.validator import run_validator

from overt.disclosure.exchange.stix_pattern import pattern_of, read_pattern
from overt.disclosure.exchange.stix_read import read_stix
from overt.disclosure.exchange.stix_terms import SAID
from overt.disclosure.exchange.stix_write import write_stix
from overt.disclosure.record import HEXADECIMAL, KINDS, STATUSES, Indicator
from overt.errors import InputError

from .made import FULL, example, records

SLOW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def objects(text):
    return json.loads(text)["objects"]


def of_type(text, kind):
    return [o for o in objects(text) if o["type"] == kind]


@given(records(), st.booleans())
@SLOW
def test_a_bundle_comes_back_as_it_went(record, opencti):
    text = write_stix(record, opencti)
    read = read_stix(json.loads(text))
    assert read.record == record
    assert not read.left_out
    assert sum(read.found.values()) == len(objects(text))


@given(records())
@SLOW
def test_the_official_library_takes_it(record):
    text = write_stix(record)
    bundle = stix2.parse(text, allow_custom=False, version="2.1")
    assert len(bundle.objects) == len({o["id"] for o in objects(text)})
    for indicator in of_type(text, "indicator"):
        assert not run_validator(indicator["pattern"], "2.1")
    assert write_stix(record) == text


@given(records())
@SLOW
def test_every_reference_is_in_the_bundle(record):
    text = write_stix(record)
    known = {o["id"] for o in objects(text)}
    for each in objects(text):
        refs = [v for k, v in each.items() if k.endswith("_ref")]
        refs += [r for k, v in each.items() if k.endswith("_refs") for r in v]
        assert set(refs) <= known, each["id"]


@given(st.sampled_from(KINDS), FULL)
@settings(max_examples=300, deadline=None)
def test_patterns_are_patterns_and_say_what_they_mean(kind, value):
    value = Indicator("i", "text", value).value
    if kind in HEXADECIMAL:
        value = ("0" * 64)[: HEXADECIMAL[kind]]
    pattern = pattern_of(kind, value)
    assert not run_validator(pattern, "2.1")
    assert read_pattern(pattern) == (kind, value)


@pytest.mark.parametrize("status", STATUSES)
def test_only_a_confirmed_network_is_a_campaign(status):
    text = write_stix(example(status))
    campaigns = of_type(text, "campaign")
    assert bool(campaigns) == (status in ("covert", "overturned"))
    assert all(c.get("revoked", False) == (status == "overturned") for c in campaigns)
    assert SAID[status] in [n["content"] for n in of_type(text, "note")]


@pytest.mark.parametrize("status", STATUSES)
def test_indicators_of_a_case_that_is_not_confirmed_accuse_nobody(status):
    for indicator in of_type(write_stix(example(status)), "indicator"):
        assert (indicator["indicator_types"] == ["malicious-activity"]) == (status == "covert")
        assert indicator.get("revoked", False) == (status in ("overturned", "not covert"))
        if status == "unconfirmed":
            assert "user-account" not in indicator["pattern"]


def test_victims_targets_and_pseudonyms_are_never_indicators():
    text = write_stix(example())
    patterns = " ".join(i["pattern"] for i in of_type(text, "indicator"))
    assert "weather.example" in patterns and "6812345678901234567" in patterns and "weather_two" in patterns
    assert "victim.example" not in patterns and "P-3" not in patterns


def test_who_is_behind_it_is_only_ever_a_claim_of_its_author():
    text = write_stix(example())
    assert not [r for r in of_type(text, "relationship") if r["relationship_type"] == "attributed-to"]
    assert not of_type(text, "threat-actor") and not of_type(text, "intrusion-set")
    naming = [o for o in objects(text) if "Exampleland" in json.dumps(o)]
    assert [(o["type"], o["labels"], o["authors"]) for o in naming] == [("note", ["attribution"], ["A. Laboratory"])]
    assert naming[0]["content"].startswith('A. Laboratory claims, with confidence 60 of 100: "')
    for part in ("Basis: Payment records", "Alternatives: A fan club", "a claim of its author"):
        assert part in naming[0]["content"]


def test_opencti_gets_its_own_objects_on_request():
    plain, wanted = write_stix(example()), write_stix(example(), opencti_objects=True)
    assert not [o for o in objects(plain) if o["type"] in ("channel", "narrative", "media-content")]
    assert [c["name"] for c in of_type(wanted, "channel")] == ["weather.one", "weather_two"]
    assert [n["name"] for n in of_type(wanted, "narrative")] == ["The weather is fine"]
    assert of_type(wanted, "media-content")[0]["url"].endswith("/video/1")


LAB = "identity--023d105b-752e-4e3c-941c-7d3f3cb15e9e"
SUNNY = "campaign--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f"
SUN = "user-account--0d5b424b-93b8-5cd8-ac36-306e1789d63c"
SOMEONE = "threat-actor--8e2e2d2b-17d4-4cbf-938f-98ee46b3cd3f"
T = {"created": "2026-01-01T00:00:00Z", "modified": "2026-01-01T00:00:00Z"}
V = {"spec_version": "2.1"}
FOREIGN = {
    "type": "bundle",
    "id": "bundle--5d0092c5-5f74-4287-9642-33f4c354e56d",
    "objects": [
        {"type": "identity", **V, "id": LAB, **T, "name": "Some lab"},
        {
            "type": "campaign",
            **V,
            "id": SUNNY,
            "created": "2026-01-01T00:00:00Z",
            "modified": "2026-01-02T00:00:00Z",
            "name": "Sunny days",
            "aliases": ["Sun"],
        },
        {"type": "user-account", **V, "id": SUN, "account_type": "twitter", "account_login": "sun"},
        {"type": "domain-name", **V, "id": "domain-name--ecb120bf-2694-4902-a737-62b74539a41b", "value": "sun.example"},
        {"type": "threat-actor", **V, "id": SOMEONE, **T, "name": "Someone"},
        {
            "type": "relationship",
            **V,
            "id": "relationship--57b56a43-b8b0-4cba-9deb-34e3e1faed9e",
            **T,
            "created_by_ref": LAB,
            "relationship_type": "attributed-to",
            "source_ref": SUNNY,
            "target_ref": SOMEONE,
        },
        {
            "type": "relationship",
            **V,
            "id": "relationship--67b56a43-b8b0-4cba-9deb-34e3e1faed9e",
            **T,
            "relationship_type": "related-to",
            "source_ref": SUNNY,
            "target_ref": SUN,
        },
        {
            "type": "indicator",
            **V,
            "id": "indicator--67b56a43-b8b0-4cba-9deb-34e3e1faed9e",
            **T,
            "pattern": "[url:value = 'https://sun.example/a'] FOLLOWEDBY [domain-name:value = 'b.example']",
            "pattern_type": "stix",
            "valid_from": "2026-01-01T00:00:00Z",
        },
        {
            "type": "attack-pattern",
            **V,
            "id": "attack-pattern--67b56a43-b8b0-4cba-9deb-34e3e1faed9e",
            **T,
            "name": "Whatever",
            "external_references": [
                {
                    "source_name": "mitre-attack",
                    "url": "https://github.com/DISARMFoundation/DISARMframeworks/x.md",
                    "external_id": "T0002",
                }
            ],
        },
        {"type": "indicator", **V, "id": "indicator--77b56a43-b8b0-4cba-9deb-34e3e1faed9e", "pattern": "[broken"},
    ],
}


def test_a_bundle_of_others_is_read_as_claims_of_others():
    read = read_stix(FOREIGN)
    record = read.record
    assert (record.title, record.status, record.aliases) == ("Sunny days", "unconfirmed", ("Sun",))
    assert [(a.platform, a.handle) for a in record.accounts] == [("x", "sun")]
    assert [m.account for m in record.networks[0].members] == [record.accounts[0].id]
    assert record.networks[0].classification is None
    assert [(i.kind, i.relation) for i in record.indicators] == [("domain", "mentioned"), ("pattern", "asset")]
    assert [(a.claim, a.author) for a in record.attributions] == [
        ('"Sunny days" is attributed to "Someone"', "Some lab")
    ]
    assert record.cues[0].techniques == ("T0002",)
    assert [left.what.split("--")[0] for left in read.left_out] == ["indicator", "threat-actor"]
    assert read_stix(json.loads(write_stix(record))).record == record


@pytest.mark.parametrize("value", [None, [], {}, {"type": "bundle"}, {"type": "bundle", "objects": [3]}])
def test_what_is_no_bundle_is_refused(value):
    with pytest.raises(InputError, match="is no STIX bundle"):
        read_stix(value)


@given(
    st.lists(
        st.dictionaries(
            st.sampled_from(["type", "id", "name", "extensions", "pattern", "object_refs", "spec_version"]),
            st.recursive(
                st.none() | st.integers() | FULL | st.sampled_from(["note", "indicator", "campaign"]),
                lambda s: st.lists(s, max_size=2),
                max_leaves=3,
            ),
        ),
        max_size=4,
    )
)
@settings(max_examples=150, deadline=None)
def test_rubbish_is_left_out_and_counted(found):
    read = read_stix({"type": "bundle", "id": "bundle--1", "objects": found})
    assert sum(read.found.values()) == len(found)
