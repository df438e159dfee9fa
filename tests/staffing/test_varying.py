"""Plans for days that vary: targets kept by the mean over days, or on a share of them, and how days differ."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from scipy import integrate, optimize, special, stats

from mfc_capacity.commands.budget import BudgetQuestion, operators_bought
from mfc_capacity.core.simulation.played_day import day_factor
from mfc_capacity.core.steady.erlang import steady_state
from mfc_capacity.core.varying import factor_at
from mfc_capacity.files.problems import InputError, NoAnswerError
from mfc_capacity.plan.planner import GroupPlan
from tests.conftest import PlanOf, PlanText, Run, refused

LINE = "calls_per_day: {calls}, aht: 200s, patience: 2m, hours: 08:00-10:00"
STEADY = "hotlines: {{a: {{" + LINE + "}}}}\nvaries: {varies}\ntargets: {{{targets}}}\n"
DAY = """
hotlines:
  a: {calls_per_day: 900, aht: 200s, hours: 08:00-16:00, profile: {08:00: 1, 10:00: 3, 13:00: 2, 15:00: 1}, PATIENCE}
"""
LEVEL = "service_level: 80% in 20s"

# Erlang A, handling 200 s, patience 120 s, 80 % in 20 s: calls an hour, alpha of the Gamma law, operators for the mean
# day, for the mean over days, and for nine of ten days; computed by an independent quadrature with 400 nodes.
STAFFING = [
    (100, 10, 8, 8, 10),
    (1000, 28.7, 56, 60, 68),
    (6000, 28.7, 307, 346, 379),
    (6000, 100, 307, 321, 345),
    (6000, 300, 307, 312, 329),
]


def group(plan_of: PlanOf, text: str) -> GroupPlan:
    (only,) = plan_of(text).groups
    return only


def steady(calls_per_hour: float, variation: float, targets: str = LEVEL) -> str:
    return STEADY.format(calls=2 * calls_per_hour, varies=f"{variation:.12f}", targets=targets)


def most(plan: GroupPlan) -> int:
    return int(plan.operators.required.max())


@pytest.mark.parametrize(("calls", "alpha", "at_mean", "on_average", "on_nine_of_ten"), STAFFING)
def test_operators_are_those_of_an_independent_quadrature(
    plan_of: PlanOf, calls: int, alpha: float, at_mean: int, on_average: int, on_nine_of_ten: int
) -> None:
    variation = alpha**-0.5
    assert most(group(plan_of, steady(calls, 0))) == at_mean
    assert most(group(plan_of, steady(calls, variation))) == on_average
    assert most(group(plan_of, steady(calls, variation, f"{LEVEL}, on: 90% of days"))) == on_nine_of_ten


# Calls an hour, handling time, operators, variation, threshold, patience in seconds (None: endless).
SHARP: list[tuple[float, float, int, float, float, float | None]] = [
    (1000, 200, 60, 0.187, 20, None),
    (1000, 200, 75, 0.1, 20, None),
    (1000, 200, 60, 0.187, 200, 1200),
    (20000, 1, 7, 0.3, 20, None),
    (100, 200, 8, 0.3, 20, 3600),
    (1000, 200, 60, 0.1, 60, 7200),
    (50, 200, 3, 1.0, 20, None),
    (10000, 200, 600, 0.2, 20, 500),
]


@pytest.mark.parametrize(("calls", "aht_s", "operators", "variation", "within_s", "patience_s"), SHARP)
def test_callers_who_wait_long_are_mixed_exactly_too(
    plan_of: PlanOf,
    calls: float,
    aht_s: float,
    operators: int,
    variation: float,
    within_s: float,
    patience_s: float | None,
) -> None:
    """Their service level is nearly a step where calls reach the operators: an adaptive rule is told where."""
    law = stats.gamma(variation**-2, scale=variation**2)

    def weighed(factor: float) -> float:
        met = steady_state(
            calls * factor, aht_s, operators, within_s=within_s, patience_s=patience_s or np.inf
        )
        return float(law.pdf(factor)) * factor * float(met.service_level_offered)

    turns = operators / (calls * aht_s / 3600)
    cuts = {turns * (1 - each) for each in (0, 0.001, 0.01, 0.05, 0.2)}
    cuts |= {float(law.ppf(p)) for p in (1e-10, 0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1 - 1e-10)}
    parts = [integrate.quad(weighed, *part, epsabs=1e-11, limit=200)[0] for part in pairwise(sorted(cuts))]
    patience = "" if patience_s is None else f", patience: {patience_s}s"
    plan = group(
        plan_of,
        f"hotlines: {{a: {{calls_per_day: {2 * calls}, aht: {aht_s}s, hours: 08:00-10:00{patience}}}}}\n"
        f"varies: {variation}\ntargets: {{service_level: 80% in {within_s}s}}\n"
        f"groups: {{g: {{hotlines: [a], operators: {operators}}}}}\n",
    )
    met = plan.operators.met
    assert met is not None
    assert met.service_level[0, 32] == pytest.approx(sum(parts), abs=2e-6)


def test_one_operator_fewer_misses_the_mean_over_days(plan_of: PlanOf) -> None:
    plan = group(plan_of, steady(1000, 0.2))
    busy = plan.load.calls > 0
    assert (plan.operators.expected.service_level[busy] >= 0.8 * (1 - 1e-9)).all()
    fewer = plan.task.met(plan.operators.required - busy)
    assert (fewer.service_level[busy] < 0.8).all()


def test_more_variation_takes_more_operators_for_a_service_level(plan_of: PlanOf) -> None:
    for on in ("average", "90% of days"):
        needed = [most(group(plan_of, steady(1000, v, f"{LEVEL}, on: {on}"))) for v in np.linspace(0, 0.5, 6)]
        assert needed == sorted(needed)
        assert needed[-1] > needed[0]


def just_kept(operators: int) -> float:
    """Return how many times 1,000 calls an hour these operators answer as they are to."""

    def beyond(factor: float) -> float:
        met = steady_state(1000 * factor, 200, operators, patience_s=120)
        return float(met.service_level_offered) - 0.8

    return float(optimize.brentq(beyond, 0.5, 2))


def test_the_days_that_keep_all_targets_are_those_below_the_factor_that_just_does(plan_of: PlanOf) -> None:
    plan = group(plan_of, steady(1000, 0.2))
    operators = most(plan)

    kept = stats.gamma(25, scale=1 / 25).cdf(just_kept(operators))
    assert plan.operators.days is not None
    assert plan.operators.days.kept[0] == pytest.approx(kept, abs=0.003)


def summary(plan_text: PlanText, text: str) -> dict[str, Any]:
    return next(iter(plan_text(text).tables["summary"].records()))


def test_the_summary_says_what_nine_of_ten_days_reach(plan_text: PlanText) -> None:
    row = summary(plan_text, steady(1000, 0.2, f"{LEVEL}, on: 90% of days"))
    factor = stats.gamma(25, scale=1 / 25).ppf(0.9)
    on_that_day = steady_state(1000 * factor, 200, row["peak_operators_required"], patience_s=120)
    assert row["service_level_p10"] == pytest.approx(float(on_that_day.service_level_offered), abs=1e-6)
    assert 0.9 <= row["days_kept"] < 0.92
    assert row["days_missed"] == 0


def test_days_of_several_kinds_are_taken_together(plan_text: PlanText) -> None:
    """Of two kinds of day, as many of each, one far worse: the tenth-worst day is the fifth-worst of ten of those."""
    text = f"""
