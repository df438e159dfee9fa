"""Charts of demand: when people call, by weekday and hour."""

from collections.abc import Iterator, Sequence

from mfc_capacity.render.chart import HeatMap, Numbers
from mfc_capacity.wording.en import charts as words
from mfc_capacity.wording.en import report
from mfc_capacity.wording.en.numbers import WEEKDAYS, count_text

EVERY_HOURS = 3


def calls_by_hour(calls: Sequence[Sequence[float]] | None) -> Iterator[HeatMap]:
    """Yield when people call: mean calls by weekday (from Monday) and hour; nothing where nobody does."""
    weekdays = [weekday for weekday, row in enumerate(calls or ()) if any(row)]
    if calls is None or not weekdays:
        return
    most, weekday, hour = max((calls[w][h], w, h) for w in weekdays for h in range(len(calls[w])))
    names, values = [WEEKDAYS[weekday] for weekday in weekdays], [calls[weekday] for weekday in weekdays]
    hours = [f"{hour:02}:00" for hour in range(len(values[0]))]
    yield HeatMap(
        words.heat_title(weekday, hour),
        report.heat_said(most, weekday, hour),
        names,
        hours,
        values,
        "calls",
        words.CALLS_AN_HOUR,
        Numbers(
            ("", *hours), [[name, *map(count_text, row)] for name, row in zip(names, values, strict=True)]
        ),
        "plan --table intervals",
        ticks=[(hour + 0.5, f"{hour:02}") for hour in range(0, len(hours), EVERY_HOURS)],
    )
