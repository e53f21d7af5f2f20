"""JSON that is the same bytes for the same content: ten significant digits, keys in the order given."""

import json
import math
from typing import Any


def canonical(value: Any) -> Any:
    """The value with floats cut to 10 significant digits; what is not finite becomes null."""
    if isinstance(value, bool) or value is None or isinstance(value, str | int):
        return value
    if isinstance(value, float):
        cut = float(f"{value:.10g}")  # rounding up the largest floats leaves infinity
        return cut if math.isfinite(cut) else None
    if isinstance(value, dict):
        return {str(key): canonical(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [canonical(item) for item in value]
    if hasattr(value, "item"):
        return canonical(value.item())
    raise TypeError(f"{type(value).__name__} has no place in JSON")


def dumps(value: Any) -> str:
    """Canonical JSON, indented by one space, strict (no NaN), with a final newline."""
    return json.dumps(canonical(value), ensure_ascii=False, indent=1, allow_nan=False) + "\n"
