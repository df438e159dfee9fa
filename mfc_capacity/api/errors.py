"""What the functions raise: the engine's errors carry codes, and here they are put into words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import wraps
from typing import ClassVar, ParamSpec, TypeVar

from mfc_capacity.files import problems
from mfc_capacity.files.problems import InputError, MfcError, NoAnswerError

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Problem:
    """One mistake: file, line and column from 1 (None: not of a file), the key or option, and the words.

    `text` is all of it as the command line prints it, with the source line.
    """

    file: str | None
    line: int | None
    column: int | None
    key: str
    message: str
    hint: str | None
    text: str

    def __str__(self) -> str:
        return self.text


class Error(Exception):
    """An expected failure; `problems` has every mistake, and the error's text is what the command line prints."""

    exit_code: ClassVar[int]

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n\n".join(map(str, self.problems))


class ScenarioError(Error):
    """The scenario, a file beside it, or an argument is wrong."""

    exit_code = InputError.exit_code


class NoAnswer(Error):  # noqa: N818 - it is an answer, too
    """The input is right, and no answer exists, such as for a target that no number of operators keeps."""

    exit_code = NoAnswerError.exit_code


def worded(function: Callable[P, R]) -> Callable[P, R]:
    """Let a function raise `ScenarioError` and `NoAnswer` in place of the engine's errors."""

    @wraps(function)
    def worded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return function(*args, **kwargs)
        except MfcError as error:
            raise in_words(error) from None

    return worded


def in_words(error: MfcError) -> Error:
    """Return the error of the engine as one that a person reads."""
    kind = NoAnswer if isinstance(error, NoAnswerError) else ScenarioError
    return kind(map(problem_in_words, error.problems))


def problem_in_words(problem: problems.Problem) -> Problem:
    """Return a problem of the engine as one that a person reads."""
    from mfc_capacity.wording import problem_text, text

    return Problem(
        file=problem.file,
        line=problem.line,
        column=problem.column,
        key=problem.key,
        message=text(problem.message),
        hint=text(problem.hint) if problem.hint else None,
        text=problem_text(problem),
    )
