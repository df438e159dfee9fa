"""One limit held against the figures of a plan: which of them breaks it most, and by how much."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from mfc_capacity.answers.check import FIGURE_UNKNOWN, INCREASE_EXCEEDED, LIMIT_EXCEEDED, LIMIT_UNDERCUT
from mfc_capacity.answers.metrics import MONEY_KINDS, TABLES
from mfc_capacity.answers.records import Cell
from mfc_capacity.commands.check.figures import KNOWN, NEVER, NEW, NO_BASELINE, NO_ROW, Figure, PlanFigures
from mfc_capacity.commands.check.limits import PlacedLimit
from mfc_capacity.commands.compare.sides import Side
from mfc_capacity.plan.planner import Planned
from mfc_capacity.scenario.format import Limit

NOISE = 1e-9
_CODES = {"max": LIMIT_EXCEEDED, "min": LIMIT_UNDERCUT, "max_increase": INCREASE_EXCEEDED}


def worst_of(figures: PlanFigures, placed: PlacedLimit, baseline: Side | None) -> "Held":
    """Return the figure that breaks a limit most, or comes nearest to it."""
    held = []
    for candidate, limit, before in _pairs(figures, placed, baseline):
        beyond = _beyond(candidate, limit)
        excess = -beyond if beyond is not None and placed.bound == "min" else beyond
        held.append(Held(candidate, limit, before, excess))
    nothing = Held(Figure(None, NO_ROW, None), None, None, None)
    return max(held, key=lambda one: one.severity, default=nothing)


def kept_limits(planned: Planned, limits: Sequence[PlacedLimit]) -> Iterator[tuple[Cell, bool]]:
    """Yield, of each limit, the figure that comes nearest to it or breaks it most, and whether it is kept."""
    figures = PlanFigures(planned)
    for placed in limits:
        worst = worst_of(figures, placed, None)
        yield worst.figure.value, worst.code(placed.bound) is None


def _pairs(
    figures: PlanFigures, placed: PlacedLimit, baseline: Side | None
) -> Iterator[tuple[Figure, Cell, Cell]]:
    """Yield each figure with what it is held against, and the baseline's figure of the same row.

    A row that is new has nothing to be compared with, and keeps a limit on its increase.
    """
    limit = placed.limit
    if limit.max_increase is None:
        bound = limit.max if limit.min is None else limit.min
        yield from ((figure, bound, None) for figure in figures.of(limit))
        return
    amount, is_share = limit.max_increase
    tables, accounts = (baseline.tables, baseline.accounts) if baseline else ({}, {})
    before = {figure.row: figure.value for figure in figures.of_baseline(limit, tables, accounts)}
    is_comparable = baseline is None or _is_comparable(
        baseline, limit, figures.planned.loaded.scenario.currency
    )
    for figure in figures.of(limit):
        known = before.get(figure.row)
        if figure.status != KNOWN:
            yield figure, None, None
        elif figure.row not in before and is_comparable:
            yield replace(figure, status=NEW), None, None
        elif known is None or isinstance(known, str) or not is_comparable:
            yield replace(figure, status=NO_BASELINE), None, None
        else:
            yield figure, known * (1 + amount) if is_share else known + amount, known


def _is_comparable(baseline: Side, limit: Limit, currency: str | None) -> bool:
    """Return whether a baseline was written with the limit's figure, and counts money in the same currency."""
    return _is_written(baseline, limit) and (
        limit.metric.kind not in MONEY_KINDS or baseline.currency == currency
    )


def _is_written(baseline: Side, limit: Limit) -> bool:
    """Return whether a baseline has the limit's table and, unless only operators given have it, the column.

    Of people only a scenario has figures.
    """
    metric = limit.metric
    if metric.is_of_people:
        return "people" in baseline.accounts
    rows = () if metric.is_account else baseline.tables.get(TABLES[limit.period])
    return rows is not None and (metric.is_given or all(metric.name in row for row in rows))


@dataclass(frozen=True)
class Held:
    """A figure, what it is held against, and by how much it is beyond it; None where nobody can say."""

    figure: Figure
    limit: Cell
    baseline: Cell
    excess: float | None

    @property
    def severity(self) -> float:
        """The worse the higher: what is unknown is worst."""
        return float("inf") if self.excess is None else self.excess

    @property
    def is_finite(self) -> bool:
        """Whether the excess is a number."""
        return self.excess is not None and math.isfinite(self.excess)

    @property
    def excess_share(self) -> float | None:
        """The excess as a share of the limit; None for dates and limits of 0."""
        if self.excess is None or isinstance(self.limit, str) or not self.limit:
            return None
        return self.excess / self.limit

    def code(self, bound: str) -> str | None:
        """Return how the limit is broken, if it is."""
        if self.excess is None:
            return FIGURE_UNKNOWN
        noise = 0.0 if isinstance(self.limit, str) else abs(self.limit or 0.0) * NOISE
        return _CODES[bound] if self.excess > noise else None


def _beyond(figure: Figure, limit: Cell) -> float | None:
    """Return figure - limit, of dates in days; a day that never comes is endlessly late."""
    if figure.status in (NEVER, NEW):
        return float("inf" if figure.status == NEVER else "-inf")
    if figure.status != KNOWN or figure.value is None or limit is None:
        return None
    if isinstance(figure.value, str) or isinstance(limit, str):
        return float((date.fromisoformat(str(figure.value)) - date.fromisoformat(str(limit))).days)
    return figure.value - limit
