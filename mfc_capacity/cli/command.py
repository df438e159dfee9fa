"""Commands and the list of them: help in parts, with examples; refusals that begin with what is wrong."""

from collections.abc import Iterable
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from mfc_capacity.wording.en import help as help_text

PYTHONS_NAME = "Value error, "  # which Typer takes over from Pydantic
WIDEST_NAME = 30  # of an option with its values; longer lists of values stand behind its help


class Command(TyperCommand):
    """A command that leaves the name of Python's error out of what it says of a wrong choice."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the arguments.

        Raises:
            typer.BadParameter: for a value that is none of an option's.
        """
        try:
            return super().parse_args(ctx, args)
        except typer.BadParameter as error:
            error.message = error.message.removeprefix(PYTHONS_NAME)
            raise

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write arguments and options under the parts that they belong to; that there is help needs no help."""
        known = (
            (param, param.get_help_record(ctx)) for param in self.get_params(ctx) if param.name != "help"
        )
        _write_parts(
            formatter,
            ((_part(param), *_shown(param, *record)) for param, record in known if record is not None),
            help_text.PARTS,
        )

    def format_epilog(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002  part of the interface
        """Write examples, each on a line of its own."""
        with formatter.section(help_text.EXAMPLES_TITLE):
            for example in help_text.EXAMPLES[self.name or ""]:
                formatter.write(f"{'':{formatter.current_indent}}{example}\n")


class Commands(TyperGroup):
    """The commands, under the parts of the work that they are for."""

    def format_commands(self, ctx: Any, formatter: Any) -> None:  # noqa: ARG002  part of the interface
        """Write the commands with the whole of what they do."""
        rows = (
            (part, name, self.commands[name].help or "")
            for part, names in help_text.WORK.items()
            for name in names
        )
        _write_parts(formatter, rows, tuple(help_text.WORK))


def _write_parts(formatter: Any, rows: Iterable[tuple[str, str, str]], order: Iterable[str]) -> None:
    of_part: dict[str, list[tuple[str, str]]] = {part: [] for part in order}
    for part, name, text in rows:
        of_part[part].append((name, text))
    for part, own in of_part.items():
        if own:
            with formatter.section(part):
                formatter.write_dl(own)


def _part(param: Any) -> str:
    if param.param_type_name == "argument":
        return help_text.ARGUMENTS
    return param.rich_help_panel or help_text.QUESTION


def _shown(param: Any, name: str, text: str) -> tuple[str, str]:
    """Return how an option and its help are written: long lists of values behind the help."""
    if param.param_type_name == "argument":
        return name.partition(" <")[0], text
    choices = param.type_descriptor.choices
    if choices is None or len(name) <= WIDEST_NAME:
        return name, text
    return f"{name.partition(' <')[0]} {help_text.NAME}", help_text.one_of(
        text, [str(each) for each in choices]
    )
