"""The visible list of container formats, in the order in which they are tried. CSV takes what is left."""

from overt.sources.base import Format
from overt.sources.delimited import Delimited
from overt.sources.json_array import JsonArray
from overt.sources.json_lines import JsonLines
from overt.sources.parquet import Parquet

FORMATS: tuple[Format, ...] = (Parquet(), JsonLines(), JsonArray(), Delimited())
