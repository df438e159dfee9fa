"""The gate: what a change to a scenario does to the plan, and whether the plan keeps its limits."""
