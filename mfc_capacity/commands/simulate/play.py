"""From a case to the core's day of calls, played until it is known narrowly enough."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from mfc_capacity.commands.simulate.case import Case, GroupCase
from mfc_capacity.core.arrays import Floats
from mfc_capacity.core.simulation.callers import Stream
from mfc_capacity.core.simulation.laws import Exponential, Law, Lognormal
from mfc_capacity.core.simulation.played_day import Day
from mfc_capacity.core.simulation.replications import (
    LEAST_REPLICATIONS,
    MOST_REPLICATIONS,
    Simulation,
    simulate,
)
from mfc_capacity.demand.groups import patience_of
from mfc_capacity.scenario import Hotline, Scenario

MOST_SHIFTS = 20_000_000  # operators on duty x replications

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class PlayedGroup:
    """A group, the day as the core plays it, and what came of it.

    `on_the_day` is what came of the day at whose share of days the targets are promised; None: they are by the mean.
    """

    case: GroupCase
    day: Day
    simulation: Simulation
    on_the_day: Simulation | None = None

    @property
    def judged(self) -> Simulation:
        """What the targets are held against."""
        return self.on_the_day or self.simulation


@dataclass(frozen=True)
class Played:
    """A case, how it was played, and what came of each group."""

    case: Case
    seed: int
    precision: float
    groups: tuple[PlayedGroup, ...]


def play(
    case: Case, *, seed: int, precision: float, workers: int = 1, progress: Progress | None = None
) -> Played:
    """Play each group's day until its service level is known to within `precision`, 19 times of 20.

    Args:
        case: what is played.
        seed: of the random numbers, at least 0; the same gives the same answer to the last bit.
        precision: half-width of the confidence interval of the day's service level.
        workers: processes that share the work.
        progress: told the group, and how many replications are done and planned so far.
    """
    played = []
    for group in case.groups:
        day = core_day(case.loaded.scenario, group)

        def on_replications(done: int, planned: int, name: str = group.name) -> None:
            if progress:
                progress(name, done, planned)

        def result(
            day: Day, seed: int, on_replications: Callable[[int, int], None] = on_replications
        ) -> Simulation:
            return simulate(
                day,
                seed=seed,
                precision=precision,
                max_replications=_most_replications(day),
                workers=workers,
                progress=on_replications,
            )

        factor = group.judged_factor
        on_the_day = None if factor is None else result(known_day(day, factor), _own_seed(seed))
        played.append(PlayedGroup(group, day, result(day, seed), on_the_day))
    return Played(case, seed, precision, tuple(played))


def known_day(day: Day, factor: float) -> Day:
    """Return a day of so many times the calls, whose number varies by chance alone."""
    streams = [replace(stream, calls=np.asarray(stream.calls) * factor) for stream in day.streams]
    return replace(day, streams=streams, varies=0.0)


def _own_seed(seed: int) -> int:
    """Return a seed for other random numbers than those of the days as they vary."""
    return int(np.random.SeedSequence([seed, 1]).generate_state(1, np.uint64)[0])


def _most_replications(day: Day) -> int:
    """Return after how many replications to stop: each takes longer the more operators are on duty."""
    operators = max(int(np.max(day.operators)), 1)
    return int(np.clip(MOST_SHIFTS // operators, LEAST_REPLICATIONS, MOST_REPLICATIONS))


def core_day(scenario: Scenario, case: GroupCase) -> Day:
    """Return the day as the core plays it; one that is open at both ends follows one like it."""
    is_open = case.load.open[0]
    never_hang_up = case.load.never_hang_up
    hotlines = [scenario.hotlines[name] for name in case.group.hotlines]
    streams = zip(hotlines, case.hotline_calls, case.hotline_aht_s, strict=True)
    return Day(
        streams=[_stream(hotline, calls, aht_s, never_hang_up) for hotline, calls, aht_s in streams],
        operators=case.operators,
        interval_s=scenario.interval_s,
        within_s=case.terms.targets.within_s,
        short_s=case.terms.targets.short_s,
        wait_within_s=case.terms.targets.wait_within_s,
        is_open=is_open,
        periodic=bool(is_open[0] and is_open[-1]),
        varies=float(case.load.varies[0]),
        lines=case.terms.lines,
    )


def _stream(hotline: Hotline, calls: Floats, aht_s: Floats, never_hang_up: bool) -> Stream:
    """Return the calls of one hotline, each with a handling time and a patience of its own."""
    handling: Law = Exponential() if hotline.aht_cv is None else Lognormal(hotline.aht_cv)
    stream = Stream(calls, aht_s, handling)
    if hotline.redials is not None:
        again = hotline.redials
        stream = replace(stream, redial_share=again.share, redial_after_s=again.after_s)
    if never_hang_up:
        return stream
    patience = patience_of(hotline)
    return replace(
        stream,
        patience_s=patience.mean_s,
        patience_law=patience.law,
        hangs_up_at_once=patience.at_once,
    )
