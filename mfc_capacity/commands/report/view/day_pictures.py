"""The pictures of demand and of a group's days: operators needed and given, and the service level at its peak."""

from collections.abc import Iterator, Mapping, Sequence

from mfc_capacity.answers.records import Plan, SimulationAnswer
from mfc_capacity.answers.report import ShownDay, ShownGroup
from mfc_capacity.core.rounding import Bound
from mfc_capacity.render.html import charts
from mfc_capacity.render.html.charts import Series
from mfc_capacity.render.html.markup import Grid
from mfc_capacity.render.html.picture import (
    FEWER_LABELS,
    MOST_LABELS,
    Picture,
    Record,
    count_of,
    figure_of,
    numbers,
    per_cent,
    spread,
    values_of,
)
from mfc_capacity.wording.en import report as words
from mfc_capacity.wording.en import simulate as simulate_sentences
from mfc_capacity.wording.en.columns import label
from mfc_capacity.wording.en.numbers import UNKNOWN, WEEKDAYS, count_text

DAY_COLUMNS = ("start", "calls", "operators_required", "operators_given", "operators_short")
WAIT_COLUMNS = ("service_level", "asa_s", "mean_wait_s", "abandonment", "occupancy")
GIVEN_COLUMNS = ("given_service_level", "given_mean_wait_s", "given_abandonment")


def day_pictures(group: ShownGroup, first_number: int) -> Iterator[Picture]:
    """Yield the operators of each kind of day of a group, and the service level on the day of its peak."""
    for k, day in enumerate(group.days):
        title = words.day_title(day.date, day.weekdays, is_peak=k == 0)
        yield _operators(day, title, first_number + k, is_peak=k == 0)
        if k == 0:
            yield _service_level(group, day)


def _operators(day: ShownDay, title: str, number: int, *, is_peak: bool) -> Picture:
    records = list(day.intervals.records())
    needed = Series(words.NEEDED, "a", values_of(records, "operators_required"))
    given = Series(words.GIVEN, "b", values_of(records, "operators_given"))
    series = [needed, given] if any(value is not None for value in given.values) else [needed]
    most = max(records, key=lambda record: figure_of(record, "operators_required"))
    short = max(count_of(record, "operators_short") for record in records) if len(series) > 1 else None
    said = words.operators_said(count_of(most, "operators_required"), str(most["start"]), short)
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
    worst = min(known, key=lambda record: figure_of(record, "service_level"), default=None)
    said = words.service_said(
        figure_of(worst, "service_level") if worst else None,
        str(worst["start"]) if worst else None,
        group.service_level,
        group.service_level_of,
        group.within_s,
        group.short_s,
    )
    said += _played_said(group.simulated)
    about = words.service_title(day.date)
    chart = charts.day_steps(f"{about}. {said}", series, per_cent, _clock_labels(records), of_counts=False)
    columns, target = _level_columns(series), group.service_level
    bounds = {
        name: Bound(target, is_least=True) for name in columns if target and name.endswith("service_level")
    }
    table = numbers(day.intervals, columns, bounds=bounds)
    if played:
        rows = [[*row, _give_or_take(played[row[0]])] for row in table.rows]
        table = Grid([*table.header, words.SIMULATED], rows)
    return Picture(about, said, chart, series, table)


def _levels(group: ShownGroup, records: Sequence[Record], played: Mapping[str, Record]) -> Iterator[Series]:
    """Yield the service levels of a day: promised, delivered where that differs, given, simulated, and the target."""
    promised = values_of(records, "service_level")
    yield Series(words.PROMISED, "a", promised)
    for name, column, look in (
        (words.DELIVERED, "delivered_service_level", "d"),
        (words.PROMISED_GIVEN, "given_service_level", "b"),
    ):
        values = values_of(records, column)
        if any(value is not None for value in values) and values != promised:
            yield Series(name, look, values)
    if played:
        shown = [played[str(record["start"])] for record in records]
        half_widths = values_of(shown, "simulated_service_level_half_width")
        yield Series(words.SIMULATED_BAND, "band", values_of(shown, "simulated_service_level"), half_widths)
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
    intervals = sum(count_of(day, f"intervals_{verdict}") for verdict in ("kept", "short", "unsure"))
    return words.played_said(
        count_of(day, "intervals_short"), intervals, count_of(day, "replications"), simulated.seed
    )


def _clock_labels(records: Sequence[Record], most: int = MOST_LABELS) -> list[tuple[float, str]]:
    """Label whole hours, as many as have room."""
    hours = [
        (k, str(record["start"])) for k, record in enumerate(records) if str(record["start"]).endswith(":00")
    ]
    return spread([(float(k), start) for k, start in hours], most)


LOOKS = ("a", "b", "c", "d")


def heat_picture(calls: Sequence[Sequence[float]]) -> Picture:
    """Return when people call, by weekday and hour."""
    weekdays = [weekday for weekday, row in enumerate(calls) if any(row)]
    most, weekday, hour = max((calls[w][h], w, h) for w in weekdays for h in range(len(calls[w])))
    said = words.heat_said(most, weekday, hour)
    labels = [(hour + 0.5, f"{hour:02}") for hour in range(0, 24, 3)]
    names = [WEEKDAYS[weekday] for weekday in weekdays]
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
        peaks.setdefault(str(record["group"]), []).append(figure_of(record, "peak_operators_required"))
    if plan.calendar is None or len(months) < 2:
        return
    largest = sorted(peaks, key=lambda group: -max(peaks[group]))[: len(LOOKS)]
    series = [Series(group, look, peaks[group]) for group, look in zip(largest, LOOKS, strict=False)]
    said = words.season_said([(group, min(peaks[group]), max(peaks[group])) for group in largest])
    labels = spread([(k + 0.5, month) for k, month in enumerate(months)])
    chart = charts.day_steps(f"{words.SEASON}. {said}", series, count_text, labels, of_counts=True)
    rows = [[month, *(count_text(counts[k]) for counts in peaks.values())] for k, month in enumerate(months)]
    yield Picture(words.SEASON, said, chart, series, Grid((label("month"), *peaks), rows))
