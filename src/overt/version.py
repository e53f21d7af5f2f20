"""The version of overt, written into every finding."""

__version__ = "0.1.0"
