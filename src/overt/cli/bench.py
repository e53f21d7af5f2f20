"""`overt bench`: what overt can and cannot do, measured on data that you name."""

from pathlib import Path
from typing import Annotated, Any

import typer

from overt.cli import options
from overt.cli.bench_adversarial import adversarial
from overt.cli.bench_ledger import ledger
from overt.cli.bench_text import text
from overt.cli.console import Progress, say, say_json, table

bench = typer.Typer(
    help="Measure calibration and power on given data.",
    epilog="Example: overt bench calibration --help",
    no_args_is_help=True,
)

SCALE_TITLE = "CPU seconds of pair finding (10 s, 2 objects), from the actions table to the pairs"
SCALE_COLUMNS = (
    "file", "actions", "pairs", "plan", "overt", "sort", "toolkit", "overt / sort", "toolkit / overt", "MB", "start",
    "same pairs",
)  # fmt: skip


def add_to(app: typer.Typer) -> None:
    """Adds the commands."""
    bench.command("calibration", epilog="Example: overt bench calibration posts.parquet --copies 20")(calibration)
    bench.command("overlay", epilog="Example: overt bench overlay posts.parquet --seeds 20")(overlay)
    bench.command("corrections", epilog="Example: overt bench corrections posts.parquet")(corrections)
    bench.command("scale", epilog="Example: overt bench scale --large")(scale)
    bench.command("media", epilog="Example: overt bench media --quick")(media)
    bench.command("text", epilog="Example: overt bench text --quick")(text)
    bench.command("adversarial", epilog="Example: overt bench adversarial --quick")(adversarial)
    bench.command("ledger", epilog="Example: overt bench ledger --quick")(ledger)
    app.add_typer(bench, name="bench")


