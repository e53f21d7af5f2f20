"""`overt label`: who is openly what, as sources state it. What a person enters by hand is in label_entry.py."""

from pathlib import Path
from typing import Annotated, Any

import typer

from overt.cli import label_entry, label_ledger, options
from overt.cli.console import complain, say, say_json
from overt.cli.label_entry import By, Place, opened
from overt.cli.label_ledger import As, Database, Role, recording
from overt.errors import InputError, UsageError

label = typer.Typer(
    help="Keep a record of who is openly what, as named sources state it. Nothing is ever erased.",
    epilog="Example: overt label lookup --help",
    no_args_is_help=True,
)
AsOf = Annotated[str | None, typer.Option(metavar="DAY", help="What the registry said at the end of that day.")]
On = Annotated[
    str | None,
    typer.Option(metavar="DAY", help="The day for which labels have to be valid (default: --as-of, or today)."),
]
SHOWN = 3
"""Rows without a label that are shown for each list; --json has all."""


def add_to(app: typer.Typer) -> None:
    """Adds the commands."""
    label.command("lookup", epilog="Example: overt label lookup @somebody rt.example --platform x")(lookup)
    label.command("import", epilog="Example: overt label import lists --retrieved 2026-11-01")(import_)
    label.command("history", epilog="Example: overt label history L0123456789ab")(history)
    label.command("export", epilog="Example: overt label export --out labels.csv")(export)
    label.command("verify", epilog="Example: overt label verify")(verify)
    label_entry.add_to(label)
    app.add_typer(label, name="label")


def lookup(
    what: Annotated[
        list[str], typer.Argument(metavar="WHAT...", help="Handles, ids, addresses, domains, names, labels.")
    ],
    platform: Annotated[str | None, typer.Option(help="Only accounts of this platform.")] = None,
    as_of: AsOf = None,
    on: On = None,
    registry: Place = None,
    json: options.Json = False,
) -> None:
    """Say what is listed under a handle, account id, address, domain or name, and what only looks like it."""
    from overt.registry.match import INDICATED, MATCH
    from overt.registry.registry import facts
    from overt.registry.sentences import headline, listed, standing, way

    held = opened(registry)
    found = {word: held.lookup(word, platform, as_of, on) for word in what}
    if json:
        rows = [
            {
                "what": word,
                "found": [
                    {"means": f.means, "how": f.how, "listed": f.listed, "platform": f.platform}
                    | {"sentence": listed(f.entry.label)}
                    | facts(f.entry)
                    for f in each
                ],
            }
            for word, each in found.items()
        ]
        say_json({"registry": str(held.path), "labels": len(held.labels(as_of, on)), "as_of": as_of, "results": rows})
        return
    for word, each in found.items():
        sure = [f for f in each if f.means in (MATCH, INDICATED)]
        say(f"{word}: {_many(len(sure), 'label')}." if sure else f"{word}: nothing is listed under it.")
        for f in each:
            say()
            lines = (headline(f.entry), way(f)) if f in sure else (way(f), headline(f.entry))
            say(lines[0])
            for line in (lines[1], *standing(f.entry)):
                say(f"  {line}")
        say()
    if not held.entries():
        say(f"The registry {held.path} holds no labels: overt brings none. `overt label import` takes lists.")
    _torn(held)


def import_(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Lists, or folders with lists.")],
    format: Annotated[str, typer.Option(help="What the list is: auto, or a name of docs/registry.md.")] = "auto",
    source: Annotated[str | None, typer.Option(help="Title of the source, for rows that name none.")] = None,
    source_url: Annotated[str | None, typer.Option(help="Address of the source.")] = None,
    licence: Annotated[str | None, typer.Option(help="Licence of the list.")] = None,
    retrieved: Annotated[str | None, typer.Option(metavar="DAY", help="The day the list was retrieved.")] = None,
    withdraw_missing: Annotated[
        bool, typer.Option("--withdraw-missing", help="Withdraw labels that the list does not have any more.")
    ] = False,
    by: By = None,
    registry: Place = None,
    database: Database = None,
    as_: As = None,
    role: Role = None,
    json: options.Json = False,
) -> None:
    """Enter the labels of lists; a list that is imported again adds only what its source changed."""
    from dataclasses import asdict

    from overt.registry.imports import Options

    given = Options(format, source, source_url, licence, retrieved, withdraw_missing)
    held = opened(registry)
    with recording(held, database, as_, role):
        done = [each for path in paths for each in held.import_lists(path, by, given)]
    if json:
        say_json({"registry": str(held.path), "lists": [asdict(d) for d in done]})
        return
    for each in done:
        _imported(each)
    say(f"{_many(len(held.labels()), 'label')} listed today in {held.path}")
    _torn(held)


