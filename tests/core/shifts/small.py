"""Small problems of shifts, and their answers found person by person: of the code under test only its records are used.

A kind of person is a family, a phase of its pattern, a start on every day of work and a time for each break.
"""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from heapq import heappop, heappush
from itertools import count, product
from typing import TypeVar

import numpy as np

from mfc_capacity.core.shifts.problem import Break, Family, Problem

Counts = tuple[int, ...]
Answer = TypeVar("Answer")

MOST_GROUPS = 1000  # that an answer is looked for among

# The m-th operator who is missing of so many weighs so many times as much: 1 of the first tenth, 2 up to a quarter,
# 4 up to a half, 8 beyond.
WEIGHTS = {1: (1,), 2: (1, 8), 3: (1, 4, 8), 4: (1, 4, 8, 8), 5: (1, 2, 4, 8, 8), 6: (1, 2, 4, 8, 8, 8)}


def costs(
    starts: Sequence[int], length: int, days: int, day: int, price: float
) -> np.ndarray[tuple[int, int]]:
    """The intervals of each shift within the horizon, at a price each (D + 1 x S)."""
    ends = days * day
    return np.array(
        [
            [price * max(0, min(begin + length, ends) - max(begin, 0)) for begin in begins]
            for begins in ([row * day + start for start in starts] for row in range(-1, days))
        ]
    )


def problem(required: Sequence[Sequence[int]], *families: Family, rest: int = 0, **others: object) -> Problem:
    """A problem whose intervals weigh the same, and whose days are no weekend, if nothing else is said."""
    shape = np.shape(required)
    given = {"weights": np.ones(shape), "weekend": np.zeros(shape[0], dtype=bool)} | others
    return Problem(np.array(required), families, rest, **given)  # type: ignore[arg-type]


def family(
    starts: Sequence[int],
    length: int,
    *breaks: Break,
    pattern: tuple[int, int] = (1, 0),
    days: int = 1,
    day: int = 24,
    price: float = 1.0,
    **others: object,
) -> Family:
    """A family that costs by the interval."""
    own = costs(starts, length, days, day, price)
    return Family(tuple(starts), length, breaks, *pattern, own, **others)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Person:
    """A kind of person: the start of each day of work (D + 1; -1: none), the cost, and who is at the desk (D x I)."""

    family: int
    phase: int
    starts: Counts
    cost: float
    there: Counts

    @property
    def works(self) -> Counts:
        return tuple(int(start >= 0) for start in self.starts)


def kinds(asked: Problem) -> list[Person]:
    """Every kind of person who is present at some time of the horizon.

    Raises:
        OverflowError: if there are too many.
    """
    found: set[Person] = set()
    for number, own in enumerate(asked.families):
        for phase in range(own.days_on + own.days_off):
            found.update(_of_phase(asked, number, own, phase))
            _refuse_too_many(found)
    return sorted(found, key=lambda person: (person.family, person.phase, person.starts, person.there))


def _of_phase(asked: Problem, number: int, own: Family, phase: int) -> Iterator[Person]:
    days, day = asked.required.shape
    cycle = own.days_on + own.days_off
    rows = [row for row in range(days + 1) if (row - 1 - phase) % cycle < own.days_on]
    nobody = tuple([0] * (days * day))
    partial = {((-1,) * (days + 1), -np.inf, 0.0, nobody)}
    for row in rows:
        longer = set()
        for starts, ended, cost, there in partial:
            for at, start in enumerate(own.starts):
                begins = (row - 1) * day + start
                if begins < ended + asked.rest:
                    continue
                begun = (*starts[:row], at, *starts[row + 1 :])
                for at_desk in _days_work(own, begins, days * day):
                    sums = tuple(a + b for a, b in zip(there, at_desk, strict=True))
                    longer.add((begun, begins + own.length, cost + float(own.costs[row, at]), sums))
        partial = longer
        _refuse_too_many(partial)
    for starts, _, cost, there in partial:
        begin_end = [
            (
                (row - 1) * day + own.starts[starts[row]],
                (row - 1) * day + own.starts[starts[row]] + own.length,
            )
            for row in rows
        ]
        if any(end > 0 for _, end in begin_end):
            yield Person(number, phase, starts, cost, there)


def _refuse_too_many(found: Collection[object], most: int = 100) -> None:
    if len(found) > most:
        raise OverflowError


