"""The fewest operators that keep the targets all day where hotlines differ: `staffing` for `mixed`.

The chain is searched with its targets moved: each by as much as what callers meet differs from the chain's own
answer, with what steady states need for the calls that would be in service if nobody waited. In the end the day is
worked out as it is shown, and gets an operator wherever a target is still missed.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy import special

from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.day.goals import TOLERANCE, of_day
from mfc_capacity.core.day.mixed import (
    Flows,
    MixedDay,
    log_odds,
    mixed_through_day,
    parts_of,
    some_hang_up,
)
from mfc_capacity.core.day.staffing import operators_through_day, thresholds_of
from mfc_capacity.core.day.transient import Day
from mfc_capacity.core.steady.erlang import HOUR_S, ROUNDING
from mfc_capacity.core.steady.hotlines import Hotlines
from mfc_capacity.core.steady.staffing import (
    STABILITY,
    Requirement,
    no_reasons,
    operators_required,
    target_limits,
)
from mfc_capacity.core.targets import Target, Targets


def operators_for_mixed_day(
    calls_per_hour: Floats,
    hotlines: Hotlines,
    *,
    interval_s: float,
    targets: Targets,
    is_open: Bools,
    min_operators: int = 0,
    periodic: bool = False,
    again: Floats | None = None,
) -> tuple[Requirement, MixedDay]:
    """Return operators (K, I) that keep all targets, as few as are found, and what callers meet with them.

    Arguments are as for `operators_through_day`, but with calls by hotline (K, S, I); so are `bound_by` and the errors.

    Raises:
        UnreachableTargetError: if a target is out of reach in some interval.
    """
    search = _MixedSearch(
        Flows.of(calls_per_hour, hotlines, interval_s, periodic=periodic, again=again),
        targets,
        is_open,
        min_operators,
    )
    least = search.if_nobody_waits()
    found = search.corrected(least.operators)
    return search.completed(search.steadied(_raised(found, least) if some_hang_up(hotlines) else found))


@dataclass(frozen=True)
class _MixedSearch:
    """What is searched for: operators for the flows of days."""

    flows: Flows
    targets: Targets
    is_open: Bools
    min_operators: int

    def if_nobody_waits(self) -> Requirement:
        """Return what steady states need for the calls that would be in service then.

        Means will do to begin with, but not where some never hang up among others who do: the longer the wait, the
        fewer of those who wait hang up.
        """
        flows = self.flows
        calling = flows.total > 0
        if some_hang_up(flows.hotlines):
            in_service = np.moveaxis(flows.course.numbers, 1, 2)[calling] / flows.hotlines.aht_s
            found = flows.hotlines.required(self.targets, in_service * HOUR_S)
            operators, bound_by = (
                np.zeros(calling.shape, dtype=np.int64),
                no_reasons(calling.shape, self.targets),
            )
            operators[calling], bound_by[calling] = found.operators, found.bound_by
            return Requirement(operators, bound_by)
        load = np.where(calling, flows.course.numbers.sum(axis=1), 0.0)
        return operators_required(
            load * flows.service * HOUR_S,
            1 / flows.service,
            patience_s=flows.patience_s,
            targets=self.targets,
        )

    def corrected(self, operators: Ints) -> Requirement:
        """Return what the chain needs for its targets moved as they are with these operators."""
        levels = self.targets.levels
        flows = self.flows.settled_with(operators, levels)
        chain = flows.chain(levels)
        met = flows.corrected(chain, flows.matched(chain, levels), 1)
        return operators_through_day(
            flows.total * HOUR_S,
            1 / flows.service,
            interval_s=flows.interval_s,
            targets=_moved(self.targets, chain, met),
            patience_s=flows.patience_s,
            is_open=self.is_open,
            min_operators=self.min_operators,
            periodic=flows.periodic,
            guess=operators,
            again=flows.again_share,
        )

    def met(self, operators: Ints, days: Ints | slice = slice(None)) -> MixedDay:
        """Return what callers of some days meet."""
        again = self.flows.again_share
        return mixed_through_day(
            self.flows.arrivals[days] * HOUR_S,
            self.flows.hotlines,
            operators[days],
            interval_s=self.flows.interval_s,
            **thresholds_of(self.targets),
            service_level_of=self.targets.service_level_of,
            periodic=self.flows.periodic,
            again=None if again is None else again[days],
        )

    def steadied(self, found: Requirement) -> Requirement:
        """Return more operators where those who never hang up, among others, are more than can be served in a part."""
        parts = parts_of(self.flows.hotlines, self.flows.interval_s)
        flows = Flows.of(
            np.repeat(self.flows.arrivals * HOUR_S, parts, axis=2),
            self.flows.hotlines,
            self.flows.interval_s / parts,
            periodic=self.flows.periodic,
        )
        operators = found.operators
        while (now := replace(flows, operators=np.repeat(operators, parts, axis=1))).overloaded.any():
            fewest = np.where(now.overloaded, np.floor(now.endless_in_service * (1 + ROUNDING)) + 1, 0)
            most = fewest.reshape(*operators.shape, parts).max(axis=2).astype(np.int64)
            operators = np.maximum(operators, most)
        return Requirement(operators, np.where(operators > found.operators, STABILITY, found.bound_by))

    def completed(self, found: Requirement) -> tuple[Requirement, MixedDay]:
        """Return operators with one more wherever a target is missed, until none is, and what callers meet."""
        operators, bound_by = found.operators.copy(), found.bound_by.copy()
        met, days = self.met(operators), np.arange(operators.shape[0])
        while True:
            missed = _missed(self.targets, met)[:, days] & (self.flows.total[days] > 0)
            short: Bools = missed.max(axis=0)
            if not short.any():
                break
            operators[days] += short
            names = np.array(self.targets.keys)[missed.argmax(axis=0)]
            bound_by[days] = np.where(short, names, bound_by[days])
            days = days[short.any(axis=1)]
            met = met.replaced(days, self.met(operators, days))
        steady = self.steadied(Requirement(operators, bound_by))
        return (steady, met) if np.array_equal(steady.operators, operators) else self.completed(steady)


def _raised(found: Requirement, least: Requirement) -> Requirement:
    """Return operators where they are as many as the least, and those where they are fewer."""
    more = found.operators < least.operators
    return Requirement(
        np.where(more, least.operators, found.operators), np.where(more, least.bound_by, found.bound_by)
    )


def _moved(targets: Targets, chain: Day, met: MixedDay) -> Targets:
    """Return the targets that the chain's own answer has to keep (K, I) for what callers meet to keep `targets`."""
    limits: dict[str, NDArray[np.float64]] = {}
    for row, limit in zip(targets.rows, target_limits(targets), strict=True):
        if np.isnan(limit).all():
            continue
        own, real = (of_day(day, row.measure, targets.service_level_of) for day in (chain, met))
        most = 1 - limit if row.is_least else limit
        if row.measure.kind == "seconds":
            with np.errstate(invalid="ignore", divide="ignore"):
                ratio = own / real
            most = most * np.where(np.isfinite(ratio) & (ratio > 0), ratio, 1.0)
        else:
            most = np.where(
                (most > 0) & (most < 1), special.expit(log_odds(most) + log_odds(own) - log_odds(real)), most
            )
        limits[row.field] = 1 - most if row.is_least else most
    return targets.with_limits(**limits)


def _missed(targets: Targets, met: MixedDay) -> Bools:
    """Return which targets are missed where (T, K, I)."""

    def missed(row: Target, limit: Floats) -> Bools:
        most = 1 - limit if row.is_least else limit
        beyond: Bools = (
            of_day(met, row.measure, targets.service_level_of) > most * (1 + TOLERANCE) + TOLERANCE
        )
        return beyond

    return np.stack(
        [missed(row, limit) for row, limit in zip(targets.rows, target_limits(targets), strict=True)]
    )
