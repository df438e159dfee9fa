"""Where in a scenario's file stands what holds on a day, of what may be written by date."""

from datetime import date

from mfc_capacity.files.nodes import Map, entries_at
from mfc_capacity.files.units import read_date, steps_by

Path = tuple[str, ...]


def in_force(root: Map, path: Path, day: date | None) -> Path:
    """Return the path of the step that holds on a day, the first without one; the path itself where it has no dates."""
    starts = sorted((read_date(key), key) for key in entries_at(root, *path) if steps_by(key) == "date")
    if not starts:
        return path
    begun = [key for start, key in starts if day is not None and start <= day]
    return (*path, begun[-1] if begun else starts[0][1])
