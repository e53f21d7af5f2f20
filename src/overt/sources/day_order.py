"""Whether 01/02/2020 is a day of January or of February: decided once for a file, by all its times."""

from collections.abc import Iterable
from typing import Any

from overt.sources.base import PLAIN_ROWS, Source
from overt.sources.columns import Plan, values_of
from overt.sources.time_text import SLASHED


def settle(source: Source, plan: Plan, shown: str) -> None:
    """Set `plan.day_first`, with a notice where the file leaves it open. Reads all times if any looks so."""
    column = plan.fields.get("created_at") or plan.profile.get("created_at")
    if not column or not any(_slashed(v) for v in values_of(source.sample()[column])):
        return
    day = month = 0
    marks = {"/": 0, ".": 0, "-": 0}
    for chunk in source.chunks([column], PLAIN_ROWS):
        for first, mark, second in _numbers(values_of(chunk.columns[column])):
            day += first > 12
            month += second > 12
            marks[mark] += 1
    if bool(day) != bool(month):
        plan.day_first = day > 0
        return
    if day:
        plan.day_first = day > month
        plan.notices.append(
            f"{shown}: dates such as 31/12/2020 and 12/31/2020 stand side by side; they were read "
            f"{_words(plan.day_first)}, and those that do not fit were rejected"
        )
        return
    plan.day_first = marks["/"] < marks["."] + marks["-"]
    plan.notices.append(
        f"{shown}: no date tells day from month (01/02/2020); they were read {_words(plan.day_first)}; "
        "write them as 2020-02-01 to be sure"
    )


def _words(day_first: bool) -> str:
    return "day first" if day_first else "month first"


def _slashed(value: Any) -> bool:
    return isinstance(value, str) and SLASHED.match(value.strip()) is not None


def _numbers(values: Iterable[Any]) -> Iterable[tuple[int, str, int]]:
    for value in values:
        if isinstance(value, str) and (m := SLASHED.match(value.strip())):
            yield int(m[1]), m[2], int(m[3])
