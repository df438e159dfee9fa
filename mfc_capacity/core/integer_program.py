"""Integer programs: columns and rows, solved by HiGHS, with the bound that proves how good an answer is.

HiGHS: Huangfu & Hall, Parallelizing the dual revised simplex method, Mathematical Programming Computation 10 (2018).
It is an extra; whoever asks for a solution without it gets an ImportError.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Event
from time import perf_counter
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike

from mfc_capacity.core.arrays import Floats, Ints

Status = Literal["optimal", "within-gap", "time-limit", "infeasible"]
Progress = Callable[[float, float], None]

SEED = 1
CLOSED = 1e-9  # a gap below it is one of rounding
ROUNDING = 1e-6  # what whole numbers may differ by in HiGHS
ROUNDED_GAP = 0.25  # of the gap asked for, which the relaxation's own takes most of
LARGEST = 1e7  # whole number: without any bound on columns HiGHS is much longer in finding good answers


@dataclass(frozen=True)
class Effort:
    """How long a program may be worked at, and when it is good enough.

    Attributes:
        time_limit_s: seconds; the best that was found by then is the answer.
        gap: of the objective, the share by which it may lie above its bound.
        first_by_s: seconds after which the work ends where no answer has been found.
        stop: is set to end the work at once.
        on_progress: called with the best objective (infinite before there is any) and its bound.
    """

    time_limit_s: float = math.inf
    gap: float = 0.0
    first_by_s: float = math.inf
    stop: Event | None = None
    on_progress: Progress = lambda _objective, _bound: None


@dataclass(frozen=True, eq=False)
class Solution:
    """What was found: the value of each column, None where there is none; the objective and its bound."""

    status: Status
    values: Floats | None
    objective: float
    bound: float
    seconds: float

    @property
    def gap(self) -> float:
        """The share of the objective by which it may lie above the least; 0 where it is the least.

        Infinite where there is no answer, no bound, or an objective of 0 that is not the least.
        """
        if math.isinf(self.objective):
            return math.inf
        above = max(self.objective - self.bound, 0.0)
        if above <= CLOSED * max(abs(self.objective), 1.0):
            return 0.0
        return above / abs(self.objective) if self.objective else math.inf

    @property
    def proved(self) -> "Solution":
        """The same, called optimal where it is the least."""
        return self if self.gap else replace(self, status="optimal")


class Program:
    """Columns with a cost each, and rows that bound sums of them; the least cost is looked for."""

    def __init__(self) -> None:
        self._costs: list[Floats] = []
        self._most: list[Floats] = []
        self._whole: list[Ints] = []
        self._lower: list[float] = []
        self._upper: list[float] = []
        self._entries: list[tuple[int, Ints, Floats]] = []
        self._count = 0

    def columns(self, costs: ArrayLike, most: ArrayLike = math.inf, *, whole: bool = True) -> Ints:
        """Add columns of at least 0 and at most `most`, whole numbers or not; return their numbers, as `costs` lie.

        No whole number is over ten million.
        """
        cost = np.asarray(costs, dtype=np.float64)
        upper = np.minimum(most, LARGEST if whole else math.inf)
        self._costs.append(cost.ravel())
        self._most.append(np.broadcast_to(upper, cost.shape).ravel())
        self._whole.append(np.full(cost.size, int(whole)))
        numbers = np.arange(self._count, self._count + cost.size).reshape(cost.shape)
        self._count += cost.size
        return numbers

    def row(
        self, *terms: tuple[ArrayLike, ArrayLike], least: float = -math.inf, most: float = math.inf
    ) -> None:
        """Bound a sum: each term has columns and their coefficients; a column that comes twice adds up."""
        for columns, coefficients in terms:
            own = np.asarray(columns, dtype=np.int64).ravel()
            factors = np.broadcast_to(np.asarray(coefficients, dtype=np.float64), np.shape(columns)).ravel()
            self._entries.append((len(self._lower), own, factors))
        self._lower.append(least)
        self._upper.append(most)

    def solved(self, effort: Effort, start: Floats | None = None) -> Solution:
        """Look for the least cost, from a first answer where one is known.

        HiGHS (1.16) may hand the first answer back with the objective of a better one that its presolve has made of it;
        then it looks again, from nothing.

        Raises:
            ImportError: without highspy.
        """
        found = self._solved(effort, start)
        cost = found.objective if found.values is None else self.cost(found.values)
        if cost <= found.objective + ROUNDING * max(abs(cost), 1.0):
            return found
        again = self._solved(replace(effort, time_limit_s=effort.time_limit_s - found.seconds))
        best = min(again, replace(found, status="time-limit", objective=cost), key=lambda own: own.objective)
        return replace(best, seconds=found.seconds + again.seconds)

    def relaxed(self, effort: Effort) -> Solution:
        """Look for the least cost where no column need be whole; it bounds that of whole ones.

        Raises:
            ImportError: without highspy.
        """
        return self._solved(effort, whole=False)

    def rounded(self, effort: Effort) -> Solution:
        """Look for the least cost next to the relaxed answer: each whole number of it rounded, up to one more than up.

        That is no answer where none of these keeps the rows. The bound, that of the relaxation, is of all answers.
        Berthold, RENS: the optimal rounding, Mathematical Programming Computation 6 (2014).

        Raises:
            ImportError: without highspy.
        """
        begun = perf_counter()
        found = relaxed = self.relaxed(effort)
        if relaxed.values is None:
            return relaxed
        is_whole, values = np.concatenate(self._whole) == 1, np.round(relaxed.values, 6)
        least, most = np.where(is_whole, np.floor(values), 0.0), np.concatenate(self._most)
        for more in (0, 1):
            left = replace(
                effort,
                gap=effort.gap * ROUNDED_GAP,
                time_limit_s=effort.time_limit_s - (perf_counter() - begun),
                on_progress=lambda objective, _bound: effort.on_progress(objective, relaxed.objective),
            )
            ends = least, np.where(is_whole, np.minimum(np.ceil(values) + more, most), most)
            found = replace(self._solved(left, ends=ends), status="time-limit")
            if found.values is not None:
                found = replace(found, status="within-gap", bound=relaxed.objective).proved
                if found.gap <= effort.gap:
                    break
        return replace(found, seconds=perf_counter() - begun)

    def cost(self, values: Floats) -> float:
        """Return what an answer costs."""
        return float(np.concatenate(self._costs) @ values)

    def _solved(
        self,
        effort: Effort,
        start: Floats | None = None,
        *,
        whole: bool = True,
        ends: tuple[Floats, Floats] | None = None,
    ) -> Solution:
        import highspy  # noqa: PLC0415  an extra

        begun = perf_counter()
        solver = _silent(highspy)
        for name, value in (
            ("threads", 1),
            ("random_seed", SEED),
            ("mip_rel_gap", effort.gap),
            ("mip_abs_gap", CLOSED),
            ("time_limit", max(effort.time_limit_s, 0.0)),
        ):
            solver.setOptionValue(name, value)
        most = np.concatenate(self._most)
        ends = ends or (np.zeros_like(most), most)
        solver.passModel(self._model(highspy, ends, whole=whole))
        if start is not None:
            given = highspy.HighsSolution()
            given.col_value = start
            solver.setSolution(given)

        def watch(event: Any) -> None:
            best = event.data_out.mip_primal_bound
            effort.on_progress(best, event.data_out.mip_dual_bound)
            is_late = math.isinf(best) and event.data_out.running_time > effort.first_by_s
            if is_late or (effort.stop is not None and effort.stop.is_set()):
                event.interrupt()

        solver.cbMipInterrupt += watch
        solver.run()
        return _solution(solver, highspy, perf_counter() - begun)

    def _model(self, highspy: Any, ends: tuple[Floats, Floats], *, whole: bool) -> Any:
        from scipy.sparse import coo_array  # noqa: PLC0415

        rows = [np.full(own.size, row) for row, own, _ in self._entries]
        places = np.concatenate(rows), np.concatenate([own for _, own, _ in self._entries])
        factors = np.concatenate([own for _, _, own in self._entries])
        matrix = coo_array((factors, places), shape=(len(self._lower), self._count)).tocsr()
        model = highspy.HighsLp()
        model.num_col_, model.num_row_ = self._count, len(self._lower)
        model.col_cost_ = np.concatenate(self._costs)
        model.col_lower_, model.col_upper_ = ends
        model.row_lower_, model.row_upper_ = np.array(self._lower), np.array(self._upper)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_, model.a_matrix_.index_ = matrix.indptr, matrix.indices
        model.a_matrix_.value_ = matrix.data
        if whole:
            kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
            model.integrality_ = [kinds[own] for own in np.concatenate(self._whole).tolist()]
        return model


def _silent(highspy: Any) -> Any:
    """Return a solver that prints nothing; it would print who it is as soon as it listens for callbacks."""

    class Silent(highspy.Highs):  # type: ignore[misc]
        def enableCallbacks(self) -> None:  # noqa: N802  as the base class has it
            self.setOptionValue("output_flag", False)
            super().enableCallbacks()

    return Silent()


def _solution(solver: Any, highspy: Any, seconds: float) -> Solution:
    ended, info = solver.getModelStatus(), solver.getInfo()
    is_feasible = info.primal_solution_status == highspy.SolutionStatus.kSolutionStatusFeasible
    if not is_feasible:
        none = (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible)
        status: Status = "infeasible" if ended in none else "time-limit"
        return Solution(status, None, math.inf, -math.inf, seconds)
    values, objective = np.asarray(solver.getSolution().col_value), info.objective_function_value
    is_done = ended == highspy.HighsModelStatus.kOptimal
    bound = info.mip_dual_bound
    if info.mip_node_count < 0:  # no column is whole
        bound = objective if is_done else -math.inf
    found = Solution("within-gap" if is_done else "time-limit", values, objective, bound, seconds)
    return found.proved
