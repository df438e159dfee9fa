"""Batches of equal intervals: how many operators are on duty in them, and what callers then meet.

Intervals of a group are one batch when calls, handling time, patience and the price of an operator's hour are the
same. Two years of a city have a few hundred batches, and every figure of the horizon is a sum over them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

import numpy as np

from mfc_capacity.answers.records import NO_CALLS, OK, OVERLOADED, UNSTAFFED, Cell
from mfc_capacity.commands.budget.rates import Rates
from mfc_capacity.commands.budget.spending import Tariff
from mfc_capacity.core import means
from mfc_capacity.core.arrays import Bools, Floats, Ints, Texts
from mfc_capacity.core.rounding import without_noise
from mfc_capacity.core.steady.answers import answers_joined, taken
from mfc_capacity.core.steady.hotlines import Hotlines
from mfc_capacity.core.steady.redials import RedialState, attempts_where_all_are_busy
from mfc_capacity.core.targets import SERVICE_LEVELS_OF
from mfc_capacity.demand.groups import Again, GroupDays, nobody_again
from mfc_capacity.plan.planner import GroupPlan, Planned
from mfc_capacity.scenario import Terms
from mfc_capacity.staffing.method import HOUR_S
from mfc_capacity.staffing.stationary import SteadyIntervals
from mfc_capacity.staffing.varying_intervals import met_on_average

AMPLE = 5.0  # standard deviations above the load: fewer than one caller in a million waits
NOBODY = 1e-9  # of the callers
NOWHERE = -1
STATUSES = (OVERLOADED, UNSTAFFED, OK, NO_CALLS)  # the worst first
MEASURES = ("service_level", "asa_s", "mean_wait_s", "abandonment", "occupancy")
MOST_OPERATORS = 10**10  # more than any interval has


class Staffing(NamedTuple):
    """How many of a batch's intervals have how many operators on duty, row by row."""

    batch: Ints
    operators: Ints
    times: Ints


