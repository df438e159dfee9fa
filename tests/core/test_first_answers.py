"""A first answer that comes back with the objective of a better one is not taken for it."""

import math
from dataclasses import replace

import numpy as np
import pytest

from mfc_capacity.core.arrays import Floats
from mfc_capacity.core.integer_program import Effort, Program, Solution


class Misled(Program):
    """Hands a first answer back as if it were the best, as HiGHS 1.16 now and then does."""

    finds_more = True

    def _solved(self, effort: Effort, start: Floats | None = None) -> Solution:
        found = super()._solved(effort, start)
        if start is not None:
            return replace(found, values=start)
        return found if self.finds_more else Solution("time-limit", None, math.inf, -math.inf, 0.0)


@pytest.fixture
def program() -> Program:
    program = Misled()
    program.row((program.columns([3.0]), 1.0), least=2.0)
    return program


def test_the_best_is_looked_for_again(program: Program) -> None:
    found = program.solved(Effort(), np.array([5.0]))
    assert (found.status, found.objective, found.values) == ("optimal", 6, [2])


def test_a_first_answer_has_its_own_objective(program: Misled) -> None:
    program.finds_more = False
    found = program.solved(Effort(), np.array([5.0]))
    assert (found.status, found.objective, found.bound, found.values) == ("time-limit", 15, 6, [5])
