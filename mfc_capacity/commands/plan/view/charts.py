"""The charts of a plan: the operators through the day of each group's peak, and the cost by month."""

from collections.abc import Iterator

from mfc_capacity.answers.records import DayShape, Plan
from mfc_capacity.files.units import clock_text
from mfc_capacity.render.picture import opening
from mfc_capacity.render.view import Chart, Series
from mfc_capacity.wording.en import plan as sentences
from mfc_capacity.wording.en import workbook as words


def charts(plan: Plan) -> list[Chart]:
    """Return the charts in the order in which a planner looks at them."""
    return [*map(_day, plan.peak_days), *_cost_by_month(plan)]


def _day(shape: DayShape) -> Chart:
    """Return the operators needed, as columns, and those given, as a line, over the opening hours."""
    first, last = opening(shape)
    starts = tuple(clock_text(k * shape.interval_s) for k in range(first, last))
    series = [Series(words.REQUIRED, shape.required[first:last])]
    if shape.given is not None:
        series.append(Series(words.GIVEN, shape.given[first:last], as_line=True))
    title = sentences.day_bars_title(shape.group, shape.date)
    return Chart(title, words.START, starts, tuple(series), "count", words.OPERATORS)


def _cost_by_month(plan: Plan) -> Iterator[Chart]:
    """Yield the cost of each group by month, where there are months and every cost is known."""
    costs: dict[str, dict[str, float | None]] = {}
    for record in plan.tables["months"].records():
        cost = record["cost"]
        known = None if cost is None else float(cost)
        costs.setdefault(str(record["group"]), {})[str(record["month"])] = known
    months = tuple(next(iter(costs.values())))
    if plan.calendar is not None and all(None not in own.values() for own in costs.values()):
        series = tuple(Series(group, tuple(own.values())) for group, own in costs.items())
        yield Chart(words.COST, words.MONTH, months, series, "money", plan.currency or "", stacked=True)
