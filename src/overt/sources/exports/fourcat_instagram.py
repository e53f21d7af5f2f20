"""4CAT's CSV of Instagram posts (imported from Zeeschuimer). Older versions write `timestamp` in the server's zone.

`parent_id` and `thread_id` repeat the post's own id; hidden likes stand as 0 or -1 beside `likes_hidden`.
"""

from typing import Any, ClassVar

from overt.sources.columns import Made
from overt.sources.exports.base import ColumnExport, signed
from overt.sources.exports.cells import table
from overt.sources.exports.fourcat import either, hashtags, media
from overt.sources.lists import items, text_mentions

COLUMNS = (
    "collected_from_url collected_from_view partial_item id timestamp thread_id parent_id url body author_id author "
    "author_fullname verified author_avatar_url coauthors coauthor_fullnames coauthor_ids media_type num_media "
    "image_urls media_urls hashtags usertags play_count likes_hidden num_likes num_comments location_name location_id "
    "location_latlong location_city unix_timestamp missing_media"
).split()


def _shown(likes: Any, hidden: Any) -> Any:
    return None if str(hidden).lower() in ("yes", "true") else likes


def _mentions(body: Any, tagged: Any) -> list[str]:
    return list(dict.fromkeys([*text_mentions(body if isinstance(body, str) else ""), *(items(tagged) or [])]))


class FourCatInstagram(ColumnExport):
    """Posts, known by `num_likes`, `num_media` and `parent_id`."""

    name = "4cat-instagram"
    reads = "4CAT's CSV of Instagram posts, of any version"
    cannot = (
        "ids of accounts in older versions (the handle stands for them), likes that the poster hides, sounds, effects, "
        "shares; which address of media is of a picture and which of a video; the time of posts that were captured in "
        "part, which are rejected. Addresses of media expire. 4CAT's NDJSON of the same posts has more"
    )
    platform = "instagram"
    signature: ClassVar[frozenset[str]] = signed(
        "thread_id", "parent_id", "author_fullname", "num_media", "num_likes", "unix_timestamp"
    )
    fields: ClassVar[dict[str, str | tuple[str, ...]]] = {
        "post_id": "id",
        "created_at": "unix_timestamp",
        "text": "body",
        "comments": "num_comments",
        "views": "play_count",
    }
    without: ClassVar[frozenset[str]] = frozenset({"reply_to", "kind"})
    made: ClassVar[dict[str, Made]] = {
        "account_id": Made(("author_id", "author"), either),
        "likes": Made(("num_likes", "likes_hidden"), _shown),
        "hashtags": hashtags("hashtags"),
        "mentions": Made(("body", "usertags"), _mentions),
        "media": media({"media_urls": None, "media_url": None}),
    }
    profile: ClassVar[dict[str, str | tuple[str, ...]]] = {
        "handle": "author",
        "display_name": "author_fullname",
        "verified": ("verified", "is_verified"),
        "avatar": "author_avatar_url",
    }

    def examples(self) -> dict[str, bytes]:
        """Two posts of a newer version, one with its likes hidden, and one of an older."""
        post = {
            "id": "C31415926ab",
            "thread_id": "C31415926ab",
            "parent_id": "C31415926ab",
            "timestamp": "2024-03-01 09:00:00",
            "unix_timestamp": "1709280000",
            "url": "https://www.instagram.com/p/C31415926ab",
            "body": "The river #Water with @two",
            "author_id": "314159265358979323",
            "author": "one",
            "author_fullname": "One",
            "verified": "False",
            "author_avatar_url": "https://example.org/1.jpg",
            "media_type": "photo",
            "num_media": "1",
            "media_urls": "https://example.org/1.jpg",
            "hashtags": "Water",
            "usertags": "three",
            "likes_hidden": "no",
            "num_likes": "3",
            "num_comments": "1",
            "play_count": "",
        }
        hidden = {**post, "id": "C31415926ac", "likes_hidden": "yes", "num_likes": "0"}
        older = "id thread_id parent_id body author author_fullname type media_url num_likes num_comments num_media"
        return {
            "4cat_instagram.csv": table(COLUMNS, [post, hidden]),
            "4cat_instagram_older.csv": table(
                [*older.split(), "unix_timestamp"],
                [{**post, "type": "video", "media_url": "https://example.org/1.mp4"}],
            ),
        }
