"""What several rooms of the tests stand on: simulated data with a ring in it, and the command line in-process."""

import io
import os
import signal
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

REPOSITORY = Path(__file__).parents[1]

# A run in the background may have been told to ignore Ctrl-C; the processes that tests start must not inherit that.
if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long modules first: whoever takes the last one keeps everybody waiting for no more than that."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def line(self) -> str:
        """What it said on standard error, which has to be one line."""
        assert self.err.count("\n") == 1, self.err
        assert "Traceback" not in self.err
        return self.err.strip()


def call(*args: object) -> Done:
    """Runs `overt ARGS` in this process: everything but the handling of Ctrl-C, which needs one of its own."""
    from overt.cli.app import run

    out, err = io.StringIO(), io.StringIO()
    with (
        patch.object(sys, "argv", ["overt", *map(str, args)]),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        code = run(lambda: False)
    return Done(code, out.getvalue(), err.getvalue())


@pytest.fixture(scope="session")
def overt() -> Callable[..., Done]:
    """Runs a command of overt: overt("scan", path, "--out", folder)."""
    return call


@dataclass(frozen=True)
class Ring:
    """Simulated posts with a ring of eight: the file, the table, who is who, and a finished scan of it."""

    path: Path
    posts: pa.Table
    answers: pa.Table
    results: Path

    @property
    def members(self) -> set[str]:
        """The accounts of the planted ring."""
        return {a["account_id"] for a in self.answers.to_pylist() if a["role"] == "operation"}


@pytest.fixture(scope="session")
def ring(tmp_path_factory: pytest.TempPathFactory) -> Ring:
    """The data set that all tests of the spine share: about 3,000 posts."""
    from overt.simulate import CrowdSpec, OperationSpec, crowd, plant, write

    folder = tmp_path_factory.mktemp("ring")
    people = crowd(CrowdSpec(accounts=150, days=8, fandoms=0, posts_median=8, seed=3))
    plan = OperationSpec(accounts=8, objects=25, jitter=30, cover=0.5, traces=("url", "text"), name="ring")
    posts, answers = plant(people, [plan], 3)
    write(posts, answers, folder)
    done = call("scan", folder / "posts.parquet", "--out", folder / "results", "--quiet")
    assert done.code == 0, done.err
    return Ring(folder / "posts.parquet", posts, answers, folder / "results")


@pytest.fixture(scope="session")
def shared_data() -> Callable[[str], Path]:
    """A data set outside the repository, or a skip that says what is missing."""

    def find(name: str) -> Path:
        folder = Path(os.environ.get("OVERT_SHARED") or REPOSITORY.parent / "shared")
        path = folder / "data" / name
        if not path.exists():
            pytest.skip(f"no {name}: set OVERT_SHARED to the folder that holds data/")
        return path

    return find


@pytest.fixture(scope="session")
def golden() -> Callable[[str, str], None]:
    """Compares a text with tests/golden/NAME, or writes it there where OVERT_WRITE_GOLDEN is set."""

    def compare(name: str, text: str) -> None:
        path = REPOSITORY / "tests" / "golden" / name
        if os.environ.get("OVERT_WRITE_GOLDEN"):
            path.write_text(text, encoding="utf-8")
        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture(scope="session")
def members() -> Callable[[dict[str, Any]], set[str]]:
    """The account ids of all members of all networks of a findings.json."""
    return lambda found: {
        a["account_id"] for network in found["networks"] for a in network["accounts"] if a["role"] == "member"
    }


def write_table(path: Path, **columns: Any) -> Path:
    """A small Parquet file."""
    pq.write_table(pa.table(columns), path)
    return path


@pytest.fixture(scope="session")
def postgres():
    """A PostgreSQL of our own. Skips only where there is none to be found and CI does not ask for it."""
    from postgres_server import Server, binaries

    programs = binaries()
    if programs is None:
        assert os.environ.get("CI") != "true", "CI has to run the tests on PostgreSQL: see tools/postgres.sh"
        pytest.skip("PostgreSQL is missing: see tools/postgres.sh")
    server = Server(programs)
    yield server
    server.stop()
