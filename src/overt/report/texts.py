"""Near-duplicate texts side by side, with the words that differ marked."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from markupsafe import Markup

from overt.report.escape import shown
from overt.report.receipts import CoAction

MAX_EXAMPLES = 4
"""Pairs of texts printed per network."""
_MAX_CHARACTERS = 600
_LINK = re.compile(r"https?://\S+")
_TOKENS = re.compile(r"https?://\S+|\s+|\w+|[^\w\s]+")


@dataclass(frozen=True)
class SideBySide:
    """Two texts as HTML.

    `same` says that not a character differs, `linked` that nothing but links does; `ratio` is the share
    of common words.
    """

    co_action: CoAction
    left: Markup
    right: Markup
    same: bool
    linked: bool
    ratio: float


def choose(candidates: Iterable[CoAction]) -> list[SideBySide]:
    """The most telling pairs of texts: first those that are nearly the same, then identical ones.

    No text is printed twice, nor one that says nearly the same as one before.
    """
    pairs = [pair for candidate in candidates if (pair := compare(candidate)) is not None and pair.ratio >= 0.4]
    pairs.sort(key=lambda pair: (pair.linked, pair.same, -_weight(pair)))
    chosen: list[SideBySide] = []
    seen: list[frozenset[str]] = []
    identical = 0
    for pair in pairs:
        words = [_words(post.text) for post in (pair.co_action.a, pair.co_action.b)]
        if len(chosen) == MAX_EXAMPLES:
            break
        if any(_alike(one, other) for one in words for other in seen) or (pair.linked and identical == 2):
            continue
        identical += pair.linked
        seen += words
        chosen.append(pair)
    return chosen


def compare(co_action: CoAction) -> SideBySide | None:
    """The two texts of a co-action with their differing words marked; None where one is missing or blank."""
    a, b = co_action.a.text, co_action.b.text
    if not a or not b or not a.strip() or not b.strip():
        return None
    left, right = _TOKENS.findall(a[:_MAX_CHARACTERS]), _TOKENS.findall(b[:_MAX_CHARACTERS])
    matcher = SequenceMatcher(None, left, right, autojunk=False)
    kept_left = _flags(len(left), ((block.a, block.size) for block in matcher.get_matching_blocks()))
    kept_right = _flags(len(right), ((block.b, block.size) for block in matcher.get_matching_blocks()))
    words = [token for token in left + right if not token.isspace()]
    common = sum(2 for token, kept in zip(left, kept_left, strict=True) if kept and not token.isspace())
    ratio = common / len(words) if words else 0.0
    return SideBySide(
        co_action,
        _html(left, kept_left, len(a) - _MAX_CHARACTERS),
        _html(right, kept_right, len(b) - _MAX_CHARACTERS),
        a == b,
        _bare(a) == _bare(b),
        ratio,
    )


def _flags(length: int, blocks: Iterable[tuple[int, int]]) -> list[bool]:
    flags = [False] * length
    for start, size in blocks:
        flags[start : start + size] = [True] * size
    return flags


def _html(tokens: Sequence[str], kept: Sequence[bool], beyond: int) -> Markup:
    parts = []
    for same, group in groupby(zip(tokens, kept, strict=True), key=lambda item: item[1]):
        run = "".join(token for token, _ in group)
        parts.append(shown(run) if same or not run.strip(" \t\n") else _marked(run))
    text = Markup("<bdi>{}</bdi>").format(Markup("").join(parts))
    return text if beyond <= 0 else text + Markup(" … [{:,} more characters]").format(beyond)


def _marked(run: str) -> Markup:
    bare = run.strip(" \t\n")
    before, after = run[: run.index(bare)], run[run.index(bare) + len(bare) :]
    return Markup("{}<mark>{}</mark>{}").format(before, shown(bare), after)


def _weight(pair: SideBySide) -> float:
    shorter = min(len(pair.co_action.a.text or ""), len(pair.co_action.b.text or ""))
    return pair.ratio * min(shorter, 200)


def _words(text: str | None) -> frozenset[str]:
    return frozenset((text or "")[:_MAX_CHARACTERS].casefold().split())


def _bare(text: str) -> str:
    return " ".join(_LINK.sub(" ", text).split())


def _alike(one: frozenset[str], other: frozenset[str]) -> bool:
    return len(one & other) > 0.6 * len(one | other)
