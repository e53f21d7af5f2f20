"""Which reports are of one incident, which are of different but related ones."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from overt.press.alignment import Pair
from overt.press.document import Place, Sentence
from overt.press.parts import Parts
from overt.press.passages import Passage
from overt.press.quotations import LONG, Quotation
from overt.press.times import Date, days_apart

LEAD = 6
"""Sentences at the beginning of a report in which it says what it is about."""
LEAD_CLOSE = 0.38
"""Closeness of two sentences of the leads that makes two reports one incident."""
BARE = 8
"""Words of a quotation that bind two reports though one of them gives them without quotation marks."""
FAR = 60
"""Days between the dates of two reports beyond which the second is of another event, though it may quote the first."""
NAMES = 3
"""Names that two reports of different incidents share when they are related."""


@dataclass
class Tie:
    """What binds two reports: counts of quotations and passages they share, aligned sentences, and what parts them."""

    quotations: int = 0
    passages: int = 0
    sentences: int = 0
    leads: int = 0
    names: list[str] = field(default_factory=list)
    days: int | None = None

    @property
    def one_incident(self) -> bool:
        """Whether the two are of one incident."""
        near = self.days is None or self.days <= FAR
        return near and (self.quotations > 0 or self.passages > 0 or (self.leads > 0 and len(self.names) > 0))

    @property
    def related(self) -> bool:
        """Whether the two have a matter in common."""
        return self.one_incident or len(self.names) >= NAMES or (self.sentences > 0 and len(self.names) > 0)


def ties(
    number: int,
    sentences: Sequence[Sentence],
    pairs: Sequence[Pair],
    found: Sequence[Quotation],
    grouped: Sequence[tuple[list[int], str]],
    shared: Sequence[Passage],
    bare: dict[int, list[Place]],
    outlets: set[tuple[int, str]],
    own_dates: Sequence[Date | None],
) -> dict[tuple[int, int], Tie]:
    """The tie of every two reports, lower number first."""
    made = {(a, b): Tie() for a in range(number) for b in range(a + 1, number)}
    _by_quotations(made, found, grouped, bare)
    for (a, b), tie in made.items():
        own = [p for p in shared if (p.first.document, p.second.document) == (a, b)]
        if own and not _furniture(sentences, (a, b), own, outlets):
            tie.passages = len(own)
    _by_sentences(made, sentences, pairs, shared)
    names = [_names(sentences, document) for document in range(number)]
    for (a, b), tie in made.items():
        tie.names = sorted(names[a] & names[b])
        one, two = own_dates[a], own_dates[b]
        tie.days = days_apart(one, two) if one and two else None
    return made


def _by_quotations(
    made: dict[tuple[int, int], Tie],
    found: Sequence[Quotation],
    grouped: Sequence[tuple[list[int], str]],
    bare: dict[int, list[Place]],
) -> None:
    for members, _ in grouped:
        if max(len(found[m].tokens) for m in members) >= LONG:
            held = sorted({found[m].place.document for m in members})
            for at, a in enumerate(held):
                for b in held[at + 1 :]:
                    made[a, b].quotations += 1
    for quotation, places in bare.items():
        if len(found[quotation].tokens) >= BARE:
            for place in places:
                a, b = sorted((found[quotation].place.document, place.document))
                made[a, b].quotations += 1


def _by_sentences(
    made: dict[tuple[int, int], Tie], sentences: Sequence[Sentence], pairs: Sequence[Pair], shared: Sequence[Passage]
) -> None:
    position: Counter[int] = Counter()
    rank = []
    for sentence in sentences:
        rank.append(position[sentence.place.document])
        position[sentence.place.document] += 1
    spans: dict[tuple[int, int], list[Place]] = {}
    for passage in shared:
        spans.setdefault((passage.first.document, passage.second.document), []).append(passage.first)
    for pair in pairs:
        place = sentences[pair.first].place
        key = place.document, sentences[pair.second].place.document
        made[key].sentences += 1
        in_lead = rank[pair.first] < LEAD and rank[pair.second] < LEAD and pair.closeness >= LEAD_CLOSE
        # what is shared word for word binds as a passage, or it is furniture
        if in_lead and not any(span.start < place.end and place.start < span.end for span in spans.get(key, ())):
            made[key].leads += 1


def _furniture(
    sentences: Sequence[Sentence], pair: tuple[int, int], own: Sequence[Passage], outlets: set[tuple[int, str]]
) -> bool:
    """Whether shared passages say nothing of the matter: an outlet's appeal or footer, which all its reports have.

    They do if they are half of one report, or if the two reports name the same beside them near their beginnings.
    """
    words = [sum(len(s.tokens) for s in sentences if s.place.document == document) for document in pair]
    if sum(p.words for p in own) >= 0.5 * min(words):
        return False
    held = []
    for side, document in enumerate(pair):
        spans = [p.second if side else p.first for p in own]
        lead = [s for s in sentences if s.place.document == document][:LEAD]
        held.append(
            {
                t.key
                for s in lead
                for t in s.terms
                if t.kind == "name"
                and not t.key.startswith("=")
                and (document, t.folded) not in outlets
                and not any(span.start <= t.start < span.end for span in spans)
            }
        )
    return not held[0] & held[1]


def _names(sentences: Sequence[Sentence], document: int) -> set[str]:
    """Names in mid-sentence, so that a first word is not taken for one."""
    own = [s for s in sentences if s.place.document == document]
    found = {t.key for s in own for t in s.terms if t.kind == "name" and t.start > s.place.start}
    return {name for name in found if not name.startswith("=") or "-" in name}


def clusters(number: int, found: dict[tuple[int, int], Tie]) -> list[list[int]]:
    """Reports of one incident together, each report in one place; the largest first, then by order given."""
    parts = Parts(number)
    for (a, b), tie in found.items():
        if tie.one_incident:
            parts.join(a, b)
    members: dict[int, list[int]] = {}
    for document in range(number):
        members.setdefault(parts.of(document), []).append(document)
    return sorted(members.values(), key=lambda m: (-len(m), m))
