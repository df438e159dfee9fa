"""Many scenarios that differ a little, planned together: each thing is worked out once.

To split a change over eight inputs takes 256 plans. Most of what they need is the same: a hotline's demand where
nothing about it changed, a group's operators where only a price did. What has been worked out is remembered by
everything that it depends on, and the intervals of many plans are solved in one call, since a thousand cost little
more than ten; not of all plans, or a long horizon would not fit into memory.
"""

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Any, TypeVar, cast

import numpy as np

from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.demand.calendar import Days, planned_days
from mfc_capacity.demand.groups import GroupDays, group_days
from mfc_capacity.demand.hotlines import HotlineDays, hotline_days
from mfc_capacity.plan import money
from mfc_capacity.plan.ledger import TOTAL
from mfc_capacity.plan.planner import contacts_of
from mfc_capacity.plan.solving import Question, requirements
from mfc_capacity.scenario import Group, Scenario

SCENARIOS_AT_ONCE = 32
COST, HOURS, PEAK = "cost", "operator_hours_paid", "peak_operators_required"
SPLIT_METRICS = (COST, HOURS, PEAK)

T = TypeVar("T")
Figures = dict[tuple[str, str], Fraction | None]


def figures_of_all(scenarios: Sequence[Scenario], workers: int = 1) -> list[Figures]:
    """Return cost, paid hours and operators at the peak of each scenario, exactly, by group (and total) and metric.

    Up to so many processes share the work.

    Raises:
        UnreachableError: if a target of one of them cannot be kept by any number of operators.
    """
    figures: list[Figures] = []
    for start in range(0, len(scenarios), SCENARIOS_AT_ONCE):
        figures += _Replans(workers).figures_of(scenarios[start : start + SCENARIOS_AT_ONCE])
    return figures


@dataclass(frozen=True)
class _Load:
    """One group of one scenario; `key` is all that its operators depend on."""

    key: Hashable
    name: str
    group: Group
    by_kind: GroupDays
    contacts: dict[str, Floats]
    interval_s: int
    method: str


