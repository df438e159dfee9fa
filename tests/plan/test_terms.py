"""What changes over time: targets, shrinkage and operators by date, month and weekday; and no more than seats."""

from collections.abc import Callable
from fractions import Fraction

import numpy as np
import pytest

from mfc_capacity.answers.records import Caution, Plan
from mfc_capacity.commands.plan.view import figures, verdict
from mfc_capacity.core.steady.erlang import steady_state
from mfc_capacity.core.steady.staffing import operators_required
from mfc_capacity.core.targets import Targets
from mfc_capacity.plan.planner import Planned
from mfc_capacity.plan.promise import deliveries, delivery_cautions
from mfc_capacity.wording import text
from mfc_capacity.wording.en.cautions import caution_text
from mfc_capacity.wording.en.numbers import dated

PlanOf = Callable[..., Planned]
PlanText = Callable[..., Plan]

# Three days, Sunday to Tuesday, of ten hours with 60 calls of 5 minutes each: 5 Erlangs.
THREE_DAYS = """
currency: RUB
calendar: {from: 2014-06-29, to: 2014-07-01, interval: 1h}
hotlines: {help: {calls_per_day: 600, aht: 5m, patience: 3m, hours: 08:00-18:00}}
groups: {g: {hotlines: [help]}}
targets: {2014-01-01: {service_level: 80% in 20s}, 2014-07-01: {service_level: 50% in 60s, max_abandonment: 2%}}
shrinkage: {2014-06-29: {leave: {jun: 10%, jul: 25%}, breaks: 10%}, 2014-07-01: 40%}
costs: {operator_hour: 100 RUB}
"""


def needed(**targets: float) -> int:
    within_s = targets.pop("within_s", 20.0)
    return int(
        operators_required(
            [60], [300], patience_s=[180], targets=Targets(within_s=within_s, **targets)
        ).operators[0]
    )


def records(plan: Plan, table: str, **keys: object) -> list[dict[str, object]]:
    rows = plan.tables[table].records()
    return [row for row in rows if all(row[name] == value for name, value in keys.items())]


def of_code(plan: Plan, code: str) -> list[Caution]:
    return [caution for caution in plan.cautions if caution.code == code]


def test_each_day_keeps_its_own_targets(plan_text: PlanText) -> None:
    plan = plan_text(THREE_DAYS)
    before = needed(service_level=0.8)
    after = max(needed(service_level=0.5, within_s=60.0), needed(max_abandonment=0.02))
    assert before != after
    required = {row["date"]: row["operators_required"] for row in records(plan, "intervals", start="08:00")}
    assert required == {"2014-06-29": before, "2014-06-30": before, "2014-07-01": after}
    levels = {row["date"]: row["service_level"] for row in records(plan, "intervals", start="08:00")}
    for day, count, within_s in (("2014-06-30", before, 20), ("2014-07-01", after, 60)):
        state = steady_state([60], [300], [count], patience_s=[180], within_s=within_s)
        assert levels[day] == pytest.approx(float(state.service_level_offered[0]), rel=1e-12)


def test_a_group_replaces_targets_one_by_one_on_every_day(plan_of: PlanOf) -> None:
    whole = plan_of(
        THREE_DAYS, "groups.g.targets={2014-06-30: {service_level: 90% in 10s}}", "calendar.from=2014-06-30"
    )
    (group,) = whole.groups
    levels = [group.terms(kind).targets.service_level for kind in group.load.kinds.tolist()]
    assert [(level.share, level.within_s) for level in levels if level] == [(0.9, 10.0)] * 2
    assert [group.terms(kind).targets.max_abandonment for kind in group.load.kinds.tolist()] == [None, 0.02]


def test_targets_over_time_are_said_in_short(plan_text: PlanText) -> None:
    said = plan_text(THREE_DAYS).targets["g"]
    assert text(said["service_level"]) == "80% in 20s, from 1 Jul 2014 50% in 1m"
    assert text(said["abandonment"]) == "no target, from 1 Jul 2014 ≤ 2%"
    alone = plan_text(THREE_DAYS, overrides=("calendar.from=2014-07-01",)).targets["g"]
    assert text(alone["service_level"]) == "50% in 1m"


