"""How many operators each group needs, what callers wait, and what it costs."""
