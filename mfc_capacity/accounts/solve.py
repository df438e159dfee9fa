"""stub"""

from dataclasses import dataclass


@dataclass
class Unknown:
    a: object
    b: object
    c: object
    d: object


def solution(*a): ...
