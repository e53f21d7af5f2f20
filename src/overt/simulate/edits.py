"""Light edits of a copied text: what copiers do so that two copies are not the same bytes."""

import numpy as np

EDITS = ("case", "zero_width", "homoglyph")

_ZERO_WIDTH = ("\u200b", "\u200c", "\u200d", "\u2060")
_LOOKALIKE = str.maketrans("aeopcxy", "аеорсху")
_LOOKALIKE_BACK = str.maketrans("аеорсху", "aeopcxy")


def edited(rng: np.random.Generator, text: str, kinds: tuple[str, ...]) -> str:
    """The text under one edit drawn from `kinds` (or none of them, one time in five). Links stay whole."""
    if not kinds or rng.random() < 0.2:
        return text
    kind = kinds[int(rng.integers(len(kinds)))]
    words = text.split(" ")
    touched = rng.random(len(words)) < 0.3
    return " ".join(
        _one(rng, word, kind) if touch and not word.startswith(("http", "#")) else word
        for word, touch in zip(words, touched, strict=True)
    )


def _one(rng: np.random.Generator, word: str, kind: str) -> str:
    if kind == "case":
        return word.upper() if rng.random() < 0.5 else word.capitalize()
    if kind == "zero_width":
        place = int(rng.integers(1, max(2, len(word))))
        return word[:place] + _ZERO_WIDTH[int(rng.integers(len(_ZERO_WIDTH)))] + word[place:]
    swapped = word.translate(_LOOKALIKE)
    return swapped if swapped != word else word.translate(_LOOKALIKE_BACK)
