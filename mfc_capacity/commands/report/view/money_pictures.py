"""The pictures of money: what it buys, how long it and the contracts last, and what changed it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from mfc_capacity.answers.accounts import BudgetUse, ContractUse
from mfc_capacity.answers.records import Budget, Comparison, Plan
from mfc_capacity.answers.report import Report
from mfc_capacity.commands.compare import view as compare
from mfc_capacity.render.html import charts
from mfc_capacity.render.html.charts import Mark, Series
from mfc_capacity.render.html.markup import Grid
from mfc_capacity.render.html.picture import (
    TOTAL,
    Picture,
    Record,
    figure_of,
    numbers,
    per_cent,
    short_count,
    spread,
    values_of,
)
from mfc_capacity.wording.en import accounts as account_sentences
from mfc_capacity.wording.en import budget as budget_sentences
from mfc_capacity.wording.en import report as words
from mfc_capacity.wording.en.columns import label
from mfc_capacity.wording.en.numbers import count_text, duration_text, money_text

MOST_PARTS = 8
CURVE_COLUMNS = (
    *("money", "point", "kept_everywhere", "service_level", "mean_wait_s", "abandonment", "occupancy"),
    "operator_hours_paid",
)


def burn_down_picture(plan: Plan, part: ContractUse, number: int) -> Picture:
    """Return what is left of a contract's volume, with the steps of demand and the day on which it runs out."""
    alone = plan.contracts is not None and len(plan.contracts.parts) == 1
    records = [r for r in plan.tables["contract"].records() if r.get("contract", number) == number]
    first = date.fromisoformat((part.counted or (part.first,))[0])
    left = (part.volume or 0.0, *part.left_by_day)
    ends = _month_ends(first, len(part.left_by_day))
    waves = [(cause.from_, account_sentences.wave_text(cause)) for cause in part.causes if cause.from_]
    dates = [*waves, *([(part.exhausted_on, words.RUNS_OUT)] if part.exhausted_on else [])]
    marks = [Mark((date.fromisoformat(day) - first).days, name) for day, name in dates if day]
    title = account_sentences.burn_down_title(part, alone=alone)
    said = account_sentences.contract_sentence(part, plan.currency, alone=alone)
    series = [Series(words.LEFT_OF_VOLUME, "a", left)]
    xs = range(len(left))
    chart = charts.lines(
        f"{title}. {said}",
        xs,
        series,
        short_count,
        _month_labels(records, [0, *ends[:-1]]),
        rows=ends,
        marks=[mark for mark in marks if 0 <= mark.at < len(left)],
    )
    excess = "beyond" if part.serves_beyond else "unserved"
    table = numbers(plan.tables["contract"], ("month", "used", "used_total", "inside", excess), records)
    rows = [[*row, count_text(left[end])] for row, end in zip(table.rows, ends, strict=True)]
    return Picture(title, said, chart, (), Grid((*table.header, words.LEFT_OF_VOLUME), rows))


def curve_pictures(sums: Budget) -> Iterator[Picture]:
    """Yield what money buys: the service level along the curve, and the mean wait at its points."""
    records = [
        record
        for record in sums.tables["curve"].records()
        if record["group"] == TOTAL and record["service_level"] is not None
    ]
    if len(records) > 1 and all(len(line) > 1 for line in sums.lines.values()):
        yield _level_by_money(sums, records)
        waits = [record for record in records if record["mean_wait_s"] is not None]
        if len(waits) > 1:
            yield _wait_by_money(sums, waits)


def _level_by_money(sums: Budget, records: Sequence[Record]) -> Picture:
    said = " ".join(filter(None, (budget_sentences.targets_need(sums), budget_sentences.knee(sums))))
    return _by_money(sums, records, "service_level", sums.lines, said)


