"""Hotlines that differ, in one group: what the queue through the day promises, and what the played day delivers.

Run: python benchmarks/unlike_hotlines.py [--replications 2000]

Days of twelve hours in half hours with two hotlines, the second with longer calls. Operators are planned for 80 % in
20 seconds. Then the day is played call by call with them, and promised is set beside simulated: for the group as one
stream of mean calls and mean patience ("as one"), and for its hotlines as they are, where `plan` takes the interval to
be sure and where it says that it may not be. An error is promised less simulated in points, the worst of the day,
service level / abandonment; an interval is wrong where it is beyond 1 point of service level or 0.5 of abandonment by
more than the half-width of the simulation.
"""

import argparse
import math
from typing import NamedTuple

import numpy as np

from mfc_capacity.core.arrays import Bools, Floats
from mfc_capacity.core.day.mixed_staffing import operators_for_mixed_day
from mfc_capacity.core.day.transient import Day as ChainDay
from mfc_capacity.core.day.transient import through_day
from mfc_capacity.core.simulation.callers import Stream
from mfc_capacity.core.simulation.laws import Exponential, Law, Lognormal, Weibull
from mfc_capacity.core.simulation.played_day import Day
from mfc_capacity.core.simulation.replications import Estimates, simulate
from mfc_capacity.core.steady.hotlines import Callers, Hotlines
from mfc_capacity.core.steady.patience import Patience
from mfc_capacity.core.targets import Targets
from mfc_capacity.plan.pool import cores

INTERVAL_S, INTERVALS, PER_HOUR = 1800.0, 24, 2
MEAN_AHT_S, WITHIN_S, LEVEL = 180.0, 20.0, 0.8
LEVEL_TOLERANCE, LOST_TOLERANCE = 0.01, 0.005
HEADER = (
    "AHT x | share | patience | mix | calls | of the day | as one: worst, wrong | "
    "sure: worst, wrong | named: worst, wrong | +-"
)


class Member(NamedTuple):
    """One day: the longer calls take `ratio` times as long and are a `share` of all."""

    ratio: float
    share: float
    patience_s: tuple[float, float]
    mix: str
    course: str
    calls: int
    laws: tuple[Law, Law] = (Exponential(), Exponential())
    aht_cv: float = 1.0
    at_once: float = 0.0

    @property
    def aht_s(self) -> Floats:
        """The mean handling times."""
        short = MEAN_AHT_S / (1 - self.share + self.share * self.ratio)
        return np.array([short, short * self.ratio])

    @property
    def by_interval(self) -> Floats:
        """The calls of both hotlines (2, I); the second is rarer after noon, or closes then, or neither."""
        time = (np.arange(INTERVALS) + 0.5) / INTERVALS
        courses = {
            "steady": np.ones(INTERVALS),
            "rising": 0.3 + 1.7 * time,
            "peak": 0.3 + 1.5 * np.exp(-np.square((time - 0.5) / 0.18)),
        }
        total = self.calls * courses[self.course] / courses[self.course].sum()
        later = {"constant": self.share, "noon": self.share / 5, "closes": 0.0}[self.mix]
        long = total * np.where(time < 0.5, self.share, later)
        return np.array([total * (1 - self.share) if self.mix == "closes" else total - long, long])

    @property
    def hotlines(self) -> Hotlines:
        """What is known of both."""
        rows = zip(self.aht_s.tolist(), self.patience_s, self.laws, strict=True)
        return Hotlines(
            tuple(
                Callers(aht_s, self.aht_cv, Patience(mean_s, law, self.at_once))
                for aht_s, mean_s, law in rows
            )
        )

    @property
    def streams(self) -> list[Stream]:
        """Both as they are played."""
        handling: Law = Exponential() if self.aht_cv == 1 else Lognormal(self.aht_cv)
        rows = zip(self.by_interval, self.aht_s, self.patience_s, self.laws, strict=True)
        return [
            Stream(calls, float(aht_s), handling, patience_s, law, self.at_once)
            for calls, aht_s, patience_s, law in rows
        ]

    @property
    def cells(self) -> list[str]:
        """The words for it."""
        patience = " / ".join("endless" if math.isinf(each) else f"{each:g} s" for each in self.patience_s)
        beside = [_law_text(law) for law in self.laws if law != Exponential()][:1]
        beside += [f"AHT varies {self.aht_cv:g}"] * (self.aht_cv != 1)
        beside += [f"{self.at_once:.0%} at once"] * (self.at_once > 0)
        return [
            f"{self.ratio:g}",
            f"{self.share:.0%}",
            ", ".join([patience, *beside]),
            self.mix,
            f"{self.calls:,}",
            self.course,
        ]


