"""A case record as a STIX 2.1 bundle.

A network that people confirmed becomes a campaign, any other a grouping. Only what is its own becomes an indicator;
victims, and what a text only mentions, become notes, so that no blocklist takes them up. Members become
`user-account`s. Judgements are opinions, attributions are notes of their authors: no relationship says `attributed-to`.
Every object is made and checked by the official library.
"""

import json
from collections.abc import Iterable
from typing import Any

from overt.disclosure.exchange import opencti
from overt.disclosure.exchange.disarm import technique
from overt.disclosure.exchange.stix_pattern import account_pattern, pattern_of
from overt.disclosure.exchange.stix_terms import (
    BORN,
    DISARM_BORN,
    MAKER,
    PART,
    SAID,
    account_type,
    extensions,
    made_id,
)
from overt.disclosure.exchange.wording import attribution_sentence, opinion_of
from overt.disclosure.record import CASE, Account, CaseRecord, Indicator, Network
from overt.disclosure.record_json import plain

_FINAL = ("not covert", "overturned")


def write_stix(record: CaseRecord, opencti_objects: bool = False) -> str:
    """The bundle as JSON text, the same for the same record. `opencti_objects`: with OpenCTI's own kinds of objects."""
    made = _Bundle(record, opencti_objects).objects()
    bundle = {"type": "bundle", "id": made_id("bundle", record.id), "objects": made}
    return json.dumps(bundle, indent=1, ensure_ascii=False) + "\n"


def valid(value: dict[str, Any], custom: bool = False) -> dict[str, Any]:
    """The object as the official library writes it. Raises what the library raises where it does not hold.

    `custom`: it may name objects of types that the library does not know, such as OpenCTI's.
    """
    import stix2

    parsed = stix2.parse({k: v for k, v in value.items() if v not in (None, [])}, allow_custom=custom, version="2.1")
    made: dict[str, Any] = json.loads(parsed.serialize()) if hasattr(parsed, "serialize") else parsed
    return made


