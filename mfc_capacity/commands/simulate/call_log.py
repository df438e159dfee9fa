"""Every simulated call as an automatic call distributor (ACD) would log it.

Times are rounded to the millisecond, moments down and waits up, so that no call moves to another interval or becomes
one answered in time.
"""

from collections.abc import Iterator
from datetime import date
from itertools import repeat

import numpy as np

from mfc_capacity.answers.columns import CALLS
from mfc_capacity.answers.records import Table
from mfc_capacity.commands.simulate.play import Played, PlayedGroup
from mfc_capacity.core.arrays import Floats
from mfc_capacity.core.simulation.played_day import Outcome, trace_day

OUTCOMES = {
    Outcome.ANSWERED: "answered",
    Outcome.ABANDONED: "abandoned",
    Outcome.HUNG_UP_AT_ONCE: "hung-up-at-once",
    Outcome.FOUND_BUSY: "busy",
}
NO_DATE = date(1970, 1, 1)
MS = 1000


def call_log(played: Played) -> Iterator[Table]:
    """Yield the log, the calls of one replication after the other, each of which is played again."""
    logged = 0
    for group in played.groups:
        for replication in range(group.simulation.replications):
            part = _log(played, group, replication, logged)
            logged += len(part.rows)
            yield part


def _log(played: Played, group: PlayedGroup, replication: int, logged: int) -> Table:
    trace = trace_day(group.day, played.seed, replication)
    names = np.array(group.case.group.hotlines, dtype=object)
    outcomes = np.array([OUTCOMES[outcome] for outcome in Outcome], dtype=object)
    answered = trace.outcome == Outcome.ANSWERED
    handling_s = (np.round(trace.handling_s * MS) / MS).tolist()
    columns = (
        range(logged + 1, logged + 1 + trace.wait_s.size),
        repeat(replication + 1, trace.wait_s.size),
        repeat(group.case.name, trace.wait_s.size),
        names[trace.stream].tolist(),
        _moments(trace.arrival_s, played.case.date),
        (np.ceil(trace.wait_s * MS) / MS).tolist(),
        outcomes[trace.outcome].tolist(),
        [time_s if is_answered else None for time_s, is_answered in zip(handling_s, answered, strict=True)],
    )
    return CALLS.table(zip(*columns, strict=True))


def _moments(arrival_s: Floats, day: date | None) -> list[str]:
    """Return date and clock time of each arrival; the clock time alone of a day without a date."""
    since_midnight = np.floor(arrival_s * MS).astype("timedelta64[ms]")
    texts = np.datetime_as_string(np.datetime64(day or NO_DATE, "ms") + since_midnight).tolist()
    return texts if day else [text.partition("T")[2] for text in texts]
