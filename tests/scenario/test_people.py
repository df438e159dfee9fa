"""What a file says of people: whose they are, what is left out, and that no plan takes notice of them."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from mfc_capacity.files.problems import InputError
from mfc_capacity.plan.answer import plan
from mfc_capacity.plan.planner import Planner
from mfc_capacity.scenario import LoadedScenario, People, resolve_text
from mfc_capacity.scenario.ranges import P90
from tests.conftest import ROOT

Load = Callable[..., LoadedScenario]
PAGE = ROOT / "docs" / "scenario.md"
FIRST = date(2014, 3, 1)
SCENARIO = """\
currency: RUB
calendar: {from: 2014-03-01, to: 2014-04-30}
hotlines: {a: {calls_per_day: 900, aht: 3m}, b: {calls_per_day: 90, aht: 3m}}
groups: {city: {hotlines: [a]}}
"""
FEW = SCENARIO + "people: {city: {employed: 48, attrition: 3% a month}}\n"


def people_of(loaded: LoadedScenario) -> People:
    return loaded.scenario.people["city"]


def test_the_people_of_the_page_are_read(load: Load) -> None:
    section = PAGE.read_text(encoding="utf-8").partition("## People")[2]
    shown = section.partition("```yaml\n")[2].partition("```")[0]
    people = people_of(load(SCENARIO + shown))
    assert (people.employed, people.attrition) == ((FIRST, 480), ((0, Fraction(3, 100)),))
    assert (people.hire, people.overtime_factor, people.shortage_factor) == (35_000, Fraction(3, 2), 3)


def test_little_has_to_be_said(load: Load) -> None:
    assert people_of(load(FEW)) == People(employed=(FIRST, 48), attrition=((0, Fraction(3, 100)),))
    assert load(SCENARIO).scenario.people == {}


def test_a_hotline_that_is_a_group_of_its_own_has_people(load: Load) -> None:
    assert list(load(FEW.replace("{city: {emp", "{b: {emp")).scenario.people) == ["b"]


@pytest.mark.parametrize(
    ("ramp", "steps", "is_of_aht"),
    [
        ("none", (), False),
        ("{4w: 60%, 8 weeks: 0.8}", ((4, Fraction(3, 5)), (8, Fraction(4, 5))), False),
        ("{4w: 80%, 8w: 80%}", ((4, Fraction(4, 5)), (8, Fraction(4, 5))), False),
        ("{aht: {4w: 150%, 8w: 1.25}}", ((4, Fraction(2, 3)), (8, Fraction(4, 5))), True),
    ],
)
def test_a_ramp_of_handling_times_is_one_of_output(
    ramp: str, steps: tuple[tuple[int, Fraction], ...], is_of_aht: bool, load: Load
) -> None:
    people = people_of(load(FEW, overrides=(f"people.city.ramp={ramp}",)))
    assert (people.ramp, people.ramp_is_of_aht) == (steps, is_of_aht)


def test_steps_of_tenure_may_stand_in_any_order(load: Load) -> None:
    steps = "{12m+: 1% a month, 0-3m: 8% a month, 3-12m: 4.5% a month}"
    assert people_of(load(FEW.replace("3% a month", steps))).attrition == (
        (0, Fraction(8, 100)),
        (3, Fraction(45, 1000)),
        (12, Fraction(1, 100)),
    )


def test_classes_and_training_say_the_rest_themselves(load: Load) -> None:
    more = "classes: {size: 12, a_month: 1}, training: {length: 6w}"
    people = people_of(load(FEW.replace("a month}", f"a month, {more}}}")))
    assert people.classes is not None
    assert (people.classes.least, people.classes.most, people.classes.notice_weeks) == (12, 12, 0)
    assert people.training is not None
    assert (people.training.drop_out, people.training.trainer_hours) == (0, 0)


def test_what_is_left_out_is_an_assumption_where_there_are_people(load: Load) -> None:
    def left_out(text: str) -> dict[str, str]:
        figures = load(text).figures
        found = (each for each in figures if each.origin == "default" and each.part == "people.city")
        return {each.key.removeprefix("people.city."): each.value for each in found}

    assert left_out(SCENARIO) == {}
    assert left_out(FEW) == {"training": "none", "ramp": "none", "costs.shortage": "3"}
    more = "overtime: 8%, training: {length: 6w}, ramp: {4w: 60%}"
    assert left_out(FEW.replace("a month}", f"a month, {more}}}")) == {
        "costs.overtime": "150%",
        "costs.shortage": "3",
    }
    priced = "overtime: 8%, costs: {overtime: 2, shortage: 1.5}"
    loaded = load(FEW.replace("a month}", f"a month, {priced}}}"))
    assert people_of(loaded).shortage_factor == Decimal("1.5")
    assert people_of(loaded).overtime_factor == 2


def test_figures_of_people_have_sources(load: Load) -> None:
    text = """\