def test_shrinkage_changes_paid_hours_alone(plan_text: PlanText) -> None:
    plan = plan_text(THREE_DAYS)
    shrinkage = {
        "2014-06-29": Fraction(20, 100),
        "2014-06-30": Fraction(20, 100),
        "2014-07-01": Fraction(40, 100),
    }
    for row in records(plan, "days"):
        hours = Fraction(row["operator_hours_required"])  # type: ignore[arg-type]
        paid = hours / (1 - shrinkage[str(row["date"])])
        assert row["operator_hours_paid"] == pytest.approx(float(paid), rel=1e-15)
        assert row["labour_cost"] == pytest.approx(float(paid) * 100, abs=0.01)
    (total,) = records(plan, "summary", group="total")
    assert total["labour_cost"] == pytest.approx(
        sum(float(str(row["labour_cost"])) for row in records(plan, "days"))
    )
    first = records(plan, "intervals", start="08:00", date="2014-07-01")[0]
    assert first["operators_paid"] == -(-Fraction(str(first["operators_required"])) // Fraction(60, 100))


def test_a_part_by_month_is_that_of_the_month(plan_of: PlanOf) -> None:
    whole = plan_of(THREE_DAYS, "shrinkage={leave: {jun: 10%, jul: 25%}, breaks: 10%}")
    (group,) = whole.groups
    shrinkage = [group.terms(kind).shrinkage for kind in group.load.kinds.tolist()]
    assert shrinkage == [Fraction(1, 5), Fraction(1, 5), Fraction(35, 100)]


def test_most_of_the_time_away_is_worth_a_word(plan_text: PlanText) -> None:
    assert not of_code(plan_text(THREE_DAYS, overrides=("shrinkage=60%",)), "shrinkage-high")
    (caution,) = of_code(
        plan_text(THREE_DAYS, overrides=("shrinkage={leave: 41%, breaks: 20%}",)), "shrinkage-high"
    )
    assert (caution.facts["group"], caution.facts["shrinkage"]) == ("g", 0.61)


@pytest.mark.parametrize(
    ("operators", "sunday", "monday", "tuesday"),
    [
        ("7", 7, 7, 7),
        ("{mon-fri: 9, sun: 4}", 4, 9, 9),
        ("{mon: {08:00: 3, 10:00: 9}, tue: 8}", 0, 3, 8),
        ("{2014-06-29: 5, 2014-07-01: {mon-fri: {07:00: 2}, sat-sun: 1}}", 5, 5, 2),
    ],
)
def test_operators_given_are_those_of_the_day(
    plan_text: PlanText, operators: str, sunday: int, monday: int, tuesday: int
) -> None:
    plan = plan_text(THREE_DAYS, overrides=(f"groups.g.operators={operators}",))
    given = [row["operators_given"] for row in records(plan, "intervals", start="08:00")]
    assert given == [sunday, monday, tuesday]


def test_operators_given_on_a_holiday(plan_text: PlanText) -> None:
    holiday = "calendar.holidays={2014-06-30: Day of rest}"
    plan = plan_text(THREE_DAYS, overrides=(holiday, "groups.g.operators={mon-fri: 9, sun: 4, holiday: 2}"))
    assert [row["operators_given"] for row in records(plan, "intervals", start="08:00")] == [4, 2, 9]


@pytest.mark.parametrize("method", ["stationary", "time-dependent"])
def test_never_more_than_there_are_seats(plan_text: PlanText, plan_of: PlanOf, method: str) -> None:
    free = plan_text(THREE_DAYS, overrides=(f"method={method}",))
    counts = [row["operators_required"] for row in records(free, "intervals")]
    most = int(max(counts)) - 1  # type: ignore[call-overload]
    changes = (f"method={method}", f"groups.g.max_operators={most}")
    plan = plan_text(THREE_DAYS, overrides=changes)
    for row, count in zip(records(plan, "intervals"), counts, strict=True):
        is_capped = int(str(count)) > most
        assert row["operators_needed"] == count
        assert row["operators_required"] == min(int(str(count)), most)
        assert (row["status"] == "capped") == (row["bound_by"] == "max_operators") == is_capped
    (group,) = plan_of(THREE_DAYS, *changes).groups
    met = group.task.met(np.minimum(group.operators.needed, most))
    np.testing.assert_array_equal(met.service_level, group.operators.expected.service_level)
    (caution,) = of_code(plan, "operators-capped")
    capped = [row for row in records(plan, "intervals") if row["status"] == "capped"]
    assert caution.facts["intervals"] == len(capped)
    assert caution.facts["first"][0] == [capped[0]["date"], capped[0]["start"]]
    assert (caution.facts["worst"], caution.facts["needed"], caution.facts["most"]) == (1, most + 1, most)
    assert dated(str(capped[0]["date"])) in caution_text(caution)


def test_as_many_seats_as_are_needed_change_nothing(plan_text: PlanText) -> None:
    free = plan_text(THREE_DAYS)
    most = max(int(str(row["operators_required"])) for row in records(free, "intervals"))
    plan = plan_text(THREE_DAYS, overrides=(f"groups.g.max_operators={most}",))
    assert not of_code(plan, "operators-capped")
    assert [(*row.values(),)[:-1] for row in records(plan, "intervals")] == [
        (*row.values(),) for row in records(free, "intervals")
    ]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (10, "the operators given cover what is planned"),
        (8, "the operators given are 2 fewer than planned at 08:00"),
    ],
)
def test_the_verdict_on_a_capped_plan_says_what_is_planned_and_names_the_cap(
    plan_text: PlanText, given: int, said: str
) -> None:
    capped = f"""
hotlines: {{a: {{calls_per_day: 2000, aht: 4m, patience: 2m, hours: 08:00-20:00}}}}
groups: {{g: {{hotlines: [a], max_operators: 10, operators: {{08:00: {given}}}}}}}
targets: {{service_level: 80% in 20s}}
"""
    assert verdict(plan_text(capped)) == (
        "10 operators on duty at the peak (08:00) and 15.0 FTE are planned; the targets would need 13 at 08:00, and "
        f"max_operators lets 10; {said}. A target is missed."
    )
    assert "are needed; the operators given" in verdict(
        plan_text(capped, overrides=("groups.g.max_operators=20",))
    )


