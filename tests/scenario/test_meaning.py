"""What a file means: values, defaults, inheritance, exactness."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from mfc_capacity.files.problems import InputError
from mfc_capacity.files.units import HOLIDAY, Law, ServiceLevel
from mfc_capacity.scenario import (
    Break,
    Classes,
    Deflection,
    LoadedScenario,
    MinimumFee,
    People,
    Shift,
    Surcharge,
    Terms,
    Training,
    load_scenario,
)
from mfc_capacity.wording import text

Load = Callable[..., LoadedScenario]
EVERY_KEY = Path(__file__).with_name("every_key.yaml")
MINIMAL = "hotlines:\n  help: {calls_per_day: 1200, aht: 4m}\ntargets: {service_level: 80% in 20s}\n"


def test_every_key() -> None:
    scenario = load_scenario(str(EVERY_KEY)).scenario
    mfc, city = scenario.hotlines["mfc"], scenario.groups["city"]
    assert (scenario.currency, scenario.interval_s, scenario.method) == ("RUB", 900, "stationary")
    assert scenario.calendar is not None
    assert (scenario.calendar.first, scenario.calendar.last) == (date(2014, 3, 1), date(2016, 2, 29))
    assert dict(scenario.calendar.holidays)[date(2014, 8, 15)] == "Founders' day"
    assert scenario.calendar.days_like[:2] == ((date(2014, 2, 22), 0), (date(2014, 5, 12), HOLIDAY))
    assert [change.day for change in scenario.calendar.clock_changes] == [date(2014, 10, 26)]
    assert scenario.drivers["centres"].at(date(2014, 4, 30)) == 79
    assert (mfc.calls_per_day, mfc.scales_with, mfc.patience_s) == (9000, "centres", 120)
    assert set(mfc.aht_s) == {((0, 200),)}
    assert (mfc.aht_cv, mfc.patience_law, mfc.hangs_up_at_once) == (1.3, Law("weibull", 0.7), 0.08)
    assert mfc.hours[0] == mfc.hours[4] == ((8 * 3600, 20 * 3600),)
    assert (mfc.hours[5], mfc.hours[6]) == (((10 * 3600, 16 * 3600),), ())
    assert mfc.weekdays == (1.2, 1, 1, 1, 1, 0.4, 1) * 2  # a holiday is as its weekday
    assert mfc.months == (0.8, *[1.0] * 11)
    assert mfc.profile[0] is not None
    assert mfc.profile[0][1] == (9 * 3600, 9.0)
    assert mfc.deflect == (
        Deflection("sms", 0.05, date(2014, 6, 1)),
        Deflection("app", 0.12, date(2014, 9, 1), returns=0.2, rest_aht=1.05),
    )
    meters, relaunch = scenario.peaks["meter readings"], scenario.peaks["portal relaunch"]
    assert [meters.covers(date(2014, 3, day)) for day in (14, 15, 26, 27)] == [False, True, True, False]
    assert [relaunch.covers(date(2014, 5, day)) for day in (11, 12, 16, 17)] == [False, True, True, False]
    assert meters.multiply == {"mfc": 1.78}
    assert city.hotlines == ("mfc", "portal")
    terms = city.terms_on(date(2014, 3, 1), 5)
    assert terms.operators == ((0, 140),)
    assert (terms.min_operators, terms.max_operators) == (2, 900)
    assert terms.shrinkage == Fraction(3, 10)
    assert terms.targets.service_level == ServiceLevel(0.85, 20.0, "offered")
    assert (terms.targets.max_asa_s, terms.targets.max_abandonment, terms.targets.max_occupancy) == (
        40,
        0.05,
        0.9,
    )
    assert scenario.shifts["day12"] == Shift(
        starts_s=(7 * 3600, 8 * 3600, 9 * 3600),
        length_s=12 * 3600,
        breaks=(Break(2700, 4 * 3600, 7 * 3600), Break(900, 9 * 3600, 11 * 3600)),
        days_on=2,
        days_off=2,
        min_operators=4,
        max_operators=300,
    )
    assert scenario.people["city"] == People(
        employed=(date(2014, 3, 1), 480),
        attrition=((0, Fraction(8, 100)), (3, Fraction(2, 100))),
        hires=((date(2014, 4, 14), 20),),
        training=Training(6, Fraction(1, 10), 20.0),
        ramp=((4, Fraction(3, 5)), (8, Fraction(4, 5))),
        classes=Classes(10, 25, a_month=2, notice_weeks=4),
        overtime=Fraction(8, 100),
        hire=Decimal(35_000),
        leave=Decimal(10_000),
        overtime_factor=Fraction(3, 2),
        shortage_factor=Decimal(3),
    )
    office, short = scenario.shifts["office"], scenario.shifts["short"]
    assert office.starts_s == tuple(range(8 * 3600, 11 * 3600 + 1, 1800))
    assert office.breaks == (Break(3600, 3 * 3600, 6 * 3600, is_paid=False),)
    assert (office.cycle, office.days_on, office.paid_s) == (7, 5, 8 * 3600)
    assert (short.max_share, short.cost_factor) == (Fraction(1, 5), Fraction(11, 10))
    assert (scenario.rest_s, city.shifts) == (11 * 3600, ("day12", "office"))
    assert city.shrinkage_without_breaks is not None
    assert city.shrinkage_without_breaks.at(None) == (Fraction(21, 100),) * 12
    assert scenario.costs.operator_hour == 420
    assert scenario.costs.surcharges == (
        Surcharge(Fraction(1, 5), ((0, 6 * 3600), (22 * 3600, 24 * 3600)), None),
    )
    assert scenario.costs.contacts == {"sms": Decimal("1.5"), "app": Decimal("0.3")}
    (contract,) = scenario.contracts
    assert (contract.volume, contract.price, contract.overage, contract.unit) == (8_500_000, 21, 27, "calls")
    assert contract.minimum_fee == MinimumFee(Decimal(5_000_000), "month")
    assert scenario.budget is not None
    assert (scenario.budget.amount, scenario.budget.extra) == (380_000_000, 100_000_000)


def test_defaults_of_the_smallest_file(load: Load) -> None:
    loaded = load(MINIMAL)
    hotline, group = loaded.scenario.hotlines["help"], loaded.scenario.groups["help"]
    assert (loaded.scenario.calendar, loaded.scenario.interval_s) == (None, 900)
    assert (hotline.patience_s, set(hotline.profile), set(hotline.hours)) == (None, {None}, {((0, 86_400),)})
    terms = group.terms_on(None, 0)
    assert (group.hotlines, terms) == (("help",), Terms(terms.targets, Fraction(0), None, 0, None))
    assert loaded.scenario.costs.operator_hour is None
    defaults = {figure.key: figure.value for figure in loaded.figures if figure.origin == "default"}
    assert defaults == {
        "hotlines.help.patience": "endless",
        "hotlines.help.hours": "00:00-24:00",
        "hotlines.help.profile": "flat",
        "calendar.interval": "15m",
        "full_time_week": "40h",
        "shrinkage": "0%",
    }


def test_a_group_without_any_target_has_the_usual_one(load: Load) -> None:
    text = "hotlines:\n  a: {calls_per_day: 1, aht: 4m}\n  b: {calls_per_day: 1, aht: 4m}\n"
    loaded = load(text + "groups: {g: {hotlines: [a], targets: {max_asa: 30s}}}\n")
    assert loaded.scenario.groups["g"].targets.at(None).service_level is None
    assert loaded.scenario.groups["b"].targets.at(None).service_level == ServiceLevel(0.8, 20.0)
    assert [f.key for f in loaded.figures if "service_level" in f.key] == ["groups.b.targets.service_level"]


def test_a_total_is_shared_out_exactly(load: Load) -> None:
    names = [f"h{k}" for k in range(10)]
    lines = "".join(f"  {name}: {{share: 10%, aht: 1m}}\n" for name in names)
    scenario = load(f"calls_per_day: 25000\nhotlines:\n{lines}").scenario
    assert {hotline.calls_per_day for hotline in scenario.hotlines.values()} == {2500.0}


def test_scalars_are_read_from_their_text(load: Load) -> None:
    text = (
        "currency: RUB\n"
        "hotlines:\n"
        "  no: {title: yes, calls_per_day: 010, aht: 3:20, hours: 08:00-20:00}\n"
        "  1e6: {calls_per_day: 1e6, aht: '200s', profile: {8:00: 1, 10:00: 2}}\n"
        "costs: {operator_hour: 1 250 000 RUB}\n"
    )
    scenario = load(text).scenario
    assert list(scenario.hotlines) == ["no", "1e6"]
    assert (scenario.hotlines["no"].title, scenario.hotlines["no"].calls_per_day) == ("yes", 10)
    assert scenario.hotlines["no"].aht_s[0] == scenario.hotlines["1e6"].aht_s[0] == ((0, 200),)
    assert scenario.hotlines["1e6"].profile[0] == ((8 * 3600, 1.0), (10 * 3600, 2.0))
    assert scenario.costs.operator_hour == 1_250_000


def test_anchors_under_own_keys_and_merge_keys(load: Load) -> None:
    text = (
        "x-office: &office {aht: 3m, hours: {mon-fri: 09:00-18:00}}\n"
        "hotlines:\n  a: {<<: *office, calls_per_day: 100}\n  b: {<<: *office, calls_per_day: 200, aht: 5m}\n"
    )
    scenario = load(text).scenario
    assert [scenario.hotlines[name].aht_s[0][0][1] for name in "ab"] == [180, 300]
    assert scenario.hotlines["b"].hours[5] == ()


def test_a_group_overrides_targets_one_by_one_and_shrinkage_whole(load: Load) -> None:
    text = (
        MINIMAL.replace("20s}", "20s, max_asa: 40s}")
        + "shrinkage: {leave: 10%, breaks: 20%}\n"
        + "groups: {g: {hotlines: [help], shrinkage: 5%, targets: {service_level: 90% in 10s}}}\n"
    )
    group = load(text).scenario.groups["g"]
    assert group.terms_on(None, 0).shrinkage == Fraction(1, 20)
    assert group.targets.at(None).service_level == ServiceLevel(0.9, 10.0)
    assert group.targets.at(None).max_asa_s == 40


def test_targets_that_nothing_reaches_are_no_mistake_of_the_file(load: Load) -> None:
    group = load(MINIMAL.replace("80% in 20s", "100% in 20s, max_occupancy: 0%")).scenario.groups["help"]
    assert group.targets.at(None).service_level == ServiceLevel(1.0, 20.0)
    assert group.targets.at(None).max_occupancy == 0


def test_byte_order_mark_and_windows_line_ends(load: Load) -> None:
    assert load("\ufeff" + MINIMAL.replace("\n", "\r\n")).scenario == load(MINIMAL).scenario


@pytest.mark.parametrize("interval", ["5m", "20m", "1h", "3:00"])
def test_intervals_divide_an_hour(load: Load, interval: str) -> None:
    assert 3600 % load(MINIMAL + f"calendar: {{interval: {interval}}}\n").scenario.interval_s == 0


def test_mistakes_of_every_kind_come_in_one_run(load: Load) -> None:
    hotline = "{calls_per_day: x, aht: 4, hours: 08:10-09:00}"
    with pytest.raises(InputError) as caught:
        load(f"hotlines:\n  a: {hotline}\ngroups: {{g: {{hotlines: [b]}}}}\ntitel: y\n")
    assert [(p.line, p.column) for p in caught.value.problems] == [(2, 22), (2, 30), (2, 40), (3, 25), (4, 1)]


@pytest.mark.parametrize(
    "wrong",
    [
        "method: neither",
        "groups: {g: {hotlines: [a], model: neither}}",
        "targets: {service_level: {answered: 80%, within: 20s, of: neither}}",
        "contract: {from: 2014-01-01, to: 2014-12-31, unit: neither, volume: 1, price: 1 EUR}",
        "contract: {from: 2014-01-01, to: 2014-12-31, unit: calls, counts: neither, volume: 1, price: 1 EUR}",
        "budget: {amount: 1 EUR, covers: neither}",
        "limits: [{id: x, metric: cost, max: 1 EUR, level: neither}]",
    ],
)
def test_a_word_that_is_none_of_the_few_there_are_is_refused(load: Load, wrong: str) -> None:
    with pytest.raises(InputError) as caught:
        load(f"currency: EUR\nhotlines: {{a: {{calls_per_day: 1, aht: 1m}}}}\n{wrong}\n")
    assert [text(one.message).startswith("'neither' is not ") for one in caught.value.problems] == [True]


def test_a_group_without_any_target_has_the_usual_one_on_every_day(load: Load) -> None:
    text = "hotlines: {a: {calls_per_day: 900, aht: 3m}}\ngroups: {g: {hotlines: [a], targets: {2014-03-01: {}}}}\n"
    steps = load(text).scenario.groups["g"].targets.steps
    assert {targets.service_level for _, targets in steps} == {ServiceLevel(0.8, 20.0)}
