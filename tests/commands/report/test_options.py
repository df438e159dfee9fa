"""Options side by side: the very figures that each one has when it is planned by itself."""

import pytest

from mfc_capacity.answers.first_screen import Option, Options
from mfc_capacity.answers.records import Plan
from mfc_capacity.commands.check.check import Request
from mfc_capacity.commands.people import people as staffed
from mfc_capacity.commands.report.report import report
from mfc_capacity.people.staffed import Question as Hiring
from mfc_capacity.plan.answer import plan
from mfc_capacity.plan.planner import Planner
from mfc_capacity.scenario import load_scenario
from mfc_capacity.wording import problem_text
from mfc_capacity.wording.en.numbers import share_text
from mfc_capacity.wording.en.options import helps_said, option_notes
from tests.conftest import Load

TEXT = """
currency: RUB
calendar: {from: 2024-01-01, to: 2024-01-28}
hotlines: {help: {calls_per_day: 1000, aht: 3m, patience: 2m, hours: 08:00-20:00}}
groups: {desk: {hotlines: [help], title: Help desk, operators: {08:00: 4}, targets: {service_level: 80% in 20s}}}
costs: {operator_hour: 10 RUB}
contract: {from: 2024-01-01, to: 2024-01-28, unit: operator_hours, volume: 2400, price: 10 RUB, overage: 20 RUB}
budget: {amount: 26000 RUB, extra: 2000 RUB}
variants:
  fewer: {title: Fewer calls, set: {hotlines.help.calls_per_day: 700}}
  more: {set: {hotlines.help.calls_per_day: 1400, budget.amount: 40000 RUB}}
"""


def options(load: Load, text: str, *changes: str) -> Options:
    return report(load(text, *changes), "main.yaml", Request()).first.options


def assert_same_digits(option: Option, alone: Plan) -> None:
    total = list(alone.tables["summary"].records())[-1]
    assert alone.contracts is not None
    assert alone.budget is not None
    assert (option.fte, option.service_level, option.abandonment, option.cost) == (
        total["fte_peak_week"], total["service_level"], total["abandonment"], alone.contracts.cost,
    )  # fmt: skip
    assert (option.days, option.days_missed) == (total["days_open"], total["days_missed"])
    assert (option.exhausted_on, option.left, option.left_with_extra) == (
        alone.contracts.exhausted_on, alone.budget.headroom, alone.budget.headroom_with_extra,
    )  # fmt: skip


@pytest.mark.parametrize("changes", [(), ("hotlines.help.aht=4m", "hotlines.help.calls_per_day=900")])
def test_a_variant_has_the_digits_of_its_own_plan(changes: tuple[str, ...]) -> None:
    def load(*, variant: str | None = None) -> Plan:
        read = {"read_bytes": lambda _path: TEXT.encode()}
        return plan(load_scenario("main.yaml", variant=variant, overrides=changes, **read))

    found = report(
        load_scenario("main.yaml", overrides=changes, read_bytes=lambda _path: TEXT.encode()),
        "main.yaml",
        Request(),
    ).first.options
    _, planned, fewer, more = found.rows
    assert [(row.kind, row.name, row.title) for row in found.rows[1:]] == [
        ("plan", None, None), ("variant", "fewer", "Fewer calls"), ("variant", "more", None),
    ]  # fmt: skip
    assert_same_digits(planned, load())
    assert_same_digits(fewer, load(variant="fewer"))
    assert_same_digits(more, load(variant="more"))


def test_today_is_what_the_operators_given_come_to(load: Load) -> None:
    """28 days of 4 operators for 12 hours, at no shrinkage: 1,344 hours of the contract, 28 x 4 x 12 / 4 / 40 jobs."""
    today = options(load, TEXT, "shrinkage=0%").rows[0]
    total = list(plan(load(TEXT, "shrinkage=0%")).tables["summary"].records())[-1]
    assert today.kind == "today"
    assert today.fte == pytest.approx(7 * 4 * 12 / 40)
    assert (today.service_level, today.abandonment, today.days_missed) == (
        total["given_service_level"],
        total["given_abandonment"],
        total["given_days_missed"],
    )
    assert (today.cost, today.left, today.exhausted_on) == (13_440, 26_000 - 13_440, None)


