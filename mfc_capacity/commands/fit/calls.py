"""What single calls teach: how long they take, how long callers wait for them, and who calls again."""

import math
from collections.abc import Iterator, Mapping

import numpy as np

from mfc_capacity.answers.fit import ByClock, Entry, Figure
from mfc_capacity.answers.records import Content, Kind
from mfc_capacity.core.arrays import Floats, Ints
from mfc_capacity.core.learning.counting import DAY_S, HOUR_S
from mfc_capacity.core.learning.estimates import Estimate
from mfc_capacity.core.learning.handling import ByHour, Handling, by_hour, handling
from mfc_capacity.core.learning.laws import EXPONENTIAL, LOGNORMAL, WEIBULL
from mfc_capacity.core.learning.patience import Patience, patience
from mfc_capacity.core.learning.redials import Redials, redials
from mfc_capacity.files.units import clock_text
from mfc_capacity.records.calls import ANSWERED, HUNG_UP, Calls

NOT_ALIKE = 0.05  # chance below which times are taken not to be alike at all hours
FITS_BADLY = 0.001  # chance below which a law is warned of: of 1,000 hotlines whose law it is, one is
ENOUGH_IN_AN_HOUR = 30
SEEN = "kaplan-meier"  # no law: what was seen
MOST_POINTS = 60  # of a survival curve
_LAWS = {law.name: law for law in (EXPONENTIAL, WEIBULL, LOGNORMAL)}

Row = Mapping[str, Content]


def handling_entries(calls: Calls) -> tuple[dict[str, Entry], Handling]:
    """Return AHT, by clock where hours differ, and the spread about it where it is not that of exponential times.

    There is no entry where no call tells its handling time.
    """
    known = np.isfinite(calls.handling_s)
    times_s, hour = calls.handling_s[known], calls.arrived[known].astype(np.int64) % DAY_S // HOUR_S
    found = handling(times_s)
    if not times_s.size:
        return {}, found
    hours, cv = by_hour(times_s, hour), found.cv
    entries: dict[str, Entry] = {"aht": figure_of("seconds", found.mean_s)}
    if hours.p_alike < NOT_ALIKE:
        by_hour_s = [_of_hour(hours, each, found) for each in range(hours.rows.size)]
        first, *_, last = np.flatnonzero(hours.rows >= ENOUGH_IN_AN_HOUR).tolist()
        steps = {
            clock_text(each * HOUR_S): figure_of("seconds", by_hour_s[each])
            for each in range(first, last + 1)
        }
        entries["aht"] = ByClock(figure_of("seconds", found.mean_s), steps)
        usual_s = np.array([each.value for each in by_hour_s])
        cv = handling(times_s * found.mean_s.value / usual_s[hour]).cv
    if cv.low > 1 or cv.high < 1:
        entries["aht_cv"] = figure_of("number", cv)
    return entries, found


def _of_hour(hours: ByHour, hour: int, found: Handling) -> Estimate:
    """Return the AHT of an hour; that of all where it is too little known to be told apart."""
    rows = int(hours.rows[hour])
    if rows < ENOUGH_IN_AN_HOUR:
        return found.mean_s
    return Estimate(float(hours.mean_s[hour]), float(hours.low_s[hour]), float(hours.high_s[hour]), rows)


def patience_entries(calls: Calls) -> tuple[dict[str, Entry], Patience]:
    """Return the mean and law of patience, and who hangs up at once; nothing where nobody hung up."""
    told = np.isfinite(calls.queue_s) & ((calls.outcome == ANSWERED) | (calls.outcome == HUNG_UP))
    found = patience(calls.queue_s[told], calls.outcome[told] == HUNG_UP)
    entries: dict[str, Entry] = {}
    if np.isfinite(found.mean_s.value):
        entries["patience"] = figure_of("seconds", found.mean_s)
        if found.figure is not None:
            entries["patience_law"] = f"{found.law}({found.figure.value:.3g})"
        if found.at_once.value > 0:
            entries["hangs_up_at_once"] = figure_of("share", found.at_once)
    return entries, found


