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


def calls_by_hour(calls: Sequence[Sequence[float]] | None) -> Iterator[HeatMap]:
    """Yield when people call: mean calls by weekday (from Monday) and hour; nothing where nobody does."""
    weekdays = [weekday for weekday, row in enumerate(calls or ()) if any(row)]
    if calls is None or not weekdays:
        return
    by_hour = ((calls[weekday][hour], weekday, hour) for weekday in weekdays for hour in range(len(HOURS)))
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
        Numbers(
            ("", *HOURS), [[name, *map(count_text, row)] for name, row in zip(names, values, strict=True)]
        ),
        "plan --table intervals",
        ticks=[(hour + 0.5, f"{hour:02}") for hour in range(0, len(HOURS), EVERY_HOURS)],
    )


def calendar(days: ByDay | None) -> Iterator[HeatMap]:
    """Yield the operators needed at each day's peak, weeks side by side, and where targets are missed."""
    if days is None:
        return
    mondays = list(dict.fromkeys(_monday(day) for day in days.dates))
    most = max(days.operators)
    busiest = days.dates[days.operators.index(most)]
    yield _calendar(
        days, days.operators, words.calendar_title(busiest, most), "count", words.OPERATORS, mondays
    )
    if days.groups_missing_given is not None:
        missed = sum(count > 0 for count in days.groups_missing_given)
        title = words.missed_title(missed, len(days.dates))
        yield _calendar(days, days.groups_missing_given, title, "count", words.GROUPS, mondays, is_bad=True)


def _calendar(
    days: ByDay,
    counts: Sequence[int],
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
    cells = [[UNKNOWN if count is None else count_text(count) for count in row] for row in values]
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
            [[name, *row] for name, row in zip(WEEKDAYS, cells, strict=True)],
        ),
        "plan --table days",
        ticks=[(at, words.month_text(month)) for month, at in months.items()],
        is_bad=is_bad,
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
