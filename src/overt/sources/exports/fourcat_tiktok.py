"""4CAT's CSV of TikTok posts (imported from Zeeschuimer): one row a post, times in UTC."""

from typing import ClassVar

from overt.sources.columns import Made
from overt.sources.exports.base import ColumnExport, signed
from overt.sources.exports.cells import table
from overt.sources.exports.fourcat import EPOCH, either, filled_id, hashtags, media

COLUMNS = (
    "collected_from_url id thread_id author author_full author_followers author_likes author_videos author_avatar body "
    "stickers timestamp unix_timestamp is_duet is_ad is_paid_partnership is_sensitive is_photosensitive music_name "
    "music_id music_url music_thumbnail music_author video_url tiktok_url thumbnail_url likes comments shares plays "
    "hashtags challenges diversification_labels location_created effects warning"
).split()


class FourCatTikTok(ColumnExport):
    """Posts, known by `tiktok_url`, `music_id` and `thread_id`."""

    name = "4cat-tiktok"
    reads = "4CAT's CSV of TikTok posts, of any version"
    cannot = (
        "ids of accounts (newer versions give the handle only), effects beyond their names, the original of a duet, "
        "mentions beyond the text, the language. Addresses of videos expire. 4CAT's NDJSON of the same posts has more"
    )
    platform = "tiktok"
    signature: ClassVar[frozenset[str]] = signed("thread_id", "author_full", "tiktok_url", "music_id")
    fields: ClassVar[dict[str, str | tuple[str, ...]]] = {
        "post_id": "id",
        "created_at": EPOCH,
        "text": "body",
        "is_quote": "is_duet",
        "effects": "effects",
        "likes": ("likes", "amount_likes"),
        "shares": ("shares", "amount_shares"),
        "comments": ("comments", "amount_comments"),
        "views": ("plays", "amount_plays"),
    }
    made: ClassVar[dict[str, Made]] = {
        "account_id": Made(("author_id", "author"), either),
        "hashtags": hashtags("hashtags", "challenges"),
        "sound_id": Made(("music_id",), filled_id),
        "media": media({"video_url": "video"}),
    }
    profile: ClassVar[dict[str, str | tuple[str, ...]]] = {
        "handle": "author",
        "display_name": "author_full",
        "followers": "author_followers",
        "posts_total": "author_videos",
        "avatar": "author_avatar",
    }

    def examples(self) -> dict[str, bytes]:
        """A video, and a duet without a sound."""
        rows = [
            {
                "id": "7345678901234567891",
                "thread_id": "7345678901234567891",
                "author": "one",
                "author_full": "One",
                "author_followers": "10",
                "author_likes": "5",
                "author_videos": "3",
                "author_avatar": "https://example.org/1.jpeg?x-expires=1",
                "body": "The river in March #Water, #rain @two",
                "timestamp": "2024-03-01 08:00:00",
                "unix_timestamp": "1709280000",
                "is_duet": "no",
                "music_name": "original sound",
                "music_id": "7040000000000000123",
                "video_url": "https://example.org/1.mp4?a=1,2&x-expires=1",
                "tiktok_url": "https://www.tiktok.com/@one/video/7345678901234567891",
                "likes": "3",
                "comments": "2",
                "shares": "1",
                "plays": "400",
                "hashtags": "rain,water",
                "challenges": "rain,water,nature",
                "effects": "Glow,Green Screen",
            },
            {
                "id": "7345678901234567892",
                "thread_id": "7345678901234567892",
                "author": "two",
                "body": "",
                "timestamp": "2024-03-01 08:01:00",
                "unix_timestamp": "1709280060",
                "is_duet": "yes",
                "music_id": "0",
                "tiktok_url": "https://www.tiktok.com/@two/video/7345678901234567892",
            },
        ]
        return {"4cat_tiktok.csv": table(COLUMNS, rows)}
