"""Records of the page by which people decide: the plan, its days, and what belongs beside it."""

from collections.abc import Mapping
from dataclasses import dataclass

from mfc_capacity.answers.check import CheckReport
from mfc_capacity.answers.first_screen import FirstScreen
from mfc_capacity.answers.records import (
    Budget,
    Caution,
    Comparison,
    Explanation,
    PeopleAnswer,
    Plan,
    Risk,
    ScheduleAnswer,
    SimulationAnswer,
    Table,
)
from mfc_capacity.answers.report_pictures import Pictures


@dataclass(frozen=True)
class ShownDay:
    """A day of a group that stands for its kind: for the weekdays of its month that are like it.

    `intervals` has the group's rows of the plan's table of that name; `limits` are what is promised, by measure;
    `peaks` the names of those that are on.
    """

    date: str | None
    weekdays: tuple[int, ...]
    intervals: Table
    limits: Mapping[str, float]
    peaks: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShownGroup:
    """One group in a report: its target, and the kinds of days that it has, the day of its peak first.

    `short_s` is how soon those hang up who are left out of a service level "short"; `comes_again` whether some of those
    not served call again; `simulated` is that day played call by call, `simulated_through_day` the same with the
    operators of a plan that carries the queue through it, where those planned fall short.
    """

    name: str
    title: str | None
    interval_s: int
    service_level: float | None
    within_s: float
    service_level_of: str
    short_s: float
    comes_again: bool
    days: tuple[ShownDay, ...]
    simulated: SimulationAnswer | None
    simulated_through_day: SimulationAnswer | None


@dataclass(frozen=True, kw_only=True)
class Report:
    """What stands on the page by which people decide: the plan and what belongs beside it.

    `even_shares` are what each month would have of a budget that is spread evenly over the days; `explanations` tell
    how the peak of each group came about; `comparison` has what changed against a baseline, if one is named;
    `budget` what sums of money buy, where it pays for operators; `risk` what the plan may come to, if it is asked for;
    `schedule` the shifts of each group's heaviest week, if they are;
    `people` who is there against who is needed, where the scenario says who is employed; `first` is the first screen,
    and `pictures` what is drawn beside it.
    """

    plan: Plan
    first: FirstScreen
    pictures: Pictures
    groups: tuple[ShownGroup, ...]
    even_shares: tuple[float, ...] | None
    explanations: tuple[Explanation, ...]
    check: CheckReport
    comparison: Comparison | None
    budget: Budget | None
    risk: Risk | None = None
    schedule: ScheduleAnswer | None = None
    people: PeopleAnswer | None = None

    @property
    def cautions(self) -> tuple[Caution, ...]:
        """What may mislead in the plan, in its shifts and in its people."""
        answers = (self.plan, self.schedule, self.people)
        return tuple(caution for answer in answers if answer is not None for caution in answer.cautions)
