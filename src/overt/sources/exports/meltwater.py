"""Mentions that Meltwater exports: news and social posts in one CSV, often UTF-16 with tabs.

Rows of X fill the columns `Tweet Id`, `Twitter Id` and so on (some exports guard ids with quotes); news have their
outlet in `Source`. Dates are the clock of the account's zone; newer exports put the hour into `Time`.
"""

from collections.abc import Sequence
from typing import Any, ClassVar

from overt.sources.columns import Made, Plan, find
from overt.sources.exports.base import ColumnExport, signed
from overt.sources.exports.cells import bare, filled, hashtags, post_id, table
from overt.sources.exports.named_platforms import language, platform


def _platform(source: Any, tweet: Any) -> str:
    return platform(source) or ("x" if tweet else "news")


def _account(user: Any, screen_name: Any, influencer: Any, source: Any, tweet: Any) -> Any:
    """The id of the user, else the handle, else the name; of news the outlet."""
    if _platform(source, tweet) == "news":
        return filled(source, influencer)
    name = filled(screen_name, influencer)
    return filled(bare(user), name.lstrip("@") if isinstance(name, str) else name)


def _text(headline: Any, opening: Any, hit: Any, source: Any, tweet: Any) -> Any:
    """News: headline and opening, whatever sentence the query hit. Posts: the sentence, which is all of the post."""
    if _platform(source, tweet) == "news":
        parts = [str(p) for p in (headline, opening) if p]
        return "\n".join(dict.fromkeys(parts)) or hit
    return filled(hit, opening, headline)


def _marked(mark: str) -> Any:
    def found(hit: Any, opening: Any, source: Any, tweet: Any) -> bool:
        said = filled(hit, opening)
        return _platform(source, tweet) == "x" and isinstance(said, str) and said.startswith(mark)

    return found


def _when(date: Any, clock: Any) -> Any:
    """Day and clock; some exports have the clock in the date."""
    if not (isinstance(date, str) and isinstance(clock, str)) or ":" in date:
        return date
    return f"{date.strip()} {clock.strip()}"


class Meltwater(ColumnExport):
    """News and posts, known by `Hit Sentence`."""

    name = "meltwater"
    reads = "mentions exported by Meltwater: CSV, or UTF-16 with tabs"
    cannot = (
        "likes, shares and comments apart (engagement is one number), media, ids of posts on Facebook and of news, "
        "full texts of news. Times are the clock of the Meltwater account: give its zone with --timezone"
    )
    utc = False
    signature: ClassVar[frozenset[str]] = signed("Date", "Headline", "Hit Sentence", "Source", "Influencer")
    fields: ClassVar[dict[str, str | tuple[str, ...]]] = {"created_at": "Date", "client": "Twitter Client"}
    without: ClassVar[frozenset[str]] = frozenset({"client", "urls", "kind", "likes", "shares", "comments", "lang"})
    made: ClassVar[dict[str, Made]] = {
        "platform": Made(("Source", "Tweet Id"), _platform),
        "post_id": Made(("Tweet Id", "URL"), lambda tweet, url: filled(bare(tweet), post_id(url), url)),
        "account_id": Made(("Twitter Id", "Twitter Screen Name", "Influencer", "Source", "Tweet Id"), _account),
        "text": Made(("Headline", "Opening Text", "Hit Sentence", "Source", "Tweet Id"), _text),
        "lang": Made(("Language",), language),
        "hashtags": Made(("Hashtags", "Hit Sentence"), hashtags),
        "is_repost": Made(("Hit Sentence", "Opening Text", "Source", "Tweet Id"), _marked("RT @")),
        "is_quote": Made(("Hit Sentence", "Opening Text", "Source", "Tweet Id"), _marked("QT @")),
        "created_at": Made(("Date", "Time"), _when),
    }
    profile: ClassVar[dict[str, str | tuple[str, ...]]] = {
        "handle": "Twitter Screen Name",
        "bio": "Twitter Bio",
        "followers": "Twitter Followers",
        "following": "Twitter Following",
        "country": "Country",
        "profile_url": "User Profile Url",
    }

    def adapt(self, plan: Plan, columns: Sequence[str], shown: str) -> None:
        """The day is looked at as it stands; it settles whether day or month comes first."""
        super().adapt(plan, columns, shown)
        date = find("Date", columns)
        if date and "created_at" in plan.made:
            plan.fields["created_at"] = date
            if not find("Time", columns):
                del plan.made["created_at"]

    def examples(self) -> dict[str, bytes]:
        """Posts of X and news of the older flavour, in UTF-16 with tabs; the newer one with days and hours apart."""
        older = table(_OLDER, _OLDER_ROWS).decode()
        return {
            "meltwater.csv": older.replace('","', '"\t"').replace(",", "\t", len(_OLDER) - 1).encode("utf-16"),
            "meltwater_newer.csv": table(_NEWER, _NEWER_ROWS),
        }


