"""Where hotlines differ, and where their handling times differ too much for the correction."""

import numpy as np
import pytest

from mfc_capacity.core.simulation.laws import Lognormal, Weibull
from mfc_capacity.core.steady.hotlines import Callers, Hotlines
from mfc_capacity.core.steady.patience import Patience

PLAIN = Callers(180.0, patience=Patience(60.0))
CALLS = np.array([[5.0, 5.0], [5.0, 0.0], [0.0, 5.0], [0.0, 0.0]])


@pytest.mark.parametrize(
    ("other", "mixed"),
    [
        (PLAIN, [False, False, False, False]),
        (Callers(181.0, patience=Patience(60.0)), [True, False, False, False]),
        (Callers(180.0, patience=Patience(61.0)), [True, False, False, False]),
        (Callers(180.0), [True, False, False, False]),
        (Callers(180.0, 1.2, Patience(60.0)), [True, False, True, False]),
        (Callers(180.0, patience=Patience(60.0, Weibull(0.5))), [True, False, True, False]),
        (Callers(180.0, patience=Patience(60.0, at_once=0.1)), [True, False, True, False]),
        (Callers(180.0, patience=Patience(law=Lognormal(2.0))), [True, False, False, False]),
    ],
)
def test_hotlines_differ_where_both_are_called_or_a_law_is_not_exponential(
    other: Callers, mixed: list[bool]
) -> None:
    assert Hotlines((PLAIN, other)).mixed(CALLS).tolist() == mixed


@pytest.mark.parametrize(
    ("callers", "calls", "reasons"),
    [
        ((Callers(60.0), Callers(301.0)), (9.0, 1.0), {"far-apart"}),
        ((Callers(60.0), Callers(300.0)), (9.0, 1.0), set()),
        ((Callers(60.0), Callers(1200.0)), (999.0, 1.0), set()),
        ((Callers(60.0), Callers(1200.0)), (990.0, 10.0), {"far-apart"}),
        ((Callers(60.0, 0.3), Callers(61.0)), (5.0, 5.0), {"even"}),
        ((Callers(60.0, 0.3), Callers(60.0)), (5.0, 5.0), set()),
        ((Callers(60.0, 1.3), Callers(60.0)), (5.0, 5.0), {"varied"}),
        ((Callers(60.0, 1.3, Patience(60.0)),), (5.0,), set()),
    ],
)
def test_the_correction_says_where_it_is_rough(
    callers: tuple[Callers, ...], calls: tuple[float, ...], reasons: set[str]
) -> None:
    found = Hotlines(callers).roughly(np.array(calls))
    assert {reason for reason, where in found.items() if where} == reasons
