"""`overt scan`: from export files to findings, receipts and a dossier."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from overt.cli import options
from overt.cli.console import Progress, say, say_json, table

if TYPE_CHECKING:
    from overt.scan import Request

EXAMPLE = "Example: overt scan posts.parquet --out results"

Since = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Add the files to an earlier scan that kept its state.")
]
KeepState = Annotated[
    bool, typer.Option("--keep-state", help="Keep what was read, so that a later scan can add to it.")
]
Reference = Annotated[
    Path | None, typer.Option(metavar="FILE|DIR", help="What is usual, frozen from an earlier period (--freeze).")
]
Freeze = Annotated[
    bool, typer.Option("--freeze", help="Leave reference.json: what was usual here, for scans of later posts.")
]
MaxRejected = Annotated[
    float, typer.Option(min=0, max=1, help="Share of unreadable rows that is still no error (exit 3).")
]


def add_to(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("scan", epilog=EXAMPLE)(options.with_parameters(scan))


def scan(
    paths: options.Paths,
    out: Annotated[str, typer.Option(help="Directory for the results.")] = "overt-results",
    map_: options.Map = [],  # noqa: B006 - typer never changes it
    trace_column: options.TraceColumn = [],  # noqa: B006
    trace: options.Traces = [],  # noqa: B006
    also: options.AlsoTraces = [],  # noqa: B006
    platform: options.Platform = None,
    timezone: options.Timezone = "UTC",
    model: options.Model = None,
    redirects: options.Redirects = None,
    media: options.Media = [],  # noqa: B006
    registry: options.Labels = None,
    reference: Reference = None,
    freeze: Freeze = False,
    engine: options.Engine = "duckdb",
    master: options.Master = None,
    remote: options.Remote = None,
    threads: options.Threads = None,
    memory: options.Memory = "4GB",
    resume: Annotated[bool, typer.Option("--resume", help="Go on where an interrupted scan stopped.")] = False,
    since: Since = None,
    keep_state: KeepState = False,
    max_rejected: MaxRejected = 0.05,
    json: options.Json = False,
    quiet: options.Quiet = False,
    *,
    parameters: dict[str, Any],
) -> None:
    """Find accounts that act together more tightly than chance explains."""
    from overt.scan import Request

    request = Request(
        paths=paths,
        out=out,
        parameters=parameters,
        read=options.read_options(map_, trace_column, platform, timezone),
        only=trace,
        also=also,
        model=model,
        redirects=redirects,
        media=media,
        registry=registry,
        reference=reference,
        freeze=freeze,
        engine=engine,
        master=master,
        remote=remote,
        threads=threads,
        memory=memory,
        resume=resume,
        since=since,
        keep_state=keep_state,
        max_rejected=max_rejected,
    )
    scanned(request, json, quiet)


def scanned(request: "Request", json: bool, quiet: bool) -> None:
    """Runs the scan and tells what came of it. Raises TooManyRejected afterwards."""
    from overt.errors import TooManyRejected
    from overt.report import summary
    from overt.scan import scan as run

    late: TooManyRejected | None = None
    with Progress(quiet) as progress:
        try:
            found = run(request, progress.step)
        except TooManyRejected as error:
            late, found = error, error.facts["findings"]
    tell(found, summary(found), str(request.out), json)
    if late:
        raise late


def tell(found: dict[str, Any], rows: list[dict[str, Any]], out: str, json: bool) -> None:
    """The summary that ends a scan, for programs or for people."""
    if json:
        say_json({"out": str(out), "totals": found["totals"], "networks": rows, "notices": found["run"]["notices"]})
    else:
        show(found, rows, out)


def show(found: dict[str, Any], rows: list[dict[str, Any]], out: str) -> None:
    """The summary for people."""
    run, totals = found["run"], found["totals"]
    rejected = f", {run['rows_rejected']:,} rows rejected (see rejected.csv)" if run["rows_rejected"] else ""
    say(f"Read {run['posts']:,} posts of {run['accounts']:,} accounts{rejected}.")
    for notice in run["notices"]:
        say(f"Note: {notice}")
    if not rows:
        say("No network was found that acts together more tightly than chance, news and shared habits explain.")
        say("That does not show that there is none: small, slow or well-hidden operations stay unseen.")
    else:
        table(
            "Networks that act together more tightly than chance explains",
            ["network", "class", "accounts", "copied", "platforms", "mostly by", "p"],
            [
                [
                    r["network"],
                    r["class"],
                    r["members"],
                    r["targets"],
                    ", ".join(r["platforms"]),
                    ", ".join(r["traces"][:3]),
                    "" if r["p"] is None else f"{r['p']:.2g}",
                ]
                for r in rows
            ],
            numbers=("accounts", "copied", "p"),
        )
        say(
            "Coordination is not guilt: fans, petitioners, newsrooms and volunteers "
            "coordinate openly. Read the receipts."
        )
    if found["leads"]["pairs_in_total"]:
        pairs, across = found["leads"]["pairs_in_total"], found["leads"]["pairs_across_platforms"]
        crossing = f", {across:,} of them across platforms" if across else ""
        say(f"{pairs:,} synchronised pair{'s' if pairs > 1 else ''} outside networks{crossing}: leads, not findings.")
    say(
        f"{totals['shared_interest_edges']:,} pairs share more than expected "
        "without acting together in time: shared interest."
    )
    say(f"Dossier: {out.rstrip('/')}/report.html")
