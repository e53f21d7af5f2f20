"""Two accounts fill in the same template: the same words around other names, numbers, links and tags."""

import re
import unicodedata
from collections.abc import Iterator
from typing import ClassVar

import pyarrow as pa

from overt.traces.base import Example, Trace, column
from overt.traces.normal_text import INVISIBLE, LEADING_RT, MAX_TEXT, fold

MIN_FIXED = 30
"""Width of the fixed words that a template needs: letters and digits, those of scripts without spaces count twice."""
TOKEN = re.compile(
    r"(?P<link>(?:https?://|www\.)\S+)|(?P<mention>(?<![\w@])@[\w.]+)|(?P<tag>[#＃]\w+)"
    r"|(?P<word>\w+(?:['’]\w+)*)|(?P<stop>[.!?…。！？\n\"“„«]+)",
    re.IGNORECASE,
)


class CaptionTemplate(Trace):
    """The text with slots for what is easily exchanged. A text without a slot, or mostly of slots, is no template."""

    name = "caption_template"
    plural = "templates"
    meaning = "the same words around slots for numbers, names in capitals, links, mentions and hashtags"
    innocent: ClassVar[tuple[str, ...]] = (
        "reposts, or copies of the same text",
        "a share button, an app or a game that fills in names and numbers",
        "weather, traffic, scores and prices, which services announce in fixed words",
        "a petition or a letter to many offices whose text is given",
    )
    generic_phrases = True

    def objects(self, batch: pa.RecordBatch) -> Iterator[tuple[int, str]]:
        """At most one use per post."""
        for row, text in enumerate(column(batch, "text")):
            found = template(str(text)) if text else ""
            if found:
                yield row, found

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """See Trace.examples."""
        made = "the bridge at {name} is closed for {number} days says {mention} {tag} {link}"
        return (
            Example(
                {"text": "The bridge at Upper Lowton is closed for 3 days, says @ann #road https://t.co/x"}, (made,)
            ),
            Example({"text": "The bridge at Odden is closed for 12.5 days says @b #a #b www.example.org"}, (made,)),
            Example({"text": "The bridge at the mill is closed for days, they say"}, ()),
            Example({"text": "Nine 9 Lives"}, ()),
        )


def template(text: str) -> str:
    """The words of a text with slots in braces; empty where that is no template."""
    plain = LEADING_RT.sub("", text[:MAX_TEXT].translate(INVISIBLE))
    shouted = plain.isupper()
    parts: list[str] = []
    width = slots = 0
    for kind, word in _tokens(plain, shouted):
        if kind:
            if not parts or parts[-1] != kind:
                parts.append(kind)
                slots += 1
        elif folded := fold(word):
            parts.append(folded)
            width += sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in folded if c != " ")
    whole = slots > 0 and width >= MIN_FIXED and 2 * slots <= len(parts)
    return " ".join(parts) if whole else ""


def _tokens(text: str, shouted: bool) -> Iterator[tuple[str, str]]:
    """(slot, word) of each token; the slot is empty for words that are kept.

    A word in capitals at the start of a sentence is a name only where another one follows: all sentences start so.
    """
    found = [(m.lastgroup or "", m.group()) for m in TOKEN.finditer(text)]
    start = True
    for place, (kind, word) in enumerate(found):
        if kind == "stop":
            start = True
            continue
        if kind != "word":
            yield f"{{{kind}}}", ""
        elif any(c.isdigit() for c in word):
            yield "{number}", ""
        elif not shouted and _capital(word) and not (start and not _follows(found, place)):
            yield "{name}", ""
        else:
            yield "", word
        start = False


def _capital(word: str) -> bool:
    return len(word) > 1 and word[0].isupper()


def _follows(found: list[tuple[str, str]], place: int) -> bool:
    """Whether the next token is a word in capitals."""
    return place + 1 < len(found) and found[place + 1][0] == "word" and _capital(found[place + 1][1])
