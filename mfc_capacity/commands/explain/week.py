"""From those employed to the full-time jobs of one week: who is there, left and came, what they do and should."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec

from mfc_capacity.commands.explain.steps import WEEK, Formula, Origins, Step, per_cent
from mfc_capacity.files.problems import say, usage_error
from mfc_capacity.people.staffed import NOISE, Question, Staffed, staffed
from mfc_capacity.plan.planner import Planned


@dataclass(frozen=True)
class ExplainedWeek:
    """The people of a group, and the number of one of its weeks."""

    staffed: Staffed
    week: int
    origins: Origins

    @property
    def monday(self) -> str:
        """The day on which the week begins."""
        return self.staffed.group.weeks.monday(self.week).isoformat()

    @property
    def sunday(self) -> str:
        """The day with which it ends."""
        return self.staffed.group.weeks.sunday(self.week).isoformat()


def find_week(planned: Planned, group: str, name: str) -> ExplainedWeek:
    """Return a week, with the cheapest classes where HiGHS is installed, else with those that are planned.

    Raises:
        InputError: if the calendar has no such week, or the group no people.
        NoAnswerError: if the time was too short for any classes.
    """
    question = Question("cheapest" if find_spec("highspy") else "planned", group=group)
    (own,) = staffed(planned, question).groups
    names = own.group.weeks.names
    if name not in names:
        message = say("explain.no_week", week=name, first=names[0], last=names[-1])
        raise usage_error("--at", message, say("explain.WEEK_HINT"))
    return ExplainedWeek(own, names.index(name), Origins(planned.loaded))


def week_steps(explained: ExplainedWeek) -> Iterator[Step]:
    """Yield the people of the week, what they do, and what is required."""
    yield from _people(explained)
    yield from _jobs(explained)


def _people(explained: ExplainedWeek) -> Iterator[Step]:
    own, week = explained.staffed, explained.week
    flow, path = own.flow, ("people", own.name)
    step = partial(Step, part=WEEK, subject=own.name, unit="people")
    in_training, at_work, left = flow.in_training, flow.at_work, flow.left
    there, hired = in_training + at_work, float(flow.hired[week])
    yield step(
        quantity=say("explain.EMPLOYED_FIRST"),
        value=own.group.people.employed[1],
        origin=explained.origins.of(*path, "employed"),
    )
    yield from _attrition(explained)
    before: Formula = (own.group.people.employed[1],)
    under_way = float(there[0] - flow.hired[0]) - own.group.people.employed[1]
    if not week and under_way > NOISE:
        yield step(quantity=say("explain.UNDER_WAY"), value=under_way)
        before = *before, " + ", under_way
    if week:
        yield step(quantity=say("explain.THERE_BEFORE"), value=float(there[week - 1]))
        yield step(quantity=say("explain.LEFT_BEFORE"), value=float(left[week - 1]))
        before = float(there[week - 1]), " − ", float(left[week - 1])
    yield step(quantity=say("explain.HIRED"), value=hired, metric="hired")
    yield step(quantity=say("explain.THERE"), value=float(there[week]), formula=(*before, " + ", hired))
    yield step(quantity=say("explain.IN_TRAINING"), value=float(in_training[week]), metric="in_training")
    yield step(
        quantity=say("explain.AT_WORK"),
        value=float(at_work[week]),
        formula=(float(there[week]), " − ", float(in_training[week])),
        metric="employed",
    )
    yield step(
        quantity=say("explain.LEFT"), value=float(left[week]), note=say("explain.LEFT_NOTE"), metric="left"
    )


def _attrition(explained: ExplainedWeek) -> Iterator[Step]:
    """Yield the share of people who leave in a month, by tenure."""
    name = explained.staffed.name
    path = "people", name, "attrition"
    tenures = explained.origins.names(*path)
    for (_, share), tenure in zip(explained.staffed.group.people.attrition, tenures or [""], strict=True):
        yield Step(
            part=WEEK,
            subject=name,
            quantity=say("explain.leave_in_a_month", tenure=tenure),
            value=float(share),
            unit="share",
            origin=explained.origins.of(*path, *filter(None, [tenure])),
        )


def _jobs(explained: ExplainedWeek) -> Iterator[Step]:
    own, week = explained.staffed, explained.week
    step = partial(Step, part=WEEK, subject=own.name, unit="jobs")
    at_work, trainers = float(own.flow.output_at_work[week]), float(own.flow.trainers[week])
    output, overtime = float(own.output[week]), float(own.overtime[week])
    done: Formula = (at_work, " − ", trainers)
    if at_work < trainers:
        done = "max(0, ", *done, ")"
    required, hours = float(own.group.required[week]), float(own.group.hours[week])
    yield step(quantity=say("explain.DONE_AT_WORK"), value=at_work, note=say("explain.DONE_NOTE"))
    yield step(quantity=say("explain.TRAINERS"), value=trainers)
    yield step(quantity=say("explain.OUTPUT"), value=output, formula=done, metric="output_fte")
    yield step(
        quantity=say("explain.PAID_WEEK"),
        value=required * hours,
        unit="hours",
        note=say("explain.PAID_WEEK_NOTE"),
    )
    yield step(
        quantity=say("explain.REQUIRED_JOBS"),
        value=required,
        formula=(required * hours, " / ", hours),
        metric="required_fte",
    )
    most = float(own.group.need.overtime)
    yield step(
        quantity=say("explain.OVERTIME_MOST"),
        value=most * at_work,
        formula=(*per_cent(most), " × ", at_work),
        origin=explained.origins.of("people", own.name, "overtime"),
    )
    yield step(quantity=say("explain.OVERTIME"), value=overtime, note=say("explain.OVERTIME_NOTE"))
    yield step(
        quantity=say("explain.OVER"),
        value=float(own.over[week]),
        formula=(output, " + ", overtime, " − ", required),
        note=None if own.group.weeks.whole[week] else say("explain.CUT_OFF"),
        metric="over_fte",
    )
