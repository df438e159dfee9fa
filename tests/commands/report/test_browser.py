"""The page in a real browser: pictures, pointer, keyboard, the panel's answers, narrow, dark, and on paper."""

import json
import math
import re
from collections.abc import Callable
from importlib.resources import files
from itertools import product
from typing import Any

import pytest

from mfc_capacity.commands.check.check import Request
from mfc_capacity.commands.report.report import report
from mfc_capacity.commands.report.view.page import render
from mfc_capacity.core.steady.erlang import steady_state
from mfc_capacity.core.targets import SERVICE_LEVELS_OF
from mfc_capacity.scenario import load_scenario
from mfc_capacity.wording.en.numbers import duration_text, share_text
from tests.commands.report.conftest import PEAK_DAY, Open, PageOf, printed
from tests.commands.report.test_page import HOSTILE, PAID, SMALL
from tests.conftest import Run

pytestmark = [pytest.mark.browser, pytest.mark.slow]

AXE_S = 120
FIGURES: dict[str, Callable[[float], str]] = {
    "service_level": share_text,
    "asa_s": duration_text,
    "mean_wait_s": duration_text,
    "abandonment": share_text,
    "occupancy": share_text,
}


@pytest.fixture
def peak_day(once: Run) -> str:
    return once("report", PEAK_DAY).text


def requests_of(browser: Any) -> list[str]:
    """Return every address that the page asked for, its own left out; the browser's own start page asks for some."""
    messages = (json.loads(entry["message"])["message"] for entry in browser.get_log("performance"))
    asked = [one["params"] for one in messages if one["method"] == "Network.requestWillBeSent"]
    urls = [one["request"]["url"] for one in asked if one["documentURL"].endswith("/plan.html")]
    assert [url for url in urls if url.endswith("/plan.html")]
    return [url for url in urls if not url.endswith("/plan.html")]


def texts(browser: Any, selector: str) -> list[str]:
    found: list[str] = browser.execute_script(
        "return [...document.querySelectorAll(arguments[0])].map(one => one.textContent)", selector
    )
    return found


def press(browser: Any, *keys: str) -> None:
    """Press keys one by one wherever the focus is."""
    codes = {"Tab": 9, "Enter": 13, "Escape": 27, "ArrowRight": 39, "ArrowLeft": 37, "Home": 36, "End": 35}
    for key in keys:
        event = {"key": key, "code": key, "windowsVirtualKeyCode": codes[key]}
        text = {"text": "\r"} if key == "Enter" else {}
        browser.execute_cdp_cmd("Input.dispatchKeyEvent", {"type": "keyDown", **event, **text})
        browser.execute_cdp_cmd("Input.dispatchKeyEvent", {"type": "keyUp", **event})


def fill(browser: Any, **fields: object) -> None:
    browser.execute_script(
        """for (const [name, value] of Object.entries(arguments[0])) {
          const field = document.getElementById("whatif").elements[name];
          field.value = value;
          field.dispatchEvent(new Event("input", { bubbles: true }));
          field.dispatchEvent(new Event("change", { bubbles: true }));
        }""",
        fields,
    )


def answers(browser: Any, more: int = 0) -> dict[str, str]:
    found: dict[str, str] = browser.execute_script(
        """return Object.fromEntries([...document.querySelectorAll(`[data-more="${arguments[0]}"]`)]
          .map(cell => [cell.dataset.now, cell.textContent]))""",
        more,
    )
    return found


def expected(calls: float, aht: float, patience: float | str, operators: int, *, of: str) -> dict[str, str]:
    """Return what the tool says of an interval of a quarter of an hour, answered within 20 seconds."""
    patience_s = float(patience) if patience else math.inf
    state = steady_state(calls * 4, aht, operators, patience_s=patience_s, within_s=20)
    values = {"service_level": getattr(state, f"service_level_{of}")}
    values |= {name: getattr(state, name) for name in FIGURES if name not in values}
    return {name: FIGURES[name](float(value)) for name, value in values.items()}


