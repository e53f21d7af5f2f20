"""`overt press`: several reports of one incident, side by side."""

import typer


def add_to(app: typer.Typer) -> None:
    """Adds the command."""
