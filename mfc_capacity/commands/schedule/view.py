"""A schedule: people and cost beside the need, who begins when, the busiest day as a picture, the verdict."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Annotated, Any, Literal, TypedDict

from mfc_capacity.answers.columns import COLUMNS, SCHEDULE_TABLES
from mfc_capacity.answers.kinds import Amount, Day, bounds
from mfc_capacity.answers.records import Budget, Cell, Plan, Proof, ScenarioAnswer, ScheduleAnswer
from mfc_capacity.core.rounding import adding_up
from mfc_capacity.files.text import visible
from mfc_capacity.files.units import clock_text
from mfc_capacity.render import more, scenario
from mfc_capacity.render.document import Schema, document_schema, json_fields
from mfc_capacity.render.page import Block, DayBars, Figures, Grid, Line, Page, Text
from mfc_capacity.render.picture import opening
from mfc_capacity.render.scenario import ScenarioHead
from mfc_capacity.render.view import Chart, Series, View
from mfc_capacity.wording import text
from mfc_capacity.wording.en import labels, workbook
from mfc_capacity.wording.en import schedule as words
from mfc_capacity.wording.en.numbers import (
    UNKNOWN,
    count_text,
    decimal_text,
    duration_text,
    money_parts,
    money_text,
    share_text,
)
from mfc_capacity.wording.en.targets import bound_of

Record = Mapping[str, Cell]

NEED = ("operator_hours_required", "operator_hours_paid", "labour_cost")
SHIFTS = (
    *("operator_hours_scheduled", "shift_hours_paid", "shift_cost", "people", "headcount"),
    *("efficiency_lost", "operator_hours_short", "operator_hours_over"),
)
WAITS = ("service_level", "asa_s", "mean_wait_s", "abandonment", "occupancy")
FTE_PLACES = 1
MOST_DAYS, MOST_ROWS = 7, 12  # of the table of shifts by day


class Scheduled(TypedDict):
    """Which days were scheduled, and what was asked."""

    first: Annotated[Day | None, "the first day of all groups' horizons; null without a calendar"]
    last: Annotated[Day | None, "the last one"]
    target: Literal["cover", "service-level"]
    per: Annotated[Literal["day", "hour"] | None, "the period whose service level is kept"]
    floor: Annotated[
        float | None, "the service level of every interval at least", bounds(minimum=0, maximum=1)
    ]
    time_limit_s: Amount
    gap: Annotated[float, bounds(minimum=0, maximum=1)]


class Head(ScenarioHead):
    """What stands beside the tables of a schedule."""

    schedule: Scheduled
    proof: Mapping[str, Proof]


def schema() -> Schema:
    """Return the schema of the document that `schedule -f json` prints."""
    return document_schema(ScheduleAnswer.schema, Head, SCHEDULE_TABLES.values())


def view(answer: ScheduleAnswer) -> View:
    """Return the view of a schedule."""
    return View(answer, partial(page, answer), partial(head, answer), lambda: tuple(charts(answer)))


def head(answer: ScheduleAnswer) -> Head:
    """Return what stands beside the tables in JSON."""
    asked: Scheduled = {
        "first": answer.first,
        "last": answer.last,
        "target": answer.target,
        "per": answer.per,
        "floor": answer.floor,
        "time_limit_s": answer.time_limit_s,
        "gap": answer.gap,
    }
    return {**scenario.scenario_head(answer), "schedule": asked, **proof_head(answer)}  # type: ignore[typeddict-item]


def proof_head(answer: ScheduleAnswer | Plan | Budget) -> dict[str, Any]:
    """Return how good shifts are as it stands in JSON, where they are asked for."""
    if answer.proof is None:
        return {}
    return {"proof": {group: json_fields(own) for group, own in answer.proof.items()}}


def page(answer: ScheduleAnswer) -> Page:
    """Return the page of a schedule; the verdict stands last."""
    left_out = {visible(group): share for group, share in answer.breaks_left_out.items()}
    return (
        *scenario.title(answer),
        Text(words.asked(_spans(answer), answer.per, answer.floor), "heading"),
        figures(answer),
        *_shifts(answer),
        *(
            DayBars(visible(words.day_bars_title(shape.group, shape.date)), shape, words.SCHEDULED)
            for shape in answer.busiest_days
        ),
        *scenario.warnings(answer),
        *([Text(words.breaks_left_out(left_out))] if left_out else []),
        scenario.assumptions(answer),
        more(answer.tables),
        Text(verdict(answer)),
    )


def verdict(answer: ScheduleAnswer) -> str:
    """Say in one breath how many people it takes, what their shifts cost, and how good that is known to be."""
    is_kept = all(caution.code != "shifts-promise-missed" for caution in answer.cautions)
    return words.verdict(_records(answer)[-1], _gap(answer.proof), answer.currency, is_kept=is_kept)


def figures(answer: ScheduleAnswer) -> Figures:
    """Return what is needed and what the shifts come to, one column a group."""
    records = _records(answer)
    shown = _adding_up(records)[: 1 if len(records) == 2 else None]
    lines = [Line(words.NEED), *_lines(shown, NEED, answer.currency)]
    lines += [Line(words.SHIFTS), *_lines(shown, SHIFTS, answer.currency)]
    lines.append(Line(labels.WAITS))
    for name in WAITS:
        lines += _waits(answer, shown, name)
    lines += [Line(words.PROOF), _cheapest(answer.proof, shown)]
    return Figures(tuple(visible(str(record["group"])) for record in shown), tuple(lines))


def beside(answer: Plan | Budget) -> Iterator[Block]:
    """Yield what heaviest weeks come to in shifts, beside what is needed; nothing where no shifts are asked for."""
    if answer.proof is None:
        return
    records = _records(answer)
    shown = _adding_up(records)[: 1 if len(records) == 2 else None]
    is_one_span = len({(record["from"], record["to"]) for record in records}) == 1
    if not is_one_span:
        shown[-1] = {**shown[-1], "from": None, "to": None}
    lines = (
        Line(label, tuple(_figure(name, record[name], answer.currency) for record in shown))
        for name, label in words.BESIDE_LINES.items()
        if name not in _ONLY_IF_ANY or any(record[name] for record in shown)
    )
    title = words.BESIDE if records[-1]["from"] else words.BESIDE_DAY
    columns = tuple(visible(str(record["group"])) for record in shown)
    yield Figures(columns, (Line(title), *lines, _cheapest(answer.proof, shown)))
    gap = _gap(answer.proof)
    yield Text(words.beside(records[-1], is_one_span=is_one_span, gap=gap, currency=answer.currency))


def _spans(answer: ScheduleAnswer) -> list[tuple[str | None, str | None]]:
    """Return the first and last days that groups have, each pair once."""
    ends = ((record["from"], record["to"]) for record in _records(answer)[:-1])
    return list(dict.fromkeys((_text(first), _text(last)) for first, last in ends))


def _text(cell: Cell) -> str | None:
    return None if cell is None else str(cell)


def _records(answer: ScenarioAnswer) -> list[Record]:
    return list(answer.tables["headcount"].records())


def _adding_up(records: Sequence[Record]) -> list[Record]:
    """Return the groups and their total with what adds up as it is shown."""
    shown = [dict(record) for record in records]
    for name in (*NEED, "fte", *SHIFTS):
        kind, cells = COLUMNS[_KEYS.get(name, name)].kind, [record[name] for record in records]
        if None in cells or kind not in ("hours", "fte", "money"):
            continue
        *values, total = (float(cell or 0) for cell in cells)
        places = FTE_PLACES if kind == "fte" else 0
        parts = money_parts(values, total) if kind == "money" else adding_up(values, total, places)
        for record, part in zip(shown, parts, strict=False):
            record[name] = float(part)
    return list(shown)


_ONLY_IF_ANY = ("from", "to", "operator_hours_short")
_KEYS = {name: f"headcount.{name}" for name in ("labour_cost", "operator_hours_short")}


def _lines(records: Sequence[Record], names: Sequence[str], currency: str | None) -> list[Line]:
    return [
        Line(words.LINES[name], tuple(_figure(name, record[name], currency) for record in records))
        for name in names
    ]


def _figure(name: str, value: Cell, currency: str | None) -> str:
    kind = COLUMNS[_KEYS.get(name, name)].kind
    if value is None or isinstance(value, str):
        return value or UNKNOWN
    if kind == "money":
        return money_text(value, currency)
    if kind == "fte":
        return decimal_text(value, FTE_PLACES)
    return share_text(value) if kind == "share" else count_text(value)


def _waits(answer: ScheduleAnswer, records: Sequence[Record], name: str) -> Iterator[Line]:
    """Yield a figure of what callers meet, and below it what is promised of it, if any group does."""
    promised = [answer.targets.get(str(record["group"]), {}).get(name) for record in records]
    write = duration_text if COLUMNS[name].kind == "seconds" else share_text
    cells = (
        UNKNOWN if record[name] is None else write(float(record[name] or 0), bound_of(said))
        for record, said in zip(records, promised, strict=True)
    )
    yield Line(labels.COLUMN_LABELS[name], tuple(cells))
    if any(promised):
        yield Line(labels.TARGET, tuple(text(said) if said else UNKNOWN for said in promised))


def _cheapest(proof: Mapping[str, Proof], records: Sequence[Record]) -> Line:
    """Return how near to the cheapest each group's shifts are known to be, and all together."""
    proofs = (proof.get(str(record["group"])) for record in records)
    cells = (
        words.proved(_gap(proof), None) if own is None else words.proved(own.gap, own.uncovered_gap)
        for own in proofs
    )
    return Line(words.CHEAPEST, tuple(cells))


