"""How far from its value a figure may be: `range: low..high` beside it, an 80 % interval.

Low and high are the figure's P10 and P90, and the value is its median. On either side of it the figure is normal on the
scale of its kind: that of logarithms for what is positive, of log odds for a share, its own for a change that may go
either way. Each side has a spread of its own, so that both ends are met. What would be drawn beyond a bound that the
format sets to the figure stays at it.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, cast

from pydantic import ValidationError

from mfc_capacity.files.layers import NAMED_SECTIONS
from mfc_capacity.files.nodes import FILE, Entry, Listing, Location, Map, Node, Scalar, find, plain, walk
from mfc_capacity.files.paths import dotted, split_path
from mfc_capacity.files.problems import Problem, say
from mfc_capacity.files.units import (
    A_MONTH,
    UnitError,
    read_change,
    read_duration_s,
    read_money,
    read_number,
)
from mfc_capacity.scenario.format import ScenarioFile
from mfc_capacity.scenario.problems import format_problems

Unit = Literal["number", "seconds", "per cent", "monthly share", "change", "money"]
Law = Literal["log-normal", "logit-normal", "normal"]
Path = tuple[str, ...]

TO = ".."
P90 = 1.2815515655446004  # the standard normal's ninth decile
DIGITS = 12
FARTHEST = 6.5  # a score that is hardly ever drawn: beyond it lies one in 25 thousand million
HALVINGS = 50
# What is counted one by one where it is written in whole numbers; weights and factors are not.
_COUNTED = {
    *("calls_per_day", "volume", "up_to", "drivers"),
    *("operators", "min_operators", "max_operators", "lines"),
    *("employed", "hires", "a_month"),
}
# More than everything, with and without a per cent sign, and how only a share refuses it.
_TOO_MUCH = {
    "per cent": ("101%", "units.more_than_everything"),
    "monthly share": ("101% a month", "units.more_than_everything"),
    "number": ("1.01", "units.no_per_cent_sign"),
}

SCALES: dict[Law, tuple[Callable[[float], float], Callable[[float], float]]] = {
    "log-normal": (math.log, math.exp),
    "logit-normal": (lambda x: math.log(x / (1 - x)), lambda t: 1 / (1 + math.exp(-t))),
    "normal": (float, float),
}


@dataclass(frozen=True)
class Range:
    """A figure that may be off: its texts as written, the numbers they mean, its unit and law.

    `currency` is that of money; a `whole` figure stays whole. None is drawn below `least` or above `most`.
    """

    path: Path
    texts: tuple[str, str, str]
    numbers: tuple[float, float, float]
    unit: Unit
    law: Law
    currency: str = ""
    whole: bool = False
    least: float = -math.inf
    most: float = math.inf

    @property
    def key(self) -> str:
        """The dotted path."""
        return dotted(self.path)

    @property
    def value(self) -> str:
        """The figure as planned."""
        return self.texts[0]

    @property
    def low(self) -> str:
        """Its P10."""
        return self.texts[1]

    @property
    def high(self) -> str:
        """Its P90."""
        return self.texts[2]

    def number_at(self, z: float) -> float:
        """Return the figure where a standard normal variable is `z`.

        >>> aht = Range(("aht",), ("3m", "2m", "6m"), (180.0, 120.0, 360.0), "seconds", "log-normal")
        >>> [round(aht.number_at(z), 6) for z in (-P90, 0, P90)]
        [120.0, 180.0, 360.0]
        """
        there, back = SCALES[self.law]
        value, low, high = map(there, self.numbers)
        spread = (high - value if z > 0 else value - low) / P90
        found = back(value + z * spread)
        found = float(math.floor(found + 0.5)) if self.whole else found
        return min(max(found, self.least), self.most)

    def text_of(self, number: float) -> str:
        """Return a number the way a scenario writes the figure."""
        return _WRITERS[self.unit](self, number)


def read_ranges(root: Map, currency: str | None, interval_s: int) -> tuple[list[Range], list[Problem]]:
    """Return the figures of a file that have a range, in its order, and what is wrong with ranges.

    Those of variants count where the variant is applied.
    """
    found: list[Range] = []
    problems: list[Problem] = []
    for path, entry in walk(root):
        if entry.node.range is not None and path[0] != "variants":
            try:
                found.append(_read(path, entry.node, currency))
            except UnitError as error:
                problems.append(entry.node.range.location.problem(dotted(path), error.message, error.hint))
    if found:
        context = {"currency": currency, "interval_s": interval_s}
        asked = {each.path: _TOO_MUCH[each.unit] for each in found if each.unit in _TOO_MUCH}
        codes = {dotted(path): code for path, (_, code) in asked.items()}
        shares = {
            problem.key
            for problem in _refused(root, {path: text for path, (text, _) in asked.items()}, context)
            if problem.message.code == codes[problem.key]
        }
        found = [replace(each, law="logit-normal") if each.key in shares else each for each in found]
        problems += _beyond_bounds(root, found)
        for end in (1, 2):
            problems += _refused(root, {each.path: each.texts[end] for each in found}, context)
        if not problems:
            problems += _with_gaps(root, found, context)
        if not problems:
            found = _within_format(root, found, context)
    return found, [*problems, *_apart(root, found)]


def movers_of(ranges: Sequence[Range], root: Map) -> list[tuple[Range, ...]]:
    """Return the figures that move as one, each of the others by itself, in the order of the file."""
    of_key = {each.key: number for number, path in enumerate(_together(root)) for each in path}
    by_mover: dict[object, list[Range]] = {}
    for each in ranges:
        by_mover.setdefault(of_key.get(each.key, each.key), []).append(each)
    return [tuple(own) for own in by_mover.values()]


def _read(path: Path, node: Node, currency: str | None) -> Range:
    """Return one range; what depends on the format is not checked yet.

    Raises:
        UnitError: if it is not low..high around a single figure.
    """
    text = cast("Scalar", node.range).text
    if not isinstance(node, Scalar):
        raise UnitError(say("ranges.NOT_ONE_FIGURE"), say("ranges.RANGE_OF_EACH"))
    low, dots, high = (part.strip() for part in text.partition(TO))
    if not (low and dots and high):
        raise UnitError(say("ranges.not_a_range", text=text[:60]), say("ranges.WRITE_A_RANGE"))
    texts = (node.text, low, high)
    for unit, reader in _READERS.items():
        try:
            numbers = tuple(reader(each, currency) for each in texts)
        except UnitError:
            continue
        value, least, most = numbers
        if not (least <= value <= most and least < most):
            message = say("ranges.does_not_hold", value=node.text, low=low, high=high)
            raise UnitError(message, say("ranges.PUT_THE_VALUE_BETWEEN"))
        counted = not _COUNTED.isdisjoint(path[:1] + path[2 if path[0] in NAMED_SECTIONS else 1 :])
        return Range(
            path,
            texts,
            (value, least, most),
            unit,
            "normal" if unit == "change" else "log-normal",
            currency or "",
            whole=unit == "number" and counted and all(number.is_integer() for number in numbers),
        )
    raise UnitError(say("ranges.different_units", value=node.text[:60]), say("ranges.WRITE_THE_UNIT"))


def _beyond_bounds(root: Map, ranges: Iterable[Range]) -> Iterator[Problem]:
    """Yield ranges that reach what the figure's law never does: 0 of what is positive, 0 or 100 % of a share."""
    for each in ranges:
        is_share = each.law == "logit-normal"
        if (is_share and not 0 < each.numbers[1] <= each.numbers[2] < 1) or (
            each.law == "log-normal" and each.numbers[1] <= 0
        ):
            message = say("ranges.beyond_bounds", low=each.low, high=each.high, is_share=is_share)
            yield _location(root, each.path).problem(each.key, message, say("ranges.STAY_INSIDE"))


