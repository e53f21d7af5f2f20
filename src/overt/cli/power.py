"""`overt power`: how small an operation would be found in your own posts?"""

import re
from pathlib import Path
from typing import Annotated, Any

import typer

from overt.cli import options
from overt.cli.console import Progress, err, say, say_json, table
from overt.errors import UsageError

EXAMPLE = "Example: overt power posts.parquet --sizes 3,8 --within 1min --repeats 1 --out results"
UNITS = {"s": 1, "min": 60, "h": 3_600, "d": 86_400}

Sizes = Annotated[str, typer.Option(metavar="N,N,...", help="Accounts of the planted rings.")]
Within = Annotated[str, typer.Option(metavar="TIME,...", help="How close in time they act: 30s, 10min, 1h.")]
Repeats = Annotated[int, typer.Option(help="Rings of each size and closeness.")]
Objects = Annotated[int, typer.Option(help="How many things the accounts of a ring share.")]
Cover = Annotated[float, typer.Option(help="Ordinary posts made up around each of theirs.")]
Through = Annotated[
    str,
    typer.Option(
        metavar="NAME", help="What they share: url, text, hashtag_sequence, an id column (default: what is there)."
    ),
]
Share = Annotated[float, typer.Option(help="Share of the planted accounts that has to come back.")]
Out = Annotated[Path | None, typer.Option(help="Results of a scan of the same posts, or any directory.")]


def add_to(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("power", epilog=EXAMPLE)(options.with_parameters(power))


def power(
    paths: options.Paths,
    sizes: Sizes = "3,5,8,12,20,30",
    within: Within = "1min,10min,1h",
    repeats: Repeats = 10,
    objects: Objects = 10,
    cover: Cover = 1.0,
    through: Through = "",
    share: Share = 0.95,
    out: Out = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where an interrupted run with --out stopped.")
    ] = False,
    map_: options.Map = [],  # noqa: B006 - typer never changes it
    trace_column: options.TraceColumn = [],  # noqa: B006
    trace: options.Traces = [],  # noqa: B006
    also: options.AlsoTraces = [],  # noqa: B006
    platform: options.Platform = None,
    timezone: options.Timezone = "UTC",
    json: options.Json = False,
    quiet: options.Quiet = False,
    *,
    parameters: dict[str, Any],
) -> None:
    """Plant rings of growing size into copies of your posts, scan them, and say which ones would be missed."""
    from overt.evaluate.power import PowerSpec
    from overt.evaluate.power_results import run

    spec = PowerSpec(
        tuple(numbers(sizes)), tuple(times(within)), repeats, objects, cover, through, share, parameters["seed"]
    )
    read = options.read_options(map_, trace_column, platform, timezone)
    with Progress(quiet) as progress:

        def note(line: str) -> None:
            if not quiet:
                err.print(line, highlight=False, soft_wrap=True)

        found = run(paths, spec, parameters, read, trace, also, out, resume, progress.step, note)
    if json:
        say_json(found)
    else:
        show(found, out)


def show(found: dict[str, Any], out: Path | None) -> None:
    """The table and the sentences, for people."""
    from overt.model.scale import duration

    closeness = sorted({cell["within_seconds"] for cell in found["cells"]})
    cells = {(cell["accounts"], cell["within_seconds"]): cell for cell in found["cells"]}
    table(
        "Planted accounts that came back as members of a network (95% interval)",
        ["accounts", *(f"within {duration(w)}" for w in closeness)],
        [[size, *(told(cells[size, w]) for w in closeness)] for size in sorted({size for size, _ in cells})],
        numbers=("accounts",),
    )
    for line in found["sentences"]:
        say(line)
    say(found["condition"])
    if out is not None:
        redrawn = " and in the dossier, report.html" if (out / "findings.json").exists() else ""
        say(f"The curve is in {out}/power.svg{redrawn}.")


def told(cell: dict[str, Any]) -> str:
    """One cell: how many came back of how many, and the interval of the share."""
    return f"{cell['members_found']}/{cell['members_planted']} ({cell['low']:.0%}-{cell['high']:.0%})"


def numbers(text: str) -> list[int]:
    """ "3,5,8" as whole numbers. Raises UsageError."""
    parts = [part.strip() for part in text.split(",")]
    if not all(re.fullmatch(r"[0-9]{1,6}", part) for part in parts):
        raise UsageError(f"--sizes {text} is no list of whole numbers", mend="write it as --sizes 3,5,8")
    return [int(part) for part in parts]


def times(text: str) -> list[int]:
    """ "30s,10min,1h" as seconds; a bare number is in seconds. Raises UsageError."""
    found = []
    for part in text.split(","):
        match = re.fullmatch(r"\s*([0-9]{1,6})\s*(s|min|h|d|)\s*", part)
        if not match:
            raise UsageError(f"--within {text} is no list of times", mend="write it as --within 30s,10min,1h")
        found.append(int(match[1]) * UNITS[match[2] or "s"])
    return found
