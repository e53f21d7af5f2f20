"""Mentions that Brandwatch exports: CSV with rows before the header that tell of the report.

The id of a mention is not unique, its address is; of posts of X the id in the address counts. Every row has the counts
of every platform, with 0 where they do not apply, so those of its own platform are taken. Columns that begin with X
began with Twitter before 2023. `Thread Entry Type` is post, reply, comment or share.
"""

import re
from collections.abc import Sequence
from typing import Any, ClassVar

from overt.sources.aliases import fold
from overt.sources.columns import Made
from overt.sources.exports.base import ColumnExport, signed
from overt.sources.exports.cells import (
    bare,
    count,
    filled,
    hashtags,
    links,
    mentions,
    post_id,
    status_author,
    table,
)
from overt.sources.exports.named_platforms import platform

_WORD = re.compile(r"[^a-z]")
_NEWS = frozenset({"news", "newsbroadcast", "print", "magazine", "tv", "radio", "licensednews"})
_ENTRIES = {"post": "post", "reply": "reply", "comment": "comment", "share": "repost", "retweet": "repost"}


def _platform(kind: Any, source: Any, domain: Any) -> str | None:
    """x, reddit, news, ...; what is neither a platform nor news by its own word, such as forum or blog."""
    named = platform(kind) or platform(source) or platform(domain)
    if named:
        return named
    word = filled(kind, source)
    plain = _WORD.sub("", word.lower()) if isinstance(word, str) else ""
    return "news" if plain in _NEWS else plain or None


def _account(kind: Any, source: Any, domain: Any, *names: Any) -> Any:
    """The id of the author, else the name; of news and pages without an author the site."""
    *known, author = names
    return filled(*map(bare, known), author.lstrip("@") if isinstance(author, str) else author, domain)


def _post_id(address: Any, original: Any, resource: Any) -> Any:
    return filled(post_id(address), post_id(original), address, original, resource)


def _text(kind: Any, source: Any, domain: Any, full: Any, title: Any, snippet: Any) -> Any:
    """The full text; of news without one the title, as the snippet is what the query hit."""
    rest = (title, snippet) if _platform(kind, source, domain) == "news" else (snippet, title)
    return filled(full, *rest)


def _kind(entry: Any, *reposts: Any) -> str | None:
    word = entry.strip().lower() if isinstance(entry, str) else ""
    return "repost" if filled(*reposts) else _ENTRIES.get(word)


def _of(counts: str) -> Made:
    """The count of the row's own platform. `counts`: names of columns by platform."""
    named = [pair.split("=") for pair in counts.split(",")]

    def found(kind: Any, source: Any, domain: Any, *cells: Any) -> int | None:
        own = _platform(kind, source, domain)
        return count(*(cell for (name, _), cell in zip(named, cells, strict=True) if name in (own, "any")))

    return Made((*_PLATFORM, *(column for _, column in named)), found)


_PLATFORM = ("Page Type", "Content Source", "Domain")
_IDS = ("X Author ID", "Twitter Author ID", "Bluesky Author Id", "Author")


class Brandwatch(ColumnExport):
    """Mentions of any platform, known by the columns that tell of the query and the page."""

    name = "brandwatch"
    reads = "mentions exported by Brandwatch: CSV, rows before the header included"
    cannot = (
        "views (impressions are an estimate), media, ids of accounts other than those of X and Bluesky (their names "
        "stand for them), ids of posts on Facebook, forums and news (their addresses do), full texts where a "
        "platform or a publisher withholds them. Times are the clock of the project: give its zone with --timezone"
    )
    utc = False
    signature: ClassVar[frozenset[str]] = signed("Query Name", "Date", "Url", "Author")
    fields: ClassVar[dict[str, str | tuple[str, ...]]] = {
        "created_at": "Date",
        "lang": "Language",
    }
    without: ClassVar[frozenset[str]] = frozenset({"urls", "client", "media", "views", "likes", "shares", "comments"})
    made: ClassVar[dict[str, Made]] = {
        "platform": Made(_PLATFORM, _platform),
        "account_id": Made((*_PLATFORM, *_IDS), _account),
        "post_id": Made(("Url", "Original Url", "Resource Id"), _post_id),
        "text": Made((*_PLATFORM, "Full Text", "Title", "Snippet"), _text),
        "kind": Made(("Thread Entry Type", "X Repost of", "Twitter Retweet of"), _kind),
        "urls": Made(("Expanded URLs", "Full Text"), lambda given, said: links(given, None) or links(None, said)),
        "hashtags": Made(("Hashtags", "Full Text"), hashtags),
        "mentions": Made(("Mentioned Authors", "Full Text"), mentions),
        "repost_of": Made(("X Repost of", "Twitter Retweet of"), lambda *cells: filled(*map(post_id, cells))),
        "repost_of_account": Made(
            ("X Repost of", "Twitter Retweet of"), lambda *cells: filled(*map(status_author, cells))
        ),
        "reply_to": Made(("X Reply to", "Twitter Reply to"), lambda *cells: filled(*map(post_id, cells))),
        "reply_to_account": Made(("X Reply to", "Twitter Reply to"), lambda *cells: filled(*map(status_author, cells))),
        "likes": _of("x=X Likes,x=Twitter Likes,facebook=Facebook Likes,instagram=Instagram Likes,any=Likes"),
        "shares": _of("x=X Reposts,x=Twitter Retweets,facebook=Facebook Shares,any=Shares"),
        "comments": _of(
            "x=X Replies,x=Twitter Replies,facebook=Facebook Comments,instagram=Instagram Comments,"
            "reddit=Reddit Comments,any=Comments"
        ),
    }
    profile: ClassVar[dict[str, str | tuple[str, ...]]] = {
        "handle": "Author",
        "display_name": "Full Name",
        "followers": ("X Followers", "Twitter Followers"),
        "following": ("X Following", "Twitter Following"),
        "posts_total": ("X Posts", "X Tweets", "Twitter Tweets"),
        "country": "Country Code",
        "verified": ("X Verified", "Twitter Verified"),
        "avatar": "Avatar",
    }

    def recognise(self, columns: Sequence[str]) -> bool:
        """The query, the page, and a text."""
        names = set(map(fold, columns))
        return (
            names >= self.signature
            and bool(names & signed("Full Text", "Snippet"))
            and bool(names & signed("Page Type", "Content Source", "Thread Entry Type"))
        )

    def examples(self) -> dict[str, bytes]:
        """Of now, with rows before the header, and of before 2023."""
        before = b'"Report:","Bulk mentions, all"\n"From:","Mon Jan 01 00:00:00 GMT 2024"\n"Label:","one"\n\n'
        older = [{_OLDER.get(name, name): cell for name, cell in row.items()} for row in _ROWS]
        return {
            "brandwatch.csv": before + table(_COLUMNS, _ROWS),
            "brandwatch_older.csv": table([_OLDER.get(c, c) for c in _COLUMNS], older),
        }


