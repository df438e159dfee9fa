"""One figure is the same digits in JSON, terminal, page and workbook, and no warning is lost in any."""

import html
import io
import re
from itertools import groupby
from typing import Any

import openpyxl
import pytest

from mfc_capacity.wording.en.numbers import count_text, money_text, share_text
from tests.commands.report.conftest import parsed
from tests.conftest import Run

pytestmark = pytest.mark.slow

SCENARIOS = ("scenarios/moscow-2014.yaml", "scenarios/peak-day.yaml")
WORDED = {
    "peak_operators_required": ("Needed on duty", lambda value, _currency: count_text(value)),
    "operator_hours_paid": ("Paid hours", lambda value, _currency: count_text(value)),
    "cost": ("Cost", money_text),
    "service_level": ("Service level", lambda value, _currency: share_text(value)),
    "abandonment": ("Abandonment", lambda value, _currency: share_text(value)),
}

SUMS = ("operator_hours_paid", "cost")


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_figures_and_warnings_are_the_same_everywhere(run: Run, once: Run, scenario: str) -> None:
    document = once("plan", scenario, "-f", "json").document
    terminal = once("plan", scenario).text
    page = run("report", scenario, "--no-simulate", "--no-variants").text
    book = openpyxl.load_workbook(io.BytesIO(once("plan", scenario, "-f", "xlsx").out))
    figures_are_the_same_digits(document, terminal, page)
    no_warning_is_lost(document["warnings"], terminal, page, book)


def squeezed(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def figures_are_the_same_digits(document: dict[str, Any], terminal: str, page: str) -> None:
    shown = document["tables"]["summary"]
    shown = shown[:1] if len(shown) == 2 else shown
    header = ["", *(record["group"] for record in shown)]
    (table,) = (one for one in parsed(page).tables if one[0] == header)
    on_page = {row[0]: row[1:] for row in reversed(table) if len(row) == len(header)}
    lines = [re.split(r"\s{2,}", line.strip()) for line in terminal.splitlines()]
    on_screen = {line[0]: line[1:] for line in reversed(lines) if len(line) == len(header)}
    for name, (label, worded) in WORDED.items():
        expected = [worded(record[name], document["currency"]) for record in shown]
        compared = (
            slice(-1, None) if name in SUMS else slice(None)
        )  # parts are shown so that they add up to the total
        assert on_page[label][compared] == expected[compared], name
        assert [cell.rstrip(" !") for cell in on_screen[label]][compared] == expected[compared], name
    assert {label: on_screen[label] for label in on_page if label in on_screen} == {
        label: cells for label, cells in on_page.items() if label in on_screen
    }


def no_warning_is_lost(warnings: list[dict[str, str]], terminal: str, page: str, book: Any) -> None:
    assert warnings
    page, terminal = squeezed(html.unescape(page)), squeezed(terminal)
    cells = {cell for row in book["Warnings"].iter_rows(values_only=True) for cell in row}
    for warning in warnings:
        assert squeezed(warning["message"]) in page
        assert warning["message"] in cells
    for code, kind in groupby(warnings, key=lambda warning: warning["code"]):
        first, *others = kind
        assert squeezed(first["message"]) in terminal
        assert f"[{code}]" in terminal
        for other in others:
            assert other["message"].split(":")[0].removeprefix("group ") in terminal
