"""CrowdSpec: what a crowd is to look like, checked before anything is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime

from overt.errors import UsageError
from overt.simulate.rhythm import DAY, SECOND


@dataclass(frozen=True)
class CrowdSpec:
    """What a crowd is to look like. Every field stands in the table of docs/simulate.md."""

    accounts: int = 2000
    days: float = 30
    start: str = "2024-03-01"
    posts_median: float = 12.0
    posts_sigma: float = 1.4
    posts_most: int = 10_000
    activity: Sequence[int] | None = None
    topics: int = 40
    homophily: float = 0.8
    languages: dict[str, float] = field(default_factory=lambda: {"en": 0.6, "es": 0.25, "ru": 0.15})
    repost_share: float = 0.5
    viral_share: float = 0.15
    notified_share: float = 0.06
    quick_share: float = 0.45
    news_share: float = 0.08
    greeting_share: float = 0.04
    occasion_share: float = 0.05
    chain_share: float = 0.02
    breaking_per_day: float = 6.0
    stories_per_day: float = 40.0
    occasions_per_week: float = 4.0
    chains_per_week: float = 3.0
    fandoms: int = 1
    fans: int = 200
    newswires: int = 0
    outlets: int = 20
    wire_stories_per_day: float = 5.0
    hourly_volume: Sequence[float] | None = None
    time_resolution: int = 1
    platform: str = "simnet"
    taken_ids: frozenset[str] = frozenset()
    seed: int = 0

    def period(self) -> tuple[int, int]:
        """Start and end in microseconds since 1970; a start without a zone is UTC."""
        try:
            start = datetime.fromisoformat(self.start)
        except ValueError as error:
            raise UsageError(f"start is {self.start!r}", mend="give a date such as 2024-03-01") from error
        start = start if start.tzinfo else start.replace(tzinfo=UTC)
        begin = round(start.timestamp()) * SECOND
        return begin, begin + round(self.days * DAY)

    def checked(self) -> "CrowdSpec":
        """Itself. Raises UsageError when a number makes no sense."""
        for name in (
            "repost_share",
            "homophily",
            "viral_share",
            "news_share",
            "greeting_share",
            "occasion_share",
            "chain_share",
            "notified_share",
            "quick_share",
        ):
            if not 0 <= getattr(self, name) <= 1:
                raise UsageError(f"{name} is {getattr(self, name)}", mend="give a share from 0 to 1")
        for name, least in (
            ("accounts", 1),
            ("days", 1 / 24),
            ("topics", 1),
            ("time_resolution", 1),
            ("posts_median", 1),
            ("posts_most", 1),
        ):
            if not getattr(self, name) >= least:
                raise UsageError(f"{name} is {getattr(self, name)}", mend=f"give {least:g} or more")
        for item in fields(self):
            value = getattr(self, item.name)
            if isinstance(value, int | float) and not value >= 0:
                raise UsageError(f"{item.name} is {value}", mend="give 0 or more")
        if not self.languages or not all(share > 0 for share in self.languages.values()):
            raise UsageError("languages need positive shares", mend='give such as {"en": 1.0}')
        if self.activity is not None and len(self.activity) == 0:
            raise UsageError("activity is empty", mend="give posts per account")
        self.period()
        return self
