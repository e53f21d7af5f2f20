"""Long passages that two reports share word for word, up to a few words left out or put in."""

from collections.abc import Sequence
from dataclasses import dataclass

from overt.press.document import Place, Sentence, Token

SEED = 6
"""Words in a row that must agree for a passage to begin."""
GAP = 6
"""Words that may differ between two agreeing runs of one passage."""
LEAST = 12
"""Agreeing words of a passage."""
CROWDED = 50
"""Places of one run of words beyond which it is taken for furniture (a footer, a refrain)."""


@dataclass(frozen=True, order=True)
class Passage:
    """The same words at two places."""

    first: Place
    second: Place
    words: int
    exact: bool


def passages(sentences: Sequence[Sentence], documents: int) -> list[Passage]:
    """The shared passages of every two reports."""
    words: list[list[Token]] = [[] for _ in range(documents)]
    for sentence in sentences:
        words[sentence.place.document] += sentence.tokens
    found = []
    for one in range(documents):
        index: dict[tuple[str, ...], list[int]] = {}
        for at in range(len(words[one]) - SEED + 1):
            index.setdefault(tuple(t.folded for t in words[one][at : at + SEED]), []).append(at)
        for two in range(one + 1, documents):
            found += _shared(one, two, words, index)
    return found


def _shared(one: int, two: int, words: list[list[Token]], index: dict[tuple[str, ...], list[int]]) -> list[Passage]:
    a, b = words[one], words[two]
    runs: list[tuple[int, int, int]] = []
    covered: dict[int, int] = {}
    for at in range(len(b) - SEED + 1):
        places = index.get(tuple(t.folded for t in b[at : at + SEED]), [])
        for start in places if len(places) <= CROWDED else []:
            if covered.get(start - at, -1) >= at:
                continue
            length = SEED
            while (
                start + length < len(a) and at + length < len(b) and a[start + length].folded == b[at + length].folded
            ):
                length += 1
            covered[start - at] = at + length - 1
            runs.append((start, at, length))
    joined: list[list[tuple[int, int, int]]] = []
    for run in sorted(runs):
        last = joined[-1][-1] if joined else None
        if last and 0 <= run[0] - last[0] - last[2] <= GAP and 0 <= run[1] - last[1] - last[2] <= GAP:
            joined[-1].append(run)
        else:
            joined.append([run])
    made = []
    for group in joined:
        agreeing = sum(length for _, _, length in group)
        if agreeing >= LEAST:
            first, last = group[0], group[-1]
            made.append(
                Passage(
                    Place(one, a[first[0]].start, a[last[0] + last[2] - 1].end),
                    Place(two, b[first[1]].start, b[last[1] + last[2] - 1].end),
                    agreeing,
                    len(group) == 1,
                )
            )
    return made
