"""Two accounts film through the same effect."""

from collections.abc import Iterator
from typing import ClassVar

import pyarrow as pa

from overt.traces.base import Example, Trace, Uses, column
from overt.traces.names import platform_id, platform_ids
from overt.traces.posts import Posts


class EffectId(Trace):
    """The platform's id of each filter or effect of a post. Effects that are in fashion are no object."""

    name = "effect_id"
    plural = "effects"
    meaning = "the same filter or effect, used by few accounts in the data"
    innocent: ClassVar[tuple[str, ...]] = (
        "an effect that is coming into fashion among people who watch the same things",
        "an effect that the app offers to its users of one country or language",
        "a shop or a club that gave out an effect of its own",
    )
    rare_only = True

    def objects(self, batch: pa.RecordBatch) -> Iterator[tuple[int, str]]:
        """One use per distinct effect of a post."""
        platforms = column(batch, "platform")
        for row, effects in enumerate(column(batch, "effects")):
            for effect in dict.fromkeys(e for e in effects or () if e):  # type: ignore[attr-defined]
                yield row, platform_id(platforms[row], effect)

    def uses(self, posts: Posts) -> Uses:
        """See Trace.uses."""
        once = posts.effects.once()
        platforms = posts.column("platform").take(pa.array(once.rows))
        names = platform_ids(platforms, once.words.take(pa.array(once.codes)))
        return Uses(pa.array(once.rows), names)

    @classmethod
    def examples(cls) -> tuple[Example, ...]:
        """See Trace.examples."""
        return (
            Example({"platform": "tiktok", "effects": ["0", "1502", "0"]}, ("tiktok:0", "tiktok:1502")),
            Example({"effects": [None, ""]}, ()),
            Example({}, ()),
        )
