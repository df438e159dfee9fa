"""The pictures of a report: each a chart, a sentence on what to see in it, and its numbers as a table."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mfc_capacity.formatting import UNKNOWN, count_text, duration_text, money_text, rounded, share_text
from mfc_capacity.render.cells import cell_text
from mfc_capacity.render.report import charts
from mfc_capacity.render.report.charts import Mark, Series
from mfc_capacity.render.report.markup import Grid
from mfc_capacity.render.views import compare
from mfc_capacity.results import (
    Budget,
    BudgetUse,
    Cell,
    Column,
    Comparison,
    ContractUse,
    Plan,
    Report,
    ShownDay,
    ShownGroup,
    SimulationAnswer,
    Table,
)
from mfc_capacity.wording import accounts as account_sentences
from mfc_capacity.wording import budget as budget_sentences
from mfc_capacity.wording import report as words
from mfc_capacity.wording import simulate as simulate_sentences

Record = Mapping[str, Cell]

LOOKS = ("a", "b", "c", "d")
MOST_LABELS, FEWER_LABELS = 6, 5
MANY_CALLS = 100
MOST_PARTS = 8
DAY_COLUMNS = ("start", "calls", "operators_required", "operators_given", "operators_short")
WAIT_COLUMNS = ("service_level", "asa_s", "mean_wait_s", "abandonment", "occupancy")
GIVEN_COLUMNS = ("given_service_level", "given_mean_wait_s", "given_abandonment")


CURVE_COLUMNS = (
    *("money", "point", "service_level", "mean_wait_s", "abandonment", "occupancy"),
    "operator_hours_paid",
)
TOTAL = "total"


@dataclass(frozen=True)
class Picture:
    """A chart with its caption, the names of its lines, and the table that has a row for each place in it.

    `day` is the number of the day that it shows, by which the panel finds the plan's figures.
    """

    title: str
    said: str
    chart: str
    series: Sequence[Series]
    numbers: Grid
    day: int | None = None


def day_pictures(group: ShownGroup, first_number: int) -> Iterator[Picture]:
    """Yield the operators of each kind of day of a group, and the service level on the day of its peak."""
    for k, day in enumerate(group.days):
        title = words.day_title(day.date, day.weekdays, is_peak=k == 0)
        yield _operators(day, title, first_number + k, is_peak=k == 0)
        if k == 0:
            yield _service_level(group, day)


def _operators(day: ShownDay, title: str, number: int, *, is_peak: bool) -> Picture:
    records = list(day.intervals.records())
    needed = Series(words.NEEDED, "a", _column(records, "operators_required"))
    given = Series(words.GIVEN, "b", _column(records, "operators_given"))
    series = [needed, given] if any(value is not None for value in given.values) else [needed]
    most = max(records, key=lambda record: _number(record, "operators_required"))
    short = max(_whole(record, "operators_short") for record in records) if len(series) > 1 else None
    said = words.operators_said(_whole(most, "operators_required"), str(most["start"]), short)
    said += words.like_ordinary(day.date, day.weekdays) if is_peak else ""
    labels = _clock_labels(records, MOST_LABELS if is_peak else FEWER_LABELS)
    width = charts.WIDTH if is_peak else charts.SMALL_WIDTH
    chart = charts.day_steps(f"{title}. {said}", series, count_text, labels, of_counts=True, width=width)
    names = (*DAY_COLUMNS[:3], *(DAY_COLUMNS[3:] if short is not None else ()), *WAIT_COLUMNS)
    return Picture(title, said, chart, series, numbers(day.intervals, names), number)


def _service_level(group: ShownGroup, day: ShownDay) -> Picture:
    """Return what a group promises through a day beside its target, and what comes of it."""
    records = list(day.intervals.records())
    played = _played(group.simulated)
    series = [*_levels(group, records, played)]
    known = [record for record in records if record["service_level"] is not None]
    worst = min(known, key=lambda record: _number(record, "service_level"), default=None)
    said = words.service_said(
        _number(worst, "service_level") if worst else None,
        str(worst["start"]) if worst else None,
        group.service_level,
        group.service_level_of,
        group.within_s,
    )
    said += _played_said(group.simulated)
    about = words.service_title(day.date)
    chart = charts.day_steps(f"{about}. {said}", series, _per_cent, _clock_labels(records), of_counts=False)
    table = numbers(day.intervals, _level_columns(series))
    if played:
        rows = [[*row, _give_or_take(played[row[0]])] for row in table.rows]
        table = Grid([*table.header, words.SIMULATED], rows)
    return Picture(about, said, chart, series, table)


def _levels(group: ShownGroup, records: Sequence[Record], played: Mapping[str, Record]) -> Iterator[Series]:
    """Yield the service levels of a day: promised, delivered where that differs, given, simulated, and the target."""
    promised = _column(records, "service_level")
    yield Series(words.PROMISED, "a", promised)
    for name, column, look in (
        (words.DELIVERED, "delivered_service_level", "d"),
        (words.PROMISED_GIVEN, "given_service_level", "b"),
    ):
        values = _column(records, column)
        if any(value is not None for value in values) and values != promised:
            yield Series(name, look, values)
    if played:
        shown = [played[str(record["start"])] for record in records]
        half_widths = _column(shown, "simulated_service_level_half_width")
        yield Series(words.SIMULATED_BAND, "band", _column(shown, "simulated_service_level"), half_widths)
    if group.service_level is not None:
        yield Series(words.TARGET, "c", [group.service_level] * len(records))


def _level_columns(series: Sequence[Series]) -> tuple[str, ...]:
    names = {one.name for one in series}
    return (
        *("start", *WAIT_COLUMNS),
        *(["delivered_service_level"] if words.DELIVERED in names else []),
        *(GIVEN_COLUMNS if words.PROMISED_GIVEN in names else []),
    )


def _played(simulated: SimulationAnswer | None) -> dict[str, Record]:
    """Return the intervals of a simulated day by their start."""
    records = () if simulated is None else simulated.tables["intervals"].records()
    return {str(record["start"]): record for record in records}


def _give_or_take(record: Record) -> str:
    level, half_width = (record[f"simulated_service_level{end}"] for end in ("", "_half_width"))
    if level is None or half_width is None:
        return UNKNOWN
    return simulate_sentences.give_or_take(float(level), float(half_width), "share")


def _played_said(simulated: SimulationAnswer | None) -> str:
    if simulated is None:
        return ""
    (day,) = simulated.tables["day"].records()
    intervals = sum(_whole(day, f"intervals_{verdict}") for verdict in ("kept", "short", "unsure"))
    return words.played_said(
        _whole(day, "intervals_short"), intervals, _whole(day, "replications"), simulated.seed
    )


def heat_picture(calls: Sequence[Sequence[float]]) -> Picture:
    """Return when people call, by weekday and hour."""
    weekdays = [weekday for weekday, row in enumerate(calls) if any(row)]
    most, weekday, hour = max((calls[w][h], w, h) for w in weekdays for h in range(len(calls[w])))
    said = words.heat_said(most, weekday, hour)
    labels = [(hour + 0.5, f"{hour:02}") for hour in range(0, 24, 3)]
    names = [words.WEEKDAYS[weekday] for weekday in weekdays]
    values = [calls[weekday] for weekday in weekdays]
    chart = charts.heat_map(f"{words.HEAT}. {said}", names, labels, values)
    rows = [[name, *map(count_text, row)] for name, row in zip(names, values, strict=True)]
    header = ("", *(f"{hour:02}:00" for hour in range(24)))
    return Picture(words.HEAT, said, chart, (), Grid(header, rows))


def season_pictures(plan: Plan) -> Iterator[Picture]:
    """Yield the operators that each group needs at its peak of each month; of many groups the largest."""
    peaks: dict[str, list[float]] = {}
    months = dict.fromkeys(str(record["month"]) for record in plan.tables["months"].records())
    for record in plan.tables["months"].records():
        peaks.setdefault(str(record["group"]), []).append(_number(record, "peak_operators_required"))
    if plan.calendar is None or len(months) < 2:
        return
    largest = sorted(peaks, key=lambda group: -max(peaks[group]))[: len(LOOKS)]
    series = [Series(group, look, peaks[group]) for group, look in zip(largest, LOOKS, strict=False)]
    said = words.season_said([(group, min(peaks[group]), max(peaks[group])) for group in largest])
    labels = _spread([(k + 0.5, month) for k, month in enumerate(months)])
    chart = charts.day_steps(f"{words.SEASON}. {said}", series, count_text, labels, of_counts=True)
    rows = [[month, *(count_text(counts[k]) for counts in peaks.values())] for k, month in enumerate(months)]
    yield Picture(words.SEASON, said, chart, series, Grid((words.COLUMNS["month"], *peaks), rows))


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
    excess = "beyond" if part.overage is not None else "unserved"
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
    if len(records) > 1 and len(sums.line) > 1:
        yield _level_by_money(sums, records)
        waits = [record for record in records if record["mean_wait_s"] is not None]
        if len(waits) > 1:
            yield _wait_by_money(sums, waits)


def _level_by_money(sums: Budget, records: Sequence[Record]) -> Picture:
    said = " ".join(filter(None, (budget_sentences.targets_need(sums), budget_sentences.knee(sums))))
    return _by_money(sums, records, "service_level", sums.line, said)


def _wait_by_money(sums: Budget, records: Sequence[Record]) -> Picture:
    line = [(_number(record, "money"), _number(record, "mean_wait_s")) for record in records]
    return _by_money(sums, records, "mean_wait_s", line, budget_sentences.extra_buys(sums) or "")


def _by_money(
    sums: Budget, records: Sequence[Record], name: str, line: Sequence[tuple[float, float]], said: str
) -> Picture:
    """Return a figure over money, with the sums that have a name marked where there is room."""
    first, last = line[0][0], line[-1][0]
    shown = [record for record in records if first <= _number(record, "money") <= last]
    named = [record for record in shown if record["point"]]
    is_wait = name == "mean_wait_s"
    series = Series(words.COLUMNS[name], "b" if is_wait else "a", [value for _, value in line])
    labels = [(tick, short_count(tick)) for tick in charts.ticks(first, last) if first <= tick <= last]
    title = words.over_money(series.name)
    chart = charts.lines(
        f"{title}. {said}",
        [money for money, _ in line],
        [series],
        duration_text if is_wait else _per_cent,
        _spread(labels),
        rows=[_number(record, "money") for record in shown],
        marks=[Mark(_number(record, "money"), words.point(str(record["point"]))) for record in named],
        dots=[(_number(record, "money"), _number(record, name)) for record in named],
        from_zero=False,
        names_high=is_wait,
    )
    table = numbers(sums.tables["curve"], CURVE_COLUMNS, shown, sums.currency)
    return Picture(title, said, chart, (), table)


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
    labels = _spread([(k, month) for k, (month, _) in enumerate(costs)])
    chart = charts.bars(f"{words.MONEY}. {said}", series, short_count, labels)
    rows = [[month, money_text(cost, plan.currency, "low")] for month, cost in costs]
    return Picture(
        words.COST_TITLE, said, chart, (), Grid((words.COLUMNS["month"], words.COLUMNS["cost"]), rows)
    )


def _against_budget(plan: Plan, records: Sequence[Record], shares: Sequence[float]) -> Picture:
    """Return cost by month against an even share; what is beyond the share is drawn in another look."""
    costs = [_number(record, "cost") for record in records]
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
    labels = _spread([(k, str(record["month"])) for k, record in enumerate(records)])
    chart = charts.bars(f"{words.COST_TITLE}. {said}", series, short_count, labels, even)
    rows = [
        [str(record["month"]), *_money(plan.currency, cost, share), _signed(cost - share, plan.currency)]
        for record, cost, share in zip(records, costs, shares, strict=True)
    ]
    header = (words.COLUMNS["month"], words.COLUMNS["cost"], words.EVEN_SHARE, words.OVER)
    return Picture(words.COST_TITLE, said, chart, [*series, even], Grid(header, rows))


def _money_left(plan: Plan, budget: BudgetUse, records: Sequence[Record]) -> Picture:
    """Return what is left of the budget by the end of each month, without and with the extra."""
    series = [Series(words.LEFT, "a", [budget.amount, *_column(records, "headroom")])]
    if budget.extra is not None:
        with_extra = [budget.amount + budget.extra, *_column(records, "headroom_with_extra")]
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
        _spread([(k, str(record["month"])) for k, record in enumerate(records)]),
        rows=range(1, len(records) + 1),
        marks=marks,
    )
    names = ("month", "cost", "cost_total", "headroom", *(["headroom_with_extra"] if budget.extra else []))
    return Picture(
        words.LEFT_TITLE, said, chart, series, numbers(plan.tables["budget"], names, records, plan.currency)
    )


def numbers(
    table: Table,
    names: Iterable[str],
    records: Iterable[Record] | None = None,
    currency: str | None = None,
) -> Grid:
    """Return columns of a table as a person reads them."""
    columns = {column.name: column for column in table.columns}
    chosen = [columns[name] for name in names]
    found = table.records() if records is None else records
    rows = [[figure_text(record[column.name], column, currency) for column in chosen] for record in found]
    header = [words.COLUMNS[column.name] for column in chosen]
    return Grid(header, rows, names=[column.name for column in chosen])


def figure_text(value: Cell, column: Column, currency: str | None = None) -> str:
    """Return one figure in words of everyday: shares in per cent, waits in seconds and minutes."""
    if isinstance(value, int | float):
        if column.kind == "share":
            return share_text(value, column.better)
        if column.kind == "seconds":
            return duration_text(value, column.better)
        if column.kind == "money":
            return money_text(value, currency, column.better)
        if column.kind in ("units", "hours") or (column.kind == "calls" and value >= MANY_CALLS):
            return count_text(value, column.better)
    return cell_text(value, column)


def short_count(number: float) -> str:
    """Return a number short enough for an axis.

    >>> short_count(20_000_000), short_count(2_500_000), short_count(-40_000), short_count(250)
    ('20M', '2.5M', '-40k', '250')
    """
    for size, unit in ((10**6, "M"), (10**3, "k")):
        if abs(number) >= size:
            return f"{rounded(number / size, 2).normalize():,f}{unit}"
    return f"{number:g}"


def _column(records: Iterable[Record], name: str) -> list[float | None]:
    return [None if record.get(name) is None else _number(record, name) for record in records]


def _number(record: Record, name: str) -> float:
    return float(record[name] or 0)


def _whole(record: Record, name: str) -> int:
    return int(_number(record, name))


def _per_cent(share: float) -> str:
    return f"{share * 100:g}%"


def _money(currency: str | None, *amounts: float) -> list[str]:
    return [money_text(amount, currency, "low") for amount in amounts]


def _signed(amount: float, currency: str | None) -> str:
    return f"{'+' if amount > 0 else '−'}{money_text(abs(amount), currency, 'low' if amount > 0 else 'high')}"


def _clock_labels(records: Sequence[Record], most: int = MOST_LABELS) -> list[tuple[float, str]]:
    """Label whole hours, as many as have room."""
    hours = [
        (k, str(record["start"])) for k, record in enumerate(records) if str(record["start"]).endswith(":00")
    ]
    return _spread([(float(k), start) for k, start in hours], most)


def _spread(labels: Sequence[tuple[float, str]], most: int = FEWER_LABELS) -> list[tuple[float, str]]:
    """Return at most so many of the labels, evenly."""
    every = next(step for step in (1, 2, 3, 4, 6, 12, len(labels)) if len(labels) <= step * most)
    return list(labels[::every])


def _month_ends(first: date, days: int) -> list[int]:
    """Return how many days have passed by the end of each month, of so many days from the first."""
    dates = [date.fromordinal(first.toordinal() + k) for k in range(days + 1)]
    return [k for k in range(1, days + 1) if k == days or dates[k].day == 1]


def _month_labels(records: Sequence[Record], starts: Sequence[int]) -> list[tuple[float, str]]:
    return _spread(
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
        costs[month] = (before or 0.0) + _number(record, "cost") if known else None
    return list(costs.items())