def test_every_picture_is_there_and_nothing_is_asked_of_any_network(opened: Open, moscow: str) -> None:
    browser = opened(moscow)
    boxes = browser.execute_script(
        """return [...document.querySelectorAll("svg.chart")].map(svg => {
          const box = svg.getBoundingClientRect(), marks = svg.querySelectorAll("path, rect").length;
          return [box.width, box.height, marks];
        })"""
    )
    assert len(boxes) == moscow.count('class="chart"') > 10
    assert all(width > 200 and height > 100 and marks for width, height, marks in boxes)
    assert browser.get_log("browser") == []
    assert requests_of(browser) == []


@pytest.mark.parametrize("width", [1280, 390])
def test_nothing_is_wider_than_the_screen(opened: Open, moscow: str, width: int) -> None:
    browser = opened(moscow, width)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    sizes = browser.execute_script(
        """const shown = text => text.getClientRects().length;
        return [...document.querySelectorAll("svg.chart text")].filter(shown).map(text => {
          const svg = text.ownerSVGElement, scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
          return parseFloat(getComputedStyle(text).fontSize) * scale;
        })"""
    )
    assert min(sizes) >= 10.5
    narrowest = """return Math.min(...[...document.querySelectorAll('tbody th')]
      .filter(one => one.offsetWidth).map(one => one.offsetWidth))"""
    assert browser.execute_script(narrowest) > 40


@pytest.mark.parametrize("width", [1280, 390])
def test_labels_of_an_axis_do_not_touch(opened: Open, moscow: str, width: int) -> None:
    browser = opened(moscow, width)
    touching = browser.execute_script(
        """const pairs = [];
        for (const svg of document.querySelectorAll("svg.chart")) {
          const texts = [...svg.querySelectorAll("text:not(.named)")];
          texts.forEach((one, k) => texts.slice(k + 1).forEach(other => {
            const a = one.getBoundingClientRect(), b = other.getBoundingClientRect();
            const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
            const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
            if (across > 1 && down > a.height / 3) pairs.push([one.textContent, other.textContent]);
          }));
        }
        return pairs;"""
    )
    assert touching == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_stands_out_from_the_page(opened: Open, moscow: str, scheme: str) -> None:
    browser = opened(moscow, scheme=scheme)
    ratios = browser.execute_script(
        """const light = colour => {
          const parts = colour.match(/[\\d.]+/g).slice(0, 3).map(part => part / 255);
          const [r, g, b] = parts.map(part => part <= .03928 ? part / 12.92 : ((part + .055) / 1.055) ** 2.4);
          return .2126 * r + .7152 * g + .0722 * b;
        };
        const page = light(getComputedStyle(document.body).backgroundColor);
        const ratio = colour => (Math.max(light(colour), page) + .05) / (Math.min(light(colour), page) + .05);
        const words = [...document.querySelectorAll("p, h1, h2, h3, h4, a, summary, td")];
        const lines = [...document.querySelectorAll("path.line")];
        return [Math.min(...words.map(one => ratio(getComputedStyle(one).color))),
                Math.min(...lines.map(one => ratio(getComputedStyle(one).stroke)))];"""
    )
    assert ratios[0] >= 4.5
    assert ratios[1] >= 3


OPEN_ALL = "for (const part of document.querySelectorAll('details')) part.open = true"


@pytest.mark.parametrize("width", [320, 1280])
def test_with_every_table_open_nothing_is_wider_than_the_page(opened: Open, moscow: str, width: int) -> None:
    browser = opened(moscow, width)
    browser.execute_script(OPEN_ALL)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    assert browser.get_log("browser") == []


