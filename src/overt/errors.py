"""Everything that overt raises on purpose.

OvertError
├── InputError        the input cannot be read: what, where, how to mend (exit code 2)
├── UsageError        an option or argument is wrong (exit code 2)
├── TooManyRejected   more rows than --max-rejected could not be read (exit code 3)
├── Denied            a policy does not allow it; the policy is named (exit code 2)
├── OutputError       the result cannot be written, disk full included (exit code 2)
└── Interrupted       Ctrl-C; what is done is kept (exit code 130)

An error carries facts; `str(error)` is one line for people: what, where, how to mend.
"""

import errno
import os
from typing import Any


class OvertError(Exception):
    """Base of all errors that a person is told in one line."""

    exit_code = 2

    def __init__(self, what: str, *, where: str = "", mend: str = "", **facts: Any) -> None:
        self.what = what
        self.where = where
        self.mend = mend
        self.facts = facts
        super().__init__(self.line())

    def line(self) -> str:
        """One line: what, where, how to mend."""
        text = f"{self.where}: {self.what}" if self.where else self.what
        return f"{text}; {self.mend}" if self.mend else text


class InputError(OvertError):
    """The input cannot be read at all."""


class UsageError(OvertError):
    """An option or an argument is wrong."""


class TooManyRejected(OvertError):  # noqa: N818 - the name says what happened
    """More rows were rejected than the caller allows."""

    exit_code = 3


class Denied(OvertError):  # noqa: N818 - the name says what happened
    """A policy does not allow it. facts: policies, the names of those that say so."""


class OutputError(OvertError):
    """The result cannot be written."""


def unwritable(error: OSError, where: object, what: str = "written") -> OutputError:
    """The error for a file that could not be written: what stands in the way, and how to go on."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT)
    why = "the disk is full" if full else os.strerror(error.errno) if error.errno else str(error)
    room = "free some space or " if full or error.errno == errno.EFBIG else ""
    return OutputError(
        f"cannot be {what}: {why}",
        where=str(where),
        mend=f"{room}choose another --out; what is there already is kept",
    )


class Interrupted(OvertError):  # noqa: N818 - the name says what happened
    """The run was interrupted; what is done is kept."""

    exit_code = 130
