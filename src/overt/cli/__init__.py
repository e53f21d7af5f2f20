"""The command line: one command per file, no logic."""

import sys

import typer

from overt.cli import bench, convert, demo, listings, pairs, scan, simulate
from overt.cli.console import complain
from overt.errors import Interrupted, OvertError

app = typer.Typer(
    name="overt",
    help="Finds accounts that act together more tightly than chance explains, and shows the receipts. "
    "Coordination is not guilt: overt never says who is behind it, and a person makes every accusation.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for room in (scan, pairs, demo, convert, listings, simulate, bench):
    room.add_to(app)


@app.callback(invoke_without_command=True)
def version(show: bool = typer.Option(False, "--version", help="Print the version and stop.")) -> None:
    """Options of overt itself."""
    if show:
        from overt.version import __version__

        print(f"overt {__version__}")  # noqa: T201
        raise typer.Exit


def main() -> None:
    """Runs the command line. Errors become one line and an exit code, never a traceback."""
    try:
        app(standalone_mode=True)
    except OvertError as error:
        complain(error)
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        complain(Interrupted("interrupted", mend="what is done is kept; the same command with --resume goes on"))
        sys.exit(Interrupted.exit_code)
    except BrokenPipeError:
        sys.exit(0)