calendar: {{from: 2024-01-01, to: 2024-01-02}}
hotlines: {{a: {{{LINE.format(calls=2000)}, weekdays: {{tue: 130%}}}}}}
groups: {{g: {{hotlines: [a], operators: 62}}}}
varies: 10%
targets: {{{LEVEL}}}
"""
    factor = 1.3 * stats.gamma(100, scale=1 / 100).ppf(0.8)
    on_that_day = steady_state(1000 * factor, 200, 62, patience_s=120)
    row = summary(plan_text, text)
    assert row["given_service_level_p10"] == pytest.approx(float(on_that_day.service_level_offered), abs=1e-3)
    factors = just_kept(62) / np.array([1, 1.3])
    kept = stats.gamma(100, scale=1 / 100).cdf(factors).mean()
    assert row["given_days_kept"] == pytest.approx(kept, abs=0.003)
    assert row["given_days_missed"] == 1


@pytest.mark.parametrize("method", ["stationary", "time-dependent"])
def test_no_variation_is_the_plan_for_known_days(run: Run, tmp_path: Path, method: str) -> None:
    """To the byte, but for the warning that says what a variation would do."""
    path = tmp_path / "day.yaml"
    path.write_text(f"method: {method}{DAY.replace('PATIENCE', 'patience: 2m')}", encoding="utf-8")
    known = run("plan", str(path), "-f", "json").document
    unvaried = run("plan", str(path), "-f", "json", "--set", "varies=0%").document
    codes = [warning["code"] for warning in known["warnings"]]
    assert codes == [*(warning["code"] for warning in unvaried["warnings"]), "variation-unsaid"]
    for document in (known, unvaried):
        for key in ("warnings", "scenario", "assumptions"):
            del document[key]
    assert json.dumps(known) == json.dumps(unvaried)


@pytest.mark.parametrize("patience", ["patience: 2m", "patience: endless"])
@pytest.mark.parametrize("on", ["average", "90% of days"])
def test_a_plan_through_the_day_keeps_its_targets(plan_of: PlanOf, patience: str, on: str) -> None:
    text = f"method: time-dependent\nvaries: 10%{DAY.replace('PATIENCE', patience)}targets: {{{LEVEL}, on: {on}}}\n"
    operators = group(plan_of, text).operators
    assert operators.days is not None
    assert not operators.days.is_missed.any()
    known = group(plan_of, text.replace("varies: 10%", "varies: 0%")).operators
    assert known.required.sum() < operators.required.sum() < 1.25 * known.required.sum()
    if on != "average":
        assert 0.9 <= operators.days.kept[0] < 0.95


def test_the_mean_through_the_day_is_that_over_its_days(plan_of: PlanOf) -> None:
    """A quadrature of 60 even probabilities over whole days whose factor is known."""
    text = f"method: time-dependent\nvaries: 20%{DAY.replace('PATIENCE', 'patience: 2m')}"
    plan = group(plan_of, text)
    operators, load = plan.operators.required, plan.load
    factors = stats.gamma(25, scale=1 / 25).ppf((np.arange(60) + 0.5) / 60)
    ((_, part),) = plan.task.parts()
    known = part.method.method.on(load.of_kinds([0] * 60).times_factors(factors)).met(
        np.repeat(operators, 60, 0)
    )
    busy = load.calls[0] > 0
    mean = (known.service_level * factors[:, None]).sum(axis=0)[busy] / factors.sum()
    assert plan.operators.expected.service_level[0, busy] == pytest.approx(mean, abs=2e-3)


def test_endless_waits_on_bad_days_are_refused_on_average(plan_of: PlanOf) -> None:
    text = f"varies: 10%{DAY.replace('PATIENCE', 'patience: endless')}targets: {{max_asa: 20s}}\n"
    with refused(NoAnswerError, "on some days more call than are served"):
        plan_of(text)
    on_days = group(plan_of, text.replace("20s}", "20s, on: 90% of days}")).operators
    assert on_days.days is not None
    assert on_days.days.kept[0] >= 0.89


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("on: weekdays", "'weekdays' does not say on which days targets are kept"),
        ("on: 100% of days", "'100% of days' does not say on which days"),
        ("on: 90%", "'90%' does not say on which days"),
    ],
)
def test_on_which_days_is_refused_in_words(plan_of: PlanOf, line: str, wrong: str) -> None:
    with refused(InputError, wrong):
        plan_of(f"{DAY.replace('PATIENCE', 'patience: 2m')}targets: {{{LEVEL}, {line}}}\n")


def test_hotlines_of_a_group_vary_together_as_they_say(plan_of: PlanOf) -> None:
    text = f"""
