"""Words in charts: axes with their units, names of lines, and titles that say what a picture finds."""

from collections.abc import Sequence
from datetime import date

from mfc_capacity.answers.report_pictures import Use
from mfc_capacity.wording.en.accounts import UNITS, cause_text
from mfc_capacity.wording.en.numbers import (
    WEEKDAYS,
    count_text,
    counted,
    dated,
    day_text,
    duration_text,
    money_text,
    share_text,
)
from mfc_capacity.wording.en.targets import BOUND_BY

FROM, MONTH, WEEK, DATE = "from", "month", "week", "date"
OPERATORS, CALLS, CALLS_AN_HOUR, JOBS = "operators on duty", "calls", "calls an hour", "full-time jobs"
LEVEL, WAIT, MONEY = "answered in time", "mean wait", "money"
NEEDED, GIVEN, SCHEDULED = "needed", "given", "scheduled"
TOO_MANY, TOO_FEW = "more than needed", "missing"


def span(least: str, most: str) -> str:
    """Say what a quantity is at least and at most."""
    return f"{least} to {most}"


def both(needed: str, there: str) -> str:
    """Name what is needed and there."""
    return f"{needed} and {there}"


GROUPS, ERLANGS, SHARE_OF_CALLS, HUNG_UP = "groups", "Erlangs", "of all calls", "hang up"
EVERYBODY = "All groups"
WEEK_OF = "week of"
CALENDAR_SAID = "Weeks by weekday; the stronger the colour, the more."
ALL_CALLS, PLAN_COSTS, CONTRACT_COSTS = "calls to operators", "labour and contacts", "the contract"
ADDS, SPARES = "adds", "takes off"
MINIMUM_FEE = "up to the minimum fee"
_STEPS = {
    "contacts": "contacts, paid apart",
    "outside": "labour without a contract",
    "inside": "{units} within the volume",
    "beyond": "{units} beyond it",
    "unserved": "{units} not served",
    "minimum": MINIMUM_FEE,
}
BRIDGE_SAID = (
    "A step is what the contract costs for so many units beyond the labour that they take; below 0, less."
)


def waited_names(thresholds_s: Sequence[float]) -> list[str]:
    """Name what becomes of calls: answered at once, by each threshold, later; hung up; busy."""
    within = [f"within {duration_text(seconds)}" for seconds in thresholds_s]
    return ["answered at once", *within, "later", HUNG_UP, "find it busy"]


def waits_said(week: str | None) -> str:
    """Say which calls are counted: of one week, or of all planned days."""
    days = "the planned days" if week is None else f"the heaviest week, {week}"
    return f"All calls of {days}, by how long it took until they were answered or the caller hung up."


def waits_title(name: str, share: float) -> str:
    """Say where most callers hang up."""
    return f"Most hang up in {name}: {share_text(share)}" if share else "Nobody hangs up"


def hung_up(share: float) -> str:
    """Say how many hang up."""
    return f"{share_text(share)} {HUNG_UP}"


def as_planned(name: str) -> str:
    """Name what a group's callers meet with the plan."""
    return f"{name}, planned"


def with_given(name: str) -> str:
    """Name what a group's callers meet with the operators given."""
    return f"{name}, given"


def over(unit: str, across: str) -> str:
    """Name what is drawn over what."""
    return f"{unit}, over {across}"


def curve_title(name: str, operators: int, level: float | None) -> str:
    """Say what a number of operators gives a group at its peak."""
    if not operators:
        return f"{name}: with nobody on duty nobody is answered"
    if level is None:
        return f"{name}: with {counted(operators, 'operator')} more calls come than they can handle"
    return f"{name}: with {counted(operators, 'operator')} {share_text(level)} are answered in time"


def curve_said(day: str | None, start: str, bound_by: str) -> str:
    """Say of which interval a curve is, and what decides how many operators are needed in it."""
    when = f"{dated(day)}, {start}" if day else start
    return f"{when}: the interval by itself. What is needed is decided by {BOUND_BY[bound_by]}."


def calendar_title(day: str, most: int) -> str:
    """Say which day needs most operators."""
    return f"{dated(day)} needs most: {counted(most, 'operator')} at once"


def missed_title(missed: int, days: int) -> str:
    """Say on how many of the days on which a group is open one misses a target with the operators given."""
    return (
        f"With the operators given, targets are missed on {count_text(missed)} of {counted(days, 'open day')}"
    )


def load_title(name: str, hotline: str, share: float) -> str:
    """Say which hotline of a group brings most of its load."""
    return f"{name}: {share_text(share)} of the load is {hotline}"


