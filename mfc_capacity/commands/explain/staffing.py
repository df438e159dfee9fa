"""From the load to operators: what each target asks for, which decides, and what one operator fewer would give.

Every number comes from the plan's own solver, asked again for the same kind of day: with one target alone, or with
the operators of the plan less one in the interval.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import numpy as np

from mfc_capacity.answers.records import OK
from mfc_capacity.commands.explain.case import Case
from mfc_capacity.commands.explain.origins import Origin
from mfc_capacity.commands.explain.steps import CALLERS, FEWER, GIVEN, OPERATORS, Step, operand, per_cent
from mfc_capacity.core.steady.staffing import MIN_OPERATORS
from mfc_capacity.files.units import read_clock_s
from mfc_capacity.scenario import TargetSet
from mfc_capacity.staffing.method import Performance
from mfc_capacity.staffing.operators import GroupTask, method_of, requirement
from mfc_capacity.wording.en import explain as words
from mfc_capacity.wording.en.plan import target_texts

MEASURES = ("service_level", "asa_s", "mean_wait_s", "p_wait", "abandonment", "occupancy")
SLACK = 1e-12  # the solver's own, for a target met exactly
SECONDS = ("asa_s", "mean_wait_s")
LIMITED = {  # fields of the targets: their key in a scenario, and the measure that they limit
    "service_level": ("service_level", "service_level"),
    "max_asa_s": ("max_asa", "asa_s"),
    "max_abandonment": ("max_abandonment", "abandonment"),
    "max_occupancy": ("max_occupancy", "occupancy"),
}


def staffing_steps(case: Case) -> Iterator[Step]:
    """Yield what decides the number of operators, and what callers meet with it, with one fewer, and as it is today."""
    yield from _requirement(case)
    operators = case.plan.operators
    if case.calls > 0:
        yield from _handed_on(case)
        yield from _met(case, CALLERS, operators.expected, case.kind, case.required)
        yield from _one_fewer(case)
    if operators.given is not None and operators.met is not None:
        on_duty = int(operators.given[case.kind, case.interval])
        yield from _given(case, on_duty)
        if case.calls > 0:
            yield from _met(case, GIVEN, operators.met, case.kind, on_duty)


def _requirement(case: Case) -> Iterator[Step]:
    """Yield the operators that each target asks for by itself, and the most of them."""
    group, origins = case.plan.group, case.origins
    step = partial(Step, part=OPERATORS, subject=case.plan.name)
    if case.calls > 0:
        yield step(quantity=words.MODEL, value=None, unit=None, note=_model(case), origin=_model_origin(case))
        for field, (key, measure) in LIMITED.items():
            if getattr(group.targets, field) is not None:
                origin = origins.first_of(("groups", case.plan.name, "targets", key), ("targets", key))
                note = words.smallest(measure, target_texts(group.targets)[measure])
                count = _required_by(case, field)
                yield step(
                    quantity=words.needed_for(key), value=count, unit="operators", note=note, origin=origin
                )
    if group.min_operators:
        origin = origins.of("groups", case.plan.name, MIN_OPERATORS)
        yield step(quantity=words.MINIMUM, value=group.min_operators, unit="operators", origin=origin)
    note = words.decided_by(str(case.plan.operators.bound_by[case.kind, case.interval]))
    yield step(
        quantity=words.NEEDED, value=case.required, unit="operators", note=note, metric="operators_required"
    )


def _is_impatient(case: Case) -> bool:
    return bool(case.plan.load.hangs_up[case.kind, case.interval])


def _model(case: Case) -> str:
    return words.ERLANG_A if _is_impatient(case) else words.ERLANG_C


def _model_origin(case: Case) -> Origin | None:
    paths = ("groups", case.plan.name, "model"), ("model",)
    return case.origins.first_of(*paths) if case.plan.group.model else None


def _required_by(case: Case, field: str) -> int:
    """Return the operators that one target alone asks for."""
    alone = replace(TargetSet(None, None, None, None), **{field: getattr(case.plan.group.targets, field)})
    group = replace(case.plan.group, targets=alone, min_operators=0)
    load = case.plan.load.of_kinds([case.kind])
    method = method_of(case.scenario.method, group, load, case.scenario.interval_s)
    return int(requirement(GroupTask(method, alone))[0, case.interval])


def _one_fewer(case: Case) -> Iterator[Step]:
    """Yield what callers would meet with one operator fewer in the interval, and nobody fewer in the others."""
    counts = case.plan.operators.required[case.kind].copy()
    if not counts[case.interval]:
        return
    counts[case.interval] -= 1
    met = case.plan.method.on(case.plan.load.of_kinds([case.kind])).met(counts[None])
    yield from _met(case, FEWER, met, 0, case.required - 1)


def _given(case: Case, on_duty: int) -> Iterator[Step]:
    """Yield the operators that the scenario states, and how many are missing."""
    step = partial(Step, part=GIVEN, subject=case.plan.name, unit="operators")
    origin = case.origins.in_force(("groups", case.plan.name, "operators"), read_clock_s, case.start_s)
    yield step(quantity=words.ON_DUTY, value=on_duty, origin=origin, metric="operators_given")
    if on_duty < case.required:
        formula = f"{operand(case.required)} − {operand(on_duty)}"
        short = case.required - on_duty
        yield step(quantity=words.SHORT, value=short, formula=formula, metric="operators_short")


def _handed_on(case: Case) -> Iterator[Step]:
    """Yield the queue that the interval before leaves, where the queue is carried through the day."""
    waiting = float(case.plan.operators.expected.waiting_at_end[case.kind, case.interval - 1])
    if case.plan.method.carries_queue and np.isfinite(waiting):
        yield Step(
            part=CALLERS,
            subject=case.plan.name,
            quantity=words.HANDED_ON,
            value=waiting,
            unit="calls",
            note=words.CARRIED,
        )


def _met(case: Case, part: str, performance: Performance, kind: int, operators: int) -> Iterator[Step]:
    """Yield what callers meet with a number of operators; where the queue only grows, that it does."""
    at = (kind, case.interval)
    prefix = "given_" if part == GIVEN else ""
    step = partial(Step, part=part, subject=case.plan.name)
    if str(performance.status[at]) != OK:
        note = words.STATES[str(performance.status[at])]
        yield step(quantity=words.STATE, value=None, unit=None, note=note, metric=f"{prefix}status")
    for name in MEASURES:
        value = float(getattr(performance, name)[at])
        if np.isfinite(value) and not (prefix and name == "p_wait"):
            yield step(
                quantity=words.MEASURES[name],
                value=value,
                unit="seconds" if name in SECONDS else "share",
                formula=_occupancy(case, performance, at, operators) if name == "occupancy" else None,
                note=_verdict(case, name, value),
                metric=f"{prefix}{name}",
            )


def _occupancy(case: Case, performance: Performance, at: tuple[int, int], operators: int) -> str | None:
    """Return busy operators over operators, the load of those who stay on the line; not of a queue carried over."""
    lost = float(performance.abandonment[at])
    if not operators or case.plan.method.carries_queue:
        return None
    answered = f" × (1 − {per_cent(lost)})" if lost else ""
    return f"{operand(case.load_erlangs)}{answered} / {operand(operators)}"


def _verdict(case: Case, measure: str, value: float) -> str | None:
    """Say whether a measure keeps its target; None if it has none."""
    texts = target_texts(case.plan.group.targets)
    if measure not in texts:
        return None
    field = next(field for field, (_, limited) in LIMITED.items() if limited == measure)
    limit = getattr(case.plan.group.targets, field)
    is_kept = value >= limit.share - SLACK if measure == "service_level" else value <= limit + SLACK
    return words.verdict(texts[measure], is_kept=is_kept)
