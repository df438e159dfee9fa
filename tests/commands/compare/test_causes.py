from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np
import pytest

from mfc_capacity.commands.compare.causes import MOST_CAUSES, Split, split
from mfc_capacity.commands.compare.inputs import changed_inputs
from mfc_capacity.core.arrays import Ints, Texts
from mfc_capacity.core.steady.staffing import Requirement
from mfc_capacity.core.targets import Targets
from mfc_capacity.demand.groups import GroupDays
from mfc_capacity.plan import answer as plans
from mfc_capacity.plan.exact import EXACT_METRICS, Figures, exact_figures
from mfc_capacity.plan.planner import Planner
from mfc_capacity.scenario import LoadedScenario, Scenario, Terms, load_scenario
from mfc_capacity.staffing import operators
from mfc_capacity.staffing.method import Method, Performance
from mfc_capacity.staffing.operators import method_of

Load = Callable[..., LoadedScenario]

MOSCOW = "scenarios/moscow-2014.yaml"
GROUPS = ("city", "fines", "total")


def figures_of(scenarios: Sequence[Scenario]) -> list[Figures]:
    return exact_figures(scenarios, Planner())


def divided(before: LoadedScenario, after: LoadedScenario) -> Split:
    found = split(before, after, changed_inputs(before, after))
    assert found is not None
    return found


def parts(found: Split, group: str, metric: str) -> dict[str, Fraction]:
    return dict(zip((cause.key for cause in found.causes), found.parts[group, metric], strict=True))


def summary(loaded: LoadedScenario) -> dict[tuple[str, str], Fraction]:
    """The plan's own figures; hours and money as the exact numbers that their shortest decimals name."""
    records = plans.plan(loaded).tables["summary"].records()
    return {(str(row["group"]), name): Fraction(repr(row[name])) for row in records for name in EXACT_METRICS}


def test_people_are_no_cause(small: str, load: Load) -> None:
    before = small + "people: {city: {employed: 48, attrition: 3% a month}}\n"
    after = "people.city.employed=50", "people.city.overtime=8%"
    found = divided(load(before), load(before, *after, "hotlines.mfc.aht=4m"))
    assert [cause.key for cause in found.causes] == ["hotlines.mfc.aht"]


def test_shifts_are_no_cause(small: str, load: Load) -> None:
    before = small.replace("portal]}", "portal], shifts: [a]}") + "shifts: {a: {starts: 08:00, length: 9h}}\n"
    after = "groups.city.shifts=[b]", "shifts={b: {starts: 08:00, length: 10h}}", "rest=10h"
    found = divided(load(before), load(before, *after, "hotlines.mfc.aht=4m"))
    assert [cause.key for cause in found.causes] == ["hotlines.mfc.aht"]


def test_what_stands_beside_the_plan_ties_no_causes_together(small: str, load: Load) -> None:
    """A contract's price in the old currency, and a limit on a group that goes, are no part of the figures."""
    beside = (
        "contract: {from: 2014-05-01, to: 2014-05-07, unit: calls, volume: 1, price: 1 RUB}\n"
        "limits: [{id: x, metric: asa_s, where: {group: city}, max: 1m}]\n"
    )
    after = small.replace("RUB", "EUR").replace("groups:\n  city: {hotlines: [mfc, portal]}\n", "")
    found = divided(load(small + beside), load(after, "hotlines.mfc.aht=4m"))
    keys = {cause.key for cause in found.causes}
    assert {"groups.city", "hotlines.mfc.aht"} < keys
    assert len(keys) == 3
    (money,) = keys - {"groups.city", "hotlines.mfc.aht"}
    assert "currency" in money


@pytest.mark.parametrize("path", [MOSCOW, "scenarios/peak-day.yaml"])
def test_figures_are_those_of_the_plan(path: str) -> None:
    loaded = load_scenario(path)
    (figures,) = figures_of([loaded.scenario])
    for (group, metric), value in summary(loaded).items():
        assert float(figures[group, metric] or 0) == float(value)


def test_many_plans_together_are_those_of_each(small: str, load: Load) -> None:
    texts = [f"hotlines.mfc.calls_per_day={900 + 10 * k}" for k in range(5)]
    scenarios = [load(small, text, f"hotlines.fines.aht={100 + k}s").scenario for k, text in enumerate(texts)]
    scenarios.append(replace(scenarios[0], groups={"city": scenarios[0].groups["city"]}))
    together = figures_of(scenarios)
    assert together == [figures_of([scenario])[0] for scenario in scenarios]
    assert together[0] != together[1]


