"""Meltwater and Brandwatch: many platforms in one table, days and hours apart, rows before the header, counts of 0."""

from datetime import UTC, datetime
from typing import Any

import pytest

from overt.sources.exports.brandwatch import Brandwatch
from overt.sources.exports.cells import post_id, table
from overt.sources.exports.meltwater import Meltwater
from overt.sources.exports.named_platforms import language, platform

from ..conftest import Files

WATER = ["Date", "Headline", "Opening Text", "Hit Sentence", "Source", "Influencer", "URL", "Time"]
WATCH = ["Query Name", "Date", "Url", "Author", "Full Text", "Page Type", "Domain"]


def mention(files: Files, columns: list[str], **cells: str) -> dict[str, Any]:
    every = [*columns, *(c for c in cells if c not in columns)]
    return files.read("m.csv", table(every, [{"Date": "2024-01-05 10:00:00", "Author": "a", **cells}]))[0]


def test_meltwater_posts_and_news(files: Files) -> None:
    post, news = files.read("m.csv", Meltwater().examples()["meltwater.csv"])
    assert (post["platform"], post["post_id"], post["account_id"]) == ("x", "1485900000000000001", "9007199254740993")
    assert (post["kind"], post["repost_of_account"]) == ("repost", "two")
    assert post["created_at"] == datetime(2022, 1, 25, 0, 5, tzinfo=UTC)
    assert (post["hashtags"], post["client"], post["lang"]) == (["rain"], "Twitter Web App", "en")
    assert (news["platform"], news["account_id"], news["kind"]) == ("news", "Example Gazette", "post")
    assert news["text"] == "Rain ahead\nIt will rain on Friday."
    assert news["likes"] is None


def test_meltwater_days_and_hours_apart(files: Files) -> None:
    quote, other = files.read("m.csv", Meltwater().examples()["meltwater_newer.csv"], timezone="Europe/Berlin")
    assert quote["created_at"] == datetime(2025, 11, 25, 9, 30, tzinfo=UTC)
    assert other["created_at"] == datetime(2025, 11, 26, 12, 5, tzinfo=UTC)
    assert (quote["kind"], quote["account_id"], quote["views"]) == ("quote", "three", 5000)
    assert (other["platform"], other["account_id"], other["views"]) == ("reddit", "gardener", None)


def test_meltwater_month_first_by_any_row(files: Files) -> None:
    rows = [{"Date": d, "Source": "X", "Influencer": "@a", "Time": "1:05 PM"} for d in ("01/02/2024", "01/13/2024")]
    days = [r["created_at"] for r in files.read("m.csv", table(WATER, rows))]
    assert days == [datetime(2024, 1, 2, 13, 5, tzinfo=UTC), datetime(2024, 1, 13, 13, 5, tzinfo=UTC)]


def test_meltwater_an_outlet_that_quotes_a_repost_is_no_repost(files: Files) -> None:
    row = mention(files, WATER, Source="Example Gazette", **{"Hit Sentence": "RT @x: was said"})
    assert (row["platform"], row["kind"], row["repost_of_account"]) == ("news", "post", None)


def test_meltwater_what_the_user_says_counts(files: Files) -> None:
    text = table([*WATER, "Own"], [{"Date": "x", "Source": "X", "Influencer": "@a", "Own": "2020-01-01"}])
    assert files.read("m.csv", text, mapping={"created_at": "Own"})[0]["created_at"].year == 2020


