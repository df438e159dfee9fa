"""What the scenario says of each interval for the operators who were there, and would say had it known more.

Three things it may have wrong: how many call, how long their calls take, how long they wait. Each can be put in as it
was: the calls of each day with the shape that counts tell from chance, the mean handling time of each day's calls, and
the patience that all calls together show.
"""

from collections.abc import Collection, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from mfc_capacity.commands.backtest.actual import Sums, ratio
from mfc_capacity.core.arrays import Bools, Floats, Ints
from mfc_capacity.core.learning.laws import LOGNORMAL, WEIBULL
from mfc_capacity.core.learning.patience import patience
from mfc_capacity.core.learning.rates import rates_seen
from mfc_capacity.core.simulation.laws import Exponential, Lognormal, Weibull
from mfc_capacity.core.steady.patience import Patience
from mfc_capacity.demand.groups import GroupDays, Member, callers_of, group_days
from mfc_capacity.demand.hotlines import HotlineDays
from mfc_capacity.demand.terms import terms_by_day
from mfc_capacity.plan.planner import Demand, no_answer, varies_by_day
from mfc_capacity.plan.pool import in_turn
from mfc_capacity.records.calls import ANSWERED, HUNG_UP, Calls
from mfc_capacity.scenario import LoadedScenario, Terms
from mfc_capacity.staffing.method import Method, Performance, UnreachableError, performances_joined
from mfc_capacity.staffing.operators import METHODS, GroupTask
from mfc_capacity.staffing.varying import Varying

VOLUME, HANDLING, PATIENCE = "volume", "handling", "patience"
KNOWN_BETTER = (VOLUME, HANDLING, PATIENCE)
ENOUGH_CALLS = 30  # of a day that tell its handling time; of fewer it is that of all days
DAYS_A_PIECE = 8  # that one process works out
FEW_HANG_UPS = 30  # that tell how long callers wait; of fewer it stays as the scenario has it


@dataclass(frozen=True, eq=False)
class GroupModel:
    """A group on the days that are compared (D), as its scenario has it.

    `days` are the scenario's planned days that are compared, `terms` those of each, `sums` what happened to each
    hotline's calls, `patiences` how long its callers waited; None: as said, or the records do not tell.
    """

    loaded: LoadedScenario
    demand: Demand
    name: str
    days: Ints
    terms: Sequence[Terms]
    sums: Sequence[Sums]
    patiences: Sequence[Patience | None]

    @property
    def hotlines(self) -> tuple[str, ...]:
        """The hotlines of the group."""
        return self.loaded.scenario.groups[self.name].hotlines

    @property
    def members(self) -> list[HotlineDays]:
        """The hotlines with a shape of its own for each day: shares and so on are D x I."""
        return [_of_days(member, self.days) for member in self.demand.members(self.name)]

    @property
    def variations(self) -> tuple[tuple[float, ...], ...]:
        """The coefficient of variation of each hotline's calls (S x D); nothing where no day varies."""
        lines = [self.loaded.scenario.hotlines[name] for name in self.hotlines]
        by_day = varies_by_day(lines, self.demand.days)
        return tuple(tuple(own[day] for day in self.days.tolist()) for own in by_day)

    def load(self, known: Collection[str] = (), attempts: Floats | None = None) -> GroupDays:
        """Return the calls of the group, a kind for each day, with what is `known` as it was.

        `attempts` for each first one, where callers come again: the records count those (D x I).
        """
        scenario = self.loaded.scenario
        group = scenario.groups[self.name]
        members = []
        for k, own in enumerate(self.members):
            line = scenario.hotlines[self.hotlines[k]]
            if HANDLING in known:
                own = _with_handling(own, self.sums[k])  # noqa: PLW2901 - the same hotline, better known
            if VOLUME in known:
                own = _with_volume(own, self.sums[k], attempts)  # noqa: PLW2901
            callers = callers_of(line, own.mid_aht_s)
            waited = self.patiences[k]
            if PATIENCE in known and waited is not None:
                callers = replace(callers, patience=waited)
            members.append(Member(callers, own, line.redials))
        terms = terms_by_day(group, self.demand.days)
        never = group.model == "erlang-c" and not (PATIENCE in known and any(self.patiences))
        load = group_days(
            members,
            never,
            tuple(terms.of_day[day] for day in self.days.tolist()),
            () if VOLUME in known else self.variations,
            scenario.varies_together,
        )
        return load.of_kinds(load.kinds.tolist())

    def met(self, load: GroupDays, operators: Ints, asked: Bools, executor: Executor) -> Performance:
        """Return what callers of such calls meet with these operators (D x I), NaN where that is not asked.

        Raises:
            NoAnswerError: if the method cannot work it out.
        """
        if not asked.any():
            return _nothing_told(asked.shape)
        scenario = self.loaded.scenario
        terms = self.demand.tasks[self.name].terms
        carried = METHODS[scenario.method].carries_queue
        at: tuple[Any, ...] = (asked.any(axis=1),) if carried else np.nonzero(asked)
        some = load.of_kinds(np.flatnonzero(at[0]).tolist()) if carried else load.of_intervals(*at)
        there = operators[at].reshape(some.open.shape)
        first, kind = _alike(some, there)
        task = GroupTask(scenario.method, some.of_kinds(first.tolist()), terms, scenario.interval_s)
        try:
            found = _met(task, there[first], executor).of_kinds(kind)
        except UnreachableError as error:
            raise no_answer(self.loaded, self.name, error) from None
        return _laid_out(found, at, asked.shape)


