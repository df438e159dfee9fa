"""What of a shift needs more than one of its keys to be judged: breaks in it, the rest after it, who works it.

As all checks across keys, these read the tree itself, and leave out what has a mistake of its own.
"""

from collections.abc import Callable, Iterator
from itertools import chain, pairwise

from mfc_capacity.files import units
from mfc_capacity.files.nodes import Entry, Map, Scalar, entries_at, find
from mfc_capacity.files.paths import dotted
from mfc_capacity.files.problems import Message, Problem, say
from mfc_capacity.files.units import DAY_S
from mfc_capacity.scenario.checks import indexes, read_at

Path = tuple[str, ...]


def shift_checks(root: Map) -> Iterator[Problem]:
    """Yield a problem for everything of shifts that does not fit together."""
    for name in entries_at(root, "shifts"):
        path = ("shifts", name)
        yield from chain(
            _named_twice(root, (*path, "starts"), units.read_start_s),
            _breaks(root, path),
            _breaks_in_turn(root, path),
            _all_breaks(root, path),
            _rest(root, path),
            _most_below_least(root, path),
        )
    for name in entries_at(root, "groups"):
        yield from chain(_named_twice(root, ("groups", name, "shifts"), str), _shares(root, name))


def _named_twice(root: Map, path: Path, read: Callable[[str], object]) -> Iterator[Problem]:
    """Find what a list has named before: one start in two ways, one shift of a group."""
    seen: dict[object, str] = {}
    for index in indexes(root, *path):
        meaning, found = read_at(root, read, *path, index), find(root, *path, index)
        if meaning is None or found is None:
            continue
        text = found.node.text if isinstance(found.node, Scalar) else ""
        if meaning in seen:
            message = say("scenario.covered_already", key=text, by=seen[meaning])
            yield _at(found, (*path, index), message, say("scenario.NAME_EACH_ONCE"))
        seen.setdefault(meaning, text)


def _breaks(root: Map, path: Path) -> Iterator[Problem]:
    """A break has room in its window, and the window in the shift."""
    shift_s = read_at(root, units.read_length_s, *path, "length")
    for index in indexes(root, *path, "breaks"):
        own = (*path, "breaks", index)
        length_s, window = (
            read_at(root, units.read_length_s, *own, "length"),
            read_at(root, units.read_window, *own, "within"),
        )
        length, within = find(root, *own, "length"), find(root, *own, "within")
        if window is None or within is None:
            continue
        earliest_s, latest_s = window
        if length is not None and length_s is not None and length_s > latest_s - earliest_s:
            message = say("scenario.break_beyond_window", length_s=length_s, window_s=latest_s - earliest_s)
            yield _at(length, (*own, "length"), message, say("scenario.WIDEN_THE_WINDOW"))
        if shift_s is not None and latest_s > shift_s:
            message = say("scenario.window_beyond_shift", latest_s=latest_s, shift_s=shift_s)
            yield _at(within, (*own, "within"), message, say("scenario.HOW_A_WINDOW_COUNTS"))


def _breaks_in_turn(root: Map, path: Path) -> Iterator[Problem]:
    """Windows follow each other: only then can each break be placed without a look at the others."""
    written = [(*path, "breaks", index, "within") for index in indexes(root, *path, "breaks")]
    windows = [(own, window) for own in written if (window := read_at(root, units.read_window, *own))]
    for (before, (_, latest_s)), (own, (earliest_s, _)) in pairwise(windows):
        first, second = find(root, *before), find(root, *own)
        if first and second and earliest_s < latest_s:
            message = say("scenario.windows_overlap", window=_text(second), before=_text(first))
            yield _at(second, own, message, say("scenario.BREAKS_IN_TURN"))


def _all_breaks(root: Map, path: Path) -> Iterator[Problem]:
    """Somebody who comes works."""
    shift_s, breaks = read_at(root, units.read_length_s, *path, "length"), find(root, *path, "breaks")
    lengths = [
        read_at(root, units.read_length_s, *path, "breaks", index, "length")
        for index in indexes(root, *path, "breaks")
    ]
    breaks_s = sum(length_s for length_s in lengths if length_s is not None)
    if shift_s and breaks and breaks_s >= shift_s:
        message = say("scenario.nothing_but_breaks", breaks_s=breaks_s, shift_s=shift_s)
        yield _at(breaks, (*path, "breaks"), message, say("scenario.SHORTEN_THE_BREAKS"))


def _rest(root: Map, path: Path) -> Iterator[Problem]:
    """Who has worked a shift has the rest before the next, be it on the next day or after days off."""
    length_s, length = read_at(root, units.read_length_s, *path, "length"), find(root, *path, "length")
    pattern, asked_s = (
        read_at(root, units.read_pattern, *path, "pattern"),
        read_at(root, units.read_length_s, "rest"),
    )
    if not length_s or length is None or pattern is None or asked_s is None or length_s > DAY_S:
        return
    days_on, days_off = pattern
    later_s = DAY_S * (1 if days_on > 1 else days_off + 1)
    if later_s - length_s < asked_s:
        message = say("scenario.rest_too_short", rest_s=later_s - length_s, asked_s=asked_s)
        hint = say("scenario.mend_the_rest", length_s=later_s - asked_s)
        yield _at(length, (*path, "length"), message, hint)


def _most_below_least(root: Map, path: Path) -> Iterator[Problem]:
    """There may be at least as many people on a shift as there have to be."""
    least, most = (read_at(root, units.read_count, *path, f"{end}_operators") for end in ("min", "max"))
    found = find(root, *path, "max_operators")
    if found and least is not None and most is not None and most < least:
        message = say("scenario.most_below_least", most=most, least=least, day=None)
        yield _at(found, (*path, "max_operators"), message, say("scenario.CHANGE_ONE_OF_THE_TWO"))


def _shares(root: Map, group: str) -> Iterator[Problem]:
    """The shifts that a group names are enough for all its people."""
    path = ("groups", group, "shifts")
    names = [read_at(root, str, *path, index) for index in indexes(root, *path)]
    shares = [read_at(root, units.read_share, "shifts", str(name), "max_share") for name in names]
    found, known = find(root, *path), [share for share in shares if share is not None]
    if found and names and len(known) == len(names) and sum(known) < 1:
        message = say("scenario.shares_below_all", group=group, share=sum(known))
        yield _at(found, path, message, say("scenario.ADD_A_SHIFT"))


def _at(found: Entry, path: Path, message: Message, hint: Message) -> Problem:
    return found.best_location.problem(dotted(path), message, hint)


def _text(entry: Entry) -> str:
    return entry.node.text if isinstance(entry.node, Scalar) else ""
