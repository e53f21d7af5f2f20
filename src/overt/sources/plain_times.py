"""Times that are written in the usual ways, a whole column at once: ISO 8601 to the minute or finer, epoch numbers.

Says of such texts what `time_text.parse` says, and leaves all others to it.
"""

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from overt.sources.base import Ints

_DATE = r"^(?:19|20|21)\d\d-\d\d-\d\d"
_CLOCK = r"[ T]\d\d:\d\d(?::\d\d(?:\.\d{1,6})?)?"
_LOCAL = rf"{_DATE}(?:{_CLOCK})?$"
_UTC = rf"{_DATE}{_CLOCK}(?:Z|[+-]00:00)$"
_OFFSET = rf"{_DATE}{_CLOCK}[+-]\d\d:\d\d$"
_EPOCH = r"^(?:[0-9]{9,13}|[0-9]{16})$"
"""As long as seconds, milliseconds and microseconds are, and no longer than a date in digits may be mistaken for."""

Found = tuple[Ints, "Ints | int"]


def plain_times(texts: pa.StringArray, naive: int, epochs: Callable[[pa.Array], Ints]) -> tuple[Ints, Ints, Ints]:
    """Wall clock and offset of the texts in a usual form, and the places of those that are not and still open.

    `naive` is the offset of a time without zone, `epochs` makes times of numbers.
    """
    wall, offset = np.zeros(len(texts), np.int64), np.zeros(len(texts), np.int64)
    opened = np.arange(len(texts))

    def local(part: pa.Array) -> Found:
        return _cast(part, None), naive

    def number(part: pa.Array) -> Found:
        return epochs(part.cast(pa.int64())), 0

    for pattern, read in ((_LOCAL, local), (_UTC, _zulu), (_EPOCH, number), (_OFFSET, _shifted)):
        if not len(opened):
            break
        part = texts if len(opened) == len(texts) else texts.take(pa.array(opened))
        fits = pc.fill_null(pc.match_substring_regex(part, pattern), False)
        mask = fits.to_numpy(zero_copy_only=False)
        if not mask.any():
            continue
        try:
            found = read(part if mask.all() else part.filter(fits))
        except pa.ArrowInvalid:  # a day such as the 30th of February
            continue
        wall[opened[mask]], offset[opened[mask]] = found
        opened = opened[~mask]
    return wall, offset, opened


def _cast(texts: pa.Array, zone: str | None) -> Ints:
    found = texts.cast(pa.timestamp("us", zone)).cast(pa.int64())
    return np.asarray(found.to_numpy(zero_copy_only=False), dtype=np.int64)


def _zulu(texts: pa.Array) -> Found:
    return _cast(texts, "UTC"), 0


def _shifted(texts: pa.Array) -> Found:
    wall = _cast(pc.utf8_slice_codeunits(texts, 0, -6), None)
    return wall, wall - _cast(texts, "UTC")
