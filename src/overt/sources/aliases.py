"""Names under which exports keep the fields of posts, best first.

Names are compared folded: letters and digits only, lower case. So `User ID`, `userId` and `user.id` are one.
"""

import unicodedata
from functools import lru_cache

LONGEST_NAME = 256
"""Characters of the name of a column that are compared."""

# fmt: off
ALIASES: dict[str, tuple[str, ...]] = {
    "platform": (
        "platform", "platform_name", "social_network", "social_media_platform",
    ),
    "post_id": (
        "post_id", "tweetid", "status_id", "message_id", "content_id", "video_id", "comment_id",
        "id_str", "rest_id", "id", "uri", "item_id",
    ),
    "account_id": (
        "account_id", "user_id_str", "author_id", "user_id", "from_id", "sender_id", "channel_id",
        "page_id", "owner_id", "profile_id", "facebook_id", "author_did", "did", "account",
        "user_screen_name", "screen_name", "username", "user.username", "author_username",
        "author_handle", "handle", "account_name", "author", "user", "creator", "page_name",
        "channel_name", "channel", "author_name", "sender", "from",
    ),
    "created_at": (
        "created_at", "tweet_time", "timestamp_share", "create_time", "created_time", "created_utc",
        "published_at", "posted_at", "date_unixtime", "publish_date", "published_on",
        "publication_date", "post_created", "post_created_at", "datetime", "timestamp",
        "unix_timestamp", "date", "time", "created", "published", "posted", "publish_time",
        "post_time", "post_date", "sent_at", "taken_at", "time_us",
    ),
    "text": (
        "text", "full_text", "tweet_text", "message", "body", "content", "post_text",
        "comment_text", "caption", "video_description", "description", "desc", "selftext", "title",
    ),
    "lang": (
        "lang", "language", "tweet_language", "language_code", "post_lang", "post_language",
        "detected_language",
    ),
    "urls": (
        "urls", "expanded_urls", "entities.urls", "url_list", "links", "final_link", "link",
        "expanded_url", "external_url", "shared_url", "url",
    ),
    "hashtags": (
        "hashtags", "entities.hashtags", "hashtag_names", "hashtag", "tags",
    ),
    "mentions": (
        "mentions", "user_mentions", "entities.user_mentions", "entities.mentions",
        "mentioned_users",
    ),
    "kind": (
        "kind", "post_type", "tweet_type", "message_type", "type",
    ),
    "is_repost": (
        "is_repost", "is_retweet", "is_reblog", "is_share", "retweet",
    ),
    "is_reply": (
        "is_reply",
    ),
    "is_quote": (
        "is_quote", "is_quote_status",
    ),
    "repost_of": (
        "repost_of", "retweet_tweetid", "retweet_id", "repost_id", "retweeted_tweet_id",
        "retweeted_status_id_str", "retweeted_status_id", "retweet_status_id", "reposted_post_id",
        "shared_post_id", "reblog.id",
    ),
    "repost_of_account": (
        "repost_of_account", "retweet_userid", "retweeted_user_id", "retweeted_status_user_id",
        "retweeted_status.user.id_str", "repost_user_id", "forwarded_from_id", "retweeted_user",
        "reblog.account.id",
    ),
    "reply_to": (
        "reply_to", "in_reply_to_tweetid", "in_reply_to_status_id_str", "in_reply_to_status_id",
        "reply_id", "in_reply_to_id", "reply_to_id", "reply_to_message_id", "replied_to_post",
        "parent_comment_id", "parent_id", "in_reply_to",
    ),
    "reply_to_account": (
        "reply_to_account", "in_reply_to_userid", "in_reply_to_user_id_str",
        "in_reply_to_account_id", "reply_to_user_id", "replied_to_user",
    ),
    "quote_of": (
        "quote_of", "quoted_tweet_tweetid", "quoted_status_id_str", "quoted_status_id",
        "quoted_tweet_id", "quote_id", "quoted_post",
    ),
    "sound_id": (
        "sound_id", "music_id", "audio_id",
    ),
    "effects": (
        "effects", "effect_ids",
    ),
    "media": (
        "media", "media_urls", "media_url", "images", "image_url", "video_url",
    ),
    "client": (
        "client", "tweet_client_name", "client_name", "source_label", "source", "application.name",
        "app",
    ),
    "likes": (
        "likes", "like_count", "likes_count", "favorite_count", "favourite_count",
        "favourites_count", "favorites", "digg_count", "public_metrics.like_count",
        "reactions_count",
    ),
    "shares": (
        "shares", "share_count", "shares_count", "retweet_count", "repost_count", "reposts",
        "retweets", "forwards", "reblogs_count", "public_metrics.retweet_count",
    ),
    "comments": (
        "comments", "comment_count", "comments_count", "reply_count", "replies_count", "replies",
        "num_comments", "public_metrics.reply_count",
    ),
    "views": (
        "views", "view_count", "views_count", "play_count", "impression_count", "post_views",
        "video_views", "public_metrics.impression_count",
    ),
    "collected_at": (
        "collected_at", "retrieved_at", "scraped_at", "harvested_at", "fetched_at", "crawled_at",
        "downloaded_at", "collection_date", "harvested_date",
    ),
    "raw": (
        "raw",
    ),
}
# fmt: on
"""Field of posts -> names of columns. `is_repost`, `is_reply` and `is_quote` only decide the field `kind`."""

