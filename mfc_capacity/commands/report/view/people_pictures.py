"""The pictures of people by week: full-time jobs needed and there, the chance in it, and the classes that begin."""

from collections.abc import Iterator, Sequence

from mfc_capacity.answers.records import PeopleAnswer
from mfc_capacity.commands.people.view import groups, whole_weeks
from mfc_capacity.render.html import charts
from mfc_capacity.render.html.charts import Mark, Series
from mfc_capacity.render.html.picture import (
    Picture,
    Record,
    count_of,
    figure_of,
    numbers,
    short_count,
    spread,
    values_of,
)
from mfc_capacity.wording.en import report as words
from mfc_capacity.wording.en.numbers import count_text
from mfc_capacity.wording.en.people import monday_of

MOST_NAMED = 12
COLUMNS = (
    *("week", "employed", "in_training", "required_fte", "output_fte", "output_p10", "output_p90"),
    *("overtime_hours", "over_fte", "service_level"),
)


def people_pictures(answer: PeopleAnswer) -> Iterator[Picture]:
    """Yield who is needed and who is there, week by week, of each group."""
    summary = {str(record["group"]): record for record in answer.tables["summary"].records()}
    for group in groups(answer):
        yield _picture(answer, group, summary[group])


def _picture(answer: PeopleAnswer, group: str, summary: Record) -> Picture:
    records = whole_weeks(answer, group)
    mondays = [monday_of(str(record["week"])).isoformat() for record in records]
    classes = [own for own in answer.tables["classes"].records() if own["group"] == group]
    worst = None if summary["worst_week"] is None else str(summary["worst_week"])
    title = words.people_title(
        group, count_of(summary, "weeks_short"), len(records), worst, figure_of(summary, "worst_fte")
    )
    said = words.people_said(
        sum(count_of(own, "classes") for own in classes), sum(count_of(own, "size") for own in classes)
    )
    series = list(_series(records))
    places = [float(k) for k in range(len(records))]
    months: dict[str, float] = {}
    for place, monday in zip(places, mondays, strict=True):
        months.setdefault(monday[:7], place)
    chart = charts.lines(
        f"{title}. {said}",
        places,
        series,
        short_count,
        spread([(place, month) for month, place in months.items()]),
        rows=places,
        marks=list(_marks(classes, mondays)),
    )
    return Picture(title, said, chart, series, numbers(answer.tables["people"], COLUMNS, records))


def _series(records: Sequence[Record]) -> Iterator[Series]:
    ends = [(figure_of(record, "output_p10"), figure_of(record, "output_p90")) for record in records]
    yield Series(words.PEOPLE_NEEDED, "a", values_of(records, "required_fte"))
    yield Series(words.PEOPLE_THERE, "b", values_of(records, "output_fte"))
    if any(figure_of(record, "overtime_hours") for record in records):
        there = [figure_of(record, "required_fte") + figure_of(record, "over_fte") for record in records]
        yield Series(words.WITH_OVERTIME, "c", there)
    yield Series(
        words.CHANCE,
        "band",
        [(low + high) / 2 for low, high in ends],
        [(high - low) / 2 for low, high in ends],
    )


def _marks(classes: Sequence[Record], mondays: Sequence[str]) -> Iterator[Mark]:
    """Yield where classes begin, with their people as long as there is room for words."""
    for own in classes:
        if str(own["date"]) in mondays:
            name = f"+{count_text(count_of(own, 'size'))}" if len(classes) <= MOST_NAMED else ""
            yield Mark(float(mondays.index(str(own["date"]))), name)