def _imported(done: Any) -> None:
    say(
        f"{Path(done.path).name}: {done.format}, {_many(done.rows, 'row')}, {_many(done.labels, 'label')}: "
        f"{done.added:,} added, {done.corrected:,} corrected, {done.unchanged:,} as before"
        + (f", {done.withdrawn:,} withdrawn" if done.withdrawn else "")
    )
    for rows, what in ((done.rejected, "made no label"), (done.remarks, "were taken in part")):
        if rows:
            say(f"  {_many(len(rows), 'row')} {what}, such as row {rows[0][0]:,}: {rows[0][1]}")
            for number, why in rows[1:SHOWN]:
                say(f"    row {number:,}: {why}")
    if done.unknown_columns:
        say(f"  Columns that mean nothing here: {', '.join(done.unknown_columns[:10])}")
    if done.kept_withdrawn:
        say(f"  {_many(len(done.kept_withdrawn), 'label')} changed in the list and stay withdrawn, as people decided")
    for number, field in done.conflicts[:SHOWN]:
        say(f"  The list changed {field} of {number}, which people had corrected: their word stays")
    if done.missing and not done.withdrawn:
        say(f"  {_many(len(done.missing), 'label')} are not in the list any more; --withdraw-missing withdraws them")


def history(
    what: Annotated[str, typer.Argument(metavar="LABEL", help="The id of a label (overt label lookup shows it).")],
    registry: Place = None,
    json: options.Json = False,
) -> None:
    """Show every record about a label: who entered what, when and why. Nothing is left out."""
    from overt.registry.registry import facts
    from overt.registry.sentences import headline, standing, told

    held = opened(registry)
    entry, records = held.entry(what), held.history(what)
    if json:
        say_json({"registry": str(held.path), **facts(entry), "history": [r.facts() for r in records]})
        return
    say(headline(entry))
    for line in standing(entry):
        say(f"  {line}")
    say()
    before: dict[str, Any] = {}
    for record in records:
        say(told(record, before))
        before = record.body.get("says", before)


def export(
    out: Annotated[Path, typer.Option(help="The file to write: .csv, .ndjson or .parquet.")] = Path("labels.csv"),
    as_of: AsOf = None,
    on: On = None,
    registry: Place = None,
    json: options.Json = False,
) -> None:
    """Write the labels that are listed to a file that `overt label import` reads. NDJSON loses nothing."""
    from overt.registry.export import export as write

    held = opened(registry)
    number = write(held.labels(as_of, on), out)
    if json:
        say_json({"registry": str(held.path), "out": str(out), "labels": number})
    else:
        say(f"{_many(number, 'label')}: {out}")


def verify(
    head: Annotated[
        str | None, typer.Option(metavar="DIGEST", help="A digest that was noted at an earlier time.")
    ] = None,
    add_missing: Annotated[
        bool, typer.Option("--add-missing", help="With --database: record a late leaf for each record without one.")
    ] = False,
    registry: Place = None,
    database: Database = None,
    as_: As = None,
    role: Role = None,
    json: options.Json = False,
) -> None:
    """Check that every record follows from the one before it, from a digest noted earlier, and has its leaf."""
    try:
        held = opened(registry)
        held.entries()
    except InputError as error:
        if "line" not in error.facts:
            raise
        if json:
            say_json({"holds": False, "line": error.facts["line"], "why": error.what})
        complain(error)
        raise typer.Exit(1) from error
    if head is not None and not (len(head) == 64 and all(c in "0123456789abcdef" for c in head)):
        raise UsageError(f"--head {head[:70]} is no SHA-256", mend="give the digest that `overt label verify` printed")
    if add_missing and not database:
        raise UsageError("--add-missing needs a database", mend="give --database, or set OVERT_DATABASE")
    found = held.verify(head)
    holds = found.get("holds", True)
    told = label_ledger.compared(held, database, (as_, role) if add_missing else None) if database else None
    whole = holds and (told is None or told[0].holds)
    if json:
        say_json(found | (label_ledger.facts(*told) if told else {}) | {"holds": whole})
    else:
        say(f"{_many(found['records'], 'record')}, each follows from the one before it: {held.path}")
        if found["head"]:
            say(f"Digest of the last: {found['head']}. Noted elsewhere, it shows later (--head) what was removed.")
        if not holds:
            say(f"No record has the digest {head}: records were taken away or written anew since it was noted.")
        if told:
            label_ledger.tell(*told)
        _torn(held)
    if not whole:
        raise typer.Exit(1)


def _torn(held: Any) -> None:
    if held.torn:
        say(f"Note: the last line has no end ({held.torn:,} bytes), as after a crash; the next entry puts it aside.")


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
