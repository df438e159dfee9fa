"""A day of hotlines that differ: what the chain of `transient` is given for them, and what corrects its answer.

The chain knows one rate of service and one of hanging up in each interval. It is given

- the rate at which the calls *in service* end, not those that arrive: the mean number of calls of each hotline in
  service follows dm/dt = entering - m / AHT, as in M_t/G/infinity, so calls of a desk that has closed go on;
- the rate of hanging up of those who wait, weighed by handling time, as they do in the steady state below.

What the chain answers in an interval is then that of Erlang A with some steady load, the one with the same mean
wait. At that load the steady state of the callers as they are (`general_patience`, `handling`) is worked out too, and
its odds against Erlang A's correct those of the chain: as good as they are where the day is steady, and an
approximation elsewhere, which `MixedDay.is_doubtful` names.

Arrays are days x hotlines x intervals (K, S, I) or days x intervals (K, I).
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, fields, replace
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import special

from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.day import transient
from mfc_capacity.core.day.in_service import NOBODY, InService, in_service
from mfc_capacity.core.simulation.laws import Exponential
from mfc_capacity.core.steady.diffusion import rough_queue
from mfc_capacity.core.steady.erlang import HOUR_S, ROUNDING, Queue, exact_queue
from mfc_capacity.core.steady.general_patience import Load, MixedQueue, meet_mixed
from mfc_capacity.core.steady.handling import Handling, handling, meet_varied
from mfc_capacity.core.steady.hotlines import Hotlines
from mfc_capacity.core.steady.patience import Mixture, Patience, mixture
from mfc_capacity.core.targets import SERVICE_LEVELS_OF, Levels, ServiceLevelOf

PART_S = 450.0  # the longest stretch in which the mix in service is taken to stand still
BISECTIONS, SECANTS, NEAR, MATCHED = 16, 3, 0.99, 0.01  # towards a load that need not be exact
LIGHTEST, HEAVIEST = 1e-3, 1e3  # load / operators
NEAR_UNSTABLE = 0.9995
LEAST, LEAST_WAIT_S = 1e-13, 1e-7
UNLIMITED = np.iinfo(np.int64).max
FAST_DRIFT, WIDE_SPREAD, FEW_OPERATORS = 0.05, 0.5, 3  # measured


def alike_times(hotlines: Hotlines) -> bool:
    """Say whether all handling times are of one exponential law."""
    return len({(own.aht_s, own.aht_cv) for own in hotlines.callers}) == 1 and set(hotlines.aht_cv) == {1.0}


def all_exponential(hotlines: Hotlines) -> bool:
    """Say whether all handling times and patience are exponential, and nobody hangs up at once."""

    def exponential(patience: Patience) -> bool:
        return patience.at_once == 0 and (patience.endless or isinstance(patience.law, Exponential))

    return all(own.aht_cv == 1 and exponential(own.patience) for own in hotlines.callers)


def endless_s(hotlines: Hotlines) -> Floats:
    """Return the handling time of the callers who never hang up, mean of all callers of each hotline (S)."""
    mean_s: Floats = hotlines.aht_s * hotlines.endless_shares
    return mean_s


def some_hang_up(hotlines: Hotlines) -> bool:
    """Say whether some callers never hang up while others do."""
    endless = endless_s(hotlines)
    return bool((endless > 0).any() and (endless < hotlines.aht_s).any())


@dataclass(frozen=True)
class MixedDay(transient.Day):
    """What callers meet, days x intervals (K, I), and how far it is known to be true.

    Attributes:
        is_doubtful: where it is not known to hold within 1 point of service level and 0.5 of abandonment.
    """

    is_doubtful: Bools

    def replaced(self, days: Ints, part: "MixedDay") -> "MixedDay":
        """Return the days with some replaced."""
        names = [each.name for each in fields(self)]
        found = {name: getattr(self, name).copy() for name in names}
        for name in names:
            found[name][days] = getattr(part, name)
        return MixedDay(**found)


def mixed_through_day(
    calls_per_hour: Floats,
    hotlines: Hotlines,
    operators: Ints,
    *,
    interval_s: float,
    within_s: float = 20.0,
    service_level_of: ServiceLevelOf = "offered",
    short_s: float | None = None,
    wait_within_s: float | None = None,
    periodic: bool = False,
    again: Floats | None = None,
) -> MixedDay:
    """Return what callers of S hotlines (K, S, I) meet through days with operators (K, I).

    Service levels but that of `service_level_of` are NaN; `short_s`, `wait_within_s` and `again` (K, I) are as for
    `through_day`.
    """
    levels = Levels(within_s, service_level_of, short_s, wait_within_s)
    parts = parts_of(hotlines, interval_s)
    flows = Flows.of(
        np.repeat(calls_per_hour, parts, axis=2),
        hotlines,
        interval_s / parts,
        periodic=periodic,
        again=None if again is None else np.repeat(again, parts, axis=1),
    ).settled_with(np.repeat(operators, parts, axis=1), levels)
    day = flows.chain(levels)
    met = flows.corrected(day, flows.matched(day, levels), parts)
    return met if parts == 1 else _joined(met, flows, parts)


def parts_of(hotlines: Hotlines, interval_s: float) -> int:
    """Return in how many parts an interval is worked out: 1 where the mix in service does not change its pace."""
    return 1 if alike_times(hotlines) else math.ceil(interval_s / PART_S)


def _joined(fine: MixedDay, flows: "Flows", parts: int) -> MixedDay:
    """Return figures of intervals (K, I) from those of their parts, between which calls are spread evenly."""

    def by_part(values: NDArray[Any]) -> NDArray[Any]:
        return values.reshape(values.shape[0], -1, parts)

    def weighed(values: Floats, weights: Floats) -> Floats:
        """Return the mean of the parts, of the first where none weighs anything."""
        share = by_part(weights) / np.maximum(by_part(weights).sum(axis=2, keepdims=True), NOBODY)
        known = np.where(share > 0, by_part(values), 0.0)
        nobody = by_part(values)[..., 0]
        return np.where(share.sum(axis=2) > 0, (known * share).sum(axis=2), nobody)

    even, answered = np.ones_like(fine.abandonment), 1 - fine.abandonment
    again = 0.0 if flows.again_share is None else flows.again_share
    weights = dict.fromkeys(_SHARES, even) | {
        "asa_s": answered,
        "service_level_answered": answered,
        "service_level_callers": 1 - again * np.nan_to_num(fine.abandonment),
        "service_level_short": fine.counted,
        "wait_level": answered,
        "occupancy": flows.operators + flows.course.finishing,
    }
    return MixedDay(
        stable=fine.stable,
        waiting_at_end=by_part(fine.waiting_at_end)[..., -1],
        after_duty_s=by_part(fine.after_duty_s).sum(axis=2),
        is_doubtful=by_part(fine.is_doubtful).max(axis=2),
        p90_wait_s=by_part(fine.p90_wait_s)[..., 0],  # not asked for
        **{name: weighed(getattr(fine, name), weight) for name, weight in weights.items()},
    )


_SHARES = (
    *("p_wait", "mean_wait_s", "abandonment", "busy", "counted"),
    *(f"service_level_{of}" for of in SERVICE_LEVELS_OF if of != "answered"),
)


@dataclass(frozen=True)
class Matched:
    """Steady states of the intervals (N) at `rows` of the flattened (K, I): of callers alike, and as they are.

    `wait` are the shares of answered callers who wait beyond the threshold of the target `wait`, of both; None
    without one.
    """

    rows: Ints
    plain: Queue
    mixed: MixedQueue
    spread: Floats
    wait: tuple[Floats, Floats] | None


@dataclass(frozen=True)
class Flows:
    """Calls of S hotlines through their days, and the rates that the chain is given for them.

    Attributes:
        hotlines: who calls.
        interval_s: length of an interval.
        periodic: whether days repeat.
        operators: on duty (K, I).
        arrivals: calls a second (K, S, I).
        answered: share of the work that is not lost (K, I).
        hang_up: rate of hanging up given to the chain (K, I).
        again_share: of those not served, how many call again (K, I); None: nobody does.
    """

    hotlines: Hotlines
    interval_s: float
    periodic: bool
    operators: Ints
    arrivals: Floats
    answered: Floats
    hang_up: Floats
    again_share: Floats | None = None

    @classmethod
    def of(
        cls,
        calls_per_hour: Floats,
        hotlines: Hotlines,
        interval_s: float,
        *,
        periodic: bool,
        again: Floats | None = None,
    ) -> "Flows":
        """Return the flows if nobody ever waits."""
        arrivals = calls_per_hour / HOUR_S
        work = arrivals * hotlines.aht_s[None, :, None]
        total = work.sum(axis=1)
        rates = np.array([0.0 if kind.endless else 1 / kind.mean_s for kind in hotlines.patience])
        hang_up = (work * rates[None, :, None]).sum(axis=1) / np.where(total > 0, total, 1.0)
        unlimited = np.full(total.shape, UNLIMITED)
        return cls(hotlines, interval_s, periodic, unlimited, arrivals, np.ones_like(total), hang_up, again)

    def settled_with(self, operators: Ints, levels: Levels) -> "Flows":
        """Return the flows with these operators on duty, and what their steady states lose."""
        flows = replace(self, operators=operators)
        return flows.again(flows.steady(levels))

    @property
    def total(self) -> Floats:
        """All calls a second (K, I)."""
        total: Floats = self.arrivals.sum(axis=1)
        return total

    @cached_property
    def course(self) -> InService:
        """The calls in service."""
        entering = self.arrivals * self.answered[:, None]
        return in_service(
            entering,
            self.hotlines.aht_s,
            self.hotlines.aht_cv,
            self.operators,
            self.interval_s,
            periodic=self.periodic,
        )

    @property
    def service(self) -> Floats:
        """Rate at which calls in service end (K, I)."""
        rates = self.course.service
        return np.where(np.isnan(rates), 1 / float(self.hotlines.aht_s.mean()), rates)

    @property
    def patience_s(self) -> Floats:
        """1 / hang_up."""
        return np.where(self.hang_up > 0, 1 / np.where(self.hang_up > 0, self.hang_up, 1.0), np.inf)

    def chain(self, levels: Levels) -> transient.Day:
        """Return what the chain answers; where it knows nothing it is spared the queue."""
        plenty = 2 * np.ceil(self.total / self.service).astype(np.int64) + 1
        return transient.through_day(
            self.total * HOUR_S,
            1 / self.service,
            np.where(self._unknown, np.maximum(plenty, self.operators), self.operators),
            interval_s=self.interval_s,
            patience_s=self.patience_s,
            within_s=levels.within_s,
            short_s=levels.short_s,
            wait_within_s=levels.wait_within_s,
            periodic=self.periodic,
            service_level_of=levels.of,
            finished=self.course.finished,
            again=self.again_share,
        )

    def steady(self, levels: Levels) -> Matched:
        """Return the steady states at the load in service."""
        rows = np.flatnonzero((self.total > 0) & (self.operators > 0))
        callers, times = self._callers(rows)
        n = self.operators.reshape(-1)[rows]
        load = self.course.numbers.sum(axis=1).reshape(-1)[rows] / n
        return self._at(rows, np.clip(load, LIGHTEST, self._heaviest(rows, callers)), callers, times, levels)

    def matched(self, day: transient.Day, levels: Levels) -> Matched:
        """Return the steady states with the mean waits of a day."""
        waits = day.mean_wait_s.reshape(-1)
        calling = (self.total > 0) & (self.operators > 0)
        rows = np.flatnonzero(calling.reshape(-1) & (waits > LEAST_WAIT_S))
        callers, times = self._callers(rows)
        load = self._load_with(waits[rows], rows, self._heaviest(rows, callers))
        return self._at(rows, load, callers, times, levels)

    def _load_with(self, waits_s: Floats, rows: Ints, heaviest: Floats) -> Floats:
        """Return the load / operators (N) at which Erlang A has these mean waits: about, by secants, or bisection."""
        n = self.operators.reshape(-1)[rows].astype(np.float64)
        mu, theta = self.service.reshape(-1)[rows], self.hang_up.reshape(-1)[rows]

        def excess(load: Floats, at: Ints, queue: Callable[..., Queue] = exact_queue) -> Floats:
            met = queue(n[at], n[at] * load, theta[at] / mu[at], mu[at])
            with np.errstate(divide="ignore"):
                longer: Floats = np.log(met.mean_wait / mu[at] / waits_s[at])
            return np.nan_to_num(longer, nan=-np.inf)

        def bisected(at: Ints, queue: Callable[..., Queue]) -> Floats:
            low, high = np.full(at.size, LIGHTEST), heaviest[at]
            for _ in range(BISECTIONS):
                middle = np.sqrt(low * high)
                below = excess(middle, at, queue) < 0
                low, high = np.where(below, middle, low), np.where(below, high, middle)
            return low

        everyone = np.arange(rows.size)
        load = bisected(everyone, rough_queue)
        last = load * NEAR
        own, last_own = excess(load, everyone), excess(last, everyone)
        for _ in range(SECANTS):
            with np.errstate(invalid="ignore", divide="ignore"):
                step = -own * np.log(load / last) / (own - last_own)
            last, last_own = load, own
            load = np.clip(load * np.exp(np.clip(np.nan_to_num(step), -1, 1)), LIGHTEST, heaviest)
            own = excess(load, everyone)
        far = np.flatnonzero(np.abs(own) > MATCHED)
        load[far] = bisected(far, exact_queue)
        return load

    def _heaviest(self, rows: Ints, callers: Mixture) -> Floats:
        """Return the highest load / operators (N) with steady states."""
        most = np.where(self.hang_up.reshape(-1)[rows] > 0, HEAVIEST, NEAR_UNSTABLE)
        return np.minimum(most, NEAR_UNSTABLE / np.maximum(callers.endless, NOBODY))

    def _at(self, rows: Ints, load: Floats, callers: Mixture, times: Handling, levels: Levels) -> Matched:
        """Return the steady states with a load / operators (N)."""
        n = self.operators.reshape(-1)[rows].astype(np.float64)
        mu, theta = self.service.reshape(-1)[rows], self.hang_up.reshape(-1)[rows]
        arrivals = n * load * mu
        own = Load(n, arrivals, 1 / mu, np.full(rows.size, levels.within_s), np.ones(rows.size), callers)
        queue, spread = meet_varied(own, times)

        def both(within_s: float) -> tuple[Queue, MixedQueue]:
            there = replace(own, within_s=np.full(rows.size, within_s), spread=spread)
            return exact_queue(n, n * load, theta / mu, within_s * mu), meet_mixed(there)

        plain = exact_queue(n, n * load, theta / mu, levels.within_s * mu)
        if levels.short_s is not None:
            counted = [each.not_gone for each in both(levels.short_s)]
            plain, queue = replace(plain, counted=counted[0]), replace(queue, counted=counted[1])
        if self.again_share is not None:
            share = self.again_share.reshape(-1)[rows]
            plain, queue = replace(plain, again=share), replace(queue, again=share)
        wait = None
        if levels.wait_within_s is not None:
            own_wait, real_wait = both(levels.wait_within_s)
            wait = own_wait.missed("answered"), real_wait.missed("answered")
        return Matched(rows, plain, queue, spread, wait)

    def again(self, steady: Matched) -> "Flows":
        """Return the flows with the rates of hanging up and the losses found."""
        hang_up, answered = self.hang_up.copy(), self.answered.copy()
        hang_up.reshape(-1)[steady.rows] = steady.mixed.work_hazard
        answered.reshape(-1)[steady.rows] = steady.mixed.served_work
        return replace(self, answered=answered, hang_up=hang_up)

    def _callers(self, rows: Ints) -> tuple[Mixture, Handling]:
        """Return who calls by arrivals, with the work and the handling times of who is in service."""
        numbers = self.course.numbers
        of_rows = (rows // numbers.shape[2], slice(None), rows % numbers.shape[2])
        calls, busy = self.arrivals[of_rows], numbers[of_rows]
        aht_s = self.hotlines.aht_s
        callers = mixture(self.hotlines.patience, calls, aht_s)
        working = mixture(self.hotlines.patience, busy)
        return Mixture(callers.kinds, callers.shares, working.shares), handling(
            busy / aht_s, aht_s, self.hotlines.aht_cv
        )

    def corrected(self, day: transient.Day, steady: Matched, parts: int) -> MixedDay:
        """Return the answer of the chain, its odds changed as those of the steady states differ."""
        rows, plain, mixed = steady.rows, steady.plain, steady.mixed
        mu = self.service.reshape(-1)[rows]
        levels = {
            f"service_level_{of}": 1
            - _by_odds(1 - getattr(day, f"service_level_{of}"), rows, plain.missed(of), mixed.missed(of))
            for of in SERVICE_LEVELS_OF
        }
        if steady.wait is not None:
            levels["wait_level"] = 1 - _by_odds(1 - day.wait_level, rows, *steady.wait)
        else:
            levels["wait_level"] = day.wait_level
        figures = {
            "p_wait": _by_odds(day.p_wait, rows, plain.wait, mixed.wait),
            "abandonment": _by_odds(day.abandonment, rows, plain.abandonment, mixed.abandonment),
            "counted": 1 - _by_odds(1 - day.counted, rows, 1 - plain.counted_short, 1 - mixed.counted_short),
            "asa_s": _by_ratio(day.asa_s, rows, plain.asa / mu, mixed.asa),
            "mean_wait_s": _by_ratio(day.mean_wait_s, rows, plain.mean_wait / mu, mixed.mean_wait),
            "occupancy": np.minimum(
                _by_ratio(day.occupancy, rows, plain.served_work, mixed.served_work), 1.0
            ),
            "busy": day.busy,
            "waiting_at_end": day.waiting_at_end,
            "p90_wait_s": day.p90_wait_s,
            "after_duty_s": day.after_duty_s,
            **levels,
        }
        unknown = self._unknown
        return MixedDay(
            stable=day.stable & ~self._grows,
            is_doubtful=self._doubtful(steady, figures["mean_wait_s"], parts),
            **{name: np.where(unknown, np.nan, values) for name, values in figures.items()},
        )

    @property
    def endless_in_service(self) -> Floats:
        """Calls in service (K, I) of those who never hang up, answered first; leavers take theirs along."""
        aht_s, aht_cv = self.hotlines.aht_s, self.hotlines.aht_cv
        entering = self.arrivals * (endless_s(self.hotlines) / aht_s)[None, :, None]
        there = in_service(entering, aht_s, aht_cv, self.operators, self.interval_s, periodic=self.periodic)
        total: Floats = there.numbers.sum(axis=1)
        return total

    @property
    def overloaded(self) -> Bools:
        """Where (K, I), among others who do, those who never hang up are more than can be served."""
        if not some_hang_up(self.hotlines):
            return np.zeros(self.operators.shape, dtype=bool)
        there = self.endless_in_service
        overloaded: Bools = (there > 0) & (there * (1 + ROUNDING) >= self.operators) & (self.total > 0)
        return overloaded

    @cached_property
    def _unknown(self) -> Bools:
        """Where (K, I) those who never hang up are or have been more than can be served.

        Then a queue of them grows in which nobody else stays; the chain, whose callers all hang up, does not know it.
        """
        overloaded = self.overloaded
        since = np.logical_or.accumulate(overloaded, axis=1)
        unknown: Bools = since | (overloaded.any(axis=1, keepdims=True) & self.periodic)
        return unknown

    @property
    def _grows(self) -> Bools:
        """Where (K), on days that repeat and never close, those who never hang up are more than can be served."""
        never_closed = ((self.total > 0) | (self.operators > 0)).all(axis=1)
        endless = np.einsum("ksi,s->k", self.arrivals, endless_s(self.hotlines))
        too_many = endless * (1 + ROUNDING) >= self.operators.sum(axis=1)
        grows: Bools = never_closed & too_many & (endless > 0) & self.periodic
        return grows

    def _doubtful(self, steady: Matched, wait_s: Floats, parts: int) -> Bools:
        """Say where calls meet what the answer has been seen to miss, or what nobody has tried.

        Handling times differ, and the mix in service changes fast or has just done so, widens waits by half or
        more, or meets so few operators that a caller's luck is who is before; or some never hang up, and the mean wait
        is beyond the patience of others, so that a queue of the former builds up slowly; or laws are not exponential.
        """
        spread = np.ones(self.operators.shape)
        spread.reshape(-1)[steady.rows] = steady.spread
        drift = self.course.drift
        drift = np.repeat(drift.reshape(drift.shape[0], -1, parts).sum(axis=2), parts, axis=1)
        changing = np.maximum(drift, np.roll(drift, parts, axis=1)) > FAST_DRIFT
        doubtful = changing | (np.abs(spread - 1) > WIDE_SPREAD) | (self.operators <= FEW_OPERATORS)
        doubtful &= not alike_times(self.hotlines)
        if some_hang_up(self.hotlines):
            patience_s = [kind.mean_s for kind in self.hotlines.patience if not kind.endless]
            doubtful |= wait_s > min(patience_s, default=np.inf)
        return (doubtful | (not all_exponential(self.hotlines))) & (self.total > 0)


def _by_odds(chain: Floats, rows: Ints, plain: Floats, mixed: Floats) -> Floats:
    """Return shares (K, I) with their odds changed at `rows` as those of steady states (N) differ."""
    shares = chain.reshape(-1).copy()
    own = shares[rows]
    odds = log_odds(own) + log_odds(mixed) - log_odds(plain)
    shares[rows] = np.where((own <= LEAST) & (plain > LEAST), own, special.expit(odds))
    return shares.reshape(chain.shape)


def _by_ratio(chain: Floats, rows: Ints, plain: Floats, mixed: Floats) -> Floats:
    """Return values (K, I) changed at `rows` in the ratio of those of steady states (N)."""
    values = chain.reshape(-1).copy()
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = mixed / plain
    values[rows] *= np.where(np.isfinite(ratio), ratio, 1.0)
    return values.reshape(chain.shape)


def log_odds(shares: Floats) -> Floats:
    """Return log(share / (1 - share)), of shares kept off 0 and 1."""
    logits: Floats = special.logit(np.clip(shares, LEAST, 1 - LEAST))
    return logits
