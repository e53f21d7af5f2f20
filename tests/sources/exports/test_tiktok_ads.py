"""TikTok's commercial content API: days as numbers, rounded reach, details, paid posts under the id of their video."""

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from ..conftest import Files

BIG = 7200000000000000001
AD: dict[str, Any] = {"id": BIG, "first_shown_date": 20240501}
FIRM: dict[str, Any] = {"business_id": BIG + 2, "business_name": "Rivers"}
PAID: dict[str, Any] = {
    "id": "v09044g40000ce6enu3c77u36l73sp20",
    "create_timestamp": 1714550400,
    "create_date": "20240501",
    "brand_names": ["Rivers"],
    "creator": {"username": "one"},
    "label": "Paid partnership",
    "videos": [{"url": f"https://www.tiktok.com/@one/video/{BIG}", "cover_image_url": "https://e.org/c"}],
}


def read(files: Files, *documents: Any) -> tuple[list[dict[str, Any]], Any]:
    reading = files.open(files.write("ads.ndjson", "\n".join(map(json.dumps, documents))))
    rows = files.rows(reading)
    assert reading.files[0].format == "tiktok-ads"
    return rows, reading


def accounts(reading: Any) -> dict[str, dict[str, Any]]:
    return {a["account_id"]: a for a in reading.profiles.table().to_pylist()}


@pytest.mark.parametrize("day", [20240501, "20240501", "2024-05-01"])
@pytest.mark.parametrize("number", [BIG, str(BIG)])
def test_days_and_ids_as_numbers_and_as_text(files: Files, day: Any, number: Any) -> None:
    rows, _ = read(files, {"ad": {"id": number, "first_shown_date": day}, "advertiser": FIRM})
    assert (rows[0]["post_id"], rows[0]["account_id"]) == (str(BIG), str(BIG + 2))
    assert rows[0]["created_at"] == datetime(2024, 5, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("reach", "views"),
    [("30K", None), ("1.2M", None), ("<1000", None), ("950", 950), ("1,950", 1950), (7, 7), (None, None)],
)
def test_only_an_exact_reach_is_a_number(files: Files, reach: Any, views: int | None) -> None:
    rows, _ = read(files, {"ad": {**AD, "reach": {"unique_users_seen": reach}}, "advertiser": FIRM})
    assert rows[0]["views"] == views


def test_details(files: Files) -> None:
    ad = {
        **AD,
        "last_shown_date": 20240509,
        "title": "Boats #b",
        "external_url": "https://e.org/a",
        "download_url": "https://e.org/b",
        "videos": [{"url": "https://e.org/v.mp4"}],
        "image_urls": ["https://e.org/i.jpg"],
    }
    firm = {
        **FIRM,
        "paid_for_by": "Rivers Ltd",
        "follower_count": "1200",
        "profile_url": "https://www.tiktok.com/@rivers?x=1",
        "avatar_url": "https://e.org/p",
    }
    group = {"targeting_info": {"age": {"18-24": True}}}
    rows, reading = read(files, {"data": {"ad": ad, "advertiser": firm, "ad_group": group}, "error": {"code": "ok"}})
    row = rows[0]
    assert (row["kind"], row["text"], row["hashtags"]) == ("post", "Boats #b", ["b"])
    assert row["urls"] == ["https://e.org/a", "https://e.org/b"]
    assert [(m["kind"], m["url"]) for m in row["media"]] == [
        ("video", "https://e.org/v.mp4"),
        ("image", "https://e.org/i.jpg"),
    ]
    raw = json.loads(row["raw"])
    assert (raw["ad"]["last_shown_date"], raw["advertiser"]["paid_for_by"], raw["ad_group"]) == (
        20240509,
        "Rivers Ltd",
        group,
    )
    one = accounts(reading)[str(BIG + 2)]
    assert (one["handle"], one["display_name"], one["followers"]) == ("rivers", "Rivers", 1200)
    assert (one["avatar"], one["profile_url"]) == ("https://e.org/p", "https://www.tiktok.com/@rivers?x=1")


def test_an_ad_without_its_wrapping(files: Files) -> None:
    rows, _ = read(files, {**AD, "advertiser": FIRM, "reach": {"unique_users_seen": "5"}})
    assert (rows[0]["post_id"], rows[0]["account_id"], rows[0]["views"]) == (str(BIG), str(BIG + 2), 5)


def test_pages_and_one_a_line_are_the_same(files: Files) -> None:
    ads = [{"ad": {**AD, "id": BIG + i}, "advertiser": FIRM} for i in range(3)]
    page, _ = read(files, {"data": {"ads": ads, "has_more": "true"}, "error": {"code": "ok"}})
    lines, _ = read(files, *ads)
    assert [r["post_id"] for r in page] == [r["post_id"] for r in lines] == [str(BIG + i) for i in range(3)]


def test_a_paid_post_is_called_as_its_video(files: Files) -> None:
    two = [*PAID["videos"], {"url": "https://www.tiktok.com/@one/video/5"}]
    rows, reading = read(
        files,
        {"data": {"commercial_contents": [PAID], "has_more": "true"}},
        {**PAID, "id": "v1", "videos": two},
        {**PAID, "id": "v2", "videos": [{"url": "https://e.org/v.mp4"}], "create_timestamp": None},
        {**PAID, "id": "v3", "creator": None},
    )
    assert [(r["post_id"], r["account_id"]) for r in rows] == [(str(BIG), "one"), ("v1", "one"), ("v2", "one")]
    assert rows[0]["created_at"] == datetime(2024, 5, 1, 8, tzinfo=UTC)
    assert rows[2]["created_at"] == datetime(2024, 5, 1, tzinfo=UTC)
    assert json.loads(rows[0]["raw"]) == {"brand_names": ["Rivers"], "label": "Paid partnership"}
    assert files.reasons() == ["4: no creator"]
    assert accounts(reading)["one"]["handle"] == "one"


def test_advertisers_by_themselves(files: Files) -> None:
    rows, reading = read(files, {"data": {"advertisers": [{**FIRM, "country_code": "NL"}], "search_id": "1"}})
    assert not rows
    one = accounts(reading)[str(BIG + 2)]
    assert (one["display_name"], one["country"]) == ("Rivers", "NL")
