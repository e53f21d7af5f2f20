"""4CAT's CSV of Threads posts (imported from Zeeschuimer). `timestamp` is in the zone of the server."""

from typing import ClassVar

from overt.sources.columns import Made
from overt.sources.exports.base import ColumnExport, signed
from overt.sources.exports.cells import links, table
from overt.sources.exports.fourcat import hashtags, media

COLUMNS = (
    "id url body timestamp author author_is_verified author_avatar image_url video_url link_url link_thumbnail_url "
    "is_paid_partnership likes reposts replies quotes hashtags unix_timestamp"
).split()


class FourCatThreads(ColumnExport):
    """Posts, known by `author_is_verified`, `link_thumbnail_url` and `quotes`."""

    name = "4cat-threads"
    reads = "4CAT's CSV of Threads posts"
    cannot = (
        "ids of accounts (handles only), reposts, quotes and replies as such (all stand as posts), views. Addresses of "
        "media expire. 4CAT's NDJSON of the same posts has more"
    )
    platform = "threads"
    signature: ClassVar[frozenset[str]] = signed(
        "author_is_verified", "link_thumbnail_url", "reposts", "replies", "quotes", "unix_timestamp"
    )
    fields: ClassVar[dict[str, str | tuple[str, ...]]] = {
        "post_id": "id",
        "account_id": "author",
        "created_at": "unix_timestamp",
        "text": "body",
        "likes": "likes",
        "shares": "reposts",
        "comments": "replies",
    }
    made: ClassVar[dict[str, Made]] = {
        "urls": Made(("link_url", "body"), links),
        "hashtags": hashtags("hashtags"),
        "media": media({"image_url": "image", "video_url": "video"}),
    }
    profile: ClassVar[dict[str, str | tuple[str, ...]]] = {
        "handle": "author",
        "verified": "author_is_verified",
        "avatar": "author_avatar",
    }

    def examples(self) -> dict[str, bytes]:
        """A post with a link and a picture."""
        post = {
            "id": "C31415926a1",
            "url": "https://www.threads.net/@one/post/C31415926a1",
            "body": "The river #Water",
            "timestamp": "2024-03-01 09:00:00",
            "unix_timestamp": "1709280000",
            "author": "one",
            "author_is_verified": "yes",
            "author_avatar": "https://example.org/1.jpg",
            "image_url": "https://example.org/2.jpg,https://example.org/3.jpg",
            "link_url": "https://example.org/a?b=1",
            "likes": "2",
            "reposts": "0",
            "replies": "1",
            "quotes": "0",
            "hashtags": "Water",
        }
        return {"4cat_threads.csv": table(COLUMNS, [post])}