CHANGES = (
    "hotlines.mfc.aht=4m",
    "hotlines.mfc.calls_per_day=1000",
    "peaks.meters.multiply.mfc=3",
    "shrinkage=35%",
    "costs.operator_hour=500 RUB",
    "hotlines.fines.aht=5m",
)


@pytest.mark.parametrize("count", range(1, len(CHANGES) + 1))
def test_parts_sum_to_the_difference_exactly(small: str, load: Load, count: int) -> None:
    before, after = load(small), load(small, *CHANGES[:count])
    found = divided(before, after)
    assert len(found.causes) == count
    (first,), (last,) = figures_of([before.scenario]), figures_of([after.scenario])
    for group in GROUPS:
        for metric in EXACT_METRICS:
            difference = (last[group, metric] or Fraction(0)) - (first[group, metric] or Fraction(0))
            assert sum(found.parts[group, metric]) == difference


def test_parts_do_not_depend_on_the_order_of_inputs(small: str, load: Load) -> None:
    before, after = load(small), load(small, *CHANGES[:4])
    changes = changed_inputs(before, after)
    one, other = split(before, after, changes), split(before, after, changes[::-1])
    assert one is not None
    assert other is not None
    assert all(parts(one, *key) == parts(other, *key) for key in one.parts)


def test_there_and_back_the_parts_are_opposite(small: str, load: Load) -> None:
    before, after = load(small), load(small, *CHANGES[:4])
    there, back = divided(before, after), divided(after, before)
    for key in there.parts:
        assert parts(there, *key) == {name: -part for name, part in parts(back, *key).items()}


def test_two_prices_by_hand(small: str, load: Load) -> None:
    """Cost is hours x price: each part is its own change at the mean of the other."""
    before, after = load(small), load(small, "costs.operator_hour=500 RUB", "hotlines.fines.aht=5m")
    found = divided(before, after)
    (one,), (other,) = figures_of([before.scenario]), figures_of([after.scenario])
    hours = [figures["fines", "operator_hours_paid"] or Fraction(0) for figures in (one, other)]
    own = parts(found, "fines", "cost")
    # Labour is booked to the hundredth, so each plan is within half a hundredth of hours x price.
    assert abs(own["costs.operator_hour"] - 80 * sum(hours) / 2) <= Fraction(1, 100)
    assert abs(own["hotlines.fines.aht"] - 460 * (hours[1] - hours[0])) <= Fraction(1, 100)
    assert parts(found, "fines", "operator_hours_paid")["costs.operator_hour"] == 0


def test_what_touches_only_one_group_does_nothing_to_another(small: str, load: Load) -> None:
    found = divided(load(small), load(small, "hotlines.fines.aht=5m", "hotlines.mfc.aht=4m"))
    assert parts(found, "city", "operator_hours_paid")["hotlines.fines.aht"] == 0
    assert parts(found, "fines", "operator_hours_paid")["hotlines.mfc.aht"] == 0
    assert parts(found, "total", "operator_hours_paid")["hotlines.fines.aht"] > 0


def test_changes_that_need_one_another_are_one_cause(small: str, load: Load) -> None:
    new = ("hotlines.new={calls_per_day: 50, aht: 3m}", "groups.city.hotlines=[mfc, portal, new]")
    found = divided(load(small), load(small, *new, "shrinkage=20%"))
    assert [cause.key for cause in found.causes] == ["groups.city.hotlines + hotlines.new", "shrinkage"]
    gone = load(small, "hotlines.portal=null", "groups.city.hotlines=[mfc]", "hotlines.fines.aht=5m")
    found = divided(load(small), gone)
    assert [cause.key for cause in found.causes] == [
        "hotlines.portal + groups.city.hotlines",
        "hotlines.fines.aht",
    ]


def test_shares_that_add_up_only_together_are_one_cause(load: Load) -> None:
    text = "calls_per_day: 1000\nhotlines:\n" + "".join(
        f"  {name}: {{share: {share}%, aht: 3m}}\n" for name, share in (("a", 50), ("b", 30), ("c", 20))
    )
    after = load(
        text, "hotlines.a.share=40%", "hotlines.b.share=35%", "hotlines.c.share=25%", "shrinkage=10%"
    )
    found = divided(load(text), after)
    assert [cause.key for cause in found.causes] == [
        "hotlines.a.share + hotlines.b.share + hotlines.c.share",
        "shrinkage",
    ]


def nine_hotlines(aht: str, changed: int, patience: str = "2m") -> str:
    """Each of a group of its own: 256 plans need two of each."""
    lines = [
        f"  h{k}: {{calls_per_day: 100, aht: {aht if k < changed else '3m'}, "
        f"patience: {patience if k < changed else '2m'}, hours: 08:00-10:00}}\n"
        for k in range(9)
    ]
    return "calendar: {interval: 1h}\nhotlines:\n" + "".join(lines)


