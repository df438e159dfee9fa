"""Records of a check: one judgement a limit and scenario, and what kept a scenario from being judged."""

from dataclasses import dataclass
from typing import ClassVar, Literal

from mfc_capacity.answers.records import Cell
from mfc_capacity.files.layers import STDIN_SHOWN
from mfc_capacity.files.nodes import SET
from mfc_capacity.files.problems import Message

# How a limit is broken, and why a scenario could not be judged.
LIMIT_EXCEEDED, LIMIT_UNDERCUT, INCREASE_EXCEEDED = "limit-exceeded", "limit-undercut", "increase-exceeded"
FIGURE_UNKNOWN, SCENARIO_REFUSED, NO_PLAN = "figure-unknown", "scenario-refused", "no-plan"
TOO_UNLIKELY = "chance-too-small"


@dataclass(frozen=True)
class Place:
    """Where something stands: file, line and column from 1 (None: on the command line), that line's text.

    `repository_file` is where a CI system looks for it: the file's path from the root of its repository; of what
    stands in no file, that of the scenario, or of the closest file there is.
    """

    file: str
    line: int | None
    column: int | None
    source_line: str | None = None
    repository_file: str | None = None

    @property
    def is_in_file(self) -> bool:
        """Whether it stands in a file, not on the command line or in standard input."""
        return self.file not in (SET, STDIN_SHOWN)

    @property
    def in_repository(self) -> tuple[str, int, int]:
        """The file, line and column that a CI system shows."""
        line, column = (self.line or 1, self.column or 1) if self.is_in_file and self.line else (1, 1)
        return self.repository_file or self.file, line, column

    def __str__(self) -> str:
        return self.file if self.line is None else f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True)
class Row:
    """The row of a plan that a limit was held against; keys that its table does not have are None."""

    table: str
    group: str | None = None
    month: str | None = None
    week: str | None = None
    date: str | None = None
    start: str | None = None


@dataclass(frozen=True)
class Driver:
    """A figure of the scenario that moves another most, as it is written; place None: a default."""

    key: str
    value: str
    source: str | None
    place: Place | None


@dataclass(frozen=True)
class ScheduledWeek:
    """The days of a group whose shifts a figure is of, the operator hours that are missing there, and the proof."""

    group: str
    first: str | None
    last: str | None
    operator_hours_short: float
    status: str


@dataclass(frozen=True)
class Chance:
    """In how many samples of the scenario's ranges a limit is kept, and in which share of them it has to be."""

    kept: int
    samples: int
    asked: float

    @property
    def share(self) -> float:
        """The share of the samples in which the limit is kept."""
        return self.kept / self.samples

    @property
    def is_enough(self) -> bool:
        """Whether that is as often as it is asked for."""
        return self.share >= self.asked


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """One limit held against one scenario; `code` None: kept.

    `bound` is max, min or max_increase, and `limit` what the actual figure is held against: for an increase,
    the baseline with the increase allowed. `status` says why a figure is None: `never` (a day that does not
    come) or what it lacks. `excess` is in the metric's unit, of dates in days. `parts` are the groups' own
    rows where a figure is their sum, and `weeks` those that were scheduled where it is of shifts. With a `chance` that
    decides, and there is no excess; the figure is that of the plan as the scenario says it.
    """

    scenario: str
    variant: str | None
    id: str
    level: Literal["error", "warning"]
    metric: str
    kind: str
    currency: str | None
    bound: Literal["max", "min", "max_increase"]
    written: str
    place: Place
    row: Row | None
    status: str
    actual: Cell
    limit: Cell
    baseline: Cell
    code: str | None
    excess: float | None
    excess_share: float | None
    parts: tuple[tuple[str, Cell], ...]
    drivers: tuple[Driver, ...]
    fingerprint: str
    chance: Chance | None = None
    weeks: tuple[ScheduledWeek, ...] = ()


@dataclass(frozen=True)
class Fault:
    """One mistake that kept a scenario from being judged; `code` says of which kind."""

    code: str
    place: Place
    message: Message
    hint: Message | None
    fingerprint: str


@dataclass(frozen=True)
class ScenarioCheck:
    """One scenario held against its limits: judged, or refused (bad input), or no-plan (no answer exists)."""

    path: str
    variant: str | None
    title: str | None
    sha256: str | None
    status: Literal["judged", "refused", "no-plan"]
    judgements: tuple[Judgement, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True)
class CheckReport:
    """Scenarios held against their limits; `fails_on` is the lowest level that fails."""

    schema: ClassVar[str] = "mfc-capacity/check/1.0"
    fails_on: Literal["error", "warning"]
    scenarios: tuple[ScenarioCheck, ...]

    @property
    def violations(self) -> tuple[Judgement, ...]:
        """The broken limits, the worst first: errors before warnings; an excess that is no share of a limit first."""
        broken = (one for scenario in self.scenarios for one in scenario.judgements if one.code)
        return tuple(sorted(broken, key=_badness))

    @property
    def verdict(self) -> Literal["kept", "broken", "no-plan", "refused"]:
        """The worst that happened: bad input before an impossible plan before a broken limit."""
        statuses = {scenario.status for scenario in self.scenarios}
        if "refused" in statuses:
            return "refused"
        if "no-plan" in statuses:
            return "no-plan"
        return "broken" if any(map(self.fails, self.violations)) else "kept"

    def fails(self, violation: Judgement) -> bool:
        """Return whether a broken limit fails the check."""
        return violation.level == "error" or self.fails_on == "warning"


def _badness(violation: Judgement) -> tuple[bool, float, str, str]:
    share = violation.excess_share
    return (
        violation.level != "error",
        -float("inf") if share is None else -share,
        violation.scenario,
        violation.id,
    )
