"""Twelve made-up languages in the scripts of real ones: vocabularies, phrases and topics, and text without sense.

Words follow Zipf's law, frequent words are short, words come in stock phrases, and a post keeps to its topic. Chinese,
Japanese and Thai are written without spaces. Nothing means anything.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Ints = npt.NDArray[np.int64]

WORDS = 20_000
PHRASES = 2_000
TOPICS, TOPIC_WORDS = 80, 150
IN_PHRASE, IN_TOPIC = 0.12, 0.3
"""Shares of the units that are stock phrases, and of the words that are the topic's."""
_SYLLABLES = 350

_ALPHABETS = {
    "en": ("bcdfghklmnprstvw", "aeiou"),
    "es": ("bcdfghlmnñprstvz", "aeioué"),
    "pt": ("bcdfghlmnprstvxç", "aeiouãé"),
    "fr": ("bcdfghjlmnprstv", "aeiouéè"),
    "de": ("bcdfghklmnprstwz", "aeiouäü"),
    "ru": ("бвгджзклмнпрстфхчш", "аеиоуыяю"),
    "el": ("βγδζθκλμνξπρστφχ", "αεηιουώ"),
    "ar": ("بتثجحدرزسشصطعفقكلمنه", "اوي"),
    "hi": ("कखगघचजटडतदनपबमयरलवसह", "\u093e\u093f\u0940\u0941\u0947\u094b"),
}
_CHINESE, _KANJI = (0x4E00, 3_500), (0x5000, 2_000)
_HIRAGANA, _KATAKANA = (0x3042, 70), (0x30A2, 70)
_THAI = ("กขคงจชดตทนบปพมยรลวสหอ", "าะิีุู", "เแโ")

LANGUAGES = (*_ALPHABETS, "zh", "ja", "th")
UNSPACED = ("zh", "ja", "th")
DENSE = ("zh", "ja")
"""Written with characters that carry a syllable or a word each, so that posts are shorter."""


@dataclass(frozen=True)
class Tongue:
    """A vocabulary, most frequent word first; phrases and topics are made of its words."""

    name: str
    words: pa.StringArray
    letters: str
    phrases: Ints
    phrase_ends: Ints
    topics: Ints

    @property
    def joiner(self) -> str:
        """What stands between words."""
        return "" if self.name in UNSPACED else " "

    def running(self, rng: np.random.Generator, number: int) -> Ints:
        """`number` word numbers of running text, stock phrases among them."""
        units = ranks(rng, WORDS, number)
        stock = np.flatnonzero(rng.random(number) < IN_PHRASE)
        chosen = ranks(rng, PHRASES, len(stock))
        sizes = np.ones(number, np.int64)
        starts = np.concatenate([[0], self.phrase_ends[:-1]])
        sizes[stock] = self.phrase_ends[chosen] - starts[chosen]
        words = np.repeat(units, sizes)
        first = np.cumsum(sizes) - sizes
        within = np.arange(len(words)) - np.repeat(first, sizes)
        source = np.full(number, -1, np.int64)
        source[stock] = starts[chosen]
        source = np.repeat(source, sizes)
        phrasal = source >= 0
        words[phrasal] = self.phrases[source[phrasal] + within[phrasal]]
        return words[:number]

    def posts(self, rng: np.random.Generator, sizes: Ints) -> Ints:
        """The word numbers of posts of `sizes` words each, one after another; every post keeps to a topic."""
        words = self.running(rng, int(sizes.sum()))
        topic = np.repeat(ranks(rng, TOPICS, len(sizes)), sizes)
        topical = np.flatnonzero(rng.random(len(words)) < IN_TOPIC)
        words[topical] = self.topics[topic[topical], ranks(rng, TOPIC_WORDS, len(topical))]
        return words

    def written(self, words: Ints, sizes: Ints) -> Any:
        """The posts as text: an Arrow array of strings."""
        offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int32)
        lists = pa.ListArray.from_arrays(pa.array(offsets), self.words.take(pa.array(words)))
        return pc.binary_join(lists, self.joiner)


