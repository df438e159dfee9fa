"""The planner: from a scenario to operators, money, tables and accounts."""
