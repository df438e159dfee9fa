"""Who used a contract: ordinary demand, each step of a driver, each peak, and what each channel spared.

The factors of demand multiply one another, so who took how much depends on an order, and one is fixed:
ordinary demand (calls_per_day x weekday x month, the driver at its first value); each step of a driver, by its
growth over the step before; each peak in the order of the file, on top of the demand grown so far; each
channel, by the contacts it took. A peak that multiplies the calls of new centres too counts these as the
peak's. The parts add up to the use. Operator hours are shared by the handling time of each part's calls, as
`usage` does; hours on duty on a day without any call are ordinary.
"""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np

from mfc_capacity.answers.accounts import Cause
from mfc_capacity.core.arrays import Floats
from mfc_capacity.plan.accounts.usage import Usage
from mfc_capacity.plan.planner import Planned

Part = tuple[str, str | None, str | None, float | None]

ORDINARY: Part = ("ordinary", None, None, None)
ORDER = ("ordinary", "driver", "peak", "channel")


def causes(plan: Planned, days: range, taken: Usage) -> tuple[Cause, ...]:
    """Return what each part of demand used on a span of days; parts that used nothing are left out."""
    span = slice(days.start, days.stop)
    units = {ORDINARY: float(taken.without_calls[span].sum())}
    for name in plan.hotlines:
        for part, calls in _parts(plan, name):
            units[part] = units.get(part, 0.0) + float((calls * taken.per_call[name])[span].sum())
    ordered = sorted(units, key=lambda part: (ORDER.index(part[0]), part[2] or ""))
    return tuple(Cause(*part, units[part]) for part in ordered if units[part])


def _parts(plan: Planned, name: str) -> Iterator[tuple[Part, Floats]]:
    """Yield a hotline's parts of demand, in calls by day."""
    hotline, by_day = plan.scenario.hotlines[name], plan.hotlines[name]
    ordinary = hotline.calls_per_day * by_day.factors.calendar
    yield ORDINARY, ordinary
    if hotline.scales_with is not None:
        for part, growth in _driver_steps(plan, hotline.scales_with):
            yield part, ordinary * growth
    grown = ordinary * by_day.factors.driver
    for peak, factor in by_day.factors.peaks.items():
        yield ("peak", peak, None, None), grown * (factor - 1)
        grown = grown * factor
    for channel, contacts in by_day.contacts.items():
        yield ("channel", channel, None, None), -contacts


def _driver_steps(plan: Planned, driver: str) -> Iterator[tuple[Part, Floats]]:
    """Yield each later step of a driver with its growth over the step before, by day, in parts of the first value."""
    steps = plan.scenario.drivers[driver].steps
    for (_, before), (start, value) in pairwise(steps):
        begun = np.array([day is not None and day >= start for day in plan.days.dates])
        yield ("driver", driver, start.isoformat(), value), begun * ((value - before) / steps[0][1])
