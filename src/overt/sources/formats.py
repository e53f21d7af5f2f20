"""The visible list of container formats, in the order in which they are tried."""

from overt.sources.base import Format
from overt.sources.parquet import Parquet

FORMATS: tuple[Format, ...] = (Parquet(),)
