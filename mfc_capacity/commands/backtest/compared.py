"""A group with all that is compared of it: said and actual, day by day and interval by interval."""

from collections.abc import Mapping
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from mfc_capacity.answers.records import OVERLOADED, UNSTAFFED
from mfc_capacity.commands.backtest.actual import Sums, sums_of
from mfc_capacity.commands.backtest.on_duty import Staffed, staffed
from mfc_capacity.commands.backtest.recorded import Recorded
from mfc_capacity.commands.backtest.said import KNOWN_BETTER, PATIENCE, GroupModel, patience_seen
from mfc_capacity.core.arrays import Bools, Floats
from mfc_capacity.demand.groups import GroupDays, patience_of
from mfc_capacity.plan.planner import Demand
from mfc_capacity.staffing.method import Performance

if TYPE_CHECKING:
    from mfc_capacity.scenario.staff_file import StaffFile

WAITS = ("service_level", "asa_s", "abandonment")
Known = frozenset[str]
SUBSETS: tuple[Known, ...] = tuple(
    frozenset(name for k, name in enumerate(KNOWN_BETTER) if mask >> k & 1)
    for mask in range(1 << len(KNOWN_BETTER))
)  # in the order of their bit masks


@dataclass(frozen=True, eq=False)
class ComparedGroup:
    """One group: what happened to its calls and to those of each hotline, who was there, and what is said of both.

    `met` is what callers meet (D x I) by what of the scenario is put in as it was.
    """

    name: str
    model: GroupModel
    load: GroupDays
    actual: Sums
    there: Staffed
    met: Mapping[Known, Performance]

    @property
    def said(self) -> Performance:
        """What the scenario says as it stands."""
        return self.met[frozenset()]

    @cached_property
    def said_calls(self) -> Floats:
        """The calls that were to come, redials included (D x I)."""
        attempts = self.said.attempts
        return self.load.calls * np.where(np.isfinite(attempts) & (attempts > 0), attempts, 1.0)

    @cached_property
    def judged(self) -> Bools:
        """Intervals whose operators are known, with calls that came (D x I)."""
        return self.there.is_known & (self.actual.offered > 0)

    def weights(self, measure: str) -> Floats:
        """Return the calls that a mean of a measure of waits is over (D x I), 0 where nothing can be compared."""
        counted = {
            "service_level": self.actual.counted,
            "asa_s": self.actual.answered_timed,
            "abandonment": self.actual.offered,
        }[measure]
        known = np.isfinite(getattr(self.actual, measure)) & self.judged
        for subset in self.met:
            known &= np.isfinite(self.told(measure, subset))
        return np.where(known, counted, 0.0)

    def told(self, measure: str, known: Known = frozenset()) -> Floats:
        """Return what is said of a measure of waits (D x I), with what is `known` as it was.

        Where the queue would grow without end, or nobody is there, nobody is answered in time.
        """
        met = self.met[known]
        values: Floats = getattr(met, measure)
        return (
            np.where(is_hopeless(met) & np.isnan(values), 0.0, values)
            if measure == "service_level"
            else values
        )


def is_hopeless(met: Performance) -> Bools:
    """Return where nobody is there, or callers who never hang up are more than those there can serve."""
    return np.isin(met.status, (OVERLOADED, UNSTAFFED))


def compared_groups(
    recorded: Recorded, demand: Demand, roster: "StaffFile | None", executor: Executor
) -> list[ComparedGroup]:
    """Return every group of the scenario that is open on a day, or called.

    Args:
        recorded: the calls and the days.
        demand: of the scenario.
        roster: who was there; None: as the scenario states it, or inferred.
        executor: may share the work.
    """
    groups = (_compared(name, recorded, demand, roster, executor) for name in demand.tasks)
    return [group for group in groups if group.load.calls.any() or group.actual.offered.any()]


def _compared(
    name: str, recorded: Recorded, demand: Demand, roster: "StaffFile | None", executor: Executor
) -> ComparedGroup:
    model, of_group = _model(name, recorded, demand)
    load, happened = model.load(), sum(model.sums[1:], start=model.sums[0])
    dates = [day for k in recorded.days.tolist() if (day := demand.days.dates[k]) is not None]
    there = staffed(name, load, dates, model.terms, roster, recorded.calls.taken(of_group))
    asked = there.is_known & (happened.offered > 0)
    met: dict[Known, Performance] = {frozenset(): model.met(load, there.operators, asked, executor)}
    attempts = None if load.again is None else np.maximum(np.nan_to_num(met[frozenset()].attempts), 1.0)
    for known in SUBSETS[1:] if asked.any() else ():
        less = known if any(model.patiences) else known - {PATIENCE}
        met[known] = met.get(less) or model.met(model.load(known, attempts), there.operators, asked, executor)
    return ComparedGroup(name, model, load, happened, there, met)


def _model(name: str, recorded: Recorded, demand: Demand) -> tuple[GroupModel, Bools]:
    """Return a group with what the records tell of its hotlines, and which of all calls are its own (N)."""
    scenario, task = recorded.loaded.scenario, demand.tasks[name]
    terms = [task.terms_of(kind) for kind in task.load.kinds[recorded.days].tolist()]
    of_group = np.zeros(len(recorded.calls), dtype=np.bool_)
    sums, patiences = [], []
    for hotline in scenario.groups[name].hotlines:
        own = recorded.calls.hotline == list(scenario.hotlines).index(hotline)
        of_group |= own
        calls = recorded.calls.taken(own)
        sums.append(sums_of(calls, recorded.day[own], terms, scenario.interval_s))
        patiences.append(patience_seen(calls, patience_of(scenario.hotlines[hotline])))
    return GroupModel(recorded.loaded, demand, name, recorded.days, terms, sums, patiences), of_group