@pytest.mark.parametrize("name", ["brandwatch.csv", "brandwatch_older.csv"])
def test_brandwatch_of_both_names(files: Files, name: str) -> None:
    repost, reply, news, facebook = files.read("m.csv", Brandwatch().examples()[name])
    assert (repost["platform"], repost["post_id"], repost["account_id"]) == (
        "x",
        "1743200000000000001",
        "9007199254740993",
    )
    assert (repost["kind"], repost["repost_of"], repost["repost_of_account"]) == (
        "repost",
        "1743199999999999999",
        "two",
    )
    assert (repost["likes"], repost["shares"], repost["hashtags"], repost["mentions"]) == (0, 4, ["spring"], ["two"])
    assert (reply["kind"], reply["reply_to"], reply["reply_to_account"]) == ("reply", "1743200000000000001", "one")
    assert reply["urls"] == ["https://example.org/a", "https://example.org/b"]
    assert (news["platform"], news["account_id"], news["text"], news["likes"]) == (
        "news",
        "news.example",
        "Frost",
        None,
    )
    assert (facebook["platform"], facebook["likes"], facebook["shares"]) == ("facebook", 8, 2)


def test_brandwatch_rows_before_the_header_are_told(files: Files) -> None:
    reading = files.open(files.write("m.csv", Brandwatch().examples()["brandwatch.csv"]))
    assert reading.files[0].format == "brandwatch"
    assert "m.csv: 3 rows before the header tell of the export and were passed over" in reading.notices
    assert len(files.rows(reading)) == 4


@pytest.mark.parametrize(
    ("kind", "domain", "name"),
    [
        ("twitter", "twitter.com", "x"),
        ("", "www.reddit.com", "reddit"),
        ("facebook_public", "facebook.com", "facebook"),
        ("forum", "forum.example", "forum"),
        ("News", "news.example", "news"),
        ("", "news.example", "unknown"),
    ],
)
def test_brandwatch_platforms(files: Files, kind: str, domain: str, name: str) -> None:
    assert mention(files, WATCH, Domain=domain, **{"Page Type": kind, "Url": "https://x.example/1"})["platform"] == name


def test_brandwatch_an_address_is_the_id(files: Files) -> None:
    given = {"Page Type": "instagram", "Url": "https://www.instagram.com/p/CAbc/"}
    assert mention(files, WATCH, **given)["post_id"] == "CAbc"
    assert (
        mention(files, WATCH, **{**given, "Url": "https://forum.example/t/1"})["post_id"] == "https://forum.example/t/1"
    )
    assert mention(files, WATCH, **{**given, "Url": "https://x.com/i/web/status/12"})["post_id"] == "12"


@pytest.mark.parametrize(
    ("word", "name"),
    [
        ("Twitter", "x"),
        ("X", "x"),
        ("InstagramDirect", "instagram"),
        ("m.facebook.com", "facebook"),
        ("www.youtube.com", "youtube"),
        ("example.org", None),
        ("Example", None),
        ("", None),
        (7, None),
    ],
)
def test_words_for_platforms(word: object, name: str | None) -> None:
    assert platform(word) == name


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("http://twitter.com/one/statuses/12", "12"),
        ("https://x.com/i/web/status/13?s=20", "13"),
        ("https://www.instagram.com/gardens/reel/CAb-_1/", "CAb-_1"),
        ("https://www.tiktok.com/@one/video/7200000000000000001?lang=en", "7200000000000000001"),
        ("https://www.youtube.com/watch?app=desktop&v=abcdefghij-&t=4", "abcdefghij-"),
        ("https://youtu.be/abcdefghij_", "abcdefghij_"),
        ("https://www.reddit.com/r/garden/comments/1abcd/bulbs/kxyz/", "t1_kxyz"),
        ("https://www.reddit.com/r/garden/comments/1abcd/bulbs/", "t3_1abcd"),
        ("https://www.facebook.com/7/posts/8", None),
        ("https://example.org/status/12", None),
        ("", None),
        (7, None),
    ],
)
def test_ids_in_addresses(address: object, name: str | None) -> None:
    """Those that other exports of the platform have, so that files of both meet."""
    assert post_id(address) == name


def test_words_for_languages() -> None:
    assert [language(w) for w in ("English", " german ", "en", "Klingon", "", None)] == [
        "en",
        "de",
        "en",
        "Klingon",
        None,
        None,
    ]
