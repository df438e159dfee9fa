"""The sentence of each caution about records: in what is learnt, and in a backtest."""

from collections.abc import Callable, Mapping
from typing import Any

from mfc_capacity.wording.en.numbers import count_text, counted, dates_text, duration_text, share_text

Facts = Mapping[str, Any]


def _files_overlap(facts: Facts) -> str:
    calls = f"{counted(facts['calls'], 'call')} {'counts' if facts['calls'] == 1 else 'count'}"
    files = " and ".join(facts["files"]) if len(facts["files"]) == 2 else f"the {len(facts['files'])} files"
    return (
        f"{files} overlap: {calls} twice, with the same times in two of them, as no column tells calls or callers "
        "apart; leave out a file or the days that are doubled, or export a number of each call (call_id)"
    )


def _much_left_out(facts: Facts) -> str:
    are = "is" if facts["rows"] == 1 else "are"
    said = (
        f"{counted(facts['rows'], 'row')}, {share_text(facts['share'])} of the records, {are} left out, and what is "
        "learnt leaves them out too"
    )
    if not facts["texts"]:
        return f"{said}, most by the rule {facts['rule']}: see --table excluded"
    texts = [(text or '""', count) for text, count in facts["texts"]]
    named = ", ".join(f"{text} ({count_text(count)})" for text, count in texts)
    more = f" and {count_text(facts['more'])} more" if facts["more"] else ""
    return (
        f"{said}; nobody knows these outcomes: {named}{more}; say what they mean in a file for --map, as "
        f"outcomes: {{{texts[0][0]}: answered}}, as hung-up, busy or phantom"
    )


def _calendar_moved(_facts: Facts) -> str:
    return (
        "the scenario's calendar has no day of the records: it is held against their days, with what changes by date "
        "as it is then"
    )


def _days_not_recorded(facts: Facts) -> str:
    days, first = counted(facts["days"], "open day"), dates_text(facts["first"])
    return f"{days} between the first call and the last, {first} the first, without any call: not compared"


def _clock_changes_left_out(facts: Facts) -> str:
    days = counted(facts["days"], "day")
    return f"{days} on which the clock changes are not compared"


def _operators_inferred(facts: Facts) -> str:
    judged, called = count_text(facts["judged"]), counted(facts["called"], "interval")
    return (
        f"group {facts['group']}: nobody says who was there{_on_days(facts)}; waits are compared in {judged} of "
        f"{called}, where calls show it, and there more callers waited than elsewhere; --operators gives a "
        "roster"
    )


def _few_judged(facts: Facts) -> str:
    judged, called = count_text(facts["judged"]), counted(facts["called"], "interval")
    return (
        f"group {facts['group']}: nobody says who was there{_on_days(facts)}, and only in {judged} of {called}, "
        "the busy ones, calls show it: waits look worse beside what is said than they were; --operators "
        "gives a roster"
    )


def _said_overloaded(facts: Facts) -> str:
    overloaded, judged = count_text(facts["intervals"]), counted(facts["judged"], "interval")
    return (
        f"group {facts['group']}: in {overloaded} of {judged} those there are too few for the calls said, of "
        "whom nobody hangs up: as said nobody is answered in time, and other waits are not compared"
    )


def _level_not_recorded(facts: Facts) -> str:
    return (
        f"group {facts['group']}: its service level is one of callers of endless patience, which no record tells; it "
        "is not compared"
    )


def _calls_outside_hours(facts: Facts) -> str:
    return (
        f"group {facts['group']}: {share_text(facts['share'])} of the calls came while the scenario has it closed; "
        "they count as calls, and waits are not compared then"
    )


def _patience_unknown(facts: Facts) -> str:
    least = "" if facts["least_s"] is None else f", and is hardly below {duration_text(facts['least_s'])}"
    return (
        f"nobody hangs up at {facts['hotline']}: patience is not known{least}; without it callers never hang up, so "
        "that operators are rather too many than too few"
    )