def _refused(root: Map, texts: Mapping[Path, str], context: Mapping[str, object]) -> list[Problem]:
    """Return what the format refuses of texts in the place of ranges."""
    changed = cast("Map", _with_texts(root, texts))
    try:
        ScenarioFile.model_validate(plain(changed), context=dict(context))
    except ValidationError as error:
        keys = {dotted(path): path for path in texts}
        return [
            _location(root, keys[problem.key]).problem(problem.key, problem.message, problem.hint)
            for problem in format_problems(changed, error)
            if problem.key in keys
        ]
    return []


def _with_gaps(root: Map, ranges: Sequence[Range], context: Mapping[str, object]) -> Iterator[Problem]:
    """Yield ranges with values between their ends that the format does not take, as of what falls on intervals."""
    refused = {
        problem.key
        for z in (-P90 / 2, P90 / 2)
        for problem in _refused(
            root, {each.path: each.text_of(each.number_at(z)) for each in ranges}, context
        )
    }
    for each in ranges:
        if each.key in refused:
            message, hint = say("ranges.WITH_GAPS"), say("ranges.DIFFER_BY_VARIANTS")
            yield _location(root, each.path).problem(each.key, message, hint)


def _within_format(root: Map, ranges: Sequence[Range], context: Mapping[str, object]) -> list[Range]:
    """Return ranges that are drawn within what the format takes: the bounds of each are looked for beyond its ends."""
    held = {each.key: each for each in ranges}

    def refused(scores: Mapping[str, float]) -> set[str]:
        texts = {held[key].path: held[key].text_of(held[key].number_at(z)) for key, z in scores.items()}
        return {problem.key for problem in _refused(root, texts, context)}

    for side in (-1.0, 1.0):
        beyond = refused(dict.fromkeys(held, side * FARTHEST))
        inside, outside = dict.fromkeys(beyond, side * P90), dict.fromkeys(beyond, side * FARTHEST)
        for _ in range(HALVINGS if beyond else 0):
            middle = {key: (inside[key] + outside[key]) / 2 for key in beyond}
            too_far = refused(middle)
            for key, z in middle.items():
                (outside if key in too_far else inside)[key] = z
        for key, z in inside.items():
            bound = held[key].number_at(z)
            held[key] = replace(held[key], most=bound) if side > 0 else replace(held[key], least=bound)
    return list(held.values())


