from hypothesis import given, settings
from hypothesis import strategies as st

from overt.report import texts
from overt.report.escape import visible
from overt.report.receipts import CoAction, Post

from .markup import Page


def pair(a: str | None, b: str | None) -> CoAction:
    return CoAction("text", "o", 3.0, Post(("x", "a"), "1", None, a, 0, 1), Post(("x", "b"), "2", None, b, 0, 2))


def test_the_differing_words_are_marked() -> None:
    found = texts.compare(pair("The bridge was unsafe, they knew", "The bridge is unsafe, they knew it"))
    assert found is not None and not found.same
    assert str(found.left) == "<bdi>The bridge <mark>was</mark> unsafe, they knew</bdi>"
    assert str(found.right) == "<bdi>The bridge <mark>is</mark> unsafe, they knew <mark>it</mark></bdi>"


def test_identical_texts_have_no_mark() -> None:
    found = texts.compare(pair("word for word", "word for word"))
    assert found is not None and found.same and found.ratio == 1 and "<mark>" not in found.left


def test_a_link_that_differs_is_no_rewording() -> None:
    found = texts.compare(pair("Read https://t.example/a1", "Read https://t.example/b2"))
    assert found is not None and found.linked and not found.same
    assert "<mark>https://t.example/a1</mark>" in found.left


def test_missing_and_blank_texts_are_not_compared() -> None:
    assert texts.compare(pair(None, "text")) is None and texts.compare(pair("  \n", "text")) is None


def test_near_duplicates_come_before_identical_ones_and_nothing_twice() -> None:
    long = "one two three four five six seven eight nine ten eleven twelve"
    other = "quite another text about a river, a harbour and a mayor who sells both"
    chosen = texts.choose(
        [
            pair(long, long),
            pair(other, other + "!"),
            pair(other, other + "!"),
            pair(other, other),
            pair("no", "kinship here"),
        ]
    )
    assert [one.same for one in chosen] == [False, True]


@settings(deadline=None)
@given(st.text(max_size=120), st.text(max_size=120))
def test_marking_changes_no_character(a: str, b: str) -> None:
    found = texts.compare(pair(a, b))
    if found is not None:
        for html, text in ((found.left, a), (found.right, b)):
            page = Page(str(html))
            assert "".join(page.text) == visible(text)
            assert {tag for tag, _ in page.tags} <= {"bdi", "mark", "span"} and not page.broken
