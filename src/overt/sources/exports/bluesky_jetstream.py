"""Bluesky's event stream as Jetstream sends it, versions 1 and 2: one event a line.

Events tell what accounts add, change and delete (`commit`), how they are called (`identity`) and whether they are
active (`account`). Version 2 wraps them in `payload`, and may send old records long after they were made.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from overt.sources.exports.base import Passed, Record, RecordExport, Row, Unreadable, at, first, text
from overt.sources.exports.bluesky_record import POST, REPOST, acted_at, address, contents, is_did, micros, owner

PROFILE = "app.bsky.actor.profile"
_V2 = "network.bsky.jetstream."
_KINDS = frozenset({"commit", "identity", "account", "sync", "info"})
_FIRST = {"com": "commit", "id": "identity", "acc": "account", "c": "create", "u": "update", "d": "delete"}
"""Words of the first months of version 1."""
_NOUNS = {
    POST: "posts",
    REPOST: "reposts",
    PROFILE: "profiles",
    "app.bsky.feed.like": "likes",
    "app.bsky.graph.follow": "follows",
    "app.bsky.graph.block": "blocks",
}
_STAYS = frozenset({"desynchronized", "throttled"})
"""States of an account in which it is there, although not all of it is passed on."""


@dataclass(frozen=True)
class _Event:
    """An event of any version."""

    kind: str
    did: Any
    time: Any
    body: Record
    late: bool
    """Whether it may come long after what it tells."""


class Jetstream(RecordExport):
    """Events, known by `did` and `time_us`, or by the name of the stream in `payload`."""

    name = "bluesky-jetstream"
    reads = "Bluesky's Jetstream, versions 1 and 2, one event a line: posts, reposts, profiles, names, deletions"
    cannot = (
        "counts of likes, reposts and answers; the text of what was reposted; what happened while nobody listened. "
        "Times: the author's claim (createdAt) is taken only where it lies within a day of when the stream saw the "
        "record, else the time of seeing, with a notice. In version 2, which also sends records of archives and "
        "repositories that moved, an older claim stands if the record's key agrees with it within a day. Likes and "
        "deletions of posts are passed over and counted"
    )
    platform = "bluesky"
    unique = True
    supplies: ClassVar[frozenset[str]] = frozenset(
        "post_id account_id created_at kind text lang urls hashtags mentions repost_of repost_of_account reply_to "
        "reply_to_account quote_of media".split()
    )
    known: ClassVar[frozenset[str]] = frozenset(
        "did time_us cursor kind type commit identity account $type payload seq time witnessedAt rev operation "
        "collection rkey cid record text createdAt facets entities reply embed langs labels tags subject via".split()
    )
    expected: ClassVar[tuple[str, ...]] = ("createdAt",)

    def recognise(self, document: Record) -> bool:
        """An event of an account, with its time."""
        event = _event(document)
        return event is not None and (event.kind == "info" or (is_did(event.did) and event.time is not None))

    def fields(self, record: Record) -> Record:
        """The names of the wrapping, of the commit and of the record in it."""
        event = _event(record)
        body = event.body if event else {}
        held = at(body, "record")
        return {**record, **body, **(held if isinstance(held, Mapping) else {})}

    def rows(self, record: Record, context: Any) -> Iterator[Row]:
        """One post, or what an event tells of an account."""
        event = _event(record)
        if event is None:
            raise Passed("notices of the stream")
        if event.kind in ("sync", "info"):
            raise Passed("notices of the stream")
        if not is_did(event.did):
            raise Unreadable("no did")
        if event.kind == "commit":
            yield _commit(event)
        else:
            yield _account(event)

    def examples(self) -> dict[str, bytes]:
        """Both versions."""
        return {
            "bluesky_v1.ndjson": "\n".join(json.dumps(e, ensure_ascii=False) for e in _V1_SAMPLE).encode(),
            "bluesky_v2.ndjson": "\n".join(json.dumps(e, ensure_ascii=False) for e in _V2_SAMPLE).encode(),
        }


def _event(record: Any) -> _Event | None:
    """The event of either version; None where it is none."""
    held = at(record, "payload") if at(record, "$type") == "message" else record
    shape = text(at(held, "$type")) or ""
    if shape.startswith(_V2):
        kind = shape.rpartition("#")[2]
        if kind not in _KINDS:
            return None
        body = held if kind == "commit" else at(held, kind)
        body = body if isinstance(body, Mapping) else {}
        return _Event(kind, at(held, "did"), first(held, "time", "witnessedAt"), body, late=True)
    kind = str(first(record, "kind", "type"))
    kind = _FIRST.get(kind, kind)
    if kind not in _KINDS or "did" not in record or micros(at(record, "time_us")) is None:
        return None
    body = at(record, kind)
    return _Event(kind, at(record, "did"), at(record, "time_us"), body if isinstance(body, Mapping) else {}, late=False)


def _commit(event: _Event) -> Row:
    """What was added or changed. Raises Passed for everything but posts, reposts and profiles."""
    kind = text(at(event.body, "collection")) or ""
    done = str(first(event.body, "operation", "type"))
    noun = _NOUNS.get(kind, "other records")
    if _FIRST.get(done, done) == "delete":
        raise Passed(f"deletions of {noun}")
    if kind not in (POST, REPOST, PROFILE):
        raise Passed(noun)
    record, key = at(event.body, "record"), at(event.body, "rkey")
    if not isinstance(record, Mapping):
        raise Unreadable("no record")
    if kind == PROFILE:
        return Row(
            profile={
                "account_id": event.did,
                "display_name": text(at(record, "displayName")),
                "bio": text(at(record, "description")),
            }
        )
    made, remark = acted_at(at(record, "createdAt"), event.time, key if event.late else None)
    post = {
        "post_id": address(f"at://{event.did}/{kind}/{key}"),
        "account_id": event.did,
        "created_at": made,
    }
    if kind == REPOST:
        original = address(at(record, "subject", "uri"))
        post |= {"kind": "repost", "repost_of": original, "repost_of_account": owner(original)}
    else:
        post |= contents(record)
    return Row(post, None, (remark,) if remark else ())


def _account(event: _Event) -> Row:
    """How an account is called, or whether it is there."""
    if event.kind == "identity":
        handle = text(at(event.body, "handle"))
        if handle is None or handle == "handle.invalid":
            raise Passed("events that tell no name")
        return Row(profile={"account_id": event.did, "handle": handle})
    active, status = at(event.body, "active"), text(at(event.body, "status"))
    if active is True:
        return Row(profile={"account_id": event.did, "deleted_at": False, "label": False})
    if active is not False:
        raise Passed("events that tell no state")
    gone = status not in _STAYS
    return Row(profile={"account_id": event.did, "deleted_at": micros(event.time) if gone else None, "label": status})


_DID = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"
_OTHER = "did:plc:bbbbbbbbbbbbbbbbbbbbbbbb"
_CID = "bafkreiaaqf3zykd5kz6zzjrc6tamylw6qgnqzr7sq2s7ahmmhqaxqgi22y"
_TEXT = "Noon: example.org/level #water @one"
_POST: dict[str, Any] = {
    "$type": POST,
    "text": _TEXT,
    "createdAt": "2024-09-09T21:46:02.102+02:00",
    "langs": ["en", "fr"],
    "tags": ["rivers"],
    "facets": [
        {
            "index": {"byteStart": 6, "byteEnd": 23},
            "features": [{"$type": "app.bsky.richtext.facet#link", "uri": "https://example.org/level"}],
        },
        {
            "index": {"byteStart": 24, "byteEnd": 30},
            "features": [{"$type": "app.bsky.richtext.facet#tag", "tag": "water"}],
        },
        {
            "index": {"byteStart": 31, "byteEnd": 35},
            "features": [{"$type": "app.bsky.richtext.facet#mention", "did": _OTHER}],
        },
    ],
    "embed": {
        "$type": "app.bsky.embed.recordWithMedia",
        "record": {
            "$type": "app.bsky.embed.record",
            "record": {"cid": "x", "uri": f"at://{_OTHER}/{POST}/3l3pte3p2e325"},
        },
        "media": {
            "$type": "app.bsky.embed.images",
            "images": [
                {"alt": "", "image": {"$type": "blob", "ref": {"$link": _CID}, "mimeType": "image/jpeg", "size": 1}}
            ],
        },
    },
    "reply": {
        "root": {"cid": "x", "uri": f"at://{_OTHER}/{POST}/3l3pte3p2e325"},
        "parent": {"cid": "x", "uri": f"at://{_OTHER}/{POST}/3l3pte3p2e326"},
    },
    "new_field": {"a": 1},
}
_REPOST = {
    "$type": REPOST,
    "createdAt": "2024-09-09T19:46:10.000Z",
    "subject": {"cid": "x", "uri": f"at://{_OTHER}/{POST}/3l3pte3p2e325"},
}


def _v1(kind: str, time: int, body: dict[str, Any], did: str = _DID) -> dict[str, Any]:
    return {"did": did, "time_us": time, "kind": kind, kind: body}


def _record(collection: str, key: str, record: Any, operation: str = "create") -> dict[str, Any]:
    held = {"record": record, "cid": "x"} if record else {}
    return {"rev": "3l3qo2vutsw2b", "operation": operation, "collection": collection, "rkey": key, **held}


_NOON = 1725911162329308
_V1_SAMPLE: list[dict[str, Any]] = [
    {**_v1("commit", _NOON, _record(POST, "3l3qo2vuowo2b", _POST)), "cursor": 12345},
    _v1("commit", _NOON + 8_000_000, _record(REPOST, "3l3qo34aaaa2b", _REPOST)),
    _v1(
        "commit",
        _NOON + 9_000_000,
        _record(POST, "3l3qo35aaaa2b", {"text": "no marks #one", "createdAt": "2019-01-01T00:00:00Z"}),
    ),
    _v1("commit", _NOON + 10_000_000, _record(POST, "3l3qo36aaaa2b", {"text": "no time", "createdAt": "soon"})),
    _v1("commit", _NOON + 10_500_000, _record("app.bsky.feed.like", "3l3qo37aaaa2b", _REPOST)),
    _v1("commit", _NOON + 11_000_000, _record(POST, "3l3qo2vuowo2b", None, "delete")),
    _v1("commit", _NOON + 12_000_000, _record(PROFILE, "self", {"displayName": "One", "description": "Rivers."})),
    _v1("identity", _NOON + 13_000_000, {"did": _DID, "handle": "one.example.org", "seq": 1}),
    _v1("account", _NOON + 14_000_000, {"active": False, "status": "takendown", "seq": 2}, _OTHER),
    _v1("account", _NOON + 15_000_000, {"active": False, "status": "deactivated", "seq": 3}),
    _v1("account", _NOON + 16_000_000, {"active": True, "seq": 4}),
]


def _v2(kind: str, time: str, body: dict[str, Any]) -> dict[str, Any]:
    held = body if kind == "commit" else {kind: body}
    shape = f"{_V2}subscribeEvents#{kind}"
    return {
        "$type": "message",
        "payload": {"$type": shape, "seq": 1, "did": _DID, "time": time, "witnessedAt": time, **held},
    }


_V2_SAMPLE: list[dict[str, Any]] = [
    {"$type": "message", "payload": {"$type": f"{_V2}subscribeEvents#info", "name": "FutureCursor"}},
    _v2("commit", "2024-09-09T19:46:02.329308Z", _record(POST, "3l3qo2vuowo2b", _POST)),
    _v2(
        "commit",
        "2026-08-12T00:00:00.000000Z",
        _record(POST, "3l3qo2vuowo2c", {"text": "read two years later", "createdAt": "2024-09-09T19:46:02Z"}),
    ),
    _v2(
        "commit",
        "2026-08-12T00:00:01.000000Z",
        _record(POST, "3l3qo2vuowo2d", {"text": "backdated", "createdAt": "2020-01-01T00:00:00Z"}),
    ),
    _v2("identity", "2024-09-09T19:46:03.000000Z", {"did": _DID, "handle": "one.example.org", "seq": 9}),
    _v2("account", "2024-09-09T19:46:04.000000Z", {"did": _DID, "active": False, "status": "throttled", "seq": 9}),
    _v2("sync", "2024-09-09T19:46:05.000000Z", {"did": _DID, "rev": "3l3qo2vutsw2b", "seq": 9}),
    {"$type": "error", "error": "ConsumerTooSlow", "message": "too slow"},
]
