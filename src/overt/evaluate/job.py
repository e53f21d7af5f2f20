"""Jobs of benchmarks: processes of their own, some by the Python of a peer, that say in the end what they found."""

import json
import subprocess
from typing import Any

from overt.errors import UsageError


def answer_of(command: list[str]) -> dict[str, Any]:
    """The last line that a job wrote, which is JSON. Raises UsageError with its last words where it failed."""
    got = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603
    if got.returncode:
        tail = got.stderr.strip().splitlines()[-1:]
        raise UsageError(f"a job ended with status {got.returncode}: {' '.join(command[1:4])} {' '.join(tail)}")
    found: dict[str, Any] = json.loads(got.stdout.strip().splitlines()[-1])
    return found