def other_hotlines(count: int) -> str:
    """Name hotlines that are drawn together."""
    return counted(count, "other")


def demand_title(demand: Use) -> str:
    """Say what adds most to ordinary demand."""
    _, *others = demand.parts or (None,)
    largest = max((part for part in others if part is not None), key=lambda part: part.used, default=None)
    if largest is None or largest.used <= 0:
        return "Where the calls come from"
    return f"{cause_text(largest)} adds {counted(largest.used, 'call')} to ordinary demand"


def use_title(use: Use) -> str:
    """Say what a contract is used for."""
    return f"What uses the contract: {count_text(use.total)} {UNITS[use.unit]}"


def cost_by_cause_title(largest: str) -> str:
    """Say what costs most of a contract."""
    return f"The largest part of the contract's cost is {largest}"


def cost_step(name: str, units: float | None) -> str:
    """Name a step between two costs."""
    return _STEPS[name].format(units="" if units is None else count_text(units))


def bridge_title(plan: float, contract: float, currency: str | None) -> str:
    """Say how far two costs lie apart."""
    more = contract - plan
    apart = money_text(abs(more), currency)
    return f"The contract costs {apart} {'more' if more > 0 else 'less'} than labour and contacts"


def signed_money(amount: float, currency: str | None) -> str:
    """Return an amount with its sign."""
    return f"+{money_text(amount, currency)}" if amount > 0 else money_text(amount, currency)


def month_text(month: str) -> str:
    """Return a month as a person writes it.

    >>> month_text("2014-05")
    'May 2014'
    """
    return day_text(date.fromisoformat(f"{month}-01")).split(" ", 1)[1]


def operators_title(day: str, most: int, start: str, missing: int | None) -> str:
    """Say of a day how many operators it needs, and how many of them are missing (None: nothing is known of that)."""
    needed = f"{day}: at most {count_text(most)} needed, from {start}"
    if missing is None:
        return needed
    return f"{needed}; up to {count_text(missing)} of them missing" if missing else f"{needed}; none missing"


def kept_title(day: str, below: int, intervals: int, target: float | None, *, with_given: bool) -> str:
    """Say of a day's service level in how many intervals it is below its target, as planned or with those given."""
    whose = ", with the operators given" if with_given else ""
    if target is None or not intervals:
        return f"Answered in time, {day}{whose}"
    if not below:
        return f"Answered in time, {day}{whose}: {share_text(target)} or more in every interval"
    where = f"{count_text(below)} of {counted(intervals, 'interval')}"
    return f"Answered in time, {day}{whose}: below {share_text(target)} in {where}"


def money_title(ends: str | None, ends_with_extra: str | None, *, has_extra: bool) -> str:
    """Say how long the money lasts, and with the extra where it does not."""
    if ends is None:
        return "The money lasts to the end"
    if not has_extra:
        return f"The money ends on {_day(ends)}"
    later = (
        f"with the extra on {_day(ends_with_extra)}"
        if ends_with_extra
        else "with the extra it lasts to the end"
    )
    return f"The money ends on {_day(ends)}, {later}"


def _day(written: str) -> str:
    return day_text(date.fromisoformat(written))


def heat_title(weekday: int, hour: int) -> str:
    """Say when most people call."""
    return f"Most people call on {WEEKDAYS[weekday]} from {hour:02}:00"


def season_title(group: str, most: float, month: str) -> str:
    """Say when the largest group needs most."""
    return f"{group} needs most in {month_text(month)}: {counted(most, 'operator')}"


def no_week_judged(group: str) -> str:
    """Say of a group that none of its weeks is judged by its people."""
    return f"{group}: no week is whole, and none is judged"


def cost_title(month: str, cost: str) -> str:
    """Say which month costs most."""
    return f"{month_text(month)} costs most: {cost}"


def over_title(over: int, months: int) -> str:
    """Say in how many months more is spent than an even share of the budget."""
    cost = "costs" if over == 1 else "cost"
    return f"{over} of {counted(months, 'month')} {cost} more than an even share of the budget"


def weekdays_text(weekdays: Sequence[int]) -> str:
    """Name weekdays, neighbours as a span.

    >>> weekdays_text((1, 2, 3, 4)), weekdays_text((0, 2, 3))
    ('Tue–Fri', 'Mon, Wed, Thu')
    """
    if len(weekdays) > 2 and weekdays[-1] - weekdays[0] == len(weekdays) - 1:
        return f"{WEEKDAYS[weekdays[0]]}–{WEEKDAYS[weekdays[-1]]}"
    return ", ".join(WEEKDAYS[weekday] for weekday in weekdays)
