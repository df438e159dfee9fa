"""Who is in training, at work and gone, period by period, as expected.

Everything is linear in the people of each cohort, so the flow of one person of every cohort says it all: a flow of many
is their weighted sum, and an integer program chooses among the same figures.
"""

from dataclasses import dataclass, field, fields, replace

import numpy as np
from numpy.typing import ArrayLike

from mfc_capacity.core import arguments
from mfc_capacity.core.arrays import Floats, Ints


def leaving(share: ArrayLike, months: float) -> Floats:
    """Return what share leaves in a period of some months, where `share` of those there leave in a month, evenly."""
    return 1 - (1 - arguments.share("share", share)) ** months


@dataclass(frozen=True, eq=False)
class Career:
    """How the people of a group learn, work and leave; tenure is counted in whole periods from the day of hire.

    Attributes:
        attrition: of those at work as a period begins, the share who leave in it, by tenure (K); the last holds from
            then on. Those in training drop out instead.
        training: periods from a class's beginning until its people are at work.
        drop_out: of a class, the share lost by the end of its training, equally many in each of its periods.
        ramp: output of one at work, by periods since the training ended (J); the last, of an experienced one, holds
            from then on.
        trainers: output that those at work lose to each person in training, all through a period.
        there: of a period in which somebody leaves, the part before that: 1/2 if evenly, 1 if at its end.
        ends: how much of a horizon's first and of its last period lies in it: so much shorter is the time to leave in.
    """

    attrition: Floats
    training: int = 0
    drop_out: float = 0.0
    ramp: Floats = field(default_factory=lambda: np.ones(1))
    trainers: float = 0.0
    there: float = 0.5
    ends: tuple[float, float] = (1.0, 1.0)

    def __post_init__(self) -> None:
        """Check what is given.

        Raises:
            ValueError: if a share is none, an output below 0, or nobody is trained who could drop out.
        """
        arguments.share("attrition", self.attrition)
        arguments.share("drop_out", self.drop_out)
        arguments.share("there", self.there)
        arguments.share("ends", self.ends)
        arguments.finite("ramp", self.ramp)
        arguments.finite("trainers", self.trainers)
        if self.drop_out and not self.training:
            raise ValueError("drop_out must be 0 without training")

    @property
    def settled(self) -> int:
        """The tenure from which nothing changes any more; of those employed of whom nothing else is known."""
        return max(len(self.attrition) - 1, self.training + len(self.ramp) - 1)

    def leaves(self, tenure: Ints) -> Floats:
        """Return the share of those there who leave in the period that begins with a tenure."""
        dropping = self.drop_out / np.maximum(self.training - self.drop_out * tenure, self.drop_out or 1.0)
        attrition = self.attrition[np.clip(tenure, 0, len(self.attrition) - 1)]
        return np.where(tenure < self.training, dropping, attrition)

    def finishes(self, tenure: int) -> float:
        """Return the share of those in training with a tenure who will be at work after it."""
        return (1 - self.drop_out) / (1 - self.drop_out * tenure / max(self.training, 1))

    def output(self, tenure: Ints) -> Floats:
        """Return the output of one who is there all through the period that begins with a tenure; 0 in training."""
        at_work = tenure - self.training
        return np.where(at_work < 0, 0.0, self.ramp[np.clip(at_work, 0, len(self.ramp) - 1)])

    def taken(self, tenure: Ints) -> Floats:
        """Return the output that such a one takes from those at work; 0 after training."""
        return np.where((tenure >= 0) & (tenure < self.training), self.trainers, 0.0)


@dataclass(frozen=True, eq=False)
class Flow:
    """What happens in each period: arrays by period (T), or by cohort and period (C x T).

    Attributes:
        hired: who begin, with the period.
        in_training: who are in training as the period begins, those hired included.
        at_work: who are at work as the period begins.
        left: who leave in the period, from training or from work.
        paid_in_training: as `in_training`, on the period's mean.
        paid_at_work: as `at_work`, on the period's mean.
        output_at_work: of all at work, in experienced people.
        trainers: what of it is lost to training.
    """

    hired: Floats
    in_training: Floats
    at_work: Floats
    left: Floats
    paid_in_training: Floats
    paid_at_work: Floats
    output_at_work: Floats
    trainers: Floats

    @property
    def output(self) -> Floats:
        """What is left for callers; below 0 where those in training need more trainers than are at work."""
        return self.output_at_work - self.trainers

    def of(self, people: ArrayLike) -> "Flow":
        """Return the flow of so many people of each cohort (C)."""
        return Flow(*(np.asarray(people) @ getattr(self, each.name) for each in fields(self)))

    def __add__(self, other: "Flow") -> "Flow":
        return Flow(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))


def flows(career: Career, begins: ArrayLike, periods: int) -> Flow:
    """Return the flow of one person of each cohort (C x T).

    Args:
        career: how people learn, work and leave.
        begins: the period with which each cohort is hired (C). One of before the horizon (below 0) counts those who are
            still there as it begins; -`career.settled` is of people with all experience.
        periods: of the horizon.
    """
    tenure = tenures(begins, periods)
    is_hired, trains = tenure >= 0, tenure < career.training
    leaves = np.where(is_hired, career.leaves(tenure), 0.0)
    for period, part in zip((0, -1), career.ends, strict=True):
        leaves[:, period] = 1 - (1 - leaves[:, period]) ** part
    stays = np.cumprod(1 - leaves, axis=1)
    there = is_hired * np.hstack([np.ones_like(stays[:, :1]), stays[:, :-1]])
    left = there * leaves
    paid = there - (1 - career.there) * left
    return Flow(
        hired=np.where(tenure == 0, 1.0, 0.0),
        in_training=there * trains,
        at_work=there * ~trains,
        left=left,
        paid_in_training=paid * trains,
        paid_at_work=paid * ~trains,
        output_at_work=paid * career.output(tenure),
        trainers=paid * career.taken(tenure),
    )


def tenures(begins: ArrayLike, periods: int) -> Ints:
    """Return the tenure of each cohort as each period begins (C x T); below 0 before it is hired."""
    return np.arange(periods) - np.asarray(begins, dtype=np.int64)[:, None]


def lasting_output(career: Career, hired: float) -> float:
    """Return the output that so many people hired in every period hold in the end; infinite where nobody ever leaves.

    What is required above it, no hiring at that pace holds.
    """
    settled = career.settled
    rising = flows(replace(career, ends=(1.0, 1.0)), [0], settled + 1)
    at_last = float(rising.output_at_work[0, -1]), float(career.leaves(np.array(settled)))
    if hired == 0 or at_last[0] == 0:
        return hired * float(rising.output[0, :-1].sum())
    if at_last[1] == 0:
        return np.inf
    return hired * float(rising.output[0, :-1].sum() + at_last[0] / at_last[1])
