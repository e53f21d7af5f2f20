"""CrowdTangle: zones in the times, commas in the counts, groups, videos, names that vary."""

from datetime import UTC, datetime
from typing import Any

import pytest

from overt.sources.exports.cells import table
from overt.sources.exports.crowdtangle import CrowdTangleFacebook, CrowdTangleInstagram

from ..conftest import Files

FACEBOOK, INSTAGRAM = CrowdTangleFacebook().examples(), CrowdTangleInstagram().examples()
NEEDED = ["Facebook Id", "Post Created", "Total Interactions", "URL", "Type", "Link", "Final Link", "Message"]
POST = {"Facebook Id": "7", "Post Created": "2020-03-01 09:00:00 EST", "Type": "Link"}


def one(files: Files, **cells: str) -> dict[str, Any]:
    return files.read("ct.csv", table([*NEEDED, *(c for c in cells if c not in NEEDED)], [{**POST, **cells}]))[0]


@pytest.mark.parametrize(
    ("written", "hour"),
    [("EST", 14), ("EDT", 13), ("CET", 8), ("CEST", 7), ("UTC", 9), ("GMT", 9), ("PDT", 16), ("AEST", -1)],
)
def test_the_zone_of_a_time_is_its_own(files: Files, written: str, hour: int) -> None:
    row = one(files, **{"Post Created": f"2020-03-01 09:00:00 {written}"})
    expected = datetime(2020, 3, 1, hour, tzinfo=UTC) if hour >= 0 else datetime(2020, 2, 29, 23, tzinfo=UTC)
    assert row["created_at"] == expected


def test_a_zone_of_many_meanings_is_no_guess(files: Files) -> None:
    assert files.read("ct.csv", table(NEEDED, [{**POST, "Post Created": "2020-03-01 09:00:00 IST"}])) == []
    assert files.reasons() == ["2: time '2020-03-01 09:00:00 IST' is not one that overt reads"]


def test_links_and_counts(files: Files) -> None:
    first, video, photo = files.read("ct.csv", FACEBOOK["crowdtangle_facebook.csv"])
    assert first["urls"] == ["https://example.org/seeds", "https://example.org/more"]
    assert (first["likes"], first["shares"], first["comments"], first["views"]) == (1000, 200, 34, None)
    assert (video["urls"], video["views"], video["media"][0]["kind"]) == ([], 1500, "video")
    assert (photo["urls"], photo["views"], photo["media"][0]["kind"]) == ([], None, "image")
    assert photo["account_id"] == "9007199254740993"
    assert {r["kind"] for r in (first, video, photo)} == {"post"}
    assert video["repost_of_account"] is None


def test_a_link_without_its_target_and_a_link_of_facebook(files: Files) -> None:
    assert one(files, Link="http://short.example/a")["urls"] == ["http://short.example/a"]
    shared = "https://www.facebook.com/other/posts/1"
    assert one(files, Link=shared)["urls"] == [shared]
    assert one(files, Link=shared, Type="Photo")["urls"] == []
    assert one(files, Type="Status", Message="see https://example.org.")["urls"] == ["https://example.org"]


def test_a_group_is_the_account(files: Files) -> None:
    reading = files.open(files.write("ct.csv", FACEBOOK["crowdtangle_group.csv"]))
    files.rows(reading)
    assert reading.files[0].format == "crowdtangle-facebook"
    assert reading.profiles.table()["display_name"].to_pylist() == ["Gardens"]


def test_a_file_that_a_spreadsheet_saved(files: Files) -> None:
    rows = [{**POST, "Facebook Id": "1.00064E+14"}, POST]
    assert [r["account_id"] for r in files.read("ct.csv", table(NEEDED, rows))] == ["7"]
    assert "was shortened by a spreadsheet" in files.reasons()[0]


def test_instagram_posts_are_known_by_their_code(files: Files) -> None:
    album, video = files.read("ct.csv", INSTAGRAM["crowdtangle_instagram.csv"])
    assert (album["post_id"], album["account_id"], album["views"]) == ("CAbc-1_x", "gardennews", None)
    assert (video["post_id"], video["views"]) == ("CAbd", 1000)
    assert (album["hashtags"], album["urls"], album["text"]) == (["tulips"], [], "Three #tulips")
    assert album["media"][0]["url"] == "https://cdn.example/1.jpg"


def test_what_the_user_says_counts(files: Files) -> None:
    rows = files.read(
        "ct.csv",
        table([*NEEDED, "Page Name", "Own"], [{**POST, "Page Name": "One", "Own": "2020-01-01"}]),
        mapping={"account_id": "Page Name", "created_at": "Own"},
    )
    assert (rows[0]["account_id"], rows[0]["created_at"]) == ("One", datetime(2020, 1, 1, tzinfo=UTC))
