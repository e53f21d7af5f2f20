"""Made-up words: syllables per language, vocabularies per topic, hashtags and domains. Nothing means
anything.

The texts have the statistics of posts (length, skewed word frequencies, shared tags), not their sense.
"""

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Ints = npt.NDArray[np.int64]

COMMON_WORDS = 300
TOPIC_WORDS = 150
TOPIC_TAGS = 30
TOPIC_DOMAINS = 10
LONGEST = 16
_CHUNK = 200_000

_CONSONANTS = {"latin": "bcdfghjklmnprstvwz", "cyrillic": "бвгджзклмнпрстфх", "greek": "βγδζθκλμνξπρστφχ"}
_VOWELS = {"latin": "aeiou", "cyrillic": "аеиоу", "greek": "αεηιου"}
_SCRIPTS = {"ru": "cyrillic", "uk": "cyrillic", "bg": "cyrillic", "el": "greek"}


def script_of(language: str) -> str:
    """The alphabet in which a language's made-up words are written."""
    name = language.lower()
    names = {"russian": "ru", "ukrainian": "uk", "bulgarian": "bg", "greek": "el"}
    return _SCRIPTS.get(names.get(name, name), "latin")


def made_up(rng: np.random.Generator, script: str, count: int) -> list[str]:
    """`count` distinct words of two to four syllables."""
    consonants, vowels = list(_CONSONANTS[script]), list(_VOWELS[script])
    found: dict[str, None] = {}
    while len(found) < count:
        first = rng.integers(len(consonants), size=(count, 4))
        second = rng.integers(len(vowels), size=(count, 4))
        for row_first, row_second, syllables in zip(first, second, rng.integers(2, 5, size=count), strict=True):
            pairs = zip(row_first[:syllables], row_second[:syllables], strict=True)
            found["".join(consonants[c] + vowels[v] for c, v in pairs)] = None
    return list(found)[:count]


class Vocabulary:
    """Words, hashtags and domains of every topic; topic t is spoken in language `topic_language[t]`."""

    def __init__(self, rng: np.random.Generator, languages: list[str], topic_language: Ints) -> None:
        self.languages = languages
        self.topic_language = topic_language
        self.topics = len(topic_language)
        scripts = [script_of(language) for language in languages]
        words: list[str] = []
        for script in scripts:
            words += made_up(rng, script, COMMON_WORDS)
        self._topic_base = len(words)
        tags: list[str] = []
        domains: list[str] = []
        for language in topic_language:
            own = made_up(rng, scripts[language], TOPIC_WORDS)
            words += own
            tags += [
                first.capitalize() + second.capitalize()
                for first, second in zip(own[:TOPIC_TAGS], own[TOPIC_TAGS : 2 * TOPIC_TAGS], strict=True)
            ]
            domains += [
                f"{word}-{number}.example"
                for word, number in zip(
                    made_up(rng, "latin", TOPIC_DOMAINS), rng.integers(10, 99, TOPIC_DOMAINS), strict=True
                )
            ]
        self.words = pa.array(words, pa.string())
        self.tags = pa.array(tags, pa.string())
        self.domains = pa.array(domains, pa.string())

    def sentences(self, rng: np.random.Generator, topics: Ints, shortest: int = 7, longest: int = LONGEST) -> Any:
        """One sentence per entry of `topics`: an Arrow string array."""
        blocks = [
            self._sentences(rng, topics[at : at + _CHUNK], shortest, longest) for at in range(0, len(topics), _CHUNK)
        ]
        return pa.concat_arrays(blocks) if blocks else pa.array([], pa.string())

    def _sentences(self, rng: np.random.Generator, topics: Ints, shortest: int, longest: int) -> Any:
        count = len(topics)
        lengths = rng.integers(shortest, longest + 1, size=count)
        common = self.topic_language[topics] * COMMON_WORDS
        own = self._topic_base + topics * TOPIC_WORDS
        columns = []
        for position in range(longest):
            topical = rng.random(count) < 0.55
            skew = rng.random(count) ** 2
            index = np.where(
                topical,
                own + (TOPIC_WORDS * skew).astype(np.int64),
                common + (COMMON_WORDS * skew).astype(np.int64),
            )
            columns.append(self.words.take(pa.array(index, mask=position >= lengths)))
        return pc.binary_join_element_wise(*columns, " ", null_handling="skip")

    def tag_lists(self, rng: np.random.Generator, topics: Ints, lengths: Ints) -> Any:
        """A list of `lengths[i]` tags of topic `topics[i]`, popular tags more often; an Arrow list array."""
        offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
        rows = np.repeat(np.arange(len(topics)), lengths)
        step = 1 + (TOPIC_TAGS * 0.6 * rng.random(len(rows)) ** 2.5).astype(np.int64)
        running = np.cumsum(step)
        before = np.concatenate([[0], running])[offsets[:-1]]
        place = (running - before[rows] - 1) % TOPIC_TAGS
        flat = self.tags.take(pa.array(topics[rows] * TOPIC_TAGS + place))
        return pa.ListArray.from_arrays(pa.array(offsets), flat)

    def standard_triple(self, topics: Ints) -> Any:
        """The three tags that everybody in a topic knows, in the usual order."""
        flat = (topics[:, None] * TOPIC_TAGS + np.arange(3)).ravel()
        offsets = np.arange(0, 3 * len(topics) + 1, 3, dtype=np.int32)
        return pa.ListArray.from_arrays(pa.array(offsets), self.tags.take(pa.array(flat)))

    def links(self, rng: np.random.Generator, domains: Ints) -> Any:
        """A new page on each of the given domains; an Arrow string array of distinct urls."""
        count = len(domains)
        pages = np.char.mod("%x", rng.integers(2**28, 2**52, size=count)) if count else np.array([], dtype="U1")
        return pc.binary_join_element_wise(
            pa.scalar("https://"),
            self.domains.take(pa.array(domains)),
            pa.scalar("/"),
            pa.array(pages, pa.string()),
            "",
        )


def listed(values: Any, present: npt.NDArray[np.bool_]) -> Any:
    """Lists of one or no string: `values[i]` where `present[i]`."""
    offsets = np.concatenate([[0], np.cumsum(present)]).astype(np.int32)
    return pa.ListArray.from_arrays(pa.array(offsets), values.filter(pa.array(present)))
