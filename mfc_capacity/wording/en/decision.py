"""Sentences of the decision that stands first in a report, the most telling first."""

from collections.abc import Iterator, Sequence

from mfc_capacity.answers.accounts import BudgetUse, ContractUse
from mfc_capacity.answers.first_screen import (
    BudgetBuys,
    Capped,
    Decision,
    People,
    Served,
    ServedGroup,
)
from mfc_capacity.answers.maps import Missed
from mfc_capacity.wording.en.accounts import budget_sentence, contract_sentence
from mfc_capacity.wording.en.numbers import (
    NOTHING,
    count_text,
    counted,
    decimal_text,
    duration_text,
    money_text,
    share_text,
)
from mfc_capacity.wording.en.report import (
    NOBODY,
    SERVICE_LEVELS,
    extra_said,
    given_said,
    group_title,
    peak_said,
    waits_said,
    weeks_said,
)
from mfc_capacity.wording.en.shortage import missed_said


def decision_said(decision: Decision, currency: str | None) -> list[str]:
    """Say what is to be decided; the first sentence is the decision, the others say more of it.

    A plan in which nobody calls says so first; else money comes first, then people, contracts, callers and the need.
    """
    need = decision.need
    said = [] if need else [NOBODY]
    if decision.capped:
        said.append(_capped(decision.capped))
    said += _money(decision, currency)
    if decision.people is not None:
        said.append(people_short_said(decision.people))
    said += _contracts(decision.contracts, currency)
    if decision.budget is not None and decision.budget.extra and decision.buys is not None:
        said += _extra(decision.budget.extra, decision.buys, currency)
    if decision.served is not None:
        said += _served(decision.served)
    if need is not None:
        said.append(peak_said(need.operators, need.date, need.start, is_capped=bool(decision.capped)))
        if need.week is not None and need.fte_of_week is not None:
            said.append(weeks_said(need.fte, need.fte_of_week, need.week))
    return said


def _capped(groups: Sequence[Capped]) -> str:
    """Say where the targets need more operators than may be, by the worst group."""
    worst, others = groups[0], len(groups) - 1
    where, more = (
        group_title(worst.name, worst.title),
        f"; the same in {counted(others, 'more group')}" if others else "",
    )
    return (
        f"In {where} no more than {count_text(worst.planned)} operators may be where the targets need "
        f"{count_text(worst.needed)}, and what is planned does not keep them{more}."
    )


def _money(decision: Decision, currency: str | None) -> Iterator[str]:
    """Yield whether the budget is enough for the plan; where it is not, whether it is for the operators given."""
    budget, today = decision.budget, decision.today
    if budget is None:
        return
    yield money_said(budget, currency, contracts=len(decision.contracts))
    if budget.status == "enough" or today is None or today.cost is None or today.left is None:
        return
    cost = f"With the operators given it is {money_text(today.cost, currency)} to pay"
    if today.left >= 0:
        yield f"{cost}, and the money is enough."
    else:
        extra = today.left_with_extra
        with_extra = "" if extra is None else ", not with the extra" if extra >= 0 else ", with the extra too"
        yield f"{cost}, {money_text(-today.left, currency)} more than the budget{with_extra}."


def money_said(budget: BudgetUse, currency: str | None, *, contracts: int) -> str:
    """Say whether the money is enough; of the extra only where it is not."""
    said = budget_sentence(budget, currency, contracts=contracts)
    if budget.status == "unknown":
        return said
    not_even = "" if budget.extra is None else ", not even with the extra"
    enough = {
        "enough": "The money is enough for the plan",
        "enough-with-extra": "The money is enough for the plan only with the extra",
        "not-enough": f"The money is not enough for the plan{not_even}",
    }[budget.status]
    return f"{enough}: {said[0].lower()}{said[1:]}"


def _contracts(contracts: Sequence[ContractUse], currency: str | None) -> Iterator[str]:
    """Yield whether each contract lasts, and whether its cost counts what lies beyond it."""
    for part in contracts:
        yield contract_sentence(part, currency, alone=len(contracts) == 1)
        if part.cost_beyond:
            yield f"The cost of {money_text(part.cost, currency)} counts what lies beyond."


