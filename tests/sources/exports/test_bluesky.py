"""Bluesky: the event stream in its versions, views of the API, and whom to believe about the time."""

import base64
import hashlib
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overt.sources.exports.bluesky_jetstream import Jetstream
from overt.sources.exports.bluesky_record import DOUBTED, LATE, acted_at, contents, key_micros, micros, sha256_of
from overt.sources.exports.bluesky_views import BlueskyViews

from ..conftest import Files

STREAM, VIEWS = Jetstream().examples(), BlueskyViews().examples()
ONE, TWO = "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa", "did:plc:bbbbbbbbbbbbbbbbbbbbbbbb"
POST, REPOST = "app.bsky.feed.post", "app.bsky.feed.repost"
SHA = hashlib.sha256(b"level").hexdigest()


def by_key(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["post_id"].rpartition("/")[2]: row for row in rows}


def people(reading: Any) -> dict[str, dict[str, Any]]:
    return {row["account_id"]: row for row in reading.profiles.table().to_pylist()}


def at(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp() * 1_000_000)


class TestTimes:
    """`seen` is when the stream or the API saw a record, the claim what its author wrote."""

    seen = at("2024-09-09T19:46:02+00:00")

    @pytest.mark.parametrize(
        ("claim", "taken"),
        [
            ("2024-09-09T21:46:00+02:00", "2024-09-09T19:46:00+00:00"),
            ("2024-09-08T19:46:02Z", "2024-09-08T19:46:02+00:00"),
            ("2024-09-08T19:46:01Z", "2024-09-09T19:46:02+00:00"),
            ("2024-09-10T19:46:02.000Z", "2024-09-10T19:46:02+00:00"),
            ("2024-09-10T19:46:03Z", "2024-09-09T19:46:02+00:00"),
            ("1970-01-01T00:00:00Z", "2024-09-09T19:46:02+00:00"),
            ("2024-09-09T19:46:00", "2024-09-09T19:46:00+00:00"),
        ],
    )
    def test_a_claim_counts_within_a_day(self, claim: str, taken: str) -> None:
        made, remark = acted_at(claim, self.seen)
        assert datetime.fromtimestamp((made or 0) / 1e6, UTC).isoformat() == taken
        assert (remark == DOUBTED) == (made == self.seen)

    def test_one_of_the_two_is_enough(self) -> None:
        assert acted_at(None, self.seen) == acted_at("soon", self.seen) == acted_at([], self.seen) == (self.seen, None)
        assert acted_at("2020-01-01T00:00:00Z", None) == (at("2020-01-01T00:00:00+00:00"), None)
        assert acted_at({}, "x") == (None, None)

    def test_an_archive_may_see_late_what_the_key_bears_out(self) -> None:
        later, key = at("2026-08-12T00:00:00+00:00"), "3l3qo2vuowo2b"
        claim = "2024-09-09T19:46:02Z"
        assert acted_at(claim, later, key) == (at(claim), LATE)
        assert acted_at(claim, later) == (later, DOUBTED), "the live stream sees at once: no excuse"
        assert acted_at("2020-01-01T00:00:00Z", later, key) == (later, DOUBTED), "the key says otherwise"
        assert acted_at("2030-01-01T00:00:00Z", later, "3mzzzzzzzzzzz") == (later, DOUBTED), "nobody sees the future"
        assert acted_at(claim, later, "self") == (later, DOUBTED)

    def test_the_time_in_a_key(self) -> None:
        """The example of the documentation: this repository's version was made in the second of the event."""
        assert abs((key_micros("3l3qo2vutsw2b") or 0) - 1725911162329308) < 1_000_000
        odds: list[Any] = ["self", "", "3L3QO2VUTSW2B", "zzzzzzzzzzzzz", "3l3qo2vutsw2", None, 7, [], "３l3qo2vutsw2b"]
        for odd in odds:
            assert key_micros(odd) is None

    @given(st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), st.lists, max_leaves=3))
    def test_anything_is_a_time_or_none(self, value: Any) -> None:
        assert micros(value) is None or isinstance(micros(value), int)
        made, _ = acted_at(value, value, value)
        assert made == micros(value)


