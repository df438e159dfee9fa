"""Words of the options side by side: what each comes to, and what it changes of today or of the plan."""

import math
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from mfc_capacity.answers.first_screen import CostOf, Option, Options
from mfc_capacity.wording.en.first_screen import COSTS_OF, NEVER, PAIRS, runs_out
from mfc_capacity.wording.en.numbers import UNKNOWN, count_text, counted, decimal_text, money_text, share_text

OPTIONS = "The options side by side"
OPTION_KINDS = {"today": "Today: the operators given", "plan": "The plan"}
OPTION_HEADERS = {
    "days_missed": "Targets missed",
    "fte": "Full-time jobs",
    "exhausted_on": "Contract runs out",
    "left": "Left of the budget",
    "left_with_extra": "Left with the extra",
    "abandonment": "Hang up",
    "service_level": "Answered in time",
    "weeks_short": "Weeks short of people",
    "staffed_service_level": "In time with the people there",
}
NO_PLAN = "no plan"
MOST_TOLD = 4  # variants whose changes are put into words


def option_name(row: Option) -> str:
    """Name a way to go."""
    if row.kind != "variant":
        return OPTION_KINDS[row.kind]
    return f"{row.title} ({row.name})" if row.title else str(row.name)


def option_header(name: str, cost_of: CostOf, *, has_weeks: bool) -> str:
    """Name a column of the options."""
    if name == "fte" and has_weeks:
        return PAIRS["fte"][0]
    return COSTS_OF[cost_of] if name == "cost" else OPTION_HEADERS[name]


def missed_on(row: Option) -> str:
    """Say on how many days a way to go misses a target."""
    if not row.days_missed:
        return NEVER
    return f"{count_text(row.days_missed)} of {counted(row.days or 0, 'day')}"


def short_in(row: Option) -> str:
    """Say how many weeks are short of people."""
    if row.weeks is None or row.weeks_short is None:
        return UNKNOWN
    return f"{count_text(row.weeks_short)} of {count_text(row.weeks)}" if row.weeks_short else NEVER


def option_notes(options: Options) -> Iterator[str]:
    """Yield what else is to be said of the options: how far they can be compared, and which are left out."""
    plan = options.plan
    if plan.by_interval and any(row.days_missed for row in options.rows):
        yield (
            "Targets missed: each interval by itself, with the calls of the day for which targets are promised; "
            "warnings say what queues that go on and days that vary change."
        )
    if options.as_planned and any(row.kind == "today" for row in options.rows):
        yield f"No operators are given in {', '.join(options.as_planned)}: today they are those of the plan."
    unstaffed = [option_name(row) for row in options.variants if row.weeks is None]
    if plan.weeks is not None and unstaffed:
        yield f"What the people come to is not known here of {', '.join(unstaffed)}; people --variant says it."
    unlike: dict[str, Callable[[Option], bool]] = {
        "Answered in time is by another promise than the plan's": lambda row: {*row.levels} != {*plan.levels},
        "Of other days than the plan, and not compared in words": lambda row: row.dates != plan.dates,
        "The budget or the contract covers something else than the plan's": lambda row: (
            row.cost_of != plan.cost_of
        ),
        "By another method than the plan": lambda row: row.by_interval != plan.by_interval,
    }
    known = [row for row in options.rows if not row.problems]
    for what, is_unlike in unlike.items():
        if others := [option_name(row) for row in known if is_unlike(row)]:
            yield f"{what}: {', '.join(others)}."
    if options.left_out:
        yield f"Not planned here: {', '.join(options.left_out)}."


def helps_said(options: Options, currency: str | None) -> Iterator[str]:
    """Yield what the plan changes of today, and variants of the plan: the cheapest first, and no more than a few."""
    plan = options.plan
    for row in options.rows:
        if row.kind == "today" and (change := _change(row, plan, currency)):
            yield f"The operators planned in place of those given: {change}."
    alike = [row for row in options.variants if (row.dates, row.cost_of) == (plan.dates, plan.cost_of)]
    variants = sorted(alike, key=lambda row: math.inf if row.cost is None else row.cost)
    cheapest = _best(variants, plan, "cost", partial(money_text, currency=currency))
    kindest = _best(variants, plan, "abandonment", share_text)
    is_all = not options.left_out and len(alike) == sum(row.kind == "variant" for row in options.rows)
    of = "of the variants" if is_all else "of the variants compared here"
    changes = {row: change for row in variants if (change := _change(plan, row, currency))}
    for row in [row for k, row in enumerate(changes) if k < MOST_TOLD or row is kindest]:
        most = [("cheapest", cheapest), ("with the smallest share who hang up", kindest)]
        best = " and ".join(name for name, one in most if row is one and len(variants) > 1)
        yield f"{option_name(row)}{f', {best} {of}' if best else ''}: {changes[row]}."
    yield from _of_all(variants, plan, of)


