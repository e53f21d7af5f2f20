"""Which source a report names for what it tells, and which reports share its words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from overt.press.document import Document, Place, Sentence, cited
from overt.press.passages import Passage
from overt.press.times import Date
from overt.press.words import folded

_NAME = r"(?:[Tt]he\s+|[Ll][ea]s?\s+|[Ll]['’])?(?P<name>[A-ZÀ-Þ][\w&]*(?:[-’'.][\w]+)*(?:\s+[A-ZÀ-Þ][\w&-]*){0,3})"
_WAYS = (
    ("seen by", rf"(?:seen|obtained|reviewed|viewed|examined|exclusively shown)\s+(?:by|to)\s+{_NAME}"),
    ("seen by", rf"(?:vue?s?|consult[ée]e?s?|obtenue?s?|examin[ée]e?s?)\s+par\s+{_NAME}"),
    ("first reported by", rf"(?:first|originally)\s+(?:reported|published|revealed)\s+(?:by|in)\s+{_NAME}"),
    ("first reported by", rf"{_NAME}\s+(?:was the )?first\s+(?:to\s+)?report(?:ed)?"),
    ("reported by", rf"(?:reported|revealed|published)\s+(?:by|in)\s+{_NAME}"),
    ("reported by", rf"{_NAME}\s+(?:has\s+|had\s+|also\s+)?(?:reported|reports|revealed|reveals|understands)\b"),
    ("reported by", rf"(?:rapport[ée]e?s?|r[ée]v[ée]l[ée]e?s?|publi[ée]e?s?)\s+(?:par|dans)\s+{_NAME}"),
    (
        "reported by",
        rf"{_NAME}\s+(?:a\s+|avait\s+)?(?:rapport[ée]|r[ée]v[ée]l[ée]|indiqu[ée]|signal[ée]|rapporte|r[ée]v[èe]le)\b",
    ),
    ("according to", rf"(?:according\s+to|[Ss]elon|[Dd]['’]apr[èe]s)\s+(?:a\s+report\s+(?:by|in|from)\s+)?{_NAME}"),
    ("according to", rf"According\s+to\s+{_NAME}"),
    ("told", rf"(?:told|tells)\s+{_NAME}"),
    ("told", rf"(?:d[ée]clar[ée]|dit|confi[ée]|affirm[ée])\s+(?:à|au)\s+{_NAME}"),
)
_PATTERNS = [(way, re.compile(pattern)) for way, pattern in _WAYS]
_NO_NAMES = frozenset(
    "it he she they we i this that these those there il elle ils elles on nous ce cela cette but and mais et however "
    "in as according selon".split()
)
FIRST_HAND = "seen by"


@dataclass(frozen=True, order=True)
class Naming:
    """A report names a source: how, where, and the source's name folded."""

    place: Place
    way: str
    name: str
    shown: str


def namings(documents: Sequence[Document], sentences: Sequence[Sentence]) -> list[Naming]:
    """Every place where a report says whom it has something from."""
    found: dict[tuple[int, int], Naming] = {}
    for sentence in sentences:
        number, text = sentence.place.document, documents[sentence.place.document].text
        for way, pattern in _PATTERNS:
            for match in pattern.finditer(text, sentence.place.start, sentence.place.end):
                shown = re.sub(r"['’]s$", "", match["name"])
                name = folded(shown)
                if name.split()[0] in _NO_NAMES or name.split()[-1] in _NO_NAMES:
                    continue
                place = Place(number, match.start("name"), match.start("name") + len(shown))
                found.setdefault((number, place.start), Naming(place, way, name, shown))
    short = {n.name for n in found.values()}
    return sorted(
        Naming(n.place, n.way, min((s for s in short if n.name == s or n.name.startswith(s + " ")), key=len), n.shown)
        for n in found.values()
    )


def sources(documents: list[Document], members: Sequence[int], found: Sequence[Naming]) -> list[dict[str, Any]]:
    """The sources that reports of an incident name, those of most reports first, each place cited.

    A report that was only "told" something, and names the listener in no other way, may be the listener's own work: it
    does not lean. One whose only naming is "seen by" holds the source's own words.
    """
    made = []
    for name in sorted({n.name for n in found if n.place.document in members}):
        own = [n for n in found if n.name == name and n.place.document in members]
        ways = {d: {n.way for n in own if n.place.document == d} for d in {n.place.document for n in own}}
        leaning = sorted(d for d, of in ways.items() if of != {"told"})
        made.append(
            {
                "name": min((n.shown for n in own), key=lambda shown: (len(shown), shown)),
                "reports": [documents[d].name for d in leaning],
                "first_hand": [documents[d].name for d in leaning if ways[d] <= {FIRST_HAND, "told"}],
                "interviews": [documents[d].name for d in sorted(ways) if d not in leaning],
                "named": [{"way": n.way, **cited(documents, n.place)} for n in own],
            }
        )
    return sorted(made, key=lambda s: (-len(s["reports"]), -len(s["named"]), s["name"]))


def copies(
    documents: list[Document],
    members: Sequence[int],
    shared: Sequence[Passage],
    own_dates: Sequence[Date | None],
    primary: dict[str, Any] | None,
) -> list[dict[str, Any]]:
    """Two reports with long passages in common: who seems to have them from whom, and why one may think so."""
    first_hand = set(primary["first_hand"]) if primary else set()
    made = []
    for one in members:
        for two in members:
            own = [p for p in shared if p.first.document == one and p.second.document == two]
            if not own:
                continue
            first, second, why = _direction(documents, one, two, first_hand, own_dates)
            made.append(
                {
                    "earlier": documents[first].name if why else None,
                    "later": documents[second].name if why else None,
                    "files": [documents[one].name, documents[two].name],
                    "why": why or "which of the two came first is not known",
                    "words": sum(p.words for p in own),
                    "passages": [
                        {
                            "exact": p.exact,
                            "words": p.words,
                            "at": [cited(documents, p.first), cited(documents, p.second)],
                        }
                        for p in own
                    ],
                }
            )
    return made


def _direction(
    documents: list[Document], one: int, two: int, first_hand: set[str], own_dates: Sequence[Date | None]
) -> tuple[int, int, str]:
    primary = [documents[d].name in first_hand for d in (one, two)]
    if primary[0] != primary[1]:
        pair = (one, two) if primary[0] else (two, one)
        return *pair, "which seems to be the source's own account"
    a, b = own_dates[one], own_dates[two]
    if a and b and (a.year, a.month, a.day) != (b.year, b.month, b.day):
        pair = (one, two) if (a.year, a.month, a.day) < (b.year, b.month, b.day) else (two, one)
        return *pair, "which bears the earlier date"
    return one, two, ""
