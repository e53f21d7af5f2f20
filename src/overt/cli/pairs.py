"""`overt pairs`: the plain count of co-actions, without any test."""

from pathlib import Path
from typing import Annotated

import typer

from overt.cli import options
from overt.cli.console import Progress, say, say_json

EXAMPLE = "Example: overt pairs posts.parquet --trace url --interval 60 --min-shared 2 --out pairs.parquet"


def add_to(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("pairs", epilog=EXAMPLE)(pairs)


def pairs(
    paths: options.Paths,
    trace: Annotated[str, typer.Option(help="The trace to count, such as url, repost, text or an id column.")],
    interval: Annotated[int, typer.Option(min=0, help="Seconds between two uses, this gap included.")] = 10,
    min_shared: Annotated[int, typer.Option(min=1, help="Fewest distinct objects used within the interval.")] = 1,
    out: Annotated[Path, typer.Option(help="Where to write the pairs (.parquet or .csv).")] = Path("pairs.parquet"),
    map_: options.Map = [],  # noqa: B006
    trace_column: options.TraceColumn = [],  # noqa: B006
    platform: options.Platform = None,
    timezone: options.Timezone = "UTC",
    engine: options.Engine = "duckdb",
    master: options.Master = None,
    remote: options.Remote = None,
    threads: options.Threads = None,
    memory: options.Memory = "4GB",
    json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Count who used the same object within an interval: no test, no error control, no finding."""
    from overt.engine import EngineOptions
    from overt.plain import plain_pairs

    read = options.read_options(map_, trace_column, platform, timezone)
    where = EngineOptions(engine, master, remote, threads, memory)
    with Progress(quiet) as progress:
        found = plain_pairs(paths, trace, interval, min_shared, out, read, where, progress.step)
    if json:
        say_json(
            {
                "out": str(out),
                "pairs": found.pairs,
                "trace": trace,
                "interval_seconds": interval,
                "min_shared": min_shared,
                "rows_read": found.rows_read,
                "rows_rejected": found.rows_rejected,
                "rejected": str(found.rejected),
                "plan": found.plan.name,
                "plan_because": found.plan.why,
                "notices": found.notices,
            }
        )
    else:
        for notice in found.notices:
            say(f"Note: {notice}")
        if found.rows_rejected:
            say(f"{found.rows_rejected:,} of {found.rows_read:,} rows could not be read: {found.rejected}")
        say(
            f"{found.pairs:,} pairs used the same {trace} within {interval} s at least {min_shared} time"
            f"{'s' if min_shared > 1 else ''}: {out}"
        )
        say("A count is no evidence: busy accounts and popular objects meet by chance. `overt scan` tests it.")