_COLUMNS = (
    "Query Id,Query Name,Date,Title,Snippet,Full Text,Url,Domain,Sentiment,Page Type,Content Source,Thread Entry Type,"
    "Language,Country Code,Account Type,Author,Full Name,Mentioned Authors,Hashtags,Expanded URLs,Thread Author,"
    "X Author ID,X Followers,X Following,X Posts,X Verified,X Likes,X Reposts,X Replies,X Repost of,X Reply to,"
    "Facebook Likes,Facebook Shares,Bluesky Author Id,Impressions,Resource Id,Likes,Comments,Shares,Avatar"
).split(",")
_OLDER = {c: c.replace("X ", "Twitter ") for c in _COLUMNS if c.startswith("X ")} | {
    "X Posts": "Twitter Tweets",
    "X Reposts": "Twitter Retweets",
    "X Repost of": "Twitter Retweet of",
}
_ROWS = [
    {
        "Query Id": "1999000000",
        "Query Name": "gardens",
        "Date": "2024-01-05 10:00:00.0",
        "Full Text": "RT @two: bulbs #spring",
        "Snippet": "bulbs",
        "Url": "https://twitter.com/one/status/1743200000000000001",
        "Domain": "twitter.com",
        "Page Type": "twitter",
        "Content Source": "X",
        "Thread Entry Type": "share",
        "Language": "en",
        "Country Code": "GBR",
        "Author": "one",
        "Full Name": "one (One)",
        "Mentioned Authors": "@two",
        "Hashtags": "#spring",
        "X Author ID": "9007199254740993",
        "X Followers": "12",
        "X Following": "3",
        "X Posts": "450",
        "X Verified": "false",
        "X Likes": "0",
        "X Reposts": "4",
        "X Replies": "0",
        "X Repost of": "https://twitter.com/two/status/1743199999999999999",
        "Facebook Likes": "0",
        "Resource Id": "1743200000000000001",
    },
    {
        "Query Id": "1999000000",
        "Query Name": "gardens",
        "Date": "2024-01-05 10:01:00.0",
        "Full Text": "@one yes, https://t.co/x",
        "Url": "https://twitter.com/three/status/1743200300000000001",
        "Domain": "twitter.com",
        "Page Type": "twitter",
        "Content Source": "X",
        "Thread Entry Type": "reply",
        "Language": "en",
        "Author": "three",
        "Mentioned Authors": "@one",
        "Expanded URLs": "https://example.org/a, https://example.org/b",
        "X Author ID": "77",
        "X Likes": "5",
        "X Reply to": "https://twitter.com/one/status/1743200000000000001",
    },
    {
        "Query Id": "1999000000",
        "Query Name": "gardens",
        "Date": "2024-01-05 10:02:00.0",
        "Title": "Frost",
        "Snippet": "... frost is near ...",
        "Url": "https://news.example/frost",
        "Domain": "news.example",
        "Page Type": "news",
        "Content Source": "News",
        "Language": "en",
        "X Likes": "0",
        "Facebook Likes": "0",
    },
    {
        "Query Id": "1999000000",
        "Query Name": "gardens",
        "Date": "2024-01-05 10:03:00.0",
        "Full Text": "my beds",
        "Url": "https://www.facebook.com/123/posts/456",
        "Domain": "facebook.com",
        "Page Type": "facebook_public",
        "Content Source": "Facebook Public",
        "Thread Entry Type": "post",
        "Author": "Garden News",
        "X Likes": "0",
        "Facebook Likes": "8",
        "Facebook Shares": "2",
    },
]
