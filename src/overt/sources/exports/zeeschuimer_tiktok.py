"""TikTok videos that Zeeschuimer captured: items of TikTok's web interface.

`author` is an object, or, where the item was embedded in a page, the handle as text with `nickname` and `authorId`
beside it, or the object as the text of its JSON. Counts are numbers, or texts in `statsV2`.
"""

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from overt.sources.exports.base import (
    Passed,
    Record,
    Row,
    Unreadable,
    at,
    first,
    ident,
    items,
    text,
    texts,
    truth,
    whole,
)
from overt.sources.exports.tag_order import in_order
from overt.sources.exports.zeeschuimer import Capture, Zeeschuimer, embedded, known, ndjson, wrapped
from overt.sources.lists import text_mentions

_NONE = ("0", 0)
_NO_LANGUAGE = ("un", "")


class ZeeschuimerTikTok(Zeeschuimer):
    """Videos and photo posts, known by the envelope's tiktok.com."""

    name = "zeeschuimer-tiktok"
    reads = "TikTok posts captured with Zeeschuimer (NDJSON), or the same items in 4CAT's NDJSON"
    cannot = (
        "what the browser did not load; reposts; the original of a stitch (of a duet it is kept as the quoted post). "
        "Addresses of videos and pictures expire. Where an item was captured again, the counts are those of the first "
        "capture. An author whose item names no id stands under the handle"
    )
    platform = "tiktok"
    modules: ClassVar[frozenset[str]] = frozenset({"tiktok.com"})
    supplies: ClassVar[frozenset[str]] = frozenset(
        "post_id account_id created_at kind text lang hashtags mentions quote_of sound_id effects media likes shares "
        "comments views collected_at".split()
    )
    known: ClassVar[frozenset[str]] = known(
        "id desc createTime scheduleTime video author authorId authorSecId nickname avatarThumb authorStats "
        "authorStatsV2 authorPrivate music challenges stats statsV2 duetInfo textExtra contents stickersOnItem "
        "effectStickers isAd adAuthorization adLabelVersion maskType diversificationLabels diversificationId "
        "locationCreated warnInfo imagePost originalItem officalItem officialItem secret forFriend digged collected "
        "itemCommentStatus showNotPass vl1 takeDown itemMute itemControl item_control privateItem duetEnabled "
        "stitchEnabled shareEnabled comments duetDisplay stitchDisplay indexEnabled creatorCaptionsURLs playlistId poi "
        "anchors keywordTags channelTags suggestedWords IsAigc AIGCDescription aigcLabelType textLanguage "
        "textTranslatable titleLanguage titleTranslatable CategoryType categoryType BAInfo downloadSetting isReviewing "
        "backendSourceEventTracking event HasPromoteEntry brandOrganicType hasPromoteEntry videoSuggestWordsList "
        "isPinnedItem liveRoomInfo moderationAigcLabelType"
    )
    keeps: ClassVar[frozenset[str]] = frozenset(
        "stickersOnItem warnInfo isAd adAuthorization maskType diversificationLabels locationCreated IsAigc "
        "AIGCDescription aigcLabelType moderationAigcLabelType".split()
    )
    expected: ClassVar[tuple[str, ...]] = ("id", "createTime", "author")

    def read(self, item: Record, capture: Capture) -> Iterator[Row]:
        """One post and its author."""
        if at(item, "liveRoomInfo") is not None:
            raise Passed("live streams")
        author, handle = _author(item)
        account = ident(first(author, "id", "uid")) or ident(at(item, "authorId")) or handle
        if account is None:
            raise Unreadable("no author")
        yield Row(_post(item, account, capture), _profile(item, author, handle))

    def examples(self) -> dict[str, bytes]:
        """A video, a duet, a photo post, the author in each of three ways; one captured again; the same from 4CAT."""
        four_cat = [{**e["data"], "__import_meta": {k: v for k, v in e.items() if k != "data"}} for e in _LINES]
        return {"zeeschuimer_tiktok.ndjson": ndjson(_LINES), "4cat_tiktok.ndjson": ndjson(four_cat)}


def _author(item: Record) -> tuple[Record, str | None]:
    """The author as an object, which may be empty, and the handle."""
    author = embedded(at(item, "author"))
    plain = text(at(item, "author")) if not author else None
    handle = text(first(author, "uniqueId", "unique_id")) or plain
    return author, handle if handle is None or handle[:1] != "{" else None


