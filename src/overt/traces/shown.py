"""Shown: what posts show and sound like, compared by the media room: pictures, films and sounds."""

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from overt.traces.base import Trace, Uses, column
from overt.traces.posts import Posts
from overt.traces.settings import TraceSettings
from overt.traces.similar import Similar


class Shown(Similar):
    """A trace of media. Its items are keys of files, or hashes that the export has (overt.media.items)."""

    single = True
    part: ClassVar[str]
    """Which part of a media file is compared (overt.media.items.Part)."""

    def __init__(self, settings: TraceSettings | None = None) -> None:
        self._library = settings.media if settings else None

    @classmethod
    def made(cls, settings: TraceSettings) -> Trace:
        """See Trace.made."""
        return cls(settings)

    def items(self, posts: Posts) -> Uses:
        """Every picture, film or sound of a post, once."""
        index = posts.batch.schema.get_field_index("media")
        none = index < 0 or posts.batch.column(index).null_count == len(posts)
        if none and self._library is None:
            return Uses(pa.array([], pa.int64()), pa.array([], pa.string()))
        from overt.media.items import Part, keys
        from overt.media.library import Library

        library, part = self._library or Library(), Part(self.part)
        shown, ids = column(posts.batch, "media"), column(posts.batch, "post_id")
        found = [
            (row, key)
            for row, (media, post_id) in enumerate(zip(shown, ids, strict=True))
            for key in keys(library, part, media if isinstance(media, list) else None, str(post_id or ""))
        ]
        return Uses(pa.array([row for row, _ in found], pa.int64()), pa.array([key for _, key in found], pa.string()))

    def groups(self, items: pa.StringArray) -> npt.NDArray[np.int64]:
        """See Similar.groups."""
        from overt.media.items import Part, groups
        from overt.media.library import Library

        keys: Sequence[str] = items.to_pylist()
        return groups(self._library or Library(), Part(self.part), keys)