@dataclass(frozen=True)
class Batches:
    """Equal intervals of one group at one tariff and rate (N): what happens in one, and how many there are.

    `by_hotline` (N x S) are the calls of each hotline of the group, `aht_by_hotline` their handling times where one
    changes (elsewhere 0) and `hotlines`, by group, who calls; they count where callers are `mixed`. Operators are never
    below `least` nor above `most`; `lines` are 0 where there are as many as it takes. Of those who are not served
    `again_share` call again after `again_after_s`, and `calls` are first attempts. `slot_of_day` (D) is one number
    for the tariff and the surcharges of a day, or NOWHERE, and `of_interval` leads, for each group, from it, the kind
    of day and the interval (T x K x I) to the batch, or NOWHERE.
    """

    group: Ints
    tariff: Ints
    rate: Ints
    calls: Floats
    aht_s: Floats
    patience_s: Floats
    within_s: Floats
    short_s: Floats
    service_level_of: Texts
    times: Ints
    least: Ints
    most: Ints
    lines: Floats
    by_hotline: Floats
    aht_by_hotline: Floats
    mixed: Bools
    varies: Floats
    again_share: Floats
    again_after_s: Floats
    again_of_hotlines: Floats
    hotlines: tuple[Hotlines, ...]
    of_interval: tuple[Ints, ...]
    slot_of_day: Ints
    interval_s: int

    def waits(self, batch: Ints, operators: Ints) -> tuple[RedialState, Floats]:
        """Return what attempts meet with so many operators in these batches, and the target's service level.

        It is NaN of answered calls where nobody is answered.
        """
        of_groups = [self.group[batch] == group for group in range(len(self.hotlines))]
        steady = answers_joined(
            [(own, self._met(group, batch[own], operators[own])) for group, own in enumerate(of_groups)]
        )
        of = self.service_level_of[batch]
        is_answered = means.answered_share(steady.abandonment + steady.busy) > 0
        levels = {each: getattr(steady, f"service_level_{each}") for each in SERVICE_LEVELS_OF}
        levels["answered"] = np.where(is_answered, steady.service_level_answered, np.nan)
        return steady, np.select([of == each for each in levels], list(levels.values()))

    def attempts_waits(self, batch: Ints, operators: Ints) -> tuple[RedialState, Floats]:
        """Return the same, and where next to nobody is answered in time only that, and how many attempts there are.

        Then all operators are busy all the time. Where next to nobody is lost, nobody calls again.
        """
        steady, level = self._first_attempts.waits(batch, operators)
        if not self.comes_again.any():
            return steady, level
        share = self.again_share[batch]
        comes = (share > 0) & (steady.abandonment + steady.busy > NOBODY)
        is_late = comes & (self.service_level_of[batch] == "offered") & (level < NOBODY)
        load = self.calls[batch] * self.aht_s[batch] / self.interval_s
        attempts = np.where(is_late, attempts_where_all_are_busy(load, operators, share), steady.attempts)
        again = comes & ~is_late
        met, level[again] = self.waits(batch[again], operators[again])
        first = taken(replace(steady, attempts=attempts), ~again)
        return answers_joined([(~again, first), (again, met)]), level

    @cached_property
    def _first_attempts(self) -> "Batches":
        """The same, of whose callers none comes again."""
        return replace(self, again_share=np.zeros_like(self.again_share))

    def _thresholds_s(self, batch: Ints) -> tuple[Floats, Floats | None]:
        """Return the threshold of the service level, and that of who is left out of it where it is another."""
        within_s, short_s = self.within_s[batch], self.short_s[batch]
        return within_s, None if np.array_equal(within_s, short_s) else short_s

    def _met(self, group: int, batch: Ints, operators: Ints) -> RedialState:
        intervals, thresholds_s = self._intervals(group, batch), self._thresholds_s(batch)
        if not self.varies[batch].any():
            return intervals.attempts_met(operators, *thresholds_s)
        return met_on_average(intervals, self.varies[batch], operators, *thresholds_s)

    def _intervals(self, group: int, batch: Ints) -> SteadyIntervals:
        hotlines, calls_of = self.hotlines[group], HOUR_S / self.interval_s
        aht_s = self.aht_by_hotline[batch, : len(hotlines.callers)]
        again = self.again_share, self.again_after_s, self.again_of_hotlines[:, : len(hotlines.callers)]
        return SteadyIntervals(
            self.calls[batch] * calls_of,
            self.aht_s[batch],
            self.patience_s[batch],
            self.by_hotline[batch, : len(hotlines.callers)] * calls_of,
            hotlines,
            self.mixed[batch],
            aht_s if self.aht_by_hotline[self.group == group].any() else None,
            self.lines[batch] if self.lines[self.group == group].any() else None,
            Again(*again).take(batch) if self.comes_again[group] else None,
        )

    @cached_property
    def comes_again(self) -> Bools:
        """Whether callers of a group come again (G)."""
        return np.array(
            [self.again_share[self.group == group].any() for group in range(len(self.hotlines))], dtype=bool
        )

    @property
    def is_of_offered(self) -> bool:
        """Whether every service level is the share of the calls offered that are answered in time.

        That of callers is the same where nobody calls again.
        """
        of_offered = np.isin(self.service_level_of, ("offered", "callers")).all()
        return bool(of_offered and not self.comes_again.any())

    @property
    def choices(self) -> Ints:
        """How many numbers of operators are worth a look, from the least to ample; 1 where nobody calls."""
        load = self.calls * self.aht_s / self.interval_s
        ample = np.minimum(np.ceil(load + AMPLE * np.sqrt(load) + AMPLE).astype(np.int64), self.most)
        choices: Ints = np.where(self.calls > 0, np.maximum(ample - self.least, 0) + 1, 1)
        return choices


def batches_of(plan: Planned, tariffs: Sequence[Tariff], rates: Rates) -> tuple[Batches, Staffing]:
    """Return the batches of a planned scenario, and the operators that its plan requires in them."""
    parts: list[dict[str, Ints | Floats | Texts]] = []
    rows, of_interval = [], []
    most_hotlines = max(group_plan.load.by_hotline.shape[1] for group_plan in plan.groups)
    slots = [
        (tariff, surcharges) for tariff in range(len(tariffs)) for surcharges in rates.kinds_of_surcharges
    ]
    slot_of_day = np.full(len(plan.days), NOWHERE)
    for slot, (tariff, surcharges) in enumerate(slots):
        slot_of_day[tariffs[tariff].days & (rates.surcharges_of_day == surcharges)] = slot
    for number, group_plan in enumerate(plan.groups):
        own = np.full((len(slots), *group_plan.load.calls.shape), NOWHERE)
        for slot, (tariff, surcharges) in enumerate(slots):
            days = np.bincount(
                group_plan.load.kinds[slot_of_day == slot], minlength=len(group_plan.load.calls)
            )
            rate = rates.of_interval[number][surcharges]
            part, index = _group_batches(group_plan, days[:, None], rate, most_hotlines)
            count = len(part["calls"])
            is_used = index != NOWHERE
            own[slot][is_used] = index[is_used] + sum(len(before["calls"]) for before in parts)
            times = days[:, None] * group_plan.load.times
            rows.append((own[slot][is_used], group_plan.operators.required[is_used], times[is_used]))
            parts.append({"group": np.full(count, number), "tariff": np.full(count, tariff), **part})
        of_interval.append(own)
    columns = {name: np.concatenate([part[name] for part in parts]) for name in parts[0]}
    batches = Batches(
        **columns,
        hotlines=tuple(group_plan.load.hotlines for group_plan in plan.groups),
        of_interval=tuple(of_interval),
        slot_of_day=slot_of_day,
        interval_s=plan.scenario.interval_s,
    )
    return batches, staffing_of(*(np.concatenate(column) for column in zip(*rows, strict=True)))


