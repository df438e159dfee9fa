"""Work in threads: results in order, a failure ends the others, and nothing is begun after it."""

from threading import Event

import pytest

from mfc_capacity.core.threads import in_threads


@pytest.mark.parametrize("workers", [1, 2, 9])
def test_results_stand_in_the_order_of_tasks(workers: int) -> None:
    stop = Event()
    assert in_threads(lambda k: k * k, range(7), workers, stop) == [k * k for k in range(7)]
    assert stop.is_set()


def test_a_failure_stops_the_others_and_is_raised() -> None:
    stop, begun = Event(), []

    def work(task: int) -> int:
        begun.append(task)
        if task == 0:
            raise ValueError("task 0")
        assert stop.wait(10)
        return task

    with pytest.raises(ValueError, match="task 0"):
        in_threads(work, range(50), 2, stop)
    assert len(begun) < 50
