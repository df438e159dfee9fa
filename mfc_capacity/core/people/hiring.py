"""The classes that cost least, as an integer program: their people against overtime and jobs that stay short.

Workforce planning after Holt, Modigliani, Muth & Simon (Planning production, inventories, and work force, 1960), with
trainers as in Winston's problem of computer service (Operations research, ch. 3.12). What lies behind the horizon is
worth nothing here: a class costs its wages from its first day, so none begins near the end that does not pay by then.

Two years are proven within a second or two where the requirement moves by more than a class, or a class may begin in
one week of each month. Where it is flat and classes are large beside it, many dates cost nearly the same: the answer is
there as soon, and its bound within half a percent, but the rest of that gap takes hours. Ask for a gap.
"""

import math
from dataclasses import dataclass, replace
from functools import cached_property
from time import perf_counter

import numpy as np

from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.core.integer_program import Effort, Program, Solution
from mfc_capacity.core.people.flow import Career, Flow, flows
from mfc_capacity.core.people.lots import Lots
from mfc_capacity.core.people.neighbours import Choice

NEAR = 0.3  # of the time, for a first answer
RAISED = 1e-4  # of a bound; rows that raise it by less are enough


@dataclass(frozen=True, eq=False)
class Prices:
    """What things cost: each one number, or one by period (T).

    Attributes:
        hire: of one who is hired.
        in_training: wages of one in training for a period.
        at_work: wages of one at work for a period.
        leave: of one who leaves, from training too.
        overtime: of as much overtime as an experienced one works in a period.
        short: of as much missing output as an experienced one has in a period.
    """

    hire: Floats | float = 0.0
    in_training: Floats | float = 0.0
    at_work: Floats | float = 0.0
    leave: Floats | float = 0.0
    overtime: Floats | float = 0.0
    short: Floats | float = 0.0

    def of_people(self, flow: Flow) -> Floats:
        """Return what the people of a flow cost, as its arrays lie."""
        wages = self.in_training * flow.paid_in_training + self.at_work * flow.paid_at_work
        cost: Floats = self.hire * flow.hired + wages + self.leave * flow.left
        return cost


@dataclass(frozen=True, eq=False)
class Need:
    """What is required, and how far those at work may go beyond their hours.

    Attributes:
        required: output, in experienced people (T).
        overtime: of the output of all at work, trainers too, the share that may be added at most.
    """

    required: Floats
    overtime: float = 0.0

    def met(self, flow: Flow) -> tuple[Floats, Floats]:
        """Return the overtime of each period, and the output that is missing after it (T each)."""
        return self.met_by(flow.output, flow.output_at_work)

    def met_by(self, output: Floats, at_work: Floats) -> tuple[Floats, Floats]:
        """Return the same of output, trainers taken off, and of all output at work (T each, or more such rows)."""
        missing = np.maximum(self.required - output, 0.0)
        overtime = np.minimum(missing, self.overtime * at_work)
        return overtime, missing - overtime


@dataclass(frozen=True, eq=False)
class Classes:
    """The classes that may begin.

    Attributes:
        smallest: people of a class, at least.
        largest: and at most.
        a_month: classes that begin in a month, at most.
        begins: the periods with which one may begin (B).
        months: the month of each of these (B), any numbers.
        whole: whether people are whole.
    """

    smallest: float
    largest: float
    a_month: int
    begins: Ints
    months: Ints
    whole: bool = True


@dataclass(frozen=True, eq=False)
class Hiring:
    """What was found.

    Attributes:
        people: who begin with each period in which a class may begin (B); None: the time was too short for any answer.
        classes: into which they are divided (B).
        cost: of everybody, those who are certain included, with overtime and what is short; and how far down it could
            lie.
    """

    people: Floats | None
    classes: Ints | None
    cost: Solution


