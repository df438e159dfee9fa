"""Charts of people by week: full-time jobs needed and there, the chance in it, and the classes that begin."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from mfc_capacity.answers.records import PeopleAnswer
from mfc_capacity.render.chart import Axis, Mark, Plot, Series
from mfc_capacity.render.figures import Record, count_of, figure_of, numbers, values_of
from mfc_capacity.wording.en import charts as words
from mfc_capacity.wording.en import report
from mfc_capacity.wording.en.numbers import count_text
from mfc_capacity.wording.en.people import monday_of

MOST_NAMED = 12
DAYS_A_WEEK = 7
COLUMNS = (
    *("week", "employed", "in_training", "required_fte", "output_fte", "output_p10", "output_p90"),
    *("overtime_hours", "over_fte", "service_level"),
)


def charts(answer: PeopleAnswer) -> Iterator[Plot]:
    """Yield who is needed and who is there, week by week, of each group."""
    for summary in answer.tables["summary"].records():
        group = str(summary["group"])
        if records := whole_weeks(answer, group):
            yield _by_week(answer, group, summary, records)


def whole_weeks(answer: PeopleAnswer, group: str) -> list[Record]:
    """Return the weeks of a group that lie in the calendar with all their days; all of them if none does."""
    first, last = map(date.fromisoformat, answer.calendar or ())
    rows: list[Record] = [row for row in answer.tables["people"].records() if row["group"] == group]
    whole = [
        row for row in rows if first <= monday_of(str(row["week"])) <= last - timedelta(days=DAYS_A_WEEK - 1)
    ]
    return whole or rows


def _by_week(answer: PeopleAnswer, group: str, summary: Record, records: Sequence[Record]) -> Plot:
    mondays = [monday_of(str(record["week"])).isoformat() for record in records]
    classes = [own for own in answer.tables["classes"].records() if own["group"] == group]
    worst = None if summary["worst_week"] is None else str(summary["worst_week"])
    months: dict[str, float] = {}
    for place, monday in enumerate(mondays):
        months.setdefault(monday[:7], float(place))
    return Plot(
        report.people_title(
            group, count_of(summary, "weeks_short"), len(records), worst, figure_of(summary, "worst_fte")
        ),
        report.people_said(
            sum(count_of(own, "classes") for own in classes), sum(count_of(own, "size") for own in classes)
        ),
        Axis(
            words.WEEK,
            [str(record["week"]) for record in records],
            at=range(len(records)),
            ticks=[(place, words.month_text(month)) for month, place in months.items()],
        ),
        "fte",
        words.JOBS,
        list(_series(records)),
        numbers(answer.tables["people"], COLUMNS, records),
        "people --table people",
        marks=list(_marks(classes, mondays)),
    )


def _series(records: Sequence[Record]) -> Iterator[Series]:
    ends = [(figure_of(record, "output_p10"), figure_of(record, "output_p90")) for record in records]
    yield Series(report.PEOPLE_NEEDED, values_of(records, "required_fte"))
    yield Series(report.PEOPLE_THERE, values_of(records, "output_fte"), "b")
    if any(figure_of(record, "overtime_hours") for record in records):
        needed, over = (values_of(records, name) for name in ("required_fte", "over_fte"))
        there = [
            None if need is None or more is None else need + more
            for need, more in zip(needed, over, strict=True)
        ]
        yield Series(report.WITH_OVERTIME, there, "c")
    yield Series(
        report.CHANCE,
        [(low + high) / 2 for low, high in ends],
        "band",
        around=[(high - low) / 2 for low, high in ends],
    )


def _marks(classes: Sequence[Record], mondays: Sequence[str]) -> Iterator[Mark]:
    """Yield where classes begin, with their people as long as there is room for words."""
    for own in classes:
        if str(own["date"]) in mondays:
            name = f"+{count_text(count_of(own, 'size'))}" if len(classes) <= MOST_NAMED else ""
            yield Mark(float(mondays.index(str(own["date"]))), name)
