"""The texts of an Arrow array as machine code reads them: bytes and offsets, and the letters of one text at a time."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from numba import njit, types

LONGEST = 2_000
"""Letters of a text that are looked at. Two texts that begin with the same 2,000 letters count as the same."""

Bytes = npt.NDArray[np.uint8]
Letters = npt.NDArray[np.uint64]
Offsets = npt.NDArray[np.int64]

BYTES = types.Array(types.uint8, 1, "C", readonly=True)
"""The type of `Texts.data` in signatures of compiled functions: memory of Arrow, not to be written."""
PLACES, LETTERS = types.int64[::1], types.uint64[::1]
I8 = types.int64


class Texts(NamedTuple):
    """UTF-8 of all texts; text i is `data[offsets[i]:offsets[i + 1]]`."""

    data: Bytes
    offsets: Offsets

    @classmethod
    def of(cls, texts: pa.StringArray) -> "Texts":
        """The texts of an array of strings, null as the empty text. The bytes are not copied."""
        if texts.null_count:
            texts = pc.fill_null(texts, "")
        if not len(texts):
            return cls(np.frombuffer(b"", np.uint8), np.zeros(1, np.int64))
        width = np.int64 if pa.types.is_large_string(texts.type) else np.int32
        _, offsets, data = texts.buffers()
        places = np.frombuffer(offsets, width, len(texts) + 1, texts.offset * np.dtype(width).itemsize)
        found = np.frombuffer(data or b"", np.uint8)
        found.flags.writeable = False
        return cls(found, places.astype(np.int64))

    @property
    def number(self) -> int:
        """How many there are."""
        return len(self.offsets) - 1


@njit(I8(BYTES, I8, I8, LETTERS), cache=True)  # type: ignore[untyped-decorator]
def decoded(data: Bytes, start: int, end: int, out: Letters) -> int:
    """Writes the code points of the UTF-8 in data[start:end] to `out`, as many as fit; how many there are."""
    number, i = 0, start
    while i < end and number < len(out):
        first = data[i]
        size = 1 if first < 0x80 else 2 if first < 0xE0 else 3 if first < 0xF0 else 4
        code = np.uint64(first) if size == 1 else np.uint64(first & (0x7F >> size))
        for k in range(1, min(size, end - i)):
            code = (code << np.uint64(6)) | np.uint64(data[i + k] & 0x3F)
        out[number] = code
        number += 1
        i += size
    return number


@njit(types.boolean(types.uint64), cache=True, inline="always")  # type: ignore[untyped-decorator]
def dense(letter: np.uint64) -> bool:
    """Whether a letter stands for a syllable or a word: Han, kana, Hangul."""
    return bool(letter >= 0x2E80 and (letter <= 0x9FFF or 0xAC00 <= letter <= 0xD7A3 or letter >= 0xF900))


@njit(types.boolean(types.uint64), cache=True, inline="always")  # type: ignore[untyped-decorator]
def unspaced(letter: np.uint64) -> bool:
    """Whether a letter belongs to an alphabet that is written without spaces: Thai, Lao, Burmese, Khmer."""
    return bool(0x0E00 <= letter < 0x0F00 or 0x1000 <= letter < 0x10A0 or 0x1780 <= letter < 0x1800)
