"""Who is said to have done a thing: the agents of asking, telling, trying, resisting, paying, finding.

An agent is read in three ways: before the verb ("a colleague flagged"), after from, by or of ("a request from a
friend", "pushback from executives", "une tentative du gouvernement"), and for whom it was done ("au nom d'un ami").
"""

import re
from dataclasses import dataclass

from overt.press.document import Document, Place, Sentence
from overt.press.lexicon import STOP
from overt.press.words import WORD, folded, key

_ACTS = {
    "asked or told": {
        "en": (r"flag(?:ged|s)|requested|asked|notified|alerted|complained|tipped off",
               r"requests?|messages?|letters?|complaints?|tips?|warnings?|queries|query|favou?r"),
        "fr": (r"signalé|demandé|sollicité|alerté|réclamé",
               r"demandes?|messages?|lettres?|plaintes?|requêtes?|courriels?|avertissements?"),
    },
    "found or reported": {
        "en": (r"found|discovered|noticed|spotted|reported|detected", r"discovery|finding"),
        "fr": (r"trouvé|découvert|remarqué|signalé|repéré", r"d[ée]couverte"),
    },
    "wanted or tried": {
        "en": (r"wanted|wants|tried|attempted|sought|demanded|wishes|wished", r"attempts?|demands?|bid|effort"),
        "fr": (r"voulait|veut|souhaite|souhaitait|tenté|essayé|exigé", r"tentatives?|exigences?|efforts?"),
    },
    "resisted": {
        "en": (r"resisted|opposed|objected|pushed back", r"push-?back|resistance|opposition|objections?|resisted"),
        "fr": (r"contesté|résisté", r"contest[ée]e?s?|r[ée]sistance|opposition"),
    },
    "paid": {
        "en": (r"paid|pays|paying|funded|financed", r"payments?|funded|financed|paid"),
        "fr": (r"payé|financé|versé", r"paiements?|financ[ée]e?s?|pay[ée]e?s?"),
    },
}  # fmt: skip
_FROM = {
    "en": r"(?:\s+(?:made|sent|written|that came|received))?\s+(?:from|by)\s+",
    "fr": r"(?:\s+(?:avait|a|ont)?\s*(?:été|est|était)?\s*(?:faite?s?|envoyée?s?|adressée?s?|émanant))?"
          r"\s+(?:par\s+|de la part d(?:e\s+|['’])|du\s+|de la\s+|des\s+)",
}  # fmt: skip
_BEHALF = {
    "en": re.compile(r"\bon behalf of\s+", re.I),
    "fr": re.compile(r"\b(?:au nom d(?:e\s+|u\s+|['’])|pour le compte d(?:e\s+|u\s+|['’]))", re.I),
}
_HELPERS = {
    "en": r"(?:(?:had|has|have|also|then|first|reportedly|constantly)\s+)*",
    "fr": r"(?:(?:a|avait|ont|avaient|aurait|aussi)\s+)*",
}
_PASSIVE = re.compile(r"\b(?:was|were|been|be|is|are|été|est|sont|était|être)\s+(?:\w+ly\s+)?$", re.I)
_CLAUSE = re.compile(
    r"[,;:.!?()\"“”«»„|—–…\n]|\b(?:that|who|which|when|while|but|because|if|que|qui|dont|lorsque|mais|car|si|quand)\b|\bqu['’]",
    re.I,
)
_OPENS = re.compile(r"(?:the|an?|its|their|his|her|some|le|la|les|une?|des|ses?|son|leurs?)\s|l['’]", re.I)
_PREPOSITIONS = frozenset(
    "in on at after before since during with without under over from by for as inside dans en sur apres avant depuis "
    "pendant avec sans sous pour par chez lors".split()
)
_MARKS = r"[,;:.!?()\"“”«»„|—–…\n]"
_STOPS = {
    "en": re.compile(
        rf"{_MARKS}|\b(?:that|who|which|when|while|to|for|in|on|with|about|after|as|and|was|were|is|has|had|stating|saying|"
        r"during)\b",
        re.I,
    ),
    "fr": re.compile(
        rf"{_MARKS}|\b(?:que|qui|dont|pour|dans|sur|avec|afin|et|a|avait|au|aux|lorsque|pendant|à)\b|\bqu['’]|"
        r"\bd(?:e\s+|['’])\w+(?:er|ir|re)\b",
        re.I,
    ),
}
_JOINS = {
    "en": re.compile(r"\b(?:of|from|for|at|in|on|with|responsible|including)\b"),
    "fr": re.compile(r"\b(?:de|du|des)\b|(?<=\s)d['’]|\b(?:responsable|chargée?)\s+d"),
}
_FALSE = frozenset("it he she they we i you who which that this il elle ils elles on ce cela".split())
LONGEST = 8
"""Words of an agent."""


