"""The decision that stands first in a report: each case, with the figures of the plan."""

import pytest

from mfc_capacity.answers.first_screen import Decision
from mfc_capacity.commands.check.check import Request
from mfc_capacity.commands.report.report import report
from mfc_capacity.people.staffed import Question as Hiring
from mfc_capacity.wording.en.decision import decision_said
from mfc_capacity.wording.en.first_screen import hiring_said
from mfc_capacity.wording.en.numbers import share_text
from tests.conftest import Load

# 100 calls a day at 10 RUB of a contract.
MONEY = """
currency: RUB
calendar: {from: 2024-01-01, to: 2024-01-14}
hotlines: {help: {calls_per_day: 100, aht: 3m, patience: 2m, hours: 08:00-20:00}}
groups: {desk: {hotlines: [help], title: Help desk, targets: {service_level: 80% in 20s}}}
contract: {from: 2024-01-01, to: 2024-01-14, unit: calls, volume: 1000, price: 10 RUB, overage: 20 RUB}
budget: {amount: 18000 RUB, extra: 500 RUB}
"""
WITHOUT_MONEY = MONEY[: MONEY.index("contract")]
STATED = "groups.desk.operators={08:00: 1}"


def decided(load: Load, text: str, *changes: str, hiring: Hiring | None = None) -> tuple[Decision, list[str]]:
    found = report(load(text, *changes), "main.yaml", Request(), hiring=hiring).first.decision
    return found, decision_said(found, "RUB")


@pytest.mark.parametrize(
    ("amount", "extra", "said"),
    [
        (
            18_000, "500 RUB",
            "The money is enough for the plan: the budget of 18,000 RUB pays for the contract to the end, with 0 RUB "
            "left.",
        ),
        (
            17_999, "500 RUB",
            "The money is enough for the plan only with the extra: the budget of 17,999 RUB pays for the contract "
            "until the money ends on 14 Jan 2024; 1 RUB are missing. With the extra 500 RUB it lasts to the end, with "
            "499 RUB left.",
        ),
        (
            13_900, "500 RUB",
            "The money is not enough for the plan, not even with the extra: the budget of 13,900 RUB pays for the "
            "contract until the money ends on 12 Jan 2024; 4,100 RUB are missing. With the extra 500 RUB it lasts "
            "until the money ends on 13 Jan 2024; 3,600 RUB are missing.",
        ),
        (
            10_000, "null",
            "The money is not enough for the plan: the budget of 10,000 RUB pays for the contract until the money ends "
            "on 11 Jan 2024; 8,000 RUB are missing.",
        ),
    ],
)  # fmt: skip
def test_the_money_comes_first_and_the_extra_only_where_it_is_needed(
    load: Load, amount: int, extra: str, said: str
) -> None:
    """1,000 calls at 10 and 400 at 20 are 18,000."""
    _, sentences = decided(load, MONEY, f"budget.amount={amount} RUB", f"budget.extra={extra}")
    assert sentences[:2] == [
        said,
        "The contract runs out on 11 Jan 2024, after 10 days: 400 calls and 8,000 RUB beyond it.",
    ]
    assert not any("operators given" in own for own in sentences)


def test_a_cost_that_is_not_known_is_said_to_be_unknown(load: Load) -> None:
    _, (first, *_) = decided(load, MONEY, "budget.covers=labour")
    assert first == "Whether the budget of 18,000 RUB is enough is unknown, as is the cost of labour."


def test_operators_given_that_are_too_few(load: Load) -> None:
    found, (first, *_) = decided(load, WITHOUT_MONEY, STATED)
    assert found.served is not None
    (group,) = found.served.groups
    (row,) = [
        row
        for row in report(load(WITHOUT_MONEY, STATED), "main.yaml", Request())
        .plan.tables["summary"]
        .records()
        if row["group"] == "desk"
    ]
    assert (group.days, group.days_missed) == (row["days_open"], row["given_days_missed"]) == (14, 14)
    assert group.missed is not None
    assert group.missed.value == row["given_service_level"]
    assert first.startswith(
        "Callers are badly served with the operators given in Help desk (desk): a target is missed on 14 of 14 days, "
        "and over all days "
    )
    assert first.endswith(" of all calls are answered within 20s (target: 80.0 %).")


