from collections.abc import Callable
from dataclasses import replace

import pytest

from mfc_capacity.commands.compare.inputs import applied, changed_inputs
from mfc_capacity.scenario import LoadedScenario, Scenario, build_scenario, load_scenario

Load = Callable[..., LoadedScenario]

MOSCOW = "scenarios/moscow-2014.yaml"


def keys(before: LoadedScenario, after: LoadedScenario) -> list[str]:
    return [change.key for change in changed_inputs(before, after)]


def mixed(before: LoadedScenario, after: LoadedScenario) -> LoadedScenario:
    root = applied(before.tree.root, changed_inputs(before, after))
    return build_scenario(replace(before.tree, root=root))


def meaning(loaded: LoadedScenario) -> Scenario:
    """The scenario, the channels of each hotline in one order: theirs has no meaning."""
    hotlines = {
        name: replace(hotline, deflect=tuple(sorted(hotline.deflect, key=lambda entry: entry.to)))
        for name, hotline in loaded.scenario.hotlines.items()
    }
    return replace(loaded.scenario, hotlines=hotlines)


SAME = [
    ("aht: 3m 20s", "aht: 200s"),
    ("calls_per_day: 900", "calls_per_day: {value: 9e2, source: the log}"),
    ("{mon-fri: 08:00-20:00, sat: 10:00-16:00}", '{"mon,tue,wed-fri": 8:00-20:00, sat: 10:00-16:00}'),
    ("aht: 2m 40s}", "aht: 2m 40s, hours: {mon-sun: 00:00-24:00}, patience: endless}"),
    ("aht: 2m 40s}", "aht: 2m 40s, weekdays: {mon: 1.0, tue-sun: 100%}, months: {jul: 1}, profile: flat}"),
    ("aht: 2m 40s}", "aht: {mon-fri: 160s, sat-sun: {00:00: 2m 40s}}, profile: {mon-sun: flat}}"),
    ("sat: 10:00-16:00}", "sat: 10:00-16:00, sun: closed}"),
    ("service_level: 80% in 20s", "service_level: {answered: 0.8, within: 20s}"),
    ("currency: RUB", "currency: RUB\ntitle: A name\nx-notes: [1, 2]\nvariants: {a: {set: {shrinkage: 1%}}}"),
    ("groups:", "groups:\n  fines: {hotlines: [fines]}"),
    ("shrinkage: 30%", "shrinkage: 0.3\nfull_time_week: 40h"),
    ("12%, from: 2014-05-03}", "12%, from: 2014-05-03}  # since May"),
]


@pytest.mark.parametrize(("written", "rewritten"), SAME)
def test_another_spelling_is_no_change(small: str, load: Load, written: str, rewritten: str) -> None:
    text = small.replace(written, rewritten)
    assert keys(load(small), load(text)) == []


CHANGED = [
    (["hotlines.mfc.aht=4m"], ["hotlines.mfc.aht"]),
    (["hotlines.portal.patience=2m"], ["hotlines.portal.patience"]),
    (["hotlines.mfc.hours.holiday=closed"], ["hotlines.mfc.hours"]),
    (["hotlines.mfc.weekdays.holiday=100%"], ["hotlines.mfc.weekdays"]),
    (["hotlines.mfc.aht={mon-sun: 200s, holiday: 3m}"], ["hotlines.mfc.aht"]),
    (["hotlines.mfc.deflect.1.returns=20%"], ["hotlines.mfc.deflect.app"]),
    (["calendar.holidays={2014-05-09: Victory Day}"], ["calendar.holidays"]),
    (["calendar.timezone=Europe/Moscow"], ["calendar.timezone"]),
    (["hotlines.mfc.hours=null"], ["hotlines.mfc.hours"]),
    (["hotlines.mfc.deflect.1.share=20%"], ["hotlines.mfc.deflect.app"]),
    (["hotlines.mfc.deflect.0=null"], ["hotlines.mfc.deflect.sms"]),
    (["hotlines.mfc.deflect=null"], ["hotlines.mfc.deflect.sms", "hotlines.mfc.deflect.app"]),
    (["drivers.centres={2014-05-01: 43}"], ["drivers.centres"]),
    (["peaks.meters=null"], ["peaks.meters"]),
    (["peaks.may={when: {dates: [2014-05-02]}, multiply: {fines: 2}}"], ["peaks.may"]),
    (["peaks.meters.multiply.fines=2"], ["peaks.meters.multiply.fines"]),
    (["hotlines.new={calls_per_day: 1, aht: 1m}"], ["hotlines.new"]),
    (["groups.city.targets.max_asa=30s"], ["groups.city.targets.max_asa"]),
    (["targets.max_asa=30s", "targets.service_level=null"], ["targets.service_level", "targets.max_asa"]),
    (["costs.operator_hour=null"], ["costs.operator_hour"]),
    (["costs=null"], ["costs.operator_hour", "costs.contacts.sms", "costs.contacts.app"]),
    (["calendar.to=2014-05-08"], ["calendar.to"]),
    (["shrinkage={leave: 10%}"], ["shrinkage"]),
    (["budget={amount: 5 RUB}"], ["budget"]),
    (["limits=[{id: a, metric: cost, max: 5 mln RUB}]"], ["limits"]),
    (["hotlines.fines=null"], ["hotlines.fines"]),
    (["shrinkage={2014-04-01: 30%, 2014-05-03: 35%}"], ["shrinkage"]),
    (["targets={2014-04-01: {service_level: 80% in 20s}, 2014-05-03: {max_asa: 30s}}"], ["targets"]),
    (["groups.city.targets={2014-04-01: {max_asa: 30s}}"], ["groups.city.targets"]),
    (["groups.city.operators={2014-04-01: 9, 2014-05-03: {mon-fri: 8}}"], ["groups.city.operators"]),
    (["groups.city.max_operators=90"], ["groups.city.max_operators"]),
    (["shifts.a={starts: 08:00, length: 9h}"], ["shifts.a"]),
    (["people.city={employed: 48, attrition: 3% a month}"], ["people.city"]),
    (["shifts.a={starts: 08:00, length: 9h}", "groups.city.shifts=[a]"], ["groups.city.shifts", "shifts.a"]),
    (["costs.operator_hour={price: 9 RUB, surcharges: [{days: sat, add: 9%}]}"], ["costs.operator_hour"]),
]


