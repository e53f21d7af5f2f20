"""`overt bench ledger`: records a second into the ledger, and how long a whole log takes to check."""

from typing import TYPE_CHECKING, Annotated

import typer

from overt.cli import options
from overt.cli.console import Progress, say_json, table

if TYPE_CHECKING:
    from overt.evaluate.ledger import Rate


def ledger(
    records: Annotated[int, typer.Option(min=10, help="Records of the largest run of each kind.")] = 50_000,
    check: Annotated[int, typer.Option(min=0, help="Records of the log that is checked; 0: none.")] = 1_000_000,
    quick: Annotated[bool, typer.Option("--quick", help="5,000 records, and a log of 20,000.")] = False,
    database: Annotated[
        str | None, typer.Option(metavar="URL", help="An empty PostgreSQL database; else SQLite in a new folder.")
    ] = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Write records as programs do, many to a commit, and check a large log; with what the promise costs."""
    from overt.evaluate.ledger import checks, rates

    records, check = (5_000, 20_000) if quick else (records, check)
    with Progress(quiet) as progress:
        written = list(rates(records, database, progress.step))
        checked = list(checks(check, progress.step)) if check else []
    if json:
        say_json({"rates": [r.facts() for r in written], "checks": [c.facts() for c in checked]})
        return
    table(
        "Records a second, each commit followed by its checkpoint",
        ["fields", "to a commit", "records", "a second", "a CPU second", "x plain rows"],
        [_cells(r) for r in written],
        numbers=("to a commit", "records", "a second", "a CPU second", "x plain rows"),
    )
    if checked:
        table(
            "A whole log checked",
            ["by", "records", "seconds", "CPU seconds", "x bare hashing"],
            [[c.what, c.records, f"{c.seconds:.1f}", f"{c.cpu:.1f}", f"{c.cpu / c.bare_cpu:.1f}"] for c in checked],
            numbers=("records", "seconds", "CPU seconds", "x bare hashing"),
        )


def _cells(rate: "Rate") -> list[object]:
    rates = [f"{rate.records / seconds:,.0f}" for seconds in (rate.seconds, rate.cpu)]
    return [rate.what, rate.together, rate.records, *rates, f"{rate.cpu / rate.plain_cpu:.1f}"]
