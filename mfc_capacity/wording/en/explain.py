"""Names and notes of an explanation's steps, and the errors on the way to it."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from mfc_capacity.wording.en.numbers import digits_text, share_text
from mfc_capacity.wording.en.targets import BOUND_BY

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

CALLS_PER_DAY, CALLS_PER_DAY_OF_ALL, SHARE = (
    "calls of an ordinary day",
    "calls of an ordinary day, all hotlines",
    "its share",
)
DEMAND, CALLS_OF_DAY, CALLS_IN_INTERVAL = "demand of the day", "calls of the day", "calls in the interval"
WEIGHT, WEIGHTS = "weight of the interval", "weights of the day"
WEIGHTS_NOTE = "intervals × weight"
EACH_TIME = "each of the two times that the clock shows this hour"
MEAN_AHT_NOTE = "the mean over the interval, within which another begins"
MEAN_WEIGHT = "the mean over the interval, within which another weight begins"
CLOSED = "closed at this time"
CALLS_OF_GROUP, INTERVAL, CALLS_PER_HOUR = "calls in the interval", "length of an interval", "calls per hour"
MEAN_AHT, MEAN_PATIENCE = "mean handling time", "mean patience"
ENDLESS = "endless: its callers never hang up"
OFFERED_LOAD = "offered load"
VARIES, VARIES_TOGETHER = "variation of the day's calls (cv)", "correlation of the days of its hotlines"
VARIES_NOTE = "the root of the sum over pairs of hotlines of share × variation of each × their correlation"
KEPT, ON_AVERAGE = "targets are kept", "by the mean over days, weighted by calls"
MODEL, MINIMUM, NEEDED = "model", "at least, by min_operators", "operators needed on duty"
SURCHARGED_HOURS = "paid hours that surcharges are worth"
NEEDED_IN_ALL = "operators that the targets need"
SURCHARGED_NOTE = "paid hours times the share of the price that is added to them"
MAXIMUM = "at most, by max_operators"
LINES, LINES_NEEDED = "lines: calls in service and waiting together", "lines for the target"
HANDED_ON = "callers who wait when it begins, on average"
CARRIED = "the queue and the calls in progress go on from interval to interval"
_MODELS = {
    "erlang-a": "Erlang A: callers who wait may hang up",
    "erlang-c": "Erlang C: callers wait as long as it takes",
    "mixed": "mixed: each hotline's handling times and patience, of any law",
}
ON_DUTY, SHORT, STATE = "operators given", "operators missing", "state"
_STATES = {
    "overloaded": "overloaded: more calls than they can handle, and the queue only grows",
    "capped": "capped: the targets need more operators than max_operators lets sit down, or than there are lines",
    "unstaffed": "unstaffed: nobody is on duty, and nobody is answered",
    "no-calls": "nobody calls",
}
_MEASURES = {
    "never_served": "callers who are never served",
    "service_level": "service level",
    "asa_s": "mean wait of answered callers (ASA)",
    "mean_wait_s": "mean wait of all callers",
    "p_wait": "callers who wait at all",
    "abandonment": "callers who hang up",
    "busy": "calls that find all lines busy",
    "occupancy": "occupancy",
    "wait_level": "waits of answered callers",
    "p90_wait_s": "wait that nine of ten do not exceed (P90)",
}
SHRINKAGE, PEOPLE_EXACT, PEOPLE = "shrinkage", "people behind them, exactly", "people behind them"
ROUNDED_UP = "rounded up to whole people"
PAID_HOURS, PRICE, INTERVAL_COST = "paid hours", "price of an operator hour", "labour cost of the interval"
NO_PRICE = "no price is given, so the cost is unknown"
HOURS_ON_DUTY, LABOUR_COST, CONTACT_COST, DAY_COST = (
    "hours on duty",
    "labour cost",
    "contact cost",
    "cost of the day",
)
AFTER_DUTY, AFTER_DUTY_PRICE = "hours after duty", "price of an hour after duty, of that of an hour"
AFTER_DUTY_NOTE = "of operators who finish a call when they go, and until nobody waits after closing"
BOOKED = "booked so that days add up to months; a hundredth may go to a neighbouring day"

WHICH_GROUP = "the scenario has several groups; name the one to explain"
AT_HINT = (
    'write it as --at "2014-05-20 11:00", or --at 2014-05-20 (the interval of that day that needs most operators), '
    "or leave it out (the group's peak)"
)
WEEK_HINT = "write it as --at 2014-W24"
EMPLOYED_FIRST = "employed on the calendar's first day"
UNDER_WAY = "in training since before the calendar"
THERE_BEFORE, LEFT_BEFORE = "there as the week before begins", "left in the week before"
HIRED, THERE = "hired, beginning this week", "there as the week begins"
IN_TRAINING, AT_WORK = "of them in training", "of them at work"
LEFT, LEFT_NOTE = "leave in the week", "from training too, evenly: half of them count as there"
DONE_AT_WORK = "done by those at work, on the week's mean"
DONE_NOTE = "each person a full-time job, those in their ramp less"
TRAINERS, OUTPUT = "given to those in training", "done for callers"
PAID_WEEK, PAID_WEEK_NOTE = "paid hours of the week", "as in the plan's table weeks"
REQUIRED_JOBS = "required"
OVERTIME_MOST, OVERTIME = "overtime, at most", "overtime, as it is needed"
OVERTIME_NOTE = "what is missing, at most what may be worked"
OVER = "beyond what is required"
CUT_OFF = "the calendar cuts this week off: it is not judged"
CLOCK_HINT = "write only the clock time, as --at 11:00"
NO_DATES = "the scenario has no calendar, so its one day has no date"
WHICH_DAY = "a clock time alone does not name a day, and the scenario has a calendar"
DAY_IS_OVER = "24:00 is the end of a day; no interval begins there"

CODE_LABELS = {"meaning": "What it says:", "reason": "Why it matters:", "remedy": "What to do:"}
_OPERAND_DIGITS = 9  # a calculator then gives each result to the six digits a reader is shown
_PARTS = {
    "load": "{}: load",
    "operators": "{}: operators on duty",
    "callers": "{}: what callers meet",
    "one-fewer": "{}: with one operator fewer",
    "given": "{}: with the operators given",
    "people": "{}: people",
    "money": "{}: money",
    "day": "{}: the whole day",
    "week": "{}: people of the week",
}


def surcharge(on: str) -> str:
    """Name a surcharge by its hours and days."""
    return f"surcharge, {on}"


def surcharge_of_a_part(minutes: float) -> str:
    """Say for how much of an interval a surcharge holds."""
    return f"for {minutes:g} minutes of the interval"


def formula(parts: Iterable[str | float | Decimal]) -> str:
    """Return a formula: signs and inputs as they are written, computed figures, amounts of money.

    >>> formula((51413.02325581395, " × 30% + ", Decimal("1250.50")))
    '51,413.0233 × 30% + 1,250.50'
    """
    return "".join(map(_operand, parts))


def _operand(part: str | float | Decimal) -> str:
    if isinstance(part, str):
        return part
    return f"{part:,.2f}" if isinstance(part, Decimal) else digits_text(part, _OPERAND_DIGITS)


def part(name: str, subject: str) -> str:
    """Name a part of the chain."""
    return _PARTS[name].format(subject) if name in _PARTS else subject


def moment(group: str, day: str | None, start: str | None, end: str | None, week: str | None = None) -> str:
    """Name the interval or the week that is explained."""
    if week is not None:
        return f"{group}, {week} (from {day})"
    when = f", {_WEEKDAYS[date.fromisoformat(day).weekday()]} {day}" if day else ""
    return f"{group}{when}, {start} to {end}"


def interval_said(moment: str, operators: str, cost: str | None) -> str:
    """Say whom an interval needs, and what that costs."""
    costs = "at a cost that is not known" if cost is None else f"at a cost of {cost}"
    return f"{moment}: it takes {operators} on duty, {costs}."


def week_said(moment: str, at_work: str, done: str, required: str, over: str, *, is_judged: bool) -> str:
    """Say who is at work in a week, what they do of what is required, and whether anybody is missing."""
    left = f"{over.removeprefix('-')} {'missing' if over.startswith('-') else 'beyond that'}"
    cut = "" if is_judged else f"; {CUT_OFF}"
    return (
        f"{moment}: {at_work} at work, {done} done of {required} required, and overtime leaves {left}{cut}."
    )


def figure_said(moment: str, quantity: str, figure: str) -> str:
    """Say the one figure that was asked for."""
    return f"{moment}: the figure asked for is {figure} ({quantity})."


def leave_in_a_month(tenure: str) -> str:
    """Name the share of people of a tenure who leave."""
    return "who leave in a month" + (f", after {tenure}" if tenure else "")


def no_week(week: str, first: str, last: str) -> str:
    """Refuse a week that is not planned."""
    return f"{week} is not planned: the calendar has {first} to {last}"


def left_out(location: str) -> str:
    """Say where a value was left out, so that its default holds."""
    return f"left out at {location}"


def kind_of_day(kind: int) -> str:
    """Name a kind of day: a weekday, or a holiday on one."""
    return _WEEKDAYS[kind] if kind < len(_WEEKDAYS) else f"holiday on a {_WEEKDAYS[kind - len(_WEEKDAYS)]}"


def planned_as(day: date, kind: int, holiday: str | None) -> str:
    """Say what a day is planned as that is a holiday, or planned as another kind of day."""
    if holiday and kind >= len(_WEEKDAYS):
        return holiday
    planned = "a holiday" if kind >= len(_WEEKDAYS) else _WEEKDAYS[kind]
    return f"{holiday or day} is planned as {planned}"


def month(day: date) -> str:
    """Name the month of a day."""
    return _MONTHS[day.month - 1]


def driver(name: str, day: date) -> str:
    """Name a driver's value on a day."""
    return f"{name} on {day}"


