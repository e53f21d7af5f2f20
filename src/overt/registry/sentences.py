"""Labels in sentences: who is listed, by whom, as what. overt never says it of itself, and never says more."""

from typing import Any

from overt.registry.kinds import INDICATOR, KINDS
from overt.registry.label import Label, Typology
from overt.registry.lookup import BY_LABEL, BY_NAME, Found
from overt.registry.match import DECLARES, LOOKS_LIKE, NAME_ONLY
from overt.registry.record import APPEAL, CORRECTION, DECISION, LABEL, WITHDRAWAL, Record
from overt.registry.replay import Entry

SHOWN = 12
"""Handles, ids and domains that are spelled out."""
LIKENESS = "A likeness is a cue of impersonation for people to look into, and never a sign of openness."
NAMESAKE = "Many share a name, and handles are taken by anybody: this is neither a match nor a cue."
INDICATION = "That is an indicator for people to look into, and no label of what anybody is openly."
DONE = {
    LABEL: "the label was entered",
    CORRECTION: "it was corrected",
    WITHDRAWAL: "it was withdrawn",
    APPEAL: "an appeal was entered",
    DECISION: "the appeal was decided",
}


def listed(label: Label) -> str:
    """Who is listed by whom as what."""
    if label.kind == INDICATOR:
        part = f'the list "{label.statement}"' if label.statement else "a list"
        return f"{label.title} stands on {part} of {label.source.title}. {INDICATION}"
    words = KINDS[label.kind].words
    if label.kind == "other" and label.statement:
        words = f'"{label.statement}"'
    return f"{label.title} is listed by {label.source.title} as {words}."


def headline(entry: Entry) -> str:
    """The sentence of a label as it stands."""
    return f"No longer listed: {listed(entry.label)}" if entry.ended else listed(entry.label)


def standing(entry: Entry) -> list[str]:
    """What else the source says, and how the label stands, a sentence each."""
    label, lines = entry.label, []
    if under := accounts(label):
        lines.append(f"Listed under: {under}.")
    if label.country:
        lines.append(f"Country, as the source states it: {label.country}.")
    if label.organisation:
        lines.append(f"Organisation, as the source states it: {label.organisation}.")
    if label.statement and label.kind != INDICATOR:
        lines.append(f'In the source\'s words: "{label.statement}".')
    if label.typology:
        lines.append(typology(label.typology))
    if label.valid_from or label.valid_to:
        lines.append(f"Valid from {label.valid_from or 'an unknown day'} to {label.valid_to or 'now'}.")
    if label.note:
        lines.append(f"Note: {label.note}.".replace("..", "."))
    lines.append(origin(label))
    lines.append(f"Label {entry.id}, entered by {entry.first.by} on {entry.first.at:%Y-%m-%d}.")
    if entry.last is not entry.first:
        lines.append(f"Last corrected by {entry.last.by} on {entry.last.at:%Y-%m-%d}.")
    if entry.appeal:
        lines.append(f"Under appeal since {entry.appeal.at:%Y-%m-%d}: {entry.appeal.body['reason']}.")
    if entry.ended:
        lines.append(f"No longer listed since {entry.ended.at:%Y-%m-%d}: {entry.ended.body['reason']}.")
    return lines


def accounts(label: Label) -> str:
    """What the label lists, as words: handles, account ids, domains."""
    found = [f"{v} on {p}" for p, values in label.handles.items() for v in values]
    found += [f"account {v} on {p}" for p, values in label.ids.items() for v in values]
    found += label.domains
    rest = f" and {len(found) - SHOWN:,} more" if len(found) > SHOWN else ""
    return ", ".join(found[:SHOWN]) + rest


def typology(given: Typology) -> str:
    """The source's class and what it says of the state's hand in funding, governance and editing."""
    bits = (("funding", given.funding), ("governance", given.governance), ("editorial control", given.editorial))
    held = [name for name, bit in bits if bit]
    free = [name for name, bit in bits if bit is False]
    said = []
    if held:
        said.append(f"the state holds {_and(held)}")
    if free:
        said.append(f"the state does not hold {_and(free)}" if not held else f"it does not hold {_and(free)}")
    if open_ := [name for name, bit in bits if bit is None]:
        said.append(f"of {_and(open_)} the source says nothing, or both")
    code = f"Class there: {given.code}. " if given.code else ""
    doubt = " The source itself puts a question mark behind it." if (given.code or "").endswith("?") else ""
    return f"{code}According to the source, {'; '.join(said)}.{doubt}"


def _and(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def origin(label: Label) -> str:
    """Where the statement stands."""
    source = label.source
    parts = [source.title, source.url, f"licence {source.licence}" if source.licence else "licence not stated"]
    parts.append(f"retrieved on {source.retrieved_on}" if source.retrieved_on else "day of retrieval not stated")
    return f"Source: {', '.join(p for p in parts if p)}."


def way(found: Found) -> str:
    """How what was typed led to the label."""
    where = f" on {found.platform}" if found.platform else ""
    if found.means == LOOKS_LIKE:
        return f"It looks like {found.listed}, which is listed ({found.how}). {LIKENESS}"
    if found.means == NAME_ONLY:
        return f"There is {found.listed}, which is listed ({found.how}). {NAMESAKE}"
    if found.means == DECLARES:
        return f"It names {found.listed} as its own, which is listed; nobody has checked that."
    if found.how in (BY_LABEL, BY_NAME):
        return f"Found by the {found.how} {found.listed}."
    return f"Found by the {found.how} {found.listed}{where}."


def told(record: Record, before: dict[str, Any]) -> str:
    """One record of a history. `before`: what the label said until then."""
    said = f"Record {record.n}, {record.at:%Y-%m-%d %H:%M} UTC, by {record.by}: {DONE[record.type]}"
    if record.type == DECISION:
        upheld = record.body["decision"] == "upheld"
        said += f", it was {'not granted and the label stands' if upheld else 'granted and the label withdrawn'}"
    changes = changed(before, record.body["says"]) if record.type == CORRECTION else []
    said += f" ({'; '.join(changes)})" if changes else ""
    reason = record.body.get("reason")
    return f"{said}. Reason: {reason}." if reason else f"{said}."


def changed(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """The fields that a correction changed, with their values."""
    names = [n for n in dict.fromkeys((*before, *after)) if before.get(n) != after.get(n)]
    return [f"{n} from {_short(before.get(n))} to {_short(after.get(n))}" for n in names]


def _short(value: Any) -> str:
    text = "nothing" if value is None else str(value)
    return text if len(text) <= 120 else f"{text[:117]}..."
