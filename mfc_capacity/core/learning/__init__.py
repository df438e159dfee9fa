"""Figures of a scenario, learnt from records: each with its 95 % interval, and the rows that it stands on."""
