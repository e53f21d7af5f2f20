"""A network on several platforms, drawn; and what was left out, in words."""

import re
from array import array
from xml.etree.ElementTree import fromstring

import pytest

from overt.report import lanes, left_out, marks, platform_view
from overt.report.lanes import Thing

from .markup import Page

SECOND = 1_000_000
START = 1_709_280_000 * SECOND
PLATFORMS = ["telegram", "tiktok", "x"]


def thing(accounts: int = 2, name: str = "t", **seconds: float) -> Thing:
    return Thing("url", name, {key: START + round(value * SECOND) for key, value in seconds.items()}, accounts)


def test_every_platform_has_a_form_of_its_own() -> None:
    names = ["b", "a", "f", "e", "d", "c", "a"]
    assert marks.shapes(names) == dict(zip("abcdef", marks.FORMS, strict=True))
    drawn = {str(marks.form(form, 10, 10, 6)) for form in marks.FORMS}
    assert len(drawn) == len(marks.FORMS)
    assert marks.shapes([*names, "g"])["g"] == "circle"


@pytest.mark.parametrize("form", marks.FORMS)
def test_a_mark_stays_near_its_place(form: str) -> None:
    numbers = [float(n) for n in re.findall(r"-?\d+\.?\d*", str(marks.form(form, 100, 100, 10)))]
    if form in ("circle", "square"):
        assert all(5 < n < 110 for n in numbers)
    else:
        assert len(numbers) >= 6 and all(85 <= n <= 115 for n in numbers)


def test_the_lanes_have_a_row_for_each_platform() -> None:
    ticks = {
        ("telegram", "a"): {"url": array("q", [START, START + 60 * SECOND])},
        ("x", "b"): {"text": array("q", [START + 3_600 * SECOND])},
    }
    drawn = fromstring(lanes.lanes("l", "title", ticks, PLATFORMS))
    assert len(drawn.findall("path[@class='floor']")) == 3 and len(drawn.findall("path[@class='bar']")) == 2
    assert [row.text for row in drawn.findall(".//text[@class='row']")] == PLATFORMS
    assert lanes.lanes("l", "title", {}, PLATFORMS) is None


def test_the_relay_golden() -> None:
    rows = [thing(telegram=0, x=30), thing(telegram=61, tiktok=60, x=65)]
    drawn = fromstring(lanes.relay("r", "title", rows, PLATFORMS, {"x": 60}))
    assert [p.get("d") for p in drawn.findall("path[@class='way']")] == ["M120 18H358.7", "M120 38H159.8"]
    assert [p.get("d") for p in drawn.findall("path[@class='blur']")] == ["M358.7 18h477.3", "M159.8 38h477.3"]
    told = [title.text for title in drawn.findall(".//g/title")]
    assert told == ["x: 30 s later", "telegram: at the same time", "x: 5 s later", "telegram: 1 s later",
                    "tiktok: at the same time"]  # fmt: skip
    assert [text.text for text in drawn.findall("text[@class='axis']")] == [
        "first use", "+15 s", "+30 s", "+45 s", "+1 min", "+1 min 15 s", "+1 min 30 s",
    ]  # fmt: skip
    assert lanes.relay("r", "title", [], PLATFORMS, {}) is None


@pytest.mark.parametrize(
    ("seconds", "clocks", "sure"),
    [
        ({"telegram": 0, "x": 1}, {}, True),
        ({"telegram": 0, "x": 0}, {}, False),
        ({"telegram": 0, "x": 1}, {"x": 60}, True),  # the coarse one is later at any rate
        ({"telegram": 30, "x": 0}, {"x": 60}, False),
        ({"telegram": 60, "x": 0}, {"x": 60}, True),
    ],
)
def test_who_was_first_is_only_said_where_the_times_can_tell(seconds, clocks, sure) -> None:
    assert lanes.certain(thing(**seconds), clocks) is sure


def test_things_of_the_same_posts_stand_once_and_the_widest_first() -> None:
    things = [
        thing(9, "b", x=5, tiktok=6),
        thing(9, "c", x=5, tiktok=6),
        thing(2, "a", x=9, tiktok=8, telegram=7),
        *(thing(1, str(n), x=100 + n, tiktok=101 + n) for n in range(30)),
    ]
    kept = lanes.chosen(things)
    assert len(kept) == lanes.MAX_THINGS and [one.name for one in kept[:2]] == ["b", "a"]


def test_clocks_are_the_coarsest_of_a_platforms_files() -> None:
    files = [
        {"platforms": ["x"], "time_resolution_seconds": 60},
        {"platforms": ["x", "telegram"], "time_resolution_seconds": 1},
        {"platforms": None, "time_resolution_seconds": None},
        {},
    ]
    assert platform_view.clocks(files) == {"x": 60, "telegram": 1}


def test_what_the_page_says_of_platforms(pages: dict[str, str]) -> None:
    words = Page(pages["small"]).words
    assert words.count("Across platforms") == 1
    assert "6 on facebook first. Which platform comes first here depends on what was collected" in words
    assert words.count("How things went from platform to platform: a row for each thing") == 1
    assert "Low Ford" in words and "This made nobody a member." in words
    assert "thick: between platforms" in words
    alone = words.split("Network N3")[1]
    assert "Across platforms" not in alone and "thick: between platforms" not in alone


def test_handles_stand_beside_the_account_id(pages: dict[str, str]) -> None:
    members = Page(pages["small"]).words.split("Members No.")[1]
    assert members.startswith("AccountHandleName shownPlatform")
    assert "brava_anna07@BRAVA_ANNA07BRAVA_ANNA07x" in members and "brava_anna00——x" in members


def test_what_was_left_out_is_said_with_counts(pages: dict[str, str]) -> None:
    words = Page(pages["small"]).words
    assert "Left out as generic" in words
    assert "“good morning to all of you”used by 1,203 of 2,301 accountsa generic phrase" in words
    assert "“my day 0 steps … with the app”used by 900 of 2,301 accounts, in 310 different texts" in words


@pytest.mark.parametrize("traces", [None, [], [{}], [{"name": "text", "left_out": None}], [{"left_out": ["x", {}]}]])
def test_nothing_left_out_is_no_line(traces: object) -> None:
    assert left_out.rows({"traces": traces}) == []
