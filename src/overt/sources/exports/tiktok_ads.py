"""Ads and paid posts of TikTok's commercial content API (the library that the Digital Services Act asks for).

Answers are pages: `data.ads[]` with `ad`, `advertiser` and `ad_group`, `data` with one of them,
`data.commercial_contents[]`, or `data.advertisers[]`. Days are whole numbers (20240501), reach is a text such as "30K",
and ids are beyond 2^53. A paid post has an id of its own; the one under which TikTok knows it is in its address.
"""

import json
import re
from collections.abc import Iterator, Mapping
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
    texts,
    whole,
)
from overt.sources.exports.cells import links

_HELD = ("ads", "commercial_contents", "commercial_content_list", "advertisers")
_VIDEO = re.compile(r"https?://(?:\w+\.)?tiktok\.com/@[^/\s]{1,100}/(?:video|photo)/(\d{1,20})(?!\d)", re.ASCII)
_PROFILE = re.compile(r"https?://(?:\w+\.)?tiktok\.com/@([\w.]{1,64})", re.ASCII)


class TikTokAds(RecordExport):
    """Ads and paid posts, known by `ad` beside `advertiser`, or by `brand_names`."""

    name = "tiktok-ads"
    reads = "ads, paid posts and advertisers of TikTok's commercial content API: pages, or one a line"
    cannot = (
        "likes, shares and comments; views where the reach is rounded (30K); the hour of an ad (days only); sounds and "
        "effects; the text of a paid post. An ad is read as a post of its advertiser, a paid post as one of its "
        "creator. Who paid, the last day, the status, the reach and the targeting stay in raw"
    )
    platform = "tiktok"
    unique = True
    supplies: ClassVar[frozenset[str]] = frozenset("post_id account_id created_at kind text urls media views".split())
    known: ClassVar[frozenset[str]] = frozenset(
        "ad advertiser ad_group id create_timestamp create_date brand_names creator username videos label "
        "first_shown_date last_shown_date status status_statement image_urls reach title external_url download_url "
        "call_to_action advertising_objective rejection_info text".split()
    )
    keeps: ClassVar[frozenset[str]] = frozenset(
        "ad advertiser ad_group brand_names label last_shown_date status reach".split()
    )
    expected: ClassVar[tuple[str, ...]] = ()

    def recognise(self, document: Record) -> bool:
        """A page, or what lies in one."""
        held = next(self._held(document), None)
        return held is not None and _is_any(held)

    def records(self, document: Record) -> Iterator[tuple[Record, Any]]:
        """The ads and paid posts of a page."""
        for record in self._held(document):
            yield record, None

    def _held(self, document: Record) -> Iterator[Record]:
        data = document if _is_any(document) else document.get("data", document)
        if isinstance(data, Mapping) and not _is_any(data):
            for name in _HELD:
                yield from items(at(data, name))
        elif isinstance(data, Mapping):
            yield data
        else:
            yield from items(data)

    def rows(self, record: Record, context: Any) -> Iterator[Row]:
        """One ad with its advertiser, or one paid post with its creator."""
        if _is_ad(record):
            yield _ad(record)
        elif _is_paid(record):
            yield _paid(record)
        elif _is_advertiser(record):
            yield Row(profile={"account_id": ident(at(record, "business_id")), **_advertiser(record)})
        else:
            raise Passed("objects that are no ads")

    def examples(self) -> dict[str, bytes]:
        """A page of ads, one ad in detail, a page of paid posts, one of advertisers."""
        paid = {"data": {"commercial_contents": [_PAID], "has_more": False}, "error": {"code": "ok"}}
        return {
            "tiktok_ads.json": json.dumps({"data": {"ads": _ADS, "has_more": True}, "error": {"code": "ok"}}).encode(),
            "tiktok_ad.ndjson": "\n".join(json.dumps({"data": ad}) for ad in _ADS).encode(),
            "tiktok_paid.json": json.dumps(paid).encode(),
            "tiktok_advertisers.json": json.dumps({"data": {"advertisers": [_ADVERTISER]}}).encode(),
        }


def _is_any(held: Record) -> bool:
    return _is_ad(held) or _is_paid(held) or _is_advertiser(held)


def _is_ad(held: Record) -> bool:
    return isinstance(at(held, "ad"), Mapping) or ("first_shown_date" in held and "id" in held)


