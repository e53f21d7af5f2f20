"""Registry: who is openly what, as sources state it, in an append-only record. overt ships none of their data."""

from overt.registry.kinds import KINDS
from overt.registry.label import Label, Source, Typology
from overt.registry.registry import Registry

__all__ = ["KINDS", "Label", "Registry", "Source", "Typology"]
