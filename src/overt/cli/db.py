"""`overt db`: the database of cases, the people who work with it, and the policies that they keep."""

from pathlib import Path
from typing import Annotated, Any

import typer

from overt.cli import options
from overt.cli.case_options import DATABASE, As, Because, Database, Role, many, opened, text, who
from overt.cli.console import say, say_json, table
from overt.errors import InputError, OutputError, UsageError, unwritable

db = typer.Typer(
    help="Keep the database of cases: tables, people and their roles, policies.",
    epilog="Example: overt db init --admin ana",
    no_args_is_help=True,
)


def add_to(app: typer.Typer) -> None:
    """Adds the commands."""
    db.command("init", epilog="Example: overt db init --admin ana --database overt.db")(init)
    db.command("upgrade", epilog="Example: overt db upgrade --database overt.db")(upgrade)
    db.command("person", epilog="Example: overt db person ben --role reviewer --market north --as ana")(person)
    db.command("people", epilog="Example: overt db people")(people)
    db.command("same", epilog='Example: overt db same ben benno --because "One login at our provider" --as ana')(same)
    db.command("policies", epilog="Example: overt db policies --out policies")(policies)
    app.add_typer(db, name="db")


Roles = Annotated[list[str], typer.Option("--role", metavar="ROLE", help="A role that the person gets (repeatable).")]
Markets = Annotated[list[str], typer.Option("--market", metavar="NAME", help="A market of this person (repeatable).")]


def init(
    admin: Annotated[str, text("Who administers it, and works on cases as an analyst, too.", "NAME")],
    origin: Annotated[str, text("What its ledger is called, for those who check it.", "NAME")] = "overt.local/log",
    database: Database = DATABASE,
) -> None:
    """Make a new database with its ledger and its first person."""
    from overt.case.people import Newcomer, add
    from overt.case.store import Store

    store = Store.create(database, origin=origin)
    store.write(lambda writing: add(writing, None, Newcomer(admin, ("admin", "analyst"))))
    say(f"{admin} is its administrator, and an analyst. `overt db person` adds others: decisions need two people.")
    if store.ledger.keys.path:
        say(f"The ledger is signed with {store.ledger.keys.path}: keep a copy of it elsewhere.")


def upgrade(database: Database = DATABASE) -> None:
    """Bring the tables to the version of this overt; nothing in them is lost."""
    from overt.case.database import engine_of, revision
    from overt.case.database import upgrade as run

    engine = engine_of(database)
    if engine.url.get_backend_name() == "sqlite" and not Path(str(engine.url.database)).exists():
        raise InputError("no such database", where=str(database), mend="run `overt db init` first")
    if revision(engine) is None:
        raise InputError("holds no cases", where=str(database), mend="run `overt db init` first")
    steps = run(engine)
    say(f"{many(len(steps), 'step')}: {', '.join(steps)}" if steps else "The tables are up to date.")


def person(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The name of the account.")],
    as_: As,
    role: Roles = [],  # noqa: B006
    take: Annotated[list[str], typer.Option(metavar="ROLE", help="A role that is taken away (repeatable).")] = [],  # noqa: B006
    market: Markets = [],  # noqa: B006
    team: Annotated[str | None, text("The team.", "NAME")] = None,
    region: Annotated[str | None, text("Where the person is.", "NAME")] = None,
    issuer: Annotated[str | None, text("The identity provider.", "URL")] = None,
    subject: Annotated[str | None, text("What the identity provider calls this human being.", "ID")] = None,
    because: Because = "as decided",
    database: Database = DATABASE,
) -> None:
    """Enter a person, or give and take roles of one who is there."""
    from overt.case import people as book
    from overt.case import policy, tables

    def work(writing: Any) -> str:
        by = policy.allowed(writing, who(as_, "admin"), "manage_people", policy.database())
        known = writing.first(tables.people, name=name)
        if known is None:
            new = book.Newcomer(name, tuple(role), tuple(market), team, region, issuer, subject)
            return book.add(writing, by.acting, new)
        if market or team or region or issuer or subject:
            raise UsageError(f"{name} is entered already", mend="only roles are given and taken afterwards")
        for each in role:
            book.give(writing, by.acting, known.root, each)
        for each in take:
            book.take(writing, by.acting, known.root, each, because)
        return str(known.root)

    store = opened(database)
    store.write(work)
    with store.reading() as reading:
        found = book.person_of(reading, book.Who(name))
    say(f"{name}: {', '.join(sorted(found.roles)) or 'no role'}")


