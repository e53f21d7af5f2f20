"""The archive of information operations that Twitter (X) published from 2018 to 2022: CSV of 31 columns.

Times have minute resolution and no zone (UTC). Lists are written `[a, b]` or `['a', 'b']`. Ids of small accounts are
hashes, and stand in the place of their names, too. A repost (`is_retweet`) names the original in `retweet_tweetid` and
`retweet_userid`.
"""

from typing import ClassVar

from overt.sources.exports.base import ColumnExport, signed
from overt.sources.exports.x_archive_users import PROFILE

COLUMNS = [
    "tweetid",
    "userid",
    "user_display_name",
    "user_screen_name",
    "user_reported_location",
    "user_profile_description",
    "user_profile_url",
    "follower_count",
    "following_count",
    "account_creation_date",
    "account_language",
    "tweet_language",
    "tweet_text",
    "tweet_time",
    "tweet_client_name",
    "in_reply_to_userid",
    "in_reply_to_tweetid",
    "quoted_tweet_tweetid",
    "is_retweet",
    "retweet_userid",
    "retweet_tweetid",
    "latitude",
    "longitude",
    "quote_count",
    "reply_count",
    "like_count",
    "retweet_count",
    "hashtags",
    "urls",
    "user_mentions",
    "poll_choices",
]


class XArchive(ColumnExport):
    """The tweets of the archive, known by five columns, so that a trimmed copy is known too."""

    name = "x-archive"
    reads = "the X (Twitter) information operations archive: *_tweets_csv_*.csv of 31 columns"
    cannot = "seconds (times are to the minute), views, media, the original text of a repost that was cut"
    platform = "x"
    signature: ClassVar[frozenset[str]] = signed("tweetid", "userid", "tweet_time", "tweet_text", "is_retweet")

    profile: ClassVar[dict[str, str]] = PROFILE
    hidden: ClassVar[frozenset[str]] = frozenset({"handle", "display_name"})

    def examples(self) -> dict[str, bytes]:
        """Two rows, one of them a repost."""
        rows = [
            {
                "tweetid": "877919995476496385",
                "userid": "249064136",
                "tweet_language": "ru",
                "tweet_time": "2017-06-22 16:03",
                "tweet_text": "RT @example: первый, #один https://t.co/a",
                "tweet_client_name": "Twitter for iPhone",
                "is_retweet": "True",
                "retweet_userid": "24906",
                "retweet_tweetid": "877919995476490000",
                "hashtags": "[один, два]",
                "urls": "[https://example.org/a]",
                "user_mentions": "[24906]",
                "like_count": "0",
            },
            {
                "tweetid": "877919995476496386",
                "userid": "MS2FDumgA5YRhoV7cjP2k1sBuIgDXtXStIlQ4WYyJQ=",
                "user_screen_name": "MS2FDumgA5YRhoV7cjP2k1sBuIgDXtXStIlQ4WYyJQ=",
                "user_display_name": "MS2FDumgA5YRhoV7cjP2k1sBuIgDXtXStIlQ4WYyJQ=",
                "follower_count": "21",
                "tweet_language": "en",
                "tweet_time": "2017-06-22 16:04",
                "tweet_text": "second",
                "tweet_client_name": "TweetDeck",
                "is_retweet": "False",
                "hashtags": "['one', 'two']",
                "urls": "[]",
                "user_mentions": "",
                "like_count": "3",
            },
        ]
        lines = [",".join(COLUMNS)]
        lines += [",".join('"' + row.get(c, "").replace('"', '""') + '"' for c in COLUMNS) for row in rows]
        return {"x_archive.csv": "\n".join(lines).encode()}
