"""The archive of information operations: posts beside accounts, and hashes in the place of ids and names."""

from overt.sources.exports.x_archive import XArchive
from overt.sources.exports.x_archive_users import XArchiveUsers

from ..conftest import Files

HASHED = "MS2FDumgA5YRhoV7cjP2k1sBuIgDXtXStIlQ4WYyJQ="


def test_posts_and_accounts_are_one_reading(files: Files) -> None:
    samples = {**XArchive().examples(), **XArchiveUsers().examples()}
    reading = files.open(*(files.write(name, data) for name, data in samples.items()))
    rows = files.rows(reading)
    assert [f.format for f in reading.files] == ["x-archive", "x-archive-users"]
    assert [(f.rows_read, f.accounts_read) for f in reading.files] == [(2, 0), (0, 2)]
    assert [r["account_id"] for r in rows] == ["249064136", HASHED]
    found = {r["account_id"]: r for r in reading.profiles.table().to_pylist()}
    one, other = found["249064136"], found[HASHED]
    assert (one["handle"], one["display_name"], one["followers"], one["following"]) == ("one", "One", 9000, 3)
    assert one["bio"] == 'Rivers, "brooks"'
    assert one["created_at"].isoformat() == "2011-02-08T00:00:00+00:00"
    assert one["claimed_location"] == "Upstream"
    assert (other["handle"], other["display_name"], other["bio"]) == (None, None, None), "a hash is no name"
    assert (other["followers"], other["following"]) == (21, 0)


def test_a_repost_names_the_original(files: Files) -> None:
    repost, post = files.read("x.csv", XArchive().examples()["x_archive.csv"])
    assert repost["post_id"] == "877919995476496385", "beyond 2^53"
    assert (repost["kind"], repost["repost_of"], repost["repost_of_account"]) == (
        "repost",
        "877919995476490000",
        "24906",
    )
    assert repost["hashtags"] == ["один", "два"]
    assert repost["mentions"] == ["24906"]
    assert (post["kind"], post["hashtags"], post["urls"], post["mentions"]) == ("post", ["one", "two"], [], None)
    assert repost["created_at"].isoformat() == "2017-06-22T16:03:00+00:00", "UTC, whatever --timezone says"


def test_times_are_utc_whatever_is_asked_for(files: Files) -> None:
    rows = files.read("x.csv", XArchive().examples()["x_archive.csv"], timezone="Europe/Moscow")
    assert rows[0]["created_at"].isoformat() == "2017-06-22T16:03:00+00:00"


def test_a_file_of_posts_is_no_file_of_accounts() -> None:
    columns = [*XArchiveUsers().signature, "tweetid", "tweet_text"]
    assert not XArchiveUsers().recognise(columns)
