"""Hosts, what a labelled domain covers, and addresses of profiles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from overt.registry.addresses import Named, account, named
from overt.registry.domains import above, host_of, is_shared, labelled


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("https://www.News.example/a?b#c", "www.news.example"),
        ("news.example", "news.example"),
        ("  http://news.example:80/ ", "news.example"),
        ("//news.example/x", "news.example"),
        ("https:/news.example/x", "news.example"),
        ("https://news.example, ", "news.example"),
        ("https://news.example.", "news.example"),
        ("https://somebody:secret@news.example/", "news.example"),
        ("https://news.example@evil.example/", "evil.example"),
        ("https://новости.example/", "xn--b1amnebsh.example"),
        ("http://%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8.example", "xn--b1amnebsh.example"),
        ("https://localhost/", None),
        ("https://192.0.2.7/", None),
        ("https://[::1]/", None),
        ("a word", None),
        ("", None),
        ("news example", None),
        ("https://" + "a" * 5_000 + ".example", None),
        ("https://-.example", None),
    ],
)
def test_hosts(address, host):
    assert host_of(address) == host


@given(st.text(max_size=60))
def test_no_address_is_too_odd(text):
    found = host_of(text)
    assert found is None or (found.isascii() and "." in found and found == found.lower())
    assert named(text) is None or named(text).platform


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("https://www.news.example/en/", "news.example"),
        ("m.news.example", "news.example"),
        ("https://de.news.example", "de.news.example"),
        ("https://www.gov.uk/", "www.gov.uk"),  # without www. it would be everybody's
        ("gov.uk", None),
        ("com", None),
        ("https://youtube.com/somebody", None),
        ("https://m.facebook.com/somebody", None),
        ("somebody.blogspot.com", "somebody.blogspot.com"),
        ("blogspot.com", None),
        ("https://mobile.twitter.com", None),
    ],
)
def test_domains_of_labels(address, domain):
    assert labelled(address) == domain


def test_what_is_above():
    assert list(above("a.b.news.example")) == ["a.b.news.example", "b.news.example", "news.example"]
    assert list(above("news.example")) == ["news.example"]
    assert len(list(above("a." * 120 + "example"))) <= 20
    assert is_shared("www.medium.com")


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://www.twitter.com/Somebody", Named("x", "Somebody")),
        ("https://x.com/somebody/status/1", Named("x", "somebody")),
        ("https://twitter.com/some.body", None),
        ("https://www.tiktok.com/@some.body?lang=en", Named("tiktok", "some.body")),
        (
            "https://www.youtube.com/channel/UC0123456789abcdefghijkl",
            Named("youtube", None, "UC0123456789abcdefghijkl"),
        ),
        ("https://www.youtube.com/@somebody", Named("youtube", "somebody")),
        ("https://www.youtube.com/c/somebody", Named("youtube", "somebody")),
        ("https://t.me/s/somebody", Named("telegram", "somebody")),
        ("https://vk.com/public123", Named("vk", "public123")),
        ("https://ok.ru/group/52226357788884", Named("ok", None, "52226357788884")),
        ("https://rutube.ru/channel/123/", Named("rutube", None, "123")),
        ("https://www.facebook.com/profile.php?id=100012345678901&ref=x", Named("facebook", None, "100012345678901")),
        (
            "https://www.facebook.com/Some-Body-123456789012",
            Named("facebook", "Some-Body-123456789012", "123456789012"),
        ),
        ("https://www.facebook.com/", None),
        ("https://news.example/somebody", None),
        ("https://notx.com/somebody", None),
    ],
)
def test_addresses_of_profiles(address, found):
    assert named(address) == found


@pytest.mark.parametrize(
    ("platform", "text", "found"),
    [
        ("facebook", "1.00076E+14", Named("facebook")),
        ("facebook", "somebody/", Named("facebook", "somebody")),
        ("facebook", "Some\\", Named("facebook", "Some")),
        (
            "facebook",
            "people/Some-Body/100012345678901",
            Named("facebook", "Some-Body100012345678901", "100012345678901"),
        ),
        ("x", "A Name", Named("x")),
        ("telegram", "s/somebody", Named("telegram", "somebody")),
        ("tiktok", "MS4wLjABAAAA" + "a" * 50, Named("tiktok", None, "MS4wLjABAAAA" + "a" * 50)),
        ("x", "", Named("x")),
    ],
)
def test_last_parts_of_addresses(platform, text, found):
    assert account(platform, text) == found
