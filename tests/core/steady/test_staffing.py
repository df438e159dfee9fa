"""The smallest number of operators, checked from both sides."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mfc_capacity.core.steady import staffing
from mfc_capacity.core.steady.erlang import erlang_b, steady_state
from mfc_capacity.core.steady.staffing import (
    UnreachableTargetError,
    lines_required,
    operators_required,
    unreachable,
)
from mfc_capacity.core.targets import Targets

AHT_S = 180.0
CALLS_PER_ERLANG = 3600 / AHT_S
TOLERANCE = 1e-11

loads = st.one_of(
    st.floats(math.log10(0.05), math.log10(5000)).map(lambda e: 10**e), st.integers(1, 5000).map(float)
)
patiences = st.one_of(st.just(math.inf), st.floats(0, 5).map(lambda e: 10**e))
targets = st.one_of(
    st.builds(
        Targets,
        service_level=st.floats(0.01, 0.9999),
        within_s=st.sampled_from([0.0, 5.0, 20.0, 120.0]),
        service_level_of=st.sampled_from(["offered", "answered", "virtual"]),
    ),
    st.builds(Targets, max_asa_s=st.floats(0.01, 1000)),
    st.builds(Targets, max_abandonment=st.floats(1e-6, 0.9)),
    st.builds(Targets, max_occupancy=st.floats(0.05, 1)),
    st.builds(
        Targets,
        service_level=st.floats(0.1, 0.99),
        max_asa_s=st.floats(1, 100),
        max_abandonment=st.floats(0.001, 0.2),
        max_occupancy=st.floats(0.5, 1),
    ),
)


def need(load: float, goal: Targets, patience_s: float = math.inf) -> tuple[int, str]:
    solved = operators_required(load * CALLS_PER_ERLANG, AHT_S, patience_s=patience_s, targets=goal)
    return int(solved.operators), str(solved.bound_by)


def kept(load: float, n: int, goal: Targets, patience_s: float, slack: float) -> dict[str, bool]:
    """Say of each target set whether n operators keep it, made easier (slack > 0) or harder by a trifle."""
    state = steady_state(load * CALLS_PER_ERLANG, AHT_S, n, patience_s=patience_s, within_s=goal.within_s)
    level = float(getattr(state, f"service_level_{goal.service_level_of}"))
    pairs = {
        row.key: (1 - level, 1 - limit) if row.is_least else (float(getattr(state, row.measure.name)), limit)
        for row, limit in goal.each()
    }
    return {
        name: bool(state.stable) and value <= limit * (1 + slack) for name, (value, limit) in pairs.items()
    }


@pytest.mark.parametrize("patience_s", [math.inf, 90.0])
@pytest.mark.parametrize(
    "goal",
    [
        Targets(service_level=0.8, within_s=20.0),
        Targets(service_level=0.9, within_s=10.0, service_level_of="answered"),
        Targets(max_asa_s=15.0),
        Targets(max_occupancy=0.85, service_level=0.5),
    ],
)
def test_many_alike_need_what_each_needs_by_itself(goal: Targets, patience_s: float) -> None:
    """Intervals between two of one requirement are not searched; in any order, and with others among them."""
    load = np.random.default_rng(7).uniform(0.1, 12, 400)
    aht_s = np.where(np.arange(400) % 3 == 0, 60.0, AHT_S)
    arguments = (load * 3600 / aht_s, aht_s, np.full(400, patience_s))
    together = operators_required(*arguments[:2], patience_s=arguments[2], targets=goal)
    some = np.arange(0, 400, 13)
    apart = [
        operators_required(calls, aht, patience_s=patience, targets=goal)
        for calls, aht, patience in zip(*(argument[some] for argument in arguments), strict=True)
    ]
    assert together.operators[some].tolist() == [int(each.operators) for each in apart]
    assert together.bound_by[some].tolist() == [str(each.bound_by) for each in apart]


@pytest.mark.slow
@given(loads, patiences, targets)
def test_smallest_from_both_sides(load: float, patience_s: float, goal: Targets) -> None:
    n, bound_by = need(load, goal, patience_s)
    assert all(kept(load, n, goal, patience_s, TOLERANCE).values())
    if n == 1:
        assert bound_by in {*goal.keys, "stability"}
    else:
        one_fewer = kept(load, n - 1, goal, patience_s, -TOLERANCE)
        assert not all(one_fewer.values())
        assert bound_by == "stability" or not one_fewer[bound_by]


def test_a_whole_day_at_once_equals_one_by_one() -> None:
    rng = np.random.default_rng(3)
    load = np.concatenate([10 ** rng.uniform(-3, 6, 60), np.arange(20.0)])
    patience_s = np.where(rng.random(load.size) < 0.5, np.inf, 10 ** rng.uniform(0, 6, load.size))
    goal = Targets(service_level=0.8, max_occupancy=0.92)
    solved = operators_required(load * CALLS_PER_ERLANG, AHT_S, patience_s=patience_s, targets=goal)
    alone = [need(*row) for row in zip(load, [goal] * load.size, patience_s, strict=True) if row[0] > 0]
    busy = load > 0
    assert list(zip(solved.operators[busy], solved.bound_by[busy], strict=True)) == alone
    assert (solved.operators[~busy] == 0).all()
    assert (solved.bound_by[~busy] == "").all()


@given(st.integers(1, 5000), st.floats(0.5, 0.99))
def test_whole_number_loads_need_more_than_the_load(load: int, level: float) -> None:
    n, _ = need(float(load), Targets(service_level=level))
    assert n > load


def test_erlang_a_staffs_below_the_load() -> None:
    """80 % in 20 s at 500 Erlangs and a minute of patience: 416, with every sixth caller hanging up."""
    n, bound_by = need(500, Targets(service_level=0.8), 60)
    state = steady_state(500 * CALLS_PER_ERLANG, AHT_S, n, patience_s=60)
    assert (n, bound_by) == (416, "service_level")
    assert float(state.abandonment) == pytest.approx(0.168, abs=5e-4)
    assert float(state.occupancy) == pytest.approx(1, abs=1e-3)


@pytest.mark.parametrize(("load", "operators"), [(6.3, 7), (9, 10), (0.9, 1), (14.7, 17)])
def test_occupancy_is_not_fooled_by_the_last_digit(load: float, operators: int) -> None:
    assert need(load, Targets(max_occupancy=0.9))[0] == operators


@pytest.mark.parametrize(
    ("calls", "aht_s", "goal", "operators"),
    [
        (200, 180, Targets(service_level=0.8), 14),  # callcentrehelper.com
        (200, 180, Targets(service_level=0.8, max_occupancy=0.85), 14),
        (36, 300, Targets(service_level=0.8), 6),  # erlang_c_calculator, after Koole
        (600, 120, Targets(service_level=0.85, within_s=0), 26),  # P(wait) <= 0.15, mcerlc.htm
    ],
)
def test_published_requirements(calls: float, aht_s: float, goal: Targets, operators: int) -> None:
    assert int(operators_required(calls, aht_s, targets=goal).operators) == operators


@pytest.mark.parametrize(
    ("load", "probability", "servers"),
    [
        *[(1, 0.5, 2), (10, 0.5, 12), (100, 0.5, 106), (500, 0.5, 512)],
        *[(5, 0.2, 8), (50, 0.2, 58), (250, 0.2, 268), (1000, 0.2, 1034)],
        *[(1, 0.1, 3), (10, 0.1, 16), (100, 0.1, 115), (500, 0.1, 533)],
    ],
)
def test_tijms_table_of_delay_probabilities(load: float, probability: float, servers: int) -> None:
    """Tijms, A First Course in Stochastic Models (2003), table 5.3.2, p. 201: P(delay) <= alpha."""
    assert need(load, Targets(service_level=1 - probability, within_s=0))[0] == servers


@pytest.mark.parametrize(
    ("goal", "patience_s", "expected"),
    [
        (Targets(service_level=0.8, max_occupancy=0.9), math.inf, (14, "service_level")),
        (Targets(service_level=0.8, max_occupancy=0.5), math.inf, (20, "max_occupancy")),
        (Targets(service_level=0.8, max_asa_s=2), math.inf, (16, "max_asa")),
        (Targets(service_level=0.5, max_abandonment=0.001), 120, (19, "max_abandonment")),
        (Targets(max_abandonment=0.05), math.inf, (11, "stability")),
        (Targets(max_occupancy=1), math.inf, (11, "stability")),
        (Targets(), math.inf, (11, "stability")),
        (Targets(), 120, (1, "stability")),
        (Targets(service_level=0, max_abandonment=1, max_asa_s=math.inf), 120, (1, "stability")),
    ],
)
def test_what_bound(goal: Targets, patience_s: float, expected: tuple[int, str]) -> None:
    assert need(10, goal, patience_s) == expected


@pytest.mark.parametrize(("interval_min", "calls"), [(15, 50), (30, 100), (60, 200)])
def test_interval_length_does_not_matter(interval_min: int, calls: int) -> None:
    assert (
        int(operators_required(calls * 60 / interval_min, 180, targets=Targets(service_level=0.8)).operators)
        == 14
    )


@pytest.mark.slow
@given(loads, patiences, st.sampled_from([0.1, 7.0, 60.0]))
def test_units_of_time_do_not_matter(load: float, patience_s: float, factor: float) -> None:
    goal = Targets(service_level=0.801, within_s=20 * factor)
    scaled = operators_required(
        load * CALLS_PER_ERLANG / factor, AHT_S * factor, patience_s=patience_s * factor, targets=goal
    )
    assert int(scaled.operators) == need(load, Targets(service_level=0.801), patience_s)[0]


@pytest.mark.parametrize(
    ("goal", "patience_s", "name"),
    [
        (Targets(service_level=1), 120, "service_level"),
        (Targets(service_level=1, max_asa_s=0), math.inf, "service_level"),
        (Targets(max_asa_s=0), math.inf, "max_asa"),
        (Targets(max_abandonment=0), 120, "max_abandonment"),
        (Targets(service_level=0.8, max_occupancy=0), math.inf, "max_occupancy"),
    ],
)
def test_out_of_reach_is_refused_by_name(goal: Targets, patience_s: float, name: str) -> None:
    calls = [0, 200, 200]
    assert unreachable(goal, calls, patience_s).tolist() == ["", name, name]
    with pytest.raises(UnreachableTargetError, match=name) as caught:
        operators_required(calls, 180, patience_s=patience_s, targets=goal)
    assert caught.value.target == name
    assert caught.value.indices.tolist() == [1, 2]


def test_nobody_hangs_up_under_erlang_c() -> None:
    assert unreachable(Targets(max_abandonment=0), 200, math.inf).item() == ""
    assert need(10, Targets(max_abandonment=0, service_level=0.8))[1] == "service_level"


@pytest.mark.parametrize(
    ("goal", "name"),
    [
        ({"service_level": 80}, "service_level"),
        ({"service_level": -0.1}, "service_level"),
        ({"max_asa_s": -1}, "max_asa_s"),
        ({"max_abandonment": 5}, "max_abandonment"),
        ({"max_occupancy": 1.2}, "max_occupancy"),
        ({"within_s": -20}, "within_s"),
        ({"within_s": math.nan}, "within_s"),
        ({"service_level": 0.8, "service_level_of": "all"}, "service_level_of"),
        ({"max_occupancy": 1e-9}, "more than 1e"),
    ],
)
def test_nonsense_is_refused_by_name(goal: dict[str, Any], name: str) -> None:
    with pytest.raises(ValueError, match=name):
        operators_required(200, 180, targets=Targets(**goal))


@pytest.mark.parametrize("level", [0.99999, 1 - 1e-12, math.nextafter(1, 0)])
@pytest.mark.parametrize("patience_s", [1.0, 600.0, 1e9, math.inf])
def test_levels_close_to_one_and_huge_loads_have_an_answer(level: float, patience_s: float) -> None:
    load = np.array([0.001, 1, 1000, 1e6])
    solved = operators_required(
        load * CALLS_PER_ERLANG, AHT_S, patience_s=patience_s, targets=Targets(service_level=level)
    )
    assert (np.diff(solved.operators) > 0).all()
    assert solved.operators[-1] < 1.02e6


@pytest.mark.parametrize(("patience_s", "most"), [(math.inf, 3.0), (120.0, 3.5)])
def test_a_handful_of_evaluations(monkeypatch: pytest.MonkeyPatch, patience_s: float, most: float) -> None:
    evaluated = []

    def counting(operators: Any, *rest: Any) -> Any:
        evaluated.append(operators.size)
        return exact(operators, *rest)

    exact = staffing.searched_queue
    monkeypatch.setattr(staffing, "searched_queue", counting)
    load = np.random.default_rng(5).uniform(1, 200, 5000)
    goal = Targets(service_level=0.8)
    operators_required(load * CALLS_PER_ERLANG, AHT_S, patience_s=patience_s, targets=goal)
    assert sum(evaluated) <= most * load.size


@given(st.floats(0.01, 5000), st.floats(1e-6, 0.9))
def test_lines_from_both_sides(load: float, blocking: float) -> None:
    lines = int(lines_required(load, blocking))
    assert float(erlang_b(lines, load)) <= blocking * (1 + TOLERANCE)
    assert float(erlang_b(lines - 1, load)) > blocking * (1 - TOLERANCE)


def test_lines_at_the_edges() -> None:
    assert lines_required([0, 10, 10], [0.01, 1, 0.02]).tolist() == [0, 0, 17]
    for load, blocking in ((10, 0), (10, 2), (-1, 0.1), (math.nan, 0.1), (1e12, 0.1)):
        with pytest.raises(ValueError, match=r"must be|more than"):
            lines_required(load, blocking)


@pytest.mark.parametrize("patience_s", [math.inf, 60.0])
def test_a_single_operator_is_bound_by_no_cap_on_occupancy(patience_s: float) -> None:
    solved = operators_required(1, 180, patience_s=patience_s, targets=Targets(max_occupancy=0.9))
    assert (int(solved.operators), str(solved.bound_by)) == (1, "stability")


@pytest.mark.parametrize("nines", range(3, 14))
def test_a_level_that_is_just_met_is_met_however_many_nines_it_has(nines: int) -> None:
    """With one operator the load is the share that waits; 0.99999 as a float is a little more than it says."""
    level, load = float(f"0.{'9' * nines}"), 10.0**-nines
    solved = operators_required(load * 3600, 1, targets=Targets(service_level=level, within_s=0))
    assert int(solved.operators) == 1
