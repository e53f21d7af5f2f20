"""Posts of X (Twitter) that Zeeschuimer captured: the objects of its web interface, or older "adaptive" ones.

A repost has its original inside (`legacy.retweeted_status_result`), a long post its full text in `note_tweet`. The user
object may be missing entirely: the id of the author is in `legacy`, the handle in the links of attached media. The
number `id` of an adaptive item went through JavaScript and is damaged; `legacy.id_str` is not.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from overt.sources.exports.base import Passed, Record, Row, Unreadable, at, first, ident, items, text, truth, whole
from overt.sources.exports.snowflake import made_at
from overt.sources.exports.zeeschuimer import Capture, Zeeschuimer, known, ndjson, wrapped
from overt.sources.exports.zeeschuimer_x_sample import ITEMS

_ADDRESS = re.compile(r"https?://(?:mobile\.)?(?:x|twitter)\.com/(?!i/)(\w{1,64})/status/(\d{1,20})", re.ASCII)
_MARKED = re.compile(r"RT @(\w{1,64}):")
_KINDS = {"photo": "image", "video": "video", "animated_gif": "video"}
_FOLLOWERS, _FOLLOWING = ("followers_count", "follower_count"), ("friends_count", "following_count")
_AVATAR = ("profile_image_url_https", "avatar_thumb")
_ANSWERS = ("TweetUnavailable", "TweetTombstone", "TweetPreviewDisplay")


class ZeeschuimerX(Zeeschuimer):
    """Posts, known by the envelope's x.com or twitter.com, and answers to posts (twitter-comments)."""

    name = "zeeschuimer-x"
    reads = "posts of X (Twitter) captured with Zeeschuimer (NDJSON), or the same items in 4CAT's NDJSON"
    cannot = (
        "what the browser did not load, or X did not show to the person at it. Posts that stand inside others (the "
        "original of a repost, the quoted one) are not read as posts. Without a user object the profile is missing. "
        "Where an item was captured again, the counts are those of the first capture"
    )
    platform = "x"
    modules: ClassVar[frozenset[str]] = frozenset({"x.com", "twitter.com", "twitter-comments", "x-comments"})
    supplies: ClassVar[frozenset[str]] = frozenset(
        "post_id account_id created_at kind text lang urls hashtags mentions repost_of repost_of_account reply_to "
        "reply_to_account quote_of media client likes shares comments views collected_at".split()
    )
    known: ClassVar[frozenset[str]] = known(
        "__typename id rest_id type tweet core legacy user source views ext_views note_tweet quoted_status_result "
        "quotedRefResult unmention_data unmention_info edit_control edit_perspective previous_counts is_translatable "
        "has_birdwatch_notes birdwatch_pivot card article community_results promoted related possibly_sensitive "
        "conversation_control limitedActionResults mediaVisibilityResults tombstone quick_promote_eligibility "
        "vibe_content_disclosure super_follows_reply_user_result grok_analysis_button grok_analysis_followups "
        "grok_translated_post grok_annotations grok_share_attachment post_image_description post_video_description "
        "trusted_friends_info_result exclusiveTweetInfo voiceInfo author_community_relationship collab_control "
        "is_quote_status softInterventionPivot comment_id text post_id post_url parent_comment_id thread_id "
        "_zs_comment_parent_id _zs_comment_thread_id _zs_comment_post_id"
    )
    keeps: ClassVar[frozenset[str]] = frozenset({"promoted", "birdwatch_pivot"})
    expected: ClassVar[tuple[str, ...]] = ("legacy.created_at", "legacy.full_text", "legacy.user_id_str")

    def read(self, item: Record, capture: Capture) -> Iterator[Row]:
        """One post with its author, and the authors of what stands inside it."""
        tweet = _inner(item)
        legacy, user = at(tweet, "legacy"), _user(tweet)
        if at(tweet, "__typename") in _ANSWERS or at(tweet, "tombstone") is not None:
            raise Passed("posts that X did not show")
        if not isinstance(legacy, Mapping):
            raise Unreadable("has no object legacy, in which X keeps a post")
        account = _author(tweet)
        if account is None:
            raise Unreadable("no author")
        yield Row(_post(tweet, account, capture), _profile(user, tweet))
        for other in (_original(tweet), _quoted(tweet)):
            name = _author(other) if other is not None else None
            if other is not None and name is not None:
                yield Row(profile={"account_id": name, **_profile(_user(other), other)})

    def examples(self) -> dict[str, bytes]:
        """Posts of each age: with and without a user object, a repost, a quote, a long one, adaptive; one twice."""
        return {"zeeschuimer_x.ndjson": ndjson(wrapped("x.com", *ITEMS, ITEMS[0]))}


