"""Charts of who waits how long, and of what each number of operators would give."""

from collections.abc import Iterator, Sequence

from mfc_capacity.answers.report_pictures import Curve, GroupWaits, Waited, Waits
from mfc_capacity.render.chart import Axis, Bar, Bars, Look, Mark, Numbers, Plot, Series, round_values
from mfc_capacity.wording.en import charts as words
from mfc_capacity.wording.en import report
from mfc_capacity.wording.en.numbers import UNKNOWN, count_text, share_text

SHADES: tuple[Look, ...] = ("shade1", "shade2", "shade3", "shade4", "shade5")


def waits(found: Waits) -> Iterator[Bars]:
    """Yield how long callers wait, a bar for each group as planned, and one with the operators given."""
    bars = [bar for group in found.groups for bar in _of_group(group)]
    everybody = GroupWaits("", words.EVERYBODY, 0.0, found.everybody_planned, found.everybody_given)
    bars += _of_group(everybody) if len(found.groups) > 1 else []
    if not bars:
        return
    names = words.waited_names(found.thresholds_s)
    looks: Sequence[Look] = (*SHADES[: len(found.thresholds_s) + 2], "short", "over")
    worst_name, worst = max(bars, key=lambda bar: bar[1].hung_up)
    rows = [[name, *(share_text(share) for share in _shares(waited))] for name, waited in bars]
    is_busy = any(waited.busy for _, waited in bars)
    shown = len(names) if is_busy else len(names) - 1
    yield Bars(
        words.waits_title(worst_name, worst.hung_up),
        words.waits_said(found.week),
        [
            Bar(name, words.hung_up(waited.hung_up), _stretches(_shares(waited), looks))
            for name, waited in bars
        ],
        "share",
        "",
        Numbers(("", *names[:shown]), [row[: shown + 1] for row in rows]),
        "report",
        legend=list(zip(looks, names, strict=True))[:shown],
    )


def _of_group(group: GroupWaits) -> list[tuple[str, Waited]]:
    name = report.group_title(group.group, group.title) if group.group else str(group.title)
    if group.planned is None:
        return []
    planned = [(words.as_planned(name) if group.given else name, group.planned)]
    return [*planned, *([(words.with_given(name), group.given)] if group.given else [])]


def _shares(waited: Waited) -> tuple[float, ...]:
    return (waited.at_once, *waited.within, waited.later, waited.hung_up, waited.busy)


def _stretches(shares: Sequence[float], looks: Sequence[Look]) -> list[tuple[float, float, Look]]:
    stretches, low = [], 0.0
    for share, look in zip(shares, looks, strict=True):
        stretches.append((low, low + share, look))
        low += share
    return stretches


def curve(found: Curve) -> Plot:
    """Return the service level and the hang-ups of a group's peak over operators on duty."""
    operators = [point.operators for point in found.points]
    series = [
        Series(words.LEVEL, [point.service_level for point in found.points]),
        Series(words.HUNG_UP, [point.abandonment for point in found.points], "b"),
    ]
    if found.level.share is not None:
        series.append(Series(report.TARGET, [found.level.share] * len(operators), "c"))
    marks = [Mark(found.needed, f"{words.NEEDED} {count_text(found.needed)}")]
    if found.given is not None:
        marks.append(Mark(found.given, f"{words.GIVEN} {count_text(found.given)}"))
    levels = {point.operators: point.service_level for point in found.points}
    name = report.group_title(found.group, found.title)
    met = levels.get(found.needed if found.given is None else found.given)
    rows = [
        [count_text(point.operators), *(map(_share, (point.service_level, point.abandonment)))]
        for point in found.points
    ]
    return Plot(
        words.curve_title(name, found.needed if found.given is None else found.given, met),
        words.curve_said(found.date, found.start, found.bound_by),
        Axis(
            words.OPERATORS,
            [count_text(count) for count in operators],
            at=operators,
            ticks=[(count, count_text(count)) for count in _round(operators)],
        ),
        "share",
        words.over(words.SHARE_OF_CALLS, words.OPERATORS),
        series,
        Numbers((words.OPERATORS, words.LEVEL, words.HUNG_UP), rows),
        "report",
        marks=[mark for mark in marks if operators[0] <= mark.at <= operators[-1]],
        high=1.0,
    )


def _round(operators: Sequence[int]) -> list[float]:
    first, last = operators[0], operators[-1]
    return [count for count in round_values(first, last, whole=True) if first <= count <= last]


def _share(value: float | None) -> str:
    return UNKNOWN if value is None else share_text(value)
