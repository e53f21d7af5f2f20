"""A frozen reference: what was usual in an earlier period, so that nobody can make their own usual beforehand."""

import hashlib
import json
import math
from dataclasses import asdict, dataclass
from typing import Any

from overt.errors import InputError

SCHEMA = "overt-reference/1"
HOURS = 24


@dataclass(frozen=True)
class WeekOfUses:
    """How concentrated the uses of one trace were in one week and language.

    `concentration`: the chance, in parts, that two uses are of one object (the expected shared objects of two
    accounts are their numbers of objects times this); no account counts for more than the cap.
    """

    week: int
    uses: int
    accounts: int
    concentration: float


@dataclass(frozen=True)
class Reference:
    """What was usual: popularity (trace -> language -> weeks), rhythm (24 shares of posts by hour of day, UTC) and
    activity (trace -> distinct objects of an account in a week: median, 9 in 10, 99 in 100).

    first, last: days of the period. No account is named.
    """

    first: str
    last: str
    posts: int
    accounts: int
    popularity: dict[str, dict[str, list[WeekOfUses]]]
    rhythm: list[float]
    activity: dict[str, list[float]]

    def text(self) -> str:
        """The file: JSON, the same for the same content."""
        return json.dumps({"schema": SCHEMA, **asdict(self)}, sort_keys=True, indent=1) + "\n"

    @property
    def digest(self) -> str:
        """SHA-256 of the file."""
        return hashlib.sha256(self.text().encode()).hexdigest()

    def ceiling(self, trace: str, language: str) -> float | None:
        """The largest concentration of any week; None where the period says nothing about it."""
        weeks = self.popularity.get(trace, {}).get(language, [])
        return max((w.concentration for w in weeks), default=None)


def parsed(text: str, where: str) -> Reference:
    """A reference from the text of its file. Raises InputError where it is none, or does not say what it has to."""
    try:
        plain = json.loads(text)
        if plain.pop("schema") != SCHEMA:
            raise ValueError(f"its schema is not {SCHEMA}")
        popularity = {
            trace: {lang: [WeekOfUses(**week) for week in weeks] for lang, weeks in by_lang.items()}
            for trace, by_lang in plain.pop("popularity").items()
        }
        found = Reference(popularity=popularity, **plain)
        _check(found)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise InputError(
            f"this is no reference that overt froze: {error}",
            where=where,
            mend="make one with: overt scan EARLIER_POSTS --out DIR --freeze, which leaves DIR/reference.json",
        ) from error
    return found


def _check(found: Reference) -> None:
    weeks = [w for by_lang in found.popularity.values() for each in by_lang.values() for w in each]
    numbers: list[Any] = [w.concentration for w in weeks] + found.rhythm
    numbers += [x for each in found.activity.values() for x in each]
    if not all(isinstance(x, int | float) and math.isfinite(x) and x >= 0 for x in numbers):
        raise ValueError("a figure in it is no number")
    if len(found.rhythm) != HOURS or not math.isclose(sum(found.rhythm), 1.0, abs_tol=1e-6):
        raise ValueError("its rhythm is not 24 shares that make up the whole")
