"""Tables of YouTube Data Tools: videos, comments, channels. CSV or tabs, written by PHP or, newer, by Python.

PHP leaves quotes behind a backslash as they are. Times without a zone are UTC. The table of comments names the video
only in newer versions; a hash in the place of a name is pseudonymous, as the tool offers it.
"""

from typing import Any, ClassVar

from overt.sources.columns import Made
from overt.sources.exports.base import ColumnExport, signed


def _words(*cells: Any) -> str | None:
    return "\n\n".join(str(cell) for cell in cells if cell is not None) or None


def _first(*cells: Any) -> Any:
    return next((cell for cell in cells if cell is not None), None)


def _comment(_: Any) -> str:
    return "comment"


class YouTubeVideos(ColumnExport):
    """Videos, known by `videoId`, `videoTitle` and `videoDescription`."""

    name = "ytdt-videos"
    reads = "the table of videos of YouTube Data Tools"
    cannot = "who watched or liked; line breaks of descriptions; keywords (tags) are not read as hashtags"
    platform = "youtube"
    signature: ClassVar[frozenset[str]] = signed(
        "videoId", "channelId", "videoTitle", "videoDescription", "publishedAt"
    )
    without: ClassVar[frozenset[str]] = frozenset({"hashtags", "urls", "media"})
    fields: ClassVar[dict[str, str | tuple[str, ...]]] = {
        "post_id": "videoId",
        "account_id": "channelId",
        "created_at": "publishedAt",
        "lang": ("defaultAudioLanguage", "defaultLAudioLanguage", "defaultLanguage"),
        "media": "thumbnail_maxres",
        "views": "viewCount",
        "likes": "likeCount",
        "comments": "commentCount",
    }
    made: ClassVar[dict[str, Made]] = {"text": Made(("videoTitle", "videoDescription"), _words)}
    profile: ClassVar[dict[str, str | tuple[str, ...]]] = {"display_name": "channelTitle"}

    def examples(self) -> dict[str, bytes]:
        """A video, and one that was not found; a quote behind a backslash."""
        header = (
            "position,channelId,channelTitle,videoId,publishedAt,publishedAtSQL,videoTitle,videoDescription,tags,"
            "videoCategoryId,duration,durationSec,defaultLAudioLanguage,thumbnail_maxres,viewCount,likeCount,"
            "dislikeCount,favoriteCount,commentCount"
        )
        video = (
            '1,UCaaaaaaaaaaaaaaaaaaaaaa,"River levels",aaaaaaaaaaa,2024-03-01T08:00:00Z,"2024-03-01 08:00:00",'
            '"The level ""at noon""","As \\"measured\\", #water https://example.org/level","rivers,levels",28,PT1M,60,'
            "en,https://i.example.org/max.jpg,300,5,,0,2"
        )
        lost = '2,,,,,,"[not found: bbbbbbbbbbb]",,,,,,,,,,,,'
        return {"ytdt_videos.csv": "\n".join([header, video, lost]).encode()}


