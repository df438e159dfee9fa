"""A day played call by call."""
