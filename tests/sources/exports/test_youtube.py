"""YouTube: the Data API and YouTube Data Tools, which tell the same of a video and a comment."""

import json
from typing import Any

from overt.sources.exports.youtube_api import YouTubeApi
from overt.sources.exports.youtube_tools import YouTubeChannels, YouTubeComments, YouTubeVideos

from ..conftest import Files

API = YouTubeApi().examples()
TOOLS = {**YouTubeVideos().examples(), **YouTubeComments().examples(), **YouTubeChannels().examples()}
RIVER, ONE, TWO = "UCaaaaaaaaaaaaaaaaaaaaaa", "UCbbbbbbbbbbbbbbbbbbbbbb", "UCcccccccccccccccccccccc"


def by_id(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["post_id"]: row for row in rows}


def people(reading: Any) -> dict[str, dict[str, Any]]:
    return {row["account_id"]: row for row in reading.profiles.table().to_pylist()}


class TestApi:
    def test_a_video(self, files: Files) -> None:
        video = by_id(files.read("items.ndjson", API["youtube_items.ndjson"]))["aaaaaaaaaaa"]
        assert (video["account_id"], video["kind"], video["lang"]) == (RIVER, "post", "en")
        assert video["text"] == "The level at noon #water\n\nAs measured: https://example.org/level"
        assert video["urls"] == ["https://example.org/level"]
        assert video["hashtags"] == ["water"], "keywords are no hashtags"
        assert (video["views"], video["likes"], video["comments"], video["shares"]) == (300, 5, 2, None)
        assert video["media"][0]["url"] == "https://i.example.org/high.jpg"
        assert video["created_at"].isoformat() == "2024-03-01T08:00:00+00:00"
        assert json.loads(video["raw"]) == {"new_field": {"a": 1}}

    def test_a_result_of_a_search_is_html_and_cut(self, files: Files) -> None:
        reading = files.open(files.write("items.ndjson", API["youtube_items.ndjson"]))
        found = by_id(files.rows(reading))["bbbbbbbbbbb"]
        assert found["text"].startswith("One & two 'levels'\n\nSee ")
        assert found["urls"] == ["https://example.org/a"], "half an address is none"
        assert "items.ndjson: noticed: 1 videos whose description was cut by the search" in reading.notices

    def test_an_item_of_a_playlist_is_the_video_of_its_owner(self, files: Files) -> None:
        video = by_id(files.read("items.ndjson", API["youtube_items.ndjson"]))["ccccccccccc"]
        assert video["account_id"] == RIVER, "not of whom the playlist is"
        assert video["created_at"].isoformat() == "2024-03-01T10:00:00+00:00", "not when it was put into the list"

    def test_what_is_no_video_and_what_has_no_snippet(self, files: Files) -> None:
        reading = files.open(files.write("items.ndjson", API["youtube_items.ndjson"]))
        assert len(files.rows(reading)) == 3
        assert any("1 objects that are no videos, comments or channels" in n for n in reading.notices)
        assert files.reasons() == ["8: no author: channelId is missing"]

    def test_channels(self, files: Files) -> None:
        reading = files.open(files.write("items.ndjson", API["youtube_items.ndjson"]))
        files.rows(reading)
        found = people(reading)
        river = found[RIVER]
        assert (river["handle"], river["display_name"], river["country"]) == ("riverlevels", "River levels", "FR")
        assert (river["followers"], river["posts_total"]) == (1230, 40)
        assert river["created_at"].year == 2018
        assert found[TWO]["followers"] is None, "hidden is not zero"
        assert (found[ONE]["display_name"], found[ONE]["bio"]) == ("One", "Brooks.")

    def test_a_thread(self, files: Files) -> None:
        reading = files.open(files.write("threads.json", API["youtube_threads.json"]))
        rows = by_id(files.rows(reading))
        top, answer = rows["Ugxaaaaaaaaaaaaaaaa4AaABAg"], rows["Ugxaaaaaaaaaaaaaaaa4AaABAg.9aaaaaaaaaa9aaaaaaaaaa"]
        assert (top["kind"], answer["kind"]) == ("comment", "comment")
        assert (top["reply_to"], top["reply_to_account"]) == ("aaaaaaaaaaa", RIVER)
        assert (answer["reply_to"], answer["reply_to_account"]) == (top["post_id"], ONE)
        assert top["text"] == "Upstream it is two\nhttps://example.org/b <3"
        assert top["urls"] == ["https://example.org/b"]
        assert (top["likes"], top["comments"]) == (3, 1)
        assert answer["account_id"] == TWO, "its channel stands in the address alone"
        found = people(reading)
        assert (found[ONE]["handle"], found[ONE]["display_name"]) == ("one", None)
        assert (found[TWO]["handle"], found[TWO]["display_name"]) == (None, "Two")

    def test_a_comment_without_author_is_rejected_by_itself(self, files: Files) -> None:
        thread = json.loads(API["youtube_threads.json"])
        thread["items"][0]["snippet"]["topLevelComment"]["snippet"].pop("authorChannelId")
        thread["items"][0]["snippet"]["topLevelComment"]["snippet"].pop("authorChannelUrl")
        rows = files.read("threads.json", json.dumps(thread))
        assert [r["account_id"] for r in rows] == [TWO], "its answer is read all the same"
        assert rows[0]["reply_to_account"] is None
        assert [r.partition(": ")[2] for r in files.reasons()] == ["no author: authorChannelId is missing"] * 2

    def test_answers_by_themselves(self, files: Files) -> None:
        rows = files.read("answers.ndjson", API["youtube_comments.ndjson"])
        assert [r["reply_to"] for r in rows] == ["Ugxaaaaaaaaaaaaaaaa4AaABAg"] * 2

    def test_a_video_that_two_searches_found_counts_once(self, files: Files) -> None:
        line = API["youtube_items.ndjson"].splitlines()[1]
        assert len(files.read("items.ndjson", line + b"\n" + line)) == 1

    def test_a_long_description_is_no_trap(self, files: Files) -> None:
        item = json.loads(API["youtube_items.ndjson"].splitlines()[1])
        item["snippet"]["description"] = "x" * 500_000
        (video,) = files.read("items.ndjson", json.dumps(item))
        assert len(video["text"]) > 500_000


