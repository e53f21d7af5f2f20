"""The dossier and the graph: pictures and pages drawn from finished results only.

`write` reads what a scan left in a directory and adds `graph.gexf` and `report.html`. `summary` gives the
rows of the table that the command line prints.
"""

from overt.report.files import write
from overt.report.rows import summary

__all__ = ["summary", "write"]