class TestJetstream:
    def test_a_post_that_answers_and_quotes(self, files: Files) -> None:
        for name in STREAM:
            post = by_key(files.read(name, STREAM[name]))["3l3qo2vuowo2b"]
            assert post["post_id"] == f"at://{ONE}/{POST}/3l3qo2vuowo2b"
            assert post["account_id"] == ONE
            assert post["created_at"].isoformat() == "2024-09-09T19:46:02.102000+00:00"
            assert post["kind"] == "quote"
            assert post["quote_of"] == f"at://{TWO}/{POST}/3l3pte3p2e325"
            assert (post["reply_to"], post["reply_to_account"]) == (f"at://{TWO}/{POST}/3l3pte3p2e326", TWO)
            assert post["urls"] == ["https://example.org/level"]
            assert post["hashtags"] == ["water", "rivers"]
            assert post["mentions"] == [TWO]
            assert post["lang"] == "en"
            assert [(m["kind"], m["sha256"]) for m in post["media"]] == [("image", SHA)]
            assert json.loads(post["raw"]) == {"new_field": {"a": 1}}

    def test_a_repost_names_the_original(self, files: Files) -> None:
        repost = by_key(files.read("v1.ndjson", STREAM["bluesky_v1.ndjson"]))["3l3qo34aaaa2b"]
        assert repost["post_id"] == f"at://{ONE}/{REPOST}/3l3qo34aaaa2b"
        assert (repost["kind"], repost["text"]) == ("repost", None)
        assert (repost["repost_of"], repost["repost_of_account"]) == (f"at://{TWO}/{POST}/3l3pte3p2e325", TWO)

    def test_the_rest_is_counted(self, files: Files) -> None:
        reading = files.open(files.write("v1.ndjson", STREAM["bluesky_v1.ndjson"]))
        assert len(files.rows(reading)) == 4
        assert "v1.ndjson: passed over: 1 deletions of posts, 1 likes" in reading.notices
        assert f"v1.ndjson: noticed: 1 {DOUBTED}" in reading.notices
        second = files.open(files.write("v2.ndjson", STREAM["bluesky_v2.ndjson"]))
        assert len(files.rows(second)) == 3
        assert "v2.ndjson: passed over: 3 notices of the stream" in second.notices
        assert f"v2.ndjson: noticed: 1 {LATE}; 1 {DOUBTED}" in second.notices

    def test_what_is_doubted_takes_the_time_of_seeing(self, files: Files) -> None:
        rows = by_key(files.read("v1.ndjson", STREAM["bluesky_v1.ndjson"]))
        assert rows["3l3qo35aaaa2b"]["created_at"].isoformat() == "2024-09-09T19:46:11.329308+00:00"
        assert rows["3l3qo36aaaa2b"]["created_at"].isoformat() == "2024-09-09T19:46:12.329308+00:00"
        assert rows["3l3qo35aaaa2b"]["hashtags"] == ["one"], "a text without marks is looked through"
        second = by_key(files.read("v2.ndjson", STREAM["bluesky_v2.ndjson"]))
        assert second["3l3qo2vuowo2c"]["created_at"].isoformat() == "2024-09-09T19:46:02+00:00"
        assert second["3l3qo2vuowo2d"]["created_at"].isoformat() == "2026-08-12T00:00:01+00:00"

    def test_accounts_are_told_by_events(self, files: Files) -> None:
        reading = files.open(files.write("v1.ndjson", STREAM["bluesky_v1.ndjson"]))
        files.rows(reading)
        found = people(reading)
        one, two = found[ONE], found[TWO]
        assert (one["handle"], one["display_name"], one["bio"]) == ("one.example.org", "One", "Rivers.")
        assert (one["deleted_at"], one["label"]) == (None, None), "deactivated, and then active again"
        assert two["deleted_at"].isoformat() == "2024-09-09T19:46:16.329308+00:00"
        assert two["label"] == "takendown"

    def test_an_account_that_is_throttled_is_not_gone(self, files: Files) -> None:
        reading = files.open(files.write("v2.ndjson", STREAM["bluesky_v2.ndjson"]))
        files.rows(reading)
        (one,) = people(reading).values()
        assert (one["deleted_at"], one["label"], one["handle"]) == (None, "throttled", "one.example.org")

    def test_a_stream_that_was_resumed_repeats_itself(self, files: Files) -> None:
        line = STREAM["bluesky_v1.ndjson"].splitlines()[0]
        assert len(files.read("v1.ndjson", line + b"\n" + line)) == 1

    def test_a_payload_without_its_wrapping_and_the_words_of_the_first_months(self, files: Files) -> None:
        bare = [json.dumps(json.loads(line).get("payload", {})) for line in STREAM["bluesky_v2.ndjson"].splitlines()]
        assert len(files.read("v2.ndjson", "\n".join(bare))) == 3
        record = {"text": "a", "createdAt": "2024-09-09T19:46:02Z"}
        commit = {"rev": "x", "type": "c", "collection": POST, "rkey": "3l3qo2vuowo2b", "record": record}
        old = {"did": ONE, "time_us": 1725911162329308, "type": "com", "commit": commit}
        (post,) = files.read("v0.ndjson", json.dumps(old))
        assert post["text"] == "a"