def test_what_would_help_is_said_in_the_digits_of_the_options(load: Load) -> None:
    assert list(helps_said(options(load, TEXT, "shrinkage=0%"), "RUB")) == [
        "The operators planned in place of those given: no target is missed, not on 28 of 28 days (each "
        "interval by itself), 20,160 RUB to pay, not 13,440 RUB, 5,840 RUB left of the budget, 12.6 full-time jobs, "
        "not 8.4, 6.6 % hang up, not 22.9 %.",
        "Fewer calls (fewer), cheapest and with the smallest share who hang up of the variants: 16,800 RUB to pay, not "
        "20,160 RUB, 9,200 RUB left of the budget, 10.5 full-time jobs, not 12.6, 5.0 % hang up, not 6.6 %.",
        "more: 29,760 RUB to pay, not 20,160 RUB, the contract runs out on 26 Jan 2024, 10,240 RUB left of the budget, "
        "16.8 full-time jobs, not 12.6, 5.5 % hang up, not 6.6 %.",
    ]


def test_where_nobody_hangs_up_it_is_said_how_many_are_answered_in_time(load: Load) -> None:
    """60 calls of six minutes an hour, 6 Erlangs, before 7 operators and 9: of Erlang C."""
    hotlines = "hotlines={help: {calls_per_day: 240, aht: 6m, hours: 10:00-14:00}}"
    desk = "groups.desk={hotlines: [help], operators: {10:00: 7}, targets: {max_asa: 30s}}"
    text = TEXT[: TEXT.index("contract")]
    needed, *_ = helps_said(options(load, text, hotlines, desk, "shrinkage=0%"), "RUB")
    assert needed.endswith("83.4 % answered in time, not 41.9 %.")


def test_a_target_that_is_missed_on_the_only_day_is_not_counted_in_days(load: Load) -> None:
    """Of one operator for 1,000 calls a day; as soon as enough are given, no target is missed and nothing is said."""
    needed, *_ = helps_said(options(load, TEXT, "calendar=null", "contract=null", "budget=null"), "RUB")
    assert "no target is missed (each interval by itself), " in needed
    enough = options(load, TEXT, "groups.desk.operators={08:00: 40}")
    assert "missed" not in " ".join([*helps_said(enough, "RUB"), *option_notes(enough)])


def test_a_variant_that_may_not_have_what_targets_need_misses_them(load: Load) -> None:
    capped = TEXT + "  capped: {set: {groups.desk.max_operators: 5}}\n"
    found = options(load, capped)
    last = next(said for said in helps_said(found, "RUB") if said.startswith("capped"))
    assert found.rows[-1].days_missed == 28
    assert "a target is missed on 28 of 28 days, not 0 (each interval by itself)" in last


def test_the_variant_with_which_fewest_hang_up_is_named_beside_the_cheapest(load: Load) -> None:
    """A dearer hour changes what is paid, and nothing of what callers meet; more patience changes both."""
    text = TEXT + "  calm: {set: {hotlines.help.patience: 20m, costs.operator_hour: 11 RUB}}\n"
    said = list(helps_said(options(load, text, "contract=null", "budget.covers=labour"), "RUB"))
    assert [sentence.partition(":")[0] for sentence in said[1:]] == [
        "Fewer calls (fewer), cheapest of the variants",
        "calm, with the smallest share who hang up of the variants",
        "more",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("budget", "said"),
    [
        ("{amount: 9000 RUB, covers: labour}", "The budget is enough for none of the variants."),
        (
            "{amount: 9000 RUB, extra: 100 RUB, covers: labour}",
            "The budget is enough for none of the variants, not even with the extra.",
        ),
        ("{amount: 9000 RUB, extra: 9000 RUB, covers: labour}", None),
    ],
)
def test_a_budget_that_is_enough_for_nothing(load: Load, budget: str, said: str | None) -> None:
    """The cheapest variant costs 16,800 of labour."""
    text = TEXT.replace(", budget.amount: 40000 RUB", "")
    found = list(helps_said(options(load, text, f"budget={budget}", "contract=null", "shrinkage=0%"), "RUB"))
    told = [sentence for sentence in found if "is enough for none" in sentence]
    assert told == ([] if said is None else [said])


def test_of_two_variants_that_cost_the_same_as_it_is_shown_none_is_the_cheapest(load: Load) -> None:
    twin = "  twin: {set: {hotlines.help.calls_per_day: 700, title: Twin}}\n"
    assert "cheapest" not in " ".join(helps_said(options(load, TEXT + twin), "RUB"))


