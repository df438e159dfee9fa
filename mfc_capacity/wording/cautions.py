"""The sentence of each caution: what may mislead, and what to do next."""

from collections.abc import Callable, Mapping
from typing import Any

from mfc_capacity.formatting import count_text, duration_text, money_text, share_text
from mfc_capacity.results import Caution
from mfc_capacity.wording.accounts import ACCOUNT_CAUTIONS

Facts = Mapping[str, Any]


def caution_text(caution: Caution) -> str:
    """Return the sentence of a caution: what may mislead, and what to do next."""
    return _CAUTIONS[caution.code](caution.facts)


def _operator_hour_unpriced(_facts: Facts) -> str:
    return "no price of an operator hour is given, so labour cost is unknown; add costs.operator_hour"


def _contact_unpriced(facts: Facts) -> str:
    channel = facts["channel"]
    return f"contacts by {channel} have no price, so contact cost is unknown; add costs.contacts.{channel}"


def _peak_never_on(facts: Facts) -> str:
    return f"the peak '{facts['peak']}' falls on no planned day and changes nothing; check its dates"


def _abandonment_unlimited(facts: Facts) -> str:
    worst = share_text(facts["abandonment"], "low")
    return (
        f"group {facts['group']}: up to {worst} of the callers of an interval hang up, and no target limits it; "
        "the targets are met partly because people give up: consider max_abandonment"
    )


def _calls_outlast_intervals(facts: Facts) -> str:
    aht, interval = duration_text(facts["aht_s"]), duration_text(facts["interval_s"])
    return (
        f"group {facts['group']}: a call takes {aht}, longer than an interval of {interval}; the queue does not settle "
        "within one, and the waits shown are rough: lengthen calendar.interval"
    )


def _operators_short(facts: Facts) -> str:
    day = f"{facts['date']} " if facts["date"] else ""
    text = (
        f"group {facts['group']}: the operators given are too few in {count_text(facts['intervals'])} of "
        f"{count_text(facts['open_intervals'])} open intervals; worst at {day}{facts['start']}: "
        f"{facts['given']} on duty, {facts['required']} needed, {facts['worst']} short"
    )
    if facts["lost"]:
        text += f"; in {count_text(facts['lost'])} intervals they cannot keep up and the queue only grows"
    return text + "; the table intervals has the columns operators_given and operators_short"


def _callers_give_up(facts: Facts) -> str:
    """Say it of one interval, or of the rows of a file, whose first has a line."""
    worst = share_text(facts["abandonment"], "low")
    if facts["line"] is None:
        found = f"{worst} of the callers hang up, and no target limits that"
    else:
        found = (
            f"up to {worst} of the callers hang up where no target limits that (rows: {count_text(facts['rows'])}, "
            f"the first on line {facts['line']})"
        )
    return f"{found}; the target is met partly because people give up: consider a target of max_abandonment"


def _column_unread(facts: Facts) -> str:
    return f"the column {facts['column']} is taken as your own and not read; did you mean {facts['known']}?"


def _days_not_paid(facts: Facts) -> str:
    return (
        f"{count_text(facts['days'])} days with {count_text(facts['calls'])} calls lie outside every contract; the "
        "money pays for no operators on them, and they count in no figure here"
    )


def _intervals_left_alone(facts: Facts) -> str:
    return (
        f"with {money_text(facts['money'], facts['currency'])} the most calls are answered in time when "
        f"{count_text(facts['intervals'])} intervals, {share_text(facts['share'], 'low')} of the calls, have nobody on "
        "duty; min_operators keeps somebody there"
    )


_CAUTIONS: dict[str, Callable[[Facts], str]] = {
    "operator-hour-unpriced": _operator_hour_unpriced,
    "contact-unpriced": _contact_unpriced,
    "peak-never-on": _peak_never_on,
    "abandonment-unlimited": _abandonment_unlimited,
    "calls-outlast-intervals": _calls_outlast_intervals,
    "operators-short": _operators_short,
    "callers-give-up": _callers_give_up,
    "column-unread": _column_unread,
    **ACCOUNT_CAUTIONS,
    "days-not-paid": _days_not_paid,
    "intervals-left-alone": _intervals_left_alone,
}
