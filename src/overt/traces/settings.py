"""TraceSettings: what traces need to know beyond the posts."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from overt.traces.redirects import Redirects

if TYPE_CHECKING:
    from overt.media.library import Library


@dataclass(frozen=True)
class TraceSettings:
    """`min_text`: normalised texts shorter than this are no object (characters). `model`: the directory of an embedding
    model; `rewording`: the cosine from which two texts say the same to it. `redirects`: where links lead.
    `media`: files of pictures, films and sounds.
    """

    min_text: int = 20
    model: Path | None = None
    rewording: float = 0.9
    redirects: Redirects | None = None
    media: "Library | None" = None
