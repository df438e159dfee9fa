"""Records of what the report draws beside its first screen; None is unknown, or not there."""

from dataclasses import dataclass
from typing import Literal

from mfc_capacity.answers.accounts import Cause
from mfc_capacity.answers.first_screen import Level


@dataclass(frozen=True)
class Waited:
    """What becomes of all attempts to call, as shares that add up to 1.

    `within` has those answered after they waited, by the thresholds of `Waits`, each without those before it; `later`
    are answered after the last; `busy` found all lines busy.
    """

    at_once: float
    within: tuple[float, ...]
    later: float
    hung_up: float
    busy: float


@dataclass(frozen=True)
class GroupWaits:
    """How long callers of a group wait, as planned and with the operators given.

    None of a side: no operators are given, or in some interval more calls come than can be handled. `attempts` is how
    many calls there are, as planned.
    """

    group: str
    title: str | None
    attempts: float
    planned: Waited | None
    given: Waited | None


@dataclass(frozen=True)
class Waits:
    """Who waits how long: by group, and all of them together (given: only where every group states operators).

    `week` is the one whose days are counted; None: all planned days are.
    """

    thresholds_s: tuple[float, ...]
    week: str | None
    groups: tuple[GroupWaits, ...]
    everybody_planned: Waited | None
    everybody_given: Waited | None


@dataclass(frozen=True)
class HotlineLoad:
    """The offered load of a hotline by interval in Erlangs, 0 where nobody calls it."""

    hotline: str
    title: str | None
    erlangs: tuple[float, ...]


@dataclass(frozen=True)
class GroupLoad:
    """The offered load of a group on the day of its peak, hotline by hotline."""

    group: str
    title: str | None
    date: str | None
    interval_s: int
    hotlines: tuple[HotlineLoad, ...]


@dataclass(frozen=True)
class CurvePoint:
    """What callers meet with a number of operators in the steady state; None: more calls come than they can handle."""

    operators: int
    service_level: float | None
    abandonment: float | None


@dataclass(frozen=True)
class Curve:
    """What each number of operators would give a group at its peak: the interval by itself, in the steady state.

    `given` is None where no operators are stated; `level` and `max_abandonment` are the targets of the day; `bound_by`
    is what decides the needed.
    """

    group: str
    title: str | None
    date: str | None
    start: str
    needed: int
    bound_by: str
    given: int | None
    level: Level
    max_abandonment: float | None
    points: tuple[CurvePoint, ...]


@dataclass(frozen=True)
class Use:
    """What each part of demand used, in order, adding up to the total; `unit` is calls, minutes or operator hours."""

    unit: str
    parts: tuple[Cause, ...]
    total: float


@dataclass(frozen=True)
class CauseCost:
    """What a part of demand adds to the cost of the contract; below 0 it spares so much."""

    cause: Cause
    cost: float


@dataclass(frozen=True)
class CostByCause:
    """The cost of the contract by part of demand: each at the prices of the units that come after the parts before it.

    The parts and what is short of a minimum fee add up to the total.
    """

    parts: tuple[CauseCost, ...]
    minimum: float
    total: float


@dataclass(frozen=True)
class CostStep:
    """A step from the cost of the plan to that of the contract.

    `contacts` are not paid by the contract; `outside` is labour on days without one; `inside`, `beyond` and `unserved`
    are what so many units of the contract cost more than the labour for them; `minimum` is what is short of a fee.
    """

    name: Literal["contacts", "outside", "inside", "beyond", "unserved", "minimum"]
    amount: float
    units: float | None = None


@dataclass(frozen=True)
class CostBridge:
    """From the cost of the plan, labour and contacts, to that of the contract; the steps add up to the difference."""

    plan: float
    contract: float
    steps: tuple[CostStep, ...]


@dataclass(frozen=True, kw_only=True)
class Pictures:
    """What the report draws beside its first screen.

    Attributes:
        waits: who waits how long.
        load_by_hotline: the load of each group on the day of its peak.
        curves: what each number of operators would give, for the groups that are needed at all.
        demand: the calls that reach operators, by part of demand.
        use: the units of the contracts; None without any, or where they count in different ones.
        cost_by_cause: the cost of the contracts; None without any.
        cost_bridge: None where a price is missing, or two contracts hold on one day.
    """

    waits: Waits
    load_by_hotline: tuple[GroupLoad, ...]
    curves: tuple[Curve, ...]
    demand: Use
    use: Use | None
    cost_by_cause: CostByCause | None
    cost_bridge: CostBridge | None
