"""SIGKILL at twenty random moments of a scan: --resume ends in the same bytes each time. Every other one is nightly."""

import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from overt.scan import Request, scan

from .process import same_findings, started

pytestmark = pytest.mark.long
MOMENTS = 20


@pytest.fixture(scope="module")
def duration(ring: Any, tmp_path_factory: pytest.TempPathFactory) -> float:
    """Seconds that an undisturbed scan takes here and now, from its first own code on."""
    process = started("scan", ring.path, "--out", tmp_path_factory.mktemp("whole") / "o", "--quiet")
    begin = time.monotonic()
    process.communicate()
    assert process.returncode == 0
    return time.monotonic() - begin


@pytest.mark.parametrize(
    "moment", [pytest.param(m, marks=[pytest.mark.nightly] if m % 2 else []) for m in range(MOMENTS)]
)
def test_killed(moment: int, duration: float, ring: Any, tmp_path: Path) -> None:
    out = tmp_path / "o"
    process = started("scan", ring.path, "--out", out, "--quiet")
    # One moment in each twentieth of the run, so that all of it is covered.
    time.sleep(duration * (moment + float(np.random.default_rng([5, moment]).random())) / MOMENTS)
    process.kill()
    process.communicate()
    if process.returncode == 0:  # it was quicker this time: then everything must be in place already
        assert same_findings(out, ring.results)
        return
    left = {path.name for path in out.iterdir()} if out.exists() else set()
    assert "findings.json" not in left or same_findings(out, ring.results), "half-written results"
    scan(Request([ring.path], out, resume=True))
    assert same_findings(out, ring.results)
    assert len(list(out.iterdir())) == len(list(ring.results.iterdir()))
