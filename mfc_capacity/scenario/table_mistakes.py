"""The mistakes of a table: the first of each kind, and how many more there are."""

from collections.abc import Callable
from dataclasses import dataclass, field

from mfc_capacity.core.arrays import Ints
from mfc_capacity.files.problems import InputError, Message, Problem, say
from mfc_capacity.files.sheet import Headed, Mistake

SHOWN_OF_A_KIND = 20


def kind_of(message: Message) -> str:
    """Return the code of what is wrong, in whatever column and however many rows."""
    inner = dict(message.facts).get("message")
    return kind_of(inner) if isinstance(inner, Message) else message.code


@dataclass
class Mistakes:
    """The mistakes of a table: the first of each kind, and how many there are."""

    sheet: Headed
    kept: list[Mistake] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def note(self, mistake: Mistake) -> None:
        """Note a mistake."""
        code = kind_of(mistake.message)
        self.counts[code] = self.counts.get(code, 0) + 1
        if self.counts[code] <= SHOWN_OF_A_KIND:
            self.kept.append(mistake)

    def note_rows(
        self, rows: Ints, lines: Ints, cell: int, say_row: Callable[[int], tuple[Message, Message | None]]
    ) -> None:
        """Note a mistake in each of some rows."""
        for row in rows[:SHOWN_OF_A_KIND].tolist():
            self.note(Mistake(int(lines[row]), cell, *say_row(row)))
        if rows.size > SHOWN_OF_A_KIND:
            code = kind_of(say_row(int(rows[0]))[0])
            self.counts[code] += rows.size - SHOWN_OF_A_KIND

    def note_all(
        self, rows: Ints, lines: Ints, cell: int, message: Message, hint: Message | None = None
    ) -> None:
        """Note one mistake that some rows have, at the first of them."""
        shown = say("volumes.in_rows", message=message, rows=int(rows.size)) if rows.size > 1 else message
        self.note(Mistake(int(lines[rows[0]]), cell, shown, hint))

    def refuse(self) -> None:
        """Refuse the table if there are any.

        Raises:
            InputError: with them all.
        """
        if not self.kept:
            return
        problems = self.sheet.problems(sorted(self.kept, key=lambda mistake: (mistake.line, mistake.cell)))
        left = sum(self.counts.values()) - len(self.kept)
        if left:
            problems.append(
                Problem(self.sheet.file, None, None, "", say("volumes.more_mistakes", count=left))
            )
        raise InputError(problems)
