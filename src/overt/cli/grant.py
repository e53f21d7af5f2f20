"""`overt grant`: data that is not public is read under a grant only, and every look is logged."""

import hashlib
from pathlib import Path
from typing import Annotated, Any

import typer

from overt.cli import options
from overt.cli.case_options import DATABASE, As, Because, Database, Role, day, many, opened, plain, text, who
from overt.cli.console import say, say_json, table
from overt.errors import InputError, OutputError, UsageError, unwritable

grant = typer.Typer(
    help="Ask for access to data that is not public, sign it, read under it, and see who looked at whose data.",
    epilog="Example: overt grant list --as ana",
    no_args_is_help=True,
)
Which = Annotated[str, typer.Argument(metavar="GRANT", help="The id of a grant (overt grant list shows it).")]
Fields = Annotated[list[str], typer.Option("--field", metavar="NAME", help="A field of the data (repeatable).")]
Accounts = Annotated[list[str], typer.Option("--account", metavar="PLATFORM:ID", help="An account (repeatable).")]


ASKING = '--purpose investigation --field ip --necessity "Whether one office runs them all"'


def add_to(app: typer.Typer) -> None:
    """Adds the commands."""
    for command, example in (
        (ask, f'overt grant ask CASE {ASKING} --ends 2026-12-01 --as ana'),
        (approve, 'overt grant approve GRANT --because "It is needed" --as ben'),
        (countersign, 'overt grant countersign GRANT --because "It is in proportion" --as dor'),
        (revoke, 'overt grant revoke GRANT --because "It is clear without it" --as dor'),
        (review, 'overt grant review GRANT confirm --because "It was an emergency" --as dor'),
        (list_, "overt grant list --as ana"),
        (read, "overt grant read GRANT logins.parquet --purpose investigation --field ip --out seen.csv --as ana"),
        (reads, "overt grant reads --account tiktok:7012345678901234567 --as dor --out reads.csv"),
    ):  # fmt: skip
        grant.command(command.__name__.rstrip("_"), epilog=f"Example: {example}")(command)
    app.add_typer(grant, name="grant")


def ask(
    case: Annotated[str, typer.Argument(metavar="CASE", help="The case that it is for.")],
    purpose: Annotated[str, text("investigation, appeal, audit, legal duty or research.", "WORD")],
    field: Fields,
    necessity: Annotated[str, text("Why it is needed, and nothing less will do.")],
    ends: Annotated[str, text("When it ends: 90 days later at most.", "TIME")],
    as_: As,
    starts: Annotated[str | None, text("When it begins (default: now).", "TIME")] = None,
    account: Accounts = [],  # noqa: B006
    data_from: Annotated[str | None, text("The first moment of the data.", "TIME")] = None,
    data_to: Annotated[str | None, text("The end of the data.", "TIME")] = None,
    region: Annotated[str, text("Where the reader has to be.", "NAME")] = "any",
    proportionality: Annotated[str | None, text("Why it is in proportion.")] = None,
    measures: Annotated[str | None, text("What protects the data.")] = None,
    modality: Annotated[str, text("secure environment, export or pseudonymised.", "WORDS")] = "pseudonymised",
    identified: Annotated[bool, typer.Option("--identified", help="Accounts are named.")] = False,
    emergency: Annotated[
        bool, typer.Option("--emergency", help="The overseer comes later, within three days; for 7 days at most.")
    ] = False,
    role: Role = None,
    database: Database = DATABASE,
) -> None:
    """Ask for a grant. Somebody else approves it, and an independent overseer countersigns it."""
    from overt.case import grants
    from overt.case.moment import moment_of
    from overt.case.store import now

    until = moment_of(ends, "--ends")
    if until is None:
        raise UsageError("--ends is empty")
    asked = grants.Asked(
        purpose=purpose,
        fields=tuple(field),
        necessity=necessity,
        starts=moment_of(starts, "--starts") or now(),
        ends=until,
        accounts=tuple(account),
        data_from=moment_of(data_from, "--data-from"),
        data_to=moment_of(data_to, "--data-to"),
        region=region,
        proportionality=proportionality,
        measures=measures,
        modality=modality,
        identified=identified,
        emergency=emergency,
    )
    say(grants.ask(opened(database), who(as_, role), case, asked))


def _sign(which: str, kind: str, because: str, as_: str, role: str | None, database: str) -> None:
    from overt.case import grants

    store = opened(database)
    grants.sign(store, who(as_, role), which, kind, because)
    with store.reading() as reading:
        say(f"{which}: {grants.state(reading, grants.grant_of(reading, which))}")


def approve(which: Which, because: Because, as_: As, role: Role = None, database: Database = DATABASE) -> None:
    """Approve a grant that somebody else asked for."""
    _sign(which, "approve", because, as_, role, database)


def countersign(which: Which, because: Because, as_: As, role: Role = None, database: Database = DATABASE) -> None:
    """Countersign a grant as an overseer who is independent of those who asked and approved."""
    _sign(which, "countersign", because, as_, role, database)


def revoke(which: Which, because: Because, as_: As, role: Role = None, database: Database = DATABASE) -> None:
    """End a grant before its time."""
    _sign(which, "revoke", because, as_, role, database)


