"""The commands, and how their errors are told."""

import io
import os
import sys
import traceback
from collections.abc import Callable

import typer

from overt.cli import (
    bench,
    case,
    convert,
    db,
    demo,
    exchange,
    grant,
    label,
    ledger,
    listings,
    pairs,
    power,
    press,
    report,
    request,
    scan,
    simulate,
)
from overt.cli.console import complain, err
from overt.errors import OvertError, UsageError

MISTAKE = 70
"""Exit code of a mistake in overt itself (EX_SOFTWARE): 1 says that an audit raised flags."""

Misuse: type[Exception] = typer.BadParameter.__bases__[0]
"""What typer raises for an option or a command that is not there, or a value that is not understood."""

app = typer.Typer(
    name="overt",
    help="Finds accounts that act together more tightly than chance explains, and shows the receipts. "
    "Coordination is not guilt: overt never says who is behind it, and a person makes every accusation.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for room in (
    scan,
    power,
    press,
    report,
    pairs,
    demo,
    convert,
    label,
    case,
    request,
    grant,
    ledger,
    db,
    exchange,
    listings,
    simulate,
    bench,
):
    room.add_to(app)


@app.callback(invoke_without_command=True, epilog="Example: overt demo --out demo")
def version(show: bool = typer.Option(False, "--version", help="Print the version and stop.")) -> None:
    """Options of overt itself."""
    if show:
        from overt.version import __version__

        print(f"overt {__version__}")  # noqa: T201
        raise typer.Exit


def run(interrupted: Callable[[], bool]) -> int:
    """The exit code of the command in sys.argv. Every error that overt foresees becomes one line.

    Once `interrupted` says so, an error is what some library made of Ctrl-C: it is passed on untold.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = app(standalone_mode=False)
        sys.stdout.flush()
    except Exception as error:
        if interrupted():
            raise
        return _told(error)
    return code if isinstance(code, int) else 0


def _told(error: Exception) -> int:
    if isinstance(error, OvertError):
        complain(error)
        return error.exit_code
    if isinstance(error, Misuse):
        return _misused(error)
    if isinstance(error, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the reader has gone: nobody is left to tell
        return 0
    if os.environ.get("OVERT_TRACEBACK"):
        traceback.print_exception(error)
    complain(OvertError(f"a mistake in overt: {type(error).__name__}: {error}", mend="please report it"))
    return MISTAKE


def _misused(error: Exception) -> int:
    context, text = getattr(error, "ctx", None), error.format_message()  # type: ignore[attr-defined]
    if type(error).__name__ == "NoArgsIsHelpError":
        err.print(text, markup=False, highlight=False, soft_wrap=True)
    else:
        path = context.command_path if context else "overt"
        complain(UsageError(text.rstrip("."), mend=f"see {path} --help"))
    return UsageError.exit_code