def test_names_leave_room_for_the_numbers_of_a_table(opened: Open, page_of: PageOf) -> None:
    """The first column stays where a table is scrolled: on a phone it may not cover all others."""
    titles = {
        name: f"{name} of everybody who writes to us by letter, by fax or by telegram" for name in "abc"
    }
    hotlines = "".join(f"  {name}: {{calls_per_day: 300, aht: 4m, patience: 2m}}\n" for name in titles)
    groups = "".join(
        f'  {name}: {{hotlines: [{name}], title: "{title}", operators: {{00:00: 1}}}}\n'
        for name, title in titles.items()
    )
    text = f"hotlines:\n{hotlines}groups:\n{groups}targets: {{service_level: 80% in 20s}}\n"
    browser = opened(page_of(text), width=390)
    browser.execute_script(OPEN_ALL)
    shares = browser.execute_script(
        "return [...document.querySelectorAll('.scroll tbody th[scope=row]')]"
        ".map(name => name.offsetWidth / name.closest('.scroll').clientWidth)"
    )
    assert len(shares) > 3
    assert max(shares) < 0.7


@pytest.mark.parametrize(("width", "scheme"), [(320, "light"), (1280, "dark")])
def test_everybody_can_read_it(opened: Open, page_of: PageOf, width: int, scheme: str) -> None:
    axe = pytest.importorskip("axe_core_python", reason="axe-core-python is not installed")
    browser = opened(page_of(PAID, "calendar.to=2024-02-11"), width, scheme)
    browser.execute_script(OPEN_ALL)
    script = files(axe).joinpath("axe.min.js").read_text(encoding="utf-8")
    browser.execute_cdp_cmd("Runtime.evaluate", {"expression": script})
    browser.set_script_timeout(AXE_S)
    found = browser.execute_async_script(
        """const done = arguments[0];
        axe.run(document, { resultTypes: ["violations"] }).then(
          found => done(found.violations.map(one => [one.id, one.nodes[0].html.slice(0, 200)])));"""
    )
    assert found == []
    assert browser.get_log("browser") == []


def printed_pages(browser: Any) -> int:
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", printed(browser)))


def test_a_sheet_is_one_page_whatever_stands_on_it(opened: Open) -> None:
    long = "Единая справочная служба города по вопросам жилищно-коммунального хозяйства"
    hotlines = "".join(
        f"  h{k}: {{title: '{long} {k}', calls_per_day: {900 * (k + 1)}, aht: 3m}}\n" for k in range(7)
    )
    groups = "".join(
        f"  g{k}: {{title: '{long} {k}', hotlines: [h{k}], operators: {{00:00: {k + 1}}}}}\n"
        for k in range(7)
    )
    variants = "".join(f"  v{k}: {{title: '{long}', set: {{hotlines.h0.aht: {k + 1}m}}}}\n" for k in range(8))
    text = f"schema: mfc-capacity/scenario/1\nhotlines:\n{hotlines}groups:\n{groups}variants:\n{variants}"
    text += "targets: {service_level: 80% in 20s}\nshrinkage: 30%\n"
    loaded = load_scenario("main.yaml", read_bytes=lambda _path: text.encode())
    found = report(loaded, "main.yaml", Request())
    assert printed_pages(opened(render(found, one_page=True))) == 1
    assert printed_pages(opened(render(found))) > 2


def test_dark_is_dark(opened: Open, peak_day: str) -> None:
    shades = []
    for scheme in ("light", "dark"):
        colour = opened(peak_day, scheme=scheme).execute_script(
            "return getComputedStyle(document.body).backgroundColor"
        )
        shades.append(sum(map(int, colour.removeprefix("rgb(").removesuffix(")").split(","))))
    assert shades[0] > 700
    assert shades[1] < 120


def test_a_pointer_finds_the_numbers_of_the_table(opened: Open, peak_day: str) -> None:
    browser = opened(peak_day)
    browser.execute_script(
        """const svg = document.querySelector("figure[data-day] .chart"), box = svg.getBoundingClientRect();
        const x = box.left + svg.dataset.at.split(" ")[4] * box.width / svg.viewBox.baseVal.width;
        svg.dispatchEvent(new PointerEvent("pointermove", { clientX: x, clientY: box.top + 50, bubbles: true }));"""
    )
    head, *rows = browser.execute_script(
        """return [...document.querySelector("figure[data-day] table").rows].map(
          row => [...row.cells].map(cell => cell.textContent))"""
    )
    said = [f"{name}: {cell}" for name, cell in zip(head[1:], rows[4][1:], strict=True)]
    assert texts(browser, "#tip div") == ["09:00", *said]