def staffing_of(batch: Ints, operators: Ints, times: Ints) -> Staffing:
    """Return a staffing: rows of the same batch and number of operators added up, those without intervals left out."""
    keys, index = np.unique(batch * MOST_OPERATORS + operators, return_inverse=True)
    totals = np.zeros(len(keys), dtype=np.int64)
    np.add.at(totals, index, times)
    keys, totals = keys[totals > 0], totals[totals > 0]
    return Staffing(keys // MOST_OPERATORS, keys % MOST_OPERATORS, totals)


def on_days(staffing: Staffing, batches: Batches, group: int, load: GroupDays) -> Ints:
    """Return a group's operators by day and interval (D x I); among equal intervals the first ones get the most."""
    slot, has_tariff = batches.slot_of_day, batches.slot_of_day != NOWHERE
    batch = np.full((len(load.kinds), load.open.shape[1]), NOWHERE)
    batch[has_tariff] = batches.of_interval[group][slot[has_tariff], load.kinds[has_tariff]]
    own = batches.group[staffing.batch] == group
    order = np.lexsort((-staffing.operators[own], staffing.batch[own]))
    in_turn = np.repeat(staffing.operators[own][order], staffing.times[own][order])
    staffed = np.flatnonzero(batch != NOWHERE)
    staffed = np.repeat(staffed, load.times[load.kinds].flat[staffed])
    operators = np.zeros(batch.shape, dtype=np.int64)
    operators.flat[staffed[np.argsort(batch.flat[staffed], kind="stable")]] = in_turn
    return operators


def _group_batches(
    group_plan: GroupPlan, days: Ints, rate: Ints, hotlines: int
) -> tuple[dict[str, Ints | Floats | Texts], Ints]:
    """Return the batches of one group on so many `days` of each kind (K x 1), and where each interval belongs (K x I).

    Calls by hotline are filled up with zeros to so many `hotlines`; `rate` is by kind of day and interval (K x I).
    """
    load, terms = group_plan.load, group_plan.task.by_kind
    days = days * load.times
    is_used, busy = load.open & (days > 0), load.calls > 0
    patience_s = np.where(busy, load.planned_patience_s, np.inf)
    again = load.again or nobody_again(load)
    varying_s = np.zeros_like(load.by_hotline) if load.varying_aht_s is None else load.varying_aht_s
    by_hotline = np.hstack([load.by_hotline, varying_s, np.moveaxis(again.of_hotlines, 2, 1)])
    by_hotline = np.where(load.mixed[:, np.newaxis], by_hotline, 0.0)
    of_kinds = np.array([_of_terms(each) for each in terms])[:, np.newaxis]
    rows = np.stack(
        [
            load.calls,
            np.where(busy, load.aht_s, 1.0),
            patience_s,
            *np.moveaxis(by_hotline, 1, 0),
            *np.moveaxis(np.broadcast_to(of_kinds, (*load.calls.shape, of_kinds.shape[-1])), 2, 0),
            np.broadcast_to(load.varies[:, np.newaxis], load.calls.shape),
            again.share,
            again.after_s,
            rate,
        ]
    )
    distinct, own = np.unique(rows[:, is_used], axis=1, return_inverse=True)
    count = distinct.shape[1]
    end = 3 + by_hotline.shape[1]
    own_calls, own_aht_s, own_again = np.split(distinct[3:end].T, 3, axis=1)
    filled = ((0, 0), (0, hotlines - own_calls.shape[1]))
    index = np.full(load.calls.shape, NOWHERE)
    index[is_used] = own.reshape(-1)
    times = np.bincount(index[is_used], weights=days[is_used], minlength=count)
    within_s, short_s, of, least, most, lines, varies, share, after_s, rate = distinct[end:]
    columns = {
        "rate": rate.astype(np.int64),
        "calls": distinct[0],
        "aht_s": distinct[1],
        "patience_s": distinct[2],
        "by_hotline": np.pad(own_calls, filled),
        "aht_by_hotline": np.pad(own_aht_s, filled),
        "mixed": (own_calls > 0).any(axis=1),
        "within_s": within_s,
        "short_s": short_s,
        "varies": varies,
        "again_share": share,
        "again_after_s": after_s,
        "again_of_hotlines": np.pad(own_again, filled),
        "service_level_of": np.array(SERVICE_LEVELS_OF)[of.astype(np.int64)],
        "times": times.astype(np.int64),
        "least": least.astype(np.int64),
        "most": most.astype(np.int64),
        "lines": lines,
    }
    return columns, index


def _of_terms(terms: Terms) -> tuple[float, ...]:
    """Return the figures of terms that intervals which are counted as one share."""
    targets, limits = terms.targets, (terms.max_operators, terms.lines)
    return (
        targets.within_s,
        targets.within_s if targets.short_s is None else targets.short_s,
        SERVICE_LEVELS_OF.index(targets.service_level_of),
        terms.min_operators,
        min((most for most in limits if most is not None), default=MOST_OPERATORS),
        terms.lines or 0,
    )


def horizon_figures(batches: Batches, staffing: Staffing, groups: int) -> list[dict[str, Cell]]:
    """Return the figures of each group, then of all; a wait is unknown where any queue of it only grows.

    Where callers come again, calls are first attempts, and shares and waits are of attempts.
    """
    batch, operators, times = staffing
    steady, level = batches.waits(batch, operators)
    figures = _known_figures(steady, level)
    status = interval_status(batches, batch, operators, figures)
    calls, hours = batches.calls[batch] * times, operators * times * (batches.interval_s / HOUR_S)
    attempts, lost = calls * steady.attempts, steady.abandonment + steady.busy
    of = batches.service_level_of[batch]
    weights = means.weights(attempts, lost, hours, of, last_attempts=calls, counted=steady.counted)
    sums = {
        "calls": calls,
        "calls_in_time": steady.service_level_offered * attempts,
        "operator_hours": hours,
    }
    if batches.comes_again.any():
        sums["attempts"] = attempts
        figures["never_served"], weights["never_served"] = steady.never_served, calls

    def figures_of(rows: Bools) -> dict[str, Cell]:
        found = set(status[rows].tolist())
        return {
            "affordable_status": next((worst for worst in STATUSES if worst in found), NO_CALLS),
            **{name: _known(means.mean(of[rows], weights[name][rows])) for name, of in figures.items()},
            "kept_everywhere": _lowest(level[rows & (calls > 0)]),
            **{name: without_noise(float(values[rows].sum())) for name, values in sums.items()},
        }

    group = batches.group[batch]
    return [*(figures_of(group == number) for number in range(groups)), figures_of(group >= 0)]


def interval_figures(batches: Batches, batch: Ints, operators: Ints) -> dict[str, Floats]:
    """Return the measures of single intervals, NaN where nothing is known; no call is in time in an endless queue."""
    return _known_figures(*batches.waits(batch, operators))


def _known_figures(steady: RedialState, level: Floats) -> dict[str, Floats]:
    measures = {name: getattr(steady, name) for name in MEASURES[1:]}
    known = {
        name: np.where(steady.stable & np.isfinite(values), values, np.nan)
        for name, values in measures.items()
    }
    return {"service_level": level, **known}


def interval_status(batches: Batches, batch: Ints, operators: Ints, figures: Mapping[str, Floats]) -> Texts:
    """Return the status of single intervals."""
    endless = np.isnan(figures["occupancy"])
    status: Texts = np.select(
        [batches.calls[batch] == 0, endless, operators == 0], [NO_CALLS, OVERLOADED, UNSTAFFED], OK
    )
    return status


def _lowest(levels: Floats) -> float | None:
    return float(np.nan_to_num(levels).min()) if levels.size else None


def _known(value: float) -> float | None:
    return value if np.isfinite(value) else None
