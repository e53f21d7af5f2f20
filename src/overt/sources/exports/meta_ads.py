"""Ads of Meta's Ad Library: pages of its API (`ads_archive`), bare ads, and the same fields as CSV.

An ad is a post of its page, at the time when its delivery began. Texts, titles and captions are lists, one entry a
version of the ad; impressions and spend are ranges. The address of the snapshot holds the access token of whoever
asked: it is left out.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar

from overt.sources.aliases import fold
from overt.sources.columns import Made
from overt.sources.exports.base import (
    ColumnExport,
    Record,
    RecordExport,
    Row,
    Unreadable,
    at,
    first,
    ident,
    items,
    signed,
    text,
    texts,
    whole,
)
from overt.sources.exports.cells import count, links, table
from overt.sources.lists import items as listed

_CANNOT = (
    "likes, shares and comments; views where impressions are a range (the exact reach in the EU is taken instead); "
    "media; targets of links beyond those written in the texts; on which of Meta's platforms an ad ran (all are read "
    "as facebook)"
)
_BODIES = ("ad_creative_bodies", "ad_creative_body", "ad_creative_link_titles", "ad_creative_link_title")
_REACH = ("eu_total_reach", "br_total_reach")


def _said(*cells: Any) -> str | None:
    """The versions of the text of an ad, each once."""
    for cell in cells:
        versions = texts(cell) if isinstance(cell, list) else _versions(cell)
        if versions:
            return "\n".join(dict.fromkeys(versions))
    return None


def _versions(cell: Any) -> list[str]:
    """A list written as text, or a text."""
    if not isinstance(cell, str) or not cell.strip():
        return []
    held = cell.strip()
    return [v for v in listed(held) or [] if v] if held[0] == "[" and held[-1] == "]" else [held]


def _language(languages: Any) -> str | None:
    found = languages if isinstance(languages, list) else listed(languages) or [] if isinstance(languages, str) else []
    return text(found[0]) if len(found) == 1 else None


class MetaAds(RecordExport):
    """Ads as JSON, known by `page_id` and the time of delivery."""

    name = "meta-ads"
    reads = "ads of Meta's Ad Library API: pages, arrays or one ad a line"
    cannot = _CANNOT
    platform = "facebook"
    unique = True
    supplies: ClassVar[frozenset[str]] = frozenset("post_id account_id created_at kind text lang urls views".split())
    known: ClassVar[frozenset[str]] = frozenset(
        "id ad_archive_id page_id page_name ad_creation_time ad_delivery_start_time ad_delivery_stop_time "
        "ad_creative_bodies ad_creative_body ad_creative_link_captions ad_creative_link_caption "
        "ad_creative_link_descriptions ad_creative_link_description ad_creative_link_titles ad_creative_link_title "
        "ad_snapshot_url snapshot_url languages impressions spend currency bylines publisher_platforms "
        "beneficiary_payers target_ages target_gender target_locations eu_total_reach br_total_reach "
        "age_country_gender_reach_breakdown demographic_distribution delivery_by_region estimated_audience_size".split()
    )
    keeps: ClassVar[frozenset[str]] = frozenset(
        "ad_delivery_stop_time impressions spend currency bylines publisher_platforms beneficiary_payers "
        "target_locations ad_creative_link_captions ad_creative_link_caption".split()
    )
    expected: ClassVar[tuple[str, ...]] = ("id", "page_id", "ad_delivery_start_time")

    def recognise(self, document: Record) -> bool:
        """An ad, or a page whose first ad is one."""
        held = next(items(at(document, "data")), document)
        return bool({"page_id", "page_name"} & set(held)) and bool(
            {"ad_delivery_start_time", "ad_snapshot_url", "ad_creation_time"} & set(held)
        )

    def records(self, document: Record) -> Iterator[tuple[Record, Any]]:
        """The ads of a page, or the ad."""
        data = document if "page_id" in document else document.get("data")
        for ad in [data] if isinstance(data, Mapping) else items(data):
            yield ad, None

    def rows(self, record: Record, context: Any) -> Iterator[Row]:
        """One ad, and its page."""
        page = ident(first(record, "page_id"))
        if page is None:
            raise Unreadable("no page_id")
        said = _said(*(at(record, name) for name in _BODIES))
        yield Row(
            {
                "post_id": ident(first(record, "id", "ad_archive_id")),
                "account_id": page,
                "created_at": first(record, "ad_delivery_start_time", "ad_creation_time"),
                "kind": "post",
                "text": said,
                "lang": _language(at(record, "languages")),
                "urls": links(texts(at(record, "ad_creative_link_captions")), said),
                "views": count(*(at(record, name) for name in _REACH), _exact(at(record, "impressions"))),
            },
            {"display_name": text(at(record, "page_name"))},
        )

    def examples(self) -> dict[str, bytes]:
        """A page of the API, and one ad a line."""
        page = {"data": _SAMPLE, "paging": {"cursors": {"after": "x"}}}
        lines = [json.dumps(ad) for ad in _SAMPLE]
        return {"meta_ads.json": json.dumps(page).encode(), "meta_ads.ndjson": "\n".join(lines).encode()}


def _exact(impressions: Any) -> int | None:
    """The number of a range that is none."""
    low, high = whole(at(impressions, "lower_bound")), whole(at(impressions, "upper_bound"))
    return low if low == high else None


class MetaAdsTable(ColumnExport):
    """The same fields as CSV."""

    name = "meta-ads-csv"
    reads = "ads of Meta's Ad Library as CSV with the names of the API"
    cannot = _CANNOT
    platform = "facebook"
    signature: ClassVar[frozenset[str]] = signed("page_id", "ad_delivery_start_time")
    fields: ClassVar[dict[str, str | tuple[str, ...]]] = {
        "post_id": ("id", "ad_archive_id"),
        "account_id": "page_id",
        "created_at": ("ad_delivery_start_time", "ad_creation_time"),
    }
    without: ClassVar[frozenset[str]] = frozenset({"urls", "lang", "views"})
    made: ClassVar[dict[str, Made]] = {
        "text": Made(_BODIES, _said),
        "lang": Made(("languages",), _language),
        "urls": Made(("ad_creative_link_captions", *_BODIES), lambda links_, *said: links(links_, _said(*said))),
        "views": Made((*_REACH, "impressions"), count),
        "kind": Made(("page_id",), lambda _: "post"),
    }
    profile: ClassVar[dict[str, str | tuple[str, ...]]] = {"display_name": "page_name"}

    def recognise(self, columns: Sequence[str]) -> bool:
        """A page, and when delivery began."""
        return set(map(fold, columns)) >= self.signature

    def examples(self) -> dict[str, bytes]:
        """The ads as a table, lists as JSON."""
        columns = list(dict.fromkeys(name for ad in _SAMPLE for name in ad))
        rows = [
            {name: cell if isinstance(cell, str) else json.dumps(cell) for name, cell in ad.items()} for ad in _SAMPLE
        ]
        return {"meta_ads.csv": table(columns, rows)}


_SAMPLE: list[dict[str, Any]] = [
    {
        "id": "9007199254740993",
        "ad_creation_time": "2024-04-30",
        "ad_delivery_start_time": "2024-05-01",
        "ad_delivery_stop_time": "2024-05-09",
        "ad_creative_bodies": ["Plant now: https://example.org/now", "Plant soon", "Plant soon"],
        "ad_creative_link_captions": ["example.org"],
        "ad_creative_link_titles": ["Plants"],
        "ad_snapshot_url": "https://www.facebook.com/ads/archive/render_ad/?id=9007199254740993&access_token=T",
        "page_id": "100064000000001",
        "page_name": "Garden News",
        "bylines": "Garden Party",
        "currency": "EUR",
        "impressions": {"lower_bound": "1000", "upper_bound": "4999"},
        "spend": {"lower_bound": "0", "upper_bound": "99"},
        "languages": ["en"],
        "publisher_platforms": ["facebook", "instagram"],
        "eu_total_reach": 1234,
    },
    {
        "id": "9007199254740995",
        "ad_delivery_start_time": "2024-05-02",
        "ad_creative_link_titles": ["Rain"],
        "page_id": "9007199254740997",
        "page_name": "Rivers",
        "impressions": {"lower_bound": "1000000"},
        "languages": ["en", "de"],
        "publisher_platforms": ["facebook"],
    },
]
