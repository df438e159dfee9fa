"""Charts through a day, which is shown from midnight to midnight: operators needed and those there."""

from collections.abc import Iterator, Sequence

from mfc_capacity.answers.records import DayShape
from mfc_capacity.files.units import DAY_S, clock_text
from mfc_capacity.render.chart import Axis, Look, Numbers, Plot, Series, Strip
from mfc_capacity.wording.en import charts as words

HOUR_S, EVERY_HOURS = 3600, 3
HOURS = [f"{hour:02}:00" for hour in range(24)]

Values = Sequence[float | None]


def day_axis(interval_s: int) -> Axis:
    """Return the hours of a day, an interval a place."""
    starts = range(0, DAY_S, interval_s)
    hours = [(k, clock_text(start)) for k, start in enumerate(starts) if start % HOUR_S == 0]
    return Axis(words.FROM, [clock_text(start) for start in starts], ticks=hours, kind="time")


def operators(
    title: str,
    said: str,
    shape: DayShape,
    there: str,
    numbers: Numbers,
    source: str,
    *,
    strips: Sequence[Strip] = (),
    is_excess_shown: bool = False,
    high: float | None = None,
) -> Plot:
    """Return the operators needed through a day, and those `there`, as they are called; what is missing is shaded."""
    series = [Series(words.NEEDED, shape.required, "a", "steps")]
    if shape.given is not None and any(count is not None for count in shape.given):
        series.append(Series(there, shape.given, "b", "steps"))
        series += between(shape.required, shape.given, is_excess_shown=is_excess_shown)
    is_open = [float(k) for k, count in enumerate(shape.required) if count is not None]
    return Plot(
        title, said, day_axis(shape.interval_s), "count", words.OPERATORS, series, numbers, source,
        strips=strips, high=high, rows=is_open,
    )  # fmt: skip


def between(needed: Values, there: Values, *, is_excess_shown: bool) -> Iterator[Series]:
    """Yield what lies between the two as bands: what is missing and, if that is wanted, what is beyond the need."""
    pairs = [(need or 0.0, seen or 0.0) for need, seen in zip(needed, there, strict=True)]
    looks: list[tuple[str, Look, int]] = [(words.TOO_FEW, "short", -1)]
    looks += [(words.TOO_MANY, "more", 1)] if is_excess_shown else []
    for name, look, sign in looks:
        middles = [(need + seen) / 2 if (seen - need) * sign > 0 else None for need, seen in pairs]
        if any(middle is not None for middle in middles):
            yield Series(name, middles, look, "steps", [abs(seen - need) / 2 for need, seen in pairs])
