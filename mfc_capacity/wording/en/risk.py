"""Sentences of what a plan may come to where figures may be off."""

from collections.abc import Mapping, Sequence
from datetime import date

from mfc_capacity.answers.records import Cell
from mfc_capacity.wording.en.columns import COLUMNS
from mfc_capacity.wording.en.numbers import (
    UNKNOWN,
    count_text,
    counted,
    day_text,
    decimal_text,
    money_text,
    share_text,
)

NO_RANGES = "no figure of this scenario has a range and no day varies, so that nothing in it may be off"
ADD_RANGES = (
    "write one beside a figure that is not certain, as calls_per_day: {value: 9000, range: 8000..10500}: one time in "
    "ten it is lower, one time in ten higher"
)
FIGURES = "What the plan may come to"
HEADER = ("", "planned", "P10", "P50", "P90", "mean", "chance kept")
DATES = "When it ends"
DATES_HEADER = ("", "planned", "P10", "P50", "P90", "chance it lasts")
NEVER = "lasts"

AMOUNT, WITH_EXTRA, PLANNED = "the budget", "with the extra", "as planned"
FAN_BAND = "P10 to P90"

_NAMES = {
    "contract.used": "Used of the contract",
    "contract.cost": "Cost of the contract",
    "budget.cost": "What the budget pays",
    "contract.left": "Left of the contract",
    "budget.left": "Left of the budget",
    "budget.headroom": "Left of the budget",
    "budget.headroom_with_extra": "Left with the extra",
    "people.short_weeks": "Weeks short of people",
    "people.worst_fte": "Jobs missing in the worst",
    "people.cost": "Cost of the people",
    "contract.exhausted_on": "The contract runs out",
    "budget.money_ends_on": "The money ends",
    "budget.money_ends_on_with_extra": "The money ends, with the extra",
}
_STAFFED = {
    "required": "staffing made anew for each",
    "given": "staffing made before, and lived through each",
}


def no_power_of_two(count: int, least: int, most: int) -> str:
    """Refuse a number of samples."""
    return f"{counted(count, 'sample')} {'is' if count == 1 else 'are'} no power of two from {least:,} to {most:,}"


def sampled(samples: int, inputs: int, operators: str) -> str:
    """Say what was planned."""
    of = f"{counted(inputs, 'figure')} that may be off"
    return f"{samples:,} plans over {of}, {_STAFFED[operators]}"


def metric_name(metric: str) -> str:
    """Return what a metric is called on a page; limits by their id."""
    if metric.startswith("limits."):
        return f"limit {metric.removeprefix('limits.')}"
    return _NAMES.get(metric) or (COLUMNS[metric].label if metric in COLUMNS else metric)


def figure(value: Cell, kind: str, currency: str | None) -> str:
    """Return a figure in its unit."""
    if value is None or isinstance(value, str):
        return UNKNOWN if value is None else value
    if kind in ("money", "price"):
        return money_text(value, currency)
    if kind == "share":
        return share_text(value)
    if kind == "seconds":
        return f"{decimal_text(value, 1)}s"
    return decimal_text(value, 1) if kind in ("fte", "erlangs", "months") else count_text(value)


def day(value: Cell) -> str:
    """Return a day; one that does not come says so."""
    return NEVER if value is None else day_text(date.fromisoformat(str(value)))


def chance_cell(chance: Cell) -> str:
    """Return a chance in a table."""
    return "" if chance is None else chance_text(float(chance))


def chance_text(chance: float) -> str:
    """Return a chance in whole per cents, which is never shown as certain when it is not.

    >>> chance_text(0.866), chance_text(1.0), chance_text(0.998), chance_text(0.001)
    ('87 %', '100 %', 'over 99 %', 'under 1 %')
    """
    if 0 < chance < 0.01:
        return "under 1 %"
    if 0.99 < chance < 1:
        return "over 99 %"
    return f"{count_text(chance * 100)} %"


def span_title(metric: str) -> str:
    """Return the title of the bar of what it may cost."""
    return f"{metric_name(metric)}, eight times in ten"


def span(row: Mapping[str, Cell], currency: str | None) -> str:
    """Say the ends of the bar and its notch."""
    low, middle, high = (
        figure(row[name], str(row["metric_unit"]), currency) for name in ("p10", "p50", "p90")
    )
    return f"P10 {low}, P50 {middle}, P90 {high}"


def fan_title(metric: str, ends: Mapping[str, Cell]) -> str:
    """Say what is left, and between which days nothing is left of it any more."""
    name = metric_name(metric)
    if ends["p10"] is None:
        return f"{name}: nine times in ten it lasts"
    first, last = day(ends["p10"]), day(ends["p90"])
    if ends["p90"] is None:
        return f"{name}: one time in ten it is used up by {first}, one time in ten it lasts"
    return f"{name}: used up between {first} and {last} eight times in ten"


def ends_at(name: str, on: Cell) -> str:
    """Name the day on which something ends at a percentile."""
    return f"{name.upper()} {on}"


def left(amount: float, metric: str, currency: str | None) -> str:
    """Return an amount of what is left."""
    return money_text(amount, currency) if metric == "budget.left" else count_text(amount)


def tornado_title(metric: str) -> str:
    """Return the title of the tornado."""
    return f"{metric_name(metric)}: each figure that may be off by itself, and its share of the variance"


def tornado_legend(left_out: int) -> str:
    """Say how the tornado is read."""
    others = f"; {left_out:,} more: --table tornado" if left_out else ""
    return f"light: towards the figure's low; full: towards its high; the line: as planned{others}"


def bar(row: Mapping[str, Cell], kind: str, currency: str | None) -> str:
    """Say what stands beside a bar."""
    low, high = (figure(row[name], kind, currency) for name in ("metric_low", "metric_high"))
    share = row["variance_share"]
    return f"{low} to {high}" + ("" if share is None else f", {chance_text(float(share))}")


def verdict(
    row: Mapping[str, Cell],
    budget: Mapping[str, Cell] | None,
    named: Sequence[tuple[str, float]],
    currency: str | None,
) -> str:
    """Say in one breath whether the money suffices, with which chance, and what that hangs on."""
    hangs = [f"{name} ({chance_text(share)} of the variance)" for name, share in named]
    on = f" It hangs on {_listed(hangs)}." if hangs else ""
    if budget is None:
        low, high = (figure(row[name], str(row["metric_unit"]), currency) for name in ("p10", "p90"))
        name = metric_name(str(row["metric"]))
        return f"{name}: eight times in ten the figure lies between {low} and {high}.{on}"
    alone = chance_text(float(budget["chance_kept"] or 0))
    if row["metric"] == "budget.headroom":
        return f"The money suffices with a chance of {alone}.{on}"
    extra = chance_text(float(row["chance_kept"] or 0))
    asked = money_text(float(row["value"] or 0) - float(budget["value"] or 0), currency)
    return f"The extra {asked} suffice with a chance of {extra}; without them the chance is {alone}.{on}"


def lived_through(service_level: float) -> str:
    """Say what callers meet where the staffing is kept."""
    return f"With this staffing the service level is {share_text(service_level)} or less one time in ten."


def _listed(names: Sequence[str]) -> str:
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