def _wait_by_money(sums: Budget, records: Sequence[Record]) -> Picture:
    line = tuple((figure_of(record, "money"), figure_of(record, "mean_wait_s")) for record in records)
    return _by_money(
        sums, records, "mean_wait_s", {str(sums.place): line}, budget_sentences.extra_buys(sums) or ""
    )


def _by_money(
    sums: Budget,
    records: Sequence[Record],
    name: str,
    lines: Mapping[str, Sequence[tuple[float, float]]],
    said: str,
) -> Picture:
    """Return a figure over money, a line for each way to place operators, with the sums marked that have a name."""
    line = lines[str(sums.place)]
    first, last = line[0][0], line[-1][0]
    shown = [record for record in records if first <= figure_of(record, "money") <= last]
    named = [record for record in shown if record["point"]]
    is_wait = name == "mean_wait_s"
    looks = {str(sums.place): "b" if is_wait else "a"}
    series = [
        Series(budget_sentences.PLACES[place], looks.get(place, "c"), [value for _, value in values])
        for place, values in lines.items()
    ]
    labels = [(tick, short_count(tick)) for tick in charts.ticks(first, last) if first <= tick <= last]
    title = words.over_money(label(name))
    chart = charts.lines(
        f"{title}. {said}",
        [money for money, _ in line],
        series,
        duration_text if is_wait else per_cent,
        spread(labels),
        rows=[figure_of(record, "money") for record in shown],
        marks=[Mark(figure_of(record, "money"), words.point(str(record["point"]))) for record in named],
        dots=[(figure_of(record, "money"), figure_of(record, name)) for record in named],
        from_zero=False,
        names_high=is_wait,
    )
    table = numbers(sums.tables["curve"], CURVE_COLUMNS, shown, sums.currency)
    return Picture(title, said, chart, series if len(series) > 1 else (), table)


def cost_pictures(report: Report) -> Iterator[Picture]:
    """Yield cost by month, beside an even share of the budget, and what is left of it."""
    plan, months = report.plan, _cost_by_month(report.plan)
    if plan.calendar is None or len(months) < 2:
        return
    if plan.budget is None or plan.budget.cost is None or report.even_shares is None:
        if all(cost is not None for _, cost in months):
            yield _costs(plan, months)
        return
    records = list(plan.tables["budget"].records())
    yield _against_budget(plan, records, report.even_shares)
    yield _money_left(plan, plan.budget, records)


def _costs(plan: Plan, months: Sequence[tuple[str, float | None]]) -> Picture:
    costs = [(month, cost or 0.0) for month, cost in months]
    series = [Series(words.COST, "bar", [cost for _, cost in costs])]
    said = words.cost_said(plan.currency, max(costs, key=lambda pair: pair[1]))
    labels = spread([(k, month) for k, (month, _) in enumerate(costs)])
    chart = charts.bars(f"{words.MONEY}. {said}", series, short_count, labels)
    rows = [[month, money_text(cost, plan.currency)] for month, cost in costs]
    return Picture(words.COST_TITLE, said, chart, (), Grid((label("month"), label("cost")), rows))


def _against_budget(plan: Plan, records: Sequence[Record], shares: Sequence[float]) -> Picture:
    """Return cost by month against an even share; what is beyond the share is drawn in another look."""
    costs = [figure_of(record, "cost") for record in records]
    series = [
        Series(
            words.INSIDE_SHARE, "bar", [min(cost, share) for cost, share in zip(costs, shares, strict=True)]
        ),
        Series(
            words.OVER_SHARE, "bar over", [max(c - share, 0) for c, share in zip(costs, shares, strict=True)]
        ),
    ]
    even = Series(words.EVEN, "limit", shares)
    over = sum(cost > share for cost, share in zip(costs, shares, strict=True))
    dearest = max(
        zip((str(record["month"]) for record in records), costs, strict=True), key=lambda pair: pair[1]
    )
    said = words.months_said(over, len(costs), plan.currency, dearest)
    labels = spread([(k, str(record["month"])) for k, record in enumerate(records)])
    chart = charts.bars(f"{words.COST_TITLE}. {said}", series, short_count, labels, even)
    rows = [
        [str(record["month"]), *_money(plan.currency, cost, share), _signed(cost - share, plan.currency)]
        for record, cost, share in zip(records, costs, shares, strict=True)
    ]
    header = (label("month"), label("cost"), words.EVEN_SHARE, words.OVER)
    return Picture(words.COST_TITLE, said, chart, [*series, even], Grid(header, rows))


