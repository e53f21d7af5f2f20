"""CooRTweet's four columns: object_id, account_id, content_id, timestamp_share.

An account shared an object in a post (content) at a time. Object ids become the id trace `object_id`. In a
file of this shape with no other object the rows are shares of it, so `repost_of` is filled with it too and
`kind` is repost: https://github.com/nicolarighetti/CooRTweet
"""

from collections.abc import Sequence
from typing import ClassVar

from overt.sources.columns import Plan
from overt.sources.exports.base import ColumnExport, signed

OBJECTS = frozenset({"text", "urls", "hashtags", "repost_of", "sound_id", "media"})


class CooRTweet(ColumnExport):
    """CooRTweet's input, known by its four columns; others may stand beside them."""

    name = "coortweet"
    reads = "CooRTweet's four columns: object_id, account_id, content_id, timestamp_share"
    cannot = "texts, links, hashtags, languages, platforms: one object per row is all it holds"
    utc = False
    signature: ClassVar[frozenset[str]] = signed("object_id", "account_id", "content_id", "timestamp_share")

    def adapt(self, plan: Plan, columns: Sequence[str], shown: str) -> None:
        """Fills `repost_of` from object_id where that is the only object of the file."""
        if set(plan.traces) != {"object_id"} or OBJECTS & set(plan.fields):
            return
        plan.copies["repost_of"] = "object_id"
        plan.notices.append(
            f"{shown}: has CooRTweet's four columns; object_id was read as the post that is reposted, too"
        )

    def examples(self) -> dict[str, bytes]:
        """Three shares of two objects."""
        return {
            "coortweet.csv": b"object_id,account_id,content_id,timestamp_share\n"
            b"o1,a,c1,1623881091\no1,b,c2,1623881093\no2,a,c3,1623881100\n"
        }
