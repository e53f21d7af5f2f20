"""`overt demo`: simulate a crowd with planted operations, scan it, compare with the answers."""

from pathlib import Path
from typing import Annotated

import typer

from overt.cli import options
from overt.cli.console import Progress, say, table
from overt.cli.scan import show

EXAMPLE = "Example: overt demo --out demo"


def add_to(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("demo", epilog=EXAMPLE)(demo)


def demo(
    out: Annotated[Path, typer.Option(help="Directory for the simulated posts and the results.")] = Path("demo"),
    seed: Annotated[int, typer.Option(help="Seed of the simulation.")] = 0,
    quiet: options.Quiet = False,
) -> None:
    """Simulate a crowd with four planted operations, scan it and show what was found and what was missed."""
    from overt.evaluate.planted import score
    from overt.report import summary
    from overt.scan import Request
    from overt.scan import scan as run
    from overt.simulate import demo_scenario, write

    out.mkdir(parents=True, exist_ok=True)
    with Progress(quiet) as progress:
        progress.step("simulate", "a crowd with planted operations")
        posts, answers = demo_scenario(seed)
        write(posts, answers, out / "simulated")
        found = run(Request([out / "simulated" / "posts.parquet"], out), progress.step)
    show(found, summary(found), str(out))
    scores = score(found, answers)
    table(
        "What was planted, and what was found of it",
        ["group", "role", "accounts", "in findings"],
        [[s.group, s.role, s.accounts, s.found] for s in scores],
        numbers=("accounts", "in findings"),
    )
    innocent = sum(s.found for s in scores if s.role in ("organic", "fandom"))
    say(f"Innocent accounts in findings: {innocent}. The newswire coordinates openly; it may be found.")
