"""`max_increase` against a baseline, and accounts that stand beside the tables."""

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from mfc_capacity.commands.check.figures import PlanFigures

from .conftest import TWO_GROUPS, Ran, Run

MORE_CALLS = TWO_GROUPS.replace("calls_per_day: 3000", "calls_per_day: 3300")
ALL_CALLS = "- {id: calls, metric: calls, max_increase: %s}\n"


def judged(ran: Ran) -> list[dict[str, Any]]:
    return json.loads(ran.out)["scenarios"][0]["limits"]  # type: ignore[no-any-return]


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.mark.parametrize(
    ("allowed", "kept"),
    [("7.2%", False), ("7.3%", True), ("1499", False), ("1500", True)],
)
def test_an_increase_is_a_share_or_an_amount(allowed: str, kept: bool, run: Run) -> None:
    # Line a: 3,000 calls on two open days and 4,500 on two; line b: 800 on five, twice that on two; a grows by 10 %.
    ran = run(
        *("check", "main.yaml", "--baseline", "before.yaml", "-f", "json"),
        main=MORE_CALLS + "limits:\n" + ALL_CALLS % allowed,
        before=TWO_GROUPS,
    )
    (limit,) = judged(ran)
    assert limit["actual"] - limit["baseline"] == pytest.approx(0.1 * (2 * 3000 + 2 * 4500))
    assert limit["baseline"] == pytest.approx(15_000 + 7 * 800)
    assert (limit["kept"], ran.code) == (kept, 0 if kept else 1)


def test_days_missed_and_weeks_are_compared_with_the_baseline(run: Run) -> None:
    # Line a is open from Monday to Thursday; one operator more or less makes every day a miss, or none.
    few, many = (TWO_GROUPS.replace("[a]}", f"[a], operators: {count}}}") for count in (1, 99))
    span = "where: {from: 2014-03-31, to: 2014-04-02, group: north}"
    limits = f"""limits:
- {{id: days, metric: given_days_missed, {span}, max_increase: 3}}
- {{id: fewer, metric: given_days_missed, {span}, max_increase: 2}}
- {{id: calls, metric: calls, per: week, max_increase: 0}}
"""
    ran = run(
        *("check", "main.yaml", "--baseline", "before.yaml", "-f", "json"), main=few + limits, before=many
    )
    days, fewer, calls = judged(ran)
    assert (days["actual"], days["baseline"], days["kept"]) == (3, 0, True)
    assert (fewer["limit"], fewer["kept"]) == (2, False)
    assert (calls["kept"], calls["row"]["table"]) == (True, "weeks")


def test_the_row_that_grew_most_is_named(run: Run) -> None:
    limits = "limits:\n- {id: x, metric: cost, per: day, where: {group: north}, max_increase: 1 RUB}\n"
    ran = run(
        "check",
        "main.yaml",
        "--baseline",
        "before.yaml",
        "-f",
        "json",
        main=MORE_CALLS + limits,
        before=TWO_GROUPS,
    )
    (violation,) = json.loads(ran.out)["violations"]
    assert violation["code"] == "increase-exceeded"
    assert violation["row"]["date"] in ("2014-04-02", "2014-04-03")
    assert violation["limit"] == violation["baseline"] + 1
    assert violation["excess"] == pytest.approx(violation["actual"] - violation["limit"])


def test_a_figure_that_an_older_plan_did_not_have_is_not_compared_with_nothing(
    run: Run, folder: Path
) -> None:
    run("plan", "before.yaml", "-o", "before.json", before=TWO_GROUPS)
    kept = folder / "before.json"
    plan = json.loads(kept.read_text(encoding="utf-8"))
    for row in plan["tables"]["summary"]:
        del row["days_missed"]
    kept.write_text(json.dumps(plan), encoding="utf-8")
    limits = "limits:\n- {id: x, metric: days_missed, max_increase: 0}\n"
    (limit,) = judged(
        run("check", "main.yaml", "--baseline", "before.json", "-f", "json", main=TWO_GROUPS + limits)
    )
    assert (limit["status"], limit["kept"]) == ("no-baseline", False)


