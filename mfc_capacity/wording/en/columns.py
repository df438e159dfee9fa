"""What each column of a table is called on a page, and what it means; by the name of the column.

Where a name means something of its own in one answer, that stands under a name with a dot, as `erlang.status`.
"""

from typing import NamedTuple

from mfc_capacity.answers.records import Column


class ColumnWords(NamedTuple):
    """The words of one column: above its values, and in a list of what columns mean."""

    label: str
    meaning: str


_MEASURES = {
    "service_level": ColumnWords("Service level", "service level"),
    "asa_s": ColumnWords("ASA (answered)", "mean wait of answered callers"),
    "mean_wait_s": ColumnWords("Mean wait (all)", "mean wait of all callers"),
    "abandonment": ColumnWords("Abandonment", "share of callers who hang up"),
    "occupancy": ColumnWords("Occupancy", "busy time / time on duty"),
}
_LIMITED = {  # shown where a target limits them, or callers come again
    "p_wait": ColumnWords("Callers who wait", "share of callers who wait at all"),
    "wait_level": ColumnWords(
        "Answered within the wait", "share of answered callers who wait no longer than the target wait says"
    ),
    "busy": ColumnWords("Find it busy", "share of calls that find all lines busy"),
    "never_served": ColumnWords("Never served", "share of callers who give up and are never served"),
}


_OWN_NAMES = ("erlang.own", "sweep.path")


def label(name: str) -> str:
    """Return what stands above a column."""
    return COLUMNS[name].label


def header(column: Column) -> str:
    """Return what stands above a column of a table; a user's own keeps its name, and a channel's says which."""
    if column.key not in COLUMNS or column.key in _OWN_NAMES:
        return column.name
    channel = column.name.partition(".")[2]
    return f"{label(column.key)}: {channel}" if channel else label(column.key)


def meaning(column: Column) -> str:
    """Return what a column means; nothing of one that only names its values."""
    words = COLUMNS.get(column.key)
    return words.meaning if words else ""


def metric_meaning(name: str) -> str:
    """Return what a metric means: a column of the plan, or a figure of an account."""
    return ACCOUNT_FIGURES.get(name) or COLUMNS[name].meaning


def _of_methods() -> dict[str, ColumnWords]:
    """Return the words of each measure as it is promised, simulated and delivered."""
    words: dict[str, ColumnWords] = {}
    for name, (label, what) in (_MEASURES | _LIMITED).items():
        words |= {
            f"promised_{name}": ColumnWords(f"{label}, promised", f"{what}, as the plan's method has it"),
            f"simulated_{name}": ColumnWords(f"{label}, simulated", f"{what}, as the calls met it"),
            f"simulated_{name}_half_width": ColumnWords(
                f"{label}, simulated, ±", f"half of the 95 % confidence interval of simulated_{name}"
            ),
            f"judged_promised_{name}": ColumnWords(
                f"{label}, promised on the day",
                f"{what}, as the plan's method has it on the day that is judged",
            ),
            f"judged_{name}": ColumnWords(
                f"{label}, simulated on the day", f"{what}, as the calls met it on the day that is judged"
            ),
            f"judged_{name}_half_width": ColumnWords(
                f"{label}, simulated on the day, ±", f"half of the 95 % confidence interval of judged_{name}"
            ),
        }
    for name, (label, what) in _MEASURES.items():
        words[f"delivered_{name}"] = ColumnWords(
            f"{label}, delivered", f"{what}, the queue being carried through the day; null: not looked at"
        )
    return words


