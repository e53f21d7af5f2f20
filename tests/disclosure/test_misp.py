"""MISP events and feeds: taken by the official library, the same for the same record, and back without loss."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pymisp import MISPEvent

from overt.disclosure.exchange.disarm import techniques
from overt.disclosure.exchange.misp_read import read_misp
from overt.disclosure.exchange.misp_terms import (
    NOUNS,
    likelihood_tag,
    read_tag,
    responsibility_tag,
    technique_tag,
    template,
)
from overt.disclosure.exchange.misp_write import made_event, templates, write_feed, write_misp
from overt.disclosure.record import RESPONSIBILITY, STATUSES
from overt.errors import InputError

from .made import FULL, example, records

SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def event_of(text):
    return json.loads(text)["Event"]


def objects_of(event, name):
    return [o for o in event["Object"] if o["name"] == name]


@given(records())
@SLOW
def test_an_event_comes_back_as_it_went(record):
    text = write_misp(record)
    read = read_misp(json.loads(text))
    assert read.record == record
    assert not read.left_out
    assert write_misp(record) == text


@given(records())
@SLOW
def test_the_official_library_takes_it_and_changes_nothing(record):
    text = write_misp(record)
    event = MISPEvent()
    event.load(text)
    for each in event.objects:
        each.to_json(strict=each.name == "user-account")
    again = read_misp({"Event": json.loads(event.to_json())})
    assert again.record == record


@given(st.lists(records(), max_size=3, unique_by=lambda r: r.id))
@SLOW
def test_a_feed_holds_every_event(cases):
    files = write_feed(cases)
    manifest = json.loads(files["manifest.json"])
    assert len(manifest) == len(cases) == len(files) - 2
    read = {r.record.id: r.record for name in manifest for r in [read_misp(json.loads(files[f"{name}.json"]))]}
    assert read == {c.id: c for c in cases}
    assert {line.split(",")[1] for line in files["hashes.csv"].split()} <= set(manifest)


@pytest.mark.parametrize("noun", ["case", *NOUNS])
def test_templates_are_templates(noun):
    held = json.loads(templates()[f"overt-{noun}/definition.json"])
    assert held == template(noun)
    described = MISPEvent().describe_types
    assert {a["misp-attribute"] for a in held["attributes"].values()} <= set(described["types"])


@pytest.mark.parametrize("status", STATUSES)
def test_only_what_a_confirmed_network_owns_is_for_detection(status):
    event = event_of(write_misp(example(status)))
    marked = [a["value"] for o in event["Object"] for a in o["Attribute"] if a["to_ids"]]
    assert marked == (["weather.example", "sunny"] if status == "covert" else [])
    assert not event["published"] and event["distribution"] == "0"


def test_a_state_is_only_named_by_a_claim():
    event = event_of(write_misp(example()))
    assert not [t for t in event["Tag"] if "state-responsibility" in t["name"]]
    held = [
        (o["name"], a["object_relation"])
        for o in event["Object"]
        for a in o["Attribute"]
        if "Exampleland" in a["value"]
    ]
    assert held == [("overt-attribution", "claim")]
    claim = next(a for a in objects_of(event, "overt-attribution")[0]["Attribute"] if a["object_relation"] == "claim")
    names = {t["name"] for t in claim["Tag"]}
    assert names == {"state-responsibility:state-encouraged", 'estimative-language:likelihood-probability="likely"'}
    source = objects_of(event, "overt-source")[0]["Attribute"]
    said = {t["name"] for a in source for t in a.get("Tag", [])}
    assert said == {'admiralty-scale:source-reliability="b"', 'admiralty-scale:information-credibility="2"'}
    assert {t["name"] for t in event["Tag"]} >= {'misp-galaxy:disarm-techniques="Local Persona"'}


@pytest.mark.parametrize("external_id", sorted(techniques()))
def test_every_disarm_tag_says_its_id(external_id):
    assert read_tag(technique_tag(external_id)) == ("technique", external_id)


@pytest.mark.parametrize("word", RESPONSIBILITY)
def test_tags_of_responsibility(word):
    assert read_tag(responsibility_tag(word)) == ("responsibility", word)


@pytest.mark.parametrize("confidence", range(101))
def test_words_of_likelihood_cover_their_range(confidence):
    middle = read_tag(likelihood_tag(confidence))[1]
    assert likelihood_tag(middle) == likelihood_tag(confidence)


FOREIGN = {
    "Event": {
        "uuid": "5d0092c5-5f74-4287-9642-33f4c354e56d",
        "info": "Sunny pages",
        "date": "2026-01-03",
        "timestamp": "1767484800",
        "Orgc": {"name": "Some lab", "uuid": "5d0092c5-5f74-4287-9642-33f4c354e56e"},
        "Tag": [
            {"name": "state-responsibility:state-ordered"},
            {"name": 'estimative-language:likelihood-probability="likely"'},
            {"name": 'misp-galaxy:disarm-techniques="Facilitate State Propaganda"'},
            {"name": "tlp:clear"},
        ],
        "Attribute": [
            {
                "uuid": "5d0092c5-5f74-4287-9642-33f4c354e560",
                "type": "domain",
                "category": "Network activity",
                "value": "sun.example",
                "to_ids": True,
            },
            {
                "uuid": "5d0092c5-5f74-4287-9642-33f4c354e561",
                "type": "url",
                "category": "Network activity",
                "value": "https://x.com/sunny",
                "to_ids": False,
            },
            {
                "uuid": "5d0092c5-5f74-4287-9642-33f4c354e562",
                "type": "yara",
                "category": "Payload delivery",
                "value": "rule a {}",
                "to_ids": False,
            },
        ],
        "Object": [
            {
                "uuid": "5d0092c5-5f74-4287-9642-33f4c354e563",
                "name": "twitter-account",
                "meta-category": "misc",
                "Attribute": [
                    {
                        "uuid": "5d0092c5-5f74-4287-9642-33f4c354e564",
                        "type": "text",
                        "category": "Other",
                        "object_relation": "name",
                        "value": "moon",
                    }
                ],
            }
        ],
    }
}


def test_an_event_of_others_is_read_as_claims_of_others():
    read = read_misp(FOREIGN)
    record = read.record
    assert (record.title, record.status) == ("Sunny pages", "unconfirmed")
    assert {(a.platform, a.handle) for a in record.accounts} == {("x", "moon"), ("x", "sunny")}
    assert [(i.kind, i.value, i.relation) for i in record.indicators] == [("domain", "sun.example", "asset")]
    claim = record.attributions[0]
    assert (claim.author, claim.responsibility, claim.confidence) == ("Some lab", "state-ordered", 67)
    assert record.cues[0].techniques == ("T0002",)
    assert [left.why for left in read.left_out] == ["a case record has no place for the type yara"]
    assert read_misp(json.loads(write_misp(record))).record == record


@pytest.mark.parametrize(
    "value",
    [None, [], {}, {"Event": 1}, {"Event": {"info": "x", "Object": 3}}, {"Event": {"info": "x", "date": "soon"}}],
)
def test_what_is_no_event_is_refused(value):
    with pytest.raises(InputError, match="is no MISP event"):
        read_misp(value)


@given(
    st.recursive(
        st.none() | st.integers() | FULL,
        lambda s: (
            st.lists(s, max_size=2)
            | st.dictionaries(
                st.sampled_from(["name", "type", "value", "Attribute", "object_relation", "uuid", "comment"]),
                s,
                max_size=4,
            )
        ),
        max_leaves=12,
    )
)
@settings(max_examples=100, deadline=None)
def test_rubbish_never_breaks_it(found):
    for place in ("Object", "Attribute", "Tag"):
        try:
            read_misp({"Event": {"info": "x", place: found if isinstance(found, list) else [found]}})
        except InputError as error:
            assert "MISP event" in str(error)


def test_strict_templates_are_kept():
    for each in made_event(example()).objects:
        each.to_json(strict=True)
