"""The calls of hotlines from tables that stand beside the scenario, instead of base x weekday x month.

They stand for the days that they have, and drivers, peaks and deflection are laid over them.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from mfc_capacity.core.arrays import Bools, Ints
from mfc_capacity.files.layers import Tree
from mfc_capacity.files.nodes import Map
from mfc_capacity.files.problems import InputError, Message, Problem, say
from mfc_capacity.files.units import clock_text
from mfc_capacity.scenario import format as written
from mfc_capacity.scenario.closed_days import closed_days, hours_of_rows
from mfc_capacity.scenario.model import Calendar, Hotline, Scenario, Spans
from mfc_capacity.scenario.table_columns import CALLS
from mfc_capacity.scenario.table_files import NamedFile, by_owner, digest_of, first_problems, rows_of
from mfc_capacity.scenario.table_mistakes import SHOWN_OF_A_KIND
from mfc_capacity.scenario.table_rows import ranges_of
from mfc_capacity.scenario.tabled import Volumes


def with_volumes(scenario: Scenario, file: written.ScenarioFile, tree: Tree) -> Scenario:
    """Return the scenario with the volumes of its tables.

    Raises:
        InputError: with the mistakes of every table, or those that show when they are laid beside the scenario.
    """
    names = tuple(scenario.hotlines)
    files, rows = rows_of(("volumes",), CALLS, file.volumes, names, tree)
    hotlines = dict(scenario.hotlines)
    for name, own in by_owner(rows, names):
        opens = "hours" not in file.hotlines[name].model_fields_set
        hotlines[name] = replace(hotlines[name], volumes=_volumes(own, files, opens=opens))
    laid = replace(scenario, hotlines=hotlines, files=(*scenario.files, *files))
    problems = list(volume_problems(laid, file, tree.root))
    if problems:
        raise InputError(problems)
    return laid


def volume_problems(scenario: Scenario, file: written.ScenarioFile, root: Map) -> Iterator[Problem]:
    """Yield calls outside opening hours, and hotlines with days for which nothing says their calls."""
    calendar = scenario.calendar
    entry = root.entries.get("volumes")
    at = root.location if entry is None else entry.best_location
    if calendar is None:
        yield at.problem("volumes", say("volumes.NO_CALENDAR"), say("volumes.GIVE_A_CALENDAR"))
        return
    every_day = np.arange(calendar.first.toordinal(), calendar.last.toordinal() + 1)
    kinds = np.array(calendar.kinds)
    for name, hotline in scenario.hotlines.items():
        volumes, base = hotline.volumes, file.hotlines[name]
        if volumes is not None:
            if not volumes.opens:
                yield from _outside_hours(name, hotline, volumes, every_day, kinds)
            yield from _skipped(name, volumes, calendar)
        if base.calls_per_day is None and base.share is None:
            message, hint = _missing_days(name, hotline, every_day, kinds)
            if message is not None:
                yield at.problem("volumes", message, hint)


def _missing_days(
    name: str, hotline: Hotline, every_day: Ints, kinds: Ints
) -> tuple[Message, Message] | tuple[None, None]:
    """Return which days no table has, what they have in common, and what to do about them."""
    volumes = hotline.volumes
    is_open = np.array([bool(spans) for spans in hotline.hours])[kinds]
    missing = is_open & ~np.isin(every_day, () if volumes is None else volumes.date)
    if not missing.any():
        return None, None
    hours: Sequence[Spans] = hotline.hours
    if volumes is not None and volumes.opens:
        hours = hours_of_rows(volumes.date, volumes.start_s, volumes.end_s, int(every_day[0]), kinds)
    closed = closed_days(missing, is_open, kinds, hours)
    spans = tuple(ranges_of(every_day[missing]))
    all_are = () if closed.rest else closed.kinds
    message = say(
        "volumes.days_missing", hotline=name, spans=spans[:SHOWN_OF_A_KIND], more=len(spans), all_are=all_are
    )
    return message, say("volumes.add_days", hotline=name, hours=closed.hours if closed.kinds else ())


def _volumes(rows: Mapping[str, Any], files: Sequence[NamedFile], *, opens: bool) -> Volumes:
    return Volumes(
        digest=digest_of(rows, ("date", "start_s", "end_s", "figure", "aht_s")),
        opens=opens,
        date=rows["date"],
        start_s=rows["start_s"],
        end_s=rows["end_s"],
        calls=rows["figure"],
        aht_s=rows["aht_s"],
        file=rows["file"],
        line=rows["line"],
        files=tuple(file.path for file in files),
    )


def _outside_hours(
    name: str, hotline: Hotline, volumes: Volumes, every_day: Ints, kinds: Ints
) -> Iterator[Problem]:
    """Yield rows of planned days with calls, no second of which the hotline is open."""
    day = volumes.date - every_day[0]
    is_planned = (day >= 0) & (day < every_day.size)
    kind = np.where(is_planned, kinds[np.clip(day, 0, every_day.size - 1)], -1)
    is_outside = np.zeros(volumes.date.size, dtype=bool)
    start_s = np.where(volumes.is_day, 0, volumes.start_s)
    for each in np.unique(kinds).tolist():
        own = kind == each
        is_outside[own] = ~_overlap(start_s[own], volumes.end_s[own], hotline.hours[each])
    found = np.flatnonzero(is_outside & (volumes.calls > 0))
    yield from _row_problems(
        volumes, found, "volumes.outside_hours", name, say("volumes.hours_of", hotline=name)
    )


def _skipped(name: str, volumes: Volumes, calendar: Calendar) -> Iterator[Problem]:
    """Yield rows with calls at clock times that do not come on their day."""
    is_skipped = np.zeros(volumes.date.size, dtype=bool)
    for change in calendar.clock_changes:
        if not change.times:
            within = (volumes.start_s >= change.first_s) & (volumes.end_s <= change.last_s)
            is_skipped |= within & (volumes.date == change.day.toordinal())
    found = np.flatnonzero(is_skipped & (volumes.calls > 0))
    yield from _row_problems(volumes, found, "volumes.skipped", name, say("volumes.CLOCK_TIMES"))


def _row_problems(volumes: Volumes, rows: Ints, code: str, name: str, hint: Message) -> Iterator[Problem]:

    def problem(row: int) -> Problem:
        start = None if volumes.is_day[row] else clock_text(int(volumes.start_s[row]))
        day, calls = datetime.date.fromordinal(int(volumes.date[row])), float(volumes.calls[row])
        message = say(code, hotline=name, day=day, start=start, calls=calls)
        return Problem(volumes.files[int(volumes.file[row])], int(volumes.line[row]), 1, "", message, hint)

    yield from first_problems(rows, problem)


def _overlap(start_s: Ints, end_s: Ints, spans: Spans) -> Bools:
    is_open = np.zeros(start_s.shape, dtype=bool)
    for first, last in spans:
        is_open |= (start_s < last) & (end_s > first)
    return is_open
