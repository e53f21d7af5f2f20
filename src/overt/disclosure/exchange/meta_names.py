"""What a file of Meta says by its name or heading: period, place of origin or target, and which sort of report it is.

These are Meta's words. A place is where a network is said to be based, never who runs it.
"""

import re
from dataclasses import dataclass
from datetime import date

_PERIOD = re.compile(r"\b(Q[1-4](?:-[1-4])?|H[12])[ _-]?(20\d\d)\b|\b(20\d\d)_(\d\d)_", re.I)
_BASED = re.compile(r"([\w&' .,/-]+?)[ _-]based\b", re.I)
_TARGETING = re.compile(r"(?P<before>[\w&' .,/-]*?)[ _]?\btargeting\b\s*(?P<after>[\w&' .,/-]*)", re.I)
_SORTS = (
    ("recidivist", "recidivist CIB"),
    ("cib", "CIB"),
    ("espionage", "espionage"),
    ("apt", "APT"),
    ("coordinated_inauthentic", "CIB"),
    ("influence operation", "CIB"),
    (" ib ", "IB"),
)
_NOISE = re.compile(
    r"^(?:Q[1-4](?:-[1-4])?|H[12])[ _-]?20\d\d[ _-]*|GithubIOCs\s*-\s*|^indicators of compromise:\s*", re.I
)
_TWO_WORDS = frozenset(
    "burkina faso|sri lanka|south africa|saudi arabia|united states|united kingdom|north korea|south korea|new zealand|"
    "costa rica|el salvador|sierra leone|ivory coast|hong kong|united arab|eastern europe|sub-saharan africa|"
    "central african|latin america|middle east|north macedonia|northern ireland|south sudan|west africa".split("|")
)
"""Places of two words, which underscores in a file name do not tell apart from two places."""
_KNOWN_AS = re.compile(r"\b(doppelg[aä]nger|spamouflage|bahamut|patchwork|endless mayfly)\b", re.I)


MAX_NAME = 300
"""Characters of a name that are looked at."""


@dataclass(frozen=True)
class Named:
    """What a name says. `period`: "Q1 2023", "H2 2025"; `last_day` is its last day."""

    title: str
    period: str | None = None
    last_day: date | None = None
    origins: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    sort: str | None = None
    aliases: tuple[str, ...] = ()


def named(name: str) -> Named:
    """What the name of a file says."""
    stem = re.sub(r"\.(csv|json|md|tsv)$", "", name.strip()[:MAX_NAME], flags=re.I)
    period, last = _period(stem)
    slashed = re.sub(r"(?<=\w) _ (?=\w)", " / ", stem)
    rest = " ".join(_NOISE.sub("", _NOISE.sub("", slashed)).replace("_", " ").split())
    folded = f" {rest.lower()} "
    sort = next((word for mark, word in _SORTS if mark in folded or mark in stem.lower()), None)
    based, targeting = _BASED.search(rest), _TARGETING.search(rest)
    known = tuple(dict.fromkeys(m.lower().title() for m in _KNOWN_AS.findall(rest)))
    origins = _places(based[1], known) if based else ()
    targets = _places(_target(targeting), known) if targeting else ()
    return Named(rest or stem, period, last, origins, targets, sort, known)


def _target(found: re.Match[str]) -> str:
    """The places stand after the word in headings, before it in file names ("MOLDOVA_TARGETING_CIB_NETWORK")."""
    after = found["after"].strip()
    return found["before"] if not after or re.match(r"(?:C?IB|network|cluster)\b", after, re.I) else after


def _period(text: str) -> tuple[str | None, date | None]:
    found = _PERIOD.search(text.replace("_", " ") if not re.match(r"\s*20\d\d_\d\d_", text) else text)
    if not found:
        return None, None
    if found[3]:
        year, month = int(found[3]), min(max(int(found[4]), 1), 12)
        return f"{year}-{month:02d}", _end(year, month)
    part, year = found[1].upper(), int(found[2])
    last = int(part[-1]) * (6 if part[0] == "H" else 3)
    return f"{part} {year}", _end(year, last)


def _end(year: int, month: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)


def _places(text: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """The places of "Togo / Burkina Faso", "VENEZUELA_US", "Moldova & Madagascar"."""
    for alias in known:
        text = re.sub(alias, " ", text, flags=re.I)
    found: list[str] = []
    for part in re.split(r"\s*(?:&|/|,|\band\b|\s_\s)\s*|\s{2,}", text):
        words = part.strip(" -_").replace("_", " ").split()
        while words:
            size = 2 if " ".join(words[:2]).lower() in _TWO_WORDS else 1
            found.append(_cased(" ".join(words[:size])))
            words = words[size:]
    return tuple(dict.fromkeys(found))


def _cased(place: str) -> str:
    words = [w if len(w) <= 3 and w.isupper() else w.capitalize() if w.isupper() else w for w in place.split()]
    return " ".join(words)
