"""The words of the relational plan that are functions rather than methods of a table."""

from typing import Any

import ibis

Table = Any
"""An ibis table expression. ibis ships no usable types, so a name stands for it."""

dense_rank = ibis.dense_rank
greatest = ibis.greatest
least = ibis.least
literal = ibis.literal
row_number = ibis.row_number
window = ibis.window