def _inner(value: Any) -> Any:
    """The post itself, which sometimes lies one level deeper."""
    inner = at(value, "tweet")
    return inner if isinstance(inner, Mapping) and "legacy" in inner else value


def _original(tweet: Any) -> Record | None:
    found = _inner(at(tweet, "legacy", "retweeted_status_result", "result"))
    return found if isinstance(at(found, "legacy"), Mapping) else None


def _quoted(tweet: Any) -> Record | None:
    found = _inner(first(tweet, "quoted_status_result.result", "quotedRefResult.result"))
    return found if isinstance(found, Mapping) else None


def _user(tweet: Any) -> Record:
    """The object of the author, empty where there is none."""
    found = at(tweet, "core", "user_results", "result") or at(tweet, "user")
    return found if isinstance(found, Mapping) else {}


def _author(tweet: Any) -> Any:
    return ident(at(tweet, "legacy", "user_id_str")) or ident(first(_user(tweet), "rest_id", "id_str"))


def _id(tweet: Any) -> Any:
    return ident(first(tweet, "rest_id", "legacy.id_str"))


def _note(tweet: Record) -> Record:
    """The whole of a long post; empty where `legacy` is not cut."""
    note = at(tweet, "note_tweet", "note_tweet_results", "result")
    whole_text, cut = text(at(note, "text")) or "", text(at(tweet, "legacy", "full_text")) or ""
    return note if isinstance(note, Mapping) and len(whole_text) > len(cut) else {}


def _post(tweet: Record, account: Any, capture: Capture) -> dict[str, Any]:
    legacy, original = at(tweet, "legacy"), _original(tweet)
    held = tweet if original is None else original
    part, note = at(held, "legacy"), _note(held)
    entities = at(note, "entity_set") or at(part, "entities")
    words = text(at(note, "text")) or text(at(part, "full_text")) or text(at(part, "text"))
    marked = _MARKED.match(words or "") if original is None else None
    named = _id(original) or ident(at(legacy, "retweeted_status_id_str"))
    repost = original is not None or named is not None or marked is not None or "retweeted_status_result" in legacy
    quoted = None if repost else ident(at(legacy, "quoted_status_id_str")) or _id(_quoted(tweet))
    quote = quoted is not None or at(legacy, "is_quote_status") is True
    answered = None if repost else ident(at(legacy, "in_reply_to_status_id_str"))
    return {
        "post_id": _id(tweet),
        "account_id": account,
        "created_at": ident(at(legacy, "created_at")) or made_at(_id(tweet)),
        "kind": "repost" if repost else "quote" if quote else "reply" if answered else "post",
        "text": words,
        "lang": text(at(part, "lang")),
        "urls": list(_urls(entities, quoted)),
        "hashtags": [t for h in _placed(at(entities, "hashtags")) if (t := text(at(h, "text")))],
        "mentions": [
            str(m)
            for u in _placed(at(entities, "user_mentions"))
            if (m := ident(first(u, "id_str", "screen_name"))) is not None
        ],
        "repost_of": named,
        "repost_of_account": _author(original) or (_mentioned(legacy, marked[1]) if marked else None),
        "reply_to": answered,
        "reply_to_account": None if repost else ident(at(legacy, "in_reply_to_user_id_str")),
        "quote_of": quoted,
        "media": list(_media(part)),
        "client": text(at(tweet, "source")) or text(at(legacy, "source")),
        "likes": whole(at(part, "favorite_count")),
        "shares": whole(at(part, "retweet_count")),
        "comments": whole(at(part, "reply_count")),
        "views": whole(first(held, "views.count", "ext_views.count")),
        "collected_at": capture.collected_at,
    }


