"""The commands, and how their errors are told."""

import os
import sys
import traceback

import typer

from overt.cli import bench, convert, demo, listings, pairs, scan, simulate
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
for room in (scan, pairs, demo, convert, listings, simulate, bench):
    room.add_to(app)


@app.callback(invoke_without_command=True, epilog="Example: overt demo --out demo")
def version(show: bool = typer.Option(False, "--version", help="Print the version and stop.")) -> None:
    """Options of overt itself."""
    if show:
        from overt.version import __version__

        print(f"overt {__version__}")  # noqa: T201
        raise typer.Exit


def run() -> int:
    """The exit code of the command in sys.argv. Every error that overt foresees becomes one line."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        code = app(standalone_mode=False)
        sys.stdout.flush()
    except OvertError as error:
        complain(error)
        return error.exit_code
    except Misuse as error:
        return _misused(error)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # the reader has gone: nobody is left to tell
        return 0
    except Exception as error:  # noqa: BLE001 - the last resort; OVERT_TRACEBACK shows where it came from
        if os.environ.get("OVERT_TRACEBACK"):
            traceback.print_exc()
        complain(OvertError(f"a mistake in overt: {type(error).__name__}: {error}", mend="please report it"))
        return MISTAKE
    return code if isinstance(code, int) else 0


def _misused(error: Exception) -> int:
    context, text = getattr(error, "ctx", None), error.format_message()  # type: ignore[attr-defined]
    if type(error).__name__ == "NoArgsIsHelpError":
        err.print(text, markup=False, highlight=False, soft_wrap=True)
    else:
        path = context.command_path if context else "overt"
        complain(UsageError(text.rstrip("."), mend=f"see {path} --help"))
    return UsageError.exit_code
