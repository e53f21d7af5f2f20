"""Posts of the X (Twitter) API v2: pages (as twarc2 writes them, one a line), streams, flattened posts, bare posts.

A page holds posts in `data`, and what they speak of in `includes`: users, posts, media. A repost names its original in
`referenced_tweets` and has only the beginning of its text, so the text, links and counts are those of the original
where the page includes it. An edited post has an id for each version (`edit_history_tweet_ids`); each keeps its own.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from overt.sources.exports.base import (
    Passed,
    Record,
    RecordExport,
    Row,
    Unreadable,
    at,
    first,
    ident,
    items,
    text,
    truth,
    whole,
)
from overt.sources.exports.snowflake import is_post, made_at
from overt.sources.exports.x_api_sample import SAMPLES
from overt.sources.lists import text_hashtags, text_mentions, text_urls

_REPOST = re.compile(r"RT @(\w{1,64}):")
_SIGNS = frozenset(
    "public_metrics edit_history_tweet_ids referenced_tweets context_annotations conversation_id reply_settings "
    "possibly_sensitive in_reply_to_user_id".split()
)
"""Fields that tell a bare post of this API from any other object with an author_id."""
_PAGE = frozenset({"includes", "meta", "errors", "matching_rules", "__twarc"})
_KINDS = {"photo": "image", "video": "video", "animated_gif": "video"}


@dataclass(frozen=True)
class _Page:
    """What a page says besides its posts."""

    users: Mapping[str, Record] = field(default_factory=dict)
    tweets: Mapping[str, Record] = field(default_factory=dict)
    media: Mapping[str, Record] = field(default_factory=dict)
    collected: Any = None


class XApi(RecordExport):
    """Posts and users, known by `author_id` and the other names of the API."""

    name = "x-api"
    reads = "posts of the X (Twitter) API v2: pages one a line (twarc2), a page as one JSON, streams, flattened, bare"
    cannot = (
        "deleted and protected posts; posts that are only included as the original, the quoted or the answered one "
        "are not read as posts. Without includes, the text of a repost is cut and profiles are missing; fields that "
        "were not asked for are missing, and a post without author_id is rejected. Versions of an edited post that "
        "were captured apart are posts apart"
    )
    platform = "x"
    unique = True
    supplies: ClassVar[frozenset[str]] = frozenset(
        "post_id account_id created_at kind text lang urls hashtags mentions repost_of repost_of_account reply_to "
        "reply_to_account quote_of media client likes shares comments views collected_at".split()
    )
    known: ClassVar[frozenset[str]] = frozenset(
        "id author_id created_at text attachments context_annotations conversation_id edit_controls "
        "edit_history_tweet_ids entities geo in_reply_to_user_id lang note_tweet possibly_sensitive public_metrics "
        "non_public_metrics organic_metrics promoted_metrics referenced_tweets reply_settings source withheld card_uri "
        "community_id display_text_range media_metadata scopes suggested_source_links article author author_user "
        "in_reply_to_user __twarc matching_rules".split()
    )
    expected: ClassVar[tuple[str, ...]] = ("id", "author_id", "created_at", "text")

    def recognise(self, document: Record) -> bool:
        """A page whose first item is a post or user of this API, or such a post or user by itself."""
        data = at(document, "data")
        held = data if isinstance(data, Mapping) else next(items(data), None)
        if held is None:
            held = document
        signs = bool(_SIGNS & set(held)) or (held is not document and bool(_PAGE & set(document)))
        return (_is_post(held) and signs) or (
            _is_user(held) and whole(at(held, "public_metrics", "followers_count")) is not None
        )

    def records(self, document: Record) -> Iterator[tuple[Record, Any]]:
        """The posts (or users) of a page, then the users that it includes."""
        includes, data = at(document, "includes"), at(document, "data")
        if data is None or "author_id" in document:
            yield document, _Page(collected=_collected(document))
            return
        page = _Page(
            users=_by(at(includes, "users"), "id"),
            tweets=_by(at(includes, "tweets"), "id"),
            media=_by(at(includes, "media"), "media_key"),
            collected=_collected(document),
        )
        for record in [data] if isinstance(data, Mapping) else items(data):
            yield record, page
        for user in page.users.values():
            yield user, page

    def rows(self, record: Record, context: Any) -> Iterator[Row]:
        """One post with its author, or one user."""
        page = context if isinstance(context, _Page) else _Page()
        if _is_user(record):
            yield Row(profile={"account_id": at(record, "id"), **_profile(record)})
            return
        author = ident(first(record, "author_id", "author.id", "author_user.id"))
        if author is None:
            if not {"id", "text", "created_at"} & set(record):
                raise Passed("objects that are no posts")
            raise Unreadable("no author_id: ask the API for tweet.fields=author_id,created_at")
        yield _row(record, author, page)

    def examples(self) -> dict[str, bytes]:
        """Pages, one page, flattened posts, bare posts."""
        return SAMPLES


def _is_post(value: Any) -> bool:
    return isinstance(value, Mapping) and (
        ("author_id" in value and ("text" in value or "id" in value)) or "edit_history_tweet_ids" in value
    )


def _is_user(value: Any) -> bool:
    return (
        ident(at(value, "id")) is not None
        and text(at(value, "username")) is not None
        and text(at(value, "name")) is not None
        and not {"author_id", "text"} & set(value)
    )


def _collected(document: Record) -> Any:
    return text(at(document, "__twarc", "retrieved_at"))


def _by(values: Any, key: str) -> dict[str, Record]:
    return {str(name): v for v in items(values) if (name := ident(at(v, key))) is not None}


def _row(tweet: Record, author: Any, page: _Page) -> Row:
    references = {str(at(r, "type")): r for r in reversed(list(items(at(tweet, "referenced_tweets"))))}
    repost = references.get("retweeted")
    original = _included(repost, page) if repost is not None else None
    held = original if original is not None else tweet
    own = repost is None
    quoted, answered = references.get("quoted"), references.get("replied_to") if own else None
    quote_of = ident(at(quoted, "id"))
    user = at(tweet, "author") or at(tweet, "author_user") or page.users.get(str(author))
    words = text(at(held, "note_tweet", "text")) or text(at(held, "text"))
    links, tags, names = _marked(held, words or "", quote_of)
    metrics = at(held, "public_metrics")
    cut = repost is not None and original is None
    post = {
        "post_id": ident(at(tweet, "id")),
        "account_id": author,
        "created_at": ident(at(tweet, "created_at")) or made_at(at(tweet, "id")),
        "kind": "repost" if not own else "quote" if quoted else "reply" if answered else None,
        "text": words,
        "lang": text(at(held, "lang")),
        "urls": links,
        "hashtags": tags,
        "mentions": names,
        "repost_of": ident(at(repost, "id")),
        "repost_of_account": ident(first(original, "author_id", "author.id")) or (_named(tweet) if cut else None),
        "reply_to": ident(at(answered, "id")),
        "reply_to_account": ident(first(tweet, "in_reply_to_user_id", "in_reply_to_user.id")) if own else None,
        "quote_of": quote_of,
        "media": list(_media(held, page)),
        "client": text(at(tweet, "source")),
        "likes": None if cut else whole(at(metrics, "like_count")),
        "shares": whole(at(metrics, "retweet_count")),
        "comments": None if cut else whole(at(metrics, "reply_count")),
        "views": None if cut else whole(at(metrics, "impression_count")) or None,
        "collected_at": page.collected,
    }
    remarks = []
    if cut:
        remarks.append("reposts whose original is not included, so that their text is cut")
    if not isinstance(user, Mapping) or not user:
        remarks.append("posts whose author is not included")
        return Row(post, None, tuple(remarks))
    return Row(post, _profile(user), tuple(remarks))


def _included(reference: Any, page: _Page) -> Record | None:
    """The post that a reference names: within it (flattened), or included in the page."""
    if text(at(reference, "text")) is not None:
        return reference if isinstance(reference, Mapping) else None
    return page.tweets.get(str(at(reference, "id")))


def _marked(tweet: Record, words: str, quote_of: Any) -> tuple[list[str], list[str], list[str]]:
    """Links, hashtags and mentions: of a long post those of its whole text; without entities those that it shows."""
    own, note = at(tweet, "entities"), at(tweet, "note_tweet", "entities")
    if not isinstance(own, Mapping) and not isinstance(note, Mapping):
        return text_urls(words), text_hashtags(words), text_mentions(words)
    held = {**(own if isinstance(own, Mapping) else {}), **(note if isinstance(note, Mapping) else {})}
    tags = [t for h in items(at(held, "hashtags")) if (t := text(at(h, "tag")))]
    names = [str(m) for u in items(at(held, "mentions")) if (m := ident(first(u, "id", "username"))) is not None]
    return list(_urls(held, quote_of)), tags, names


def _urls(entities: Record, quote_of: Any) -> Iterator[str]:
    """Where links lead, without those that stand for the post's own media or for the quoted post."""
    seen = set()
    for link in items(at(entities, "urls")):
        landed = text(at(link, "unwound_url")) if whole(at(link, "status")) == 200 else None
        url = landed or first(link, "expanded_url", "url")
        if not isinstance(url, str) or url in seen or at(link, "media_key") is not None:
            continue
        seen.add(url)
        if not is_post(url, quote_of):
            yield url


