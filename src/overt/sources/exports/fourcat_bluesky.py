"""4CAT's CSV of Bluesky posts. Quoted and answered posts stand as addresses of bsky.app, lists are sets without order.

An address names an account by its handle, an id of a post by its number (did). So a post that is answered has its id
where it began the thread, as `thread_id` says it; else, and where quoted, it is called at://HANDLE/app.bsky.feed.post/KEY.
"""

import re
from collections.abc import Sequence
from typing import Any, ClassVar

from overt.sources.columns import Made, Plan
from overt.sources.exports.base import ColumnExport, signed
from overt.sources.exports.cells import table
from overt.sources.exports.fourcat import hashtags, media
from overt.sources.lists import items

COLUMNS = (
    "collected_at query rank id thread_id created_at author author_id body link tags like_count quote_count "
    "reply_count repost_count quoted_post quoted_user replied_to_post replied_to_user replies_allowed mentions links "
    "images labels has_poll languages author_display_name author_profile author_avatar author_created_at timestamp"
).split()
_ADDRESS = re.compile(r"https?://bsky\.app/profile/([^/\s]{1,300})/post/([^/?#\s]{1,100})")


def _post(address: Any) -> str | None:
    """The id of a post from its address; None for words such as DELETED."""
    found = _ADDRESS.match(address) if isinstance(address, str) else None
    return f"at://{found[1]}/app.bsky.feed.post/{found[2]}" if found else None


def _answered(address: Any, thread: Any) -> str | None:
    found = _post(address)
    key = found.rpartition("/")[2] if found else None
    return thread if key and isinstance(thread, str) and thread.rpartition("/")[2] == key else found


def _language(cell: Any) -> str | None:
    found = items(cell) or []
    return found[0] if found and found[0] != "N/A" else None


class FourCatBluesky(ColumnExport):
    """Posts, known by `replied_to_post`, `quoted_post` and `replies_allowed`."""

    name = "4cat-bluesky"
    reads = "4CAT's CSV of Bluesky posts"
    cannot = (
        "reposts; ids of quoted posts, and of answered ones that did not begin the thread (they are named by the "
        "handle of their author and do not meet the ids of other exports); languages beyond the first; the time of "
        "collection, which is in the zone of the server; videos beyond their pictures"
    )
    platform = "bluesky"
    signature: ClassVar[frozenset[str]] = signed(
        "thread_id", "author_id", "replied_to_post", "quoted_post", "replies_allowed"
    )
    fields: ClassVar[dict[str, str | tuple[str, ...]]] = {
        "post_id": "id",
        "account_id": "author_id",
        "created_at": ("created_at", "timestamp"),
        "text": "body",
        "urls": "links",
        "mentions": "mentions",
        "reply_to_account": "replied_to_user",
        "likes": "like_count",
        "shares": "repost_count",
        "comments": "reply_count",
    }
    without: ClassVar[frozenset[str]] = frozenset({"collected_at"})
    made: ClassVar[dict[str, Made]] = {
        "lang": Made(("languages",), _language),
        "hashtags": hashtags("tags"),
        "reply_to": Made(("replied_to_post", "thread_id"), _answered),
        "quote_of": Made(("quoted_post",), _post),
        "is_quote": Made(("quoted_post",), lambda cell: cell is not None),
        "media": media({"images": "image"}),
    }
    profile: ClassVar[dict[str, str | tuple[str, ...]]] = {
        "handle": "author",
        "display_name": "author_display_name",
        "created_at": "author_created_at",
        "profile_url": "author_profile",
        "avatar": "author_avatar",
    }

    def adapt(self, plan: Plan, columns: Sequence[str], shown: str) -> None:
        """As always; `author_profile` is an address here, no description."""
        super().adapt(plan, columns, shown)
        plan.profile.pop("bio", None)

    def examples(self) -> dict[str, bytes]:
        """A post, an answer to it, an answer to that one, a quote of a post that is gone."""
        post = {
            "collected_at": "2024-03-02T10:00:00",
            "query": "river",
            "rank": "0",
            "id": "at://did:plc:aaaaaaaaaaaaaaaaaaaaaaaa/app.bsky.feed.post/3kmk7aaaaaa2x",
            "thread_id": "at://did:plc:aaaaaaaaaaaaaaaaaaaaaaaa/app.bsky.feed.post/3kmk7aaaaaa2x",
            "created_at": "2024-03-01T08:00:00.123000+00:00",
            "author": "one.example.org",
            "author_id": "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa",
            "body": "The river #Water #rain @two.example.org",
            "link": "https://bsky.app/profile/one.example.org/post/3kmk7aaaaaa2x",
            "tags": "rain,Water,hidden",
            "like_count": "2",
            "quote_count": "1",
            "reply_count": "1",
            "repost_count": "0",
            "replies_allowed": "True",
            "mentions": "two.example.org",
            "links": "https://example.org/a",
            "images": "https://cdn.example.org/1.jpeg",
            "has_poll": "False",
            "languages": "en,nl",
            "author_display_name": "One",
            "author_profile": "https://bsky.app/profile/one.example.org",
            "author_avatar": "https://cdn.example.org/one.jpeg",
            "author_created_at": "2023-05-01T00:00:00+00:00",
            "timestamp": "1709280000",
        }
        other = {
            **post,
            "author": "two.example.org",
            "author_id": "did:plc:bbbbbbbbbbbbbbbbbbbbbbbb",
            "languages": "N/A",
        }
        answer = {
            **other,
            "id": "at://did:plc:bbbbbbbbbbbbbbbbbbbbbbbb/app.bsky.feed.post/3kmk7bbbbbb2x",
            "replied_to_post": "https://bsky.app/profile/one.example.org/post/3kmk7aaaaaa2x",
            "replied_to_user": "one.example.org",
        }
        deeper = {
            **answer,
            "id": "at://did:plc:bbbbbbbbbbbbbbbbbbbbbbbb/app.bsky.feed.post/3kmk7cccccc2x",
            "replied_to_post": "https://bsky.app/profile/two.example.org/post/3kmk7bbbbbb2x",
            "replied_to_user": "two.example.org",
        }
        quote = {
            **other,
            "id": "at://did:plc:bbbbbbbbbbbbbbbbbbbbbbbb/app.bsky.feed.post/3kmk7dddddd2x",
            "quoted_post": "DELETED",
        }
        return {"4cat_bluesky.csv": table(COLUMNS, [post, answer, deeper, quote])}