def test_a_pointer_reads_the_heat_map(opened: Open, moscow: str) -> None:
    browser = opened(moscow)
    said = browser.execute_script(
        """const cell = document.querySelectorAll("#demand ~ .pictures figure:not(.wide) .cell")[24 + 9];
        cell.dispatchEvent(new PointerEvent("pointermove", { clientX: 9, clientY: 9, bubbles: true }));
        const table = cell.closest("figure").querySelector("table");
        return [...document.querySelectorAll("#tip div")].map(d => d.textContent).concat(
          table.tBodies[0].rows[1].cells[10].textContent);"""
    )
    assert said[0] == "Tue 09:00"
    assert said[1] == said[2] != ""


def test_the_keyboard_reaches_all_of_it(opened: Open, peak_day: str) -> None:
    browser = opened(peak_day)
    press(browser, "Tab")
    assert browser.execute_script("return document.activeElement.className") == "skip"
    press(browser, "Enter", "Tab")
    while not browser.execute_script("return document.activeElement.matches('figure[data-day] svg')"):
        press(browser, "Tab")
    outline = "return getComputedStyle(document.activeElement).outlineStyle"
    assert browser.execute_script(outline) == "solid"
    labels = browser.execute_script(
        "return [...document.activeElement.closest('figure').querySelectorAll('tbody th')].map(c => c.textContent)"
    )
    for key, row in (("ArrowRight", 0), ("ArrowRight", 1), ("ArrowLeft", 0), ("End", -1), ("Home", 0)):
        press(browser, key)
        assert texts(browser, "#tip div")[0] == labels[row]
    press(browser, "Escape")
    assert browser.execute_script("return document.getElementById('tip').hidden")
    seen = set()
    while (name := browser.execute_script("return document.activeElement.name")) != "patience":
        seen.add(name)
        press(browser, "Tab")
    assert {"day", "time", "operators", "calls", "aht"} <= seen


def test_the_panel_begins_with_the_plan(opened: Open, moscow: str) -> None:
    browser = opened(moscow)
    differing, compared = browser.execute_script(
        """const form = document.getElementById("whatif"), differing = [];
        const read = name => [...form.querySelectorAll(name)].map(cell => cell.textContent).join();
        let compared = 0;
        for (const day of form.elements.day.options) {
          day.selected = true;
          form.elements.day.dispatchEvent(new Event("change"));
          for (const time of form.elements.time.options) {
            time.selected = true;
            form.elements.time.dispatchEvent(new Event("change"));
            const [plan, now] = [read("[data-plan]"), read('[data-more="0"]')];
            if (plan !== now || !plan.includes("%")) differing.push([day.text, time.text, plan, now]);
            compared += 1;
          }
        }
        return [differing, compared];"""
    )
    unlike = (
        "City services (city)",
        "Parking and fines (transport)",
    )  # hotlines that differ, here by their means
    assert [each for each in differing if not each[0].startswith(unlike)] == []
    assert len(differing) < compared / 4
    assert compared > 12 * 50


CASES = list(product([0.75, 10, 226.3, 2250.125], [20, 200, 431.7], [None, 1.5, 60, 600], [-3, 0, 2, 9]))


