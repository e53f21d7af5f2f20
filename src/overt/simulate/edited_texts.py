"""Posts in twelve languages in which the copies of a text are known: families, lone posts, and templates.

A family is an original and copies of it, each under one edit. Beside the families stand posts that are alone, and
posts from templates: the same fixed words with other words in the gaps. A template of which up to 60% of the words
are fixed is a trap, as its posts are not copies of each other. Where 70% and more are fixed nobody could tell its
posts from copies with 30% of the words changed; such posts are told apart in `Truth` and count neither way.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from overt.simulate.text_edits import EDITS, Hand
from overt.simulate.tongues import DENSE, LANGUAGES, UNSPACED, WORDS, Tongue, ranks, tongue

Ints = npt.NDArray[np.int64]

IN_FAMILIES, IN_TEMPLATES = 0.24, 0.14
"""Shares of the posts."""
FIXED = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
LOOSE = 0.65
"""Templates with a greater share of fixed words count neither as copies nor as traps: of six words two gaps leave
.67."""
TEMPLATE_POSTS = 60
COMMONEST = 50
"""Words that fill no gap: what changes in a template is its content, not its articles."""
MEDIAN, SPREAD, SHORTEST, LONGEST = 75, 0.6, 10, 280
"""Characters of a post: median and spread of their logarithm, and the bounds; half of it in dense scripts."""
LEAST_WORDS = 6
"""Words of an original, at least: one of six is less than 20%. Of shorter ones no word could be changed and 80%
stay."""
LARGEST_SHARE = 100
"""The largest family holds one post of so many."""


@dataclass(frozen=True)
class EditedTexts:
    """Posts and the truth about them, row by row; -1 where a row has no such thing."""

    texts: pa.StringArray
    language: Ints
    family: Ints
    edit: Ints
    """Index into EDITS; -1 for originals and lone posts."""
    template: Ints
    fixed: npt.NDArray[np.float64]
    """Share of the words of the post's template that are fixed; 0 without a template."""

    def __len__(self) -> int:
        return len(self.texts)

    @property
    def originals(self) -> Ints:
        """The row of each family's original."""
        rows = np.flatnonzero((self.family >= 0) & (self.edit < 0))
        return rows[np.argsort(self.family[rows])]


def edited_texts(number: int, seed: int) -> EditedTexts:
    """`number` posts or a few less. The same number and seed give the same posts."""
    shares = 1 / np.arange(1, len(LANGUAGES) + 1) ** 0.7
    counts = (number * shares / shares.sum()).astype(np.int64)
    parts: list[EditedTexts] = []
    families = templates = 0
    for place, (name, count) in enumerate(zip(LANGUAGES, counts.tolist(), strict=True)):
        rng = np.random.default_rng([seed, place, 1])
        part = _in_one_language(rng, tongue(name, seed), count, families, templates)
        families = max(families, int(part.family.max(initial=-1)) + 1)
        templates = max(templates, int(part.template.max(initial=-1)) + 1)
        parts.append(part)
    return EditedTexts(
        pa.concat_arrays([p.texts for p in parts]),
        *(
            np.concatenate([getattr(p, name) for p in parts])
            for name in ("language", "family", "edit", "template", "fixed")
        ),
    )


def _in_one_language(
    rng: np.random.Generator, spoken: Tongue, number: int, first_family: int, first_template: int
) -> EditedTexts:
    in_families, in_templates = int(number * IN_FAMILIES), int(number * IN_TEMPLATES)
    alone = number - in_families - in_templates
    lone = _lone(rng, spoken, alone)
    filled, template, fixed = _filled(rng, spoken, in_templates)
    copies, family, edit = _families(rng, spoken, in_families)
    none = np.full(number, -1, np.int64)
    families, edits, templates = none.copy(), none.copy(), none.copy()
    templates[alone : alone + in_templates] = first_template + template
    families[alone + in_templates :] = first_family + family
    edits[alone + in_templates :] = edit
    shares = np.zeros(number)
    shares[alone : alone + in_templates] = fixed
    texts = _dressed(rng, [*lone, *filled])
    language = np.full(number, LANGUAGES.index(spoken.name), np.int64)
    return EditedTexts(pa.array(texts + copies, pa.string()), language, families, edits, templates, shares)