def _gap(proof: Mapping[str, Proof]) -> float | None:
    """Return the share by which all schedules together may lie above the cheapest; None where it is not known."""
    proofs = list(proof.values())
    if any(own.bound is None or own.gap is None for own in proofs):
        return None
    total = sum(own.objective for own in proofs)
    return sum(own.objective * (own.gap or 0) for own in proofs) / total if total else 0.0


def _shifts(answer: ScheduleAnswer) -> Iterator[Grid]:
    """Yield for each group who begins when, on the week that holds its busiest day."""
    for shape, record in zip(answer.busiest_days, _records(answer), strict=False):
        days, is_part = _days(record, shape.date)
        rows = [row for row in answer.tables["shifts"].records() if row["group"] == shape.group]
        counts: dict[tuple[str, str], list[int]] = {}
        for row in rows:
            day = None if row["date"] is None else date.fromisoformat(str(row["date"]))
            if day in days:
                own = counts.setdefault((str(row["shift"]), str(row["start"])), [0] * len(days))
                own[days.index(day)] += int(row["operators"] or 0)
        if counts:
            title = words.shifts_title(shape.group, days[0], days[-1], is_part=is_part)
            header = (words.SHIFT, words.FROM, *map(words.day_name, days))
            yield Grid(visible(title), header, tuple(_in_order(counts)), left=2)


