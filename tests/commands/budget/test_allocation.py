"""The frontier: equal to brute force, concave, never beaten by the plan or by the same cut everywhere."""

from collections.abc import Callable
from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mfc_capacity.commands.budget.allocation import Frontier, Position
from mfc_capacity.commands.budget.batches import NOWHERE, horizon_figures, on_days
from mfc_capacity.commands.budget.levels import setting_of
from mfc_capacity.commands.budget.placement import MostAnswered
from mfc_capacity.commands.budget.spending import spending
from mfc_capacity.plan.planner import Planned, planned
from mfc_capacity.plan.tables import PlanTables
from mfc_capacity.scenario import LoadedScenario, load_scenario

Load = Callable[..., LoadedScenario]

SMALL = """
currency: RUB
calendar: {from: 2024-01-01, to: 2024-01-01, interval: 1h}
hotlines:
  a: {calls_per_day: 60, aht: 3m, patience: 2m, hours: 09:00-11:00, profile: {09:00: 1, 10:00: 3}}
  b: {calls_per_day: 30, aht: 5m, hours: 09:00-10:00}
groups:
  a: {hotlines: [a], shrinkage: 30%, targets: {service_level: 80% in 30s}}
  b: {hotlines: [b], targets: {service_level: {answered: 70%, within: 1m, of: virtual}}}
costs: {operator_hour: 100 RUB}
"""
WEEKS = """
currency: RUB
calendar: {from: 2024-01-01, to: 2024-02-11}
drivers: {sites: {2024-01-01: 10, 2024-01-15: 12, 2024-02-01: 15}}
hotlines:
  city:
    calls_per_day: 2500
    scales_with: sites
    aht: 3m 20s
    patience: 2m
    hours: {mon-fri: 08:00-20:00, sat: 10:00-16:00}
    weekdays: {mon: 130%, sat: 40%}
    profile: {08:00: 4, 09:00: 9, 12:00: 6, 18:00: 3}
  night: {calls_per_day: 300, aht: 4m, hours: 00:00-24:00, profile: {00:00: 1, 08:00: 5, 20:00: 2}}
groups:
  night: {hotlines: [night], min_operators: 1, targets: {service_level: 75% in 30s}}
shrinkage: 30%
costs: {operator_hour: 420 RUB}
"""
BY_HOURS = """
contract: {from: 2024-01-01, to: 2024-01-01, unit: operator_hours, volume: VOLUME, price: 100 RUBOVERAGE}
"""


@pytest.fixture(scope="module")
def weeks(load: Load) -> Planned:
    return planned(load(WEEKS))


@pytest.fixture(scope="module")
def frontier(weeks: Planned) -> Frontier:
    return Frontier(setting_of(weeks))


def best_by_brute_force(frontier: Frontier, most: int) -> dict[int, float]:
    """Return, for each cost, the most calls in time of all ways to staff single intervals."""
    batches = frontier.setting.batches
    count = len(batches.times)
    assert batches.times.tolist() == [1] * count
    ways = np.array(list(product(range(most + 1), repeat=count)))
    ladder = np.arange(most + 1)
    in_time = np.zeros(len(ways))
    for batch in range(count):
        _, level = batches.waits(np.full(most + 1, batch), ladder)
        in_time += (level * batches.calls[batch])[ways[:, batch]]
    best: dict[int, float] = {}
    for way, gain in zip(ways.tolist(), in_time.tolist(), strict=True):
        on_duty = np.zeros((len(frontier.setting.prices.paid_hours), 1), dtype=np.int64)
        np.add.at(on_duty[:, 0], batches.rate, way)
        costs = frontier.setting.prices.costs(on_duty)
        if costs is not None:
            best[sum(costs)] = max(best.get(sum(costs), 0.0), gain)
    return best


def check_corners(frontier: Frontier, best: dict[int, float], most: int) -> Position:
    """Compare every corner of the frontier that brute force knows, and return the last."""
    corners = [Position(k) for k in range(len(frontier.steps) + 1)]
    within = [point for point in corners if frontier.staffing(point).operators.max() <= most]
    assert len(within) > 5
    for point in within:
        affordable = max(gain for cost, gain in best.items() if cost <= frontier.cost(point))
        assert frontier.in_time(point) == pytest.approx(affordable, rel=1e-12)
    return within[-1]


