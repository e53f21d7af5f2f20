"""Words of a text with their offsets, folded and brought to forms that compare within and across languages."""

import re
import unicodedata
from functools import lru_cache

from overt.press.document import Token
from overt.press.lexicon import CONCEPTS, NUMBERS, SCALES, STOP

WORD = re.compile(r"\d+(?:[.,\u00a0\u202f]\d+)*|[^\W\d_]+(?:-[^\W\d_]+)*", re.U)
"""A number with its separators, or a word; a hyphen joins, an apostrophe parts (so that l’eau has two words)."""
_SPACED = re.compile(r"\d{1,3}(?: \d{3})+(?![\d.,]?\d)(?:,\d+)?|" + WORD.pattern, re.U)
"""French parts thousands by blanks, which need not be of the unbreakable kind."""
_VOWELS = re.compile(r"(?<!^)[aeiouy]")
_DOUBLED = re.compile(r"(.)\1+")
_ENDINGS = {
    "en": ("ingly", "ing", "edly", "ed", "ies", "es", "s", "ly"),
    "fr": ("ements", "ement", "antes", "ants", "ante", "ant", "ees", "ee", "es", "er", "s", "e"),
}


@lru_cache(maxsize=100_000)
def folded(word: str) -> str:
    """Lower case without accents, apostrophes alike."""
    apart = unicodedata.normalize("NFKD", word.lower().replace("œ", "oe").replace("æ", "ae"))
    return "".join(c for c in apart if not unicodedata.combining(c)).replace("’", "'")


def _tables() -> dict[str, tuple[dict[str, str], list[tuple[str, str]]]]:
    made: dict[str, tuple[dict[str, str], list[tuple[str, str]]]] = {"en": ({}, []), "fr": ({}, [])}
    for line in CONCEPTS.strip().splitlines():
        concept, both = line.split(": ", 1)
        for language, words in zip(("en", "fr"), both.split(" | "), strict=True):
            for word in words.split():
                if word.endswith("*"):
                    made[language][1].append((word[:-1], concept))
                else:
                    made[language][0].setdefault(word, concept)
    for _, stems in made.values():
        stems.sort(key=lambda pair: -len(pair[0]))
    return made


_TABLES = _tables()


@lru_cache(maxsize=100_000)
def concept(word: str, language: str) -> str:
    """The concept of a folded word, or ""."""
    if language not in _TABLES:
        return ""
    exact, stems = _TABLES[language]
    if word in exact:
        return exact[word]
    return next((name for stem, name in stems if word.startswith(stem)), "")


@lru_cache(maxsize=100_000)
def stem(word: str, language: str) -> str:
    """A folded word without its ending."""
    for ending in _ENDINGS.get(language, _ENDINGS["en"]):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=100_000)
def key(word: str, language: str) -> str:
    """A form that compares across languages: a concept (=), else the consonants of a longer word (~), else itself."""
    found = concept(word, language)
    if found:
        return "=" + found
    short = word.rstrip("s") if len(word) > 3 and not word.endswith(("ais", "ois")) else word
    bones = _VOWELS.sub("", _DOUBLED.sub(r"\1", short)).replace("ph", "f").replace("qu", "k").replace("q", "k")
    return "~" + bones if len(bones) >= 3 else word


def number(text: str, language: str) -> float | None:
    """The value of a written number: 90,000 in English is 90 000 in French, 4,2 in French is 4.2 in English."""
    bare = text.replace(" ", "").replace("\u00a0", "").replace("\u202f", "")
    comma, point = (",", ".") if language in ("fr", "de", "es", "it", "pt", "nl") else (".", ",")
    if re.fullmatch(rf"\d{{1,3}}(?:[{re.escape(point)}]\d{{3}})+(?:{re.escape(comma)}\d+)?", bare):
        bare = bare.replace(point, "")
    bare = bare.replace(comma, ".")
    try:
        return float(bare) if len(bare) < 30 else None
    except ValueError:
        return None


def tokens(text: str, language: str, base: int = 0, common: frozenset[str] = frozenset()) -> list[Token]:
    """All words; `common` are folded words seen in lower case in the same report, so no names; offsets from `base`."""
    found: list[Token] = []
    for match in (_SPACED if language == "fr" else WORD).finditer(text):
        word = match.group()
        low = folded(word)
        if word[0].isdigit():
            value = number(word, language)
            shown = f"#{value:g}" if value is not None else word
            found.append(Token(base + match.start(), base + match.end(), low, shown, shown, "number"))
            continue
        is_name = word[0].isupper() and low not in common and low not in STOP.get(language, STOP["en"])
        value = None if is_name else NUMBERS.get(low)
        kind, form = ("number", f"#{value:g}") if value is not None else ("name" if is_name else "word", "")
        found.append(
            Token(
                base + match.start(),
                base + match.end(),
                low,
                form or (low if is_name else stem(low, language)),
                form or key(low, language),
                kind,
            )
        )
    return found


def terms(found: list[Token], language: str) -> list[Token]:
    """The words that carry meaning."""
    stop = STOP.get(language, STOP["en"])
    return [t for t in found if t.folded not in stop and (len(t.folded) > 1 or t.kind == "number")]


def scaled(value: float, following: str) -> float:
    """A number with the word after it: 2 million."""
    return value * SCALES.get(following, 1.0)