@dataclass(frozen=True)
class Agent:
    """Who is said to have done an act: words, head (a key across languages), in whose name, in which sentence."""

    act: str
    place: Place
    head: str
    behalf: str
    sentence: int


_Pairs = list[tuple[str, re.Pattern[str], re.Pattern[str]]]


def _compiled(language: str) -> _Pairs:
    return [
        (
            act,
            re.compile(rf"(?<![\w-]){_HELPERS[language]}(?:{forms[language][0]})(?![\w-])", re.I),
            re.compile(rf"(?<![\w-])(?:{forms[language][1]}){_FROM[language]}", re.I),
        )
        for act, forms in _ACTS.items()
    ]


_PATTERNS = {language: _compiled(language) for language in ("en", "fr")}


def agents(documents: list[Document], sentences: list[Sentence]) -> list[Agent]:
    """All agents that are found, by sentence."""
    found: dict[tuple[str, int, int], Agent] = {}
    for number, sentence in enumerate(sentences):
        document = documents[sentence.place.document]
        if document.language not in _PATTERNS:
            continue
        for act, verb, noun in _PATTERNS[document.language]:
            for match in noun.finditer(document.text, sentence.place.start, sentence.place.end):
                _keep(
                    found, _made(act, document, sentence, number, match.end(), _ahead(document, sentence, match.end()))
                )
            for match in verb.finditer(document.text, sentence.place.start, sentence.place.end):
                begin = _behind(document, sentence, match.start())
                if begin is not None:
                    _keep(found, _made(act, document, sentence, number, begin, match.start()))
    return list(found.values())


def _keep(found: dict[tuple[str, int, int], Agent], agent: Agent | None) -> None:
    if agent is not None:
        found.setdefault((agent.act, agent.place.document, agent.place.start), agent)


def _ahead(document: Document, sentence: Sentence, start: int) -> int:
    edge = _STOPS[document.language].search(document.text, start, sentence.place.end)
    return edge.start() if edge else sentence.place.end


def _behind(document: Document, sentence: Sentence, end: int) -> int | None:
    """Where the subject begins whose verb stands at `end`: with an article or a name; None if there is none."""
    text = document.text
    if _PASSIVE.search(text, max(sentence.place.start, end - 30), end):
        return None
    edges = [m.end() for m in _CLAUSE.finditer(text, sentence.place.start, end)]
    words = list(WORD.finditer(text, edges[-1] if edges else sentence.place.start, end))
    if words and folded(words[0].group()) in _PREPOSITIONS:
        opens = [m.start() for m in _OPENS.finditer(text, words[1].start() if len(words) > 1 else end, end)]
        words = [w for w in words if opens and w.start() >= opens[-1]]
    if not words:
        return None
    if not _OPENS.match(text, words[0].start()):  # "2 May A council tried": the subject opens with its article
        later = next(
            (w.start() for w in words[1:5] if text[w.start()].isupper() and _OPENS.match(text, w.start())), None
        )
        words = [w for w in words if later is None or w.start() >= later]
    first = words[0]
    names = {t.start for t in sentence.tokens if t.kind == "name"}
    is_subject = _OPENS.match(text, first.start()) is not None or first.start() in names
    # a lower-case word without an article may be anything; a later verb or participle shows that it is no subject
    odd = any(re.search(r"(?:ing|ly)$|^(?:is|was|has|had|will|would|could)$", w.group()) for w in words[1:])
    return first.start() if is_subject and not odd and len(words) <= LONGEST + 4 else None


def _made(act: str, document: Document, sentence: Sentence, number: int, start: int, end: int) -> Agent | None:
    text = document.text
    words = list(WORD.finditer(text, start, end))[:LONGEST]
    if not words or folded(words[0].group()) in _FALSE or folded(words[0].group()) in _PREPOSITIONS:
        return None
    start, end = words[0].start(), words[-1].end()
    head = head_of(text[start:end], document.language)
    behalf = ""
    later = _BEHALF[document.language].search(text, end, sentence.place.end)
    if later:
        behalf_end = _ahead(document, sentence, later.end())
        behalf = head_of(text[later.end() : behalf_end], document.language)
        end = behalf_end
    if not head:
        return None
    return Agent(act, Place(sentence.place.document, start, end), head, behalf, number)


def head_of(piece: str, language: str) -> str:
    """The key of the noun: in English the last before of or from, in French the first that is no adjective of rank."""
    join = _JOINS[language].search(piece)
    first = piece[: join.start()] if join and join.start() else piece
    stop = STOP[language]
    words = [
        w for m in WORD.finditer(first) if (w := folded(m.group())) not in stop and not w[0].isdigit() and len(w) > 1
    ]
    if not words:
        return ""
    if language == "fr":
        keys = [k for w in words if (k := key(w, language)) not in ("=senior", "=new", "=last", "=main")]
        return keys[0] if keys else ""
    return key(words[-1], language)
