"""Charts of shifts: need and cover through the day that needs most of each group, and the shifts under them."""

from collections.abc import Iterator, Sequence

from mfc_capacity.answers.records import DayShape, ScheduleAnswer, ScheduledDay
from mfc_capacity.files.units import DAY_S, clock_text
from mfc_capacity.render.chart import Plot, Strip
from mfc_capacity.render.charts.day import operators
from mfc_capacity.render.figures import count_of, numbers
from mfc_capacity.wording.en import charts as words
from mfc_capacity.wording.en import report

MOST_STRIPS = 24
COLUMNS = (
    *("start", "operators_required", "operators_scheduled", "over", "under"),
    *("service_level", "abandonment"),
)


def charts(answer: ScheduleAnswer) -> Iterator[Plot]:
    """Yield who is needed and who is there on the day that needs most of each group."""
    cover = answer.tables["cover"]
    for day in answer.busiest_days:
        records = [row for row in cover.records() if (row["group"], row["date"]) == (day.group, day.date)]
        over, under = (sum(count_of(record, name) for record in records) for name in ("over", "under"))
        hidden = max(len(day.shifts) - MOST_STRIPS, 0)
        shape = day.shape
        yield operators(
            report.cover_title(day.group, day.date),
            report.cover_said(over, under, len(records), hidden),
            DayShape(day.group, day.date, shape.interval_s, shape.required, day.scheduled),
            words.SCHEDULED,
            numbers(cover, COLUMNS, records),
            "schedule --table cover",
            strips=_strips(day),
            is_excess_shown=True,
        )


def _strips(day: ScheduledDay) -> Sequence[Strip]:
    """Return the shifts that most operators work, as stretches of the day."""
    most = sorted(day.shifts, key=lambda shift: -shift.operators)[:MOST_STRIPS]
    return [
        Strip(
            report.strip_name(shift.shift, clock_text(shift.begins_s % DAY_S), shift.operators),
            max(shift.begins_s, 0) / day.interval_s,
            min(shift.ends_s, DAY_S) / day.interval_s,
        )
        for shift in sorted(most, key=lambda shift: (shift.begins_s, shift.ends_s, shift.shift))
    ]
