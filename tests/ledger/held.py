"""Ledgers for tests: a fresh SQLite one, and one that has a bit of everything in it."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine

from overt.ledger import Ledger

ORIGIN = "overt.example/log"


@dataclass
class Held:
    """A ledger with its database, and what was recorded in it."""

    ledger: Ledger
    folder: Path
    ids: list[str] = field(default_factory=list)

    def add(self, many: int = 1, private: dict[str, Any] | None = None, **clear: Any) -> list[str]:
        """Records in one transaction, sequenced."""
        with self.ledger.engine.begin() as connection:
            made = [
                self.ledger.record(
                    connection,
                    kind="note",
                    subject="case:1",
                    actor="person:ana",
                    clear={"n": n, **clear},
                    private=private,
                ).entry_id
                for n in range(many)
            ]
        self.ids += made
        self.ledger.sequence()
        return made


def lite(folder: Path) -> Engine:
    """A SQLite database in a folder."""
    return create_engine(f"sqlite:///{folder / 'overt.db'}")
