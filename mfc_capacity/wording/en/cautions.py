"""The sentence of each caution: what may mislead, and what to do next."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mfc_capacity.answers.records import Caution
from mfc_capacity.core.rounding import Bound
from mfc_capacity.wording import text
from mfc_capacity.wording.en.accounts import ACCOUNT_CAUTIONS
from mfc_capacity.wording.en.numbers import (
    NOTHING,
    count_text,
    counted,
    dated,
    dates_text,
    decimal_text,
    duration_text,
    listed,
    moment_text,
    money_text,
    share_text,
)
from mfc_capacity.wording.en.record_cautions import RECORD_CAUTIONS
from mfc_capacity.wording.en.targets import BOUND_BY
from mfc_capacity.wording.en.volumes import pairs

Facts = Mapping[str, Any]

SPANS_NAMED, TIMES_NAMED = 3, 4


def warning_text(caution: Caution) -> str:
    """Return what may mislead on one line, with its place and its code."""
    place = f" ({caution.location})" if caution.location else ""
    return f"{caution_text(caution)}{place} [{caution.code}]"


def kind_text(cautions: Sequence[Caution]) -> str:
    """Return what may mislead in one way: the first of it, and of what else the same is said."""
    first, *others = cautions
    if not others:
        return warning_text(first)
    subjects = dict.fromkeys(
        str(caution.facts[name]) for caution in others for name in _SUBJECTS if name in caution.facts
    )
    of = f"of {listed(list(subjects))}" if subjects else f"{count_text(len(others))} times more"
    return f"{warning_text(first)}; the same is said {of}, with other figures: --table warnings"


_SUBJECTS = ("group", "hotline", "channel", "peak", "name")  # the facts that say what a caution is about


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


def _hotline_never_open(facts: Facts) -> str:
    return f"hotline {facts['hotline']} is open on no planned day, and has no calls in this plan; check its hours"


def _columns_guessed(facts: Facts) -> str:
    guessed = pairs(facts["guessed"])
    return f"{facts['file']}: guessed from the header; if it is right, write columns: {guessed}"


def _aht_column_unread(facts: Facts) -> str:
    column = facts["column"]
    return (
        f"{facts['file']}: the column {column} looks like handling times, and columns does not name it: the aht of the "
        f"hotlines holds; add {pairs([('aht', column)])[1:-1]} to columns to read it"
    )


def _rows_left_out(facts: Facts) -> str:
    days = counted(facts["days"], "day")
    named = "; ".join(f"{day} {', '.join(spans)}" for day, *spans in facts["first"])
    more = facts["days"] - len(facts["first"])
    meaning = (
        "the row before such a gap is spread over it, and before the first row and after the last nobody calls: add "
        "the rows, with 0 calls where nobody calls"
        if facts["of"] == "hotline"
        else "the operators of the row before stay, and before the first row nobody is on duty: add the rows"
    )
    rest = f" and {count_text(more)} more days" if more > 1 else " and 1 more day" if more else ""
    return f"{facts['of']} {facts['name']}: its table leaves out times of {days} ({named}{rest}); {meaning}"


def _table_aht_apart(facts: Facts) -> str:
    table, own = duration_text(facts["table_s"]), duration_text(facts["aht_s"])
    return (
        f"hotline {facts['hotline']}: the median AHT of its table is {table}, its own aht is {own}; the table may be "
        "in minutes: write seconds, or times as 3:20"
    )


def _abandonment_unlimited(facts: Facts) -> str:
    worst = share_text(facts["abandonment"])
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


def _operators_capped(facts: Facts) -> str:
    places = [moment_text(*place) for place in facts["first"]]
    more = facts["intervals"] - len(places)
    named = ", ".join(places) + (f" and {count_text(more)} more" if more else "")
    what = _intervals(facts)
    worst = moment_text(facts["date"], facts["start"])
    return (
        f"group {facts['group']}: max_operators is below what the targets need in {what} ({named}); most at {worst}: "
        f"{count_text(facts['needed'])} needed, {count_text(facts['most'])} there; what callers then meet is shown"
    )


def _given_above_most(facts: Facts) -> str:
    named = [dated(day) for day in facts["first"] if day]
    more = facts["days"] - len(named)
    listed = ", ".join(named) + (f" and {count_text(more)} more" if more else "")
    on = f" on {counted(facts['days'], 'day')} ({listed})" if named else ""
    worst = moment_text(facts["date"], facts["start"])
    return (
        f"group {facts['group']}: the operators given are more than max_operators{on}; most at {worst}: "
        f"{count_text(facts['given'])} on duty, at most {count_text(facts['most'])}; they are counted as they are given"
    )


def _lines_capped(facts: Facts) -> str:
    return (
        f"group {facts['group']}: in {_intervals(facts)} a target is missed with an operator for each of "
        f"{counted(facts['lines'], 'line')}; more operators would serve nobody, so raise lines"
    )


def _operators_without_line(facts: Facts) -> str:
    """Say it of a group, of one interval, or of the rows of a file, whose first has a line."""
    if "group" not in facts:
        at = (
            f" (rows: {count_text(facts['rows'])}, the first on line {facts['line']})"
            if facts["line"]
            else ""
        )
        there = f"{counted(facts['count'], 'operator')} and {counted(facts['lines'], 'line')}{at}"
        return f"there are {there}: operators beyond the lines serve nobody"
    return (
        f"group {facts['group']}: in {_intervals(facts)} there are more operators than lines; most at {_when(facts)}: "
        f"{counted(facts['count'], 'operator')}, {counted(facts['lines'], 'line')}; those beyond them serve nobody"
    )


def _lines_short(facts: Facts) -> str:
    if facts["count"] is None:
        return (
            f"group {facts['group']}: in {_intervals(facts)}, as at {_when(facts)}, no number of lines keeps max_busy: "
            "more call than are served, all days or some, and do not hang up"
        )
    return (
        f"group {facts['group']}: lines are fewer than max_busy asks for in {_intervals(facts)}; most at "
        f"{_when(facts)}: {count_text(facts['count'])} needed, {count_text(facts['lines'])} there"
    )


def _busy_unlimited(facts: Facts) -> str:
    """Say it of a group, of one interval, or of the rows of a file, whose first has a line."""
    worst = share_text(facts["busy"])
    if "group" in facts:
        found = (
            f"group {facts['group']}: in {_intervals(facts)} up to {worst} of the calls, at {_when(facts)}, find all "
            f"{counted(facts['lines'], 'line')} busy"
        )
    elif facts["line"]:
        found = (
            f"up to {worst} of the calls find all lines busy (rows: {count_text(facts['rows'])}, the first on line "
            f"{facts['line']})"
        )
    else:
        found = f"{worst} of the calls find all {counted(facts['lines'], 'line')} busy"
    return f"{found}, and no target limits that; who gets no line does not wait: ask by max_busy how many it takes"


def _lines_mean_rates(facts: Facts) -> str:
    return (
        f"group {facts['group']}: its hotlines differ, and callers find all lines busy in {_intervals(facts)}; what "
        "they meet is worked out with the mean rates of handling and hanging up, which is not exact: simulate plays it"
    )


def _intervals(facts: Facts) -> str:
    return counted(facts["intervals"], "interval")


def _when(facts: Facts) -> str:
    return moment_text(facts["date"], facts["start"])


def _shrinkage_high(facts: Facts) -> str:
    return (
        f"group {facts['group']}: shrinkage is {share_text(facts['shrinkage'])}, so that most of the paid time is not "
        "on duty; check its parts, which are added up"
    )


def _open_without_calls(facts: Facts) -> str:
    days = counted(facts["days"], "day")
    first = f", {dated(facts['date'])}{' and later' if facts['days'] > 1 else ''}" if facts["date"] else ""
    return (
        f"group {facts['group']} is open on {days} without a call{first}: min_operators keeps "
        f"{count_text(facts['operators'])} on duty there, {counted(facts['hours'], 'hour')}; "
        "a factor of 0% takes the calls of a day and does not close it"
    )


def _operators_short(facts: Facts) -> str:
    text = (
        f"group {facts['group']}: the operators given are too few in {count_text(facts['intervals'])} of "
        f"{counted(facts['open_intervals'], 'open interval')}; worst at {_when(facts)}: "
        f"{facts['given']} on duty, {facts['required']} needed, {facts['worst']} short"
    )
    if facts["lost"]:
        text += (
            f"; in {counted(facts['lost'], 'interval')} the queue only grows, or nobody is there to answer"
        )
    return text + "; the table intervals has the columns operators_given and operators_short"


def _callers_give_up(facts: Facts) -> str:
    """Say it of one interval, or of the rows of a file, whose first has a line."""
    worst = share_text(facts["abandonment"])
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


def _curve_by_interval(_facts: Facts) -> str:
    return (
        "what a sum buys is weighed interval by interval, each as if its queue had settled; the plan's own figures "
        "carry the queue through the day"
    )


def _curve_after_duty(facts: Facts) -> str:
    lowest, highest = share_text(facts["lowest"]), share_text(facts["highest"])
    added = lowest if lowest == highest else f"{lowest} to {highest}"
    return (
        f"hours after duty add {added} to wages at every sum, as much as in the plan; with other operators they "
        "differ, and how they do is not worked out here"
    )


# What is rough, and how far off service levels have been in simulations, in points: the tables of docs/plan.md.
_ROUGH = {
    "far-apart": ("handling times of its hotlines differ more than fivefold", "6"),
    "even": (
        "handling times that differ from hotline to hotline vary little within one (aht_cv below 0.5)",
        "6",
    ),
    "varied": (
        "handling times vary much (aht_cv above 1), and hotlines differ or callers never hang up",
        "3",
    ),
    "few": ("few operators share hotlines whose handling times differ twofold or more", "3"),
}


def _handling_times_rough(facts: Facts) -> str:
    reason, points = _ROUGH[facts["reason"]]
    calling = counted(facts["calling"], "interval")
    return (
        f"group {facts['group']}: {reason} in {count_text(facts['intervals'])} of {calling} with calls; in simulations "
        f"of such intervals the service level was up to {points} points from the promise, and the ASA by more than "
        "half of it: play the day with simulate"
    )


def _variation_unsaid(facts: Facts) -> str:
    days = f"days as {dated(facts['date'])}" if facts["date"] else "days"
    return (
        f"group {facts['group']}: the plan takes the calls of each day as known; if they vary by "
        f"{share_text(facts['variation'])} from day to day, {share_text(facts['kept'])} of {days} keep all targets, "
        f"and one in ten has a service level of {share_text(facts['tenth_worst'])} or less, not "
        f"{share_text(facts['settled'])}: write varies, and on: 90% of days under targets, or varies: 0%"
    )


def _promise_not_kept(facts: Facts) -> str:
    on = _on_days(facts)
    if facts["on_days"] is not None:
        on += f", of as many calls as {share_text(facts['on_days'])} of such days do not exceed"
    worst = moment_text(facts["date"] if facts["days"] > 1 else None, facts["start"])
    capped = count_text(facts["capped"])
    beside = (
        f" beside the {capped} that max_operators caps, where it may be worse," if facts["capped"] else ""
    )
    missed = (
        f"{count_text(facts['intervals'])} of {counted(facts['calling'], 'interval')}{beside} will miss a target, the "
        f"worst{' of them' if facts['capped'] else ''} at {worst}: {_delivered(facts)}"
    )
    if facts["method"] == "time-dependent":
        return (
            f"group {facts['group']}: the queue was carried through the day, and still, {on}, {missed}; raise "
            "min_operators, or promise a shorter wait, which leaves less to the next interval"
        )
    return (
        f"group {facts['group']}: the plan takes each interval by itself, and a queue goes on into the next; {on}, "
        f"{missed}; method: time-dependent plans for that, and simulate plays the day{_other_days(facts)}"
    )


def _on_days(facts: Facts) -> str:
    if facts["days"] > 1:
        return f"on {count_text(facts['days'])} days"
    return f"on {dated(facts['date'])}" if facts["date"] else "on the day"


def _why_uncertain(facts: Facts) -> str:
    unlike, unevenly = "its hotlines differ or times are not exponential", "callers come again unevenly"
    if not facts["comes_again"]:
        return unlike
    return f"{unevenly}, as the share that is lost changes" if facts["alike"] else f"{unlike}, or {unevenly}"


def _promise_uncertain(facts: Facts) -> str:
    on = _on_days(facts)
    times = ", ".join("-".join(time) for time in facts["times"])
    return (
        f"group {facts['group']}: {_why_uncertain(facts)}, and {on} the figures of "
        f"{count_text(facts['intervals'])} of {counted(facts['calling'], 'interval')} ({times}) are not known to hold "
        f"within a point of service level and half a point of abandonment; simulate plays them{_other_days(facts)}"
    )


def _other_days(facts: Facts) -> str:
    """Return how to look at the other days, where one was looked at."""
    return "" if facts["days"] > 1 or facts["date"] is None else " (--intervals all looks at more days)"


def _delivered(facts: Facts) -> str:
    """Return a measure with what was promised of it."""
    measure, delivered, promised = facts["measure"], facts["delivered"], facts["promised"]
    bound = Bound(promised, is_least=measure in {"service_level", "wait_level"})
    if measure == "asa_s":
        return f"ASA {duration_text(delivered, bound)}, at most {duration_text(promised)} promised"
    if measure == "service_level":
        within = duration_text(facts["within_s"])
        return f"service level {share_text(delivered, bound)}, {share_text(promised)} in {within} promised"
    if measure == "wait_level":
        under = duration_text(facts["within_s"])
        return f"{share_text(delivered, bound)} of waits, {share_text(promised)} under {under} promised"
    name = "callers who wait" if measure == "p_wait" else measure
    return f"{name} {share_text(delivered, bound)}, at most {share_text(promised)} promised"


def _queue_builds_up(facts: Facts) -> str:
    day = f" on {dated(facts['date'])}" if facts["date"] else ""
    end = (
        f"and it is gone by {facts['gone']}" if facts["gone"] else "and it is not gone before the doors close"
    )
    return (
        f"group {facts['group']}: where the operators given cannot keep up, the queue grows to "
        f"{counted(facts['waiting'], 'caller')}{day} at {facts['start']}, {end}; see given_backlog in the "
        "table intervals"
    )


def _precision_not_reached(facts: Facts) -> str:
    wanted, reached = share_text(facts["precision"]), share_text(facts["half_width"])
    return (
        f"group {facts['group']}: the day's service level is known to within {reached}, not {wanted}, after as many "
        "days as are played at most; ask for less with --precision"
    )


def _queue_grows_daily(facts: Facts) -> str:
    return (
        f"group {facts['group']}: callers who never hang up are more than the operators can handle round the clock; "
        "the queue grows from day to day, and the figures are those of a day some days after an empty start"
    )


def _days_not_paid(facts: Facts) -> str:
    lie = "lies" if facts["days"] == 1 else "lie"
    return (
        f"{counted(facts['days'], 'day')} with {counted(facts['calls'], 'call')} {lie} outside every contract; the "
        "money pays for no operators on them, and they count in no figure here"
    )


def _intervals_left_alone(facts: Facts) -> str:
    count, empty = facts["intervals"], facts["without_anybody"]
    amount = money_text(facts["money"], facts["currency"])
    alone = f"{counted(count, 'interval')} {'is' if count == 1 else 'are'}"
    on_duty = f"; nobody is on duty in {count_text(empty)} of them" if empty else ""
    remedy = "; --floor keeps more of them" if facts["place"] == "most-answered" else ""
    return (
        f"with {amount} {alone} left nearly alone, with {share_text(facts['share'])} of the calls: less than "
        f"{share_text(facts['below'])} of these are answered in time{on_duty}{remedy}"
    )


def _samples_without_plan(facts: Facts) -> str:
    have = "has no plan and keeps" if facts["count"] == 1 else "have no plan and keep"
    return (
        f"{count_text(facts['count'])} of {count_text(facts['samples'])} samples {have} no limit; the first because "
        f"{text(facts['reason'])}: narrow the ranges that lead there"
    )


def _clock_times(spans: Sequence[tuple[Sequence[str], str | None, str | None, int]]) -> str:
    """Return clock times with the days that have them, the first few of them.

    >>> _clock_times([(("03:00-05:00",), "2014-05-19", "2014-05-25", 7), (("09:00-09:15",), None, None, 1)])
    '03:00-05:00 on 7 days (19 May 2014 to 25 May 2014), 09:00-09:15'
    """
    named = []
    for times, first, last, days in spans[:SPANS_NAMED]:
        shown = ", ".join(times[:TIMES_NAMED]) + (", ..." if len(times) > TIMES_NAMED else "")
        span = dates_text(first, last) if first and last else ""
        on = f" on {counted(days, 'day')} ({span})" if days > 1 else f" on {span}" if span else ""
        named.append(f"{shown}{on}")
    more = sum(days for *_, days in spans[SPANS_NAMED:])
    return ", ".join(named) + (f", and more on {counted(more, 'day')}" if more else "")


def _shifts_short(facts: Facts) -> str:
    hours = decimal_text(facts["hours"], 1)
    level, abandonment = facts["service_level"], facts["abandonment"]
    met = (
        f"; there the service level is {share_text(level)}, and {share_text(abandonment)} hang up"
        if level is not None and abandonment is not None
        else f"; in {count_text(facts['lost'])} of them the queue only grows, or nobody is there to answer"
        if facts["lost"]
        else ""
    )
    who = "people and seats do not cover" if facts["cannot"] else "what was found in the time does not cover"
    return (
        f"group {facts['group']}: {who} {_intervals(facts)}, {hours} operator hours in all: "
        f"{_clock_times(facts['spans'])}; most at {_when(facts)}: {count_text(facts['scheduled'])} of "
        f"{count_text(facts['wanted'])}{met}; "
        + (
            "raise max_operators of the group or its shifts, or max_share"
            if facts["cannot"]
            else "more time may cover more: raise --time-limit"
        )
    )


def _shifts_unreached(facts: Facts) -> str:
    return (
        f"group {facts['group']}: nobody can be there at {_clock_times(facts['spans'])}: no shift has anybody at the "
        f"desk then, and the need is up to {counted(facts['operators'], 'operator')}, "
        f"{decimal_text(facts['hours'], 1)} hours in all; add a shift, a start, or a wider window of breaks"
    )


def _shifts_time_limit(facts: Facts) -> str:
    what = "what they leave uncovered" if facts["of"] == "uncovered" else "what they cost"
    known = (
        f"nothing is known of how much less {what} could be"
        if facts["gap"] is None
        else f"{what} may be up to {share_text(facts['gap'])} too much"
    )
    return (
        f"group {facts['group']}: the best shifts found in {duration_text(facts['seconds'])}; {known}: raise "
        "--time-limit, or be content with a larger --gap"
    )


def _shifts_breaks_twice(facts: Facts) -> str:
    holds = "holds its breaks" if len(facts["shifts"]) == 1 else "hold their breaks"
    return (
        f"group {facts['group']}: {listed(facts['shifts'])} {holds}, and shrinkage is one figure of "
        f"{share_text(facts['shrinkage'])}: breaks in it are paid twice; write it in parts, as "
        "{leave: 12%, breaks: 9%}"
    )


def _shifts_days_few(facts: Facts) -> str:
    days = f"{counted(facts['days'], 'day')} {'is' if facts['days'] == 1 else 'are'}"
    return (
        f"group {facts['group']}: {days} scheduled, and people of {listed(facts['shifts'])} may be off for all of "
        f"that: they are not counted among people and heads; schedule {counted(facts['cycle'], 'day')} or more"
    )


def _shifts_target_missed(facts: Facts) -> str:
    key, mean = facts["target"], facts["mean"]
    write = duration_text if key == "max_asa" else share_text
    limits = " to ".join(dict.fromkeys(write(limit) for limit in facts["limits"]))
    on_average = "" if mean is None else f" (on average {write(mean)}; promised {limits})"
    return (
        f"group {facts['group']}: {BOUND_BY[key]} is not asked for beside --target service-level, and its target is "
        f"missed in {count_text(facts['missed'])} of {_intervals(facts)} with calls{on_average}"
    )


def _shifts_promise_missed(facts: Facts) -> str:
    level = facts["service_level"]
    met = "it is not known" if level is None else f"it is {share_text(level, Bound(facts['promised'], True))}"
    worst = moment_text(facts["date"], facts["start"] if facts["per"] == "hour" else None)
    of = f" {worst}" if worst else ""
    return (
        f"group {facts['group']}: the shifts do not keep the service level of {count_text(facts['missed'])} of "
        f"{count_text(facts['periods'])} {facts['per']}s; {met} on the worst,{of or ' the only one'}, and "
        f"{share_text(facts['promised'])} is promised: allow more people or seats, or look longer by --time-limit"
    )


def _short_weeks(facts: Facts) -> str:
    """Return which weeks are short, and how the worst of them is."""
    level = facts["service_level"]
    met = "" if level is None else f", and the service level is {share_text(level)}"
    are = "is" if facts["weeks"] == 1 else "are"
    return (
        f"{_weeks(facts)} {are} short ({_runs(facts)}); in {facts['worst']} "
        f"{decimal_text(facts['missing'], 1, NOTHING)} of {decimal_text(facts['required'], 1)} full-time jobs are "
        f"missing{met}"
    )


def _weeks(facts: Facts) -> str:
    return counted(facts["weeks"], "week")


def _runs(facts: Facts) -> str:
    """Return the runs of weeks, the first of many."""
    runs = [first if first == last else f"{first} to {last}" for first, last in facts["spans"]]
    more = f", and {counted(len(runs) - SPANS_NAMED, 'more span')}" if len(runs) > SPANS_NAMED else ""
    return f"{', '.join(runs[:SPANS_NAMED])}{more}"


def _people_without_shifts(facts: Facts) -> str:
    return (
        f"{listed(facts['groups'])} work in shifts, and the jobs required are those of bare operators, without what "
        "the shape of shifts takes: add --shifts"
    )


def _people_weeks_apart(facts: Facts) -> str:
    return (
        f"group {facts['group']}: the patterns of {listed(facts['shifts'])} do not come round in a week, and each "
        "week is scheduled by itself: weeks that follow each other may take more jobs than are required here; schedule "
        "--from --to finds what some weeks take together"
    )


def _people_shifts_unknown(facts: Facts) -> str:
    return (
        f"group {facts['group']}: no shifts were found in {duration_text(facts['seconds'])} for "
        f"{_weeks(facts)} of {count_text(facts['of'])} ({_runs(facts)}): what they require is not known, and nobody is "
        "counted as missing in them; raise --time-limit"
    )


def _people_shifts_short(facts: Facts) -> str:
    return (
        f"group {facts['group']}: no shifts cover all that {_weeks(facts)} of {count_text(facts['of'])} require "
        f"({_runs(facts)}): {decimal_text(facts['hours'], 1)} operator hours in {facts['worst']}, which count in no "
        "jobs required; schedule says when and why"
    )


def _people_trainers_short(facts: Facts) -> str:
    return (
        f"group {facts['group']}: in {_weeks(facts)} ({_runs(facts)}) training takes more than all who are at work do: "
        f"{decimal_text(facts['trainers'], 1)} full-time jobs of trainers in {facts['worst']}, where "
        f"{decimal_text(facts['at_work'], 1)} are there; nobody is left for callers, and not all can be trained"
    )


def _people_late(facts: Facts) -> str:
    at_work = (
        "nobody who may be hired is at work before the calendar ends"
        if facts["at_work_on"] is None
        else f"nobody who may be hired is at work before {facts['at_work_on']}"
    )
    return f"group {facts['group']}: {at_work}, and until then {_short_weeks(facts)}"


def _people_short(facts: Facts) -> str:
    return f"group {facts['group']}: {_short_weeks(facts)}"


def _people_outpaced(facts: Facts) -> str:
    holds = "holds" if facts["a_month"] == 1 else "hold"
    return (
        f"group {facts['group']}: people leave faster than they may be hired: {counted(facts['a_month'], 'class')} of "
        f"{count_text(facts['size'])} a month {holds} {decimal_text(facts['lasting'], 1)} full-time jobs in the end, "
        f"overtime included, and the last year requires {decimal_text(facts['required'], 1)}"
    )


def _people_time_limit(facts: Facts) -> str:
    known = (
        "how much cheaper others are is not known"
        if facts["gap"] is None
        else f"everything may cost up to {share_text(facts['gap'])} too much"
    )
    return (
        f"group {facts['group']}: the best classes found in {duration_text(facts['seconds'])}; {known}: raise "
        "--time-limit, or be content with a larger --gap"
    )


_CAUTIONS: dict[str, Callable[[Facts], str]] = {
    "operator-hour-unpriced": _operator_hour_unpriced,
    "contact-unpriced": _contact_unpriced,
    "peak-never-on": _peak_never_on,
    "columns-guessed": _columns_guessed,
    "aht-column-unread": _aht_column_unread,
    "rows-left-out": _rows_left_out,
    "table-aht-apart": _table_aht_apart,
    "hotline-never-open": _hotline_never_open,
    "abandonment-unlimited": _abandonment_unlimited,
    "calls-outlast-intervals": _calls_outlast_intervals,
    "operators-capped": _operators_capped,
    "lines-capped": _lines_capped,
    "operators-without-line": _operators_without_line,
    "lines-short": _lines_short,
    "busy-unlimited": _busy_unlimited,
    "lines-mean-rates": _lines_mean_rates,
    "shrinkage-high": _shrinkage_high,
    "given-above-most": _given_above_most,
    "operators-short": _operators_short,
    "open-without-calls": _open_without_calls,
    "callers-give-up": _callers_give_up,
    "column-unread": _column_unread,
    "curve-after-duty": _curve_after_duty,
    "curve-by-interval": _curve_by_interval,
    "handling-times-rough": _handling_times_rough,
    "samples-without-plan": _samples_without_plan,
    "promise-not-kept": _promise_not_kept,
    "variation-unsaid": _variation_unsaid,
    "promise-uncertain": _promise_uncertain,
    "queue-builds-up": _queue_builds_up,
    "precision-not-reached": _precision_not_reached,
    "queue-grows-daily": _queue_grows_daily,
    **ACCOUNT_CAUTIONS,
    **RECORD_CAUTIONS,
    "shifts-short": _shifts_short,
    "shifts-unreached": _shifts_unreached,
    "shifts-time-limit": _shifts_time_limit,
    "shifts-breaks-twice": _shifts_breaks_twice,
    "shifts-days-few": _shifts_days_few,
    "shifts-target-missed": _shifts_target_missed,
    "shifts-promise-missed": _shifts_promise_missed,
    "people-without-shifts": _people_without_shifts,
    "people-weeks-apart": _people_weeks_apart,
    "people-shifts-unknown": _people_shifts_unknown,
    "people-shifts-short": _people_shifts_short,
    "people-trainers-short": _people_trainers_short,
    "people-late": _people_late,
    "people-short": _people_short,
    "people-outpaced": _people_outpaced,
    "people-time-limit": _people_time_limit,
    "days-not-paid": _days_not_paid,
    "intervals-left-alone": _intervals_left_alone,
}
