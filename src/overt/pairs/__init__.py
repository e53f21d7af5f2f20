"""Who used what together, and when: the relational part of a scan."""

from overt.pairs.relate import Limits, Related, relate

__all__ = ["Limits", "Related", "relate"]