def test_seats_that_cannot_keep_up_are_capped_with_nothing_known(plan_text: PlanText) -> None:
    endless = ("hotlines.help.patience=endless", "groups.g.max_operators=4")
    row = records(plan_text(THREE_DAYS, overrides=endless), "intervals")[0]
    assert (row["status"], row["operators_required"], row["asa_s"], row["service_level"]) == (
        "capped",
        4,
        None,
        None,
    )


def test_more_operators_given_than_may_be_there_are_worth_a_word(plan_text: PlanText) -> None:
    """Seven sit down on Sunday; on Monday two of nine in the afternoon, on Tuesday one of eight cannot."""
    given = "groups.g.operators={sun: 7, mon: {08:00: 3, 12:00: 9}, tue: 8}"
    plan = plan_text(THREE_DAYS, overrides=(given, "groups.g.max_operators=7"))
    (caution,) = of_code(plan, "given-above-most")
    assert caution.facts == {
        "group": "g",
        "days": 2,
        "first": ["2014-06-30", "2014-07-01"],
        "given": 9,
        "most": 7,
        "date": "2014-06-30",
        "start": "12:00",
    }
    said = caution_text(caution)
    assert "more than max_operators on 2 days (Mon 30 Jun 2014, Tue 1 Jul 2014)" in said
    assert "most at Mon 30 Jun 2014 12:00: 9 on duty, at most 7" in said
    for most in ("9", "{2014-06-29: 7, 2014-06-30: 9}"):
        plan = plan_text(THREE_DAYS, overrides=(given, f"groups.g.max_operators={most}"))
        assert not of_code(plan, "given-above-most")


def test_days_missed_stand_beside_the_operators_given(plan_text: PlanText) -> None:
    """Two operators for five Erlangs miss the targets on each day, and with patience no queue grows without end."""
    text = THREE_DAYS.replace("hours: 08:00-18:00}", "hours: {mon-sat: 08:00-18:00}}")
    given = plan_text(text, overrides=("groups.g.operators={mon: 2, tue: 20}",))
    lines = {
        line.label: line.cells for line in figures(given).lines if line.label in ("State", "Days missed")
    }
    assert lines == {"State": ("no queue grows",), "Days missed": ("1 of 2",)}
    missed = [line.cells for line in figures(given).lines if line.label == "Days missed"]
    assert missed == [("0 of 2",), ("1 of 2",)]
    capped = figures(plan_text(text, overrides=("groups.g.max_operators=2",))).lines
    assert [line.cells for line in capped if line.label == "Days missed"] == [("2 of 2",)]
    assert "Days missed" not in [line.label for line in figures(plan_text(text)).lines]


def test_a_promise_that_is_not_kept_beside_capped_intervals(plan_of: PlanOf) -> None:
    """Half an hour at 5 Erlangs, then none: what a few seats leave is worst where they are too few."""
    text = THREE_DAYS.replace("interval: 1h", "interval: 15m").replace(
        "hours: 08:00-18:00}", "hours: 08:00-18:00, profile: {08:00: 1, 12:00: 3, 14:00: 1}}"
    )
    free, capped = plan_of(text), plan_of(text, "groups.g.max_operators=9")
    said = {}
    for name, whole in (("free", free), ("capped", capped)):
        found = delivery_cautions(whole, deliveries(whole, [0, 1, 2]))
        (said[name],) = [caution for caution in found if caution.code == "promise-not-kept"]
    assert said["free"].facts["capped"] == 0
    assert "capped" not in caution_text(said["free"]).replace("max_operators caps", "capped")
    (group,) = capped.groups
    cut = (group.operators.needed > group.operators.required)[group.load.kinds]
    assert said["capped"].facts["capped"] == int(cut.sum()) > 0
    words = f"intervals beside the {int(cut.sum())} that max_operators caps, where it may be worse, will miss a target"
    assert words in caution_text(said["capped"])
    assert ", the worst of them at " in caution_text(said["capped"])


def test_days_that_differ_in_operators_given_are_planned_alike(plan_of: PlanOf) -> None:
    plain = plan_of(THREE_DAYS, "targets={service_level: 80% in 20s}", "shrinkage=20%")
    given = plan_of(
        THREE_DAYS,
        "targets={service_level: 80% in 20s}",
        "shrinkage=20%",
        "groups.g.operators={mon: 5, tue: 9}",
    )
    (one,), (other,) = plain.groups, given.groups
    assert (len(one.load.open), len(other.load.open)) == (1, 3)
    np.testing.assert_array_equal(
        one.operators.required[one.load.kinds], other.operators.required[other.load.kinds]
    )
