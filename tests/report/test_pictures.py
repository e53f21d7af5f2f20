import re
from array import array
from itertools import pairwise
from xml.etree.ElementTree import fromstring

import pytest

from overt.report import hour_map, network_picture, raster, timeline
from overt.report.network_picture import Node
from overt.report.palette import Palette
from overt.report.results import Edge
from overt.report.time_axis import Axis

SECOND = 1_000_000
DAY = 86_400 * SECOND
PALETTE = Palette(["url", "text"])


def nodes(number: int, places: bool = True) -> list[Node]:
    return [
        Node(
            one + 1,
            ("x", f"account{one}"),
            "member",
            *((one / number, (one * 7 % number) / number) if places else (None, None)),
        )
        for one in range(number)
    ]


def edges(people: list[Node]) -> list[Edge]:
    return [Edge(a.key, b.key, "url", "60 s / 1 h", within=5, q=0.001) for a, b in pairwise(people)]


def draw(people: list[Node], joined: list[Edge] | None = None) -> str:
    joined = edges(people) if joined is None else joined
    return network_picture.draw("n1", "N1", nodes=people, edges=joined, palette=PALETTE)


def test_a_network_has_a_mark_for_each_account_and_a_line_for_each_edge() -> None:
    people = nodes(5)
    drawn = fromstring(draw(people))
    assert len(drawn.findall(".//g[@class='n member']")) == 5
    lines = drawn.findall(".//g[@class='c0']/path")
    assert {line.get("data-e") for line in lines} == {"1 2", "2 3", "3 4", "4 5"}
    assert drawn.get("role") == "img" and "5 members" in drawn.find("desc").text


@pytest.mark.parametrize("places", [True, False])
@pytest.mark.parametrize("number", [1, 2, 30, 120])
def test_every_mark_lies_in_the_picture(number: int, places: bool) -> None:
    people = nodes(number, places)
    drawn = fromstring(draw(people))
    _, _, width, height = map(float, drawn.get("viewBox").split())
    for mark in drawn.iter("circle"):
        assert 0 < float(mark.get("cx")) < width and 0 < float(mark.get("cy")) < height


def test_places_that_cannot_be_used_are_laid_out_afresh() -> None:
    people = [Node(1, ("x", "a"), "member", float("nan"), 0.0), Node(2, ("x", "b"), "member", 0.0, 0.0)]
    drawn = str(draw(people))
    assert "nan" not in drawn and drawn == str(draw(people))


def test_platform_and_role_are_told_by_form() -> None:
    people = [
        Node(1, ("facebook", "a"), "member", 0, 0),
        Node(2, ("x", "b"), "member", 1, 1),
        Node(3, ("x", "c"), "target", 1, 0),
    ]
    drawn = fromstring(draw(people, []))
    assert len(drawn.findall(".//g[@class='nodes']//circle")) == 1
    assert len(drawn.findall(".//g[@class='nodes']//rect")) == 2
    assert len(drawn.findall(".//g[@class='n target']")) == 1


def test_raster_golden() -> None:
    people = nodes(2)
    ticks = {
        people[0].key: {"url": array("q", [0, 50 * SECOND, 50 * SECOND])},
        people[1].key: {"url": array("q", [100 * SECOND])},
    }
    drawn = fromstring(
        raster.draw("r", "title", nodes=people, ticks=ticks, window=raster.whole(ticks), palette=PALETTE)
    )
    rows = [path.get("d") for path in drawn.findall("path[@class='tick c0']")]
    assert rows == ["M86 7v14m383-14v14", "M852 24v14"]


def test_rows_stand_beside_those_they_act_with() -> None:
    a, b, c, d = people = nodes(4)
    joined = [Edge(a.key, d.key, "url", None, within=9), Edge(d.key, b.key, "url", None, within=5)]
    assert raster.neighbours(people, joined) == [a, d, b, c]
    assert raster.neighbours([], []) == []


def test_raster_stays_small() -> None:
    people = nodes(100)
    ticks = {node.key: {"url": array("q", range(0, 4_000 * SECOND, 2 * SECOND))} for node in people}
    drawn = raster.draw("r", "title", nodes=people, ticks=ticks, window=raster.whole(ticks), palette=PALETTE)
    assert len(drawn) < 1_500_000  # 200,000 ticks
    assert len(re.findall('<path class="tick|class="tick', drawn)) == 100


def test_the_busiest_stretch_is_where_most_members_act() -> None:
    people = nodes(6)
    ticks = {node.key: {"url": array("q", [node.number * 9 * DAY, 70 * DAY + node.number * SECOND])} for node in people}
    found = raster.busiest(ticks, edges(people))
    assert found is not None and found.first < 70 * DAY < found.last and found.last - found.first < DAY


def test_no_busiest_stretch_where_the_whole_is_short() -> None:
    people = nodes(3)
    ticks = {node.key: {"url": array("q", [node.number * SECOND])} for node in people}
    assert raster.busiest(ticks, edges(people)) is None
    assert raster.whole({}) is None


@pytest.mark.parametrize("length", [SECOND, 3_600 * SECOND, DAY, 40 * DAY, 900 * DAY, 20_000 * DAY])
def test_an_axis_has_a_few_round_marks(length: int) -> None:
    marks = Axis(1_475_000_123 * SECOND, 1_475_000_123 * SECOND + length, 0, 800).marks()
    assert 1 <= len(marks) <= 12 or length == SECOND
    assert len({label for _, label in marks}) == len(marks) or length <= DAY


def test_axis_labels_golden() -> None:
    first = 1_475_280_000 * SECOND  # 2016-10-01
    assert [label for _, label in Axis(first, first + DAY, 0, 800).marks()] == [
        "1 Oct", "03:00", "06:00", "09:00", "12:00", "15:00", "18:00", "21:00", "2 Oct",
    ]  # fmt: skip
    assert [label for _, label in Axis(first, first + 150 * DAY, 0, 800).marks()] == [
        "Oct 2016", "Nov 2016", "Dec 2016", "Jan 2017", "Feb 2017",
    ]  # fmt: skip


def test_hour_map_has_168_cells_and_a_true_sentence() -> None:
    counts = [0] * 168
    counts[24 + 9], counts[5 * 24 + 10] = 30, 10
    found = hour_map.draw("h", "N1", counts)
    assert found is not None
    assert len(fromstring(found.picture).findall("rect")) == 168
    assert found.sentence.startswith(
        "The busiest hour of the week is Tuesday 09–10 h UTC, with 30 of 40 posts; 25% of the posts"
    )
    assert found.sentence.endswith("The longest quiet stretch of the day runs from 11 to 09 h UTC.")
    assert dict(found.rows)["Tuesday"][9] == 30


@pytest.mark.parametrize("hours", [[], [0] * 168, [1] * 167, ["x"] * 168])
def test_no_hour_map_without_hours(hours: list) -> None:
    assert hour_map.draw("h", "N1", hours) is None


def test_timeline_has_a_row_for_each_network_and_none_without_times() -> None:
    row = timeline.Row("N1", "n1", {("x", "a"): {"url": array("q", [0, DAY])}})
    drawn = fromstring(timeline.draw("t", [row, timeline.Row("N2", "n2", {})]))
    assert [link.get("href") for link in drawn.findall("a")] == ["#n1", "#n2"]
    assert len(drawn.findall("path[@class='bar']")) == 1
    assert timeline.draw("t", [timeline.Row("N1", "n1", {})]) is None
