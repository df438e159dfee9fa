"""A schedule: people and cost beside the need, who begins when, the busiest day as a picture, the verdict."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from typing import Annotated, Literal, TypedDict

from mfc_capacity.answers.columns import COLUMNS, SCHEDULE_TABLES
from mfc_capacity.answers.kinds import Amount, Day, bounds
from mfc_capacity.answers.records import Cell, Proof, ScheduleAnswer
from mfc_capacity.files.text import visible
from mfc_capacity.render import more, scenario, shifts
from mfc_capacity.render.charts.shifts import charts
from mfc_capacity.render.document import Schema, document_schema
from mfc_capacity.render.page import Figures, Grid, Line, Page, Text, beside_target
from mfc_capacity.render.scenario import ScenarioHead
from mfc_capacity.render.view import View
from mfc_capacity.wording import text
from mfc_capacity.wording.en import labels
from mfc_capacity.wording.en import schedule as words
from mfc_capacity.wording.en.numbers import (
    UNKNOWN,
    count_text,
    duration_text,
    share_text,
)
from mfc_capacity.wording.en.targets import bound_of

Record = Mapping[str, Cell]

WAITS = ("service_level", "min_service_level", "asa_s", "mean_wait_s", "abandonment", "occupancy")
MOST_DAYS, MOST_ROWS = 7, 12  # of the table of shifts by day


class Scheduled(TypedDict):
    """Which days were scheduled, and what was asked."""

    first: Annotated[Day, "the first day of all groups' horizons"]
    last: Annotated[Day, "the last one"]
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
    return View(answer, partial(page, answer), partial(head, answer), partial(charts, answer))


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
    return {**scenario.scenario_head(answer), "schedule": asked, **shifts.proof_head(answer)}  # type: ignore[typeddict-item]


def page(answer: ScheduleAnswer) -> Page:
    """Return the page of a schedule; the verdict stands last."""
    left_out = {visible(group): share for group, share in answer.breaks_left_out.items()}
    return (
        *scenario.title(answer),
        Text(words.asked(_spans(answer), answer.per, answer.floor), "heading"),
        figures(answer),
        *_shifts(answer),
        *charts(answer),
        *([Text(words.breaks_left_out(left_out))] if left_out else []),
        *scenario.ending(answer, more(answer.tables), scenario.verdict(verdict(answer))),
    )


def verdict(answer: ScheduleAnswer) -> str:
    """Say in one breath how many people it takes, what their shifts cost, and how good that is known to be."""
    is_kept = all(caution.code != "shifts-promise-missed" for caution in answer.cautions)
    return words.verdict(
        shifts.records_of(answer)[-1],
        shifts.gap_of(answer.proof),
        answer.currency,
        is_kept=is_kept,
        by_curves=answer.per is not None,
    )


def figures(answer: ScheduleAnswer) -> Figures:
    """Return what is needed and what the shifts come to, one column a group."""
    records = shifts.records_of(answer)
    shown = shifts.as_shown(records)[: 1 if len(records) == 2 else None]
    lines = [Line(words.NEED), *_lines(shown, shifts.NEED, answer.currency)]
    lines += [Line(words.SHIFTS), *_lines(shown, shifts.SHIFTS, answer.currency)]
    lines.append(Line(labels.WAITS))
    for name in WAITS:
        lines += _waits(answer, shown, name)
    lines += [Line(words.PROOF), shifts.cheapest(answer.proof, shown)]
    return Figures(tuple(visible(str(record["group"])) for record in shown), tuple(lines))


def _spans(answer: ScheduleAnswer) -> list[tuple[str, str]]:
    """Return the first and last days that groups have, each pair once."""
    ends = ((str(record["from"]), str(record["to"])) for record in shifts.records_of(answer)[:-1])
    return list(dict.fromkeys(ends))


def _lines(records: Sequence[Record], names: Sequence[str], currency: str | None) -> list[Line]:
    return [
        Line(words.LINES[name], tuple(shifts.figure(name, record[name], currency) for record in records))
        for name in names
    ]


def _waits(answer: ScheduleAnswer, records: Sequence[Record], name: str) -> Iterator[Line]:
    """Yield a figure of what callers meet, and below it what is promised of it, if any group does."""
    promised = [answer.targets.get(str(record["group"]), {}).get(name) for record in records]
    write = duration_text if COLUMNS[name].kind == "seconds" else share_text
    cells = (
        UNKNOWN if value is None else beside_target(write(float(value), bound), float(value), bound)
        for value, bound in zip((record[name] for record in records), map(bound_of, promised), strict=True)
    )
    yield Line(labels.COLUMN_LABELS[name], tuple(cells))
    if any(promised):
        yield Line(labels.TARGET, tuple(text(said) if said else UNKNOWN for said in promised))


def _shifts(answer: ScheduleAnswer) -> Iterator[Grid]:
    """Yield for each group who begins when, on the week that holds its busiest day."""
    for busiest, record in zip(answer.busiest_days, shifts.records_of(answer), strict=False):
        days, is_part = _days(record, busiest.date)
        counts: dict[tuple[str, str], list[int]] = {}
        for row in answer.tables["shifts"].records():
            day = date.fromisoformat(str(row["date"]))
            if row["group"] == busiest.group and day in days:
                own = counts.setdefault((str(row["shift"]), str(row["start"])), [0] * len(days))
                own[days.index(day)] += int(row["operators"] or 0)
        if counts:
            title = words.shifts_title(busiest.group, days[0], days[-1], is_part=is_part)
            header = (words.SHIFT, words.FROM, *map(words.day_name, days))
            yield Grid(visible(title), header, tuple(_in_order(counts)), left=2)


def _days(record: Record, busiest: str) -> tuple[list[date], bool]:
    """Return the days that the table shows, and whether they are a part of all."""
    first, last = (date.fromisoformat(str(record[end])) for end in ("from", "to"))
    begin = first + (date.fromisoformat(busiest) - first) // MOST_DAYS * MOST_DAYS
    end = min(begin + timedelta(MOST_DAYS - 1), last)
    days = [begin + timedelta(k) for k in range((end - begin).days + 1)]
    return days, (begin, end) != (first, last)


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
