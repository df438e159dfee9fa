"""Intervals solved by the thousand: operators beside targets, Erlang C beside Erlang A, each by itself.

An interval with operators is evaluated; one with targets first gets the fewest operators that meet them. An
interval without an answer says so in `status` and leaves its figures unknown.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from mfc_capacity.answers.records import CAPPED, NO_CALLS, OK, OVERLOADED, UNREACHABLE, UNSTAFFED, Cell
from mfc_capacity.core.arrays import Bools, Floats, Ints, Texts
from mfc_capacity.core.steady import erlang, staffing
from mfc_capacity.core.steady.answers import Answer, answers_joined
from mfc_capacity.core.steady.erlang import HOUR_S, SteadyState
from mfc_capacity.core.steady.lines import (
    LINES,
    lines_required_for,
    operators_with_lines,
    steady_state_with_lines,
)
from mfc_capacity.core.steady.percentile import plain_wait_not_exceeded_s, wait_not_exceeded_s
from mfc_capacity.core.steady.redials import RedialState, steady_state_with_redials, without_redials
from mfc_capacity.core.steady.redials_staffing import lines_with_redials, required_with_redials
from mfc_capacity.core.steady.staffing import LARGE, STABILITY, Requirement, smallest_root
from mfc_capacity.core.targets import P90, SERVICE_LEVELS_OF, TARGETS, ServiceLevelOf, Targets

DEFAULT_WITHIN_S = 20.0
MEASURES = (
    "p_wait", "asa_s", "mean_wait_s", "abandonment",
    *(f"service_level_{of}" for of in SERVICE_LEVELS_OF),
)  # fmt: skip

Of = ServiceLevelOf


@dataclass(frozen=True)
class Intervals:
    """Intervals as arrays of one length (N); NaN where a figure is not given, patience infinite for Erlang C.

    `limits` are those of the targets by `Target.field`; `wait_within_s` is the threshold of the target `wait`, and
    `short_s` that of who is left out of a level "short". `lines` are the most calls in service and waiting together.
    Of those who hang up or find all lines busy, `redial_share` call again after `redial_after_s` on average.
    """

    calls_per_hour: Floats
    aht_s: Floats
    patience_s: Floats
    within_s: Floats
    operators: Floats
    limits: dict[str, Floats]
    wait_within_s: Floats
    short_s: Floats
    lines: Floats
    redial_share: Floats
    redial_after_s: Floats

    @classmethod
    def of(cls, figures: Mapping[str, Floats]) -> "Intervals":
        """Return intervals of figures in which NaN stands for what is not given."""
        return cls(
            figures["calls_per_hour"],
            figures["aht_s"],
            np.nan_to_num(figures["patience_s"], nan=np.inf, posinf=np.inf),
            np.nan_to_num(figures["within_s"], nan=DEFAULT_WITHIN_S),
            figures["operators"],
            {target.field: figures[target.field] for target in TARGETS},
            figures["wait_within_s"],
            figures["short_s"],
            figures["lines"],
            np.nan_to_num(figures["redial_share"], nan=0.0),
            np.nan_to_num(figures["redial_after_s"], nan=np.inf, posinf=np.inf),
        )

    def where(self, chosen: Bools | Ints) -> "Intervals":
        """Return the chosen intervals."""
        return Intervals(
            self.calls_per_hour[chosen],
            self.aht_s[chosen],
            self.patience_s[chosen],
            self.within_s[chosen],
            self.operators[chosen],
            {name: limit[chosen] for name, limit in self.limits.items()},
            self.wait_within_s[chosen],
            self.short_s[chosen],
            self.lines[chosen],
            self.redial_share[chosen],
            self.redial_after_s[chosen],
        )

    @property
    def left_out_s(self) -> Floats | None:
        """How soon those hang up who are left out of a level "short"; None for the threshold everywhere."""
        known = ~np.isnan(self.short_s)
        return np.where(known, self.short_s, self.within_s) if known.any() else None

    def targets(self, of: Of) -> Targets:
        """Return the targets as the queueing core takes them."""
        limits: dict[str, Any] = self.limits
        return Targets(
            within_s=self.within_s,
            service_level_of=of,
            short_s=self.left_out_s,
            wait_within_s=np.nan_to_num(self.wait_within_s, nan=DEFAULT_WITHIN_S),
            **limits,
        )

    def met(self, operators: Floats, within_s: Floats) -> SteadyState:
        """Return what callers meet with these operators, counted at a threshold."""
        short_s = self.left_out_s

        def endless(at: Bools) -> SteadyState:
            return erlang.steady_state(
                self.calls_per_hour[at],
                self.aht_s[at],
                operators[at],
                patience_s=self.patience_s[at],
                within_s=within_s[at],
                short_s=None if short_s is None else short_s[at],
            )

        def on_lines(at: Bools) -> SteadyState:
            return steady_state_with_lines(
                *(self.calls_per_hour[at], self.aht_s[at], operators[at], self.lines[at]),
                patience_s=self.patience_s[at],
                within_s=within_s[at],
                short_s=None if short_s is None else short_s[at],
            )

        def again(at: Bools) -> RedialState:
            return steady_state_with_redials(
                *(self.calls_per_hour[at], self.aht_s[at], operators[at]),
                share=self.redial_share[at],
                after_s=self.redial_after_s[at],
                patience_s=self.patience_s[at],
                within_s=within_s[at],
                short_s=None if short_s is None else short_s[at],
                lines=np.nan_to_num(self.lines[at], nan=np.inf, posinf=np.inf),
            )

        def first(at: Bools) -> RedialState:
            return without_redials((endless if np.isnan(self.lines[at]).all() else on_lines)(at))

        if not self.comes_again.any():
            return self._either(endless, on_lines)
        return self._ways(
            (~self.comes_again & ~self.has_lines, first),
            (~self.comes_again & self.has_lines, first),
            (self.comes_again, again),
        )

    @property
    def has_lines(self) -> Bools:
        """Where calls in service and waiting are so many at most."""
        return ~np.isnan(self.lines)

    @property
    def comes_again(self) -> Bools:
        """Where somebody may give up and call again."""
        calls_again = (self.redial_share > 0) & (self.calls_per_hour > 0)
        return calls_again & (np.isfinite(self.patience_s) | self.has_lines)

    def lines_for(self, operators: Floats) -> Floats:
        """Return the fewest lines with which no more than the share wanted finds all busy: see the core's."""
        lines = lines_required_for(
            *(self.calls_per_hour, self.aht_s, operators, self.limits["max_busy"]), patience_s=self.patience_s
        )
        rows = (self.redial_share > 0) & (self.calls_per_hour > 0)
        if rows.any():
            part = self.where(rows)
            lines[rows] = lines_with_redials(
                *(part.calls_per_hour, part.aht_s, operators[rows], part.limits["max_busy"]),
                share=part.redial_share,
                after_s=part.redial_after_s,
                patience_s=part.patience_s,
            )
        return lines

    def required(self, of: Of) -> Requirement:
        """Return the fewest operators that keep the targets, with lines at most one for each."""

        def endless(at: Bools) -> Requirement:
            part = self.where(at)
            return staffing.operators_required(
                part.calls_per_hour, part.aht_s, patience_s=part.patience_s, targets=part.targets(of)
            )

        def on_lines(at: Bools) -> Requirement:
            part = self.where(at)
            return operators_with_lines(
                *(part.calls_per_hour, part.aht_s, part.lines),
                patience_s=part.patience_s,
                targets=part.targets(of),
            )

        def again(at: Bools) -> Requirement:
            return self.where(at)._required_again(of)

        if not self.comes_again.any():
            return self._either(endless, on_lines)
        return self._ways(
            (~self.comes_again & ~self.has_lines, endless),
            (~self.comes_again & self.has_lines, on_lines),
            (self.comes_again, again),
        )

    def _required_again(self, of: Of) -> Requirement:
        """Return the fewest operators that keep the targets where callers come again, from those for first calls on."""
        first = replace(self, redial_share=np.zeros_like(self.redial_share)).required(of)

        def met(n: Ints, at: Ints, within_s: Floats) -> SteadyState:
            return self.where(at).met(n.astype(np.float64), within_s)

        lines = np.nan_to_num(self.lines, nan=np.inf)
        return required_with_redials(first, self.targets(of), lines, met)

    def _ways(self, *ways: tuple[Bools, Callable[[Bools], Answer]]) -> Answer:
        """Return the answers of several ways to count, each where it holds."""
        return answers_joined([(at, answer(at)) for at, answer in ways if at.any()])

    def _either(self, endless: Callable[[Bools], Answer], on_lines: Callable[[Bools], Answer]) -> Answer:
        """Return the answers of two ways to count, without and with so many lines."""
        has_lines = self.has_lines
        if not has_lines.any():
            return endless(~has_lines)
        return answers_joined([(~has_lines, endless(~has_lines)), (has_lines, on_lines(has_lines))])

    def out_of_reach(self) -> Texts:
        """Return for each interval the first target that no number of operators meets, "" where all can be met."""
        return staffing.unreachable(self.targets("offered"), self.calls_per_hour, self.patience_s)


