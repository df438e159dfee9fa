"""The shortage map: groups over the hours of the day, and by how much each is short."""

from collections.abc import Callable, Iterator, Sequence

from mfc_capacity.answers.maps import ShortGroup, ShortHour
from mfc_capacity.render.chart import HeatMap, Numbers, excess_text
from mfc_capacity.render.charts.day import EVERY_HOURS, HOURS
from mfc_capacity.wording.en import shortage as words
from mfc_capacity.wording.en.numbers import UNKNOWN
from mfc_capacity.wording.en.report import group_title

TICKS = [(hour + 0.5, f"{hour:02}:00") for hour in range(0, len(HOURS), EVERY_HOURS)]


def charts(groups: Sequence[ShortGroup]) -> Iterator[HeatMap]:
    """Yield a map of the operators that are missing, and one of the promises that are missed."""
    of_operators = [group for group in groups if group.of == "operators" and any(group.hours)]
    if of_operators:
        yield _of_operators(of_operators)
    of_promise = [group for group in groups if group.of == "promise" and any(group.hours)]
    if of_promise:
        yield _of_promise(of_promise)


def _of_operators(groups: Sequence[ShortGroup]) -> HeatMap:
    names, (hour, name, start) = _names(groups), _worst(groups)
    return HeatMap(
        words.operators_title(hour.short, name, start) if hour.short else words.no_operators_missing(names),
        words.OPERATORS_SAID,
        names,
        HOURS,
        _values(groups),
        "erlangs",
        words.OPERATORS,
        _numbers(
            groups, words.MEAN_AND_WORST_DAY, lambda hour, _: words.missing_cell(hour.short, hour.worst)
        ),
        "plan --table intervals --intervals all",
        ticks=TICKS,
        is_bad=True,
        columns_kind="time",
    )


def _of_promise(groups: Sequence[ShortGroup]) -> HeatMap:
    names, (hour, name, start) = _names(groups), _worst(groups)
    return HeatMap(
        words.promise_title(hour.missed, name, hour.start or start)
        if hour.missed
        else words.no_target_missed(names),
        words.promise_said(excess_text(hour.short), hour.missed),
        names,
        HOURS,
        _values(groups),
        "share",
        words.BEYOND,
        _numbers(groups, "", words.promise_cell),
        "plan --table intervals",
        ticks=TICKS,
        is_bad=True,
        is_excess=True,
        columns_kind="time",
    )


def _names(groups: Sequence[ShortGroup]) -> list[str]:
    return [group_title(group.group, group.title) for group in groups]


def _worst(groups: Sequence[ShortGroup]) -> tuple[ShortHour, str, str]:
    """Return the hour that is short by most, with its group and its start."""
    hours = [
        (hour, name, start)
        for name, group in zip(_names(groups), groups, strict=True)
        for start, hour in zip(HOURS, group.hours, strict=True)
        if hour is not None
    ]
    return max(hours, key=lambda found: found[0].short)


def _values(groups: Sequence[ShortGroup]) -> list[list[float | None]]:
    return [[None if hour is None else hour.short for hour in group.hours] for group in groups]


def _numbers(groups: Sequence[ShortGroup], header: str, cell: Callable[[ShortHour, str], str]) -> Numbers:
    rows = [
        [
            name,
            *(
                UNKNOWN if hour is None else cell(hour, start)
                for start, hour in zip(HOURS, group.hours, strict=True)
            ),
        ]
        for name, group in zip(_names(groups), groups, strict=True)
    ]
    return Numbers((header, *HOURS), rows)
