"""`overt ledger`: what was signed, proof of one record, bundles for outsiders, and whether everything still fits."""

from pathlib import Path
from typing import Annotated

import typer

from overt.cli import ledger_witness, options
from overt.cli.console import say, say_json
from overt.cli.ledger_witness import Database, ledger_of, read, written
from overt.errors import UsageError

ledger = typer.Typer(
    help="The log of everything that was recorded and decided, which nobody can quietly edit.",
    epilog="Example: overt ledger head --database overt.db",
    no_args_is_help=True,
)


def add_to(app: typer.Typer) -> None:
    """Adds the commands."""
    ledger.command("head", epilog="Example: overt ledger head --database overt.db")(head)
    ledger.command("prove", epilog="Example: overt ledger prove ENTRY --out record.tlog-proof")(prove)
    ledger.command("export", epilog="Example: overt ledger export --as ana --out bundle.zip")(export)
    ledger.command("verify", epilog="Example: overt ledger verify bundle.zip --trust log.key --since earlier")(verify)
    ledger.command("timestamp", epilog="Example: overt ledger timestamp --server https://tsa.example.org")(timestamp)
    ledger.command("fsck", epilog="Example: overt ledger fsck --database overt.db")(fsck)
    ledger_witness.add_to(ledger)
    app.add_typer(ledger, name="ledger")


def head(
    database: Database = "overt.db",
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Also keep the signed checkpoint there.")] = None,
    json: options.Json = False,
) -> None:
    """Say what was signed last: how many records, which root, by which key, and what still waits."""
    with ledger_of(database) as held:
        found = held.head()
    if out:
        written(out, found.checkpoint)
    if json:
        say_json(found.facts())
        return
    say(f"{found.origin}: {found.size} records, root {found.root}")
    say(f"signed {found.at} by {found.key}")
    waits = f"{found.pending} records wait for their place, the oldest since {found.oldest_pending}"
    say(waits if found.pending else "no record waits")
    say(f"witnesses cosigned up to {found.cosigned} records" if found.cosigned else "no witness has cosigned it")


def prove(
    entry: Annotated[str | None, typer.Argument(metavar="[ENTRY]", help="Id of a record.")] = None,
    since: Annotated[
        str | None, typer.Option(metavar="N|FILE", help="Prove to a witness that saw N records, or to who holds FILE.")
    ] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Where the proof goes; else it is printed.")] = None,
    database: Database = "overt.db",
) -> None:
    """Prove that a record is in the log, or that the log only grew since an earlier checkpoint."""
    from overt.ledger.notes import parse_checkpoint
    from overt.ledger.witness import request

    if (entry is None) == (since is None):
        raise UsageError("give the id of a record, or --since", mend="see overt ledger prove --help")
    with ledger_of(database) as held:
        if entry is not None:
            text = held.prove(entry).text()
        elif since is not None and since.isdecimal() and len(since) < 19:
            text = request(held, int(since))
        else:
            old = parse_checkpoint(_text(Path(since or "")), since or "")
            held.since(old)
            text = request(held, old.size)
    if out:
        written(out, text)
        say(f"The proof is in {out}.")
    else:
        typer.echo(text, nl=False)


def export(
    out: Annotated[Path, typer.Option(metavar="PATH", help="A new directory, or a new file that ends in .zip.")],
    actor: Annotated[str, typer.Option("--as", metavar="PERSON", envvar="OVERT_PERSON", help="Who exports.")],
    reason: Annotated[str, typer.Option(help="For whom and why; it is recorded.")] = "",
    show: Annotated[
        list[str], typer.Option(metavar="ENTRY", help="Open the private fields of this record (repeatable).")
    ] = [],  # noqa: B006
    database: Database = "overt.db",
    json: options.Json = False,
) -> None:
    """Write the whole log for outsiders, with the verifier; the export itself becomes a record."""
    from overt.ledger.export import export as run

    with ledger_of(database) as held:
        done = run(held, out, actor=actor, reason=reason, show=show)
        key = str(held.keys.public)
    if json:
        say_json({**done.__dict__, "path": str(done.path), "key": key})
        return
    say(f"{done.path}: {done.size} records, root {done.root}")
    say(f"Give the key by another way than the bundle: {key}")


