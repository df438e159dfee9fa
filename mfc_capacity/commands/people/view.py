"""People by week: what they come to, the classes, required against there as a picture and a table, the verdict."""

import math
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Annotated, Literal, TypedDict

from mfc_capacity.answers.columns import COLUMNS, PEOPLE_TABLES
from mfc_capacity.answers.kinds import Amount, bounds
from mfc_capacity.answers.records import Cell, HiringProof, PeopleAnswer, WeeksProof
from mfc_capacity.files.text import visible
from mfc_capacity.render import more, scenario
from mfc_capacity.render.charts.people import charts, missing_by_month, whole_weeks
from mfc_capacity.render.document import Schema, document_schema, json_fields
from mfc_capacity.render.page import Figures, Grid, Line, Page, Text
from mfc_capacity.render.scenario import ScenarioHead
from mfc_capacity.render.summary import sums_as_shown
from mfc_capacity.render.view import View
from mfc_capacity.wording.en import people as words
from mfc_capacity.wording.en.numbers import (
    UNKNOWN,
    count_text,
    decimal_text,
    money_text,
    share_text,
)

Record = Mapping[str, Cell]

STAFF = ("employed_first", "hired", "left", "employed_last", "overtime_hours")
SHORT = ("weeks_short", "worst_week", "worst_fte", "worst_week_service_level", "service_level")
UNHIRED = tuple(f"unhired_{name}" for name in SHORT)
MONEY = ("cost", "shortage_cost")
DAYS_A_WEEK = 7
MOST_CLASSES, MOST_WEEKS = 12, 16  # of the tables on the page
MONTH = 4  # weeks without anybody missing that are worth saying


class Hired(TypedDict):
    """What was asked."""

    hire: Literal["none", "planned", "cheapest"]
    time_limit_s: Amount
    gap: Annotated[float, bounds(minimum=0, maximum=1)]
    left_out: Annotated[list[str], "groups of whose people nothing is said"]


class Head(ScenarioHead):
    """What stands beside the tables of people."""

    people: Hired
    proof: Mapping[str, HiringProof]
    in_shifts: Mapping[str, WeeksProof]


def schema() -> Schema:
    """Return the schema of the document that `people -f json` prints."""
    return document_schema(PeopleAnswer.schema, Head, PEOPLE_TABLES.values())


def view(answer: PeopleAnswer) -> View:
    """Return the view of people."""
    return View(
        answer,
        partial(page, answer),
        partial(head, answer),
        lambda: [*charts(answer), *missing_by_month(answer, {})],
    )


def head(answer: PeopleAnswer) -> Head:
    """Return what stands beside the tables in JSON."""
    asked: Hired = {
        "hire": answer.hires,
        "time_limit_s": answer.time_limit_s,
        "gap": answer.gap,
        "left_out": list(answer.left_out),
    }
    proof = {group: json_fields(own) for group, own in answer.proof.items()}
    in_shifts = {group: json_fields(own) for group, own in answer.in_shifts.items()}
    own = {"people": asked, "proof": proof, "in_shifts": in_shifts}
    return {**scenario.scenario_head(answer), **own}  # type: ignore[typeddict-item]


def page(answer: PeopleAnswer) -> Page:
    """Return the page of people; the verdict stands last."""
    left_out = [visible(group) for group in answer.left_out]
    return (
        *scenario.title(answer),
        Text(words.asked(answer.hires), "heading"),
        figures(answer),
        *classes(answer),
        *charts(answer),
        *(_weeks(answer, group) for group in groups(answer)),
        *([Text(_in_shifts(answer))] if answer.in_shifts else []),
        *([Text(words.left_out(left_out))] if left_out else []),
        *([Text(words.slower(list(map(visible, answer.slower))))] if answer.slower else []),
        *scenario.ending(answer, more(answer.tables), scenario.verdict(verdict(answer))),
    )


def _in_shifts(answer: PeopleAnswer) -> str:
    """Say how good the shifts are from which the jobs required come."""
    proofs = answer.in_shifts.values()
    gaps = [math.inf if own.gap is None else own.gap for own in proofs]
    worst = list(proofs)[gaps.index(max(gaps))]
    return words.in_shifts(sum(own.distinct for own in proofs), worst.gap, worst.worst_week)


def verdict(answer: PeopleAnswer) -> str:
    """Say in one breath who is to be hired when, which weeks stay short, and what would be without."""
    total = _records(answer)[-1]
    last = total["last_week_short"]
    left = [
        str(row["week"]) for row in judged_weeks(answer, groups(answer)[0]) if str(row["week"]) > str(last)
    ]
    after = words.monday_of(left[0]) if last is not None and len(left) >= MONTH else None
    said = words.verdict(
        total,
        [
            own
            for own in answer.tables["classes"].records()
            if str(own["date"]) >= str((answer.calendar or [""])[0])
        ],
        _gap(answer),
        answer.currency,
        after,
        named=len(groups(answer)) > 1,
        may_hire=answer.hires != "cheapest" or bool(answer.proof),
    )
    return visible(said)


