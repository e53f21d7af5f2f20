"""All that is found in several reports, laid side by side: the stages of the comparison, in order."""

from dataclasses import dataclass
from pathlib import Path

from overt.press.actors import Agent, agents
from overt.press.alignment import Closeness, Pair, aligned
from overt.press.claims import Claim, Identity, claims, identities
from overt.press.contradictions import (
    Contradiction,
    Matter,
    of_agents,
    of_claims,
    of_dates,
    of_doubt,
    of_figures,
    of_identities,
    of_polarity,
    of_speakers,
)
from overt.press.document import Document, Place, Sentence
from overt.press.figures import Figure, figures
from overt.press.incidents import Tie, clusters, ties
from overt.press.leaning import Naming, namings
from overt.press.passages import Passage, passages
from overt.press.quotations import Quotation, groups, quotations, unmarked
from overt.press.sentences import sentences
from overt.press.times import Date, dates, published
from overt.press.words import key

DOCUMENTARY = frozenset({"=message", "=report"})
"""Keys of heads that are no persons: a letter that is quoted contradicts no one who reads from it."""


@dataclass(frozen=True)
class Laid:
    """Everything that was found, before it is told. Lists by document are in the order of `documents`."""

    documents: list[Document]
    sentences: list[Sentence]
    closeness: Closeness
    pairs: list[Pair]
    quotations: list[Quotation]
    groups: list[tuple[list[int], str]]
    unmarked: dict[int, list[Place]]
    passages: list[Passage]
    dates: list[list[Date]]
    own_dates: list[Date | None]
    ties: dict[tuple[int, int], Tie]
    incidents: list[list[int]]
    namings: list[Naming]
    figures: list[Figure]
    claims: list[Claim]
    agents: list[Agent]
    identities: list[Identity]


def lay(documents: list[Document], model: Path | None = None) -> Laid:
    """Lays reports side by side; `model` is the directory of an embedding model (see traces.reworded)."""
    told = [s for number, document in enumerate(documents) for s in sentences(document, number)]
    closeness = Closeness(documents, told)
    if model is not None:
        from overt.traces.reworded.model import load

        closeness.use(load(model).directions([s.text for s in told]))
    pairs = aligned(closeness, documents)
    quoted = quotations(documents, told)
    grouped = groups(quoted)
    shared = passages(told, len(documents))
    dated = [dates(document, number) for number, document in enumerate(documents)]
    own = [published(document, found) for document, found in zip(documents, dated, strict=True)]
    bare = unmarked(quoted, told)
    named = namings(documents, told)
    outlets = {(n.place.document, n.name.split()[-1]) for n in named}
    bound = ties(len(documents), told, pairs, quoted, grouped, shared, bare, outlets, own)
    return Laid(
        documents=documents,
        sentences=told,
        closeness=closeness,
        pairs=pairs,
        quotations=quoted,
        groups=grouped,
        unmarked=bare,
        passages=shared,
        dates=dated,
        own_dates=own,
        ties=bound,
        incidents=clusters(len(documents), bound),
        namings=named,
        figures=figures(documents, told, [d for found in dated for d in found]),
        claims=claims(documents, told),
        agents=[a for a in agents(documents, told) if not _is_outlet(documents, a, outlets)],
        identities=identities(documents, told),
    )


def _is_outlet(documents: list[Document], agent: Agent, outlets: set[tuple[int, str]]) -> bool:
    """What an outlet "reported" makes the outlet a source, not an actor."""
    words = documents[agent.place.document].text[agent.place.start : agent.place.end].lower().split()
    return any((agent.place.document, word) in outlets for word in words)


def _central(laid: Laid, pairs: list[Pair]) -> set[int]:
    """Sentences that at least two other reports of the incident tell, too."""
    tellers: dict[int, set[int]] = {}
    for pair in pairs:
        tellers.setdefault(pair.first, set()).add(laid.sentences[pair.second].place.document)
        tellers.setdefault(pair.second, set()).add(laid.sentences[pair.first].place.document)
    return {sentence for sentence, others in tellers.items() if len(others) >= 2}


def contradictions(laid: Laid, members: list[int]) -> list[Contradiction]:
    """Where the reports of one incident differ: opposed before different, those of more reports first."""
    inside = set(members)
    matter = Matter(laid.closeness, laid.sentences)
    about = [frozenset(t.key for t in s.terms) for s in laid.sentences]
    pairs = [
        p
        for p in laid.pairs
        if {laid.sentences[p.first].place.document, laid.sentences[p.second].place.document} <= inside
    ]
    dates_inside = [d for m in members for d in laid.dates[m] if d != laid.own_dates[m]]
    held = [([m for m in group if laid.quotations[m].place.document in inside], kind) for group, kind in laid.groups]
    no_persons = DOCUMENTARY | {
        key(n.name.split()[-1], laid.documents[n.place.document].language) for n in laid.namings
    }
    here = [at for at, s in enumerate(laid.sentences) if s.place.document in inside]
    found = [
        *of_claims([c for c in laid.claims if c.place.document in inside], matter),
        *of_agents(
            laid.documents, [a for a in laid.agents if a.place.document in inside], matter, about, _central(laid, pairs)
        ),
        *of_identities([i for i in laid.identities if i.place.document in inside]),
        *of_figures([f for f in laid.figures if f.place.document in inside], pairs, laid.closeness),
        *of_dates(dates_inside, laid.sentences, pairs),
        *of_speakers(laid.documents, laid.quotations, held, no_persons),
        *of_polarity(laid.documents, laid.sentences, pairs, laid.closeness),
        *of_doubt(laid.documents, laid.sentences, here, laid.closeness),
    ]
    return sorted(found, key=lambda c: (c.strength != "opposed", -len(c.files())))