@pytest.mark.parametrize(("overrides", "expected"), CHANGED)
def test_each_change_is_named_and_all_of_them_lead_to_the_other_side(
    small: str, load: Load, overrides: list[str], expected: list[str]
) -> None:
    before, after = load(small), load(small, *overrides)
    assert keys(before, after) == expected
    assert sorted(keys(after, before)) == sorted(expected)
    assert meaning(mixed(before, after)) == meaning(after)
    assert meaning(mixed(after, before)) == meaning(before)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("groups.city.operators=9", "groups.city.operators={mon-sun: {00:00: 9}}"),
        ("groups.city.operators={2014-04-01: 9}", "groups.city.operators={2014-04-01: {00:00: 9}}"),
        ("costs.operator_hour=9 RUB", "costs.operator_hour={price: 9 RUB}"),
        (
            "shifts.a={starts: 08:00-10:00 every 1h, length: 9h, breaks: [{length: 1h, within: 3h-6h}]}",
            "shifts.a={starts: [9:00, 08:00, 10:00], length: 540m, pattern: 5/2, "
            "breaks: [{length: 60m, within: 180m-6h, paid: yes}]}",
        ),
        (
            "people.city={employed: 48, attrition: 3% a month, hires: {2014-05-05: 5}}",
            "people.city={employed: {2014-05-01: 48}, attrition: {0m+: 3.0% a month}, training: none, ramp: none, "
            "hires: {2014-05-05: 5}, overtime: 0%, costs: {hire: 0 RUB, shortage: 3.0}}",
        ),
    ],
)
def test_the_same_in_other_words_is_no_change(small: str, load: Load, one: str, other: str) -> None:
    assert keys(load(small, one), load(small, other)) == []


@pytest.mark.parametrize("variant", ["digital", "no-new-centres"])
def test_moscow_leads_to_its_variants(variant: str) -> None:
    before, after = load_scenario(MOSCOW), load_scenario(MOSCOW, variant=variant)
    assert mixed(before, after).scenario == after.scenario


def test_values_have_their_places_where_they_differ(small: str, load: Load) -> None:
    text = small.replace("share: 12%, from: 2014-05-03", "share: 12%, from: 2014-05-02")
    (change,) = changed_inputs(load(small), load(text))
    assert change.before.value == "[{to: app, share: 12%, from: 2014-05-03}]"
    line = next(k for k, line in enumerate(text.splitlines(), 1) if "app, share" in line)
    assert change.after.location == f"main.yaml:{line}:{text.splitlines()[line - 1].index('2014-05-02') + 1}"


def test_a_default_has_a_value_and_no_place(small: str, load: Load) -> None:
    (change,) = changed_inputs(load(small), load(small, "hotlines.portal.patience=2m"))
    assert (change.before.value, change.before.location) == ("endless", None)
    assert (change.after.value, change.after.location) == ("2m", "--set")


def test_a_group_named_like_a_key_is_a_group(small: str, load: Load) -> None:
    text = small.replace("  city: {hotlines", "  deflect: {hotlines")
    before, after = load(text), load(text, "groups.deflect.min_operators=3")
    assert keys(before, after) == ["groups.deflect.min_operators"]
