"""Operation: one influence operation as one report tells it, and Report: what one reporter published for a period.

Where it was operated from (`origins`), whom it was linked to (`linked_to`, `entities`) and whom it addressed
(`audiences`) are kept apart, in the words of the report. They are claims of the reporter: `attribution_confidence` and
`attribution_basis` say how sure it is and why. What a report does not say is missing, never guessed and never zero.
"""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from overt.disclosure.noun import Noun
from overt.errors import InputError

DETECTION = ("internal", "external", "both")
"""Who noticed it first: the reporter, somebody else, or both."""
MOTIVES = ("political", "financial", "unknown")


@dataclass(frozen=True)
class Count:
    """A number that a report states of something, such as 954 of "facebook pages"; `about` where it is rounded."""

    what: str
    number: int
    about: bool = False


@dataclass(frozen=True)
class Operation(Noun):
    """One operation in one report. `touched` names the platforms on which the report saw it, beyond its own counts."""

    id: str
    reporter: str
    name: str | None = None
    aliases: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    linked_to: tuple[str, ...] = ()
    entities: tuple[str, ...] = ()
    audiences: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    surfaces: tuple[Count, ...] = ()
    followers: tuple[Count, ...] = ()
    spend_usd: int | None = None
    detection: str | None = None
    lead_sources: tuple[str, ...] = ()
    corroborated_by: tuple[str, ...] = ()
    period_start: date | None = None
    period_end: date | None = None
    reported_on: date | None = None
    attribution_confidence: str | None = None
    attribution_basis: str | None = None
    goal: str | None = None
    supportive_of: str | None = None
    critical_of: str | None = None
    motive: str | None = None
    recidivist: bool | None = None
    breakout: int | None = None
    touched: tuple[str, ...] = ()
    indicators: tuple[str, ...] = ()
    summary: str | None = None
    source: str | None = None

    def check(self) -> None:
        """A reporter, known words, periods that do not end before they begin."""
        super().check()
        self.need("reporter")
        self.among("detection", DETECTION)
        self.among("motive", MOTIVES)
        self.within("breakout", 1, 6)
        self.within("spend_usd", 0, 10**12)
        self.in_order("period_start", "period_end")
        for name in ("surfaces", "followers"):
            for count in getattr(self, name):
                if not 0 <= count.number <= 10**12:
                    raise self.wrong(name, f"has {count.number}", "a count is neither negative nor that large")

    def accounts(self, platform: str) -> int | None:
        """Accounts, pages, groups and channels counted on one platform; None where the report counts none there."""
        here = [c for c in self.surfaces if c.what.split(" ")[0] == platform]
        held = [c.number for c in here if not c.what.endswith(" removed")]
        return sum(held) if held else None

    def touches(self, platform: str) -> bool:
        """Whether the report names the platform: by a count, an account or in words."""
        return platform in self.touched or self.accounts(platform) is not None


@dataclass(frozen=True)
class Report:
    """What one reporter published for a period. `left` holds the lines that could not be understood, with why."""

    reporter: str
    format: str
    operations: tuple[Operation, ...]
    title: str | None = None
    period_start: date | None = None
    period_end: date | None = None
    recidivist_accounts_removed: int | None = None
    left: tuple[str, ...] = ()


def fact(operation: Operation) -> dict[str, Any]:
    """The operation as plain JSON values; what is missing is left out."""
    shown: dict[str, Any] = {}
    for each in fields(operation):
        value = getattr(operation, each.name)
        if value in (None, ()):
            continue
        if isinstance(value, date):
            shown[each.name] = value.isoformat()
        elif isinstance(value, tuple):
            shown[each.name] = [v if isinstance(v, str) else _count(v) for v in value]
        else:
            shown[each.name] = value
    return shown


def _count(count: Count) -> dict[str, Any]:
    return {"what": count.what, "number": count.number, **({"about": True} if count.about else {})}


def number(text: str, where: str = "") -> int | None:
    """A whole number with or without thousands separators; None for an empty cell. Raises InputError for any other."""
    plain = text.strip().replace(",", "").replace("\u00a0", "").replace(" ", "")
    if plain in ("", "-", "–", "n/a", "N/A"):
        return None
    if not plain.isascii() or not plain.isdigit() or len(plain) > 12:
        raise InputError(f"{text.strip()[:60]!r} is no count", where=where, mend="a count has digits and commas only")
    return int(plain)
