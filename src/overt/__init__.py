"""overt makes covert influence operations overt: coordination with error control, and the receipts.

>>> import overt
>>> result = overt.scan("posts.parquet", q=0.01)  # doctest: +SKIP
>>> result.report("report.html")  # doctest: +SKIP
"""

from typing import TYPE_CHECKING, Any

from overt.errors import InputError, OutputError, OvertError, TooManyRejected, UsageError
from overt.version import __version__

if TYPE_CHECKING:
    from overt.api import Scan, read, scan
    from overt.sources import ReadOptions

__all__ = [
    "InputError",
    "OutputError",
    "OvertError",
    "ReadOptions",
    "Scan",
    "TooManyRejected",
    "UsageError",
    "__version__",
    "read",
    "scan",
]


def __getattr__(name: str) -> Any:
    """Loads the heavy parts when they are first asked for, so that `import overt` stays quick.

    All at once: loading them makes the page of stages, the module overt.scan, an attribute of this package, and
    `overt.scan` has to be the function.
    """
    if name not in ("ReadOptions", "Scan", "read", "scan"):
        raise AttributeError(f"module 'overt' has no attribute {name!r}")
    from overt import api, sources

    globals().update(ReadOptions=sources.ReadOptions, Scan=api.Scan, read=api.read, scan=api.scan)
    return globals()[name]
