"""Where hotlines differ, and where their handling times differ too much for the correction."""

import numpy as np
import pytest

from mfc_capacity.core.simulation.laws import Lognormal, Weibull
from mfc_capacity.core.steady.hotlines import Callers, Hotlines
from mfc_capacity.core.steady.patience import Patience
from mfc_capacity.core.targets import Targets

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
        ((Callers(60.0, 1.3, Patience(60.0)), Callers(90.0)), (5.0, 5.0), {"varied"}),
        (
            (Callers(300.0, patience=Patience(78.0)), Callers(1500.0, patience=Patience(14.0))),
            (0.0334, 0.017),
            {"few"},
        ),
        ((Callers(300.0), Callers(599.0)), (0.0334, 0.017), set()),
    ],
)
def test_the_correction_says_where_it_is_rough(
    callers: tuple[Callers, ...], calls: tuple[float, ...], reasons: set[str]
) -> None:
    found = Hotlines(callers).roughly(1000 * np.array(calls))
    assert {reason for reason, where in found.items() if where} == reasons


def test_handling_times_that_vary_are_those_of_each_interval() -> None:
    hotlines = Hotlines((Callers(180.0, 1.2, Patience(60.0)), Callers(999.0, 1.2, Patience(90.0))))
    calls, operators = np.array([[300.0, 100.0], [300.0, 100.0]]), np.array([24, 24])
    aht_s = np.array([[180.0, 240.0], [150.0, 180.0]])
    targets = Targets(service_level=0.8, max_abandonment=0.05)
    required = hotlines.required(targets, calls, aht_s).operators
    met = hotlines.met(calls, operators, 20.0, aht_s)
    for row, (first_s, second_s) in enumerate(aht_s):
        own = Hotlines((Callers(first_s, 1.2, Patience(60.0)), Callers(second_s, 1.2, Patience(90.0))))
        assert required[row] == own.required(targets, calls[[row]]).operators[0]
        alone = own.met(calls[[row]], operators[[row]], 20.0)
        assert met.service_level_offered[row] == pytest.approx(alone.service_level_offered[0], rel=1e-9)
        assert met.abandonment[row] == pytest.approx(alone.abandonment[0], rel=1e-9)


def test_hotlines_whose_times_vary_differ_where_both_are_called_with_others() -> None:
    hotlines = Hotlines((PLAIN, PLAIN))
    same = np.array([[180.0, 180.0], [180.0, 200.0], [180.0, 200.0], [180.0, 200.0]])
    assert hotlines.mixed(CALLS, same).tolist() == [False, False, False, False]
    assert hotlines.mixed(CALLS[[0, 0, 0, 0]], same).tolist() == [False, True, True, True]
    unlike = Hotlines((PLAIN, Callers(180.0, patience=Patience(61.0))))
    assert unlike.mixed(CALLS, same).tolist() == [True, False, False, False]
