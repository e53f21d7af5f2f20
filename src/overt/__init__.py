"""overt makes covert influence operations overt: coordination with error control, and the receipts.

>>> import overt
>>> result = overt.scan("posts.parquet", q=0.01)  # doctest: +SKIP
>>> result.report("report.html")  # doctest: +SKIP
"""

import importlib
import sys
from types import ModuleType
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


LAZY = {"ReadOptions": "overt.sources", "Scan": "overt.api", "read": "overt.api", "scan": "overt.api"}


class _Overt(ModuleType):
    """Loads the heavy parts when they are first asked for, so that `import overt` stays quick.

    The import system makes the page of stages, the module overt.scan, an attribute of this package. `overt.scan` is
    the function all the same, whatever was imported before.
    """

    def __getattr__(self, name: str) -> Any:
        if name not in LAZY:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(importlib.import_module(LAZY[name]), name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name not in LAZY or not isinstance(value, ModuleType):
            super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *LAZY} - {"LAZY"})


sys.modules[__name__].__class__ = _Overt