def _with_texts(node: Node, texts: Mapping[Path, str], path: Path = ()) -> Node:
    if isinstance(node, Map):
        entries = {
            key: replace(entry, node=_with_texts(entry.node, texts, (*path, key)))
            for key, entry in node.entries.items()
        }
        return replace(node, entries=entries)
    if isinstance(node, Listing):
        items = (_with_texts(item, texts, (*path, str(index))) for index, item in enumerate(node.items))
        return replace(node, items=tuple(items))
    if isinstance(node, Scalar) and path in texts:
        return replace(node, text=texts[path], range=None)
    return node


def _location(root: Map, path: Path) -> Location:
    node = cast("Entry", find(root, *path)).node
    return cast("Scalar", node.range).location


def _together(root: Map) -> list[list["_Named"]]:
    """Return the figures that are named together."""
    listing = find(root, "together")
    rows = listing.node.items if listing is not None and isinstance(listing.node, Listing) else ()
    return [
        [
            _Named(dotted(part for part, _ in split_path(item.text)[0]), item)
            for item in row.items
            if isinstance(item, Scalar)
        ]
        for row in rows
        if isinstance(row, Listing)
    ]


@dataclass(frozen=True)
class _Named:
    """A figure as a list names it."""

    key: str
    node: Scalar


def _apart(root: Map, ranges: Iterable[Range]) -> Iterator[Problem]:
    """Yield what is named together and has no range, or is named twice; what has been set is certain."""
    known, seen = {each.key for each in ranges}, set[str]()
    for index, row in enumerate(_together(root)):
        for place, named in enumerate(row):
            at = f"together.{index}.{place}"
            parts = [part for part, _ in split_path(named.node.text)[0]]
            entry = find(root, *parts) if parts else None
            if entry is None or (
                named.key not in known and entry.node.origin == FILE and entry.node.range is None
            ):
                message = say("ranges.without_range", key=named.node.text[:60], is_there=entry is not None)
                yield named.node.location.problem(at, message, say("ranges.NAME_RANGES"))
            elif named.key in seen:
                yield named.node.location.problem(at, say("ranges.named_twice", key=named.key))
            seen.add(named.key)


def _number(text: str, _currency: str | None) -> float:
    return float(read_number(text))


def _percent(text: str, _currency: str | None) -> float:
    if not text.endswith("%") or text[:1] in "+-−":
        raise UnitError(say("ranges.not_a_range", text=text))
    return float(read_number(text.removesuffix("%").strip()).scaleb(-2))


def _percent_a_month(text: str, currency: str | None) -> float:
    share, a_month, rest = text.partition(A_MONTH)
    if not a_month or rest:
        raise UnitError(say("ranges.not_a_range", text=text))
    return _percent(share.strip(), currency)


def _plain(number: float) -> str:
    """Return a number in plain digits.

    >>> _plain(1e7), _plain(0.1 + 0.2)
    ('10000000', '0.3')
    """
    return f"{Decimal(f'{number:.{DIGITS}g}').normalize():f}"


_READERS: dict[Unit, Callable[[str, str | None], float]] = {
    "number": _number,
    "seconds": lambda text, _currency: read_duration_s(text),
    "per cent": _percent,
    "monthly share": _percent_a_month,
    "change": lambda text, _currency: float(read_change(text) - 1),
    "money": lambda text, currency: float(read_money(text, currency)),
}
_WRITERS: dict[Unit, Callable[[Range, float], str]] = {
    "number": lambda _range, number: _plain(number),
    "seconds": lambda _range, number: f"{_plain(round(number, 6))}s",
    "per cent": lambda _range, number: f"{_plain(number * 100)}%",
    "monthly share": lambda _range, number: f"{_plain(number * 100)}%{A_MONTH}",
    "change": lambda _range, number: f"{'-' if number < 0 else '+'}{_plain(abs(number) * 100)}%",
    "money": lambda range_, number: f"{_plain(number)} {range_.currency}",
}
