"""One spelling for texts that a reader would call the same, and no error whatever stands there."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.traces.normal_text import INVISIBLE, LOOKALIKES, MAX_TEXT, folded_tag, normal_text

ANYTHING = st.text(st.characters(exclude_categories=[]), max_size=120)  # lone surrogates too
PLAIN = "they are closing our school tomorrow"


@pytest.mark.parametrize(
    "text",
    [
        "They are closing our school tomorrow",
        "RT @someone: They are closing our school tomorrow!!!",
        "rt @some.one They are closing OUR school tomorrow",
        "They are closing our school tomorrow https://t.co/abc",
        "www.example.org/a They are closing our school tomorrow",
        "@a @b_c They are closing our school tomorrow @d",
        "  They   are\nclosing\tour school — tomorrow…  ",
        "They are closing our #school 😡😡 tomorrow",
        "They are clo\u200bsing our sch\u2060ool to\ufeffmorrow",
        "They are clos\u00ading our sch\u202eool\u202c tomorrow",
        "Тhеу аrе сlоsing оur sсhооl tоmоrrоw",  # Cyrillic a, c, e, o, y, T
        "Τhey aгe closιng ουr schοοl tοmοrrοw",  # Greek with a Cyrillic r
        "Thëy árè clõsîng öur schoól tomorrow",
        "Thї аre closіng oúr school tomorrow".replace("Thї", "They"),
        "They are clo\u0301sing our scho\u0308ol tomorrow",
        "Ｔｈｅｙ ａｒｅ ｃｌｏｓｉｎｇ our school tomorrow",
        "𝐓𝐡𝐞𝐲 𝑎𝑟𝑒 𝒸𝓁ℴ𝓈𝒾𝓃ℊ 𝚘𝚞𝚛 school tomorrow",
    ],
)
def test_one_text_many_spellings(text):
    assert normal_text(text) == PLAIN


@pytest.mark.parametrize(("accented", "bare"), [("ї", "і"), ("ѐ", "е"), ("ό", "ο"), ("ѓ", "г"), ("ά", "α"), ("ў", "у")])
def test_an_accent_does_not_hide_a_look_alike(accented, bare):
    assert normal_text(accented) == normal_text(bare) == bare.translate(LOOKALIKES)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("الْمَدْرَسَةُ", "المدرسة"),
        ("בְּרֵאשִׁית", "בראשית"),
        ("स्कूल बंद है।", "स्कूल बंद है"),
        ("โรงเรียนปิดพรุ่งนี้", "โรงเรียนปิดพรุ่งนี้"),
        ("பள்ளி, மூடப்படும்", "பள்ளி மூடப்படும்"),
    ],
)
def test_vowel_signs_do_not_cut_words_and_points_are_left_out(written, folded):
    assert normal_text(written) == unicodedata.normalize("NFC", unicodedata.normalize("NFKC", folded))


def test_different_texts_stay_different():
    for other in (
        "they are opening our school tomorrow",
        "they are closing our school",
        "our school they are closing tomorrow",
        "they are closing our school tomorrow 2",
    ):
        assert normal_text(other) != PLAIN


def test_other_alphabets_match_themselves():
    russian = "Школу закрывают завтра утром"
    assert normal_text(russian) == normal_text(russian.upper() + "!!")
    assert normal_text(russian) != normal_text("Школу открывают завтра утром")
    greek = "Κλείνουν το σχολείο"
    assert normal_text(greek) == normal_text(greek.upper())
    assert len(normal_text("学校明天关闭")) == 6
    assert normal_text("ﷺ").count(" ") == 3


def test_nothing_is_left_of_links_mentions_and_emoji():
    assert normal_text("RT @a: @b https://x.y/z 😡 \u200b ... #") == ""


def test_look_alikes_are_one_letter_each():
    assert all(len(chr(new)) == 1 and chr(new).isascii() for new in LOOKALIKES.values())
    assert not any(chr(old).isascii() for old in LOOKALIKES)


def test_invisible_characters_are_not_letters():
    fillers = {0x115F, 0x1160, 0x3164, 0xFFA0}  # Hangul fillers count as letters, yet nobody sees them
    for code in INVISIBLE:
        assert code in fillers or not unicodedata.category(chr(code)).startswith("L"), hex(code)


@settings(max_examples=500, deadline=None)
@given(ANYTHING)
def test_folding_twice_changes_nothing(text):
    once = normal_text(text)
    assert normal_text(once) == once
    assert once == once.strip()
    assert "  " not in once
    assert not any(ord(c) in INVISIBLE or c == "_" for c in once)
    assert all(c.isalnum() or c == " " or unicodedata.category(c) in ("Mn", "Mc") for c in once)


def test_folding_twice_changes_nothing_for_any_character():
    for start in range(0, 0x30000, 64):
        text = " ".join(f"a{chr(code)}b" for code in range(start, start + 64))
        once = normal_text(text)
        assert normal_text(once) == once


@settings(max_examples=200, deadline=None)
@given(st.text("abc déжο", min_size=1, max_size=40), st.data())
def test_what_a_reader_does_not_see_changes_nothing(text, data):
    hidden = sorted(INVISIBLE)
    cut = data.draw(st.integers(0, len(text)))
    code = data.draw(st.sampled_from(hidden))
    assert normal_text(text[:cut] + chr(code) + text[cut:]) == normal_text(text)


@settings(max_examples=100, deadline=None)
@given(st.text("abcdefgé ", max_size=40))
def test_case_changes_nothing(text):
    assert normal_text(text.upper()) == normal_text(text) == normal_text(text.title())


def test_long_texts_are_cut():
    assert normal_text("ab " * 10_000) == normal_text("ab " * 7_000)
    assert len(normal_text("a" * 1_000_000)) == MAX_TEXT
    ten_kilobytes = "Жé\u200b@x http://y.z " * 600
    assert normal_text(ten_kilobytes) == normal_text(ten_kilobytes.upper())


@pytest.mark.parametrize("tag", ["#SaveTheWell", "savethewell", "##SAVETHEWELL", "save_the_well", "SaveTheW\u200bell"])
def test_tags(tag):
    assert folded_tag(tag) == "savethewell"


@given(ANYTHING)
def test_folded_tags_are_one_word(tag):
    assert " " not in folded_tag(tag)
    assert folded_tag(folded_tag(tag)) == folded_tag(tag)
