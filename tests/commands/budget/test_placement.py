"""What a sum buys, held against all ways to spend it: each computed here from the queue's formula alone."""

from collections.abc import Callable, Iterator
from functools import cache
from itertools import product

import numpy as np
import pytest

from mfc_capacity.commands.budget.allocation import Frontier
from mfc_capacity.commands.budget.batches import Staffing
from mfc_capacity.commands.budget.exact import Exact
from mfc_capacity.commands.budget.levels import Setting, setting_of
from mfc_capacity.commands.budget.placement import MostAnswered, SamePromise
from mfc_capacity.commands.budget.rest import NOTHING, worth_of_next
from mfc_capacity.commands.budget.spending import spending
from mfc_capacity.files.problems import InputError, NoAnswerError
from mfc_capacity.plan.planner import planned
from mfc_capacity.scenario import LoadedScenario
from tests.conftest import refused

from .test_allocation import BY_HOURS, SMALL, WEEKS

Load = Callable[..., LoadedScenario]

HOUR = """
currency: EUR
calendar: {from: 2024-01-01, to: 2024-01-01, interval: 1h}
hotlines: {a: {calls_per_day: 100, aht: 5m, patience: 2m, hours: 09:00-10:00}}
costs: {operator_hour: 10 EUR}
"""
DAY = """
currency: RUB
calendar: {from: 2024-01-01, to: 2024-01-01, interval: 1h}
hotlines:
  a: {calls_per_day: 900, aht: 4m, patience: 2m, hours: 08:00-20:00, profile: {08:00: 1, 11:00: 3, 17:00: 2}}
costs: {operator_hour: 400 RUB}
"""
MOST = 9


def ways(setting: Setting) -> Iterator[tuple[int, float, float]]:
    """Yield the cost, the lowest level and the calls in time of every way to staff a few single intervals."""
    batches = setting.batches
    count = len(batches.times)
    assert batches.times.tolist() == [1] * count

    @cache
    def level(batch: int, operators: int) -> float:
        return float(np.nan_to_num(batches.waits(np.array([batch]), np.array([operators]))[1][0]))

    for way in product(range(MOST + 1), repeat=count):
        levels = [level(batch, operators) for batch, operators in enumerate(way)]
        hours = sum(
            operators * setting.prices.paid_hours[group]
            for operators, group in zip(way, batches.group, strict=True)
        )
        cost = setting.prices.tariffs[0].cost(hours)
        if cost is not None:
            in_time = sum(level * calls for level, calls in zip(levels, batches.calls, strict=True))
            yield int(cost * 100), min(levels), in_time


def kept(setting: Setting, staffing: Staffing) -> float:
    level = setting.levels.at(staffing.batch, staffing.operators)
    return float(level[setting.batches.calls[staffing.batch] > 0].min())


def most_answered(setting: Setting) -> MostAnswered:
    return MostAnswered(setting, Frontier(setting))


@pytest.mark.parametrize(
    "contract",
    [
        "",
        BY_HOURS.replace("VOLUME", "9").replace("OVERAGE", ", overage: 130 RUB"),
        BY_HOURS.replace("VOLUME", "14"),
    ],
)
def test_small_cases_equal_all_ways_to_spend_a_sum(load: Load, contract: str) -> None:
    setting = setting_of(planned(load(SMALL + contract.replace("OVERAGE", ""))))
    known = list(ways(setting))
    same, most = SamePromise(setting), most_answered(setting)
    assert most.exact is not None
    for hundredths in range(0, 130_000, 3571):
        affordable = [way for way in known if way[0] <= hundredths]
        a, b = same.staffing_at(hundredths), most.staffing_at(hundredths)
        assert a is not None
        assert b is not None
        if max(a.operators.max(), b.operators.max()) > MOST:
            break
        assert kept(setting, a) == pytest.approx(max(lowest for _, lowest, _ in affordable), abs=1e-12)
        assert setting.in_time(b) == pytest.approx(max(in_time for *_, in_time in affordable), abs=1e-9)
        assert max(setting.cost(a), setting.cost(b)) <= hundredths
        assert setting.in_time(a) <= setting.in_time(b) + 1e-9
        assert most.in_time_at_most(hundredths) == pytest.approx(setting.in_time(b))


