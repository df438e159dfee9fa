"""Work that several processes share: every task once, in order, whoever does it; and a failure that stops all."""

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from mfc_capacity.plan.pool import Processes, watched_by

PATIENCE_S = 60


def met_another(number: int, meeting_place: Path) -> tuple[int, bool]:
    """Return the number, and whether another process has come to the meeting place in time."""
    (meeting_place / str(os.getpid())).touch()
    end = time.monotonic() + PATIENCE_S
    while len(list(meeting_place.iterdir())) < 2 and time.monotonic() < end:
        time.sleep(0.01)
    return number, time.monotonic() < end


@pytest.mark.parametrize("workers", [1, 2, 5])
@pytest.mark.parametrize("tasks", [[], [(7, 2)], [(7, 2), (9, 4), (3, 3)]])
def test_results_stand_in_the_order_of_the_tasks(tasks: list[tuple[int, int]], workers: int) -> None:
    assert shared(divmod, tasks, workers) == [divmod(*task) for task in tasks]


def shared(work: Callable[..., Any], tasks: Sequence[tuple[Any, ...]], workers: int) -> list[Any]:
    """Return the results of the tasks, whose arguments stand together."""
    return list(Processes(workers).map(work, *zip(*tasks, strict=True)))


def test_another_process_takes_its_share(tmp_path: Path) -> None:
    assert shared(met_another, [(0, tmp_path), (1, tmp_path)], 2) == [(0, True), (1, True)]


@pytest.mark.parametrize("workers", [1, 2])
def test_a_failure_reaches_the_caller(workers: int) -> None:
    with pytest.raises(ZeroDivisionError):
        shared(divmod, [(1, 1), (1, 0), (1, 1)], workers)


def test_work_is_handed_in_as_to_any_executor() -> None:
    pool = Processes(2)
    assert pool.submit(divmod, 7, 2).result() == (3, 1)
    with pytest.raises(ZeroDivisionError):
        pool.submit(divmod, 7, 0).result()


def test_results_come_one_by_one(tmp_path: Path) -> None:
    """What is not asked for any more is not begun."""
    results = Processes(2).map(touched, [tmp_path / str(k) for k in range(200)])
    assert next(results) == "0"
    results.close()  # type: ignore[attr-defined]
    assert len(list(tmp_path.iterdir())) < 200


def touched(path: Path) -> str:
    time.sleep(0.01)
    path.touch()
    return path.name


@pytest.mark.parametrize("workers", [1, 2])
def test_whoever_watches_sees_each_piece_and_not_what_a_piece_shares(workers: int) -> None:
    seen: list[tuple[int, int]] = []
    with watched_by(lambda done, planned: seen.append((done, planned))):
        shared(shared, [(divmod, [(7, 2), (9, 4)], 1), (divmod, [(3, 3)], 1)], workers)
    assert seen == [(1, 2), (2, 2)]
