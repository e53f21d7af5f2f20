"""Two accounts post the same text."""

from collections.abc import Iterator
from typing import ClassVar

import pyarrow as pa

from overt.traces.base import Example, Trace, Uses, column
from overt.traces.normal_text import normal_text
from overt.traces.posts import Posts
from overt.traces.settings import TraceSettings


class Text(Trace):
    """The normalised text of a post. Short texts and generic phrases are no object."""

    name = "text"
    plural = "texts"
    meaning = "the same words; case, links, mentions, punctuation, emoji and look-alike characters folded"
    innocent: ClassVar[tuple[str, ...]] = (
        "reposts of the same post in an export that does not mark them",
        "a headline that a share button filled in",
        "a petition or a public call that asks people to copy a text",
        "quotations, lyrics, chain posts, greetings",
    )
    generic_phrases = True
    worded = True

    def __init__(self, min_text: int = 20) -> None:
        self.min_text = min_text

    @classmethod
    def made(cls, settings: TraceSettings) -> Trace:
        """See Trace.made."""
        return cls(settings.min_text)

    def objects(self, batch: pa.RecordBatch) -> Iterator[tuple[int, str]]:
        """At most one use per post."""
        for row, text in enumerate(column(batch, "text")):
            if text:
                folded = normal_text(str(text))
                if len(folded) >= self.min_text:
                    yield row, folded

    def uses(self, posts: Posts) -> Uses:
        """See Trace.uses."""
        return Uses.of_texts(posts.texts, self.min_text)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """See Trace.examples."""
        return (
            Example(
                {"text": "RT @name: They are CLOSING our school! https://t.co/x #now"},
                ("they are closing our school now",),
            ),
            Example(
                {"text": "Th\u0435y are clo\u200bsing our \u0455chool now 😡"},
                ("they are closing our school now",),
            ),
            Example({"text": "too short"}, ()),
        )
