"""Reports of scenarios given as texts, read back as tables, and a real browser to open them in."""

import base64
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from mfc_capacity.commands.check.check import Request
from mfc_capacity.commands.report.report import Playing, report
from mfc_capacity.commands.report.view.page import render
from mfc_capacity.render.lines import HELD
from mfc_capacity.scenario import load_scenario
from tests.conftest import ROOT

MOSCOW = "scenarios/moscow-2014.yaml"
FINANCE = "scenarios/limits/finance.yaml"
BY_THE_HOUR = "scenarios/moscow-by-the-hour.yaml"
PEAK_DAY = "scenarios/peak-day.yaml"

PageOf = Callable[..., str]
Open = Callable[..., Any]


@dataclass
class Parsed(HTMLParser):
    """A page as tables of texts and as elements with their attributes."""

    tables: list[list[list[str]]] = field(default_factory=list)
    elements: list[tuple[str, dict[str, str | None]]] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.tables[-1][-1].append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self.elements.append(("", {}))

    def handle_data(self, data: str) -> None:
        self.texts.append(data.replace(HELD, " "))
        if self.elements and self.elements[-1][0] in ("td", "th"):
            self.tables[-1][-1][-1] += data


def parsed(page: str) -> Parsed:
    reader = Parsed()
    reader.feed(page)
    return reader


@pytest.fixture
def page_of() -> PageOf:
    """Render the report of a scenario that is given as a text."""

    def page_of_text(text: str, *overrides: str) -> str:
        loaded = load_scenario("main.yaml", overrides=overrides, read_bytes=lambda _path: text.encode())
        return render(report(loaded, "main.yaml", Request()))

    return page_of_text


@pytest.fixture(scope="session")
def moscow() -> str:
    """The report on two years of Moscow, with finance's limits."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        loaded = load_scenario(MOSCOW)
        return render(report(loaded, MOSCOW, Request(limit_files=(FINANCE,)), Playing(seed=1, workers=1)))


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """Start a headless Chromium; tests that need it are skipped where there is none."""
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    chromium, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if chromium is None or driver is None:
        pytest.skip("chromium and chromedriver are not on PATH")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for name in (
        *("headless=new", "no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-sync"),
        *("disable-background-networking", "disable-component-update", "force-device-scale-factor=1"),
        f"user-data-dir={tmp_path_factory.mktemp('chromium')}",
    ):
        options.add_argument(f"--{name}")
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    chrome = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    yield chrome
    chrome.quit()


@pytest.fixture
def opened(browser: Any, tmp_path: Path) -> Open:
    """Open a page at a width, in a colour scheme; the browser's logs begin with it."""

    def open_page(page: str, width: int = 1280, scheme: str = "light", media: str = "screen") -> Any:
        file = tmp_path / "plan.html"
        file.write_text(page, encoding="utf-8")
        browser.get_log("browser"), browser.get_log("performance")
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 500}
        browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
        features = [{"name": "prefers-color-scheme", "value": scheme}]
        browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": features})
        browser.get(file.as_uri())
        return browser

    return open_page


def printed(browser: Any) -> bytes:
    """Return the page as a PDF; now and then Chromium says "Printing failed" and prints when asked again."""
    exceptions = pytest.importorskip("selenium.common.exceptions")
    waiting = pytest.importorskip("selenium.webdriver.support.wait")
    patient = waiting.WebDriverWait(browser, 60, ignored_exceptions=[exceptions.WebDriverException])
    paper = patient.until(
        lambda page: page.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True}),
    )
    return base64.b64decode(paper["data"])
