"""Two figures side by side: as many digits as their difference needs, and the difference of what is shown.

A reader subtracts. The change printed is therefore the change of the printed figures, and parts of it are
rounded so that they add up to it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from mfc_capacity.core.rounding import exact, rounded
from mfc_capacity.plan.money import apportioned
from mfc_capacity.wording.en.numbers import UNKNOWN, duration_text

MILLION = Decimal(1_000_000)
PLACES = {"fte": 1, "seconds": 1, "share": 1, "months": 1}
FINER = (0, 1)
MINUTE_S = 60


@dataclass(frozen=True)
class Scale:
    """How figures of one kind are written: divided by `unit`, with `places` decimals, before a suffix."""

    unit: Decimal
    places: int
    suffix: str
    change_suffix: str

    def is_of_page(self, kind: str, places: int) -> bool:
        """Return whether figures are written as coarsely as on a plan's page, with its decimal places."""
        return self.unit == MILLION if kind == "money" else self.unit == 1 and self.places <= places

    def count(self, value: float) -> int:
        """Return a figure in whole last digits."""
        return int(rounded(exact(value) / self.unit, self.places).scaleb(self.places))

    def text(self, count: int) -> str:
        """Return a figure given in last digits."""
        if self.suffix == "s" and abs(count) >= MINUTE_S * 10**self.places:
            return duration_text(float(self._decimal(count)))
        return f"{self._decimal(count):,f}{self.suffix}"

    def change(self, count: int) -> str:
        """Return a difference given in last digits, with its sign."""
        return f"{self._decimal(count):+,f}{self.change_suffix}"

    def parts(self, parts: Mapping[str, float], change: int) -> dict[str, str]:
        """Return the parts of a difference; they add up to it as shown."""
        unit = Fraction(self.unit) / 10**self.places
        counts = apportioned([Fraction(repr(part)) / unit for part in parts.values()], change)
        return dict(zip(parts, map(self.change, counts), strict=True))

    def _decimal(self, count: int) -> Decimal:
        return Decimal(count).scaleb(-self.places)


def scale_of(kind: str, before: float, after: float, currency: str | None) -> Scale | None:
    """Return the coarsest scale on which two figures differ; None if they do not on any that is worth showing."""
    scales = (_scale(kind, abs(after - before), finer, currency) for finer in FINER)
    return next((scale for scale in scales if scale.count(before) != scale.count(after)), None)


def figure_text(kind: str, value: float | None, currency: str | None) -> str:
    """Return a figure that stands by itself."""
    if value is None:
        return UNKNOWN
    scale = _scale(kind, abs(value), 0, currency)
    return scale.text(scale.count(value))


def _scale(kind: str, change: float, finer: int, currency: str | None) -> Scale:
    unit = f" {currency}" if currency else ""
    if kind == "money" and exact(change) >= MILLION:
        return Scale(MILLION, 2, f" mln{unit}", f" mln{unit}")
    places = PLACES.get(kind, 0) + finer * (2 if kind == "money" else 1)
    match kind:
        case "money":
            return Scale(Decimal(1), places, unit, unit)
        case "share":
            return Scale(Decimal("0.01"), places, " %", " pp")
        case "seconds":
            return Scale(Decimal(1), places, "s", "s")
    return Scale(Decimal(1), places, "", "")
