"""Ledgers for tests."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ledger.held import ORIGIN, Held, lite
from overt.ledger import Ledger


@pytest.fixture
def held(tmp_path: Path) -> Iterator[Held]:
    """An empty ledger."""
    engine = lite(tmp_path)
    yield Held(Ledger.create(engine, ORIGIN), tmp_path)
    engine.dispose()
