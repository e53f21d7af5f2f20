"""The only room that knows ibis and the engines behind it: connect, materialise a stage, fetch a table."""

from overt.engine.expressions import Table, dense_rank, greatest, least, literal, row_number, window
from overt.engine.session import Session

__all__ = ["Session", "Table", "dense_rank", "greatest", "least", "literal", "row_number", "window"]
