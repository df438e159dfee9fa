"""What the play of a day says: per interval and for the day, promised beside simulated, and the verdict."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cached_property
from typing import Any

import numpy as np

from mfc_capacity.answers.columns import (
    BESIDE_COLUMNS,
    BESIDE_JUDGED,
    JUDGED_DAY,
    JUDGED_INTERVALS,
    SIMULATED_DAY,
    SIMULATED_INTERVALS,
)
from mfc_capacity.answers.records import KEPT, SHORT, UNSURE, Caution, Cell, SimulationAnswer
from mfc_capacity.commands.simulate.case import PLANNED, Case
from mfc_capacity.commands.simulate.play import Played, PlayedGroup
from mfc_capacity.commands.simulate.verdicts import Verdicts, estimates_of, judged
from mfc_capacity.core import means
from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.core.rounding import without_noise
from mfc_capacity.core.simulation.replications import Estimate, shrunk
from mfc_capacity.core.targets import ABANDONMENT, ASA, AVERAGED, BUSY, NEVER_SERVED, P_WAIT, WAIT_LEVEL
from mfc_capacity.files.units import clock_text
from mfc_capacity.plan.answer import about, target_messages
from mfc_capacity.plan.promise import MOST_ERLANGS, MOST_WAITING
from mfc_capacity.staffing.method import Performance, UnreachableError
from mfc_capacity.staffing.operators import core_targets, requirement, through_day

BESIDE = (P_WAIT, WAIT_LEVEL, BUSY, NEVER_SERVED)  # shown where targets, lines or redials ask for them
SHOWN = (*(measure for measure in AVERAGED if measure not in BESIDE), *BESIDE)
NAMES = tuple(measure.name for measure in SHOWN)


def simulation_answer(played: Played) -> SimulationAnswer:
    """Return the answer about a day that was played."""
    loaded = played.case.loaded
    groups = [_Findings(played.case, group) for group in played.groups]
    intervals = (record for group in groups for record in group.intervals())
    on_a_day = any(group.on_the_day is not None for group in played.groups)
    of_day, of_intervals = (JUDGED_DAY, JUDGED_INTERVALS) if on_a_day else ((), ())
    beside = _limited_beside(played.groups, BESIDE_COLUMNS)
    beside_judged = _limited_beside(played.groups, BESIDE_JUDGED) if on_a_day else ()
    in_order = sorted(intervals, key=lambda record: str(record["start"]))
    tables = (
        SIMULATED_DAY.of_records((group.day() for group in groups), asked=(*of_day, *beside)),
        SIMULATED_INTERVALS.of_records(in_order, asked=(*of_intervals, *beside, *beside_judged)),
    )
    return SimulationAnswer(
        **about(loaded),
        cautions=tuple(caution for group in played.groups for caution in _cautions(played, group)),
        tables={table.name: table for table in tables},
        targets={group.case.name: target_messages(group.case.terms.targets) for group in played.groups},
        date=_date(played.case),
        staff=played.case.staff,
        seed=played.seed,
        precision=played.precision,
        calls=sum(group.simulation.calls for group in played.groups),
    )


def _limited_beside(groups: Sequence[PlayedGroup], columns: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return the columns of measures that are shown only where a target limits them."""
    limited = {row.measure for group in groups for row, _ in core_targets(group.case.terms.targets).each()}
    limited = (limited - {BUSY}) | {BUSY for group in groups if group.case.terms.lines is not None}
    limited |= {NEVER_SERVED for group in groups if group.case.load.again is not None}
    return tuple(name for measure in BESIDE if measure in limited for name in columns[measure.name])


def _date(case: Case) -> str | None:
    return None if case.date is None else case.date.isoformat()


def _cautions(played: Played, group: PlayedGroup) -> Iterator[Caution]:
    facts = {"group": group.case.name}
    place = played.case.loaded.location_of(f"groups.{group.case.name}")
    simulations = (group.simulation, group.judged)
    half_width = max(float(each.day.service_level_offered.half_width) for each in simulations)
    if half_width > played.precision:
        reached = {"half_width": half_width, "precision": played.precision}
        yield Caution("precision-not-reached", facts | reached, place)
    if not all(each.stable for each in simulations):
        yield Caution("queue-grows-daily", facts, place)