def test_none_is_said_to_cost_less_only_where_all_costs_are_known(load: Load) -> None:
    text = TEXT[: TEXT.index("contract")] + "variants: {dear: {set: {hotlines.help.calls_per_day: 1200}}}\n"
    none = "None of the variants costs less than the plan."
    assert none in list(helps_said(options(load, text), "RUB"))
    unknown = text.replace("dear:", "free: {set: {costs: null}}, dear:")
    assert none not in list(helps_said(options(load, unknown), "RUB"))


@pytest.mark.parametrize(
    ("change", "note"),
    [
        ("calendar.to: 2024-01-14", "Of other days than the plan, and not compared in words: other."),
        ("budget.covers: labour", "The budget or the contract covers something else than the plan's: other."),
    ],
)
def test_what_cannot_be_compared_is_told_apart(load: Load, change: str, note: str) -> None:
    found = options(load, TEXT + f"  other: {{set: {{{change}}}}}\n")
    assert note in list(option_notes(found))
    assert not any(sentence.startswith("other") for sentence in helps_said(found, "RUB"))
    assert note not in list(option_notes(options(load, TEXT)))


def test_targets_missed_are_not_compared_between_methods(load: Load) -> None:
    text = TEXT.replace("80% in 20s", "50% in 60s") + "  queues: {set: {method: time-dependent}}\n"
    found = options(
        load, text, "calendar.to=2024-01-02", "contract=null", "budget=null", "groups.desk.max_operators=3"
    )
    assert "By another method than the plan: queues." in list(option_notes(found))
    said = " ".join(sentence for sentence in helps_said(found, None) if sentence.startswith("queues"))
    assert "target" not in said


def test_what_is_cheaper_and_worse_is_told_so(load: Load) -> None:
    text = TEXT + "  loose: {set: {groups.desk.targets.service_level: 50% in 20s}}\n"
    said = {sentence[:5]: sentence for sentence in helps_said(options(load, text), "RUB")}
    assert ", but " in said["loose"]
    assert "but" not in said["Fewer"]


def test_no_variant_is_best_at_what_is_the_same_as_it_is_shown(load: Load) -> None:
    """A tenth of a second of patience changes who hangs up by less than a tenth of a percent."""
    text = TEXT[: TEXT.index("  more:")]
    found = options(load, text.replace("hotlines.help.calls_per_day: 700", "hotlines.help.patience: 120.1s"))
    _, planned, calm = found.rows
    assert calm.abandonment is not None
    assert planned.abandonment is not None
    assert share_text(calm.abandonment) == share_text(planned.abandonment)
    assert calm.abandonment < planned.abandonment
    assert "smallest" not in " ".join(helps_said(found, "RUB"))


def test_no_variant_is_said_to_cost_less_that_does_not(load: Load) -> None:
    dear = TEXT.replace("hotlines.help.calls_per_day: 700", "hotlines.help.calls_per_day: 1200")
    assert "None of the variants costs less than the plan." in list(helps_said(options(load, dear), "RUB"))


def test_nothing_is_said_of_variants_that_are_not_planned(load: Load) -> None:
    more = "".join(f"  v{k}: {{set: {{budget.amount: {k + 1} RUB}}}}\n" for k in range(8))
    said = list(helps_said(options(load, TEXT + more), "RUB"))
    assert said[1].startswith(
        "Fewer calls (fewer), cheapest and with the smallest share who hang up of the variants compared here:"
    )
    assert len(said) == 1 + 4


def test_what_changes_nothing_that_is_shown_helps_nobody(load: Load) -> None:
    """As many are given as are planned, and the only variant changes a name."""
    text = TEXT[: TEXT.index("variants")] + "variants: {same: {set: {title: Another}}}\n"
    assert list(helps_said(options(load, text, "groups.desk.operators={08:00: 6}"), "RUB")) == [
        "None of the variants costs less than the plan."
    ]


def test_a_share_in_another_time_is_said_to_be_one(load: Load) -> None:
    text = TEXT + "  slow: {set: {groups.desk.targets.service_level: 80% in 60s}}\n"
    assert "Answered in time is by another promise than the plan's: slow." in option_notes(
        options(load, text)
    )
    assert "Answered in time" not in " ".join(option_notes(options(load, TEXT)))


def test_groups_without_operators_given_are_as_planned_today(load: Load) -> None:
    two = TEXT.replace(
        "hotlines: {", "hotlines: {other: {calls_per_day: 300, aht: 5m, hours: 08:00-20:00}, "
    ).replace("groups: {", "groups: {second: {hotlines: [other], targets: {service_level: 80% in 20s}}, ")
    found = options(load, two, "shrinkage=0%")
    own = next(plan(load(two, "shrinkage=0%")).tables["summary"].records())
    assert found.as_planned == ("second",)
    assert found.rows[0].fte == pytest.approx(7 * 4 * 12 / 40 + float(own["fte_peak_week"] or 0))


