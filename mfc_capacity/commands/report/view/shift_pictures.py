"""The pictures of shifts: need and cover through the day that needs most of each group, and the shifts under them."""

from collections.abc import Iterator, Sequence

from mfc_capacity.answers.records import ScheduleAnswer, ScheduledDay, Table
from mfc_capacity.files.units import DAY_S, clock_text
from mfc_capacity.render.html import charts
from mfc_capacity.render.html.charts import Series, Strip
from mfc_capacity.render.html.picture import (
    MOST_LABELS,
    Picture,
    Record,
    count_of,
    numbers,
    spread,
    values_of,
)
from mfc_capacity.wording.en import report as words
from mfc_capacity.wording.en.numbers import count_text

MOST_STRIPS = 24
COLUMNS = (
    *("start", "operators_required", "operators_scheduled", "over", "under"),
    *("service_level", "abandonment"),
)


def shift_pictures(answer: ScheduleAnswer) -> Iterator[Picture]:
    """Yield who is needed and who is there on the day that needs most of each group."""
    cover = answer.tables["cover"]
    for day in answer.busiest_days:
        records = [row for row in cover.records() if (row["group"], row["date"]) == (day.group, day.date)]
        yield _cover(day, cover, records)


def _cover(day: ScheduledDay, cover: Table, records: Sequence[Record]) -> Picture:
    needed, there = (values_of(records, f"operators_{name}") for name in ("required", "scheduled"))
    between = [
        ((need or 0.0) + (seen or 0.0), (seen or 0.0) - (need or 0.0))
        for need, seen in zip(needed, there, strict=True)
    ]
    bands = [
        Series(
            name,
            look,
            [total / 2 if more * sign > 0 else None for total, more in between],
            [abs(more) / 2 for _, more in between],
        )
        for name, look, sign in ((words.TOO_MANY, "band", 1), (words.TOO_FEW, "band short", -1))
    ]
    shown = [band for band in bands if any(value is not None for value in band.values)]
    series = [Series(words.NEEDED, "a", needed), Series(words.SCHEDULED, "b", there), *shown]
    title = words.cover_title(day.group, day.date)
    over, under = (sum(count_of(record, name) for record in records) for name in ("over", "under"))
    said = words.cover_said(over, under, len(records), max(len(day.shifts) - MOST_STRIPS, 0))
    labels = [(float(k), str(record["start"])) for k, record in enumerate(records)]
    chart = charts.day_steps(
        f"{title}. {said}",
        series,
        count_text,
        spread([label for label in labels if label[1].endswith(":00")], MOST_LABELS),
        of_counts=True,
        strips=_strips(day),
    )
    return Picture(title, said, chart, series, numbers(cover, COLUMNS, records))


def _strips(day: ScheduledDay) -> list[Strip]:
    """Return the shifts that most operators work, as stretches of the day."""
    most = sorted(day.shifts, key=lambda shift: -shift.operators)[:MOST_STRIPS]
    return [
        Strip(
            words.strip_name(shift.shift, clock_text(shift.begins_s % DAY_S), shift.operators),
            max(shift.begins_s, 0) / day.interval_s,
            min(shift.ends_s, DAY_S) / day.interval_s,
        )
        for shift in sorted(most, key=lambda shift: (shift.begins_s, shift.ends_s, shift.shift))
    ]
