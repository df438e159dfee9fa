"""What a method is: how many operators a group's intervals need, and what callers meet with a number of them.

A method is made from everything that its answers depend on, frozen and hashable: that is its key, so that what has
been worked out can be remembered without forgetting what it depends on. Targets and numbers of operators are asked.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Protocol, Self

import numpy as np
from numpy.typing import NDArray

from mfc_capacity.answers.records import ERLANG_A, ERLANG_C, MIXED, UNSTAFFED
from mfc_capacity.core.arrays import Bools, Floats, Ints, Texts
from mfc_capacity.core.steady import staffing
from mfc_capacity.core.steady.erlang import ROUNDING
from mfc_capacity.core.steady.staffing import LARGE, TOLERANCE, Requirement
from mfc_capacity.core.targets import OCCUPANCY, Levels, ServiceLevelOf, Target, Targets
from mfc_capacity.demand.groups import GroupDays

HOUR_S = 3600.0
HARDLY_EVER = 1e-9  # a share of callers who find all lines busy that is none
METHOD = "method"
DEFERRED = "deferred"
UNCOUNTED = "uncounted"
WORK = "work"
ENDLESS = "endless"
# What is refused because of the method and the calls, not because of a target.
OF_METHOD = (METHOD, DEFERRED, UNCOUNTED, WORK, ENDLESS)


@dataclass(frozen=True)
class Performance:
    """What callers meet, kinds x intervals (K x I); NaN where nothing is known, and `status` says why.

    `wait_level` is the share of those answered who wait within the threshold of the target `wait`, NaN without one;
    `p90_wait_s` the wait that nine of ten of them do not exceed, NaN where it is not asked for.

    `busy` is the share of callers who find all lines busy, 0 where there are as many as it takes. Where callers come
    again, all are of attempts: `attempts` for each first one, and `never_served` who give up, above 1 where callers of
    earlier intervals do. After `last_attempts` for each first one nobody calls again; a service level of callers is of
    these. One of "short" is of the share `counted`, NaN where it is not worked out.

    `waiting_at_end` is the mean number of callers who wait when the interval ends; only the queue that is carried
    through the day knows it. `after_duty_hours` are worked by operators who go off duty in the middle of a call, and by
    all after closing; 0 where nobody does. `is_doubtful` where figures are not known to be true within a point, because
    hotlines differ through the day or callers come again unevenly.
    """

    status: Texts
    service_level: Floats
    asa_s: Floats
    mean_wait_s: Floats
    p_wait: Floats
    abandonment: Floats
    busy: Floats
    occupancy: Floats
    waiting_at_end: Floats
    after_duty_hours: Floats
    is_doubtful: Bools
    wait_level: Floats
    p90_wait_s: Floats
    attempts: Floats
    never_served: Floats
    last_attempts: Floats
    counted: Floats

    def of_kinds(self, kinds: Ints) -> "Performance":
        """Return the figures of some kinds of day."""
        return Performance(*(getattr(self, field.name)[kinds] for field in fields(self)))


def performances_joined(parts: Sequence[Performance]) -> Performance:
    """Return the figures of the kinds of day of several parts, one part after the other."""
    return Performance(
        *(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Performance))
    )


def target_excesses(met: Performance, targets: Targets) -> Floats:
    """Return log(measure / target) of each target (T x K x I), very negative where it is not set."""
    shape = met.service_level.shape
    found = np.full((len(targets.rows), *shape), -LARGE)
    for t, row in enumerate(targets.rows):
        limit = float(np.asarray(targets.limit(row)))
        if np.isfinite(limit) and not row.asks_for_lines:
            found[t] = _excess_of(getattr(met, row.measure.name), row, limit, met.status)
    return found


def _excess_of(values: Floats, row: Target, limit: float, status: NDArray[np.str_]) -> Floats:
    """Return log(measure / target) of one target; what is not known is missed, but nobody on duty is never too busy."""
    unknown = np.where((status == UNSTAFFED) & (not row.needs_operators), -np.inf, np.inf)
    short, most = (1 - values, 1 - limit) if row.is_least else (values, limit)
    if row.is_least:
        short = np.maximum(short, 0.0)
    with np.errstate(divide="ignore"):
        log = np.log(short) - np.log(most * (1 + TOLERANCE))
    return np.clip(np.where(np.isnan(log), unknown, log), -LARGE, LARGE)


class Method(Protocol):
    """How a group is planned on its kinds of day (K x I).

    One that carries the queue from interval to interval works out every kind of day by itself, which takes long enough
    for several processes to share it.
    """

    @property
    def carries_queue(self) -> bool:
        """Whether each interval inherits the queue of the one before."""
        ...

    @property
    def intervals_planned_soon(self) -> int:
        """How many intervals are planned in about a minute."""
        ...

    @property
    def load(self) -> GroupDays:
        """The calls, and how long they take and wait."""
        ...

    @property
    def key(self) -> Hashable:
        """Everything that the answers depend on, beside what is asked."""
        ...

    @property
    def model(self) -> Texts:
        """The formula that each interval is planned by (K x I), "" where nobody calls."""
        ...

    @property
    def lines(self) -> int | None:
        """The most calls in service and waiting together; None: as many as come."""
        ...

    def on(self, load: GroupDays) -> "Method":
        """Return the same method for other calls."""
        ...

    def unreachable(self, targets: Targets) -> Texts:
        """Return the target that no number of operators keeps, "" where all can be kept; METHOD for too many calls."""
        ...

    def required(self, targets: Targets) -> Requirement:
        """Return the fewest operators that keep the targets, and what they are bound by."""
        ...

    def met(self, operators: Ints) -> Performance:
        """Return what callers meet with these operators, but for percentiles."""
        ...

    def p90_wait_s(self, operators: Ints) -> Floats:
        """Return the wait that nine of ten answered callers do not exceed, NaN where it is not known."""
        ...

    def lines_needed(self, operators: Ints, max_busy: float) -> Floats:
        """Return the fewest lines with which at most this share finds all busy.

        NaN where nobody calls, infinite where no number of lines is enough.
        """
        ...


@dataclass(frozen=True)
class GroupInputs:
    """What the methods are made from: a group's calls, its intervals, and which service level is shown of it."""

    load: GroupDays
    interval_s: int
    min_operators: int
    within_s: float
    service_level_of: ServiceLevelOf
    short_s: float | None = None
    wait_within_s: float | None = None
    lines: int | None = None

    @property
    def key(self) -> Hashable:
        """Everything that the answers depend on."""
        return self

    @property
    def levels(self) -> Levels:
        """The levels that are worked out."""
        return Levels(self.within_s, self.service_level_of, self.short_s, self.wait_within_s)

    @property
    def model(self) -> Texts:
        """The formula that each interval is planned by (K x I), "" where nobody calls."""
        alike = np.where(self.load.hangs_up, ERLANG_A, ERLANG_C)
        return np.where(self.load.calls > 0, np.where(self.load.mixed, MIXED, alike), "")

    @property
    def load_erlangs(self) -> Floats:
        """The offered load (K x I), 0 where nobody calls."""
        load_erlangs: Floats = np.nan_to_num(self.load.calls * self.load.aht_s / self.interval_s)
        return load_erlangs

    @property
    def service_level(self) -> str:
        """The name of the service level that is shown, as the core has it."""
        return f"service_level_{self.service_level_of}"

    def known_service_level(self, service_level: Floats, asa_s: Floats) -> Floats:
        """Return the service level that is shown; of answered calls it is not known (NaN) where none is answered."""
        unknown = (self.service_level_of == "answered") & ~np.isfinite(asa_s)
        return np.where(unknown, np.nan, service_level)

    def on(self, load: GroupDays) -> Self:
        """Return the same for other calls."""
        return replace(self, load=load)

    def unreachable(self, targets: Targets) -> Texts:
        """Return the target that no number of operators keeps, "" where all can be kept.

        UNCOUNTED stands for calls that ask for more operators than are counted.
        """
        patience_s = np.where(self.load.some_hang_up, 1.0, np.inf)
        missed = staffing.unreachable(targets, self.load.calls, patience_s)
        occupancy = {row.measure: limit for row, limit in targets.each()}.get(OCCUPANCY, 1.0)
        most_erlangs = staffing.MOST_OPERATORS * (1 - ROUNDING) * occupancy
        return np.where((missed == "") & (self.load_erlangs > most_erlangs), UNCOUNTED, missed)


class UnreachableError(Exception):
    """No number of operators keeps `target`, first in `interval` of the days of `kind`.

    Where `target` is METHOD, there are too many calls for the method; where it is DEFERRED, the targets let work wait
    beyond its interval, until after closing; where it is UNCOUNTED, there are more operators than are counted; where it
    is WORK, the days take longer to work out than anybody waits; where it is ENDLESS, callers who never hang up
    wait for ever on some days, however many operators there are.
    """

    task: int = 0  # of several, where it was raised

    def __init__(self, target: str, kind: int, interval: int) -> None:
        self.target, self.kind, self.interval = target, kind, interval
        super().__init__(target, kind, interval)


def refuse_unreachable(method: Method, targets: Targets) -> None:
    """Refuse what no number of operators is found for.

    Raises:
        UnreachableError: naming the target, the kind of day and the interval.
    """
    missed = method.unreachable(targets)
    found = np.argwhere(missed != "")
    if found.size:
        kind, interval = found[0]
        raise UnreachableError(str(missed[kind, interval]), int(kind), int(interval))
