"""Posts of CrowdTangle, Facebook and Instagram: CSV as the service gave it until August 2024.

`Post Created` names its zone ("2020-03-01 09:00:00 EST"); counts have commas; the name of the last column, the score,
changes with its weights. In a post to a group `Facebook Id` is the group, and who posted is not told.
"""

from typing import Any, ClassVar

from overt.sources.columns import Made
from overt.sources.exports.base import ColumnExport, signed
from overt.sources.exports.cells import count, links, post_id, table

_MEDIA = {"photo": "image", "album": "image", "igtv": "video"}


def _media_kind(kind: Any) -> str | None:
    word = kind.strip().lower() if isinstance(kind, str) else ""
    return _MEDIA.get(word) or ("video" if "video" in word else None)


def _post(*_: Any) -> str:
    """All rows are posts of their own; a text that begins "RT @" is no repost here."""
    return "post"


def _links(kind: Any, final: Any, link: Any, message: Any) -> list[str]:
    """What a post links to. The link of a picture or video on Facebook is its own page."""
    target = final or link
    own = _media_kind(kind) and "facebook.com/" in str(target)
    return links(None if own else target, message)


def _seen(kind: Any, views: Any, total: Any) -> int | None:
    """Views of a video; other posts have a 0 that says nothing."""
    return count(views, total) if _media_kind(kind) == "video" else None


class CrowdTangleFacebook(ColumnExport):
    """Facebook, pages and groups."""

    name = "crowdtangle-facebook"
    reads = "posts of Facebook pages and groups that CrowdTangle gave as CSV"
    cannot = (
        "who posted in a group (the account is the group), comments, views of posts other than videos, ids of posts "
        "(their address stands for it), shares of a post as posts. A time whose zone has an ambiguous name is rejected"
    )
    platform = "facebook"
    utc = False
    signature: ClassVar[frozenset[str]] = signed("Facebook Id", "Post Created", "Total Interactions")
    fields: ClassVar[dict[str, str | tuple[str, ...]]] = {
        "post_id": "URL",
        "account_id": "Facebook Id",
        "created_at": "Post Created",
        "text": "Message",
        "likes": "Likes",
        "shares": "Shares",
        "comments": "Comments",
    }
    without: ClassVar[frozenset[str]] = frozenset({"hashtags", "media", "views"})
    made: ClassVar[dict[str, Made]] = {
        "kind": Made(("Type", "URL"), _post),
        "urls": Made(("Type", "Final Link", "Link", "Message"), _links),
        "views": Made(("Type", "Post Views", "Total Views"), _seen),
        "media": Made(
            ("Type", "Link"),
            lambda kind, link: [{"kind": found, "url": link}] if (found := _media_kind(kind)) and link else None,
        ),
    }
    profile: ClassVar[dict[str, str | tuple[str, ...]]] = {
        "handle": "User Name",
        "display_name": ("Page Name", "Group Name"),
        "bio": "Page Description",
        "created_at": "Page Created",
        "followers": "Followers at Posting",
        "country": "Page Admin Top Country",
    }

    def examples(self) -> dict[str, bytes]:
        """A link, a video and a photo of two pages; a post in a group."""
        score = "Overperforming Score (weighted  —  Likes 1x Shares 1x Comments 1x Love 1x )"
        pages = table([*_PAGE, score], _PAGE_ROWS)
        group = table(["Group Name", *_PAGE[1:], "Overperforming Score"], [{**_PAGE_ROWS[0], "Group Name": "Gardens"}])
        return {"crowdtangle_facebook.csv": pages, "crowdtangle_group.csv": group}


class CrowdTangleInstagram(ColumnExport):
    """Instagram."""

    name = "crowdtangle-instagram"
    reads = "posts of Instagram accounts that CrowdTangle gave as CSV"
    cannot = (
        "account ids (the handle stands for them), comments, stories, shares, views of posts other than videos. A time "
        "whose zone has an ambiguous name is rejected"
    )
    platform = "instagram"
    utc = False
    signature: ClassVar[frozenset[str]] = signed("User Name", "Followers at Posting", "Post Created", "URL", "Photo")
    fields: ClassVar[dict[str, str | tuple[str, ...]]] = {
        "account_id": "User Name",
        "created_at": "Post Created",
        "text": "Description",
        "likes": "Likes",
        "comments": "Comments",
    }
    without: ClassVar[frozenset[str]] = frozenset({"urls", "hashtags", "views"})
    made: ClassVar[dict[str, Made]] = {
        "post_id": Made(("URL", "Link"), lambda url, link: post_id(url) or post_id(link) or url),
        "kind": Made(("Type", "URL"), _post),
        "views": Made(("Type", "Views", "Post Views"), _seen),
        "media": Made(
            ("Type", "Photo"),
            lambda kind, photo: [{"kind": "image", "url": photo}] if photo else None,
        ),
    }
    profile: ClassVar[dict[str, str | tuple[str, ...]]] = {
        "handle": "User Name",
        "display_name": "Account",
        "followers": "Followers at Posting",
    }

    def examples(self) -> dict[str, bytes]:
        """An album and a video."""
        return {"crowdtangle_instagram.csv": table(_INSTAGRAM, _INSTAGRAM_ROWS)}