calendar: {{from: 2024-01-01, to: 2024-01-02}}
varies: 20%
varies_together: 50%
hotlines:
  a: {{{LINE.format(calls=3000)}, varies: {{mon: 0%}}}}
  b: {{{LINE.format(calls=1000)}, varies: 40%}}
groups: {{g: {{hotlines: [a, b]}}}}
"""
    load = group(plan_of, text).load
    # Monday: only b varies, 0.25 * 0.4. Tuesday: a as the file, the root of 0.15^2 + 0.1^2 + 2 * 0.5 * 0.15 * 0.1.
    assert load.varies[load.kinds] == pytest.approx([0.1, np.sqrt(0.0475)])


def test_a_thousand_played_days_have_nine_of_ten_below_their_quantile() -> None:
    for seed in (1, 2, 3):
        factors = np.array([day_factor(0.2, seed, replication) for replication in range(1000)])
        assert np.mean(factors <= factor_at(1.2815515655446004, 0.2)) == pytest.approx(0.9, abs=0.003)
        assert factors.mean() == pytest.approx(1, abs=0.002)
        assert factors.std() == pytest.approx(0.2, abs=0.003)


@pytest.mark.slow
def test_played_days_meet_what_is_promised_of_them(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "day.yaml"
    path.write_text(
        f"method: time-dependent\nvaries: 15%{DAY.replace('PATIENCE', 'patience: 2m')}targets: {{{LEVEL}}}\n",
        encoding="utf-8",
    )
    answer = run("simulate", str(path), "-f", "json", "--seed", "1", "--precision", "0.5%").document
    (day,) = answer["tables"]["day"]
    for name in ("service_level", "abandonment", "occupancy"):
        half_width = day[f"simulated_{name}_half_width"]
        assert day[f"simulated_{name}"] == pytest.approx(day[f"promised_{name}"], abs=half_width)


def test_explain_says_by_how_much_days_differ(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "day.yaml"
    path.write_text(steady(1000, 0.2, f"{LEVEL}, on: 90% of days"), encoding="utf-8")
    steps = run("explain", str(path), "-f", "json").document["tables"]["steps"]
    values = {step["quantity"]: step["value"] for step in steps}
    assert values["variation of the day's calls (cv), a"] == 0.2
    factor = values["factor of the calls that 90.0 % of days stay below"]
    assert factor == pytest.approx(stats.gamma(25, scale=1 / 25).ppf(0.9))


def test_compare_names_the_variation_and_the_days_as_causes(run: Run, tmp_path: Path) -> None:
    before, after = tmp_path / "before.yaml", tmp_path / "after.yaml"
    before.write_text(steady(1000, 0.0), encoding="utf-8")
    after.write_text(steady(1000, 0.2, f"{LEVEL}, on: 90% of days"), encoding="utf-8")
    causes = run("compare", str(before), str(after), "-f", "json").document["tables"]["causes"]
    operators = {
        row["cause"]: row["contribution"]
        for row in causes
        if (row["group"], row["metric"]) == ("a", "peak_operators_required")
    }
    assert set(operators) == {"varies", "targets.on"}
    assert sum(operators.values()) == 69 - 56


def test_check_limits_the_days_that_keep_all_targets(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "day.yaml"
    limit = "limits: [{id: days, metric: days_kept, min: 95%, where: {group: a}}]\n"
    path.write_text(steady(1000, 0.2, f"{LEVEL}, on: 90% of days") + limit, encoding="utf-8")
    assert run("check", str(path)).code == 1
    assert run("check", str(path), "--set", "targets.on=96% of days").code == 0


def test_a_scenario_that_says_nothing_is_told_what_a_variation_would_do(plan_text: PlanText) -> None:
    """56 operators for 1,000 calls an hour: as many as the targets of a known day need."""
    text = steady(1000, 0).replace("varies: 0.000000000000\n", "")
    (caution,) = (each for each in plan_text(text).cautions if each.code == "variation-unsaid")
    law = stats.gamma(100, scale=1 / 100)
    on_that_day = steady_state(1000 * law.ppf(0.9), 200, 56, patience_s=120)
    assert caution.facts["kept"] == pytest.approx(law.cdf(just_kept(56)), abs=0.003)
    assert caution.facts["tenth_worst"] == pytest.approx(float(on_that_day.service_level_offered), abs=1e-6)
    assert caution.facts["settled"] == pytest.approx(
        float(steady_state(1000, 200, 56, patience_s=120).service_level_offered), abs=1e-9
    )


@pytest.mark.parametrize("said", ["varies: 0%\n", "varies: 10%\n"])
def test_one_that_says_something_is_not(plan_text: PlanText, said: str) -> None:
    text = steady(1000, 0).replace("varies: 0.000000000000\n", said)
    assert "variation-unsaid" not in {each.code for each in plan_text(text).cautions}


def test_the_look_through_a_day_is_at_the_day_that_is_promised(run: Run, tmp_path: Path) -> None:
    at_the_share = 900 * float(factor_at(special.ndtri(0.9), 0.12))
    profile = "profile: {08:00: 6, 10:00: 1, 12:00: 6, 15:00: 1}"
    day = (
        f"hotlines: {{a: {{aht: 600s, hours: 08:00-16:00, patience: 2m, {profile}, calls_per_day: CALLS}}}}\n"
    )
    said = []
    for calls, rest in (
        ("900", f"varies: 12%\ntargets: {{{LEVEL}, on: 90% of days}}\n"),
        (repr(at_the_share), f"varies: 0%\ntargets: {{{LEVEL}}}\n"),
    ):
        (tmp_path / "day.yaml").write_text(day.replace("CALLS", calls) + rest, encoding="utf-8")
        warnings = json.loads(run("plan", str(tmp_path / "day.yaml"), "-f", "json").out)["warnings"]
        said.append(next(each["message"] for each in warnings if each["code"] == "promise-not-kept"))
    of_share, plain = said
    assert "of as many calls as 90.0 % of such days do not exceed, 2 of 32 intervals" in of_share
    assert of_share.split("2 of 32")[1] == plain.split("2 of 32")[1]


@pytest.mark.parametrize("patience", ["patience: 2m, ", ""])
@pytest.mark.parametrize("on", ["average", "90% of days"])
def test_budget_promises_for_the_operators_of_the_plan_what_the_plan_does(
    plan_of: PlanOf, plan_text: PlanText, patience: str, on: str
) -> None:
    hours = f"hours: 08:00-18:00, {patience}aht: 200s"
    text = (
        "currency: RUB\n"
        "calendar: {from: 2014-03-03, to: 2014-03-05, interval: 1h}\n"
        "hotlines:\n"
        f"  a: {{calls_per_day: 1000, {hours}, varies: 15%, profile: {{08:00: 1, 10:00: 3, 15:00: 2}}}}\n"
        f"  b: {{calls_per_day: 300, {hours}, varies: 25%}}\n"
        "costs: {operator_hour: 400 RUB}\n"
        "budget: {amount: 300 000 RUB, covers: labour}\n"
        f"targets: {{{LEVEL}, on: {on}}}\n"
    )
    *_, planned = plan_text(text).tables["summary"].records()
    bought = operators_bought(plan_of(text), BudgetQuestion()).as_planned
    for figure in ("service_level", "abandonment", "occupancy", "asa_s"):
        expected = planned[figure]
        assert bought[figure] == (None if expected is None else pytest.approx(expected, rel=1e-6))


def test_a_weekday_named_twice_is_refused(plan_of: PlanOf) -> None:
    with refused(InputError, "covered already|already"):
        plan_of("varies: {mon-fri: 10%, wed: 12%}\n" + DAY.replace("PATIENCE", "patience: 2m"))


def test_a_sweep_shows_the_days_that_keep_all_targets(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "day.yaml"
    path.write_text(steady(1000, 0.1), encoding="utf-8")
    metrics = ("--metric", "days_kept", "--group", "a")
    rows = run("sweep", str(path), "--vary", "targets.on=80% of days,90% of days", *metrics, "-f", "json")
    kept = [row["days_kept"] for row in rows.document["tables"]["sweep"]]
    assert 0.8 <= kept[0] < 0.9 <= kept[1]
