"""The shortage map: groups over the hours of the day, and by how much each is short."""

from collections.abc import Iterator, Sequence

from mfc_capacity.answers.maps import ShortGroup, ShortHour
from mfc_capacity.answers.records import Kind
from mfc_capacity.render.chart import HeatMap, Numbers
from mfc_capacity.render.charts.day import EVERY_HOURS, HOURS
from mfc_capacity.wording.en import shortage as words
from mfc_capacity.wording.en.numbers import UNKNOWN


def charts(groups: Sequence[ShortGroup]) -> Iterator[HeatMap]:
    """Yield a map of the operators that are missing, and one of the promises that are missed."""
    for of in ("operators", "promise"):
        own = [group for group in groups if group.of == of and any(group.hours)]
        if own:
            yield _map(own, is_of_operators=of == "operators")


def _map(groups: Sequence[ShortGroup], *, is_of_operators: bool) -> HeatMap:
    names = [words.name(group.group, group.title) for group in groups]
    kind: Kind = "erlangs" if is_of_operators else "share"
    found = [
        (hour.short, name, start)
        for name, group in zip(names, groups, strict=True)
        for start, hour in zip(HOURS, group.hours, strict=True)
        if hour is not None
    ]
    worst = max(found, key=lambda hour: hour[0])
    title = words.operators_title if is_of_operators else words.promise_title
    rows = [[name, *map(_cell, group.hours)] for name, group in zip(names, groups, strict=True)]
    return HeatMap(
        title(*worst) if worst[0] else words.none_short(names, is_of_operators=is_of_operators),
        words.OPERATORS_SAID if is_of_operators else words.PROMISE_SAID,
        names,
        HOURS,
        [[None if hour is None else hour.short for hour in group.hours] for group in groups],
        kind,
        words.OPERATORS if is_of_operators else words.POINTS,
        Numbers((words.MEAN_AND_WORST if is_of_operators else "", *HOURS), rows),
        "plan --table intervals --intervals all" if is_of_operators else "plan --table intervals",
        ticks=[(hour + 0.5, f"{hour:02}:00") for hour in range(0, len(HOURS), EVERY_HOURS)],
        is_bad=True,
    )


def _cell(hour: ShortHour | None) -> str:
    return UNKNOWN if hour is None else words.cell(hour.short, hour.worst, hour.measure)
