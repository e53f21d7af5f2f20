"""Objects of a bundle that overt did not write: what of them has a place in a case record."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from overt.disclosure.exchange.disarm import id_of, technique
from overt.disclosure.exchange.reading import Gathering, moment, safe_id
from overt.disclosure.exchange.stix_pattern import HASHES, read_account, read_pattern
from overt.disclosure.exchange.wording import verdict_of
from overt.disclosure.record import CASE, Member
from overt.disclosure.record_json import time_text

_CONTEXT = ("identity", "location", "marking-definition", "extension-definition", "language-content", "report")
"""What says something of other objects only, and needs no place of its own."""
_ADDRESSES = {"domain-name": "domain", "url": "url", "ipv4-addr": "ip", "ipv6-addr": "ip", "email-addr": "email"}
_NETWORKS = ("campaign", "grouping", "intrusion-set", "incident")


class Foreign:
    """Reads the objects of others into a gathering: first those that are pointed to, then those that point."""

    def __init__(self, gathered: Gathering, objects: list[dict[str, Any]]) -> None:
        self.gathered = gathered
        self.objects = objects
        self.names = {str(o.get("id")): str(o.get("name") or o.get("id")) for o in objects}
        self.parts: dict[str, str] = {}
        self.kinds: dict[str, str] = {}
        self.read_as: dict[str, Callable[[dict[str, Any]], None]] = {
            "user-account": self._account,
            "channel": self._channel,
            "indicator": self._indicator,
            "file": self._file,
            "attack-pattern": self._technique,
            "narrative": self._narrative,
            "media-content": self._content,
            "opinion": self._opinion,
            "note": self._note,
            "sighting": self._sighting,
            "relationship": self._relationship,
        }

    def read(self) -> None:
        """Everything, in the order in which it needs one another."""
        later = ("opinion", "note", "sighting", "relationship")
        for last in (False, True):
            for each in self.objects:
                if (each["type"] in later) is last and each["type"] not in _NETWORKS:
                    with self.gathered.guarded(each["id"]):
                        self._one(each)
            if not last:
                self._networks()

    def facts(self, bundle: str) -> dict[str, Any]:
        """What is said of the whole case: the words of its report, else of its first network. It is not confirmed."""
        order = ("report", *_NETWORKS)
        told = sorted((o for o in self.objects if o["type"] in order), key=lambda o: order.index(o["type"]))
        head = told[0] if told else {}
        times = [t for o in self.objects for n in ("created", "modified") if (t := moment(o.get(n)))]
        first, last = (min(times), max(times)) if times else (datetime.now(UTC),) * 2
        for reference in head.get("external_references", []):
            shown = {"title": reference.get("description") or reference["source_name"], "url": reference.get("url")}
            self.gathered.add("sources", shown | {"publisher": reference["source_name"]}, head.get("id"))
        return {
            "id": safe_id(bundle, "stix"),
            "title": str(head.get("name") or "STIX bundle without a title"),
            "status": "unconfirmed",
            "created": first,
            "modified": last,
            "summary": head.get("description"),
            "aliases": tuple(str(a) for a in head.get("aliases", [])),
        }

    def _one(self, value: dict[str, Any]) -> None:
        kind = value["type"]
        if kind in self.read_as:
            self.read_as[kind](value)
        elif kind in _ADDRESSES:
            self._keep("indicators", value, kind=_ADDRESSES[kind], value=value["value"], relation="mentioned")
        elif kind not in _CONTEXT:
            self.gathered.leave(value["id"], f"a case record has no place for the type {kind}")

    def _keep(self, name: str, value: dict[str, Any], /, **fields: Any) -> None:
        part = self.gathered.add(name, fields, value["id"])
        if part is not None:
            self.parts[value["id"]], self.kinds[value["id"]] = part, name

    def _account(self, value: dict[str, Any]) -> None:
        known = {"platform": value.get("account_type", "unknown"), "account_id": value.get("user_id")}
        named = {"handle": value.get("account_login"), "display_name": value.get("display_name")}
        self._keep("accounts", value, **known, **named)

    def _channel(self, value: dict[str, Any]) -> None:
        kinds = value.get("channel_types") or ["unknown"]
        self._keep("accounts", value, platform=str(kinds[0]), handle=str(value.get("name", "")))

    def _indicator(self, value: dict[str, Any]) -> None:
        if value.get("revoked") or value.get("pattern_type") != "stix":
            self.gathered.leave(value["id"], "revoked" if value.get("revoked") else "its pattern is not one of STIX")
            return None
        account = read_account(value["pattern"])
        if account:
            return self._account({"id": value["id"]} | account)
        kind, said = read_pattern(value["pattern"])
        self._keep("indicators", value, kind=kind, value=said, note=value.get("description") or value.get("name"))
        return None

    def _file(self, value: dict[str, Any]) -> None:
        hashes = value.get("hashes", {})
        kind = next((k for k in ("sha256", "sha1", "md5") if HASHES[k] in hashes), None)
        if kind is None:
            self.gathered.leave(value["id"], "a file without a hash")
            return
        shown = {"kind": kind, "value": hashes[HASHES[kind]], "relation": "mentioned", "note": value.get("name")}
        self._keep("indicators", value, **shown)

    def _technique(self, value: dict[str, Any]) -> None:
        found = id_of(value.get("external_references"))
        if found is None:
            self.gathered.leave(value["id"], "a technique of another framework than DISARM")
            return
        self._keep("cues", value, name=technique(found).name, techniques=[found], of=CASE)

    def _narrative(self, value: dict[str, Any]) -> None:
        self._keep("narratives", value, name=str(value.get("name", "")), summary=value.get("description"))

    def _content(self, value: dict[str, Any]) -> None:
        shown = {"url": value.get("url"), "title": value.get("title"), "text": value.get("content")}
        self._keep("contents", value, **shown, category=value.get("media_category"))

    def _networks(self) -> None:
        """Networks know their members from what they hold, and from relationships."""
        pairs = [
            (str(o.get(a)), str(o.get(b)))
            for o in self.objects
            if o["type"] == "relationship"
            for a, b in (("source_ref", "target_ref"), ("target_ref", "source_ref"))
        ]
        linked: dict[str, list[str]] = {}
        for one, other in pairs:
            linked.setdefault(one, []).append(other)
        for value in self.objects:
            if value["type"] not in _NETWORKS:
                continue
            with self.gathered.guarded(value["id"]):
                refs = [*value.get("object_refs", []), *linked.get(value["id"], [])]
                held = dict.fromkeys(self.parts[r] for r in refs if self.kinds.get(r) == "accounts")
                members = [{"account": a, "role": Member(a).role} for a in held]
                seen = {n: time_text(t) for n in ("first_seen", "last_seen") if (t := moment(value.get(n)))}
                told = {"name": value.get("name"), "summary": value.get("description")}
                self._keep("networks", value, **told, **seen, members=members)

    def _about(self, value: dict[str, Any]) -> str:
        for ref in value.get("object_refs", []):
            if self.kinds.get(ref) in ("accounts", "networks"):
                return self.parts[ref]
        return CASE

    def _author(self, value: dict[str, Any]) -> str:
        named = ", ".join(value.get("authors", []))
        return named or self.names.get(str(value.get("created_by_ref")), "not named")

    def _told(self, value: dict[str, Any]) -> dict[str, Any]:
        at = moment(value.get("created")) or datetime.now(UTC)
        return {"of": self._about(value), "at": time_text(at)}

    def _opinion(self, value: dict[str, Any]) -> None:
        said = {"verdict": verdict_of(value["opinion"]), "reason": value.get("explanation")}
        by = {"by": self._author(value), "confidence": value.get("confidence")}
        self._keep("judgements", value, **self._told(value), **said, **by)

    def _note(self, value: dict[str, Any]) -> None:
        self._keep("notes", value, **self._told(value), text=value["content"], author=self._author(value))

    def _sighting(self, value: dict[str, Any]) -> None:
        of = value["sighting_of_ref"]
        if self.kinds.get(of) != "indicators":
            self.gathered.leave(value["id"], "a sighting of something that is no indicator of the record")
            return
        where = ", ".join(self.names.get(r, r) for r in value.get("where_sighted_refs", [])) or "not named"
        seen = {n: time_text(t) for n in ("first_seen", "last_seen") if (t := moment(value.get(n)))}
        self._keep("sightings", value, of=self.parts[of], where=where, count=value.get("count", 1), **seen)

    def _relationship(self, value: dict[str, Any]) -> None:
        source, target = str(value["source_ref"]), str(value["target_ref"])
        if value["relationship_type"] != "attributed-to":
            return
        of = self.parts[source] if self.kinds.get(source) in ("accounts", "networks") else CASE
        claim = f'"{self.names.get(source, source)}" is attributed to "{self.names.get(target, target)}"'
        shown = {"claim": claim, "author": self._author(value), "basis": value.get("description") or "not stated"}
        told = self._told(value) | {"of": of}
        self._keep("attributions", value, **told, **shown, confidence=value.get("confidence"))