def _is_advertiser(held: Record) -> bool:
    return "business_id" in held and bool({"business_name", "country_code"} & set(held))


def _is_paid(held: Record) -> bool:
    return "brand_names" in held and bool({"creator", "username"} & set(held))


def _ad(record: Record) -> Row:
    ad = at(record, "ad") if isinstance(at(record, "ad"), Mapping) else record
    advertiser = at(record, "advertiser")
    account = ident(first(advertiser, "business_id", "id", "business_name"))
    if account is None:
        raise Unreadable("no business_id of an advertiser")
    addresses = [url for url in (text(at(ad, "external_url")), text(at(ad, "download_url"))) if url]
    pictures = [{"kind": "image", "url": u} for u in texts(at(ad, "image_urls"))]
    post = {
        "post_id": ident(at(ad, "id")),
        "account_id": account,
        "created_at": _day(first(ad, "first_shown_date", "create_date")),
        "kind": "post",
        "text": text(first(ad, "title", "text")),
        "urls": addresses,
        "media": [*_videos(at(ad, "videos")), *pictures],
        "views": _exact(first(ad, "reach.unique_users_seen", "reach.times_shown")),
    }
    return Row(post, _advertiser(advertiser))


def _advertiser(advertiser: Any) -> dict[str, Any]:
    address = text(at(advertiser, "profile_url"))
    named = _PROFILE.match(address or "")
    return {
        "handle": text(at(advertiser, "tiktok_account", "username")) or (named[1] if named else None),
        "display_name": text(at(advertiser, "business_name")),
        "followers": _exact(at(advertiser, "follower_count")),
        "avatar": text(at(advertiser, "avatar_url")),
        "profile_url": address,
        "country": text(at(advertiser, "country_code")),
    }


def _paid(record: Record) -> Row:
    account = ident(first(record, "creator.username", "creator.id", "creator", "username"))
    if account is None:
        raise Unreadable("no creator")
    said = text(first(record, "text", "title"))
    videos = _videos(at(record, "videos"))
    named = {found[1] for v in videos if (found := _VIDEO.match(v["url"]))}
    post = {
        "post_id": named.pop() if len(named) == 1 else ident(at(record, "id")),
        "account_id": account,
        "created_at": _day(first(record, "create_timestamp", "create_date")),
        "kind": "post",
        "text": said,
        "urls": links(None, said),
        "media": videos,
        "views": None,
    }
    return Row(post, {"handle": text(first(record, "creator.username", "creator", "username"))})


def _day(value: Any) -> Any:
    """A day written as a number is a text: as a number it would be seconds of 1970."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and len(str(abs(value))) == 8 else value


def _exact(value: Any) -> int | None:
    return whole(value.strip()) if isinstance(value, str) else whole(value)


def _videos(videos: Any) -> list[dict[str, str]]:
    return [{"kind": "video", "url": u} for u in texts(videos, "url")]


_ADS: list[dict[str, Any]] = [
    {
        "ad": {
            "id": 7200000000000000001,
            "first_shown_date": 20240501,
            "last_shown_date": 20240509,
            "status": "active",
            "title": "Bulbs #spring",
            "external_url": "https://shop.example/bulbs",
            "videos": [{"url": "https://cdn.example/v.mp4"}],
            "image_urls": [],
            "reach": {"unique_users_seen": "30K", "unique_users_seen_by_country": {"DE": "30K"}},
        },
        "advertiser": {
            "business_id": 7100000000000000001,
            "business_name": "Garden Shop",
            "paid_for_by": "Garden Shop",
            "follower_count": "1200",
        },
    },
    {
        "ad": {
            "id": 7200000000000000003,
            "first_shown_date": 20240502,
            "image_urls": ["https://cdn.example/i.jpg"],
            "reach": {"unique_users_seen": "950"},
        },
        "advertiser": {"business_id": 7100000000000000003, "business_name": "Rivers", "follower_count": "3K"},
        "ad_group": {"targeting_info": {"age": {"18-24": True}}},
    },
]
_PAID: dict[str, Any] = {
    "id": 7300000000000000001,
    "create_timestamp": 1714550400,
    "brand_names": ["Garden Shop"],
    "creator": {"username": "gardener"},
    "label": "Paid partnership",
    "videos": [{"url": "https://cdn.example/p.mp4"}],
}
_ADVERTISER = {"business_id": 7100000000000000003, "business_name": "Rivers", "country_code": "NL"}
