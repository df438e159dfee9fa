"""The days of a group as charts: operators needed and given on each kind of day, the service level on the peak's."""

from collections.abc import Iterator, Mapping, Sequence

from mfc_capacity.answers.records import DayShape, SimulationAnswer
from mfc_capacity.answers.report import ShownDay, ShownGroup
from mfc_capacity.core.rounding import Bound
from mfc_capacity.files.units import DAY_S, clock_text
from mfc_capacity.render.chart import Numbers, Plot, Series
from mfc_capacity.render.charts.day import day_axis, operators
from mfc_capacity.render.figures import Record, count_of, figure_of, numbers, values_of
from mfc_capacity.wording.en import charts as words
from mfc_capacity.wording.en import report
from mfc_capacity.wording.en import simulate as simulate_sentences
from mfc_capacity.wording.en.numbers import UNKNOWN

DAY_COLUMNS = ("start", "calls", "operators_required", "operators_given", "operators_short")
WAIT_COLUMNS = ("service_level", "asa_s", "mean_wait_s", "abandonment", "occupancy")
GIVEN_COLUMNS = ("given_service_level", "given_mean_wait_s", "given_abandonment")


def operators_of(group: ShownGroup) -> Iterator[Plot]:
    """Yield the operators of each kind of day of a group, the day of its peak first, all on one scale."""
    shapes = [_shape(group, day) for day in group.days]
    counts = [count for shape in shapes for line in (shape.required, shape.given or ()) for count in line]
    high = float(max(count or 0 for count in counts))
    for k, (day, shape) in enumerate(zip(group.days, shapes, strict=True)):
        yield _operators(day, shape, high, is_peak=k == 0)


def _shape(group: ShownGroup, day: ShownDay) -> DayShape:
    """Return the operators by interval from midnight to midnight."""
    by_start = {str(record["start"]): record for record in day.intervals.records()}
    starts = [clock_text(start) for start in range(0, DAY_S, group.interval_s)]
    required, given = (
        tuple(
            None
            if start not in by_start or by_start[start].get(name) is None
            else count_of(by_start[start], name)
            for start in starts
        )
        for name in ("operators_required", "operators_given")
    )
    return DayShape(group.name, day.date, group.interval_s, required, given)


def _operators(day: ShownDay, shape: DayShape, high: float, *, is_peak: bool) -> Plot:
    records = list(day.intervals.records())
    is_given = any(count is not None for count in shape.given or ())
    most = max(records, key=lambda record: figure_of(record, "operators_required"))
    missing = max(count_of(record, "operators_short") for record in records) if is_given else None
    names = (*DAY_COLUMNS[:3], *(DAY_COLUMNS[3:] if is_given else ()), *WAIT_COLUMNS)
    return operators(
        words.operators_title(
            report.day_title(day.date, day.weekdays, day.peaks, is_peak=is_peak),
            count_of(most, "operators_required"),
            str(most["start"]),
            missing,
        ),
        report.like_others(day.date, day.weekdays, day.peaks) if is_peak else "",
        shape,
        words.GIVEN,
        numbers(day.intervals, names),
        "plan --table intervals",
        high=high,
    )


def service_level(group: ShownGroup) -> Plot:
    """Return what a group promises through the day of its peak beside its target, and what comes of it."""
    day = group.days[0]
    records = list(day.intervals.records())
    played = _played(group.simulated)
    target = group.service_level
    places = {str(record["start"]): record for record in records}
    axis = day_axis(group.interval_s)
    series = [*_levels(group, [places.get(start, {}) for start in axis.labels], played)]
    known = [record for record in records if record["service_level"] is not None]
    worst = min(known, key=lambda record: figure_of(record, "service_level"), default=None)
    columns = _level_columns(series)
    side = next((side for side in ("given", "delivered") if f"{side}_service_level" in columns), "")
    met = values_of(known, f"{side}_service_level" if side else "service_level")
    below = sum(level is not None and level < (target or 0.0) for level in met)
    bounds = {
        name: Bound(target, is_least=True) for name in columns if target and name.endswith("service_level")
    }
    table = numbers(day.intervals, columns, bounds=bounds)
    if played:
        rows = [[*row, _give_or_take(played[row[0]])] for row in table.rows]
        table = Numbers([*table.header, report.SIMULATED], rows)
    said = report.service_said(
        figure_of(worst, "service_level") if worst else None,
        str(worst["start"]) if worst else None,
        target,
        group.service_level_of,
        group.within_s,
        group.short_s,
    )
    return Plot(
        words.kept_title(report.day_of(day.date), below, len(known), target, with_given=side == "given"),
        said + _played_said(group.simulated),
        axis,
        "share",
        words.LEVEL,
        series,
        table,
        "plan --table intervals",
        from_zero=False,
        high=1.0,
        rows=[float(k) for k, start in enumerate(axis.labels) if start in places],
    )


def _levels(group: ShownGroup, records: Sequence[Record], played: Mapping[str, Record]) -> Iterator[Series]:
    """Yield the service levels of a day: promised, delivered where that differs, given, simulated, and the target."""
    promised = values_of(records, "service_level")
    if played:
        shown = [played.get(str(record.get("start")), {}) for record in records]
        half_widths = values_of(shown, "simulated_service_level_half_width")
        yield Series(
            report.SIMULATED_BAND, values_of(shown, "simulated_service_level"), "band", "steps", half_widths
        )
    yield Series(report.PROMISED, promised, "a", "steps")
    delivered, given = (values_of(records, f"{side}_service_level") for side in ("delivered", "given"))
    if any(value is not None for value in delivered) and delivered != promised:
        yield Series(report.DELIVERED, delivered, "d", "steps")
    if any(value is not None for value in given) and given != promised:
        yield Series(report.PROMISED_GIVEN, given, "b", "steps")
    if group.service_level is not None:
        yield Series(report.TARGET, [group.service_level] * len(records), "c", "steps")


def _level_columns(series: Sequence[Series]) -> tuple[str, ...]:
    names = {one.name for one in series}
    return (
        *("start", *WAIT_COLUMNS),
        *(["delivered_service_level"] if report.DELIVERED in names else []),
        *(GIVEN_COLUMNS if report.PROMISED_GIVEN in names else []),
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
    missed = [
        key
        for record in simulated.tables["intervals"].records()
        for key in str(record["missed"] or "").split("; ")
        if key
    ]
    return report.played_said(
        count_of(day, "intervals_short"),
        intervals,
        list(dict.fromkeys(missed)),
        count_of(day, "replications"),
        simulated.seed,
    )