class _Bundle:
    """The objects of one record, in the order of its parts."""

    def __init__(self, record: CaseRecord, opencti_objects: bool) -> None:
        self.record = record
        self.opencti = opencti_objects
        self.kind = "report" if record.status in ("covert", "overturned") else "grouping"
        self.case = made_id(self.kind, record.id)
        self.refs = {CASE: self.case}
        self.made: dict[str, dict[str, Any]] = {}

    def objects(self) -> list[dict[str, Any]]:
        """All objects, each once; the one that holds the case comes last."""
        self._definitions()
        for account in self.record.accounts:
            self._account(account)
        for network in self.record.networks:
            self._network(network)
        for indicator in self.record.indicators:
            self._indicator(indicator)
        self._opinions()
        self._cues()
        self._attributions()
        self._sightings()
        self._notes()
        self._stories()
        self._container()
        return list(self.made.values())

    def _add(self, kind: str, identity: str, /, **properties: Any) -> str:
        value = {"type": kind, "spec_version": "2.1", "id": identity, **properties}
        if identity not in self.made:
            self.made[identity] = valid(value, self.opencti and kind in ("report", "grouping"))
        return identity

    def _domain(self, kind: str, words: Iterable[str], /, **properties: Any) -> str:
        """An object with the dates of the record."""
        when = {"created": self.record.created, "modified": self.record.modified} | properties
        when = {k: _stamp(v) if k in ("created", "modified") else v for k, v in when.items()}
        return self._add(kind, made_id(kind, self.record.id, *words), created_by_ref=MAKER, **when)

    def _definitions(self) -> None:
        self._add("identity", MAKER, created=BORN, modified=BORN, name="overt", identity_class="system")
        self._add(
            "extension-definition",
            PART,
            created=BORN,
            modified=BORN,
            created_by_ref=MAKER,
            name="Part of an overt case record",
            schema="https://overt.example/docs/exchange.md",
            version="1.0.0",
            extension_types=["property-extension"],
        )

    def _account(self, account: Account) -> None:
        shown = account.account_id or account.handle
        rest = {k: v for k, v in plain(account).items() if k in ("id", "url", "pseudonym")}
        kind = account_type(account.platform)
        known = {"user_id": account.account_id, "account_login": account.handle, "display_name": account.display_name}
        if shown is None:
            rest["display_name"], known["display_name"] = account.display_name, account.pseudonym
            identity = made_id("user-account", self.record.id, account.id)
        else:
            identity = _sco_id(kind, account)
        rest = {k: v for k, v in rest.items() if v is not None}
        self.refs[account.id] = self._add(
            "user-account", identity, account_type=kind, extensions=extensions(rest, "account"), **known
        )

    def _network(self, network: Network) -> None:
        rest = plain(network)
        name = rest.pop("name", None)
        summary = rest.pop("summary", None)
        rest |= {} if name else {"unnamed": True}
        members = [self.refs[m.account] for m in network.members if m.role == "member"]
        told = {"name": name or f"Network {network.id}", "description": summary}
        more = {"extensions": extensions(rest, "network"), "revoked": True if self.record.status in _FINAL else None}
        if self._campaign(network):
            seen = {"first_seen": _stamp(network.first_seen), "last_seen": _stamp(network.last_seen)}
            made = self._domain("campaign", ["network", network.id], **told, **seen, **more)
            for ref in members:
                self._relate(made, "related-to", ref)
                self._account_indicator(made, ref)
        else:
            refs = {"object_refs": members or [MAKER], "context": "suspicious-activity"}
            made = self._domain("grouping", ["network", network.id], **told, **refs, **more)
        self.refs[network.id] = made

    def _campaign(self, network: Network) -> bool:
        overturned = self.record.status == "overturned" and network.classification == "covert"
        return self.record.confirmed(network) or overturned

    def _account_indicator(self, campaign: str, ref: str) -> None:
        """What finds a member of a confirmed network; an account that only has a pseudonym cannot be found by it."""
        account = self.made[ref]
        if "user_id" not in account and "account_login" not in account:
            return
        pattern = account_pattern(account["account_type"], account.get("user_id"), account.get("account_login"))
        made = self._domain(
            "indicator",
            ["account", ref],
            name=f"Account on {account['account_type']}",
            pattern=pattern,
            extensions=extensions({}, "member"),
            **self._standing(),
        )
        self._relate(made, "indicates", campaign)

    def _standing(self) -> dict[str, Any]:
        kinds = {"covert": "malicious-activity", "unconfirmed": "unknown"}
        return {
            "indicator_types": [kinds.get(self.record.status, "benign")],
            "revoked": True if self.record.status in _FINAL else None,
            "pattern_type": "stix",
            "valid_from": _stamp(self.record.created),
        }

    def _relate(self, source: str, kind: str, target: str) -> None:
        refs = {"source_ref": source, "relationship_type": kind, "target_ref": target}
        revoked = True if self.record.status in _FINAL else None
        self._domain("relationship", [source, kind, target], **refs, revoked=revoked)

    def _indicator(self, indicator: Indicator) -> None:
        rest = plain(indicator)
        if indicator.relation in ("asset", "used"):
            if indicator.kind != "pattern":
                del rest["kind"], rest["value"]
            note = rest.pop("note", None)
            self.refs[indicator.id] = self._domain(
                "indicator",
                ["indicator", indicator.id],
                name=f"{indicator.kind}: {indicator.value}"[:250],
                description=note,
                pattern=pattern_of(indicator.kind, indicator.value),
                extensions=extensions(rest, "indicator"),
                **self._standing(),
            )
            return
        self.refs[indicator.id] = self._note(
            "indicator",
            indicator,
            [self.case],
            abstract="Not the network's own: no indicator",
            content=f"{indicator.kind} ({indicator.relation}): {indicator.value}",
        )

    def _opinions(self) -> None:
        for each in self.record.judgements:
            rest = {k: v for k, v in plain(each).items() if k in ("id", "verdict", "of")}
            self._domain(
                "opinion",
                ["judgement", each.id],
                created=each.at,
                modified=each.at,
                object_refs=[self.refs[each.of]],
                opinion=opinion_of(each.verdict, each.confidence),
                explanation=each.reason,
                authors=[each.by],
                confidence=each.confidence,
                extensions=extensions(rest, "judgement"),
            )

    def _cues(self) -> None:
        for cue in self.record.cues:
            refs = [self.refs[cue.of]]
            self._note("cue", cue, refs, abstract=f"Cue: {cue.name}", content=cue.summary or cue.name)
            for external_id in cue.techniques:
                named = technique(external_id)
                source = {"source_name": "DISARM", "external_id": external_id, "url": named.url}
                ref = self._add(
                    "attack-pattern",
                    made_id("attack-pattern", "DISARM", external_id),
                    created=DISARM_BORN,
                    modified=DISARM_BORN,
                    name=named.name,
                    external_references=[source],
                    extensions=extensions({}, "technique"),
                )
                uses = refs[0].startswith("campaign--")
                self._relate(refs[0], "uses" if uses else "related-to", ref)

    def _attributions(self) -> None:
        for each in self.record.attributions:
            self._note(
                "attribution",
                each,
                [self.refs[each.of]],
                abstract=f"Attribution as claimed by {each.author}",
                content=attribution_sentence(each),
                authors=[each.author],
                created=each.at,
                modified=each.at,
                confidence=each.confidence,
            )

    def _note(self, noun: str, part: Any, refs: list[str], **properties: Any) -> str:
        own = extensions(plain(part), noun)
        return self._domain("note", [noun, part.id], object_refs=refs, labels=[noun], extensions=own, **properties)

    def _sightings(self) -> None:
        for each in self.record.sightings:
            where = made_id("identity", each.where)
            self._add("identity", where, created=BORN, modified=BORN, name=each.where, identity_class="unknown")
            ref = self.refs[each.of]
            if not ref.startswith("indicator--"):
                self._note("sighting", each, [ref], content=f"Seen {each.count} times on {each.where}")
                continue
            self._domain(
                "sighting",
                ["sighting", each.id],
                sighting_of_ref=ref,
                where_sighted_refs=[where],
                count=each.count,
                first_seen=_stamp(each.first_seen),
                last_seen=_stamp(each.last_seen),
                extensions=extensions({"id": each.id, "of": each.of, "where": each.where}, "sighting"),
            )

    def _notes(self) -> None:
        for each in self.record.notes:
            rest = {"id": each.id, "of": each.of}
            self._domain(
                "note",
                ["note", each.id],
                created=each.at,
                modified=each.at,
                object_refs=[self.refs[each.of]],
                content=each.text,
                authors=[each.author],
                extensions=extensions(rest, "note"),
            )

    def _stories(self) -> None:
        """Narratives and contents: OpenCTI's objects where they are wanted, notes otherwise."""
        if self.opencti:
            for value in opencti.channels(self.record, self.refs):
                self.made.setdefault(value["id"], valid(value))
        for narrative in self.record.narratives:
            self._story("narrative", narrative, narrative.summary or narrative.name)
        for content in self.record.contents:
            self._story("content", content, content.text or content.title or content.url)

    def _story(self, noun: str, part: Any, told: str) -> None:
        value = opencti.story(noun, part, self.record) if self.opencti else None
        if value and value["id"] not in self.made:
            self.made[value["id"]] = valid(value)
        else:
            self._note(noun, part, [self.case], content=told)

    def _container(self) -> None:
        record = self.record
        said = {"content": SAID[record.status], "authors": ["overt"], "extensions": extensions({}, "status")}
        self._domain("note", ["status"], object_refs=[self.case], **said)
        rest = {k: v for k, v in plain(record).items() if k in ("id", "status", "aliases", "sources")}
        shown = [
            {"source_name": s.publisher or s.title, "description": s.title, **({"url": s.url} if s.url else {})}
            for s in record.sources
        ]
        kind = {"report_types": ["campaign"], "published": _stamp(record.modified)} if self.kind == "report" else {}
        self._domain(
            self.kind,
            [],
            name=record.title,
            description=record.summary,
            object_refs=[ref for ref in self.made if not ref.startswith("extension-definition--")],
            external_references=shown,
            extensions=extensions(rest, "case"),
            revoked=True if record.status in _FINAL else None,
            **(kind or {"context": "suspicious-activity"}),
        )


def _sco_id(kind: str, account: Account) -> str:
    """The id that every maker of STIX gives this account."""
    import stix2

    known = {"user_id": account.account_id, "account_login": account.handle}
    given = {k: v for k, v in known.items() if v is not None}
    return str(stix2.v21.UserAccount(account_type=kind, **given).id)


def _stamp(moment: Any) -> Any:
    """A time as STIX writes it, to the microsecond."""
    if moment is None or isinstance(moment, str):
        return moment
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
