"""The classes that cost least, as an integer program: their people against overtime and jobs that stay short.

Workforce planning after Holt, Modigliani, Muth & Simon (Planning production, inventories, and work force, 1960), with
trainers as in Winston's problem of computer service (Operations research, ch. 3.12). What lies behind the horizon is
worth nothing here: a class costs its wages from its first day, so none begins near the end that does not pay by then.

Where a class may begin in one week of each month, two years are proven within seconds. Where it may begin in any week,
many plans cost nearly the same, and the last tenths of a percent between the best one and its bound take very long: ask
for a gap.
"""

from dataclasses import dataclass

import numpy as np

from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.core.integer_program import Effort, Program, Solution
from mfc_capacity.core.people.flow import Career, Flow, flows


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
        missing = np.maximum(self.required - flow.output, 0.0)
        overtime = np.minimum(missing, self.overtime * flow.output_at_work)
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
    periods = need.required.size
    begins = classes.begins
    one = flows(career, begins, periods)
    program = Program()
    people = program.columns(
        prices.of_people(one).sum(axis=1), classes.largest * classes.a_month, whole=classes.whole
    )
    count = program.columns(np.zeros(begins.size), classes.a_month)
    overtime = program.columns(np.broadcast_to(prices.overtime, periods), whole=False)
    short = program.columns(np.broadcast_to(prices.short, periods), whole=False)
    anyhow = program.columns(prices.of_people(certain).sum(), 1.0, whole=False)
    program.row((anyhow, 1.0), least=1.0)
    for own, number in zip(people, count, strict=True):
        program.row((own, 1.0), (number, -classes.smallest), least=0.0)
        program.row((own, 1.0), (number, -classes.largest), most=0.0)
    for month in np.unique(classes.months):
        program.row((count[classes.months == month], 1.0), most=classes.a_month)
    for t in range(periods):
        begun = begins <= t
        program.row(
            (people[begun], one.output[begun, t]),
            (overtime[t], 1.0),
            (short[t], 1.0),
            least=need.required[t] - certain.output[t],
        )
        program.row(
            (people[begun], -need.overtime * one.output_at_work[begun, t]),
            (overtime[t], 1.0),
            most=need.overtime * certain.output_at_work[t],
        )
    found = program.solved(effort)
    if found.values is None:
        return Hiring(None, None, found)
    values = np.rint(found.values) if classes.whole else found.values
    return Hiring(values[people] + 0.0, np.rint(found.values[count]).astype(np.int64), found)
