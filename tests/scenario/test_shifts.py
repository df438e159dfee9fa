"""What a file says of shifts: who may work which, what is left out, and that no plan takes notice of them."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from mfc_capacity.files.problems import InputError
from mfc_capacity.plan.answer import plan
from mfc_capacity.plan.planner import Planner
from mfc_capacity.scenario import LoadedScenario, resolve_text
from mfc_capacity.scenario.ranges import P90
from tests.conftest import ROOT

Load = Callable[..., LoadedScenario]
HOUR = 3600
PAGE = ROOT / "docs" / "scenario.md"
HOTLINES = "hotlines: {a: {calls_per_day: 900, aht: 3m}, b: {calls_per_day: 90, aht: 3m}}\n"
SHIFTS = """\
shifts:
  day: {starts: [09:00, 7:00], length: 12h, breaks: [{length: 45m, within: 4h-7h}]}
  night: {starts: 22:00-01:00 every 1h, length: 10h 30m, pattern: 4/3}
groups:
  own: {hotlines: [a], shifts: [night]}
"""


def test_the_shifts_of_the_page_are_read(load: Load) -> None:
    section = PAGE.read_text(encoding="utf-8").partition("## Shifts")[2]
    shown = section.partition("```yaml\n")[2].partition("```")[0]
    scenario = load("hotlines: {mfc: {calls_per_day: 900, aht: 3m}}\n" + shown).scenario
    assert {name: (each.length_s // HOUR, each.cycle) for name, each in scenario.shifts.items()} == {
        "day12": (12, 4),
        "night12": (12, 4),
        "office": (9, 7),
        "short": (4, 7),
    }


def test_a_group_has_its_own_shifts_or_all_of_them(load: Load) -> None:
    groups = load(HOTLINES + SHIFTS).scenario.groups
    assert {name: group.shifts for name, group in groups.items()} == {
        "own": ("night",),
        "b": ("day", "night"),
    }
    assert load(HOTLINES).scenario.groups["a"].shifts == ()


def test_starts_are_in_order_and_may_lie_around_midnight(load: Load) -> None:
    shifts = load(HOTLINES + SHIFTS).scenario.shifts
    assert shifts["day"].starts_s == (7 * HOUR, 9 * HOUR)
    assert shifts["night"].starts_s == (0, HOUR, 22 * HOUR, 23 * HOUR)


def test_what_is_left_out_is_an_assumption_where_there_are_shifts(load: Load) -> None:
    def left_out(text: str) -> dict[str, str]:
        figures = load(HOTLINES + text).figures
        return {
            figure.key: figure.value
            for figure in figures
            if figure.origin == "default" and figure.key.startswith(("shifts", "rest"))
        }

    assert left_out("") == {}
    assert left_out(SHIFTS) == {"shifts.day.pattern": "5/2", "rest": "11h"}
    assert left_out(SHIFTS + "rest: 10h\n") == {"shifts.day.pattern": "5/2"}
    scenario = load(HOTLINES + SHIFTS).scenario
    assert (scenario.shifts["day"].days_on, scenario.shifts["day"].days_off, scenario.rest_s) == (
        5,
        2,
        11 * HOUR,
    )


def test_figures_of_shifts_have_sources(load: Load) -> None:
    text = """\
shifts:
  value:
    starts: {value: [07:00], source: the rota}
    length: {value: 12h, source: the labour code}
    breaks: [{length: {value: 30m, source: the agreement}, within: 4h-7h, paid: no}]
