"""Integer programs: known optima, and what is said of answers that are not proven."""

import json
import math
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from numpy.testing import assert_allclose

from mfc_capacity.core.integer_program import Effort, Program, Solution

INSTANCES = json.loads((Path(__file__).parents[1] / "data" / "shift_design.json").read_text(encoding="utf-8"))


def shift_design(name: str, *, within_demand: bool = False) -> Program:
    """The benchmark of Musliu, Schaerf & Slany (EJOR 153, 2004): a week that wraps, shifts and deviations at a cost.

    Args:
        name: of the instance.
        within_demand: whether no shift has more people than each of its slots demands. That leaves out answers, but
            none that deviates nowhere, and is much sooner solved.
    """
    given = INSTANCES[name]
    demand = np.array(given["demand"])
    day, slots = demand.shape[1], demand.size
    shifts = [
        (start, length)
        for each in given["shift_types"]
        for start in range(each["start_slots"][0], each["start_slots"][1] + 1)
        for length in range(each["length_slots"][0], each["length_slots"][1] + 1)
    ]
    program = Program()
    used = program.columns(np.full(len(shifts), 60.0), 1)
    people = program.columns(np.zeros((len(demand), len(shifts))))
    there: list[list[int]] = [[] for _ in range(slots)]
    for first, of_day in zip(range(0, slots, day), people, strict=True):
        for (start, length), is_used, column in zip(shifts, used, of_day.tolist(), strict=True):
            own = (first + start + np.arange(length)) % slots
            most = demand.flat[own].min() if within_demand else demand.flat[own].max()
            program.row((column, 1.0), (is_used, -float(most)), most=0.0)
            for slot in own.tolist():
                there[slot].append(column)
    deviations = np.full((2, slots), float(given["slot_minutes"]))
    over, under = program.columns(deviations, whole=False)
    for slot, needed in enumerate(demand.ravel().tolist()):
        program.row((there[slot], 1.0), (over[slot], -1.0), (under[slot], 1.0), least=needed, most=needed)
    return program


def test_the_optimum_of_shift_design() -> None:
    name = "DataSet1_RandomExample1"
    found = shift_design(name).solved(Effort())
    assert found.status == "optimal"
    assert found.objective == pytest.approx(INSTANCES[name]["optimum"])


@pytest.mark.long
def test_the_optimum_of_shift_design_in_half_hours() -> None:
    name = "DataSet1_RandomExample2"
    found = shift_design(name, within_demand=True).solved(Effort())
    assert found.status == "optimal"
    assert found.objective == pytest.approx(INSTANCES[name]["optimum"])


def hard() -> Program:
    """A program that is soon answered and long in proving."""
    generator = np.random.default_rng(0)
    program = Program()
    columns = program.columns(generator.integers(20, 99, 60))
    for _ in range(40):
        program.row((columns, generator.integers(0, 9, 60)), least=int(generator.integers(50, 99)))
    return program


def test_columns_that_are_not_whole_are_bounded_by_their_optimum() -> None:
    program = Program()
    columns = program.columns([2.0, 3.0], whole=False)
    program.row((columns, [1.0, 2.0]), least=3)
    found = program.solved(Effort())
    assert (found.status, found.objective, found.bound, found.gap) == ("optimal", 4.5, 4.5, 0.0)


def test_the_rounded_answer_is_whole_and_its_bound_is_of_all_answers() -> None:
    program = Program()
    most = program.columns(np.array([-5.0, -4.0, -3.0]), 10)
    program.row((most, [2.0, 3.0, 1.0]), most=5.0)
    program.row((most, [4.0, 1.0, 2.0]), most=11.0)
    program.row((most, [3.0, 4.0, 2.0]), most=8.0)
    best, near, relaxed = program.solved(Effort()), program.rounded(Effort()), program.relaxed(Effort())
    assert near.values is not None
    assert relaxed.values is not None
    assert np.all(np.abs(near.values - relaxed.values) < 1)
    assert_allclose(near.values, np.rint(near.values), atol=1e-6)
    assert near.bound == relaxed.objective <= best.objective <= near.objective
    assert (near.status == "optimal") == (near.gap == 0)


