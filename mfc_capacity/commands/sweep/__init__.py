"""A grid of changes: the axes that a planner writes, and the plan of every combination of their values."""

from mfc_capacity.commands.sweep.axes import Axis, read_axes
from mfc_capacity.commands.sweep.grid import DEFAULT_METRICS, sweep

__all__ = ["DEFAULT_METRICS", "Axis", "read_axes", "sweep"]
