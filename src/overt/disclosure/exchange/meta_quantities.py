"""Counts in the words of disclosures: "7,704 Facebook accounts", "About 1.9 million accounts followed ..."."""

import re
from dataclasses import dataclass

ASSETS, FOLLOWERS, SPEND = "assets", "followers", "spend"
"""What is counted."""

_DIGITS = r"\d[\d,]{0,20}(?:\.\d{1,6})?"
_NUMBER = rf"(?P<number>{_DIGITS}|no|one|two|three)(?:\s+(?P<scale>thousand|million|billion))?"
_ABOUT = r"(?P<about>(?:about|around|approximately|some|nearly|over|more than|less than|fewer than)\s+)?"
_THING = r"(?P<thing>acc?ounts?|profiles?|users?|pages?|groups?|channels?|domains?|websites?|events?)"
_PLACE = r"(?:(?P<place>facebook|instagram|threads|whatsapp|youtube|tiktok|telegram|twitter|x|adsense|ads)\s+)?"
_ASSETS = re.compile(
    rf"(?<![\w$,.]){_ABOUT}{_NUMBER}\s+{_PLACE}{_THING}\b"
    r"(?P<after>\s+on\s+[A-Z]\w+(?:\s+and\s+[A-Z]\w+)*)?",
    re.I,
)
_FOLLOWED = re.compile(
    rf"(?<![\w$,.]){_ABOUT}{_NUMBER}\s+(?:accounts?|users?|people)\s+(?:followed|joined|subscribed to)\s+"
    r"(?:one or more of\s+)?(?:these|this|the)\s+"
    r"(?P<what>(?:instagram\s+accounts?|pages?|groups?|channels?|accounts?))",
    re.I,
)
_SPENT = re.compile(
    rf"{_ABOUT}(?:\$\s?(?P<dollars>{_DIGITS})(?:\s+(?P<many>thousand|million))?|"
    rf"(?P<usd>{_DIGITS})\s+(?:USD|US dollars))\s+(?:in\s+)?(?:spending|ad spend|spend)",
    re.I,
)
_SCALES = {"thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000}
_WORDS = {"no": 0.0, "one": 1.0, "two": 2.0, "three": 3.0}
_SURFACES = {"pages": "facebook", "groups": "facebook", "events": "facebook"}
MAX_TEXT = 20_000


@dataclass(frozen=True)
class Quantity:
    """A number as a disclosure states it: of what, on which surface, and whether it is rounded ("about")."""

    measure: str
    surface: str
    number: float
    about: bool = False
    unit: str | None = None


def quantity_of(text: str, place: str | None = None) -> Quantity | None:
    """The one quantity that a cell is; None where it says anything else. `place`: the platform its row is about."""
    found = quantities_in(text, place)
    plain = text.strip().rstrip(".")
    whole = _ASSETS.fullmatch(plain)
    if whole or (len(found) == 1 and found[0].measure != ASSETS):
        return found[0] if found else None
    return None


def quantities_in(text: str, place: str | None = None) -> list[Quantity]:
    """Every quantity that a text states, in order."""
    text = text[:MAX_TEXT]
    found: list[tuple[int, Quantity]] = []
    taken: list[tuple[int, int]] = []
    for match in _FOLLOWED.finditer(text):
        taken.append(match.span())
        what = _things(match["what"])
        surface = what if " " in what else f"{_SURFACES.get(what, place or 'unknown')} {what}"
        found.append((match.start(), Quantity(FOLLOWERS, surface, _number(match), bool(match["about"]))))
    for match in _SPENT.finditer(text):
        number = float((match["dollars"] or match["usd"]).replace(",", "")) * _SCALES.get(
            (match["many"] or "").lower(), 1
        )
        found.append((match.start(), Quantity(SPEND, "ads", number, bool(match["about"]), "USD")))
    for match in _ASSETS.finditer(text):
        if any(start <= match.start() < stop for start, stop in taken):
            continue
        found.append((match.start(), Quantity(ASSETS, _surface(match, place), _number(match), bool(match["about"]))))
    return [quantity for _, quantity in sorted(found, key=lambda pair: pair[0])]


def _surface(match: re.Match[str], place: str | None) -> str:
    thing = _things(match["thing"])
    after = re.sub(r"^\s+on\s+", "", match["after"] or "").lower()
    where = (match["place"] or "").lower() or after or _SURFACES.get(thing) or place or "unknown"
    return f"{ {'twitter': 'x'}.get(where, where) } {thing}".strip()


def _things(text: str) -> str:
    words = " ".join(text.lower().replace("acounts", "accounts").replace("acount", "account").split())
    return words if words.endswith("s") else words + "s"


def _number(match: re.Match[str]) -> float:
    word = match["number"].lower()
    number = _WORDS[word] if word in _WORDS else float(word.replace(",", ""))
    return number * _SCALES.get((match["scale"] or "").lower(), 1)
