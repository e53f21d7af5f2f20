"""Which column of a file holds which field of posts: what the user says, then names, then content."""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from overt.errors import InputError, UsageError
from overt.sources.aliases import ACCOUNT_ALIASES, ALIASES, KIND_WORDS, TRACE_COLUMNS, fold
from overt.sources.base import Column
from overt.sources.time_text import BAD
from overt.sources.times import EARLIEST, LATEST, TimeReader, zone

SHARE = 0.95
"""Share of the values of a column that must fit when only content speaks for it."""
_TRACE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,63}\Z", re.ASCII)
_URL = re.compile(r"https?://\S+\Z", re.IGNORECASE)
_OTHER_TIME = re.compile(
    r"(account|user|profile|author|channel|page).*(creat|join|since|start|regist)|birth|dob|earliest|latest|first|last"
    r"|update|modif|edit|delet|collect|retriev|scrap|harvest|fetch|crawl|download|index"
)
"""Times of something else than the post, in folded names."""
MADE = "\0"
"""Before the name of a field where it stands as a column that was made; no column of a file is called so."""
_HANDLE = re.compile(r"@[\w.-]{1,64}\Z|did:[a-z]+:\S{1,128}\Z")


@dataclass(frozen=True)
class Made:
    """A field that is made of several cells of a row: their columns, None for one that the file lacks, and how.

    `make` gets the cells as they stand, None for those that are missing, and must take anything.
    """

    columns: tuple[str | None, ...]
    make: Callable[..., Any]


@dataclass
class Plan:
    """What is read from one file. `fields`: field of posts -> column; `traces`: id trace -> column;
    `profile`: field of accounts -> column; `said`: fields that the user settled.
    """

    fields: dict[str, str] = field(default_factory=dict)
    traces: dict[str, str] = field(default_factory=dict)
    platform: str = "unknown"
    shape: str = ""
    day_first: bool = False
    utc: bool = False  # times without zone are known to be UTC, whatever the options say
    copies: dict[str, str] = field(default_factory=dict)  # id field -> id trace whose values it repeats
    notices: list[str] = field(default_factory=list)
    profile: dict[str, str] = field(default_factory=dict)
    said: frozenset[str] = frozenset()
    posts: bool = True  # else the rows are accounts
    hidden: frozenset[str] = frozenset()  # fields of accounts that are not told where they repeat the account's id
    made: dict[str, Made] = field(default_factory=dict)  # field of posts -> how it is made, instead of `fields`

    def wanted(self) -> list[str]:
        """Columns to read, each once."""
        parts = [c for made in self.made.values() for c in made.columns if c]
        return list(dict.fromkeys([*self.fields.values(), *self.traces.values(), *self.profile.values(), *parts]))

    def read_from(self) -> dict[str, str]:
        """What the run says of it: field or id trace -> the column or columns it was read from."""
        return {
            **self.fields,
            **{name: " + ".join(c for c in made.columns if c) for name, made in self.made.items()},
            **{f"trace_{trace}": column for trace, column in self.traces.items()},
            **{name: self.traces[trace] for name, trace in self.copies.items()},
        }

    def place(self, name: str) -> str:
        """The column of a chunk that holds that field; a name that no column has where there is none."""
        return MADE + name if name in self.made else self.fields.get(name, MADE)


def check_options(mapping: Mapping[str, str], traces: Mapping[str, str]) -> None:
    """Raises UsageError for a field or a trace name that cannot be."""
    for name in mapping:
        if name not in ALIASES:
            raise UsageError(
                f"--map {name}={mapping[name]}: posts have no field {name}",
                mend="the fields are " + ", ".join(ALIASES),
            )
    for name in traces:
        if not _TRACE_NAME.match(name):
            raise UsageError(
                f"--trace-column {name}={traces[name]}: {name!r} cannot name a trace",
                mend="use letters, digits and _, beginning with a letter",
            )


def listed(names: Sequence[str]) -> str:
    """The columns of a file for a message, at most 40."""
    shown = ", ".join(ascii(n)[1:-1] if not n.isprintable() else n for n in names[:40])
    return shown + (f" and {len(names) - 40} more" if len(names) > 40 else "")


def find(name: str, columns: Sequence[str]) -> str | None:
    """The column of that name: exactly so, else folded."""
    if name in columns:
        return name
    return next((c for c in columns if fold(c) == fold(name) and fold(name)), None)


