"""The laws of times that a scenario writes, as the core has them."""

from mfc_capacity.core.simulation.laws import Exponential, Law, Lognormal, Weibull
from mfc_capacity.files.units import Law as WrittenLaw


def patience_law(written: WrittenLaw | None) -> Law:
    """Return the law of the patience that a hotline names."""
    if written is None or written.figure is None:
        return Exponential()
    return Weibull(written.figure) if written.name == "weibull" else Lognormal(written.figure)
