"""Ad libraries: an ad is a post of its advertiser when it was first shown; ranges and rounded numbers are no counts."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from overt.sources.exports.cells import table
from overt.sources.exports.google_ads import GoogleAds
from overt.sources.exports.meta_ads import MetaAds, MetaAdsTable
from overt.sources.exports.tiktok_ads import TikTokAds

from ..conftest import Files


def ad(**fields: Any) -> bytes:
    base = {"id": "1", "page_id": "2", "page_name": "P", "ad_delivery_start_time": "2024-05-01"}
    return json.dumps({**base, **fields}).encode() + b"\n{}"


@pytest.mark.parametrize(("name", "data"), [*MetaAds().examples().items(), *MetaAdsTable().examples().items()])
def test_meta_ads_as_pages_lines_and_table(files: Files, name: str, data: bytes) -> None:
    first, second = files.read(name, data)
    assert (first["post_id"], first["account_id"]) == ("9007199254740993", "100064000000001")
    assert first["created_at"] == datetime(2024, 5, 1, tzinfo=UTC)
    assert first["text"] == "Plant now: https://example.org/now\nPlant soon"
    assert (first["urls"], first["lang"], first["views"]) == (["https://example.org/now"], "en", 1234)
    assert (second["text"], second["lang"], second["views"]) == ("Rain", None, None)


@pytest.mark.parametrize(
    ("impressions", "views"),
    [
        ({"lower_bound": "1000", "upper_bound": "4999"}, None),
        ({"lower_bound": "1000"}, None),
        ({"lower_bound": 7, "upper_bound": "7"}, 7),
        ("100-200", None),
        (None, None),
    ],
)
def test_a_range_is_no_count(files: Files, impressions: Any, views: int | None) -> None:
    assert files.read("ads.ndjson", ad(impressions=impressions))[0]["views"] == views


def test_the_token_in_the_address_of_the_snapshot_goes_nowhere(files: Files) -> None:
    rows = files.read("ads.ndjson", ad(ad_snapshot_url="https://x.example/?access_token=SECRET", bylines="B"))
    assert "SECRET" not in str(rows)
    assert '"bylines": "B"' in rows[0]["raw"]


def test_an_ad_without_its_page_is_rejected(files: Files) -> None:
    assert files.read("ads.ndjson", ad() + b"\n" + ad(page_id=None)[:-3])[0]["account_id"] == "2"
    assert any("no page_id" in reason for reason in files.reasons())


def test_tiktok_days_are_no_seconds(files: Files) -> None:
    first, second = files.read("ads.json", TikTokAds().examples()["tiktok_ads.json"])
    assert first["created_at"] == datetime(2024, 5, 1, tzinfo=UTC)
    assert (first["post_id"], first["account_id"]) == ("7200000000000000001", "7100000000000000001")
    assert (first["views"], second["views"]) == (None, 950)
    assert (first["urls"], first["hashtags"]) == (["https://shop.example/bulbs"], ["spring"])
    assert [m["kind"] for m in first["media"] + second["media"]] == ["video", "image"]


def test_tiktok_details_and_paid_posts(files: Files) -> None:
    reading = files.open(files.write("ad.ndjson", TikTokAds().examples()["tiktok_ad.ndjson"]))
    assert [r["post_id"] for r in files.rows(reading)] == ["7200000000000000001", "7200000000000000003"]
    assert reading.profiles.table()["followers"].to_pylist() == [1200, None]
    (paid,) = files.read("paid.json", TikTokAds().examples()["tiktok_paid.json"])
    assert (paid["account_id"], paid["created_at"]) == ("gardener", datetime(2024, 5, 1, 8, tzinfo=UTC))
    assert "Garden Shop" in paid["raw"]


def test_tiktok_ids_as_text_and_missing_advertisers(files: Files) -> None:
    held = {"ad": {"id": "7200000000000000001", "first_shown_date": "20240501"}, "advertiser": {"business_id": "7"}}
    lines = [held, {**held, "advertiser": None}]
    rows = files.read("ads.ndjson", "\n".join(map(json.dumps, lines)))
    assert [(r["post_id"], r["account_id"]) for r in rows] == [("7200000000000000001", "7")]
    assert files.reasons() == ["2: no business_id of an advertiser"]


def test_google_bands_are_no_counts(files: Files) -> None:
    band, exact = files.read("g.csv", GoogleAds().examples()["google_ads.csv"])
    assert (band["views"], exact["views"]) == (None, 1000)
    assert band["created_at"] == datetime(2024, 5, 1, 6, 45, tzinfo=UTC)
    assert (band["text"], band["urls"]) == (None, None)
    (older,) = files.read("g.csv", GoogleAds().examples()["google_ads_older.csv"])
    assert older["created_at"] == datetime(2024, 5, 1, tzinfo=UTC)


def test_google_other_tables_of_the_bundle_are_no_ads(files: Files) -> None:
    data = table(["Advertiser_ID", "Advertiser_Name", "Week_Start_Date", "Spend_USD"], [{"Advertiser_ID": "AR1"}])
    assert not GoogleAds().recognise(data.decode().splitlines()[0].split(","))
