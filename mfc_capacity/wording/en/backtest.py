"""Sentences of how well a scenario would have told the past, and of the errors on the way."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from mfc_capacity.answers.records import Cell
from mfc_capacity.core.rounding import adding_up, rounded
from mfc_capacity.wording.en.fit import names
from mfc_capacity.wording.en.numbers import (
    UNKNOWN,
    WEEKDAYS,
    count_text,
    counted,
    day_text,
    decimal_text,
    duration_text,
    share_text,
    short_text,
)

Record = Mapping[str, Cell]

NO_CALLS = "no call of the scenario's hotlines is left to compare"
NO_CALLS_HINT = "look at which column is what (--columns), and at the hotlines in the file of --map"
NO_DAY = "no day to compare: the clock changes on all that have calls"
NAME_THE_COLUMN = "name the column: --columns hotline=COLUMN"

QUALITY = "How far off"
QUALITY_HEADER = ("", "", "days", "said", "was", "off by (WAPE)", "bias", "held by P10 to P90", "worst day")
BLAME = "What makes the difference: said less what was, and who does it"
BLAME_HEADER = ("", "", "said - was", "volume", "handling", "patience", "model", "a day is off by")
DAYS = "The worst days"
DAYS_HEADER = ("day", "", "wrong of", "calls: said", "were", "in time: said", "were")
MEASURES = {
    "calls_per_day": "calls a day",
    "calls_per_interval": "calls an interval",
    "aht_s": "handling time",
    "service_level": "service level",
    "asa_s": "ASA",
    "abandonment": "abandonment",
}
SAID, ACTUAL = "said", "was"
CALLS = "calls by day"
LEVELS = "service level through the day"
ANSWER, WORST, BLAMED, OFF, LEFT_OUT, WARNINGS = (
    "In short",
    "The worst days",
    "What makes the difference",
    "How far off",
    "Left out of the records",
    "Warnings",
)
_CAUSES = {
    "volume": "how many call",
    "handling": "how long calls take",
    "patience": "how long callers wait",
    "model": "the rest, which the model does not explain",
}
_KNOWN_BY = {
    "roster": "by the file",
    "given": "by the scenario",
    "seen-full": "seen full",
    "between": "between two seen full",
    "at-least": "only at least",
}


def no_hotlines(hotlines: int) -> str:
    """Say that the records name no hotlines, of which the scenario has several."""
    return f"the records name no hotline, and the scenario has {count_text(hotlines)}"


def no_hotline(name: str, calls: int) -> str:
    """Refuse calls of a hotline that the scenario does not have."""
    are = "is" if calls == 1 else "are"
    return f"{counted(calls, 'call')} {are} of '{name}', which is no hotline of the scenario"


def hotlines_are(names: Sequence[str]) -> str:
    """List the hotlines, and what can be done with others."""
    return f"the hotlines are {', '.join(names)}; name them in the file of --map, or leave others out by --only-known"


def no_common_day(first: date, last: date, own: tuple[date, date] | None) -> str:
    """Say that records and calendar have no day in common, and that the scenario cannot be moved."""
    there = f"the calendar runs from {own[0]} to {own[1]}" if own else "the scenario has no calendar"
    return f"no day to compare: the records are of {first} to {last}, {there}, and it cannot be moved there"


def roster_of_other_days(first: date, last: date, own: tuple[date, date] | None) -> str:
    """Say that a file of operators has none of the days that are compared."""
    there = f"its rows are of {own[0]} to {own[1]}" if own else "it has no rows"
    return f"none of the days that are compared, {first} to {last}: {there}"


def read(files: Sequence[str], calls: int, rows: int, days: int, first: str, last: str) -> str:
    """Say what is compared."""
    begins, ends = (day_text(date.fromisoformat(day)) for day in (first, last))
    on = begins if days == 1 else f"{counted(days, 'day')}, {begins} to {ends}"
    return f"{names(files)}: {count_text(calls)} of {counted(rows, 'row')}, {on}"


def operators(known_by: Mapping[str, int], judged: int) -> str:
    """Say how the operators are known, and of how many intervals waits are compared."""
    ways = ", ".join(
        f"{count_text(known_by[way])} {said}" for way, said in _KNOWN_BY.items() if way in known_by
    )
    return f"Operators by interval: {ways or UNKNOWN}. Waits are compared in {count_text(judged)}."


def figure(value: Cell, unit: str) -> str:
    """Return a figure of a measure."""
    if value is None:
        return UNKNOWN
    number = _number(value)
    if unit == "share":
        return share_text(number)
    return duration_text(number) if unit == "seconds" else short_text(number, 1)


def difference(value: Cell, unit: str) -> str:
    """Return a difference of a measure, signed; of shares in points."""
    return UNKNOWN if value is None else _signed(rounded(_shown(_number(value), unit), 1), unit)


def differences(parts: Sequence[float], whole: float, unit: str) -> tuple[str, ...]:
    """Return parts of a difference so that they add up to it as it is shown."""
    shown = [_shown(part, unit) for part in parts]
    return tuple(_signed(part, unit) for part in adding_up(shown, _shown(whole, unit), 1))


def _shown(number: float, unit: str) -> float:
    return number * 100 if unit == "share" else number


def _signed(number: Decimal, unit: str) -> str:
    return f"{number + 0:+,f}{' pt' if unit == 'share' else 's' if unit == 'seconds' else ''}"


def share(value: Cell, *, signed: bool = False) -> str:
    """Return a share of what was."""
    if value is None:
        return UNKNOWN
    number = _number(value)
    if not signed:
        return share_text(number)
    return f"{'-' if number < 0 else '+'}{share_text(abs(number))}"


def subject(group: str, hotline: str, *, alone: bool) -> str:
    """Name what a row is of: a group, or one of its hotlines."""
    return group if hotline == "all" or alone else f"{group}: {hotline}"


def day_name(record: Record) -> str:
    """Name a day: its weekday and date, and what was special about it."""
    special = "; ".join(str(record[name]) for name in ("holiday", "peaks") if record[name])
    day = date.fromisoformat(str(record["date"]))
    return f"{WEEKDAYS[day.weekday()]} {day.isoformat()}{f' ({special})' if special else ''}"


def calls_title(group: str) -> str:
    """Return the title of the picture of calls by day."""
    return f"{group}: {CALLS}"


def levels_title(group: str) -> str:
    """Return the title of the picture of the service level by clock time."""
    return f"{group}: {LEVELS}"


def calls_said(quality: Record) -> str:
    """Say how far off the calls of a day are."""
    held = quality["coverage_80"]
    inside = (
        ""
        if held is None
        else f"; {share_text(_number(held))} of days lie between P10 and P90, 80 % is right"
    )
    off, bias = share(quality["wape"]), share(quality["bias"], signed=True)
    return f"A day is off by {off} of its calls, all together by {bias}{inside}."


def levels_said(quality: Record | None) -> str:
    """Say what is shown of the service level."""
    if quality is None or quality["said"] is None or quality["actual"] is None:
        return "Of no interval is it known who was there."
    said, actual = (share_text(_number(quality[side])) for side in ("said", "actual"))
    return f"Said {said}, and {actual} it was, of the callers in intervals whose operators are known."


def verdict(group: str, calls: Record | None, level: Record | None, blame: Mapping[str, Record]) -> str:
    """Say of a group how far off it is, and what does most of it."""
    said = group
    if calls is not None and calls["wape"] is not None:
        said += (
            f": a day's calls are off by {share(calls['wape'])} ({share(calls['bias'], signed=True)} in all)"
        )
    if level is None or level["said"] is None or level["actual"] is None:
        return f"{said}; no wait can be compared."
    said += (
        f"; for the operators there {share_text(_number(level['said']))} are said to be answered in time, and "
        f"{share_text(_number(level['actual']))} were"
    )
    if not blame:
        return f"{said}."
    most = max(blame.values(), key=lambda row: _number(row["error"]))
    whole = _number(most["error_whole"])
    of = f"{difference(most['error'], 'share')} of the {decimal_text(100 * whole, 1)} points by which a day is off"
    return f"{said}. Most of it is {_CAUSES[str(most['cause'])]}: {of}."


def _number(cell: Cell) -> float:
    assert isinstance(cell, int | float)  # noqa: S101 - of a column of numbers
    return cell