@pytest.mark.parametrize("place", [SamePromise, most_answered])
def test_one_interval_gets_what_its_sum_pays(load: Load, place: Callable[..., SamePromise]) -> None:
    """Six operators for 60 EUR: the answer used to be nobody, as the best step was longer than the sum."""
    setting = setting_of(planned(load(HOUR)))
    for operators in range(12):
        staffing = place(setting).staffing_at(1000 * operators)
        assert staffing is not None
        assert staffing.operators.tolist() == [operators]


def by_programme(setting: Setting, operators: int) -> float:
    """Return the most calls in time of so many operators over intervals that cost the same, one after another."""
    best = [0.0] * (operators + 1)
    ladder = np.arange(operators + 1)
    for batch, times in enumerate(setting.batches.times.tolist()):
        values = (
            setting.batches.waits(np.full(operators + 1, batch), ladder)[1] * setting.batches.calls[batch]
        )
        for _ in range(times):
            best = [max(best[n - k] + values[k] for k in range(n + 1)) for n in range(operators + 1)]
    return best[-1]


@pytest.mark.parametrize("operators", [7, 30, 47, 60])
def test_a_day_equals_a_dynamic_programme(load: Load, operators: int) -> None:
    setting = setting_of(planned(load(DAY)))
    staffing = most_answered(setting).staffing_at(operators * 40_000 + 123)
    assert staffing is not None
    assert (staffing.operators * staffing.times).sum() <= operators
    assert setting.in_time(staffing) == pytest.approx(by_programme(setting, operators), rel=1e-12)


@pytest.fixture(scope="module")
def weeks(load: Load) -> Setting:
    return setting_of(planned(load(WEEKS)))


SUMS = (70_000_000, 300_000_000, 512_345_678, 700_000_000)


@pytest.mark.parametrize("hundredths", SUMS)
@pytest.mark.parametrize("place", [SamePromise, most_answered])
def test_nothing_is_left_that_would_buy_something(
    weeks: Setting, place: Callable[..., SamePromise], hundredths: int
) -> None:
    """No number of operators more in any single interval fits and answers more calls in time."""
    staffing = place(weeks).staffing_at(hundredths)
    assert staffing is not None
    assert weeks.cost(staffing) <= hundredths
    choices = np.diff(weeks.levels.first)
    for batch, operators in zip(staffing.batch.tolist(), staffing.operators.tolist(), strict=True):
        now = weeks.levels.at(np.array([batch]), np.array([operators]))[0]
        for more in range(1, int(choices[batch] - operators + weeks.batches.least[batch])):
            on_duty = weeks.on_duty(staffing)
            on_duty[weeks.batches.group[batch], weeks.batches.tariff[batch]] += more
            if weeks.prices.total(on_duty) > hundredths:
                break
            assert weeks.levels.at(np.array([batch]), np.array([operators + more]))[0] <= now + NOTHING


@pytest.mark.parametrize("hundredths", SUMS)
def test_the_promise_is_the_highest_that_the_sum_keeps(weeks: Setting, hundredths: int) -> None:
    staffing = SamePromise(weeks).staffing_at(hundredths)
    assert staffing is not None
    promise = kept(weeks, staffing)
    higher = weeks.promises.values[weeks.promises.values > promise + 1e-12][0]
    batches, fewest = weeks.batches, weeks.batches.least.copy()
    for batch in np.flatnonzero(batches.calls > 0).tolist():
        while batches.waits(np.array([batch]), fewest[[batch]])[1][0] < higher - 1e-12:
            fewest[batch] += 1
    assert weeks.cost(weeks.everywhere(fewest)) > hundredths
    assert kept(weeks, weeks.everywhere(fewest)) > promise


@pytest.mark.parametrize("hundredths", SUMS[1:])
def test_the_most_answered_answers_more_and_keeps_less(weeks: Setting, hundredths: int) -> None:
    same, most = SamePromise(weeks).staffing_at(hundredths), most_answered(weeks).staffing_at(hundredths)
    assert same is not None
    assert most is not None
    assert weeks.in_time(most) > weeks.in_time(same)
    assert kept(weeks, most) < kept(weeks, same)


