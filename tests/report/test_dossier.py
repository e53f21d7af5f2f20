import base64
import hashlib
import re
import resource
import shutil
import time
from itertools import pairwise
from pathlib import Path

import pytest

from overt import report

from .markup import Page
from .sample import HOSTILE

ORDER = ("about", "summary", "before", "networks", "leads", "read", "methods", "limits", "check")
NAMES = ["small", "hostile", "large", "empty"]


@pytest.mark.parametrize("name", NAMES)
def test_the_page_is_well_formed_and_asks_nobody(pages: dict[str, str], name: str) -> None:
    page = Page(pages[name])
    assert not page.broken
    for attributes in (attributes for _, attributes in page.tags):
        assert not [key for key in attributes if key.startswith("on")]
        for key in ("src", "srcset", "action", "xlink:href", "data", "poster"):
            assert key not in attributes
        assert (attributes.get("href") or "#").startswith(("#", "data:,"))
    assert {tag for tag, _ in page.tags}.isdisjoint(
        {"img", "iframe", "object", "embed", "base", "form", "foreignobject", "image", "use"}
    )
    assert "url(" not in page.raw["style"][0] and "@import" not in page.raw["style"][0]


@pytest.mark.parametrize("name", NAMES)
def test_the_one_script_is_ours_and_its_hash_is_allowed(pages: dict[str, str], name: str) -> None:
    page = Page(pages[name])
    assert len(page.all("script")) == len(page.all("style")) == 1
    digest = base64.b64encode(hashlib.sha256("".join(page.raw["script"]).encode()).digest()).decode()
    policy = next(meta["content"] for meta in page.all("meta") if meta.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith(
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; img-src data:;"
    )


@pytest.mark.parametrize("name", NAMES)
def test_order_headings_and_landmarks(pages: dict[str, str], name: str) -> None:
    page = Page(pages[name])
    identities = [attributes["id"] for _, attributes in page.tags if "id" in attributes]
    assert len(identities) == len(set(identities))
    sections = [identity for identity in identities if identity in ORDER]
    assert sections == [one for one in ORDER if name != "empty" or one not in ("before", "networks")]
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert len(page.all("main")) == len(page.all("nav")) == 1 and page.all("html")[0]["lang"] == "en"
    labels = [attributes.get("aria-labelledby") for tag, attributes in page.tags if tag in ("section", "article")]
    assert all(label in identities for label in labels)
    links = [attributes["href"] for attributes in page.all("a")]
    assert all(link[1:] in identities for link in links) and links[0] == "#main"


def test_every_picture_has_words_and_a_table(pages: dict[str, str]) -> None:
    page = Page(pages["small"])
    pictures = [attributes for attributes in page.all("svg") if attributes.get("role") == "img"]
    identities = {attributes.get("id") for _, attributes in page.tags}
    # The timeline; per network the graph, two rasters, the hours; of one network its platforms, and how things went.
    assert len(pictures) == 1 + 3 * 4 + 2
    for picture in pictures:
        assert set(picture["aria-labelledby"].split()) <= identities
    assert page.words.count("The picture as a table") == 3 * 3 + 2
    others = [attributes for attributes in page.all("svg") if attributes.get("role") != "img"]
    assert all(attributes.get("aria-hidden") == "true" for attributes in others)


def test_what_a_journalist_reads_first(pages: dict[str, str]) -> None:
    words = Page(pages["small"]).words
    assert "Three networks of accounts that act together more tightly than chance explains" in words
    assert (
        "Coordination is not guilt." in words
        and "never says who is behind an account" in words
        and "A person decides." in words
    )
    assert "Of 2,301 accounts, 21 act together, in 3 networks held together by" in words
    assert "N2 reaches across platforms." in words and "1 further account was only copied by others" in words
    assert "false discovery rate of 1%: of every hundred links shown, about 1 may be chance" in words


def test_innocence_stands_before_coordination_in_every_network(pages: dict[str, str]) -> None:
    words = Page(pages["small"]).words
    for part in words.split("Network N")[1:]:
        assert (
            part.index("A public petition asked")
            < part.index("No account hides")
            < part.index("closer in time than chance explains")
        )
    assert words.index("Before you accuse") < words.index("Network N1")


def test_targets_stand_apart(pages: dict[str, str]) -> None:
    words = Page(pages["small"]).words
    assert "Being copied is not evidence against anybody" in words
    assert words.index("Targets: copied, not members") < words.index("city_paper on x, 83 posts")
    assert words.count("Targets: copied, not members") == 1


def test_cross_platform_networks_are_shown_as_such(pages: dict[str, str]) -> None:
    words = Page(pages["small"]).words
    assert words.count("across platforms: facebook and x") == 1
    assert "facebook ↔ x" in words


def test_receipts_name_the_very_posts(pages: dict[str, str]) -> None:
    words = Page(pages["small"]).words
    assert re.search(r"shared \d+ of 14 urls, expected 0.03; \d+ within 60 s, expected 0.4; q = 2e-9", words)
    assert re.search(r"post 136\d+, harl_posts.csv, row 10\d\d", words)
    assert re.search(r"Showing 5 of \d+ co-actions; all are in receipts.parquet", words)
    assert "showing 20 of" in words
    assert "Both posted, to the letter:" in words


def test_nothing_found_is_said_calmly_and_with_its_limits(pages: dict[str, str]) -> None:
    words = Page(pages["empty"]).words
    assert "Nothing found: no network of accounts acts together more tightly than chance explains" in words
    assert "It is not a certificate of innocence." in words and "at least three separate occasions" in words
    assert "12 more pairs of accounts share more objects than chance explains" in words
    assert "48,210 rows were read and 12 rejected" in words
    assert "Before you accuse" not in words


def test_how_to_check(pages: dict[str, str], made: dict[str, Path]) -> None:
    words = Page(pages["small"]).words
    assert "0f" * 32 in words
    assert hashlib.sha256((made["small"] / "findings.json").read_bytes()).hexdigest() in words
    assert "overt scan harl_posts.csv --out again --seed 3" in words


def test_hostile_texts_stay_texts(pages: dict[str, str]) -> None:
    html = pages["hostile"]
    assert not re.search(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", html)
    assert html.lower().count("</script") == 1
    assert "<script>alert" not in html and "<img" not in html
    page = Page(html)
    assert "<script>alert(1)</script>⟨U+202E⟩gnp.exe⟨U+200B⟩⟨U+2066⟩ <img src=x onerror=alert(2)>" in page.words
    assert "{{ 7*7 }} {% raw %}" in page.words
    assert HOSTILE not in html


@pytest.mark.parametrize("name", NAMES)
def test_no_python_shows_through(pages: dict[str, str], name: str) -> None:
    words = Page(pages[name]).words
    assert not re.search(r"\bNone\b|Undefined|\bnan\b|datetime\.|<overt|\{\}|\[\]", words)


def test_the_same_results_give_the_same_bytes(made: dict[str, Path], tmp_path: Path) -> None:
    copy = Path(shutil.copytree(made["small"], tmp_path / "elsewhere"))
    before = [(made["small"] / name).read_bytes() for name in ("graph.gexf", "report.html")]
    written = report.write(copy)
    assert [path.name for path in written] == ["graph.gexf", "report.html"]
    assert [path.read_bytes() for path in written] == before
    assert str(tmp_path).encode() not in before[1]


def test_the_real_size_stays_usable(made: dict[str, Path], pages: dict[str, str]) -> None:
    start, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    report.write(made["large"])
    assert time.monotonic() - start < 30
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 500_000  # kilobytes
    assert len(pages["large"].encode()) < 5_000_000
    words = Page(pages["large"]).words
    assert re.search(r"showing 1\d of 7\d\d; all are in receipts.parquet", words)
