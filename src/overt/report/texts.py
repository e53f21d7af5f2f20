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
_TOKENS = re.compile(r"\s+|\w+|[^\w\s]+")


@dataclass(frozen=True)
class SideBySide:
    """Two texts as HTML; `same` says that not a character differs, `ratio` how much of the words is common."""

    co_action: CoAction
    left: Markup
    right: Markup
    same: bool
    ratio: float


def choose(candidates: Iterable[CoAction]) -> list[SideBySide]:
    """The most telling pairs of texts: first long ones that are nearly but not quite the same, then identical ones.

    No text is printed twice.
    """
    pairs = [pair for candidate in candidates if (pair := compare(candidate)) is not None and pair.ratio >= 0.4]
    pairs.sort(key=lambda pair: (pair.same, -_weight(pair)))
    chosen: list[SideBySide] = []
    seen: set[str] = set()
    identical = 0
    for pair in pairs:
        texts = {_folded(pair.co_action.a.text), _folded(pair.co_action.b.text)}
        if texts & seen or len(chosen) == MAX_EXAMPLES or (pair.same and identical == 2):
            continue
        identical += pair.same
        seen |= texts
        chosen.append(pair)
    return chosen


def compare(co_action: CoAction) -> SideBySide | None:
    """The two texts of a co-action with their differing words marked; None where one of them is missing or blank."""
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
        parts.append(shown(run) if same else Markup("<mark>{}</mark>").format(shown(run)))
    text = Markup("<bdi>{}</bdi>").format(Markup("").join(parts))
    return text if beyond <= 0 else text + Markup(" … [{:,} more characters]").format(beyond)


def _weight(pair: SideBySide) -> float:
    shorter = min(len(pair.co_action.a.text or ""), len(pair.co_action.b.text or ""))
    return pair.ratio * min(shorter, 200)


def _folded(text: str | None) -> str:
    return " ".join((text or "").split()).casefold()
