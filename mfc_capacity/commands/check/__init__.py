"""Plans held against their limits."""
