"""Kinds of labels: what a source may say openly of somebody, in words, and which kinds are openness.

A label repeats what its source states. `indicator` is no label of openness: a list on which somebody stands for people
to look at says nothing of what he is openly.
"""

from dataclasses import dataclass

AFFILIATION, AUTOMATION = "affiliation", "automation"


@dataclass(frozen=True)
class Kind:
    """One kind: its name, how a sentence goes on after "is listed by SOURCE as", and what openness it is, if any."""

    name: str
    words: str
    openness: str | None


KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind("state_controlled_media", "state-controlled media", AFFILIATION),
        Kind("state_affiliated_media", "state-affiliated media", AFFILIATION),
        Kind("public_service_media", "public service media", AFFILIATION),
        Kind("government_official", "a government or diplomatic office or official", AFFILIATION),
        Kind("politician", "a politician", AFFILIATION),
        Kind("party", "a political party", AFFILIATION),
        Kind("declared_bot", "an account that declares to be automated", AUTOMATION),
        Kind("syndication_wire", "a syndication wire", AUTOMATION),
        Kind("newsroom", "a newsroom", AFFILIATION),
        Kind("campaign", "a campaign that calls openly for action", AFFILIATION),
        Kind("other", "an actor that is open about itself", AFFILIATION),
        Kind("indicator", "an entry of a list", None),
    )
}
"""The visible list."""

INDICATOR = "indicator"
ACTORS = ("outlet", "person", "organisation", "program")


@dataclass(frozen=True)
class Model:
    """A model of the State Media Monitor's typology: whether the state holds funding, governance, editorial control."""

    words: str
    funding: bool | None
    governance: bool
    editorial: bool
    kind: str


MODELS: dict[str, Model] = {
    "SC": Model("state-controlled media", True, True, True, "state_controlled_media"),
    "CaPu": Model("captured public or state-managed media", False, True, True, "state_affiliated_media"),
    "CaPr": Model("captured private media", None, False, True, "state_affiliated_media"),
    "ISFM": Model("independent state-funded and state-managed media", True, True, False, "public_service_media"),
    "ISF": Model("independent state-funded media", True, False, False, "public_service_media"),
    "ISM": Model("independent state-managed media", False, True, False, "public_service_media"),
    "IP": Model("independent public media", False, False, False, "public_service_media"),
}
"""Only where the editorial bit is set does the source say that a state decides what is published."""
