"""What every schedule must keep, worked out from what the scenario says of shifts, and from plain rows.

Nothing here knows how a schedule is found: times are seconds and sums are exact. A schedule that breaks a rule is a
fault of the tool, never of a scenario.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from itertools import combinations, islice, pairwise
from typing import NamedTuple, TypeVar

from mfc_capacity.files.units import DAY_S, HOLIDAY
from mfc_capacity.scenario import HOLIDAY_KINDS, Break, Group, Scenario, Shift
from mfc_capacity.shifts.rows import Begun, Rows

Key = TypeVar("Key")

HOUR_S = 3600
ROUNDING = 1e-6  # of the objective, which is a float
NAMED = 3  # faults that a message names


@dataclass(frozen=True)
class Case:
    """A group's schedule and what it is to keep.

    Attributes:
        scenario: which the group is of.
        name: of the group.
        dates: of the horizon (D).
        kinds: what each day is planned as (D).
        rows: the schedule.
        people: who were found and are paid, by shift.
        covers: whether it says that whatever is wanted and within reach is covered.
        objective: the priced hours that were found.
        bound: how low they could lie.
    """

    scenario: Scenario
    name: str
    dates: tuple[date, ...]
    kinds: tuple[int, ...]
    rows: Rows
    people: Mapping[str, int]
    covers: bool
    objective: float
    bound: float

    @property
    def group(self) -> Group:
        """The group."""
        return self.scenario.groups[self.name]

    @property
    def shifts(self) -> Mapping[str, Shift]:
        """The shifts that its people may work."""
        return {name: self.scenario.shifts[name] for name in self.group.shifts}

    @property
    def ends_s(self) -> int:
        """When the horizon ends, in seconds from its beginning."""
        return len(self.dates) * DAY_S

    @cached_property
    def within_reach(self) -> frozenset[int]:
        """When the intervals begin in which somebody of any shift can be at the desk, in seconds of the horizon."""
        interval_s = self.scenario.interval_s
        return frozenset(
            begin_s + at_s
            for shift in self.shifts.values()
            for offsets_s in [_reached(shift, interval_s)]
            for day in range(-1, len(self.dates))
            for begin_s in (day * DAY_S + start_s for start_s in shift.starts_s)
            for at_s in offsets_s
            if 0 <= begin_s + at_s < self.ends_s
        )

    def day(self, day: int) -> str:
        """Return how a day is named."""
        return (self.dates[0] + timedelta(days=day)).isoformat()

    def time(self, day: int, clock_s: int) -> str:
        """Return how a time of a day is named."""
        days, clock_s = divmod(clock_s, DAY_S)
        return f"{self.day(day + days)} {clock_s // HOUR_S:02}:{clock_s % HOUR_S // 60:02}"

    def begin(self, day: int, shift: str, start_s: int) -> str:
        """Return how the shifts that begin at one time are named."""
        return f"{shift} of {self.time(day, start_s)}"


class Fault(NamedTuple):
    """A rule that a schedule breaks, and where."""

    rule: str
    place: str


class FaultyScheduleError(Exception):
    """A schedule breaks a rule."""

    def __init__(self, group: str, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        named = "; ".join(f"{fault.rule}: {fault.place}" for fault in self.faults)
        super().__init__(f"the schedule of {group} breaks {named}")


def check(case: Case) -> None:
    """Hold a schedule against every rule.

    Raises:
        FaultyScheduleError: naming the group, the rules that are broken, and where.
    """
    if found := tuple(islice(faults(case), NAMED)):
        raise FaultyScheduleError(case.name, found)


def faults(case: Case) -> Iterator[Fault]:
    """Yield every rule that a schedule breaks, with each place; where its shifts are none, nothing else is asked."""
    for rule, places in RULES.items():
        broken = [Fault(rule, place) for place in places(case)]
        yield from broken
        if broken and rule == "shifts":
            return


def _shifts(case: Case) -> Iterator[str]:
    """Whatever is named is one of the group's shifts, its starts, its breaks or its people, in the horizon."""
    shifts, rows = case.shifts, case.rows
    begins = (
        *((own.day, own.shift, own.start_s) for own in rows.begun),
        *((own.day, own.shift, own.start_s) for own in rows.away),
        *((own.day, own.shift, own.start_s) for own in rows.duties),
    )
    for day, name, start_s in begins:
        if name not in shifts or start_s not in shifts[name].starts_s or not -1 <= day < len(case.dates):
            yield case.begin(day, name, start_s)
    for away in rows.away:
        if away.shift in shifts and not 0 <= away.number < len(shifts[away.shift].breaks):
            yield f"break {away.number + 1} of {case.begin(away.day, away.shift, away.start_s)}"
    for person in rows.persons:
        if person.shift not in shifts:
            yield f"person {person.person}, {person.shift}"
    yield from (f"person {number}" for number in {own.person for own in rows.duties} - _phases(rows).keys())


