"""From the load to operators: what each target asks for, which decides, and what one operator fewer would give.

Every number comes from the plan's own solver, asked again for the same kind of day: with one target alone, or with
the operators of the plan less one in the interval.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from math import isfinite

import numpy as np
from scipy import special

from mfc_capacity.answers.records import MIXED, OK
from mfc_capacity.commands.explain.interval import TABLE, ExplainedInterval
from mfc_capacity.commands.explain.steps import (
    CALLERS,
    FEWER,
    GIVEN,
    OPERATORS,
    Formula,
    Origin,
    Step,
    per_cent,
)
from mfc_capacity.core.steady.staffing import MIN_OPERATORS
from mfc_capacity.core.targets import BUSY, MEASURES, P90_WAIT, P_WAIT, WAIT_LEVEL
from mfc_capacity.core.varying import factor_at
from mfc_capacity.files.problems import Message, say
from mfc_capacity.files.units import read_clock_s
from mfc_capacity.plan.answer import target_messages
from mfc_capacity.scenario import TargetSet
from mfc_capacity.staffing.method import Performance, UnreachableError
from mfc_capacity.staffing.operators import MAX_OPERATORS, core_targets, requirement

NOT_OF_GIVEN = (P_WAIT, WAIT_LEVEL, P90_WAIT)  # tables have them of the operators required only
SLACK = 1e-12  # the solver's own, for a target met exactly


def staffing_steps(explained: ExplainedInterval) -> Iterator[Step]:
    """Yield what decides the number of operators, and what callers meet with it, with one fewer, and as it is today."""
    yield from _requirement(explained)
    operators = explained.group_plan.operators
    if explained.calls > 0:
        yield from _handed_on(explained)
        expected = explained.group_plan.expected_on(explained.kind)
        yield from _met(explained, CALLERS, expected, 0, explained.required)
        yield from _again(explained, expected)
        yield from _one_fewer(explained)
    if operators.given is not None and operators.met is not None:
        on_duty = int(operators.given[explained.kind, explained.interval])
        yield from _given(explained, on_duty)
        if explained.calls > 0:
            yield from _met(explained, GIVEN, operators.met, explained.kind, on_duty)
            yield from _never_served(explained, GIVEN, operators.met, explained.kind)


def _requirement(explained: ExplainedInterval) -> Iterator[Step]:
    """Yield the operators that each target asks for by itself, and the most of them."""
    terms, origins, day = explained.terms, explained.origins, explained.date
    step = partial(Step, part=OPERATORS, subject=explained.group_plan.name)
    if explained.calls > 0:
        yield _model(explained)
        yield from _days(explained)
        limits = target_messages(terms.targets)
        for target, _ in core_targets(terms.targets).each():
            if target.asks_for_lines:
                continue
            key, measure = target.key, target.measure.name
            needed = _required_by(explained, target.field)
            if needed is None:
                continue
            yield step(
                quantity=say("explain.needed_for", target=key),
                value=needed,
                unit="operators",
                note=say("explain.smallest", measure=measure, limit=limits[measure]),
                origin=origins.first_of(
                    (*origins.on(day, "groups", explained.group_plan.name, "targets"), key),
                    (*origins.on(day, "targets"), key),
                ),
            )
    if terms.min_operators:
        origin = origins.of(*origins.on(day, "groups", explained.group_plan.name, MIN_OPERATORS))
        yield step(
            quantity=say("explain.MINIMUM"), value=terms.min_operators, unit="operators", origin=origin
        )
    if terms.max_operators is not None:
        origin = origins.of(*origins.on(day, "groups", explained.group_plan.name, MAX_OPERATORS))
        needed = int(explained.group_plan.operators.needed[explained.kind, explained.interval])
        yield step(
            quantity=say("explain.NEEDED_IN_ALL"), value=needed, unit="operators", metric="operators_needed"
        )
        yield step(
            quantity=say("explain.MAXIMUM"), value=terms.max_operators, unit="operators", origin=origin
        )
    yield from _lines(explained)
    bound_by = str(explained.group_plan.operators.bound_by[explained.kind, explained.interval])
    note = say("explain.decided_by", bound_by=bound_by)
    yield step(
        quantity=say("explain.NEEDED"),
        value=explained.required,
        unit="operators",
        note=note,
        metric="operators_required",
    )


def _lines(explained: ExplainedInterval) -> Iterator[Step]:
    """Yield the lines that there are, and those that the target on them asks for with the operators required."""
    terms, origins, day, name = explained.terms, explained.origins, explained.date, explained.group_plan.name
    step = partial(Step, part=OPERATORS, subject=name, unit="lines")
    if terms.lines is not None:
        origin = origins.of(*origins.on(day, "groups", name, "lines"))
        yield step(quantity=say("explain.LINES"), value=terms.lines, origin=origin, metric="lines")
    needed = explained.group_plan.operators.lines_needed
    if needed is not None and not np.isnan(needed[explained.kind, explained.interval]):
        count = float(needed[explained.kind, explained.interval])
        limit = target_messages(terms.targets)[BUSY.name]
        yield step(
            quantity=say("explain.LINES_NEEDED"),
            value=int(count) if isfinite(count) else None,
            note=say("explain.fewest_lines", limit=limit, is_any=isfinite(count)),
            origin=origins.first_of(
                (*origins.on(day, "groups", name, "targets"), "max_busy"),
                (*origins.on(day, "targets"), "max_busy"),
            ),
            metric="lines_needed",
        )


def _model(explained: ExplainedInterval) -> Step:
    model, name = explained.group.model, explained.group_plan.name
    used = str(explained.group_plan.task.model[explained.kind, explained.interval])
    return Step(
        part=OPERATORS,
        subject=name,
        quantity=say("explain.MODEL"),
        value=None,
        unit=None,
        note=say("explain.model", model=used),
        origin=explained.origins.first_of(("groups", name, "model"), ("model",)) if model else None,
    )


def _days(explained: ExplainedInterval) -> Iterator[Step]:
    """Yield on which days the targets are kept, where days vary: on average, or up to which factor of the calls."""
    if not explained.varies:
        return
    share, name, origins = explained.terms.targets.on_days, explained.group_plan.name, explained.origins
    origin = origins.first_of(
        (*origins.on(explained.date, "groups", name, "targets"), "on"),
        (*origins.on(explained.date, "targets"), "on"),
    )
    step = partial(Step, part=OPERATORS, subject=name)
    note = say("explain.ON_AVERAGE") if share is None else say("explain.on_days", share=share)
    yield step(quantity=say("explain.KEPT"), value=None, unit=None, note=note, origin=origin)
    if share is not None:
        factor = float(factor_at(special.ndtri(share), explained.varies))
        yield step(quantity=say("explain.day_factor", share=share), value=factor, unit="factor")


def _required_by(explained: ExplainedInterval, field: str) -> int | None:
    """Return the operators that one target alone asks for; None where alone it is not planned."""
    targets = explained.terms.targets
    alone = TargetSet(on_days=targets.on_days, **{field: getattr(targets, field)})
    terms = replace(explained.terms, targets=alone, min_operators=0, max_operators=None, operators=None)
    task = explained.group_plan.task
    load = task.load.of_kinds([explained.kind])
    ((_, part),) = replace(task, load=replace(load, terms=np.zeros(1, np.int64)), terms=(terms,)).parts()
    try:
        return int(requirement(part)[0, explained.interval])
    except UnreachableError:
        return None


def _one_fewer(explained: ExplainedInterval) -> Iterator[Step]:
    """Yield what callers would meet with one operator fewer in the interval, and nobody fewer in the others."""
    counts = explained.group_plan.operators.required[explained.kind].copy()
    if not counts[explained.interval]:
        return
    counts[explained.interval] -= 1
    load = explained.group_plan.load.of_kinds([explained.kind])
    try:
        met = explained.group_plan.task.on(load).met(counts[None])
    except UnreachableError:  # with one fewer the queue is too long to follow
        return
    yield from _met(explained, FEWER, met, 0, explained.required - 1)


def _given(explained: ExplainedInterval, on_duty: int) -> Iterator[Step]:
    """Yield the operators that the scenario states, and how many are missing."""
    step = partial(Step, part=GIVEN, subject=explained.group_plan.name, unit="operators")
    yield step(
        quantity=say("explain.ON_DUTY"),
        value=on_duty,
        origin=_given_origin(explained, on_duty),
        metric="operators_given",
    )
    if on_duty < explained.required:
        formula = (explained.required, " − ", on_duty)
        short = explained.required - on_duty
        yield step(quantity=say("explain.SHORT"), value=short, formula=formula, metric="operators_short")


def _given_origin(explained: ExplainedInterval, on_duty: int) -> Origin:
    """Return where the operators stand: in a row of a roster, or in the scenario."""
    name, roster = explained.group_plan.name, explained.group.roster
    if roster is not None and explained.date is not None:
        return Origin("rosters", str(on_duty), roster.place(explained.date, explained.start_s), TABLE)
    path = explained.origins.on(explained.date, "groups", name, "operators")
    path = explained.origins.on_kind(path, explained.kind_of_day)
    return explained.origins.in_force(path, read_clock_s, explained.start_s)


def _handed_on(explained: ExplainedInterval) -> Iterator[Step]:
    """Yield the queue that the interval before leaves, where the queue is carried through the day."""
    waiting = float(
        explained.group_plan.operators.expected.waiting_at_end[explained.kind, explained.interval - 1]
    )
    if explained.group_plan.task.carries_queue and np.isfinite(waiting):
        yield Step(
            part=CALLERS,
            subject=explained.group_plan.name,
            quantity=say("explain.HANDED_ON"),
            value=waiting,
            unit="calls",
            note=say("explain.CARRIED"),
        )


def _met(
    explained: ExplainedInterval, part: str, performance: Performance, kind: int, operators: int
) -> Iterator[Step]:
    """Yield what callers meet with a number of operators; where the queue only grows, that it does."""
    at = (kind, explained.interval)
    prefix = "given_" if part == GIVEN else ""
    step = partial(Step, part=part, subject=explained.group_plan.name)
    if str(performance.status[at]) != OK:
        note = say("explain.state", status=str(performance.status[at]))
        yield step(quantity=say("explain.STATE"), value=None, unit=None, note=note, metric=f"{prefix}status")
    for measure in MEASURES:
        name = measure.name
        value = float(getattr(performance, name)[at])
        if measure == BUSY and explained.terms.lines is None:
            continue
        if np.isfinite(value) and not (prefix and measure in NOT_OF_GIVEN):
            yield step(
                quantity=say("explain.measure", name=name),
                value=value,
                unit=measure.kind,
                formula=_occupancy(explained, performance, at, operators) if name == "occupancy" else (),
                note=_verdict(explained, name, value),
                metric=f"{prefix}{name}",
            )


def _again(explained: ExplainedInterval, expected: Performance) -> Iterator[Step]:
    """Yield how callers come again, how many attempts that makes, and who is never served."""
    if explained.group_plan.load.again is None:
        return
    step = partial(Step, part=CALLERS, subject=explained.group_plan.name)
    for name in explained.group.hotlines:
        redials = explained.scenario.hotlines[name].redials
        if redials is not None:
            for key, value, unit in (
                ("share", redials.share, "share"),
                ("after", redials.after_s, "seconds"),
            ):
                origin = explained.origins.of("hotlines", name, "redials", key)
                quantity = say("explain.redials", hotline=name, key=key)
                yield step(quantity=quantity, value=value, unit=unit, origin=origin)
    calls, ratio = explained.calls, float(expected.attempts[0, explained.interval])
    if not np.isfinite(ratio):
        return
    formula: Formula = (calls, " × ", ratio)
    yield step(
        quantity=say("explain.ATTEMPTS"),
        value=calls * ratio,
        unit="calls",
        formula=formula,
        metric="attempts",
    )
    yield from _never_served(explained, CALLERS, expected, 0)


def _never_served(
    explained: ExplainedInterval, part: str, performance: Performance, kind: int
) -> Iterator[Step]:
    """Yield how many callers give up unserved, where they come again."""
    share = min(float(performance.never_served[kind, explained.interval]), 1.0)
    if explained.group_plan.load.again is not None and isfinite(share):
        yield Step(
            part=part,
            subject=explained.group_plan.name,
            quantity=say("explain.measure", name="never_served"),
            value=share,
            unit="share",
            metric="given_never_served" if part == GIVEN else "never_served",
        )


def _occupancy(
    explained: ExplainedInterval, performance: Performance, at: tuple[int, int], operators: int
) -> Formula:
    """Return busy operators over operators, the load of those who stay on the line, where that is all it is."""
    lost = float(performance.abandonment[at] + performance.busy[at])
    is_mixed = str(explained.group_plan.task.model[explained.kind, explained.interval]) == MIXED
    comes_again = explained.group_plan.load.again is not None
    if (
        not operators
        or explained.group_plan.task.carries_queue
        or is_mixed
        or explained.varies
        or comes_again
    ):
        return ()
    answered = (" × (1 − ", *per_cent(lost), ")") if lost else ()
    return (explained.load_erlangs, *answered, " / ", operators)


def _verdict(explained: ExplainedInterval, measure: str, value: float) -> Message | None:
    """Say whether a measure keeps its target; None if it has none."""
    if explained.varies and explained.terms.targets.on_days is not None:
        return None  # what is promised is not the mean over days, which this is
    for target, limit in core_targets(explained.terms.targets).each():
        if target.measure.name == measure:
            is_kept = value >= limit - SLACK if target.is_least else value <= limit + SLACK
            said = target_messages(explained.terms.targets)[measure]
            return say("explain.verdict", limit=said, is_kept=is_kept)
    return None
