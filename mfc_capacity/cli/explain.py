"""`explain CODE`: what a code of `check` means, and what to do."""

from typing import Annotated

import typer

from mfc_capacity.errors import InputError, Problem
from mfc_capacity.loading import did_you_mean
from mfc_capacity.wording.codes import CODES


def explain(code: Annotated[str, typer.Argument(metavar="CODE", help="A code, as limit-exceeded.")]) -> None:
    """Say what a code means and what to do."""
    if code not in CODES:
        hint = did_you_mean(code, CODES) or f"the codes are {', '.join(CODES)}"
        raise InputError([Problem(None, None, None, "CODE", f"there is no code '{code[:60]}'", hint)])
    page = CODES[code]
    typer.echo(f"{code}: {page.title}\n\n{page.text}", nl=False)
