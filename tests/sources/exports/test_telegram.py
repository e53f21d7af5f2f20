"""Telegram, as its desktop program and as Telethon write it: one name for an account and a message in both."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overt.sources.exports.telegram_desktop import TelegramDesktop
from overt.sources.exports.telegram_names import message, peer
from overt.sources.exports.telethon import Telethon
from overt.sources.exports.telethon_sample import LINES

from ..conftest import Files

DESKTOP, TELETHON = TelegramDesktop().examples(), Telethon().examples()
RIVER = "channel1234567890"


def by_id(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["post_id"]: row for row in rows}


def people(reading: Any) -> dict[str, dict[str, Any]]:
    return {row["account_id"]: row for row in reading.profiles.table().to_pylist()}


class TestNames:
    @pytest.mark.parametrize(
        ("value", "name"),
        [
            ("user7123456789", "user7123456789"),
            ({"_": "PeerChannel", "channel_id": 1234567890}, RIVER),
            ({"channel_id": "1234567890"}, RIVER),
            ({"channel_id": -1001234567890}, RIVER),
            (-1001234567890, RIVER),
            ("-1001234567890", RIVER),
            (-20, "chat20"),
            ({"chat_id": 20}, "chat20"),
            (7123456789, "user7123456789"),
            ({"user_id": None, "chat_id": 5}, "chat5"),
            (0, None),
            ("River levels", None),
            ("user", None),
            ("user٣", None),
            (True, None),
            (1.5, None),
            ([1], None),
            ({}, None),
            ({"user_id": 10**400}, None),
            ("9" * 400, None),
        ],
    )
    def test_one_account_has_one_name(self, value: Any, name: str | None) -> None:
        assert peer(value) == name

    @given(st.recursive(st.none() | st.booleans() | st.integers() | st.text() | st.floats(), st.lists, max_leaves=3))
    def test_anything_has_a_name_or_none(self, value: Any) -> None:
        for one in (value, {"user_id": value}, {"channel_id": value}):
            found = peer(one)
            assert found is None or found.rstrip("0123456789") in ("user", "chat", "channel")
        assert message(RIVER, value) is None or message(RIVER, value).startswith(RIVER + "/")  # type: ignore[union-attr]


class TestDesktop:
    def test_a_post_of_a_channel(self, files: Files) -> None:
        post = by_id(files.read("result.json", DESKTOP["telegram_channel.json"]))[f"{RIVER}/2"]
        assert post["account_id"] == RIVER
        assert post["text"] == "Noon: 3.1 #water example.org/level and more @oneTwo"
        assert post["urls"] == ["example.org/level", "https://example.org/more"]
        assert post["hashtags"] == ["water"]
        assert post["mentions"] == ["one", "user7123456789"]
        assert post["likes"] == 5
        assert [(m["kind"], m["url"]) for m in post["media"]] == [
            ("image", "photos/photo_1@01-03-2024_09-05-00.jpg"),
        ]
        assert json.loads(post["raw"]) == {"new_field": {"a": 1}}

    @pytest.mark.parametrize("zone", ["UTC", "Europe/Berlin", "America/New_York"])
    def test_the_time_is_not_the_clock_of_the_computer(self, files: Files, zone: str) -> None:
        reading = files.open(files.write("result.json", DESKTOP["telegram_channel.json"]), timezone=zone)
        post = by_id(files.rows(reading))[f"{RIVER}/2"]
        assert post["created_at"].isoformat() == "2024-03-01T08:05:00+00:00"
        assert not any("carry no zone" in n for n in reading.notices)

    def test_an_old_export_has_only_the_clock(self, files: Files) -> None:
        path = files.write("result.json", DESKTOP["telegram_old_group.json"])
        reading = files.open(path, timezone="Europe/Berlin")
        rows = files.rows(reading)
        assert rows[0]["created_at"].isoformat() == "2020-07-01T10:00:00+00:00"
        assert "result.json: times carry no zone and were read as Europe/Berlin" in reading.notices
        assert "result.json: 2 of 2 records have no date_unixtime" in reading.notices

    def test_old_ids_are_numbers_whose_upper_half_tells_the_kind(self, files: Files) -> None:
        one, group = files.read("result.json", DESKTOP["telegram_old_group.json"])
        assert (one["account_id"], one["post_id"]) == ("user777", "chat20/1")
        assert group["account_id"] == "channel20"
        assert files.reasons() == ["1: no author"]

    def test_a_forward_is_a_repost_even_of_one_who_is_gone(self, files: Files) -> None:
        rows = by_id(files.read("result.json", DESKTOP["telegram_channel.json"]))
        forward = rows[f"{RIVER}/3"]
        assert forward["kind"] == "repost"
        assert (forward["repost_of"], forward["repost_of_account"]) == (None, None)
        assert forward["reply_to"] == f"{RIVER}/2"
        assert forward["media"] == [], "a sentence stands where the file was not exported"
        assert forward["account_id"] == RIVER, "no from: the channel is the author"
        assert json.loads(forward["raw"]) == {"forwarded_from": None}
        old = files.read("old.json", DESKTOP["telegram_old_group.json"])[1]
        assert (old["kind"], json.loads(old["raw"])) == ("repost", {"forwarded_from": "River levels"})

    def test_what_is_no_message_is_counted_and_what_is_cut_is_rejected(self, files: Files) -> None:
        reading = files.open(files.write("result.json", DESKTOP["telegram_channel.json"]))
        assert len(files.rows(reading)) == 2
        assert "result.json: passed over: 1 service messages" in reading.notices
        assert [r.split(": ")[1] for r in files.reasons()] == ["Telegram Desktop left its content out"]
        assert people(reading)[RIVER]["display_name"] == "River levels"

    def test_all_chats_in_one_file(self, files: Files) -> None:
        reading = files.open(files.write("result.json", DESKTOP["telegram_all.json"]))
        rows = by_id(files.rows(reading))
        assert set(rows) == {f"{RIVER}/2", f"{RIVER}/3", "user7123456789/9", "channel30/1", "channel30/2"}
        person = rows["user7123456789/9"]
        assert (person["account_id"], person["text"], person["client"]) == ("user7123456789", None, "@gif")
        assert any("1 messages that were saved for oneself" in n for n in reading.notices)
        assert people(reading)["user7123456789"]["display_name"] == "Two"

    def test_the_line_of_a_rejected_message(self, files: Files) -> None:
        files.read("result.json", DESKTOP["telegram_channel.json"])
        text = DESKTOP["telegram_channel.json"].decode()
        line = text[: text.index('"unsupported"')].count("\n")
        assert files.reasons()[0].startswith(f"{line - 1}: ")

    def test_control_characters_that_are_no_json(self, files: Files) -> None:
        text = DESKTOP["telegram_channel.json"].decode().replace("Upstream it", r"Up\x1B\x0bstream \\x41 it")
        post = by_id(files.read("result.json", text))[f"{RIVER}/3"]
        assert post["text"] == "Up\x1b\x0bstream \\x41 it is two."

    def test_only_entities_or_parts_that_are_odd(self, files: Files) -> None:
        chat = json.loads(DESKTOP["telegram_channel.json"])
        chat["messages"][2] |= {"text": [], "text_entities": [{"type": "link", "text": "e.org"}, 7, {"text": None}]}
        post = by_id(files.read("result.json", json.dumps(chat)))[f"{RIVER}/3"]
        assert (post["text"], post["urls"]) == ("e.org", ["e.org"])


class TestTelethon:
    def test_a_post_of_a_channel(self, files: Files) -> None:
        reading = files.open(files.write("t.ndjson", TELETHON["telethon.ndjson"]))
        post = by_id(files.rows(reading))[f"{RIVER}/42"]
        assert post["account_id"] == RIVER
        assert post["hashtags"] == ["water"], "places count UTF-16 units: an emoji takes several"
        assert post["urls"] == ["example.org/level", "https://example.org/more"]
        assert post["mentions"] == ["one", "user7123456790"]
        assert (post["views"], post["shares"], post["comments"], post["likes"]) == (300, 2, 1, 5)
        assert post["created_at"].isoformat() == "2024-03-01T08:05:00+00:00"
        assert json.loads(post["raw"]) == {"new_field": {"a": 1}}
        assert people(reading)[RIVER]["handle"] == "riverlevels", "4CAT's file has the chat beside the message"

    def test_a_forward_names_the_message(self, files: Files) -> None:
        rows = by_id(files.read("t.ndjson", TELETHON["telethon.ndjson"]))
        forward, hidden, old = (rows[f"channel2000000001/{n}"] for n in (7, 8, 10))
        assert (forward["kind"], forward["repost_of"], forward["repost_of_account"]) == ("repost", f"{RIVER}/42", RIVER)
        assert forward["reply_to"] is None, "in a forum this only says the topic"
        assert forward["account_id"] == "user7123456789"
        assert (hidden["kind"], hidden["repost_of"], hidden["repost_of_account"]) == ("repost", None, None)
        assert hidden["reply_to"] == "channel2000000001/7"
        assert hidden["client"] == "user99"
        assert (old["repost_of"], old["account_id"]) == (f"{RIVER}/41", "user777")
        assert old["reply_to"] == "channel2000000001/8"

    def test_without_entities_the_text_is_looked_through(self, files: Files) -> None:
        post = by_id(files.read("t.ndjson", TELETHON["telethon.ndjson"]))["channel2000000001/8"]
        assert (post["urls"], post["hashtags"]) == (["https://example.org/b"], ["two"])

    def test_times_of_every_spelling(self, files: Files) -> None:
        rows = by_id(files.read("t.ndjson", TELETHON["telethon.ndjson"], timezone="Asia/Tokyo"))
        times = [rows[f"channel2000000001/{n}"]["created_at"].isoformat() for n in (7, 8)]
        assert times == ["2024-03-01T08:06:00+00:00", "2024-03-01T08:08:00+00:00"]
        assert rows[f"{RIVER}/12"]["created_at"].isoformat() == "2024-03-01T08:12:00+00:00"

    def test_service_messages_are_passed_over(self, files: Files) -> None:
        reading = files.open(files.write("t.ndjson", TELETHON["telethon.ndjson"]))
        assert len(files.rows(reading)) == 5
        assert "t.ndjson: passed over: 1 service messages" in reading.notices
        assert files.reasons() == ["6: no author"]

    def test_a_page_has_its_people(self, files: Files) -> None:
        reading = files.open(files.write("page.json", TELETHON["telethon_page.json"]))
        assert set(by_id(files.rows(reading))) == {f"{RIVER}/42", "channel2000000001/7"}
        found = people(reading)
        assert (found[RIVER]["display_name"], found[RIVER]["followers"]) == ("River levels", 40)
        assert (found["user7123456789"]["handle"], found["user7123456789"]["display_name"]) == ("one", "One")
        assert found["user7123456789"]["is_bot_declared"] is False

    def test_a_message_of_the_account_itself_has_no_author_that_is_known(self, files: Files) -> None:
        base = {"_": "Message", "id": 1, "peer_id": {"user_id": 5}, "date": 1709280480, "message": "a", "from_id": None}
        lines = [json.dumps({**base, "out": False}), json.dumps({**base, "id": 2, "out": True})]
        rows = files.read("t.ndjson", "\n".join(lines))
        assert [r["account_id"] for r in rows] == ["user5"]
        assert files.reasons() == ["2: no author"]


def test_many_marks_over_a_long_text_take_no_time_that_grows_with_both(files: Files) -> None:
    entity = {"_": "MessageEntityUrl", "offset": 0, "length": 900_000}
    long = {**LINES[0], "message": "x" * 900_000, "entities": [entity] * 20_000, "media": None}
    (post,) = files.read("t.ndjson", json.dumps(long))
    assert post["urls"] == []


def test_the_two_exports_meet(files: Files) -> None:
    """The same message of the same channel, exported in both ways."""
    desktop = json.loads(DESKTOP["telegram_channel.json"])
    desktop["messages"][1]["id"] = 42
    paths = [files.write("result.json", json.dumps(desktop)), files.write("t.ndjson", json.dumps(LINES[0]))]
    first, second = (r for r in files.rows(files.open(*paths)) if r["post_id"] == f"{RIVER}/42")
    for field in ("platform", "account_id", "created_at", "hashtags", "urls", "kind"):
        assert first[field] == second[field]