def _of_all(variants: Sequence[Option], plan: Option, of: str) -> Iterator[str]:
    """Yield that no variant costs less than the plan, and that the budget is enough for none, where that is so."""
    costs, left = [row.cost for row in variants], [row.left for row in (plan, *variants)]
    extra = [row.left_with_extra for row in (plan, *variants) if row.left_with_extra is not None]
    if not variants:
        return
    if plan.cost is not None and all(cost is not None and cost >= plan.cost for cost in costs):
        yield f"None {of} costs less than the plan."
    if all(own is not None and own < 0 for own in (*left, *extra)):
        yield f"The budget is enough for none {of}{', not even with the extra' if extra else ''}."


def _best(
    variants: Sequence[Option], plan: Option, figure: str, written: Callable[[float], str]
) -> Option | None:
    """Return the variant that has least of a figure, if that is less than of all others as it is shown."""
    known = {
        row: float(getattr(row, figure)) for row in (plan, *variants) if getattr(row, figure) is not None
    }
    if plan not in known:
        return None
    best = min(known, key=lambda row: known[row])
    is_alone = [written(value) for value in known.values()].count(written(known[best])) == 1
    return best if is_alone and best is not plan else None


def _change(before: Option, after: Option, currency: str | None) -> str:
    """Say what one way to go changes of another, as it is shown; nothing of what is the same or not known of both."""
    said = [_missed_change(before, after)]
    if before.cost is not None and after.cost is not None:
        said.append(_instead(money_text(after.cost, currency), money_text(before.cost, currency), "to pay"))
    if after.has_contract and after.exhausted_on != before.exhausted_on:
        until = f"runs out on {runs_out(after.exhausted_on)}" if after.exhausted_on else "lasts to the end"
        said.append(f"the contract {until}")
    if after.left is not None and before.left != after.left:
        what = "left of" if after.left >= 0 else "missing in"
        said.append(f"{money_text(abs(after.left), currency)} {what} the budget")
    if before.fte is not None and after.fte is not None:
        said.append(_instead(decimal_text(after.fte, 1), decimal_text(before.fte, 1), "full-time jobs"))
    if before.weeks_short is not None and after.weeks_short is not None:
        weeks = count_text(after.weeks_short), count_text(before.weeks_short)
        said.append(_instead(*weeks, "weeks short of people"))
    said.append(_callers_change(before, after))
    return ", ".join(filter(None, said))


def _missed_change(before: Option, after: Option) -> str:
    """Say on how many days a target is missed, where that changes and both are by the same method."""
    if before.days_missed == after.days_missed or before.by_interval != after.by_interval:
        return ""
    alone = " (each interval by itself)" if after.by_interval else ""
    is_missed = "a target is missed" if after.days_missed else "no target is missed"
    if after.days == 1:
        return f"{is_missed}{alone}"
    days = f" on {missed_on(after)}, not {count_text(before.days_missed or 0)}"
    return f"{is_missed}{days if after.days_missed else f', not on {missed_on(before)}'}{alone}"


def _callers_change(before: Option, after: Option) -> str:
    """Say how callers fare: with the people there, where both have people; else how many hang up, or wait too long."""
    is_one_promise = {*before.levels} == {*after.levels}
    if None not in (before.staffed_service_level, after.staffed_service_level):
        what = "answered in time with the people there"
        return _share_change(before, after, "staffed_service_level", what) if is_one_promise else ""
    hang_up = _share_change(before, after, "abandonment", "hang up")
    return hang_up or (
        _share_change(before, after, "service_level", "answered in time") if is_one_promise else ""
    )


def _share_change(before: Option, after: Option, figure: str, what: str) -> str:
    """Say what a share of callers is, and was; of less money, whether it gets worse."""
    now, then = getattr(after, figure), getattr(before, figure)
    if now is None or then is None:
        return ""
    is_worse = now > then if figure == "abandonment" else now < then
    is_cheaper = before.cost is not None and after.cost is not None and after.cost < before.cost
    said = _instead(share_text(now), share_text(then), what)
    return f"but {said}" if said and is_worse and is_cheaper else said


def _instead(after: str, before: str, what: str) -> str:
    return "" if after == before else f"{after} {what}, not {before}"
