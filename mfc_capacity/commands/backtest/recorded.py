"""The calls of the records as calls of a scenario: which hotline each is of, and the days that are compared."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from mfc_capacity.commands.fit.question import Source
from mfc_capacity.core.arrays import Bools, Ints
from mfc_capacity.files.layers import apply_set, did_you_mean
from mfc_capacity.files.problems import InputError, Problem, say, usage_error
from mfc_capacity.plan.planner import Demand
from mfc_capacity.records.calls import Calls, left_out
from mfc_capacity.records.mapping import columns_written, read_map
from mfc_capacity.records.reading import read_records
from mfc_capacity.scenario import Calendar, LoadedScenario, Scenario, build_scenario

OTHER_HOTLINE, OTHER_DAY = "other-hotline", "other-day"
NOBODYS = -1


@dataclass(frozen=True, eq=False)
class Recorded:
    """Calls, their hotlines counted as those of the scenario, and the days on which they and a plan can be compared.

    Attributes:
        loaded: the scenario, with the calendar of the records where its own has none of their days.
        calls: those of the days that are compared (N).
        day: the day of each call, counted as `days` (N).
        days: which of the scenario's planned days are compared (D).
        is_moved: whether the scenario's calendar is that of the records.
        silent: open days of the calendar between the first call and the last without any.
        clock_changes: days left out because the clock changes.
    """

    loaded: LoadedScenario
    calls: Calls
    day: Ints
    days: Ints
    is_moved: bool
    silent: tuple[date, ...]
    clock_changes: int


def read_calls(source: Source, loaded: LoadedScenario, *, only_known: bool) -> Calls:
    """Read the calls of the scenario's hotlines; `only_known` leaves out those of others, and counts them.

    Raises:
        InputError: for files that cannot be read or hold no call, or hotlines that the scenario does not have.
    """
    columns = columns_written(source.columns) if isinstance(source.columns, str) else source.columns
    mapped = None if source.map_file is None else read_map(source.map_file)
    calendar = loaded.file.calendar
    timezone = None if calendar is None else calendar.timezone
    calls = read_records(source.paths, columns, mapped=mapped, timezone=timezone, progress=source.on_rows)
    calls = _of_hotlines(calls, loaded.scenario, only_known=only_known)
    if not len(calls):
        message, hint = say("backtest.NO_CALLS"), say("backtest.NO_CALLS_HINT")
        raise InputError([Problem(calls.files[0], None, None, "", message, hint)])
    return calls


def _of_hotlines(calls: Calls, scenario: Scenario, *, only_known: bool) -> Calls:
    if not any(column.role == "hotline" for column in calls.columns):
        if len(scenario.hotlines) > 1:
            hint = say("backtest.NAME_THE_COLUMN")
            raise usage_error("--columns", say("backtest.no_hotlines", hotlines=len(scenario.hotlines)), hint)
        return replace(calls, hotlines=tuple(scenario.hotlines))
    names = list(scenario.hotlines)
    known = {(line.title or "").strip().casefold(): name for name, line in scenario.hotlines.items()}
    known |= {name.casefold(): name for name in names}
    found = [known.get(name.strip().casefold()) for name in calls.hotlines]
    index = np.array([NOBODYS if name is None else names.index(name) for name in found], np.int64)
    is_other = (index == NOBODYS)[calls.hotline]
    if not only_known:
        _refuse_others(calls, is_other, scenario)
    own = left_out(calls, OTHER_HOTLINE, is_other)
    return replace(own, hotline=index[own.hotline], hotlines=tuple(names))


def _refuse_others(calls: Calls, is_other: Bools, scenario: Scenario) -> None:
    def problems() -> Iterator[Problem]:
        for other in np.unique(calls.hotline[is_other]).tolist():
            own = np.flatnonzero(calls.hotline == other)
            name = calls.hotlines[other]
            message = say("backtest.no_hotline", name=name[:60], calls=own.size)
            titles = [line.title for line in scenario.hotlines.values() if line.title]
            close = did_you_mean(name, (*scenario.hotlines, *titles))
            hint = close or say("backtest.hotlines_are", names=tuple(scenario.hotlines))
            file, row = calls.files[int(calls.file[own[0]])], int(calls.row[own[0]])
            yield Problem(file, row, 1, "", message, hint)

    found = list(problems())
    if found:
        raise InputError(found)


def compared(loaded: LoadedScenario, calls: Calls) -> LoadedScenario:
    """Return the scenario with days of the records: itself, or where it has none of them with their calendar.

    Raises:
        InputError: if the scenario cannot be moved to those days.
    """
    first, last = (calls.arrived[k].astype("datetime64[D]").item() for k in (0, -1))
    calendar = loaded.scenario.calendar
    if calendar is not None and _has_any(calendar, calls):
        return loaded
    span = (f"calendar.from={first}", f"calendar.to={last}")
    try:
        return build_scenario(apply_set(loaded.tree, span))
    except InputError as error:
        own = None if calendar is None else (calendar.first, calendar.last)
        message = say("backtest.no_common_day", first=first, last=last, own=own)
        raise InputError([loaded.problem_at("calendar", message), *error.problems]) from None


def _has_any(calendar: Calendar, calls: Calls) -> bool:
    days = np.unique(calls.arrived.astype("datetime64[D]"))
    return bool(((days >= np.datetime64(calendar.first)) & (days <= np.datetime64(calendar.last))).any())


def recorded(loaded: LoadedScenario, calls: Calls, demand: Demand, *, is_moved: bool) -> Recorded:
    """Return the calls of the days that are compared: those planned that have calls, but for changes of the clock.

    Raises:
        InputError: if there is none.
    """
    days = demand.days
    is_open = np.any([own.calls > 0 for own in demand.hotlines.values()], axis=0)
    planned = np.array([day for day in days.dates if day is not None], "datetime64[D]")
    day_of_call = calls.arrived.astype("datetime64[D]")
    with_calls = np.unique(day_of_call)
    has_calls = np.isin(planned, with_calls)
    chosen = np.flatnonzero(has_calls & (days.clock == 0))
    if not chosen.size:
        raise InputError([loaded.problem_at("calendar", say("backtest.NO_DAY"))])
    number = np.searchsorted(planned[chosen], day_of_call)
    is_other = ~np.isin(day_of_call, planned[chosen])
    kept = left_out(calls, OTHER_DAY, is_other)
    inside = (planned >= with_calls[0]) & (planned <= with_calls[-1])
    return Recorded(
        loaded,
        kept,
        number[~is_other],
        chosen,
        is_moved,
        tuple(planned[inside & is_open & ~has_calls].tolist()),
        int((has_calls & (days.clock != 0)).sum()),
    )