def _days_work(own: Family, begins: int, ends: int) -> set[Counts]:
    """Who is at the desk in the horizon during a shift, for every way of its breaks."""
    found = set()
    for breaks in product(*(range(each.first, each.last + 1) for each in own.breaks)):
        away = {
            begins + begin + k
            for begin, each in zip(breaks, own.breaks, strict=True)
            for k in range(each.length)
        }
        found.add(tuple(int(begins <= t < begins + own.length and t not in away) for t in range(ends)))
    return found


@dataclass(frozen=True)
class Group:
    """Some people: how many are at their desks (D x I), work (family x D + 1) and are there at all (family)."""

    there: Counts
    work: Counts
    people: Counts


class Rules:
    """What a group of people has to keep."""

    def __init__(self, asked: Problem) -> None:
        self.asked, self.people = asked, kinds(asked)
        self.days, self.rows = asked.days, asked.days + 1
        self.reached = [any(column) for column in zip(*(person.there for person in self.people), strict=True)]
        wanted = asked.required.ravel().tolist()
        self.required = [
            operators if is_reached else 0 for operators, is_reached in zip(wanted, self.reached, strict=True)
        ]
        self.fewest = [own.fewest if row else 0 for own in asked.families for row in range(self.rows)]
        self.nobody = Group(
            (0,) * len(wanted), (0,) * (self.rows * len(asked.families)), (0,) * len(asked.families)
        )

    def with_one_more(self, group: Group, person: Person) -> Group | None:
        """The group with one more person, unless there are then too many."""
        there = tuple(a + b for a, b in zip(group.there, person.there, strict=True))
        work, first = list(group.work), person.family * self.rows
        for row, works in enumerate(person.works):
            work[first + row] += works
        most, seats = self.asked.families[person.family].most, self.asked.seats
        if most is not None and max(work[first : first + self.rows]) > most:
            return None
        if seats is not None and any(a > b for a, b in zip(there, seats.ravel().tolist(), strict=True)):
            return None
        people = tuple(one + (each == person.family) for each, one in enumerate(group.people))
        return Group(there, tuple(work), people)

    def first_too_few(self, group: Group) -> list[Person] | None:
        """The people one of whom is needed at the first place where too few are; None: nowhere."""
        for t, (there, required) in enumerate(zip(group.there, self.required, strict=True)):
            if there < required:
                return [person for person in self.people if person.there[t]]
        return self.first_other(group)

    def first_other(self, group: Group) -> list[Person] | None:
        """The same, but for what is required."""
        for at, (work, fewest) in enumerate(zip(group.work, self.fewest, strict=True)):
            if work < fewest:
                own, row = divmod(at, self.rows)
                return [person for person in self.people if person.family == own and person.works[row]]
        for own, each in enumerate(self.asked.families):
            if each.most_share is not None and group.people[own] > each.most_share * sum(group.people):
                return [person for person in self.people if person.family != own]
        return None


def cheapest(asked: Problem) -> float | None:
    """The cost of the cheapest people who cover all that can be reached; None: nobody can.

    Whoever is added is needed at the first place where too few are, so that no set of people is left out.

    Raises:
        OverflowError: if there are too many groups to look at.
    """
    rules = Rules(asked)
    per_interval = min((person.cost / max(sum(person.there), 1) for person in rules.people), default=0.0)
    has_seats, has_most = asked.seats is not None, any(own.most is not None for own in asked.families)
    has_share = any(own.most_share is not None for own in asked.families)

    def seen_as(group: Group) -> Group:
        """What matters of a group."""
        there = group.there if has_seats else tuple(map(min, group.there, rules.required))
        work = group.work if has_most else tuple(map(min, group.work, rules.fewest))
        return Group(there, work, group.people if has_share else ())

    def at_least(group: Group) -> float:
        pairs = zip(rules.required, group.there, strict=True)
        return per_interval * sum(max(required - there, 0) for required, there in pairs)

    order = count()
    best = {seen_as(rules.nobody): 0.0}
    queue = [(at_least(rules.nobody), next(order), 0.0, rules.nobody)]
    while queue:
        _, _, cost, group = heappop(queue)
        if cost > best[seen_as(group)]:
            continue
        needed = rules.first_too_few(group)
        if needed is None:
            return cost
        _refuse_too_many(best, MOST_GROUPS)
        for person in needed:
            more = rules.with_one_more(group, person)
            if more is not None and cost + person.cost < best.get(seen_as(more), np.inf) - 1e-9:
                best[seen_as(more)] = cost + person.cost
                heappush(queue, (cost + person.cost + at_least(more), next(order), cost + person.cost, more))
    return None


