"""What can be wrong with an input or impossible to answer, as data with a place.

A problem carries codes and facts; `wording` makes the sentences.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar


@dataclass(frozen=True)
class Message:
    """What there is to say, before it is put into words: `module.sentence` of the wording, and its facts by name."""

    code: str
    facts: tuple[tuple[str, Any], ...] = ()

    def __str__(self) -> str:
        return f"{self.code}({', '.join(f'{name}={fact}' for name, fact in self.facts)})"


def say(code: str, /, **facts: Any) -> Message:
    """Return a message; facts are texts, numbers, dates, further messages, or tuples of these."""
    return Message(code, tuple(facts.items()))


@dataclass(frozen=True)
class Problem:
    """One mistake: where it is (line and column from 1), which key, what is wrong, what to do about it."""

    file: str | None
    line: int | None
    column: int | None
    key: str
    message: Message
    hint: Message | None = None
    source_line: str | None = None


class MfcError(Exception):
    """An expected failure; `problems` say everything, `exit_code` what a script sees."""

    exit_code: ClassVar[int]

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{problem.key}: {problem.message}" for problem in self.problems))


class InputError(MfcError):
    """The input or the way of calling is wrong."""

    exit_code = 2


class NoAnswerError(MfcError):
    """The input is right, and no answer exists."""

    exit_code = 3


def reason_of(error: OSError | ValueError) -> Message:
    """Return why a file cannot be opened or written: in the system's words, or as the message that it carries."""
    reason = getattr(error, "strerror", None) or str(error)
    return reason if isinstance(reason, Message) else say("files.verbatim", words=str(reason).lower())


def usage_error(option: str, message: Message, hint: Message | None = None) -> InputError:
    """Return the error of an option or argument of the command line."""
    return InputError([Problem(None, None, None, option, message, hint)])
