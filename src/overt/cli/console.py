"""What a person sees on a terminal: progress, tables, complaints. Texts of strangers are made harmless first."""

import json
import sys
import time
import unicodedata
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text

from overt.errors import OvertError
from overt.findings.canonical import canonical

PLAIN_WIDTH = 120
"""Columns where the output goes to a file or a pipe."""

out = Console()
err = Console(stderr=True)
if not out.is_terminal:
    out = Console(width=PLAIN_WIDTH)


def harmless(text: object) -> str:
    """The text on one line, control and bidirectional characters shown as escapes."""
    return "".join(
        c if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp") else f"\\u{ord(c):04x}" for c in str(text)
    )


def say(line: str = "") -> None:
    """One line of plain output."""
    out.print(Text(harmless(line)), soft_wrap=True, highlight=False)


def say_json(value: Any) -> None:
    """JSON for programs, on standard output. In ASCII, so that no text of strangers moves a terminal."""
    sys.stdout.write(json.dumps(canonical(value), indent=1) + "\n")


def complain(error: OvertError) -> None:
    """One line on standard error: what, where, how to mend."""
    err.print(Text(f"overt: {harmless(error)}"), soft_wrap=True, highlight=False)


def table(title: str, columns: list[str], rows: list[list[object]], numbers: tuple[str, ...] = ()) -> None:
    """A table; the columns in `numbers` stand to the right."""
    shown = Table(title=title, title_justify="left", header_style="bold", expand=False)
    for name in columns:
        shown.add_column(name, justify="right" if name in numbers else "left", overflow="fold")
    for row in rows:
        shown.add_row(*[Text(harmless(cell)) for cell in row])
    out.print(shown)


class Progress:
    """Stages as they come: a moving line with seconds on a terminal, one plain line a stage otherwise."""

    def __init__(self, quiet: bool = False) -> None:
        self._quiet = quiet
        self._stage = ""
        self._started = time.perf_counter()
        self._status: Any = None

    def __enter__(self) -> "Progress":
        """Starts the moving line where there is a terminal."""
        if err.is_terminal and not self._quiet:
            self._status = err.status("starting")
            self._status.__enter__()
        return self

    def __exit__(self, *details: Any) -> None:
        """Takes the moving line away."""
        if self._status is not None:
            self._status.__exit__(*details)

    def step(self, stage: str, detail: str) -> None:
        """A stage begins, or says how far it is."""
        seconds = time.perf_counter() - self._started
        if self._quiet or not detail:
            return
        if self._status is not None:
            self._status.update(Text(f"{stage}: {harmless(detail)}  ({seconds:.0f} s)"))
        elif stage != self._stage:
            err.print(Text(f"[{seconds:6.1f} s] {stage}: {harmless(detail)}"), soft_wrap=True, highlight=False)
        self._stage = stage
