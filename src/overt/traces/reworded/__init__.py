"""Rewording and translation: groups of texts that a local embedding model places close together."""

from overt.traces.reworded.groups import groups
from overt.traces.reworded.model import Model, load

__all__ = ["Model", "groups", "load"]