@pytest.mark.parametrize("of", SERVICE_LEVELS_OF)
def test_the_panel_answers_as_the_tool_does(opened: Open, page_of: PageOf, of: str) -> None:
    level = f"{{answered: 80%, within: 20s, of: {of}}}"
    browser = opened(page_of(SMALL, f"targets.service_level={level}"))
    cases = [
        {"calls": calls, "aht": aht_s, "patience": patience_s or "", "operators": operators}
        for calls, aht_s, patience_s, more in CASES
        for operators in [max(math.ceil(calls * aht_s / 900) + more, 1)]
        if patience_s or operators > calls * aht_s / 900
    ]
    found = browser.execute_script(
        """const form = document.getElementById("whatif");
        return arguments[0].map(fields => {
          for (const [name, value] of Object.entries(fields)) form.elements[name].value = value;
          form.dispatchEvent(new Event("input"));
          return ["0", "1"].map(more => Object.fromEntries(
            [...form.querySelectorAll(`[data-more="${more}"]`)].map(cell => [cell.dataset.now, cell.textContent])));
        });""",
        cases,
    )
    assert len(cases) > 120
    for case, (now, one_more) in zip(cases, found, strict=True):
        assert now == expected(**case, of=of), case
        assert one_more == expected(**{**case, "operators": case["operators"] + 1}, of=of), case


def test_the_panel_tells_overload_from_a_mistake(opened: Open, page_of: PageOf) -> None:
    browser = opened(page_of(SMALL))
    fill(browser, operators=2, calls=100, aht=300, patience="")
    assert set(answers(browser).values()) == {"–"}
    assert "the queue only grows" in texts(browser, "#said")[0]
    fill(browser, operators="")
    assert "Fill in every field" in texts(browser, "#said")[0]
    fill(browser, operators=2, calls=0)
    assert texts(browser, "#said") == ["Nobody calls."]
    browser.execute_script("document.querySelector('#whatif button[type=reset]').click()")
    assert texts(browser, "#said") == [
        "Every target is kept that this panel computes. The targets need 6 operators."
    ]
    assert answers(browser) == dict(zip(FIGURES, texts(browser, "[data-plan]"), strict=True))


def test_buttons_of_the_panel_step_up_and_down(opened: Open, page_of: PageOf) -> None:
    browser = opened(page_of(SMALL))
    value = "return document.getElementById('whatif-operators').valueAsNumber"
    before = browser.execute_script(value)
    browser.execute_script("document.querySelector('[data-field=operators][data-step=\"-1\"]').click()")
    assert browser.execute_script(value) == before - 1
    more = answers(browser, 1)
    browser.execute_script("document.querySelector('[data-field=operators][data-step=\"1\"]').click()")
    assert browser.execute_script(value) == before
    assert answers(browser) == more


def test_the_panel_takes_the_operators_given(opened: Open, peak_day: str, moscow: str, run: Run) -> None:
    browser = opened(peak_day)
    browser.execute_script("document.querySelector('[data-given]').click()")
    rows = run("plan", PEAK_DAY, "-f", "json").document["tables"]["intervals"]
    (row,) = (row for row in rows if row["start"] == "09:00")
    assert browser.execute_script("return document.getElementById('whatif-operators').value") == str(
        row["operators_given"]
    )
    assert answers(browser) == {name: write(row[f"given_{name}"]) for name, write in FIGURES.items()}
    assert opened(moscow).execute_script("return document.querySelector('[data-given]').hidden")


def test_paper_has_the_pictures_and_the_assumptions_but_no_panel(opened: Open, peak_day: str) -> None:
    browser = opened(peak_day, media="print")
    hidden = browser.execute_script(
        """const shown = one => one.getClientRects().length > 0;
        return ["nav", "#whatif", "svg.chart", "h1"].map(selector => shown(document.querySelector(selector)))"""
    )
    assert hidden == [False, False, True, True]
    browser.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "", "features": []})
    assert printed(browser).startswith(b"%PDF")
    assert not browser.execute_script(
        "return [...document.querySelectorAll('details')].some(part => part.open)"
    )


def test_hostile_names_do_nothing(opened: Open, page_of: PageOf) -> None:
    browser = opened(page_of(HOSTILE))
    assert browser.get_log("browser") == []
    assert requests_of(browser) == []
    assert browser.title == "<script>alert(1)</script> & \"quotes\" 'single'"
    assert "<img src=x onerror=alert(1)>" in texts(browser, "h3")
    assert "<!-- </figure> 🎉 (</table></style></script><b>)" in texts(browser, "h3")
    assert texts(browser, "img") == []
