"""Days at the ends of a record that were cut off: an export made at eleven has the last day until eleven.

A day ends too soon where so many more calls would have come by the same weekdays of other weeks that none is no chance.
"""

from mfc_capacity.core.arrays import Floats

LEAST_EXPECTED = 12.0  # calls of which none came: 6 times in a million
WEEK, LEAST_WEEKS = 7, 2


def are_cut_off(counts: Floats) -> tuple[bool, bool]:
    """Return whether the first of some days begins too late, and whether the last one ends too soon.

    Args:
        counts: calls by interval of consecutive days (D x K).
    """
    return _ends_too_soon(counts[::-1, ::-1]), _ends_too_soon(counts)


def _ends_too_soon(counts: Floats) -> bool:
    day, others = counts[-1], counts[-1 - WEEK :: -WEEK]
    others = others[others.sum(axis=1) > 0]
    called = day.nonzero()[0]
    if len(others) < LEAST_WEEKS or not called.size:
        return False
    after = called[-1] + 1
    usual = others.sum(axis=0)
    return bool(day.sum() * usual[after:].sum() > LEAST_EXPECTED * usual[:after].sum())
