"""Reading: every kind of file, and files that mean harm."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader

from overt.errors import InputError, UsageError
from overt.press import reading
from overt.press.compare import compare, side_by_side
from overt.press.document import Document
from overt.press.language import guessed
from overt.press.page import text_of_page
from overt.press.sentences import sentences
from overt.press.words import number, tokens

PAGE = """<!doctype html><html><head><title>Not shown</title><script>var a = "not shown";</script></head>
<body><nav>Home</nav><h1>Pier &amp; port</h1><p>The pier was <b>closed</b> on
12 March.</p><style>p {}</style><img src="http://tracker.example/x.png"><p>It reopens soon.</p></body></html>"""


def pdf(lines):
    """A PDF of one page, written by hand."""
    shown = " ".join(f"({line}) Tj 0 -14 Td" for line in lines)
    stream = f"BT /F1 12 Tf 50 750 Td {shown} ET".encode("latin-1")
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] "
        b"/Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    out = io.BytesIO()
    out.write(b"%PDF-1.4\n")
    places = []
    for at, part in enumerate(parts, 1):
        places.append(out.tell())
        out.write(b"%d 0 obj\n%s\nendobj\n" % (at, part))
    start = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1))
    for place in places:
        out.write(b"%010d 00000 n \n" % place)
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(parts) + 1, start))
    return out.getvalue()


def test_a_page_is_read_as_a_reader_sees_it():
    assert text_of_page(PAGE) == "Pier & port\nThe pier was closed on 12 March.\nIt reopens soon.\n"


def test_an_unclosed_hidden_stretch_does_not_swallow_the_page():
    assert "seen" in text_of_page("<html><head><noscript>x</head><body><p>seen</p></body>")


def test_pdf_text_and_html_tell_the_same(tmp_path):
    lines = ["The port of Lennavik closed its north pier on 12 March 2024.", "Cracks were found in 14 of its 60 piles."]
    (tmp_path / "a.pdf").write_bytes(pdf(lines))
    (tmp_path / "b.txt").write_text("\n".join(lines), "utf-8")
    (tmp_path / "c.html").write_text("<html><body>" + "".join(f"<p>{line}</p>" for line in lines), "utf-8")
    assert len(PdfReader(tmp_path / "a.pdf").pages) == 1
    result = compare([tmp_path / name for name in ("a.pdf", "b.txt", "c.html")])
    assert [file["drawn_from"] for file in result["files"]] == ["pdf", "plain", "html"]
    assert result["incidents"][0]["files"] == ["a.pdf", "b.txt", "c.html"]
    assert len(result["incidents"]) == 1
    assert result["contradictions"] == []
    assert [d["value"] for d in result["incidents"][0]["dates"]] == ["2024-03-12"]
    assert len(result["incidents"][0]["dates"][0]["at"]) == 3


@pytest.mark.parametrize(
    "data", [b"", b"   \n", b"%PDF-1.4 broken", b"\x00\x01\x02" * 100, b"%PDF-1.7\n" + b"1 0 obj <<" * 1000]
)
def test_what_is_no_report_is_refused_in_one_line(tmp_path, data):
    (tmp_path / "x").write_bytes(data)
    with pytest.raises(InputError) as told:
        compare([tmp_path / "x"])
    assert "\n" not in str(told.value)


def test_caps_on_size_and_number(tmp_path, monkeypatch):
    (tmp_path / "x.txt").write_text("A pier was closed. " * 100, "utf-8")
    with pytest.raises(UsageError):
        reading.read_all([])
    with pytest.raises(InputError):
        reading.read_all([tmp_path / "absent.txt"])
    with pytest.raises(InputError):
        reading.read_all([tmp_path])
    monkeypatch.setattr(reading, "TOGETHER", 1_000)
    with pytest.raises(UsageError):
        reading.read_all([tmp_path / "x.txt"])
    monkeypatch.setattr(reading, "LONGEST", 1_000)
    with pytest.raises(InputError):
        reading.read_all([tmp_path / "x.txt"])
    monkeypatch.setattr(reading, "LARGEST", 1_000)
    with pytest.raises(InputError):
        reading.read_all([tmp_path / "x.txt"])
    monkeypatch.setattr(reading, "FILES", 0)
    with pytest.raises(UsageError):
        reading.read_all([tmp_path / "x.txt"])


def test_encodings(tmp_path):
    for name, encoding in (("a", "utf-8"), ("b", "utf-8-sig"), ("c", "utf-16"), ("d", "cp1252")):
        (tmp_path / name).write_bytes("L’été à Évry.".encode(encoding))
        assert reading.read(tmp_path / name).text == "L’été à Évry."


def test_one_name_in_two_folders_is_told_apart(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "x.txt").write_text("A pier was closed.", "utf-8")
    names = [d.name for d in reading.read_all([tmp_path / "a" / "x.txt", tmp_path / "b" / "x.txt"])]
    assert len(set(names)) == 2


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The pier was closed in the morning, and it is not known when it will be open to the public."),
        ("fr", "La jetée a été fermée dans la matinée et on ne sait pas quand elle sera ouverte au public."),
        ("de", "Der Steg wurde am Morgen geschlossen, und es ist nicht bekannt, wann er wieder für die Leute auf ist."),
        ("", "12 34 56"),
    ],
)
def test_languages(language, text):
    assert guessed(text) == language


@pytest.mark.parametrize(
    ("written", "language", "value"),
    [("90,000", "en", 90000), ("4.2", "en", 4.2), ("4,2", "fr", 4.2), ("90 000", "fr", 90000), ("1.500", "de", 1500)],
)
def test_numbers(written, language, value):
    assert number(written, language) == value


ANY = st.text(st.sampled_from("aéB “”«»\"‘’.,;:!?\n 12-l’qu'the said noté\u202e\x00") | st.characters(), max_size=300)


@given(ANY)
def test_words_and_sentences_stand_where_they_say(text):
    document = Document("x", text, "fr")
    last = 0
    for sentence in sentences(document, 0):
        assert sentence.text == text[sentence.place.start : sentence.place.end]
        assert sentence.text == sentence.text.strip()
        assert sentence.place.start >= last
        last = sentence.place.end
        assert all(sentence.place.start <= t.start < t.end <= sentence.place.end for t in sentence.tokens)
    assert sum(len(s.tokens) for s in sentences(document, 0)) <= len(tokens(text, "fr")) + text.count("\n") + 1


@given(st.lists(ANY, min_size=1, max_size=3))
def test_nothing_that_is_written_breaks_the_comparison(texts):
    result = side_by_side([Document(f"{n}", text, ("en", "fr", "de")[n % 3]) for n, text in enumerate(texts)])
    assert sorted(f for i in result["incidents"] for f in i["files"]) == sorted(map(str, range(len(texts))))


HOSTILE = {
    "blanks": "The council said" + " " * 200_000 + "no.",
    "one word": "a" * 300_000,
    "openings": "“«„‘" * 50_000,
    "quotes": '"a b c d e f" ' * 20_000,
    "single": "‘a " * 100_000,
    "claims": "The council paid the informal request. " * 5_000,
    "digits": "1" * 100_000 + " 1 000" * 20_000,
    "names": "Aa Bb Cc, " * 30_000,
    "according": "according to " * 20_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_texts_that_mean_harm_come_to_an_end(name):
    documents = [Document("a", HOSTILE[name], "en"), Document("b", HOSTILE[name], "fr")]
    assert side_by_side(documents)["schema"] == "overt.press/1"


def test_a_page_of_tags_alone_is_refused():
    with pytest.raises(InputError):
        text_of_page("<html>" + "<div>" * 40_000)


def test_what_a_page_hides_in_entities_is_text():
    assert text_of_page("<html><p>a &lt;script&gt; b &amp;lt; c") == "a <script> b &lt; c\n"


@pytest.mark.parametrize("piece", ["<p", "<!", "<![", "<div>", "</x", "&#", "<a href='", "<script>", "<!--"])
def test_pages_that_mean_harm_come_to_an_end(piece):
    assert isinstance(text_of_page("<html>" + piece * 15_000 + "<p>end"), str)
