"""Plain links folded many at once are what they are folded one by one."""

import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.traces.canonical_url import MAX_URL, canonical_url, domain
from overt.traces.plain_links import domains, plain_links

PIECES = (
    *("http://", "https://", "HTTP://", "ftp://", "//", "www.", "m.", "amp.", "twitter.com", "youtu.be", "t.co"),
    *(
        "example.org",
        "Example",
        ".",
        "..",
        "-",
        "/",
        "//",
        "a",
        "Bc",
        "_",
        ":80",
        ":",
        "@",
        ";x",
        "?",
        "?id=1",
        "#top",
        "%7E",
        "%",
    ),
    *(
        " ",
        "\n",
        "\t",
        "[",
        "]",
        "\\",
        "é",
        "ü.de",
        "。",
        "\u200b",
        "utm_source=x",
        "&",
        "=",
        "+",
        "'",
        "(",
        "|",
        "\x00",
    ),
)
link = st.lists(st.sampled_from(PIECES), max_size=9).map("".join) | st.text(
    st.characters(exclude_categories=["Cs"]), max_size=20
).map("https://example.org/".__add__)


@settings(max_examples=600, deadline=None)
@given(st.lists(st.none() | link | link.map("http://a.bc".__add__), max_size=6))
def test_at_once_and_one_by_one(urls):
    found, opened = plain_links(pa.array(urls, pa.string()))
    for url, made, still in zip(urls, found.to_pylist(), opened.to_pylist(), strict=True):
        assert (made, still) in ([(None, False)] if url is None else [(None, True), (canonical_url(url), False)])
    known = [c for url in urls if url is not None and (c := canonical_url(url))]
    assert domains(pa.array(known, pa.string())).to_pylist() == [domain(c) for c in known]


def test_ordinary_links_are_plain():
    urls = ["https://t.co/AbC", "http://www.example.org/a/b-c_d/", "https://example.org", "https://m.twitter.com/a"]
    found, opened = plain_links(pa.array(urls))
    assert found.to_pylist() == ["t.co/AbC", "example.org/a/b-c_d", "example.org", "x.com/a"]
    assert not any(opened.to_pylist())


def test_a_link_beyond_the_limit_is_left_open():
    longest = "https://example.org/".ljust(MAX_URL, "a")
    assert plain_links(pa.array([longest, longest + "a"]))[1].to_pylist() == [False, True]


def test_a_host_that_names_another_with_its_path_is_left_open():
    assert plain_links(pa.array(["https://youtu.be/abc", "http://www.youtu.be/abc"]))[1].to_pylist() == [True, True]