def _named(tweet: Record) -> Any:
    """The account after "RT @", as the id that goes with the name, where the original is not there to ask."""
    found = _REPOST.match(text(at(tweet, "text")) or "")
    for user in items(at(tweet, "entities", "mentions")):
        name = text(at(user, "username"))
        if found and name and name.lower() == found[1].lower():
            return ident(at(user, "id"))
    return None


def _media(tweet: Record, page: _Page) -> Iterator[dict[str, Any]]:
    keys, within = at(tweet, "attachments", "media_keys"), at(tweet, "attachments", "media")
    found: Iterable[Any] = items(within)
    if within is None and isinstance(keys, list):
        found = [page.media.get(str(k)) for k in keys]
    for media in found:
        kind, url = _KINDS.get(str(at(media, "type"))), text(at(media, "url")) or _best(at(media, "variants"))
        if url:
            yield {"kind": kind, "url": url}
        elif preview := text(at(media, "preview_image_url")):
            yield {"kind": "image", "url": preview}


def _best(variants: Any) -> str | None:
    """The address of the variant with the highest bit rate."""
    rated = [(whole(first(v, "bit_rate", "bitrate")) or -1, text(at(v, "url"))) for v in items(variants)]
    return max((r for r in rated if r[1] and r[0] >= 0), default=(0, None))[1]


def _profile(user: Any) -> dict[str, Any]:
    kind = text(at(user, "verified_type"))
    return {
        "handle": text(at(user, "username")),
        "display_name": text(at(user, "name")),
        "bio": text(at(user, "description")),
        "created_at": ident(at(user, "created_at")),
        "followers": whole(at(user, "public_metrics", "followers_count")),
        "following": whole(at(user, "public_metrics", "following_count")),
        "posts_total": whole(at(user, "public_metrics", "tweet_count")),
        "claimed_location": text(at(user, "location")),
        "verified": truth(at(user, "verified")),
        "label": None if kind == "none" else kind,
        "profile_url": next((text(at(u, "expanded_url")) for u in items(at(user, "entities", "url", "urls"))), None)
        or text(at(user, "url")),
        "avatar": text(at(user, "profile_image_url")),
    }
