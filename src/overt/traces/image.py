"""Two accounts post the same picture."""

from typing import ClassVar

from overt.traces.base import Example
from overt.traces.shown import Shown

STRIPES = "a5" * 32


class Image(Shown):
    """Groups of pictures that were found to be the same, cropped, mirrored, framed or marked ones included."""

    name = "image"
    plural = "pictures"
    meaning = "the same picture, also cropped, mirrored, framed, marked or written on; without the files, PDQ hashes"
    innocent: ClassVar[tuple[str, ...]] = (
        "a press photograph, an agency's picture, a poster or a chart that many pass on",
        "a meme or a template; different words on the same picture may go unnoticed",
        "the preview picture that a platform makes for a link",
        "a logo, a flag or a ribbon that supporters of a cause put up",
    )
    part = "picture"

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """See Trace.examples."""
        return (
            Example({"media": [{"kind": "image", "pdq": STRIPES.upper()}]}, (f"pdq:{STRIPES}",)),
            Example({"media": [{"sha256": "0f" * 32}, {"sha256": "0F" * 32}]}, ("sha256:" + "0f" * 32,)),
            Example({"media": [{"kind": "image", "url": "https://example.org/a.jpg"}]}, ()),
            Example({"media": [{"pdq": "0" * 64}]}, ()),
            Example({}, ()),
        )
