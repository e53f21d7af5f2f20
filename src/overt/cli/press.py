"""`overt press`: several reports of one incident, side by side."""

from pathlib import Path
from typing import Annotated

import typer

from overt.cli import options
from overt.cli.console import say, say_json

Files = Annotated[list[Path], typer.Argument(metavar="FILES", help="Reports: text, HTML or PDF, one to a file.")]


def add_to(app: typer.Typer) -> None:
    """Adds the command."""
    app.command("press", epilog="Example: overt press one.txt two.html three.pdf --json")(press)


def press(
    files: Files,
    model: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="An embedding model on this machine, for alignment across languages."),
    ] = None,
    json: options.Json = False,
) -> None:
    """Lay press reports side by side: what is one incident, who is quoted, who leans on whom, and where they differ.

    Needs no model and fetches nothing. Every line cites file, line and character offset.
    """
    from overt.press.compare import compare
    from overt.press.telling import told

    result = compare(files, model)
    if json:
        say_json(result)
        return
    for line in told(result):
        say(line)
