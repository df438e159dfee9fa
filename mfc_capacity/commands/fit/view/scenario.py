"""The scenario that was learnt, as a planner reads and edits it: figures with their ranges, sources and comments.

The range beside a figure is an 80 % interval, as the format has it: that of 95 %, which stands in the comment, made
narrower on the scale on which a range is normal.
"""

import math
import re
from collections.abc import Callable, Iterator, Mapping

from mfc_capacity.answers.fit import ByClock, Entry, Figure, HotlineLearnt, Learnt
from mfc_capacity.answers.records import Kind
from mfc_capacity.core.learning.estimates import NORMAL_95
from mfc_capacity.files.text import visible
from mfc_capacity.scenario.ranges import P90, SCALES
from mfc_capacity.scenario.resolve import quoted
from mfc_capacity.wording.en import fit as words

DIGITS = 4
ONE_BY_ONE = ("redials",)  # whose figures are unlike each other, a line each
HARDLY_KNOWN = 10  # times more, or less: no range to plan with
_SIMPLE = re.compile(r"[^\W\d][\w-]*|\d\d:\d\d|\d{4}-\d\d-\d\d")
_NO_TEXT = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}  # to some reader of YAML


def scenario_text(learnt: Learnt) -> str:
    """Return the scenario as YAML."""
    return "\n".join(_lines(learnt)) + "\n"


def _lines(learnt: Learnt) -> Iterator[str]:
    yield from map(visible, words.scenario_begins(learnt.files, learnt.first, learnt.last))
    yield "schema: mfc-capacity/scenario/1"
    yield f"title: {_quoted(words.scenario_title(learnt.files))}"
    yield f"method: stationary  # {words.METHOD}"
    yield ""
    yield f"x-sources:  # {words.SOURCES}"
    for number, hotline in enumerate(learnt.hotlines, start=1):
        yield f"  - &{_label(number)} {_quoted(words.source(learnt.files, hotline.title, hotline.calls))}"
    yield ""
    yield from _days(learnt)
    if learnt.together is not None:
        together = _sourced(learnt.together, _quoted(words.names(learnt.files)))
        yield f"varies_together: {together}  # {words.TOGETHER}; {words.interval(learnt.together)}"
        yield ""
    growing = [hotline.growth for hotline in learnt.hotlines if hotline.growth and not learnt.ahead]
    if growing:
        yield f"drivers:  # {words.GROWTH}"
        for number, hotline in enumerate(learnt.hotlines, start=1):
            if hotline.growth is not None:
                steps = {str(day): _text("number", at) for day, at in hotline.growth.steps.items()}
                sourced = _with_source(_flow(steps), _anchor(number))
                yield f"  {_name(hotline.growth.driver)}: {sourced}  # {words.of_year(hotline.growth.of_year)}"
        yield ""
    yield "hotlines:"
    for number, hotline in enumerate(learnt.hotlines, start=1):
        yield from _hotline(hotline, _anchor(number))
    yield from _peaks(learnt)
    yield ""
    yield from words.SCENARIO_ENDS


def _label(number: int) -> str:
    return f"records-{number}"


def _anchor(number: int) -> str:
    """Return how figures name the source of a hotline."""
    return f"*{_label(number)}"


def _days(learnt: Learnt) -> Iterator[str]:
    span = learnt.ahead or learnt
    yield "calendar:"
    yield f"  from: {span.first.isoformat()}  # {words.CALENDAR_AHEAD if learnt.ahead else words.CALENDAR}"
    yield f"  to: {span.last.isoformat()}"
    yield f"  interval: {learnt.interval_s // 60}m"
    if learnt.country:
        yield f"  holidays: {{country: {learnt.country}}}"
    yield ""
    if learnt.ahead:
        yield f"volumes:  # {words.VOLUMES}"
        yield f"  - file: {_quoted(learnt.ahead.file)}"
        start = "" if learnt.ahead.by_day else "start: start, "
        yield f"    columns: {{date: date, {start}hotline: hotline, calls: calls}}"
        yield ""


def _hotline(hotline: HotlineLearnt, source: str) -> Iterator[str]:
    yield f"  {_name(hotline.name)}:"
    if hotline.title != hotline.name:
        yield f"    title: {_quoted(hotline.title)}"
    for key, entry in hotline.entries.items():
        yield from _entry(key, entry, source)


def _entry(key: str, entry: Entry, source: str) -> Iterator[str]:
    meaning = words.MEANINGS[key]
    if isinstance(entry, Figure):
        yield f"    {key}: {_sourced(entry, source)}  # {meaning}; {words.interval(entry)}"
    elif isinstance(entry, ByClock):
        yield f"    {key}:  # {meaning}, {words.by_clock(entry.overall)}"
        yield from _lines_below(entry.steps, source)
    elif isinstance(entry, str):
        yield _text_entry(key, entry, source)
    elif key in ONE_BY_ONE or any(isinstance(inner, Mapping) for inner in entry.values()):
        yield f"    {key}:  # {meaning}"
        yield from _lines_below(entry, source)
    else:
        yield f"    {key}: {_with_source(_flow(entry), source)}{_comment(meaning, words.intervals(entry))}"