def test_where_no_rounding_keeps_the_rows_there_is_no_answer() -> None:
    program = Program()
    program.row((program.columns(1.0, 10), 1.0), least=0.4, most=0.6)
    near = program.rounded(Effort())
    assert (near.values, near.status) == (None, "time-limit")


def test_whole_columns_are_whole_and_others_are_not() -> None:
    program = Program()
    whole, other = program.columns([1.0]), program.columns([1.5], whole=False)
    program.row((whole, 1.0), (other, 1.0), least=2.5)
    assert_allclose(program.solved(Effort()).values, [2.0, 0.5])


def test_a_column_that_comes_twice_in_a_row_adds_up() -> None:
    program = Program()
    column = program.columns([1.0])
    program.row((column, 1.0), (column, 2.0), least=6)
    assert program.solved(Effort()).objective == 2


def test_an_objective_may_be_negative_or_zero() -> None:
    program = Program()
    columns = program.columns([-1.0, -1.0], 5)
    program.row((columns, [1.0, 2.0]), most=7)
    found = program.solved(Effort())
    assert (found.status, found.objective, found.gap) == ("optimal", -6, 0)
    program = Program()
    program.row((program.columns([0.0], 5), 1.0), most=7)
    found = program.solved(Effort())
    assert (found.status, found.objective, found.gap) == ("optimal", 0, 0)


@pytest.mark.parametrize(
    ("objective", "bound", "gap"),
    [
        (100.0, 90.0, 0.1),
        (-90.0, -100.0, 10 / 90),
        (100.0, 100.0, 0.0),
        (100.0, 100.0 - 1e-8, 0.0),
        (100.0, 101.0, 0.0),
        (0.0, 0.0, 0.0),
        (0.0, -1e-12, 0.0),
        (0.0, -1.0, math.inf),
        (5.0, -math.inf, math.inf),
        (math.inf, 5.0, math.inf),
        (math.inf, -math.inf, math.inf),
    ],
)
def test_the_gap_is_known_of_every_objective(objective: float, bound: float, gap: float) -> None:
    assert Solution("time-limit", None, objective, bound, 1.0).gap == pytest.approx(gap)


def test_what_nothing_satisfies_is_infeasible() -> None:
    program = Program()
    columns = program.columns([1.0, 1.0])
    program.row((columns, 2.0), least=7, most=7)
    found = program.solved(Effort())
    assert (found.status, found.values, found.objective, found.gap) == (
        "infeasible",
        None,
        math.inf,
        math.inf,
    )


def test_a_gap_that_is_allowed_ends_the_work() -> None:
    found = hard().solved(Effort(gap=0.2))
    assert found.status == "within-gap"
    assert 0 < found.gap <= 0.2
    assert found.bound <= found.objective


@pytest.mark.parametrize("time_limit_s", [0.01, 0.0, -1.0])
def test_a_time_that_is_too_short_leaves_what_there_is(time_limit_s: float) -> None:
    found = hard().solved(Effort(time_limit_s))
    assert found.status == "time-limit"
    assert (found.values is None) == math.isinf(found.objective)
    assert found.gap > 0


def test_the_first_answer_is_kept_where_there_is_no_time_for_better() -> None:
    program = hard()
    found = program.solved(Effort(0.0), np.full(60, 9.0))
    assert found.status == "time-limit"
    assert_allclose(found.values, 9.0)
    assert found.gap == math.inf


def test_the_work_ends_when_it_is_stopped() -> None:
    stop = Event()
    seen: list[tuple[float, float]] = []

    def stop_at_an_answer(objective: float, bound: float) -> None:
        seen.append((objective, bound))
        if math.isfinite(objective):
            stop.set()

    found = hard().solved(Effort(60, stop=stop, on_progress=stop_at_an_answer))
    assert found.status == "time-limit"
    assert found.values is not None
    assert 0 < found.gap < math.inf
    assert found.objective <= seen[-1][0]


def test_work_that_was_stopped_before_it_began_is_none() -> None:
    stop = Event()
    stop.set()
    assert hard().solved(Effort(stop=stop)).status == "time-limit"


def test_nothing_is_printed(capfd: pytest.CaptureFixture[str]) -> None:
    hard().solved(Effort(gap=0.2))
    hard().solved(Effort(0.0))
    assert capfd.readouterr() == ("", "")