def _served(served: Served) -> Iterator[str]:
    """Yield whether callers are badly served with the operators given, by the worst group, and what they meet."""
    bad = [group for group in served.groups if group.days_missed or group.is_overloaded]
    if bad:
        yield _badly_served(bad[0], groups=len(bad), of=len(served.groups))
        if served.is_enough:
            given, needed = (decimal_text(hours, 0) for hours in (served.hours, served.needed_hours))
            or_groups = " or in the wrong groups" if len(served.groups) > 1 else ""
            yield (
                f"Operators are enough, at the wrong times{or_groups}: {given} hours on duty are given, and {needed} "
                "needed."
            )
    elif any(group.has_targets for group in served.groups):
        by_interval = ", each interval taken by itself" if served.by_interval else ""
        whose = "" if served.is_everybody else " in the groups that state them"
        yield f"The operators given keep every target{whose}{by_interval}."
    if served.mean_wait_s is not None and served.abandonment is not None:
        as_needed = (served.needed_mean_wait_s, served.needed_abandonment) if bad else (None, None)
        groups = [] if served.is_everybody else [group.name for group in served.groups]
        yield given_said(served.mean_wait_s, served.abandonment, as_needed, groups)


def _badly_served(group: ServedGroup, *, groups: int, of: int) -> str:
    name = group_title(group.name, group.title)
    where = (
        f"in {count_text(groups)} of {count_text(of)} groups, worst in {name}, where "
        if of > 1
        else f"in {name}: "
    )
    start = f"Callers are badly served with the operators given {where}"
    if group.is_overloaded:
        return f"{start}more calls come than they can handle, and the queue only grows."
    days = "" if group.days == 1 else f" on {count_text(group.days_missed)} of {count_text(group.days)} days"
    return f"{start}a target is missed{days}{'' if group.missed is None else _mean(group, group.missed)}."


def _mean(group: ServedGroup, missed: Missed) -> str:
    """Say by how much the target is missed that is missed by most, over all days."""
    over_all = "over the day" if group.days == 1 else "over all days"
    answered = SERVICE_LEVELS[group.level.of].format(
        within=duration_text(group.level.within_s), short=duration_text(group.level.short_s)
    )
    return f", and {over_all} {missed_said(missed, answered)}"


def people_short_said(people: People) -> str:
    """Say in how many weeks people are missing, and how many at worst."""
    if not people.weeks:
        return "No week is whole, and none is judged by its people."
    of = f" of {', '.join(people.groups)}" if people.groups else ""
    hired = f"with {count_text(people.hired)} hired" if people.hired else "with nobody hired"
    if people.left >= 1:
        left = count_text(people.left)
        hired += f" and {left} who {'leaves' if left == '1' else 'leave'}"
    if not people.weeks_short or people.worst_week is None:
        return f"No week{of} is short of people, {hired}."
    weeks = f"{count_text(people.weeks_short)} of {counted(people.weeks, 'week')}{of}"
    are = "is" if people.weeks_short == 1 else "are"
    missing = decimal_text(people.worst_fte or 0, 1, NOTHING)
    met = ""
    if people.service_level is not None and people.worst_service_level is not None:
        worst, mean = share_text(people.worst_service_level), share_text(people.service_level)
        met = f" and {worst} answered in time; over all weeks {mean} are"
    return (
        f"{weeks} {are} short of people, {hired}: most in {people.worst_week}, with {missing} full-time jobs "
        f"missing{met}."
    )


def _extra(extra: float, buys: BudgetBuys, currency: str | None) -> Iterator[str]:
    """Yield what the extra changes for callers, where it changes a figure that is shown."""
    if buys.with_extra is None:
        return
    with_it, without = ((met.mean_wait_s, met.abandonment) for met in (buys.with_extra, buys.amount))
    if waits_said(*with_it) != waits_said(*without):
        yield extra_said(extra, currency, with_it, without)
