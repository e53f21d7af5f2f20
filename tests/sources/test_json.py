import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from overt.errors import InputError
from overt.sources.strict_json import NotStrict, depth, flatten, load

from .conftest import Files

GOOD = '{"id": 1, "user_id": "a", "created_at": "2020-01-01T00:00:00Z", "text": "x"}'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('{"a": NaN}', "the value NaN is not JSON"),
        ('{"a": -Infinity}', "the value -Infinity is not JSON"),
        ('{"a": 1, "a": 2}', "the key 'a' stands twice"),
        ('{"a": {"b": 1, "b": 2}}', "the key 'b' stands twice"),
        ('{"a": 1} {"b": 2}', "not JSON: Extra data at character 10"),
        ("{'a': 1}", "not JSON: Expecting property name enclosed in double quotes at character 2"),
        ("[1]", "is not a JSON object"),
        ("1", "is not a JSON object"),
        ('{"a": ' * 65 + "1" + "}" * 65, "nested deeper than 64 levels"),
        ('{"a": ' + "[" * 64 + "]" * 64 + "}", "nested deeper than 64 levels"),
        ('{"a": ' * 100_000, "nested deeper than 64 levels"),
        ('{"a": ' + "9" * 5_000 + "}", "a number with too many digits"),
    ],
)
def test_refused(text: str, reason: str, files: Files) -> None:
    with pytest.raises(NotStrict) as caught:
        load(text)
    assert str(caught.value) == reason
    assert len(files.read("posts.ndjson", f"{GOOD}\n{text}\n{GOOD}\n")) == 2
    assert files.reasons() == [f"2: {reason}"]


def test_depth() -> None:
    assert depth(load('{"a": ' * 64 + "1" + "}" * 64)) == 64
    assert load('{"a": "' + "[{" * 100 + '"}') == {"a": "[{" * 100}


def test_flatten() -> None:
    assert flatten({"a": {"b": {"c": 1}}, "d": [1], "e": {"$date": {"$numberLong": "5"}}, "f": {}}) == {
        "a.b.c": 1, "d": [1], "e": "5"}  # fmt: skip


def test_columns_that_come_late(files: Files) -> None:
    late = GOOD[:-1] + ', "retweet_id": "7"}'
    rows = files.read("posts.ndjson", "\n".join([GOOD] * 10_000 + [late]))
    assert rows[-1]["repost_of"] == "7"
    assert rows[-1]["row"] == 10_001


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", ["posts.ndjson", "posts.jsonl", "posts.json", "posts"])
def test_lines_under_any_name(files: Files, name: str, encoding: str) -> None:
    reading = files.open(files.write(name, f"{GOOD}\r\n\r\n{GOOD}\r\n".encode(encoding)))
    assert len(files.rows(reading)) == 2
    assert reading.files[0].format == "ndjson"


@pytest.mark.parametrize(
    "text",
    [
        f"[{GOOD}, {GOOD}]",
        f" [\n{GOOD},\n{GOOD}\n]\n",
        f'{{"posts": [{GOOD}, {GOOD}]}}',
        f'{{"meta": {{"n": [1]}},\n"messages": [\n{GOOD},\n{GOOD}]}}',
        f'{{"response": {{"docs": [{GOOD}, {GOOD}]}}}}',
        f'{{\n  "data": [{GOOD}, {GOOD}], "includes": {{"users": [{{"id": 1}}]}}\n}}',
    ],
)
def test_arrays(files: Files, text: str) -> None:
    reading = files.open(files.write("posts.json", text))
    assert [r["row"] for r in files.rows(reading)] == [1, 2]
    assert reading.files[0].format == "json"
    assert ("posts.json: other arrays were not read: users" in reading.notices) is ("includes" in text)


def test_elements_that_cannot_be_read(files: Files) -> None:
    rows = files.read("posts.json", f'[{GOOD},\n{{"id": NaN}},\n3, null,\n{{"id": 1, "id": 2}},\n{GOOD}]')
    assert [r["row"] for r in rows] == [1, 6]
    assert files.reasons() == [
        "2: the value NaN is not JSON", "3: is not a JSON object", "3: is not a JSON object",
        "4: the key 'id' stands twice"]  # fmt: skip


