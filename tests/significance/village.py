"""A village: few accounts with plain habits, so that every post in a test is there for a reason."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pyarrow as pa

import overt

DAY = 86_400
DAYS = 24
START = datetime(2024, 3, 4, tzinfo=UTC).timestamp()


@dataclass
class Village:
    """Collects posts (account, seconds from the start, link or text), then scans them."""

    seed: int
    rows: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rng = np.random.default_rng(self.seed)

    def post(self, account: str, at: float, link: str, **more: Any) -> None:
        """One post with one link."""
        made = datetime.fromtimestamp(int(START + at), UTC)
        row = {"platform": "x", "post_id": str(len(self.rows)), "account_id": account, "created_at": made}
        self.rows.append({**row, "urls": [f"https://{link}"], "repost_of": None, "repost_of_account": None, **more})

    def at(self) -> float:
        """A moment in waking hours."""
        return float(self.rng.integers(DAYS) * DAY + self.rng.normal(15 * 3_600, 4 * 3_600) % DAY)

    def crowd(self, accounts: int = 40, posts: int = 30, links: int = 300) -> None:
        """People who share links of very unequal popularity whenever they like."""
        weight = 1 / np.arange(1, links + 1)
        for person in range(accounts):
            for link in self.rng.choice(links, posts, p=weight / weight.sum()):
                self.post(f"person{person}", self.at(), f"site{link % 37}.example/{link}")

    def own(self, account: str, number: int, site: str) -> list[tuple[float, str]]:
        """An account's own links, at its own times: (moment, link)."""
        made = [(self.at(), f"{site}.example/{n}") for n in range(number)]
        for moment, link in made:
            self.post(account, moment, link)
        return made

    def echo(self, account: str, originals: list[tuple[float, str]], least: float = 1, most: float = 5) -> None:
        """Copies every original a few seconds later."""
        for moment, link in originals:
            self.post(account, moment + self.rng.uniform(least, most), link)

    def table(self) -> pa.Table:
        """The posts as a table."""
        return pa.Table.from_pylist(sorted(self.rows, key=lambda row: row["created_at"]))

    def scan(self, **parameters: Any) -> "overt.Scan":
        """The scan of the posts."""
        return overt.scan(self.table(), **{"permutations": 20, **parameters})


def roles(scan: "overt.Scan") -> dict[str, str]:
    """Account -> role, for those that have one."""
    return {row["account_id"]: row["role"] for row in scan.accounts.to_pylist() if row["role"]}


def members(scan: "overt.Scan") -> set[str]:
    """The members of all networks."""
    return {account for account, role in roles(scan).items() if role == "member"}


def synchronised(scan: "overt.Scan") -> set[frozenset[str]]:
    """The synchronised pairs."""
    rows = scan.edges.to_pylist()
    return {frozenset((r["account_a"], r["account_b"])) for r in rows if r["kind"] == "synchronised"}
