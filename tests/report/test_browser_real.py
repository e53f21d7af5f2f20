"""The dossiers of the demo and of a month of the IRA, as a scan leaves them, in Chromium with the network off."""

import os
from datetime import datetime
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from overt.scan import Request, scan
from overt.simulate import demo_scenario, write

from . import png
from .test_browser import Opened, browser, pytestmark

__all__ = ["browser", "pytestmark"]  # a fixture and the marks that both files share

SHARED = Path(os.environ.get("OVERT_SHARED", Path(__file__).parents[3] / "shared")) / "data"


@pytest.fixture(scope="module", params=["demo", "ira"])
def dossier(request, tmp_path_factory) -> Path:
    directory = tmp_path_factory.mktemp(request.param)
    if request.param == "demo":
        posts, answers = demo_scenario(0)
        write(posts, answers, directory / "simulated")
        path = directory / "simulated" / "posts.parquet"
    else:
        whole = SHARED / "ira_2016q4" / "posts.parquet"
        if not whole.exists():
            pytest.skip("the shared data is absent: set OVERT_SHARED")
        path = directory / "october.parquet"
        first, last = datetime(2016, 10, 1), datetime(2016, 11, 1)  # the column has no zone
        pq.write_table(pq.read_table(whole, filters=[("created_at", ">=", first), ("created_at", "<", last)]), path)
    found = scan(Request([path], directory))
    assert found["networks"]
    return directory


def test_the_dossier_of_a_real_scan(browser, dossier: Path) -> None:
    opened = Opened(browser, dossier)
    page = opened.page
    assert page.locator("h1").is_visible()
    for selector in ("svg.net", "svg.raster", "svg.hours"):
        assert len(png.colours(page.locator(selector).first.screenshot())) > 3, selector
    page.click("#expand")
    receipts = page.locator(".receipt details")
    assert receipts.count() >= 20
    assert page.locator(".receipt details:not([open])").count() == 0
    for number in range(receipts.count()):
        assert receipts.nth(number).locator(".post").first.is_visible()
    assert opened.quiet()
    opened.context.close()
