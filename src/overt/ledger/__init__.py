"""The ledger: an append-only Merkle log beside the cases, which nobody can quietly edit. Imports nothing of overt."""

from overt.ledger.errors import LedgerError
from overt.ledger.keys import Keys
from overt.ledger.log import Entry, Head, Ledger
from overt.ledger.tables import METADATA

__all__ = ["METADATA", "Entry", "Head", "Keys", "Ledger", "LedgerError"]
