"""`overt bench text`: near-duplicate texts, what is found, what is wrong and what it costs."""

import os
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from overt.cli import options
from overt.cli.console import Progress, say, say_json, table

QUICK, FULL = (20_000,), (20_000, 100_000, 1_000_000)


def text(
    posts: Annotated[list[int], typer.Option(min=1_000, help="Number of posts (repeatable).")] = [],  # noqa: B006
    quick: Annotated[bool, typer.Option("--quick", help="20,000 posts and no peer.")] = False,
    peers: Annotated[bool, typer.Option(help="Also run rensa, gaoya and datasketch.")] = True,
    peer_python: Annotated[Path | None, typer.Option(help="A Python that has them; else one is set up.")] = None,
    d3lta_python: Annotated[Path | None, typer.Option(help="A Python that has D3lta (2.5 GB), to run it, too.")] = None,
    work: Annotated[Path | None, typer.Option(help="Where to put the files; else a directory that is removed.")] = None,
    seed: Annotated[int, typer.Option(help="Seed of the posts.")] = 1,
    json: options.Json = False,
    quiet: options.Quiet = False,
) -> None:
    """Find edited copies among simulated posts in twelve languages, beside peers in one run."""
    from overt.evaluate.peer_environment import peer_python as environment
    from overt.evaluate.text import PACKAGES
    from overt.evaluate.text import text as run

    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "overt"
    pythons: dict[str, Path] = {}
    if peers and not quick:
        python = peer_python or environment(
            cache, "text-peers", PACKAGES, "check the package index, or give --no-peers"
        )
        pythons = {package.split("==")[0]: python for package in PACKAGES}
        if d3lta_python:
            pythons["d3lta"] = d3lta_python
    with Progress(quiet) as progress, tempfile.TemporaryDirectory(prefix="overt-text-") as aside:
        chosen = posts or [*(QUICK if quick else FULL)]
        sizes = [size.facts() for size in run(chosen, work or Path(aside), pythons, seed, progress.step)]
    if json:
        say_json(sizes)
        return
    for size in sizes:
        _show(size)


def _show(size: dict[str, Any]) -> None:
    """The tables of one number of posts."""
    runs = size["runs"]
    names = ["equal after folding", *(_called(run) for run in runs)]
    title = f"{size['posts']:,} posts, {size['texts']:,} distinct texts"
    rows: list[list[object]] = [
        [edit, *(f"{one['recall'][edit]:.3f}" for one in (size["exact"], *runs))] for edit in runs[0]["recall"]
    ]
    table(f"Recall of copies among {title}", ["edit", *names], rows, numbers=tuple(names))
    rows = [
        [
            _called(run),
            f"{run['cpu']:.2f}",
            f"{run['cpu_per_million']:.1f}",
            f"{run['memory_mb']:,}",
            f"{run['precision']:.4f}",
            f"{run['pair_precision']:.4f}",
            f"{run['grouped_texts']:,}",
            "yes" if run["enough"] else "no",
        ]
        for run in runs
    ]
    columns = ["", "CPU s", "per million", "MB", "precision", "of pairs", "texts in groups", "recall reached"]
    table(f"Cost and precision, {title}", columns, rows, numbers=tuple(columns[1:-1]))
    _more(size, runs)


def _called(run: dict[str, Any]) -> str:
    """A run by name and settings."""
    settings: Sequence[int] = run["settings"]
    return f"{run['name']} {'/'.join(map(str, settings))}".strip()


def _more(size: dict[str, Any], runs: list[dict[str, Any]]) -> None:
    """What a line says."""
    ours = runs[0]
    say("Recall by language: " + ", ".join(f"{k} {v:.3f}" for k, v in ours["recall_by_language"].items()) + ".")
    merged = ", ".join(f"{k} {v:.2f}" for k, v in ours["templates_grouped"].items())
    say(f"Posts of a template that were grouped with another, by the share of fixed words: {merged}.")
    say(f"Normalisation took {size['normalise_cpu']:.2f} CPU seconds, which no line holds.")
    for notice in ours["notices"]:
        say(notice + ".")
    if (times := size["cheapest_peer_times_overt"]) is not None:
        say(f"The cheapest peer that reaches the recall, {size['cheapest_peer']}, costs {times:.1f} times as much.")
