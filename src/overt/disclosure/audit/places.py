"""One place under several names: "Russian", "Russia-based" and "Russian Federation" are compared as Russia.

Only words for the same place are joined; no place is made of another, and what is not known stays as it is written.
"Other than X" and "not X" say that an operation came from elsewhere, and no more.
"""

import re
from collections.abc import Iterable

_SAME = {
    "afghanistan": "afghan",
    "albania": "albanian",
    "armenia": "armenian",
    "australia": "australian",
    "azerbaijan": "azerbaijani,azeri",
    "bangladesh": "bangladeshi",
    "belarus": "belarusian",
    "benin": "beninese",
    "brazil": "brazilian",
    "canada": "canadian",
    "china": "chinese,prc,mainland china,people's republic of china,people’s republic of china",
    "croatia": "croatian",
    "cuba": "cuban",
    "ecuador": "ecuadorian",
    "egypt": "egyptian",
    "ethiopia": "ethiopian",
    "france": "french",
    "georgia": "georgian",
    "germany": "german",
    "ghana": "ghanaian",
    "honduras": "honduran",
    "hungary": "hungarian",
    "india": "indian",
    "indonesia": "indonesian",
    "iran": "iranian,islamic republic of iran",
    "iraq": "iraqi",
    "ireland": "irish,republic of ireland",
    "israel": "israeli",
    "italy": "italian",
    "japan": "japanese",
    "kazakhstan": "kazakh,kazakhstani",
    "kenya": "kenyan",
    "lebanon": "lebanese",
    "mali": "malian",
    "mexico": "mexican",
    "moldova": "moldovan,republic of moldova",
    "myanmar": "burma,burmese",
    "nicaragua": "nicaraguan",
    "nigeria": "nigerian",
    "north korea": "dprk,north korean",
    "pakistan": "pakistani",
    "philippines": "filipino,philippine",
    "poland": "polish",
    "romania": "romanian",
    "russia": "russian,russian federation",
    "saudi arabia": "saudi",
    "serbia": "serbian",
    "spain": "spanish",
    "sudan": "sudanese",
    "syria": "syrian",
    "taiwan": "taiwanese",
    "thailand": "thai",
    "togo": "togolese",
    "tunisia": "tunisian",
    "türkiye": "turkey,turkiye,turkish",
    "ukraine": "ukrainian",
    "united arab emirates": "uae,emirati",
    "united kingdom": "uk,u.k.,great britain,britain,british",
    "united states": "us,u.s.,usa,u.s.a.,united states of america,american",
    "venezuela": "venezuelan",
    "vietnam": "viet nam,vietnamese",
}
_PLACE = {other: place for place, others in _SAME.items() for other in (place, *others.split(","))}
_NOT = re.compile(
    r"^(?:an?y?(?:where|\s+country|\s+countries)?\s+)?(?:other than|not(?: from)?|outside(?: of)?)\s+", re.I
)
_EDGES = re.compile(r"^(?:the|in|from)\s+|[\s-]+based$", re.I)


def place(text: str) -> str:
    """The place in lower case, under the one name by which it is compared here."""
    plain = _EDGES.sub("", " ".join(text.lower().split())).strip(" -_")
    return _PLACE.get(plain, plain)


def places(texts: Iterable[str]) -> frozenset[str]:
    """The places that are named; "other than X" names none."""
    return frozenset(found for text in texts if text.strip() and not _NOT.match(text.strip()) if (found := place(text)))


def elsewhere(texts: Iterable[str]) -> frozenset[str]:
    """The places of which it is said that it was not from there: X in "other than X"."""
    return frozenset(place(_NOT.sub("", text.strip())) for text in texts if _NOT.match(text.strip()))


def shown(name: str) -> str:
    """A place as people write it."""
    return " ".join(word[:1].upper() + word[1:] for word in name.split(" ")) if name else name
