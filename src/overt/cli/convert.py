"""`overt convert`: any export as the canonical posts table."""

from pathlib import Path
from typing import Annotated

import typer

from overt.cli import options
from overt.cli.console import say, say_json

EXAMPLE = "Example: overt convert export.csv --out posts.parquet"


def add_to(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("convert", epilog=EXAMPLE)(convert)


def convert(
    paths: options.Paths,
    out: Annotated[Path, typer.Option(help="The Parquet file to write.")] = Path("posts.parquet"),
    map_: options.Map = [],  # noqa: B006
    trace_column: options.TraceColumn = [],  # noqa: B006
    platform: options.Platform = None,
    timezone: options.Timezone = "UTC",
    json: options.Json = False,
) -> None:
    """Write the posts of any export as one canonical Parquet file; unreadable rows go to OUT.rejected.csv."""
    import pyarrow.parquet as pq

    from overt.findings.write import whole
    from overt.run import utf8
    from overt.sources import open_posts

    rejected = out.with_suffix(".rejected.csv")
    reading = open_posts(paths, options.read_options(map_, trace_column, platform, timezone), rejected)
    for file in reading.files:
        file.path, file.name = utf8(file.path), utf8(file.name)
    with whole(out) as aside, pq.ParquetWriter(aside, reading.schema, compression="zstd") as writer:
        for batch in reading.batches():
            writer.write_batch(batch)
    accounts = reading.profiles.table()
    if accounts.num_rows:
        beside = out.with_suffix(".accounts.parquet")
        with whole(beside) as aside:
            pq.write_table(accounts, aside, compression="zstd")
    files = [f.facts() for f in reading.files]
    if json:
        say_json({"out": str(out), "files": files, "notices": reading.notices})
        return
    for facts in files:
        say(
            f"{facts['name']}: {facts['format']}, {facts['rows_read']:,} rows read, {facts['rows_rejected']:,} rejected"
        )
    for notice in reading.notices:
        say(f"Note: {notice}")
    if accounts.num_rows:
        say(f"What is known of {accounts.num_rows:,} accounts: {beside}")
    say(f"Posts: {out}; rejected rows: {rejected}")
