"""A case record as a MISP event, and several as a MISP feed. Built by the official library, strictly by templates.

Claims of attribution carry tags of state responsibility and estimative language on the claim itself, never on the
event: the event says what was seen, the claim says what its author thinks. Only what is a confirmed network's own is
marked for detection (`to_ids`).
"""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import uuid5

from overt.disclosure.exchange.misp_terms import (
    NOUNS,
    REFERENCES,
    admiralty_tags,
    likelihood_tag,
    relation_of,
    responsibility_tag,
    tag,
    technique_tag,
    template,
)
from overt.disclosure.exchange.stix_terms import NAMESPACE, SAID, account_type
from overt.disclosure.record import PARTS, Account, CaseRecord, Indicator, Network
from overt.disclosure.record_json import time_text

PSEUDONYM, ONLY_PSEUDONYM = "Also shown under the pseudonym ", "Known only under the pseudonym "
ORGANISATION = {"name": "overt", "uuid": str(uuid5(NAMESPACE, "organisation"))}


def write_misp(record: CaseRecord) -> str:
    """The event as JSON text, the same for the same record."""
    event = json.loads(made_event(record).to_json())
    return json.dumps({"Event": event}, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def write_feed(records: Iterable[CaseRecord]) -> dict[str, str]:
    """The files of a feed: name -> content. One file for each event, `manifest.json` and `hashes.csv`."""
    files: dict[str, str] = {}
    manifest: dict[str, Any] = {}
    hashes: list[str] = []
    for record in records:
        event = made_event(record)
        shown = event.to_feed(with_meta=True)
        held = shown["Event"]
        manifest |= held.pop("_manifest")
        hashes += [f"{digest},{event.uuid}" for digest in held.pop("_hashes")]
        files[f"{event.uuid}.json"] = (
            json.dumps(shown, indent=1, ensure_ascii=False, sort_keys=True, default=str) + "\n"
        )
    files["manifest.json"] = json.dumps(manifest, indent=1, ensure_ascii=False, sort_keys=True, default=str) + "\n"
    files["hashes.csv"] = "".join(f"{line}\n" for line in sorted(hashes))
    return files


def templates() -> dict[str, str]:
    """The object templates, as MISP keeps them: path -> content."""
    return {
        f"overt-{noun}/definition.json": json.dumps(template(noun), indent=2, sort_keys=True) + "\n"
        for noun in ("case", *NOUNS)
    }


def made_event(record: CaseRecord) -> Any:
    """The event as an object of the official library."""
    from pymisp import MISPEvent, MISPOrganisation

    event = MISPEvent(force_timestamps=True)
    maker = MISPOrganisation()
    maker.from_dict(**ORGANISATION)
    event.from_dict(
        uuid=_uuid(record, "event"),
        info=record.title,
        date=record.created.date().isoformat(),
        timestamp=record.modified,
        distribution=0,
        threat_level_id=4,
        analysis=0 if record.status == "unconfirmed" else 2,
        published=False,
        Orgc=maker,
    )
    event.add_tag(tag("overt", "status", record.status.replace(" ", "-")))
    for external_id in dict.fromkeys(t for cue in record.cues for t in cue.techniques):
        event.add_tag(technique_tag(external_id))
    writer = _Objects(record)
    for made in writer.objects():
        event.add_object(made)
    return event


class _Objects:
    """The objects of one record."""

    def __init__(self, record: CaseRecord) -> None:
        self.record = record

    def objects(self) -> Iterable[Any]:
        """One for the case, then one for each part."""
        yield self._part("case", self.record)
        for account in self.record.accounts:
            yield self._account(account)
        for noun, name in NOUNS.items():
            for part in getattr(self.record, name):
                made = self._part(noun, part)
                if isinstance(part, Network):
                    self._members(made, part)
                yield made

    def _object(self, name: str, identity: str, custom: dict[str, Any] | None = None) -> Any:
        from pymisp import MISPObject

        more = {"misp_objects_template_custom": custom} if custom else {}
        made = MISPObject(name, strict=True, force_timestamps=True, **more)
        made.uuid = _uuid(self.record, "object", identity)
        made.timestamp = self.record.modified
        return made

    def _add(self, made: Any, relation: str, value: Any, **more: Any) -> Any:
        place = f"{made.uuid} {relation} {len(made.attributes)}"
        told = time_text(value) if isinstance(value, datetime) else str(value)
        fixed = {"uuid": _uuid(self.record, "attribute", place), "timestamp": self.record.modified}
        return made.add_attribute(relation, told, **{"to_ids": False} | fixed | more)

    def _part(self, noun: str, part: Any) -> Any:
        made = self._object(f"overt-{noun}", f"{noun} {part.id}", template(noun))
        for each in part.__dataclass_fields__:
            value = getattr(part, each)
            if value is None or each in PARTS or each == "members":
                continue
            for one in value if isinstance(value, tuple) else (value,):
                self._field(made, part, each, one)
        if noun == "case":
            self._add(made, "meaning", SAID[self.record.status])
        return made

    def _field(self, made: Any, part: Any, name: str, value: Any) -> None:
        if isinstance(part, Indicator) and name == "value":
            own = self.record.status == "covert" and part.relation in ("asset", "used")
            self._add(made, relation_of(part.kind), value, to_ids=own)
            return
        attribute = self._add(made, name.replace("_", "-"), value)
        for each in self._tags(part, name, value):
            attribute.add_tag(each)

    @staticmethod
    def _tags(part: Any, name: str, value: Any) -> list[str]:
        if name == "claim":
            sure = [likelihood_tag(part.confidence)] if part.confidence is not None else []
            return sure + ([responsibility_tag(part.responsibility)] if part.responsibility else [])
        if name == "techniques":
            return [technique_tag(value)]
        return (
            admiralty_tags(part.reliability, part.credibility)
            if name == "title" and hasattr(part, "credibility")
            else []
        )

    def _account(self, account: Account) -> Any:
        made = self._object("user-account", f"account {account.id}")
        made.comment = account.id
        self._add(made, "account-type", account_type(account.platform))
        known = {"user-id": account.account_id, "username": account.handle}
        if account.account_id is None and account.handle is None:
            known["username"] = account.pseudonym
            self._add(made, "description", f"{ONLY_PSEUDONYM}{account.pseudonym}")
        elif account.pseudonym is not None:
            self._add(made, "description", f"{PSEUDONYM}{account.pseudonym}")
        known |= {"display-name": account.display_name, "link": account.url}
        for relation, value in known.items():
            if value is not None:
                self._add(made, relation, value)
        return made

    def _members(self, made: Any, network: Network) -> None:
        for member in network.members:
            to = _uuid(self.record, "object", f"account {member.account}")
            reference = made.add_reference(to, REFERENCES[member.role], comment=member.role)
            reference.uuid = _uuid(self.record, "reference", f"{network.id} {member.account}")
            reference.timestamp = self.record.modified


def _uuid(record: CaseRecord, *words: str) -> str:
    return str(uuid5(NAMESPACE, json.dumps(["misp", record.id, *words])))
