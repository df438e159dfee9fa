"""Charts of a plan: operators through a day and over the months, what is left of a contract, and cost by month."""

from collections.abc import Iterator, Sequence
from datetime import date

from mfc_capacity.answers.accounts import BudgetUse, ContractUse
from mfc_capacity.answers.records import DayShape, Plan, Table
from mfc_capacity.files.units import clock_text
from mfc_capacity.render.chart import LOOKS, Axis, Chart, Look, Mark, Numbers, Plot, Series
from mfc_capacity.render.charts import shortage
from mfc_capacity.render.charts.day import operators
from mfc_capacity.render.charts.demand import calendar, calls_by_hour
from mfc_capacity.render.figures import Record, figure_of, numbers, values_of
from mfc_capacity.wording.en import accounts as account_sentences
from mfc_capacity.wording.en import charts as words
from mfc_capacity.wording.en import plan as sentences
from mfc_capacity.wording.en import report
from mfc_capacity.wording.en.columns import label
from mfc_capacity.wording.en.numbers import UNKNOWN, count_text, money_text

DAYS_IN_A_MONTH = 31


def charts(plan: Plan) -> Iterator[Chart]:
    """Yield the charts of a plan in the order in which a planner looks at them."""
    yield from map(peak_day, plan.peak_days)
    yield from contracts(plan)
    yield from money_left(plan)
    yield from costs(plan)
    yield from season(plan)
    yield from shortage.charts(plan.maps.shortage)
    yield from calls_by_hour(plan.maps.calls_by_hour)
    yield from calendar(plan.maps.by_day)


def peak_day(shape: DayShape) -> Plot:
    """Return the operators of a group through the day of its peak."""
    counts = [
        (k, need, None if shape.given is None else shape.given[k]) for k, need in enumerate(shape.required)
    ]
    rows = [
        [clock_text(k * shape.interval_s), count_text(need), UNKNOWN if given is None else count_text(given)]
        for k, need, given in counts
        if need is not None
    ]
    title = sentences.day_bars_title(shape.group, shape.date)
    table = Numbers((words.FROM, words.NEEDED, words.GIVEN), rows)
    return operators(title, "", shape, words.GIVEN, table, "plan --table intervals")


def contracts(plan: Plan) -> Iterator[Plot]:
    """Yield what is left of each contract that has a volume."""
    parts = () if plan.contracts is None else plan.contracts.parts
    for number, part in enumerate(parts, start=1):
        if has_volume(part):
            yield burn_down(plan, part, number)


def has_volume(part: ContractUse) -> bool:
    """Return whether a contract is counted, and ends."""
    return part.counted is not None and part.volume is not None


def burn_down(plan: Plan, part: ContractUse, number: int) -> Plot:
    """Return what is left of a contract's volume, with the steps of demand and the day on which it runs out."""
    alone = plan.contracts is not None and len(plan.contracts.parts) == 1
    records = [r for r in plan.tables["contract"].records() if r.get("contract", number) == number]
    first = date.fromisoformat((part.counted or (part.first,))[0])
    left = (part.volume or 0.0, *part.left_by_day)
    ends = _month_ends(first, len(part.left_by_day))
    waves = [(cause.from_, account_sentences.wave_text(cause)) for cause in part.causes if cause.from_]
    dates = [*waves, *([(part.exhausted_on, report.RUNS_OUT)] if part.exhausted_on else [])]
    marks = [Mark((date.fromisoformat(day) - first).days, name) for day, name in dates if day]
    excess = "beyond" if part.serves_beyond else "unserved"
    table = numbers(plan.tables["contract"], ("month", "used", "used_total", "inside", excess), records)
    rows = [[*row, count_text(left[end])] for row, end in zip(table.rows, ends, strict=True)]
    labels = [date.fromordinal(first.toordinal() + k).isoformat() for k in range(len(left))]
    ticks = [
        (float(start), words.month_text(str(record["month"])))
        for start, record in zip([0, *ends[:-1]], records, strict=True)
    ]
    return Plot(
        account_sentences.runs_out_title(part, alone=alone),
        account_sentences.contract_sentence(part, plan.currency, alone=alone),
        Axis(words.DATE, labels, at=range(len(left)), ticks=ticks, kind="date"),
        "calls",
        account_sentences.units_left(part),
        [Series(report.LEFT_OF_VOLUME, left)],
        Numbers((*table.header, report.LEFT_OF_VOLUME), rows),
        "plan --table contract",
        marks=[mark for mark in marks if 0 <= mark.at < len(left)],
        rows=ends,
    )


def costs(plan: Plan, even_shares: Sequence[float] | None = None) -> Iterator[Plot]:
    """Yield cost by month, beside an even share of the budget where that is known."""
    months = _cost_by_month(plan)
    if plan.calendar is None or len(months) < 2:
        return
    if plan.budget is not None and plan.budget.cost is not None and even_shares is not None:
        yield _against_budget(plan, list(plan.tables["budget"].records()), even_shares)
    elif all(cost is not None for _, cost in months):
        yield _costs(plan, [(month, cost or 0.0) for month, cost in months])


def money_left(plan: Plan) -> Iterator[Plot]:
    """Yield what is left of the budget month by month, over more than one."""
    if plan.calendar is None or plan.budget is None or plan.budget.cost is None:
        return
    records = list(plan.tables["budget"].records())
    if len(records) > 1:
        yield _money_left(plan, plan.budget, records)


def _costs(plan: Plan, months: Sequence[tuple[str, float]]) -> Plot:
    dearest, most = max(months, key=lambda pair: pair[1])
    return Plot(
        words.cost_title(dearest, money_text(most, plan.currency)),
        "",
        _months(words.MONTH, [month for month, _ in months]),
        "money",
        plan.currency or "",
        [Series(report.COST, [cost for _, cost in months], "bar", "columns")],
        Numbers(
            (label("month"), label("cost")),
            [[month, money_text(cost, plan.currency)] for month, cost in months],
        ),
        "plan --table months",
    )


