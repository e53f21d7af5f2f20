"""Near-duplicate texts: groups of texts that are each verified similar to one of them."""

from overt.traces.similar_text.grouping import Grouped, grouped, groups
from overt.traces.similar_text.likeness import similarity

__all__ = ["Grouped", "grouped", "groups", "similarity"]
