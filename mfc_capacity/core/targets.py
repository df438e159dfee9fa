"""The measures of what callers meet and the targets that limit them: a row each.

Planning, judging and averaging iterate these tables. A new target is a row here; a new measure is a row and the
formula of the steady state, of the queue through the day and of a simulated day.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

if TYPE_CHECKING:  # the tables are read without loading arrays
    from numpy.typing import ArrayLike

ServiceLevelOf = Literal["offered", "answered", "virtual", "short", "positive", "callers"]
SERVICE_LEVELS_OF: tuple[ServiceLevelOf, ...] = get_args(ServiceLevelOf)
Weight = Literal["offered", "answered", "operator_hours"]


@dataclass(frozen=True)
class Measure:
    """What callers meet, or operators do, in an interval.

    Attributes:
        name: of the measure; its times are in seconds.
        kind: a share between 0 and 1, or seconds.
        better: whether more of it is better, or less.
        weight: what its mean over intervals is weighted by: calls offered, calls answered or hours on duty, see
            `means`; None: it is not averaged.
    """

    name: str
    kind: Literal["share", "seconds"]
    better: Literal["high", "low"]
    weight: Weight | None


SERVICE_LEVEL = Measure("service_level", "share", "high", "offered")
ASA = Measure("asa_s", "seconds", "low", "answered")
MEAN_WAIT = Measure("mean_wait_s", "seconds", "low", "offered")
P_WAIT = Measure("p_wait", "share", "low", None)
ABANDONMENT = Measure("abandonment", "share", "low", "offered")
BUSY = Measure("busy", "share", "low", "offered")
OCCUPANCY = Measure("occupancy", "share", "low", "operator_hours")

WAIT_LEVEL = Measure("wait_level", "share", "high", None)
P90_WAIT = Measure("p90_wait_s", "seconds", "low", None)
P90 = 0.9
NEVER_SERVED = Measure("never_served", "share", "low", None)  # of first attempts, where callers come again

MEASURES = (SERVICE_LEVEL, ASA, MEAN_WAIT, P_WAIT, ABANDONMENT, BUSY, OCCUPANCY, WAIT_LEVEL, P90_WAIT)
AVERAGED = tuple(measure for measure in MEASURES if measure.weight is not None)


@dataclass(frozen=True)
class Target:
    """A limit of a measure: the least where more of it is better, else the most.

    Attributes:
        key: as a scenario writes it and `bound_by` names it.
        measure: what is limited.
        never_met: the value that no number of operators meets, nor any beyond it.
        never_missed: the value that any number meets.
        follows_waits: whether waits have to be followed beyond their interval to know the measure.
        only_of_impatient: whether it is kept by itself where callers never hang up.
        needs_operators: whether nobody on duty misses it.
        asks_for_lines: whether it asks for lines, not for operators.
    """

    key: str
    measure: Measure
    never_met: float
    never_missed: float
    follows_waits: bool = False
    only_of_impatient: bool = False
    needs_operators: bool = True
    asks_for_lines: bool = False

    @property
    def field(self) -> str:
        """The key with the unit of its value, as code names it."""
        return f"{self.key}_s" if self.measure.kind == "seconds" else self.key

    @property
    def is_least(self) -> bool:
        """Whether the measure is to be at least so much, not at most."""
        return self.measure.better == "high"

    def excess(self, value: Any, limit: Any) -> Any:
        """Return measure / limit - 1, of a least that of those who miss it: 0.2 where 6 % are there, not at most 5 %.

        Numbers or arrays that broadcast; at most 0 where the limit is kept.
        """
        return (1 - value) / (1 - limit) - 1 if self.is_least else value / limit - 1

    @property
    def highest(self) -> float:
        """The highest value that can be asked for."""
        return math.inf if self.measure.kind == "seconds" else 1.0


TARGETS = (
    Target("service_level", SERVICE_LEVEL, never_met=1.0, never_missed=0.0),
    Target("max_asa", ASA, never_met=0.0, never_missed=math.inf, follows_waits=True),
    Target(
        "max_abandonment",
        ABANDONMENT,
        never_met=0.0,
        never_missed=1.0,
        follows_waits=True,
        only_of_impatient=True,
    ),
    # At most 1 is always kept, and still asks for a steady state.
    Target("max_occupancy", OCCUPANCY, never_met=0.0, never_missed=math.inf, needs_operators=False),
    Target("max_p_wait", P_WAIT, never_met=0.0, never_missed=1.0),
    Target("wait", WAIT_LEVEL, never_met=1.0, never_missed=0.0, follows_waits=True),
    Target("max_busy", BUSY, never_met=0.0, never_missed=1.0, asks_for_lines=True),
)


@dataclass(frozen=True)
class Levels:
    """The levels to work out, by their thresholds in seconds: see `Targets`; `of` None: every service level."""

    within_s: float = 20.0
    of: ServiceLevelOf | None = "offered"
    short_s: float | None = None
    wait_within_s: float | None = None


class Targets:
    """What an interval must keep: limits by `Target.field`, scalars or arrays that broadcast, NaN where not set.

    `within_s` is the threshold of the service level, and `service_level_of` the calls that it is the share of: see
    `SteadyState`; `short_s` is how soon those hang up who are left out of a level "short", None for `within_s`.
    `wait_within_s` is the threshold of the target `wait`, None where it is not set.
    """

    def __init__(
        self,
        *,
        within_s: "ArrayLike" = 20.0,
        service_level_of: ServiceLevelOf = "offered",
        short_s: "ArrayLike | None" = None,
        wait_within_s: "ArrayLike | None" = None,
        rows: tuple[Target, ...] = TARGETS,
        **limits: "ArrayLike",
    ) -> None:
        unknown = limits.keys() - {row.field for row in rows}
        if unknown:
            raise TypeError(f"there is no target {', '.join(sorted(unknown))}")
        self.rows, self.limits = rows, limits
        self.within_s, self.service_level_of = within_s, service_level_of
        self.short_s, self.wait_within_s = short_s, wait_within_s

    def with_limits(self, **limits: "ArrayLike") -> "Targets":
        """Return other limits of the same measures."""
        return Targets(
            within_s=self.within_s,
            service_level_of=self.service_level_of,
            short_s=self.short_s,
            wait_within_s=self.wait_within_s,
            rows=self.rows,
            **limits,
        )

    @property
    def levels(self) -> Levels:
        """The levels of the targets set, each threshold one number for all intervals."""
        is_wait_set = "wait" in self.limits and self.wait_within_s is not None
        return Levels(
            within_s=_number(self.within_s),
            of=self.service_level_of,
            short_s=_number(self.left_out_s) if self.counts_apart else None,
            wait_within_s=_number(self.wait_within_s) if is_wait_set else None,
        )

    @property
    def left_out_s(self) -> "ArrayLike":
        """How soon those hang up who are left out of a level "short"."""
        return self.within_s if self.short_s is None else self.short_s

    @property
    def counts_apart(self) -> bool:
        """Whether the service level leaves out who hangs up within another time than its threshold."""
        return self.service_level_of == "short" and self.short_s is not None

    def threshold_s(self, measure: Measure) -> "ArrayLike":
        """Return the threshold of a measure that has one."""
        if measure != WAIT_LEVEL or self.wait_within_s is None:
            return self.within_s
        return self.wait_within_s

    def level_of(self, measure: Measure) -> ServiceLevelOf | None:
        """Return the calls that a level is the share of, None where a measure is no level."""
        if measure == WAIT_LEVEL:
            return "answered"
        return self.service_level_of if measure == SERVICE_LEVEL else None

    @property
    def keys(self) -> tuple[str, ...]:
        """The key of every target there is."""
        return tuple(row.key for row in self.rows)

    def limit(self, row: Target) -> "ArrayLike":
        """Return the limit of a target, NaN where it is not set."""
        return self.limits.get(row.field, math.nan)

    def each(self) -> Iterator[tuple[Target, float]]:
        """Yield the targets that are set, where limits are single numbers, with their limits."""
        for row in self.rows:
            limit: Any = self.limits.get(row.field)
            if limit is not None:
                yield row, float(limit)


def _number(seconds: Any) -> float:
    """Return a threshold that is one for all intervals, also where it is given as an array."""
    return float(seconds)
