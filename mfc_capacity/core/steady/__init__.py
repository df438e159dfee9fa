"""The steady state of one interval, and the fewest operators that keep its targets."""
