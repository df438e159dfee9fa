"""Callers who come again, in plans by either method and in simulated days."""

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

import mfc_capacity as mfc
from mfc_capacity.answers.records import Plan
from mfc_capacity.core.simulation.callers import Stream
from mfc_capacity.core.simulation.played_day import Day, Outcome, trace_day
from mfc_capacity.core.simulation.replications import simulate
from mfc_capacity.core.steady.hotlines import Callers, Hotlines
from mfc_capacity.core.steady.patience import Patience
from mfc_capacity.core.steady.redials import steady_state_with_redials
from mfc_capacity.core.steady.staffing import Requirement
from mfc_capacity.core.targets import Targets
from mfc_capacity.demand.groups import Again, GroupDays
from mfc_capacity.files.problems import NoAnswerError
from mfc_capacity.staffing.time_dependent import TimeDependent
from tests.conftest import PlanText, Run, refused

DESK = """
schema: mfc-capacity/scenario/1
hotlines:
  desk: {{calls_per_day: 1440, aht: 3m, patience: 2m, hours: 08:00-12:00{redials}}}
targets: {{service_level: 80% in 20s}}
method: {method}
"""
REDIALS = ", redials: {share: 60%, after: 8m}"
OF_CALLERS = "{answered: 80%, within: 20s, of: callers}"


def summary(path: Path, method: str, redials: str) -> dict[str, object]:
    path.write_text(DESK.format(method=method, redials=redials))
    table = mfc.load(path).plan().tables["intervals"]
    names = [column.name for column in table.columns]
    return dict(zip(names, map(list, zip(*table.rows, strict=True)), strict=True))


@pytest.mark.parametrize("method", ["stationary", "time-dependent"])
def test_nobody_comes_again(tmp_path: Path, method: str) -> None:
    without = summary(tmp_path / "a.yaml", method, "")
    assert "attempts" not in without
    assert without == summary(tmp_path / "a.yaml", method, ", redials: {share: 0%, after: 8m}")


def test_fewest_operators(tmp_path: Path) -> None:
    plan = summary(tmp_path / "a.yaml", "stationary", REDIALS)
    required = int(plan["operators_required"][0])
    levels = steady_state_with_redials(
        360.0, 180.0, [required - 1, required], share=0.6, after_s=480.0, patience_s=120.0
    ).service_level_offered
    assert levels[0] < 0.8 <= levels[1]
    assert plan["service_level"][0] == pytest.approx(levels[1])
    assert plan["attempts"][0] > plan["calls"][0] == 90