def least_missing(asked: Problem) -> tuple[float, float] | None:
    """The least weight of who is missing, and the cost of the cheapest people for it; None: no group keeps the rules.

    Every group is looked at, so that each family needs a limit.

    Raises:
        OverflowError: if there are too many.
    """
    rules = Rules(asked)
    cost_of = {rules.nobody: 0.0}
    order = count()
    queue = [(0.0, next(order), rules.nobody)]
    while queue:
        cost, _, group = heappop(queue)
        if cost > cost_of[group]:
            continue
        for person in rules.people:
            more = rules.with_one_more(group, person)
            if more is not None and cost + person.cost < cost_of.get(more, np.inf) - 1e-9:
                cost_of[more] = cost + person.cost
                heappush(queue, (cost_of[more], next(order), more))
        _refuse_too_many(cost_of, MOST_GROUPS)
    return min(
        (
            (_weight(rules, group), cost)
            for group, cost in cost_of.items()
            if rules.first_other(group) is None
        ),
        default=None,
    )


def _weight(rules: Rules, group: Group) -> float:
    weights = rules.asked.weights.ravel().tolist()
    return sum(
        weight * sum(WEIGHTS[required][: max(required - there, 0)])
        for required, there, weight in zip(rules.required, group.there, weights, strict=True)
        if required
    )


def answered(
    seed: Sequence[int], draw: Callable[[np.random.Generator], Problem], answer: Callable[[Problem], Answer]
) -> tuple[Problem, Answer]:
    """The first of the problems drawn that is small enough, and its answer."""
    generator = np.random.default_rng(seed)
    while True:
        asked = draw(generator)
        with suppress(OverflowError):
            return asked, answer(asked)


def drawn(generator: np.random.Generator, **limits: bool) -> Problem:
    """A random problem of one to three days with four to eight intervals, and one to three families.

    Args:
        generator: of random numbers.
        limits: which of `most`, `fewest`, `max_share` and `seats` there may be.
    """
    days, day = int(generator.integers(1, 4)), int(generator.integers(4, 9))
    families = [_drawn_family(generator, days, day) for _ in range(generator.integers(1, 4))]
    most_rest = min(_day_of_work_after(own) * day - own.length for own in families)
    rest = int(generator.integers(0, most_rest + 1)) if generator.random() < 0.7 else 0
    required = generator.integers(0, 3, (days, day)) * (generator.random((days, day)) < 0.6)
    if limits.get("most"):
        families = [replace(own, most=int(generator.integers(1, 3))) for own in families]
    if limits.get("fewest"):
        families[0] = replace(families[0], fewest=1)
    if limits.get("max_share"):
        families[-1] = replace(families[-1], most_share=Fraction(int(generator.integers(1, 4)), 4))
    seats = None
    if limits.get("seats"):
        seats = np.maximum(required, generator.integers(1, 4, (days, day)))
    return problem(
        required.tolist(),
        *families,
        rest=rest,
        seats=seats,
        weights=generator.integers(1, 6, (days, day)).astype(float),
    )


def _day_of_work_after(own: Family) -> int:
    return 1 if own.days_on > 1 or own.days_off == 0 else own.days_off + 1


def _drawn_family(generator: np.random.Generator, days: int, day: int) -> Family:
    length = int(generator.integers(2, day))
    starts = sorted(generator.choice(day, int(generator.integers(1, 4)), replace=False).tolist())
    breaks: list[Break] = []
    free = 0
    for _ in range(generator.integers(0, 3)):
        if free < length - 1:
            first = int(generator.integers(free, length - 1))
            last = int(generator.integers(first, min(first + 3, length)))
            breaks.append(Break(1, first, last))
            free = last + 1
    patterns = [(1, 1), (2, 1), (2, 2), (1, 0), (1, 2), (3, 1)]
    return family(
        starts,
        length,
        *breaks,
        pattern=patterns[generator.integers(len(patterns))],
        days=days,
        day=day,
        price=float(generator.integers(2, 7)),
    )
