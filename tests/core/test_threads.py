"""Work in threads: results in order, each with its share of the time; a failure ends the others."""

import pytest

from mfc_capacity.core.integer_program import Effort
from mfc_capacity.core.threads import in_threads


@pytest.mark.parametrize("workers", [1, 2, 9])
def test_results_stand_in_the_order_of_tasks(workers: int) -> None:
    found = in_threads(lambda k, effort: (k * k, effort), range(7), workers, Effort(gap=0.01))
    assert [square for square, _ in found] == [k * k for k in range(7)]
    assert {effort.gap for _, effort in found} == {0.01}
    assert all(effort.stop is not None and effort.stop.is_set() for _, effort in found)


def test_each_has_its_share_of_the_time_that_is_left() -> None:
    limits = in_threads(lambda _task, effort: effort.time_limit_s, range(3), 1, Effort(600.0))
    assert limits == pytest.approx([200, 300, 600], abs=1)
    assert in_threads(lambda _task, effort: effort.time_limit_s, range(2), 2, Effort(600.0)) == pytest.approx(
        [600, 600], abs=1
    )


def test_a_failure_stops_the_others_and_is_raised() -> None:
    begun = []

    def work(task: int, effort: Effort) -> int:
        begun.append(task)
        if task == 0:
            raise ValueError("task 0")
        assert effort.stop is not None
        assert effort.stop.wait(10)
        return task

    with pytest.raises(ValueError, match="task 0"):
        in_threads(work, range(50), 2, Effort())
    assert len(begun) < 50
