"""The scenario file: what a planner writes, every mistake in it with its place, and what it means."""

from mfc_capacity.scenario.clock_changes import ClockChange
from mfc_capacity.scenario.figures import Figure
from mfc_capacity.scenario.loaded import LoadedScenario, build_scenario, load_scenario
from mfc_capacity.scenario.model import (
    DAY_KINDS,
    HOLIDAY_KINDS,
    Break,
    Budget,
    Calendar,
    ClockSteps,
    Contract,
    Costs,
    Deflection,
    Group,
    Hotline,
    MinimumFee,
    Peak,
    PriceStep,
    Redials,
    Scenario,
    Shift,
    Steps,
    Surcharge,
    TargetSet,
    Terms,
    Timeline,
)
from mfc_capacity.scenario.ranges import Range
from mfc_capacity.scenario.resolve import resolve_text
from mfc_capacity.scenario.schema import limits_schema, scenario_schema

__all__ = [
    "DAY_KINDS",
    "HOLIDAY_KINDS",
    "Break",
    "Budget",
    "Calendar",
    "ClockChange",
    "ClockSteps",
    "Contract",
    "Costs",
    "Deflection",
    "Figure",
    "Group",
    "Hotline",
    "LoadedScenario",
    "MinimumFee",
    "Peak",
    "PriceStep",
    "Range",
    "Redials",
    "Scenario",
    "Shift",
    "Steps",
    "Surcharge",
    "TargetSet",
    "Terms",
    "Timeline",
    "build_scenario",
    "limits_schema",
    "load_scenario",
    "resolve_text",
    "scenario_schema",
]
