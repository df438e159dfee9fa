"""Small scenarios and days of them, played."""

from typing import Any

from mfc_capacity.answers.records import SimulationAnswer
from mfc_capacity.commands.simulate import Case, Played, Staff, find_case, play, simulation_answer
from mfc_capacity.scenario import LoadedScenario, load_scenario

Record = dict[str, Any]

OFFICE = """
calendar: {interval: 30m}
hotlines:
  office:
    calls_per_day: 3000
    aht: 10m
    patience: 5m
    hours: 08:00-20:00
    profile: {08:00: 2, 08:30: 4, 09:00: 7, 10:00: 10, 11:00: 9, 12:00: 6, 13:00: 5, 14:00: 7, 17:00: 5, 18:00: 3}
targets: {service_level: 80% in 20s}
"""
TWO_GROUPS = """
calendar: {from: 2014-05-12, to: 2014-05-18, interval: 1h}
hotlines:
  mfc: {calls_per_day: 600, aht: 4m, patience: 2m, hours: {mon-fri: 08:00-18:00}, weekdays: {tue: 120%}}
  portal: {calls_per_day: 300, aht: 3m, hours: {mon-fri: 08:00-18:00}}
  night: {calls_per_day: 240, aht: 5m, patience: 3m}
groups:
  city: {hotlines: [mfc, portal], operators: {08:00: 9, 12:00: 6}}
  round the clock: {hotlines: [night]}
targets: {service_level: 80% in 20s, max_abandonment: 10%}
"""


def loaded(text: str) -> LoadedScenario:
    return load_scenario("main.yaml", read_bytes=lambda _path: text.encode())


def case_of(text: str, day: str = "busiest", group: str | None = None, staff: Staff | None = None) -> Case:
    return find_case(loaded(text), day, group, staff or Staff())


def played(text: str, *, precision: float = 0.02, seed: int = 1, **asked: Any) -> Played:
    return play(case_of(text, **asked), seed=seed, precision=precision)


def answered(text: str, **asked: Any) -> SimulationAnswer:
    return simulation_answer(played(text, **asked))


def records(answer: SimulationAnswer, table: str) -> list[Record]:
    return list(answer.tables[table].records())
