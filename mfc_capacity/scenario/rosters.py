"""The operators on duty from tables that stand beside the scenario: who is there on which day, from when on.

A row holds until the next of its group on that day; before the first nobody is on duty.
"""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from mfc_capacity.core.arrays import Ints
from mfc_capacity.files.layers import Tree
from mfc_capacity.files.nodes import Location, find
from mfc_capacity.files.paths import dotted
from mfc_capacity.files.problems import InputError, Problem, say
from mfc_capacity.files.units import clock_text
from mfc_capacity.scenario import format as written
from mfc_capacity.scenario.model import DAY_KINDS, Calendar, Group, Scenario, Steps, Timeline
from mfc_capacity.scenario.table_columns import STAFF
from mfc_capacity.scenario.table_files import (
    NamedFile,
    Table,
    by_owner,
    digest_of,
    first_problems,
    rows_of,
)
from mfc_capacity.scenario.table_mistakes import SHOWN_OF_A_KIND
from mfc_capacity.scenario.table_rows import ranges_of
from mfc_capacity.scenario.tabled import NO_START, Roster


def with_rosters(scenario: Scenario, file: written.ScenarioFile, tree: Tree) -> Scenario:
    """Return the scenario with the operators on duty of its tables.

    Raises:
        InputError: with the mistakes of every table, or those that show when they are laid beside the scenario.
    """
    problems: list[Problem] = []
    for at, tables, owners in _named(scenario, file):
        entry = find(tree.root, *at)
        location = tree.root.location if entry is None else entry.best_location
        if scenario.calendar is None:
            message, hint = say("volumes.NO_CALENDAR_OF_ROSTERS"), say("volumes.GIVE_A_CALENDAR")
            problems.append(location.problem(dotted(at), message, hint))
            continue
        try:
            files, rows = rows_of(at, STAFF, tables, owners, tree)
            scenario = _with_rows(scenario, scenario.calendar, rows, files, owners, location)
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError(problems)
    return scenario


def _named(
    scenario: Scenario, file: written.ScenarioFile
) -> Iterator[tuple[tuple[str, ...], Sequence[Table], tuple[str, ...]]]:
    """Yield where tables of operators are named, what is said of them, and the groups that they may be of."""
    if file.rosters:
        yield ("rosters",), file.rosters, tuple(scenario.groups)
    for name, group in file.groups.items():
        if isinstance(group.operators, written.OwnRoster):
            yield ("groups", name, "operators"), [group.operators], (name,)


def _with_rows(
    scenario: Scenario,
    calendar: Calendar,
    rows: Mapping[str, Any],
    files: tuple[NamedFile, ...],
    owners: Sequence[str],
    location: Location,
) -> Scenario:
    """Return the scenario with the operators of some tables.

    Raises:
        InputError: for groups that have operators already, rows off the intervals, and days without rows.
    """
    groups, problems = dict(scenario.groups), []
    for name, own in by_owner(rows, owners):
        group = scenario.groups[name]
        if group.operators is not None:
            message, hint = say("volumes.operators_twice", group=name), say("volumes.KEEP_ONE")
            problems.append(location.problem(f"groups.{name}.operators", message, hint))
        problems += _off_the_intervals(own, files, scenario.interval_s)
        missing = np.setdiff1d(_open_days(scenario, group, calendar), own["date"])
        if missing.size:
            spans = tuple(ranges_of(missing))
            shown = spans[:SHOWN_OF_A_KIND]
            message = say("volumes.days_without_staff", group=name, spans=shown, more=len(spans))
            problems.append(location.problem("rosters", message, say("volumes.ADD_STAFF")))
        groups[name] = replace(group, operators=_timeline(own, calendar), roster=_roster(own, files))
    if problems:
        raise InputError(problems)
    return replace(scenario, groups=groups, files=(*scenario.files, *files))


def _timeline(rows: Mapping[str, Any], calendar: Calendar) -> Timeline[tuple[Steps, ...]]:
    """Return the operators of each planned day, whatever its kind; days alike that follow one another once."""
    ordinals = [day.toordinal() for day in calendar.dates]
    begins = np.searchsorted(rows["date"], ordinals).tolist()
    ends = np.searchsorted(rows["date"], ordinals, side="right").tolist()
    steps: list[tuple[datetime.date, tuple[Steps, ...]]] = []
    for day, first, last in zip(calendar.dates, begins, ends, strict=True):
        starts = np.maximum(rows["start_s"][first:last], 0).tolist()
        own = tuple(zip(starts, map(int, rows["figure"][first:last]), strict=True)) or ((0, 0),)
        if not steps or steps[-1][1][0] != own:
            steps.append((day, (own,) * DAY_KINDS))
    return Timeline(tuple(steps))


def _roster(rows: Mapping[str, Any], files: Sequence[NamedFile]) -> Roster:
    arrays = {name: rows[name] for name in ("date", "start_s", "file", "line")}
    digest = digest_of(rows, ("date", "start_s", "figure"))
    return Roster(digest, **arrays, files=tuple(file.path for file in files))


def _open_days(scenario: Scenario, group: Group, calendar: Calendar) -> Ints:
    """Return the days on which a hotline of a group is open."""
    days = np.array([day.toordinal() for day in calendar.dates])
    kinds = np.array(calendar.kinds)
    is_open = np.zeros(days.size, dtype=bool)
    for name in group.hotlines:
        hotline = scenario.hotlines[name]
        if hotline.volumes is not None and hotline.volumes.opens:
            is_open |= np.isin(days, hotline.volumes.date)
        else:
            is_open |= np.array([bool(spans) for spans in hotline.hours])[kinds]
    opened: Ints = days[is_open]
    return opened


def _off_the_intervals(
    rows: Mapping[str, Any], files: Sequence[NamedFile], interval_s: int
) -> Iterator[Problem]:
    """Yield rows that do not begin with an interval."""

    def problem(row: int) -> Problem:
        clock, minutes = clock_text(int(start_s[row])), interval_s // 60
        message = say("simulate.row_off_the_intervals", start=clock, minutes=minutes)
        file = files[int(rows["file"][row])].path
        return Problem(file, int(rows["line"][row]), 1, "", message, say("simulate.MOVE_THE_ROW"))

    start_s = rows["start_s"]
    found = np.flatnonzero((start_s != NO_START) & (start_s % interval_s != 0))
    yield from first_problems(found, problem)
