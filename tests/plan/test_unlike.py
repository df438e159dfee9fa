"""Plans of groups whose hotlines differ: what the means leave out is said, with figures where they are known."""

import pytest

from mfc_capacity.plan.answer import plan
from tests.conftest import Load

# Computed independently by simulation: 35 operators deliver 77.6 % +- 0.2 where the means promise 84.6 %.
SHORT_AND_LONG = """
calendar: {interval: 1h}
method: METHOD
hotlines:
  short: {calls_per_day: 14400, aht: 1m}
  long: {calls_per_day: 1440, aht: AHT}
groups: {all: {hotlines: [short, long]}}
targets: {service_level: 80% in 20s}
"""
# Computed independently by simulation: 79.0 % +- 0.3 with 90 operators, where the means promise 81.5 %.
PATIENCE = """
calendar: {interval: 1h}
hotlines:
  hasty: {calls_per_day: 24000, aht: 3m, patience: 30s}
  patient: {calls_per_day: 24000, aht: 3m, patience: 10m}
groups: {all: {hotlines: [hasty, patient]}}
targets: {service_level: 80% in 20s}
"""


def cautions(load: Load, text: str) -> dict[str, dict[str, object]]:
    return {caution.code: dict(caution.facts) for caution in plan(load(text), delivered=True).cautions}


def test_what_the_means_leave_out_is_said_with_figures(load: Load) -> None:
    said = cautions(load, SHORT_AND_LONG.replace("METHOD", "stationary").replace("AHT", "20m"))
    facts = said["hotlines-differ"]
    assert facts["intervals"] == 24
    assert facts["delivered"] == pytest.approx(0.776, abs=0.02)


def test_a_mixture_of_patience_is_known_exactly(load: Load) -> None:
    said = cautions(load, PATIENCE)
    assert said["hotlines-differ"]["delivered"] == pytest.approx(0.790, abs=0.004)


def test_callers_who_never_hang_up_overload_by_themselves(load: Load) -> None:
    text = PATIENCE.replace("patience: 30s", "patience: 10s").replace("patience: 10m", "patience: endless")
    said = cautions(load, text.replace("service_level: 80% in 20s", "max_asa: 30s"))
    facts = said["hotlines-differ"]
    assert (facts["measure"], facts["delivered"]) == ("asa_s", float("inf"))


def test_where_the_queue_is_carried_it_is_said_that_it_is_not_known(load: Load) -> None:
    said = cautions(load, SHORT_AND_LONG.replace("METHOD", "time-dependent").replace("AHT", "20m"))
    assert "hotlines-averaged" in said
    assert "hotlines-differ" not in said


def test_alike_hotlines_have_nothing_to_say(load: Load) -> None:
    said = cautions(load, SHORT_AND_LONG.replace("METHOD", "stationary").replace("AHT", "1m"))
    assert not {"hotlines-differ", "hotlines-averaged"} & said.keys()