def solve(intervals: Intervals, of: Of = "offered") -> dict[str, list[Cell]]:
    """Return the columns of the answer, N cells each; `of` is the calls that the service level's target is of."""
    operators, bound_by, intervals, lines_needed = _staffed(intervals, of)
    calls, aht_s = intervals.calls_per_hour, intervals.aht_s
    on_duty, load = np.nan_to_num(operators), calls * aht_s / HOUR_S
    steady = intervals.met(on_duty, intervals.within_s)
    answered, quiet = ~np.isnan(operators), calls == 0
    known = answered & steady.stable
    status = np.select(
        [~answered, quiet, ~steady.stable, on_duty == 0, bound_by == LINES],
        [UNREACHABLE, NO_CALLS, OVERLOADED, UNSTAFFED, CAPPED],
        OK,
    )
    nobody_answered = ~np.isfinite(steady.asa_s)
    steady.service_level_answered[nobody_answered] = np.nan
    wait_level, p90_wait_s = _waits(intervals, on_duty, np.where(known, steady.asa_s, np.nan))
    growth = np.maximum(calls - on_duty * HOUR_S / aht_s, 0)
    return {
        "operators": cells_of(on_duty.astype(np.int64), answered),
        "offered_load_erlangs": load.tolist(),
        "erlang_b": cells_of(erlang.erlang_b(np.fmin(on_duty, intervals.lines), load), answered & ~quiet),
        **{name: cells_of(getattr(steady, name), known & ~quiet) for name in MEASURES},
        "occupancy": cells_of(steady.occupancy, known & (on_duty > 0)),
        "status": status.tolist(),
        "bound_by": cells_of(bound_by, bound_by != ""),
        "queue_growth_per_hour": cells_of(growth, status == OVERLOADED),
        "wait_level": cells_of(wait_level, known & ~quiet),
        "p90_wait_s": cells_of(p90_wait_s, known & ~quiet),
        "busy": cells_of(steady.busy, known & ~quiet),
        "lines_needed": counts_of(lines_needed, answered),
        **_of_redials(intervals, steady, known & ~quiet),
    }