def redial_entries(calls: Calls) -> tuple[dict[str, Entry], Redials | None]:
    """Return who calls again, of those not served, and how soon; nothing where callers are not told apart."""
    if calls.caller is None or not (calls.caller >= 0).any():
        return {}, None
    told = calls.caller >= 0
    known, caller = calls.taken(told), calls.caller[told]
    arrived_s = known.arrived.astype(np.int64)
    left_s = arrived_s + np.nan_to_num(known.queue_s) + np.nan_to_num(known.handling_s)
    found = redials(caller, arrived_s, left_s, known.outcome == ANSWERED, _last_call_of_day_s(arrived_s))
    if not found.share.low > 0:
        return {}, found
    return {
        "redials": {"share": figure_of("share", found.share), "after": figure_of("seconds", found.after_s)}
    }, found


def _last_call_of_day_s(arrived_s: Ints) -> Ints:
    """Return when the last call came on the day of each call (N), in order of time: until then others were seen."""
    day = arrived_s // DAY_S
    return arrived_s[np.searchsorted(day, day, side="right") - 1]


def law_rows(hotline: str, handled: Handling, waited: Patience) -> Iterator[Row]:
    """Yield what was seen of patience (Kaplan-Meier), and the laws that were held against it and handling times."""
    if waited.survival.rows:
        seen = waited.survival.median_s().value
        yield _law(hotline, "patience", SEEN, median_s=seen)
    own = waited.figure.value if waited.figure else None
    for law, bic in waited.bics.items():
        worse = bic - waited.bics[waited.law]
        figure = own if law == waited.law else None
        chance = waited.p_exponential if law == EXPONENTIAL.name else math.nan
        yield _law(hotline, "patience", law, figure, worse, chance, _median_s(waited, law))
    for law, bic in handled.bics.items():
        figure = handled.law_cv.value if law == handled.law == LOGNORMAL.name else None
        yield _law(hotline, "aht", law, figure, bic - handled.bics[handled.law])


def _law(
    hotline: str, key: str, law: str, figure: float | None = None, worse_by: float = math.nan,
    chance: float = math.nan, median_s: float = math.nan,
) -> Row:  # fmt: skip
    return {
        "hotline": hotline, "key": key, "law": law, "figure": figure, "worse_by": known(worse_by),
        "chance": known(chance), "median_s": known(median_s),
    }  # fmt: skip


def _median_s(waited: Patience, law: str) -> float:
    """Return the median patience by the chosen law, and by the exponential one."""
    if law == EXPONENTIAL.name:
        return waited.exponential_s.value * math.log(2)
    if law != waited.law or waited.figure is None:
        return math.nan
    mean_s, own = waited.mean_s.value, waited.figure.value
    if law == LOGNORMAL.name:
        return mean_s / math.sqrt(1 + own**2)
    return float(mean_s / math.gamma(1 + 1 / own) * math.log(2) ** (1 / own))


def survival_rows(hotline: str, found: Patience) -> Iterator[Row]:
    """Yield how many would still wait after so long, whatever the law, and by the law that was chosen."""
    survival = found.survival
    points = np.unique(np.linspace(0, max(survival.at_s.size - 1, 0), MOST_POINTS).round().astype(np.int64))
    points = points[: survival.at_s.size]
    by_law = _left_by_law(found, survival.at_s[points])
    for k, left in zip(points, by_law, strict=True):
        yield {
            "hotline": hotline, "waited_s": float(survival.at_s[k]), "still_waiting": float(survival.left[k]),
            "low": float(survival.low[k]), "high": float(survival.high[k]), "by_law": float(left),
        }  # fmt: skip


def _left_by_law(found: Patience, at_s: Floats) -> Floats:
    own = found.figure.value if found.figure else 1.0
    with np.errstate(divide="ignore"):
        left: Floats = np.exp(_LAWS[found.law].log_left(at_s, found.mean_s.value, own))
    return left * (1 - found.at_once.value)


def known(number: float) -> float | None:
    """Return a number; None for one that is not known."""
    return float(number) if math.isfinite(number) else None


def figure_of(kind: Kind, estimate: Estimate) -> Figure:
    """Return an estimate as a figure of the scenario."""
    return Figure(kind, estimate.value, estimate.low, estimate.high, estimate.rows)