def test_a_plan_kept_as_json_is_a_baseline(run: Run, folder: Path) -> None:
    run("plan", "before.yaml", "-o", "before.json", before=TWO_GROUPS)
    limits = "limits:\n- {id: x, metric: cost, max_increase: 0 RUB}\n"
    same = run("check", "main.yaml", "--baseline", "before.json", main=TWO_GROUPS + limits)
    more = run("check", "main.yaml", "--baseline", "before.json", main=MORE_CALLS + limits)
    assert (same.code, more.code) == (0, 1)
    assert "increase-exceeded" in more.out
    assert (folder / "before.json").exists()


def test_a_git_revision_is_a_baseline_and_what_is_new_in_it_is_kept(run: Run, folder: Path) -> None:
    limits = "limits:\n- {id: x, metric: cost, where: {group: south}, max_increase: 1%}\n"
    run("validate", "main.yaml", "other.yaml", main=TWO_GROUPS + limits, other=TWO_GROUPS + limits)
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", "main.yaml")
    git(folder, "commit", "-q", "-m", "plan: before")
    arguments = ("check", "main.yaml", "other.yaml", "--baseline-ref", "HEAD", "-f", "json")
    grown = TWO_GROUPS.replace("calls_per_day: 800", "calls_per_day: 900") + limits
    ran = run(*arguments, main=grown)
    (violation,) = json.loads(ran.out)["violations"]
    assert (violation["scenario"], violation["code"], ran.code) == ("main.yaml", "increase-exceeded", 1)
    (new,) = json.loads(ran.out)["scenarios"][1]["limits"]
    assert (new["status"], new["kept"]) == ("new", True)
    assert "is new" in run(*arguments[:-2]).out
    assert run(*arguments, main=TWO_GROUPS + limits).code == 0
    assert run("check", "main.yaml", "--baseline-ref", "no-such").code == 2


def test_a_group_that_is_new_is_no_increase(run: Run) -> None:
    before = TWO_GROUPS.replace("  south: {hotlines: [b]}\n", "").replace("hotlines: [a]", "hotlines: [a, b]")
    limits = "limits:\n- {id: x, metric: asa_s, where: {group: south}, max_increase: 0s}\n"
    ran = run(
        "check",
        "main.yaml",
        "--baseline",
        "before.yaml",
        "-f",
        "json",
        main=TWO_GROUPS + limits,
        before=before,
    )
    (limit,) = judged(ran)
    assert (limit["status"], limit["baseline"], limit["kept"]) == ("new", None, True)


def test_a_baseline_that_does_not_know_the_figure_keeps_nothing(run: Run) -> None:
    unpriced = TWO_GROUPS.replace("costs: {operator_hour: 400 RUB}\n", "")
    limits = "limits:\n- {id: x, metric: cost, max_increase: 1%}\n"
    ran = run(
        "check",
        "main.yaml",
        "--baseline",
        "before.yaml",
        "-f",
        "json",
        main=TWO_GROUPS + limits,
        before=unpriced,
    )
    (limit,) = judged(ran)
    assert (limit["status"], limit["kept"], ran.code) == ("no-baseline", False, 1)


def test_a_plan_written_without_the_table_is_no_baseline_of_it(run: Run) -> None:
    run("plan", "before.yaml", "--table", "summary", "-o", "before.json", before=TWO_GROUPS)
    limits = "limits:\n- {id: days, metric: asa_s, max_increase: 5%}\n- {id: all, metric: cost, max_increase: 90%}\n"
    ran = run("check", "main.yaml", "--baseline", "before.json", "-f", "json", main=MORE_CALLS + limits)
    days, whole = judged(ran)
    assert (days["status"], days["kept"], ran.code) == ("no-baseline", False, 1)
    assert (whole["status"], whole["kept"]) == ("known", True)