def _text_entry(key: str, text: str, source: str) -> str:
    if key == "aht":
        return f"    {key}: {text}  # {words.MEANINGS[key]}, {words.ASSUMED}"
    written = _name(text) if key == "scales_with" else _with_source(text, source)
    return f"    {key}: {written}  # {words.MEANINGS[key]}"


def _lines_below(entries: Mapping[str, Entry], source: str) -> Iterator[str]:
    """Yield a line for each entry below a key."""
    for key, entry in entries.items():
        if isinstance(entry, Figure):
            yield f"      {_name(key)}: {_sourced(entry, source)}  # {words.interval(entry)}"
        elif isinstance(entry, Mapping):
            yield f"      {_name(key)}: {_with_source(_flow(entry), source)}{_comment(words.intervals(entry))}"


def _comment(*parts: str) -> str:
    """Return the comment at the end of a line; none where there is nothing to say."""
    said = "; ".join(filter(None, parts))
    return f"  # {said}" if said else ""


def _with_source(written: str, source: str) -> str:
    return f"{{value: {written}, source: {source}}}"


def _flow(entries: Mapping[str, Entry]) -> str:
    return "{" + ", ".join(f"{_name(key)}: {_short(entry)}" for key, entry in entries.items()) + "}"


def _short(entry: Entry) -> str:
    if isinstance(entry, Figure):
        return _text(entry.kind, entry.estimate)
    if isinstance(entry, str):
        return entry
    return _flow(entry.steps if isinstance(entry, ByClock) else entry)


def _peaks(learnt: Learnt) -> Iterator[str]:
    if learnt.peaks:
        yield ""
        yield f"peaks:  # {words.PEAKS}"
    anchors = {hotline.name: _anchor(number) for number, hotline in enumerate(learnt.hotlines, start=1)}
    for peak in learnt.peaks:
        yield f"  {_quoted(peak.name)}:"
        yield "    when: {" + ", ".join(f"{key}: {value}" for key, value in peak.when.items()) + "}"
        multiplier = f"{_name(peak.hotline)}: {_sourced(peak.multiplier, anchors[peak.hotline])}"
        yield f"    multiply: {{{multiplier}}}  # {words.interval(peak.multiplier)}"


def _sourced(figure: Figure, source: str) -> str:
    """Return a figure with its range, if there is a fair idea of it, and its source."""
    low, high = _eight_in_ten(figure)
    value, *ends = (_text(figure.kind, number) for number in (figure.estimate, low, high))
    is_known = low * HARDLY_KNOWN > figure.estimate > high / HARDLY_KNOWN and value not in ends
    if figure.kind == "share":
        is_known &= high < 1  # the format has no ranges beyond
    ranged = f"range: {'..'.join(ends)}, " if is_known else ""
    return f"{{value: {value}, {ranged}source: {source}}}"


def _eight_in_ten(figure: Figure) -> tuple[float, float]:
    """Return the ends of the 80 % interval of a figure; the figure itself where an end is not known."""
    there, back = SCALES["logit-normal" if figure.kind == "share" and figure.high < 1 else "log-normal"]

    def narrowed(end: float) -> float:
        if not (figure.estimate > 0 and 0 < end < math.inf):
            return figure.estimate
        middle = there(figure.estimate)
        return back(middle + (there(end) - middle) * P90 / NORMAL_95)

    return narrowed(figure.low), narrowed(figure.high)


_WRITERS: dict[Kind, Callable[[str], str]] = {"seconds": "{}s".format, "share": "{}%".format}


def _text(kind: Kind, number: float) -> str:
    """Return a number the way a scenario writes it, with four digits that count and never three behind the point.

    A number of calls such as 9.123 is refused by the format, as it may be thousands.

    >>> _text("calls", 9.1234), _text("seconds", 187.26), _text("share", 0.07), _text("number", 1.2)
    ('9.12', '187.3s', '7%', '1.2')
    """
    number = number * 100 if kind == "share" else number
    magnitude = math.floor(math.log10(abs(number))) if number else 0
    places = max(DIGITS - 1 - magnitude, 0)
    plain = f"{number:.{2 if places == 3 else places}f}"
    return _WRITERS.get(kind, str)(plain.rstrip("0").removesuffix(".") if "." in plain else plain)


def _name(name: str) -> str:
    is_plain = _SIMPLE.fullmatch(name) and name.lower() not in _NO_TEXT
    return name if is_plain else _quoted(name)


def _quoted(text: str) -> str:
    return quoted(visible(text))