def _days(record: Record, busiest: str | None) -> tuple[list[date | None], bool]:
    """Return the days that the table shows, and whether they are a part of all."""
    if busiest is None:
        return [None], False
    first, last = (date.fromisoformat(str(record[end])) for end in ("from", "to"))
    begin = first + (date.fromisoformat(busiest) - first) // MOST_DAYS * MOST_DAYS
    end = min(begin + timedelta(MOST_DAYS - 1), last)
    days = [begin + timedelta(k) for k in range((end - begin).days + 1)]
    return list(days), (begin, end) != (first, last)


def _in_order(counts: Mapping[tuple[str, str], Sequence[int]]) -> Iterator[tuple[str, ...]]:
    """Yield the shifts with most operators first, each by its starts; those with fewest together."""
    of_shift: dict[str, int] = {}
    for (shift, _), own in counts.items():
        of_shift[shift] = of_shift.get(shift, 0) + sum(own)
    by_size = sorted(counts, key=lambda key: -sum(counts[key]))
    kept = by_size if len(by_size) <= MOST_ROWS else by_size[: MOST_ROWS - 1]
    for shift, start in sorted(kept, key=lambda key: (-of_shift[key[0]], key)):
        yield (visible(shift), start, *map(_count, counts[shift, start]))
    others = [counts[key] for key in by_size[len(kept) :]]
    if others:
        yield (words.OTHERS, "", *(_count(sum(own)) for own in zip(*others, strict=True)))


def _count(operators: int) -> str:
    return count_text(operators) if operators else ""


def charts(answer: ScheduleAnswer) -> Iterator[Chart]:
    """Yield the operators needed, as columns, and those scheduled, as a line, through each group's busiest day."""
    for shape in answer.busiest_days:
        first, last = opening(shape)
        starts = tuple(clock_text(k * shape.interval_s) for k in range(first, last))
        series = (
            Series(workbook.REQUIRED, shape.required[first:last]),
            Series(words.SCHEDULED, (shape.given or ())[first:last], as_line=True),
        )
        title = words.day_bars_title(shape.group, shape.date)
        yield Chart(title, workbook.START, starts, series, "count", workbook.OPERATORS)