def check_against_brute_force(frontier: Frontier, most: int) -> None:
    best = best_by_brute_force(frontier, most)
    last = check_corners(frontier, best, most)
    for limit in range(0, frontier.cost(last), 1777):
        bought = frontier.bought(limit)
        assert bought is not None
        assert frontier.cost(bought) <= limit
        affordable = max(gain for cost, gain in best.items() if cost <= limit)
        at_most = frontier.in_time_at_most(limit)
        assert at_most is not None
        assert frontier.in_time(bought) <= affordable + 1e-9 <= at_most + 2e-9
        assert at_most == pytest.approx(
            frontier.in_time(bought) + (limit - frontier.cost(bought)) / 100 * frontier.worth(bought)
        )


@pytest.mark.parametrize("aht", ["1m", "3m", "6m"])
def test_small_cases_equal_brute_force(load: Load, aht: str) -> None:
    check_against_brute_force(Frontier(setting_of(planned(load(SMALL, f"hotlines.a.aht={aht}")))), most=9)


@pytest.mark.parametrize("surcharge", ["{hours: 10:00-11:00, add: 50%}", "{hours: 00:00-09:40, add: 30%}"])
def test_small_cases_with_surcharges_equal_brute_force(load: Load, surcharge: str) -> None:
    hour = f"costs.operator_hour={{price: 100 RUB, surcharges: [{surcharge}]}}"
    check_against_brute_force(Frontier(setting_of(planned(load(SMALL, hour)))), most=9)


def test_small_cases_under_prices_in_steps_equal_brute_force(load: Load) -> None:
    prices = "prices: [{up_to: 5, price: 80 RUB}, {up_to: 11, price: 130 RUB}, {price: 300 RUB}]"
    contract = BY_HOURS.replace("volume: VOLUME, price: 100 RUBOVERAGE", prices)
    frontier = Frontier(setting_of(planned(load(SMALL + contract))))
    check_corners(frontier, best_by_brute_force(frontier, most=9), most=9)


@pytest.mark.parametrize(("volume", "overage"), [(9, 130), (20, 300), (14, None)])
def test_small_cases_under_a_contract_by_the_hour_equal_brute_force(
    load: Load, volume: int, overage: int | None
) -> None:
    contract = BY_HOURS.replace("VOLUME", str(volume))
    contract = contract.replace("OVERAGE", f", overage: {overage} RUB" if overage else "")
    frontier = Frontier(setting_of(planned(load(SMALL + contract))))
    (tariff,) = frontier.setting.prices.tariffs
    assert (tariff.inside, tariff.price) == (volume, 100)
    check_corners(frontier, best_by_brute_force(frontier, most=9), most=9)
    hours = sum(
        sum(row)
        for row in frontier.setting.prices.hours(frontier.setting.on_duty(frontier.staffing(frontier.end)))
    )
    assert (hours <= volume) == (overage is None)


def test_steps_beyond_a_volume_are_worth_less(load: Load) -> None:
    contract = BY_HOURS.replace("VOLUME", "9").replace("OVERAGE", ", overage: 1000 RUB")
    inside, beyond = (
        Frontier(setting_of(planned(load(SMALL)))),
        Frontier(setting_of(planned(load(SMALL + contract)))),
    )
    assert beyond.steps.worth[-1] == pytest.approx(inside.steps.worth[-1] / 10)
    assert beyond.steps.worth[0] == pytest.approx(inside.steps.worth[0])
    assert (np.diff(beyond.steps.worth) <= 0).all()


