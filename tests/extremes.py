"""Scenarios of extreme but legal values, and the rule that every command keeps with them.

The rule: the exit code is 0, 2 or 3 (1 too where a gate judges), what is written is strict JSON without NaN or
Infinity, and the answer or the refusal comes within a bound.
"""

import contextlib
import io
import json
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn
from unittest import mock

from hypothesis import strategies as st

from mfc_capacity.cli.app import main

BOUND_S = 60.0  # far beyond what is meant: machines that test are busy

METHODS = ("stationary", "time-dependent")
SHARES = ("0%", "0.0001%", "1%", "50%", "80%", "99%", "99.9999%", "99.9999999%", "100%")
TIMES_S = ("0.001s", "0.5s", "1s", "20s", "3m", "17m", "1h", "10h", "24h")
LONG_TIMES = (*TIMES_S, "1000h", "9999h", "1000000h")
CLOCKS = ("00:00", "03:00", "08:00", "09:00", "12:00", "17:00", "23:00")
Values = st.SearchStrategy[Any]


def _maybe(values: Values) -> Values:
    return st.none() | values


def _log_uniform(low: int, high: int) -> Values:
    """Draw numbers whose logarithms are spread evenly, with few digits."""
    thousandths = st.integers(1000 * low, 1000 * high)
    return thousandths.map(lambda exponent: f"{10 ** (exponent / 1000):.6f}")


def _durations(texts: tuple[str, ...], high: int) -> Values:
    return st.sampled_from(texts) | _log_uniform(-3, high).map(lambda number: f"{number}s")


shares = st.sampled_from(SHARES) | st.integers(0, 10**6).map(lambda millionths: f"{millionths / 10**4:.4f}%")
below_all = st.sampled_from(SHARES[:-1])
handling_times = _durations(TIMES_S, 4)
long_times = _durations(LONG_TIMES, 8)
numbers = st.sampled_from(("0", "0.000001", "1", "1000", "1e12")) | _log_uniform(-6, 12)
calls = st.sampled_from(("0", "0.001", "1", "3.3", "1000", "100000", "1e6", "1e9")) | _log_uniform(-3, 9)
counts = st.sampled_from((0, 1, 2, 50, 1000, 20_000, 1_000_000)) | st.integers(0, 1_000_000)
factors = st.sampled_from(("0", "0.0001%", "50%", "1.78", "10"))
laws = st.sampled_from(
    ("exponential", "weibull(0.1)", "weibull(0.7)", "weibull(100)", "lognormal(0.1)", "lognormal(100)")
)
money = st.sampled_from(("0 RUB", "0.01 RUB", "420 RUB", "100 mln RUB"))
hours = st.sampled_from(
    ("00:00-24:00", "08:00-20:00", "09:00-10:00", "23:00-24:00", "00:00-01:00, 23:00-24:00")
)
service_levels = st.builds("{} in {}".format, shares, long_times) | st.fixed_dictionaries(
    {"answered": shares, "within": long_times, "of": st.sampled_from(("offered", "answered", "virtual"))}
)


def _given(required: dict[str, Values], optional: dict[str, Values]) -> Values:
    return st.fixed_dictionaries(required, optional=optional)


profiles = st.builds(
    lambda first, weights: {**weights, "00:00": first},
    st.sampled_from(("1", "0.000001", "1e12")),
    st.dictionaries(st.sampled_from(CLOCKS), numbers),
)
patience = st.fixed_dictionaries({"patience": st.just("endless")}) | _given(
    {}, {"patience": long_times, "patience_law": laws}
)
with_patience = _given(
    {"calls_per_day": calls, "aht": handling_times},
    {
        "aht_cv": st.sampled_from(("0", "0.5", "1", "3", "100")),
        "hangs_up_at_once": below_all,
        "scales_with": st.just("centres"),
        "hours": hours | st.fixed_dictionaries({"mon-fri": hours}),
        "weekdays": st.dictionaries(st.sampled_from(("mon", "tue", "wed-sun")), factors, max_size=3),
        "months": st.dictionaries(st.sampled_from(("jan", "feb-mar", "dec")), factors, max_size=2),
        "profile": st.just("flat") | profiles,
        "deflect": st.lists(st.fixed_dictionaries({"to": st.just("sms"), "share": below_all}), max_size=1),
    },
)
hotlines = st.builds(dict.__or__, with_patience, patience)
targets = _given(
    {},
    {
        "service_level": service_levels,
        "max_asa": long_times,
        "max_abandonment": shares,
        "max_occupancy": shares,
    },
)
calendars = _given(
    {"interval": st.sampled_from(("60m", "30m", "15m", "5m", "1m"))},
    {},
) | _given(
    {
        "from": st.just("2014-03-03"),
        "to": st.sampled_from(("2014-03-03", "2014-03-05", "2014-04-10", "2015-03-02")),
    },
    {"interval": st.sampled_from(("60m", "15m", "5m", "1m"))},
)
on_duty = counts | st.dictionaries(st.sampled_from(CLOCKS), counts, min_size=1)
shrinkages = below_all | st.fixed_dictionaries({"leave": st.fixed_dictionaries({"jan-dec": below_all})})


def _dated(values: Values) -> Values:
    return values | st.fixed_dictionaries({"2014-03-01": values, "2014-03-04": values})


groups = _given(
    {},
    {
        "operators": _dated(on_duty | st.fixed_dictionaries({"mon-tue": on_duty})),
        "min_operators": _dated(counts),
        "max_operators": _dated(counts),
        "shrinkage": _dated(shrinkages),
        "targets": _dated(targets),
        "model": st.sampled_from(("erlang-c", "erlang-a")),
    },
)


