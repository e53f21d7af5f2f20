"""The page in Debian's Chromium, opened from disk with the network off."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from . import png

CHROMIUM = os.environ.get("OVERT_CHROMIUM", "/usr/bin/chromium")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
         "--disable-background-networking", "--disable-component-update", "--disable-sync"]  # fmt: skip

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        not Path(CHROMIUM).exists(), reason=f"no browser: {CHROMIUM} is missing (Debian package chromium)"
    ),
]
playwright = pytest.importorskip("playwright.sync_api", reason="no browser tests: the package playwright is missing")


@pytest.fixture(scope="module")
def browser() -> Iterator:
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield chromium
        chromium.close()


class Opened:
    """A page with everything it said and asked for."""

    def __init__(self, browser, path: Path, **options) -> None:
        self.context = browser.new_context(offline=True, **options)
        self.page = self.context.new_page()
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("dialog", lambda dialog: (self.said.append(dialog.message), dialog.dismiss()))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(path.joinpath("report.html").as_uri())

    def quiet(self) -> bool:
        """No error on the console, and no request but for the file itself."""
        assert self.said == []
        assert [url for url in self.asked if not url.startswith(("file:", "data:"))] == []
        assert sum(url.startswith("file:") for url in self.asked) == 1
        return True


@pytest.fixture
def open_page(browser, made: dict[str, Path]) -> Iterator:
    opened = []

    def opener(name: str, **options) -> Opened:
        opened.append(Opened(browser, made[name], **options))
        return opened[-1]

    yield opener
    for one in opened:
        one.context.close()


@pytest.mark.parametrize("name", ["small", "hostile", "large", "empty"])
def test_it_opens_without_error_or_request(open_page, name: str) -> None:
    opened = open_page(name)
    assert opened.page.locator("h1").is_visible() and opened.quiet()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("selector", ["svg.net", "svg.raster", "svg.hours", "svg.timeline"])
def test_no_picture_is_blank(open_page, scheme: str, selector: str) -> None:
    page = open_page("small", color_scheme=scheme).page
    assert len(png.colours(page.locator(selector).first.screenshot())) > 3


def test_every_receipt_opens(open_page) -> None:
    opened = open_page("small")
    receipts = opened.page.locator(".receipt details")
    assert receipts.count() > 30
    for number in range(receipts.count()):
        one = receipts.nth(number)
        one.locator("summary").click()
        assert one.locator(".post").first.is_visible()
    assert opened.quiet()


def test_the_button_opens_and_closes_all(open_page) -> None:
    page = open_page("large").page
    page.click("#expand")
    assert page.locator(".receipt details:not([open])").count() == 0
    page.click("#expand")
    assert page.locator(".receipt details[open]").count() == 0


@pytest.mark.parametrize("name", ["small", "hostile", "large", "empty"])
@pytest.mark.parametrize("script", [True, False])
def test_a_phone_needs_no_sideways_scroll(open_page, name: str, script: bool) -> None:
    page = open_page(name, viewport={"width": 390, "height": 844}, java_script_enabled=script).page
    if script:
        if name in ("small", "hostile"):
            page.click("#expand")
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    else:
        assert page.locator("main").bounding_box()["width"] <= 390


def test_it_reads_without_javascript(open_page) -> None:
    page = open_page("small", java_script_enabled=False).page
    assert page.locator("svg.net").first.is_visible() and page.locator("table.members").first.is_visible()
    assert not page.locator("#filter").is_visible() and not page.locator("#theme").is_visible()
    receipt = page.locator(".receipt details").first
    receipt.locator("summary").click()
    assert receipt.locator(".post").first.is_visible()


def test_the_theme_follows_the_system_and_the_button(open_page) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    day, night = open_page("small", color_scheme="light").page, open_page("small", color_scheme="dark").page
    assert day.evaluate(ground) == "rgb(251, 249, 244)" and night.evaluate(ground) == "rgb(22, 23, 26)"
    assert night.locator("#theme").get_attribute("aria-pressed") == "true"
    day.click("#theme")
    night.click("#theme")
    assert day.evaluate(ground) == "rgb(22, 23, 26)" and night.evaluate(ground) == "rgb(251, 249, 244)"


def test_the_filter_hides_rows_and_says_so(open_page) -> None:
    page = open_page("small").page
    page.fill("#filter", "CITY_PAPER")
    page.get_by_text("Showing 1 of").wait_for()
    assert page.locator("[data-find]:visible").count() == 1
    page.fill("#filter", "")
    page.wait_for_timeout(300)
    assert page.locator("[data-find]:visible").count() == page.locator("[data-find]").count()


def test_tables_sort_by_number_and_by_name(open_page) -> None:
    page = open_page("small").page
    posts = page.locator("table.members").first.locator("th button", has_text="Posts")
    posts.click()
    assert page.locator("table.members").first.locator("th[aria-sort=ascending]").count() == 1
    place = page.locator("table.members").first.locator("th").all_inner_texts().index("Posts") + 1
    values = page.locator("table.members").first.locator(f"tbody tr > :nth-child({place})").all_inner_texts()
    assert [int(value.replace(",", "")) for value in values] == sorted(int(value.replace(",", "")) for value in values)
    page.locator("table.networks th button", has_text="Members").click()
    order = page.locator("table.networks tbody th").all_inner_texts()
    assert order == ["N3", "N2", "N1"]


def test_an_account_can_be_highlighted_by_mouse_and_by_keyboard(open_page) -> None:
    page = open_page("small").page
    picture = page.locator("svg.net").first
    picture.locator(".n[data-n='1']").click()
    lit = picture.locator(".edges path.on").count()
    assert 0 < lit < picture.locator(".edges path").count()
    assert page.locator(".pick p").first.inner_text().startswith("No. 1 is linked with no. ")
    picture.locator(".n[data-n='1']").click()
    assert picture.locator(".edges path.on").count() == 0
    page.locator(".pick select").first.select_option("2")
    assert picture.locator(".edges path.on").count() > 0


def test_the_keyboard_reaches_the_text_and_focus_is_seen(open_page) -> None:
    page = open_page("small").page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.locator(".skip").bounding_box()["y"] >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.locator(".receipt summary").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.locator(".receipt details").first.get_attribute("open") is not None


def test_what_a_screen_reader_meets(open_page) -> None:
    page = open_page("small").page
    for landmark in ("banner", "navigation", "main", "contentinfo"):
        assert page.get_by_role(landmark).count() == 1
    assert page.get_by_role("img", name="Network picture of N1").count() == 1
    assert page.get_by_role("region", name="Members of N1").count() == 1
    assert page.get_by_role("searchbox", name="Show only receipts and accounts that contain").count() == 1
    assert page.get_by_role("button", name="Dark page").count() == 1


def test_paper_shows_the_receipts(open_page) -> None:
    page = open_page("small").page
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.locator(".receipt details:not([open])").count() == 0
    assert page.locator(".post").first.is_visible() and not page.locator("#filter").is_visible()
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".receipt details[open]").count() == 0
