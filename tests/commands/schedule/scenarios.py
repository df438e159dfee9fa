"""A week of two groups, small enough to be scheduled in a moment."""

import io
from pathlib import Path

import mfc_capacity as mfc
from mfc_capacity.api import Scenario

TWO_GROUPS = """
calendar: {from: 2014-05-19, to: 2014-05-25, interval: 1h}
currency: RUB
hotlines:
  day: {calls_per_day: 700, aht: 4m, patience: 2m, hours: {mon-fri: 08:00-20:00, sat: 10:00-16:00}}
  night: {calls_per_day: 300, aht: 3m, patience: 2m, hours: 00:00-24:00}
groups:
  city: {hotlines: [day], shifts: [day12, office]}
  clock: {hotlines: [night]}
targets: {service_level: 80% in 20s, max_abandonment: 5%}
shrinkage: {leave: 12%, breaks: 9%}
costs:
  operator_hour: {price: 401.37 RUB, surcharges: [{add: 20%, hours: 22:00-06:00}, {add: 50%, days: sat-sun}]}
shifts:
  day12: {starts: [07:00, 08:00], length: 12h, breaks: [{length: 1h, within: 4h-7h}], pattern: 2/2}
  night12: {starts: [19:00, 20:00], length: 12h, breaks: [{length: 1h, within: 4h-7h}], pattern: 2/2}
  office: {starts: 08:00-11:00 every 1h, length: 9h, breaks: [{length: 1h, within: 3h-6h, paid: no}], pattern: 5/2}
"""
# Nobody is there before 07:00, few are after 20:00, and all names are hostile.
SHORT = """
title: "[bold red]x[/] <script>alert(1)</script> | =1+1"
calendar: {from: 2014-05-19, to: 2014-05-25, interval: 1h}
hotlines:
  night: {calls_per_day: 900, aht: 3m, patience: 2m, hours: 00:00-24:00}
groups:
  "[red]clock[/red] <b>|=1+1 🎉": {hotlines: [night]}
targets: {service_level: 80% in 20s, max_abandonment: 5%}
shrinkage: 30%
shifts:
  "=cmd()|'x'!A1": {starts: [07:00, 08:00], length: 12h, breaks: [{length: 1h, within: 4h-7h}], pattern: 2/2}
  "<script>late": {starts: 12:00-15:00 every 1h, length: 9h, pattern: 5/2, max_operators: 1}
"""


def scenario(text: str, **changes: str) -> Scenario:
    return mfc.load(
        io.StringIO(text), set={name.replace("__", "."): value for name, value in changes.items()}
    )


def written(folder: Path, text: str, name: str = "main.yaml") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return str(path)
