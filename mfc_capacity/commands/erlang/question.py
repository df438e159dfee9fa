"""What the options of `erlang` ask, and whether they ask one thing: every mistake of the command is named at once."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import cast

import numpy as np

from mfc_capacity.answers.records import Calculation
from mfc_capacity.commands.erlang import answers
from mfc_capacity.commands.erlang.bounds import faults
from mfc_capacity.commands.erlang.intervals import Intervals, Of
from mfc_capacity.commands.erlang.rows_file import FIGURES, RowsFile, read_rows
from mfc_capacity.core import targets
from mfc_capacity.core.arrays import Floats
from mfc_capacity.files.layers import read_bytes, shown_path
from mfc_capacity.files.problems import (
    InputError,
    Message,
    NoAnswerError,
    Problem,
    reason_of,
    say,
    usage_error,
)
from mfc_capacity.files.sheet import MAX_BYTES, Mistake
from mfc_capacity.files.units import (
    Redial,
    ServiceLevel,
    UnitError,
    WaitLimit,
    read_duration_s,
    read_number,
    read_rate_per_hour,
    read_redial,
    read_service_level,
    read_share,
    read_small_share,
    read_wait_limit,
)

LIMITS = {f"--{target.key.replace('_', '-')}": target for target in targets.TARGETS if not target.is_least}
OF_LINES = tuple(option for option, target in LIMITS.items() if target.asks_for_lines)
TARGETS = ("--target", *(option for option in LIMITS if option not in OF_LINES), "--wait", "--max-blocking")
NEEDED = {"a": ("--calls", "--aht", "--patience"), "b": ("--calls", "--aht"), "c": ("--calls", "--aht")}
FIGURES_OF = {"a": FIGURES, "b": ("calls_per_hour", "aht_s", "lines", "max_blocking"), "c": FIGURES}
_OF_A_QUEUE = ("--patience", "--within", "--target", "--of", "--short", *LIMITS, "--wait", "--redial")
_ONLY_B_LOSES_CALLS = say("erlang.ONLY_B_LOSES_CALLS")
MISPLACED = {
    "a": {"--max-blocking": _ONLY_B_LOSES_CALLS},
    "b": dict.fromkeys(_OF_A_QUEUE, say("erlang.NOBODY_WAITS_IN_B")),
    "c": {"--patience": say("erlang.NOBODY_HANGS_UP_IN_C"), "--max-blocking": _ONLY_B_LOSES_CALLS},
}
_STAFF_OR_TARGET = say("erlang.STAFF_OR_TARGET")
QUESTIONS = {"a": _STAFF_OR_TARGET, "b": say("erlang.LINES_OR_BLOCKING"), "c": _STAFF_OR_TARGET}

Value = float | Decimal | Fraction | ServiceLevel | WaitLimit | Redial
READERS: dict[str, tuple[str, Callable[[str], Value]]] = {
    "--calls": ("calls_per_hour", read_rate_per_hour),
    "--aht": ("aht_s", read_duration_s),
    "--patience": ("patience_s", read_duration_s),
    "--operators": ("operators", read_number),
    "--lines": ("lines", read_number),
    "--redial": ("redial_share", read_redial),
    "--within": ("within_s", read_duration_s),
    "--target": ("service_level", read_service_level),
    **{
        option: (target.field, read_duration_s if target.measure.kind == "seconds" else read_share)
        for option, target in LIMITS.items()
    },
    "--max-abandonment": ("max_abandonment", read_small_share),
    "--wait": ("wait", read_wait_limit),
    "--short": ("short_s", read_duration_s),
    "--max-blocking": ("max_blocking", read_share),
}
OPTION_OF = {name: option for option, (name, _) in READERS.items()}
COLUMN_OF = {target.key: target.field for target in targets.TARGETS}


def one_interval(model: str | None, texts: Mapping[str, str]) -> Calculation:
    """Answer the question that the options ask, their texts by option.

    Raises:
        InputError: with every mistake of the command.
        NoAnswerError: if no number of operators or lines meets a target.
    """
    if model is None:
        raise usage_error("MODEL", say("erlang.WHICH_FORMULA"), say("erlang.EXAMPLE_OR_FILE"))
    figures, unread = _figures(texts)
    _refuse([*_combination(model, texts), *unread])
    if model == "b" and "operators" in figures:  # nobody waits: an operator is a line
        figures["lines"] = figures.pop("operators")
    arrays = {name: np.array([figures.get(name, np.nan)]) for name in FIGURES_OF[model]}
    _refuse([_problem(OPTION_OF[f.name], f.message, f.hint) for f in faults(arrays) if f.rows.all()])
    return _lines(arrays) if model == "b" else _interval(arrays, _of(texts))


def rows_of_file(
    path: str, model: str | None, texts: Mapping[str, str]
) -> tuple[Calculation, Problem | None]:
    """Answer the rows of a file, and name the first row without an answer if there is one.

    Raises:
        InputError: with every mistake of the command, or those of the file.
    """
    beside = [option for option in texts if option != "--of"]
    problems = [_problem(option, say("erlang.FIGURE_BESIDE_FILE")) for option in beside]
    if model is not None:
        problems.append(_problem("MODEL", say("erlang.MODEL_BESIDE_FILE"), say("erlang.MODEL_OF_A_ROW")))
    _refuse(problems)
    rows_file = read_rows(_content(path), shown_path(path))
    return answers.rows_of_file(rows_file, _of(texts)), _unanswered(rows_file)


def _problem(option: str, message: Message, hint: Message | None = None) -> Problem:
    return Problem(None, None, None, option, message, hint)


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        raise InputError(problems)


def _of(texts: Mapping[str, str]) -> Of:
    return cast("Of", texts.get("--of", "offered"))


def _combination(model: str, texts: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what is missing for the model, what does not belong to it, and what asks twice or nothing."""
    for option in NEEDED[model]:
        if option not in texts:
            yield _problem(option, say("erlang.lacks", model=model), say("erlang.LIKE_THE_EXAMPLE"))
    for option, why in MISPLACED[model].items():
        if option in texts:
            yield _problem(option, say("erlang.does_not_belong", model=model), why)
    yield from _asked(model, texts)
    if "--target" in texts and "--within" in texts:
        yield _problem("--within", say("erlang.THRESHOLD_TWICE"), say("erlang.TARGET_EXAMPLE"))
    if "--of" in texts and "--target" not in texts:
        yield _problem("--of", say("erlang.OF_WHICH_TARGET"))
    if "--short" in texts and _of(texts) != "short":
        yield _problem("--short", say("erlang.SHORT_OF_OTHERS"), say("erlang.OF_SHORT"))