people:
  city:
    employed: {2014-03-01: {value: 48, source: the payroll}}
    attrition: {value: {0-3m: 8% a month, 3m+: 2% a month}, source: the leavers of 2013}
    training: {length: 6w, drop_out: {value: 10%, source: the classes of 2013}}
"""
    loaded = load(SCENARIO + text)
    sources = {figure.key: figure.source for figure in loaded.figures if figure.part == "people.city"}
    assert sources == {
        "people.city.employed.2014-03-01": "the payroll",
        "people.city.attrition": "the leavers of 2013",
        "people.city.training.length": None,
        "people.city.training.drop_out": "the classes of 2013",
        "people.city.ramp": None,
        "people.city.costs.shortage": None,
    }
    assert load(resolve_text(loaded)).scenario == loaded.scenario


RANGES = """\
people:
  city:
    employed: {value: 48, range: 44..50}
    attrition:
      0-3m: {value: 8% a month, range: 5% a month..20% a month}
      3m+: {value: 2% a month, range: 1% a month..3.5% a month}
    training: {length: 6w, drop_out: {value: 10%, range: 5%..25%}}
"""


def test_attrition_and_drop_out_have_ranges(load: Load) -> None:
    loaded = load(SCENARIO + RANGES)
    ranges = {each.key.removeprefix("people.city."): each for mover in loaded.movers for each in mover}
    assert {key: each.law for key, each in ranges.items()} == {
        "employed": "log-normal",
        "attrition.0-3m": "logit-normal",
        "attrition.3m+": "logit-normal",
        "training.drop_out": "logit-normal",
    }
    for each in ranges.values():
        assert [each.number_at(z) for z in (-P90, 0, P90)] == pytest.approx([*sorted(each.numbers)])
    assert load(resolve_text(loaded)).movers == loaded.movers


@pytest.mark.parametrize("z", [-8.0, -1.0, 0.5, 8.0])
def test_what_is_drawn_of_people_is_read_again(z: float, load: Load) -> None:
    text = SCENARIO + RANGES
    drawn = [(each, each.number_at(z)) for mover in load(text).movers for each in mover]
    people = people_of(load(text, overrides=tuple(f"{each.key}={each.text_of(n)}" for each, n in drawn)))
    found = [people.employed[1], *(share for _, share in people.attrition)]
    assert people.training is not None
    assert [*map(float, found), float(people.training.drop_out)] == pytest.approx([n for _, n in drawn])


def test_a_range_of_a_flat_attrition_stands_beside_it(load: Load) -> None:
    text = FEW.replace("3% a month", "{value: 3% a month, range: 2% a month..5% a month}")
    ((attrition,),) = load(text).movers
    assert attrition.key == "people.city.attrition"
    assert attrition.text_of(attrition.number_at(P90)) == "5% a month"


def test_a_variant_and_the_command_line_change_people(load: Load) -> None:
    text = FEW + "variants: {stay: {set: {people.city.attrition: 1% a month}}}\n"
    changed = people_of(load(text, variant="stay", overrides=("people.city.hires={2014-03-03: 5}",)))
    assert changed.attrition == ((0, Fraction(1, 100)),)
    assert changed.hires == ((date(2014, 3, 3), 5),)
    with pytest.raises(InputError) as caught:
        load(FEW, overrides=("people.town.overtime=8%",))
    assert caught.value.problems[0].message.code == "files.no_such_name"


def test_a_file_changes_the_people_of_the_one_below_it(load: Load) -> None:
    above = "extends: base.yaml\npeople: {city: {employed: 50, overtime: 8%}}\n"
    people = people_of(load(above, base=FEW))
    assert (people.employed, people.attrition, people.overtime) == (
        (FIRST, 50),
        ((0, Fraction(3, 100)),),
        Fraction(8, 100),
    )


@pytest.mark.parametrize("day", ["2014-03-03", "2014-04-28"])
def test_classes_begin_on_the_first_and_the_last_monday(day: str, load: Load) -> None:
    people = people_of(load(FEW.replace("a month}", f"a month, hires: {{{day}: 5}}}}")))
    assert people.hires == ((date.fromisoformat(day), 5),)


def test_no_plan_takes_notice_of_people(load: Load) -> None:
    bare, with_people = load(SCENARIO), load(FEW)
    tables = [plan(loaded).tables for loaded in (bare, with_people)]
    for name in ("summary", "days", "hotlines", "intervals"):
        assert list(tables[0][name].records()) == list(tables[1][name].records())
    planner = Planner()
    keys = [
        {name: task.key for name, task in planner.demand(loaded.scenario).tasks.items()}
        for loaded in (bare, with_people)
    ]
    assert keys[0] == keys[1]
