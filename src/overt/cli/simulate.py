"""`overt simulate`: crowds and planted operations with the answers beside the data."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from overt.cli import options
from overt.cli.console import say, say_json

if TYPE_CHECKING:
    from overt.simulate import OperationSpec, TemplateSpec

EXAMPLE = "Example: overt simulate --accounts 500 --days 14 --operation 20,25,60,1 --out simulated"


def add_to(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("simulate", epilog=EXAMPLE)(simulate)


def simulate(
    out: Annotated[Path, typer.Option(help="Directory for posts.parquet and the answers.")] = Path("simulated"),
    accounts: Annotated[int, typer.Option(help="Organic accounts.")] = 2_000,
    days: Annotated[float, typer.Option(help="Length of the period.")] = 30,
    fandoms: Annotated[int, typer.Option(help="Fandoms in the crowd.")] = 1,
    newswires: Annotated[int, typer.Option(help="Newswires in the crowd (open coordination).")] = 0,
    resolution: Annotated[int, typer.Option(help="Time resolution in seconds.")] = 1,
    operation: Annotated[
        list[str],
        typer.Option(metavar="SIZE,OCCASIONS,JITTER[,PARTICIPATION[,COVER]]", help="Plant an operation (repeatable)."),
    ] = [],  # noqa: B006
    template: Annotated[
        list[str],
        typer.Option(
            metavar="KIND,ACCOUNTS[,PER_WEEK[,ZEAL]]",
            help="Accounts that share by a button, sign a petition or use a tool: button, petition, tool (repeatable).",
        ),
    ] = [],  # noqa: B006
    seed: Annotated[int, typer.Option(help="Seed of the simulation.")] = 0,
    json: options.Json = False,
) -> None:
    """Simulate an organic crowd and plant operations in it. Texts are syllables: statistics without meaning."""
    from overt.simulate import CrowdSpec, crowd, fill_in, plant, write

    spec = CrowdSpec(
        accounts=accounts,
        days=days,
        fandoms=fandoms,
        newswires=newswires,
        time_resolution=resolution,
        seed=seed,
    )
    people = crowd(spec)
    if template:
        people, _ = fill_in(people, [_template(text) for text in template], seed)
    posts, answers = plant(people, [_operation(text, i) for i, text in enumerate(operation)], seed)
    write(posts, answers, out)
    if json:
        say_json({"out": str(out), "posts": posts.num_rows, "accounts": answers.num_rows})
    else:
        say(
            f"{posts.num_rows:,} posts by {answers.num_rows:,} accounts: {out / 'posts.parquet'}; "
            f"who is who: {out / 'answers.parquet'}"
        )


def _operation(text: str, number: int) -> "OperationSpec":
    from overt.errors import UsageError
    from overt.simulate import OperationSpec

    try:
        size, occasions, jitter, *rest = [float(part) for part in text.split(",")]
        participation, cover = [*rest, *(1.0, 0.0)[len(rest) :]][:2]
    except ValueError as error:
        raise UsageError(
            f"--operation {text} is not understood", mend="write SIZE,OCCASIONS,JITTER such as 20,25,60"
        ) from error
    return OperationSpec(
        accounts=int(size),
        objects=int(occasions),
        jitter=jitter,
        participation=participation,
        cover=cover,
        name=f"operation-{number + 1}",
    )


def _template(text: str) -> "TemplateSpec":
    from overt.errors import UsageError
    from overt.simulate import TemplateSpec

    kind, *rest = text.split(",")
    try:
        accounts, per_week, zeal = [*map(float, rest), *(300.0, 2.0, 0.35)[len(rest) :]]
    except ValueError as error:
        raise UsageError(
            f"--template {text} is not understood", mend="write KIND,ACCOUNTS such as petition,300"
        ) from error
    return TemplateSpec(kind, int(accounts), per_week, zeal).checked()