_PAGE = [
    "Page Name",
    "User Name",
    "Facebook Id",
    "Page Category",
    "Page Admin Top Country",
    "Page Description",
    "Page Created",
    "Likes at Posting",
    "Followers at Posting",
    "Post Created",
    "Post Created Date",
    "Post Created Time",
    "Type",
    "Total Interactions",
    "Likes",
    "Comments",
    "Shares",
    "Love",
    "Video Share Status",
    "Post Views",
    "Total Views",
    "URL",
    "Message",
    "Link",
    "Final Link",
    "Image Text",
    "Link Text",
    "Description",
]
_PAGE_ROWS = [
    {
        "Page Name": "Garden News",
        "User Name": "gardennews",
        "Facebook Id": "100064000000001",
        "Page Admin Top Country": "DE",
        "Page Created": "2012-05-06 10:00:00",
        "Followers at Posting": "12345",
        "Post Created": "2020-03-01 09:00:00 EST",
        "Post Created Date": "2020-03-01",
        "Post Created Time": "09:00:00",
        "Type": "Link",
        "Total Interactions": "1,234",
        "Likes": "1,000",
        "Comments": "34",
        "Shares": "200",
        "Post Views": "0",
        "Total Views": "0",
        "URL": "https://www.facebook.com/100064000000001/posts/3000000000000001",
        "Message": "Seeds, see also https://example.org/more",
        "Link": "http://short.example/a",
        "Final Link": "https://example.org/seeds",
        "Description": "What to plant",
    },
    {
        "Page Name": "Garden News",
        "User Name": "gardennews",
        "Facebook Id": "100064000000001",
        "Post Created": "2020-07-01 09:00:00 CEST",
        "Type": "Native Video",
        "Total Interactions": "5",
        "Likes": "5",
        "Comments": "0",
        "Shares": "0",
        "Post Views": "1,500",
        "URL": "https://www.facebook.com/100064000000001/posts/3000000000000002",
        "Message": "RT @rain: a film",
        "Link": "https://www.facebook.com/gardennews/videos/7/",
    },
    {
        "Page Name": "Rivers",
        "Facebook Id": "9007199254740993",
        "Post Created": "2020-07-01 09:00:01 CEST",
        "Type": "Photo",
        "Total Interactions": "0",
        "Likes": "0",
        "URL": "https://www.facebook.com/9007199254740993/posts/1",
        "Link": "https://www.facebook.com/photo.php?fbid=1",
    },
]
_INSTAGRAM = [
    "Account",
    "User Name",
    "Followers at Posting",
    "Post Created",
    "Type",
    "Total Interactions",
    "Likes",
    "Comments",
    "Views",
    "URL",
    "Link",
    "Photo",
    "Title",
    "Description",
]
_INSTAGRAM_ROWS = [
    {
        "Account": "Garden News",
        "User Name": "gardennews",
        "Followers at Posting": "9876",
        "Post Created": "2021-03-01 09:00:00 CET",
        "Type": "Album",
        "Likes": "1,200",
        "Comments": "3",
        "Views": "0",
        "URL": "https://www.instagram.com/p/CAbc-1_x/",
        "Link": "https://www.instagram.com/p/CAbc-1_x/",
        "Photo": "https://cdn.example/1.jpg",
        "Description": "Three #tulips",
    },
    {
        "Account": "Rivers",
        "User Name": "rivers",
        "Post Created": "2021-03-01 09:00:05 CET",
        "Type": "Video",
        "Likes": "2",
        "Views": "1,000",
        "URL": "https://www.instagram.com/reel/CAbd/",
        "Photo": "https://cdn.example/2.jpg",
        "Description": "",
    },
]