def verify(
    bundle: Annotated[Path, typer.Argument(metavar="BUNDLE", help="An exported directory or zip, or a .tlog-proof.")],
    trust: Annotated[str | None, typer.Option(metavar="KEY", help="The log's key, or a file with it.")] = None,
    since: Annotated[
        list[Path], typer.Option(metavar="FILE", help="An earlier checkpoint you hold (repeatable).")
    ] = [],  # noqa: B006
    record: Annotated[list[str], typer.Option(metavar="ENTRY", help="Is this record in it? (repeatable)")] = [],  # noqa: B006
    witness: Annotated[list[str], typer.Option(metavar="KEY", help="Require a cosignature (repeatable).")] = [],  # noqa: B006
    roots: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Root certificates (PEM): check who signed the timestamps.")
    ] = None,
    json: options.Json = False,
) -> None:
    """Check a bundle as its own verify.py does: signatures, every record, every file, what came before."""
    from overt.ledger import verify as alone

    try:
        facts, faults = alone.verify(str(bundle), trust, [str(s) for s in since], record, witness)
    except alone.Unusable as error:
        raise UsageError(str(error)) from error
    stamps = _stamped(bundle, facts, roots) if roots and not faults else []
    told = [str(fault) for fault in faults] + [line for line in stamps if line.startswith("timestamps/")]
    if json:
        codes = [{"code": f.code, "says": str(f)} for f in faults]
        say_json({"fine": not told, "faults": codes, "timestamp_signatures": stamps, **facts})
    else:
        for line in alone.told(facts, faults):
            say(line)
        for line in stamps:
            say(line)
    if told:
        raise typer.Exit(1)


def _stamped(bundle: Path, facts: dict[str, object], roots: Path) -> list[str]:
    """A line for each timestamp of a bundle that holds: whose signature it has, or what is wrong with it."""
    from overt.ledger import timestamps
    from overt.ledger import verify as alone
    from overt.ledger.errors import LedgerError

    inside = alone.opened(bundle)
    lines = []
    marks = facts.get("timestamps", [])
    assert isinstance(marks, list)  # noqa: S101 - the verifier made it
    for mark in marks:
        note = inside.read(f"checkpoints/{mark['size']}", alone.SMALL).decode()
        try:
            says = timestamps.checked(inside.read(mark["file"], alone.LARGE), note, _text(roots).encode())
            lines.append(f"the timestamp of {mark['size']} records, {says}, is signed under {roots.name}")
        except LedgerError as error:
            lines.append(f"{mark['file']}: {error}")
    return lines


def timestamp(
    server: Annotated[str | None, typer.Option(metavar="URL", help="Ask this RFC 3161 server.")] = None,
    query: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write the question, to be asked elsewhere.")
    ] = None,
    add: Annotated[Path | None, typer.Option(metavar="FILE", help="Keep an answer that was got elsewhere.")] = None,
    size: Annotated[
        int | None, typer.Option(help="Of the checkpoint with so many records (default: the last).")
    ] = None,
    database: Database = "overt.db",
) -> None:
    """Have somebody else's clock confirm the checkpoint. Nothing is sent anywhere but to the --server that you name."""
    from overt.ledger import timestamps

    if sum(x is not None for x in (server, query, add)) != 1:
        raise UsageError("give one of --server, --query and --add", mend="see overt ledger timestamp --help")
    with ledger_of(database) as held:
        own, note = held.signed(size)
        if query is not None:
            written(query, timestamps.query(note))
            say(f"{query}: the question about {own} records; keep the answer with --add FILE --size {own}")
            return
        answer = timestamps.ask(server, note) if server else read(add or Path())
        with held.engine.begin() as connection:
            says = timestamps.add(connection, own, answer)
    say(f"{own} records, timestamp {says}")


def fsck(database: Database = "overt.db", json: options.Json = False) -> None:
    """Derive the whole ledger again from its records, and name everything that does not fit."""
    from overt.ledger.fsck import fsck as run

    with ledger_of(database) as held:
        found = run(held)
    if json:
        say_json(found.facts())
    else:
        for line in found.faults:
            say(f"FAULT: {line}")
        say(f"{found.records} records under {found.checkpoints} checkpoints, {found.pending} wait for their place")
        say(f"{found.sealed} have private fields, {found.erased} were erased")
        say("clean" if not found.faults else f"NOT clean: {len(found.faults)} faults")
    if found.faults:
        raise typer.Exit(1)


def _text(path: Path) -> str:
    return read(path).decode("utf-8", "replace")
