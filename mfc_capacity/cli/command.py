"""A command of the command line, whose refusals begin with what is wrong."""

from typing import Any

import typer
from typer.core import TyperCommand

PYTHONS_NAME = "Value error, "  # which Typer takes over from Pydantic


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
