"""Names and sentences of the report's first screen: pairs of figures, and options side by side."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial

from mfc_capacity.answers.first_screen import CostOf, Met, Option, Options, People, Tile
from mfc_capacity.answers.records import Cell
from mfc_capacity.wording.en.accounts import UNITS
from mfc_capacity.wording.en.numbers import (
    UNKNOWN,
    count_text,
    counted,
    dated,
    day_text,
    decimal_text,
    duration_text,
    listed,
    money_text,
    share_text,
)
from mfc_capacity.wording.en.report import group_title, waits_said

# Of a pair: its title, what is needed or met or spent, what there is beside it.
PAIRS = {
    "peak": ("On duty at the peak", "needed", "given"),
    "fte": ("Full-time jobs, heaviest week", "needed", "given"),
    "service_level": ("Answered in time", "as planned", "with those given"),
    "abandonment": ("Hang up", "as planned", "with those given"),
    "cost": ("Cost", "as planned", "budget"),
    "contract": ("Contract", "asked for", "volume"),
}
MEAN_JOBS = "Full-time jobs, mean of all days"
OF_PEOPLE = {"fte": "filled", "service_level": "with the people there, all whole weeks"}
CAPPED = "planned, fewer than the targets need"
COSTS_OF = {
    "contract": "Cost of the contract",
    "labour": "Cost of labour",
    "all": "Cost of labour, contacts and contract",
    "labour-and-contacts": "Cost of labour and contacts",
}
_FALLS_SHORT = {
    "peak": ", too few",
    "fte": ", too few",
    "service_level": ", too few in time",
    "abandonment": ", too many",
    "cost": ", not enough",
    "contract": ", not enough",
}
BADLY_SERVED, HELPS = "When are callers badly served?", "What would help?"
HOW_LONG = {
    (True, True): "How long do contract and money last?",
    (True, False): "How long does the contract last?",
    (False, True): "How long does the money last?",
}
OPTIONS = "The options side by side"
OPTION_KINDS = {"today": "Today: the operators given", "plan": "The plan"}
OPTION_HEADERS = {
    "weeks_short": "Weeks short of people",
    "staffed_service_level": "In time with the people there",
    "days_missed": "Targets missed",
    "fte": "Full-time jobs",
    "exhausted_on": "Contract runs out",
    "left": "Left of the budget",
    "left_with_extra": "Left with the extra",
    "abandonment": "Hang up",
    "service_level": "Answered in time",
}
NO_PLAN, NEVER = "no plan", "never"
MOST_TOLD = 4  # variants whose changes are put into words


def tile_names(tile: Tile) -> tuple[str, str, str]:
    """Return the title of a pair, and what its two figures are called."""
    title, needed, there = PAIRS[tile.name]
    if tile.name == "fte" and tile.week is None:
        title = MEAN_JOBS
    if tile.is_capped:
        needed = CAPPED
    if tile.there_of == "people":
        there = OF_PEOPLE[tile.name]
    if tile.name == "cost" and tile.cost_of is not None:
        title = COSTS_OF[tile.cost_of]
    if tile.of is not None:
        title = f"{title} of {day_text(date.fromisoformat(tile.of))}"
    return title, needed, there


def falls_short(tile: str, groups: Sequence[str]) -> str:
    """Say that what there is is not enough, and in which groups, where it is not the same in all."""
    return f"{_FALLS_SHORT[tile]}{f' in {listed(groups)}' if groups else ''}"


def tile_notes(tile: Tile, written: Callable[[Cell], str]) -> Iterator[str]:
    """Yield what is promised of a pair's figures, and when and of whom they are."""
    bound = "at least" if tile.name == "service_level" else "at most"
    within = "" if tile.level is None else f" within {duration_text(tile.level.within_s)}"
    if tile.target is not None:
        yield f"target: {bound} {written(tile.target)}{within}"
    elif any(pair.target is not None for pair in tile.by_group):
        yield "targets: " + ", ".join(
            f"{pair.group} {bound} {written(pair.target)}" for pair in tile.by_group
        )
    if tile.name == "peak" and tile.start is not None:
        yield f"{dated(tile.date)}, {tile.start}" if tile.date else tile.start
    if tile.name == "contract":
        if tile.unit:
            yield UNITS[tile.unit]
        yield f"runs out on {runs_out(tile.date)}" if tile.date else "lasts to the end"
    if tile.week is not None:
        yield tile.week
    if tile.needed_by_all is not None:
        yield f"of {', '.join(tile.groups)}; {written(tile.needed_by_all)} in all groups"


