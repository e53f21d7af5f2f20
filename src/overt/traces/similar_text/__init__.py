"""Near-duplicate texts: groups of texts that are each verified similar to one of them."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from overt.traces.similar_text.anchors import anchored
from overt.traces.similar_text.candidates import shelves
from overt.traces.similar_text.letters import Texts
from overt.traces.similar_text.likeness import similarity
from overt.traces.similar_text.stars import stars
from overt.traces.similar_text.verify import similar_pairs


def groups(texts: pa.StringArray) -> npt.NDArray[np.int64]:
    """For each of the distinct texts the index of its group's representative, itself where it is alone."""
    read = Texts.of(texts)
    found = anchored(read)
    return stars(read.number, similar_pairs(read, found, shelves(found)))


__all__ = ["groups", "similarity"]