COLUMNS: dict[str, ColumnWords] = {
    **_of_methods(),
    "delivered_service_level": ColumnWords(
        "Delivered", "service level, the queue being carried through the day; null: not looked at"
    ),
    "date": ColumnWords("Date", "the day; null where the scenario has no calendar"),
    "from": ColumnWords("From", "the first day that is scheduled; null where the scenario has no calendar"),
    "to": ColumnWords("To", "the last day that is scheduled; null where the scenario has no calendar"),
    "headcount.labour_cost": ColumnWords(
        "Cost of the need",
        "of operators who are there only while they are required, with surcharges, without hours after duty",
    ),
    "operator_hours_scheduled": ColumnWords(
        "Hours at the desks", "operators scheduled x hours, breaks left out"
    ),
    "shift_hours_paid": ColumnWords(
        "Paid hours of shifts",
        "hours of shifts within the days scheduled, less unpaid breaks, / (1 - shrinkage); of shifts that hold breaks "
        "without the breaks in shrinkage",
    ),
    "shift_cost": ColumnWords(
        "Cost of shifts", "paid hours of shifts times their price, with surcharges and cost_factor"
    ),
    "weeks": ColumnWords("Weeks", "ISO weeks that lie in the calendar with all their days"),
    "weeks_short": ColumnWords(
        "Weeks short", "of these, those in which fewer jobs are there than are required, overtime included"
    ),
    "worst_week": ColumnWords("Worst week", "the week in which most jobs are missing; null: none are"),
    "worst_fte": ColumnWords("Jobs missing in it", "full-time jobs that are missing in the worst week"),
    "worst_week_service_level": ColumnWords(
        "Service level in it", "what callers meet in the worst week with the people who are there"
    ),
    "last_week_short": ColumnWords(
        "Last week short", "the last week in which jobs are missing; null: none are"
    ),
    "unhired_weeks_short": ColumnWords(
        "Weeks short, nobody hired", "weeks_short if there were no classes at all"
    ),
    "unhired_worst_week": ColumnWords(
        "Worst week, nobody hired", "worst_week if there were no classes at all"
    ),
    "unhired_worst_fte": ColumnWords(
        "Jobs missing, nobody hired", "worst_fte if there were no classes at all"
    ),
    "unhired_worst_week_service_level": ColumnWords(
        "Service level in it, nobody hired", "worst_week_service_level if there were no classes at all"
    ),
    "unhired_service_level": ColumnWords(
        "Service level, nobody hired", "service_level if there were no classes at all"
    ),
    "employed_first": ColumnWords(
        "At work at first", "people on the payroll, trained, on the calendar's first day"
    ),
    "employed_last": ColumnWords("At work at last", "people at work as the last week begins, as expected"),
    "employed": ColumnWords("At work", "people at work as the week begins, trained, as expected"),
    "hired": ColumnWords("Hired", "people whose class begins"),
    "in_training": ColumnWords(
        "In training", "people in training as the week begins, those hired on that day included, as expected"
    ),
    "left": ColumnWords("Left", "people who leave, from training too, as expected"),
    "output_fte": ColumnWords(
        "There",
        "full-time jobs that those at work do on the week's mean, new ones less than others, less what training takes",
    ),
    "overtime_hours": ColumnWords("Overtime", "paid hours of overtime"),
    "required_fte": ColumnWords(
        "Required", "full-time jobs that the plan requires: the column fte of its table weeks"
    ),
    "over_fte": ColumnWords(
        "Over", "output_fte with overtime, less required_fte; below 0: full-time jobs that are missing"
    ),
    "people.cost": ColumnWords(
        "Cost", "hiring, wages, leaving and overtime; what is missing is not in it, nor are surcharges"
    ),
    "shortage_cost": ColumnWords(
        "Weight of what is missing",
        "missing paid hours x the price of an hour x costs.shortage: an assumption that nobody is paid",
    ),
    "people_p10": ColumnWords(
        "People, P10",
        "people at work and in training as the week begins, that there are more than nine times in ten",
    ),
    "people_p90": ColumnWords(
        "People, P90",
        "people at work and in training as the week begins, that there are more than once in ten",
    ),
    "output_p10": ColumnWords("There, P10", "output_fte that is exceeded nine times in ten"),
    "output_p90": ColumnWords("There, P90", "output_fte that is exceeded once in ten"),
    "people.status": ColumnWords(
        "Proof",
        "optimal: no classes are cheaper; within-gap: none are by more than --gap; time-limit: the best that was found "
        "by then, see proof; null: none were looked for",
    ),
    "hire": ColumnWords("Hire", "planned: a class of the scenario; chosen: one of the cheapest besides"),
    "size": ColumnWords("People", "people who begin on that day"),
    "classes": ColumnWords("Classes", "classes into which they are divided"),
    "at_work_on": ColumnWords("At work on", "the day on which they are at work, after training"),
    "at_work": ColumnWords("Of them at work", "those who do not drop out of training, as expected"),
    "people": ColumnWords("People on the roster", "people who work shifts, each by a pattern"),
    "headcount": ColumnWords(
        "Heads", "people on the roster / (1 - shrinkage), in whole people: those on the payroll"
    ),
    "efficiency_lost": ColumnWords(
        "Lost to their shape",
        "1 - operator_hours_paid / shift_hours_paid: what of paid hours is beyond the bare need; below 0 where it is "
        "not covered",
    ),
    "headcount.operator_hours_short": ColumnWords(
        "Hours missing",
        "operator hours that intervals are to have and have not: those required, or those of the floor where a service "
        "level is kept",
    ),
    "operator_hours_over": ColumnWords("Hours beyond the need", "operator hours scheduled and not required"),
    "headcount.status": ColumnWords(
        "Proof",
        "optimal: nothing is cheaper; within-gap: nothing is cheaper by more than --gap; by-curves: how good it is is "
        "known by curves of service level; time-limit: the best that was found by then; see proof",
    ),
    "shift": ColumnWords("Shift", "the name of the shift"),
    "shifts.start": ColumnWords("Begins", "the clock time at which the shift begins"),
    "end": ColumnWords(
        "Ends", "the clock time at which the shift ends, on the next day if it is not after start"
    ),
    "paid_hours": ColumnWords(
        "Paid hours", "of all its operators within the days scheduled, less unpaid breaks, / (1 - shrinkage)"
    ),
    "shifts.cost": ColumnWords("Cost", "paid hours times their price, with surcharges and cost_factor"),
    "break": ColumnWords("Break", "the number of the break in its shift, from 1"),
    "at": ColumnWords("At", "the clock time at which the break begins; before start: on the next day"),
    "operators_scheduled": ColumnWords(
        "Scheduled", "operators at their desks: of all shifts, breaks left out"
    ),
    "over": ColumnWords("Over", "operators scheduled beyond those required"),
    "under": ColumnWords("Under", "operators required beyond those scheduled"),
    "pattern": ColumnWords("Pattern", "days on and days off in a row"),
    "first_day": ColumnWords(
        "First day",
        "the first day scheduled on which a run of days at work begins; null where the scenario has no calendar",
    ),
    "person": ColumnWords("Person", "the number of the person in the group, from 1"),
    "month": ColumnWords("Month", "the month, as YYYY-MM; null where the scenario has no calendar"),
    "week": ColumnWords("Week", "the ISO week, as YYYY-Www; null where the scenario has no calendar"),
    "start": ColumnWords("From", "the clock time at which the interval begins"),
    "group": ColumnWords(
        "Group", "the group of hotlines that shares operators; `total` is all groups together"
    ),
    "calls": ColumnWords("Calls", "calls offered to operators, after deflection"),
    "aht_s": ColumnWords("Handling time", "mean handling time: talk and after-call work"),
    "patience_s": ColumnWords("Patience", "mean time a caller is ready to wait; null: callers never hang up"),
    "offered_load_erlangs": ColumnWords("Offered load", "calls per hour times handling time in hours"),
    "model": ColumnWords(
        "Formula",
        "the formula used: erlang-a (callers hang up), erlang-c (they never do) or mixed (hotlines that differ, or "
        "times that are not exponential)",
    ),
    "operators_required": ColumnWords("Needed", "the smallest number on duty that meets every target"),
    "operators_needed": ColumnWords(
        "Needed without max_operators", "what the targets ask for, where operators_required is max_operators"
    ),
    "operators_paid": ColumnWords("People behind them", "on duty / (1 - shrinkage), in whole people"),
    "bound_by": ColumnWords("Decided by", "the target that decided the number of operators"),
    "status": ColumnWords(
        "State",
        "ok; capped: the targets need more than max_operators or lines; or no-calls: nobody calls, so that waits and "
        "shares do not exist",
    ),
    "service_level": ColumnWords(
        "Service level", "share of calls answered in time, as the group's target defines it"
    ),
    "service_level_p10": ColumnWords(
        "Service level of nine in ten days",
        "the service level of a whole day that nine of ten days reach, where days vary; null: of groups together",
    ),
    "days_kept": ColumnWords(
        "Days that keep all targets",
        "share of days on which every target of the group is kept in every interval, where days vary; null: of groups "
        "together, or without targets",
    ),
    "given_service_level_p10": ColumnWords(
        "Given: service level of nine in ten days", "the same with the operators given"
    ),
    "given_days_kept": ColumnWords("Given: days that keep all targets", "the same with the operators given"),
    "min_service_level": ColumnWords("Worst service level", "the service level of the worst interval"),
    "asa_s": ColumnWords("ASA (answered)", "mean wait of answered callers (ASA)"),
    "mean_wait_s": ColumnWords("Mean wait (all)", "mean wait of all callers, those who hang up included"),
    **_LIMITED,
    "p90_wait_s": ColumnWords(
        "P90 wait", "wait that nine of ten answered callers do not exceed; null: not known"
    ),
    "abandonment": ColumnWords("Abandonment", "share of callers who hang up before an answer"),
    "given_busy": ColumnWords("Find it busy, given", "as busy, with the operators given"),
    "given_never_served": ColumnWords(
        "Never served, given", "share of callers who give up and are never served with the operators given"
    ),
    "group.lines": ColumnWords("Lines", "the most calls in service and waiting together"),
    "attempts": ColumnWords(
        "Attempts", "calls with those of callers who come again; calls are first attempts"
    ),
    "redial_share": ColumnWords(
        "Redial", "share of those who hang up or find all lines busy who call again, each time"
    ),
    "redial_after_s": ColumnWords("Redial after", "mean time until they do"),
    "attempts_per_hour": ColumnWords("Attempts/h", "calls an hour with those of callers who come again"),
    "lines_needed": ColumnWords(
        "Lines needed",
        "the fewest lines that keep max_busy with the operators required; none: no number does",
    ),
    "occupancy": ColumnWords("Occupancy", "busy time / time on duty"),
    "peaks": ColumnWords("Peaks", "the scenario's peaks that are on that day"),
    "contacts": ColumnWords("Other contacts", "contacts that other channels take instead of a call"),
    "days_open": ColumnWords("Days open", "days on which the group is open"),
    "peak_date": ColumnWords("Day of the peak", "the day of the interval that needs the most operators"),
    "peak_start": ColumnWords("Peak from", "the start of the interval that needs the most operators"),
    "peak_calls": ColumnWords("Calls at the peak", "calls in that interval"),
    "peak_operators_required": ColumnWords("Operators at the peak", "operators on duty that it needs"),
    "peak_operators_paid": ColumnWords(
        "People behind the peak", "the same operators / (1 - shrinkage), in whole people"
    ),
    "peak_bound_by": ColumnWords("Peak decided by", "the target that decided that number"),
    "operator_hours_required": ColumnWords("Hours on duty", "hours on duty"),
    "operator_hours_after_duty": ColumnWords(
        "Hours after duty",
        "hours that operators work to finish calls after they go off duty, and until nobody waits after closing; "
        "beside the paid hours",
    ),
    "operator_hours_paid": ColumnWords("Paid hours", "paid hours: on duty / (1 - shrinkage)"),
    "labour_cost": ColumnWords(
        "Labour cost", "paid hours times the price of an operator hour; null: no price is given"
    ),
    "contact_cost": ColumnWords(
        "Contact cost", "deflected contacts times their prices; null: a price is missing"
    ),
    "cost": ColumnWords(
        "Cost", "labour and contacts together, or what the budget covers; null: a part of it is unknown"
    ),
    "fte": ColumnWords("FTE", "paid hours in full-time jobs, the mean over the row's days"),
    "fte_given": ColumnWords("FTE, given", "the same of the operators given; null: none are stated"),
    "fte_peak_week": ColumnWords(
        "FTE, heaviest week",
        "full-time jobs in the week that takes most of them; null: no whole week is planned",
    ),
    "peak_week": ColumnWords(
        "Heaviest week", "that ISO week, the first of equals; null: no whole week is planned"
    ),
    "cost_per_call": ColumnWords("Cost per call", "cost / calls; null: the cost is unknown, or nobody calls"),
    "days_missed": ColumnWords(
        "Days missed",
        "days on which a target is missed in some interval with the operators planned; of the total: by any group",
    ),
    "given_days_missed": ColumnWords(
        "Days missed, given", "the same with the operators given; null: none are stated"
    ),
    "operators_given": ColumnWords("Given", "operators on duty that the scenario states"),
    "operators_short": ColumnWords("Short", "how many of them are missing against the requirement"),
    "given_queue_growth_per_hour": ColumnWords(
        "Queue growth, given", "where overloaded: calls by which the queue grows each hour"
    ),
    "operator_hours_given": ColumnWords("Hours on duty, given", "hours on duty with the operators given"),
    "operator_hours_short": ColumnWords("Hours short", "hours on duty missing against the requirement"),
    "given_status": ColumnWords(
        "State, given", "with the operators given: ok, overloaded, unstaffed or no-calls"
    ),
    "given_service_level": ColumnWords("Service level, given", "service level with the operators given"),
    "given_asa_s": ColumnWords(
        "ASA (answered), given", "mean wait of answered callers with the operators given"
    ),
    "given_mean_wait_s": ColumnWords(
        "Mean wait (all), given", "mean wait of all callers with the operators given"
    ),
    "given_abandonment": ColumnWords(
        "Abandonment, given", "share of callers who hang up with the operators given"
    ),
    "given_occupancy": ColumnWords("Occupancy, given", "busy time / time on duty with the operators given"),
    "contract": ColumnWords("Contract", "the contract's number in the order of the dates, from 1"),
    "used": ColumnWords("Used", "units that demand takes: inside, beyond and unserved together"),
    "used_total": ColumnWords("Used so far", "units taken by the end of the month"),
    "inside": ColumnWords("Inside the volume", "units inside the contract's volume"),
    "beyond": ColumnWords("Beyond it", "units beyond the volume, at the overage price"),
    "unserved": ColumnWords("Unserved", "units beyond a volume without an overage price"),
    "cost_inside": ColumnWords("Cost inside the volume", "units inside the volume times their price"),
    "cost_beyond": ColumnWords("Cost beyond it", "units beyond the volume times theirs"),
    "cost_minimum": ColumnWords(
        "Minimum fee", "what the month is short of the minimum fee, booked on its last day"
    ),
    "cost_total": ColumnWords("Cost so far", "cost by the end of the month; null: a part of it is unknown"),
    "headroom": ColumnWords("Left of the budget", "the budget less cost_total; below 0: money missing"),
    "headroom_with_extra": ColumnWords(
        "Left with the extra", "the same with the extra money; null: none asked for"
    ),
    "step": ColumnWords("Step", "the place in the chain, from 1"),
    "part": ColumnWords("Part", "hotline, load, operators, callers, one-fewer, given, people, money or day"),
    "subject": ColumnWords("Of", "the hotline or the group that the step is about"),
    "quantity": ColumnWords("Quantity", "what the value is, in words"),
    "value": ColumnWords("Value", "the value, in its unit; null: unknown, or no number"),
    "unit": ColumnWords(
        "Unit",
        "the unit of the row's figures, as calls or operator_hours; share, factor: 1 is 100 %; money: "
        "the currency",
    ),
    "written": ColumnWords("As written", "an input as the scenario has it; null: computed, or left out"),
    "formula": ColumnWords(
        "Formula", "the arithmetic that leads to the value; null: an input, or a queueing formula"
    ),
    "note": ColumnWords("Note", "what to know about it"),
    "metric": ColumnWords(
        "Metric", "the column of the plan's tables in which the value stands, or the figure of an account"
    ),
    "key": ColumnWords("Key", "the key of an input in the scenario"),
    "location": ColumnWords("Where", "where an input stands, as file:line:column"),
    "source": ColumnWords(
        "Source", "where an input was taken from; assumption: it has no source; default: nobody wrote it"
    ),
    "assumptions.value": ColumnWords("Value", "the value as the scenario has it"),
    "message": ColumnWords("What it says", "what may mislead, and what to do about it"),
    "code": ColumnWords("Code", "the stable name of a warning"),
    "meaning": ColumnWords("Meaning", "what the warning says"),
    "reason": ColumnWords("Why it matters", "why it matters"),
    "remedy": ColumnWords("What to do", "what to do about it"),
    "operators": ColumnWords("On duty", "operators on duty"),
    "operator_hours": ColumnWords("Hours on duty", "hours on duty"),
    "promised_status": ColumnWords("State, promised", "what the plan's method knows: as given_status"),
    "verdict": ColumnWords(
        "Verdict", "kept, short or unsure, by the confidence intervals; null: nobody calls"
    ),
    "missed": ColumnWords("Missed", "the targets that are surely missed"),
    "intervals_kept": ColumnWords("Intervals kept", "intervals that surely keep every target"),
    "intervals_short": ColumnWords("Intervals short", "intervals that surely miss a target"),
    "intervals_unsure": ColumnWords("Intervals unsure", "intervals too close to call"),
    "worst_start": ColumnWords(
        "Worst from", "the interval with the lowest service level, of those that fall short if any does"
    ),
    "worst_service_level": ColumnWords("Worst service level", "the service level of that interval"),
    "worst_service_level_half_width": ColumnWords(
        "Worst service level, ±", "half of the 95 % confidence interval of that"
    ),
    "operator_hours_time_dependent": ColumnWords(
        "Hours on duty, time-dependent",
        "where intervals fall short: hours on duty that method: time-dependent plans, not played",
    ),
    "replications": ColumnWords("Days played", "how many times the day was played"),
    "judged_on_days": ColumnWords(
        "Judged on",
        "share of days on which the targets are promised: the verdicts are of the day whose calls as many "
        "days do not exceed; null: by the mean over days",
    ),
    "judged_calls": ColumnWords("Calls, day judged", "expected calls on the day that is judged"),
    "judged_replications": ColumnWords(
        "Day judged, played", "how many times the day that is judged was played"
    ),
    "calls_simulated": ColumnWords("Calls simulated", "calls made in all of them"),
    "call": ColumnWords("Call", "the number of the call in the log, from 1"),
    "replication": ColumnWords("Day played", "the number of the day played, from 1"),
    "hotline": ColumnWords("Hotline", "the hotline that is rung"),
    "demand": ColumnWords("Demand", "calls that there would be without deflection"),
    "returned": ColumnWords("Call after all", "of the contacts sent elsewhere, those who call after all"),
    "share_of_group": ColumnWords(
        "Share of the group", "share of the group's calls; null: nobody calls the group"
    ),
    "contacts.channel": ColumnWords(
        "Contacts by channel", "contacts that this channel takes instead of a call"
    ),
    "arrived": ColumnWords("Arrived", "when the call arrived: a date and a clock time, or a clock time"),
    "wait_s": ColumnWords("Wait", "time until an operator answered or the caller left"),
    "outcome": ColumnWords("Outcome", "answered, abandoned, hung-up-at-once, or busy"),
    "handling_s": ColumnWords("Handled for", "time the operator spent on the call; null: nobody answered"),
    "given_backlog": ColumnWords(
        "Backlog, given", "callers who wait at the interval's end with the operators given, on average"
    ),
    "metric_unit": ColumnWords(
        "Counts", "what the figure counts: count, calls, hours, fte, money, seconds, share ..."
    ),
    "before": ColumnWords("Before", "the figure before; null: unknown, or not there"),
    "after": ColumnWords("After", "the figure after; null: unknown, or not there"),
    "change": ColumnWords("Change", "after - before; null where one is unknown or not there"),
    "change_share": ColumnWords(
        "Change, share", "change / before; null where before is unknown or not above 0"
    ),
    "state": ColumnWords(
        "State",
        "changed; added, removed: only one side has the row; only-before, only-after: the other side has "
        "no plan",
    ),
    "input": ColumnWords("Input", "the dotted key of an input that changed"),
    "value_before": ColumnWords("Value before", "its value before, as written; null: there was none"),
    "value_after": ColumnWords("Value after", "its value after, as written; null: there is none"),
    "location_before": ColumnWords(
        "Where before", "where it stood, as file:line:column; null: nowhere, a default"
    ),
    "location_after": ColumnWords(
        "Where after", "where it stands, as file:line:column; null: nowhere, a default"
    ),
    "cause": ColumnWords("Cause", "the changed input, or the inputs that are one cause, by key"),
    "contribution": ColumnWords(
        "Contribution", "what the cause did of the change; together the causes make the change"
    ),
    "account": ColumnWords("Account", "contract or budget"),
    "date_before": ColumnWords("Date before", "the day before the change; null: it does not come"),
    "date_after": ColumnWords("Date after", "the day after the change; null: it does not come"),
    "change_days": ColumnWords(
        "Change, days", "days by which it moved; null where it comes on one side only"
    ),
    "money": ColumnWords("Money", "the sum over the whole horizon; null: no budget limits the answer"),
    "point": ColumnWords(
        "Which sum",
        "what the sum is: amount, amount+extra, targets (what they need), knee, asked; null: a step of "
        "the grid",
    ),
    "spent": ColumnWords("Spent", "what of the sum is spent; never more than it"),
    "calls_in_time": ColumnWords("Calls in time", "calls answered in time, whatever calls the target is of"),
    "calls_in_time_per_1000": ColumnWords(
        "Calls in time per 1,000 more", "calls answered in time by 1,000 more of the currency, at this sum"
    ),
    "service_level_at_most": ColumnWords(
        "Service level at most",
        "of the total: no way to spend the sum reaches more for all calls together; what keeps the same promise in "
        "every interval reaches less; unknown where a target is not of the calls offered",
    ),
    "kept_everywhere": ColumnWords(
        "Kept everywhere", "the service level that every interval with calls has at least"
    ),
    "operators_affordable": ColumnWords(
        "Affordable", "operators on duty that the sum pays for, placed as asked with --place"
    ),
    "affordable_status": ColumnWords(
        "State, affordable",
        "ok; unstaffed: calls meet nobody on duty somewhere; overloaded: a queue only grows somewhere, "
        "so that its wait is unknown and its calls count as late; no-calls; unaffordable: the sum does "
        "not pay min_operators, or the floor asked for",
    ),
    "days_paid": ColumnWords("Days paid", "days from the first on that the sum pays in full"),
    "lasts_until": ColumnWords("Lasts until", "the last of those days; null: not even the first"),
    "calls_paid": ColumnWords("Calls paid", "calls that the sum pays for, day by day from the first on"),
    "minutes_paid": ColumnWords("Minutes paid", "minutes of handling that the sum pays for"),
    "calls_unpaid": ColumnWords("Calls unpaid", "calls of the horizon that it does not pay for"),
    "value_in_scenario": ColumnWords(
        "Value in the scenario", "the scenario's own value; of full-time jobs: what the targets need"
    ),
    "value_beyond": ColumnWords("Next value", "the next value, which they do not carry"),
    "solve.cost_beyond": ColumnWords(
        "Cost at the next value", "what the money would have to pay at the next value"
    ),
    "broken_beyond": ColumnWords(
        "What the next value breaks", "what the next value breaks: money, volume, operators of a group, limit"
    ),
    "solve_status": ColumnWords("State", "ok, or no-answer: no value fits"),
    "sweep_status": ColumnWords(
        "State", "ok; no-answer: a target is out of reach; invalid: the values do not fit together"
    ),
    "problem": ColumnWords("Problem", "why a point of the grid has no answer"),
    "estimate": ColumnWords("Learnt", "the figure that the records teach"),
    "figures.low": ColumnWords("Low", "19 times in 20 it is above this"),
    "figures.high": ColumnWords("High", "and below this"),
    "rows": ColumnWords("Rows", "records that taught it, or that a rule left out"),
    "rule": ColumnWords("Rule", "why records were left out"),
    "excluded.share": ColumnWords("Share", "of all rows that were read"),
    "example": ColumnWords("As in", "one of them: file:row and its cells"),
    "law": ColumnWords("Law", "of the times"),
    "laws.figure": ColumnWords("Its figure", "a shape (weibull) or a coefficient of variation (lognormal)"),
    "worse_by": ColumnWords("Worse by", "by how much it explains the times worse than the best law (BIC)"),
    "laws.chance": ColumnWords(
        "Chance", "how often exponential times would look as unlike themselves; below 5 % they do not fit"
    ),
    "median_s": ColumnWords(
        "Median", "time after which half have hung up; unknown where too few waited so long"
    ),
    "way": ColumnWords(
        "Way", "forecast: this one; naive: same weekday of last week; mean_of_six: of its last six"
    ),
    "week_ahead": ColumnWords("Weeks ahead", "1: the first seven days behind the last that was known"),
    "forecasts.days": ColumnWords("Days", "days that were forecast and then came"),
    "wape": ColumnWords("WAPE", "sum of misses / sum of calls"),
    "bias": ColumnWords("Bias", "forecast too high by this share of the calls; below 0 too low"),
    "cover": ColumnWords("Held", "days that came between P10 and P90; 80 % is right"),
    "waited_s": ColumnWords("Waited", "seconds in the queue"),
    "still_waiting": ColumnWords("Still wait", "share who are ready to wait longer (Kaplan-Meier)"),
    "survival.low": ColumnWords("Low", "lower end of its 95 % interval"),
    "survival.high": ColumnWords("High", "upper end of it"),
    "by_law": ColumnWords("By the law", "the same by the law that was chosen"),
    "ahead.start": ColumnWords("From", "beginning of the interval; empty where calls are counted by day"),
    "measure": ColumnWords("Measure", "what is compared: calls, handling time, what callers met"),
    "n": ColumnWords("Compared", "days, or intervals, that are compared"),
    "said": ColumnWords("Said", "mean of what the scenario says, in the unit of the row"),
    "actual": ColumnWords("Was", "mean of what happened, over the same calls"),
    "quality.wape": ColumnWords(
        "WAPE",
        "sum of misses / sum of what happened, weighted by calls where the measure is a mean over them",
    ),
    "quality.bias": ColumnWords("Bias", "said / was - 1: above 0 too much was said"),
    "coverage_80": ColumnWords(
        "Held",
        "share of days, or intervals, that came between P10 and P90 of what was to come; 80 % is right",
    ),
    "worst_date": ColumnWords("Worst day", "the day that is farthest off"),
    "holiday": ColumnWords("Holiday", "the holiday on the day"),
    "callers_off": ColumnWords(
        "Callers off",
        "of how many callers something wrong was said: that they call, or are answered in time, whichever is more",
    ),
    "intervals_judged": ColumnWords("Intervals judged", "intervals of which waits are compared"),
    "operators_known_by": ColumnWords(
        "Known by",
        "roster: the file; given: the scenario; seen-full: all were busy while callers waited; between: two such; "
        "at-least: no more than a bound, and waits are not compared",
    ),
    "said_status": ColumnWords(
        "State said", "as in a plan, for the operators there; empty where it is not compared"
    ),
    "said_calls": ColumnWords("Calls said", "calls that were to come, redials among them"),
    "actual_calls": ColumnWords("Calls", "calls that came"),
    "said_aht_s": ColumnWords("AHT said", "mean handling time that calls were to take"),
    "actual_aht_s": ColumnWords("AHT", "mean handling time that they took"),
    "said_service_level": ColumnWords("Service level said", "for the operators there, as in a plan"),
    "actual_service_level": ColumnWords(
        "Service level", "that callers met, counted as the scenario counts it"
    ),
    "said_asa_s": ColumnWords("ASA said", "mean wait of answered callers, for the operators there"),
    "actual_asa_s": ColumnWords("ASA", "mean wait of answered callers that there was"),
    "said_abandonment": ColumnWords(
        "Abandonment said", "share of callers who hang up, for the operators there"
    ),
    "actual_abandonment": ColumnWords("Abandonment", "share of callers who hung up"),
    "blame.cause": ColumnWords(
        "Cause",
        "volume, handling and patience: what changes once they are put in as they were, by Shapley's division; model: "
        "the rest",
    ),
    "blame.bias": ColumnWords("Part of bias", "its part of said less actual, in the unit of the row"),
    "bias_whole": ColumnWords("Bias", "said less actual: the sum of the parts"),
    "error": ColumnWords("Part of error", "its part of the distance by which a day is off"),
    "error_whole": ColumnWords("Error", "mean distance of a day, weighted by calls: the sum of the parts"),
    "calls_p10": ColumnWords("Calls, P10", "one interval in ten has fewer"),
    "calls_p90": ColumnWords("Calls, P90", "one in ten has more"),
    "risk.value": ColumnWords("Planned", "the figure with every input at its own value"),
    "p10": ColumnWords("P10", "one time in ten it is less"),
    "p50": ColumnWords("P50", "the median"),
    "p90": ColumnWords("P90", "one time in ten it is more"),
    "mean": ColumnWords("Mean", "the mean over the sample"),
    "chance_kept": ColumnWords(
        "Chance", "share of the sample in which the limit is kept, the money suffices, the day does not come"
    ),
    "dates.value": ColumnWords("Planned", "the day with every input at its own value; null: never"),
    "dates.p10": ColumnWords("P10", "one time in ten it is earlier; null: never"),
    "dates.p50": ColumnWords("P50", "the median; null: never"),
    "dates.p90": ColumnWords("P90", "one time in ten it is later; null: never"),
    "low": ColumnWords("Low", "the low end of the input's range, as written"),
    "high": ColumnWords("High", "the high end of the input's range, as written"),
    "metric_low": ColumnWords(
        "At the low", "the figure with this input at its low, all others at their values"
    ),
    "metric_high": ColumnWords(
        "At the high", "the figure with this input at its high, all others at their values"
    ),
    "variance_share": ColumnWords(
        "Share of the variance", "part of the figure's variance that this input makes by itself"
    ),
    "calls_per_hour": ColumnWords("Calls an hour", "calls offered per hour"),
    "within_s": ColumnWords("Threshold", "the threshold of the service level; 20 where it is not given"),
    "erlang.service_level": ColumnWords(
        "Target: service level", "target: share of calls answered within within_s at least"
    ),
    "max_asa_s": ColumnWords("Target: ASA", "target: mean wait of answered callers at most"),
    "max_abandonment": ColumnWords("Target: abandonment", "target: share of callers who hang up at most"),
    "max_occupancy": ColumnWords("Target: occupancy", "target: busy time / time on duty at most"),
    "max_busy": ColumnWords(
        "Target: find it busy",
        "target: share of calls that find all lines busy at most; how many lines it takes",
    ),
    "max_p_wait": ColumnWords("Target: wait at all", "target: share of callers who wait at all at most"),
    "erlang.wait": ColumnWords(
        "Target: waits", "target: share of answered callers who wait no longer than wait_within_s at least"
    ),
    "wait_within_s": ColumnWords("Target: longest wait", "the threshold of the target wait"),
    "short_s": ColumnWords(
        "Hang up soon",
        "who hangs up within it is left out of service_level_short; within_s where it is not given",
    ),
    "erlang.operators": ColumnWords(
        "On duty", "operators on duty: as given, or the fewest that meet the targets"
    ),
    "erlang_b": ColumnWords(
        "Lost if nobody could wait", "share of calls lost if nobody could wait (Erlang B)"
    ),
    "service_level_offered": ColumnWords("Service level, of calls offered", "answered in time / offered"),
    "service_level_answered": ColumnWords("Service level, of calls answered", "answered in time / answered"),
    "service_level_virtual": ColumnWords(
        "Service level, of endless patience", "chance that a caller of endless patience is answered in time"
    ),
    "service_level_short": ColumnWords(
        "Service level, without short calls",
        "answered in time / offered but for those who hang up within short_s",
    ),
    "service_level_positive": ColumnWords(
        "Service level, of waits", "share of callers who wait no longer than within_s, answered or not"
    ),
    "service_level_callers": ColumnWords(
        "Service level, of callers",
        "answered in time / callers, each counted once, however often they call",
    ),
    "erlang.status": ColumnWords(
        "State",
        "ok, no-calls, overloaded, unstaffed, or unreachable: no number of operators meets the targets",
    ),
    "erlang.bound_by": ColumnWords(
        "Decided by", "the target that decided the number of operators; null where that was given"
    ),
    "queue_growth_per_hour": ColumnWords(
        "Queue growth an hour", "where overloaded: calls by which the queue grows each hour"
    ),
    "erlang.model": ColumnWords("Formula", "erlang-a (callers hang up) or erlang-c (they never do)"),
    "service_level_of": ColumnWords(
        "Target is of",
        "the calls that the target is of: offered, answered, virtual, short, positive or callers",
    ),
    "lines": ColumnWords("Lines", "lines, or operators without a queue: as given, or the fewest"),
    "erlang-b.erlang_b": ColumnWords("Lost if nobody could wait", "share of calls lost"),
    "carried_load_erlangs": ColumnWords("Carried load", "mean number of busy lines"),
    "erlang-b.occupancy": ColumnWords("Occupancy", "carried load / lines"),
    "erlang-b.status": ColumnWords("State", "ok, no-calls, or unstaffed: there is no line"),
    "erlang-b.model": ColumnWords("Formula", "erlang-b: a call that finds every line busy is lost"),
    "max_blocking": ColumnWords("Target: blocking", "target: share of calls lost at most"),
    "erlang-b.bound_by": ColumnWords(
        "Decided by", "max_blocking where it decided the number of lines; null where that was given"
    ),
    "sweep.path": ColumnWords("Value set", "the value set at this path"),
    "erlang.own": ColumnWords("Own column", "the user's own"),
    "metrics.metric": ColumnWords("Metric", "the name that a limit uses"),
    "metrics.tables": ColumnWords("Tables", "the tables of the plan it stands in, or the account"),
    "metrics.unit": ColumnWords("Unit", "its unit, and how a limit is written"),
    "metrics.better": ColumnWords("Better", "high or low, where one of them is better"),
    "metrics.meaning": ColumnWords("Meaning", "what it says"),
}

ACCOUNT_FIGURES = {
    "contract.used": "what the contract's days use, in its unit",
    "contract.inside": "the part of it inside the volume",
    "contract.beyond": "the part of it beyond the volume, paid as overage",
    "contract.unserved": "the part of it beyond the volume that nobody serves",
    "contract.left": "what is left of the volume",
    "contract.cost_inside": "what the units inside the volume cost",
    "contract.cost_beyond": "what the units beyond the volume cost",
    "contract.cost": "what the contract costs, overage included",
    "contract.exhausted_on": "the day on which the volume runs out; null: never",
    "contract.months_covered": "months that the volume lasts",
    "budget.cost": "what the budget has to pay",
    "budget.headroom": "what is left of the budget; negative: what is missing",
    "budget.headroom_with_extra": "the same with the extra money asked for",
    "budget.money_ends_on": "the day on which the money ends; null: never",
    "budget.money_ends_on_with_extra": "the same with the extra money asked for",
    "people.short_weeks": "whole ISO weeks in which full-time jobs are missing, with the classes that are planned",
    "people.worst_fte": "full-time jobs missing in the worst of them, all groups together; 0: in none",
    "people.cost": "hiring, wages, leaving and overtime of those employed and the classes that are planned",
}
