"""Logs whose truth is known: a queue played call by call, and written as different switches would write it.

Calls come as a Poisson process, the first who waits is the first served, handling times and patience are exponential:
M/M/n+M, whose figures Erlang A gives. Callers who hang up may call again.
"""

import csv
import heapq
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

DAY_S = 86_400


@dataclass(frozen=True)
class Truth:
    """A hotline open around the clock; `weights` of the hours of the day, flat if there are none."""

    hotline: str = "city"
    first: str = "2026-03-02"
    days: int = 7
    calls_per_day: float = 1000.0
    aht_s: float = 180.0
    patience_s: float = 120.0
    operators: int = 3
    weights: Sequence[float] = (1.0,) * 24
    redial_share: float = 0.0
    redial_after_s: float = 600.0


@dataclass(frozen=True)
class Logged:
    """A call: seconds since 1970 by the local clock, and what became of it; `handling_s` None unless answered."""

    hotline: str
    arrived_s: float
    queue_s: float
    outcome: str
    handling_s: float | None
    caller: int


def play(truth: Truth, seed: int = 1) -> list[Logged]:
    """Play the days of a hotline; calls in the order of their arrival."""
    draw = np.random.default_rng(seed)
    start_s = float(np.datetime64(truth.first, "s").astype(np.int64))
    coming = [(start_s + second, caller) for caller, second in enumerate(_arrivals(truth, draw), 1)]
    free_at_s = [
        0.0
    ] * truth.operators  # when each operator is free next: with patience known, the queue follows
    heapq.heapify(coming)
    heapq.heapify(free_at_s)
    calls = []
    while coming:
        arrived_s, caller = heapq.heappop(coming)
        wait_s = max(0.0, free_at_s[0] - arrived_s)
        patience_s = draw.exponential(truth.patience_s)
        if wait_s <= patience_s:
            handling_s = draw.exponential(truth.aht_s)
            heapq.heapreplace(free_at_s, arrived_s + wait_s + handling_s)
            calls.append(Logged(truth.hotline, arrived_s, wait_s, "answered", handling_s, caller))
            continue
        calls.append(Logged(truth.hotline, arrived_s, patience_s, "abandoned", None, caller))
        if draw.random() < truth.redial_share:
            again_s = arrived_s + patience_s + draw.exponential(truth.redial_after_s)
            heapq.heappush(coming, (again_s, caller))
    return calls


def _arrivals(truth: Truth, draw: np.random.Generator) -> list[float]:
    """Return the seconds of first calls since the first midnight, in order."""
    weights = np.array(truth.weights, float)
    rates = truth.calls_per_day * weights / weights.sum()
    counts = draw.poisson(np.tile(rates, truth.days))
    hours = np.repeat(np.arange(counts.size), counts)
    return sorted((3600 * (hours + draw.random(hours.size))).tolist())


def clock(second: float) -> str:
    """Return the local clock time of a second since 1970."""
    minutes, seconds = divmod(int(second) % DAY_S, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}"


def day(second: float, form: str = "%Y-%m-%d") -> str:
    """Return the date of a second since 1970."""
    return _day(int(second) // DAY_S, form)


@cache
def _day(number: int, form: str) -> str:
    return np.datetime64(number, "D").item().strftime(form)


def plain_row(call: Logged) -> dict[str, object]:
    """Return a row as this tool's own `simulate --trace` has it."""
    handling = "" if call.handling_s is None else f"{call.handling_s:.3f}"
    moment = f"{day(call.arrived_s)} {clock(call.arrived_s)}.{int(call.arrived_s % 1 * 1000):03}"
    return {
        "hotline": call.hotline,
        "arrived": moment,
        "wait_s": f"{call.queue_s:.3f}",
        "outcome": call.outcome,
        "handling_s": handling,
        "caller": call.caller,
    }


def clocks_row(call: Logged) -> dict[str, object]:
    """Return a row of a date and clock times, whole seconds, 0:00:00 where there was no queue or no service."""
    menu_s = 15
    queued, served = call.queue_s >= 1, call.handling_s is not None
    ended = call.arrived_s + int(call.queue_s)
    service_ended = ended + int(call.handling_s or 0)
    return {
        "date": day(call.arrived_s - menu_s),
        "type": call.hotline,
        "vru_entry": clock(call.arrived_s - menu_s),
        "vru_exit": clock(call.arrived_s),
        "q_start": clock(call.arrived_s) if queued else "0:00:00",
        "q_exit": clock(ended) if queued else "0:00:00",
        "q_time": int(call.queue_s),
        "outcome": "AGENT" if served else "HANG",
        "ser_start": clock(ended) if served else "0:00:00",
        "ser_exit": clock(service_ended) if served else "0:00:00",
        "ser_time": int(call.handling_s or 0),
    }


def russian_row(call: Logged) -> dict[str, object]:
    """Return a row as a Russian export has it: dates of the day first, waits as clock times, decimal commas."""
    served = call.handling_s is not None
    minutes, seconds = divmod(int(call.queue_s), 60)
    return {
        "Дата": day(call.arrived_s, "%d.%m.%Y"),
        "Время": clock(call.arrived_s),
        "Очередь": call.hotline,
        "Ожидание": f"0:{minutes:02}:{seconds:02}",
        "Результат": "Отвечен" if served else "Потерян",
        "Разговор": "" if call.handling_s is None else f"{call.handling_s:.1f}".replace(".", ","),
        "АОН": f"+7 495 {call.caller:07}",
    }


def write_log(
    path: Path,
    calls: Iterable[Logged],
    row_of: Callable[[Logged], dict[str, object]] = plain_row,
    *,
    delimiter: str = ",",
    encoding: str = "utf-8",
    quoting: int = csv.QUOTE_MINIMAL,
) -> Path:
    """Write calls as CSV, each as `row_of` has it."""
    rows = [row_of(call) for call in calls]
    with path.open("w", encoding=encoding, newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter, quoting=quoting)  # type: ignore[arg-type]
        writer.writeheader()
        writer.writerows(rows)
    return path
