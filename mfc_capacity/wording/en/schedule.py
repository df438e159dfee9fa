"""Sentences of a schedule, and of the errors on the way to it."""

from collections.abc import Mapping, Sequence
from datetime import date

from mfc_capacity.answers.records import Cell
from mfc_capacity.wording.en.numbers import (
    UNKNOWN,
    WEEKDAYS,
    count_text,
    counted,
    dates_text,
    decimal_text,
    money_text,
    share_text,
)

Record = Mapping[str, Cell]

ONLY_OF_LEVELS = "is said of a service level, and what is asked for is cover"
ADD_THE_TARGET = "add --target service-level"
NO_TIME_LIMIT = "is a time above 0s, a day at most"
TIME_LIMIT_HINT = "write it as 60s or 10m"
NO_GAP = "is a share from 0 % to below 100 %"
GAP_HINT = "write it as 1%; 0% looks for the cheapest of all"
NO_CALENDAR = "people work by patterns of days, and this scenario has no dates"
WRITE_A_CALENDAR = "write a calendar, as {from: 2026-04-06, to: 2026-04-12}"
FEWER_DAYS = "name fewer by --from and --to, and schedule the others by themselves"

NEED, SHIFTS, PROOF = "WHAT IS NEEDED", "THE SHIFTS", "PROOF"
LINES = {
    "operator_hours_required": "Hours on duty",
    "operator_hours_paid": "Paid hours",
    "labour_cost": "Labour cost",
    "operator_hours_scheduled": "Hours at the desks",
    "shift_hours_paid": "Paid hours",
    "shift_cost": "Cost",
    "people": "People on the roster",
    "headcount": "Heads",
    "efficiency_lost": "Lost to their shape",
    "operator_hours_short": "Hours missing",
    "operator_hours_over": "Hours beyond the need",
}
CHEAPEST = "Cheapest possible"
BESIDE = "IN SHIFTS, THE HEAVIEST WEEK"
BESIDE_LINES = {
    "from": "From",
    "to": "  to",
    "fte": "FTE needed",
    "headcount": "  heads in shifts",
    "labour_cost": "Cost of the need",
    "shift_cost": "  of the shifts",
    "efficiency_lost": "Lost to their shape",
    "operator_hours_short": "Hours missing",
}
SHIFTS_NOT_ASKED = "is said of shifts, and none are asked for"
ADD_SHIFTS = "add --shifts"
SHIFT, FROM, OTHERS = "shift", "from", "others"
SCHEDULED = "scheduled"


def no_such_choice(text: str, there: Sequence[str]) -> str:
    """Say what may be asked for."""
    return f"'{text[:60]}' is none of {', '.join(there)}"


def no_such_day(text: str, first: date, last: date) -> str:
    """Say which days there are, when one was asked for that is not."""
    return f"'{text[:60]}' is no day of this scenario: the calendar runs from {first} to {last}"


def runs_backwards(first: date, last: date) -> str:
    """Refuse days that end before they begin."""
    return f"{last} is before --from {first}"


def too_many_days(days: int, most: int) -> str:
    """Refuse more days than are scheduled as one program."""
    return f"{count_text(days)} days are more than the {most} that are scheduled at once"


def searching(group: str, best: float | None, bound: float) -> str:
    """Say how far the search for a group's shifts is."""
    if best is None:
        return f"{group}: no shifts found yet"
    return f"{group}: {count_text(best)} paid hours, at least {count_text(bound)}"


_TARGETS = {
    "cover": "cover what is required in every interval",
    "day": "keep the service level of each day",
    "hour": "keep the service level of each hour",
}


def asked(spans: Sequence[tuple[str, str]], per: str | None, floor: float | None) -> str:
    """Say which days are scheduled, and what the shifts are to keep; `spans` are those that groups have."""
    days = dates_text(*spans[0]) if len(spans) == 1 else "the week of each group that takes most of it"
    least = (
        ""
        if floor is None
        else f", and in every interval {share_text(floor)} or what is promised, if that is less"
    )
    return f"The cheapest shifts for {days} that {_TARGETS[per or 'cover']}{least}"


def day_name(day: date) -> str:
    """Return what stands above the column of a day."""
    return f"{WEEKDAYS[day.weekday()]} {day.day}"


def shifts_title(group: str, first: date, last: date, *, is_part: bool) -> str:
    """Say what the table of shifts by day shows."""
    span = dates_text(first.isoformat(), last.isoformat())
    return f"{group}: operators who begin, {span}{' (more: --table shifts)' if is_part else ''}"


def day_bars_title(group: str, day: str) -> str:
    """Say what the picture of a day shows."""
    return f"{group}: needed and scheduled on the busiest day, {day}"


def proved(gap: float | None, uncovered_gap: float | None, *, by_curves: bool = False) -> str:
    """Say how near to the cheapest a schedule is known to be; `by_curves`: of service level, which are not exact."""
    if gap is None:
        return UNKNOWN
    within = "the cheapest" if gap == 0 else f"within {gap_text(gap)}"
    within = f"about {within}" if by_curves else within
    return within if not uncovered_gap else f"{within}; cover within {gap_text(uncovered_gap)}"