def _asked(model: str, texts: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what is wrong with the question: operators or lines, or targets that ask for them."""
    staff = "--lines" if model == "b" else "--operators"
    given = [option for option in {"--operators", staff} if option in texts]
    asked = [option for option in TARGETS if option in texts]
    if given and asked:
        yield _problem(staff, say("erlang.beside", target=asked[0]), QUESTIONS[model])
    if len(given) > 1:
        yield _problem("--operators", say("erlang.beside", target=staff), QUESTIONS[model])
    if model == "c" and "--redial" in texts and not texts.keys() & {"--lines", OF_LINES[0]}:
        yield _problem("--redial", say("erlang.NOBODY_COMES_AGAIN"), say("erlang.GIVE_LINES_OR_PATIENCE"))
    if model != "b" and "--lines" in texts and OF_LINES[0] in texts:
        yield _problem("--lines", say("erlang.beside", target=OF_LINES[0]), say("erlang.LINES_OR_MAX_BUSY"))
    if not given and not asked:
        yield _problem(staff, say("erlang.NOTHING_ASKED"), QUESTIONS[model])


def _figures(texts: Mapping[str, str]) -> tuple[dict[str, float], list[Problem]]:
    """Return the figures by name, and the options that could not be read."""
    figures: dict[str, float] = {}
    problems = []
    for option, (name, read) in READERS.items():
        if option not in texts:
            continue
        try:
            value = read(texts[option].strip())
        except UnitError as error:
            problems.append(_problem(option, error.message, error.hint))
            continue
        if isinstance(value, ServiceLevel):
            figures |= {"service_level": value.share, "within_s": value.within_s}
        elif isinstance(value, WaitLimit):
            figures |= {"wait": value.share, "wait_within_s": value.within_s}
        elif isinstance(value, Redial):
            figures |= {"redial_share": value.share, "redial_after_s": value.after_s}
        else:
            figures[name] = float(value)
    return figures, problems


def _lines(figures: Mapping[str, Floats]) -> Calculation:
    calls_per_hour, aht_s, lines, max_blocking = (float(figures[name][0]) for name in FIGURES_OF["b"])
    if calls_per_hour and max_blocking == 0:
        raise _no_answer("--max-blocking", "max_blocking")
    return answers.without_queue(calls_per_hour, aht_s, lines, max_blocking)


def _interval(figures: Mapping[str, Floats], of: Of) -> Calculation:
    target = str(Intervals.of(figures).out_of_reach()[0])
    if target:
        raise _no_answer(OPTION_OF[COLUMN_OF.get(target, target)], target)
    return answers.one_interval(figures, of)


def _no_answer(option: str, target: str) -> NoAnswerError:
    message = say("erlang.out_of_reach", target=target)
    return NoAnswerError([_problem(option, message, say("targets.UNREACHABLE_HINT"))])


def _content(path: str) -> bytes:
    try:
        return read_bytes(path, MAX_BYTES)
    except (OSError, ValueError) as error:
        message = say("files.cannot_read", file=shown_path(path), reason=reason_of(error))
        raise usage_error("--from", message) from None


def _unanswered(rows_file: RowsFile) -> Problem | None:
    """Return the first row whose targets no number of operators meets, with the count of such rows."""
    missed = rows_file.intervals.out_of_reach()
    rows = np.flatnonzero(missed != "")
    if not rows.size:
        return None
    target = str(missed[rows[0]])
    column = COLUMN_OF.get(target, target)
    sheet = rows_file.sheet
    message = say(
        "erlang.unanswered_rows", column=column, target=target, count=len(rows), rows=len(sheet.lines)
    )
    hint = say("targets.UNREACHABLE_HINT")
    mistake = Mistake(sheet.lines[rows[0]], sheet.header.index(column), message, hint)
    return sheet.problems([mistake])[0]
