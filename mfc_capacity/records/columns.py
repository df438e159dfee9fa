"""Which column of a log is what: as a user names it, or by the names that people give it and what stands in it."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from mfc_capacity.files.layers import did_you_mean
from mfc_capacity.files.problems import say
from mfc_capacity.files.sheet import Headed, Mistake, plain_name
from mfc_capacity.records.calls import How, TakenColumn
from mfc_capacity.records.outcomes import meaning_of
from mfc_capacity.scenario.table_mistakes import Mistakes

# What people call these columns, in English, Russian and German, the likelier first. A column `queue` is one of times
# or of names: what stands in it tells.
_CALLED = {
    "date": "date|day|call date|calldate|дата|день|дата звонка|дата вызова|datum|tag",
    "arrived_at": "arrived at|arrived|arrival|arrival time|timestamp|datetime|date time|call time|"
    "call start|start time|start|begin|time|vru entry|ivr entry|menu entry|created at|"
    "дата и время|дата/время|дата время|время поступления|поступил|поступление|время звонка|"
    "время вызова|начало звонка|начало вызова|начало|время|anrufzeit|zeitstempel|beginn|uhrzeit|zeit",
    "menu_exit": "menu exit|vru exit|ivr exit|menu end|ivr end|"
    "выход из меню|выход из ivr|конец меню|окончание меню",
    "queue_start": "queue start|q start|queue entry|queue enter|queued at|enqueued at|enqueue time|"
    "вход в очередь|постановка в очередь|время постановки в очередь|начало ожидания",
    "queue_exit": "queue exit|q exit|queue end|dequeued at|dequeue time|"
    "выход из очереди|конец ожидания|окончание ожидания",
    "queue_s": "queue s|q time|wait s|wait|wait time|waiting time|waited|queue time|time in queue|"
    "queue seconds|total queue|total wait|hold time|queue|ожидание|время ожидания|время в очереди|ожидание в очереди|"
    "длительность ожидания|очередь|wartezeit|warteschlange",
    "outcome": "outcome|result|call result|status|call status|disposition|"
    "результат|результат звонка|результат вызова|исход|итог|статус|статус звонка|ergebnis",
    "service_start": "service start|ser start|answered at|answer time|talk start|connected at|"
    "время ответа|ответ|ответ оператора|начало разговора|начало обслуживания",
    "service_exit": "service exit|ser exit|service end|talk end|ended at|end time|end|hangup time|"
    "конец разговора|окончание разговора|конец обслуживания|окончание обслуживания|завершение|конец",
    "handling_s": "handling s|handling time|handle time|aht|ser time|service time|talk s|talk time|talk|"
    "total handle|total talk|talktime|billsec|conversation|длительность обработки|"
    "время обработки|обработка|время разговора|длительность разговора|разговор|"
    "время обслуживания|обслуживание|bearbeitungszeit|gesprächsdauer|duration|длительность|dauer",
    "wrap_s": "wrap s|total acw|wrap|wrap time|wrap up|wrap up time|wrapup|acw|after call work|"
    "постобработка|поствызывная обработка|nachbearbeitung",
    "hotline": "hotline|hotline name|queue|queue name|skill|line|service|split|vdn|type|"
    "горячая линия|линия|очередь|название очереди|скилл|группа|направление|тематика|"
    "warteschlange|gruppe",
    "caller": "caller|caller id|caller number|ani|cli|customer|customer id|phone|phone number|from|"
    "src|msisdn|аон|номер абонента|номер клиента|номер телефона|"
    "номер телефона клиента|телефон клиента|телефон|абонент|клиент|номер|rufnummer",
    "call_id": "call id|id|uniqueid|unique id|uuid|guid|call|"
    "id звонка|id вызова|номер звонка|номер вызова|anruf id",
}
NAMES = {role: names.split("|") for role, names in _CALLED.items()}
ROLES = tuple(NAMES)
KNOWN = frozenset(
    each for names in NAMES.values() for name in names for each in (name, name.replace(" ", "_"))
)
# Handling with all that belongs to it; talk alone goes on in `wrap_s`.
_WHOLE_HANDLING = {
    "handling s",
    "handling",
    "handling time",
    "handle time",
    "aht",
    "total handle",
    "время обработки",
    "обработка",
    "длительность обработки",
}
_UNIT = re.compile(
    r"[\s,(\[]+(?:(?P<ms>ms|msec|millis|milliseconds|мс|мсек)|(?P<s>s|sec|secs|seconds?|с|сек|секунды?|sek)|"
    r"(?P<min>min|mins|minutes?|мин|минуты?))\.?[)\]]?$"
)
_SECONDS = {"ms": 0.001, "s": 1.0, "min": 60.0}
Taken = Mapping[str, tuple[int, How]]  # the index of each role's column, and how it came to be taken for that
MOMENTS = ("arrived_at", "menu_exit", "queue_start", "queue_exit", "service_start", "service_exit")
SPANS = ("queue_s", "handling_s", "wrap_s")
ARRIVALS = ("arrived_at", "queue_start", "menu_exit")
_DAY = re.compile(r"\s*(?:\d{1,4}[./-]\d{1,2}[./-]\d{1,4}|\d{8})(?!\d)", re.ASCII)
_MOMENT = re.compile(rf"{_DAY.pattern}[ T]+\d{{1,2}}:\d\d.*", re.ASCII)
_SINCE_1970 = re.compile(r"[1-9]\d{9}(?:\d{3})?(?:[.,]\d+)?", re.ASCII)  # in seconds: 2001 to 2286
_NUMBER_BEGINS = re.compile(r"[-+]?[.,]?\d", re.ASCII)
_SPAN = re.compile(r"-?(?:\d{1,9}(?:[.,]\d+)?|(?:\d{1,3}:)?\d{1,3}:\d\d(?:[.,]\d+)?)", re.ASCII)


def unit_of(name: str) -> tuple[str, float]:
    """Return the name of a column of spans without its unit, and how many seconds that is.

    >>> unit_of("talk_min"), unit_of("Длительность разговора, сек."), unit_of("wait (ms)"), unit_of("wait")
    (('talk', 60.0), ('длительность разговора', 1.0), ('wait', 0.001), ('wait', 1.0))
    """
    words = _in_words(name)
    unit = _UNIT.search(words)
    if unit is None or unit.lastgroup is None:
        return words, 1.0
    return words[: unit.start()], _SECONDS[unit.lastgroup]


def _in_words(name: str) -> str:
    return plain_name(name).replace("_", " ").replace("-", " ")


@dataclass(frozen=True)
class Wished:
    """What a user says of a log: columns by role, None for one that is not there, and by whom each is named."""

    columns: Mapping[str, str | None]
    how: Mapping[str, How]


def columns_of(
    sheet: Headed,
    sample: Sequence[Sequence[str]],
    wished: Wished,
    outcomes: Mapping[str, str],
    found: Mistakes,
) -> Taken:
    """Return which column is what; what is missing is noted.

    Args:
        sheet: the table's header.
        sample: some cells of each column.
        wished: what the user says.
        outcomes: what the user says of the outcomes' names.
        found: the mistakes.
    """
    taken = named_columns(sheet, wished, found)
    found.refuse()
    _guess(sheet.header, sample, wished, outcomes, taken)
    _note_missing(sheet, sample, taken, found)
    needless = _needless(taken) | ({"date"} if _say_days(sample, taken) else set())
    if _has_wrap_twice(sheet.header, taken):
        needless.add("wrap_s")
    return {role: taken[role] for role in ROLES if role in taken and role not in needless}


def _needless(taken: Taken) -> set[str]:
    """Return the columns that say nothing beyond what others say already."""
    needless = {"queue_exit"} if "queue_s" in taken else set()
    if "handling_s" in taken and taken.keys() & {"queue_s", "queue_exit"}:
        needless |= {"service_start", "service_exit"} if "outcome" in taken else {"service_exit"}
    return needless


def _has_wrap_twice(header: Sequence[str], taken: Taken) -> bool:
    """Return whether a column of all handling stands beside a guessed one of the work after the call."""
    if "handling_s" not in taken or "wrap_s" not in taken or taken["wrap_s"][1] != "guessed":
        return False
    name = header[taken["handling_s"][0]]
    return bool({_in_words(name), unit_of(name)[0]} & _WHOLE_HANDLING)


def named_columns(sheet: Headed, wished: Wished, found: Mistakes) -> dict[str, tuple[int, How]]:
    """Return the columns that a user names; those that are not there are noted."""
    header = [plain_name(name) for name in sheet.header]
    taken: dict[str, tuple[int, How]] = {}
    for role, name in wished.columns.items():
        if name is not None and plain_name(name) in header:
            taken[role] = header.index(plain_name(name)), wished.how[role]
        elif name is not None:
            hint = did_you_mean(name, sheet.header) or say("records.columns_are", names=sheet.header)
            found.note(Mistake(sheet.header_line, 0, say("volumes.no_column", name=name), hint))
    return taken


def told(header: Sequence[str], taken: Taken) -> tuple[TakenColumn, ...]:
    """Return which column was taken for what, as a user is shown."""
    return tuple(TakenColumn(role, header[index], how) for role, (index, how) in taken.items())


def unused(header: Sequence[str], taken: Taken) -> tuple[str, ...]:
    """Return the columns that were taken for nothing."""
    used = {index for index, _ in taken.values()}
    return tuple(name for k, name in enumerate(header) if name and k not in used)


def _guess(
    header: Sequence[str],
    sample: Sequence[Sequence[str]],
    wished: Wished,
    outcomes: Mapping[str, str],
    taken: dict[str, tuple[int, How]],
) -> None:
    """Take the columns that are named as people name them, and then those that look like what is still missing."""

    def take(role: str, candidates: Iterable[int]) -> None:
        free = set(range(len(header))) - {k for k, _ in taken.values()}
        at = next((k for k in candidates if k in free), None)
        if at is not None and role not in taken and role not in wished.columns:
            taken[role] = at, "guessed"

    for role in ROLES:
        take(role, _named_as(role, header, sample))
    filled = [k for k, cells in enumerate(sample) if any(map(str.strip, cells))]
    if not taken.keys() & {*ARRIVALS, "date"}:
        take("arrived_at", (k for k in filled if _all(sample[k], _MOMENT.fullmatch)))
    if "date" in taken and any(":" in cell for cell in sample[taken["date"][0]]):
        taken.setdefault("arrived_at", taken["date"])
    take("outcome", (k for k in filled if _all(sample[k], lambda cell: meaning_of(cell, outcomes))))


def _named_as(role: str, header: Sequence[str], sample: Sequence[Sequence[str]]) -> Iterator[int]:
    """Yield the columns that are named as people name a role and whose cells fit it, the likelier first."""
    names = [{_in_words(name), *([unit_of(name)[0]] if role in SPANS else [])} for name in header]
    for called in NAMES[role]:
        for k, own in enumerate(names):
            if called in own and (role not in SPANS or _are_spans(called, sample[k])):
                yield k


def _are_spans(called: str, cells: Sequence[str]) -> bool:
    """Return whether cells are spans: every one where the name may be that of a hotline too, or else most of them."""
    return _all(cells, _SPAN.fullmatch) if called in NAMES["hotline"] else _are_numbers(cells)


def _are_numbers(cells: Sequence[str]) -> bool:
    """Return whether most cells begin as spans do: what is wrong with the others is worth a message."""
    filled = [cell for cell in map(str.strip, cells) if cell]
    return 2 * sum(map(bool, map(_NUMBER_BEGINS.match, filled))) >= len(filled)


def _all(cells: Sequence[str], fits: Callable[[str], Any]) -> bool:
    return all(map(fits, filter(None, map(str.strip, cells))))


def _note_missing(
    sheet: Headed, sample: Sequence[Sequence[str]], taken: dict[str, tuple[int, How]], found: Mistakes
) -> None:
    """Note what no column tells: when calls came, on which day, how they ended."""
    hint = say("records.columns_are", names=sheet.header)
    if not taken.keys() & {*ARRIVALS}:
        found.note(Mistake(sheet.header_line, 0, say("records.NO_ARRIVAL"), hint))
    elif (counted := _since_1970(sample, taken)) is not None:
        message = say("records.since_1970", column=sheet.header[counted])
        found.note(Mistake(sheet.header_line, counted, message, say("records.SINCE_1970_HINT")))
    elif "date" not in taken and _say_days(sample, taken) is False:
        clocks = next(taken[role][0] for role in ARRIVALS if role in taken)
        found.note(Mistake(sheet.header_line, clocks, say("records.NO_DATE"), hint))
    if not taken.keys() & {"outcome", "handling_s", "service_start"}:
        found.note(Mistake(sheet.header_line, 0, say("records.NO_OUTCOME"), hint))


def _since_1970(sample: Sequence[Sequence[str]], taken: Taken) -> int | None:
    """Return the first column of arrivals that counts seconds or milliseconds since 1970, as Unix does."""
    columns = (taken[role][0] for role in ARRIVALS if role in taken)
    return next((k for k in columns if any(sample[k]) and _all(sample[k], _SINCE_1970.fullmatch)), None)


def _say_days(sample: Sequence[Sequence[str]], taken: Taken) -> bool | None:
    """Return whether the moments of arrival say their days themselves; None where there are none to tell."""
    cells = chain.from_iterable(sample[taken[role][0]] for role in ARRIVALS if role in taken)
    filled = [cell for cell in cells if cell.strip()]
    return any(map(_DAY.match, filled)) if filled else None
