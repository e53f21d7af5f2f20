"""What the commands on cases share: which database, who acts, and in which role."""

from typing import Annotated, Any

import typer

Database = Annotated[
    str, typer.Option(metavar="FILE|URL", envvar="OVERT_DATABASE", help="The database: a file, or PostgreSQL's URL.")
]
As = Annotated[str, typer.Option("--as", metavar="NAME", envvar="OVERT_PERSON", help="Who acts.")]
Role = Annotated[str | None, typer.Option(metavar="ROLE", help="In which role, where that person has several.")]
Because = Annotated[str, typer.Option(metavar="TEXT", help="Why.")]
Case = Annotated[str, typer.Argument(metavar="CASE", help="The id of a case (overt case list shows it).")]
DATABASE = "overt.db"


def text(help_: str, metavar: str = "TEXT") -> Any:
    """An option that takes a text."""
    return typer.Option(help=help_, metavar=metavar)


def opened(database: str) -> Any:
    """The database."""
    from overt.case.store import Store

    return Store.open(database)


def who(name: str, role: str | None) -> Any:
    """Who acts."""
    from overt.case.people import Who

    return Who(name, role)


def many(count: int, noun: str) -> str:
    """A number of things in words."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def day(value: Any) -> str:
    """A time as people read it."""
    return value.strftime("%Y-%m-%d %H:%M") if value else "-"


def plain(value: Any) -> Any:
    """The value as JSON has it."""
    from overt.case.store import canonical

    return canonical(value)
