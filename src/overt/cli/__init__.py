"""The command line: one command per file, no logic.

Here stands only what must be there before anything heavy is loaded: Ctrl-C ends overt with one line at any moment,
in its own code, in an import or inside the engine, and never with a traceback.
"""

import os
import signal
import sys
from types import FrameType
from typing import Any

INTERRUPTED = 130
SHOW_CURSOR = "\x1b[?25h"


class Stop(BaseException):
    """Ctrl-C was pressed. Not a KeyboardInterrupt, which libraries catch and turn into something of their own."""


class Keyboard:
    """Ctrl-C once ends the run in order, with what is temporary cleared away; twice ends it on the spot."""

    def __init__(self) -> None:
        self.pressed = False

    def watch(self) -> None:
        """From now on. Where Ctrl-C is switched off (nohup, a background job) it stays so."""
        if signal.getsignal(signal.SIGINT) is not signal.SIG_IGN:
            signal.signal(signal.SIGINT, self._press)
        sys.unraisablehook = self._swallowed

    def _press(self, number: int, frame: FrameType | None) -> None:
        if self.pressed:
            leave()
        self.pressed = True
        raise Stop

    def _swallowed(self, found: Any) -> None:
        """Raised where Python cannot raise (a callback, a finaliser): it would be printed and forgotten."""
        if issubclass(found.exc_type, Stop):
            leave()
        if not self.pressed:  # what was cut off half-way cannot be cleared away in order, and need not be
            sys.__unraisablehook__(found)


def told() -> None:
    """The one line. Written past every library, since any of them may have been cut off half-way."""
    line = "overt: interrupted"
    kept = "scan" in sys.argv[1:2] or ("power" in sys.argv[1:2] and any(a.startswith("--out") for a in sys.argv))
    if kept:
        line += "; what is done is kept, the same command with --resume goes on"
    cursor = SHOW_CURSOR if os.isatty(2) else ""
    os.write(2, f"{cursor}{line}\n".encode())


def leave() -> None:
    """Ends the process on the spot. Every file is whole or not there, so nothing is lost by it."""
    told()
    os._exit(INTERRUPTED)


def main() -> None:
    """Runs the command line. Errors become one line and an exit code, never a traceback."""
    keyboard = Keyboard()
    try:
        keyboard.watch()
        try:
            from overt.cli.app import run

            code = run(lambda: keyboard.pressed)
        except (Stop, KeyboardInterrupt):
            raise Stop from None
        except Exception:
            if keyboard.pressed:  # some library made an error of its own out of it
                raise Stop from None
            raise
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # done: what is left is to leave
        if keyboard.pressed:
            raise Stop
    except Stop:
        told()
        code = INTERRUPTED
    sys.exit(code)