def peak(name: str) -> str:
    """Name what a peak multiplies by."""
    return f"peak {name}"


def aht(hotline: str) -> str:
    """Name the handling time of a hotline."""
    return f"handling time, {hotline}"


ATTEMPTS = "attempts, redials included"
_REDIALS = {"share": "share who call again, {hotline}", "after": "time until they do, {hotline}"}


def redials(hotline: str, key: str) -> str:
    """Name what is said of callers who come again."""
    return _REDIALS[key].format(hotline=hotline)


def patience(hotline: str) -> str:
    """Name the patience of a hotline's callers."""
    return f"patience, {hotline}"


CALLS_OF_TABLE = "calls of the day in the table"
CALLS_OF_ROWS = "calls of the interval in the table"
ROWS_IN_PART = "the part of longer rows that falls into the interval"


def deflected(channel: str) -> str:
    """Name the share that a channel takes."""
    return f"taken by {channel}"


def returned(channel: str) -> str:
    """Name the share of those sent to a channel who call after all."""
    return f"call after {channel} all the same"


def rest_aht(channel: str) -> str:
    """Name by how much calls last longer while a channel takes some of them."""
    return f"calls left by {channel} last"


def aht_of_rest(hotline: str) -> str:
    """Name the handling time of the calls that channels leave."""
    return f"handling time of what is left, {hotline}"