def _law_text(law: Law) -> str:
    return f"Weibull {law.shape:g}" if isinstance(law, Weibull) else "log-normal"


WEIBULL, LOGNORMAL = (Weibull(0.7), Weibull(0.7)), (Lognormal(1.5), Lognormal(1.5))
FAMILY = (
    Member(1, 0.5, (30.0, 600.0), "constant", "peak", 8000),
    Member(1, 0.5, (60.0, math.inf), "noon", "rising", 3000),
    Member(2, 0.5, (120.0, 120.0), "closes", "steady", 3000),
    Member(2, 0.5, (60.0, 300.0), "noon", "peak", 3000),
    Member(5, 0.5, (120.0, 120.0), "constant", "rising", 3000),
    Member(5, 0.5, (600.0, 30.0), "noon", "steady", 3000),
    Member(5, 0.1, (600.0, 30.0), "noon", "rising", 3000),
    Member(5, 0.5, (120.0, 120.0), "closes", "steady", 3000),
    Member(5, 0.1, (120.0, 120.0), "constant", "peak", 10000),
    Member(20, 0.1, (60.0, 300.0), "closes", "peak", 3000),
    Member(20, 0.1, (60.0, math.inf), "closes", "peak", 500),
    Member(20, 0.5, (60.0, 300.0), "constant", "rising", 3000),
    Member(1, 0.5, (60.0, 180.0), "noon", "peak", 3000, laws=WEIBULL),
    Member(1, 0.5, (120.0, 120.0), "constant", "rising", 3000, laws=LOGNORMAL),
    Member(1, 0.5, (120.0, 120.0), "constant", "peak", 3000, at_once=0.1),
    Member(1, 0.5, (120.0, 120.0), "constant", "peak", 3000, aht_cv=1.5),
    Member(2, 0.5, (60.0, 180.0), "constant", "peak", 3000, laws=WEIBULL, aht_cv=0.6, at_once=0.05),
)


def main() -> None:
    """Print the table, line by line as it is worked out."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--replications", type=int, default=2000, help="how often each day is played")
    asked = parser.parse_args()
    print(f"| {HEADER} |")
    print(f"|{'---|' * (HEADER.count('|') + 1)}")
    for member in FAMILY:
        print(f"| {' | '.join([*member.cells, *errors(member, asked.replications)])} |", flush=True)


def errors(member: Member, replications: int) -> list[str]:
    """Return the cells of a row that say by how much promised and simulated differ."""
    calls = member.by_interval * PER_HOUR
    found, mixed = operators_for_mixed_day(
        calls[None],
        member.hotlines,
        targets=Targets(service_level=LEVEL, within_s=WITHIN_S),
        is_open=np.ones((1, INTERVALS), dtype=bool),
        interval_s=INTERVAL_S,
    )
    operators = found.operators
    total = calls.sum(axis=0)
    as_one = through_day(
        total,
        (calls * member.aht_s[:, None]).sum(axis=0) / total,
        operators,
        patience_s=total / (calls / np.array(member.patience_s)[:, None]).sum(axis=0),
        within_s=WITHIN_S,
        interval_s=INTERVAL_S,
    )
    played = simulate(
        Day(member.streams, operators[0], INTERVAL_S, WITHIN_S),
        seed=1,
        precision=1e-9,
        max_replications=replications,
        workers=cores(),
    ).intervals
    named = mixed.is_doubtful[0]
    return [
        compared(as_one, played, np.ones(INTERVALS, dtype=bool)),
        compared(mixed, played, ~named),
        compared(mixed, played, named),
        f"{100 * played.service_level_offered.half_width.max():.1f}",
    ]


def compared(promised: ChainDay, played: Estimates, where: Bools) -> str:
    """Return the worst errors of some intervals, and how many of them are wrong."""
    if not where.any():
        return "-"
    level, lost = played.service_level_offered, played.abandonment
    level_error = promised.service_level_offered[0] - level.value
    lost_error = promised.abandonment[0] - lost.value
    wrong = (np.abs(level_error) > LEVEL_TOLERANCE + level.half_width) | (
        np.abs(lost_error) > LOST_TOLERANCE + lost.half_width
    )
    worst = (error[where][np.abs(error[where]).argmax()] for error in (level_error, lost_error))
    text = " / ".join(f"{100 * error:+.1f}" for error in worst)
    return f"{text}, {int((wrong & where).sum())} of {int(where.sum())}"


if __name__ == "__main__":
    main()
