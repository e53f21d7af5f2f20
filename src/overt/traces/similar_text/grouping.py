"""From texts to groups of similar texts, and what was left out on the way."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from overt.traces.similar_text.anchors import LEAST_LETTERS, anchored
from overt.traces.similar_text.candidates import LEADERS, SHELF, Shelves, shelves
from overt.traces.similar_text.letters import LONGEST, Texts
from overt.traces.similar_text.outlines import outlines
from overt.traces.similar_text.reading import Readings, readings
from overt.traces.similar_text.stars import frames, stars
from overt.traces.similar_text.templates import templates
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
    """Like few of the texts with the same pieces: they represent only what is nearly the same."""
    of_templates: int
    """In groups that were taken apart, because they are fillings of a template."""

    def notices(self) -> list[str]:
        """What a reader should know, a sentence each."""
        said = (
            (self.short, f"are shorter than {LEAST_LETTERS} letters and were matched exactly only"),
            (self.cut, f"have {LONGEST:,} letters or more, of which the first {LONGEST:,} were compared"),
            (
                self.crowded,
                f"share a piece with more than {SHELF} others and were compared with the {LEADERS} most typical",
            ),
            (self.of_templates, "fill the gaps of a template in their own ways and stay apart"),
            (self.frames, "are template-like: they lead a group only of texts that are the same but for a tenth"),
        )
        return [f"{number:,} texts {what}" for number, what in said if number]


def grouped(texts: pa.StringArray) -> Grouped:
    """Groups distinct normalised texts. The same texts in the same order give the same groups, on any machine."""
    read = Texts.of(texts)
    found = anchored(read)
    held = shelves(found)
    so_far = readings(read)
    similar = similar_pairs(read, found.outlines, held, so_far)
    together, of_templates = _apart(read, stars(similar), held, so_far)
    return Grouped(together, found.short, found.cut, held.crowded, int(frames(similar).sum()), of_templates)


def _apart(texts: Texts, representatives: Places, held: Shelves, so_far: Readings) -> tuple[Places, int]:
    """The groups without those of templates, and how many texts these had."""
    leaders = np.flatnonzero(np.bincount(representatives, minlength=texts.number) > 1)
    apart = np.zeros(texts.number, np.bool_)
    apart[leaders[templates(texts, leaders, held, so_far)]] = True
    alone = apart[representatives]
    return np.where(alone, np.arange(texts.number), representatives), int(alone.sum())


def grouped_pairs(texts: pa.StringArray, pairs: Places) -> Grouped:
    """Groups texts by the same comparison, of the pairs that somebody else proposed: rows (lower, higher), each once.
    For benchmarks."""
    read, pairs = Texts.of(texts), pairs[np.argsort(pairs[:, 0], kind="stable")]
    firsts = np.concatenate([[0], np.cumsum(np.bincount(pairs[:, 0], minlength=read.number))]).astype(np.int64)
    starts, numbers = np.arange(0, 2 * len(pairs) + 1, 2), np.arange(len(pairs), dtype=np.int32)
    held = Shelves(starts, pairs.astype(np.int32).ravel(), firsts, numbers)
    so_far = readings(read)
    similar = similar_pairs(read, outlines(read), held, so_far)
    together, of_templates = _apart(read, stars(similar), held, so_far)
    return Grouped(together, 0, 0, 0, int(frames(similar).sum()), of_templates)


def groups(texts: pa.StringArray) -> Places:
    """For each of the distinct normalised texts the index of its group's representative, itself where it is alone."""
    return grouped(texts).representatives
