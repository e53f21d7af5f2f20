"""Documents of JSON files: pieces of pages, objects too large to hold, and what is broken in the middle."""

import json
from pathlib import Path
from typing import Any

import pytest

from overt.errors import InputError
from overt.sources import documents, json_array, reading
from overt.sources.documents import Documents, Elements, Placed
from overt.sources.encoding import detect
from overt.sources.exports.base import items, texts
from overt.sources.exports.mastodon import Mastodon

from .conftest import Files

STATUSES = Mastodon().examples()["mastodon.ndjson"].decode().splitlines()


def opened(files: Files, name: str, text: str, by_line: bool = False) -> Documents:
    path = files.write(name, text)
    return Documents(path, detect(path, name), by_line)


def plain(value: Any) -> Any:
    """A document with its arrays decoded."""
    if isinstance(value, Elements):
        return [plain(v) for v in value]
    return {k: plain(v) for k, v in value.items()} if isinstance(value, dict) else value


@pytest.mark.parametrize("large", [1, 40, 1 << 24])
def test_pieces_are_the_whole(files: Files, monkeypatch: pytest.MonkeyPatch, large: int) -> None:
    monkeypatch.setattr(documents, "LARGE", large)
    page = {"about": "x", "chats": {"list": [{"id": n, "messages": [{"n": n, "t": ["a", {}]}] * 3} for n in range(5)]}}
    ((_, _, found),) = opened(files, "page.json", json.dumps(page))
    assert plain(found) == page
    array = [{"id": 1, "deep": {"list": [{"a": [1]}, {"b": None}]}}, {"id": 2}]
    assert [plain(d) for _, _, d in opened(files, "array.json", json.dumps(array))] == array


def test_a_large_chat_is_read_piece_by_piece_with_its_lines(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "LARGE", 40)
    page = {"chats": {"list": [{"id": n, "messages": [{"n": m} for m in range(3)]} for n in range(2)]}}
    text = json.dumps(page, indent=0)
    held = opened(files, "page.json", text)
    messages = 0
    for _, _, found in held:
        assert isinstance(found, dict)
        for chat in items(found["chats"]["list"]):
            assert isinstance(chat["messages"], Elements)
            for message in items(chat["messages"]):
                assert isinstance(message, Placed)
                assert json.loads(text[message.start : message.end]) == message
                assert held.line(message, 0, 1) == text[: message.start].count("\n") + 1
                messages += 1
    assert messages == 6


def test_a_status_by_itself_in_a_file_loses_nothing(files: Files) -> None:
    """Its own lists are then those of the page."""
    by_itself = files.read("one.json", STATUSES[0])
    assert by_itself[0]["hashtags"] == ["Water"]
    (in_lines,) = files.read("one.ndjson", STATUSES[0])
    assert by_itself == [in_lines]
    (boost,) = files.read("boost.json", STATUSES[1])
    assert [m["url"] for m in boost["media"]] == ["https://other.example/p.png"]


def test_texts_take_any_array() -> None:
    text = '[{"name": "a"}, {"name": ""}, {"other": 1}]'
    assert texts(Elements(text, 0), "name") == ["a"] == texts(json.loads(text), "name")
    assert texts("abc") == texts({"a": 1}) == texts(None) == texts(7) == []


DEEP = '{"a":' + "[" * 100_000 + "]" * 100_000 + "}"
ENDLESS = '{"a": ' + "9" * 10_000 + "}"


@pytest.mark.parametrize(("broken", "told"), [(DEEP, "Nested too deeply"), (ENDLESS, "too many digits"), ("{,}", "")])
@pytest.mark.parametrize("page", [False, True])
def test_what_is_broken_far_behind_is_told_in_a_line(files: Files, broken: str, told: str, page: bool) -> None:
    array = "[" + ", ".join([STATUSES[0]] * 25 + [broken, STATUSES[1]]) + "]"
    with pytest.raises(InputError) as raised:
        files.read("far.json", array if not page else '{"statuses": ' + array + "}")
    assert told in str(raised.value) or "nested too deeply" in str(raised.value)
    assert Path("far.json").name in str(raised.value)


def test_fields_that_are_new_are_kept_from_a_page(files: Files) -> None:
    status = {**json.loads(STATUSES[0]), "brand_new": [{"a": 1}, {"a": 2}]}
    (row,) = files.read("one.json", json.dumps(status))
    assert json.loads(row["raw"]) == {"brand_new": [{"a": 1}, {"a": 2}]}


def test_a_file_is_held_only_while_it_is_gone_through(files: Files) -> None:
    held = opened(files, "array.json", "[" + ",".join(STATUSES) + "]")
    assert held._text == ""
    for _, raw, _ in held:
        assert raw in held._text
    assert held._text == ""
    partly = iter(held)
    next(partly)
    partly.close()  # type: ignore[attr-defined]
    assert held._text == ""


def test_a_known_export_in_one_piece_is_no_larger_than_others(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "SIZE_LIMIT", 100)
    monkeypatch.setattr(json_array, "SIZE_LIMIT", 100)
    with pytest.raises(InputError, match="at most"):
        files.read("one.json", STATUSES[0])
    assert len(files.read("many.ndjson", "\n".join(STATUSES))) == 2
