"""Two accounts post the same film."""

from typing import ClassVar

from overt.traces.base import Example
from overt.traces.shown import Shown


class Video(Shown):
    """Groups of films whose frames follow one another in step, also if trimmed, mirrored, cropped or faster."""

    name = "video"
    plural = "films"
    meaning = "the same film by its frames, also trimmed, cropped, mirrored, framed, or up to 5% faster or slower"
    innocent: ClassVar[tuple[str, ...]] = (
        "footage of an agency, a broadcaster or a parliament",
        "a trailer, a sports scene or a clip that everybody passes on",
        "a recording that several newsrooms of one firm publish",
    )
    part = "film"
    needs = "media"

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """See Trace.examples. Without files nothing is found in any post."""
        return (Example({"media": [{"kind": "video", "url": "https://example.org/a.mp4"}]}, ()), Example({}, ()))
