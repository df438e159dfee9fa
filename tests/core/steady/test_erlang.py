"""Erlang B, C and A against references, theory and each other."""

import csv
import math
from dataclasses import fields

import mpmath
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from mfc_capacity.core.steady.erlang import SteadyState, erlang_b, steady_state
from tests.conftest import ROOT

DATA = ROOT / "tests" / "data"
SHARES = (
    "p_wait",
    "abandonment",
    "occupancy",
    "service_level_offered",
    "service_level_answered",
    "service_level_virtual",
)
TIMES = ("asa_s", "mean_wait_s")
LEVELS = SHARES[3:]

loads = st.floats(-3, 4).map(lambda exponent: 10**exponent)
ratios = st.floats(-1.0, 1.0).map(lambda exponent: 10**exponent)
patiences = st.one_of(st.just(math.inf), st.floats(0, 9).map(lambda exponent: 10**exponent))
thresholds = st.sampled_from([0.0, 1.0, 20.0, 600.0])


def rows_of(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def column(rows: list[dict[str, str]], name: str, empty: float) -> np.ndarray:
    return np.array([float(row[name] or empty) for row in rows])


def evaluated(rows: list[dict[str, str]], operators: str, within: str) -> tuple[SteadyState, np.ndarray]:
    calls, aht_s = column(rows, "calls_per_hour", 0), column(rows, "aht_s", 1)
    n = column(rows, operators, 0)
    state = steady_state(
        calls, aht_s, n, patience_s=column(rows, "patience_s", np.inf), within_s=column(rows, within, 20)
    )
    return state, erlang_b(n, calls * aht_s / 3600)


def quantity_of(state: SteadyState, blocked: np.ndarray, name: str, index: int) -> float:
    return float((blocked if name == "erlang_b" else getattr(state, name))[index])


def one(
    calls: float, aht_s: float, n: float, patience_s: float = math.inf, within_s: float = 20
) -> dict[str, float]:
    state = steady_state(calls, aht_s, n, patience_s=patience_s, within_s=within_s)
    return {field.name: getattr(state, field.name).item() for field in fields(state)}


def test_reference_grid() -> None:
    rows = rows_of("erlang_reference.csv")
    state, blocked = evaluated(rows, "servers", "within_s")
    checked = 0
    for index, row in enumerate(rows):
        value = float(row["value"])
        if value > 1e-12:
            got = quantity_of(state, blocked, row["quantity"], index)
            assert got == pytest.approx(value, rel=1e-9, abs=0), row
            checked += 1
    assert checked > 1800


def test_published_values() -> None:
    rows = [row for row in rows_of("published_values.csv") if row["quantity"] != "max_load_erlangs"]
    state, blocked = evaluated(rows, "operators", "within_s_or_blocking")
    for index, row in enumerate(rows):
        value = quantity_of(state, blocked, row["quantity"], index) * float(row["printed_per_unit"])
        last_digit = 10.0 ** -int(row["digits"])
        tolerance = last_digit if int(row["truncated"]) else last_digit / 2
        assert abs(value - float(row["printed"])) <= tolerance * (1 + 1e-6) + 1e-13 * value, row


def test_published_traffic_tables() -> None:
    rows = [row for row in rows_of("published_values.csv") if row["quantity"] == "max_load_erlangs"]
    printed, n = column(rows, "printed", 0), column(rows, "operators", 0)
    blocking, step = column(rows, "within_s_or_blocking", 0), 10.0 ** -column(rows, "digits", 0)
    assert (erlang_b(n, printed - step) < blocking).all()
    assert (erlang_b(n, printed + step) > blocking).all()


def test_mandelbaum_zeltyn_case() -> None:
    state = one(2880, 60, 50, 120)
    expected = {
        "abandonment": 0.0309122,
        "mean_wait_s": 3.70947,
        "asa_s": 3.6159,
        "occupancy": 0.930324,
        "service_level_offered": 0.94302,
        "service_level_answered": 0.97310,
        "service_level_virtual": 0.96794,
    }
    for name, value in expected.items():
        assert state[name] == pytest.approx(value, rel=2e-5), name


def exact(a: float, n: int, theta: float, within: float) -> dict[str, mpmath.mpf]:
    """Integrate the density of the offered wait in 30 digits, time in handling times."""
    with mpmath.workdps(30):
        a, theta, within = mpmath.mpf(a), mpmath.mpf(theta), mpmath.mpf(within)
        peak = max(mpmath.log(a / n) / theta, 0)
        scale = min(1 / mpmath.sqrt(a * theta), 1 / mpmath.mpf(n), 1 / mpmath.mpf(abs(n - a) + 1e-30))
        spread = max(1 / mpmath.sqrt(max(a, n) * theta), scale)
        height = a * -mpmath.expm1(-theta * peak) / theta - n * peak

        def density(v: mpmath.mpf) -> mpmath.mpf:
            return n * mpmath.exp(-a * mpmath.expm1(-theta * v) / theta - n * v - height)

        breaks = {peak + k * spread for k in (-12, -6, -3, -1, 0, 1, 3, 6, 12, 30)}
        reach = peak + 80 * max(spread, 1 / mpmath.mpf(n))
        near = {scale * k for k in (1, 4, 16, 64)}
        points = sorted({mpmath.mpf(0), within, reach} | {b for b in breaks | near if 0 < b < reach})
        late_points = [p for p in points if p >= within]

        def integral(weight: object, at: list[mpmath.mpf]) -> mpmath.mpf:
            return mpmath.quad(lambda v: weight(v) * density(v), at) if len(at) > 1 else mpmath.mpf(0)

        def stays(v: mpmath.mpf) -> mpmath.mpf:
            return mpmath.exp(-theta * v)

        waiting = integral(lambda _v: 1, points)
        lost = integral(lambda v: 1 - stays(v), points)
        late = integral(stays, late_points)
        moment = integral(lambda v: v * stays(v), points)
        free = mpmath.exp(-height) * inverse_b_less_one(a, n)
        total = waiting + free
        return {
            "p_wait": waiting / total,
            "abandonment": lost / total,
            "missed": (lost + late) / total,
            "asa": moment / (total - lost),
        }


def inverse_b_less_one(a: mpmath.mpf, n: int) -> mpmath.mpf:
    """Integrate n e^(-a s) (1 + s)^(n - 1) from 0 on."""
    peak = max(mpmath.mpf(n - 1) / a - 1, 0)
    spread = mpmath.sqrt(n) / a
    points = sorted(
        {mpmath.mpf(0)}
        | {peak + k * spread for k in (-12, -6, -3, -1, 0, 1, 3, 6, 12, 40) if peak + k * spread > 0}
    )
    top = -a * peak + (n - 1) * mpmath.log1p(peak)
    scaled = mpmath.quad(lambda s: mpmath.exp(-a * s + (n - 1) * mpmath.log1p(s) - top), points)
    return n * mpmath.exp(top) * scaled


@pytest.mark.slow
@pytest.mark.parametrize(
    ("load", "n", "patience", "within"),
    [
        (1e6, 1_000_300, 0.5, 1e-3),
        (1e6, 999_000, 10.0, 1e-4),
        (1e6, 1_001_000, 1e4, 1e-4),
        (250_000.0, 200_000, 0.7, 0.1),
        (3e5, 300_000, 1e6, 1e-3),
        (40.0, 1, 3.0, 0.5),
        (0.001, 1, 0.02, 0.1),
        (7.0, 10, 1e5, 0.2),
    ],
)
def test_extremes_against_quadrature(load: float, n: int, patience: float, within: float) -> None:
    theta = 1 / patience
    reference = exact(load, n, theta, within)
    state = steady_state(load * 36, 100, n, patience_s=100 * patience, within_s=100 * within)
    assert float(state.p_wait) == pytest.approx(float(reference["p_wait"]), rel=1e-9)
    assert float(state.abandonment) == pytest.approx(float(reference["abandonment"]), rel=1e-9)
    assert float(state.asa_s) / 100 == pytest.approx(float(reference["asa"]), rel=1e-9)
    missed = 1 - float(state.service_level_offered)
    assert missed == pytest.approx(float(reference["missed"]), rel=1e-9, abs=1e-15)


@pytest.mark.parametrize(
    ("load", "n", "theta", "within"),
    [
        (5460.0, 1, 163.0, 0.44),
        (10388.0, 2, 390.0, 0.02),
        (505.0, 3, 11.0, 0.35),
        (64960.0, 10, 1083.0, 0.004),
    ],
)
def test_deep_overload_against_closed_form(load: float, n: int, theta: float, within: float) -> None:
    """Mandelbaum & Zeltyn 2007: the few who are answered are known as exactly as the many who are not."""
    with mpmath.workdps(50):
        a, rate, late_at = mpmath.mpf(load), mpmath.mpf(theta), mpmath.mpf(within)
        y, x = n / rate, a / rate
        left = mpmath.exp(-rate * late_at)
        series = mpmath.hyp1f1(1, y + 1, x)
        p_wait = series / (series + inverse_b_less_one(a, n))
        lost = p_wait * (n / (a * series) + 1 - n / a)
        late = p_wait * y / (y + 1) * mpmath.hyp1f1(1, y + 2, x * left) / series
        late *= mpmath.exp(x * (1 - left) - (n + rate) * late_at)
    state = one(load * 36, 100, n, 100 / theta, 100 * within)
    assert state["abandonment"] == pytest.approx(float(lost), rel=1e-9, abs=0)
    assert state["service_level_offered"] == pytest.approx(float(1 - lost - late), rel=1e-9, abs=0)
    assert state["service_level_answered"] == pytest.approx(float(1 - late / (1 - lost)), rel=1e-9, abs=0)


@given(loads, ratios, patiences, thresholds)
def test_bounds_and_order(load: float, ratio: float, patience_s: float, within_s: float) -> None:
    fewer, more = (one(load * 20, 180, max(round(load * ratio), 1) + k, patience_s, within_s) for k in (0, 1))
    for state in (fewer, more):
        assert all(0 <= state[name] <= 1 for name in SHARES)
        assert all(state[name] >= 0 for name in TIMES)
    for name in ("p_wait", "abandonment", "asa_s", "mean_wait_s"):
        assert more[name] <= fewer[name] * (1 + 1e-9), name
    for name in LEVELS:
        assert more[name] >= fewer[name] * (1 - 1e-9), name
    assert more["occupancy"] <= fewer["occupancy"] * (1 + 1e-9)


@given(loads, ratios, patiences, thresholds, st.sampled_from([0.01, 0.25, 60.0]))
def test_units_of_time_do_not_matter(
    load: float, ratio: float, patience_s: float, within_s: float, factor: float
) -> None:
    n = max(round(load * ratio), 1)
    assume(abs(load / n - 1) > 1e-6)  # where load and staff are equal, the last digit of the load decides
    state = one(load * 20, 180, n, patience_s, within_s)
    scaled = one(load * 20 / factor, 180 * factor, n, patience_s * factor, within_s * factor)
    assert state["stable"] or patience_s == math.inf
    for name in SHARES:
        assert scaled[name] == pytest.approx(state[name], rel=1e-8, abs=1e-12), name
    for name in TIMES:
        assert scaled[name] == pytest.approx(state[name] * factor, rel=1e-8, abs=1e-12 * factor), name


@given(st.floats(0.05, 30), st.integers(1, 40), st.floats(1, 1e4))
def test_littles_law_and_balance(load: float, n: int, patience_s: float) -> None:
    """Sum the states of the birth-death chain, in calls an hour and handling times of 3 minutes."""
    state = one(load * 20, 180, n, patience_s)
    theta = 180 / patience_s
    k = np.arange(n + int(3 * load / theta) + 400)
    waiting = np.maximum(k - n, 0)
    log_weight = np.cumsum(
        np.log(np.where(k > 0, load / np.maximum(np.minimum(k, n) + waiting * theta, 1e-9), 1.0))
    )
    probability = np.exp(log_weight - log_weight.max())
    probability /= probability.sum()
    queue, busy = probability @ waiting, probability @ np.minimum(k, n)
    assert state["mean_wait_s"] * load / 180 == pytest.approx(queue, rel=1e-9)
    assert state["occupancy"] * n == pytest.approx(busy, rel=1e-9)
    assert state["abandonment"] * load == pytest.approx(theta * queue, rel=1e-9)


@given(loads, st.integers(1, 200))
def test_patience_without_end_is_erlang_c(load: float, spare: int) -> None:
    n = math.ceil(load) + spare
    endless, patient = one(load * 20, 180, n), one(load * 20, 180, n, 1e14)
    for name in (*SHARES, *TIMES):
        assert patient[name] == pytest.approx(endless[name], rel=1e-7, abs=1e-9), name


@given(loads, ratios)
def test_no_patience_is_erlang_b(load: float, ratio: float) -> None:
    n = max(round(load * ratio), 1)
    state = one(load * 20, 180, n, 1e-9, 0)
    blocked = float(erlang_b(n, load))
    assert state["abandonment"] == pytest.approx(blocked, rel=1e-6)
    assert state["p_wait"] == pytest.approx(blocked, rel=1e-6)


@pytest.mark.slow
@settings(max_examples=40)
@given(st.floats(0, 60), st.floats(0.01, 60))
def test_erlang_b_for_real_operators(n: float, load: float) -> None:
    with mpmath.workdps(25):
        inverse = load * mpmath.quad(
            lambda s: mpmath.exp(-load * s) * (1 + s) ** n, [0, 1 / load, 10 / load + 1, mpmath.inf]
        )
    assert float(erlang_b(n, load)) == pytest.approx(float(1 / inverse), rel=1e-11)


@given(st.integers(1, 400), st.floats(0.01, 400))
def test_erlang_b_recursion(n: int, load: float) -> None:
    before, after = erlang_b([n - 1, n], load)
    assert after == pytest.approx(load * before / (n + load * before), rel=1e-12)


def test_mixed_models_in_one_array() -> None:
    calls, n, patience = (
        np.array([200.0, 200, 0, 200, 200]),
        [14, 14, 3, 10, 0],
        [np.inf, 300, 60, np.inf, 300],
    )
    mixed = steady_state(calls, 180, n, patience_s=patience)
    for index in range(calls.size):
        alone = one(calls[index], 180, n[index], patience[index])
        assert {name: getattr(mixed, name)[index] for name in alone} == alone


def test_a_row_does_not_depend_on_its_neighbours() -> None:
    rng = np.random.default_rng(3)
    calls = rng.uniform(1, 5000, 60)
    n, patience = np.ceil(calls / 20 * rng.uniform(0.3, 1.3, 60)), rng.uniform(5, 900, 60)
    together = steady_state(calls, 180, n, patience_s=patience)
    for index in range(calls.size):
        alone = one(calls[index], 180, n[index], patience[index])
        assert {name: getattr(together, name)[index] for name in alone} == alone


def test_no_calls() -> None:
    for n in (0, 5):
        state = one(0, 180, n)
        assert state["stable"]
        assert [state[name] for name in (*SHARES, *TIMES)] == [0, 0, 0, 1, 1, 1, 0, 0]


@pytest.mark.parametrize(("calls", "n"), [(200, 0), (200, 9), (200, 10), (200 - 1e-11, 10)])
def test_overload_without_patience_limit(calls: float, n: int) -> None:
    state = one(calls, 180, n)
    assert not state["stable"]
    assert [state[name] for name in (*SHARES, *TIMES)] == [1, 0, 1, 0, 0, 0, math.inf, math.inf]


def test_nobody_on_duty() -> None:
    state = one(200, 180, 0, 120)
    assert state["stable"]
    assert [state[name] for name in SHARES] == [1, 1, 0, 0, 0, 0]
    assert state["mean_wait_s"] == pytest.approx(120, rel=1e-12)
    assert state["asa_s"] == math.inf


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("calls_per_hour", math.nan),
        ("calls_per_hour", -1),
        ("calls_per_hour", math.inf),
        ("aht_s", 0),
        ("aht_s", math.inf),
        ("operators", 2.5),
        ("operators", -1),
        ("patience_s", 0),
        ("patience_s", math.nan),
        ("within_s", -20),
        ("within_s", math.nan),
    ],
)
def test_nonsense_is_refused_by_name(name: str, value: float) -> None:
    arguments = {"calls_per_hour": 200, "aht_s": 180, "operators": 14, "patience_s": 120, "within_s": 20}
    with pytest.raises(ValueError, match=name):
        steady_state(**{**arguments, name: [10, value]})


@pytest.mark.parametrize("arguments", [(-1, 5), (3, math.nan), (3, -0.1), (math.inf, 1)])
def test_erlang_b_refuses_nonsense(arguments: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="must be"):
        erlang_b(*arguments)


def test_no_warning_or_nan_anywhere() -> None:
    """Random systems far beyond any contact centre; pytest turns NumPy's warnings into errors."""
    rng = np.random.default_rng(7)
    size = 4000
    load, aht_s = 10 ** rng.uniform(-9, 6.3, size), 10 ** rng.uniform(-1, 5, size)
    n = np.round(load * 10 ** rng.uniform(-6, 3, size))
    patience_s = 10 ** rng.uniform(-300, 300, size)
    state = steady_state(
        load * 3600 / aht_s, aht_s, n, patience_s=patience_s, within_s=10 ** rng.uniform(-3, 6, size)
    )
    for name in SHARES:
        values = getattr(state, name)
        assert ((values >= 0) & (values <= 1)).all(), name
    for name in TIMES:
        assert (getattr(state, name) >= 0).all(), name
