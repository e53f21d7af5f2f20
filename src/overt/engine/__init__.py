"""The only room that knows ibis and the engines behind it: connect, materialise a stage, fetch a table."""

from overt.engine.base import parts
from overt.engine.expressions import Table, dense_rank, greatest, least, literal, row_number, window
from overt.engine.options import DUCKDB, ENGINES, EngineOptions
from overt.engine.session import Session

__all__ = [
    "DUCKDB",
    "ENGINES",
    "EngineOptions",
    "Session",
    "Table",
    "dense_rank",
    "greatest",
    "least",
    "literal",
    "parts",
    "row_number",
    "window",
]
