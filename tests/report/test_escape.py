import re
from xml.etree.ElementTree import fromstring

from hypothesis import given
from hypothesis import strategies as st

from overt.report import escape, svg

from .markup import Page

ANY = st.text(alphabet=st.characters(codec=None), max_size=200)  # lone surrogates included
UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def test_what_reorders_or_hides_is_written_out() -> None:
    assert escape.visible("a\u202eb\u200bc\x1b[31m\x85\u2066") == "a⟨U+202E⟩b⟨U+200B⟩c⟨U+001B⟩[31m⟨U+0085⟩⟨U+2066⟩"
    assert escape.visible("halves \ud83d and tags \U000e0041") == "halves ⟨U+D83D⟩ and tags ⟨U+E0041⟩"


def test_line_breaks_and_ordinary_scripts_stay() -> None:
    for text in ("two\nlines\tand a tab", "Привет, мир", "שלום", "日本語 👍🏽", "naïve café"):
        assert escape.visible(text) == text
    assert escape.visible("dos\r\nlines") == "dos\nlines"


def test_a_pile_of_combining_marks_is_cut() -> None:
    assert escape.visible("e" + "\u0301" * 300) == "e" + "\u0301" * 5


def test_long_texts_say_how_much_is_missing() -> None:
    assert escape.clip("abcdef", 3) == "abc… [3 more characters]"
    assert escape.one_line("x" * 10_000_000, 20) == "x" * 20 + "… [9,999,980 more characters]"
    assert escape.one_line("  a \n b\t", 20) == "a b"


@given(ANY)
def test_nothing_unseen_is_left(text: str) -> None:
    assert not UNSEEN.search(escape.visible(text))
    line = escape.one_line(text, 50)
    assert not UNSEEN.search(line) and "\n" not in line
    line.encode("utf-8")


@given(ANY)
def test_html_of_a_text_reads_back_as_the_text(text: str) -> None:
    page = Page(str(escape.isolated(text)))
    assert "".join(page.text) == escape.visible(text)
    assert {tag for tag, _ in page.tags} <= {"bdi", "span"}
    assert not page.broken


@given(ANY)
def test_svg_of_a_text_is_one_element(text: str) -> None:
    drawn = fromstring(svg.tag("text", text, class_="x", data_e=text))
    assert drawn.text == (escape.visible(text) or None) and len(drawn) == 0
    assert drawn.get("data-e", "").split() == escape.visible(text).split()


@given(ANY)
def test_xml_takes_what_for_xml_leaves(text: str) -> None:
    left = escape.for_xml(text)
    fromstring(f"<a>{left.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;')}</a>")