def calibration(
    paths: options.Paths,
    copies: Annotated[int, typer.Option(min=1, help="Null copies of each kind.")] = 20,
    kind: Annotated[list[str], typer.Option(help="Only jitter, rewire, days or planted (repeatable).")] = [],  # noqa: B006
    seed: Annotated[int, typer.Option(help="Seed of the copies.")] = 0,
    trace: options.Traces = [],  # noqa: B006
    also: options.AlsoTraces = [],  # noqa: B006
    map_: options.Map = [],  # noqa: B006
    pictures: Annotated[Path | None, typer.Option(help="Directory for p-value QQ pictures (SVG).")] = None,
    json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Count the edges that overt finds in copies of the data from which all coordination was taken."""
    from overt.evaluate.calibration import calibrate

    read = options.read_options(map_, [], None, "UTC")
    with Progress(quiet) as progress:
        rows = calibrate(paths, copies, tuple(kind), seed, pictures, progress.step, trace, also, read)
    if json:
        say_json([r.facts() for r in rows])
        return
    table(
        "Edges in null copies (allowed: the larger of 1% of those in the data and 0.05 a copy)",
        [
            "trace",
            "kind",
            "copies",
            "edges in data",
            "edges a copy",
            "allowed",
            "copies with any (95%)",
            "holds",
        ],
        [r.cells() for r in rows],
        numbers=("copies", "edges in data", "edges a copy", "allowed"),
    )
    broken = [r for r in rows if not r.holds]
    say("Every line holds." if not broken else f"{len(broken)} of {len(rows)} lines do not hold.")


def corrections(paths: options.Paths, json: options.Json = False, quiet: options.Quiet = False) -> None:
    """Show what each correction of the synchrony test costs and buys on the given data."""
    from dataclasses import asdict

    from overt.evaluate.corrections import corrections as run

    with Progress(quiet) as progress:
        rows = run(paths, progress.step)
    if json:
        say_json([asdict(r) for r in rows])
        return
    table(
        f"What is found without one correction (accounts with 20 or more posts: {rows[0].active})",
        ["left out", "synchronised edges", "networks", "members of networks", "accounts with an edge"],
        [[r.without, r.edges, r.networks, r.members, r.tied] for r in rows],
        numbers=("synchronised edges", "networks", "members of networks", "accounts with an edge"),
    )


def overlay(
    path: Annotated[str, typer.Argument(help="Posts of accounts known to be coordinated.")],
    seeds: Annotated[int, typer.Option(min=1, help="How many crowds to lay under the posts.")] = 20,
    first: Annotated[int, typer.Option(help="The first seed.")] = 100,
    mixing: Annotated[float, typer.Option(help="Share of the crowd's reposts that pass on the real posts.")] = 0.05,
    json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Lay simulated innocents of equal activity under real posts: recall of the real, innocents accused."""
    from dataclasses import asdict

    import overt
    from overt.evaluate.overlay import alone, overlays

    posts = overt.read(path)
    rows = []
    with Progress(quiet) as progress:
        progress.step("alone", "the posts by themselves")
        rows.append(alone(posts))
        for row in overlays(posts, range(first, first + seeds), mixing):
            rows.append(row)
            progress.step(f"seed {row.seed}", f"recall {row.recall:.3f}, {row.accused} innocents accused")
    if json:
        say_json([asdict(r) | {"recall": r.recall} for r in rows])
        return
    table(
        "Real accounts with 20 or more posts, and innocents laid under them",
        ["seed", "active", "found", "recall", "innocents", "accused"],
        [
            [
                "alone" if r.seed is None else r.seed,
                r.active,
                r.found,
                f"{r.recall:.3f}",
                r.innocents,
                r.accused,
            ]
            for r in rows
        ],
        numbers=("active", "found", "recall", "innocents", "accused"),
    )


def scale(
    millions: Annotated[list[float], typer.Option(help="Millions of actions (repeatable).")] = [0.3, 1, 3, 10],  # noqa: B006
    large: Annotated[bool, typer.Option("--large", help="Also 30 million actions.")] = False,
    peer: Annotated[bool, typer.Option(help="Also run coordination-network-toolkit 1.5.2, up to 3 million.")] = True,
    peer_python: Annotated[Path | None, typer.Option(help="A Python that has it; else one is set up.")] = None,
    work: Annotated[Path | None, typer.Option(help="Where to put the files; else a directory that is removed.")] = None,
    memory: options.Memory = "4GB",
    seed: Annotated[int, typer.Option(help="Seed of the actions.")] = 1,
    json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Time pair finding on simulated actions beside a sort of the same file and a peer, in one run."""
    import os
    import tempfile

    from overt.evaluate.scale import growth, toolkit_python
    from overt.evaluate.scale import scale as run

    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "overt"
    with Progress(quiet) as progress, tempfile.TemporaryDirectory(prefix="overt-scale-") as aside:
        toolkit = (peer_python or toolkit_python(cache)) if peer else None
        sizes = list(
            run([*millions, *([30.0] if large else [])], work or Path(aside), toolkit, memory, seed, progress.step)
        )
    if json:
        say_json({"sizes": [s.facts() for s in sizes], "growth_exponent": growth(sizes)})
        return
    table(SCALE_TITLE, [*SCALE_COLUMNS], [_cells(s.facts()) for s in sizes], numbers=SCALE_COLUMNS[4:-1])
    say("What a process takes to start is left out everywhere; for overt it stands under start.")
    if (exponent := growth(sizes)) is not None:
        say(f"From 3 million on the cost grows as n^{exponent:.2f}.")


def media(
    pictures: Annotated[int, typer.Option(min=2, help="Pictures that are edited.")] = 300,
    films: Annotated[int, typer.Option(min=2, help="Films that are edited.")] = 40,
    unrelated: Annotated[int, typer.Option(min=8, help="Pictures that are compared with one another.")] = 2_000,
    quick: Annotated[bool, typer.Option("--quick", help="A few of each, in about a minute.")] = False,
    json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Edit pictures and films made by us: which copies are found, which strangers are taken for copies."""
    from overt.evaluate.media import QUICK_FILM_EDITS, Copies
    from overt.evaluate.media import media as run

    numbers = (8, 2, 64) if quick else (pictures, films, unrelated)
    with Progress(quiet) as progress:
        lines = list(run(*numbers, progress.step, QUICK_FILM_EDITS if quick else ()))
    if json:
        say_json([line.facts() for line in lines])
        return
    copies = [line.facts() for line in lines if isinstance(line, Copies)]
    table(
        "Copies that are found: in one group with their original",
        ["of a", "edit", "copies", "found", "recall", "with another"],
        [[c["what"], c["edit"], c["copies"], c["found"], f"{c['recall']:.2f}", c["wrong"]] for c in copies],
        numbers=("copies", "found", "recall", "with another"),
    )
    table(
        "Strangers that are taken for copies of one another",
        ["of a", "kind", "items", "pairs", "together"],
        [list(line.facts().values()) for line in lines if not isinstance(line, Copies)],
        numbers=("items", "pairs", "together"),
    )


def _cells(facts: dict[str, Any]) -> list[object]:
    """One row of the table of `overt bench scale`."""
    peer = facts["peer_cpu"] is not None
    return [
        facts["name"],
        f"{facts['actions']:,}",
        f"{facts['pairs']:,}",
        facts["plan"],
        f"{facts['overt_cpu']:.2f}",
        f"{facts['floor_cpu']:.2f}",
        f"{facts['peer_cpu']:.1f}" if peer else "",
        f"{facts['times_floor']:.2f}",
        f"{facts['peer_times_overt']:.0f}" if peer else "",
        facts["overt_memory_mb"],
        f"{facts['overt_start_cpu']:.2f}",
        ("yes" if facts["pairs_agree"] else "NO") if peer else "",
    ]
