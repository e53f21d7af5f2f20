"""Two accounts put the same sound under their videos."""

from collections.abc import Iterator
from typing import ClassVar

import pyarrow as pa

from overt.traces.base import Example, Trace, Uses, column
from overt.traces.names import platform_id, platform_ids
from overt.traces.posts import Posts


class SoundId(Trace):
    """The platform's id of the sound or music of a post. Sounds that are in fashion are no object."""

    name = "sound_id"
    plural = "sounds"
    meaning = "the same sound under a video, used by few accounts in the data"
    innocent: ClassVar[tuple[str, ...]] = (
        "a sound that is coming into fashion among people who watch the same things",
        "a dance, a joke or a challenge that belongs to the sound",
        "students, dancers or believers who film the same song",
    )
    rare_only = True

    def objects(self, batch: pa.RecordBatch) -> Iterator[tuple[int, str]]:
        """At most one use per post."""
        platforms = column(batch, "platform")
        for row, sound in enumerate(column(batch, "sound_id")):
            if sound:
                yield row, platform_id(platforms[row], sound)

    def uses(self, posts: Posts) -> Uses:
        """See Trace.uses."""
        return Uses.of_rows(platform_ids(posts.column("platform"), posts.column("sound_id")))

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """See Trace.examples."""
        return (
            Example({"platform": "tiktok", "sound_id": "7016547803243022337"}, ("tiktok:7016547803243022337",)),
            Example({"platform": "unknown", "sound_id": "5"}, ("5",)),
            Example({"sound_id": ""}, ()),
            Example({}, ()),
        )
