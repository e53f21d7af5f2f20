import os
from datetime import UTC, datetime
from typing import Any

import pytest

from .conftest import Files


def one(files: Files, header: str, row: str, **options: Any) -> dict[str, Any]:
    return files.read("posts.csv", f"user_id,created_at,{header}\na,2020-01-01 10:00,{row}\n", **options)[0]


@pytest.mark.parametrize(
    ("header", "row", "kind"),
    [
        ("text", "plain", "post"),
        ("text", "RT @bob: hi", "repost"),
        ("text", "so RT @bob: hi", "post"),
        ("text", "RT @ bob", "post"),
        ("text,is_retweet", "RT @bob: hi,False", "post"),
        ("text,is_retweet", "hi,True", "repost"),
        ("text,is_retweet", "hi,1", "repost"),
        ("text,retweet_tweetid", "hi,7", "repost"),
        ("text,retweet_tweetid", "hi,", "post"),
        ("text,in_reply_to_tweetid", "hi,7", "reply"),
        ("text,in_reply_to_userid", "hi,7", "reply"),
        ("text,quoted_tweet_tweetid,in_reply_to_tweetid", "hi,7,8", "quote"),
        ("text,retweet_tweetid,quoted_tweet_tweetid", "hi,7,8", "repost"),
        ("text,kind", "hi,Retweet", "repost"),
        ("text,kind", "hi,comment", "comment"),
        ("text,is_reply", "hi,yes", "reply"),
    ],
)
def test_kind(files: Files, header: str, row: str, kind: str) -> None:
    assert one(files, header, row)["kind"] == kind


def test_the_reposted_account_of_old_style_reposts(files: Files) -> None:
    row = one(files, "text", '"RT @Bob_1: hi"')
    assert (row["repost_of_account"], row["text"]) == ("Bob_1", "RT @Bob_1: hi")
    assert one(files, "text,is_retweet", "RT @bob: hi,True")["repost_of_account"] == "bob"
    assert one(files, "text,is_retweet,retweet_userid", "RT @bob: hi,True,77")["repost_of_account"] == "77"


def test_lists_come_from_the_text_only_without_a_column(files: Files) -> None:
    row = one(files, "text", "#One @bob https://e.org/x")
    assert (row["hashtags"], row["mentions"], row["urls"]) == (["One"], ["bob"], ["https://e.org/x"])
    row = one(files, "text,hashtags,urls,mentions", "#One @bob https://e.org/x,,[],@carl")
    assert (row["hashtags"], row["mentions"], row["urls"]) == (None, ["carl"], [])


def test_platform(files: Files) -> None:
    assert one(files, "text", "x")["platform"] == "unknown"
    assert one(files, "text", "x", platform="tiktok")["platform"] == "tiktok"
    assert one(files, "text,platform", "x, fb ", platform="tiktok")["platform"] == "fb"
    assert one(files, "text,platform", "x,", platform="tiktok")["platform"] == "tiktok"


def test_other_fields(files: Files) -> None:
    row = one(
        files,
        "source,likes,collected_at,lang,sound_id",
        '"<a href=""x"">Twitter &amp; Co</a>","1,234",2020-02-01,en,5.0',
    )
    assert (row["client"], row["likes"], row["lang"], row["sound_id"]) == ("Twitter & Co", 1234, "en", "5")
    assert row["collected_at"] == datetime(2020, 2, 1, tzinfo=UTC)
    row = one(files, "likes,collected_at,text", "many,later,")
    assert (row["likes"], row["collected_at"], row["text"]) == (None, None, None)


def test_media(files: Files) -> None:
    assert one(files, "media", "https://e.org/a.jpg https://e.org/b.jpg")["media"] == [
        {"kind": None, "url": f"https://e.org/{n}.jpg", "sha256": None, "pdq": None}
        for n in "ab"]  # fmt: skip


def test_missing_accounts_and_times_are_rejected(files: Files) -> None:
    rows = files.read("posts.csv", "user_id,created_at\n,2020-01-01\n nan ,2020-01-01\nb,\nc,soon\nd,2020-01-01\n")
    assert [(r["account_id"], r["row"]) for r in rows] == [("d", 5)]
    assert files.reasons() == [
        "2: no account id",
        "3: no account id",
        "4: no time",
        "5: time 'soon' is not one that overt reads",
    ]


def test_naive_times_are_told_once_a_file(files: Files) -> None:
    naive = files.write("naive.csv", "user_id,created_at\na,2020-06-01 10:00\na,2020-06-01 11:00\n")
    zoned = files.write("zoned.csv", "user_id,created_at\na,2020-06-01 10:00Z\n")
    reading = files.open(naive, zoned, timezone="Europe/Berlin")
    for _ in range(2):  # reading again gives the same
        rows = files.rows(reading)
        assert [r["created_at"].hour for r in rows] == [8, 9, 10]
        assert reading.notices == ["naive.csv: times carry no zone and were read as Europe/Berlin"]
    assert [f.rows_read for f in reading.files] == [2, 1]


def test_names_of_files_that_are_no_text(files: Files) -> None:
    try:
        path = files.write(os.fsdecode(b"posts\xff.csv"), "user_id,created_at\na,2020-06-01 10:00\n")
    except OSError:
        pytest.skip("this disk knows no such names")
    reading = files.open(path)
    files.rows(reading)
    assert reading.files[0].name == "posts\\xff.csv"
    assert reading.notices == ["posts\\xff.csv: times carry no zone and were read as UTC"]


def test_resolution_is_that_of_the_wall_clock(files: Files) -> None:
    days = "".join(f"a,2020-06-{d:02}\n" for d in range(1, 31)) + "b,2020-07-01\n"
    reading = files.open(files.write("days.csv", "user_id,created_at\n" + days), timezone="Asia/Kolkata")
    files.rows(reading)
    assert reading.files[0].time_resolution == 86_400


@pytest.mark.parametrize(
    ("dates", "months", "notice"),
    [
        (["13/02/2020", "01/02/2020"], [2, 2], ""),
        (["02/13/2020", "01/02/2020"], [2, 1], ""),
        (
            ["03/02/2020", "01/02/2020"],
            [3, 1],
            "no date tells day from month (01/02/2020); they were read month first",
        ),
        (
            ["03.02.2020", "01.02.2020"],
            [2, 2],
            "no date tells day from month (01/02/2020); they were read day first",
        ),
        (
            ["31/12/2020", "12/31/2020", "12/30/2020"],
            [12, 12],
            "stand side by side; they were read month first",
        ),
    ],
)
def test_day_or_month_first(files: Files, dates: list[str], months: list[int], notice: str) -> None:
    reading = files.open(files.write("posts.csv", "user_id,created_at\n" + "".join(f"a,{d}\n" for d in dates)))
    assert [r["created_at"].month for r in files.rows(reading)] == months
    assert any(notice in line for line in reading.notices) if notice else len(reading.notices) == 1


def test_day_order_is_settled_by_the_whole_file(files: Files) -> None:
    reading = files.open(
        files.write("posts.csv", "user_id,created_at\n" + "a,01/02/2020\n" * 10_000 + "a,31/12/2020\n")
    )
    assert files.rows(reading)[0]["created_at"].month == 2
