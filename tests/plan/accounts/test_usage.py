"""Who used a contract: by hand in the order that is fixed, and always adding up to the use."""

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mfc_capacity.answers.accounts import ContractUse
from mfc_capacity.core.steady.erlang import steady_state
from mfc_capacity.files.problems import InputError
from mfc_capacity.plan.accounts import accounts_of
from mfc_capacity.plan.planner import Planned, planned
from mfc_capacity.scenario import load_scenario

PlanOf = Callable[..., Planned]

TEXT = """
currency: RUB
calendar: {from: 2024-01-01, to: 2024-01-05}
drivers: {centres: {2024-01-01: 10, 2024-01-03: 15, 2024-01-05: 12}}
hotlines:
  help:
    calls_per_day: 100
    scales_with: centres
    aht: 3m
    hours: {mon-thu: 08:00-20:00, fri: 09:00-13:00}
    deflect: [{to: sms, share: 10%, from: 2024-01-04}]
peaks:
  rush: {when: {dates: [2024-01-04]}, multiply: {help: 2}}
  fair: {when: {from: 2024-01-04, to: 2024-01-05}, multiply: {"*": 3}}
contract: {from: 2024-01-01, to: 2024-01-05, unit: calls, volume: 900, price: 10 RUB, overage: 10 RUB}
"""


def only(whole: Planned) -> ContractUse:
    use = accounts_of(whole).contracts
    assert use is not None
    (part,) = use.parts
    return part


def causes(part: ContractUse) -> list[tuple[str | None, ...]]:
    return [(cause.kind, cause.name, cause.from_) for cause in part.causes]


def test_by_hand(plan_of: PlanOf) -> None:
    """Each day's demand, factor by factor.

    1st and 2nd 100. 3rd 100 + 50 for the new centres. 4th 150, doubled by the rush (+150) and trebled by the fair
    (+600): 900, of which SMS spares 90. 5th 100 + 50 - 30 = 120, trebled (+240): 360, of which SMS spares 36.
    """
    part = only(plan_of(TEXT))
    assert causes(part) == [
        ("ordinary", None, None),
        ("driver", "centres", "2024-01-03"),
        ("driver", "centres", "2024-01-05"),
        ("peak", "rush", None),
        ("peak", "fair", None),
        ("channel", "sms", None),
    ]
    assert [cause.used for cause in part.causes] == pytest.approx([500, 150, -30, 150, 840, -126])
    assert part.used == pytest.approx(100 + 100 + 150 + 810 + 324)
    assert [cause.value for cause in part.causes][:3] == [None, 15, 12]


def test_only_the_days_of_the_contract_count(plan_of: PlanOf) -> None:
    part = only(plan_of(TEXT, "contract.to=2024-01-03"))
    assert [(cause.kind, cause.used) for cause in part.causes] == [("ordinary", 300), ("driver", 50)]


def test_minutes_weigh_calls_by_their_handling_time(plan_of: PlanOf) -> None:
    part = only(plan_of(TEXT, "contract.unit=minutes"))
    assert [cause.used for cause in part.causes] == pytest.approx([1500, 450, -90, 450, 2520, -378])


def test_hours_without_a_call_are_ordinary(plan_of: PlanOf) -> None:
    text = TEXT.replace("deflect:", "weekdays: {mon-thu: 0%}\n    deflect:")
    group = "groups: {desk: {hotlines: [help], min_operators: 2}}\n"
    part = only(plan_of(text + group, "contract.unit=operator_hours", "contract.to=2024-01-04"))
    # Four days of 12 hours with two on duty and nobody calling.
    assert [(cause.kind, cause.used) for cause in part.causes] == [("ordinary", 96)]
    assert part.used == 96


@given(
    unit=st.sampled_from(["calls", "minutes", "operator_hours"]),
    second=st.floats(0, 500),
    rush=st.floats(0, 9),
    sms=st.floats(0, 0.6),
    portal=st.floats(0, 0.39),
)
def test_parts_add_up_to_the_use(unit: str, second: float, rush: float, sms: float, portal: float) -> None:
    text = f"""
currency: RUB
calendar: {{from: 2024-01-01, to: 2024-01-12, interval: 1h}}
drivers: {{centres: {{2023-06-01: 43, 2023-12-01: 50, 2024-01-04: {second:.6f}}}}}
hotlines:
  a:
    calls_per_day: 900
    scales_with: centres
    aht: 3m 20s
    hours: {{mon-fri: 08:00-20:00}}
    weekdays: {{tue: 70%}}
    deflect: [{{to: sms, share: {sms:.6f}}}, {{to: portal, share: {portal:.6f}, from: 2024-01-03}}]
  b: {{calls_per_day: 70, aht: 1m 40s}}
peaks:
  rush: {{when: {{from: 2024-01-03, to: 2024-01-09}}, multiply: {{a: {rush:.6f}, b: 1.5}}}}
  fair: {{when: {{days_of_month: 4-10}}, multiply: {{"*": 1.4}}}}
groups: {{all: {{hotlines: [a, b], min_operators: 1}}}}
contract: {{from: 2023-12-01, to: 2024-01-10, unit: {unit}, volume: 10, price: 1 RUB}}
"""
    part = only(planned(load_scenario("main.yaml", read_bytes=lambda _: text.encode())))
    scale = sum(abs(cause.used) for cause in part.causes)
    assert sum(cause.used for cause in part.causes) == pytest.approx(part.used, abs=1e-9 * scale + 1e-7)


COUNTED = """
currency: RUB
calendar: {from: 2024-01-01, to: 2024-01-02, interval: 1h}
hotlines:
  a: {calls_per_day: 300, aht: 4m, patience: 1m, hours: 09:00-12:00, profile: {09:00: 1, 10:00: 3, 11:00: 2}}
targets: {service_level: 60% in 20s}
contract: {from: 2024-01-01, to: 2024-01-02, unit: calls, volume: 10_000, price: 10 RUB}
"""


@pytest.mark.parametrize(
    ("terms", "units_of_an_offered_call", "of_an_answered_call"),
    [
        ("unit: calls", 1.0, 0.0),
        ("unit: calls, counts: offered", 1.0, 0.0),
        ("unit: calls, counts: first attempts", 1.0, 0.0),
        ("unit: calls, counts: answered", 0.0, 1.0),
        ("unit: minutes", 0.0, 4.0),
    ],
)
def test_which_calls_count(
    plan_of: PlanOf, terms: str, units_of_an_offered_call: float, of_an_answered_call: float
) -> None:
    """The right values: 50, 150 and 100 calls an hour, and the answered ones by the formula of Erlang A."""
    whole = plan_of(COUNTED.replace("unit: calls", terms))
    required = whole.groups[0].operators.required[0, 9:12]
    lost = steady_state([50, 150, 100], 240, required, patience_s=60).abandonment
    answered = float(np.array([50, 150, 100]) @ (1 - lost))
    assert answered < 295
    part = only(whole)
    expected = 2 * (300 * units_of_an_offered_call + answered * of_an_answered_call)
    assert part.used == pytest.approx(expected, rel=1e-9)
    assert part.cost == pytest.approx(10 * expected, abs=0.01)
    assert sum(cause.used for cause in part.causes) == pytest.approx(expected)


def test_only_calls_are_offered_or_answered() -> None:
    text = COUNTED.replace("unit: calls", "unit: minutes, counts: answered")
    with pytest.raises(InputError) as refused:
        load_scenario("main.yaml", read_bytes=lambda _path: text.encode())
    assert [problem.key for problem in refused.value.problems] == ["contract.counts"]
