"""`overt sources` and `overt traces`: what can be read, and what is looked for."""

import typer

from overt.cli import options
from overt.cli.console import say_json, table


def add_to(app: typer.Typer) -> None:
    """Adds the commands."""
    app.command("sources", epilog="Example: overt sources --json")(sources)
    app.command("traces", epilog="Example: overt traces")(traces)


def sources(json: options.Json = False) -> None:
    """List the formats that overt reads, and what each cannot supply."""
    from overt.sources import format_names

    rows = format_names()
    if json:
        say_json([{"name": r.name, "reads": r.reads, "cannot": r.cannot} for r in rows])
    else:
        table(
            "Formats, told by their content",
            ["format", "reads", "cannot supply"],
            [[r.name, r.reads, r.cannot] for r in rows],
        )


def traces(json: options.Json = False) -> None:
    """List the behavioural traces and their innocent explanations."""
    from overt.traces import ON_REQUEST, TRACES, IdColumn, Trace

    kinds: list[type[Trace]] = [*TRACES, IdColumn, *ON_REQUEST]
    asked = {t.name for t in ON_REQUEST}
    if json:
        say_json(
            [
                {"name": t.name, "meaning": t.meaning, "innocent": list(t.innocent), "on_request": t.name in asked}
                for t in kinds
            ]
        )
    else:
        table(
            "Traces",
            ["trace", "two accounts share", "innocent explanations"],
            [[f"{t.name} (--also)" if t.name in asked else t.name, t.meaning, "; ".join(t.innocent)] for t in kinds],
        )
