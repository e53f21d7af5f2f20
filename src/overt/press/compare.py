"""Several reports laid side by side: one call, one dictionary, as the JSON of `overt press` prints it."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from overt.press.contradictions import Contradiction
from overt.press.document import Document, Place, cited
from overt.press.laid import Laid, contradictions, lay
from overt.press.leaning import copies, sources
from overt.press.reading import read_all

SCHEMA = "overt.press/1"
LIMITS = (
    "Two reports that differ may tell different parts of one thing; which is right is for a person to find out.",
    "Claims are found by rules for English and French; what the rules do not know is not listed.",
    "Offsets count characters of the text as it was read; for HTML and PDF, of the text drawn from the file.",
)


def compare(paths: Sequence[Path], model: Path | None = None) -> dict[str, Any]:
    """The reports in these files side by side; `model`: directory of an embedding model (traces.reworded)."""
    return side_by_side(read_all(paths), model)


def side_by_side(documents: list[Document], model: Path | None = None) -> dict[str, Any]:
    """The same for reports that are already read. Keys: files, incidents, quotations, claims, ..."""
    laid = lay(documents, model)
    result: dict[str, Any] = {
        "schema": SCHEMA,
        "files": [_file(laid, number) for number in range(len(documents))],
        "incidents": [],
        "quotations": [],
        "claims": [],
        "contradictions": [],
        "limits": list(LIMITS),
    }
    for number, members in enumerate(laid.incidents, 1):
        result["incidents"].append(_incident(laid, number, members))
        result["quotations"] += _quotations(laid, number, set(members))
        result["claims"] += _claims(laid, number, set(members))
        result["contradictions"] += [_contradiction(laid, number, c) for c in contradictions(laid, members)]
    return result


def _file(laid: Laid, number: int) -> dict[str, Any]:
    document, own = laid.documents[number], laid.own_dates[number]
    return {
        "file": document.name,
        "language": document.language or None,
        "drawn_from": document.drawn,
        "characters": len(document.text),
        "dated": own.shown() if own else None,
    }


def _incident(laid: Laid, number: int, members: list[int]) -> dict[str, Any]:
    documents, inside = laid.documents, set(members)
    named = sources(documents, members, laid.namings)
    primary = named[0] if named and named[0]["reports"] else None
    shared = [p for p in laid.passages if {p.first.document, p.second.document} <= inside]
    return {
        "id": number,
        "files": [documents[m].name for m in members],
        "related": _related(laid, number - 1),
        "primary_source": primary["name"] if primary else None,
        "sources": named,
        "copies": copies(documents, members, shared, laid.own_dates, primary),
        "dates": _dates(laid, members),
        "figures": [
            {"value": f.value, "unit": f.unit.lstrip("=~"), **cited(documents, f.place)}
            for f in laid.figures
            if f.place.document in inside
        ],
        "aligned": [
            {
                "closeness": pair.closeness,
                "languages": [documents[place.document].language or None for place in places],
                "at": [cited(documents, place) for place in places],
            }
            for pair in laid.pairs
            if {
                (places := [laid.sentences[at].place for at in (pair.first, pair.second)])[0].document,
                places[1].document,
            }
            <= inside
        ],
    }


def _related(laid: Laid, own: int) -> list[dict[str, Any]]:
    found = []
    for other, members in enumerate(laid.incidents):
        bound = [laid.ties[min(a, b), max(a, b)] for a in laid.incidents[own] for b in members if other != own]
        close = [t for t in bound if t.related]
        if close:
            days = [t.days for t in close if t.days is not None]
            found.append(
                {
                    "incident": other + 1,
                    "files": [laid.documents[m].name for m in members],
                    "shared_names": max(len(t.names) for t in close),
                    "shared_quotations": max(t.quotations for t in close),
                    "days_apart": min(days) if days else None,
                }
            )
    return found


def _dates(laid: Laid, members: list[int]) -> list[dict[str, Any]]:
    values: dict[str, list[Place]] = {}
    for date in (d for m in members for d in laid.dates[m]):
        values.setdefault(date.shown(), []).append(date.place)
    return [
        {"value": shown, "at": [cited(laid.documents, place) for place in places]}
        for shown, places in sorted(values.items())
    ]


def _quotations(laid: Laid, number: int, inside: set[int]) -> list[dict[str, Any]]:
    made = []
    grouped = {m for members, _ in laid.groups for m in members}
    for members, kind in [*laid.groups, *(([m], "once") for m in range(len(laid.quotations)) if m not in grouped)]:
        held = [laid.quotations[m] for m in members if laid.quotations[m].place.document in inside]
        if not held:
            continue
        bare = sorted({p for m in members for p in laid.unmarked.get(m, ()) if p.document in inside})
        made.append(
            {
                "incident": number,
                "kind": kind if len(held) > 1 else "once",
                "words": max(len(q.tokens) for q in held),
                "files": sorted({laid.documents[q.place.document].name for q in held}),
                "at": [
                    {
                        **cited(laid.documents, q.place),
                        "speaker": cited(laid.documents, q.speaker) if q.speaker else None,
                        "told_to": q.to or None,
                    }
                    for q in held
                ],
                "without_marks": [cited(laid.documents, place) for place in bare],
            }
        )
    return sorted(made, key=lambda q: (-len(q["files"]), -q["words"]))


def _claims(laid: Laid, number: int, inside: set[int]) -> list[dict[str, Any]]:
    found = [
        {
            "incident": number,
            "question": claim.question,
            "side": claim.side,
            "negated": claim.negated,
            "hedged": claim.hedged,
            **cited(laid.documents, claim.place),
            "sentence": cited(laid.documents, laid.sentences[claim.sentence].place)["text"],
        }
        for claim in laid.claims
        if claim.place.document in inside
    ]
    found += [
        {
            "incident": number,
            "question": f"who {agent.act}",
            "side": agent.head.lstrip("=~"),
            "negated": False,
            "hedged": False,
            **cited(laid.documents, agent.place),
            "sentence": cited(laid.documents, laid.sentences[agent.sentence].place)["text"],
        }
        for agent in laid.agents
        if agent.place.document in inside
    ]
    return sorted(found, key=lambda c: (str(c["question"]), str(c["file"]), int(str(c["start"]))))


def _contradiction(laid: Laid, number: int, found: Contradiction) -> dict[str, Any]:
    return {
        "incident": number,
        "kind": found.kind,
        "question": found.question,
        "strength": found.strength,
        "files": sorted({laid.documents[d].name for d in found.files()}),
        "sides": [
            {"side": side, "at": [cited(laid.documents, place) for place in sorted(places)]}
            for side, places in found.sides.items()
        ],
        "sentences": [cited(laid.documents, laid.sentences[at].place) for at in sorted(found.sentences)],
    }