def ranks(rng: np.random.Generator, number: int, size: int) -> Ints:
    """`size` draws of 0 .. number - 1 with frequencies as 1 / (rank + 2.7)."""
    low, high = np.log(2.7), np.log(number + 2.7)
    drawn = np.exp(low + (high - low) * rng.random(size)) - 2.7
    found: Ints = np.minimum(drawn.astype(np.int64), number - 1)
    return found


def tongue(name: str, seed: int) -> Tongue:
    """The made-up language of that name: one of LANGUAGES."""
    rng = np.random.default_rng([seed, LANGUAGES.index(name)])
    words = _vocabulary(rng, *_signs_and_endings(rng, name))
    sizes = rng.integers(2, 6, PHRASES)
    topics = rng.integers(100, WORDS, (TOPICS, TOPIC_WORDS))
    letters = "".join(sorted(set("".join(words[:3_000]))))
    phrases = ranks(rng, WORDS, int(sizes.sum()))
    return Tongue(name, pa.array(words, pa.string()), letters, phrases, np.cumsum(sizes), topics)


def _vocabulary(rng: np.random.Generator, signs: list[str], endings: list[str]) -> list[str]:
    """Distinct words of one to four signs and an ending; the first are short."""
    found: dict[str, None] = {}
    while len(found) < WORDS:
        ahead = np.log10(2 + len(found) + np.arange(2_000))
        sizes = (1 + 0.75 * ahead * rng.random(2_000)).astype(np.int64)
        drawn = (len(signs) * rng.random((2_000, 4)) ** 2).astype(np.int64).tolist()
        last = (len(endings) * rng.random(2_000) ** 2).astype(np.int64).tolist()
        for row, size, ending in zip(drawn, sizes.tolist(), last, strict=True):
            found["".join([signs[i] for i in row[:size]]) + endings[ending]] = None
    return list(found)[:WORDS]


def _signs_and_endings(rng: np.random.Generator, name: str) -> tuple[list[str], list[str]]:
    """What the words of a language are put together from, most frequent first."""
    if name == "zh":
        return _range(rng, *_CHINESE), [""]
    if name == "ja":
        kana = _range(rng, *_HIRAGANA)
        pairs = [a + b for a, b in zip(kana, kana[7:], strict=False)]
        return _range(rng, *_KANJI) + _range(rng, *_KATAKANA), ["", *kana[:30], *pairs[:20], ""]
    if name == "th":
        return _thai(rng), [""]
    consonants, vowels = _ALPHABETS[name]
    return _syllables(rng, consonants, vowels), ["", *vowels[:3], *consonants[:4]]


def _range(rng: np.random.Generator, first: int, number: int) -> list[str]:
    return [chr(first + int(i)) for i in rng.permutation(number)]


def _syllables(rng: np.random.Generator, consonants: str, vowels: str) -> list[str]:
    found: dict[str, None] = {}
    while len(found) < _SYLLABLES:
        onset, vowel, coda = (rng.random() ** 1.5 for _ in range(3))
        made = consonants[int(onset * len(consonants))] + vowels[int(vowel * len(vowels))]
        if rng.random() < 0.25:
            made += consonants[int(coda * len(consonants))]
        found[made] = None
    return list(found)


def _thai(rng: np.random.Generator) -> list[str]:
    consonants, vowels, leading = _THAI
    found: dict[str, None] = {}
    while len(found) < _SYLLABLES:
        onset, end = (consonants[int(rng.random() ** 1.5 * len(consonants))] for _ in range(2))
        if rng.random() < 0.25:
            made = leading[int(rng.integers(len(leading)))] + onset
        else:
            made = onset + vowels[int(rng.integers(len(vowels)))]
        found[made + (end if rng.random() < 0.5 else "")] = None
    return list(found)
