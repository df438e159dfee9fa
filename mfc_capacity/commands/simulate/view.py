"""A simulated day: a sentence for each group, promised beside simulated, the day as a picture, what falls short."""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Annotated, TypedDict

from mfc_capacity.answers.columns import BESIDE_JUDGED, COLUMNS, SIMULATE_TABLES
from mfc_capacity.answers.kinds import Count, Day, bounds, one_of
from mfc_capacity.answers.records import SHORT, Cell, SimulationAnswer
from mfc_capacity.core.rounding import Bound
from mfc_capacity.files.text import visible
from mfc_capacity.render import more, scenario
from mfc_capacity.render.chart import Mark, Plot, Series
from mfc_capacity.render.charts.day import day_axis
from mfc_capacity.render.document import Schema, document_schema
from mfc_capacity.render.figures import numbers
from mfc_capacity.render.page import Figures, Grid, Line, Page, Text, beside_target
from mfc_capacity.render.scenario import ScenarioHead
from mfc_capacity.render.view import View
from mfc_capacity.wording import text
from mfc_capacity.wording.en import simulate as words
from mfc_capacity.wording.en.numbers import UNKNOWN, count_text, duration_text, share_text
from mfc_capacity.wording.en.targets import bound_of

Record = Mapping[str, Cell]


class Simulation(TypedDict):
    """The day that was played, and how."""

    date: Day | None
    operators: Annotated[str, one_of(("planned", "given", "file")), "whose operators were on duty"]
    seed: Count
    precision: Annotated[float, bounds(exclusiveMinimum=0, maximum=1)]
    calls: Annotated[Count, "calls made in all"]


class Head(ScenarioHead):
    """What stands beside the tables of a simulated day."""

    simulation: Simulation


def schema() -> Schema:
    """Return the schema of the document that `simulate -f json` prints."""
    return document_schema(SimulationAnswer.schema, Head, SIMULATE_TABLES.values())


def view(answer: SimulationAnswer) -> View:
    """Return the view of a simulated day."""
    return View(answer, partial(page, answer), partial(head, answer), partial(charts, answer))


def head(answer: SimulationAnswer) -> Head:
    """Return what stands beside the tables in JSON."""
    simulation: Simulation = {
        "date": answer.date,
        "operators": answer.staff,
        "seed": answer.seed,
        "precision": answer.precision,
        "calls": answer.calls,
    }
    return {**scenario.scenario_head(answer), "simulation": simulation}


def page(answer: SimulationAnswer) -> Page:
    """Return the page of a simulated day."""
    days = list(answer.tables["day"].records())
    intervals = _by_group(answer)
    replications = {visible(str(day["group"])): int(day["replications"] or 0) for day in days}
    return (
        *scenario.title(answer),
        Text(words.setting(answer.date, answer.staff)),
        *(Text(visible(words.judged(day))) for day in days if day.get("judged_on_days") is not None),
        *(Text(visible(words.time_dependent(day))) for day in days if day["operator_hours_time_dependent"]),
        _figures(answer, days),
        *charts(answer),
        *(grid for group, records in intervals.items() for grid in _shortfalls(group, records, answer)),
        Text(words.played(answer.calls, replications, answer.seed), "quiet"),
        *scenario.ending(
            answer,
            more(answer.tables),
            *(scenario.verdict(_sentence(answer, day, intervals[str(day["group"])])) for day in days),
        ),
    )


def charts(answer: SimulationAnswer) -> Iterator[Plot]:
    """Yield the service level promised and simulated through the day, of each group, and where it falls short."""
    names = ("start", "promised_service_level", "simulated_service_level", "verdict")
    for group, records in _by_group(answer).items():
        axis = day_axis(answer.interval_s)
        by_start = {str(record["start"]): record for record in records}
        shown = [by_start.get(start, {}) for start in axis.labels]
        levels, half_widths, promised = (
            [_number(record.get(name)) for record in shown]
            for name in (
                *("simulated_service_level", "simulated_service_level_half_width"),
                "promised_service_level",
            )
        )
        yield Plot(
            words.levels_title(group, answer.date),
            "",
            axis,
            "share",
            words.MEASURES["service_level"],
            [
                Series(words.SIMULATED, levels, "band", "steps", half_widths),
                Series(words.EXPECTED[answer.staff], promised, "a", "steps"),
            ],
            numbers(answer.tables["intervals"], names, records),
            "simulate --table intervals",
            marks=[
                Mark(k, words.FALLS_SHORT) for k, record in enumerate(shown) if record.get("verdict") == SHORT
            ],
            from_zero=False,
            rows=[k for k, start in enumerate(axis.labels) if start in by_start],
        )


