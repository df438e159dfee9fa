"""Sentences of a plan and of the errors on the way to it."""

from collections.abc import Mapping, Sequence
from datetime import date

from mfc_capacity.answers.records import Caution, Cell
from mfc_capacity.wording.en.numbers import (
    count_text,
    counted,
    dated,
    day_text,
    decimal_text,
    listed,
    moment_text,
)
from mfc_capacity.wording.en.targets import OUT_OF_REACH

Record = Mapping[str, Cell]

# Codes of warnings that an interval misses a target, of the plan's own figures and with the queue carried on.
_MISSED = ("operators-capped", "lines-capped", "lines-short")
_CARRIED, _UNCERTAIN = "promise-not-kept", "promise-uncertain"
_NO_DATES = "the scenario has no calendar, so its one day has no date"


def assumed(without: int, with_source: int) -> str:
    """Count the figures that are owned as assumptions."""
    return f"{counted(without, 'figure')} without a source, {count_text(with_source)} with one"


def day_bars_title(group: str, day: str | None) -> str:
    """Say what the picture of a day shows."""
    return f"{group}: operators needed through the day{f' of its peak, {dated(day)}' if day else ''}"


def days_of(days: float, all_days: float) -> str:
    """Return a number of days out of all.

    >>> days_of(3, 92)
    '3 of 92'
    """
    return f"{count_text(days)} of {count_text(all_days)}"


def shortfall_title(group: str, day: str | None) -> str:
    """Say what the table of a day's shortfall shows."""
    return f"{group}: operators missing{f' on {day}' if day else ''}"


def needed(total: Record, *, is_capped: bool) -> str:
    """Say who is needed at the peak and in the heaviest week, or on the one day; planned, where a cap lets no more."""
    are = "are planned" if is_capped else "are needed"
    if not total["peak_operators_required"]:
        return "Nobody calls, and nobody is needed"
    at = f"{day_text(date.fromisoformat(str(total['peak_date'])))}, " if total["peak_date"] else ""
    count = float(total["peak_operators_required"])
    text = f"{counted(count, 'operator')} on duty at the peak ({at}{total['peak_start']})"
    if total["fte_peak_week"] is not None and total["peak_week"]:
        return f"{text} and {_jobs(total['fte_peak_week'])} in the heaviest week ({total['peak_week']}) {are}"
    return f"{text} and {_jobs(total['fte'])} {are}"


def _jobs(fte: Cell) -> str:
    return f"{decimal_text(float(fte or 0), 1)} FTE"


def kept(cautions: Sequence[Caution], days_missed: float, days_open: float, *, is_carried: bool) -> str:
    """Say whether the plan keeps its targets, as far as that was worked out.

    `is_carried`: the plan itself carries the queue through the day.
    """
    if days_missed:
        on = f" on {days_of(days_missed, days_open)} days" if days_open > 1 else ""
        return f"a target is missed{on}"
    if groups := _groups(cautions, _MISSED):
        return f"targets are missed in some intervals of {groups}"
    if groups := _groups(cautions, (_CARRIED,)):
        alone = "" if is_carried else "interval by interval the plan keeps its targets; "
        return f"{alone}with the queue carried on, some intervals of {groups} miss one"
    if groups := _groups(cautions, (_UNCERTAIN,)):
        return f"whether some intervals of {groups} keep their targets is not certain"
    return (
        "targets are kept through the day"
        if is_carried
        else "interval by interval the plan keeps its targets"
    )


def _groups(cautions: Sequence[Caution], codes: Sequence[str]) -> str:
    return listed(list(dict.fromkeys(str(one.facts["group"]) for one in cautions if one.code in codes)))


def capped(cautions: Sequence[Caution], *, alone: bool) -> str:
    """Say where a cap lets fewest operators be planned of those that the targets need, if any does."""
    worst = max(
        (one.facts for one in cautions if one.code == "operators-capped"),
        key=lambda facts: facts["needed"] - facts["most"],
        default=None,
    )
    if worst is None:
        return ""
    whose = "" if alone else f" of {worst['group']}"
    at = moment_text(worst["date"], worst["start"])
    return (
        f"the targets{whose} would need {count_text(worst['needed'])} at {at}, and max_operators lets "
        f"{count_text(worst['most'])}"
    )


def given(cautions: Sequence[Caution], hours_short: float, *, alone: bool, is_capped: bool) -> str:
    """Say whether the operators given are enough, and where they are fewest against the need, or against the plan."""
    worst = max(
        (one.facts for one in cautions if one.code == "operators-short"),
        key=lambda facts: facts["worst"],
        default=None,
    )
    if worst is None:
        need = "what is planned" if is_capped else "the need"
        return "" if hours_short else f"the operators given cover {need}"
    whose = "" if alone else f" of {worst['group']}"
    short = "fewer than planned" if is_capped else "short"
    at = moment_text(worst["date"], worst["start"])
    return f"the operators given{whose} are {count_text(worst['worst'])} {short} at {at}"


def sentence(*said: str) -> str:
    """Return what there is of its parts as a sentence."""
    text = "; ".join(filter(None, said))
    return f"{text[0].upper()}{text[1:]}." if text else ""


def unreachable(group: str, target: str, start: str) -> str:
    """Say which target of which group cannot be kept, and why."""
    if target == "work":
        return f"group {group}: {OUT_OF_REACH[target]}"
    if target in ("deferred", "uncounted", "endless"):
        return f"group {group}: {OUT_OF_REACH[target]} (first met in the interval at {start})"
    return f"group {group}: {target}: {OUT_OF_REACH[target]} (first met in the interval at {start})"


def no_such_day(text: str, first: date | None, last: date | None) -> str:
    """Say which days there are, when one was asked for that is not."""
    there = f"the calendar runs from {first} to {last}" if first else _NO_DATES
    return f"'{text}' is no day of this scenario: {there}; write busiest, all, none or a date as 2014-05-20"
