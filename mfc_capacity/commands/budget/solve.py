"""How many centres, which deflected share, how many people the money and the operators carry.

A value fits when the plan of the scenario with that value costs no more than the sum, when no contract leaves anything
unserved, and when no group that states its operators needs more of them. Each question is easiest at one end, so the
answer lies between a number that fits and its neighbour that does not; both are planned, and what the neighbour
breaks is what binds the answer.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache
from typing import Literal

from mfc_capacity.answers.columns import SOLVE
from mfc_capacity.answers.records import Content, Solution
from mfc_capacity.commands.budget import spending
from mfc_capacity.commands.budget.amounts import in_currency, own_sums
from mfc_capacity.commands.budget.batches import batches_of
from mfc_capacity.commands.budget.prices import Prices
from mfc_capacity.files.layers import apply_set, did_you_mean
from mfc_capacity.files.paths import dotted
from mfc_capacity.files.problems import InputError, Message, NoAnswerError, Problem, say, usage_error
from mfc_capacity.plan.answer import about
from mfc_capacity.plan.ledger import full_time_hours
from mfc_capacity.plan.planner import Planner, planned
from mfc_capacity.plan.pool import Processes
from mfc_capacity.scenario import Deflection, LoadedScenario, build_scenario

MOST_GROWTH = 1000
MOST_JOBS = 10**7
THOUSANDTHS = 1000
MONEY, VOLUME = say("solve.MONEY"), say("solve.VOLUME")

Record = dict[str, Content]
Kind = Literal["driver", "deflection", "operators"]


@dataclass(frozen=True)
class Unknown:
    """What is asked for, which of several it is, and how many processes may share the work."""

    kind: Kind
    driver: str | None = None
    hotline: str | None = None
    channel: str | None = None
    workers: int = 1


@dataclass(frozen=True)
class Trial:
    """What one number costs in hundredths (None: unknown, or no money is asked about), and what does not carry it."""

    cost: int | None
    short: tuple[Message, ...]

    def broken(self, limit: int | None) -> tuple[Message, ...]:
        """Return what the number breaks under a sum."""
        is_dear = limit is not None and self.cost is not None and self.cost > limit
        return ((MONEY,) if is_dear else ()) + self.short


@dataclass(frozen=True)
class Search:
    """Numbers from the easiest to the hardest to carry; `per` of them make 1 of what an answer names."""

    solved: Message
    own: float
    easiest: int
    hardest: int
    attempt: Callable[[int], Trial]
    per: int = 1


def solution(loaded: LoadedScenario, unknown: Unknown, at: Decimal | None = None) -> Solution:
    """Return the hardest value that each of the scenario's sums, and the operators it states, just carry.

    Raises:
        InputError: if it is not clear what is asked for, or nothing limits it.
        NoAnswerError: if no value fits, whatever the sum; if operators are asked for and none are needed.
    """
    sums = own_sums(loaded, at)
    if sums:
        spending.check_prices(loaded)
    elif unknown.kind == "operators":
        raise InputError([loaded.problem_at("budget", say("solve.NO_MONEY"), say("solve.ADD_MONEY"))])
    elif all(
        group.operators is None and group.max_operators is None for group in loaded.scenario.groups.values()
    ):
        raise InputError([loaded.problem_at("budget", say("solve.NOTHING_LIMITS"), say("solve.ADD_A_LIMIT"))])
    search = _SEARCHES[unknown.kind](loaded, unknown)
    limits: list[tuple[str | None, int | None]] = [*sums.items()] or [(None, None)]
    rows = [{"money": in_currency(limit), "point": name, **_row(search, limit)} for name, limit in limits]
    if all(row["value"] is None for row in rows):
        broken = search.attempt(search.easiest).broken(max(sums.values(), default=None))
        message = say(
            "solve.nothing_fits",
            kind=unknown.kind,
            solved=search.solved,
            easiest=search.easiest / search.per,
            broken=broken,
        )
        raise NoAnswerError([Problem(loaded.path, None, None, "--solve", message)])
    table = SOLVE.of_records(rows)
    if unknown.kind == "deflection":
        columns = (replace(own, kind="share") if own.kind == "number" else own for own in table.columns)
        table = replace(table, columns=tuple(columns))
    tables = {table.name: table}
    return Solution(**about(loaded), cautions=(), tables=tables, solved=search.solved, kind=unknown.kind)


def boundary(fits: Callable[[int], bool], easiest: int, hardest: int) -> tuple[int | None, int | None]:
    """Return the last whole number that fits on the way to the hardest, and its neighbour that does not.

    None stands for a number beyond either end. The way is taken in doubling strides, then halved.

    >>> boundary(lambda n: n <= 37, 0, 1000), boundary(lambda n: n >= 37, 1000, 0), boundary(bool, 0, 9)
    ((37, 38), (37, 36), (None, 0))
    """
    if not fits(easiest):
        return None, easiest
    way = 1 if hardest >= easiest else -1
    good, stride = easiest, 1
    while good != hardest:
        bad = easiest + way * min(stride, abs(hardest - easiest))
        if not fits(bad):
            break
        good, stride = bad, 2 * stride
    else:
        return good, None
    while abs(bad - good) > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if fits(middle) else (good, middle)
    return good, bad


def _row(search: Search, limit: int | None) -> Record:
    good, bad = boundary(
        lambda number: not search.attempt(number).broken(limit), search.easiest, search.hardest
    )
    at, beyond = (None if number is None else search.attempt(number) for number in (good, bad))
    return {
        "solve_status": "no-answer" if good is None else "ok",
        "value": None if good is None else good / search.per,
        "value_in_scenario": search.own,
        "cost": None if at is None else in_currency(at.cost),
        "value_beyond": None if bad is None else bad / search.per,
        "cost_beyond": None if beyond is None else in_currency(beyond.cost),
        "broken_beyond": None if beyond is None else say("solve.limits", broken=beyond.broken(limit)),
    }


def _driver(loaded: LoadedScenario, unknown: Unknown) -> Search:
    """Search the last step of a driver: no earlier step stands higher than it, none lower than the first."""
    scenario, name = loaded.scenario, _driver_name(loaded, unknown.driver)
    last_day = date.min if scenario.calendar is None else scenario.calendar.last
    steps = [(start, value) for start, value in scenario.drivers[name].steps if start <= last_day]
    if len(steps) < 2:
        raise InputError(
            [loaded.problem_at(dotted(["drivers", name]), say("solve.NO_GROWTH"), say("solve.ADD_A_STEP"))]
        )

    def change(number: int) -> str:
        levels = [min(value, number) for _, value in steps[:-1]] + [number]
        pairs = (f"{start}: {level:.12g}" for (start, _), level in zip(steps, levels, strict=True))
        return f"{dotted(['drivers', name])}={{{', '.join(pairs)}}}"

    first = -int(-steps[0][1] // 1)
    attempt = _replanned(loaded, change, unknown.workers)
    return Search(say("solve.driver", name=name), steps[-1][1], first, first * MOST_GROWTH, attempt)


def _driver_name(loaded: LoadedScenario, asked: str | None) -> str:
    used = {hotline.scales_with for hotline in loaded.scenario.hotlines.values()}
    names = [name for name in loaded.scenario.drivers if name in used]
    if asked is None and len(names) == 1:
        return names[0]
    if asked in names:
        return str(asked)
    hint = (asked and did_you_mean(asked, names)) or say("solve.drivers", names=tuple(names))
    raise usage_error("--driver", say("solve.which_driver", asked=asked), hint)


def _deflection(loaded: LoadedScenario, unknown: Unknown) -> Search:
    """Search the last share of a channel in tenths of a per cent, from all that other channels leave down to 0."""
    hotline, index, entry = _deflected(loaded, unknown)
    others: dict[str, Fraction] = {}
    for other in loaded.scenario.hotlines[hotline].deflect:
        if other.to != entry.to:
            others[other.to] = max(Fraction(repr(other.share)), others.get(other.to, Fraction(0)))
    most = -int(-(1 - sum(others.values(), Fraction(0))) * THOUSANDTHS // 1) - 1
    path = dotted(["hotlines", hotline, "deflect", index, "share"])
    attempt = _replanned(loaded, lambda number: f"{path}={Decimal(number) / 10}%", unknown.workers)
    solved = say("solve.share_of", hotline=hotline, channel=entry.to)
    return Search(solved, entry.share, max(most, 0), 0, attempt, THOUSANDTHS)


def _deflected(loaded: LoadedScenario, unknown: Unknown) -> tuple[str, int, Deflection]:
    """Return the hotline, the place in its list and the entry itself, the last one in force of its channel."""
    calendar = loaded.scenario.calendar
    last_day = date.min if calendar is None else calendar.last
    found: dict[tuple[str, str], tuple[str, int, Deflection]] = {}
    for name, hotline in loaded.scenario.hotlines.items():
        numbered = [(entry.from_ or date.min, k, entry) for k, entry in enumerate(hotline.deflect)]
        for start, k, entry in sorted(numbered, key=lambda one: one[:2]):
            if start <= last_day:
                found[name, entry.to] = (name, k, entry)
    chosen = [
        entry
        for (hotline, channel), entry in found.items()
        if unknown.hotline in (None, hotline) and unknown.channel in (None, channel)
    ]
    if len(chosen) == 1:
        return chosen[0]
    message = say("solve.SEVERAL_DEFLECTIONS") if chosen else say("solve.NO_DEFLECTION")
    raise usage_error("--solve", message, say("solve.deflections", found=tuple(found)))


def _operators(loaded: LoadedScenario, unknown: Unknown) -> Search:
    """Search full-time jobs, whose paid hours lie on the days as those of the plan do.

    Of the last job that the targets need only those hours are paid which they need, so that a sum pays as many jobs
    as they need if, and only if, it pays the plan.
    """
    if not spending.buys_operators(loaded.scenario):
        raise InputError([loaded.problem_at("budget", say("solve.NO_OPERATORS"), say("solve.COVER_LABOUR"))])
    plan = planned(loaded, unknown.workers)
    prices = Prices(plan)
    batches, as_planned = batches_of(plan, prices.tariffs, prices.rates)
    hours = prices.hours(prices.on_duty(batches, as_planned))
    job = Fraction(full_time_hours(loaded.scenario, len(plan.days)))
    total = sum((sum(row, Fraction(0)) for row in hours), Fraction(0))
    if not total:
        raise NoAnswerError([loaded.problem_at("hotlines", say("solve.NO_HOURS"), say("solve.GIVE_CALLS"))])
    needed = int(-(-total // job))

    def attempt(number: int) -> Trial:
        scale = 1 if number == needed else number * job / total
        costs = prices.costs_of_hours([[own * scale for own in row] for row in hours])
        if costs is None:
            return Trial(None, (VOLUME,))
        return Trial(prices.fixed + sum(costs), ())

    return Search(say("solve.JOBS"), needed, 0, MOST_JOBS, attempt)


def _replanned(loaded: LoadedScenario, change: Callable[[int], str], workers: int) -> Callable[[int], Trial]:
    """Return how to plan the scenario with a change made for a number; each number is planned once."""
    asks_money = loaded.scenario.costs.operator_hour is not None or bool(loaded.scenario.contracts)
    planner = Planner(Processes(workers))

    @cache
    def attempt(number: int) -> Trial:
        plan = planner.planned(build_scenario(apply_set(loaded.tree, [change(number)])))
        spent = spending.spending(plan)
        short = [VOLUME] if spent.unserved.any() else []
        for group_plan in plan.groups:
            operators = group_plan.operators
            there = operators.required if operators.given is None else operators.given
            if (operators.needed > there).any() or (operators.needed > operators.required).any():
                short.append(say("solve.operators_of", group=group_plan.name))
        return Trial(int(spent.cost.sum()) if asks_money else None, tuple(short))

    return attempt


_SEARCHES: dict[Kind, Callable[[LoadedScenario, Unknown], Search]] = {
    "driver": _driver,
    "deflection": _deflection,
    "operators": _operators,
}