def test_a_baseline_in_another_currency_is_none_of_money(run: Run) -> None:
    abroad = TWO_GROUPS.replace("RUB", "EUR").replace("400", "10")
    limits = (
        "limits:\n- {id: x, metric: cost, max_increase: 1%}\n- {id: y, metric: calls, max_increase: 0%}\n"
    )
    arguments = ("check", "main.yaml", "--baseline", "before.yaml", "-f", "json")
    ran = run(*arguments, main=abroad + limits, before=TWO_GROUPS)
    money, calls = judged(ran)
    assert (money["status"], money["kept"], calls["kept"], ran.code) == ("no-baseline", False, True, 1)


def test_an_account_that_the_scenario_does_not_have_is_named(run: Run) -> None:
    limits = "limits:\n- {id: x, metric: contract.used, max_increase: 1%}\n"
    ran = run("check", "main.yaml", "--baseline", "main.yaml", main=TWO_GROUPS + limits)
    assert ran.code == 1
    assert "contract.used is missing: the scenario has no such account" in ran.out


def test_an_increase_without_a_baseline_is_refused_at_its_place(run: Run) -> None:
    ran = run("check", "main.yaml", main=TWO_GROUPS + "limits:\n" + ALL_CALLS % "5%")
    assert ran.code == 2
    assert ran.err.startswith("main.yaml:15:44: max_increase compares with a baseline, and none is named")


def test_two_baselines_are_refused(run: Run) -> None:
    ran = run("check", "main.yaml", "--baseline", "a.yaml", "--baseline-ref", "HEAD", main=TWO_GROUPS)
    assert (ran.code, "name two baselines" in ran.err) == (2, True)
    ran = run("check", "main.yaml", "other.yaml", "--baseline", "a.yaml", other=TWO_GROUPS)
    assert (ran.code, "one baseline cannot be that of 2 scenarios" in ran.err) == (2, True)


CONTRACT = {
    "used": 100.0,
    "beyond": 7.0,
    "cost": 1234.5,
    "exhausted_on": "2015-11-03",
    "months_covered": 20.1,
}


@pytest.mark.parametrize(
    ("limit", "account", "expected"),
    [
        ("metric: contract.beyond, max: 7", CONTRACT, (None, 7.0, "known", None)),
        ("metric: contract.beyond, max: 5", CONTRACT, ("limit-exceeded", 7.0, "known", 2.0)),
        ("metric: contract.cost, max: 1234.49 RUB", CONTRACT, ("limit-exceeded", 1234.5, "known", 0.01)),
        ("metric: contract.exhausted_on, min: 2015-11-03", CONTRACT, (None, "2015-11-03", "known", None)),
        (
            "metric: contract.exhausted_on, min: 2015-11-10",
            CONTRACT,
            ("limit-undercut", "2015-11-03", "known", 7),
        ),
        (
            "metric: contract.exhausted_on, min: 2016-02-29",
            CONTRACT | {"exhausted_on": None},
            (None, None, "never", None),
        ),
        (
            "metric: contract.exhausted_on, max: 2016-02-29",
            CONTRACT | {"exhausted_on": None},
            ("limit-exceeded", None, "never", None),
        ),
        (
            "metric: contract.exhausted_on, min: 2016-02-29",
            CONTRACT | {"exhausted_on": None, "used": None},  # contracts that count in different units
            (None, None, "never", None),
        ),
        ("metric: contract.months_covered, min: 20", CONTRACT, (None, 20.1, "known", None)),
    ],
)
def test_accounts(
    limit: str, account: dict[str, Any], expected: tuple[Any, ...], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(PlanFigures, "accounts", {"contract": account})
    ran = run("check", "main.yaml", "-f", "json", main=f"{TWO_GROUPS}limits:\n- {{id: x, {limit}}}\n")
    document = json.loads(ran.out)
    (judgement,) = document["scenarios"][0]["limits"]
    code, actual, status, excess = expected
    assert (judgement["actual"], judgement["status"], judgement["kept"]) == (actual, status, code is None)
    assert [one["code"] for one in document["violations"]] == ([code] if code else [])
    for violation in document["violations"]:
        assert violation["excess"] == (None if excess is None else pytest.approx(excess))
        assert violation["row"] == {"table": "contract"}
