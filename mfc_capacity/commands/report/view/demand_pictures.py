"""The pictures of demand: when people call in the week, and what that needs over the months."""

from collections.abc import Iterator, Sequence

from mfc_capacity.answers.records import Plan
from mfc_capacity.render.html import charts
from mfc_capacity.render.html.charts import Series
from mfc_capacity.render.html.markup import Grid
from mfc_capacity.render.html.picture import Picture, figure_of, spread
from mfc_capacity.wording.en import report as words
from mfc_capacity.wording.en.columns import label
from mfc_capacity.wording.en.numbers import count_text

LOOKS = ("a", "b", "c", "d")


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
