"""Normal forms of many texts at once, where each character folds by itself.

Says of such texts what `normal_text` says, and leaves to it those with characters that fold together with their
neighbours: combining marks, parts of Hangul syllables, and letters that become several. How a character folds is asked
of `normal_text.fold` when it is met first, and remembered in a table of all characters.
"""

import itertools
import unicodedata
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from overt.traces.normal_text import LEADING_RT, MAX_TEXT, fold

PORTION = 1 << 19
"""Characters that are folded together, about: few enough to stay in the processor's cache."""
SPACE, GONE, OPEN, UNKNOWN = 32, 0x110000, 0x110001, 0x110002
"""What a character becomes that is no letter or digit: a space, nothing, what its neighbours decide; or not met yet."""
WORD, BLANK = 1, 2
_PAD = 5
"""Line feeds before the first text, so that one may look back over `https`; one more follows the last."""
_LEADING = r"(?i)^[^0-9a-z]*rt[^0-9a-z]*@"
_JAMO = ("\u1160", "\u11ff"), ("\ud7b0", "\ud7ff")
_LONG_S = "\u017f"
"""To a pattern that ignores case it is an s, so it may stand in https."""

Codes = npt.NDArray[np.uint32]
Places = npt.NDArray[np.int64]


class Alphabet:
    """What each character folds to, and whether it is part of a word or a blank."""

    def __init__(self) -> None:
        self._folds = np.full(0x110000, UNKNOWN, np.uint32)
        self._kinds = np.zeros(0x110000, np.uint8)

    def kinds(self, codes: Codes) -> npt.NDArray[np.uint8]:
        """WORD, BLANK or neither, of each character."""
        new = codes[self._folds[codes] == UNKNOWN]
        for code in np.unique(new).tolist():
            char = chr(code)
            self._kinds[code] = WORD * (char.isalnum() or char == "_") + BLANK * char.isspace()
            self._folds[code] = _folded(char)
        return self._kinds[codes]

    def folds(self, codes: Codes) -> Codes:
        """The fold of each character, all of which `kinds` has seen."""
        return self._folds[codes]


def _folded(char: str) -> int:
    compatible = unicodedata.normalize("NFKC", char)
    stages = (char, compatible, unicodedata.normalize("NFD", compatible.casefold()))
    if char == _LONG_S or any(_clings(stage[:1]) for stage in stages):
        return OPEN
    inner = fold(f"0{char}0")[1:-1]
    if not inner:
        return GONE
    return ord(inner) if len(inner) == 1 else OPEN


def _clings(char: str) -> bool:
    """Whether a character may join the one before it."""
    return unicodedata.category(char or " ").startswith("M") or any(low <= char <= high for low, high in _JAMO)


@lru_cache(maxsize=1)
def _alphabet() -> Alphabet:
    return Alphabet()