def review(
    which: Which,
    word: Annotated[str, typer.Argument(metavar="confirm|refuse", help="Whether it was an emergency.")],
    because: Because,
    as_: As,
    role: Role = None,
    database: Database = DATABASE,
) -> None:
    """Say afterwards whether an emergency was one; without that its grant is dead after three days."""
    if word not in ("confirm", "refuse"):
        raise UsageError(f"a review confirms or refuses, not {word[:20]!r}")
    _sign(which, word, because, as_, role, database)


def list_(as_: As, role: Role = None, database: Database = DATABASE, json: options.Json = False) -> None:
    """List the grants: who asked, for what, until when, and what is missing."""
    from overt.case import grants, policy, tables
    from overt.case.people import person_by_id

    with opened(database).reading() as reading:
        rows = []
        for row in reading.all(tables.grants):
            case = reading.get(row.case, withdrawn=True)
            policy.allowed(reading, who(as_, role), "view_case", policy.case(case))
            rows.append({"id": row.root, "case": row.case, "by": person_by_id(reading, row.actor).name,
                         "purpose": row.purpose, "fields": list(row.fields), "ends": row.ends,
                         "state": grants.state(reading, row)})  # fmt: skip
    if json:
        say_json({"grants": plain(rows)})
        return
    shown = [
        [r["id"], r["case"], r["by"], r["purpose"], ", ".join(r["fields"]), day(r["ends"]), r["state"]] for r in rows
    ]
    table("Grants", ["grant", "case", "by", "purpose", "fields", "until", "state"], shown)


def read(
    which: Which,
    data: Annotated[Path, typer.Argument(metavar="FILE", help="The data: a Parquet file with a column account_id.")],
    purpose: Annotated[str, text("For what you look at it now.", "WORD")],
    field: Fields,
    out: Annotated[Path, typer.Option(metavar="FILE", help="A new file, .csv or .parquet, for what may be seen.")],
    as_: As,
    account: Accounts = [],  # noqa: B006
    since: Annotated[str | None, text("From when on.", "TIME")] = None,
    until: Annotated[str | None, text("Until when.", "TIME")] = None,
    role: Role = None,
    database: Database = DATABASE,
) -> None:
    """Read data under a grant, as far as it goes. That you looked is in the ledger before you see anything."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from overt.case import reads as book
    from overt.case.moment import moment_of

    if out.exists():
        raise OutputError("is there already", where=str(out), mend="name a new file")
    try:
        with data.open("rb") as source:
            sha256 = hashlib.file_digest(source, "sha256").hexdigest()
        held = book.Source(pq.read_table(data), data.name, sha256)
    except (OSError, pa.ArrowException) as error:
        raise InputError("cannot be read as Parquet", where=str(data)) from error
    query = book.Query(purpose, tuple(field), tuple(account), moment_of(since, "--since"), moment_of(until, "--until"))
    result = book.read(opened(database), who(as_, role), which, query, held)
    _written(result.table, out)
    say(f"{out}: {many(result.table.num_rows, 'row')}; logged as {result.read}")


def _written(found: Any, out: Path) -> None:
    import pyarrow.parquet as pq

    try:
        if out.suffix == ".parquet":
            pq.write_table(found, out)
        else:
            rows = found.to_pylist()
            _csv(out, found.column_names, [[row[name] for name in found.column_names] for row in rows])
    except OSError as error:
        raise unwritable(error, out) from error


def _csv(out: Path, names: list[str], rows: list[list[Any]]) -> None:
    """A CSV in which no cell is a formula of a spreadsheet."""
    import csv

    from overt.registry.export import defused

    with out.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow([defused(name) for name in names])
        writer.writerows([["" if value is None else defused(str(value)) for value in row] for row in rows])


def reads(
    as_: As,
    account: Annotated[str | None, text("Whose data was looked at.", "PLATFORM:ID")] = None,
    case: Annotated[str | None, text("Looks for this case only.", "CASE")] = None,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write them to a new CSV file.")] = None,
    role: Role = None,
    database: Database = DATABASE,
    json: options.Json = False,
) -> None:
    """Say who looked at an account's data, when and why: every look, also those that were refused."""
    from overt.case import reads as book

    with opened(database).reading() as reading:
        found = [plain(row) for row in book.looks(reading, who(as_, role), account, case)]
    if out is not None:
        if out.exists():
            raise OutputError("is there already", where=str(out), mend="name a new file")
        names = list(found[0]) if found else ["at"]
        cells = [[", ".join(v) if isinstance(v, list) else v for v in row.values()] for row in found]
        try:
            _csv(out, names, cells)
        except OSError as error:
            raise unwritable(error, out) from error
        say(f"{out}: {many(len(found), 'look')}")
        return
    if json:
        say_json({"account": account, "case": case, "looks": found})
        return
    for row in found:
        done = f"saw {many(row['rows'], 'row')}" if row["allowed"] else f"was refused ({', '.join(row['policies'])})"
        say(f"{row['at']} {row['who']} ({row['role'] or '-'}) {done} of {', '.join(row['fields'])}")
        say(f"  {row['purpose']}: {row['why']} [{row['grant'] or 'no grant'}, {row['entry']}]")
    say(many(len(found), "look"))