def cheapest(
    career: Career, certain: Flow, need: Need, classes: Classes, prices: Prices, effort: Effort
) -> Hiring:
    """Return the classes with which everything costs least over the horizon.

    Args:
        career: of those who are hired.
        certain: the flow of all who come anyhow (T): the employed, and the classes that are planned.
        need: what is required.
        classes: which may begin.
        prices: overtime is not to cost more than what is short.
        effort: how long it is worked at.

    Raises:
        ImportError: without highspy.
        ValueError: if overtime costs more than what is short.
    """
    if np.any(np.greater(prices.overtime, prices.short)):
        raise ValueError("overtime must not cost more than what is short")
    begun = perf_counter()
    problem = Problem(career, certain, need, classes, prices)
    program, lots = problem.program()
    relaxed = program.relaxed(effort)
    start = None
    if relaxed.values is not None and classes.whole and classes.begins.size:
        start = problem.near(relaxed.values[lots.people], begun + effort.time_limit_s * NEAR)
    raised = math.inf
    while relaxed.values is not None and raised > RAISED * abs(relaxed.objective):
        bound = relaxed.objective
        for columns, coefficients, least in lots.broken(relaxed.values):
            program.row((columns, coefficients), least=least)
        relaxed = program.relaxed(effort)
        raised = relaxed.objective - bound
    spent = perf_counter() - begun
    found = program.solved(replace(effort, time_limit_s=effort.time_limit_s - spent), start)
    found = replace(found, seconds=found.seconds + spent)
    if found.values is None:
        return Hiring(None, None, found)
    values = np.rint(found.values) if classes.whole else found.values
    return Hiring(values[lots.people] + 0.0, np.rint(found.values[lots.count]).astype(np.int64), found)


@dataclass(frozen=True, eq=False)
class Problem:
    """What is given, as it goes into the program."""

    career: Career
    certain: Flow
    need: Need
    classes: Classes
    prices: Prices

    @cached_property
    def one(self) -> Flow:
        """The flow of one person of each beginning (B x T)."""
        return flows(self.career, self.classes.begins, self.need.required.size)

    @cached_property
    def costs(self) -> Floats:
        """What one person of each beginning costs (B)."""
        costs: Floats = self.prices.of_people(self.one).sum(axis=1)
        return costs

    def program(self) -> tuple[Program, Lots]:
        """Return the program and its columns; the last one, always 1, costs what comes anyhow."""
        certain, need, classes, one = self.certain, self.need, self.classes, self.one
        periods = need.required.size
        program = Program()
        lots = Lots(
            output=one.output,
            missing=need.required - certain.output,
            stays=1 - float(self.career.leaves(np.array(self.career.settled))),
            smallest=classes.smallest,
            people=program.columns(self.costs, classes.largest * classes.a_month, whole=classes.whole),
            count=program.columns(np.zeros(classes.begins.size), classes.a_month),
            overtime=program.columns(np.broadcast_to(self.prices.overtime, periods), whole=False),
            short=program.columns(np.broadcast_to(self.prices.short, periods), whole=False),
            over=program.columns(np.zeros(periods), whole=False),
        )
        program.row((program.columns(self.prices.of_people(certain).sum(), 1.0, whole=False), 1.0), least=1.0)
        for own, number in zip(lots.people, lots.count, strict=True):
            program.row((own, 1.0), (number, -classes.smallest), least=0.0)
            program.row((own, 1.0), (number, -classes.largest), most=0.0)
        for month in np.unique(classes.months):
            program.row((lots.count[classes.months == month], 1.0), most=classes.a_month)
        for t in range(periods):
            begun = classes.begins <= t
            people = lots.people[begun]
            under = lots.overtime[t], lots.short[t]
            balance = (people, one.output[begun, t]), (under, 1.0), (lots.over[t], -1.0)
            program.row(*balance, least=lots.missing[t], most=lots.missing[t])
            program.row(
                (people, -need.overtime * one.output_at_work[begun, t]),
                (lots.overtime[t], 1.0),
                most=need.overtime * certain.output_at_work[t],
            )
        return program, lots

    def near(self, wanted: Floats, until: float = math.inf) -> Floats:
        """Return a first answer with about as many people as are wanted (B), as the columns lie; see `Choice.near`."""
        classes = self.classes
        choice = Choice(
            effects=np.hstack([self.costs[:, None], self.one.output, self.one.output_at_work]),
            cost=self._cost,
            months=np.unique(classes.months, return_inverse=True)[1],
            smallest=max(math.ceil(classes.smallest), 1),
            largest=math.floor(classes.largest),
            a_month=classes.a_month,
        )
        plan = choice.near(wanted, until)
        return self.columns(choice.people(plan), choice.classes(plan))

    def columns(self, people: Floats, classes: Ints) -> Floats:
        """Return the values of all columns where so many people begin, in so many classes (B each)."""
        flow = self.certain + self.one.of(people)
        over = np.maximum(flow.output - self.need.required, 0.0)
        return np.concatenate([people, classes, *self.need.met(flow), over, [1.0]])

    def _cost(self, effects: Floats) -> Floats:
        periods = self.need.required.size
        cost, output, at_work = np.split(effects, [1, periods + 1], axis=-1)
        overtime, short = self.need.met_by(
            self.certain.output + output, self.certain.output_at_work + at_work
        )
        total: Floats = cost[..., 0] + (self.prices.overtime * overtime + self.prices.short * short).sum(
            axis=-1
        )
        return total