def test_fewest_operators_for_a_share_of_callers(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text(DESK.format(method="stationary", redials=REDIALS).replace("80% in 20s", OF_CALLERS))
    row = mfc.load(path).plan().tables["intervals"].records()[0]
    n = np.array([row["operators_required"] - 1, row["operators_required"]])
    met = steady_state_with_redials(360.0, 180.0, n, share=0.6, after_s=480.0, patience_s=120.0)
    levels = met.service_level_offered * met.attempts
    assert levels[0] < 0.8 <= levels[1]
    assert row["service_level"] == pytest.approx(levels[1], rel=1e-6)
    assert row["bound_by"] == "service_level"
    assert met.service_level_offered[1] < 0.8  # so that a share of calls would ask for more


def day_method(share: float, calls: list[float], **changed: object) -> tuple[TimeDependent, np.ndarray]:
    """Return a day of quarters of an hour with closed doors around it, and where it is open."""
    own = {"service_level_of": "callers", "interval_s": 900, "min_operators": 0, "within_s": 20.0} | changed
    offered = np.array([calls])
    is_open = offered > 0
    callers = Hotlines((Callers(180.0, patience=Patience(120.0)),))
    load = GroupDays(
        kinds=np.zeros(1, np.int64),
        terms=np.zeros(1, np.int64),
        open=is_open,
        calls=offered,
        aht_s=np.where(is_open, 180.0, np.nan),
        patience_s=np.where(is_open, 120.0, np.nan),
        by_hotline=offered[:, None],
        hotlines=callers,
        times=np.ones((1, offered.size), np.int64),
        again=Again(
            np.full(offered.shape, share), np.full(offered.shape, 1200.0), np.full((*offered.shape, 1), share)
        )
        if share
        else None,
    )
    return TimeDependent(load, **own), is_open


OVERLOADED = [0.0, 60.0, 90.0, 140.0, 140.0, 90.0, 60.0, 60.0, 60.0, 0.0]


def test_through_the_day_every_caller_is_answered_or_gives_up() -> None:
    """Right after an overload more are answered than call first; each counts where the last attempt is made."""
    method, is_open = day_method(0.75, OVERLOADED)
    operators = np.where(is_open, 18, 0)
    met, calls = method.met(operators), method.load.calls
    assert (met.last_attempts * calls).sum() == pytest.approx(calls.sum(), rel=1e-4)
    assert met.last_attempts[is_open].max() > 1.1
    assert met.last_attempts[is_open].min() < 0.9
    assert np.all((met.service_level[is_open] >= 0) & (met.service_level[is_open] <= 1))
    plain, _ = day_method(0.75, OVERLOADED, service_level_of="offered")
    in_time = plain.met(operators).service_level * met.attempts
    by_caller = met.service_level * met.last_attempts
    assert by_caller[is_open] == pytest.approx(in_time[is_open], rel=1e-4)


@pytest.mark.slow
def test_fewest_operators_through_the_day_from_both_sides() -> None:
    method, is_open = day_method(0.75, OVERLOADED)
    required = method.required(Targets(service_level=0.8, service_level_of="callers")).operators
    assert method.met(required).service_level[is_open].min() >= 0.8
    for interval in np.flatnonzero(is_open[0]):
        fewer = required.copy()
        fewer[0, interval] -= 1
        assert method.met(fewer).service_level[is_open].min() < 0.8


@pytest.mark.slow
def test_more_operators_serve_more_callers_through_the_day() -> None:
    method, is_open = day_method(0.75, OVERLOADED)
    levels = np.array([method.met(np.where(is_open, n, 0)).service_level[is_open] for n in range(12, 34, 3)])
    assert np.all(np.diff(levels, axis=0) > -1e-9)


def test_a_share_of_callers_is_one_of_calls_where_nobody_calls_again() -> None:
    found = []
    for of in ("offered", "callers"):
        method, _ = day_method(0.0, OVERLOADED, service_level_of=of)
        required = method.required(Targets(service_level=0.8, service_level_of=of)).operators
        met = method.met(required)
        found.append([getattr(met, field.name).tobytes() for field in fields(met)] + [required.tobytes()])
    assert found[0] == found[1]


def test_through_the_day_redials_come_later(tmp_path: Path) -> None:
    day = summary(tmp_path / "a.yaml", "time-dependent", REDIALS)
    steady = summary(tmp_path / "a.yaml", "stationary", REDIALS)
    attempts = np.array(day["attempts"])
    assert 90 < attempts[0] < attempts[-1]
    same = [day["operators_required"][-1], day["abandonment"][-1], attempts[-1]]
    assert same == pytest.approx(
        [steady["operators_required"][-1], steady["abandonment"][-1], steady["attempts"][-1]], rel=0.01
    )


def test_who_is_not_answered_on_a_day_is_never_served(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    again = ", redials: {share: 90%, after: 20m}, profile: {08:00: 100, 09:30: 2}"
    path.write_text(
        DESK.format(method="time-dependent", redials=again)
        + "groups: {all: {hotlines: [desk], max_operators: 5}}"
    )
    plan = mfc.load(path).plan()
    shown = {name: plan.tables[name].records() for name in ("summary", "intervals")}
    answered = sum(row["attempts"] * (1 - row["abandonment"]) for row in shown["intervals"])
    last, total = shown["intervals"][-1], shown["summary"][-1]
    assert last["attempts"] * last["abandonment"] > last["calls"]
    assert total["never_served"] == pytest.approx(1 - answered / total["calls"], abs=1e-3)


def test_lines_that_are_never_all_busy_change_nothing(tmp_path: Path) -> None:
    text = """
schema: mfc-capacity/scenario/1
hotlines:
  a: {calls_per_day: 300, aht: 2m, patience: 1m, hours: 08:00-09:00, redials: {share: 75%, after: 5m}}
  b: {calls_per_day: 240, aht: 5m, patience: 4m, hours: 08:00-09:00, redials: {share: 75%, after: 5m}}
groups: {all: {hotlines: [a, b]LINES}}
targets: {service_level: 50% in 20s}
"""
    found = []
    for lines in ("", ", lines: 5000"):
        (tmp_path / "a.yaml").write_text(text.replace("LINES", lines))
        found.append(mfc.load(tmp_path / "a.yaml").plan().tables["summary"].records()[-1])
    for name in ("service_level", "attempts", "never_served", "operator_hours_required"):
        assert found[1][name] == pytest.approx(found[0][name])


def played(share: float, after_s: float, lines: int | None = None) -> Day:
    stream = Stream(np.full(96, 90.0), 180.0, patience_s=120.0, redial_share=share, redial_after_s=after_s)
    return Day([stream], np.full(96, 20), 900.0, periodic=True, lines=lines)


@pytest.mark.slow
@pytest.mark.parametrize("lines", [None, 24])
def test_a_simulated_day_is_that_of_the_chain(lines: int | None) -> None:
    day = simulate(played(0.6, 300.0, lines), seed=11, max_replications=60).day
    chain = steady_state_with_redials(
        360.0,
        180.0,
        20,
        share=0.6,
        after_s=300.0,
        patience_s=120.0,
        lines=np.inf if lines is None else lines,
    )
    levels = ("service_level_offered", "service_level_callers")
    for name in ("attempts", "never_served", "abandonment", "busy", "p_wait", *levels):
        estimate = getattr(day, name)
        assert abs(float(estimate.value) - float(getattr(chain, name))) <= 1.5 * float(estimate.half_width)


def test_every_caller_is_answered_or_gives_up() -> None:
    stream = Stream(np.full(8, 90.0), 180.0, patience_s=60.0, redial_share=0.7, redial_after_s=200.0)
    for lines in (None, 18):
        trace = trace_day(Day([stream], np.full(8, 16), 900.0, lines=lines), seed=5)
        answered = trace.outcome == Outcome.ANSWERED
        assert trace.is_first.sum() == answered.sum() + trace.gives_up.sum()
        assert (~trace.is_first).any()
        assert not (answered & trace.gives_up).any()
        assert np.all(np.diff(trace.arrival_s) >= 0)
        assert trace.arrival_s.max() < 8 * 900


def test_callers_are_counted_by_their_last_attempts() -> None:
    stream = Stream(np.full(8, 90.0), 180.0, patience_s=60.0, redial_share=0.7, redial_after_s=200.0)
    day = Day([stream], np.full(8, 16), 900.0)
    found = simulate(day, seed=5, max_replications=2)
    in_time, ended, first = np.zeros(8), np.zeros(8), 0
    for replication in range(2):
        trace = trace_day(day, 5, replication)
        answered = trace.outcome == Outcome.ANSWERED
        in_time += np.bincount(trace.interval, answered & (trace.wait_s <= 20), minlength=8)
        ended += np.bincount(trace.interval, answered | trace.gives_up, minlength=8)
        first += int(trace.is_first.sum())
    assert found.intervals.service_level_callers.value == pytest.approx(in_time / ended)
    assert float(found.day.service_level_callers.value) == pytest.approx(in_time.sum() / first)


def test_first_attempts_are_those_of_a_day_without_redials() -> None:
    with_redials, without = trace_day(played(0.6, 300.0), seed=2), trace_day(played(0.0, 300.0), seed=2)
    first = with_redials.arrival_s[with_redials.is_first]
    assert np.array_equal(first, without.arrival_s)


@pytest.mark.parametrize(("counts", "of"), [("offered", "attempts"), ("first attempts", "calls")])
def test_contracts_count_attempts_or_first_ones(tmp_path: Path, counts: str, of: str) -> None:
    path = tmp_path / "a.yaml"
    counted = f"unit: calls, counts: {counts}, volume: 100000, price: 1 RUB"
    contract = f"contract: {{from: 2015-03-02, to: 2015-03-06, {counted}}}"
    calendar = "calendar: {from: 2015-03-02, to: 2015-03-06}\n"
    path.write_text(
        DESK.format(method="stationary", redials=REDIALS) + "currency: RUB\n" + calendar + contract
    )
    tables = mfc.load(path).plan().tables

    def total(table: str, name: str) -> float:
        names = [column.name for column in tables[table].columns]
        return sum(float(row[names.index(name)]) for row in tables[table].rows if row[0] != "total")

    assert total("contract", "used") == pytest.approx(total("summary", of))


ONE_SKILL = """
method: time-dependent
calendar: {interval: 30m}
hotlines:
  english: {calls_per_day: 2400, aht: 5m, patience: 2m, hours: 08:00-18:00, profile: {08:00: 2, 11:00: 3, 15:00: 2},
            redials: {share: 75%, after: 20m}}
groups: {g: {hotlines: [english], operators: 21}}
targets: {service_level: 80% in 20s}
"""


@pytest.mark.slow
@pytest.mark.parametrize("of", ["offered", "callers"])
def test_an_overloaded_noon_is_promised_as_it_is_played(run: Run, tmp_path: Path, of: str) -> None:
    """Three in four call again after 20 minutes, as in ContactCenters' example Bilingual, here of one skill."""
    path = tmp_path / "day.yaml"
    level = f"{{answered: 80%, within: 20s, of: {of}}}"
    path.write_text(ONE_SKILL.replace("80% in 20s", level), encoding="utf-8")
    tables = run("simulate", str(path), "--given", "-f", "json").document["tables"]
    (day,) = tables["day"]
    for name, beside in (("abandonment", 0.003), ("service_level", 0.006), ("never_served", 0.0015)):
        apart = abs(day[f"promised_{name}"] - day[f"simulated_{name}"])
        assert apart < day[f"simulated_{name}_half_width"] + beside
    for row in tables["intervals"]:
        apart = abs(row["promised_abandonment"] - row["simulated_abandonment"])
        assert apart < row["simulated_abandonment_half_width"] + 0.025  # where the calls of an hour turn
    assert max(row["promised_abandonment"] for row in tables["intervals"]) > 0.4


LONG_PATIENCE = """
method: time-dependent
hotlines:
  desk: {calls_per_day: 20000, aht: 6m, patience: 3h, hours: 08:00-20:00, redials: {share: 60%, after: 8m}}
groups: {g: {hotlines: [desk], max_operators: 100}}
targets: {service_level: 80% in 20s}
"""


def test_long_patience_is_refused_by_the_work_it_takes(
    plan_text: PlanText, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mfc_capacity.staffing.time_dependent.WORK_OF_DAYS", 1e6)
    with refused(NoAnswerError, "group g: to carry its queue through these days takes more work"):
        plan_text(LONG_PATIENCE)


def test_what_a_queue_too_long_to_carry_brings_is_not_known(
    plan_text: PlanText, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mfc_capacity.staffing.time_dependent.LONGEST_QUEUE", 50)
    text = DESK.format(method="time-dependent", redials=REDIALS).replace("patience: 2m", "patience: 5h")
    plan = plan_text(text + "groups: {g: {hotlines: [desk], max_operators: 8}}\n")
    for table in ("summary", "intervals"):
        for row in rows(plan, table):
            if row["calls"]:
                assert row["attempts"] is None
                assert row["never_served"] is None


def test_hang_ups_at_once_come_again(plan_text: PlanText) -> None:
    """Of callers who hang up at once or never, too."""
    text = """
hotlines: {{desk: {{calls_per_day: 1440, aht: 3m, hangs_up_at_once: 30%, hours: 08:00-12:00{redials}}}}}
targets: {{service_level: 60% in 20s}}
"""

    def total(redials: str, name: str) -> float:
        (row,) = rows(plan_text(text.format(redials=redials)), "summary")[:1]
        return float(row[name])

    assert total(REDIALS, "attempts") > total(REDIALS, "calls")
    assert total(REDIALS, "operator_hours_required") >= total("", "operator_hours_required")


def rows(plan: Plan, table: str) -> list[dict[str, object]]:
    names = [column.name for column in plan.tables[table].columns]
    return [dict(zip(names, row, strict=True)) for row in plan.tables[table].rows]


@pytest.mark.slow
@pytest.mark.parametrize("target", ["service_level: 80% in 20s", "max_abandonment: 5%"])
def test_through_the_day_none_can_be_spared(plan_text: PlanText, target: str) -> None:
    """Every target is kept, and with one operator fewer in any interval one is missed, on this day."""
    found: list[tuple[TimeDependent, Targets, Requirement]] = []
    search = TimeDependent._required_again

    def seen(self: TimeDependent, targets: Targets) -> Requirement:
        found.append((self, targets, search(self, targets)))
        return found[-1][2]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TimeDependent, "_required_again", seen)
        plan_text(
            DESK.format(method="time-dependent", redials=REDIALS)
            .replace("80% in 20s", "")
            .replace("targets: {service_level: }", f"targets: {{{target}}}")
        )
    ((method, targets, required),) = found
    calling = np.flatnonzero(method.load.calls[0] > 0)
    fewer = np.repeat(required.operators, calling.size, axis=0)
    fewer[np.arange(calling.size), calling] -= 1
    days = method.on(method.load.of_kinds([0] * calling.size))
    assert method._excess(required.operators, targets).max() <= 0
    assert (days._excess(fewer, targets).max(axis=(0, 2)) > 0).all()


UNLIKE = """
method: time-dependent
hotlines:
  a: {{calls_per_day: 480, aht: 2m, patience: 1m, hours: 08:00-10:00, redials: {{share: 75%, after: 10m}}}}
  b: {{calls_per_day: 240, aht: 5m{patience}, hours: 08:00-10:00, redials: {{share: 30%, after: 20m}}}}
groups: {{g: {{hotlines: [a, b], max_operators: 15{lines}}}}}
targets: {{service_level: {{answered: 80%, within: 20s, of: {of}}}}}
"""


@pytest.mark.parametrize("method", ["stationary", "time-dependent"])
@pytest.mark.parametrize(
    ("patience", "lines"),
    [
        pytest.param(", patience: 4m", "", marks=pytest.mark.long),
        (", patience: 4m", ", lines: 19"),
        ("", ", lines: 19"),
    ],
)
def test_of_unlike_hotlines_each_caller_is_answered_or_gives_up(
    plan_text: PlanText, method: str, patience: str, lines: str
) -> None:
    text = UNLIKE.replace("method: time-dependent", f"method: {method}")
    found = {
        of: rows(plan_text(text.format(patience=patience, lines=lines, of=of)), "intervals")
        for of in ("offered", "callers")
    }
    of_calls, of_callers = ([row for row in found[of] if row["calls"]] for of in ("offered", "callers"))
    calls = sum(row["calls"] for row in of_callers)
    lost = [row["abandonment"] + (row["busy"] if lines else 0.0) for row in of_callers]
    served = [row["attempts"] * (1 - share) for row, share in zip(of_callers, lost, strict=True)]
    given_up = [row["calls"] * row["never_served"] for row in of_callers]
    assert sum(served) + sum(given_up) == pytest.approx(calls, rel=5e-3)
    assert sum(row["attempts"] for row in of_callers) > 1.1 * calls
    for one, other, *ended in zip(of_calls, of_callers, served, given_up, strict=True):
        assert one["operators_required"] == other["operators_required"] == 15
        last = sum(ended) if method == "time-dependent" else one["calls"]
        in_time = one["service_level"] * one["attempts"]
        assert other["service_level"] * last == pytest.approx(in_time, rel=0.01)