def runs_out(day: str | None) -> str:
    """Say when a contract runs out."""
    return day_text(date.fromisoformat(day)) if day else NEVER


def behind(warnings: int, assumptions: int, *, is_sheet: bool) -> str:
    """Say how much there is to know of the figures, and where it stands."""
    are, have = "is" if warnings == 1 else "are", "has" if assumptions == 1 else "have"
    warned, assumed = counted(warnings, "warning"), counted(assumptions, "figure")
    where = "the whole report names them" if is_sheet else "they are named below"
    return f"There {are} {warned}, and {assumed} {have} no source: {where}."


def missed_on(row: Option) -> str:
    """Say on how many days a way to go misses a target."""
    if row.days == 1:
        return "yes" if row.days_missed else "no"
    return f"{count_text(row.days_missed)} of {counted(row.days or 0, 'day')}" if row.days_missed else NEVER


def short_in(row: Option) -> str:
    """Say how many weeks are short of people."""
    if row.weeks is None or row.weeks_short is None:
        return UNKNOWN
    return f"{count_text(row.weeks_short)} of {count_text(row.weeks)}" if row.weeks_short else NEVER


def option_name(row: Option) -> str:
    """Name a way to go."""
    if row.kind != "variant":
        return OPTION_KINDS[row.kind]
    return f"{row.title} ({row.name})" if row.title else str(row.name)


def helps_said(options: Options, currency: str | None) -> Iterator[str]:
    """Yield what the plan changes of today, and variants of the plan: the cheapest first, and no more than a few."""
    plan = next(row for row in options.rows if row.kind == "plan")
    variants = sorted(
        (row for row in options.rows if row.kind == "variant" and not row.problems),
        key=lambda row: math.inf if row.cost is None else row.cost,
    )
    change_of = partial(_change, currency=currency, by_interval=options.by_interval)
    cheapest = _best(variants, plan, "cost", partial(money_text, currency=currency))
    kindest = _best(variants, plan, "abandonment", share_text)
    of = "of the variants planned here" if options.left_out else "of the variants"
    for row in options.rows:
        if row.kind == "today" and (change := change_of(row, plan)):
            yield f"The operators planned in place of those given: {change}."
    told = [row for k, row in enumerate(variants) if k < MOST_TOLD or row is kindest]
    for row in told:
        if change := change_of(plan, row):
            most = [("cheapest", cheapest), ("with fewest who hang up", kindest)]
            best = " and ".join(name for name, one in most if row is one and len(variants) > 1)
            yield f"{option_name(row)}{f', {best} {of}' if best else ''}: {change}."
    if cheapest is None and plan.cost is not None and any(row.cost is not None for row in variants):
        yield f"None {of} costs less than the plan."
    if (
        variants
        and plan.left is not None
        and all(row.left is not None and row.left < 0 for row in (plan, *variants))
    ):
        extra = [row.left_with_extra for row in (plan, *variants) if row.left_with_extra is not None]
        if not extra or max(extra) < 0:
            yield f"The budget is enough for none {of}{', not even with the extra' if extra else ''}."


def hiring_said(people: People) -> str:
    """Say what the classes change."""
    which = "the cheapest training classes" if people.is_chosen else "the training classes planned"
    are = "is" if people.hired == 1 else "are"
    short, of_all = count_text(people.unhired_weeks_short), counted(people.weeks, "week")
    weeks = f"{short} of {of_all} would be short, not {count_text(people.weeks_short)}"
    met = ""
    if people.service_level is not None and people.unhired_service_level is not None:
        level, unhired = share_text(people.service_level), share_text(people.unhired_service_level)
        met = f", and {unhired} would be answered in time, not {level}"
    hired = f"{counted(people.hired, 'person')} hired in {which} {are} counted already"
    return f"{hired}: without them {weeks}{met}."


def respent_said(amount: float, cost: float, currency: str | None, buys: Met, today: Met) -> str:
    """Say what callers would meet if the budget paid for the same promise in every interval, and today at its cost."""
    then, now = (waits_said(met.mean_wait_s, met.abandonment) for met in (buys, today))
    budget, given = money_text(amount, currency), money_text(cost, currency)
    same = "spent on the same promise in every interval"
    return f"The budget of {budget} {same}: {then}; the operators given cost {given}, and {now}."


