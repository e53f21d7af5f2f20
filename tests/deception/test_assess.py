"""What is said of a network: openness first, then what is hidden; nothing where nothing was seen."""

from dataclasses import replace

import numpy as np
import pytest

from overt.deception.assess import (
    AFFILIATED,
    AUTOMATION,
    CLASSES,
    COORDINATED,
    CUES,
    INSUFFICIENT,
    LOW,
    NONE,
    SUSPECTED,
    assess,
    q_values,
)
from overt.deception.cue import DIMENSIONS
from overt.deception.disarm import TECHNIQUES
from overt.deception.people import DAY

from .village import MEMBERS, SIZE, START, network, people


def assessed(crowd, **options):
    return assess(crowd, [network(**options)], set(MEMBERS), 0)["N1"]


def made_up(key, rng):
    return f"somebody{rng.integers(10**5, 10**6)}" if key in MEMBERS else f"{'abcdefgh'[key % 8]}_name{key % 97}"


def test_every_cue_says_what_it_cannot_show():
    for cue in CUES:
        assert cue.dimension in DIMENSIONS
        assert cue.cannot
        assert cue.innocent
        assert cue.question.startswith("whether ")
        assert cue.needs
        assert cue.kind in ("flag", "figure")
        assert set(cue.disarm) <= set(TECHNIQUES)
    assert {t for cue in CUES for t in cue.disarm} == set(TECHNIQUES)
    assert {c.dimension for c in CUES} == set(DIMENSIONS)


def test_without_any_profile_nothing_hidden_was_seen():
    found = assessed(people())
    assert found.label == COORDINATED
    assert found.confidence == NONE
    assert not found.holding
    missing = [s for s in found.seen if not s.enough]
    assert missing
    assert all(s.strength is None and s.sentence.startswith("Not enough data") for s in missing)


def test_made_up_handles_are_a_lead():
    found = assessed(people(handle=made_up))
    assert found.label == SUSPECTED
    assert {s.cue.name for s in found.holding} == {"handle_template"}
    assert [(t["id"], t["cues"]) for t in found.facts()["disarm"]] == [("T0150.008", ["handle_template"])]
    assert found.confidence == LOW
    assert "12 of 12 members" in found.holding[0].sentence


def test_handles_that_everybody_has_are_none():
    found = assessed(people(handle=lambda key, rng: f"somebody{rng.integers(10**5, 10**6)}"))
    assert found.label == COORDINATED


def test_accounts_made_in_a_burst():
    rng = np.random.default_rng(1)
    days = rng.integers(30, 3_000, SIZE)
    crowd = people(created_at=lambda key, _: START - (400 if key in MEMBERS else int(days[key])) * DAY)
    burst = next(s for s in assessed(crowd).seen if s.cue.name == "creation_burst")
    assert burst.p == pytest.approx(0.001)


def test_one_dimension_of_weak_evidence_is_no_lead():
    """A working week alone never makes a lead (scenario E17)."""
    crowd = people()
    hours = crowd.hours
    mine = hours.account < len(MEMBERS)
    week = np.where(mine, (hours.hour % 5) * 24 + 9 + hours.hour % 8, hours.hour)
    crowd = replace(crowd, hours=replace(hours, hour=week))
    found = assessed(crowd)
    assert {s.cue.name for s in found.holding} == {"work_shift"}
    assert found.label == COORDINATED


def test_what_accounts_declare_comes_first():
    bots = people(handle=made_up, bio=lambda key, _: "A bot that posts the weather" if key in MEMBERS else "rain")
    assert assessed(bots).label == AUTOMATION
    staff = people(handle=made_up, bio=lambda key, _: f"I work at @acme, room {key}" if key in MEMBERS else None)
    found = assessed(staff)
    assert found.label == AFFILIATED
    assert found.open[0].reason == "its profile names @acme"
    listed = replace(people(handle=made_up), labels=dict.fromkeys(MEMBERS, "listed by A as state-controlled media"))
    assert assessed(listed).label == AFFILIATED


def test_listed_as_automated():
    said = dict.fromkeys(MEMBERS, "listed by A as an account that declares to be automated")
    found = assessed(replace(people(handle=made_up), labels=said, machines=frozenset(MEMBERS)))
    assert found.label == AUTOMATION


@pytest.mark.parametrize("alone", [3, 0])
def test_little_known_sites_count_where_each_links_to_pages_of_its_own(alone):
    """Pages that several share are what they did together: that is the edge itself, not a sign of its own."""
    site = lambda a: "little.example" if a in MEMBERS else f"site{a}.example"  # noqa: E731
    deeds = [{"account": a, "domain": site(a), "n": 3, "alone": alone if a in MEMBERS else 3} for a in range(SIZE)]
    held = {s.cue.name for s in assessed(people(deeds=deeds)).holding}
    assert held == ({"shared_sites"} if alone else set())


def test_outlets_with_sites_of_their_own():
    deeds = [{"account": m, "domain": f"paper{m}.example", "n": 9, "whom": None} for m in MEMBERS]
    found = assessed(people(deeds=deeds))
    assert found.label == AUTOMATION
    assert found.open[3].reason == "most of its links go to paper3.example, which is hardly anybody else's"


def test_some_open_and_some_not():
    """Labels of a few do not open the others."""
    crowd = replace(people(handle=made_up), labels={0: "listed by A as an official"})
    found = assessed(crowd)
    assert found.label == SUSPECTED
    assert set(found.open) == {0}


def test_links_to_listed_sites():
    deeds = [
        {"account": a, "domain": "news.state.example" if a in MEMBERS else "other.example", "n": 1} for a in range(SIZE)
    ]
    crowd = replace(people(deeds=[{"whom": None, **d} for d in deeds]), state_sites=frozenset({"state.example"}))
    found = assessed(crowd)
    assert {s.cue.name for s in found.holding} >= {"labelled_sites"}
    assert found.label == SUSPECTED


def test_members_who_pass_one_another_on():
    deeds = [
        {"account": a, "whom": (a + 1) % 12 if a < 12 else (a * 7) % SIZE, "n": 5, "domain": None} for a in range(SIZE)
    ]
    found = assessed(people(deeds=deeds))
    assert {s.cue.name for s in found.holding} == {"reciprocal_amplification"}


def test_a_network_that_chance_makes_is_insufficient():
    assert assessed(people(), p=0.4).label == INSUFFICIENT


def test_a_scan_never_says_covert():
    assert "covert" not in CLASSES


@pytest.mark.parametrize("seed", range(10))
def test_random_networks_are_no_leads(seed):
    crowd = people(
        seed,
        handle=lambda key, rng: f"name{rng.integers(10 ** rng.integers(1, 7))}",
        bio=lambda key, rng: f"likes rivers and mountains {rng.integers(300)}",
        deeds=[{"account": a, "whom": (a * 7 + seed) % SIZE, "n": 5, "domain": None} for a in range(SIZE)],
    )
    assert assessed(crowd).label == COORDINATED


def test_q_values():
    assert q_values([0.01, None, 0.04, 0.03]) == [pytest.approx(0.03), None, pytest.approx(0.04), pytest.approx(0.04)]
    assert q_values([]) == []
    assert q_values([None]) == [None]


def test_the_same_twice():
    crowd = people(handle=made_up)
    assert assessed(crowd).facts() == assessed(crowd).facts()
