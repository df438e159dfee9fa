"""A queue carried through a day, and the fewest operators that keep its promise."""