def _post(item: Record, account: Any, capture: Capture) -> dict[str, Any]:
    words = text(at(item, "desc"))
    marks = [
        *items(at(item, "textExtra")),
        *(m for c in items(at(item, "contents")) for m in items(at(c, "textExtra"))),
    ]
    tags = texts(marks, "hashtagName") + texts(at(item, "challenges"), "title")
    stats, newer, music = embedded(at(item, "stats")), embedded(at(item, "statsV2")), embedded(at(item, "music"))
    duet = at(embedded(at(item, "duetInfo")), "duetFromId")
    quoted = None if duet in _NONE else ident(duet)
    sound, effects = first(music, "id", "mid"), at(item, "effectStickers")

    def count(name: str) -> int | None:
        found = whole(at(stats, name))
        return whole(at(newer, name)) if found is None else found

    return {
        "post_id": ident(at(item, "id")),
        "account_id": account,
        "created_at": ident(at(item, "createTime")),
        "kind": "quote" if quoted else "post",
        "text": words,
        "lang": None if at(item, "textLanguage") in _NO_LANGUAGE else text(at(item, "textLanguage")),
        "hashtags": in_order(tags, words),
        "mentions": texts(marks, "userUniqueId")
        if isinstance(at(item, "textExtra"), list)
        else text_mentions(words or ""),
        "quote_of": quoted,
        "sound_id": None if sound in _NONE else ident(sound),
        "effects": texts([first(e, "ID", "id") for e in items(effects)]) if isinstance(effects, list) else None,
        "media": list(_media(item)),
        "likes": count("diggCount"),
        "shares": count("shareCount"),
        "comments": count("commentCount"),
        "views": count("playCount"),
        "collected_at": capture.collected_at,
    }


def _media(item: Record) -> Iterator[dict[str, str]]:
    for image in items(at(item, "imagePost", "images")):
        if url := text(at(image, "imageURL", "urlList", 0)):
            yield {"kind": "image", "url": url}
    video = embedded(at(item, "video"))
    for found in (first(video, "downloadAddr", "playAddr"), at(video, "PlayAddrStruct", "UrlList", 0)):
        if url := text(found):
            yield {"kind": "video", "url": url}
            return


def _profile(item: Record, author: Mapping[str, Any], handle: str | None) -> dict[str, Any]:
    stats, newer = embedded(at(item, "authorStats")), embedded(at(item, "authorStatsV2"))

    def count(name: str) -> int | None:
        found = whole(at(stats, name))
        return whole(at(newer, name)) if found is None else found

    return {
        "handle": handle,
        "display_name": text(at(author, "nickname")) or text(at(item, "nickname")),
        "bio": text(at(author, "signature")),
        "created_at": ident(at(author, "createTime")) or None,
        "followers": count("followerCount"),
        "following": count("followingCount"),
        "posts_total": count("videoCount"),
        "country": text(at(author, "region")),
        "verified": truth(at(author, "verified")),
        "profile_url": text(at(author, "bioLink", "link")),
        "avatar": text(first(author, "avatarThumb", "avatarMedium", "avatarLarger")) or text(at(item, "avatarThumb")),
    }


_VIDEO: dict[str, Any] = {
    "id": "7345678901234567891",
    "desc": "The river in March #Water #rain @two",
    "createTime": 1709280000,
    "author": {
        "id": "6812345678901234567",
        "uniqueId": "one",
        "nickname": "One",
        "signature": "Rivers.",
        "verified": False,
        "avatarThumb": "https://example.org/1.jpeg?x-expires=1709400000",
        "secUid": "MS4w",
    },
    "authorStats": {"followerCount": 10, "followingCount": 2, "heartCount": 5, "videoCount": 3},
    "music": {"id": "7040000000000000123", "title": "original sound", "playUrl": "https://example.org/1.mp3"},
    "stats": {"diggCount": 3, "commentCount": 2, "shareCount": 1, "playCount": 400},
    "challenges": [{"id": "5", "title": "rain"}, {"id": "6", "title": "water"}],
    "textExtra": [{"hashtagName": "rain"}, {"hashtagName": "water"}, {"hashtagName": "", "userUniqueId": "two"}],
    "stickersOnItem": [{"stickerText": ["high", "water"]}],
    "effectStickers": [{"ID": "1805988", "name": "Glow"}],
    "duetInfo": {"duetFromId": "0"},
    "textLanguage": "en",
    "video": {"cover": "https://example.org/1.webp", "downloadAddr": "https://example.org/1.mp4?x-expires=1709400000"},
}
_EMBEDDED = {
    **{k: v for k, v in _VIDEO.items() if k not in ("stats", "authorStats", "textExtra")},
    "id": "7345678901234567892",
    "createTime": "1709280060",
    "author": "two",
    "authorId": "6812345678901234999",
    "nickname": "Two",
    "duetInfo": {"duetFromId": "7345678901234567891"},
    "statsV2": {"diggCount": "7", "commentCount": "0", "shareCount": "0", "playCount": "12"},
}
_AS_TEXT = {
    **_VIDEO,
    "id": "7345678901234567893",
    "author": '{"id": "6812345678901234000", "uniqueId": "three", "nickname": "Three"}',
    "video": {},
    "imagePost": {"images": [{"imageURL": {"urlList": ["https://example.org/3.jpeg"]}}]},
}
_LINES = wrapped("tiktok.com", _VIDEO, _EMBEDDED, _AS_TEXT, _VIDEO, {"id": "1", "liveRoomInfo": {}})
