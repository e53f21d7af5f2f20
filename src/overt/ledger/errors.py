"""What the ledger raises on purpose.

LedgerError
├── NoLedger          the database has no ledger, or the key belongs to another one
├── BadKey            a key file or a key's text cannot be used
├── BadRecord         a record that cannot become a leaf: too big, too deep, not JSON
├── NotInLedger       no entry has this id
├── Erased            the private part of the entry was erased
├── Fork              what is held and what is found contradict each other: a rollback or two versions of one log
└── BadTimestamp      a timestamp token that does not fit, or cannot be read here

An error carries facts; `str(error)` is one line for people: what, where, how to mend.
"""


class LedgerError(Exception):
    """Base of all errors of the ledger."""

    def __init__(self, what: str, *, where: str = "", mend: str = "") -> None:
        self.what = what
        self.where = where
        self.mend = mend
        told = f"{where}: {what}" if where else what
        super().__init__(f"{told}; {mend}" if mend else told)


class NoLedger(LedgerError):  # noqa: N818 - the name says what happened
    """The database has no ledger, or the key belongs to another one."""


class BadKey(LedgerError):  # noqa: N818
    """A key cannot be used."""


class BadRecord(LedgerError):  # noqa: N818
    """A record that cannot become a leaf."""


class NotInLedger(LedgerError):  # noqa: N818
    """No entry has this id."""


class Erased(LedgerError):  # noqa: N818
    """The private part of the entry was erased."""


class Fork(LedgerError):  # noqa: N818
    """Two versions of one log, or a log that lost what it had signed."""


class BadTimestamp(LedgerError):  # noqa: N818
    """A timestamp token that does not fit, or cannot be read here."""
