"""Charts of demand: when people call, by weekday and hour and over the calendar, and which hotlines they call."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from mfc_capacity.answers.maps import ByDay
from mfc_capacity.answers.records import Kind
from mfc_capacity.answers.report_pictures import GroupLoad
from mfc_capacity.render.chart import HeatMap, Look, Numbers, Plot, Series
from mfc_capacity.render.charts.day import EVERY_HOURS, HOURS, day_axis
from mfc_capacity.wording.en import charts as words
from mfc_capacity.wording.en import report
from mfc_capacity.wording.en.numbers import UNKNOWN, WEEKDAYS, count_text, decimal_text

AREAS: tuple[Look, ...] = ("area1", "area2", "area3", "area4", "area5")


def calls_by_hour(calls: Sequence[Sequence[float | None]] | None) -> Iterator[HeatMap]:
    """Yield when people call: mean calls by weekday (from Monday) and hour; nothing where nobody does."""
    weekdays = [weekday for weekday, row in enumerate(calls or ()) if any(row)]
    if calls is None or not weekdays:
        return
    by_hour = (
        (count or 0.0, weekday, hour) for weekday in weekdays for hour, count in enumerate(calls[weekday])
    )
    most, weekday, hour = max(by_hour, key=lambda found: found[0])
    names, values = [WEEKDAYS[weekday] for weekday in weekdays], [calls[weekday] for weekday in weekdays]
    yield HeatMap(
        words.heat_title(weekday, hour),
        report.heat_said(most, weekday, hour),
        names,
        HOURS,
        values,
        "calls",
        words.CALLS_AN_HOUR,
        Numbers(("", *HOURS), [[name, *map(_cell, row)] for name, row in zip(names, values, strict=True)]),
        "plan --table intervals",
        ticks=[(hour + 0.5, f"{hour:02}") for hour in range(0, len(HOURS), EVERY_HOURS)],
        columns_kind="time",
    )


def _cell(count: float | None) -> str:
    return UNKNOWN if count is None else count_text(count)


def calendar(days: ByDay | None) -> Iterator[HeatMap]:
    """Yield the operators needed at each day's peak, weeks side by side, and where targets are missed."""
    counts = () if days is None else [count for count in days.operators if count is not None]
    if days is None or not counts:
        return
    mondays = list(dict.fromkeys(_monday(day) for day in days.dates))
    most = max(counts)
    busiest = days.dates[days.operators.index(most)]
    yield _calendar(
        days, days.operators, words.calendar_title(busiest, most), "count", words.OPERATORS, mondays
    )
    if days.groups_missing is not None:
        missed = [count > 0 for count in days.groups_missing if count is not None]
        title = words.missed_title(sum(missed), len(missed))
        yield _calendar(days, days.groups_missing, title, "count", words.GROUPS, mondays, is_bad=True)


def _calendar(
    days: ByDay,
    counts: Sequence[int | None],
    title: str,
    kind: Kind,
    unit: str,
    mondays: Sequence[date],
    *,
    is_bad: bool = False,
) -> HeatMap:
    of_day = dict(zip(days.dates, counts, strict=True))
    values = [
        [of_day.get((monday + timedelta(days=weekday)).isoformat()) for monday in mondays]
        for weekday in range(len(WEEKDAYS))
    ]
    months: dict[str, float] = {}
    for k, monday in enumerate(mondays):
        months.setdefault(max(monday.isoformat(), days.dates[0])[:7], k + 0.5)
    return HeatMap(
        title,
        words.CALENDAR_SAID,
        WEEKDAYS,
        [monday.isoformat() for monday in mondays],
        values,
        kind,
        unit,
        Numbers(
            (words.WEEK_OF, *(monday.isoformat() for monday in mondays)),
            [[name, *map(_cell, row)] for name, row in zip(WEEKDAYS, values, strict=True)],
        ),
        "plan --table days",
        ticks=[(at, words.month_text(month)) for month, at in months.items()],
        is_bad=is_bad,
        columns_kind="date",
    )


def _monday(day: str) -> date:
    known = date.fromisoformat(day)
    return known - timedelta(days=known.weekday())


def load_by_hotline(load: GroupLoad) -> Iterator[Plot]:
    """Yield the load of a group through the day of its peak, its hotlines on one another; nothing of a single one."""
    if len(load.hotlines) < 2:
        return
    largest = sorted(load.hotlines, key=lambda hotline: -sum(hotline.erlangs))
    shown, others = largest[: len(AREAS) - 1], largest[len(AREAS) - 1 :]
    lines = [(hotline.title or hotline.hotline, hotline.erlangs) for hotline in shown]
    if others:
        rest = tuple(map(sum, zip(*(hotline.erlangs for hotline in others), strict=True)))
        lines.append((words.other_hotlines(len(others)), rest))
    axis = day_axis(load.interval_s)
    rows = [
        [start, *(decimal_text(erlangs[k], 1) for _, erlangs in lines)] for k, start in enumerate(axis.labels)
    ]
    day = sum(map(sum, (erlangs for _, erlangs in lines))) or 1.0
    name = report.group_title(load.group, load.title)
    yield Plot(
        words.load_title(name, lines[0][0], sum(lines[0][1]) / day),
        report.day_of(load.date),
        axis,
        "erlangs",
        words.ERLANGS,
        [
            Series(title, erlangs, look, "columns")
            for (title, erlangs), look in zip(lines, AREAS, strict=False)
        ],
        Numbers((words.FROM, *(title for title, _ in lines)), rows),
        "plan --table hotlines",
    )
