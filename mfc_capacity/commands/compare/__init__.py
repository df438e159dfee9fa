"""What changed between two plans, and which input did it."""
