"""Results that several tests read, made once."""

from pathlib import Path

import pytest

from overt import report

from . import sample


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Directories of written reports by name: small, hostile, large, empty."""
    root = tmp_path_factory.mktemp("made")
    directories = {
        "small": sample.write(root / "small"),
        "hostile": sample.write(root / "hostile", hostile=True),
        "large": sample.write_large(root / "large"),
        "empty": sample.write_empty(root / "empty"),
    }
    for directory in directories.values():
        report.write(directory)
    return directories


@pytest.fixture(scope="session")
def pages(made: dict[str, Path]) -> dict[str, str]:
    """The pages' texts by name."""
    return {name: (directory / "report.html").read_text(encoding="utf-8") for name, directory in made.items()}