def cells_of(column: Column) -> list[Any]:
    """The values of a column in plain Python; None where a value is missing or an empty text."""
    if not isinstance(column, list):
        try:
            column = column.to_pylist()
        except (pa.ArrowException, ValueError, OverflowError, UnicodeDecodeError):
            return [None] * len(column)
    return [None if v == "" or (isinstance(v, float) and math.isnan(v)) else v for v in column]


def values_of(column: Column) -> list[Any]:
    """Present values of a sampled column."""
    return [v for v in cells_of(column) if v is not None]


def time_share(column: Column) -> float:
    """Share of present values that are times within the years overt reads."""
    values = column if isinstance(column, list) else None
    if values is not None:
        values = values_of(column)
        if not values:
            return 0.0
    size = len(column if values is None else values)
    times = TimeReader(zone("UTC")).read(column if values is None else values, size)
    present = size if values is not None else size - column.null_count
    slack = 2 * 86_400 * 1_000_000
    good = int(((times.wall != BAD) & (times.wall >= EARLIEST - slack) & (times.wall < LATEST + slack)).sum())
    return good / present if present else 0.0


def by_name(columns: Sequence[str], sample: Mapping[str, Column]) -> dict[str, str]:
    """Field -> column by the table of names; a column serves one field."""
    folded: dict[str, str] = {}
    for column in columns:
        folded.setdefault(fold(column), column)
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name, aliases in ALIASES.items():
        candidates = list(dict.fromkeys(c for a in aliases if (c := folded.get(fold(a))) and c not in taken))
        chosen = _best(name, candidates, sample)
        if chosen:
            found[name] = chosen
            taken.add(chosen)
    if "text" in found and fold(found.get("urls", "")) == "url":
        del found["urls"]  # beside a text, `url` is as a rule the address of the post itself
    return found


def account_columns(columns: Sequence[str]) -> dict[str, str]:
    """Field of accounts -> column by the table of names."""
    folded = {fold(column): column for column in reversed(columns)}
    found: dict[str, str] = {}
    for name, aliases in ACCOUNT_ALIASES.items():
        chosen = next((folded[fold(a)] for a in aliases if fold(a) in folded), None)
        if chosen and chosen not in found.values():
            found[name] = chosen
    return found


def _best(name: str, candidates: list[str], sample: Mapping[str, Column]) -> str | None:
    """The first candidate whose content does not speak against it."""
    if name == "created_at":
        good = [c for c in candidates if time_share(sample[c]) >= 0.5]
        return next(iter(good or candidates), None)
    if name == "kind":
        return next((c for c in candidates if _kind_share(sample[c]) >= SHARE), None)
    if name in ("account_id", "post_id", "text"):
        good = [c for c in candidates if values_of(sample[c])]
        return next(iter(good or candidates), None)
    return candidates[0] if candidates else None


def _kind_share(column: Column) -> float:
    values = values_of(column)
    known = sum(1 for v in values if isinstance(v, str) and v.strip().lower() in KIND_WORDS)
    return known / len(values) if values else 0.0


def by_content(missing: Sequence[str], free: Sequence[str], sample: Mapping[str, Column]) -> dict[str, str]:
    """Guesses for fields that no name matched, among columns that no field took."""
    found: dict[str, str] = {}
    left = [c for c in free if fold(c) not in {fold(t) for t in TRACE_COLUMNS}]
    if "created_at" in missing:
        times = [c for c in left if not _OTHER_TIME.search(fold(c))]
        chosen = next((c for c in times if _not_a_number(sample[c]) and time_share(sample[c]) >= SHARE), None)
        chosen = chosen or next((c for c in times if _epochs(c, sample[c])), None)
        if chosen:
            found["created_at"] = chosen
            left.remove(chosen)
    if "account_id" in missing:
        chosen = next((c for c in left if _share(sample[c], _HANDLE) >= SHARE), None)
        if chosen:
            found["account_id"] = chosen
            left.remove(chosen)
    if "text" in missing:
        lengths = {c: _prose(sample[c]) for c in left}
        chosen = max(lengths, key=lambda c: lengths[c], default=None)
        if chosen and lengths[chosen] >= 20:
            found["text"] = chosen
            left.remove(chosen)
    if "urls" in missing and "text" in missing and "text" not in found:
        chosen = next((c for c in left if _share(sample[c], _URL) >= SHARE), None)
        if chosen:
            found["urls"] = chosen
    return found


