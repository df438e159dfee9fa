"""A good plan of classes, found by steps to better neighbours: no proof, and most often the best there is.

A step moves one class by some periods and people, takes it away or adds one; where no step helps, two at once may.
"""

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from time import perf_counter

import numpy as np

from mfc_capacity.core.arrays import Floats, Ints

PERIODS = range(-4, 5)
PEOPLE = (-4, -2, -1, 0, 1, 2, 4)
SIZES = 6  # of a class that is added
PROMISING = 60  # steps that are tried two at once
BETTER = 1e-9  # of the cost

Plan = tuple[tuple[int, int], ...]  # classes: the number of each one's beginning, and its people
Step = tuple[Plan, Plan]  # classes that go, and that come: one at most of each


@dataclass(frozen=True, eq=False)
class Choice:
    """What may be planned, and what it costs.

    Attributes:
        effects: of one person of each beginning (B x E); they add up.
        cost: of the effects of plans (plans x E).
        months: of each beginning, from 0 (B).
        smallest: people of a class, at least.
        largest: and at most.
        a_month: classes, at most.
    """

    effects: Floats
    cost: Callable[[Floats], Floats]
    months: Ints
    smallest: int
    largest: int
    a_month: int

    def near(self, wanted: Floats, until: float = math.inf) -> Plan:
        """Return a plan about as people are wanted, in parts too (B), that no step, nor promising two, make cheaper.

        No step is looked for after `until`, by the clock of `perf_counter`.
        """
        plan: Plan = ()
        ahead = 0.0
        for begin, more in enumerate(wanted.tolist()):
            ahead += more
            added = *plan, (begin, min(max(round(ahead), self.smallest), self.largest))
            if ahead >= self.smallest / 2 and self._in_month(added).max() <= self.a_month:
                plan = added
                ahead -= plan[-1][1]
        while perf_counter() < until and (better := self._better(plan)) is not None:
            plan = better
        return plan

    def people(self, plan: Plan) -> Floats:
        """Return who begin (B)."""
        begins, people = _columns(plan)
        return np.bincount(begins, people, self.months.size).astype(np.float64)

    def classes(self, plan: Plan) -> Ints:
        """Return how many classes begin (B)."""
        return np.bincount(_columns(plan)[0], minlength=self.months.size)

    def _in_month(self, plan: Plan) -> Ints:
        return np.bincount(self.months[_columns(plan)[0]], minlength=int(self.months[-1]) + 1)

    def _better(self, plan: Plan) -> Plan | None:
        steps = list(self._steps(plan))
        now, free = self.people(plan) @ self.effects, self.a_month - self._in_month(plan)
        change = np.array([self.people(come) - self.people(go) for go, come in steps]) @ self.effects
        takes = np.array([self._in_month(come) - self._in_month(go) for go, come in steps])
        owner = np.array([plan.index(go[0]) if go else -1 for go, _ in steps])
        costs = np.where(np.all(takes <= free, axis=1), self.cost(now + change), np.inf)
        least = float(self.cost(now[None])[0]) * (1 - BETTER)
        if costs.min() < least:
            return _after(plan, steps[int(np.argmin(costs))])
        best = None
        promising = np.argsort(costs)[:PROMISING]
        for place, first in enumerate(promising.tolist()):
            others = promising[place + 1 :]
            apart = (owner[first] < 0) | (owner[first] != owner[others])
            fits = apart & np.all(takes[first] + takes[others] <= free, axis=1)
            both = np.where(fits, self.cost(now + change[first] + change[others]), np.inf)
            if both.min(initial=np.inf) < least:
                second = int(others[np.argmin(both)])
                least, best = float(both.min()), _after(_after(plan, steps[first]), steps[second])
        return best

    def _steps(self, plan: Plan) -> Iterator[Step]:
        last = self.months.size - 1
        for begin, people in dict.fromkeys(plan):
            own = ((begin, people),)
            yield own, ()
            for later, more in product(PERIODS, PEOPLE):
                if 0 <= begin + later <= last and self.smallest <= people + more <= self.largest:
                    yield own, ((begin + later, people + more),)
        sizes = np.unique(np.linspace(self.smallest, self.largest, SIZES).round().astype(np.int64)).tolist()
        for begin, people in product(range(last + 1), sizes):
            yield (), ((begin, people),)


def _columns(plan: Plan) -> tuple[Ints, Ints]:
    begins, people = np.array(plan, dtype=np.int64).reshape(-1, 2).T
    return begins, people


def _after(plan: Plan, step: Step) -> Plan:
    go, come = step
    left = list(plan)
    for own in go:
        left.remove(own)
    return tuple(left) + come