class YouTubeComments(ColumnExport):
    """Comments, known by `authorName`, `isReply` and `isReplyToName`."""

    name = "ytdt-comments"
    reads = "the table of comments of YouTube Data Tools"
    cannot = (
        "the video, in versions of before 2026 (it stands in the name of the file); line breaks; names, where the "
        "table was made pseudonymous: hashes stand in their place"
    )
    platform = "youtube"
    signature: ClassVar[frozenset[str]] = signed(
        "id", "publishedAt", "authorName", "text", "isReply", "isReplyToName", "likeCount"
    )
    without: ClassVar[frozenset[str]] = frozenset({"urls", "is_reply"})
    fields: ClassVar[dict[str, str | tuple[str, ...]]] = {
        "post_id": "id",
        "account_id": ("authorChannelId", "authorName"),
        "created_at": "publishedAt",
        "text": "text",
        "likes": "likeCount",
        "comments": ("totalReplyCount", "replyCount"),
    }
    made: ClassVar[dict[str, Made]] = {
        "kind": Made(("id",), _comment),
        "reply_to": Made(("isReplyToId", "isReplyTo", "videoId"), _first),
    }
    profile: ClassVar[dict[str, str | tuple[str, ...]]] = {"display_name": "authorName"}
    hidden: ClassVar[frozenset[str]] = frozenset({"display_name"})

    def examples(self) -> dict[str, bytes]:
        """A table of PHP, one of Python, and a pseudonymous one."""
        header = (
            "id,replyCount,likeCount,publishedAt,authorName,text,authorChannelId,authorChannelUrl,isReply,isReplyTo,"
            "isReplyToName"
        )
        rows = [
            'Ugxa,1,3,"2024-03-01 08:05:00",@one,"said \\"two\\", and ""three""",UCbbbbbbbbbbbbbbbbbbbbbb,'
            "http://www.youtube.com/channel/UCbbbbbbbbbbbbbbbbbbbbbb,0,,",
            'Ugxa.9a,,0,"2024-03-01 08:06:00",Two,"since when?",UCcccccccccccccccccccccc,'
            "http://www.youtube.com/channel/UCcccccccccccccccccccccc,1,Ugxa,@one",
        ]
        newer = (
            "position\tvideoId\tid\ttotalReplyCount\tinferredReplyCount\tinferredLevel\tlikeCount\tpublishedAt\t"
            "authorName\tauthorChannelId\tisChannelOwner\ttext\tisReply\tthreadId\tisReplyToId\tisReplyToName"
        )
        row = (
            "1\taaaaaaaaaaa\tUgxa\t1\t1\t0\t3\t2024-03-01 08:05:00\t@one\tUCbbbbbbbbbbbbbbbbbbbbbb\tno\tUpstream\t0\t"
            "Ugxa\t\t"
        )
        hashed = "id,replyCount,likeCount,publishedAt,authorName,text,isReply,isReplyTo,isReplyToName"
        name, comment = "fe05bcdcdc4928012781a5f1a2a77cbb5398e106", "8cb2237d0679ca88db6464eac60da96345513964"
        secret = f'{comment},0,3,"2024-03-01 08:05:00",{name},Upstream,0,,'
        return {
            "ytdt_comments.csv": "\n".join([header, *rows]).encode(),
            "ytdt_comments_new.tab": f"{newer}\n{row}".encode(),
            "ytdt_comments_hashed.csv": f"{hashed}\n{secret}".encode(),
        }


class YouTubeChannels(ColumnExport):
    """Channels, known by `customUrl`, `subscriberCount` and `videoCount`."""

    name = "ytdt-channels"
    reads = "the table of channels of YouTube Data Tools"
    cannot = "posts; numbers of subscribers beyond three figures"
    platform = "youtube"
    posts = False
    signature: ClassVar[frozenset[str]] = signed(
        "id", "title", "customUrl", "publishedAt", "subscriberCount", "videoCount"
    )
    fields: ClassVar[dict[str, str | tuple[str, ...]]] = {"account_id": "id"}
    profile: ClassVar[dict[str, str | tuple[str, ...]]] = {
        "handle": "customUrl",
        "display_name": "title",
        "bio": "description",
        "created_at": "publishedAt",
        "followers": "subscriberCount",
        "posts_total": "videoCount",
        "country": "country",
        "profile_url": "channelUrl",
        "avatar": "thumbnail",
    }

    def examples(self) -> dict[str, bytes]:
        """A channel."""
        header = "position,id,title,customUrl,description,publishedAt,country,viewCount,subscriberCount,videoCount"
        row = "1,UCaaaaaaaaaaaaaaaaaaaaaa,River levels,@riverlevels,Levels.,2018-01-01T00:00:00Z,FR,9000,1230,40"
        return {"ytdt_channels.csv": f"{header}\n{row}".encode()}
