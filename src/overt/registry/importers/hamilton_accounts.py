"""The account list of the Hamilton 2.0 dashboard: accounts of state-backed media and of diplomats and offices.

The list says "Media" or "Diplomatic/Government" and a country, no typology; so its media are state-affiliated here,
whatever else they may be. It names people who work for such media, too.
"""

from collections.abc import Sequence
from typing import Any, ClassVar

from overt.errors import UsageError
from overt.registry.importers.base import Accounts, Draft, Importer, Row, cell
from overt.registry.label import Label, Source

WHY = "Position, Notes, or Reason for Inclusion"
PLATFORMS = {
    "Twitter ID": "x",
    "Facebook ID": "facebook",
    "Instagram ID": "instagram",
    "YouTube ID": "youtube",
    "Telegram ID": "telegram",
    "TikTok": "tiktok",
    "Threads": "threads",
    "Rumble": "rumble",
    "VK": "vk",
    "Bitchute": "bitchute",
    "GETTR": "gettr",
    "Gab": "gab",
    "OK": "ok",
    "Parler": "parler",
    "Substack": "substack",
    "TruthSocial": "truthsocial",
}
KINDS = {"Media": "state_affiliated_media", "Diplomatic/Government": "government_official"}


class HamiltonAccounts(Importer):
    """Hamilton_Account_List2024.csv of social_profile_utils."""

    name = "hamilton-accounts"
    reads = "the account list of Hamilton 2.0: state media, diplomats and offices by platform"
    source = Source(
        "Hamilton 2.0 account list (Alliance for Securing Democracy)",
        "https://github.com/ASD-at-GMF/social_profile_utils",
        "MIT",
    )
    needed: ClassVar[tuple[str, ...]] = ("Category", "Account Type", "Name", "Twitter ID", "Telegram ID")

    @classmethod
    def recognises(cls, columns: Sequence[str]) -> bool:
        """See Importer.recognises."""
        return set(cls.needed) <= set(columns)

    def draft(self, row: Row, source: Source, remark: Any) -> Draft | None:
        """See Importer.draft. A row is known again by its first account, or else by its name."""
        if not any(cell(row, c) for c in row):
            return None
        sort = cell(row, "Account Type")
        if sort not in KINDS:
            raise UsageError(f"the account type {str(sort)[:40]} is not known")
        accounts = Accounts(remark)
        for column, platform in PLATFORMS.items():
            accounts.add(platform, row.get(column))
        handles, ids = accounts.names()
        name, office = cell(row, "Name"), cell(row, WHY)
        country = cell(row, "Category")
        held = [f"{p}:{v.lower()}" for given in (handles, ids) for p, values in given.items() for v in values]
        if not held:
            raise UsageError(f"the list gives no account of {name or 'it'}")
        label = Label(
            KINDS[sort],
            name,
            source,
            country=country,
            organisation=office if office and office.lower() != "unknown" else None,
            statement=sort,
            handles=handles,
            ids=ids,
        )
        return Draft(self.name, ("|".join((sort, country or "", held[0])),), label)

    @classmethod
    def examples(cls) -> list[dict[str, Any]]:
        """See Importer.examples."""
        media = {"Category": "Atlantis", "Account Type": "Media", "Telegram ID": None}
        office = {"Category": "Atlantis", "Account Type": "Diplomatic/Government", "Telegram ID": "s/atlantis_abroad"}
        return [
            media
            | {
                "Name": "Atlantis Daily",
                "Twitter ID": "atlantis_daily",
                "Facebook ID": "profile.php?id=100012345678901",
            },
            media
            | {"Name": "The Atlantis Daily", "Twitter ID": "Atlantis_Daily", "Instagram ID": "a.daily\na.daily.en"},
            office | {"Name": "Embassy of Atlantis", "Twitter ID": None, WHY: "Foreign Office"},
            media | {"Name": "Atlantis Radio", "Twitter ID": None},
        ]