@pytest.mark.parametrize(
    ("changed", "patience", "expected"),
    [
        (8, "2m", [f"hotlines.h{k}.aht" for k in range(8)]),
        (5, "3m", [f"hotlines.h{k}" for k in range(5)]),
        (9, "2m", ["hotlines.*.aht"]),
        (9, "3m", ["hotlines.*.aht", "hotlines.*.patience"]),
    ],
)
def test_more_than_eight_changes_are_put_together(
    load: Load, changed: int, patience: str, expected: list[str]
) -> None:
    found = divided(load(nine_hotlines("3m", 0)), load(nine_hotlines("4m", changed, patience)))
    assert [cause.key for cause in found.causes] == expected
    assert len(found.causes) <= MOST_CAUSES


def test_without_a_plan_between_there_is_no_split(small: str, load: Load) -> None:
    """Nobody hangs up before, and a limit of 0 is kept; with patience alone it is out of reach."""
    text = small.replace("    patience: 2m\n", "").replace("80% in 20s", "80% in 20s, max_abandonment: 0%")
    before, after = load(text), load(text, "hotlines.mfc.patience=2m", "targets.max_abandonment=5%")
    assert split(before, after, changed_inputs(before, after)) is None


def test_a_figure_that_is_unknown_between_is_not_split(small: str, load: Load) -> None:
    text = small.replace(", contacts: {sms: 1.5 RUB, app: 0.3 RUB}", "").replace(
        "      - {to: sms, share: 5%}\n      - {to: app, share: 12%, from: 2014-05-03}\n", "      []\n"
    )
    before = load(text)
    after = load(text, "hotlines.mfc.deflect=[{to: sms, share: 5%}]", "costs.contacts={sms: 1 RUB}")
    found = divided(before, after)
    assert ("total", "operator_hours_paid") in found.parts
    assert ("city", "cost") not in found.parts
    assert ("fines", "cost") in found.parts


@dataclass(frozen=True)
class Beside:
    """A method that asks for as many operators more as the group may have above a thousand."""

    inner: Method
    more: int
    carries_queue = False
    intervals_planned_soon = 1_000_000

    @property
    def load(self) -> GroupDays:
        return self.inner.load

    @property
    def key(self) -> Hashable:
        return self

    def on(self, load: GroupDays) -> Method:
        return replace(self, inner=self.inner.on(load))

    def unreachable(self, targets: Targets) -> Texts:
        return self.inner.unreachable(targets)

    def required(self, targets: Targets) -> Requirement:
        solved = self.inner.required(targets)
        return Requirement(np.where(self.load.open, self.more, 0) + solved.operators, solved.bound_by)

    def met(self, operators: Ints) -> Performance:
        return self.inner.met(operators)


def test_a_new_key_that_changes_the_requirement_is_named(
    small: str, load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a method depends on is its key: no cause is taken for another, whatever a group may have one day."""

    def of(name: str, terms: Terms, calls: GroupDays, interval_s: int) -> Method:
        return Beside(method_of(name, terms, calls, interval_s), (terms.max_operators or 1000) - 1000)

    monkeypatch.setattr(operators, "method_of", of)
    grouped = small.replace("groups:\n", "groups:\n  fines: {hotlines: [fines], max_operators: 1001}\n")
    changes = (
        "hotlines.mfc.aht=4m",
        "groups.fines.max_operators=1006",
        "shrinkage=35%",
        "groups.fines.min_operators=1",
    )
    before, after = load(grouped), load(grouped, *changes)
    peaks = parts(divided(before, after), "fines", "peak_operators_required")
    assert peaks == {
        "hotlines.mfc.aht": 0,
        "groups.fines.max_operators": 5,
        "shrinkage": 0,
        "groups.fines.min_operators": 0,
    }


def test_the_least_operators_of_a_group_are_named(small: str, load: Load) -> None:
    grouped = small.replace("groups:\n", "groups:\n  fines: {hotlines: [fines]}\n")
    before, after = load(grouped), load(grouped, "groups.fines.min_operators=90", "hotlines.mfc.aht=4m")
    (one,), (other,) = figures_of([before.scenario]), figures_of([after.scenario])
    peaks = parts(divided(before, after), "fines", "peak_operators_required")
    own = peaks.pop("groups.fines.min_operators")
    assert (
        own
        == (other["fines", "peak_operators_required"] or 0) - (one["fines", "peak_operators_required"] or 0)
        > 0
    )
    assert set(peaks.values()) == {0}