def test_an_overage_below_the_price_comes_after_the_volume_and_buys_more(load: Load) -> None:
    contract = BY_HOURS.replace("VOLUME", "9").replace("OVERAGE", ", overage: 10 RUB")
    inside, beyond = (
        Frontier(setting_of(planned(load(SMALL)))),
        Frontier(setting_of(planned(load(SMALL + contract)))),
    )
    assert beyond.steps.worth[0] == pytest.approx(inside.steps.worth[0])
    assert beyond.steps.worth[-1] == pytest.approx(inside.steps.worth[-1] * 10)
    assert np.diff(beyond.steps.worth).max() > 0 >= np.diff(beyond.steps.rank).max()
    last, knee = check_corners(beyond, best_by_brute_force(beyond, most=9), most=9), beyond.knee
    assert knee is not None
    assert knee.steps > 0
    assert last.steps > 0
    check_knee(beyond)


@settings(max_examples=60)
@given(st.lists(st.integers(61_000_000, 1_600_000_000), min_size=3, max_size=3, unique=True))
def test_more_money_buys_more_and_each_rouble_less(frontier: Frontier, sums: list[int]) -> None:
    points = [frontier.bought(amount) for amount in sorted(sums)]
    known = [(frontier.cost(point), frontier.in_time(point)) for point in points if point is not None]
    assert all(a[0] <= b[0] and a[1] <= b[1] for a, b in pairwise(known))
    if len({cost for cost, _ in known}) == 3:
        (x0, y0), (x1, y1), (x2, y2) = known
        assert (y1 - y0) / (x1 - x0) >= (y2 - y1) / (x2 - x1) * (1 - 1e-6)


def test_the_sum_is_never_exceeded_and_what_is_left_pays_no_further_interval(frontier: Frontier) -> None:
    for limit in range(frontier.cost(frontier.start), frontier.cost(frontier.end), 1_234_567):
        point = frontier.bought(limit)
        assert point is not None
        further = Position(point.steps, point.times + 1)
        assert frontier.cost(point) <= limit < frontier.cost(further)


def test_it_agrees_with_the_plan_on_what_its_operators_cost_and_meet(
    weeks: Planned, frontier: Frontier
) -> None:
    costs = frontier.setting.prices.costs(frontier.setting.on_duty(frontier.setting.as_planned))
    assert costs == [int(plan.labour_cost.sum()) for plan in weeks.groups if plan.labour_cost is not None]
    assert sum(costs) == spending(weeks).cost.sum()
    summary = list(PlanTables(weeks).summary().records())
    for figures, row in zip(
        horizon_figures(frontier.setting.batches, frontier.setting.as_planned, 2), summary, strict=True
    ):
        for name in ("calls", "service_level", "asa_s", "mean_wait_s", "abandonment", "occupancy"):
            assert figures[name] == pytest.approx(row[name], rel=1e-9), name
        assert figures["operator_hours"] == pytest.approx(row["operator_hours_required"])


def in_time_of(frontier: Frontier, staffing: tuple[np.ndarray, ...]) -> float:
    batch, operators, times = staffing
    _, level = frontier.setting.batches.waits(batch, operators)
    return float((level * frontier.setting.batches.calls[batch] * times).sum())


@pytest.mark.parametrize("factor", [0.5, 0.7, 0.8, 0.9, 0.95, 1.0, 1.1, 1.3])
def test_it_beats_the_same_cut_everywhere(frontier: Frontier, factor: float) -> None:
    planned_staffing = frontier.setting.as_planned
    least = frontier.setting.batches.least[planned_staffing.batch]
    cut = np.maximum(np.floor(planned_staffing.operators * factor).astype(np.int64), least)
    staffing = planned_staffing._replace(operators=cut)
    spent = sum(frontier.setting.prices.costs(frontier.setting.on_duty(staffing)) or [])
    point = frontier.bought(spent)
    assert point is not None
    assert frontier.in_time(point) > in_time_of(frontier, staffing)