def test_size_limit(files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("overt.sources.json_array.SIZE_LIMIT", 50)
    with pytest.raises(InputError, match="write it as NDJSON, one object a line"):
        files.read("posts.json", f"[{GOOD}]")


def test_long_fields(files: Files) -> None:
    def post(**more: object) -> str:
        return json.dumps({"user_id": "a", "created_at": "2020-01-01", **more})

    big = "x" * (1 << 20) + "x"
    lines = [
        post(text=big),
        post(hashtags=[big]),
        post(text="ok"),
        post(unread=big),
        post(text="y" * (17 << 20)),
    ]
    rows = files.read("posts.ndjson", "\n".join(lines))
    assert [r["row"] for r in rows] == [3, 4]
    assert files.reasons() == [
        "1: text holds more than 1,048,576 characters",
        "2: hashtags holds more than 1,048,576 characters",
        "5: a line of more than 16,777,216 characters",
    ]
    rows = files.read("posts.json", "[" + ",".join(lines) + "]")
    assert [r["row"] for r in rows] == [3, 4]


def test_values_of_any_type(files: Files) -> None:
    lines = [
        {"user_id": 1, "created_at": 1577836800, "id": 12345678901234567890, "text": "a"},
        {"user_id": 2.0, "created_at": 1577836800.5, "id": 1.5e18},
        {"user_id": True, "created_at": "2020-01-01"},
        {"user_id": ["a"], "created_at": "2020-01-01"},
        {"user_id": "a", "created_at": [1]},
        {"user_id": "a", "created_at": True},
        {"created_at": "2020-01-01"},
        {
            "user_id": "b\ud800",
            "created_at": "2020-01-01",
            "text": ["a ", {"text": "link"}],
            "hashtags": [{"tag": "x"}],
        },
    ]
    rows = files.read("posts.ndjson", "\n".join(map(json.dumps, lines)) + '\n{"user_id": 1e400, "created_at": 1e400}')
    assert [(r["account_id"], r["post_id"], r["text"]) for r in rows] == [
        ("1", "12345678901234567890", "a"), ("b\ufffd", None, "a link")]  # fmt: skip
    assert rows[1]["hashtags"] == ["x"]
    assert len(files.reasons()) == 7
    assert "id beyond 2^53 (id 1.5e+18) was damaged" in files.reasons()[0]


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.text(alphabet='{}[]":,1aé\\u0 d8', max_size=30), max_size=8))
def test_garbage_loses_no_row(files: Files, garbage: list[str]) -> None:
    files.read("posts.ndjson", "\n".join([GOOD, *garbage, GOOD]))


KEYS = st.sampled_from(
    [
        "id",
        "user_id",
        "created_at",
        "text",
        "hashtags",
        "is_retweet",
        "retweet_id",
        "media",
        "likes",
        "url_id",
    ]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["text", "id", "$date"]), inner, max_size=2)
    ),
    max_leaves=6,
)


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.dictionaries(KEYS, VALUES, max_size=6), max_size=5))
def test_any_values_lose_no_row(files: Files, posts: list[dict[str, object]]) -> None:
    text = "\n".join([GOOD, *map(json.dumps, posts)])
    assert len(files.read("posts.ndjson", text)) == len(files.read("posts.json", "[" + text.replace("\n", ",") + "]"))


def test_a_telegram_export(files: Files) -> None:
    first_message = {
        "id": 1, "type": "message", "date": "2020-01-01T11:00:00", "date_unixtime": "1577872800",
        "from": "Ann", "from_id": "user1", "text": ["see ", {"type": "link", "text": "https://e.org/x"}],
    }  # fmt: skip
    second_message = {
        "id": 2, "type": "message", "date": "2020-01-01T11:01:00", "date_unixtime": "1577872860",
        "from": "Bob", "from_id": "user2", "text": "", "reply_to_message_id": 1,
    }  # fmt: skip
    messages = [first_message, second_message]
    first, second = files.read(
        "result.json", json.dumps({"name": "c", "type": "channel", "id": 5, "messages": messages})
    )
    assert (first["account_id"], first["urls"], first["created_at"].hour) == (
        "user1",
        ["https://e.org/x"],
        10,
    )
    assert (second["reply_to"], second["kind"], second["text"]) == ("channel5/1", "reply", None)


def test_memory_is_bounded_by_size_not_by_rows(files: Files) -> None:
    line = json.dumps({"user_id": "a", "created_at": "2020-01-01", "text": "x" * 1_000_000})
    reading = files.open(files.write("posts.ndjson", "\n".join([line] * 200)))
    sizes = [batch.num_rows for batch in reading.batches()]
    assert sum(sizes) == 200
    assert max(sizes) < 170  # about 128 MB