def gap_text(gap: float) -> str:
    """Return a gap, which is never shown as none where there is one.

    >>> gap_text(0.0063), gap_text(0.00001)
    ('0.6 %', 'under 0.1 %')
    """
    return "under 0.1 %" if 0 < gap < 0.0005 else share_text(gap)


def breaks_left_out(groups: Mapping[str, float]) -> str:
    """Say that shifts hold their own breaks, which shrinkage is not to pay again."""
    parts = dict.fromkeys(groups.values())
    if len(parts) == 1:
        share = share_text(next(iter(parts)))
        return f"Shifts hold their own breaks: the {share} of shrinkage that are breaks are left out where they do."
    named = "; ".join(f"{group} {share_text(share)}" for group, share in groups.items())
    return f"Shifts hold their own breaks: what of shrinkage is breaks is left out where they do ({named})."


def verdict(
    record: Record, gap: float | None, currency: str | None, *, is_kept: bool, by_curves: bool
) -> str:
    """Say how many people it takes, what their shifts cost beside the need, and how good that is known to be.

    `is_kept`: every service level that was asked for is; `by_curves`: what is known is so by curves of service level.
    """
    if not record["people"] and not record["operator_hours_short"]:
        return "Nobody is needed."
    people = count_text(float(record["people"] or 0))
    said = f"It takes {_heads(record)}, {people} of them on the roster: {_beside_need(record, currency)}."
    lost, short = (float(record[name] or 0) for name in ("efficiency_lost", "operator_hours_short"))
    if lost > 0:
        said += f" The shape of shifts takes {share_text(lost)} of the paid hours."
    if short:
        said += f" {decimal_text(short, 1)} operator hours stay uncovered, as the warnings say."
    if not is_kept:
        said += " The service level is not kept everywhere, as the warnings say."
    return f"{said} {_by_curves(gap) if by_curves else _proof(gap)}"


def _heads(record: Record) -> str:
    """Return the people on the payroll."""
    heads = float(record["headcount"] or 0)
    return counted(heads, "head")


def _beside_need(record: Record, currency: str | None) -> str:
    """Say what shifts cost beside what is needed, in paid hours where a price is missing."""
    cost, bare = record["shift_cost"], record["labour_cost"]
    if cost is None or bare is None:
        names = ("shift_hours_paid", "operator_hours_paid")
        shifts, need = (f"{count_text(float(record[name] or 0))} paid hours" for name in names)
        return f"their shifts take {shifts}, what is needed by itself {need}"
    shifts, need = (money_text(float(amount), currency) for amount in (cost, bare))
    return f"their shifts cost {shifts}, what is needed by itself {need}"


def _proof(gap: float | None) -> str:
    if gap is None:
        return "How near that is to the cheapest possible is not known."
    if gap == 0:
        return "No shifts are cheaper: that is proved."
    return f"That is within {gap_text(gap)} of the cheapest possible."


def _by_curves(gap: float | None) -> str:
    """Say how good shifts are known to be where the bound is of curves of service level."""
    if gap is None:
        return (
            "How near that is to the cheapest possible is not known: queues are carried on, and no bound is."
        )
    within = "nothing is cheaper" if gap == 0 else f"that is within {gap_text(gap)} of the cheapest possible"
    return f"By curves of the service level that are known to 0.1 % of the calls, {within}."


def beside(record: Record, *, is_one_span: bool, gap: float | None, currency: str | None) -> str:
    """Say what the heaviest week comes to in shifts, and that no other day is scheduled."""
    if not record["headcount"] and not record["operator_hours_short"]:
        return "Nobody is needed in shifts."
    fte = decimal_text(float(record["fte"] or 0), 1)
    takes = f"{_heads(record)} in shifts, where {fte} FTE are needed"
    said = f"{_heaviest(record, is_one_span=is_one_span)} {takes}: {_beside_need(record, currency)}."
    if short := float(record["operator_hours_short"] or 0):
        said += f" {decimal_text(short, 1)} operator hours stay uncovered, as the warnings say."
    return f"{said} {_proof(gap)} No other days are scheduled."


def in_a_breath(record: Record, currency: str | None, *, is_one_span: bool) -> str:
    """Say how many heads the heaviest week takes in shifts, and what their shape takes beside the need."""
    if not record["headcount"]:
        return ""
    weeks = "week takes" if is_one_span else "weeks of the groups take"
    said = f"in shifts the heaviest {weeks} {_heads(record)}"
    if record["operator_hours_short"]:
        return f"{said}, and some hours stay uncovered"
    cost, bare = record["shift_cost"], record["labour_cost"]
    if cost is None or bare is None:
        return f"{said}, and their shape takes {share_text(float(record['efficiency_lost'] or 0))} of the paid hours"
    shape = money_text(float(cost) - float(bare), currency)
    return f"{said}, and the shape of shifts costs {shape} of their {money_text(float(cost), currency)}"


def _heaviest(record: Record, *, is_one_span: bool) -> str:
    if is_one_span:
        return f"The heaviest week, {dates_text(str(record['from']), str(record['to']))}, takes"
    return "The heaviest weeks of the groups together take"