def test_of_groups_short_on_as_many_days_the_one_furthest_from_its_target_is_worst(load: Load) -> None:
    """Both miss a target every day; the second in the file by more."""
    hotlines = "".join(
        f", {name}: {{calls_per_day: 100, aht: 3m, patience: 2m, hours: 08:00-20:00}}" for name in "ab"
    )
    stated = ((name, count) for name, count in (("a", 2), ("b", 1)))
    groups = "".join(
        f"{name}: {{hotlines: [{name}], operators: {count}, targets: {{max_abandonment: 1%}}}}, "
        for name, count in stated
    )
    two = WITHOUT_MONEY.replace("20:00}}", f"20:00}}{hotlines}}}").replace("groups: {", f"groups: {{{groups}")
    found, (first, *_) = decided(load, two)
    assert found.served is not None
    assert [(group.name, group.days_missed) for group in found.served.groups] == [("b", 14), ("a", 14)]
    assert "in 2 of 2 groups, worst in b, where a target is missed on 14 of 14 days" in first
    excess = [group.missed.excess for group in found.served.groups if group.missed is not None]
    assert excess == sorted(excess, reverse=True)


def test_operators_who_are_enough_at_the_wrong_times(load: Load) -> None:
    """Nobody in the first two hours of twelve, and in the others more than twice as many as are needed."""
    found, (_, second, *_) = decided(load, WITHOUT_MONEY, "groups.desk.operators={08:00: 0, 10:00: 6}")
    assert found.served is not None
    assert found.need is not None
    assert found.served.hours == 14 * 10 * 6
    (total,) = (
        row
        for row in report(load(WITHOUT_MONEY), "main.yaml", Request()).plan.tables["summary"].records()
        if row["group"] == "total"
    )
    needed = float(total["operator_hours_required"] or 0)
    assert found.served.needed_hours == needed < 14 * 10 * 6
    assert (
        second
        == f"Operators are enough, at the wrong times: 840 hours on duty are given, and {needed:.0f} needed."
    )
    _, few = decided(load, WITHOUT_MONEY, STATED)
    assert "enough" not in " ".join(few)


def test_operators_are_not_enough_where_a_cap_keeps_the_plan_from_what_targets_need(load: Load) -> None:
    """As many are given as are planned, in other hours: fewer than the targets need."""
    changes = "hotlines.help.calls_per_day=1000", "groups.desk.max_operators=2"
    found, said = decided(load, WITHOUT_MONEY, *changes, "groups.desk.operators={08:00: 0, 10:00: 3}")
    assert found.served is not None
    assert found.served.hours >= found.served.needed_hours
    assert "enough" not in " ".join(said)


def test_a_contract_of_calls_costs_the_same_whoever_is_there(load: Load) -> None:
    found, said = decided(load, MONEY, STATED, "budget.amount=17000 RUB")
    assert found.today is None
    assert not any("to pay" in sentence for sentence in said)


@pytest.mark.parametrize(
    ("budget", "said"),
    [
        ("amount: 1600 RUB", "to pay, 80 RUB more than the budget."),
        ("amount: 1600 RUB, extra: 80 RUB", "to pay, 80 RUB more than the budget, not with the extra."),
        ("amount: 1600 RUB, extra: 79 RUB", "to pay, 80 RUB more than the budget, with the extra too."),
        ("amount: 1680 RUB", "to pay, and the money is enough."),
    ],
)
def test_whether_the_budget_is_enough_for_today_is_said_where_it_is_not_for_the_plan(
    load: Load, budget: str, said: str
) -> None:
    """14 days of one operator for 12 hours at 10 RUB; the plan needs more of them."""
    changes = "costs={operator_hour: 10 RUB}", f"budget={{{budget}, covers: labour}}"
    _, (first, second, *_) = decided(load, WITHOUT_MONEY, STATED, *changes)
    assert first.startswith("The money is not enough for the plan")
    assert second == f"With the operators given it is 1,680 RUB {said}"
    _, enough = decided(load, WITHOUT_MONEY, STATED, changes[0], "budget={amount: 90000 RUB, covers: labour}")
    assert not any(sentence.startswith("With the operators given it is") for sentence in enough)


def test_more_calls_than_operators_given_can_handle(load: Load) -> None:
    changes = STATED, "hotlines.help.patience=null", "hotlines.help.aht=15m"
    _, (first, *_) = decided(load, WITHOUT_MONEY, *changes)
    assert first.endswith("more calls come than they can handle, and the queue only grows.")


def test_operators_given_that_are_enough(load: Load) -> None:
    _, (first, *_) = decided(load, WITHOUT_MONEY, "groups.desk.operators={08:00: 9}")
    assert first == "The operators given keep every target, each interval taken by itself."


