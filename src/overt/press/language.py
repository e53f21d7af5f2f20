"""The language of a text, guessed from its most frequent words. An empty answer means: not known."""

import re

_COMMON = {
    "en": "the of and to in that is was for it with as on by at from this has had have are were be its not would",
    "fr": "le la les des du et en que qui est une dans pour par sur avec au aux ce cette été avait ont son ses sa pas",
    "de": "der die das und den dem ein eine ist nicht mit von auf für sich des im auch wird zu wurde dass bei hat",
    "es": "el la los las del y en que es una por con para su se no al lo como más fue ha este esta sobre",
    "it": "il lo gli le di che e è una per con non si del della dei nel alla sono ha anche più come stato da",
    "pt": "o os as do da dos das e em que é uma um para com não por no na se mais foi como ao pelo pela",
    "nl": "de het een en van in is dat op te zijn met voor niet aan door er om ook bij werd heeft maar naar",
}
_SETS = {language: frozenset(words.split()) for language, words in _COMMON.items()}
_SAMPLE = 20_000


def guessed(text: str) -> str:
    """The two-letter code of the language whose common words are most frequent, or ""."""
    words = re.findall(r"[^\W\d_]+", text[:_SAMPLE].lower())
    if not words:
        return ""
    counts = {language: sum(word in common for word in words) for language, common in _SETS.items()}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] >= 3 and counts[best] / len(words) > 0.08 else ""