def test_a_floor_is_kept_or_not_paid(load: Load, weeks: Setting) -> None:
    floored = setting_of(planned(load(WEEKS)), 0.5)
    cost = int(floored.cost(floored.start))
    for place in (SamePromise(floored), most_answered(floored)):
        assert place.staffing_at(cost - 1) is None
        for hundredths in (cost, cost * 11 // 10):
            staffing = place.staffing_at(hundredths)
            assert staffing is not None
            assert kept(floored, staffing) >= 0.5
    batches, least = weeks.batches, floored.least
    busy = np.flatnonzero((batches.calls > 0) & (least > batches.least))
    assert (batches.waits(busy, least[busy])[1] >= 0.5).all()
    assert (batches.waits(busy, least[busy] - 1)[1] < 0.5).all()
    with refused(NoAnswerError, match="no number of operators keeps this service level"):
        setting_of(planned(load(WEEKS)), 1 - 1e-16)


def test_what_the_next_step_is_worth(load: Load) -> None:
    """From six operators on, the best of all ways to go on: the greatest gain per EUR, one to any number more."""
    setting = setting_of(planned(load(HOUR)))
    staffing = SamePromise(setting).staffing_at(6000)
    assert staffing is not None
    ladder = np.arange(6, 30)
    in_time = setting.batches.waits(np.zeros(24, dtype=int), ladder)[1] * 100
    best = max((in_time[k] - in_time[0]) / (10 * k) for k in range(1, 24))
    assert worth_of_next(setting, staffing).tolist() == [pytest.approx(best)]


BOTH = """
contract: {from: 2024-01-01, to: 2024-01-31, unit: operator_hours, volume: 37, price: 333.33 RUB, overage: 512.77 RUB}
"""


@pytest.mark.parametrize("covers", ["labour", "contract", "all"])
@pytest.mark.parametrize(("a", "b"), [(31, 17), (23, 19), (31, 19), (23, 17)])
def test_the_plan_costs_here_what_its_accounts_say(load: Load, covers: str, a: int, b: int) -> None:
    """To the hundredth, whatever is rounded by group and by contract: else a sum would be enough in one answer only."""
    text = SMALL.replace("2024-01-01, interval", "2024-01-11, interval").replace(
        "to: 2024-01-01", "to: 2024-01-11"
    )
    text = text.replace("shrinkage: 30%", f"shrinkage: {a}%").replace(
        "hotlines: [b], ", f"hotlines: [b], shrinkage: {b}%, "
    )
    plan = planned(load(text + BOTH + f"budget: {{amount: 1000 RUB, covers: {covers}}}\n"))
    setting = setting_of(plan)
    assert setting.plan_cost == int(spending(plan).cost.sum())
    costs = setting.prices.costs(setting.on_duty(setting.as_planned))
    assert costs is not None
    assert sum(costs) + setting.prices.fixed == setting.plan_cost


@pytest.mark.parametrize("covers", ["labour", "all"])
def test_the_plan_costs_the_same_where_prices_change_over_time(load: Load, covers: str) -> None:
    text = SMALL.replace("from: 2024-01-01, to: 2024-01-01", "from: 2024-01-01, to: 2024-01-11")
    changes = (
        "groups.a.shrinkage={2024-01-01: 31%, 2024-01-05: {leave: {jan: 17%}, breaks: 6%}}",
        "costs.operator_hour={price: 9.99 RUB, surcharges: [{days: sat, add: 50%}, {hours: 09:20-24:00, add: 7%}]}",
        "groups.b.targets={2024-01-01: {service_level: 70% in 1m}, 2024-01-08: {service_level: 90% in 10s}}",
        "groups.a.max_operators={2024-01-01: 3, 2024-01-06: 9}",
    )
    plan = planned(load(text + f"budget: {{amount: 1000 RUB, covers: {covers}}}\n", *changes))
    setting = setting_of(plan)
    assert setting.plan_cost == int(spending(plan).cost.sum()) > 0
    for number, group in enumerate(plan.groups):
        own = setting.batches.group[setting.as_planned.batch] == number
        hours = (setting.as_planned.operators * setting.as_planned.times)[own].sum()
        assert hours == group.load.in_day(group.operators.required)[group.load.kinds].sum()
    most = SamePromise(setting).staffing_at(10**9)
    assert most is not None
    assert (most.operators <= setting.batches.most[most.batch]).all()


def test_a_minimum_fee_of_hours_has_no_curve(load: Load) -> None:
    text = SMALL + BY_HOURS.replace("VOLUME", "9").replace("OVERAGE", "")
    with pytest.raises(InputError) as caught:
        setting_of(planned(load(text, "contract.minimum_fee=99 RUB")))
    assert caught.value.problems[0].key == "contract.minimum_fee"


def test_too_many_intervals_are_not_tried_in_all_ways(weeks: Setting) -> None:
    with pytest.raises(ValueError, match=r"\d"):
        Exact(weeks)
