"""Two accounts say the same in other words, or in another language, as a local embedding model sees it."""

from typing import ClassVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from overt.traces.base import Example, Trace, Uses
from overt.traces.posts import Posts
from overt.traces.settings import TraceSettings
from overt.traces.similar import Similar

PORTION = 20_000


class Rewording(Similar):
    """Groups of texts whose directions are close to one text's. Which languages meet is for the model to know."""

    name = "rewording"
    plural = "reworded texts"
    meaning = "the same said in other words or another language, as a local model sees it"
    innocent: ClassVar[tuple[str, ...]] = (
        "reports of one event, which many tell in nearly the same words",
        "a model that takes one topic, or one kind of sentence, for one statement",
        "translations of a public statement by those who want it read",
    )
    generic_phrases = True
    worded = True
    needs = "model"

    def __init__(self, settings: TraceSettings | None = None) -> None:
        self._settings = settings or TraceSettings()

    @classmethod
    def made(cls, settings: TraceSettings) -> Trace:
        """See Trace.made."""
        return cls(settings)

    def items(self, posts: Posts) -> Uses:
        """The normalised texts of some length."""
        return Uses.of_texts(posts.texts, self._settings.min_text)

    def groups(self, items: pa.StringArray) -> npt.NDArray[np.int64]:
        """See Similar.groups. Raises UsageError where no model was given."""
        from overt.traces.reworded import groups, load

        if self._settings.model is None:
            raise ValueError("no model was given")
        model = load(self._settings.model)
        texts = items.to_pylist()
        parts = [model.directions(texts[start : start + PORTION]) for start in range(0, len(texts), PORTION)]
        return groups(np.concatenate(parts), self._settings.rewording)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """See Trace.examples. Without a model nothing is found in any post."""
        return (Example({"text": "short"}, ()), Example({"text": None}, ()))
