"""A time axis in UTC: round places with short labels."""

from dataclasses import dataclass
from datetime import timedelta

from markupsafe import Markup

from overt.report import svg
from overt.report.receipts import time_of
from overt.report.words import MONTHS

_SECOND = 1_000_000
_DAY = 86_400
_STEPS = (
    1,
    5,
    10,
    30,
    60,
    300,
    600,
    900,
    1_800,
    3_600,
    7_200,
    10_800,
    21_600,
    43_200,
    _DAY,
    2 * _DAY,
    7 * _DAY,
    14 * _DAY,
)


@dataclass(frozen=True)
class Axis:
    """Maps microseconds since 1970 from `first` to `last` onto pixels from `left` to `right`."""

    first: int
    last: int
    left: float
    right: float

    @property
    def length(self) -> int:
        """Microseconds from end to end, at least one second."""
        return max(self.last - self.first, _SECOND)

    def x(self, time: float) -> float:
        """The pixel of a time."""
        return self.left + (time - self.first) / self.length * (self.right - self.left)

    def marks(self, most: int = 8) -> list[tuple[int, str]]:
        """Round times on the axis, at most about `most`, with their labels."""
        for step in _STEPS:
            if self.length / _SECOND / step <= most:
                return self._even(step)
        return self._months(most)

    def _even(self, step: int) -> list[tuple[int, str]]:
        size = step * _SECOND
        times = range(-(-self.first // size) * size, self.first + self.length + 1, size)
        return [(time, self._label(time, step)) for time in times]

    def _label(self, time: int, step: int) -> str:
        moment = time_of(time)
        date = f"{moment.day} {MONTHS[moment.month - 1][:3]}"
        if step >= _DAY or (moment.hour == moment.minute == moment.second == 0):
            return date
        return f"{moment:%H:%M:%S}" if step < 60 else f"{moment:%H:%M}"

    def _months(self, most: int) -> list[tuple[int, str]]:
        months = self.length / _SECOND / _DAY / 30.44
        step = next((step for step in (1, 2, 3, 6, 12, 24, 60, 120) if months / step <= most), 120)
        start = time_of(self.first)
        place = start.year * 12 + start.month - 1
        place = -(-place // step) * step
        marks = []
        for month in range(place, place + 10_000 * step, step):
            year, number = divmod(month, 12)
            if not 1 <= year <= 9999:
                break
            moment = start.replace(year=year, month=number + 1, day=1, hour=0, minute=0, second=0, microsecond=0)
            time = (moment - time_of(0)) // timedelta(microseconds=1)
            if time > self.first + self.length:
                break
            if time >= self.first:
                marks.append((time, f"{MONTHS[number][:3]} {year}" if step < 12 else str(year)))
        return marks

    def draw(self, top: float, bottom: float) -> list[Markup]:
        """Thin lines from top to bottom, labels below; those at the ends are turned inwards."""
        drawn = []
        for time, label in self.marks():
            x = self.x(time)
            anchor = "end" if x > self.right - 16 else "start" if x < self.left + 16 else "middle"
            drawn.append(svg.tag("path", class_="grid", d=f"M{svg.place(x)} {svg.place(top)}V{svg.place(bottom)}"))
            drawn.append(svg.tag("text", label, x=x, y=bottom + 15, text_anchor=anchor, class_="axis"))
        return drawn
