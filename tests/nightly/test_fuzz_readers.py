"""Ten minutes of hostile files by structure and ten by bytes: no crash, no hang, no more memory than its cap.

What fails is put into tests/sources/fuzz_seeds, which `make test` reads again. OVERT_FUZZ_SECONDS says how long.
"""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from sources.fuzz_bytes import corpus
from sources.fuzz_changes import structured
from sources.fuzzing import NAMES, Cage, examples, keep

SECONDS = int(os.environ.get("OVERT_FUZZ_SECONDS", "600"))
TESTS = Path(__file__).parents[1]
MEMORY = 2_048
"""MiB that the reader under atheris may take, its instruments included."""

pytestmark = pytest.mark.nightly


def test_structure(tmp_path: Path) -> None:
    """Hypothesis chooses what is changed, and makes small what fails."""
    files = examples()
    counted = 0

    with Cage() as cage:

        @settings(
            max_examples=500,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=(Phase.generate, Phase.shrink),
        )
        @given(draw=st.randoms(use_true_random=False), name=st.sampled_from(sorted(files)))
        def once(draw: random.Random, name: str) -> None:
            nonlocal counted
            counted += 1
            path = tmp_path / draw.choice((name, *NAMES))
            path.write_bytes(structured(draw, name, files[name]))
            if said := cage.read(path):
                failed[said.strip().splitlines()[-1]] = keep(path.name, path.read_bytes())
                raise AssertionError(said)

        failed: dict[str, Path] = {}
        end, start = time.monotonic() + SECONDS, random.SystemRandom().randrange(2**32)
        while time.monotonic() < end:
            seed(start := start + 1)(once)()
    print(f"{counted:,} files by structure")


def test_bytes(tmp_path: Path) -> None:
    """Atheris looks for bytes that take the reader down ways not taken before."""
    pytest.importorskip("atheris")
    held, out = tmp_path / "corpus", tmp_path / "failed"
    held.mkdir()
    out.mkdir()
    corpus(held)
    limits = [f"-max_total_time={SECONDS}", "-timeout=20", f"-rss_limit_mb={MEMORY}", "-max_len=65536"]
    done = subprocess.run(
        [sys.executable, "-m", "sources.fuzz_bytes", str(held), f"-artifact_prefix={out}/", *limits],
        cwd=TESTS,
        env=os.environ | {"PYTHONPATH": str(TESTS)},
        capture_output=True,
        check=False,
    )
    for found in out.iterdir():
        data = found.read_bytes()
        keep(NAMES[data[0] % len(NAMES)], data[1:])
    said = done.stderr.decode("utf-8", "replace")
    assert done.returncode == 0, said[-4_000:]
    print(next((line for line in reversed(said.splitlines()) if "DONE" in line), ""))