def test_the_people_of_each_option_are_those_of_its_own_plan(load: Load) -> None:
    people = "people={desk: {employed: {2024-01-01: 11}, attrition: 1% a month}}"
    found = report(load(TEXT, people), "main.yaml", Request(), hiring=Hiring("none")).first.options
    _, planned, fewer, more = found.rows

    def alone(*changes: str) -> tuple[object, ...]:
        planned = Planner().planned(load(TEXT, people, *changes))
        *_, total = staffed(planned, Hiring("none")).tables["summary"].records()
        return total["weeks"], total["weeks_short"], total["service_level"]

    def of(option: Option) -> tuple[object, ...]:
        return option.weeks, option.weeks_short, option.staffed_service_level

    assert of(planned) == alone()
    assert of(fewer) == alone("hotlines.help.calls_per_day=700")
    assert of(more) == alone("hotlines.help.calls_per_day=1400", "budget.amount=40000 RUB")
    assert len({of(row) for row in (planned, fewer, more)}) == 3
    assert planned.weeks_short is not None
    assert fewer.weeks_short is not None
    assert planned.weeks_short > fewer.weeks_short
    said = next(sentence for sentence in helps_said(found, "RUB") if sentence.startswith("Fewer"))
    assert f"{fewer.weeks_short} weeks short of people, not {planned.weeks_short}" in said
    assert said.endswith(
        f"{share_text(fewer.staffed_service_level or 0)} answered in time with the people there, not "
        f"{share_text(planned.staffed_service_level or 0)}."
    )


def test_variants_whose_people_are_not_known_are_named(load: Load) -> None:
    people = "people: {desk: {employed: {2024-01-01: 11}, attrition: 1% a month}}"
    text = f"{TEXT}  nobody: {{set: {{people: null}}}}\n{people}\n"

    def notes(*changes: str) -> str:
        found = report(load(text, *changes), "main.yaml", Request(), hiring=Hiring("none")).first.options
        return " ".join(option_notes(found))

    named = "What the people come to is not known here of nobody; people --variant says it."
    assert named in notes()
    assert named in notes("calendar.to=2024-01-05", "contract=null", "budget=null")
    assert "people" not in " ".join(option_notes(options(load, text)))


def test_a_variant_without_an_answer_says_why(load: Load) -> None:
    text = TEXT + "  never: {set: {groups.desk.targets.service_level: 100% in 20s}}\n"
    *_, never = options(load, text).rows
    assert (never.name, never.fte, never.cost) == ("never", None, None)
    assert "100%" in problem_text(never.problems[0])


def test_no_more_than_eight_variants_are_planned(load: Load) -> None:
    more = "".join(f"  v{k}: {{set: {{budget.amount: {k + 1} RUB}}}}\n" for k in range(8))
    found = options(load, TEXT + more)
    assert len(found.rows) == 2 + 8
    assert found.left_out == ("v6", "v7")


def test_variants_are_named_where_they_are_not_to_be_planned(load: Load) -> None:
    found = report(load(TEXT), "main.yaml", Request(), variants=False).first.options
    assert [row.kind for row in found.rows] == ["today", "plan"]
    assert found.left_out == ("fewer", "more")


def test_a_variant_by_itself_has_no_others() -> None:
    loaded = load_scenario("main.yaml", variant="fewer", read_bytes=lambda _path: TEXT.encode())
    assert [row.kind for row in report(loaded, "main.yaml", Request()).first.options.rows] == [
        "today",
        "plan",
    ]


def test_costs_of_all_options_are_of_one_kind(load: Load) -> None:
    """Of all: labour at 10 an hour, no contacts, and the contract; a variant without a contract has labour alone."""
    text = TEXT + "  alone: {set: {contract: null}}\n"
    found = options(load, text, "budget.covers=all", "shrinkage=0%")
    assert found.plan.cost_of == "all"
    today, _, *_, alone = found.rows
    assert today.cost == 2 * 13_440
    total = list(
        plan(load(TEXT, "budget.covers=all", "shrinkage=0%", "contract=null")).tables["summary"].records()
    )[-1]
    assert (alone.cost, alone.has_contract) == (total["cost"], False)
