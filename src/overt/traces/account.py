"""AccountTrace: the rule that turns what is known of an account into objects, such as its name or its birthday."""

from abc import abstractmethod
from collections.abc import Iterator
from typing import ClassVar

import pyarrow as pa

from overt.traces.base import Trace


class AccountTrace(Trace):
    """A trace of accounts. `objects` gets rows of the accounts table (model/account.py) instead of posts.

    An account has what it has once and for all, so such a trace is weak: it ties accounts to one another, and says
    nothing of acting together. An object counts as used when the account was made, or first posted.
    """

    weak = True
    known: ClassVar[tuple[str, ...]]
    """Fields of accounts that it looks at; where an export has none of them there is nothing to look for."""

    @abstractmethod
    def objects(self, batch: pa.RecordBatch) -> Iterator[tuple[int, str]]:
        """Pairs (row of the accounts table, object). Raises nothing on odd input."""