def _alike(load: GroupDays, operators: Ints) -> tuple[Ints, Ints]:
    """Return a day of each that differs, and for each day which of these it is like."""
    calls = load.by_hotline.reshape(len(operators), -1)
    aht_s = np.nan_to_num(load.aht_by_hotline.reshape(len(operators), -1))
    looks = np.column_stack([calls, aht_s, load.open, load.terms, load.varies, operators])
    _, first, kind = np.unique(looks, axis=0, return_index=True, return_inverse=True)
    return first, kind.reshape(-1)


def _met(task: GroupTask, operators: Ints, executor: Executor) -> Performance:
    """Return what callers meet (K x I); of days that vary, by as few looks at them as are within a point."""
    pieces: list[tuple[Ints, Method]] = []
    for kinds, part in task.parts():
        method = replace(part.method, is_rough=True) if isinstance(part.method, Varying) else part.method
        count = -(-kinds.size // DAYS_A_PIECE) if method.carries_queue else 1
        parts = np.array_split(np.arange(kinds.size), count)
        pieces += [(kinds[own], method.on(method.load.of_kinds(own.tolist()))) for own in parts]
    asked = [(method, operators[kinds]) for kinds, method in pieces]
    order = np.argsort(np.concatenate([kinds for kinds, _ in pieces]))
    return performances_joined(list(in_turn(_met_by, asked, executor))).of_kinds(order)


def _met_by(asked: tuple[Method, Ints]) -> Performance:
    method, operators = asked
    return method.met(operators)


def _nothing_told(shape: tuple[int, ...]) -> Performance:
    """Return figures of which none is known (D x I)."""
    blanks = {"status": "", "is_doubtful": False}
    whole: dict[str, Any] = {
        each.name: np.full(shape, blanks.get(each.name, np.nan)) for each in fields(Performance)
    }
    return Performance(**whole)


def _laid_out(found: Performance, at: tuple[Any, ...], shape: tuple[int, ...]) -> Performance:
    """Return figures of some days or intervals among all (D x I)."""
    whole, nothing = {}, _nothing_told(shape)
    for each in fields(Performance):
        values = getattr(found, each.name)
        whole[each.name] = getattr(nothing, each.name).astype(values.dtype)
        whole[each.name][at] = values.reshape(whole[each.name][at].shape)
    return Performance(**whole)


def patience_seen(calls: Calls, said: Patience) -> Patience | None:
    """Return how long callers of a hotline were ready to wait; None where it is as said, or too few hung up to tell.

    It is as said where that lies in the 95 % interval of what was seen: chance is nobody's blame.
    """
    told = np.isfinite(calls.queue_s) & ((calls.outcome == ANSWERED) | (calls.outcome == HUNG_UP))
    hung_up = calls.outcome[told] == HUNG_UP
    if hung_up.sum() < FEW_HANG_UPS:
        return None
    found = patience(calls.queue_s[told], hung_up)
    mean_s, own = found.mean_s.value, found.figure
    if not np.isfinite(mean_s):
        return None
    is_said = isinstance(said.law, Exponential) == (own is None) and all(
        end.low <= value <= end.high
        for end, value in ((found.mean_s, said.mean_s), (found.at_once, said.at_once))
    )
    if is_said:
        return None
    laws: dict[str, Any] = {WEIBULL.name: Weibull, LOGNORMAL.name: Lognormal}
    law = Exponential() if own is None else laws[found.law](own.value)
    return Patience(mean_s, law, found.at_once.value)


def _of_days(member: HotlineDays, days: Ints) -> HotlineDays:
    shape = member.shape[days]
    return replace(
        member,
        shape=np.arange(days.size),
        calls=member.calls[days],
        shares=member.shares[shape],
        open=member.open[shape],
        aht_s=member.aht_s[shape],
        times=member.times[shape],
    )


def calls_said(member: HotlineDays) -> Floats:
    """Return the calls of a hotline with a shape for each day (D x I)."""
    return member.calls[:, np.newaxis] * member.shares


def aht_said(member: HotlineDays, handled: Floats) -> Floats:
    """Return the mean handling time said of each day's calls, as those that were handled came (D)."""
    return ratio((member.aht_s * handled).sum(axis=1), handled.sum(axis=1))


def _with_volume(member: HotlineDays, sums: Sums, attempts: Floats | None) -> HotlineDays:
    rates = rates_seen(
        sums.offered, calls_said(member) * (1.0 if attempts is None else attempts), member.open
    )
    if attempts is not None:
        rates = rates / attempts
    calls = rates.sum(axis=1)
    shares = ratio(rates, np.broadcast_to(calls[:, np.newaxis], rates.shape))
    return replace(member, calls=calls, shares=np.nan_to_num(shares))


def _with_handling(member: HotlineDays, sums: Sums) -> HotlineDays:
    """Return a hotline with the handling time of each day as it was, over the day as the scenario has it."""
    said_s, by_day = (member.aht_s * sums.handled).sum(axis=1), sums.handling_s.sum(axis=1)
    if not by_day.sum():
        return member
    enough = sums.handled.sum(axis=1) >= ENOUGH_CALLS
    longer = np.where(enough, ratio(by_day, said_s), by_day.sum() / said_s.sum())
    return replace(member, aht_s=member.aht_s * longer[:, np.newaxis])