def _waits_unknown(facts: Facts) -> str:
    return (
        f"patience at {facts['hotline']} is not learnt, as no column tells how long callers waited: name it as queue_s "
        "in --columns; without patience callers never hang up, so that operators are rather too many than too few"
    )


def _days_without_calls(facts: Facts) -> str:
    days = counted(facts["days"], "day")
    return f"{facts['hotline']} has no call on {days} of a kind on which it has: taken for missing, not for quiet"


def _law_fits_badly(facts: Facts) -> str:
    return (
        f"no law that a scenario knows is quite like the patience of {facts['hotline']}; {facts['law']} is the "
        "nearest, and its mean stands for waits that nobody had: look at --table survival"
    )


def _habit_forecasts_better(facts: Facts) -> str:
    habit = {
        "naive": "the same weekday of the last week",
        "mean_of_six": "the mean of the last six such weekdays",
    }
    return (
        f"{facts['hotline']}: {habit[facts['habit']]} was {share_text(facts['wape'])} off a week ahead, this forecast "
        f"{share_text(facts['wape_of_forecast'])}: calls move faster than it follows; learn from fewer weeks"
    )


def _hotline_began(facts: Facts) -> str:
    return f"{facts['hotline']} has no call before {dates_text(facts['day'])}: it is learnt from then on"


def _hotline_ended(facts: Facts) -> str:
    return f"{facts['hotline']} has no call after {dates_text(facts['day'])}: nothing is forecast for it"


def _level_changes(facts: Facts) -> str:
    return (
        f"the level of {facts['hotline']} moves from week to week, and counts as chance in its figures; learn from "
        "the weeks since it changed"
    )


def _few_days(facts: Facts) -> str:
    days = counted(facts["days"], "day")
    return f"{facts['hotline']} has only {days} of records: weekdays and the spread of days are hardly known"


def _few_calls(facts: Facts) -> str:
    calls = counted(facts["calls"], "call")
    return (
        f"{facts['hotline']} has only {calls}: look at the intervals of its figures before planning by them"
    )


def _hours_not_counted(facts: Facts) -> str:
    return (
        f"{facts['hotline']} is counted by day, which tells neither opening hours nor the shape of a day: its "
        "calls are spread over 24 hours; write its hours and profile"
    )


def _aht_not_counted(facts: Facts) -> str:
    return (
        f"the records of {facts['hotline']} tell no handling time: {duration_text(facts['aht_s'])} is written in its "
        "place, which nobody measured; write yours, or give --aht"
    )


def _on_days(facts: Facts) -> str:
    """Return on how many of the days it is, unless it is on all."""
    days, of = facts["days"], facts["of"]
    return "" if days == of else f" on {count_text(days)} of {counted(of, 'day')}"


RECORD_CAUTIONS: dict[str, Callable[[Facts], str]] = {
    "patience-unknown": _patience_unknown,
    "waits-unknown": _waits_unknown,
    "days-without-calls": _days_without_calls,
    "law-fits-badly": _law_fits_badly,
    "habit-forecasts-better": _habit_forecasts_better,
    "hotline-began": _hotline_began,
    "hotline-ended": _hotline_ended,
    "level-changes": _level_changes,
    "few-days": _few_days,
    "few-calls": _few_calls,
    "calendar-moved": _calendar_moved,
    "days-not-recorded": _days_not_recorded,
    "clock-changes-left-out": _clock_changes_left_out,
    "operators-inferred": _operators_inferred,
    "few-judged": _few_judged,
    "said-overloaded": _said_overloaded,
    "level-not-recorded": _level_not_recorded,
    "calls-outside-hours": _calls_outside_hours,
    "much-left-out": _much_left_out,
    "files-overlap": _files_overlap,
    "hours-not-counted": _hours_not_counted,
    "aht-not-counted": _aht_not_counted,
}
