"""Names of figures, parts of a page, and codes, as a planner reads them."""

METHODS = {
    "stationary": "stationary: each interval by itself",
    "time-dependent": "time-dependent: the queue carried through the day",
}
ONE_DAY = "one ordinary day"

COLUMN_LABELS = {
    "peak_operators_required": "Needed on duty",
    "peak_calls": "  calls in it",
    "peak_bound_by": "  decided by",
    "calls": "Calls",
    "contacts": "Other contacts",
    "operator_hours_required": "Hours on duty",
    "operator_hours_paid": "Paid hours",
    "operator_hours_after_duty": "Hours after duty",
    "fte": "FTE",
    "fte_peak_week": "  heaviest week",
    "peak_week": "  which is",
    "labour_cost": "Labour cost",
    "contact_cost": "Contact cost",
    "cost": "Cost",
    "service_level": "Service level",
    "min_service_level": "  worst interval",
    "service_level_p10": "  nine of ten days reach",
    "days_kept": "Days that keep all targets",
    "asa_s": "ASA (answered)",
    "mean_wait_s": "Mean wait (all)",
    "abandonment": "Abandonment",
    "busy": "Find it busy",
    "attempts": "Attempts, redials included",
    "never_served": "Never served",
    "lines_needed": "  lines for the target",
    "occupancy": "Occupancy",
    "days_missed": "Days missed",
    "given_days_missed": "Days missed",
    "given_status": "State",
    "operator_hours_given": "Hours on duty",
    "operator_hours_short": "  hours short",
    "given_service_level": "Service level",
    "given_service_level_p10": "  nine of ten days reach",
    "given_days_kept": "Days that keep all targets",
    "given_asa_s": "ASA (answered)",
    "given_mean_wait_s": "Mean wait (all)",
    "given_abandonment": "Abandonment",
    "given_busy": "Find it busy",
    "given_never_served": "Never served",
    "given_occupancy": "Occupancy",
}
NONE_IS_ENOUGH = "none is enough"
STATES = {"ok": "no queue grows"}  # which is no promise
PEAK, HORIZON, DAY, WAITS, GIVEN = (
    "THE PEAK",
    "THE WHOLE HORIZON",
    "THE DAY",
    "WHAT CALLERS MEET",
    "WITH THE OPERATORS GIVEN",
)
WHEN_DAY, WHEN, TARGET, WARNING = "On", "From", "  target", "warning"
SHORTFALL_HEADER = ("from", "to", "required", "given", "short")
MORE = "More: {options}"