class TestViews:
    def test_a_page_of_posts(self, files: Files) -> None:
        reading = files.open(files.write("posts.json", VIEWS["bluesky_posts.json"]))
        (post,) = files.rows(reading)
        assert post["post_id"] == f"at://{TWO}/{POST}/3l3pte3p2e325"
        assert (post["account_id"], post["kind"]) == (TWO, "reply")
        assert post["created_at"].isoformat() == "2024-09-09T10:00:00+00:00"
        assert (post["likes"], post["shares"], post["comments"]) == (5, 2, 1)
        assert post["media"] == [
            {"kind": "image", "url": "https://cdn.example.org/f.jpg", "sha256": SHA, "pdq": None},
        ]
        (two,) = people(reading).values()
        assert (two["handle"], two["label"], two["is_bot_declared"], two["verified"]) == (
            "two.example.org",
            "spam",
            True,
            False,
        )
        assert two["created_at"].isoformat() == "2023-05-01T10:00:00+00:00"

    def test_a_feed_tells_who_reposted(self, files: Files) -> None:
        reading = files.open(files.write("feed.json", VIEWS["bluesky_feed.json"]))
        rows = by_key(files.rows(reading))
        repost = rows["3l3qo34aaaa2b"]
        assert (repost["kind"], repost["account_id"]) == ("repost", ONE)
        assert (repost["repost_of"], repost["repost_of_account"]) == (f"at://{TWO}/{POST}/3l3pte3p2e325", TWO)
        assert repost["created_at"].isoformat() == "2024-09-09T19:46:10.500000+00:00"
        assert (repost["text"], repost["reply_to"]) == ("The level at noon", None)
        assert any("1 posts that are gone or hidden" in n for n in reading.notices)
        found = people(reading)
        assert (found[ONE]["handle"], found[ONE]["followers"]) == (None, 12), "handle.invalid is no name"
        assert found[TWO]["handle"] == "two.example.org"

    def test_backdating_is_seen(self, files: Files) -> None:
        reading = files.open(files.write("views.ndjson", VIEWS["bluesky_views.ndjson"]))
        rows = by_key(files.rows(reading))
        assert rows["3l3pte3p2e400"]["created_at"].isoformat() == "2024-09-09T10:00:01.250000+00:00"
        assert f"views.ndjson: noticed: 1 {DOUBTED}" in reading.notices


def test_stream_and_api_meet(files: Files) -> None:
    """What is reposted in the stream is the post that the API shows."""
    paths = [files.write("v1.ndjson", STREAM["bluesky_v1.ndjson"]), files.write("p.json", VIEWS["bluesky_posts.json"])]
    rows = by_key(files.rows(files.open(*paths)))
    assert rows["3l3qo34aaaa2b"]["repost_of"] == rows["3l3pte3p2e325"]["post_id"]
    assert rows["3l3qo2vuowo2b"]["media"][0]["sha256"] == rows["3l3pte3p2e325"]["media"][0]["sha256"]


def test_what_is_embedded_and_no_post_is_no_quote() -> None:
    feed = {"embed": {"record": {"uri": f"at://{TWO}/app.bsky.feed.generator/x"}}, "text": "a"}
    assert contents(feed)["quote_of"] is None
    assert contents({"embed": {"external": {"uri": "https://example.org/"}}})["urls"] == ["https://example.org/"]
    old = {"text": "a", "entities": [{"type": "link", "value": "https://e.org"}, {"type": "mention", "value": TWO}]}
    assert (contents(old)["urls"], contents(old)["mentions"]) == (["https://e.org"], [TWO])


@given(st.binary(max_size=40))
def test_the_name_of_a_file_is_its_hash(file: bytes) -> None:
    digest = hashlib.sha256(file).digest()
    name = "b" + base64.b32encode(b"\x01\x55\x12\x20" + digest).decode().lower().rstrip("=")
    assert sha256_of(name) == digest.hex()


def test_only_a_name_of_a_file_holds_its_hash() -> None:
    assert sha256_of("bafyreidc6sydkkbchcyg62v77wbhzvb2mvytlmsychqgwf2xojjtirmzj4") is None, "that of a record"
    odds: list[Any] = [None, "", "b" * 59, "B" + "1" * 58, "bé" + "a" * 57, 7, []]
    for odd in odds:
        assert sha256_of(odd) is None
