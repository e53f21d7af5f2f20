"""Which sentences of two reports tell the same, within a language or across two, without any model.

Two sentences are as close as the words they share, each weighed by its rarity: names and numbers count double. Across
languages, words compare by the built-in concepts and by the consonants of cognates. With a model, the cosine of the two
directions is taken where it says more.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from overt.press.document import Document, Sentence

CLOSE = 0.30
"""Closeness from which two sentences are taken to tell the same."""
BY_MODEL = 0.62
"""Cosine from which a model alone makes a pair."""
CROWDED = 400
"""Sentences of one report with a word beyond which the word brings no pair together (it still counts in a pair)."""
FEWEST = 3
"""Shared terms that a pair needs at least."""


@dataclass(frozen=True, order=True)
class Pair:
    """Two sentences, by their numbers in the list of all, and how close they are (0 to 1)."""

    first: int
    second: int
    closeness: float
    shared: tuple[str, ...]


class Closeness:
    """Measures how close two sentences are; made once for all sentences of all reports."""

    def __init__(self, documents: Sequence[Document], sentences: Sequence[Sentence]) -> None:
        self.sentences = sentences
        self._languages = [documents[s.place.document].language for s in sentences]
        self._bags = [
            {form: {getattr(t, form): t.kind for t in s.terms} for form in ("stem", "key")} for s in sentences
        ]
        self._weights = {}
        for form in ("stem", "key"):
            seen = Counter(term for bag in self._bags for term in bag[form])
            self._weights[form] = {t: log(1 + len(sentences) / n) for t, n in seen.items()}
        self._norms = [
            {form: sum(self._weight(form, t, k) ** 2 for t, k in bag[form].items()) ** 0.5 for form in ("stem", "key")}
            for bag in self._bags
        ]
        self._directions: np.ndarray | None = None

    def use(self, directions: np.ndarray) -> None:
        """Directions of all sentences from a model, one row of length 1 each."""
        self._directions = directions

    def _weight(self, form: str, term: str, kind: str) -> float:
        return self._weights[form].get(term, 0.0) * (1.4 if kind in ("name", "number") else 1.0)

    def form(self, first: int, second: int) -> str:
        """How the words of two sentences compare: by stem within a language, by key across."""
        return "stem" if self._languages[first] == self._languages[second] else "key"

    def shared(self, first: int, second: int) -> list[str]:
        """The terms that both have."""
        form = self.form(first, second)
        return sorted(self._bags[first][form].keys() & self._bags[second][form].keys())

    def of(self, first: int, second: int) -> float:
        """How close two sentences are, from 0 to 1."""
        form = self.form(first, second)
        a, b = self._bags[first][form], self._bags[second][form]
        common = a.keys() & b.keys()
        if not common or not self._norms[first][form] or not self._norms[second][form]:
            return 0.0
        dot = sum(self._weight(form, t, a[t]) * self._weight(form, t, b[t]) for t in common)
        return float(dot / (self._norms[first][form] * self._norms[second][form]))

    def by_model(self, ones: list[int], twos: list[int]) -> dict[tuple[int, int], float]:
        """The pairs that the model takes for the same, with their cosine; none without a model."""
        if self._directions is None or not ones or not twos:
            return {}
        cosines = self._directions[ones] @ self._directions[twos].T
        return {
            (ones[a], twos[b]): min(float(cosines[a, b]), 1.0) for a, b in np.argwhere(cosines >= BY_MODEL).tolist()
        }


def aligned(closeness: Closeness, documents: Sequence[Document]) -> list[Pair]:
    """Sentences of different reports that tell the same: each the best for the other, or nearly."""
    by_document: dict[int, list[int]] = {}
    for place, sentence in enumerate(closeness.sentences):
        if len(sentence.terms) >= FEWEST:
            by_document.setdefault(sentence.place.document, []).append(place)
    found = []
    for one in range(len(documents)):
        for two in range(one + 1, len(documents)):
            found += _between(closeness, by_document.get(one, []), by_document.get(two, []))
    return found


def _between(closeness: Closeness, ones: list[int], twos: list[int]) -> list[Pair]:
    holders: dict[str, list[int]] = {}
    form = closeness.form(ones[0], twos[0]) if ones and twos else "stem"
    for b in twos:
        for term in {getattr(t, form) for t in closeness.sentences[b].terms}:
            holders.setdefault(term, []).append(b)

    def held(term: str) -> list[int]:
        found = holders.get(term, [])
        return found if len(found) <= CROWDED else []

    scores = closeness.by_model(ones, twos)
    for a in ones:
        counts = Counter(b for t in {getattr(t, form) for t in closeness.sentences[a].terms} for b in held(t))
        for b, shared in counts.items():
            if shared < FEWEST:
                continue
            score = closeness.of(a, b)
            if score >= CLOSE:
                scores[a, b] = max(score, scores.get((a, b), 0.0))
    best_of_a: dict[int, float] = {}
    best_of_b: dict[int, float] = {}
    for (a, b), score in scores.items():
        best_of_a[a] = max(best_of_a.get(a, 0.0), score)
        best_of_b[b] = max(best_of_b.get(b, 0.0), score)
    return [
        Pair(a, b, score, tuple(closeness.shared(a, b)))
        for (a, b), score in sorted(scores.items())
        if score >= 0.75 * best_of_a[a] and score >= 0.75 * best_of_b[b]
    ]