"""
    loaded = load(HOTLINES + text)
    sources = {figure.key: figure.source for figure in loaded.figures if figure.part == "shifts.value"}
    assert sources == {
        "shifts.value.starts": "the rota",
        "shifts.value.length": "the labour code",
        "shifts.value.breaks.0.length": "the agreement",
        "shifts.value.breaks.0.within": None,
        "shifts.value.breaks.0.paid": None,
        "shifts.value.pattern": None,
    }
    assert load(resolve_text(loaded)).scenario == loaded.scenario


WHOLE = [(Fraction(21, 100),) * 12]


@pytest.mark.parametrize(
    ("of_file", "of_group", "without"),
    [
        ("30%", None, None),
        ("{leave: 12%, training: 9%}", None, WHOLE),
        ("{leave: 12%, training: 9%, breaks: 9%}", None, WHOLE),
        ("{breaks: 9%}", None, [(Fraction(0),) * 12]),
        ("30%", "{leave: 21%, breaks: {jan-dec: 9%}}", WHOLE),
        ("{leave: 12%, breaks: 9%}", "30%", None),
        ("{2014-03-01: {leave: 21%, breaks: 9%}, 2014-03-03: {leave: 21%}}", None, WHOLE * 2),
        ("{2014-03-01: {leave: 21%, breaks: 9%}, 2014-03-03: 21%}", None, None),
    ],
)
def test_shrinkage_without_breaks_is_known_where_it_is_in_parts(
    of_file: str, of_group: str | None, without: Any, load: Load
) -> None:
    text = "calendar: {from: 2014-03-01, to: 2014-03-05}\nhotlines: {a: {calls_per_day: 900, aht: 3m}}\n"
    own = "" if of_group is None else f", shrinkage: {of_group}"
    group = load(f"{text}shrinkage: {of_file}\ngroups: {{g: {{hotlines: [a]{own}}}}}\n").scenario.groups["g"]
    found = group.shrinkage_without_breaks
    assert (None if found is None else [shares for _, shares in found.steps]) == without


def test_parts_by_month_stay_by_month(load: Load) -> None:
    text = "calendar: {from: 2014-05-30, to: 2014-06-02}\nhotlines: {a: {calls_per_day: 900, aht: 3m}}\n"
    parts = "shrinkage: {leave: {jan-may: 9%, jun-dec: 20%}, breaks: 9%}\n"
    found = load(text + parts).scenario.groups["a"].shrinkage_without_breaks
    assert found is not None
    by_month = found.at(date(2014, 6, 1))
    assert by_month[4:6] == (Fraction(9, 100), Fraction(1, 5))


def test_a_variant_and_the_command_line_change_a_shift(load: Load) -> None:
    text = HOTLINES + SHIFTS + "variants: {longer: {set: {shifts.day.breaks.0.paid: no, rest: 12h}}}\n"
    changed = load(text, variant="longer", overrides=("shifts.day.length=11h",)).scenario
    assert changed.shifts["day"].paid_s == 11 * HOUR - 2700
    assert changed.rest_s == 12 * HOUR
    with pytest.raises(InputError) as caught:
        load(text, overrides=("shifts.dya.length=11h",))
    assert caught.value.problems[0].message.code == "files.no_such_name"


def test_a_file_changes_the_shifts_of_the_one_below_it(load: Load) -> None:
    above = "extends: base.yaml\nshifts: {night: null, day: {length: 11h}}\ngroups: {own: {shifts: [day]}}\n"
    scenario = load(above, base=HOTLINES + SHIFTS).scenario
    assert list(scenario.shifts) == ["day"]
    assert scenario.shifts["day"].length_s == 11 * HOUR
    assert scenario.groups["own"].shifts == ("day",)


def test_a_short_rest_is_kept_by_a_pattern_without_two_days_in_a_row(load: Load) -> None:
    text = "shifts: {day: {starts: 09:00, length: 24h, pattern: 1/3}}\nrest: 42h\n"
    assert load(HOTLINES + text).scenario.shifts["day"].length_s == 24 * HOUR


def test_shares_and_factors_have_ranges(load: Load) -> None:
    text = """\
shifts:
  day:
    starts: 09:00
    length: 9h
    max_share: {value: 20%, range: 10%..40%}
    cost_factor: {value: 1.1, range: 1..1.3}
    max_operators: {value: 20, range: 10..40}
"""
    ranges = {each.key: each for mover in load(HOTLINES + text).movers for each in mover}
    drawn = {key: each.text_of(each.number_at(P90 / 2)) for key, each in ranges.items()}
    assert set(drawn) == {f"shifts.day.{key}" for key in ("max_share", "cost_factor", "max_operators")}
    assert drawn["shifts.day.max_operators"].isdecimal()
    assert ranges["shifts.day.max_share"].law == "logit-normal"


def test_no_plan_takes_notice_of_shifts(load: Load) -> None:
    own = "groups: {own: {hotlines: [a]}}\n"
    bare, with_shifts = load(HOTLINES + own), load(HOTLINES + SHIFTS)
    tables = [plan(loaded).tables for loaded in (bare, with_shifts)]
    for name in ("summary", "days", "hotlines", "intervals"):
        assert list(tables[0][name].records()) == list(tables[1][name].records())
    planner = Planner()
    keys = [
        {name: task.key for name, task in planner.demand(loaded.scenario).tasks.items()}
        for loaded in (bare, with_shifts)
    ]
    assert keys[0] == keys[1]
