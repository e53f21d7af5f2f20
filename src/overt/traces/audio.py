"""Two accounts post the same recording."""

from typing import ClassVar

from overt.traces.base import Example
from overt.traces.shown import Shown


class Audio(Shown):
    """Groups of sounds that are the same recording. Those in fashion are no object."""

    name = "audio"
    plural = "recordings"
    meaning = "the same recorded sound, by its chromaprint, used by few accounts in the data"
    innocent: ClassVar[tuple[str, ...]] = (
        "a song or a sound that is in fashion",
        "a dance, a joke or a challenge that belongs to a sound",
        "the signature tune of a broadcaster, a hymn, a prayer",
        "a recorded speech that many comment on",
    )
    rare_only = True
    part = "sound"
    needs = "media"

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """See Trace.examples. Without files nothing is found in any post."""
        return (Example({"media": [{"kind": "audio", "url": "https://example.org/a.mp3"}]}, ()), Example({}, ()))
