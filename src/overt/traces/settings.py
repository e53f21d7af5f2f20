"""TraceSettings: what traces need to know beyond the posts."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TraceSettings:
    """`min_text`: normalised texts shorter than this are no object (characters)."""

    min_text: int = 20