def figures(answer: PeopleAnswer) -> Figures:
    """Return what people come to, one column a group."""
    records = sums_as_shown(_records(answer), (*STAFF, *MONEY))[: 1 if len(groups(answer)) == 1 else None]
    lines = [Line(words.NEED), *_need(answer, records)]
    for title, names in (
        (words.STAFF, STAFF),
        (words.SHORT, SHORT),
        *([(words.UNHIRED, UNHIRED)] if answer.hires != "none" else []),
        (words.MONEY, MONEY),
    ):
        lines.append(Line(title))
        lines += [
            Line(
                words.LINES[name.removeprefix("unhired_")],
                tuple(_figure(name, record[name], answer.currency) for record in records),
            )
            for name in names
        ]
    if answer.proof:
        proofs = [answer.proof.get(str(record["group"])) for record in records]
        cells = (words.proved(_gap(answer) if own is None else own.gap) for own in proofs)
        lines += [Line(words.PROOF), Line(words.CHEAPEST, tuple(cells))]
    return Figures(tuple(visible(str(record["group"])) for record in records), tuple(lines))


def _need(answer: PeopleAnswer, records: Sequence[Record]) -> Iterator[Line]:
    """Yield the jobs that are required, on average and at most."""
    by_week = {
        group: {str(row["week"]): float(row["required_fte"] or 0) for row in judged_weeks(answer, group)}
        for group in groups(answer)
    }
    of_all = set.intersection(*map(set, by_week.values()))
    total = {week: sum(own[week] for own in by_week.values()) for week in of_all}
    needs = [list(by_week.get(str(record["group"]), total).values()) for record in records]
    yield Line(words.REQUIRED_MEAN, tuple(decimal_text(sum(own) / len(own), 1) for own in needs))
    yield Line(words.REQUIRED_MOST, tuple(decimal_text(max(own), 1) for own in needs))


def _records(answer: PeopleAnswer) -> list[Record]:
    return list(answer.tables["summary"].records())


def groups(answer: PeopleAnswer) -> list[str]:
    """Return the groups whose people are shown."""
    return [str(record["group"]) for record in _records(answer)[:-1]]


def _of(answer: PeopleAnswer, group: str) -> list[Record]:
    return [row for row in answer.tables["people"].records() if row["group"] == group]


def judged_weeks(answer: PeopleAnswer, group: str) -> list[Record]:
    """Return the weeks of a group that are judged: those whole whose need is known; all known ones if none is whole."""
    whole = [row for row in whole_weeks(answer, group) if row["required_fte"] is not None]
    return whole or [row for row in _of(answer, group) if row["required_fte"] is not None]


def _figure(name: str, value: Cell, currency: str | None) -> str:
    if value is None:
        return UNKNOWN
    if isinstance(value, str):
        return value
    if name in MONEY:
        return money_text(value, currency)
    kind = COLUMNS[name].kind
    if kind == "share":
        return share_text(value)
    return decimal_text(value, 1) if kind == "fte" else count_text(value)


def _gap(answer: PeopleAnswer) -> float | None:
    """Return the share by which all groups together may cost more than the least; None where it is not known."""
    proofs = list(answer.proof.values())
    if not proofs or any(own.bound is None or own.gap is None for own in proofs):
        return None
    total = sum(own.objective for own in proofs)
    return sum(own.objective * (own.gap or 0) for own in proofs) / total if total else 0.0


def classes(answer: PeopleAnswer) -> Iterator[Grid]:
    """Yield the classes, the first of them where there are many."""
    rows = list(answer.tables["classes"].records())
    if not rows:
        return
    shown = rows if len(rows) <= MOST_CLASSES else rows[: MOST_CLASSES - 1]
    cells = [
        (
            str(row["date"]),
            visible(str(row["group"])),
            str(row["hire"]),
            *(count_text(float(row[name] or 0)) for name in ("classes", "size")),
            str(row["at_work_on"]),
            decimal_text(float(row["at_work"] or 0), 1),
        )
        for row in shown
    ]
    rest = rows[len(shown) :]
    title = words.CLASSES
    if rest:
        title += f"; {words.more_classes(len(rest), sum(int(row['size'] or 0) for row in rest))}"
    yield Grid(title, words.CLASSES_HEADER, tuple(cells), left=3)


def _weeks(answer: PeopleAnswer, group: str) -> Grid:
    """Return some weeks of a group, evenly spaced where there are many."""
    rows = judged_weeks(answer, group)
    every = -(-len(rows) // MOST_WEEKS)
    cells = tuple(
        (
            str(row["week"]),
            *(count_text(float(row[name] or 0)) for name in ("employed", "in_training")),
            *(decimal_text(float(row[name] or 0), 1) for name in ("output_fte", "output_p10", "output_p90")),
            count_text(float(row["overtime_hours"] or 0)),
            *(decimal_text(float(row[name] or 0), 1) for name in ("required_fte", "over_fte")),
            UNKNOWN if row["service_level"] is None else share_text(float(row["service_level"])),
        )
        for row in rows[::every]
    )
    return Grid(visible(words.weeks_title(group, every)), words.WEEKS_HEADER, cells, left=1)
