"""The sentences and names a user meets in an answer, in one place; the engine knows codes and facts only."""

from collections.abc import Callable, Mapping

from mfc_capacity.formatting import count_text, duration_text, share_text
from mfc_capacity.results import Caution, Cell

BOUND_BY = {
    "service_level": "service level",
    "max_asa": "mean wait of answered callers (max_asa)",
    "max_abandonment": "abandonment",
    "max_occupancy": "occupancy",
    "min_operators": "min_operators",
    "stability": "the load alone",
    "max_blocking": "blocking",
}

METHODS = {"stationary": "stationary: each interval by itself"}

UNREACHABLE_HINT = (
    "a target has to leave room for chance: 99.9% instead of 100%, an occupancy cap above 0%, a wait above 0s"
)

_UNREACHABLE = {
    "service_level": "no number of operators answers every call in time; a service level of 100 % is out of reach",
    "max_asa": "no number of operators brings the mean wait down to zero",
    "max_abandonment": "no number of operators keeps every caller from hanging up",
    "max_occupancy": "no number of operators can take calls and never be busy",
    "max_blocking": "no number of lines takes every call; a blocking of 0 % is out of reach",
}


def unreachable(group: str, target: str, start: str) -> str:
    """Say which target of which group cannot be kept, and why."""
    return f"group {group}: {target}: {_UNREACHABLE[target]} (first met in the interval at {start})"


def out_of_reach(target: str) -> str:
    """Say why a target is kept by no number of operators."""
    return _UNREACHABLE[target]


def no_such_day(text: str, calendar: tuple[str, str] | None) -> str:
    """Say which days there are, when one was asked for that is not."""
    there = (
        "the scenario has no calendar, so its one day has no date"
        if calendar is None
        else (f"the calendar runs from {calendar[0]} to {calendar[1]}")
    )
    return f"'{text}' is no day of this scenario: {there}; write busiest, all, none or a date as YYYY-MM-DD"


def caution_text(caution: Caution) -> str:
    """Return the sentence of a caution: what may mislead, and what to do next."""
    return _CAUTIONS[caution.code](caution.facts)


def _operator_hour_unpriced(_facts: Mapping[str, Cell]) -> str:
    return "no price of an operator hour is given, so labour cost is unknown; add costs.operator_hour"


def _contact_unpriced(facts: Mapping[str, Cell]) -> str:
    channel = facts["channel"]
    return f"contacts by {channel} have no price, so contact cost is unknown; add costs.contacts.{channel}"


def _peak_never_on(facts: Mapping[str, Cell]) -> str:
    return f"the peak '{facts['peak']}' falls on no planned day and changes nothing; check its dates"


def _abandonment_unlimited(facts: Mapping[str, Cell]) -> str:
    worst = share_text(facts["abandonment"], "low")
    return (
        f"group {facts['group']}: up to {worst} of the callers of an interval hang up, and no target limits it; "
        "the targets are met partly because people give up: consider max_abandonment"
    )


def _calls_outlast_intervals(facts: Mapping[str, Cell]) -> str:
    aht, interval = duration_text(facts["aht_s"]), duration_text(facts["interval_s"])
    return (
        f"group {facts['group']}: a call takes {aht}, longer than an interval of {interval}; the queue does not settle "
        "within one, and the waits shown are rough: lengthen calendar.interval"
    )


def _operators_short(facts: Mapping[str, Cell]) -> str:
    day = f"{facts['date']} " if facts["date"] else ""
    text = (
        f"group {facts['group']}: the operators given are too few in {count_text(facts['intervals'])} of "
        f"{count_text(facts['open_intervals'])} open intervals; worst at {day}{facts['start']}: "
        f"{facts['given']} on duty, {facts['required']} needed, {facts['worst']} short"
    )
    if facts["lost"]:
        text += f"; in {count_text(facts['lost'])} intervals they cannot keep up and the queue only grows"
    return text + "; the table intervals has the columns operators_given and operators_short"


def _callers_give_up(facts: Mapping[str, Cell]) -> str:
    """Say it of one interval, or of the rows of a file, whose first has a line."""
    worst = share_text(facts["abandonment"], "low")
    if facts["line"] is None:
        found = f"{worst} of the callers hang up, and no target limits that"
    else:
        found = (
            f"up to {worst} of the callers hang up where no target limits that (rows: {count_text(facts['rows'])}, "
            f"first on line {facts['line']})"
        )
    return f"{found}; the target is met partly because people give up: consider a target of max_abandonment"


def _column_unread(facts: Mapping[str, Cell]) -> str:
    return f"the column {facts['column']} is taken as your own and not read; did you mean {facts['known']}?"


_CAUTIONS: dict[str, Callable[[Mapping[str, Cell]], str]] = {
    "operator-hour-unpriced": _operator_hour_unpriced,
    "contact-unpriced": _contact_unpriced,
    "peak-never-on": _peak_never_on,
    "abandonment-unlimited": _abandonment_unlimited,
    "calls-outlast-intervals": _calls_outlast_intervals,
    "operators-short": _operators_short,
    "callers-give-up": _callers_give_up,
    "column-unread": _column_unread,
}