@st.composite
def scenarios(draw: st.DrawFn, methods: tuple[str, ...] = METHODS) -> dict[str, Any]:
    """Draw a scenario that the format allows, though its parts need not fit together."""
    names = [f"line{number}" for number in range(draw(st.integers(1, 3)))]
    scenario: dict[str, Any] = {
        "currency": "RUB",
        "method": draw(st.sampled_from(methods)),
        "calendar": draw(calendars),
        "drivers": {"centres": {"2014-03-01": 43, "2014-03-04": draw(numbers)}},
        "hotlines": {name: draw(hotlines) for name in names},
        "targets": draw(targets),
    }
    if draw(st.booleans()):
        scenario["groups"] = {"all": {"hotlines": names, **draw(groups)}}
    else:
        scenario["groups"] = {f"of {name}": {"hotlines": [name], **draw(groups)} for name in names}
    for key, values in _BESIDE.items():
        value = draw(_maybe(values))
        if value is not None:
            scenario[key] = value
    return scenario


operator_hours = st.fixed_dictionaries(
    {
        "price": money,
        "surcharges": st.lists(
            _given({"add": factors, "days": st.sampled_from(("sat-sun", "tue,holiday"))}, {"hours": hours})
            | st.fixed_dictionaries(
                {"add": factors, "hours": st.sampled_from(("22:00-06:00", "08:01-08:02"))}
            ),
            max_size=2,
        ),
    }
)
fees = money | st.fixed_dictionaries({"amount": money, "per": st.sampled_from(("month", "contract"))})
prices = st.builds(
    lambda first, last: [{"up_to": "1000", "price": first}, last],
    money,
    st.builds(lambda price: {"price": price}, money)
    | st.builds(lambda price: {"up_to": "1e12", "price": price}, money),
)
_BESIDE: dict[str, Values] = {
    "shrinkage": _dated(shrinkages),
    "peaks": st.fixed_dictionaries(
        {
            "fair": st.fixed_dictionaries(
                {"when": st.just({"dates": ["2014-03-04"]}), "multiply": st.just({"*": 10})}
            )
        }
    ),
    "costs": _given(
        {"operator_hour": money | operator_hours},
        {"contacts": st.just({"sms": "1 RUB"}), "after_duty": factors},
    ),
    "contract": _given(
        {
            "from": st.just("2014-03-01"),
            "to": st.sampled_from(("2014-03-04", "2016-01-01")),
            "unit": st.sampled_from(("calls", "minutes", "operator_hours")),
            "volume": numbers,
            "price": money,
        },
        {"overage": money, "minimum_fee": fees},
    )
    | _given(
        {
            "from": st.just("2014-03-01"),
            "to": st.sampled_from(("2014-03-04", "2016-01-01")),
            "unit": st.sampled_from(("calls", "minutes", "operator_hours")),
            "prices": prices,
        },
        {"minimum_fee": fees},
    ),
    "budget": _given(
        {"amount": money, "covers": st.sampled_from(("contract", "labour", "all"))}, {"extra": money}
    ),
    "limits": st.just([{"id": "people", "metric": "fte", "max": 100}]),
}


@dataclass(frozen=True)
class Answer:
    """What a command left behind, and how long it took."""

    code: int
    out: bytes
    err: str
    seconds: float


class TooSlowError(BaseException):
    """No answer within the bound; no `except Exception` takes it for a fault of the tool."""


def _stop(*_signal: object) -> NoReturn:
    raise TooSlowError


@contextlib.contextmanager
def _within(seconds: float) -> Iterator[None]:
    if not hasattr(signal, "setitimer"):
        yield
        return
    before = signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def asked(folder: Path, scenario: dict[str, Any], *arguments: str, bound_s: float = BOUND_S) -> Answer:
    """Run a command on a scenario in this process; SCENARIO among the arguments stands for its file.

    Raises:
        TooSlowError: if there is no answer within the bound.
    """
    path = folder / "extreme.yaml"
    path.write_text(json.dumps(scenario), encoding="utf-8")
    words = [str(path) if word == "SCENARIO" else word for word in arguments]
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    begun_s = time.process_time()
    code: int | str | None = None
    with (
        mock.patch.object(sys, "argv", ["mfc-capacity", *words]),
        mock.patch.object(sys, "stdout", out),
        mock.patch.object(sys, "stderr", err),
        mock.patch("mfc_capacity.plan.pool.cores", return_value=1),
        _within(bound_s),
    ):
        try:
            main()
        except SystemExit as stop:
            code = stop.code
    out.flush()
    content = out.buffer.getvalue()  # type: ignore[attr-defined]
    return Answer(int(code or 0), content, err.getvalue(), time.process_time() - begun_s)


def strict_json(content: bytes) -> Any:
    """Read JSON as the standard has it.

    Raises:
        ValueError: for NaN, Infinity, or anything else that is none.
    """

    def refuse(constant: str) -> NoReturn:
        raise ValueError(constant)

    return json.loads(content.decode("utf-8"), parse_constant=refuse)


def broken_rule(answer: Answer, codes: tuple[int, ...] = (0, 2, 3), *, is_json: bool = True) -> str | None:
    """Return how an answer breaks the rule, None if it keeps it."""
    if answer.code not in codes:
        return f"exit code {answer.code}: {answer.err}"
    if answer.code > 1:
        return None if answer.err.strip() else "refused without a word"
    if not is_json:
        return None
    try:
        strict_json(answer.out)
    except ValueError as error:
        return f"no strict JSON: {error}"
    return None
