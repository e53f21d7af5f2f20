"""TraceSettings: what traces need to know beyond the posts."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class TraceSettings:
    """`min_text`: normalised texts shorter than this are no object (characters). `model`: the directory of an embedding
    model; `rewording`: the cosine from which two texts say the same to it.
    """

    min_text: int = 20
    model: Path | None = None
    rewording: float = 0.9