def carried_said(day: Mapping[str, Cell], through_day: Mapping[str, Cell], title: str | None) -> str:
    """Say what the other method's plan has on duty on a day on which this one falls short, both as they were played."""
    hours, others = (decimal_text(float(each["operator_hours"] or 0), 1) for each in (day, through_day))
    when = f" on {dated(str(day['date']))}" if day["date"] else ""
    return (
        f"{group_title(str(day['group']), title)}: simulated{when}, the plan {_short_in(day)}. One that looks at the "
        f"queues of the day (method: time-dependent) {_short_in(through_day)}, with {others} hours on duty in place of "
        f"{hours}."
    )


def _short_in(day: Mapping[str, Cell]) -> str:
    """Say in how many intervals of a day that was played a target is missed, and in how many it may be."""
    short, unsure = (float(day[f"intervals_{verdict}"] or 0) for verdict in ("short", "unsure"))
    missed = f"misses a target in {counted(short, 'interval')}" if short else "misses a target in no interval"
    return f"{missed}, perhaps in {count_text(unsure)}{' more' if short else ''}" if unsure else missed


def _best(
    variants: Sequence[Option], plan: Option, figure: str, written: Callable[[float], str]
) -> Option | None:
    """Return the variant that has least of a figure, if that is less than the plan's as it is shown."""
    known = {
        row: float(getattr(row, figure)) for row in (plan, *variants) if getattr(row, figure) is not None
    }
    best = min(known, key=lambda row: known[row], default=plan)
    return None if plan not in known or written(known[best]) == written(known[plan]) else best


def _change(before: Option, after: Option, currency: str | None, *, by_interval: bool) -> str:
    """Say what one way to go changes of another, as it is shown; nothing of what is the same or not known of both."""
    said = [_missed_change(before, after, by_interval=by_interval)]
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
    said.append(_callers_change(before, after))
    return ", ".join(filter(None, said))


def _missed_change(before: Option, after: Option, *, by_interval: bool) -> str:
    """Say on how many days a target is missed, where that changes."""
    if before.days_missed == after.days_missed:
        return ""
    alone = " (each interval by itself)" if by_interval else ""
    if 1 in (before.days, after.days):
        return f"{'a' if after.days_missed else 'no'} target is missed{alone}"
    missed = f"{count_text(after.days_missed or 0)} of {counted(after.days or 0, 'day')}"
    of_all = "" if before.days == after.days else f" of {count_text(before.days or 0)}"
    return f"a target is missed on {missed}, not {count_text(before.days_missed or 0)}{of_all}{alone}"


def _callers_change(before: Option, after: Option) -> str:
    """Say how many more or fewer hang up; where as many do, how many are answered in time of the same promise."""
    if before.abandonment is not None and after.abandonment is not None:
        hang_up = _instead(share_text(after.abandonment), share_text(before.abandonment), "hang up")
        if hang_up:
            return _but(before, after, is_worse=after.abandonment > before.abandonment) + hang_up
    if before.service_level is None or after.service_level is None or {*before.levels} != {*after.levels}:
        return ""
    level = _instead(share_text(after.service_level), share_text(before.service_level), "answered in time")
    return level and _but(before, after, is_worse=after.service_level < before.service_level) + level


def _but(before: Option, after: Option, *, is_worse: bool) -> str:
    """Return what stands before that for which less is paid."""
    if not is_worse or before.cost is None or after.cost is None:
        return ""
    return "but " if after.cost < before.cost else ""


def _instead(after: str, before: str, what: str) -> str:
    return "" if after == before else f"{after} {what}, not {before}"


def option_header(name: str, cost_of: CostOf, *, has_weeks: bool) -> str:
    """Name a column of the options."""
    if name == "fte" and has_weeks:
        return PAIRS["fte"][0]
    return COSTS_OF[cost_of] if name == "cost" else OPTION_HEADERS[name]


def option_notes(options: Options, *, leaves_people_out: bool = False) -> Iterator[str]:
    """Yield what else is to be said of the options: who has operators today, whose people, and which are left out."""
    if options.by_interval and any(row.days_missed for row in options.rows):
        yield (
            "Targets missed: each interval by itself, with the calls that are planned; warnings say what queues that "
            "go on and days that vary change."
        )
    today = any(row.kind == "today" for row in options.rows)
    if today and options.as_planned:
        yield f"No operators are given in {', '.join(options.as_planned)}: today they are those of the plan."
    if leaves_people_out:
        yield "What the people of each option come to is not looked at here; people SCENARIO#VARIANT says it."
    plan = next(row for row in options.rows if row.kind == "plan")
    others = [option_name(row) for row in options.rows if row.levels and {*row.levels} != {*plan.levels}]
    if others:
        yield f"Answered in time is by another promise than the plan's: {', '.join(others)}."
    if options.left_out:
        yield f"Not planned here: {', '.join(options.left_out)}."