def _of_redials(intervals: Intervals, steady: SteadyState, known: Bools) -> dict[str, list[Cell]]:
    """Return the attempts and who is never served, unknown where nobody comes again."""
    comes = known & intervals.comes_again
    if not isinstance(steady, RedialState):
        return {name: [None] * len(known) for name in ("attempts_per_hour", "never_served")}
    return {
        "attempts_per_hour": cells_of(steady.attempts * intervals.calls_per_hour, comes),
        "never_served": cells_of(steady.never_served, comes),
    }


def _waits(intervals: Intervals, operators: Floats, asa_s: Floats) -> tuple[Floats, Floats]:
    """Return what share of those answered waits as the target `wait` says, and the wait nine of ten do not exceed."""
    wait_level = np.full(asa_s.shape, np.nan)
    asked = ~np.isnan(intervals.wait_within_s) & np.isfinite(asa_s)
    if asked.any():
        part = intervals.where(asked)
        wait_level[asked] = part.met(operators[asked], part.wait_within_s).service_level_answered
    on_lines = intervals.has_lines | intervals.comes_again
    endless = intervals.where(~on_lines)
    p90_wait_s = np.empty(asa_s.shape)
    p90_wait_s[~on_lines] = plain_wait_not_exceeded_s(
        *(endless.calls_per_hour, endless.aht_s, operators[~on_lines], endless.patience_s),
        asa_s[~on_lines],
        P90,
    )
    if on_lines.any():
        part, staff = intervals.where(on_lines), operators[on_lines]

        def longer_at(times_s: Floats, at: Ints) -> Floats:
            return 1 - part.where(at).met(staff[at], times_s).service_level_answered

        p90_wait_s[on_lines] = wait_not_exceeded_s(longer_at, asa_s[on_lines], P90)
    return wait_level, p90_wait_s


