"""Where reports of one incident differ: sides of a question, agents, figures, dates, speakers, words turned round.

Two reports that differ are not thereby wrong, either of them: they may tell different parts of one thing. Nothing here
says which is right. "Opposed" sides exclude each other in plain reading; "different" ones need not.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from math import log

from overt.press.actors import Agent, head_of
from overt.press.alignment import CLOSE, Closeness, Pair
from overt.press.claims import Claim, Identity
from overt.press.document import Document, Place, Sentence
from overt.press.facets import DIFFERENT, DOUBT, FACETS, NEGATION, OPPOSED
from overt.press.figures import Figure
from overt.press.parts import Parts
from overt.press.quotations import LONG, Quotation
from overt.press.times import Date, disagree

MOST = 1_000
"""Claims or agents of one question that are compared; the first of each report come first."""
SHARED = 2
"""Words around two claims that must agree when their sentences are not close as a whole."""
WEIGHT = 0.8
"""What these words must weigh together, where a word that stands in one sentence only weighs 1."""
DATES = 0.35
"""Closeness of two sentences whose dates are compared."""
TURNED = 0.40
"""Closeness of two sentences of which one may be the other turned round."""
DOUBTS = 50
"""Doubts of one incident that are told."""
MEANT = 4
"""Sentences that are shown beside a doubt."""
REACH = 5
"""Words after a negation that it may turn round."""
PERSONS = frozenset("he she they it i we il elle ils elles on nous".split())


@dataclass
class Contradiction:
    """One matter on which reports differ: the sides, each with the places that take it."""

    kind: str
    question: str
    strength: str
    sides: dict[str, list[Place]] = field(default_factory=dict)
    sentences: set[int] = field(default_factory=set)

    def add(self, side: str, place: Place, sentence: int) -> None:
        """One more place on a side."""
        held = self.sides.setdefault(side, [])
        if place not in held:
            held.append(place)
        self.sentences.add(sentence)

    def files(self) -> set[int]:
        """The documents that take part."""
        return {place.document for held in self.sides.values() for place in held}


class Matter:
    """Tells whether two places speak of the same matter."""

    def __init__(self, closeness: Closeness, sentences: Sequence[Sentence]) -> None:
        self._closeness = closeness
        seen: dict[str, int] = {}
        for sentence in sentences:
            for key in {t.key for t in sentence.terms}:
                seen[key] = seen.get(key, 0) + 1
        most = log(1 + len(sentences))
        self._weights = {key: log(1 + len(sentences) / n) / most for key, n in seen.items()}

    def same(self, one: int, two: int, about: frozenset[str], other: frozenset[str]) -> bool:
        """By the closeness of the sentences, or by rare words that both have near by."""
        if self._closeness.of(one, two) >= CLOSE:
            return True
        common = about & other
        return len(common) >= SHARED and sum(self._weights.get(k, 0.0) for k in common) >= WEIGHT


def _grouped(
    kind: str,
    question: str,
    items: Sequence[tuple[str, Place, int]],
    against: Callable[[int, int], str],
) -> list[Contradiction]:
    """Contradictions as connected parts of the graph in which two items differ (`against` says how, or "")."""
    parts = Parts(len(items))
    strengths: dict[int, str] = {}
    touched: set[int] = set()
    for a in range(min(len(items), MOST)):
        for b in range(a + 1, min(len(items), MOST)):
            strength = against(a, b)
            if strength:
                worst = (strengths.get(parts.of(a)), strengths.get(parts.of(b)), strength)
                strengths[parts.join(a, b)] = OPPOSED if OPPOSED in worst else DIFFERENT
                touched |= {a, b}
    made: dict[int, Contradiction] = {}
    for at in sorted(touched):
        part = parts.of(at)
        made.setdefault(part, Contradiction(kind, question, strengths[part])).add(*items[at])
    return [c for c in made.values() if len(c.sides) > 1]


def of_claims(found: Sequence[Claim], matter: Matter) -> list[Contradiction]:
    """Different sides of one question, on the same matter."""
    made = []
    for facet in FACETS:
        own = [c for c in found if c.question == facet.name and not c.negated]

        def against(a: int, b: int, own: list[Claim] = own, sides: dict[frozenset[str], str] = facet.against) -> str:
            one, two = own[a], own[b]
            strength = sides.get(frozenset((one.side, two.side)), "")
            if not strength or one.sentence == two.sentence:
                return ""
            if one.place.document == two.place.document and strength == DIFFERENT and one.side != "informal":
                return ""
            return strength if matter.same(one.sentence, two.sentence, one.about, two.about) else ""

        made += _grouped("claim", facet.name, [(c.side, c.place, c.sentence) for c in own], against)
    return made


def of_agents(
    documents: list[Document],
    found: Sequence[Agent],
    matter: Matter,
    about: Sequence[frozenset[str]],
    central: set[int],
) -> list[Contradiction]:
    """Different agents of one act, on the same matter; sentences that several other reports tell are on one matter."""
    made = []
    for act in sorted({a.act for a in found}):
        own = [a for a in found if a.act == act]

        def against(a: int, b: int, own: list[Agent] = own) -> str:
            one, two = own[a], own[b]
            if one.place.document == two.place.document or (one.head, one.behalf) == (two.head, two.behalf):
                return ""
            if _may_be_one(documents, (one.place, one.head), (two.place, two.head)):
                return ""
            same = {one.sentence, two.sentence} <= central or matter.same(
                one.sentence, two.sentence, about[one.sentence], about[two.sentence]
            )
            return DIFFERENT if same else ""

        labels: dict[tuple[str, str], str] = {}
        for agent in own:
            labels.setdefault((agent.head, agent.behalf), _shown(documents, agent))
        items = [(labels[a.head, a.behalf], a.place, a.sentence) for a in own]
        made += _grouped("agent", f"who {act}", items, against)
    return made


def _may_be_one(documents: list[Document], one: tuple[Place, str], two: tuple[Place, str]) -> bool:
    """Whether two heads stand in two languages and neither is a word that is known: a translation, perhaps."""
    across = documents[one[0].document].language != documents[two[0].document].language
    return across and not (one[1].startswith("=") or two[1].startswith("="))


def _shown(documents: list[Document], agent: Agent) -> str:
    return " ".join(documents[agent.place.document].text[agent.place.start : agent.place.end].split())


def of_identities(found: Sequence[Identity]) -> list[Contradiction]:
    """One name, different offices."""

    def against(a: int, b: int) -> str:
        one, two = found[a], found[b]
        apart = one.place.document != two.place.document and one.name == two.name
        return DIFFERENT if apart and not one.heads & two.heads else ""

    items = [(", ".join(h.removeprefix("=") for h in sorted(i.heads)), i.place, i.sentence) for i in found]
    return _grouped("identity", "who somebody is", items, against)


def of_figures(found: Sequence[Figure], pairs: Iterable[Pair], closeness: Closeness) -> list[Contradiction]:
    """Different numbers of one unit in two sentences that tell the same.

    Across languages, the one number that is left on each side when equal ones are paired is compared whatever its unit,
    unless both units are known to be different.
    """
    by_sentence: dict[int, list[Figure]] = {}
    for figure in found:
        by_sentence.setdefault(figure.sentence, []).append(figure)
    made: dict[tuple[str, tuple[float, ...]], Contradiction] = {}
    for pair in pairs:
        ones, twos = by_sentence.get(pair.first, []), by_sentence.get(pair.second, [])
        a = [f for f in ones if f.value not in {g.value for g in twos}]
        b = [f for f in twos if f.value not in {g.value for g in ones}]
        left = len(a) == len(b) == 1 and closeness.form(pair.first, pair.second) == "key"
        if left and a[0].unit != b[0].unit and not a[0].unit[0] == b[0].unit[0] == "=":
            _figure(made, "~", DIFFERENT, a + b)
            continue
        for unit in sorted({f.unit for f in a} & {f.unit for f in b}):
            _figure(made, unit, OPPOSED, [f for f in a + b if f.unit == unit])
    return _merged(list(made.values()))


def _merged(found: list[Contradiction]) -> list[Contradiction]:
    """Contradictions that share a place are one; the more precise question stays."""
    parts = Parts(len(found))
    holders: dict[Place, int] = {}
    for at, each in enumerate(found):
        for place in (p for held in each.sides.values() for p in held):
            parts.join(at, holders.setdefault(place, at))
    made: dict[int, Contradiction] = {}
    for at, each in enumerate(found):
        one = made.setdefault(parts.of(at), Contradiction(each.kind, each.question, each.strength))
        one.question = max(one.question, each.question, key=lambda q: (len(q), q))
        for side, places in each.sides.items():
            for place in places:
                one.add(side, place, -1)
        one.sentences = (one.sentences | each.sentences) - {-1}
        one.strength = OPPOSED if OPPOSED in (one.strength, each.strength) else DIFFERENT
    return list(made.values())


def _figure(
    made: dict[tuple[str, tuple[float, ...]], Contradiction], unit: str, strength: str, held: list[Figure]
) -> None:
    name = f"how many or how much ({unit.lstrip('=')})" if not unit.startswith("~") else "how many or how much"
    values = tuple(sorted({f.value for f in held}))
    one = made.setdefault((unit, values), Contradiction("figure", name, strength))
    for figure in held:
        one.add(f"{figure.value:,.10g}", figure.place, figure.sentence)


def of_dates(found: Sequence[Date], sentences: Sequence[Sentence], pairs: Iterable[Pair]) -> list[Contradiction]:
    """Dates that cannot be one in two sentences that tell the same."""
    made: dict[tuple[str, ...], Contradiction] = {}
    for pair in pairs:
        if pair.closeness < DATES:
            continue
        ones, twos = (_inside(found, sentences[at].place) for at in (pair.first, pair.second))
        a = [d for d in ones if twos and all(disagree(d, e) for e in twos)]
        b = [d for d in twos if ones and all(disagree(d, e) for e in ones)]
        if a and b:
            shown = tuple(sorted({d.shown() for d in a + b}))
            one = made.setdefault(shown, Contradiction("date", "when", OPPOSED))
            for date, at in [(d, pair.first) for d in a] + [(d, pair.second) for d in b]:
                one.add(date.shown(), date.place, at)
    return _merged(list(made.values()))


def _inside(found: Sequence[Date], place: Place) -> list[Date]:
    return [d for d in found if d.place.document == place.document and place.start <= d.place.start < place.end]


def of_speakers(
    documents: list[Document],
    found: Sequence[Quotation],
    groups: Iterable[tuple[list[int], str]],
    no_persons: frozenset[str],
) -> list[Contradiction]:
    """One long quotation in different mouths."""
    made = []
    for members, _ in groups:
        held = [found[m] for m in members if found[m].speaker and len(found[m].tokens) >= LONG]
        spoken = []
        for quotation in held:
            place = quotation.speaker
            assert place is not None  # noqa: S101 - filtered above
            text = documents[place.document].text[place.start : place.end]
            head = head_of(text, quotation.language)
            if head and head not in no_persons and text.lower() not in PERSONS:
                spoken.append((text, head, place, quotation.sentence))

        def against(a: int, b: int, spoken: list[tuple[str, str, Place, int]] = spoken) -> str:
            one, two = spoken[a], spoken[b]
            words = [set(text.lower().split()) for text in (one[0], two[0])]
            apart = one[2].document != two[2].document and one[1] != two[1]
            apart = apart and not _may_be_one(documents, (one[2], one[1]), (two[2], two[1]))
            return DIFFERENT if apart and not words[0] <= words[1] and not words[1] <= words[0] else ""

        made += _grouped("speaker", "who is quoted", [(t, p, s) for t, _, p, s in spoken], against)
    return made


def of_polarity(
    documents: list[Document], sentences: Sequence[Sentence], pairs: Iterable[Pair], closeness: Closeness
) -> list[Contradiction]:
    """One sentence, and the same turned round by a "not"."""
    known: dict[tuple[int, str], dict[str, tuple[Place, bool]]] = {}
    made = []
    for pair in pairs:
        if pair.closeness < TURNED:
            continue
        form = closeness.form(pair.first, pair.second)
        for at in (pair.first, pair.second):
            if (at, form) not in known:
                known[at, form] = _turned(documents, sentences[at], form)
        one, two = known[pair.first, form], known[pair.second, form]
        for word in sorted((one.keys() | two.keys()) & set(pair.shared)):
            first, second = one.get(word), two.get(word)
            if (first and first[1] and not second) or (second and second[1] and not first):
                there = one if first else two
                with_not, without = (pair.first, pair.second) if first else (pair.second, pair.first)
                found = Contradiction("negation", f"whether or not: {word.lstrip('=~')}", OPPOSED)
                found.add("not", there[word][0], with_not)
                found.add("without not", sentences[without].place, without)
                made.append(found)
    return made


def _turned(documents: list[Document], sentence: Sentence, form: str) -> dict[str, tuple[Place, bool]]:
    """The terms that a negation may reach, each with whether it is the first after it."""
    document = documents[sentence.place.document]
    found: dict[str, tuple[Place, bool]] = {}
    if document.language in NEGATION:
        for match in NEGATION[document.language].finditer(document.text, sentence.place.start, sentence.place.end):
            for rank, after in enumerate([t for t in sentence.terms if t.start >= match.end()][:REACH]):
                first = not rank and after.start - match.end() <= 12 and after.kind == "word"
                found.setdefault(
                    getattr(after, form), (Place(sentence.place.document, match.start(), after.end), first)
                )
    return found


def of_doubt(
    documents: list[Document], sentences: Sequence[Sentence], here: Sequence[int], closeness: Closeness
) -> list[Contradiction]:
    """A report says itself that two things do not fit: with the sentences, of those `here`, that it seems to mean."""
    made: list[Contradiction] = []
    for number in here:
        if len(made) >= DOUBTS:
            break
        sentence = sentences[number]
        document = documents[sentence.place.document]
        pattern = DOUBT.get(document.language)
        match = pattern.search(document.text, sentence.place.start, sentence.place.end) if pattern else None
        if match is None:
            continue
        found = Contradiction("said by a report itself", "what the report says does not fit", DIFFERENT)
        found.add("says so", sentence.place, number)
        for other in _meant(sentences, here, number, closeness, match.end()):
            found.add("may be meant", sentences[other].place, other)
        made.append(found)
    return made


def _meant(
    sentences: Sequence[Sentence], here: Sequence[int], number: int, closeness: Closeness, after: int
) -> list[int]:
    """The sentences that hold all the words quoted after the doubt, else those that are closest."""
    sentence = sentences[number]
    mark = re.search(r"[“«\"]([^“”«»\"]+)[”»\"]", sentence.text[after - sentence.place.start :])
    if mark:
        begin = after + mark.start()
        quoted = {t.key for t in sentence.terms if begin <= t.start < after + mark.end()}
        holding = [o for o in here if o != number and len(quoted) > 1 and quoted <= {t.key for t in sentences[o].terms}]
        if holding:
            return holding[:MEANT]
    close = sorted(((closeness.of(number, o), o) for o in here if o != number), reverse=True)
    return [other for score, other in close[:MEANT] if score >= 0.2]
