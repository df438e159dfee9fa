"""A small scenario."""

from collections.abc import Callable

import pytest

from mfc_capacity.scenario import LoadedScenario, load_scenario

Load = Callable[..., LoadedScenario]

SMALL = """\
schema: mfc-capacity/scenario/1
currency: RUB
calendar: {from: 2014-05-01, to: 2014-05-07, interval: 1h}
drivers:
  centres: {2014-05-01: 43, 2014-05-04: 79}
hotlines:
  mfc:
    calls_per_day: 900
    scales_with: centres
    aht: 3m 20s
    patience: 2m
    hours: {mon-fri: 08:00-20:00, sat: 10:00-16:00}
    deflect:
      - {to: sms, share: 5%}
      - {to: app, share: 12%, from: 2014-05-03}
  portal: {calls_per_day: 400, aht: 2m 40s, hours: 08:00-20:00}
  fines: {calls_per_day: 200, aht: 3m, hours: 09:00-18:00}
peaks:
  meters: {when: {days_of_month: 5-6}, multiply: {mfc: 1.78}}
groups:
  city: {hotlines: [mfc, portal]}
targets: {service_level: 80% in 20s}
shrinkage: 30%
costs: {operator_hour: 420 RUB, contacts: {sms: 1.5 RUB, app: 0.3 RUB}}
"""


def load_text(text: str, *overrides: str) -> LoadedScenario:
    return load_scenario("main.yaml", overrides=overrides, read_bytes=lambda _: text.encode())


@pytest.fixture
def small() -> str:
    return SMALL


@pytest.fixture
def load() -> Load:
    return load_text
