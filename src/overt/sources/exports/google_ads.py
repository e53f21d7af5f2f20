"""Political ads on Google and YouTube: `google-political-ads-creative-stats.csv` of the transparency bundle.

An ad is a post of its advertiser, at the time when it was first served. Texts, pictures and links are not in the file.
"""

from collections.abc import Sequence
from typing import Any, ClassVar

from overt.sources.aliases import fold
from overt.sources.columns import Made
from overt.sources.exports.base import ColumnExport, signed
from overt.sources.exports.cells import count, table


def _post(*_: Any) -> str:
    return "post"


class GoogleAds(ColumnExport):
    """Ads, known by `Ad_ID`, `Advertiser_ID` and the days on which they ran."""

    name = "google-ads"
    reads = "political ads on Google and YouTube: creative-stats of Google's transparency bundle"
    cannot = (
        "texts, pictures, links, targets of links; views as numbers (they are bands such as 10k-100k). Of the times, "
        "older files have the day only"
    )
    platform = "google"
    signature: ClassVar[frozenset[str]] = signed("Ad_ID", "Advertiser_ID", "Advertiser_Name", "Ad_Type")
    fields: ClassVar[dict[str, str | tuple[str, ...]]] = {
        "post_id": "Ad_ID",
        "account_id": "Advertiser_ID",
        "created_at": ("First_Served_Timestamp", "Date_Range_Start"),
    }
    without: ClassVar[frozenset[str]] = frozenset({"urls", "text", "kind", "views"})
    made: ClassVar[dict[str, Made]] = {
        "kind": Made(("Ad_ID",), _post),
        "views": Made(("Impressions",), count),
    }
    profile: ClassVar[dict[str, str | tuple[str, ...]]] = {"display_name": "Advertiser_Name"}

    def recognise(self, columns: Sequence[str]) -> bool:
        """An ad, an advertiser, and when it was served."""
        names = set(map(fold, columns))
        return names >= self.signature and bool(names & signed("First_Served_Timestamp", "Date_Range_Start"))

    def examples(self) -> dict[str, bytes]:
        """Two ads, and one of an older file."""
        columns = (
            "Ad_ID,Ad_URL,Ad_Type,Regions,Advertiser_ID,Advertiser_Name,Ad_Campaigns_List,Date_Range_Start,"
            "Date_Range_End,Num_of_Days,Impressions,Spend_USD,Spend_Range_Min_USD,Spend_Range_Max_USD,"
            "First_Served_Timestamp,Last_Served_Timestamp,Age_Targeting,Gender_Targeting,Geo_Targeting_Included,"
            "Geo_Targeting_Excluded"
        ).split(",")
        ad = {
            "Ad_ID": "CR00000000000000000001",
            "Ad_URL": "https://adstransparency.google.com/advertiser/AR1/creative/CR00000000000000000001",
            "Ad_Type": "VIDEO",
            "Regions": "EU,DE",
            "Advertiser_ID": "AR09007199254740993001",
            "Advertiser_Name": "Garden Party",
            "Date_Range_Start": "2024-05-01",
            "Date_Range_End": "2024-05-09",
            "Impressions": "10k-100k",
            "First_Served_Timestamp": "2024-05-01 06:45:00 UTC",
        }
        other = {**ad, "Ad_ID": "CR2", "Ad_Type": "TEXT", "Impressions": "1000"}
        old = [c for c in columns if not c.endswith("Timestamp")]
        return {"google_ads.csv": table(columns, [ad, other]), "google_ads_older.csv": table(old, [ad])}