def open_intervals(kind: int) -> str:
    """Name the number of intervals in which a hotline is open."""
    return f"open intervals, {kind_of_day(kind)}"


def needed_for(target: str) -> str:
    """Name the operators that one target asks for."""
    return f"needed for {target}"


def measure(name: str) -> str:
    """Name what callers meet."""
    return _MEASURES[name]


def state(status: str) -> str:
    """Say why there is no wait."""
    return _STATES[status]


def smallest(measure: str, limit: str) -> str:
    """Say what a number of operators is the smallest for."""
    return f"the fewest with {_MEASURES[measure]} {limit}"


def decided_by(bound_by: str) -> str:
    """Say which target decided."""
    if bound_by == "lines":
        return "one for each line, which misses a target: more would serve nobody"
    if bound_by == "max_operators":
        return "fewer than the targets need: as many as max_operators lets sit down"
    return f"the most of these: decided by {BOUND_BY[bound_by]}" if bound_by else _STATES["no-calls"]


def fewest_lines(limit: str, *, is_any: bool) -> str:
    """Say what the number of lines is the fewest for, or that none is enough."""
    share = f"calls that find all of them busy {limit}"
    return f"the fewest with {share}" if is_any else f"no number of lines has {share}"


def verdict(limit: str, *, is_kept: bool) -> str:
    """Say whether a target is kept."""
    return f"target {limit}: {'kept' if is_kept else 'MISSED'}"