def _cover(case: Case) -> Iterator[str]:
    """Operators at their desks are those on duty without those on their breaks."""
    interval_s = case.scenario.interval_s
    changes = [0] * (case.ends_s // interval_s + 1)

    def count(first: int, end: int, operators: int) -> None:
        first, end = (min(max(at, 0), len(changes) - 1) for at in (first, end))
        changes[first] += operators
        changes[end] -= operators

    for duty in case.rows.duties:
        begin_s = duty.day * DAY_S + duty.start_s
        end_s = begin_s + case.shifts[duty.shift].length_s
        count(-(-begin_s // interval_s), end_s // interval_s, 1)
    for away in case.rows.away:
        begin_s = away.day * DAY_S + away.at_s
        end_s = begin_s + _break(case, away.shift, away.number).length_s
        count(begin_s // interval_s, -(-end_s // interval_s), -away.operators)
    there, at_desks = 0, []
    for change in changes[:-1]:
        there += change
        at_desks.append(there)
    said = {own.day * DAY_S + own.start_s: own.scheduled for own in case.rows.cover}
    for at, operators in enumerate(at_desks):
        if said.pop(at * interval_s, None) != operators:
            yield f"{case.time(0, at * interval_s)}, {operators} at their desks"
    yield from (case.time(0, at_s) for at_s in said)


def _wanted(case: Case) -> Iterator[str]:
    """Whatever is wanted and within reach is covered, where the schedule says so."""
    for own in case.rows.cover if case.covers else ():
        if own.scheduled < own.wanted and own.day * DAY_S + own.start_s in case.within_reach:
            yield f"{case.time(own.day, own.start_s)}, {own.scheduled} of {own.wanted}"


def _seats(case: Case) -> Iterator[str]:
    """No more are at their desks than there are seats."""
    if (most := case.group.max_operators) is None:
        return
    for own in case.rows.cover:
        if own.scheduled > (seats := most.at(case.dates[own.day])):
            yield f"{case.time(own.day, own.start_s)}, {own.scheduled} on {seats}"


def _breaks(case: Case) -> Iterator[str]:
    """Each operator takes each break once, within its window, and one after the other."""
    taken: Counter[tuple[int, str, int, int]] = Counter()
    spans: dict[tuple[int, str, int], set[tuple[int, int, int]]] = defaultdict(set)
    for away in case.rows.away:
        key = away.day, away.shift, away.start_s
        own = _break(case, away.shift, away.number)
        later_s = away.at_s - away.start_s
        if away.operators < 0 or not own.earliest_s <= later_s <= own.latest_s - own.length_s:
            yield f"break {away.number + 1} at {case.time(away.day, away.at_s)} of {case.begin(*key)}"
        taken[*key, away.number] += away.operators
        spans[key].add((away.number, away.at_s, away.at_s + own.length_s))
    owed: Counter[tuple[int, str, int, int]] = Counter()
    for begun in case.rows.begun:
        for number in range(len(case.shifts[begun.shift].breaks)):
            owed[begun.day, begun.shift, begun.start_s, number] += begun.operators
    for day, name, start_s, number in _differing(taken, owed):
        yield f"break {number + 1} of {case.begin(day, name, start_s)}"
    for key, own_spans in spans.items():
        for one, other in combinations(sorted(own_spans), 2):
            if one[0] != other[0] and one[1] < other[2] and other[1] < one[2]:
                yield f"breaks {one[0] + 1} and {other[0] + 1} of {case.begin(*key)}"


def _pattern(case: Case) -> Iterator[str]:
    """Each person works the days of the pattern, all of them and no other, and one shift on each."""
    days = defaultdict(list)
    for duty in case.rows.duties:
        days[duty.person].append((duty.day, duty.shift))
    for person in case.rows.persons:
        shift = case.shifts[person.shift]
        runs_into = any(start_s + shift.length_s > DAY_S for start_s in shift.starts_s)
        own = [
            (day, person.shift)
            for day in range(-1 if runs_into else 0, len(case.dates))
            if (day - person.first_day) % (shift.days_on + shift.days_off) < shift.days_on
        ]
        if sorted(days[person.person]) != own or not own:
            differs = sorted(set(days[person.person]) ^ set(own))
            named = (case.day(day) for day, _ in differs[:NAMED])
            yield ", ".join((f"person {person.person}", person.shift, *named))


def _rest(case: Case) -> Iterator[str]:
    """Between two shifts of one person there is rest."""
    spans = defaultdict(list)
    for duty in case.rows.duties:
        begin_s = duty.day * DAY_S + duty.start_s
        spans[duty.person].append((begin_s, begin_s + case.shifts[duty.shift].length_s))
    for person, own in spans.items():
        for (_, end_s), (begin_s, _) in pairwise(sorted(own)):
            if begin_s - end_s < case.scenario.rest_s:
                yield f"person {person}, {case.time(0, begin_s)}"


def _operators(case: Case) -> Iterator[str]:
    """The operators of each shift and start are the people who are on duty."""
    said: Counter[tuple[int, str, int]] = Counter()
    for begun in case.rows.begun:
        said[begun.day, begun.shift, begun.start_s] += begun.operators
    on_duty = Counter((duty.day, duty.shift, duty.start_s) for duty in case.rows.duties)
    yield from (case.begin(*key) for key in _differing(said, on_duty))


def _people(case: Case) -> Iterator[str]:
    """The people of each shift and first day are the persons, and those of each shift as many as were found."""
    said: Counter[tuple[str, int]] = Counter()
    for own in case.rows.people:
        said[own.shift, own.first_day] += own.people
    persons = Counter((own.shift, own.first_day) for own in case.rows.persons)
    yield from (f"{shift} from {case.day(day)}" for shift, day in _differing(said, persons))
    by_shift = Counter(own.shift for own in case.rows.persons)
    yield from (f"{shift}, {by_shift[shift]} persons" for shift in _differing(by_shift, case.people))
    if len(_phases(case.rows)) < len(case.rows.persons):
        yield "a number that two persons have"


def _limits(case: Case) -> Iterator[str]:
    """On each day, no fewer and no more work a shift than it says; before the horizon there may be fewer."""
    on_duty: Counter[tuple[str, int]] = Counter()
    for begun in case.rows.begun:
        on_duty[begun.shift, begun.day] += begun.operators
    for name, shift in case.shifts.items():
        for day in range(-1, len(case.dates)):
            operators = on_duty[name, day]
            is_short = operators < shift.min_operators and day >= 0
            if is_short or (shift.max_operators is not None and operators > shift.max_operators):
                yield f"{name}, {case.day(day)}, {operators}"


def _shares(case: Case) -> Iterator[str]:
    """No more people work a shift than its share of all."""
    people: Counter[str] = Counter()
    for own in case.rows.people:
        people[own.shift] += own.people
    for name, shift in case.shifts.items():
        if shift.max_share is not None and people[name] > shift.max_share * people.total():
            yield f"{name}, {people[name]} of {people.total()}"


def _paid_hours(case: Case) -> Iterator[str]:
    """Operators are paid for their presence in the horizon, without unpaid breaks and with shrinkage."""
    for begun in case.rows.begun:
        begin_s, end_s = _inside(case, begun)
        if begun.paid_hours != begun.operators * (end_s - begin_s) * _paid_share(case, begun) / HOUR_S:
            yield case.begin(begun.day, begun.shift, begun.start_s)


def _priced_hours(case: Case) -> Iterator[str]:
    """Paid hours are worth what surcharges and the shift's factor make of them."""
    for begun in case.rows.begun:
        begin_s, end_s = _inside(case, begun)
        worth_s = (end_s - begin_s) + sum(
            surcharge.add * _overlap_s(begin_s, end_s, day * DAY_S + hold_s, day * DAY_S + held_s)
            for day in range(begin_s // DAY_S, -(-end_s // DAY_S))
            for surcharge in case.scenario.costs.surcharges
            if surcharge.days is None or _kinds(case, day) & set(surcharge.days)
            for hold_s, held_s in surcharge.hours or ((0, DAY_S),)
        )
        factor = case.shifts[begun.shift].cost_factor * _paid_share(case, begun)
        if begun.priced_hours != begun.operators * worth_s * factor / HOUR_S:
            yield case.begin(begun.day, begun.shift, begun.start_s)


def _objective(case: Case) -> Iterator[str]:
    """What was proved is said of this schedule."""
    priced = float(sum(own.priced_hours for own in case.rows.begun))
    rounding = ROUNDING * max(priced, 1.0)
    if not abs(case.objective - priced) <= rounding:
        yield f"objective {case.objective} of {priced} priced hours"
    if not case.bound <= priced + rounding:
        yield f"bound {case.bound} of {priced} priced hours"


def _no_need(case: Case) -> Iterator[str]:
    """Nobody works where nobody is needed."""
    is_needed = any(shift.min_operators for shift in case.shifts.values()) or any(
        (own.required or own.wanted) and own.day * DAY_S + own.start_s in case.within_reach
        for own in case.rows.cover
    )
    if not is_needed:
        yield from (case.begin(own.day, own.shift, own.start_s) for own in case.rows.begun)
        yield from (f"person {own.person}, {own.shift}" for own in case.rows.persons)


RULES: Mapping[str, Callable[[Case], Iterator[str]]] = {
    "shifts": _shifts,
    "cover": _cover,
    "wanted": _wanted,
    "seats": _seats,
    "breaks": _breaks,
    "pattern": _pattern,
    "rest": _rest,
    "operators": _operators,
    "people": _people,
    "limits": _limits,
    "max_share": _shares,
    "paid hours": _paid_hours,
    "priced hours": _priced_hours,
    "objective": _objective,
    "no need": _no_need,
}


def _phases(rows: Rows) -> dict[int, int]:
    return {own.person: own.first_day for own in rows.persons}


def _differing(one: Mapping[Key, int], other: Mapping[Key, int]) -> list[Key]:
    return [key for key in {**one, **other} if one.get(key, 0) != other.get(key, 0)]


def _break(case: Case, shift: str, number: int) -> Break:
    return case.shifts[shift].breaks[number]


def _reached(shift: Shift, interval_s: int) -> list[int]:
    """Return when the intervals of a shift begin that no break takes wherever it lies, in seconds from its start."""
    return [
        at_s
        for at_s in range(0, shift.length_s - interval_s + 1, interval_s)
        if not any(
            own.latest_s - own.length_s < at_s + interval_s and at_s < own.earliest_s + own.length_s
            for own in shift.breaks
        )
    ]


def _inside(case: Case, begun: Begun) -> tuple[int, int]:
    """Return from when to when operators are there in the horizon, in seconds of it."""
    begin_s = begun.day * DAY_S + begun.start_s
    end_s = begin_s + case.shifts[begun.shift].length_s
    return max(begin_s, 0), max(min(end_s, case.ends_s), 0)


def _overlap_s(begin_s: int, end_s: int, other_begin_s: int, other_end_s: int) -> int:
    return max(min(end_s, other_end_s) - max(begin_s, other_begin_s), 0)


def _paid_share(case: Case, begun: Begun) -> Fraction:
    """Return the paid time of an operator by that of presence, which unpaid breaks shorten by their share."""
    shift, group, day = case.shifts[begun.shift], case.group, case.dates[max(begun.day, 0)]
    unpaid_s = sum(own.length_s for own in shift.breaks if not own.is_paid)
    without_breaks = group.shrinkage_without_breaks if shift.breaks else None
    by_month = (group.shrinkage if without_breaks is None else without_breaks).at(day)
    shrinkage = by_month[day.month - 1]
    return Fraction(shift.length_s - unpaid_s, shift.length_s) / (1 - shrinkage)


def _kinds(case: Case, day: int) -> set[int]:
    """Return what a day is to surcharges."""
    is_holiday, weekday = divmod(case.kinds[day], HOLIDAY_KINDS)
    return {weekday, HOLIDAY} if is_holiday else {weekday}
