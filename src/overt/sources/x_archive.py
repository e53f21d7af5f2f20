"""The archive of information operations that Twitter (X) published from 2018 to 2022: CSV of 31 columns.

Times have minute resolution and no zone (UTC). Lists are written `[a, b]` or `['a', 'b']`. Ids of small
accounts are hashes. A repost (`is_retweet`) names the original in `retweet_tweetid` and `retweet_userid`.
"""

from collections.abc import Sequence

from overt.sources.aliases import fold
from overt.sources.columns import Plan

NAME = "x-archive"
READS = "the X (Twitter) information operations archive: *_tweets_csv_*.csv of 31 columns"
CANNOT = "seconds (times are to the minute), views, media, the original text of a repost that was cut"

SIGNATURE = frozenset(map(fold, ("tweetid", "userid", "tweet_time", "tweet_text", "is_retweet")))
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


def recognise(columns: Sequence[str]) -> bool:
    """By five of its columns, so that a trimmed copy is known too."""
    return set(map(fold, columns)) >= SIGNATURE


def adapt(plan: Plan, shown: str) -> None:
    """The platform is X, and its times are UTC."""
    plan.platform = "x"
    plan.utc = True


def examples() -> dict[str, bytes]:
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
            "userid": "a1b2c3",
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