def absent(part: str) -> str:
    """Name a part of shrinkage."""
    return f"shrinkage: {part}"


def contacts(channel: str) -> str:
    """Name the contacts that a channel takes."""
    return f"contacts by {channel}"


def contact_price(channel: str) -> str:
    """Name the price of a contact."""
    return f"price of a contact by {channel}"


def no_group(name: str) -> str:
    """Say that there is no such group."""
    return f"the scenario has no group '{name}'"


def is_a_hotline(name: str) -> str:
    """Say that a hotline was named instead of its group."""
    return f"'{name}' is a hotline, and operators are planned for groups"


def groups_hint(names: Iterable[str]) -> str:
    """List the groups."""
    return f"the groups are {', '.join(names)}"


def write_group(name: str) -> str:
    """Show how to name the group of a hotline."""
    return f"--group {name}"


def unreadable(text: str) -> str:
    """Say that a moment cannot be read."""
    return f"'{text[:60]}' is not a date, a clock time, or both"


def day_hint(day: date | None, clock: str) -> str:
    """Show how to name a day beside a clock time."""
    return f'write the day too, as --at "{day} {clock.strip()}"'


def outside(day: date, first: date, last: date) -> str:
    """Say that a day is not planned."""
    return f"{day} is not planned: the calendar runs from {first} to {last}"


def closed(group: str, day: date | None, clock: str | None, holiday: str | None) -> str:
    """Say that a group is closed: at a clock time, or on a day that may be a holiday."""
    named = f" ({holiday})" if holiday else ""
    on = f" on {_WEEKDAYS[day.weekday()]}, {day}{named}" if day else ""
    at = f"{',' if day else ''} at {clock}" if clock else ""
    return f"group {group} is closed{on}{at}"


def open_hint(spans: Sequence[str]) -> str:
    """Say when a group is open on that day."""
    return f"it is open {', '.join(spans)}" if spans else "it is closed the whole day"


def no_metric(name: str) -> str:
    """Say that a figure does not exist at that moment."""
    return f"there is no figure '{name}' to explain here"


def metrics_hint(names: Iterable[str]) -> str:
    """List the figures."""
    return f"the figures are {', '.join(names)}"


def no_code(code: str) -> str:
    """Say that a text is neither a file nor a code."""
    return f"'{code}' is neither a scenario file nor the code of a warning"


def codes_hint(codes: Iterable[str]) -> str:
    """List the codes."""
    return f"the codes are {', '.join(codes)}"


def model(model: str) -> str:
    """Say by which formula an interval is planned."""
    return _MODELS[model]


def varies(hotline: str) -> str:
    """Name the variation of a hotline's days."""
    return f"variation of the day's calls (cv), {hotline}"


def on_days(share: float) -> str:
    """Say on how many days targets are kept."""
    return f"on {share_text(share)} of days: on those with fewer calls"


def day_factor(share: float) -> str:
    """Name the factor of the calls on the day on which targets are kept."""
    return f"factor of the calls that {share_text(share)} of days stay below"


def aht_cv(hotline: str) -> str:
    """Name the variation of a hotline's handling times."""
    return f"variation of handling times (cv), {hotline}"


def patience_law(hotline: str) -> str:
    """Name the law of the patience of a hotline's callers."""
    return f"law of patience, {hotline}"


def at_once(hotline: str) -> str:
    """Name the share of a hotline's callers who wait for nobody."""
    return f"hang up if nobody answers at once, {hotline}"


def law(name: str, figure: float | None) -> str:
    """Name a law of times, with its figure."""
    return name if figure is None else f"{name} {figure:g}"
