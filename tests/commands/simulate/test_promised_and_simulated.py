"""What is simulated is what formulas say where they are exact, and what its own call log says."""

from typing import Any

import numpy as np
import pytest

from mfc_capacity.answers.records import Cell
from mfc_capacity.commands.simulate import Played, call_log
from mfc_capacity.core.steady.erlang import steady_state
from tests.commands.simulate.days import OFFICE, TWO_GROUPS, answered, case_of, played, records

FAR = 2.5  # half-widths, of which 1 covers 95 %: beyond this lies one estimate in a million
STEADY = """
hotlines: {{line: {{calls_per_day: {calls}, aht: {aht_s}s, patience: {patience}}}}}
targets: {{service_level: 80% in 20s}}
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("calls", "aht_s", "patience"), [(2400, 240, "2m"), (24_000, 180, "90s"), (960, 600, "10m")]
)
def test_a_flat_day_round_the_clock_is_the_steady_state(calls: int, aht_s: int, patience: str) -> None:
    text = STEADY.format(calls=calls, aht_s=aht_s, patience=patience)
    (day,) = records(answered(text, precision=0.01), "day")
    for name in ("service_level", "asa_s", "mean_wait_s", "abandonment", "occupancy"):
        off = abs(day[f"promised_{name}"] - day[f"simulated_{name}"])
        assert off < FAR * day[f"simulated_{name}_half_width"]
    per_hour, patience_s = calls / 24, {"2m": 120, "90s": 90, "10m": 600}[patience]
    operators = case_of(text).groups[0].operators[0]
    steady = steady_state(per_hour, aht_s, operators, patience_s=patience_s)
    assert day["promised_service_level"] == pytest.approx(float(steady.service_level_offered), abs=1e-9)


@pytest.mark.slow
@pytest.mark.parametrize("method", ["stationary", "time-dependent"])
def test_only_the_queue_carried_on_promises_what_calls_meet(method: str) -> None:
    intervals = records(answered(f"method: {method}\n{OFFICE}", precision=0.005), "intervals")
    off = [
        abs(one["promised_service_level"] - one["simulated_service_level"])
        / one["simulated_service_level_half_width"]
        for one in intervals
    ]
    assert (max(off) < FAR) == (method == "time-dependent")
    short = [one for one in intervals if one["verdict"] == "short"]
    assert bool(short) == (method == "stationary")


@pytest.mark.parametrize("measure", ["asa_s", "mean_wait_s", "abandonment", "occupancy"])
def test_every_measure_of_a_time_dependent_plan_is_met(measure: str) -> None:
    for one in records(answered(f"method: time-dependent\n{OFFICE}", precision=0.01), "intervals"):
        off = abs(one[f"promised_{measure}"] - one[f"simulated_{measure}"])
        assert off < FAR * one[f"simulated_{measure}_half_width"]


@pytest.mark.slow
@pytest.mark.parametrize("text", [OFFICE, TWO_GROUPS])
def test_the_call_log_gives_the_same_figures(text: str) -> None:
    day = played(text, precision=0.03)
    calls = [
        dict(zip((c.name for c in part.columns), row, strict=True))
        for part in call_log(day)
        for row in part.rows
    ]
    assert [call["call"] for call in calls] == list(range(1, len(calls) + 1))
    assert len(calls) == sum(group.simulation.calls for group in day.groups)
    for group in day.groups:
        own = [call for call in calls if call["group"] == group.case.name]
        estimates = group.simulation.intervals
        for k in np.flatnonzero(group.case.load.calls[0]).tolist():
            there = [call for call in own if _interval(str(call["arrived"]), day) == k]
            summary = _summary(there)
            assert summary["service_level"] == pytest.approx(
                estimates.service_level_offered.value[k], abs=1e-12
            )
            assert summary["abandonment"] == pytest.approx(estimates.abandonment.value[k], abs=1e-12)
            assert summary["mean_wait_s"] == pytest.approx(estimates.mean_wait_s.value[k], abs=1.1e-3)
            assert summary["asa_s"] == pytest.approx(estimates.asa_s.value[k], abs=1.1e-3)


def _interval(arrived: str, day: Played) -> int:
    hours, minutes, seconds = arrived.rpartition("T")[2].split(":")
    return int(
        (int(hours) * 3600 + int(minutes) * 60 + float(seconds)) // day.case.loaded.scenario.interval_s
    )


def _summary(calls: list[dict[str, Cell]]) -> dict[str, Any]:
    answered_calls = [call for call in calls if call["outcome"] == "answered"]
    assert all((call["handling_s"] is not None) == (call["outcome"] == "answered") for call in calls)
    return {
        "service_level": sum(call["wait_s"] <= 20 for call in answered_calls) / len(calls),  # type: ignore[operator]
        "abandonment": 1 - len(answered_calls) / len(calls),
        "mean_wait_s": sum(float(call["wait_s"]) for call in calls) / len(calls),  # type: ignore[arg-type]
        "asa_s": sum(float(call["wait_s"]) for call in answered_calls) / len(answered_calls),  # type: ignore[arg-type]
    }


def test_the_same_seed_gives_the_same_and_another_does_not() -> None:
    one, same, other = (answered(OFFICE, seed=seed) for seed in (7, 7, 8))
    assert one == same
    assert one.tables != other.tables


def test_laws_of_times_matter() -> None:
    """Times that vary more make longer queues; callers who hang up at once are lost though nobody waits long."""
    text = STEADY.format(calls=960, aht_s=600, patience="endless")

    def mean_wait(**own: str) -> tuple[float, float]:
        keys = "".join(f", {key}: {value}" for key, value in own.items())
        (day,) = records(answered(text.replace("}}", f"{keys}}}}}")), "day")
        return day["simulated_mean_wait_s"], day["simulated_abandonment"]

    steady_s, _ = mean_wait(aht_cv="0")
    varied_s, _ = mean_wait(aht_cv="3")
    assert varied_s > 1.5 * steady_s
    _, lost = mean_wait(hangs_up_at_once="50%")
    assert lost > 0.02
    (stubborn, tiring) = (
        records(answered(STEADY.format(calls=960, aht_s=600, patience=f"1m, patience_law: {law}")), "day")[0]
        for law in ("weibull(0.5)", "weibull(3)")
    )
    assert stubborn["simulated_abandonment"] > tiring["simulated_abandonment"]


def test_under_erlang_c_nobody_hangs_up() -> None:
    (day,) = records(
        answered("model: erlang-c\n" + STEADY.format(calls=960, aht_s=600, patience="1m")), "day"
    )
    assert day["simulated_abandonment"] == 0