def _by_group(answer: SimulationAnswer) -> dict[str, list[Record]]:
    groups: dict[str, list[Record]] = {str(day["group"]): [] for day in answer.tables["day"].records()}
    for record in answer.tables["intervals"].records():
        groups[str(record["group"])].append(record)
    return groups


def _sentence(answer: SimulationAnswer, day: Record, intervals: Sequence[Record]) -> str:
    targets = {name: text(target) for name, target in answer.targets[str(day["group"])].items()}
    found = {key for record in intervals if record["missed"] for key in str(record["missed"]).split("; ")}
    missed = {key: targets[measure] for key, (measure, _) in words.TARGETS.items() if key in found}
    bound = _bound(answer, day, "service_level")
    return words.verdict(day, targets.get("service_level"), bound, answer.staff, missed)


def _figures(answer: SimulationAnswer, days: Sequence[Record]) -> Figures:
    """Return each measure of the day, promised and simulated, of each group."""
    names = (words.EXPECTED[answer.staff], words.SIMULATED)
    columns = [f"{day['group']}: {name}" for day in days for name in names]
    lines = [
        Line(label, tuple(cell for day in days for cell in _pair(day, name, _bound(answer, day, name))))
        for name, label in (words.MEASURES | words.BESIDE).items()
        if f"simulated_{name}" in days[0]
    ]
    return Figures(tuple(map(visible, columns)), tuple(lines))


def _bound(answer: SimulationAnswer, record: Record, name: str) -> Bound | None:
    """Return what the targets of a record's group hold a measure to."""
    return bound_of(answer.targets[str(record["group"])].get(name))


def _pair(record: Record, name: str, bound: Bound | None) -> tuple[str, str]:
    return _promised(record, name, bound), _simulated(record, name, bound)


def _promised(record: Record, name: str, bound: Bound | None) -> str:
    value, column = _number(record[f"promised_{name}"]), COLUMNS[f"promised_{name}"]
    if value is None:
        return UNKNOWN
    text = share_text(value, bound) if column.kind == "share" else duration_text(value, bound)
    return beside_target(text, value, bound)


def _simulated(record: Record, name: str, bound: Bound | None) -> str:
    value, half_width = (_number(record[f"simulated_{name}{end}"]) for end in ("", "_half_width"))
    if value is None or half_width is None:
        return UNKNOWN
    text = words.give_or_take(value, half_width, COLUMNS[f"simulated_{name}"].kind, bound)
    best = None if bound is None else value + (half_width if bound.is_least else -half_width)
    return beside_target(text, best, bound)


def _shortfalls(group: str, records: Sequence[Record], answer: SimulationAnswer) -> Iterator[Grid]:
    """Yield the intervals that fall short, if there are any, with a row for each target that is missed."""
    rows = tuple(row for record in records if record["verdict"] == SHORT for row in _missed(answer, record))
    if rows:
        on_the_day = records[0].get("judged_calls") is not None
        title = words.short_title(group, on_the_day=on_the_day)
        yield Grid(visible(title), words.short_header(answer.staff), rows, left=1)


def _missed(answer: SimulationAnswer, record: Record) -> Iterator[tuple[str, ...]]:
    record = _as_judged(record)
    interval = (str(record["start"]), count_text(float(record["calls"] or 0)), str(record["operators"]))
    for target in str(record["missed"]).split("; "):
        measure, name = words.TARGETS[target]
        yield (*interval, name, *_pair(record, measure, _bound(answer, record, measure)))
        interval = ("", "", "")


def _as_judged(record: Record) -> Record:
    """Return an interval with the figures that its verdict is of in the place of the means over days."""
    if record.get("judged_calls") is None:
        return record
    own: dict[str, Cell] = {"calls": record["judged_calls"]}
    limited = [name for name in BESIDE_JUDGED if f"judged_{name}" in record]
    for name in (*words.MEASURES, *limited):
        own[f"promised_{name}"] = record[f"judged_promised_{name}"]
        for end in ("", "_half_width"):
            own[f"simulated_{name}{end}"] = record[f"judged_{name}{end}"]
    return {**record, **own}


def _number(cell: Cell) -> float | None:
    return None if cell is None else float(cell)