class _Findings:
    """One group: what was promised, what came of it, and whether that keeps the targets."""

    def __init__(self, case: Case, played: PlayedGroup) -> None:
        self.case, self.played, self.group = case, played, played.case
        self.interval_s = case.loaded.scenario.interval_s
        self.calls = self.group.load.calls[0]
        self.promised = {name: getattr(self.group.promised, name)[0] for name in NAMES}
        targets = self.group.terms.targets
        self.met = estimates_of(played.simulation.intervals, targets)
        self.judged = estimates_of(played.judged.intervals, targets)
        self.level = shrunk(self.judged["service_level"], self._expected_level())
        self.verdicts: Verdicts = judged(self.judged, targets, self.calls)

    @cached_property
    def starts(self) -> list[str]:
        """The clock time at which each interval begins."""
        return [clock_text(k * self.interval_s) for k in range(self.calls.size)]

    def intervals(self) -> Iterator[Mapping[str, Cell]]:
        """Yield a record for each interval in which the group is open."""
        for k in np.flatnonzero(self.group.load.open[0]).tolist():
            yield {
                "date": _date(self.case),
                "start": self.starts[k],
                "group": self.group.name,
                "calls": float(self.calls[k]),
                "operators": int(self.group.operators[k]),
                "promised_status": str(self.group.promised.status[0, k]),
                **{f"promised_{name}": _cell(values[k]) for name, values in self.promised.items()},
                **_simulated(self.met, k),
                "verdict": str(self.verdicts.verdict[k]) or None,
                "missed": self.verdicts.missed[k] or None,
                **self._judged_there(k),
            }

    def day(self) -> Mapping[str, Cell]:
        """Return the record of the day."""
        simulation, targets = self.played.simulation, self.group.terms.targets
        worst = self._worst()
        return {
            "date": _date(self.case),
            "group": self.group.name,
            "calls": without_noise(float(self.calls.sum())),
            "operator_hours": self._hours(self.group.operators),
            **self._promised_means(),
            **_simulated(estimates_of(simulation.day, targets), ()),
            **{f"intervals_{verdict}": self.verdicts.count(verdict) for verdict in (KEPT, SHORT, UNSURE)},
            "worst_start": None if worst is None else self.starts[worst],
            "worst_service_level": None if worst is None else _cell(self.level.value[worst]),
            "worst_service_level_half_width": None if worst is None else self._half_width(worst),
            "operator_hours_time_dependent": self._time_dependent_hours(),
            "replications": simulation.replications,
            "calls_simulated": simulation.calls,
            **self._judged_day(),
        }

    def _judged_there(self, k: int) -> dict[str, Cell]:
        """Return what came of an interval on the day that is judged, beside what is promised of it."""
        factor = self.group.judged_factor
        if factor is None:
            return dict.fromkeys(JUDGED_INTERVALS)
        promised = {
            f"judged_promised_{name}": _cell(getattr(self._on_the_day, name)[0, k]) for name in self.promised
        }
        return {
            "judged_calls": float(self.calls[k]) * factor,
            **promised,
            **_estimated("judged", self.judged, k),
        }

    def _judged_day(self) -> dict[str, Cell]:
        """Return which day is judged, if it is one day."""
        factor, on_the_day = self.group.judged_factor, self.played.on_the_day
        if factor is None or on_the_day is None:
            return dict.fromkeys(JUDGED_DAY)
        return {
            "judged_on_days": self.group.terms.targets.on_days,
            "judged_calls": without_noise(float(self.calls.sum()) * factor),
            "judged_replications": on_the_day.replications,
        }

    @cached_property
    def _on_the_day(self) -> Performance:
        """What the method says of the day that is judged."""
        return self.group.task.met_as_promised(self.group.operators[None])

    def _expected_level(self) -> Floats:
        """Return the service level (I) with the queue carried on; NaN where that is not worked out, or not sure."""
        load = self.group.load.times_factors(np.full(1, self.group.judged_factor or 1.0))
        carried = through_day(self.group.terms, load, self.interval_s)
        operators = self.group.operators[None]
        expected: Floats = np.full(self.calls.shape, np.nan)
        if operators.max() <= MOST_ERLANGS and carried.longest_queue(operators).max() <= MOST_WAITING:
            with suppress(UnreachableError):
                met = self.group.task.through_day().met_as_promised(operators)
                expected = np.where(met.is_doubtful, np.nan, met.service_level)[0]
        return expected

    def _hours(self, operators: Ints) -> float:
        return float(operators.sum()) * self.interval_s / 3600

    def _promised_means(self) -> dict[str, Cell]:
        """Return the mean of each measure over the day, as in a plan."""
        weights = means.weights(
            self.calls * self.group.promised.attempts[0],
            self.promised["abandonment"] + self.promised["busy"],
            self.group.operators,
            self.group.terms.targets.service_level_of,
            last_attempts=self.calls * self.group.promised.last_attempts[0],
            counted=self.group.promised.counted[0],
        )
        weights |= {P_WAIT.name: weights[ABANDONMENT.name], WAIT_LEVEL.name: weights[ASA.name]}
        weights[NEVER_SERVED.name] = self.calls
        return {
            f"promised_{name}": _cell(means.mean(self.promised[name], weight))
            for name, weight in weights.items()
        }

    def _worst(self) -> int | None:
        """Return the interval with the lowest service level, chance apart: of those that fall short, if any does."""
        level = self.level.value
        is_short = self.verdicts.verdict == SHORT
        among = np.flatnonzero(np.isfinite(level) & (is_short if is_short.any() else self.calls > 0))
        return int(among[np.argmin(level[among])]) if among.size else None

    def _half_width(self, interval: int) -> Cell:
        """Return the half-width of the service level of an interval."""
        return _cell(np.minimum(self.level.half_width[interval], 1.0))

    def _time_dependent_hours(self) -> float | None:
        """Return the hours that a plan through the day has on duty, where one made interval by interval falls short."""
        is_asked = self.case.staff == PLANNED and not self.group.task.carries_queue
        if not is_asked or not self.verdicts.count(SHORT):
            return None
        try:
            (_, part), *_ = self.group.task.through_day().parts()
            required = requirement(part)[0]
        except UnreachableError:
            return None
        is_capped = part.max_operators is not None and required.sum() <= self.group.operators.sum()
        return None if is_capped else self._hours(required)


def _simulated(met: Mapping[str, Estimate], at: Any) -> dict[str, Cell]:
    return _estimated("simulated", met, at)


def _estimated(prefix: str, met: Mapping[str, Estimate], at: Any) -> dict[str, Cell]:
    """Return each estimate with its half-width, at an interval or of the whole day."""
    cells: dict[str, Cell] = {}
    for measure in SHOWN:
        name, estimate = measure.name, met[measure.name]
        widest = 1.0 if measure.kind == "share" else np.inf
        cells[f"{prefix}_{name}"] = _cell(estimate.value[at])
        cells[f"{prefix}_{name}_half_width"] = _cell(np.minimum(estimate.half_width[at], widest))
    return cells


def _cell(value: Any) -> float | None:
    return float(value) if np.isfinite(value) else None
