"""Ranges beside figures: what they mean, every mistake at its place, and that a plan takes no notice of them."""

import math
from statistics import NormalDist

import pytest

from mfc_capacity.files.layers import Known
from mfc_capacity.files.problems import InputError
from mfc_capacity.plan.answer import plan
from mfc_capacity.scenario import LoadedScenario, Range, load_scenario, resolve_text
from mfc_capacity.scenario.ranges import P90
from tests.conftest import refused

TEXT = """
currency: RUB
hotlines:
  a:
    calls_per_day: {value: 900, range: 800..1050, source: counted}
    aht: {value: 3m, range: 2m 40s..4m}
    patience: 2m
    hangs_up_at_once: {value: 5%, range: 2%..9%}
    deflect: [{to: app, share: {value: 0.1, range: 0.05..0.2}, rest_aht: {value: +5%, range: -5%..+10%}}]
  b: {calls_per_day: 300, aht: {value: 2m, range: 1m..3m}}
shrinkage: {leave: {value: 12%, range: 10%..16%}}
costs: {operator_hour: {value: 420 RUB, range: 400 RUB..450.50 RUB}, contacts: {app: 1 RUB}}
together: [[hotlines.a.aht, hotlines.b.aht]]
variants:
  louder: {set: {hotlines.b.calls_per_day: {value: 300, range: 200..500}}}
"""
BARE = """
currency: RUB
hotlines:
  a:
    calls_per_day: {value: 900, source: counted}
    aht: 3m
    patience: 2m
    hangs_up_at_once: 5%
    deflect: [{to: app, share: 0.1, rest_aht: +5%}]
  b: {calls_per_day: 300, aht: 2m}
shrinkage: {leave: 12%}
costs: {operator_hour: 420 RUB, contacts: {app: 1 RUB}}
"""


def load(text: str, *overrides: str, variant: str | None = None) -> LoadedScenario:
    known = Known("main.yaml", text.encode())
    return load_scenario("main.yaml", variant=variant, overrides=overrides, read_bytes=known)


def ranges(text: str = TEXT, *overrides: str) -> dict[str, Range]:
    return {each.key: each for mover in load(text, *overrides).movers for each in mover}


def test_the_ends_are_the_tenth_and_the_ninetieth_per_cent_and_the_value_is_the_middle() -> None:
    assert NormalDist().cdf(P90) == pytest.approx(0.9, abs=1e-15)
    found = ranges()
    assert len(found) == 8
    for each in found.values():
        assert [each.number_at(z) for z in (0, -P90, P90)] == pytest.approx(each.numbers, rel=1e-12)


def test_each_kind_of_figure_has_its_law() -> None:
    found = ranges()
    logit = NormalDist(math.log(0.05 / 0.95), math.log(0.09 / 0.91 / (0.05 / 0.95)) / P90)
    at_two = math.exp(logit.mean + 2 * logit.stdev)
    assert found["hotlines.a.hangs_up_at_once"].number_at(2) == pytest.approx(at_two / (1 + at_two))
    assert found["hotlines.a.aht"].number_at(2) == pytest.approx(180 * (240 / 180) ** (2 / P90))
    assert found["hotlines.a.aht"].number_at(-2) == pytest.approx(180 * (160 / 180) ** (2 / P90))
    assert found["hotlines.a.deflect.0.rest_aht"].number_at(-1) == pytest.approx(0.05 - 0.1 / P90)
    laws = {key: each.law for key, each in found.items()}
    assert laws["hotlines.a.deflect.0.share"] == laws["shrinkage.leave"] == "logit-normal"
    assert laws["hotlines.a.calls_per_day"] == laws["costs.operator_hour"] == "log-normal"


def test_numbers_are_written_as_the_scenario_reads_them() -> None:
    found = ranges()
    written = {key: each.text_of(each.number_at(-1)) for key, each in found.items()}
    calls = 900 * (800 / 900) ** (1 / P90)
    assert written["hotlines.a.calls_per_day"] == str(round(calls))
    changed = load(TEXT, *(f"{key}={text}" for key, text in written.items())).scenario
    assert changed.hotlines["a"].calls_per_day == round(calls)
    assert changed.hotlines["a"].aht_s[0][0][1] == pytest.approx(found["hotlines.a.aht"].number_at(-1))
    assert changed.hotlines["a"].deflect[0].rest_aht == pytest.approx(1.05 - 0.1 / P90)
    hour = changed.costs.operator_hour
    assert hour is not None
    assert float(hour) == pytest.approx(420 * (400 / 420) ** (1 / P90))


def test_weights_and_factors_are_not_rounded() -> None:
    text = """
hotlines:
  volume: {calls_per_day: 100, aht: 3m, profile: {08:00: {value: 4, range: 3..6}, 09:00: 5}}
"""
    assert not ranges(text)["hotlines.volume.profile.08:00"].whole


def test_a_figure_with_a_range_plans_by_its_value() -> None:
    ranged, bare = (plan(load(text)) for text in (TEXT.replace("together: [[", "x-none: [["), BARE))
    tables = [{name: list(table.records()) for name, table in each.tables.items()} for each in (ranged, bare)]
    assert tables[0] == tables[1]
    figures = [[(each.key, each.value, each.source) for each in one.assumptions] for one in (ranged, bare)]
    assert figures[0] == figures[1]


