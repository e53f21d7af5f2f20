"""Environments that hold peers, apart from that of overt, made on first use."""

import shutil
import subprocess
import venv
from collections.abc import Sequence
from pathlib import Path

from overt.errors import UsageError


def peer_python(cache: Path, name: str, packages: Sequence[str], mend: str) -> Path:
    """The Python of the environment `name` under `cache` that holds the packages. Raises UsageError without an
    index."""
    home = cache / name
    python = home / "bin" / "python"
    if not (home / "ready").exists():
        shutil.rmtree(home, ignore_errors=True)
        venv.create(home, with_pip=True)
        got = subprocess.run(  # noqa: S603
            [python, "-m", "pip", "install", "--quiet", *packages], check=False, capture_output=True
        )
        if got.returncode:
            raise UsageError(f"{', '.join(packages)} cannot be installed", mend=mend)
        (home / "ready").touch()
    return python
