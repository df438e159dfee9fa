"""Answers for intervals that are worked out in several ways, put together."""

from collections.abc import Sequence
from dataclasses import fields
from typing import TypeVar

import numpy as np

from mfc_capacity.core.arrays import Bools
from mfc_capacity.core.steady.erlang import SteadyState
from mfc_capacity.core.steady.redials import RedialState
from mfc_capacity.core.steady.staffing import Requirement

Answer = TypeVar("Answer", SteadyState, RedialState, Requirement)


def taken(answer: Answer, at: Bools) -> Answer:
    """Return what holds in the intervals that are marked (N)."""
    return type(answer)(**{field.name: getattr(answer, field.name)[at] for field in fields(answer)})


def answers_joined(parts: Sequence[tuple[Bools, Answer]]) -> Answer:
    """Return as one (N) what holds in the intervals marked in each part; each interval is marked in one of them."""
    kind = type(parts[0][1])
    joined = {}
    for field in fields(kind):
        values = [(at, getattr(answer, field.name)) for at, answer in parts]
        joined[field.name] = np.empty(
            parts[0][0].shape, dtype=np.result_type(*(own.dtype for _, own in values))
        )
        for at, own in values:
            joined[field.name][at] = own
    return kind(**joined)
