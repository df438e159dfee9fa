"""Arguments as people write them in Python, to the options that the engines take."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from os import PathLike, fspath
from typing import IO, TYPE_CHECKING, Any, Literal, overload

from mfc_capacity.files.problems import InputError, Message, Problem, reason_of, say, usage_error
from mfc_capacity.files.units import DAY_S, UnitError, read_duration_s, read_share, read_sum

if TYPE_CHECKING:
    from mfc_capacity.commands.simulate import Staff
    from mfc_capacity.files.layers import Reader
    from mfc_capacity.people.staffed import Question as HiringQuestion
    from mfc_capacity.scenario import Scenario
    from mfc_capacity.scenario.staff_file import StaffFile
    from mfc_capacity.shifts.schedule import Question

Source = str | PathLike[str] | IO[str] | IO[bytes]
Changes = Mapping[str, object] | Iterable[str] | None
Sum = str | int | float | Decimal | None
Unknown = Literal["centres", "deflection", "operators"]

OPERATORS, REQUIREMENT = "--operators", "--requirement"  # options that name a file of operators
MOST_SECONDS = DAY_S  # that anybody looks for shifts
IN_MEMORY = "scenario"  # how answers name a scenario that is handed over as a stream


def reader_of(stream: IO[str] | IO[bytes]) -> tuple[str, "Reader"]:
    """Return a name for a stream, and a reader that gives its content under that name."""
    from mfc_capacity.files.layers import Known

    text = stream.read()
    content = text.encode() if isinstance(text, str) else text
    name = getattr(stream, "name", IN_MEMORY)
    path = name if isinstance(name, str) else IN_MEMORY
    return path, Known(path, content)


def assignments(changes: Changes) -> list[str]:
    """Return changes as the option takes them: path=value, several values with commas."""
    if not isinstance(changes, Mapping):
        return list(changes or ())
    return [
        f"{path}={','.join(map(str, value)) if isinstance(value, list | tuple) else value}"
        for path, value in changes.items()
    ]


def half_width_of(precision: str | float, seed: int) -> float:
    """Read the precision of a play, and refuse a seed below 0.

    Raises:
        InputError: with every mistake.
    """
    found, half_width = [], 0.0
    try:
        half_width = precision if isinstance(precision, float) else float(read_share(str(precision).strip()))
        if half_width <= 0:
            found.append(
                _problem("--precision", say("simulate.NO_PRECISION"), say("simulate.PRECISION_HINT"))
            )
    except UnitError as error:
        found.append(_problem("--precision", error.message, error.hint))
    if seed < 0:
        found.append(_problem("--seed", say("simulate.SEED")))
    if found:
        raise InputError(found)
    return half_width


def floor_of(share: str | float | None) -> float | None:
    """Read the service level below which no interval is left.

    Raises:
        InputError: if it is no share, or 100 % or more.
    """
    from mfc_capacity.files.units import UnitError, read_share

    if share is None:
        return None
    try:
        floor = float(read_share(share.strip())) if isinstance(share, str) else float(share)
    except UnitError as error:
        raise usage_error("--floor", error.message, error.hint) from None
    if not 0 <= floor < 1:
        raise usage_error("--floor", say("budget.NO_FLOOR"), say("budget.FLOOR_HINT"))
    return floor


def shift_question_of(
    target: Literal["cover", "service-level"],
    per: Literal["day", "hour"] | None = None,
    floor: str | float | None = None,
    time_limit: str | float = "60s",
    gap: str | float = "1%",
) -> "Question":
    """Read what shifts are to keep, and how hard the cheapest are looked for.

    Raises:
        InputError: with every mistake.
    """
    from mfc_capacity.shifts.schedule import Question

    beside = {"--per": per, "--floor": floor}
    choices = (("--target", target, ("cover", "service-level")), ("--per", per, ("day", "hour", None)))
    found = [
        _problem(option, say("schedule.no_such_choice", text=str(value), there=tuple(filter(None, known))))
        for option, value, known in choices
        if value not in known
    ]
    found += [
        _problem(option, say("schedule.ONLY_OF_LEVELS"), say("schedule.ADD_THE_TARGET"))
        for option, value in beside.items()
        if value is not None and target == "cover"
    ]
    readings: dict[str, Callable[[], float | None]] = {
        "floor": lambda: floor_of(floor),
        "time_limit_s": lambda: _time_limit_s(time_limit),
        "gap": lambda: _gap(gap),
    }
    options: dict[str, Any] = {"target": target, "per": per, **_read(readings, found)}
    if found:
        raise InputError(found)
    return Question(**{name: value for name, value in options.items() if value is not None})


def hiring_question_of(
    hire: Literal["none", "planned", "cheapest"],
    group: str | None,
    time_limit: str | float,
    gap: str | float,
    *,
    in_shifts: bool,
) -> "HiringQuestion":
    """Read who is hired, and how hard the cheapest classes are looked for.

    Raises:
        InputError: with every mistake.
    """
    from mfc_capacity.people.staffed import HIRES, Question

    found = (
        []
        if hire in HIRES
        else [_problem("--hire", say("people.no_hire", text=str(hire)), say("people.HIRES_HINT"))]
    )
    read = _read({"time_limit_s": lambda: _time_limit_s(time_limit), "gap": lambda: _gap(gap)}, found)
    if found:
        raise InputError(found)
    return Question(hire, group, in_shifts=in_shifts, **read)


def _read(readings: Mapping[str, Callable[[], float | None]], found: list[Problem]) -> dict[str, Any]:
    """Return what is read by name; mistakes are added to those found."""
    options = {}
    for name, read in readings.items():
        try:
            options[name] = read()
        except InputError as error:
            found += error.problems
    return options


def beside_question_of(time_limit: str | float | None, *, is_asked: bool) -> "Question | None":
    """Read how long the shifts beside a plan are looked for; None: not at all.

    Raises:
        InputError: if it is no time, or no shifts are asked for.
    """
    if is_asked:
        return shift_question_of("cover", time_limit="60s" if time_limit is None else time_limit)
    if time_limit is not None:
        raise usage_error("--time-limit", say("schedule.SHIFTS_NOT_ASKED"), say("schedule.ADD_SHIFTS"))
    return None


def _time_limit_s(limit: str | float) -> float:
    try:
        seconds = read_duration_s(limit.strip()) if isinstance(limit, str) else float(limit)
    except UnitError as error:
        raise usage_error("--time-limit", error.message, error.hint) from None
    if not 0 < seconds <= MOST_SECONDS:
        raise usage_error("--time-limit", say("schedule.NO_TIME_LIMIT"), say("schedule.TIME_LIMIT_HINT"))
    return seconds


def _gap(gap: str | float) -> float:
    try:
        share = float(read_share(gap.strip())) if isinstance(gap, str) else float(gap)
    except UnitError as error:
        raise usage_error("--gap", error.message, error.hint) from None
    if not 0 <= share < 1:
        raise usage_error("--gap", say("schedule.NO_GAP"), say("schedule.GAP_HINT"))
    return share


def sums_of(texts: Mapping[str, Sum], currency: str | None) -> dict[str, Decimal | None]:
    """Read sums by option, with or without the currency.

    Raises:
        InputError: for every text that is no sum, and for a grid that runs backwards.
    """
    sums: dict[str, Decimal | None] = {}
    found = []
    for option, text in texts.items():
        try:
            sums[option] = None if text is None else read_sum(str(text), currency)
        except UnitError as error:
            found.append(_problem(option, error.message, error.hint))
    low, high = sums.get("--from"), sums.get("--to")
    if low is not None and high is not None and high <= low:
        message = say("budget.runs_backwards", first=str(texts["--from"]), last=str(texts["--to"]))
        found.append(_problem("--to", message))
    if found:
        raise InputError(found)
    return sums


def staff_of(
    scenario: "Scenario", group: str | None, operators: str | PathLike[str] | None, *, given: bool
) -> "Staff":
    """Return whose operators are on duty."""
    from mfc_capacity.commands.simulate import FROM_FILE, GIVEN, Staff

    if operators is None:
        return Staff(GIVEN) if given else Staff()
    if given:
        raise usage_error("--operators", say("simulate.BOTH_STAFFS"))
    return Staff(FROM_FILE, staff_file_of(scenario, operators, group))


@overload
def staff_file_of(
    scenario: "Scenario", file: str | PathLike[str], group: str | None = None, option: str = ...
) -> "StaffFile": ...
@overload
def staff_file_of(
    scenario: "Scenario", file: str | PathLike[str] | None, group: str | None = None, option: str = ...
) -> "StaffFile | None": ...
def staff_file_of(
    scenario: "Scenario",
    file: str | PathLike[str] | None,
    group: str | None = None,
    option: str = OPERATORS,
) -> "StaffFile | None":
    """Read a file of who is on duty, or is required to be; `group` is the only one that needs rows, None: all do.

    Raises:
        InputError: if it cannot be read, or with its mistakes.
    """
    from mfc_capacity.files.layers import read_bytes, shown_path
    from mfc_capacity.files.sheet import MAX_BYTES
    from mfc_capacity.scenario.staff_file import ON_DUTY, REQUIRED, read_staff_file

    if file is None:
        return None
    path = fspath(file)
    try:
        content = read_bytes(path, MAX_BYTES)
    except (OSError, ValueError) as error:
        message = say("simulate.unreadable", file=shown_path(path), reason=reason_of(error))
        raise usage_error(option, message) from None
    figures = ON_DUTY if option == OPERATORS else REQUIRED
    groups = tuple(scenario.groups)
    return read_staff_file(content, shown_path(path), groups, group, scenario.interval_s, figures, option)


def _problem(option: str, message: Message, hint: Message | None = None) -> Problem:
    return Problem(None, None, None, option, message, hint)
