"""Sentences of a simulated day, and of the errors on the way to it."""

from collections.abc import Iterable, Mapping
from datetime import date

from mfc_capacity.answers.records import Cell
from mfc_capacity.core.rounding import Bound
from mfc_capacity.wording.en.numbers import (
    count_text,
    counted,
    dated,
    decimal_text,
    duration_text,
    share_text,
)

Record = Mapping[str, Cell]

_STAFF = {
    "planned": "with the operators planned",
    "given": "with the operators given in the scenario",
    "file": "with the operators of the file",
}
DATE_HINT = "write busiest, or a date as 2014-05-20"
GIVEN_HINT = "state them as groups.NAME.operators: 140, or give a file with --operators"
GROUP_ROW_HINT = "add its rows, or play one group with --group"
COLUMNS_HINT = "the columns are start, operators, of several groups group, and of several days date"
DAY_ROWS_HINT = "add its rows, or name one of those days with --date"
MOVE_THE_ROW = "move it, or shorten calendar.interval"
BOTH_STAFFS = "stands beside --given; give one or the other"
PRECISION_HINT = "write it as 0.5%"
SEED = "is a whole number of 0 or more"
NO_PRECISION = "is a share above 0 %"
EXPECTED = {"planned": "promised", "given": "expected", "file": "expected"}  # by the formulas
SIMULATED, FALLS_SHORT = "simulated", "falls short"
MEASURES = {
    "service_level": "Service level",
    "asa_s": "ASA (answered)",
    "mean_wait_s": "Mean wait (all)",
    "abandonment": "Abandonment",
    "occupancy": "Occupancy",
}
BESIDE = {  # where targets, lines or redials ask for them
    "p_wait": "Callers who wait",
    "wait_level": "Answered within the wait",
    "busy": "Find it busy",
    "never_served": "Never served",
}
TARGETS = {  # the measure that each limits, and its name
    "service_level": ("service_level", "service level"),
    "max_asa": ("asa_s", "mean wait"),
    "max_abandonment": ("abandonment", "abandonment"),
    "max_occupancy": ("occupancy", "occupancy"),
    "max_p_wait": ("p_wait", "callers who wait"),
    "max_busy": ("busy", "calls that find it busy"),
    "wait": ("wait_level", "long waits"),
}


def setting(day: str | None, staff: str) -> str:
    """Say which day is played, with which operators."""
    return f"{dated(day) if day else 'the day'} call by call, {_STAFF[staff]}"


def groups_hint(names: Iterable[str]) -> str:
    """List the groups."""
    return f"the groups are {', '.join(names)}"


ANOTHER_DAY = "play another day, by --date"
FEWER_CALLS = "play a day with fewer calls, or split the group"


def too_many_calls(group: str, calls: float, most: int) -> str:
    """Refuse a day that takes too long to play."""
    return f"group {group}: {calls:,.0f} calls on the day, and at most {most:,} are played one by one"


def no_group(name: str) -> str:
    """Say that there is no such group."""
    return f"the scenario has no group '{name}'"


def none_given(group: str | None) -> str:
    """Say that the scenario states no operators."""
    return f"the {f'group {group}' if group else 'scenario'} states no operators on duty"


def no_such_day(text: str, first: date | None, last: date | None) -> str:
    """Say which days there are, when one was asked for that is not."""
    there = (
        f"the calendar runs from {first} to {last}"
        if first
        else "it has no calendar, so its one day has no date"
    )
    return f"'{text[:60]}' is no day of this scenario: {there}"


def clock_changes(day: date) -> str:
    """Refuse to play a day on which the clock changes."""
    return f"{day} is a day on which the clock changes, and such days are not played"


def closed(group: str | None, day: date | None) -> str:
    """Say that nobody answers on that day."""
    return f"{group or 'every group'} is closed {f'on {day}' if day else 'on that day'}"


def no_column(name: str) -> str:
    """Say which column a file of operators lacks."""
    return f"the column {name} is missing"


def unknown_column(name: str) -> str:
    """Refuse a column that would not be read."""
    return f"there is no column '{name[:60]}', and it would change nothing"


def day_without_rows(day: date | None, first: date, last: date) -> str:
    """Say that a file of operators by day has none on the day that is played."""
    named = f"the day {day}" if day else "the day that is played, which has no date"
    return f"no row for {named}; the rows are of {first if first == last else f'{first} to {last}'}"


def row_off_the_intervals(start: str, minutes: int) -> str:
    """Refuse a number of operators that changes within an interval."""
    return f"{start} lies within an interval of {minutes} minutes, and operators change between intervals"


def ragged(cells: int, columns: int) -> str:
    """Say that a row does not fit its header."""
    return f"this row has {cells} cells, the header {columns}"


