"""The queue summed over its states is the queue integrated over its waits."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mfc_capacity.core.steady.erlang import exact_queue
from mfc_capacity.core.steady.queue_states import searched_queue


@given(st.floats(0.01, 400), st.floats(-3, 3), st.floats(0.05, 50), st.floats(0, 2))
def test_both_ways_agree(load: float, spare: float, theta: float, within: float) -> None:
    """In everything that a search limits, small or large."""
    operators = max(np.rint(load + spare * np.sqrt(load)), 1.0)
    row = [np.array([value]) for value in (operators, load, theta, within)]
    summed, integrated = searched_queue(*row), exact_queue(*row)
    for name in ("wait", "abandonment", "served", "asa", "mean_wait"):
        np.testing.assert_allclose(getattr(summed, name), getattr(integrated, name), rtol=1e-12, err_msg=name)
    for of in ("offered", "answered", "virtual"):
        np.testing.assert_allclose(summed.missed(of), integrated.missed(of), rtol=1e-12, atol=1e-290)


@pytest.mark.parametrize(("load", "theta"), [(1e6, 1.5), (50.0, 1e-9), (5.0, 0.0)])
def test_where_too_many_states_matter_the_integrals_answer(load: float, theta: float) -> None:
    """Large loads, great patience, callers who never hang up."""
    row = [np.array([value]) for value in (np.ceil(load + 1), load, theta, 0.1)]
    assert searched_queue(*row).wait == exact_queue(*row).wait


def test_a_row_does_not_depend_on_its_neighbours() -> None:
    """Whatever stands in the same block, and however long the others are summed."""
    rng = np.random.default_rng(3)
    load = rng.uniform(1, 200, 300)
    rows = np.rint(load), load, rng.uniform(0.1, 5, 300), np.full(300, 0.1)
    together = searched_queue(*rows).missed("offered")
    alone = [searched_queue(*(part[k : k + 1] for part in rows)).missed("offered")[0] for k in range(300)]
    np.testing.assert_allclose(together, alone, rtol=1e-15)
