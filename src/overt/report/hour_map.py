"""The hour-of-week map: at which hours (UTC) the members post."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from overt.report import svg
from overt.report.words import some

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CELL_X, _CELL_Y, _LEFT, _TOP = 24, 22, 44, 4


@dataclass(frozen=True)
class HourMap:
    """168 counts, Monday 00 h UTC first, with their picture and the sentence beside it."""

    counts: list[int]
    picture: Markup
    sentence: str

    @property
    def rows(self) -> list[tuple[str, list[int]]]:
        """The same as a table: day and its 24 counts."""
        return [(day, self.counts[24 * place : 24 * place + 24]) for place, day in enumerate(DAYS)]


def draw(identity: str, name: str, hours: Sequence[object]) -> HourMap | None:
    """The map of 168 counts; None where they are missing, malformed or all zero."""
    counts = [value if isinstance(value, int) and value >= 0 else 0 for value in hours]
    if len(counts) != 168 or not any(counts):
        return None
    most = max(counts)
    inside: list[Markup] = []
    for place, day in enumerate(DAYS):
        y = _TOP + place * _CELL_Y
        inside.append(svg.tag("text", day[:3], x=str(_LEFT - 6), y=str(y + 15), text_anchor="end", class_="row"))
        for hour in range(24):
            inside.append(_cell(day, hour, counts[24 * place + hour], most, y))
    bottom = _TOP + 7 * _CELL_Y
    for hour in range(0, 24, 3):
        x = _LEFT + hour * _CELL_X
        inside.append(svg.tag("text", f"{hour:02d}", x=str(x + 1), y=str(bottom + 14), class_="axis"))
    size = (_LEFT + 24 * _CELL_X + 2, bottom + 20)
    sentence = _sentence(counts)
    described = f"{sentence} The table below holds all 168 counts."
    drawn = svg.picture(
        identity, f"Hour-of-week map of {name}", described, size, *inside, class_="hours"
    )  # fmt: skip
    return HourMap(counts, drawn, sentence)


def _cell(day: str, hour: int, count: int, most: int, y: int) -> Markup:
    shade = f"{0.08 + 0.92 * count / most:.2f}".rstrip("0") if count else None
    return svg.tag(
        "rect",
        svg.tag("title", f"{day} {hour:02d}–{(hour + 1) % 24:02d} h: {count:,}"),
        x=str(_LEFT + hour * _CELL_X), y=str(y), width=str(_CELL_X - 2), height=str(_CELL_Y - 2),
        fill_opacity=shade, class_="peak" if count == most else "cell" if count else "none",
    )  # fmt: skip


def _sentence(counts: list[int]) -> str:
    total, most = sum(counts), max(counts)
    place = counts.index(most)
    by_hour = [sum(counts[hour::24]) for hour in range(24)]
    weekend = sum(counts[120:]) / total
    busiest = f"{DAYS[place // 24]} {place % 24:02d}–{(place % 24 + 1) % 24:02d} h UTC"
    return (
        f"The busiest hour of the week is {busiest}, with {most:,} of {some(total, 'post')}; {weekend:.0%} "
        f"of the posts fall on Saturday or Sunday (2 days of 7 would be 29%). {_quiet(by_hour, total)}"
    )


def _quiet(by_hour: list[int], total: int) -> str:
    """The longest stretch of the day (round the clock) that holds less than 1% of the posts an hour."""
    low = [count < 0.01 * total for count in by_hour]
    if all(low) or not any(low):
        return "No hour of the day is quiet."
    best_start, best = 0, 0
    for start in range(24):
        length = 0
        while length < 24 and low[(start + length) % 24]:
            length += 1
        if length > best:
            best_start, best = start, length
    end = (best_start + best) % 24
    return f"The longest quiet stretch of the day runs from {best_start:02d} to {end:02d} h UTC."
