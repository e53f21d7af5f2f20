import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from overt.sources.lists import lists, split_list, text_hashtags, text_mentions, text_urls


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("nan", None),
        ("[]", []),
        ("[ ]", []),
        ("['a', 'b']", ["a", "b"]),
        ("""["it's", 'b']""", ["it's", "b"]),
        (r"['it\'s', 'b']", ["it's", "b"]),
        ("[a, b]", ["a", "b"]),
        ("[один, два]", ["один", "два"]),
        ('["a", "b"]', ["a", "b"]),
        (
            '[{"text": "a"}, {"expanded_url": "https://e.org", "url": "https://t.co/x"}]',
            ["a", "https://e.org"],
        ),
        ("[123, 456]", ["123", "456"]),
        ("a, b;c", ["a", "b;c"]),
        ("a; b", ["a", "b"]),
        ("#a #b", ["#a", "#b"]),
        ("[https://e.org/a,b, https://e.org/c]", ["https://e.org/a,b", "https://e.org/c"]),
        ("https://e.org/a https://e.org/b", ["https://e.org/a", "https://e.org/b"]),
        ("__import__('os').system('x')", ["__import__('os').system('x')"]),
    ],
)
def test_split(text: str, expected: list[str] | None) -> None:
    assert split_list(text) == expected


@given(st.text(alphabet="[]{}'\"\\,; ab1:", max_size=40))
def test_any_text_splits(text: str) -> None:
    found = split_list(text)
    assert found is None or all(isinstance(v, str) for v in found)


@given(st.lists(st.lists(st.text(alphabet="#ab ", max_size=4)) | st.none()))
def test_typed_and_plain_lists_agree(values: list[list[str] | None]) -> None:
    assert lists(pa.array(values, pa.list_(pa.string())), "#").to_pylist() == lists(list(values), "#").to_pylist()


def test_sliced_lists() -> None:
    column = pa.array([["#a"], None, [], ["#b", "c"], ["d"]], pa.list_(pa.string())).slice(1, 3)
    assert lists(column, "#").to_pylist() == [None, [], ["b", "c"]]
    assert lists(column.cast(pa.large_list(pa.string())), "#").to_pylist() == [None, [], ["b", "c"]]


def test_hashtags_of_a_text() -> None:
    assert text_hashtags("#One, #два_2 (#हिन्दी) #ไทย #日本語 #123 a#b &#39; ＃wide http://e.org/#frag") == [
        "One", "два_2", "हिन्दी", "ไทย", "日本語", "wide"]  # fmt: skip


def test_urls_of_a_text() -> None:
    text = "see https://e.org/a(b). (http://e.org), HTTPS://E.org/x?y=1&z=2! ftp://no https://t.co/cut…"
    assert text_urls(text) == [
        "https://e.org/a(b)", "http://e.org", "HTTPS://E.org/x?y=1&z=2", "https://t.co/cut"]  # fmt: skip


def test_mentions_of_a_text() -> None:
    assert text_mentions("RT @Bob: hi @al.bsky.social, @me@mastodon.example. a@b.org @one-two @三") == [
        "Bob", "al.bsky.social", "me@mastodon.example", "one", "三"]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "@" * 100_000,
        "#" * 100_000,
        "http://" * 20_000,
        "@a-" * 50_000,
        "[" * 100_000,
        "'" * 100_000,
        "(" * 50_000,
    ],
)
def test_no_pattern_explodes(text: str) -> None:
    for function in (text_hashtags, text_urls, text_mentions, split_list):
        function(text)
        function("[" + text + "]")
        function("https://e.org/" + text)