def simple_texts(texts: pa.StringArray) -> tuple[pa.StringArray, pa.BooleanArray]:
    """The normal form of each simple text, and which texts are not simple and still open."""
    if not len(texts):
        return pa.array([], pa.string()), pa.array([], pa.bool_())
    sizes = pc.min_element_wise(pc.utf8_length(texts).fill_null(0), MAX_TEXT).to_numpy(zero_copy_only=False)
    turns = np.flatnonzero(np.diff(np.cumsum(sizes, dtype=np.int64) // PORTION)) + 1
    edges = itertools.pairwise([0, *turns.tolist(), len(texts)])
    parts = [_portion(texts.slice(start, end - start)) for start, end in edges]
    return pa.concat_arrays([p for p, _ in parts]), pa.concat_arrays([o for _, o in parts])


def _portion(texts: pa.StringArray) -> tuple[pa.StringArray, pa.BooleanArray]:
    sizes = pc.utf8_length(texts).fill_null(0)
    usable = pc.less_equal(sizes, MAX_TEXT)
    held = pc.if_else(pc.and_(usable, texts.is_valid()), texts, "")
    lengths = pc.utf8_length(held).to_numpy(zero_copy_only=False).astype(np.int64)
    ends = np.cumsum(lengths + 1) - 1 + _PAD
    starts = ends - lengths
    whole = "".join(["\n" * _PAD, *pc.binary_join_element_wise(held, "\n", "").to_pylist(), "\n"])
    codes = np.frombuffer(whole.encode("utf-32-le"), np.uint32).copy()
    _blank_leading(codes, held, starts)
    kinds = _alphabet().kinds(codes)
    _blank_links(codes, kinds)
    _blank_mentions(codes, kinds)
    folds = _alphabet().folds(codes)
    opened = np.zeros(len(texts), np.bool_)
    opened[np.searchsorted(ends, np.flatnonzero(folds == OPEN))] = True
    opened |= ~usable.to_numpy(zero_copy_only=False)
    opened &= texts.is_valid().to_numpy(zero_copy_only=False)
    folds[folds == OPEN] = SPACE
    data, offsets = _words(folds, starts, ends)
    valid = texts.is_valid()
    found = pa.StringArray.from_buffers(len(texts), pa.py_buffer(offsets.astype(np.int32)), pa.py_buffer(data))
    return (found if not texts.null_count else pc.if_else(valid, found, pa.scalar(None, pa.string()))), pa.array(opened)


def _blank_leading(codes: Codes, texts: pa.StringArray, starts: Places) -> None:
    """The "RT @name:" that a text begins with becomes spaces."""
    for place in pc.indices_nonzero(pc.match_substring_regex(texts, _LEADING)).to_pylist():
        if found := LEADING_RT.match(texts[place].as_py()):
            start = int(starts[place])
            codes[start : start + found.end()] = SPACE


def _blank_links(codes: Codes, kinds: npt.NDArray[np.uint8]) -> None:
    """Each link, from http://, https:// or www. to the next blank, becomes spaces."""
    colons = np.flatnonzero(codes == ord(":"))
    colons = colons[_spells(codes, colons + 1, "//")]
    plain, secure = _spells(codes, colons - 4, "http"), _spells(codes, colons - 5, "https")
    dots = np.flatnonzero(codes == ord("."))
    dots = dots[_spells(codes, dots - 3, "www")]
    starts = np.concatenate([colons[plain] - 4, colons[secure] - 5, dots - 3])
    after = np.concatenate([colons[plain] + 3, colons[secure] + 3, dots + 1])
    starts = np.sort(starts[kinds[after] != BLANK])
    blanks = np.flatnonzero(kinds == BLANK)
    _blank(codes, kinds, starts, blanks[np.searchsorted(blanks, starts)])


def _blank_mentions(codes: Codes, kinds: npt.NDArray[np.uint8]) -> None:
    """Each @name that is not the rest of a word becomes spaces."""
    signs = np.flatnonzero(codes == ord("@"))
    if not len(signs):
        return
    named = (kinds == WORD) | (codes == ord("."))
    before = codes[signs - 1]
    starts = signs[(kinds[signs - 1] != WORD) & (before != ord("@")) & named[signs + 1]]
    others = np.flatnonzero(~named)
    _blank(codes, kinds, starts, others[np.searchsorted(others, starts + 1)])


def _spells(codes: Codes, places: Places, word: str) -> npt.NDArray[np.bool_]:
    """Whether `word` stands at each place, in any case."""
    found = np.ones(len(places), np.bool_)
    for i, char in enumerate(word):
        found &= (codes[places + i] | (32 if char.isalpha() else 0)) == ord(char)
    return found


def _blank(codes: Codes, kinds: npt.NDArray[np.uint8], starts: Places, ends: Places) -> None:
    """Spaces from each start to before its end; of starts with one end the first counts."""
    first = np.ones(len(starts), np.bool_)
    first[1:] = ends[1:] != ends[:-1]
    turns = np.zeros(len(codes), np.int8)
    turns[starts[first]] += 1
    turns[ends[first]] -= 1
    within = np.cumsum(turns, dtype=np.int8).view(np.bool_)
    codes[within] = SPACE
    kinds[within] = BLANK


def _words(folds: Codes, starts: Places, ends: Places) -> tuple[bytes, Places]:
    """The texts with single spaces between words: their UTF-8, and where in it each begins and the last ends."""
    gone = folds == GONE
    if gone.any():
        less = _sums(gone)
        starts, ends, folds = starts - less[starts], ends - less[ends], folds[~gone]
    kept = folds != SPACE
    kept[:-1] |= kept[1:]  # the space before a word
    kept[ends] = False
    places = np.flatnonzero(kept)
    first = np.searchsorted(places, starts)
    leading = places[first[first < len(places)]]
    kept[leading[folds[leading] == SPACE]] = False
    counts = _sums(kept)
    offsets = np.concatenate([counts[starts], counts[ends[-1:]]]) - counts[starts[0]]
    out = folds[kept]
    out = out[len(out) - int(offsets[-1]) :]
    if not len(out) or int(out.max()) < 128:
        return out.astype(np.uint8).tobytes(), offsets
    widths = 1 + (out >= 0x80).astype(np.int8) + (out >= 0x800) + (out >= 0x10000)
    return out.tobytes().decode("utf-32-le").encode(), _sums(widths)[offsets]


def _sums(values: npt.NDArray[Any]) -> npt.NDArray[np.int32]:
    """The sum of the values before each place, and of all."""
    sums = np.zeros(len(values) + 1, np.int32)
    np.cumsum(values, out=sums[1:])
    return sums
