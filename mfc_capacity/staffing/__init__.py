"""How many operators an interval needs and what callers meet: a method is one file."""