def _not_a_number(column: Column) -> bool:
    """Whether the column's values are more than bare numbers, which may be anything."""
    if isinstance(column, list):
        values = values_of(column)[:100]
        return any(isinstance(v, str) and not v.strip().replace(".", "", 1).isdigit() for v in values)
    kind = column.type
    if pa.types.is_integer(kind) or pa.types.is_floating(kind):
        return False
    return bool(pa.types.is_temporal(kind)) or _not_a_number(column.to_pylist())


def _epochs(name: str, column: Column) -> bool:
    """Whether bare numbers look like epoch seconds to microseconds of 2004 to 2040, and not like ids."""
    if fold(name).endswith("id"):
        return False
    numbers: list[float] = []
    for value in values_of(column):
        try:
            numbers.append(float(value))
        except (TypeError, ValueError):
            return False
    unit = next((u for u in (1.0, 1e3, 1e6) if numbers and 1.07e9 * u <= numbers[0] <= 2.21e9 * u), 0.0)
    fitting = sum(1 for n in numbers if 1.07e9 * unit <= n <= 2.21e9 * unit)
    return bool(unit) and fitting >= SHARE * len(numbers)


def _share(column: Column, pattern: re.Pattern[str]) -> float:
    values = values_of(column)
    return sum(1 for v in values if isinstance(v, str) and pattern.match(v.strip())) / len(values) if values else 0.0


def _prose(column: Column) -> float:
    """Mean length of the values if most have spaces; 0 for anything that is not prose."""
    values = values_of(column)
    if not values or not all(isinstance(v, str) for v in values):
        return 0.0
    spaced = sum(1 for v in values if " " in v.strip() and not v.lstrip().startswith(("[", "{")))
    if spaced * 2 < len(values) or time_share(values) >= SHARE:
        return 0.0
    return sum(map(len, values)) / len(values)


def make_plan(
    shown: str,
    columns: Sequence[str],
    sample: Mapping[str, Column],
    mapping: Mapping[str, str],
    trace_columns: Mapping[str, str],
    adapt: Callable[[Plan], None] | None = None,
) -> Plan:
    """The plan of one file. `adapt` adds what a known export says; only where there is none, contents are looked at."""
    plan = Plan()
    plan.said = frozenset(mapping)
    said = {f: c for f, name in mapping.items() if name and (c := find(name, columns))}
    settled = {f for f, name in mapping.items() if not name} | set(said)
    free = [c for c in columns if c not in said.values()]
    named = {f: c for f, c in by_name(free, sample).items() if f not in settled}
    plan.fields = {**named, **said}
    for name in (t for c in columns for t in TRACE_COLUMNS if fold(t) == fold(c)):
        column = find(name, columns)
        if column and column not in said.values():
            plan.traces[name] = column
            plan.fields = {f: c for f, c in plan.fields.items() if c != column or f in said}
    plan.traces.update({t: c for t, name in trace_columns.items() if (c := find(name, columns))})
    plan.profile = account_columns([c for c in columns if c not in plan.wanted()])
    if adapt:
        adapt(plan)
        return plan
    missing = [f for f in ("created_at", "account_id", "text", "urls") if f not in plan.fields and f not in settled]
    taken = {*plan.fields.values(), *plan.traces.values()}
    guessed = by_content(missing, [c for c in columns if c not in taken], sample)
    for name, column in guessed.items():
        plan.fields[name] = column
        plan.notices.append(
            f"{Path(shown).name}: no column is named like {name}; {listed([column])} was read as {name} for "
            f"what it holds (--map {name}=COLUMN says otherwise)"
        )
    return plan


def check(plan: Plan, shown: str, columns: Sequence[str]) -> None:
    """Raises InputError where no time or no account was found."""
    needed = (("created_at", "time"), ("account_id", "account")) if plan.posts else (("account_id", "account"),)
    for name, noun in needed:
        if name not in plan.fields and name not in plan.made:
            raise InputError(
                f"no column looks like the {noun} of a post; columns: {listed(columns)}",
                where=shown,
                mend=f"name it with --map {name}=COLUMN",
            )
