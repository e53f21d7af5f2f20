"""`overt report`: what platforms publish, read and audited."""

from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from overt.cli import options
from overt.cli.console import say, say_json, table

report = typer.Typer(
    help="What platforms publish about influence operations: read it, and check it for what it leaves out.",
    epilog="Example: overt report audit --help",
    no_args_is_help=True,
)

Same = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="A person's judgement of which operations are one: one,other,verdict,by,why."),
]


def add_to(app: typer.Typer) -> None:
    """Adds the commands."""
    report.command("read", epilog="Example: overt report read bulletin.txt meta/ --platform tiktok")(read)
    report.command(
        "audit", epilog="Example: overt report audit --platform tiktok --reported meta/ --disclosed own.csv --json"
    )(audit)
    app.add_typer(report, name="report")


def read(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="Reports of platforms and laboratories.")],
    platform: Annotated[str, typer.Option(help="Only operations that a report sees on this platform.")] = "",
    same: Same = None,
    json: options.Json = False,
) -> None:
    """List the operations in reports, each once. What a report says is a claim of its reporter."""
    from overt.disclosure.audit.listing import listing

    result = listing(paths, platform, same)
    if json:
        say_json(result)
        return
    operations = result["operations"]
    rows: list[list[object]] = [
        [o["name"], ", ".join(o["origins"]), o["dated"] or "", ", ".join(o["reporters"]), o["sources"][0]]
        for o in operations
    ]
    title = f"{len(operations):,} operations; {result['entries']:,} entries were read"
    table(title, ["operation", "from", "dated", "reported by", "source"], rows)
    for line in [*result["left"], *(f"{name}: of no known form" for name in result["not_read"])]:
        say(f"not understood: {line}")


def audit(
    platform: Annotated[str, typer.Option(help="The platform whose disclosures are audited, such as tiktok.")],
    reported: Annotated[
        list[Path], typer.Option(metavar="PATH", help="Reports of others: a file or folder. Give it once for each.")
    ],
    disclosed: Annotated[
        list[Path] | None,
        typer.Option(metavar="PATH", help="What the platform itself published. Give it once for each."),
    ] = None,
    same: Same = None,
    start: Annotated[
        datetime | None, typer.Option("--from", formats=["%Y-%m-%d"], metavar="DAY", help="First day of the period.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option("--until", formats=["%Y-%m-%d"], metavar="DAY", help="Last day of the period.")
    ] = None,
    json: options.Json = False,
) -> None:
    """Check what a platform disclosed against what others report. Exit code 1 says that flags were raised.

    A flag is a question for people, with the file and row of every source. It never says why something is missing.
    """
    from overt.disclosure.audit.audit import Given
    from overt.disclosure.audit.audit import audit as audited
    from overt.disclosure.audit.telling import told

    result = audited(Given(platform, reported, disclosed or (), same, _day(start), _day(until)))
    if json:
        say_json(result)
    else:
        for line in told(result):
            say(line)
    if result["flags"]:
        raise typer.Exit(1)


def _day(given: datetime | None) -> date | None:
    return given.date() if given else None
