"""4CAT's CSV of posts of X (Twitter): from the API v2 (twitterv2), TCAT, or imported from Zeeschuimer.

`timestamp` is UTC; `unix_timestamp` was made in the zone of the server in versions for the API, so it does not count.
"""

from typing import ClassVar

from overt.sources.columns import Made
from overt.sources.exports.base import ColumnExport, signed
from overt.sources.exports.cells import table
from overt.sources.exports.fourcat import hashtags, media

COLUMNS = (
    "id thread_id timestamp unix_timestamp link subject body author author_fullname author_id author_followers source "
    "language_guess possibly_sensitive retweet_count reply_count like_count quote_count impression_count is_retweet "
    "retweeted_user is_quote_tweet quoted_user is_reply replied_user hashtags urls images videos mentions long_lat "
    "place_name"
).split()


class FourCatX(ColumnExport):
    """Posts, known by `is_retweet`, `is_quote_tweet` and `author_fullname`."""

    name = "4cat-x"
    reads = "4CAT's CSV of posts of X (Twitter), from the API v2, TCAT or Zeeschuimer"
    cannot = (
        "ids of the reposted and answered posts, in older versions of the quoted one, too; ids of those who are "
        "mentioned, reposted or answered (their handles only). A repost says RT @handle: before the full text. 4CAT's "
        "NDJSON of the same posts has more"
    )
    platform = "x"
    signature: ClassVar[frozenset[str]] = signed(
        "thread_id", "author_fullname", "is_retweet", "is_quote_tweet", "author_id"
    )
    fields: ClassVar[dict[str, str | tuple[str, ...]]] = {
        "post_id": "id",
        "account_id": "author_id",
        "created_at": "timestamp",
        "text": "body",
        "lang": "language_guess",
        "urls": "urls",
        "is_quote": "is_quote_tweet",
        "quote_of": "quote_tweet_id",
        "repost_of_account": "retweeted_user",
        "reply_to_account": ("replied_user", "replied_author", "reply_to"),
    }
    without: ClassVar[frozenset[str]] = frozenset({"reply_to"})
    made: ClassVar[dict[str, Made]] = {
        "hashtags": hashtags("hashtags"),
        "media": media({"images": "image", "videos": "video"}),
    }
    profile: ClassVar[dict[str, str | tuple[str, ...]]] = {
        "handle": "author",
        "display_name": "author_fullname",
        "bio": "author_bio",
        "followers": "author_followers",
        "following": "author_following",
        "claimed_location": "author_location",
        "verified": "verified",
        "avatar": "author_avatar_url",
    }

    def examples(self) -> dict[str, bytes]:
        """A post with links, a repost, a reply that quotes; and the columns of an import from Zeeschuimer."""
        post = {
            "id": "1763500000000000001",
            "thread_id": "1763500000000000001",
            "timestamp": "2024-03-01 08:00:00",
            "unix_timestamp": "1709276400",
            "link": "https://twitter.com/one/status/1763500000000000001",
            "body": "The river #rain #Water @two https://t.co/a",
            "author": "one",
            "author_fullname": "One",
            "author_id": "1500000000000000001",
            "author_followers": "10",
            "source": "Twitter Web App",
            "language_guess": "en",
            "retweet_count": "1",
            "reply_count": "0",
            "like_count": "2",
            "impression_count": "480",
            "is_retweet": "no",
            "is_quote_tweet": "no",
            "is_reply": "no",
            "hashtags": "Water,rain",
            "urls": "https://example.org/a,b,https://example.org/c",
            "images": "https://example.org/1.jpg,https://example.org/2.jpg",
            "mentions": "two",
        }
        repost = {
            **post,
            "id": "1763500000000000002",
            "author_id": "1500000000000000002",
            "body": "RT @one: The river",
            "is_retweet": "yes",
            "retweeted_user": "one",
            "urls": "",
        }
        reply = {
            **post,
            "id": "1763500000000000003",
            "body": "yes",
            "is_reply": "yes",
            "replied_user": "one",
            "is_quote_tweet": "yes",
        }
        later = [c for c in COLUMNS if c not in ("replied_user", "quoted_user", "subject")]
        later += ["quote_tweet_id", "quote_author", "replied_author", "author_bio", "author_following", "verified"]
        named = {**reply, "quote_tweet_id": "1763500000000000001", "replied_author": "one", "author_bio": "Rivers."}
        return {"4cat_x.csv": table(COLUMNS, [post, repost, reply]), "4cat_x_import.csv": table(later, [post, named])}
