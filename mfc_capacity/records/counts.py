"""Counts of calls of the past, by day or by interval: the table that a scenario's `volumes` reads, of any hotlines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
