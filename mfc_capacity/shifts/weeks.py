"""What each week of a calendar comes to in shifts.

Weeks are scheduled by themselves, so that what a pattern leaves for the next week is nobody's; those that ask the same
operators of the same shifts at the same terms are scheduled once.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np

from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.integer_program import Effort
from mfc_capacity.core.threads import in_threads
from mfc_capacity.files.problems import NoAnswerError
from mfc_capacity.plan.planner import GroupPlan, Planned, Required
from mfc_capacity.plan.surcharges import SurchargesByDay, surcharges_by_day
from mfc_capacity.shifts.hours import HOUR_S, shrinkage_of
from mfc_capacity.shifts.schedule import Asked, GroupSchedule, Question, calendar_of_shifts, scheduled

OnWeek = Callable[[int, int], None]


@dataclass(frozen=True, eq=False)
class WeeksInShifts:
    """The weeks of a group in shifts (T); what is not known of a week for which none were found in time is NaN.

    Attributes:
        paid_hours: of the shifts, with shrinkage, within the week (T).
        gap: the share of their cost by which it may lie above the least (T).
        hours_short: operator hours that no people or seats cover (T).
        at_desk: operators while it is open, by planned day (D x I); those required where none were found.
        distinct: how many weeks were scheduled.
    """

    paid_hours: Floats
    gap: Floats
    hours_short: Floats
    at_desk: Ints
    distinct: int


def weeks_in_shifts(
    planned: Planned,
    plans: Sequence[GroupPlan],
    spans: Sequence[range],
    question: Question,
    *,
    workers: int = 1,
    on_week: OnWeek = lambda _done, _planned: None,
) -> list[WeeksInShifts]:
    """Return what the weeks of some groups come to in the cheapest shifts that cover what is required.

    Args:
        planned: the scenario.
        plans: of the groups.
        spans: the planned days of each week (T).
        question: how hard they are looked for; its time is for all weeks of all groups together.
        workers: how many weeks are scheduled at once.
        on_week: called with the number of weeks scheduled so far, and that of all to be.

    Raises:
        InputError: without highspy, or if a group has no shifts.
        NoAnswerError: if no week of some group can be scheduled.
    """
    required = {plan.name: Required(plan.load, plan.operators.required).by_day for plan in plans}
    asked, alike = _asked(planned, plans, spans, required)
    by_size = sorted(asked, key=lambda key: -int(asked[key].required.sum()))
    done = 0

    def solve(key: Hashable, effort: Effort) -> GroupSchedule | NoAnswerError:
        nonlocal done
        try:
            found: GroupSchedule | NoAnswerError = scheduled(planned, asked[key], question, effort)
        except NoAnswerError as error:
            found = error
        done += 1
        on_week(done, len(asked))
        return found

    effort = Effort(question.time_limit_s, question.gap)
    found = dict(zip(by_size, in_threads(solve, by_size, workers, effort), strict=True))
    return [
        _weeks(
            {key: (found[key], alike[key]) for key in asked if asked[key].plan is plan},
            spans,
            required[plan.name],
            plan.load.open[plan.load.kinds],
            planned.scenario.interval_s,
        )
        for plan in plans
    ]


def _asked(
    planned: Planned, plans: Sequence[GroupPlan], spans: Sequence[range], required: Mapping[str, Ints]
) -> tuple[dict[Hashable, Asked], dict[Hashable, list[int]]]:
    """Return what is asked of the weeks that differ, and which weeks ask each of it."""
    first = calendar_of_shifts(planned, plans).first
    surcharges = surcharges_by_day(
        planned.scenario.costs.surcharges, planned.days, planned.scenario.interval_s
    )
    asked: dict[Hashable, Asked] = {}
    alike: dict[Hashable, list[int]] = {}
    for plan in plans:
        for week, span in enumerate(spans):
            own = Asked(plan, tuple(span), first + timedelta(days=span[0]), required[plan.name][list(span)])
            key = plan.name, _terms(planned, own, surcharges)
            asked.setdefault(key, own)
            alike.setdefault(key, []).append(week)
    return asked, alike


def _terms(planned: Planned, asked: Asked, surcharges: SurchargesByDay) -> Hashable:
    """Return what decides the shifts of a week: of two weeks with the same, one is scheduled."""
    days, group = planned.days, asked.plan.group
    shifts = [planned.scenario.shifts[name] for name in group.shifts]
    by_day = (
        (
            int(surcharges.of_day[day]),
            asked.plan.terms(int(asked.plan.load.kinds[day])).max_operators,
            *(shrinkage_of(group, shift, days.dates[day], int(days.kinds[day])) for shift in shifts),
        )
        for day in asked.span
    )
    return asked.required.tobytes(), tuple(by_day)


def _weeks(
    found: dict[Hashable, tuple[GroupSchedule | NoAnswerError, list[int]]],
    spans: Sequence[range],
    required: Ints,
    is_open: Bools,
    interval_s: int,
) -> WeeksInShifts:
    """Return the weeks of a group from those that were scheduled, each with all that are like it.

    Raises:
        NoAnswerError: if there is no schedule of any.
    """
    schedules = [(own, weeks) for own, weeks in found.values() if isinstance(own, GroupSchedule)]
    if not schedules:
        raise next(own for own, _ in found.values() if isinstance(own, NoAnswerError))
    paid_hours, gap, hours_short = np.full((3, len(spans)), np.nan)
    at_desk = required.copy()
    for own, weeks in schedules:
        if own.covered.missing is not None and not own.covered.cannot:
            continue  # all could be covered, for all that is known
        paid_hours[weeks] = float(own.paid_hours)
        gap[weeks] = own.proof.gap
        hours_short[weeks] = int(own.short.sum()) * interval_s / HOUR_S
        for week in weeks:
            at_desk[list(spans[week])] = own.scheduled * is_open[list(spans[week])]
    return WeeksInShifts(paid_hours, gap, hours_short, at_desk, len(found))