def test_only_groups_that_state_operators_are_compared(load: Load) -> None:
    """The other group waits long with what its targets need; it is on neither side."""
    two = WITHOUT_MONEY.replace(
        "hotlines: {", "hotlines: {other: {calls_per_day: 900, aht: 9m, patience: 9m}, "
    ).replace("groups: {", "groups: {slow: {hotlines: [other], targets: {service_level: 5% in 20s}}, ")
    found, (first, *_) = decided(load, two, "groups.desk.operators={08:00: 9}")
    alone, _ = decided(load, WITHOUT_MONEY, "groups.desk.operators={08:00: 9}")
    assert found.served is not None
    assert alone.served is not None
    assert found.served.needed_mean_wait_s == alone.served.needed_mean_wait_s
    assert found.served.mean_wait_s == alone.served.mean_wait_s
    assert "in the groups that state them" in first


def test_people_who_are_missing(load: Load) -> None:
    people = "{desk: {employed: {2024-01-01: 3}, attrition: 1% a month}}"
    hiring = Hiring("none")
    found, (first, *_) = decided(load, WITHOUT_MONEY, f"people={people}", hiring=hiring)
    people_short = found.people
    assert people_short is not None
    assert people_short.worst_fte is not None
    assert first == (
        f"{people_short.weeks_short} of 2 weeks are short of people, with nobody hired: most in "
        f"{people_short.worst_week}, with {people_short.worst_fte:.1f} full-time jobs missing and "
        f"{share_text(people_short.worst_service_level or 0)} answered in time; over all weeks "
        f"{share_text(people_short.service_level or 0)} are."
    )


def test_groups_with_people_are_named_where_others_have_none(load: Load) -> None:
    two = WITHOUT_MONEY.replace(
        "20:00}}", "20:00}, other: {calls_per_day: 100, aht: 3m, hours: 08:00-20:00}}"
    )
    people = "people={desk: {employed: {2024-01-01: 300}, attrition: 0% a month}}"
    _, (first, *_) = decided(load, two, people, hiring=Hiring("none"))
    assert first == "No week of desk is short of people, with nobody hired."


def test_with_nothing_given_there_is_the_need(load: Load) -> None:
    found, (first, *_) = decided(load, WITHOUT_MONEY)
    assert (found.budget, found.contracts, found.served, found.people) == (None, (), None, None)
    assert found.need is not None
    assert (
        first
        == f"At the peak, on Mon 1 Jan 2024 from 08:00, {found.need.operators} operators must be on duty at once."
    )


def test_nobody_calls(load: Load) -> None:
    _, sentences = decided(
        load, WITHOUT_MONEY, "hotlines.help.calls_per_day=0", "groups.desk.operators={08:00: 0}"
    )
    assert sentences == ["Nobody calls, and nobody is needed."]


def test_operators_that_may_not_be_come_before_the_money(load: Load) -> None:
    found, (first, second, *_) = decided(
        load, MONEY, "hotlines.help.calls_per_day=1000", "groups.desk.max_operators=2"
    )
    (capped,) = found.capped
    (plan,) = load_plan(load, "hotlines.help.calls_per_day=1000")
    assert (capped.needed, capped.planned) == (plan, 2)
    assert first == (
        f"In Help desk (desk) no more than 2 operators may be where the targets need {plan}, and what is planned does "
        "not keep them."
    )
    assert second.startswith("The money is not enough for the plan")


def load_plan(load: Load, *changes: str) -> list[int]:
    """Return the operators at the peak that are needed where there is no limit."""
    need = report(load(MONEY, *changes), "main.yaml", Request()).first.decision.need
    return [] if need is None else [need.operators]


def test_what_classes_change_is_said(load: Load) -> None:
    people = "{desk: {employed: {2024-01-01: 1}, attrition: 1% a month, hires: {2024-01-01: 4}}}"
    found, _ = decided(load, WITHOUT_MONEY, f"people={people}", hiring=Hiring("planned"))
    assert found.people is not None
    level, unhired = found.people.service_level, found.people.unhired_service_level
    assert level is not None
    assert unhired is not None
    assert level > unhired
    assert hiring_said(found.people) == (
        "4 people to be hired are counted already: without them 2 of 2 weeks would be short, "
        f"not {found.people.weeks_short}, and {share_text(unhired)} would be answered in time, not "
        f"{share_text(level)}."
    )
