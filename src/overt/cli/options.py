"""Options that several commands share. Those of a scan are made from the table of parameters."""

import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from overt.errors import UsageError
from overt.model.parameter import PARAMETERS, Parameter

Paths = Annotated[list[str], typer.Argument(metavar="PATH...", help="Files with posts: Parquet, CSV, NDJSON or JSON.")]
Map = Annotated[
    list[str],
    typer.Option("--map", metavar="FIELD=COLUMN", help="Which column holds a field, such as created_at=when."),
]
TraceColumn = Annotated[
    list[str],
    typer.Option("--trace-column", metavar="NAME=COLUMN", help="A column of ids to treat as a trace."),
]
Traces = Annotated[list[str], typer.Option("--trace", metavar="NAME", help="Look at this trace only (repeatable).")]
AlsoTraces = Annotated[
    list[str],
    typer.Option(
        "--also", metavar="NAME", help="Look at this trace, too, which is not looked for unasked (repeatable)."
    ),
]
Model = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="An embedding model on this machine: also look for rewordings and translations."),
]
Redirects = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Where links lead: a file with the columns from, to and, if known, fetched_at."),
]
Media = Annotated[
    list[Path],
    typer.Option(metavar="PLACE", help="A folder, zip or tar archive with the posts' pictures and films (repeatable)."),
]
Labels = Annotated[
    Path | None,
    typer.Option("--registry", metavar="FILE", help="Labels of who is openly what (default: your own, if any)."),
]
Platform = Annotated[str | None, typer.Option(help="Platform of files that do not name one.")]
Timezone = Annotated[str, typer.Option(help="Zone of times that carry none.")]
Engine = Annotated[str, typer.Option(metavar="NAME", help="What runs the relational stages: duckdb or spark.")]
Master = Annotated[
    str | None, typer.Option(metavar="URL", help="Where Spark runs: local[N] (default: local[*]) or spark://HOST:PORT.")
]
Remote = Annotated[
    str | None, typer.Option(metavar="URL", help="A Spark Connect endpoint: sc://HOST:PORT (with --engine spark).")
]
Threads = Annotated[int | None, typer.Option(min=1, help="Threads of the engine (default: all cores).")]
Memory = Annotated[str, typer.Option(help="Memory that the whole work may take, such as 4GB.")]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON, for programs.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="No progress.")]


def assignments(given: list[str], option: str) -> dict[str, str]:
    """NAME=VALUE pairs as a dictionary. Raises UsageError."""
    result = {}
    for item in given:
        name, equals, value = item.partition("=")
        if not equals or not name:
            raise UsageError(f"{option} {item} has no '='", mend=f"write it as {option} NAME=COLUMN")
        result[name.strip()] = value.strip()
    return result


def read_options(map_: list[str], trace_column: list[str], platform: str | None, timezone: str) -> Any:
    """ReadOptions from the command line."""
    from overt.sources import ReadOptions

    return ReadOptions(assignments(map_, "--map"), assignments(trace_column, "--trace-column"), platform, timezone)


def with_parameters(command: Callable[..., None]) -> Callable[..., None]:
    """The command with one option for every parameter of a scan, passed on as the dictionary `parameters`."""
    signature = inspect.signature(command)
    own = [p for p in signature.parameters.values() if p.name != "parameters"]
    extra = [
        inspect.Parameter(
            p.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=p.default,
            annotation=Annotated[type(p.default), typer.Option(help=described(p))],
        )
        for p in PARAMETERS
    ]

    def wrapped(**values: Any) -> None:
        chosen = {p.name: values.pop(p.name) for p in PARAMETERS}
        command(**values, parameters=chosen)

    wrapped.__name__, wrapped.__doc__ = command.__name__, command.__doc__
    wrapped.__signature__ = inspect.Signature([*own, *extra])  # type: ignore[attr-defined]
    return wrapped


def described(parameter: Parameter) -> str:
    """The help of a parameter with its unit."""
    return f"{parameter.help[0].upper()}{parameter.help[1:]}" + (f" ({parameter.unit})." if parameter.unit else ".")
