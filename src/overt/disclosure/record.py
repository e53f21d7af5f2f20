"""CaseRecord: what is known of one case, in plain values that any exchange format can carry.

A record repeats what people decided and what was seen; it decides nothing. Who is behind a network is never a field of
the network: it is an `Attribution`, a claim of a named author with its confidence, its basis and its alternatives.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from overt.disclosure.noun import WHOLE, Noun
from overt.registry.platforms import platform_name

STATUSES = ("unconfirmed", "covert", "not covert", "overturned")
"""Of a case. Only people make a case `covert`; `overturned` is one that was and is not any more."""
ROLES = ("member", "target", "lead")
VERDICTS = ("positive", "unsure", "negative")
KINDS = (
    *("domain", "url", "ip", "email", "md5", "sha1", "sha256", "hashtag", "text", "sound", "image", "android_package"),
    *("ios_app", "phone", "name", "pattern"),
)
"""Of an indicator. `image` and `sound` are perceptual hashes or ids, `name` is what a persona or brand calls itself."""
HEXADECIMAL = {"md5": 32, "sha1": 40, "sha256": 64}
"""Digits of the kinds that are digests."""
RELATIONS = ("asset", "used", "target", "mentioned")
"""What an indicator is to the network: its own, something it used, a victim, or only named in a text about it."""
RESPONSIBILITY = (
    *("state-prohibited", "state-prohibited-but-inadequate", "state-ignored", "state-encouraged", "state-shaped"),
    *("state-coordinated", "state-ordered", "state-rogue-conducted", "state-executed", "state-integrated"),
)
"""The spectrum of state responsibility, as MISP's taxonomy has it."""
RELIABILITY, CREDIBILITY = "ABCDEF", "123456"
"""The two letters of the admiralty scale: of a source, and of what it says."""
CASE = WHOLE
"""What `of` says where something is about the whole case."""

MAX_ITEMS = 200_000
"""Things of one kind in a record."""


@dataclass(frozen=True)
class Account(Noun):
    """An account. Where only a pseudonym of this case may be shown, the other names are missing."""

    id: str
    platform: str
    account_id: str | None = None
    handle: str | None = None
    display_name: str | None = None
    url: str | None = None
    pseudonym: str | None = None

    def check(self) -> None:
        """A platform, and something to call it by."""
        super().check()
        self.need("platform")
        object.__setattr__(self, "platform", platform_name(self.platform) or "unknown")
        if self.account_id is None and self.handle is None and self.pseudonym is None:
            raise self.wrong("account_id", "is missing", "an account needs an id, a handle or a pseudonym")

    def same(self) -> tuple[str | None, ...]:
        """What tells two accounts apart."""
        if self.account_id is None and self.handle is None:
            return (self.platform, None, None, self.pseudonym)
        return (self.platform, self.account_id, self.handle)


@dataclass(frozen=True)
class Member:
    """That an account belongs to a network, was its target, or is only a lead."""

    account: str
    role: str = "member"


@dataclass(frozen=True)
class Network(Noun):
    """Accounts that act together, and what people or the scan called it."""

    id: str
    classification: str | None = None
    name: str | None = None
    summary: str | None = None
    first_seen: datetime | None = None
    last_seen: datetime | None = None
    members: tuple[Member, ...] = ()

    def check(self) -> None:
        """Roles are known ones, nobody is twice in it."""
        super().check()
        self.in_order("first_seen", "last_seen")
        for member in self.members:
            if member.role not in ROLES:
                raise self.wrong("role", f"is {member.role[:60]!r}", f"it is one of {', '.join(ROLES)}")
        if len({m.account for m in self.members}) < len(self.members):
            raise self.wrong("members", "has an account twice", "name each account once, with one role")


@dataclass(frozen=True)
class Indicator(Noun):
    """Something to recognise a network by, or what it touched (`relation`)."""

    id: str
    kind: str
    value: str
    relation: str = "asset"
    technique: str | None = None
    note: str | None = None
    first_seen: datetime | None = None
    last_seen: datetime | None = None

    def check(self) -> None:
        """Known kinds only."""
        super().check()
        self.need("kind", "value", "relation")
        self.among("kind", KINDS)
        self.among("relation", RELATIONS)
        digits = HEXADECIMAL.get(self.kind)
        if digits and not re.fullmatch(f"[0-9A-Fa-f]{{{digits}}}", self.value):
            raise self.wrong("value", f"is no {self.kind}", f"it has {digits} hexadecimal digits")
        self.in_order("first_seen", "last_seen")


@dataclass(frozen=True)
class Judgement(Noun):
    """What one person, under a pseudonym, thinks of the case, of a network or of an account."""

    id: str
    by: str
    verdict: str
    at: datetime
    of: str = CASE
    confidence: int | None = None
    reason: str | None = None

    def check(self) -> None:
        """A known verdict by somebody."""
        super().check()
        self.need("by", "verdict", "at", "of")
        self.among("verdict", VERDICTS)
        self.within("confidence", 0, 100)


@dataclass(frozen=True)
class Cue(Noun):
    """What was seen that may hide something, with the DISARM techniques that it resembles."""

    id: str
    name: str
    of: str = CASE
    summary: str | None = None
    techniques: tuple[str, ...] = ()

    def check(self) -> None:
        """DISARM ids look like T0097.101."""
        super().check()
        self.need("name", "of")
        for technique in self.techniques:
            if not re.fullmatch(r"T[0-9]{4}(\.[0-9]{3})?", technique):
                raise self.wrong("techniques", f"has {technique[:60]!r}", "a DISARM id looks like T0097 or T0097.101")


