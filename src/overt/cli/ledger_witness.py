"""`overt ledger witness`: others who watch that the log only grows; and what all ledger commands stand on."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from overt.cli.console import say
from overt.errors import InputError, unwritable

if TYPE_CHECKING:
    from overt.ledger import Ledger

LARGEST = 1 << 20
Database = Annotated[
    str, typer.Option(metavar="FILE|URL", envvar="OVERT_DATABASE", help="The database: a file, or PostgreSQL's URL.")
]
Key = Annotated[Path, typer.Option(metavar="FILE", help="The witness's own key file; its memory is kept beside it.")]
witness = typer.Typer(
    help="Cosign the log as somebody outside of it, or keep what a witness cosigned.",
    epilog="Example: overt ledger witness cosign request --key w.key --trust log.key --out cosigned",
    no_args_is_help=True,
)


def add_to(ledger: typer.Typer) -> None:
    """Adds the commands."""
    witness.command("new", epilog="Example: overt ledger witness new example.org/witness --key w.key")(new)
    witness.command("cosign", epilog="Example: overt ledger witness cosign request --key w.key --trust log.key")(cosign)
    witness.command("add", epilog="Example: overt ledger witness add cosigned --witness w.pub")(add)
    ledger.add_typer(witness, name="witness")


def new(
    name: Annotated[str, typer.Argument(help="What the witness is called: an address without https://.")], key: Key
) -> None:
    """Make a witness's key. Give the line that is printed to those who should trust it."""
    from overt.ledger.witness import Witness

    with told():
        say(str(Witness.new(name, key).public))


def cosign(
    request: Annotated[Path, typer.Argument(help="What `overt ledger prove --since N` wrote.")],
    key: Key,
    trust: Annotated[str, typer.Option(metavar="KEY", help="The log's key, or a file with it.")],
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where the cosigned checkpoint goes.")] = None,
) -> None:
    """Sign that the log only grew since this witness saw it last; refuse, and say so, if it did not."""
    from overt.ledger.notes import VerifierKey
    from overt.ledger.witness import Witness

    with told():
        signed = Witness.read(key).cosign(_text(request), VerifierKey.parse(key_text(trust)))
    if out:
        written(out, signed)
        say(f"The cosigned checkpoint is in {out}.")
    else:
        typer.echo(signed, nl=False)


def add(
    cosigned: Annotated[Path, typer.Argument(help="The checkpoint that the witness gave back.")],
    key: Annotated[str, typer.Option("--witness", metavar="KEY", help="The witness's public key, or a file with it.")],
    database: Database = "overt.db",
) -> None:
    """Keep a cosignature; exports carry it from now on."""
    from overt.ledger.notes import VerifierKey
    from overt.ledger.witness import add as keep

    with ledger_of(database) as held, held.engine.begin() as connection:
        public = VerifierKey.parse(key_text(key))
        size = keep(held, connection, _text(cosigned), public)
    say(f"{public.name} cosigned {size} records.")


@contextmanager
def told() -> Iterator[None]:
    """Errors of the ledger as errors of overt: one line."""
    from overt.ledger import LedgerError

    try:
        yield
    except LedgerError as error:
        raise InputError(error.what, where=error.where, mend=error.mend) from error


@contextmanager
def ledger_of(database: str) -> Iterator["Ledger"]:
    """The ledger of a database that is there already."""
    from overt.case import database as cases
    from overt.ledger import Ledger

    if "://" not in database and not Path(database).is_file():
        raise InputError("there is no such database", where=database, mend="name it with --database")
    engine = cases.engine_of(database)
    try:
        with cases.told(engine), told():
            yield Ledger.open(engine)
    finally:
        engine.dispose()


def key_text(given: str) -> str:
    """A key as it was given: the text itself, or a file that holds it."""
    return _text(Path(given)).strip() if os.path.isfile(given) else given  # noqa: PTH113 - keys may outgrow paths


def read(path: Path) -> bytes:
    """A small file that the caller names."""
    try:
        with path.open("rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(path)) from error
    if len(data) > LARGEST:
        raise InputError(f"has more than {LARGEST} bytes", where=str(path))
    return data


def _text(path: Path) -> str:
    return read(path).decode("utf-8", "replace")


def written(path: Path, data: str | bytes) -> None:
    """A small file, over one that stands there."""
    try:
        path.write_bytes(data.encode() if isinstance(data, str) else data)
    except OSError as error:
        raise unwritable(error, path) from error