def _staffed(intervals: Intervals, of: Of) -> tuple[Floats, Texts, Intervals, Floats]:
    """Return operators, what bound them, the intervals with the lines that a share asks for, and these lines."""
    operators, bound_by = _operators(intervals, of)
    max_busy, needed = intervals.limits["max_busy"], np.full(operators.shape, np.nan)
    asked = (max_busy < 1) & ~np.isnan(operators) & (intervals.calls_per_hour > 0)
    if not asked.any():
        return operators, bound_by, intervals, needed
    free = asked & np.isnan(intervals.operators)
    if free.any():
        operators[free], bound_by[free] = _with_lines_for_them(intervals.where(free), operators[free], of)
    needed[asked] = intervals.where(asked).lines_for(operators[asked])
    lines = np.where(np.isfinite(needed), needed, intervals.lines)
    return operators, bound_by, replace(intervals, lines=lines), needed


def _with_lines_for_them(intervals: Intervals, near: Floats, of: Of) -> tuple[Ints, Texts]:
    """Return the fewest operators that keep their targets with the lines that a share asks for with them (N).

    `near` are those with as many lines as it takes. What one fewer misses has decided.
    """

    def solved(operators: Ints, at: Ints) -> tuple[Requirement, Bools]:
        part = intervals.where(at)
        lines = part.lines_for(operators.astype(np.float64))
        none_is_enough = np.isinf(lines)
        return replace(part, lines=np.where(none_is_enough, 1.0, lines)).required(of), none_is_enough

    def excess(operators: Ints, at: Ints) -> Floats:
        required, none_is_enough = solved(operators, at)
        return np.where(none_is_enough, LARGE, np.clip(required.operators - operators, -LARGE, LARGE))

    found = smallest_root(excess, np.zeros(near.shape, dtype=np.int64), near.astype(np.int64))
    fewer, none_is_enough = solved(found - 1, np.arange(found.size))
    return found, np.where(none_is_enough, STABILITY, fewer.bound_by)


def _operators(intervals: Intervals, of: Of) -> tuple[Floats, Texts]:
    """Return operators as given or required, NaN where no number meets the targets, and what bound them."""
    operators = intervals.operators.copy()
    bound_by = np.full(operators.shape, "", dtype="<U15")
    asked = np.isnan(operators) & (intervals.out_of_reach() == "")
    solved = intervals.where(asked).required(of)
    operators[asked], bound_by[asked] = solved.operators, solved.bound_by
    return operators, bound_by


def counts_of(values: Floats, known: Bools) -> list[Cell]:
    """Return whole numbers, None where they are not known or not finite."""
    finite = known & np.isfinite(values)
    return cells_of(np.where(finite, values, 0).astype(np.int64), finite)


def cells_of(values: Floats | Ints | Texts, known: Bools) -> list[Cell]:
    """Return plain numbers or texts, None where they are not known or not finite."""
    unknown = ~known if values.dtype.kind != "f" else ~known | ~np.isfinite(values)
    if unknown.all():
        return [None] * len(unknown)
    plain: list[Cell] = values.tolist()
    for k in np.flatnonzero(unknown).tolist():
        plain[k] = None
    return plain
