"""What `overt label` leaves on the ledger of a database of cases, where one is named; without one it says nothing."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from overt.cli.case_options import many, opened, plain, who
from overt.cli.console import say
from overt.errors import OutputError, OvertError, UsageError

Database = Annotated[
    str | None,
    typer.Option(
        metavar="FILE|URL", envvar="OVERT_DATABASE", help="A database of cases, on whose ledger each change is a leaf."
    ),
]
As = Annotated[
    str | None, typer.Option("--as", metavar="NAME", envvar="OVERT_PERSON", help="Who acts, with --database.")
]
Role = Annotated[str | None, typer.Option(metavar="ROLE", help="In which role, where that person has several.")]
SHOWN = 10
"""Differences of one kind that are shown; --json has all."""
LATER = "`overt label verify --add-missing` records it later"


@contextmanager
def recording(held: Any, database: str | None, as_: str | None, role: str | None) -> Iterator[None]:
    """What is entered into the registry within it becomes leaves of the database, if one is named.

    Who may not is told before anything is entered. What was entered before an error is recorded, too.
    """
    if not database:
        yield
        return
    from overt.case import labels

    store, me = opened(database), _me(as_, role)
    labels.may(store, me)
    try:
        yield
    finally:
        try:
            labels.record(store, me, held.origin or "", held.added)
        except OvertError as error:
            what = f"the registry has what was entered, the ledger has not: {error.what}"
            raise OutputError(what, where=error.where, mend=LATER) from error


def _me(as_: str | None, role: str | None) -> Any:
    if not as_:
        raise UsageError("a database is named, and nobody who acts", mend="give --as NAME, or set OVERT_PERSON")
    return who(as_, role)


def compared(held: Any, database: str, add_missing: tuple[str | None, str | None] | None) -> tuple[Any, int]:
    """The registry against the ledger, and how many leaves were added first.

    add_missing: who acts and in which role, where records without a leaf get one that says that it came later.
    """
    from overt.case import labels

    store, added = opened(database), 0
    if add_missing is not None:
        added = labels.record(store, _me(*add_missing), held.origin or "", held.lines, late=True)
    with store.reading() as reading:
        return labels.compared(reading, held.origin, held.lines), added


def facts(found: Any, added: int) -> dict[str, Any]:
    """The comparison for programs."""
    return {"ledger": plain(found.facts() | {"added": added})}


def tell(found: Any, added: int) -> None:
    """The comparison for people."""
    if added:
        say(f"{many(added, 'record')} had no leaf and got one, which says that it came later.")
    if found.holds:
        say(f"The ledger has a leaf of each record, and no other of this registry ({found.leaves:,}).")
    for rows, what in (
        (found.without_leaf, "without a leaf on the ledger"),
        (found.without_record, "on the ledger and not in the registry (any more)"),
        (found.different, "of which the ledger says something else"),
    ):
        if rows:
            say(f"{many(len(rows), 'record')} {what}:")
            for row in rows[:SHOWN]:
                say(f"  line {row['line']}: {row['what']} {row['label']} {row['sha256']}")
            if len(rows) > SHOWN:
                say(f"  and {len(rows) - SHOWN:,} more")
    for origin, count in found.others.items():
        say(f"The ledger has {many(count, 'record')} of another registry, which begins with {origin}.")