_OLDER = (
    "Date,Headline,URL,Opening Text,Hit Sentence,Source,Influencer,Country,Subregion,Language,Reach,Desktop Reach,"
    "Mobile Reach,Twitter Social Echo,Facebook Social Echo,Reddit Social Echo,National Viewership,Engagement,AVE,"
    "Sentiment,Key Phrases,Input Name,Keywords,Twitter Authority,Tweet Id,Twitter Id,Twitter Client,"
    "Twitter Screen Name,User Profile Url,Twitter Bio,Twitter Followers,Twitter Following,Alternate Date Format,Time,"
    "State,City,Document Tags"
).split(",")
_NEWER = (
    "Date,Headline,URL,Opening Text,Hit Sentence,Source,Influencer,Country,Subregion,State,City,Language,Reach,"
    "Desktop Reach,Mobile Reach,Earned Traffic,AVE,Sentiment,Key Phrases,Input Name,Keywords,Document Tags,Engagement,"
    "Hashtags,Views,Estimated Views,Custom Categories,Alternate Date Format,Time"
).split(",")
_OLDER_ROWS = [
    {
        "Date": "25-Jan-2022 12:05AM",
        "URL": "http://twitter.com/one/statuses/1485900000000000001",
        "Hit Sentence": "RT @two: rain at https://example.org/rain #rain",
        "Source": "Twitter",
        "Influencer": "@one",
        "Country": "United Kingdom",
        "Language": "English",
        "Reach": "120",
        "Engagement": "7",
        "Tweet Id": '"1485900000000000001"',
        "Twitter Id": '"9007199254740993"',
        "Twitter Client": "Twitter Web App",
        "Twitter Screen Name": "one",
        "User Profile Url": "http://twitter.com/one",
        "Twitter Bio": "Weather",
        "Twitter Followers": "1,200",
        "Twitter Following": "3",
        "Alternate Date Format": "Jan 25, 2022",
        "Time": "12:05 AM",
    },
    {
        "Date": "25-Jan-2022 12:06AM",
        "Headline": "Rain ahead",
        "URL": "https://news.example/rain",
        "Opening Text": "It will rain on Friday.",
        "Hit Sentence": "... rain on Friday.",
        "Source": "Example Gazette",
        "Influencer": "A. Writer",
        "Language": "English",
        "Alternate Date Format": "Jan 25, 2022",
        "Time": "12:06 AM",
    },
]
_NEWER_ROWS = [
    {
        "Date": "25/11/2025",
        "Hit Sentence": "QT @one: sun; and more",
        "URL": "https://x.com/three/status/1985900000000000002",
        "Source": "X",
        "Influencer": "@three",
        "Language": "German",
        "Hashtags": "#sun",
        "Views": "5000",
        "Time": "10:30 AM",
    },
    {
        "Date": "26/11/2025",
        "Hit Sentence": "a photo",
        "URL": "https://www.reddit.com/r/garden/comments/1abcd/",
        "Source": "Reddit",
        "Influencer": "gardener",
        "Views": "",
        "Time": "1:05 PM",
    },
]