def people(database: Database = DATABASE, json: options.Json = False) -> None:
    """Show everybody with their roles, and who is known to be one human being."""
    from overt.case.people import everybody

    with opened(database).reading() as reading:
        found = everybody(reading)
    names = {p.id: p.name for p in found}
    rows: list[dict[str, Any]] = [
        {"name": p.name, "roles": sorted(p.roles), "markets": sorted(p.markets), "team": p.team, "region": p.region,
         "same_as": names.get(p.human) if p.human != p.id else None}
        for p in found
    ]  # fmt: skip
    if json:
        say_json({"people": rows})
        return
    shown: list[list[object]] = [
        [r["name"], ", ".join(r["roles"]), ", ".join(r["markets"]), r["team"] or "", r["same_as"] or ""] for r in rows
    ]
    table("People", ["name", "roles", "markets", "team", "the same as"], shown)


def same(
    one: Annotated[str, typer.Argument(metavar="NAME", help="An account.")],
    other: Annotated[str, typer.Argument(metavar="NAME", help="Another account of the same human being.")],
    because: Because,
    as_: As,
    database: Database = DATABASE,
) -> None:
    """Say that two accounts are of one human being: they never count as two, also where they have voted already."""
    from overt.case import decisions, policy, requests
    from overt.case import people as book

    def work(writing: Any) -> None:
        by = policy.allowed(writing, who(as_, "admin"), "manage_people", policy.database())
        ids = [book.person_of(writing, book.Who(name)).id for name in (one, other)]
        book.same(writing, by.acting, ids[0], ids[1], because)
        decisions.settle_all(writing, ids)
        requests.settle_all(writing, ids)

    opened(database).write(work)
    say(f"{one} and {other} count as one.")


def policies(
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Write the policies in force there, to edit.")] = None,
    put: Annotated[Path | None, typer.Option(metavar="FILE", help="Put an edited file in force.")] = None,
    because: Because = "",
    as_: Annotated[str | None, typer.Option("--as", metavar="NAME", envvar="OVERT_PERSON", help="Who acts.")] = None,
    role: Role = "admin",
    database: Database = DATABASE,
) -> None:
    """Show the policies in force, write them out to edit, or put an edited file in force."""
    from overt.case import policy

    store = opened(database)
    if put is not None:
        if not as_ or not because:
            raise UsageError("policies are put in force by somebody, for a reason", mend="give --as and --because")
        try:
            edited = put.read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise InputError("cannot be read as text", where=str(put)) from error
        store.write(lambda writing: policy.enter(writing, who(as_, role), put.name, edited, because))
        say(f"{put.name} is in force.")
        return
    with store.reading() as reading:
        found = policy.current(reading)
    if out is not None:
        _written(out, found | {"schema.cedarschema": policy.schema()})
        say(f"The policies in force are in {out}; put one back with --put.")
        return
    for name, words in found.items():
        own = "as shipped" if words == policy.shipped()[name] else "edited"
        say(f"{name} ({own})")
        for line in words.splitlines():
            if line.startswith(("@id", "@says")):
                say(f"  {line.partition('(')[2].rstrip(')')}")


def _written(folder: Path, files: dict[str, str]) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, words in files.items():
            if (folder / name).exists():
                raise OutputError("is there already", where=str(folder / name), mend="name another directory")
            (folder / name).write_text(words, "utf-8")
    except OSError as error:
        raise unwritable(error, folder) from error