def twice(start: str, group: str) -> str:
    """Say that a row is there twice."""
    return f"{start} is there twice for {group}"


def too_many(most: int) -> str:
    """Say how many operators a row may have."""
    return f"a number of operators is at most {most:,}"


def unreadable(file: str, reason: str) -> str:
    """Say that a file cannot be read."""
    return f"cannot read {file}: {reason}"


def no_row(group: str) -> str:
    """Say that a file has no operators of a group."""
    return f"no row for the group {group}"


def short_header(staff: str) -> tuple[str, ...]:
    """Return the header of the table of intervals that fall short."""
    return ("from", "calls", "operators", "falls short of", EXPECTED[staff], SIMULATED)


def verdict(
    record: Record, target: str | None, bound: Bound | None, staff: str, missed: Mapping[str, str]
) -> str:
    """Say what was asked of a day, what came of it where it is worst, and how often it falls short of what.

    `target` is that on the service level, and `bound` what it holds that to; `missed` are the targets that are missed,
    by key, as they are written.
    """
    short, unsure, kept = (int(record[f"intervals_{name}"] or 0) for name in ("short", "unsure", "kept"))
    close = f", {count_text(unsure)} {'is' if unsure == 1 else 'are'} too close to call" if unsure else ""
    fall = "falls" if short == 1 else "fall"
    intervals = counted(short + unsure + kept, "interval")
    fallen = f"{count_text(short)} of {intervals} {fall} short{_of(missed)}{close}"
    if not short + unsure + kept:
        return f"{record['group']}: nobody calls."
    level, half_width = record["worst_service_level"], record["worst_service_level_half_width"]
    if target is None or level is None or half_width is None:
        return f"{record['group']}: {fallen}."
    delivered = give_or_take(float(level), float(half_width), "share", bound)
    worst = f"delivered {delivered} in the worst interval ({record['worst_start']})"
    asked = "promised" if staff == "planned" else "the target is"
    return f"{record['group']}: {asked} {target}, {worst}; {fallen}."


def _of(missed: Mapping[str, str]) -> str:
    """Name the targets that are missed, unless it is the service level alone, of which the sentence is."""
    named = [f"{TARGETS[key][1]} {written}" for key, written in missed.items()]
    return f" of {' and '.join(named)}" if missed.keys() - {"service_level"} else ""


def judged(record: Record) -> str:
    """Say which day the verdict is of, where the targets are promised on a share of days."""
    share, calls = float(record["judged_on_days"] or 0), float(record["judged_calls"] or 0)
    return (
        f"{record['group']}: judged on a day of {counted(calls, 'call')}, which {share_text(share)} of days do not "
        f"exceed, played {counted(int(record['judged_replications'] or 0), 'time')}; the figures below are means "
        "over days as they vary"
    )


def time_dependent(record: Record) -> str:
    """Say how many hours on duty the other method plans; that plan has not been played."""
    hours, needed = float(record["operator_hours"] or 0), float(record["operator_hours_time_dependent"] or 0)
    more = f" ({100 * (needed / hours - 1):+.1f} %)" if hours else ""
    return (
        f"{record['group']}: method: time-dependent plans {decimal_text(needed, 2)} hours on duty instead of "
        f"{decimal_text(hours, 2)}{more}; --set method=time-dependent plays them"
    )


def played(calls: int, replications: Mapping[str, int], seed: int) -> str:
    """Say how much was played: the days of each group, of which each takes as many as it needs."""
    alone = len(replications) == 1
    times = [
        f"{counted(days, 'day')}{'' if alone else f' of {group}'}" for group, days in replications.items()
    ]
    return (
        f"{counted(calls, 'call')} in {' and '.join(times)}, seed {seed}. ± is half of the 95 % confidence interval: "
        "an interval falls short, or keeps its targets, where they lie outside it; over 200 seeds of a small day it "
        "held the true value 96 times of 100. The worst interval is the one that is low beyond chance. "
        "A smaller --precision plays more days."
    )


def levels_title(group: str, day: str | None) -> str:
    """Say what the picture of a day shows."""
    return f"{group}: service level through the day{f', {dated(day)}' if day else ''}"


def short_title(group: str, *, on_the_day: bool) -> str:
    """Say what the table of a group's intervals shows."""
    return f"{group}: intervals that fall short{' on the day that is judged' if on_the_day else ''}"


def give_or_take(value: float, half_width: float, kind: str, bound: Bound | None = None) -> str:
    """Return an estimate with its half-width."""
    if kind == "share":
        return f"{share_text(value, bound)} ± {share_text(half_width)}"
    return f"{duration_text(value, bound)} ± {duration_text(half_width)}"
