"""Logs whose truth is known: every day of a scenario played call by call, with the operators that it states."""

import csv
from pathlib import Path

import numpy as np

from mfc_capacity.commands.simulate import GIVEN, Staff, find_case
from mfc_capacity.commands.simulate.play import core_day
from mfc_capacity.core.simulation.played_day import Outcome, trace_day
from mfc_capacity.scenario import LoadedScenario

OUTCOMES = {
    Outcome.ANSWERED: "answered",
    Outcome.ABANDONED: "abandoned",
    Outcome.HUNG_UP_AT_ONCE: "abandoned",
    Outcome.FOUND_BUSY: "busy",
}


def write_log(loaded: LoadedScenario, path: Path, seed: int = 1) -> str:
    """Play every open day once and write all calls as one log; return its path."""
    calendar = loaded.scenario.calendar
    assert calendar is not None
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("hotline", "arrived", "wait_s", "outcome", "handling_s"))
        for number, date in enumerate(calendar.dates):
            case = find_case(loaded, date.isoformat(), None, Staff(GIVEN))
            for group in case.groups:
                trace = trace_day(core_day(loaded.scenario, group), seed, number)
                moments = np.datetime64(date, "ms") + np.floor(trace.arrival_s * 1000).astype(
                    "timedelta64[ms]"
                )
                for k, moment in enumerate(np.datetime_as_string(moments).tolist()):
                    outcome = Outcome(trace.outcome[k])
                    handled = f"{trace.handling_s[k]:.3f}" if outcome is Outcome.ANSWERED else ""
                    name = group.group.hotlines[trace.stream[k]]
                    rows.writerow((name, moment, f"{trace.wait_s[k]:.3f}", OUTCOMES[outcome], handled))
    return str(path)
