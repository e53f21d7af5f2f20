"""The accounts of the archive of information operations that Twitter (X) published: CSV of 10 columns.

Ids and names of accounts with few followers (under 5,000) are hashes: such an account has the same hash as id, name and
screen name, which are no names then and are left out.
"""

from collections.abc import Sequence
from typing import ClassVar

from overt.sources.aliases import fold
from overt.sources.exports.base import ColumnExport, signed

COLUMNS = [
    "userid",
    "user_display_name",
    "user_screen_name",
    "user_reported_location",
    "user_profile_description",
    "user_profile_url",
    "follower_count",
    "following_count",
    "account_creation_date",
    "account_language",
]

PROFILE = {
    "handle": "user_screen_name",
    "display_name": "user_display_name",
    "bio": "user_profile_description",
    "created_at": "account_creation_date",
    "followers": "follower_count",
    "following": "following_count",
    "claimed_location": "user_reported_location",
    "profile_url": "user_profile_url",
}
"""Field of accounts -> column, in this file and in that of the posts."""


class XArchiveUsers(ColumnExport):
    """The accounts, known by five columns without those of posts."""

    name = "x-archive-users"
    reads = "the X (Twitter) information operations archive: *_users_csv_*.csv of 10 columns, beside the posts"
    cannot = "posts; names of accounts with few followers, whose ids are hashes; when an account was suspended"
    platform = "x"
    posts = False
    signature: ClassVar[frozenset[str]] = signed(
        "userid", "user_screen_name", "user_profile_description", "account_creation_date", "account_language"
    )
    profile: ClassVar[dict[str, str]] = PROFILE
    hidden: ClassVar[frozenset[str]] = frozenset({"handle", "display_name"})

    def recognise(self, columns: Sequence[str]) -> bool:
        """By its columns, as long as there is nothing of posts beside them."""
        return super().recognise(columns) and not {"tweetid", "tweettext"} & set(map(fold, columns))

    def examples(self) -> dict[str, bytes]:
        """Two accounts, one of them a hash."""
        hashed = "MS2FDumgA5YRhoV7cjP2k1sBuIgDXtXStIlQ4WYyJQ="
        rows = [
            ["249064136", "One", "one", "Upstream", 'Rivers, "brooks"', "https://example.org/", "9000", "3"],
            [hashed, hashed, hashed, "", "", "", "21", "0"],
        ]
        lines = [",".join(COLUMNS)]
        for row in rows:
            cells = [*row, "2011-02-08", "en"]
            lines.append(",".join('"' + cell.replace('"', '""') + '"' for cell in cells))
        return {"x_archive_users.csv": "\n".join(lines).encode()}