@dataclass(frozen=True)
class Attribution(Noun):
    """Who somebody claims to be behind it. A record of the claim, never a statement of overt."""

    id: str
    claim: str
    author: str
    basis: str
    at: datetime
    of: str = CASE
    confidence: int | None = None
    alternatives: tuple[str, ...] = ()
    responsibility: str | None = None

    def check(self) -> None:
        """No claim without its author and its basis."""
        super().check()
        self.need("claim", "author", "basis", "at", "of")
        self.within("confidence", 0, 100)
        self.among("responsibility", RESPONSIBILITY)


@dataclass(frozen=True)
class Source(Noun):
    """Where something is published, and how far it is trusted on the admiralty scale."""

    id: str
    title: str
    url: str | None = None
    publisher: str | None = None
    published_at: datetime | None = None
    reliability: str | None = None
    credibility: str | None = None

    def check(self) -> None:
        """Letters of the admiralty scale."""
        super().check()
        self.need("title")
        self.among("reliability", RELIABILITY)
        self.among("credibility", CREDIBILITY)


@dataclass(frozen=True)
class Sighting(Noun):
    """An indicator was seen somewhere."""

    id: str
    of: str
    where: str
    count: int = 1
    first_seen: datetime | None = None
    last_seen: datetime | None = None

    def check(self) -> None:
        """Of something, somewhere."""
        super().check()
        self.need("of", "where")
        self.within("count", 0, 999_999_999)
        self.in_order("first_seen", "last_seen")


@dataclass(frozen=True)
class Note(Noun):
    """What somebody wrote about it."""

    id: str
    text: str
    author: str
    at: datetime
    of: str = CASE

    def check(self) -> None:
        """A text by somebody."""
        super().check()
        self.need("text", "author", "at", "of")


@dataclass(frozen=True)
class Narrative(Noun):
    """A story that the network pushed, told in dull words."""

    id: str
    name: str
    summary: str | None = None

    def check(self) -> None:
        """It has a name."""
        super().check()
        self.need("name")


@dataclass(frozen=True)
class Content(Noun):
    """A post, page or file that shows it."""

    id: str
    url: str
    title: str | None = None
    text: str | None = None
    category: str | None = None
    published_at: datetime | None = None

    def check(self) -> None:
        """It has an address."""
        super().check()
        self.need("url")


@dataclass(frozen=True)
class CaseRecord(Noun):
    """One case. Ids of its parts are unique in it, and everything that one part says of another is there."""

    id: str
    title: str
    status: str
    created: datetime
    modified: datetime
    summary: str | None = None
    aliases: tuple[str, ...] = ()
    accounts: tuple[Account, ...] = ()
    networks: tuple[Network, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    judgements: tuple[Judgement, ...] = ()
    cues: tuple[Cue, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    sources: tuple[Source, ...] = ()
    sightings: tuple[Sighting, ...] = ()
    notes: tuple[Note, ...] = ()
    narratives: tuple[Narrative, ...] = ()
    contents: tuple[Content, ...] = ()

    def check(self) -> None:
        """Parts are unique, and what they point to is there."""
        super().check()
        self.need("title", "status", "created", "modified")
        self.among("status", STATUSES)
        self.in_order("created", "modified")
        parts: dict[str, object] = {}
        for part in self.parts():
            if part.id in parts:
                raise self.wrong("id", f"{part.id} is used twice", "each part needs an id of its own")
            parts[part.id] = part
        self._names(parts)
        known = [a.same() for a in self.accounts]
        if len(set(known)) < len(known):
            raise self.wrong("accounts", "has one account twice", "merge them and name it once")

    def parts(self) -> Iterator[Any]:
        """Every part, kind by kind."""
        for name in PARTS:
            held = getattr(self, name)
            if len(held) > MAX_ITEMS:
                raise self.wrong(name, f"has {len(held):,} entries", f"at most {MAX_ITEMS:,} are taken")
            yield from held

    def _names(self, parts: dict[str, object]) -> None:
        for network in self.networks:
            for member in network.members:
                self._points(f"network {network.id}", member.account, parts, Account)
        for sighting in self.sightings:
            self._points(f"sighting {sighting.id}", sighting.of, parts, Indicator)
        about: tuple[Judgement | Cue | Attribution | Note, ...]
        about = (*self.judgements, *self.cues, *self.attributions, *self.notes)
        for each in about:
            if each.of != CASE:
                self._points(f"{type(each).__name__.lower()} {each.id}", each.of, parts, Account, Network)

    def _points(self, who: str, to: str, parts: dict[str, object], *kinds: type) -> None:
        if not isinstance(parts.get(to), kinds):
            kind = " or ".join(k.__name__.lower() for k in kinds)
            raise self.wrong(who, f"names {to[:60]!r}", f"there is no {kind} of that id in the record")

    def confirmed(self, network: Network) -> bool:
        """Whether people confirmed that this network is covert: only then is it told of as a campaign."""
        return self.status == "covert" and network.classification == "covert"

    def with_parts(self, **parts: Any) -> "CaseRecord":
        """A copy with other parts."""
        return replace(self, **parts)


PARTS = {
    "accounts": Account,
    "networks": Network,
    "indicators": Indicator,
    "judgements": Judgement,
    "cues": Cue,
    "attributions": Attribution,
    "sources": Source,
    "sightings": Sighting,
    "notes": Note,
    "narratives": Narrative,
    "contents": Content,
}
"""Field of a record -> what it holds."""