class TestTools:
    def test_videos(self, files: Files) -> None:
        reading = files.open(files.write("videos.csv", TOOLS["ytdt_videos.csv"]), timezone="Asia/Tokyo")
        (video,) = files.rows(reading)
        assert (video["post_id"], video["account_id"], video["lang"]) == ("aaaaaaaaaaa", RIVER, "en")
        assert video["text"] == ('The level "at noon"\n\nAs "measured", #water https://example.org/level')
        assert (video["urls"], video["hashtags"]) == (["https://example.org/level"], ["water"])
        assert (video["views"], video["likes"], video["comments"]) == (300, 5, 2)
        assert video["media"][0]["url"] == "https://i.example.org/max.jpg"
        assert video["created_at"].isoformat() == "2024-03-01T08:00:00+00:00"
        assert files.reasons() == ["3: no account id"], "the mark of a video that was not found"
        assert people(reading)[RIVER]["display_name"] == "River levels"

    def test_comments_of_php(self, files: Files) -> None:
        reading = files.open(files.write("comments.csv", TOOLS["ytdt_comments.csv"]), timezone="Asia/Tokyo")
        top, answer = files.rows(reading)
        assert (top["kind"], top["account_id"], top["reply_to"]) == ("comment", ONE, None)
        assert top["text"] == 'said "two", and "three"'
        assert (answer["kind"], answer["account_id"], answer["reply_to"]) == ("comment", TWO, "Ugxa")
        assert top["created_at"].isoformat() == "2024-03-01T08:05:00+00:00", "UTC, whatever --timezone says"
        assert (top["likes"], top["comments"], answer["comments"]) == (3, 1, None)
        assert people(reading)[TWO]["display_name"] == "Two"

    def test_comments_of_newer_versions_name_the_video(self, files: Files) -> None:
        (comment,) = files.read("comments.tab", TOOLS["ytdt_comments_new.tab"])
        assert (comment["reply_to"], comment["account_id"]) == ("aaaaaaaaaaa", ONE)

    def test_a_pseudonym_is_an_account_and_no_name(self, files: Files) -> None:
        reading = files.open(files.write("comments.csv", TOOLS["ytdt_comments_hashed.csv"]))
        (comment,) = files.rows(reading)
        assert comment["account_id"] == "fe05bcdcdc4928012781a5f1a2a77cbb5398e106"
        assert people(reading) == {}

    def test_channels(self, files: Files) -> None:
        reading = files.open(files.write("channels.csv", TOOLS["ytdt_channels.csv"]))
        assert files.rows(reading) == []
        (river,) = people(reading).values()
        assert (river["handle"], river["followers"], river["country"]) == ("riverlevels", 1230, "FR")


def test_the_api_and_the_tools_meet(files: Files) -> None:
    paths = [
        files.write(n, d) for n, d in (("i.ndjson", API["youtube_items.ndjson"]), ("v.csv", TOOLS["ytdt_videos.csv"]))
    ]
    first, second = (r for r in files.rows(files.open(*paths)) if r["post_id"] == "aaaaaaaaaaa")
    for field in ("platform", "account_id", "created_at", "urls", "hashtags", "views"):
        assert first[field] == second[field]