# fmt: off
ACCOUNT_ALIASES: dict[str, tuple[str, ...]] = {
    "handle": (
        "account_handle", "user_screen_name", "screen_name", "author_username",
        "author_handle", "username", "user_name", "handle", "user.username",
        "account.acct",
    ),
    "display_name": (
        "display_name", "user_display_name", "author_display_name", "author_full",
        "author_name", "account.display_name", "nickname",
    ),
    "bio": (
        "bio", "user_profile_description", "author_profile", "user_description",
        "account.note",
    ),
    "created_at": (
        "account_created_at", "account_creation_date", "author_created_at",
        "user_created_at", "account.created_at",
    ),
    "followers": (
        "followers", "follower_count", "followers_count", "author_followers",
        "account.followers_count",
    ),
    "following": (
        "following", "following_count", "friends_count", "author_following",
        "account.following_count",
    ),
    "posts_total": ("posts_total", "statuses_count", "author_videos", "account.statuses_count"),
    "claimed_location": (
        "claimed_location", "user_reported_location", "user_location", "author_location",
    ),
    "country": ("account_country",),
    "verified": ("verified", "user_verified", "author_verified", "is_verified"),
    "is_bot_declared": ("is_bot_declared", "account.bot", "author_is_bot"),
    "label": ("account_label",),
    "profile_url": ("profile_url", "user_profile_url", "author_url"),
    "avatar": ("avatar", "author_avatar", "user_avatar", "account.avatar"),
    "avatar_pdq": ("avatar_pdq",),
    "deleted_at": ("account_deleted_at",),
}
# fmt: on
"""Field of accounts -> names of columns that stand beside posts."""

TRACE_COLUMNS = ("url_id", "hashtag_id", "domain_id", "phash_id", "object_id")
"""Columns that become id traces unasked."""

KIND_WORDS = {
    "post": "post",
    "tweet": "post",
    "original": "post",
    "status": "post",
    "toot": "post",
    "video": "post",
    "repost": "repost",
    "retweet": "repost",
    "retweeted": "repost",
    "rt": "repost",
    "share": "repost",
    "shared": "repost",
    "reblog": "repost",
    "boost": "repost",
    "forward": "repost",
    "quote": "quote",
    "quoted": "quote",
    "quote tweet": "quote",
    "quote_tweet": "quote",
    "reply": "reply",
    "replied_to": "reply",
    "comment": "comment",
    "message": "post",
}
"""Words in a kind column, lower case."""


def fold(name: str) -> str:
    """The name reduced to letters and digits, lower case. Of a long one the beginning: no export has such names."""
    return _folded(name[:LONGEST_NAME])


@lru_cache(8_192)
def _folded(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", name).casefold() if c.isalnum())
