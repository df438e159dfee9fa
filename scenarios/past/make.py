"""Make calls.csv: the two weeks of past.yaml played call by call, with calls that took a fifth longer than planned.

Run: python scenarios/past/make.py

The same bytes come out wherever the random numbers are the same.
"""

import csv
from pathlib import Path

import numpy as np

from mfc_capacity.commands.simulate import GIVEN, Staff, find_case
from mfc_capacity.commands.simulate.play import core_day
from mfc_capacity.core.simulation.played_day import Outcome, trace_day
from mfc_capacity.scenario import load_scenario

FOLDER = Path(__file__).parent
SEED = 1
SUNDAY = 6
OUTCOMES = {Outcome.ANSWERED: "answered", Outcome.ABANDONED: "hung up"}


def main() -> None:
    """Write the log beside this file."""
    write(FOLDER / "calls.csv")


def write(path: Path) -> None:
    """Play the days and write their calls."""
    loaded = load_scenario(str(FOLDER / "past.yaml"), overrides=["hotlines.advice.aht=4m"])
    calendar = loaded.scenario.calendar
    assert calendar is not None  # noqa: S101 - of past.yaml
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["queue", "start", "wait_s", "outcome", "talk_s"])
        for number, day in enumerate(calendar.dates):
            if day.weekday() == SUNDAY:
                continue
            (group,) = find_case(loaded, day.isoformat(), None, Staff(GIVEN)).groups
            trace = trace_day(core_day(loaded.scenario, group), SEED, number)
            for k, second in enumerate(trace.arrival_s):
                start = str(np.datetime64(day, "s") + np.timedelta64(int(second), "s")).replace("T", " ")
                outcome = Outcome(trace.outcome[k])
                talk_s = f"{max(trace.handling_s[k], 1):.0f}" if outcome == Outcome.ANSWERED else ""
                rows.writerow(["Advice line", start, f"{trace.wait_s[k]:.0f}", OUTCOMES[outcome], talk_s])


if __name__ == "__main__":
    main()
