"""Objects that only OpenCTI knows: channels, narratives and media contents, with the ids that it would give them."""

from collections.abc import Iterator
from typing import Any

from overt.disclosure.exchange.stix_terms import MAKER, OPENCTI_EXTENSION, extensions, opencti_id
from overt.disclosure.record import CaseRecord
from overt.disclosure.record_json import plain, time_text

_NEW = {"narrative": "new-sdo", "channel": "new-sdo", "media-content": "new-sco"}


def channels(record: CaseRecord, refs: dict[str, str]) -> Iterator[dict[str, Any]]:
    """One channel for each account that is a member of a network, with a relationship to its account left to STIX."""
    members = {m.account for n in record.networks for m in n.members if m.role == "member"}
    for account in record.accounts:
        name = account.handle or account.display_name or account.account_id or account.pseudonym
        if account.id in members and name:
            identity = opencti_id("channel", name=name.lower().strip())
            more = {"name": name, "channel_types": [account.platform], "description": f"Account {refs[account.id]}"}
            yield _made("channel", identity, record, "channel", {}, more)


def story(noun: str, part: Any, record: CaseRecord) -> dict[str, Any]:
    """A narrative or a content as OpenCTI has it."""
    rest = plain(part)
    if noun == "narrative":
        told = {"name": rest.pop("name"), "description": rest.pop("summary", None)}
        return _made("narrative", opencti_id("narrative", name=part.name.lower().strip()), record, noun, rest, told)
    shown = {"url": rest.pop("url"), "title": rest.pop("title", None), "content": rest.pop("text", None)}
    shown |= {"media_category": rest.pop("category", None), "publication_date": rest.pop("published_at", None)}
    return _made("media-content", opencti_id("media-content", url=part.url), record, noun, rest, shown)


def fields_of(value: dict[str, Any]) -> dict[str, Any]:
    """The fields of the narrative or content that such an object holds."""
    if value["type"] == "narrative":
        names = {"name": "name", "summary": "description"}
    else:
        names = {"url": "url", "title": "title", "text": "content", "category": "media_category"}
        names["published_at"] = "publication_date"
    return {own: value[theirs] for own, theirs in names.items() if isinstance(value.get(theirs), str)}


def _made(
    kind: str, identity: str, record: CaseRecord, noun: str, rest: dict[str, Any], more: dict[str, Any]
) -> dict[str, Any]:
    own = extensions(rest, noun) | {OPENCTI_EXTENSION: {"extension_type": _NEW[kind]}}
    value = {"type": kind, "spec_version": "2.1", "id": identity, "extensions": own}
    if kind != "media-content":
        value |= {"created": time_text(record.created), "modified": time_text(record.modified), "created_by_ref": MAKER}
    return value | {k: v for k, v in more.items() if v is not None}
