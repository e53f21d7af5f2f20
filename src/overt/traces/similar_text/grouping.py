"""From texts to groups of similar texts, and what was left out on the way."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from overt.traces.similar_text.anchors import LEAST_LETTERS, anchored
from overt.traces.similar_text.candidates import LEADERS, SHELF, Shelves, shelves
from overt.traces.similar_text.letters import LONGEST, Texts
from overt.traces.similar_text.outlines import outlines
from overt.traces.similar_text.stars import frames, stars
from overt.traces.similar_text.verify import similar_pairs

Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Grouped:
    """For each text the index of its representative, and how many texts were treated otherwise than most."""

    representatives: Places
    short: int
    """Too short to be compared."""
    cut: int
    """Compared by their first letters only."""
    crowded: int
    """So common in parts that they were compared with the most typical of their like only."""
    frames: int
    """Like few of the texts with the same pieces: templates, which represent only what is nearly the same."""

    def notices(self) -> list[str]:
        """What a reader should know, a sentence each."""
        said = (
            (self.short, f"are shorter than {LEAST_LETTERS} letters and were matched exactly only"),
            (self.cut, f"have {LONGEST:,} letters or more, of which the first {LONGEST:,} were compared"),
            (
                self.crowded,
                f"share a piece with more than {SHELF} others and were compared with the {LEADERS} most typical",
            ),
            (self.frames, "are template-like: they lead a group only of texts that are the same but for a tenth"),
        )
        return [f"{number:,} texts {what}" for number, what in said if number]


def grouped(texts: pa.StringArray) -> Grouped:
    """Groups distinct normalised texts. The same texts in the same order give the same groups, on any machine."""
    read = Texts.of(texts)
    found = anchored(read)
    held = shelves(found)
    similar = similar_pairs(read, found.outlines, held)
    return Grouped(stars(similar), found.short, found.cut, held.crowded, int(frames(similar).sum()))


def grouped_pairs(texts: pa.StringArray, pairs: Places) -> Grouped:
    """Groups texts by the same comparison, of the pairs that somebody else proposed: rows (lower, higher), each once.
    For benchmarks."""
    read, pairs = Texts.of(texts), pairs[np.argsort(pairs[:, 0], kind="stable")]
    firsts = np.concatenate([[0], np.cumsum(np.bincount(pairs[:, 0], minlength=read.number))]).astype(np.int64)
    starts, numbers = np.arange(0, 2 * len(pairs) + 1, 2), np.arange(len(pairs), dtype=np.int32)
    held = Shelves(starts, pairs.astype(np.int32).ravel(), firsts, numbers)
    similar = similar_pairs(read, outlines(read), held)
    return Grouped(stars(similar), 0, 0, 0, int(frames(similar).sum()))


def groups(texts: pa.StringArray) -> Places:
    """For each of the distinct normalised texts the index of its group's representative, itself where it is alone."""
    return grouped(texts).representatives