def _sizes(rng: np.random.Generator, spoken: Tongue, number: int, least: int) -> Ints:
    """Words of each of `number` posts, `least` or more, such that the characters come out as they should."""
    scale = 0.5 if spoken.name in DENSE else 1.0
    sample = spoken.written(spoken.running(rng, 2_000), np.array([2_000]))[0].as_py()
    sizes = np.zeros(number, np.int64)
    while len(short := np.flatnonzero(sizes < least)):
        drawn = scale * MEDIAN * np.exp(SPREAD * rng.standard_normal(len(short)))
        sizes[short] = np.clip(drawn, SHORTEST, LONGEST) * 2_000 / len(sample)
    return sizes


def _lone(rng: np.random.Generator, spoken: Tongue, number: int) -> list[str]:
    sizes = _sizes(rng, spoken, number, 1)
    made: list[str] = spoken.written(spoken.posts(rng, sizes), sizes).to_pylist()
    return made


def _filled(rng: np.random.Generator, spoken: Tongue, number: int) -> tuple[list[str], Ints, npt.NDArray[np.float64]]:
    """Posts from templates: texts, template, share of the words that are fixed. Some templates are much used."""
    count = max(1, number // TEMPLATE_POSTS)
    chosen = np.sort(ranks(rng, count, number))
    length = _sizes(rng, spoken, count, LEAST_WORDS)
    gaps = np.maximum(1, np.rint((1 - rng.choice(FIXED, count)) * length)).astype(np.int64)
    words = spoken.posts(rng, length)
    starts = np.cumsum(length) - length
    gap = np.zeros(len(words), np.bool_)
    for start, size, open_ in zip(starts.tolist(), length.tolist(), gaps.tolist(), strict=True):
        gap[start + rng.choice(size, open_, replace=False)] = True
    sizes = length[chosen]
    source = np.repeat(starts[chosen] - (np.cumsum(sizes) - sizes), sizes) + np.arange(int(sizes.sum()))
    made = words[source]
    filled = np.flatnonzero(gap[source])
    made[filled] = COMMONEST + ranks(rng, WORDS - COMMONEST, len(filled))
    return spoken.written(made, sizes).to_pylist(), chosen, (1 - gaps / length)[chosen]


def _families(rng: np.random.Generator, spoken: Tongue, number: int) -> tuple[list[str], Ints, Ints]:
    """Copies: texts, family, edit. Most families are small, one holds a share of all posts."""
    sizes = np.minimum(2 + 2 * rng.pareto(1.3, number), 300).astype(np.int64)
    sizes[0] = max(2, number // (LARGEST_SHARE * IN_FAMILIES))
    count = max(1, int(np.searchsorted(np.cumsum(sizes), number)))
    family = np.repeat(np.arange(count), sizes[:count])[:number]
    family = np.concatenate([family, np.full(number - len(family), count, np.int64)])
    count = int(family.max()) + 1
    length = _sizes(rng, spoken, count, LEAST_WORDS * (1 + (spoken.name in DENSE)))
    words = np.split(np.asarray(spoken.words.take(pa.array(spoken.posts(rng, length)))), np.cumsum(length)[:-1])
    spare = spoken.words.take(pa.array(spoken.running(rng, 50_000))).to_pylist()
    hand = Hand(rng, lambda: spare[int(rng.integers(len(spare)))], spoken.letters, spoken.joiner)
    edit = rng.integers(0, len(EDITS), number)
    edit[np.flatnonzero(np.diff(family, prepend=-1))] = -1
    edits = list(EDITS.values())
    texts = []
    for mine, kind in zip(family.tolist(), edit.tolist(), strict=True):
        own = words[mine].tolist()
        texts.append(hand.joiner.join(own) if kind < 0 else edits[kind](hand, own))
    return texts, family, edit


def _dressed(rng: np.random.Generator, texts: list[str]) -> list[str]:
    """Some posts get a link, a mention, an end mark."""
    drawn = rng.random((len(texts), 3)).tolist()
    return [
        ("@someone " if mention < 0.1 else "")
        + text
        + ("." if mark < 0.3 else "!" if mark < 0.4 else "")
        + (f" https://site.example/{int(link * 1e9):x}" if link < 0.3 else "")
        for text, (mention, mark, link) in zip(texts, drawn, strict=True)
    ]


__all__ = ["LOOSE", "UNSPACED", "EditedTexts", "edited_texts"]