def _money_left(plan: Plan, budget: BudgetUse, records: Sequence[Record]) -> Picture:
    """Return what is left of the budget by the end of each month, without and with the extra."""
    series = [Series(words.LEFT, "a", [budget.amount, *values_of(records, "headroom")])]
    if budget.extra is not None:
        with_extra = [budget.amount + budget.extra, *values_of(records, "headroom_with_extra")]
        series.append(Series(words.WITH_EXTRA, "b", with_extra))
    contracts = 0 if plan.contracts is None else len(plan.contracts.parts)
    said = account_sentences.budget_sentence(budget, plan.currency, contracts=contracts)
    ends = (budget.money_ends_on, budget.money_ends_on_with_extra)
    marks = [Mark(_in_months(records, day), words.MONEY_ENDS) for day in ends if day]
    chart = charts.lines(
        f"{words.LEFT_TITLE}. {said}",
        range(len(records) + 1),
        series,
        short_count,
        spread([(k, str(record["month"])) for k, record in enumerate(records)]),
        rows=range(1, len(records) + 1),
        marks=marks,
    )
    names = ("month", "cost", "cost_total", "headroom", *(["headroom_with_extra"] if budget.extra else []))
    return Picture(
        words.LEFT_TITLE, said, chart, series, numbers(plan.tables["budget"], names, records, plan.currency)
    )


def change_picture(comparison: Comparison) -> Picture | None:
    """Return what each cause did of the difference from the baseline; nothing where that is not known."""
    figure, named = compare.parts(comparison)
    if not named:
        return None
    title = words.change_title(figure)
    largest = sorted(named, key=lambda part: -abs(part[1]))
    said = ", ".join(f"{name} {shown}" for name, _, shown in largest)
    rows = [(name, shown) for name, _, shown in largest]
    chart = charts.parts(f"{title}: {said}", largest[:MOST_PARTS])
    return Picture(title, "", chart, (), Grid((words.CAUSE, figure), rows))


def _money(currency: str | None, *amounts: float) -> list[str]:
    return [money_text(amount, currency) for amount in amounts]


def _signed(amount: float, currency: str | None) -> str:
    return f"{'+' if amount > 0 else '−'}{money_text(abs(amount), currency)}"


def _month_ends(first: date, days: int) -> list[int]:
    """Return how many days have passed by the end of each month, of so many days from the first."""
    dates = [date.fromordinal(first.toordinal() + k) for k in range(days + 1)]
    return [k for k in range(1, days + 1) if k == days or dates[k].day == 1]


def _month_labels(records: Sequence[Record], starts: Sequence[int]) -> list[tuple[float, str]]:
    return spread(
        [(float(start), str(record["month"])) for start, record in zip(starts, records, strict=True)]
    )


def _in_months(records: Sequence[Record], day: str) -> float:
    """Return the place of a day on an axis of months."""
    known = date.fromisoformat(day)
    k = [str(record["month"]) for record in records].index(f"{known:%Y-%m}")
    return k + known.day / 31


def _cost_by_month(plan: Plan) -> list[tuple[str, float | None]]:
    """Return the cost of all groups by month; unknown where a part of it is."""
    costs: dict[str, float | None] = {}
    for record in plan.tables["months"].records():
        month, before = str(record["month"]), costs.get(str(record["month"]), 0.0)
        known = before is not None and record["cost"] is not None
        costs[month] = (before or 0.0) + figure_of(record, "cost") if known else None
    return list(costs.items())