def _placed(values: Any) -> list[Record]:
    """Hashtags or mentions in the order in which they stand in the text."""
    found = list(items(values))
    places = [at(value, "indices", 0) for value in found]
    if not all(isinstance(place, int) for place in places):
        return found
    return [value for _, value in sorted(zip(places, found, strict=True), key=lambda pair: pair[0])]


def _mentioned(legacy: Any, name: str) -> Any:
    """The id of the account of that name, if the post says it."""
    users = items(at(legacy, "entities", "user_mentions"))
    return next((ident(at(u, "id_str")) for u in users if str(at(u, "screen_name")).lower() == name.lower()), None)


def _urls(entities: Any, quoted: Any) -> Iterator[str]:
    """Where links lead, without the one that stands for the quoted post."""
    for link in items(at(entities, "urls")):
        url = text(at(link, "expanded_url")) or text(at(link, "url"))
        found = re.match(r"https?://(?:\w+\.)?(?:x|twitter)\.com/.{1,80}/status/(\d{1,20})", url or "")
        if url and not (quoted is not None and found and found[1] == str(quoted)):
            yield url


def _media(legacy: Any) -> Iterator[dict[str, Any]]:
    """Pictures, and of a video the file with the highest bit rate; its picture where there is no file."""
    for media in items(first(legacy, "extended_entities.media", "entities.media")):
        variants = items(at(media, "video_info", "variants"))
        files = [(whole(at(v, "bitrate")), text(at(v, "url"))) for v in variants]
        best = max(((rate, url) for rate, url in files if rate is not None and url), default=None)
        if best:
            yield {"kind": _KINDS.get(str(at(media, "type")), "video"), "url": best[1]}
        elif url := text(first(media, "media_url_https", "media_url")):
            yield {"kind": "image", "url": url}


def _handle(user: Record, tweet: Any) -> str | None:
    """The handle; without a user object from links of attached media, if they lead to this post and no other."""
    own = text(first(user, "core.screen_name", "legacy.screen_name", "screen_name", "unique_id"))
    media = first(tweet, "legacy.extended_entities.media", "legacy.entities.media")
    links = [_ADDRESS.match(text(at(m, "expanded_url")) or "") for m in items(media)]
    return own or next((found[1] for found in links if found and found[2] == str(_id(tweet))), None)


def _profile(user: Record, tweet: Any) -> dict[str, Any]:
    """What is told of an author; details stand in `core` and its kin, in `legacy`, or (adaptive) in the user itself."""
    old = at(user, "legacy") if isinstance(at(user, "legacy"), Mapping) else user
    link = next(items(at(old, "entities", "url", "urls")), None)
    label = at(user, "affiliates_highlighted_label", "label")
    return {
        "handle": _handle(user, tweet),
        "display_name": text(first(user, "core.name", "legacy.name", "name", "nickname")),
        "bio": text(first(user, "profile_bio.description", "legacy.description", "description", "signature")),
        "created_at": ident(first(user, "core.created_at", "legacy.created_at", "created_at")),
        "followers": whole(first(user, "relationship_counts.followers", "legacy.followers_count", *_FOLLOWERS)),
        "following": whole(first(user, "relationship_counts.following", "legacy.friends_count", *_FOLLOWING)),
        "posts_total": whole(first(user, "tweet_counts.tweets", "legacy.statuses_count", "statuses_count")),
        "claimed_location": text(first(user, "location.location", "legacy.location", "location")),
        "verified": truth(first(user, "is_blue_verified", "verification.verified", "legacy.verified", "verified")),
        "is_bot_declared": True if at(label, "userLabelType") == "AutomatedLabel" else None,
        "label": text(at(label, "description"))
        or text(first(user, "verification.verified_type", "legacy.verified_type", "verified_type")),
        "profile_url": text(at(link, "expanded_url")) or text(at(old, "url")),
        "avatar": text(first(user, "avatar.image_url", "legacy.profile_image_url_https", *_AVATAR)),
    }
