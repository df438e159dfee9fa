"""Calls to come, learnt from calls that were counted: by day, by interval, and how well that would have gone."""
