"""Two accounts post nearly the same text: a copy with some words or letters changed, added or left out."""

from typing import ClassVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from overt.traces.base import Example, Trace, Uses
from overt.traces.posts import Posts
from overt.traces.settings import TraceSettings
from overt.traces.similar import Similar


class NearDuplicate(Similar):
    """Groups of different texts that are verified copies of one of them. Equal texts are those of the trace text."""

    name = "near_duplicate"
    plural = "near-duplicate texts"
    meaning = "the same text but for some words or letters, or what was put before or behind it"
    innocent: ClassVar[tuple[str, ...]] = (
        "a petition or a public call whose text people change a little",
        "headlines and quotations that several write down in nearly the same words",
        "a form that puts names or numbers into one sentence",
    )
    generic_phrases = True
    worded = True

    def __init__(self, min_text: int = 20) -> None:
        self.min_text = min_text

    @classmethod
    def made(cls, settings: TraceSettings) -> Trace:
        """See Trace.made."""
        return cls(settings.min_text)

    def items(self, posts: Posts) -> Uses:
        """The normalised texts of some length."""
        return Uses.of_texts(posts.texts, self.min_text)

    def groups(self, items: pa.StringArray) -> npt.NDArray[np.int64]:
        """See Similar.groups."""
        from overt.traces.similar_text import groups  # loads a compiler, which scans without texts can do without

        return groups(items)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """See Trace.examples."""
        text = "the council closed the old bridge near the mill on monday because of repairs to its northern arch"
        return (
            Example({"text": text.capitalize()}, (text,)),
            Example({"text": text.replace("because of", "for urgent") + " see photo"}, (text,)),
            Example({"text": "nothing of the kind was ever said about the harbour, its boats or the people there"}, ()),
            Example({"text": "too short"}, ()),
        )