class _Replans:
    """What has been worked out so far, by all that it depends on."""

    def __init__(self, workers: int) -> None:
        self._memory: dict[Hashable, Any] = {}
        self._workers = workers

    def figures_of(self, scenarios: Sequence[Scenario]) -> list[Figures]:
        """Return the figures of each scenario."""
        planned = [[self._load(scenario, name) for name in scenario.groups] for scenario in scenarios]
        self._solve([load for loads in planned for load in loads])
        return [self._figures(scenario, loads) for scenario, loads in zip(scenarios, planned, strict=True)]

    def _load(self, scenario: Scenario, name: str) -> _Load:
        """Return a group's calls and the contacts that other channels take from them."""
        group = scenario.groups[name]
        hotlines = [scenario.hotlines[hotline] for hotline in group.hotlines]
        members = [self._hotline(scenario, hotline) for hotline in group.hotlines]
        times = tuple((hotline.aht_s, hotline.patience_s) for hotline in hotlines)
        key = (tuple(_demand_key(scenario, hotline) for hotline in group.hotlines), times)
        by_kind = self._once(("load", key), lambda: group_days(hotlines, members))
        interval_s, method = scenario.interval_s, scenario.method
        whole_key = (key, _staffing_rules(group), method)
        return _Load(whole_key, name, group, by_kind, contacts_of(members), interval_s, method)

    def _solve(self, loads: Sequence[_Load]) -> None:
        """Work out the operators of every load, those with the same targets together."""
        by_rules: dict[Hashable, dict[Hashable, _Load]] = {}
        for load in loads:
            rules = (_staffing_rules(load.group), load.interval_s, load.method)
            by_rules.setdefault(rules, {})[load.key] = load
        together = [list(distinct.values()) for distinct in by_rules.values()]
        for alike, required in zip(
            together, requirements([_stacked(alike) for alike in together], self._workers), strict=True
        ):
            ends = np.cumsum([len(load.by_kind.open) for load in alike])
            for load, own in zip(alike, np.split(required, ends[:-1]), strict=True):
                self._memory["required", load.key] = own

    def _figures(self, scenario: Scenario, loads: Sequence[_Load]) -> Figures:
        """Return the figures of one scenario whose loads have been solved."""
        figures: Figures = {}
        for load in loads:
            figures |= {
                (load.name, metric): value for metric, value in self._of_group(scenario, load).items()
            }
        for metric in (COST, HOURS):
            values = [figures[load.name, metric] for load in loads]
            known = [value for value in values if value is not None]
            figures[TOTAL, metric] = sum(known, Fraction(0)) if len(known) == len(values) else None
        together = tuple(load.key for load in loads)
        figures[TOTAL, PEAK] = self._once(("peak", together), lambda: self._joint_peak(loads))
        return figures

    def _once(self, key: Hashable, work_out: Callable[[], T]) -> T:
        if key not in self._memory:
            self._memory[key] = work_out()
        return cast("T", self._memory[key])

    def _hotline(self, scenario: Scenario, name: str) -> HotlineDays:
        key = ("hotline", _demand_key(scenario, name))
        return self._once(key, lambda: hotline_days(scenario, name, self._days(scenario)))

    def _days(self, scenario: Scenario) -> Days:
        peaks = tuple((name, peak.days_of_month, peak.spans) for name, peak in scenario.peaks.items())
        return self._once(("days", scenario.calendar, peaks), lambda: planned_days(scenario))

    def _required(self, load: _Load) -> Ints:
        return cast("Ints", self._memory["required", load.key])

    def _of_group(self, scenario: Scenario, load: _Load) -> dict[str, Fraction | None]:
        shrinkage, costs = load.group.shrinkage, scenario.costs
        key = ("figures", load.key, shrinkage, costs.operator_hour, tuple(costs.contacts.items()))
        return self._once(key, lambda: self._new_figures(scenario, load))

    def _new_figures(self, scenario: Scenario, load: _Load) -> dict[str, Fraction | None]:
        required = self._required(load)
        on_duty = int(required.sum(axis=1)[load.by_kind.kinds].sum())
        hours = money.paid_hours(on_duty, load.interval_s, load.group.shrinkage)
        price, contacts = scenario.costs.operator_hour, self._contact_cost(scenario, load)
        return {
            COST: None if price is None or contacts is None else _labour_cost(hours, price) + contacts,
            HOURS: hours,
            PEAK: Fraction(int(required[load.by_kind.kinds].max())),
        }

    def _contact_cost(self, scenario: Scenario, load: _Load) -> Fraction | None:
        prices = scenario.costs.contacts
        by_channel = tuple((channel, by_day.tobytes()) for channel, by_day in load.contacts.items())
        key = ("contacts", by_channel, tuple(prices.items()))
        return self._once(key, lambda: _contact_cost(load, prices))

    def _joint_peak(self, loads: Sequence[_Load]) -> Fraction:
        together = sum(self._required(load)[load.by_kind.kinds] for load in loads)
        return Fraction(int(np.max(together)))


def _stacked(loads: Sequence[_Load]) -> Question:
    """Return loads that keep the same rules as one, their kinds of day one after the other."""
    arrays = [np.concatenate([getattr(load.by_kind, name) for load in loads]) for name in _BY_KIND]
    first = loads[0]
    return Question(
        first.group, GroupDays(np.empty(0, dtype=np.int64), *arrays), first.interval_s, first.method
    )


_BY_KIND = ("open", "calls", "aht_s", "patience_s")


def _demand_key(scenario: Scenario, name: str) -> Hashable:
    """Return all that the demand of a hotline depends on: not its handling time, nor its callers' patience."""
    hotline = replace(scenario.hotlines[name], title=None, aht_s=0.0, patience_s=None)
    driver = scenario.drivers[hotline.scales_with] if hotline.scales_with else None
    peaks = tuple(
        (peak.days_of_month, peak.spans, peak.multiply.get(name, peak.multiply.get("*", 1.0)))
        for peak in scenario.peaks.values()
    )
    return hotline, driver, peaks, scenario.calendar, scenario.interval_s


def _staffing_rules(group: Group) -> Hashable:
    """Return all that a group's operators depend on, beside its calls."""
    return group.targets, group.min_operators, group.model


def _labour_cost(hours: Fraction, price: Decimal) -> Fraction:
    return Fraction(money.nearest(hours * Fraction(price) * money.HUNDREDTHS), money.HUNDREDTHS)


def _contact_cost(load: _Load, prices: Mapping[str, Decimal]) -> Fraction | None:
    amounts = money.contact_amounts(load.contacts, prices, len(load.by_kind.kinds))
    return None if amounts is None else Fraction(money.nearest(sum(amounts, Fraction(0))), money.HUNDREDTHS)
