"""Which days are scheduled, and what each group requires on them."""

from collections.abc import Sequence
from datetime import date, timedelta

import numpy as np

from mfc_capacity.core.arrays import Ints
from mfc_capacity.demand.calendar import Days
from mfc_capacity.files.problems import InputError, say, usage_error
from mfc_capacity.files.units import UnitError, read_date
from mfc_capacity.plan.ledger import group_ledger, week_spans
from mfc_capacity.plan.planner import GroupPlan, Planned, Required
from mfc_capacity.scenario import Steps
from mfc_capacity.scenario.staff_file import StaffFile
from mfc_capacity.shifts.schedule import Asked, calendar_of_shifts
from mfc_capacity.staffing.operators import on_duty

FROM, TO = "--from", "--to"
WEEK = 7
MOST_DAYS = 62  # two months; of a large group they are a program of minutes


def asked_groups(
    planned: Planned,
    plans: Sequence[GroupPlan],
    ends: tuple[str | None, str | None],
    file: StaffFile | None,
) -> list[Asked]:
    """Return the days of each group and what it requires on them.

    Args:
        planned: the scenario.
        plans: of the groups.
        ends: first and last day as YYYY-MM-DD. Where one is None, they are a week apart; where both are, these are the
            days of the file if it names any, else the week that takes most paid hours.
        file: of the operators required; None: those of the plan.

    Raises:
        InputError: if there is no calendar, or a group has no shifts; for days that are no dates, not in it, in the
            wrong order or too many; for days or groups that the file does not have.
    """
    calendar = calendar_of_shifts(planned, plans)
    first, last = _places(planned.days, ((FROM, ends[0]), (TO, ends[1])))
    if file is not None and ends == (None, None) and None not in file.by_day:
        named = [day.isoformat() for day in file.by_day if day is not None]
        first, last = _places(planned.days, ((file.option, min(named)), (file.option, max(named))))
    span = _span(planned.days, first, last)
    spans = [span or heaviest_week(planned, plan) for plan in plans]
    return [
        Asked(
            plan,
            tuple(own),
            calendar.first + timedelta(days=own[0]),
            _required(plan, own) if file is None else _filed(planned, plan, own, file),
        )
        for plan, own in zip(plans, spans, strict=True)
    ]


def _places(days: Days, named: Sequence[tuple[str, str | None]]) -> list[int | None]:
    """Return where in the calendar the days lie that options name.

    Raises:
        InputError: for every one that lies nowhere.
    """
    places: list[int | None] = []
    mistakes: list[InputError] = []
    for option, text in named:
        try:
            places.append(None if text is None else _place(days, option, text))
        except InputError as error:
            mistakes.append(error)
    if mistakes:
        raise InputError(problem for error in mistakes for problem in error.problems)
    return places


def _place(days: Days, option: str, text: str) -> int:
    try:
        return days.dates.index(read_date(text))
    except UnitError as error:
        raise usage_error(option, error.message, error.hint) from None
    except ValueError:
        message = say("schedule.no_such_day", text=text, first=days.dates[0], last=days.dates[-1])
        raise usage_error(option, message) from None


def _span(days: Days, first: int | None, last: int | None) -> range | None:
    """Return the days from one to the other, a week of them where one is not named, None where neither is.

    Raises:
        InputError: if there are none, or too many.
    """
    if first is None:
        if last is None:
            return None
        first = max(last - WEEK + 1, 0)
    if last is None:
        last = min(first + WEEK, len(days)) - 1
    if last < first:
        raise usage_error(TO, say("schedule.runs_backwards", first=days.dates[first], last=days.dates[last]))
    count = last - first + 1
    if count > MOST_DAYS:
        message = say("schedule.too_many_days", days=count, most=MOST_DAYS)
        raise usage_error(TO, message, say("schedule.FEWER_DAYS"))
    return range(first, last + 1)


def heaviest_week(planned: Planned, plan: GroupPlan) -> range:
    """Return the week with most paid hours, whole ones first: the plan's own heaviest week, if it has one."""
    spans = [span for _, span in week_spans(planned.days)]
    whole = [span for span in spans if len(span) == WEEK] or spans
    ledger = group_ledger(plan, planned.scenario.interval_s, with_given=False)
    return whole[int(np.argmax(ledger.paid_hours(whole)))]


def _required(plan: GroupPlan, span: Sequence[int]) -> Ints:
    by_day = Required(plan.load, plan.operators.required).by_day
    return by_day[list(span)]


def _filed(planned: Planned, plan: GroupPlan, span: Sequence[int], file: StaffFile) -> Ints:
    """Return what a file requires of a group while it is open (D x I)."""
    names = [plan.name]

    def steps(day: date | None) -> Steps:
        return file.on(day, names).get(plan.name, ())

    is_open = plan.load.comes[plan.load.kinds[list(span)]]
    return np.concatenate(
        [
            on_duty(steps(planned.days.dates[day]), own[np.newaxis])
            for day, own in zip(span, is_open, strict=True)
        ]
    )