def test_figures_named_together_move_as_one() -> None:
    movers = [[each.key for each in mover] for mover in load(TEXT).movers]
    assert ["hotlines.a.aht", "hotlines.b.aht"] in movers
    assert len(movers) == 7


def test_what_is_set_is_certain_and_a_variant_may_have_ranges() -> None:
    assert "hotlines.b.aht" not in ranges(TEXT, "hotlines.b.aht=2m")
    assert "hotlines.b.calls_per_day" not in ranges()
    louder = load(TEXT, variant="louder").movers
    assert [each.low for mover in louder for each in mover if each.key == "hotlines.b.calls_per_day"] == [
        "200"
    ]
    set_range = ranges(BARE, "hotlines.b.calls_per_day={value: 300, range: 200..500}")
    assert set_range["hotlines.b.calls_per_day"].high == "500"


def test_the_resolved_file_has_the_ranges() -> None:
    loaded = load(TEXT)
    again = load(resolve_text(loaded))
    assert [[each.texts for each in mover] for mover in again.movers] == [
        [each.texts for each in mover] for mover in loaded.movers
    ]


@pytest.mark.parametrize(
    ("change", "message", "column"),
    [
        ("shrinkage={leave: {value: 12%, range: 10%..101%}}", "between 0 and 100 %", 1),
        ("hotlines.a.hangs_up_at_once={value: 5%, range: 0%..9%}", "reaches neither", 1),
        ("hotlines.a.calls_per_day={value: 900, range: 0..950}", "has a range above 0", 1),
        ("hotlines.a.calls_per_day={value: 900, range: 950..990}", "does not hold 900", 1),
        ("hotlines.a.calls_per_day={value: 900, range: 900..900}", "does not hold 900", 1),
        ("hotlines.a.calls_per_day={value: 900, range: 990..800}", "does not hold 900", 1),
        ("hotlines.a.calls_per_day={value: 900, range: 800}", "not low..high", 1),
        ("hotlines.a.calls_per_day={value: 900, range: 800..2e9}", "1,000,000,000", 1),
        ("hotlines.a.aht={value: 3m, range: 120..240}", "no range of numbers around 3m", 1),
        ("hotlines.a.aht={value: {08:00: 3m}, range: 2m..4m}", "of one figure", 1),
        ("hotlines.a.hours={value: 08:00-20:00, range: 07:00..09:00}", "no range of numbers", 1),
        ("hotlines.a.aht={value: 3m, range: [2m, 4m]}", "one text", 1),
        ("together=[[hotlines.a.aht, hotlines.b.aht], [hotlines.a.aht]]", "named already", 1),
        ("together=[[hotlines.a.aht, hotlines.c.aht]]", "there is no hotlines.c.aht", 1),
    ],
)
def test_mistakes_are_named(change: str, message: str, column: int) -> None:
    with refused(InputError, match=message) as caught:
        load(TEXT, change)
    assert (caught.value.problems[0].column or 0) > column


def test_mistakes_stand_at_the_range() -> None:
    with refused(InputError) as caught:
        load(TEXT.replace("2m 40s..4m", "2m 40s..2m 50s").replace("10%..16%", "10%..100%"))
    lines = TEXT.splitlines()
    places = [(problem.line, problem.column) for problem in caught.value.problems]
    assert places == [(6, lines[5].index("2m 40s") + 1), (11, lines[10].index("10%") + 1)]


def test_a_figure_without_a_range_cannot_move_with_others() -> None:
    with refused(InputError, match="hotlines.a.patience has no range"):
        load(TEXT.replace("[[hotlines.a.aht", "[[hotlines.a.patience"))


NEAR_BOUNDS = """
currency: RUB
hotlines:
  a:
    calls_per_day: {value: 900_000_000, range: 800_000_000..990_000_000}
    aht: {value: 3h, range: 1h..23h}
    aht_cv: {value: 3, range: 1..9}
    patience: 2m
    redials: {share: {value: 85%, range: 60%..94%}, after: 8m}
    deflect: [{to: app, share: 10%, rest_aht: {value: -50%, range: -90%..+10%}}]
  b: {calls_per_day: 300, aht: 2m, varies: {value: 50%, range: 20%..90%}}
shrinkage: {value: 60%, range: 30%..98%}
targets: {max_abandonment: {value: 50%, range: 3%..97%}, max_occupancy: {value: 85%, range: 70%..95%}}
costs: {operator_hour: 420 RUB, contacts: {app: 1 RUB}}
"""


def test_what_is_drawn_keeps_the_bounds_of_the_format() -> None:
    found = ranges(NEAR_BOUNDS)
    assert len(found) == 9
    for z in (-6.3, -4, -2, -P90, 0, P90, 2, 4, 6.3):
        drawn = [f"{each.key}={each.text_of(each.number_at(z))}" for each in found.values()]
        load(NEAR_BOUNDS, *drawn)
    redials = found["hotlines.a.redials.share"]
    assert [redials.number_at(z) for z in (-P90, 0, P90)] == pytest.approx([0.6, 0.85, 0.94])
    assert [redials.number_at(z) for z in (2, 6)] == pytest.approx([0.95, 0.95], abs=1e-9)
    assert found["hotlines.a.calls_per_day"].number_at(5) == 10**9
    assert found["hotlines.a.aht"].number_at(6) == pytest.approx(86_400)
    assert found["hotlines.a.deflect.0.rest_aht"].number_at(-6) == pytest.approx(-1, abs=1e-9)
    assert found["targets.max_occupancy"].number_at(6.3) < 1