def _against_budget(plan: Plan, records: Sequence[Record], shares: Sequence[float]) -> Plot:
    """Return cost by month against an even share; what is beyond the share is drawn in another look."""
    costs = [figure_of(record, "cost") for record in records]
    pairs = list(zip(costs, shares, strict=True))
    months = [str(record["month"]) for record in records]
    dearest = max(zip(months, costs, strict=True), key=lambda pair: pair[1])
    rows = [
        [
            month,
            *(money_text(amount, plan.currency) for amount in (cost, share)),
            words.signed_money(cost - share, plan.currency),
        ]
        for month, (cost, share) in zip(months, pairs, strict=True)
    ]
    return Plot(
        words.over_title(sum(cost > share for cost, share in pairs), len(costs)),
        report.cost_said(plan.currency, dearest),
        _months(words.MONTH, months),
        "money",
        plan.currency or "",
        [
            Series(report.INSIDE_SHARE, [min(pair) for pair in pairs], "bar", "columns"),
            Series(report.OVER_SHARE, [max(cost - share, 0.0) for cost, share in pairs], "over", "columns"),
            Series(report.EVEN, shares, "limit", "steps"),
        ],
        Numbers((label("month"), label("cost"), report.EVEN_SHARE, report.OVER), rows),
        "plan --table budget",
    )


def _money_left(plan: Plan, budget: BudgetUse, records: Sequence[Record]) -> Plot:
    """Return what is left of the budget by the end of each month, without and with the extra."""
    series = [Series(report.LEFT, [budget.amount, *values_of(records, "headroom")])]
    if budget.extra is not None:
        with_extra = [budget.amount + budget.extra, *values_of(records, "headroom_with_extra")]
        series.append(Series(report.WITH_EXTRA, with_extra, "b"))
    ends = {report.MONEY_ENDS: budget.money_ends_on, report.WITH_EXTRA: budget.money_ends_on_with_extra}
    months = [str(record["month"]) for record in records]
    names = ("month", "cost", "cost_total", "headroom", *(["headroom_with_extra"] if budget.extra else []))
    contracts = 0 if plan.contracts is None else len(plan.contracts.parts)
    return Plot(
        words.money_title(
            budget.money_ends_on, budget.money_ends_on_with_extra, has_extra=budget.extra is not None
        ),
        account_sentences.budget_sentence(budget, plan.currency, contracts=contracts),
        Axis(
            words.MONTH, ["", *months], at=range(len(months) + 1),
            ticks=[(float(k), words.month_text(month)) for k, month in enumerate(months)], kind="month",
        ),
        "money",
        plan.currency or "",
        series,
        numbers(plan.tables["budget"], names, records, plan.currency),
        "plan --table budget",
        marks=[Mark(_in_months(months, day), name) for name, day in ends.items() if day],
        rows=range(1, len(records) + 1),
    )  # fmt: skip


def season(plan: Plan) -> Iterator[Plot]:
    """Yield the operators that each group needs at its peak of each month; of many groups the largest."""
    peaks = _peaks_by_month(plan.tables["months"])
    months = list(dict.fromkeys(str(record["month"]) for record in plan.tables["months"].records()))
    if plan.calendar is None or len(months) < 2:
        return
    largest = sorted(peaks, key=lambda group: -max(peaks[group]))[: len(LOOKS)]
    looks: Iterator[Look] = iter(LOOKS)
    most = max(peaks[largest[0]])
    yield Plot(
        words.season_title(largest[0], most, months[peaks[largest[0]].index(most)]),
        report.season_said([(group, min(peaks[group]), max(peaks[group])) for group in largest]),
        _months(words.MONTH, months),
        "count",
        words.OPERATORS,
        [Series(group, peaks[group], look, "steps") for group, look in zip(largest, looks, strict=False)],
        Numbers(
            (label("month"), *peaks),
            [
                [month, *(count_text(counts[k]) for counts in peaks.values())]
                for k, month in enumerate(months)
            ],
        ),
        "plan --table months",
    )


def _peaks_by_month(months: Table) -> dict[str, list[float]]:
    peaks: dict[str, list[float]] = {}
    for record in months.records():
        peaks.setdefault(str(record["group"]), []).append(figure_of(record, "peak_operators_required"))
    return peaks


def _months(name: str, months: Sequence[str]) -> Axis:
    """Return an axis of months, each a place."""
    ticks = [(k + 0.5, words.month_text(month)) for k, month in enumerate(months)]
    return Axis(name, months, ticks=ticks, kind="month")


def _month_ends(first: date, days: int) -> list[int]:
    """Return how many days have passed by the end of each month, of so many days from the first."""
    dates = [date.fromordinal(first.toordinal() + k) for k in range(days + 1)]
    return [k for k in range(1, days + 1) if k == days or dates[k].day == 1]


def _in_months(months: Sequence[str], day: str) -> float:
    """Return the place of a day on an axis of months."""
    known = date.fromisoformat(day)
    return months.index(f"{known:%Y-%m}") + known.day / DAYS_IN_A_MONTH


def _cost_by_month(plan: Plan) -> list[tuple[str, float | None]]:
    """Return the cost of all groups by month; unknown where a part of it is."""
    costs: dict[str, float | None] = {}
    for record in plan.tables["months"].records():
        month, before = str(record["month"]), costs.get(str(record["month"]), 0.0)
        known = before is not None and record["cost"] is not None
        costs[month] = (before or 0.0) + figure_of(record, "cost") if known else None
    return list(costs.items())