def test_the_plan_is_never_beaten_by_a_step_too_long_for_the_sum(load: Load) -> None:
    """Two intervals of 800 calls: the best step is a few operators longer than the plan's sum pays twice."""
    text = WEEKS[: WEEKS.index("  night:")].replace(
        "hours: {mon-fri: 08:00-20:00, sat: 10:00-16:00}", "hours: {sun: 08:00-08:15}"
    )
    text = text.replace("02-11", "01-14").replace("2500", "800").replace("    patience: 2m\n", "")
    frontier = Frontier(setting_of(planned(load(text + "costs: {operator_hour: 420 RUB}\n"))))
    need = frontier.setting.plan_cost
    assert need is not None
    point = frontier.bought(need)
    assert point is not None
    planned_in_time = in_time_of(frontier, frontier.setting.as_planned)
    assert frontier.in_time(point) < planned_in_time
    staffing = MostAnswered(frontier.setting, frontier).staffing_at(need)
    assert staffing is not None
    assert frontier.setting.cost(staffing) <= need
    assert in_time_of(frontier, staffing) >= planned_in_time


def test_nobody_calls(load: Load) -> None:
    frontier = Frontier(
        setting_of(planned(load(WEEKS, "hotlines.city.calls_per_day=0", "hotlines.night.calls_per_day=0")))
    )
    assert len(frontier.steps) == 0
    assert frontier.start == frontier.end == frontier.bought(10**12)
    assert frontier.knee is None


def test_a_staffing_counts_every_interval_once_and_gives_what_it_promises(frontier: Frontier) -> None:
    for limit in (100_000_000, 300_000_000, 700_000_000):
        point = frontier.bought(limit)
        assert point is not None
        staffing = frontier.staffing(point)
        assert staffing.times.sum() == frontier.setting.batches.times.sum()
        assert (staffing.operators >= frontier.setting.batches.least[staffing.batch]).all()
        assert in_time_of(frontier, staffing) == pytest.approx(frontier.in_time(point), rel=1e-9)
        assert sum(frontier.setting.prices.costs(frontier.setting.on_duty(staffing)) or []) == frontier.cost(
            point
        )


def test_the_first_days_get_a_step_that_is_taken_in_part(weeks: Planned, frontier: Frontier) -> None:
    steps = frontier.steps
    number = int(np.argmax(steps.times * (frontier.setting.batches.group[steps.batch] == 0)))
    point = Position(number, int(steps.times[number]) // 2)
    staffing, load = frontier.staffing(point), weeks.groups[0].load
    operators = on_days(staffing, frontier.setting.batches, 0, load)
    batch = frontier.setting.batches.of_interval[0][0, load.kinds]
    in_turn = operators[batch == steps.batch[number]]
    assert point.times > 0
    assert in_turn.tolist() == [steps.end[number]] * point.times + [steps.start[number]] * (
        len(in_turn) - point.times
    )
    assert (
        operators.sum()
        == (staffing.operators * staffing.times)[frontier.setting.batches.group[staffing.batch] == 0].sum()
    )
    assert (operators[batch == NOWHERE] == 0).all()


def test_from_ample_operators_on_hardly_anybody_waits(frontier: Frontier) -> None:
    batches = frontier.setting.batches
    everywhere = np.arange(len(batches.times))
    steady, _ = batches.waits(everywhere, batches.least + batches.choices - 1)
    assert (steady.p_wait < 1e-6).all()


def check_knee(frontier: Frontier) -> None:
    """From the knee on no step is worth half of the next one at what the targets need; the one before it is."""
    knee, need = frontier.knee, frontier.setting.plan_cost
    assert knee is not None
    assert need is not None
    at_targets = frontier.bought(need)
    assert at_targets is not None
    half = frontier.steps.worth[at_targets.steps] / 2
    assert frontier.steps.worth[knee.steps - 1] >= half
    assert (frontier.steps.worth[knee.steps :] < half).all()


def test_the_knee_is_where_a_rouble_buys_half_of_what_it_buys_at_the_targets(frontier: Frontier) -> None:
    check_knee(frontier)


def test_moscow_has_a_few_hundred_batches() -> None:
    frontier = Frontier(setting_of(planned(load_scenario("scenarios/moscow-by-the-hour.yaml"))))
    assert len(frontier.setting.batches.times) < 1000
    assert frontier.cost(frontier.bought(80_000_000_000) or frontier.start) <= 80_000_000_000
