"""One spelling for every way to write the same link, and no error whatever stands there."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from overt.traces.canonical_url import MAX_URL, SHORTENERS, TRACKERS, canonical_url, domain

ANYTHING = st.text(st.characters(exclude_categories=[]), max_size=80)  # lone surrogates too

SAME = [
    "https://www.example.org/a/b?id=7&x=1",
    "http://example.org/a/b/?x=1&id=7",
    "HTTPS://EXAMPLE.ORG:443/a/b?id=7&x=1#comments",
    "example.org/a/b?id=7&x=1",
    "http://m.example.org:80/a/b?utm_source=tw&id=7&UTM_Medium=social&x=1&fbclid=abc",
    "https://mobile.example.org./a/b?id=7&x=1&ref=home",
    "https://amp.example.org/a/b?x=1&id=7&gclid=",
    "  https://user:secret@example.org/a/b?id=7&x=1\n",
    "https://www.m.example.org/a/b?id=7&x=1",
    "http://example。org/a/b?id=7&x=1",
]


@pytest.mark.parametrize("url", SAME)
def test_ways_to_write_one_link(url):
    assert canonical_url(url) == "example.org/a/b?id=7&x=1"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://twitter.com/a/status/1?s=20&t=x", "x.com/a/status/1?s=20&t=x"),
        ("https://mobile.twitter.com/a", "x.com/a"),
        ("https://youtu.be/dQw4w9WgXcQ?t=43", "youtube.com/watch?v=dQw4w9WgXcQ"),
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&feature=share", "youtube.com/watch?v=dQw4w9WgXcQ"),
        ("http://münchen.de/bier", "xn--mnchen-3ya.de/bier"),
        ("http://MÜNCHEN.de/bier", "xn--mnchen-3ya.de/bier"),
        ("http://example.org", "example.org"),
        ("http://example.org/?", "example.org"),
        ("http://example.org/Case/Matters", "example.org/Case/Matters"),
        ("http://example.org:8080/a", "example.org:8080/a"),
        ("http://example.org/a?b", "example.org/a?b="),
        ("http://example.org/a?id=2&id=1", "example.org/a?id=1&id=2"),
        ("example.org/go?to=http://other.org/x", "example.org/go?to=http%3A%2F%2Fother.org%2Fx"),
        ("http://example.org/%7euser/%41-%5F", "example.org/~user/A-_"),
        ("http://example.org/a%2fb%C3%A9%20", "example.org/a%2Fb%C3%A9%20"),
        ("http://example.org/100%/%zz/%2541", "example.org/100%25/%25zz/%2541"),
        ("http://www.com/a", "www.com/a"),  # a prefix is folded only where a site is left
    ],
)
def test_what_becomes_of_a_link(url, expected):
    assert canonical_url(url) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "word",
        "no link here. none",
        "ftp://example.org/a",
        "javascript:alert(1.5)",
        "mailto:name@example.org",
        "data:text/html;base64,PHA+.x",
        "http://",
        "http://localhost/a",
        "http://[::1",
        "http://[::ffff:1.2.3.4]/a",
        "http://example.org:port/a",
        "http://example.org:99999/a",
        "http://..",
        "http://.com/a",
        "http://exa mple.org/a",
        "http://\ud800.org/",
        "https://" + "a" * 70 + "ü.org/",
        "https://example.org/" + "a" * MAX_URL,
    ],
)
def test_no_link(text):
    assert canonical_url(text) is None


@pytest.mark.parametrize("name", sorted(TRACKERS))
def test_trackers_go(name):
    assert canonical_url(f"https://example.org/a?{name}=1&id=2&{name.upper()}=x") == "example.org/a?id=2"


@pytest.mark.parametrize("name", ["utm_campaign", "hsa_acc", "pk_kwd", "mtm_x", "ga_source", "fb_action_ids"])
def test_tracker_families_go(name):
    assert canonical_url(f"https://example.org/a?{name}=1") == "example.org/a"


@pytest.mark.parametrize("name", ["id", "p", "v", "q", "page", "story", "reference", "amplify", "utm"])
def test_what_chooses_the_page_stays(name):
    assert canonical_url(f"https://example.org/a?{name}=1") == f"example.org/a?{name}=1"


@settings(max_examples=400, deadline=None)
@given(ANYTHING)
def test_arbitrary_text(text):
    for url in (text, "http://" + text, "https://example.org/" + text, "http://example.org/?" + text):
        found = canonical_url(url)
        if found is not None:
            assert found
            assert "." in found
            assert "#" not in found
            host = domain(found)
            assert host is None or host


@settings(max_examples=400, deadline=None)
@given(
    st.from_regex(r"([a-zA-Zé0-9-]{1,8}\.){1,4}[a-z]{2,4}", fullmatch=True),
    st.text(st.characters(exclude_characters="?#", exclude_categories=["Cs", "Cc"]), max_size=20),
    st.lists(st.tuples(st.text("aruft_m%+é /:&=;", max_size=6), st.text(max_size=5)), max_size=4),
)
def test_canonical_is_canonical(host, path, query):
    asked = "&".join(f"{name}={value}" for name, value in query)
    found = canonical_url(f"http://{host}/{path}?{asked}")
    if found is not None and not found.endswith(" "):
        assert canonical_url("https://" + found) == found
        assert canonical_url("HTTP://www." + found) == found or found.startswith("www.")


def test_more_parameters_than_a_page_has_stay_as_they_are():
    asked = "&".join(f"b{n}=1" for n in range(300))
    assert canonical_url(f"http://example.org/?{asked}") == f"example.org?{asked}"


def test_domain():
    assert domain("example.org/a?b=1") == "example.org"
    assert domain("example.org?b=1") == "example.org"
    assert domain("example.org:8080/a") == "example.org:8080"
    for host in SHORTENERS - {"youtu.be"}:
        assert domain(canonical_url(f"https://{host}/abc")) is None or host == "fb.me"
