"""How the days of the horizon fall out, all in all: the mean of the factors by which they vary, as an input of `risk`.

The calls of a hotline over D days have a coefficient of variation of about varies / sqrt(D), and so little is left of
what a single day does. Their total is taken as a Gamma variable with the mean and variance of the sum, and its factor
multiplies every day. It changes what contracts, contacts and budgets count, not the operators: the roster is made
before the days. The part of the factors that hotlines share is an input of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from mfc_capacity.core.arrays import Floats
from mfc_capacity.core.varying import factor_at
from mfc_capacity.demand.hotlines import HotlineDays
from mfc_capacity.plan import money
from mfc_capacity.plan.planner import Planned, contacts_of, varies_by_day
from mfc_capacity.scenario.ranges import P90


@dataclass(frozen=True)
class DayInput:
    """A dimension of how days fall out: of one hotline, or what hotlines share (`hotline` None); its ends as texts."""

    name: str
    hotline: str | None
    low: str
    high: str


def day_inputs(planned: Planned) -> tuple[DayInput, ...]:
    """Return the dimensions of a scenario's days, none where no day varies."""
    variations = _variations(planned)
    varied = [name for name, variation in variations.items() if variation > 0]
    correlation = planned.scenario.varies_together
    shared = [DayInput("varies_together", None, "P10", "P90")] if varied and correlation > 0 else []
    own = [
        DayInput(f"hotlines.{name}.varies", name, *(_per_cent(z, variations[name]) for z in (-P90, P90)))
        for name in varied
        if correlation < 1
    ]
    return (*shared, *own)


def as_days_fall(planned: Planned, inputs: Sequence[DayInput], scores: Sequence[float]) -> Planned:
    """Return the plan with the calls of a horizon whose days fell out so, and the same operators.

    Args:
        planned: the plan for the days as expected.
        inputs: the dimensions of its days.
        scores: the standard normal variable of each; none: as expected.
    """
    if not scores:
        return planned
    by_hotline = {each.hotline: score for each, score in zip(inputs, scores, strict=True)}
    together = planned.scenario.varies_together
    factors = {
        name: float(
            factor_at(
                together**0.5 * by_hotline.get(None, 0.0) + (1 - together) ** 0.5 * by_hotline.get(name, 0.0),
                variation,
            )
        )
        for name, variation in _variations(planned).items()
        if variation > 0
    }
    hotlines = {name: _times(own, factors.get(name, 1.0)) for name, own in planned.hotlines.items()}
    prices, days = planned.scenario.costs.contacts, len(planned.days)
    groups = []
    for plan in planned.groups:
        contacts = contacts_of([hotlines[name] for name in plan.group.hotlines])
        cost = money.contact_cost(contacts, prices, days)
        groups.append(replace(plan, contacts=contacts, contact_cost=cost))
    return replace(planned, hotlines=hotlines, groups=groups)


def _variations(planned: Planned) -> dict[str, float]:
    """Return the coefficient of variation of each hotline's calls of the whole horizon."""
    names = list(planned.hotlines)
    by_day = varies_by_day([planned.scenario.hotlines[name] for name in names], planned.days)
    if not by_day:
        return dict.fromkeys(names, 0.0)
    return {
        name: _of_total(planned.hotlines[name].calls, np.array(own))
        for name, own in zip(names, by_day, strict=True)
    }


def _of_total(calls: Floats, variation: Floats) -> float:
    total = float(calls.sum())
    return float(np.sqrt(np.square(calls * variation).sum())) / total if total else 0.0


def _times(hotline: HotlineDays, factor: float) -> HotlineDays:
    """Return a hotline with so many times the demand."""
    return replace(
        hotline,
        demand=hotline.demand * factor,
        calls=hotline.calls * factor,
        contacts={channel: taken * factor for channel, taken in hotline.contacts.items()},
        returned={channel: back * factor for channel, back in hotline.returned.items()},
    )


def _per_cent(score: float, variation: float) -> str:
    return f"{float(factor_at(score, variation)) * 100:.2f}%"
